//! The program's own sweeps: killed, extended, cut in shards, wrongly asked for.

use std::fs;
use std::process::{Command as Process, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use mutualise::experiment::store::{self, Values};
use mutualise::scenario::{Scenario, Source};
use mutualise::sweep::manifest::Manifest;
use tempfile::tempdir;

use crate::{DESIGN_FILE, INDICATORS_FILE, ended, home, mutualise, results};

#[test]
fn a_sweep_killed_three_times_and_resumed_with_other_threads_gives_the_same_bytes() {
    let home = home();
    assert_eq!(ended(&mut mutualise(home.path(), &["sweep", "s.toml", "--out", "whole", "--quiet"])).0, 0);
    let program = assert_cmd::cargo::cargo_bin("mutualise");
    for (threads, parts) in [("2", 1), ("1", 2), ("2", 2)] {
        let mut arguments = vec!["sweep", "s.toml", "--out", "killed", "--quiet", "--threads", threads];
        if home.path().join("killed/sweep.json").exists() {
            arguments.push("--resume");
        }
        let mut process = Process::new(&program)
            .current_dir(home.path())
            .args(&arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let start = Instant::now();
        let count = || fs::read_dir(home.path().join("killed/parts")).map_or(0, Iterator::count);
        while count() < parts
            && start.elapsed() < Duration::from_secs(120)
            && process.try_wait().unwrap().is_none()
        {
            sleep(Duration::from_millis(2));
        }
        process.kill().unwrap();
        process.wait().unwrap();
    }
    let (status, _, err) = ended(&mut mutualise(
        home.path(),
        &["sweep", "s.toml", "--out", "killed", "--resume", "--threads", "1"],
    ));
    assert_eq!(status, 0, "{err}");
    assert!(results(home.path(), "whole") == results(home.path(), "killed"));
}

#[test]
fn a_resume_with_changed_inputs_is_refused_by_the_name_of_what_changed() {
    let home = home();
    let sweep = |more: &[&str]| ended(mutualise(home.path(), &["sweep", "s.toml", "--out", "r"]).args(more));
    assert_eq!(sweep(&[]).0, 0);
    for (more, named) in [
        (&["--resume", "--set", "finance.margin=0.04"][..], "finance.margin is 0.03, here it is 0.04"),
        (&["--resume", "--seed", "5"], "its seed is"),
        (&["--resume", "--months", "7"], "run.months is 6, here it is 7"),
        (&["--resume", "--points", "8"], "has 16 points, here 8 are asked for"),
        (&["--resume", "--replications", "4"], "has 3 replications, here 4 are asked for"),
        (&["--resume", "--set", "formats=ge"], "its formats is"),
        (&["--extend", "--replications", "2"], "adds with --extend"),
        (&["--resume", "--shard", "1/2"], "its shard is 1/1, here it is 1/2"),
        (&[], "already holds results"),
    ] {
        let (status, _, err) = sweep(more);
        assert_eq!(status, 2, "{more:?}");
        assert!(err.contains(named), "{more:?}: {err}");
    }
    // the same again has nothing to do, and says so
    let (status, _, err) = sweep(&["--resume"]);
    assert!(status == 0 && err.contains("nothing was left to compute"), "{err}");
    // a point without its replication would be lost
    assert_eq!(sweep(&["--point", "3"]).0, 2);
    let changed = DESIGN_FILE.replace("high = 0.12", "high = 0.13");
    fs::write(home.path().join("s.toml"), changed).unwrap();
    let (status, _, err) = sweep(&["--resume"]);
    assert_eq!(status, 2);
    assert!(err.contains("design.vary format.ge.fee is 0.05 to 0.12, here it is 0.05 to 0.13"), "{err}");
}

#[test]
fn an_extension_keeps_what_exists_and_equals_a_sweep_of_that_size() {
    let home = home();
    let sweep = |more: &[&str]| ended(mutualise(home.path(), &["sweep", "s.toml", "--quiet"]).args(more));
    assert_eq!(sweep(&["--out", "grown", "--points", "8", "--replications", "1"]).0, 0);
    assert_eq!(sweep(&["--out", "grown", "--points", "12", "--replications", "2", "--extend"]).0, 0);
    assert_eq!(sweep(&["--out", "whole", "--points", "12", "--replications", "2"]).0, 0);
    assert!(results(home.path(), "grown") == results(home.path(), "whole"));
}

#[test]
fn shards_of_the_program_are_merged_and_a_missing_one_is_named() {
    let home = home();
    let sweep = |more: &[&str]| ended(mutualise(home.path(), &["sweep", "s.toml", "--quiet"]).args(more)).0;
    assert_eq!(sweep(&["--out", "whole"]), 0);
    assert_eq!(sweep(&["--out", "one", "--shard", "1/2"]), 0);
    let (status, _, err) = ended(&mut mutualise(home.path(), &["merge", "one", "--out", "both"]));
    assert_eq!(status, 2);
    assert!(err.contains("--shard 2/2"), "{err}");
    assert!(!home.path().join("both").exists());
    assert_eq!(sweep(&["--out", "two", "--shard", "2/2"]), 0);
    let (status, out, err) = ended(&mut mutualise(home.path(), &["merge", "two", "one", "--out", "both"]));
    assert_eq!(status, 0, "{err}");
    assert!(out.contains("best in"), "{out}");
    assert_eq!(Manifest::read(&home.path().join("both")).unwrap().provenance.run, "both");
    assert!(results(home.path(), "whole") == results(home.path(), "both"));
    // what was merged can be extended like any sweep
    assert_eq!(sweep(&["--out", "both", "--extend", "--replications", "4"]), 0);
    assert_eq!(sweep(&["--out", "whole", "--extend", "--replications", "4"]), 0);
    assert!(results(home.path(), "whole") == results(home.path(), "both"));
}

#[test]
fn what_does_not_make_one_whole_is_refused_by_name_and_nothing_is_written_over() {
    let home = home();
    let sweep = |more: &[&str]| ended(mutualise(home.path(), &["sweep", "s.toml", "--quiet"]).args(more)).0;
    for shard in ["1/2", "2/2"] {
        assert_eq!(sweep(&["--out", &shard[..1], "--shard", shard]), 0);
    }
    assert_eq!(sweep(&["--out", "other", "--shard", "2/2", "--set", "finance.margin=0.04"]), 0);
    assert_eq!(sweep(&["--out", "sown", "--shard", "2/2", "--seed", "5"]), 0);
    assert_eq!(sweep(&["--out", "cut", "--shard", "2/3"]), 0);
    let merge =
        |parts: &[&str], out: &str| ended(mutualise(home.path(), &["merge", "--out", out]).args(parts));
    for (parts, told) in [
        (
            &["1", "other"][..],
            "other is a part of another sweep: its finance.margin is 0.04, and 0.03 in the first",
        ),
        (&["1", "sown"], "its seed is 5"),
        (&["1", "1"], "1 is given twice"),
        (&["1", "2", "cut"], "both hold block"),
        (&["1"], "compute or finish --shard 2/2"),
        (&["1", "absent"], "which holds sweep.json"),
    ] {
        let (status, _, err) = merge(parts, "both");
        assert!(status == 2 && err.contains(told), "{parts:?}: {err}");
        assert!(!home.path().join("both").exists());
    }
    // a run that is there already stays as it is
    let run = ["compare", "s.toml", "--replications", "2", "--quiet", "--out", "run"];
    assert_eq!(ended(&mut mutualise(home.path(), &run)).0, 0);
    let before = results(home.path(), "run");
    for out in ["run", "1"] {
        let (status, _, err) = merge(&["1", "2"], out);
        assert!(status == 2 && err.contains("already holds results") && !err.contains("--force"), "{err}");
    }
    assert!(results(home.path(), "run") == before && !home.path().join("run/parts").exists());
    // a part that was damaged or lost is named, with what computes it again
    let part = fs::read_dir(home.path().join("2/parts")).unwrap().next().unwrap().unwrap().path();
    let bytes = fs::read(&part).unwrap();
    for damaged in [Some(&bytes[1..]), None] {
        fs::remove_file(&part).unwrap();
        damaged.into_iter().for_each(|bytes| fs::write(&part, bytes).unwrap());
        let (status, _, err) = merge(&["1", "2"], "mended");
        let name = part.file_name().unwrap().to_str().unwrap();
        assert!(status == 2 && err.contains(name) && err.contains("--resume"), "{err}");
        fs::remove_dir_all(home.path().join("mended")).unwrap();
        fs::write(&part, &bytes).unwrap();
    }
    assert_eq!(merge(&["1", "2"], "both").0, 0);
}

#[test]
fn designs_shown_in_the_docs_are_lawful() {
    let page = fs::read_to_string("docs/sweeps.md").unwrap();
    let blocks: Vec<&str> =
        page.split("```toml\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    assert_eq!(blocks.len(), 2);
    for block in blocks {
        let whole =
            if block.contains("extends") { block.to_owned() } else { format!("extends = \"base\"\n{block}") };
        let scenario = Scenario::from_text(&whole).unwrap_or_else(|wrong| panic!("{block}\n{wrong}"));
        assert!(scenario.design.is_some() && scenario.warnings.is_empty(), "{block}");
    }
}

#[test]
fn the_values_of_a_point_reach_the_model_and_the_results() {
    let home = home();
    let list = DESIGN_FILE.split("[design]").next().unwrap().to_owned()
        + "[[design.point]]\nlabel = \"low fee\"\nformat.ge.fee = 0.05\n[[design.point]]\nlabel = { fr = \"cher\", en = \"dear\" }\nformat.ge.fee = 0.12\nfinance.margin = 0.02\n";
    fs::write(home.path().join("list.toml"), list).unwrap();
    let (status, out, err) = ended(&mut mutualise(home.path(), &["sweep", "list.toml", "--out", "l"]));
    assert_eq!(status, 0, "{err}");
    assert!(out.contains("low fee") && out.contains("dear"), "{out}");
    let table = store::read(&home.path().join("l").join(INDICATORS_FILE)).unwrap();
    let find = |name: &str| &table.iter().find(|column| column.name == name).unwrap().values;
    let Values::Number(fees) = find("format.ge.fee") else { panic!("not numbers") };
    assert_eq!(fees[..4], [0.05, 0.05, 0.12, 0.12]);
    assert!(matches!(find("label"), Values::Text(labels) if labels[2] == "dear"));
    let chart = |folder: &str| fs::read_to_string(home.path().join(folder).join("charts/cost.svg")).unwrap();
    assert!(chart("l").contains("dear · GE") && chart("l").contains("low fee · Status quo"));
    let french = ["sweep", "list.toml", "--out", "fr", "--lang", "fr"];
    let (_, out, _) = ended(&mut mutualise(home.path(), &french));
    assert!(!out.contains('\''), "French has printers' apostrophes: {out}");
    assert!(out.contains("cher") && !out.contains("dear") && chart("fr").contains("cher · GE"), "{out}");
    // charts of fewer replications do not stay beside the results of more
    fs::write(home.path().join("l/charts/mine.txt"), "kept").unwrap();
    let before = chart("l");
    let more = ["sweep", "list.toml", "--out", "l", "--extend", "--replications", "4", "--quiet"];
    assert_eq!(ended(&mut mutualise(home.path(), &more)).0, 0);
    assert!(chart("l") != before && home.path().join("l/charts/mine.txt").exists());
    // one replication of one point, computed alone with the same values given by hand
    let by_hand = ["--set", "format.ge.fee=0.12", "--set", "finance.margin=0.02", "--replication", "1"];
    let (_, alone, _) = ended(mutualise(home.path(), &["compare", "list.toml"]).args(by_hand));
    let (_, of_point, _) =
        ended(&mut mutualise(home.path(), &["sweep", "list.toml", "--point", "1", "--replication", "1"]));
    assert_eq!(alone, of_point);
    let line = of_point.lines().find(|line| line.starts_with("cost-per-fte,")).unwrap();
    let Values::Number(costs) = find("cost-per-fte") else { panic!("not numbers") };
    // rows by replication, point, format: replication 1, point 1 begins at row 6
    assert_eq!(line.rsplit(',').next().unwrap().parse::<f64>().unwrap(), costs[7]);
}

#[test]
fn a_wrong_design_is_told_with_its_place_and_its_remedy() {
    let head = "extends = \"base\"\nformats = [\"status-quo\", \"ge\"]\n[design]\n";
    for (text, told) in [
        ("method = \"sobl\"\nvary = [\"finance.margin\"]", "did you mean `sobol`"),
        ("vary = [\"finance.marjin\"]", "did you mean `finance.margin`"),
        ("vary = [\"format.gee.fee\"]", "did you mean `ge`"),
        ("vary = [\"format.ge.fea\"]", "did you mean `format.ge.fee`"),
        ("vary = [\"run.seed\"]", "cannot be varied"),
        ("vary = [\"finance.margin\", \"finance.margin\"]", "varied twice"),
        ("vary = [{ path = \"finance.margin\", low = 0.05, high = 0.01 }]", "the range is empty"),
        ("vary = [{ path = \"finance.margin\", hihg = 0.01 }]", "did you mean `high`"),
        ("method = \"grid\"\nvary = [\"finance.margin\"]", "steps = 5"),
        ("points = 0\nvary = [\"finance.margin\"]", "expected a whole number from 1"),
        ("pionts = 5\nvary = [\"finance.margin\"]", "did you mean `points`"),
        ("method = \"list\"\nvary = [\"finance.margin\"]", "`list` goes with"),
        ("method = \"sobol\"", "varies nothing"),
        ("[[design.point]]\nlabel = \"x\"", "changes nothing"),
        ("[[design.point]]\nfinance.margin = \"high\"", "is given a text"),
    ] {
        let home = tempdir().unwrap();
        let path = home.path().join("wrong.toml");
        fs::write(&path, format!("{head}{text}\n")).unwrap();
        let wrong = Scenario::resolve(Source::File(path), &[]).expect_err(text).to_string();
        assert!(wrong.contains(told), "{text}: {wrong}");
        assert!(wrong.contains("wrong.toml:"), "{text}: {wrong}");
    }
    // nothing is told that only follows from a fault told already, nor of shares where none is meant
    for (text, untold) in [
        ("method = \"grid\"\nvary = [{ path = \"finance.margin\", steps = 1000000 }]", "varies nothing"),
        ("[[design.point]]\nfinance.margin = \"high\"", "changes nothing"),
        ("vary = [{ path = \"pool.threshold\", values = [3] }]", "is written 0.03"),
    ] {
        let wrong = Scenario::from_text(&format!("{head}{text}\n")).expect_err(text).to_string();
        assert!(!wrong.contains(untold), "{text}: {wrong}");
    }
}
