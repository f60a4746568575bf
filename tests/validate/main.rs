//! Promise: every observable of the status quo is counted as its source counts it: a few people and structures, drawn by
//! hand, give the answer that anyone can work out; and `validate` says what it met, what it missed, what it cannot read; the page of
//! validation tells its figures.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod held_back;
mod page;
mod panels;

use std::collections::BTreeSet;
use std::fs;

use assert_cmd::Command;
use mutualise::indicators::observables::{OBSERVABLES, find};
use panels::known;
use tempfile::tempdir;

#[test]
fn what_anyone_can_count_is_what_is_counted() {
    for (id, panel, expected) in known() {
        let value = (OBSERVABLES[find(id).unwrap()].value)(&panel);
        assert!((value - expected).abs() < 1e-9, "{id}: {value}, not {expected}");
    }
}

#[test]
fn no_observable_is_without_its_known_answer() {
    let counted: BTreeSet<&str> = known().iter().map(|known| known.0).collect();
    let all: BTreeSet<&str> = OBSERVABLES.iter().map(|observable| observable.id).collect();
    assert_eq!(counted, all);
}

const HEAD: &str = "id,fact,unit,value,low,high,source\n";

fn validate(facts: &str, arguments: &[&str]) -> (i32, String, String) {
    let folder = tempdir().unwrap();
    let path = folder.path().join("facts.csv");
    fs::write(&path, facts).unwrap();
    let small =
        ["--set", "population.structures=20", "--set", "population.people=150", "--replications", "2"];
    let mut command = Command::cargo_bin("mutualise").unwrap();
    let output =
        command.args(["validate", "--targets"]).arg(&path).args(small).args(arguments).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn facts_met_and_missed_are_told_by_the_exit_status_too() {
    let met = format!("{HEAD}unemployment_rate,Unemployment,%,8,0,100,somebody\n");
    let missed = format!("{met}quit_rate_cdi,Resignations,%/year,99,98,100,nobody\n");
    let (status, out, _) = validate(&met, &["--lang", "en"]);
    assert!(status == 0 && out.contains("pass") && out.contains("1 of 1 facts"), "{out}");
    let (status, out, _) = validate(&missed, &["--lang", "en"]);
    assert!(status == 1 && out.contains("miss") && out.contains("1 of 2 facts"), "{out}");
    let (status, out, _) = validate(&missed, &["--lang", "fr"]);
    assert!(status == 1 && out.contains("Démissions pour 100 CDI"), "{out}");
}

#[test]
fn machines_read_the_same_figures() {
    let facts = format!(
        "{HEAD}unemployment_rate,Unemployment,%,8,0,100,somebody\ncooperative_exit,Exit,%/year,99,99,100,nobody\n"
    );
    let (status, out, _) = validate(&facts, &["--json"]);
    assert_eq!(status, 1);
    let rows: serde_json::Value = serde_json::from_str(&out).unwrap();
    let [met, missed] = &rows.as_array().unwrap()[..] else { panic!("two rows: {out}") };
    assert_eq!(
        (&met["id"], &met["pass"], &met["source"]),
        (&"unemployment_rate".into(), &true.into(), &"somebody".into())
    );
    assert_eq!((&missed["pass"], &missed["low"]), (&false.into(), &99.0.into()));
    let [p05, median, p95] = ["p05", "median", "p95"].map(|key| met[key].as_f64().unwrap());
    assert!(p05 <= median && median <= p95 && p05 < p95, "{met}");
}

#[test]
fn facts_that_cannot_be_read_are_told_with_place_and_remedy() {
    for (facts, told) in [
        (format!("{HEAD}unemployment_rat,a,%,8,7,9,b\n"), "facts.csv:2:1"),
        (format!("{HEAD}unemployment_rat,a,%,8,7,9,b\n"), "did you mean `unemployment_rate`"),
        (format!("{HEAD}unemployment_rate,a,days,8,7,9,b\n"), "counted in %"),
        (format!("{HEAD}unemployment_rate,a,%,8,9,7,b\n"), "above the high end"),
        (format!("{HEAD}unemployment_rate,a,%,eight,7,9,b\n"), "`eight` is not a number"),
        (HEAD.to_owned(), "no target"),
        ("fact\nb\n".to_owned(), "missing: `id`"),
    ] {
        let (status, out, err) = validate(&facts, &["--lang", "en"]);
        assert!(status == 2 && out.is_empty() && err.contains(told), "{facts}{told}: {err}");
    }
    let output = Command::cargo_bin("mutualise")
        .unwrap()
        .args(["validate", "--targets", "nowhere.csv"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("nowhere.csv"));
}
