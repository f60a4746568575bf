//! A process that is killed, or asked to stop, at any moment.

use std::path::Path;
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use mutualise::dice::{Decision, Dice};
use mutualise::experiment::record::{Record, Status};

use crate::{
    assert_same, comparison, done, ended, files, home, killed, mutualise, signal, undisturbed,
    wait_for_journal,
};

const REPLICATIONS: u32 = 150;
const KILLS: u32 = 20;

#[test]
fn a_run_killed_at_any_moment_and_resumed_gives_the_bytes_of_one_that_was_not() {
    let whole = home();
    let start = Instant::now();
    assert_eq!(done(&mut comparison(whole.path(), REPLICATIONS, &["--threads", "2"])).0, Some(0));
    let length = start.elapsed();
    let expected = files(&whole.path().join("run"));
    let dice = Dice::new(2026, 0);
    let mut killed_midway = 0;
    for kill in 0..KILLS {
        let home = home();
        let moment = length.mul_f64(dice.roll(Decision::Departure, kill, 0).uniform());
        let mut child = comparison(home.path(), REPLICATIONS, &["--threads", "2"]).spawn().unwrap();
        sleep(moment);
        let _ = child.kill();
        let first = child.wait().unwrap().code();
        // another number of threads goes on with it
        let threads = if kill % 2 == 0 { "1" } else { "3" };
        let (status, said) =
            done(&mut comparison(home.path(), REPLICATIONS, &["--threads", threads, "--resume"]));
        if status == Some(2) {
            // killed before it had a folder, or once everything was there
            assert!(said.contains("holds no interrupted run"), "after {moment:?}: {said}");
            if !home.path().join("run/run.json").exists() {
                assert_eq!(done(&mut comparison(home.path(), REPLICATIONS, &[])).0, Some(0));
            }
        } else {
            assert_eq!(status, Some(0), "killed after {moment:?}: {said}");
            killed_midway += u32::from(first.is_none());
        }
        assert_same(&home.path().join("run"), &expected, &format!("killed after {moment:?}"));
        assert_eq!(Record::read(&home.path().join("run")).unwrap().status, Status::Complete);
    }
    assert!(killed_midway >= KILLS / 2, "only {killed_midway} of {KILLS} were killed while they ran");
}

#[test]
fn a_run_killed_again_and_again_comes_to_the_same_end() {
    let expected = undisturbed(60);
    let home = home();
    let run = home.path().join("run");
    let mut more = 1;
    for step in 1..=6 {
        let mut child =
            comparison(home.path(), 60, if step == 1 { &[] } else { &["--resume"] }).spawn().unwrap();
        wait_for_journal(&mut child, &run, more);
        let _ = child.kill();
        child.wait().unwrap();
        more = std::fs::metadata(run.join(crate::JOURNAL)).unwrap().len() + 1;
    }
    assert_eq!(done(&mut comparison(home.path(), 60, &["--resume"])).0, Some(0));
    assert_same(&run, &expected, "killed six times");
}

/// The first object of progress among those on standard error.
fn first_progress(said: &str) -> serde_json::Value {
    let objects = said.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    objects.into_iter().find(|object| object["done"].is_u64()).unwrap()
}

#[test]
fn what_a_killed_run_computed_is_not_computed_again() {
    let (home, _) = killed(400, 60_000);
    let more = ["--replications", "400", "--resume", "--progress", "json"];
    let (status, said) = done(
        mutualise(home.path(), &["compare", "tiny.toml", "--out", "run"]).args(more).stdout(Stdio::null()),
    );
    assert_eq!(status, Some(0), "{said}");
    let first = first_progress(&said);
    assert!(first["done"].as_u64().is_some_and(|done| done > 0), "{first}");
}

#[test]
fn a_run_that_stops_once_it_is_precise_enough_is_killed_and_comes_to_the_same_end() {
    let precise = |home: &Path, more: &[&str]| {
        let asked = ["compare", "tiny.toml", "--out", "run", "--replications", "60", "--floor", "4"];
        let mut command = mutualise(home, &asked);
        // of no value under the status quo: no interval is ever narrow enough
        command.args(["--precision", "public-money-per-stable-job=1", "--progress", "json"]).args(more);
        command.stdout(Stdio::null()).stderr(Stdio::piped());
        command
    };
    let whole = home();
    assert_eq!(done(&mut precise(whole.path(), &[])).0, Some(0));
    let home = home();
    let run = home.path().join("run");
    let mut child = precise(home.path(), &[]).spawn().unwrap();
    // beyond the first looks
    wait_for_journal(&mut child, &run, 60_000);
    child.kill().unwrap();
    child.wait().unwrap();
    let (status, said) = done(&mut precise(home.path(), &["--resume"]));
    assert_eq!(status, Some(0), "{said}");
    let first = first_progress(&said);
    assert_eq!(first["done"], 4, "what was computed is there at the first look: {said}");
    assert_same(&run, &files(&whole.path().join("run")), "killed between looks");
}

#[test]
fn a_run_killed_before_it_computed_anything_is_begun_by_resuming() {
    let expected = undisturbed(4);
    for left in [None, Some("{\"version\":\"0")] {
        let home = home();
        let run = home.path().join("run");
        std::fs::create_dir(&run).unwrap();
        std::fs::write(run.join(".lock"), "1\n0\n").unwrap();
        left.into_iter().for_each(|head| std::fs::write(run.join(crate::JOURNAL), head).unwrap());
        let (status, said) = done(&mut comparison(home.path(), 4, &["--resume"]));
        assert_eq!(status, Some(0), "{said}");
        assert_same(&run, &expected, "nothing computed");
    }
}

#[test]
fn ctrl_c_keeps_what_is_done_and_resuming_gives_the_rest() {
    let expected = undisturbed(400);
    let home = home();
    let run = home.path().join("run");
    let mut child = comparison(home.path(), 400, &[]).spawn().unwrap();
    wait_for_journal(&mut child, &run, 60_000);
    let (status, said) = interrupted(child);
    assert_eq!(status, Some(130), "{said}");
    assert!(said.contains("--out run --resume"), "{said}");
    let record = Record::read(&run).unwrap();
    assert_eq!(record.status, Status::Interrupted);
    assert!((1..400).contains(&record.replications.done));
    assert!(!run.join(".lock").exists(), "a run that ended holds its folder");
    assert_eq!(done(&mut comparison(home.path(), 400, &["--resume"])).0, Some(0));
    assert_same(&run, &expected, "interrupted");
}

fn interrupted(child: Child) -> (Option<i32>, String) {
    signal(&child, "-INT");
    ended(child.wait_with_output().unwrap())
}

#[test]
fn two_ctrl_c_end_the_program_at_once_and_lose_nothing() {
    let expected = undisturbed(400);
    let home = home();
    let run = home.path().join("run");
    let mut child = comparison(home.path(), 400, &[]).spawn().unwrap();
    wait_for_journal(&mut child, &run, 60_000);
    signal(&child, "-INT");
    sleep(Duration::from_millis(1));
    let (status, said) = interrupted(child);
    assert_eq!(status, Some(130), "{said}");
    assert_eq!(done(&mut comparison(home.path(), 400, &["--resume"])).0, Some(0));
    assert_same(&run, &expected, "interrupted twice");
}
