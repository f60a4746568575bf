//! Promise: each shipped format brings the mechanism it is there for, and without that mechanism its effect is gone.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod clubs;
mod contracts;
mod endings;
mod groupements;
mod insertion;
mod loans;
mod scale;
mod secured;
mod temporary;
mod together;

#[path = "../small_world/held.rs"]
mod held;
#[path = "../small_world/mod.rs"]
mod small_world;

use std::path::Path;

use mutualise::dice::Dice;
use mutualise::experiment::replication::{Rules, common_past};
use mutualise::formats::Format;
use mutualise::month::{self, Check, Turn};
use mutualise::scenario::{Scenario, Source};
use mutualise::units::Money;
use mutualise::world::{Purpose, World};

use held::HELD;

/// A small territory whose behaviour no fit moves, with these values.
fn small(sets: &[&str]) -> Scenario {
    small_world::small(&[&HELD[..], sets].concat())
}

/// The verification case of sharing at cost, with these values over it: nothing happens but what they set going.
fn at_cost(sets: &[&str]) -> Scenario {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/verification/pooled-at-cost.toml");
    let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
    Scenario::resolve(Source::File(file), &sets).unwrap_or_else(|wrong| panic!("{sets:?}: {wrong}"))
}

/// The format of that name.
fn format<'a>(scenario: &'a Scenario, id: &str) -> &'a Format {
    scenario.formats.iter().find(|format| format.id == id).unwrap()
}

/// Lives through a format from a past, with a look after every month; the invariants are checked.
fn live(
    scenario: &Scenario,
    id: &str,
    replication: u32,
    past: &World,
    mut look: impl FnMut(&World, &Turn),
) -> World {
    let dice = Dice::new(scenario.params.run.seed, replication);
    let mut rules = Rules::of(scenario, Check::EveryMonth);
    let employers = format(scenario, id).employers();
    let mut world = past.clone();
    for _ in 0..scenario.params.run.months {
        let turn = rules.turn(&world, &employers, &dice);
        month::step(&mut world, &turn);
        look(&world, &turn);
    }
    world
}

/// The worlds at the end of some replications of a format in a small territory, with these values.
fn worlds(id: &str, replications: u32, sets: &[&str]) -> Vec<World> {
    let formats = match id {
        "status-quo" => "formats=[\"status-quo\"]".to_owned(),
        _ => format!("formats=[\"status-quo\",\"{id}\"]"),
    };
    let scenario = small(&[&[formats.as_str()], sets].concat());
    (0..replications)
        .map(|k| live(&scenario, id, k, &common_past(&scenario, k, Check::Never), |_, _| ()))
        .collect()
}

/// What was moved for a purpose, over some worlds.
fn moved(worlds: &[World], purpose: Purpose) -> Money {
    worlds.iter().map(|world| world.ledger.moved(purpose)).sum()
}

#[test]
fn every_shipped_format_has_a_test_of_its_own() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats_each");
    let all: String = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap())
        .collect();
    for (id, _) in mutualise::formats::EMBEDDED {
        let name = format!("fn {}_", id.replace('-', "_"));
        assert!(all.contains(&name), "no test {name}…");
    }
}
