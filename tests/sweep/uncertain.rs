//! What is asked about a sweep's numbers: sensitivity, precision, two uncertainties.

use std::fs;

use mutualise::calibration::kept;
use mutualise::experiment::store::Values;
use mutualise::scenario::Scenario;
use mutualise::sweep::Points;

use crate::{LARGER, ended, home, mutualise, results};

#[test]
fn sensitivity_screens_then_shares_the_variance_out_and_tells_chance_apart() {
    let home = home();
    let small = ["sensitivity", "s.toml", "--replications", "2", "--trajectories", "3", "--pairs", "4"];
    let more = ["--indicators", "turnover,cost-per-fte", "--second-order", "--out", "s", "--quiet"];
    let more = [&more[..], &LARGER].concat();
    let more = more.as_slice();
    let (status, out, err) = ended(mutualise(home.path(), &small).args(more));
    assert_eq!(status, 0, "{err}");
    for told in
        ["Morris", "Sobol’", "chance:", "GE against Status quo", "by chance alone", "failed points: 0"]
    {
        assert!(out.contains(told), "{told} is missing in {out}");
    }
    let read = |name: &str| fs::read_to_string(home.path().join("s").join(name)).unwrap();
    // two indicators × (two formats + one difference) × two parameters, under a head
    for name in ["morris.csv", "sobol.csv"] {
        assert_eq!(read(name).lines().count(), 13, "{name}");
    }
    assert_eq!((read("sobol-pairs.csv").lines().count(), read("chance.csv").lines().count()), (7, 7));
    // a parameter of the GE's own terms cannot move the status quo
    let of_fee = read("morris.csv");
    let line = of_fee.lines().find(|line| line.starts_with("turnover,status-quo,,format.ge.fee")).unwrap();
    assert!(line.ends_with(",1,0,0,0,0,0,3,0,0"), "{line}");
    // done already: the same words again, nothing computed
    let (status, again, _) = ended(mutualise(home.path(), &small).args(more).arg("--resume"));
    assert_eq!((status, again), (0, out));
    let (status, _, err) = ended(mutualise(home.path(), &small).args(more));
    assert!(status == 2 && err.contains("already holds"), "{err}");
    let (status, _, err) =
        ended(&mut mutualise(home.path(), &["sensitivity", "s.toml", "--indicators", "turnovr"]));
    assert!(status == 2 && err.contains("perhaps `turnover`"), "{err}");
}

#[test]
fn a_precision_stops_at_a_look_that_threads_and_kills_do_not_move() {
    let home = home();
    let run = |more: &[&str]| {
        let asked = ["compare", "s.toml", "--replications", "40", "--floor", "8"];
        ended(mutualise(home.path(), &asked).args(LARGER).args(more))
    };
    let record = |folder: &str| -> serde_json::Value {
        serde_json::from_str(&fs::read_to_string(home.path().join(folder).join("run.json")).unwrap()).unwrap()
    };
    let wide = ["--precision", "cost-per-fte=1000"];
    assert_eq!(run(&[&wide[..], &["--out", "a", "--threads", "1"]].concat()).0, 0);
    let (status, _, err) = run(&[&wide[..], &["--out", "b", "--threads", "2"]].concat());
    assert!(status == 0 && err.contains("precision reached after"), "{err}");
    assert!(results(home.path(), "a") == results(home.path(), "b"));
    let kept = record("a");
    assert_eq!(kept["precision"]["met"], true);
    assert_eq!(kept["precision"]["looks"][0]["replications"], 8);
    let stopped = kept["replications"]["done"].as_u64().unwrap();
    assert!((8..40).contains(&stopped), "{stopped}");
    assert!(kept["reproduce"].as_str().unwrap().contains("--precision cost-per-fte=1000 --floor 8"));
    // a width nobody can reach ends at the ceiling, and says so
    let (status, _, err) = run(&["--precision", "cost-per-fte=0.000001", "--out", "c"]);
    assert!(status == 0 && err.contains("not reached after 40 of the 40"), "{err}");
    assert!(err.contains("cost-per-fte ±") && !err.contains("retention"), "{err}");
    let kept = record("c");
    assert_eq!(
        (kept["precision"]["met"].as_bool(), kept["replications"]["done"].as_u64()),
        (Some(false), Some(40))
    );
    assert_eq!(run(&["--precision", "cost=1", "--out", "d"]).0, 2);
}

#[test]
fn two_uncertainties_are_told_apart_with_their_regret() {
    let home = home();
    for which in ["knowledge", "both"] {
        let asked =
            ["compare", "s.toml", "--uncertainty", which, "--draws", "6", "--replications", "2", "--quiet"];
        let (status, out, err) = ended(mutualise(home.path(), &asked).args(["--out", which]));
        assert_eq!(status, 0, "{err}");
        assert!(out.contains("6 draws of 2 parameters × 2 replications"), "{out}");
        assert!(
            out.contains("regret") && out.contains("share of the variance due to the parameters"),
            "{out}"
        );
        assert!(
            out.contains("share of the variance of the difference from Status quo due to the parameters")
        );
        // what a rule's figure means is said where there is a rule
        assert_eq!(out.contains("(quasi-p"), out.contains("Quasi-p: the odds"), "{out}");
        assert_eq!(out.contains("parameters and chance together"), which == "both");
        assert!(out.contains("when the ranking flips") && out.contains("of 6 draws"), "{out}");
        let csv = fs::read_to_string(home.path().join(which).join("uncertainty.csv")).unwrap();
        assert_eq!(csv.lines().count(), 1 + 3 * 2);
    }
    assert!(results(home.path(), "knowledge") == results(home.path(), "both"));
}

#[test]
fn draws_from_calibrated_sets_are_those_sets_and_the_record_says_so() {
    let home = home();
    let sets = "set,weight,distance,targets_met,finance.margin,market.hiring_horizon\n0,0.5,0.1,2,0.01,13\n1,0.5,0.2,2,0.02,14\n";
    fs::write(home.path().join("sets.csv"), sets).unwrap();
    let asked = |more: &[&str]| {
        let start = ["compare", "s.toml", "--uncertainty", "knowledge", "--replications", "2", "--quiet"];
        ended(mutualise(home.path(), &start).args(more))
    };
    let (status, out, err) = asked(&["--draws", "6", "--drawn-from", "sets.csv", "--out", "d"]);
    assert_eq!(status, 0, "{err}");
    assert!(out.contains("Parameters drawn together, from the sets"), "{out}");
    let design = mutualise::experiment::store::read(&home.path().join("d/design.parquet")).unwrap();
    let column = |name: &str| match &design.iter().find(|column| column.name == name).unwrap().values {
        Values::Number(values) => values.clone(),
        other => panic!("{name}: {other:?}"),
    };
    let drawn: Vec<(f64, f64)> =
        column("finance.margin").into_iter().zip(column("market.hiring_horizon")).collect();
    for set in [(0.01, 13.0), (0.02, 14.0)] {
        assert_eq!(drawn.iter().filter(|one| **one == set).count(), 3, "{drawn:?}");
    }
    let record = fs::read_to_string(home.path().join("d/sweep.json")).unwrap();
    assert!(record.contains("\"method\": \"ensemble\"") && record.contains("--drawn-from sets.csv"));
    let (status, _, err) = asked(&["--draws", "6", "--drawn-from", "sets.csv", "--out", "d", "--resume"]);
    assert_eq!(status, 0, "a finished comparison of draws is told again: {err}");
    fs::write(home.path().join("sets.csv"), sets.replace("0.02", "0.03")).unwrap();
    let (status, _, err) = asked(&["--draws", "6", "--drawn-from", "sets.csv", "--out", "d", "--resume"]);
    assert!(status == 2 && err.contains("design.vary finance.margin"), "{err}");
    let (status, _, err) = asked(&["--drawn-from", "nowhere.csv", "--out", "e"]);
    assert!(status == 2 && err.contains("nowhere.csv"), "{err}");
    fs::write(home.path().join("wrong.csv"), "weight,finance.margins\n-1,x\n").unwrap();
    let (status, _, err) = asked(&["--drawn-from", "wrong.csv", "--out", "e"]);
    assert!(
        status == 2 && err.contains("did you mean `finance.margin`?") && err.contains("above zero"),
        "{err}"
    );
}

#[test]
fn the_ensemble_of_the_program_is_drawn_from_set_by_set() {
    let ensemble = kept::read("ensemble.csv", kept::EMBEDDED).unwrap();
    let base = Scenario::base();
    let count = ensemble.sets.len() as u32;
    assert!(count >= 20, "{count} sets");
    let points = Points::joint(ensemble.axes(), (ensemble.sets.clone(), &ensemble.weights), 1, 1000);
    assert_eq!(points.count(), count, "no set twice where nothing else varies");
    let drawn: Vec<_> = (0..count).map(|point| points.point(point)).collect();
    assert!(ensemble.sets.iter().all(|set| drawn.contains(set)));
    for point in 0..count {
        base.with(&points.settings(point)).unwrap();
    }
}
