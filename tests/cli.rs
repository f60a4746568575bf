//! Promise: what people type is answered with results, or with a fault they can repair; nothing kept is lost.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command as Process, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use assert_cmd::Command;
use mutualise::experiment::record::{Record, Status};
use mutualise::experiment::results::Results;
use mutualise::experiment::trouble::Trouble;
use tempfile::{TempDir, tempdir};

/// A small run, in a folder of its own.
const SMALL: [&str; 4] = ["--replications", "4", "--months", "12"];

/// The program with these arguments in that folder, in English whatever the machine speaks.
fn mutualise(home: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::cargo_bin("mutualise").unwrap();
    command.current_dir(home).args(arguments);
    for variable in ["LC_ALL", "LC_MESSAGES", "LANG", "RUST_BACKTRACE"] {
        command.env_remove(variable);
    }
    command
}

fn small(home: &Path, more: &[&str]) -> Command {
    let mut command = mutualise(home, &["compare"]);
    command.args(SMALL).args(more);
    command
}

/// Status, standard output and standard error.
fn ended(command: &mut Command) -> (i32, String, String) {
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn kept(more: &[&str]) -> (TempDir, PathBuf) {
    let home = tempdir().unwrap();
    assert_eq!(ended(small(home.path(), &["--out", "run"]).args(more)).0, 0);
    let run = home.path().join("run");
    (home, run)
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
fn a_small_run_keeps_every_file_and_its_record_lists_them() {
    let (_home, run) = kept(&[]);
    let record = Record::read(&run).unwrap();
    assert_eq!((record.status, record.replications.done), (Status::Complete, 4));
    for name in ["indicators.parquet", "monthly.parquet", "comparison.csv"] {
        let listed = record.files.iter().find(|file| file.path == name).unwrap();
        assert_eq!(listed.sha256, mutualise::digest::sha256(&fs::read(run.join(name)).unwrap()));
    }
    assert_eq!(record.reproduce, "mutualise compare --replications 4 --months 12");
    assert!(!run.join("replications.journal").exists());
    let results = Results::read(&run).unwrap();
    assert_eq!(results.replications, [0, 1, 2, 3]);
    assert_eq!(results.monthly.bands.len(), results.formats.len());
    assert_eq!(results.provenance, record.provenance);
}

#[test]
fn without_a_name_each_run_gets_a_folder_of_its_own_under_output() {
    let home = tempdir().unwrap();
    for _ in 0..3 {
        assert_eq!(ended(&mut small(home.path(), &[])).0, 0);
    }
    let mut names: Vec<String> = fs::read_dir(home.path().join("output"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names.len(), 3);
    assert!(names[1].ends_with("-2") && names[2].ends_with("-3"), "{names:?}");
}

#[test]
fn results_are_replaced_only_when_asked() {
    let (home, run) = kept(&[]);
    let before = fs::read(run.join("run.json")).unwrap();
    let (status, out, err) = ended(&mut small(home.path(), &["--out", "run"]));
    assert_eq!((status, out.as_str()), (2, ""));
    assert!(err.contains("--force"), "{err}");
    assert_eq!(fs::read(run.join("run.json")).unwrap(), before);
    assert_eq!(ended(&mut small(home.path(), &["--out", "run", "--force", "--seed", "2"])).0, 0);
    assert_eq!(Record::read(&run).unwrap().provenance.seed, 2);
}

#[test]
fn a_finished_run_has_nothing_to_resume() {
    let (home, _) = kept(&[]);
    let (status, _, err) = ended(&mut small(home.path(), &["--out", "run", "--resume", "--lang", "fr"]));
    assert_eq!(status, 2);
    assert!(err.contains("aucune exécution interrompue"), "{err}");
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
fn a_new_scenario_is_told_as_a_shell_takes_it_and_leaves_nothing_half_done() {
    let home = tempdir().unwrap();
    let (status, out, _) = ended(&mut mutualise(home.path(), &["scenario", "new", "my study"]));
    assert!(status == 0 && out.contains("scenario check 'my study.toml'"), "{out}");
    let (status, _, err) = ended(&mut mutualise(home.path(), &["scenario", "new", "absent/study"]));
    assert!(status == 2 && err.contains("remedy") && err.contains("absent/study.toml"), "{err}");
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

#[test]
fn a_folder_that_cannot_be_written_is_told_with_a_remedy() {
    let home = tempdir().unwrap();
    fs::write(home.path().join("file"), "").unwrap();
    for out in ["file", "file/run"] {
        let (status, printed, err) = ended(&mut small(home.path(), &["--out", out]));
        assert_eq!((status, printed.as_str()), (2, ""));
        assert!(err.contains("--out") && err.contains("file"), "{err}");
    }
}

#[test]
#[cfg(unix)]
fn a_read_only_folder_is_told_as_such() {
    use std::os::unix::fs::PermissionsExt;
    let home = tempdir().unwrap();
    fs::set_permissions(home.path(), fs::Permissions::from_mode(0o555)).unwrap();
    // the system lets its administrator write everywhere
    if fs::write(home.path().join("probe"), "").is_ok() {
        return;
    }
    let (status, _, err) = ended(&mut small(home.path(), &["--out", "run"]));
    assert_eq!(status, 2);
    assert!(err.contains("read-only"), "{err}");
}

#[test]
fn a_truncated_or_foreign_file_in_a_run_folder_is_told_by_name() {
    for name in ["indicators.parquet", "monthly.parquet", "run.json"] {
        let (_home, run) = kept(&[]);
        let path = run.join(name);
        let bytes = fs::read(&path).unwrap();
        for damaged in [&bytes[..bytes.len() / 2], b"PAR1 not really PAR1", b""] {
            fs::write(&path, damaged).unwrap();
            let Err(Trouble::NotOurs(told, _)) = Results::read(&run) else { panic!("{name} was accepted") };
            assert_eq!(told, path);
        }
        fs::remove_file(&path).unwrap();
        assert!(matches!(Results::read(&run), Err(Trouble::CannotRead(..))), "{name}");
    }
}

#[test]
#[cfg(unix)]
fn an_interrupted_run_keeps_what_is_done_and_can_be_resumed() {
    let home = tempdir().unwrap();
    let run = home.path().join("run");
    let (status, err) = signalled("-INT", home.path());
    assert_eq!(status, Some(130), "{err}");
    let resume = "mutualise compare --replications 20000 --months 12 --out run --resume";
    assert!(err.trim_end().ends_with(resume), "the command to go on is not what is read last: {err}");
    assert!(!err.contains("Killed"), "{err}");
    let record = Record::read(&run).unwrap();
    assert_eq!(record.status, Status::Interrupted);
    let results = Results::read(&run).unwrap();
    assert_eq!(results.replications, (0..record.replications.done).collect::<Vec<_>>());
    assert!((1..20_000).contains(&record.replications.done));
    let refused = ended(&mut mutualise(home.path(), &["compare", "--out", "run"]));
    assert_eq!(refused.0, 2);
    assert!(refused.2.contains("--resume"), "{}", refused.2);
}

#[test]
#[cfg(unix)]
fn what_a_killed_run_had_finished_is_still_there_to_resume() {
    let home = tempdir().unwrap();
    let run = home.path().join("run");
    assert_eq!(signalled("-KILL", home.path()).0, None);
    assert!(!run.join("run.json").exists());
    assert!(run.join("replications.journal").exists());
    let other = ["compare", "--replications", "20000", "--months", "13", "--out", "run", "--resume"];
    let (status, _, err) = ended(&mut mutualise(home.path(), &other));
    assert_eq!(status, 2);
    assert!(err.contains("its run.months is 12, here it is 13"), "{err}");
    let fewer = ["compare", "--replications", "50", "--months", "12", "--out", "run", "--resume"];
    let (status, _, err) = ended(&mut mutualise(home.path(), &fewer));
    assert_eq!(status, 2);
    assert!(err.contains("its run.replications is 20000, here it is 50"), "{err}");
}

/// Starts a long run in `run`, sends it a signal once some replications are done; its status and what it says.
#[cfg(unix)]
fn signalled(signal: &str, home: &Path) -> (Option<i32>, String) {
    // results and messages in one file, as a screen has them
    let said = fs::File::create(home.join("said")).unwrap();
    let mut child = Process::new(assert_cmd::cargo::cargo_bin!("mutualise"))
        .args(["compare", "--replications", "20000", "--months", "12", "--out", "run"])
        .current_dir(home)
        .env_remove("LANG")
        .env_remove("LC_ALL")
        .stdout(Stdio::from(said.try_clone().unwrap()))
        .stderr(Stdio::from(said))
        .spawn()
        .unwrap();
    let journal = home.join("run/replications.journal");
    let patience = Instant::now() + Duration::from_secs(60);
    while fs::metadata(&journal).map_or(0, |file| file.len()) < 100_000 && Instant::now() < patience {
        sleep(Duration::from_millis(1));
    }
    Process::new("kill").args([signal, &child.id().to_string()]).status().unwrap();
    let status = child.wait().unwrap();
    (status.code(), fs::read_to_string(home.join("said")).unwrap())
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
    assert!(out.contains("Groupement d'employeurs"), "{out}");
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
    assert!(status == 0 && out.starts_with("L’aide est en anglais"), "{out}");
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
fn a_folder_that_cannot_be_made_is_told_in_words() {
    let home = tempdir().unwrap();
    fs::write(home.path().join("taken"), "").unwrap();
    let (status, _, err) = ended(&mut small(home.path(), &["--out", "taken", "--lang", "fr"]));
    assert_eq!(status, 2);
    assert!(err.contains("un fichier porte ce nom") && !err.contains("os error"), "{err}");
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
