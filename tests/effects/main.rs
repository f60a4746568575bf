//! Does each cause push where it should? Signs over paired replications of a small world.

mod employers;
mod people;
mod pools;
#[path = "../small_world/mod.rs"]
mod small_world;

use mutualise::experiment::replication::{Outcome, common_past, future, replicate};
use mutualise::indicators::registry::columns;
use mutualise::month::Check;
use mutualise::scenario::Scenario;
use mutualise::world::World;
use mutualise::world::record::End;
use rayon::prelude::*;
use small_world::small;

/// Replications behind each sign.
const PAIRS: u32 = 60;

fn outcomes(scenario: &Scenario) -> Vec<Vec<Outcome>> {
    (0..PAIRS).into_par_iter().map(|replication| replicate(scenario, replication, Check::Never)).collect()
}

fn values(scenario: &Scenario, format: usize, column: &str) -> Vec<f64> {
    let place = columns().position(|c| c.name() == column).expect("a stored column");
    outcomes(scenario).iter().map(|outcome| outcome[format].indicators[place]).collect()
}

/// Something of the world at the end of each replication, under the last format.
fn ends(scenario: &Scenario, measure: impl Fn(&World) -> f64 + Sync + Send) -> Vec<f64> {
    let last = scenario.formats.last().expect("a format");
    let end = |replication| {
        let mut past = common_past(scenario, replication, Check::Never);
        // contacts that bring no offer are written down where somebody asks for them
        past.record.events.contacts = Some(Vec::new());
        measure(&future(scenario, &past, last, replication, Check::Never))
    };
    (0..PAIRS).into_par_iter().map(end).collect()
}

/// A stored indicator, neutral and strong: with the first value of a parameter and with the second, the others alike.
fn indicator(column: &str, common: &[&str], [neutral, strong]: [&str; 2]) -> [Vec<f64>; 2] {
    [neutral, strong].map(|value| values(&small(&[common, &[value]].concat()), 0, column))
}

/// The same for a measure of the world at the end.
fn at_the_end(
    common: &[&str],
    [neutral, strong]: [&str; 2],
    measure: impl Fn(&World) -> f64 + Sync + Send,
) -> [Vec<f64>; 2] {
    [neutral, strong].map(|value| ends(&small(&[common, &[value]].concat()), &measure))
}

/// The mean paired difference and its standard error.
fn difference(after: &[f64], before: &[f64]) -> (f64, f64) {
    let pairs: Vec<f64> = after.iter().zip(before).map(|(a, b)| a - b).filter(|d| d.is_finite()).collect();
    let n = pairs.len() as f64;
    assert!(n > f64::from(PAIRS) / 2.0, "too few pairs are defined: {n}");
    let mean = pairs.iter().sum::<f64>() / n;
    let variance = pairs.iter().map(|d| (d - mean) * (d - mean)).sum::<f64>() / (n - 1.0);
    (mean, (variance / n).sqrt())
}

/// The 99 % interval of the paired difference lies above zero.
fn rises(after: &[f64], before: &[f64], what: &str) {
    let (mean, error) = difference(after, before);
    assert!(mean - 2.66 * error > 0.0, "{what}: {mean} ± {error} does not rise");
}

fn falls(after: &[f64], before: &[f64], what: &str) {
    rises(before, after, what);
}

const STATUS_QUO: &str = "formats=[\"status-quo\"]";
const GE: &str = "formats=[\"ge\"]";

#[test]
fn more_poaching_lowers_retention() {
    let (few, many) = ("poaching.offer_given_contact=0", "poaching.offer_given_contact=1");
    let before = values(&small(&[STATUS_QUO, few]), 0, "retention-24");
    let after = values(&small(&[STATUS_QUO, many]), 0, "retention-24");
    falls(&after, &before, "retention after 24 months");
}

#[test]
fn deeper_shocks_close_more_structures() {
    let shallow =
        small(&[STATUS_QUO, "shocks.depth.ec=0.1", "shocks.depth.bat=0.1", "shocks.public_heavy_depth=0.1"]);
    let deep =
        small(&[STATUS_QUO, "shocks.depth.ec=0.6", "shocks.depth.bat=0.8", "shocks.public_heavy_depth=0.8"]);
    let survival = |scenario: &Scenario| values(scenario, 0, "structure-survival");
    falls(&survival(&deep), &survival(&shallow), "structures still open");
}

#[test]
fn a_higher_fee_keeps_members_away() {
    // rich, so that a low fee does not end the pool, and membership with it
    let rich = "format.ge.founding_capital=1000000";
    let members = |fee: &str| values(&small(&[GE, fee, rich, "pool.fee_high=0.5"]), 0, "members");
    falls(&members("format.ge.fee=0.3"), &members("format.ge.fee=0.05"), "members");
}

#[test]
fn more_start_up_money_keeps_the_pool_alive() {
    let survival = |capital: &str| values(&small(&[GE, capital, "run.months=48"]), 0, "pool-survival");
    let (poor, rich) = ("format.ge.founding_capital=0", "format.ge.founding_capital=200000");
    rises(&survival(rich), &survival(poor), "pool still working");
}

#[test]
fn without_shocks_and_poaching_only_the_other_separations_are_left() {
    let calm = small(&[
        STATUS_QUO,
        "poaching.offer_given_contact=0",
        "shocks.enter.enr=0",
        "shocks.enter.bat=0",
        "shocks.enter.ec=0",
        "shocks.public_enter=0",
    ]);
    let usual = small(&[STATUS_QUO]);
    falls(&values(&calm, 0, "turnover"), &values(&usual, 0, "turnover"), "turnover");
    let world = future(&calm, &common_past(&calm, 0, Check::Never), &calm.formats[0], 0, Check::Never);
    let poached =
        |spell: &&mutualise::world::record::Spell| spell.ended.is_some_and(|(_, why)| why == End::Poached);
    assert_eq!(world.record.spells.iter().filter(poached).count(), 0, "nobody can have been poached");
}

#[test]
fn when_all_needs_are_temporary_a_ge_covers_little() {
    // the least recurrent need there can be, half a day in one profession out of many, and many temporary ones
    let needs = [
        "population.need_scale=0.01",
        "population.need_log_sd=0",
        "work.surge_rate=0.2",
        "work.need_drift=0",
    ];
    let formats = ["formats=[\"status-quo\",\"ge\"]", "population.need_elasticity=0"];
    let scenario = small(&[&needs[..], &formats[..]].concat());
    let gain: Vec<f64> = values(&scenario, 1, "coverage-temporary");
    let (mean, _) = difference(&gain, &values(&scenario, 0, "coverage-temporary"));
    assert!(mean.abs() < 2.0, "a GE changes the cover of temporary needs by {mean} points");
    let pooled = values(&scenario, 1, "pooled-fte-created");
    let mean = pooled.iter().sum::<f64>() / f64::from(PAIRS);
    assert!(mean < 1.0, "a GE employs {mean} FTE on half-days");
}

#[test]
fn when_all_needs_are_recurrent_a_scic_d_interim_covers_little() {
    let scenario = small(&["formats=[\"status-quo\",\"scic-interim\"]", "work.surge_rate=0"]);
    let before = values(&scenario, 0, "coverage");
    let (mean, _) = difference(&values(&scenario, 1, "coverage"), &before);
    assert!(mean.abs() < 0.5, "coverage changes by {mean} points");
    assert!(
        values(&scenario, 1, "pooled-fte-created").iter().all(|fte| *fte == 0.0),
        "no mission has a motive"
    );
}

#[test]
fn a_ge_covers_more_of_the_recurrent_needs() {
    let scenario = small(&["formats=[\"status-quo\",\"ge\"]"]);
    let before = values(&scenario, 0, "coverage-recurrent");
    rises(&values(&scenario, 1, "coverage-recurrent"), &before, "recurrent needs covered");
}

#[test]
fn the_club_rh_brings_people_together() {
    let scenario = small(&["formats=[\"status-quo\",\"club-rh\"]"]);
    let before = values(&scenario, 0, "resource-persons");
    rises(&values(&scenario, 1, "resource-persons"), &before, "resource persons met");
}

#[test]
fn more_stress_means_more_sickness() {
    let (calm, tense) = ("work.stress_base=3", "work.stress_overload=8");
    let absence = |sets: &[&str]| values(&small(&[&[STATUS_QUO, calm], sets].concat()), 0, "absence");
    let usual = absence(&[]);
    rises(&absence(&[tense]), &usual, "sickness absence");
    // and only because stress is what makes people ill
    let unmoved = "work.sickness_stress=0";
    let (mean, error) = difference(&absence(&[tense, unmoved]), &absence(&[unmoved]));
    assert!(mean.abs() < 4.0 * error.max(0.01), "absence moves by {mean} ± {error} all the same");
}

#[test]
fn whoever_is_ill_covers_no_need_and_costs_less_than_they_are_paid() {
    let of = |rate: &str, column: &str| values(&small(&[STATUS_QUO, rate]), 0, column);
    let (healthy, ill) = ("work.sickness_rate=0", "work.sickness_rate=2");
    falls(&of(ill, "coverage"), &of(healthy, "coverage"), "needs covered");
    falls(&of(ill, "net-benefit"), &of(healthy, "net-benefit"), "net benefit");
    assert!(of(healthy, "absence").into_iter().all(|absence| absence == 0.0));
    // where nobody falls ill, nothing hangs on how long it would last
    let long = |rate: &str| outcomes(&small(&[STATUS_QUO, rate, "work.sickness_days=200"]));
    let numbers = |outcomes: Vec<Vec<Outcome>>| -> Vec<u64> {
        outcomes.iter().flatten().flat_map(|outcome| &outcome.indicators).map(|x| x.to_bits()).collect()
    };
    assert_eq!(numbers(long(healthy)), numbers(outcomes(&small(&[STATUS_QUO, healthy]))));
}
