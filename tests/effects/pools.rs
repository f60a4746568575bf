//! What makes members, trust and a pool that lives.

use mutualise::world::World;

use crate::{GE, at_the_end, falls, indicator, rises};

const CLUB: &str = "formats=[\"club-rh\"]";

/// The mean trust of structures.
fn trust(world: &World) -> f64 {
    world.structures.trust.iter().sum::<f64>() / world.structures.len() as f64
}

#[test]
fn trust_brings_members() {
    let rich = "format.ge.founding_capital=1000000";
    let trusting = [GE, rich, "population.trust_mean=0.9", "population.trust_sd=0"];
    let [deaf, strong] = indicator("members", &trusting, ["pool.join_trust=0", "pool.join_trust=6"]);
    rises(&strong, &deaf, "members where all trust each other");
}

#[test]
fn a_need_that_is_served_raises_trust() {
    let rich = [GE, "format.ge.founding_capital=1000000"];
    let [none, strong] = at_the_end(&rich, ["pool.trust_fill=0", "pool.trust_fill=0.05"], trust);
    rises(&strong, &none, "trust of who is served");
}

#[test]
fn meetings_raise_trust_make_ties_and_fill_posts_sooner() {
    let [none, strong] = at_the_end(&[CLUB], ["club.trust=0", "club.trust=0.2"], trust);
    rises(&strong, &none, "trust of who meets");
    let ties = |world: &World| world.structures.contacts.iter().map(Vec::len).sum::<usize>() as f64;
    let [none, strong] = at_the_end(&[CLUB], ["club.ties=0", "club.ties=3"], ties);
    rises(&strong, &none, "ties between structures that meet");
    let [none, strong] = indicator("time-to-fill", &[CLUB], ["club.search=0", "club.search=3"]);
    falls(&strong, &none, "time to fill a post of who meets");
}

#[test]
fn a_start_up_grant_and_a_rescue_keep_the_pool_alive() {
    let poor = [GE, "format.ge.founding_capital=0", "format.ge.startup_grant_odds=1", "run.months=48"];
    let grant = ["format.ge.startup_grant=0", "format.ge.startup_grant=200000"];
    let [none, large] = indicator("pool-survival", &poor, grant);
    rises(&large, &none, "pools alive with a start-up grant");
    let [none, large] = indicator(
        "pool-survival",
        &[&poor[..], &["format.ge.startup_grant=0"]].concat(),
        ["pool.rescue=0", "pool.rescue=500000"],
    );
    rises(&large, &none, "pools alive with a rescue");
}

#[test]
fn people_who_are_secured_work_open_ended_for_the_hours_they_want() {
    let everybody = ["population.preferred_part_time=0", "pool.idle_patience=60"];
    let rich = [&[GE, "format.ge.founding_capital=1000000"][..], &everybody].concat();
    let job = ["pool.threshold=1.0", "pool.threshold=0.5"];
    let [created, created_in_parts] = indicator("pooled-fte-created", &rich, job);
    let [secured, secured_in_parts] = indicator("pooled-fte-secured", &rich, job);
    for (secured, created) in secured.iter().zip(&created) {
        assert!((secured - created).abs() < 1e-9, "{secured} of {created} FTE of full-time jobs are secured");
    }
    falls(&secured_in_parts, &created_in_parts, "what is secured of jobs that may be part-time");
}
