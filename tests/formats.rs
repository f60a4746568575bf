//! What may a format change, and what may it never change?

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod small_world;

use mutualise::experiment::replication::{Outcome, replicate};
use mutualise::month::Check;
use mutualise::scenario::{Scenario, Source};
use small_world::small;

fn bits(outcome: &Outcome) -> Vec<u64> {
    let series = outcome.series.iter().flatten();
    outcome.indicators.iter().chain(series).map(|value| value.to_bits()).collect()
}

fn run(scenario: &Scenario, replication: u32) -> Vec<Vec<u64>> {
    replicate(scenario, replication, Check::EveryMonth).iter().map(bits).collect()
}

#[test]
fn a_format_without_any_term_gives_the_status_quo() {
    let folder = tempfile::tempdir().unwrap();
    let format = "label = { fr = \"Rien\", en = \"Nothing\" }\nshort = { fr = \"Rien\", en = \"Nothing\" }\n\
                  summary = { fr = \"Rien.\", en = \"Nothing.\" }\n[terms]\n";
    std::fs::write(folder.path().join("nothing.toml"), format).unwrap();
    let file = folder.path().join("study.toml");
    std::fs::write(&file, "formats = [\"status-quo\", \"nothing.toml\"]\n").unwrap();
    let size = ["population.structures=60", "population.people=450", "run.burn_in=12", "run.months=36"];
    let scenario = Scenario::resolve(Source::File(file), &size.map(str::to_owned)).unwrap();
    for replication in 0..5 {
        let outcomes = run(&scenario, replication);
        assert_eq!(outcomes[0], outcomes[1], "replication {replication}");
    }
}

#[test]
fn adding_a_format_changes_no_number_of_the_others() {
    let two = small(&["formats=[\"status-quo\",\"ge\"]"]);
    let four = small(&["formats=[\"scic-interim\",\"ge\",\"club-rh\",\"status-quo\"]"]);
    for replication in 0..5 {
        let (few, many) = (run(&two, replication), run(&four, replication));
        assert_eq!(few[0], many[3], "the status quo of replication {replication}");
        assert_eq!(few[1], many[1], "the GE of replication {replication}");
    }
}

#[test]
fn a_replication_computed_alone_equals_itself() {
    let scenario = small(&[]);
    run(&scenario, 6);
    assert_eq!(run(&scenario, 7), run(&scenario, 7));
}

#[test]
fn all_shipped_formats_live_side_by_side_from_one_past_and_break_no_invariant() {
    let names: Vec<String> = mutualise::formats::EMBEDDED.iter().map(|(id, _)| format!("\"{id}\"")).collect();
    assert!(names.len() >= 12);
    let scenario = small(&[&format!("formats=[{}]", names.join(",")), "run.months=60"]);
    for replication in 0..2 {
        let outcomes = replicate(&scenario, replication, Check::EveryMonth);
        assert_eq!(outcomes.len(), names.len());
        let place = mutualise::indicators::registry::columns().position(|c| c.name() == "coverage").unwrap();
        for (outcome, name) in outcomes.iter().zip(&names) {
            let coverage = outcome.indicators[place];
            assert!((20.0..=100.0).contains(&coverage), "{name} covers {coverage} % of the needs");
        }
    }
}
