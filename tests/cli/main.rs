//! Promise: what people type is answered with results, or with a fault they can repair; nothing kept is lost.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod folders;
mod progress;
#[path = "../typed/mod.rs"]
mod typed;

use std::fs;
use std::path::Path;
use std::process::Command as Process;
use std::time::Duration;

use assert_cmd::Command;
use mutualise::experiment::results::Results;
use tempfile::{TempDir, tempdir};
use typed::{ended, mutualise};

/// A small run, in a folder of its own.
const SMALL: [&str; 4] = ["--replications", "4", "--months", "12"];

fn small(home: &Path, more: &[&str]) -> Command {
    let mut command = mutualise(home, &["compare"]);
    command.args(SMALL).args(more);
    command
}

#[test]
fn a_long_run_gives_a_first_look_and_the_same_results() {
    let home = tempdir().unwrap();
    let tiny = ["--months", "12", "--set", "population.people=40", "--set", "population.structures=6"];
    let run = |out: &str, more: &[&str]| {
        let mut command = mutualise(home.path(), &["compare", "--replications", "64", "--out", out]);
        let (status, said, aside) = ended(command.args(tiny).args(more));
        assert_eq!(status, 0, "{aside}");
        (said.replace(out, "run"), aside, fs::read(home.path().join(out).join("comparison.csv")).unwrap())
    };
    let (said, aside, kept) = run("looked", &["--threads", "2"]);
    assert!(aside.contains("first look, 16 replications") && aside.contains("Cost"), "{aside}");
    let (said_quietly, nothing, kept_quietly) = run("quiet", &["--quiet"]);
    assert!(!nothing.contains("first look"), "{nothing}");
    // no progress, no look: standard output and what is stored are the same
    assert_eq!((said, kept), (said_quietly, kept_quietly));
    let (_, french, _) = run("french", &["--lang", "fr"]);
    let look = french.split_once("premier aperçu").unwrap().1;
    assert!(!look.contains('\''), "not set as printers do: {look}");
    // a short run has no need of one, and a run for programs is told to programs
    let (_, _, aside) = ended(&mut small(home.path(), &["--out", "short"]));
    let object = run("objects", &["--progress", "json"]).1;
    assert!(!aside.contains("first look") && !object.contains("first look"), "{aside}{object}");
}

#[test]
fn help_names_every_command_and_flag() {
    let home = tempdir().unwrap();
    let (status, out, _) = ended(&mut mutualise(home.path(), &["--help"]));
    assert_eq!(status, 0);
    for word in ["compare", "run", "--replications", "--set", "--threads", "--resume", "--lang"] {
        assert!(out.contains(word), "{word} is missing");
    }
}

#[test]
fn bad_usage_ends_with_2_and_prints_no_result() {
    let home = tempdir().unwrap();
    for arguments in [
        &["--replication-count", "3"][..],
        &["simulate"],
        &["--replications", "0"],
        &["--threads", "0"],
        &["--seed", "9007199254740992"],
        &["--force"],
        &["compare", "--quiet", "--progress", "json"],
        &["run"],
        &["compare", "absent.toml"],
    ] {
        let (status, out, err) = ended(&mut mutualise(home.path(), arguments));
        assert_eq!((status, out.as_str()), (2, ""), "{arguments:?}");
        assert!(!err.is_empty() && !err.contains("panicked"), "{arguments:?}: {err}");
    }
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
}

#[test]
fn a_new_scenario_is_told_as_a_shell_takes_it_and_leaves_nothing_half_done() {
    let home = tempdir().unwrap();
    let (status, out, _) = ended(&mut mutualise(home.path(), &["scenario", "new", "my study"]));
    assert!(status == 0 && out.contains("scenario check 'my study.toml'"), "{out}");
    let (status, _, err) = ended(&mut mutualise(home.path(), &["scenario", "new", "absent/study"]));
    assert!(status == 2 && err.contains("remedy") && err.contains("absent/study.toml"), "{err}");
}

#[test]
fn one_format_is_run_by_its_name_and_several_are_not_guessed() {
    let home = tempdir().unwrap();
    fs::write(home.path().join("mine.toml"), "extends = \"base\"\n").unwrap();
    let (status, _, err) = ended(&mut mutualise(home.path(), &["run", "mine.toml"]));
    assert_eq!(status, 2);
    assert!(err.contains("--format"), "{err}");
    let arguments = ["run", "mine.toml", "--format", "ge", "--out", "ge"];
    let (status, out, _) = ended(mutualise(home.path(), &arguments).args(SMALL));
    assert_eq!(status, 0);
    assert!(out.lines().all(|line| line.chars().count() <= 100), "{out}");
    assert_eq!(Results::read(&home.path().join("ge")).unwrap().formats.len(), 1);
}

/// What one format is like does not depend on which command was asked: a share of pools is no median of zeros and ones.
#[test]
fn run_says_and_keeps_what_a_comparison_of_one_format_does() {
    let said = |arguments: &[&str]| {
        let home = tempdir().unwrap();
        let command = &mut mutualise(home.path(), arguments);
        let (status, out, err) = ended(command.args(SMALL).args(["--lang", "fr", "--out", "run"]));
        assert_eq!(status, 0, "{err}");
        (home, out)
    };
    let (run, told) = said(&["run", "base", "--format", "ge"]);
    let (compare, expected) = said(&["compare", "base", "--set", "formats=[\"ge\"]"]);
    assert_eq!(told, expected);
    for name in ["indicators.parquet", "monthly.parquet", "comparison.csv"] {
        let bytes = |home: &TempDir| fs::read(home.path().join("run").join(name)).unwrap();
        assert!(bytes(&run) == bytes(&compare), "{name}");
    }
    assert!(fs::read_dir(run.path().join("run/charts")).unwrap().count() > 0, "no chart");
}

#[test]
fn flags_of_everywhere_may_stand_first_and_usage_is_faulted_in_the_language_asked_for() {
    let home = tempdir().unwrap();
    let (status, out, _) = ended(&mut mutualise(home.path(), &["--lang", "fr", "scenario", "list"]));
    assert_eq!(status, 0);
    assert!(out.contains("Groupement d’employeurs"), "{out}");
    let columns: Vec<usize> = out
        .lines()
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .map(|line| line.trim_start().find("  ").or(line.trim_start().find(' ')).unwrap())
        .collect();
    assert!(!columns.is_empty());
    let (status, out, err) = ended(&mut mutualise(home.path(), &["compare", "--lang", "fr", "--sed", "3"]));
    assert_eq!((status, out.as_str()), (2, ""));
    assert!(err.contains("argument inattendu : « --sed »") && !err.contains("unexpected"), "{err}");
    let (status, _, err) = ended(mutualise(home.path(), &["run"]).env("LANG", "fr_FR.UTF-8"));
    assert_eq!(status, 2);
    assert!(err.contains("il manque : <FILE>"), "{err}");
    let (status, _, err) = ended(&mut mutualise(home.path(), &["--months", "12", "compare"]));
    assert_eq!(status, 2);
    assert!(err.contains("`--months` stands before the command"), "{err}");
    let (status, out, _) = ended(&mut mutualise(home.path(), &["--lang", "fr", "--help"]));
    assert!(status == 0 && out.contains("Utilisation\u{a0}: mutualise"), "{out}");
}

#[test]
fn a_fault_in_a_flag_is_shown_in_that_flag() {
    let home = tempdir().unwrap();
    for (arguments, shown) in [
        (&["run", "base", "--format", "gee"][..], "--format gee"),
        (&["compare", "--months", "99999"], "--months 99999"),
    ] {
        let (status, _, err) = ended(&mut mutualise(home.path(), arguments));
        assert_eq!(status, 2);
        assert!(err.contains(shown) && !err.contains("--set"), "{err}");
    }
}

#[test]
fn the_board_is_pointed_to_the_report_and_a_check_that_held_is_told() {
    let home = tempdir().unwrap();
    let (status, out, err) = ended(&mut small(home.path(), &["--check", "--out", "run"]));
    assert_eq!(status, 0, "{err}");
    assert!(out.ends_with("For the board: mutualise report run\n"), "{out}");
    assert!(err.contains("all invariants of the model hold"), "{err}");
}

#[test]
fn a_file_that_changes_nothing_is_said_to() {
    let home = tempdir().unwrap();
    fs::write(home.path().join("empty.toml"), "# nothing yet\n").unwrap();
    fs::write(home.path().join("more.toml"), "[run]\nmonths = 60\n").unwrap();
    let check = |file: &str| ended(&mut mutualise(home.path(), &["scenario", "check", file]));
    assert!(check("empty.toml").2.contains("changes nothing"));
    for file in ["more.toml", "base"] {
        assert_eq!(check(file).2, "", "{file}");
    }
}

#[test]
#[cfg(unix)]
fn a_pipe_nobody_writes_to_is_refused_and_not_waited_for() {
    let home = tempdir().unwrap();
    let made = Process::new("mkfifo").arg(home.path().join("pipe.toml")).status();
    // a machine without mkfifo has no such pipes to offer
    if !made.is_ok_and(|status| status.success()) {
        return;
    }
    let command = &mut mutualise(home.path(), &["scenario", "check", "pipe.toml"]);
    let output = command.timeout(Duration::from_secs(20)).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "it waits");
    assert!(String::from_utf8(output.stderr).unwrap().contains("it is a pipe"));
}
