//! Kaplan-Meier: what is censored does not bend the curve.

use mutualise::experiment::replication::common_past;
use mutualise::indicators::registry::Group;
use mutualise::indicators::survival::curve;
use mutualise::kinds::Profession;
use mutualise::maths;
use mutualise::month::Check;
use mutualise::world::World;
use mutualise::world::record::{End, Spell};

use crate::measured::{MUTATION, Measured};
use crate::{case, each, end, indicator};

const MONTHS: i32 = 12;

#[test]
fn kaplan_meier_gives_the_survival_of_those_whose_observation_ends_early() {
    let scenario = case("censored-survival", &[]);
    let hazard = scenario.params.mobility.personal_quit;
    let survival = |hazard: f64| maths::pow(1.0 - hazard, f64::from(MONTHS));
    let shares = each(&scenario, |replication| {
        let world = end(&scenario, replication);
        [
            indicator(&world, "retention-12") / 100.0,
            naive(&world, |end| end.is_some()),
            naive(&world, |end| end.is_some_and(|end| end != End::Absorbed)),
        ]
    });
    let measured = |place: usize| Measured::of(&shares.iter().map(|share| share[place]).collect::<Vec<_>>());
    measured(0).must_be(survival(hazard), survival(MUTATION * hazard), "share still employed, censored");
    // what a count would find that takes a hire by a member for a departure, or forgets the jobs that were cut short
    measured(1).must_refuse(survival(hazard), "every end counted as a departure");
    measured(2).must_refuse(survival(hazard), "jobs cut short forgotten");
}

/// The share of jobs with the pool that lasted, among those that began early enough to be followed and that ended as
/// told or lasted.
fn naive(world: &World, ended: impl Fn(Option<End>) -> bool) -> f64 {
    let last = world.record.months as i32 - MONTHS;
    let followed = world.record.spells.iter().filter(|spell| spell.pooled && spell.began <= last);
    let (mut left, mut lasted) = (0.0, 0.0);
    for spell in followed {
        let months = spell.ended.map_or(MONTHS, |(month, _)| month - spell.began + 1);
        if months > MONTHS || spell.ended.is_none() {
            lasted += 1.0;
        } else if ended(spell.ended.map(|(_, why)| why)) {
            left += 1.0;
        }
    }
    lasted / (left + lasted)
}

#[test]
fn who_is_hired_by_a_member_was_at_risk_in_that_month_too() {
    let mut world = common_past(&case("still", &[]), 0, Check::Never);
    let spell = |why| Spell {
        worker: 0,
        profession: Profession::Support,
        structure: 0,
        pooled: true,
        open_ended: true,
        began: 0,
        seen_from: 0,
        ended: Some((0, why)),
    };
    world.record.months = 1;
    world.record.spells = [End::Quit, End::Absorbed, End::Absorbed, End::Absorbed].map(spell).to_vec();
    assert_eq!(curve(&world, Group::All, 1), [1.0, 0.75]);
}
