//! Promise: whatever happens to the process, its folder or its disk, nothing that was complete is lost, what comes out
//! in the end is what an undisturbed run gives, and the fault is told with its remedy.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![cfg(unix)]

mod damage;
mod disk;
mod inputs;
mod kills;
mod mutation;
mod quiet;
mod readers;
mod sharing;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::Mutex;
use std::thread::sleep;
use std::time::{Duration, Instant};

use tempfile::{TempDir, tempdir};

/// A world so small that a replication takes a few milliseconds.
const TINY: &str = "extends = \"base\"
formats = [\"status-quo\", \"ge\"]
[population]
structures = 12
people = 60
firms = 8
[run]
burn_in = 2
months = 12
";
const JOURNAL: &str = "replications.journal";

/// A folder with the tiny scenario, in which runs are kept.
fn home() -> TempDir {
    let home = tempdir().unwrap();
    fs::write(home.path().join("tiny.toml"), TINY).unwrap();
    home
}

/// The program with these arguments in that folder, in English whatever the machine speaks.
fn mutualise(home: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("mutualise"));
    command.current_dir(home).args(arguments).stdin(Stdio::null());
    for variable in ["LC_ALL", "LC_MESSAGES", "LANG", "RUST_BACKTRACE"] {
        command.env_remove(variable);
    }
    command
}

/// A comparison of the tiny scenario in `run`.
fn comparison(home: &Path, replications: u32, more: &[&str]) -> Command {
    let count = replications.to_string();
    let mut command =
        mutualise(home, &["compare", "tiny.toml", "--quiet", "--out", "run", "--replications", &count]);
    command.args(more).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Status (nothing if killed), and what was said.
fn ended(output: Output) -> (Option<i32>, String) {
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

fn done(command: &mut Command) -> (Option<i32>, String) {
    ended(command.output().unwrap())
}

/// Every file of a run folder but its record, by name.
fn files(run: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    fn gather(folder: &Path, run: &Path, found: &mut BTreeMap<PathBuf, Vec<u8>>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(run).unwrap().to_owned();
            if path.is_dir() {
                gather(&path, run, found);
            } else if name != Path::new("run.json") {
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    let mut found = BTreeMap::new();
    gather(run, run, &mut found);
    found
}

/// The files of an undisturbed run.
fn undisturbed(replications: u32) -> BTreeMap<PathBuf, Vec<u8>> {
    static MADE: Mutex<BTreeMap<u32, BTreeMap<PathBuf, Vec<u8>>>> = Mutex::new(BTreeMap::new());
    let mut made = MADE.lock().unwrap();
    let make = || {
        let home = home();
        let (status, said) = done(&mut comparison(home.path(), replications, &[]));
        assert_eq!(status, Some(0), "{said}");
        files(&home.path().join("run"))
    };
    made.entry(replications).or_insert_with(make).clone()
}

/// Fails with the names of the files that differ, not with their bytes.
fn assert_same(run: &Path, expected: &BTreeMap<PathBuf, Vec<u8>>, what: &str) {
    let found = files(run);
    let names: Vec<&PathBuf> = found.keys().chain(expected.keys()).collect();
    let differ: Vec<_> = names.into_iter().filter(|name| found.get(*name) != expected.get(*name)).collect();
    assert!(differ.is_empty(), "{what}: {differ:?} differ");
}

/// Waits until the journal has that length; the child goes on.
fn wait_for_journal(child: &mut Child, run: &Path, bytes: u64) {
    let patience = Instant::now() + Duration::from_secs(60);
    while fs::metadata(run.join(JOURNAL)).map_or(0, |file| file.len()) < bytes {
        assert!(Instant::now() < patience, "nothing was computed in a minute");
        assert_eq!(child.try_wait().unwrap(), None, "the run ended too early");
        sleep(Duration::from_millis(1));
    }
}

/// A folder with a run that was killed once its journal held so many bytes.
fn killed(replications: u32, bytes: u64) -> (TempDir, PathBuf) {
    let home = home();
    let run = home.path().join("run");
    let mut child = comparison(home.path(), replications, &[]).spawn().unwrap();
    wait_for_journal(&mut child, &run, bytes);
    child.kill().unwrap();
    child.wait().unwrap();
    (home, run)
}

fn signal(child: &Child, name: &str) {
    assert!(Command::new("kill").args([name, &child.id().to_string()]).status().unwrap().success());
}

/// Says that a check was left out; where all are asked for (`MUTUALISE_ALL`), that is a failure unless the machine is
/// declared to lack what it takes (`MUTUALISE_LACKS`, words with blanks between).
fn not_tried(lacking: &str, why: &str) {
    println!("not tried, for want of {lacking}: {why}");
    let asked = |name: &str| std::env::var(name).unwrap_or_default();
    let declared = asked("MUTUALISE_LACKS").split_whitespace().any(|word| word == lacking);
    assert!(asked("MUTUALISE_ALL").is_empty() || declared, "not tried, for want of {lacking}: {why}");
}
