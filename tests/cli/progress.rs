//! Progress, and what is said when it is told to machines.

use std::fs;

use tempfile::tempdir;

use super::{ended, mutualise, small};

/// The objects of progress among standard error, every line of which is an object; they never go back, and the last
/// is at its total.
fn honest_progress(err: &str) -> Vec<serde_json::Value> {
    let objects: Vec<serde_json::Value> =
        err.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("{line}"))).collect();
    let (messages, told): (Vec<_>, Vec<_>) =
        objects.into_iter().partition(|object| object["message"].is_string());
    assert!(messages.iter().all(|message| message["message"] != ""));
    let over =
        |object: &serde_json::Value| object["done"].as_u64().unwrap() + object["failed"].as_u64().unwrap();
    let all: Vec<u64> = told.iter().map(over).collect();
    assert!(!all.is_empty() && all.is_sorted(), "{all:?}");
    assert_eq!(all.last().copied(), told[told.len() - 1]["total"].as_u64());
    told
}

#[test]
fn progress_as_json_is_honest_for_every_command_that_takes_its_time() {
    let home = tempdir().unwrap();
    let tiny = "extends = \"base\"\nformats = [\"status-quo\", \"ge\"]\n[run]\nmonths = 6\nburn_in = 6\nreplications = 2\n[population]\nstructures = 12\npeople = 60\n[design]\nmethod = \"sobol\"\npoints = 4\nvary = [\"population.need_scale\", \"market.hiring_horizon\"]\n";
    fs::write(home.path().join("tiny.toml"), tiny).unwrap();
    for (command, total) in [
        (vec!["compare", "tiny.toml", "--out", "run"], 2),
        (
            vec![
                "compare",
                "tiny.toml",
                "--uncertainty",
                "both",
                "--draws",
                "3",
                "--replications",
                "2",
                "--out",
                "draws",
            ],
            6,
        ),
        // a look after 2, 3, 4, 5, 7 … replications: what one look counted the next counts too
        (
            vec![
                "compare",
                "tiny.toml",
                "--precision",
                // of no value under the status quo: no interval is ever narrow enough
                "public-money-per-stable-job=1",
                "--floor",
                "2",
                "--replications",
                "60",
                "--out",
                "p",
            ],
            60,
        ),
        (vec!["sweep", "tiny.toml", "--out", "sweep"], 8),
        // two trajectories of three points, then four pairs of four: each with two replications
        (
            vec![
                "sensitivity",
                "tiny.toml",
                "--trajectories",
                "2",
                "--pairs",
                "4",
                "--replications",
                "2",
                "--out",
                "s",
            ],
            12 + 32,
        ),
        // four candidates of the first generation for each of a later one
        (
            vec![
                "calibrate",
                "tiny.toml",
                "--candidates",
                "4",
                "--generations",
                "2",
                "--replications",
                "2",
                "--out",
                "c",
            ],
            2 * (16 + 4),
        ),
        (vec!["validate", "tiny.toml", "--replications", "3"], 3),
        // a run read, a page, a text document and the charts written
        (vec!["report", "run"], 4),
    ] {
        let (status, _, err) = ended(mutualise(home.path(), &command).args(["--progress", "json"]));
        // a world so small misses facts
        assert!(status == 0 || (command[0] == "validate" && status == 1), "{command:?}: {err}");
        let told = honest_progress(&err);
        assert_eq!(told[told.len() - 1]["total"].as_u64(), Some(total), "{command:?}");
    }
}

#[test]
fn a_fault_is_an_object_too_where_objects_are_asked_for() {
    let home = tempdir().unwrap();
    for (command, told) in [
        (&["compare", "absent.toml"][..], "absent.toml"),
        (&["compare", "--replications", "many"], "--replications"),
        (&["compare", "--replications", "beaucoup", "--lang", "fr"], "attendu un nombre entier"),
        (&["comparer"], "compare"),
        (&["merge", "part"], "--out"),
        (&["--seed", "3", "compare"], "stands before the command"),
        (&["explain", "absent"], "absent"),
        (&["cost", "--gross", "0"], "--gross"),
    ] {
        for objects in [&["--progress", "json"][..], &["--progress=json"]] {
            let (status, out, err) = ended(mutualise(home.path(), command).args(objects));
            let fault: serde_json::Value =
                serde_json::from_str(err.trim()).unwrap_or_else(|_| panic!("{command:?}: {err}"));
            assert!(fault["message"].as_str().unwrap().contains(told), "{command:?}: {err}");
            assert!(status == 2 && out.is_empty() && err.lines().count() == 1, "{command:?}: {err}");
        }
    }
}

#[test]
fn progress_as_json_is_one_object_a_line_and_counts_up_to_the_total() {
    let home = tempdir().unwrap();
    let (_, _, err) = ended(&mut small(home.path(), &["--progress", "json"]));
    let objects = honest_progress(&err);
    let last = &objects[objects.len() - 1];
    assert_eq!((objects[0]["done"].as_u64(), last["done"].as_u64()), (Some(0), Some(4)));
    assert!(
        last["rate"].as_f64().unwrap() > 0.0 && last["eta_seconds"] == 0.0 && last["failed"] == 0,
        "{last}"
    );
}

#[test]
fn quiet_prints_results_and_nothing_else() {
    let home = tempdir().unwrap();
    let (status, out, err) = ended(&mut small(home.path(), &["--quiet"]));
    assert_eq!((status, err.as_str()), (0, ""));
    assert!(!out.is_empty());
}

#[test]
fn what_is_printed_to_a_file_has_no_colour_and_no_bar() {
    let home = tempdir().unwrap();
    let (_, out, err) = ended(&mut small(home.path(), &[]));
    assert!(!out.contains('\u{1b}') && !err.contains('\u{1b}') && !err.contains('\r'), "{err}");
}
