//! Without fee, VAT, unsold time or friction, sharing a job costs what the job costs.

use mutualise::experiment::replication::{common_past, future, rates_of};
use mutualise::kinds::{Profession, Status};
use mutualise::law::{Contract, HeadcountBand};
use mutualise::month::Check;
use mutualise::price::pay::monthly_cost;
use mutualise::units::Money;
use mutualise::world::{Account, World};

use crate::{case, indicator};

/// The world at the end under a format, by name.
fn under(format: &str, sets: &[&str]) -> World {
    let scenario = case("pooled-at-cost", sets);
    let past = common_past(&scenario, 0, Check::EveryMonth);
    let format = scenario.formats.iter().find(|known| known.id == format).expect("a format of the case");
    future(&scenario, &past, format, 0, Check::EveryMonth)
}

fn cents(euros: f64) -> i64 {
    (euros * 100.0).round() as i64
}

#[test]
fn a_post_shared_at_cost_costs_what_the_post_costs_to_the_cent() {
    // every structure needs a whole post and hires alone; or half a post each and two share one
    let alone = under("status-quo", &["population.need_scale=1.0"]);
    let shared = under("at-cost", &[]);
    let of = |world: &World, status| world.workers.status.iter().filter(|&&s| s == status).count();
    assert_eq!((of(&alone, Status::Structure), of(&alone, Status::Pool)), (20, 0));
    assert_eq!((of(&shared, Status::Structure), of(&shared, Status::Pool)), (0, 10));
    assert!(shared.pools[0].jobs.iter().all(|job| job.slices.len() == 2));

    let scenario = case("pooled-at-cost", &[]);
    let rates = rates_of(&scenario.params);
    let pay = scenario.params.market.ess_junior[Profession::Support];
    let law =
        monthly_cost(&rates, Profession::Support, Contract::OpenEnded, pay, 1.0, HeadcountBand::Under11);
    for world in [&alone, &shared] {
        assert_eq!(cents(indicator(world, "cost-per-fte")), cents(law.loaded.as_euros()));
    }
    assert_eq!(shared.record.pool_unsold, 0.0);
    assert_eq!(shared.ledger.balance(Account::Pool(0)), Money::ZERO, "the pool gains or loses cents");
    println!("full cost of a post, alone and shared: {} €", law.loaded.as_euros());
}

#[test]
fn a_fee_of_two_per_cent_would_show() {
    let shared = under("at-cost", &["format.at-cost.fee=0.02"]);
    let alone = under("status-quo", &["population.need_scale=1.0"]);
    let ratio = indicator(&shared, "cost-per-fte") / indicator(&alone, "cost-per-fte");
    assert!((ratio - 1.02).abs() < 1e-4, "{ratio}");
}

#[test]
fn whatever_the_shares_the_pool_neither_gains_nor_loses_a_cent() {
    let sets = [
        "population.need_scale=0.3",
        "population.need_log_sd=0.5",
        "population.structures=60",
        "pool.threshold=0.5",
        "format.at-cost.max_users=6",
    ];
    let world = under("at-cost", &sets);
    let uneven = world.pools[0].jobs.iter().filter(|job| job.slices.len() > 2).count();
    assert!(uneven > 5, "too few jobs with uneven shares: {uneven}");
    assert_eq!(world.ledger.balance(Account::Pool(0)), Money::ZERO);
}
