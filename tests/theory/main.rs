//! Promise: where the answer is known, the simulator finds it.
//!
//! Each case is a scenario of `scenarios/verification` in which one mechanism is at work, run by the engine itself and
//! compared with a formula. The tolerance is four Monte Carlo standard errors, and there are enough replications for
//! the same formula with one input two per cent off to be refused: each test shows that too.

mod censoring;
mod cost;
mod coverage;
mod crises;
mod illness;
mod market;
mod measured;
mod order;
mod quotes;
mod ruin;
mod survival;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use mutualise::experiment::replication::{common_past, future};
use mutualise::indicators::registry;
use mutualise::month::Check;
use mutualise::scenario::{Scenario, Source};
use mutualise::world::World;
use rayon::prelude::*;

/// The cases, by the name of their scenario, and the parent they share.
const CASES: [&str; 11] = [
    "burdett-mortensen",
    "censored-survival",
    "crisis-chain",
    "geometric-survival",
    "one-structure",
    "paired-interval",
    "pooled-at-cost",
    "ruin",
    "sickness",
    "still",
    "two-state-market",
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join("verification")
}

/// A shipped case, with these values over it.
fn case(name: &str, sets: &[&str]) -> Scenario {
    assert!(CASES.contains(&name), "{name} is not among the cases");
    let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
    let file = Source::File(folder().join(format!("{name}.toml")));
    Scenario::resolve(file, &sets).unwrap_or_else(|wrong| panic!("{name}: {wrong}"))
}

/// What every replication of a scenario answers, in their order.
fn each<T: Send>(scenario: &Scenario, ask: impl Fn(u32) -> T + Sync + Send) -> Vec<T> {
    (0..scenario.params.run.replications).into_par_iter().map(ask).collect()
}

/// The world at the end of a replication under the last of the formats.
fn end(scenario: &Scenario, replication: u32) -> World {
    let past = common_past(scenario, replication, Check::Never);
    let format = scenario.formats.last().expect("a case has a format");
    future(scenario, &past, format, replication, Check::Never)
}

/// A stored indicator of a world, by the name of its column.
fn indicator(world: &World, name: &str) -> f64 {
    let column = registry::columns().find(|column| column.name() == name).expect("a stored column");
    column.value(world)
}

#[test]
fn every_scenario_of_the_folder_is_a_case_and_the_chapter_tells_of_it() {
    let files: BTreeSet<String> = fs::read_dir(folder())
        .expect("a folder")
        .map(|entry| entry.expect("a file").path())
        .map(|path| path.file_stem().expect("a name").to_string_lossy().into_owned())
        .collect();
    assert_eq!(files, CASES.iter().map(|name| (*name).to_owned()).collect());
    let chapter = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join("verification.md");
    let chapter = fs::read_to_string(chapter).expect("the chapter");
    for name in CASES {
        assert!(chapter.contains(&format!("`{name}`")), "docs/verification.md does not tell of {name}");
        case(name, &[]);
    }
}

#[test]
fn in_a_world_in_which_nothing_happens_nothing_happens() {
    let sets = ["population.structures=20", "population.people=100", "population.firms=5"];
    let needs = ["population.need_probability.ec.support=1.0", "run.months=60"];
    let scenario = case("still", &[&sets[..], &needs].concat());
    let past = common_past(&scenario, 0, Check::EveryMonth);
    let after = future(&scenario, &past, &scenario.formats[0], 0, Check::EveryMonth);
    assert_eq!(past.workers.status, after.workers.status);
    assert_eq!(past.workers.employer, after.workers.employer);
    assert_eq!(past.workers.pay, after.workers.pay);
    assert_eq!(past.workers.skill, after.workers.skill);
    assert_eq!(past.structures.need, after.structures.need);
    assert_eq!(past.structures.open, after.structures.open);
    assert!(after.posts.is_empty() && after.record.events.separations.is_empty());
}
