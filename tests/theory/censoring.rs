//! Kaplan-Meier: what is censored does not bend the curve.

use mutualise::experiment::replication::common_past;
use mutualise::indicators::registry::Group;
use mutualise::indicators::survival::{at_risk, curve, leavers};
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

#[test]
fn risk_sets_are_what_counting_month_by_month_finds() {
    let mut world = common_past(&case("still", &[]), 0, Check::Never);
    let (months, horizon) = (10, 6);
    world.record.months = months as u32;
    let ends = |began: i32| {
        let over =
            (began.max(0)..months).flat_map(|month| [End::Quit, End::Absorbed].map(|why| Some((month, why))));
        over.chain([None])
    };
    let spells = (-9..months).flat_map(|began| ends(began).map(move |ended| (began, ended)));
    let spell = |(began, ended): (i32, Option<(i32, End)>)| Spell {
        worker: 0,
        profession: Profession::Support,
        structure: 0,
        pooled: false,
        open_ended: true,
        began,
        seen_from: began.max(0),
        ended,
    };
    world.record.spells = spells.map(spell).collect();
    let risk = at_risk(&world, Group::All, horizon);
    let told: Vec<usize> = leavers(&world, horizon).map(|(tenure, _)| tenure).collect();
    for tenure in 1..=horizon {
        // in the month of that tenure a spell is seen, and was not over before
        let month = |spell: &Spell| spell.began + tenure as i32 - 1;
        let there = world.record.spells.iter().filter(|spell| {
            let now = month(spell);
            let over = spell.ended.is_some_and(|(end, _)| end < now);
            now >= spell.seen_from && now < months && !over
        });
        let there: Vec<&Spell> = there.collect();
        let left = there.iter().filter(|spell| spell.ended == Some((month(spell), End::Quit))).count();
        assert_eq!((risk.count[tenure], risk.left[tenure]), (there.len() as f64, left as f64), "{tenure}");
        assert_eq!(told.iter().filter(|&&at| at == tenure).count(), left);
    }
    assert_eq!((risk.count[0], told.len() as f64), (0.0, risk.left.iter().sum()));
}
