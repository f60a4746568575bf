//! At which size a pool carries itself, from the money of simulated months.

use mutualise::experiment::replication::common_past;
use mutualise::formats::Terms;
use mutualise::month::Check;
use mutualise::scenario::Scenario;
use mutualise::world::{Account, Stage};

use crate::{at_cost, format, live, small, worlds};

/// The fewest full-time jobs at which a pool with these yearly costs loses nothing in two years of simulated months.
fn break_even(yearly: f64, fee: f64, gross: f64) -> usize {
    (2..60)
        .find(|jobs| {
            let sets = [
                format!("population.structures={jobs}"),
                "population.people=400".to_owned(),
                "population.need_scale=1.0".to_owned(),
                format!("market.ess_junior.support={gross:?}"),
                format!("market.ess_senior.support={gross:?}"),
                // a full time may be one structure's: what counts here is the money of so many jobs
                "format.at-cost.max_users=1".to_owned(),
                // nobody hires alone: once engaged nobody leaves, so that the pool pays for each search before what is measured
                "market.hiring_cost.support=20000.0".to_owned(),
                "market.hiring_horizon=1".to_owned(),
                "pool.fee_step=0.0".to_owned(),
                "population.minimum_hours_exempt=1.0".to_owned(),
                format!("format.at-cost.fee={fee:?}"),
                format!("format.at-cost.fixed_cost={yearly:?}"),
                "format.at-cost.founding_capital=2000000.0".to_owned(),
                "work.value_ratio=3.0".to_owned(),
                "finance.credit_line=12.0".to_owned(),
                "market.afford_months=-12.0".to_owned(),
                "run.months=36".to_owned(),
            ];
            let scenario = at_cost(&sets.iter().map(String::as_str).collect::<Vec<_>>());
            let past = common_past(&scenario, 0, Check::Never);
            let (mut third, mut held) = (None, 0);
            let end = live(&scenario, "at-cost", 0, &past, |world, turn| {
                if turn.now == 23 {
                    third = Some(world.ledger.balance(Account::Pool(0)));
                    held = world.pools[0].jobs.iter().filter(|job| job.worker.is_some()).count();
                }
            });
            assert_eq!(held, *jobs, "jobs held");
            end.ledger.balance(Account::Pool(0)) >= third.unwrap()
        })
        .unwrap()
}

/// The yearly cost of a pool's office with so many permanents.
fn office(terms: &Terms, permanents: f64) -> f64 {
    terms.fixed_cost + (permanents - terms.permanents_included) * Scenario::base().params.pool.permanent_cost
}

#[test]
fn a_groupement_with_one_permanent_breaks_even_near_the_size_that_others_have_reckoned() {
    // 10 % of some 45,000 € of loaded cost, which is what 2,850 € gross come to
    let terms = format(&small(&["formats=[\"ge\"]"]), "ge").terms.clone();
    let (small, micro) =
        (break_even(office(&terms, 1.0), 0.10, 2_850.0), break_even(office(&terms, 0.3), 0.10, 2_850.0));
    println!("a groupement breaks even at {small} FTE with one permanent, at {micro} with 0.3");
    assert!((13..=17).contains(&small), "{small}");
    assert!((4..=6).contains(&micro), "5 for a micro one (I 1c): {micro}");
}

#[test]
fn a_temporary_work_co_operative_breaks_even_near_the_size_that_others_have_reckoned() {
    let terms = format(&small(&["formats=[\"scic-interim\"]"]), "scic-interim").terms.clone();
    // two permanents, tools and the premium of the guarantee; missions cost their users some 56,000 € before margin
    let guarantee = 151_445.0 * terms.guarantee_premium;
    let found = break_even(office(&terms, 2.0) + guarantee, terms.fee, 3_500.0);
    println!("a temporary-work co-operative breaks even at {found} FTE");
    assert!((25..=35).contains(&found), "{found}");
}

#[test]
fn scic_interim_fails_in_a_small_territory_and_lives_in_a_large_one() {
    let alive = |structures: u32, people: u32| {
        let sets = [
            format!("population.structures={structures}"),
            format!("population.people={people}"),
            "run.months=72".to_owned(),
        ];
        let worlds = worlds("scic-interim", 2, &sets.iter().map(String::as_str).collect::<Vec<_>>());
        worlds.iter().filter(|world| world.pools[0].stage == Stage::Active).count()
    };
    assert_eq!(alive(60, 450), 0);
    assert_eq!(alive(900, 6750), 2);
}
