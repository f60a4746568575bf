//! A run folder that is truncated, edited or foreign.

use std::fs;
use std::path::{Path, PathBuf};

use mutualise::dice::{Decision, Dice};
use mutualise::experiment::results::Results;
use mutualise::experiment::trouble::Trouble;
use tempfile::TempDir;

use std::process::Stdio;

use crate::{JOURNAL, assert_same, comparison, done, home, mutualise, undisturbed};

const REPLICATIONS: u32 = 60;

/// A folder with the journal of a run that was killed, and that journal.
fn killed() -> (TempDir, PathBuf, Vec<u8>) {
    let (home, run) = crate::killed(REPLICATIONS, 100_000);
    let journal = fs::read(run.join(JOURNAL)).unwrap();
    (home, run, journal)
}

/// What resuming makes of a damaged journal: the undisturbed results, or a refusal that names the file.
fn repaired_or_refused(
    home: &Path,
    run: &Path,
    expected: &std::collections::BTreeMap<PathBuf, Vec<u8>>,
    what: &str,
) -> bool {
    let (status, said) = done(&mut comparison(home, REPLICATIONS, &["--resume"]));
    if status == Some(0) {
        assert_same(run, expected, what);
        return true;
    }
    assert_eq!(status, Some(2), "{what}: {said}");
    assert!(said.contains("remedy") && !said.contains("panicked"), "{what}: {said}");
    let (status, said) = done(&mut comparison(home, REPLICATIONS, &["--force"]));
    assert_eq!(status, Some(0), "{what}: {said}");
    assert_same(run, expected, what);
    false
}

#[test]
fn a_journal_cut_anywhere_is_gone_on_with() {
    let expected = undisturbed(REPLICATIONS);
    let (home, run, journal) = killed();
    let dice = Dice::new(7, 0);
    for cut in 0..5 {
        let length = dice.roll(Decision::Departure, cut, 0).below(journal.len());
        let _ = fs::remove_dir_all(&run);
        fs::create_dir(&run).unwrap();
        fs::write(run.join(JOURNAL), &journal[..length]).unwrap();
        assert!(repaired_or_refused(home.path(), &run, &expected, &format!("cut at {length}")));
    }
}

#[test]
fn a_journal_with_a_byte_changed_never_changes_a_result() {
    let expected = undisturbed(REPLICATIONS);
    let (home, run, journal) = killed();
    let head = journal.iter().position(|byte| *byte == b'\n').unwrap();
    let dice = Dice::new(8, 0);
    for change in 0..8 {
        let mut roll = dice.roll(Decision::Departure, change, 0);
        let mut damaged = journal.clone();
        // half of them in the head, which says which run it is
        let place = roll.below(if change % 2 == 0 { head } else { journal.len() });
        damaged[place] ^= 1 << roll.below(8);
        let _ = fs::remove_dir_all(&run);
        fs::create_dir(&run).unwrap();
        fs::write(run.join(JOURNAL), &damaged).unwrap();
        repaired_or_refused(home.path(), &run, &expected, &format!("changed at {place}"));
    }
}

#[test]
fn a_foreign_journal_is_refused_and_left_alone() {
    let home = home();
    let run = home.path().join("run");
    fs::create_dir(&run).unwrap();
    for foreign in [&b"a diary\n"[..], b"\n", b"{}\n", &[0xff; 300]] {
        fs::write(run.join(JOURNAL), foreign).unwrap();
        let (status, said) = done(&mut comparison(home.path(), 4, &["--resume"]));
        assert_eq!(status, Some(2), "{said}");
        assert!(said.contains(JOURNAL) && said.contains("another program"), "{said}");
        assert_eq!(fs::read(run.join(JOURNAL)).unwrap(), foreign);
    }
}

#[test]
fn results_that_were_edited_or_come_from_another_run_are_told_by_name() {
    let (ours, other) = (home(), home());
    for (home, seed) in [(&ours, "1"), (&other, "2")] {
        assert_eq!(done(&mut comparison(home.path(), 4, &["--seed", seed])).0, Some(0));
    }
    let run = ours.path().join("run");
    Results::read(&run).unwrap();
    for name in ["indicators.parquet", "monthly.parquet"] {
        let path = run.join(name);
        let bytes = fs::read(&path).unwrap();
        let mut edited = bytes.clone();
        edited[bytes.len() / 2] ^= 1;
        for foreign in [fs::read(other.path().join("run").join(name)).unwrap(), edited] {
            fs::write(&path, foreign).unwrap();
            let Err(Trouble::NotOurs(told, _)) = Results::read(&run) else { panic!("{name} was accepted") };
            assert_eq!(told, path);
        }
        fs::write(&path, bytes).unwrap();
    }
    Results::read(&run).unwrap();
}

/// Seed, titles, labels, counts and hash are no numbers of the tables: the record vouches for them itself.
#[test]
fn a_record_that_was_edited_is_refused_by_every_reader() {
    let home = home();
    assert_eq!(done(&mut comparison(home.path(), 4, &[])).0, Some(0));
    let path = home.path().join("run/run.json");
    let sound = fs::read_to_string(&path).unwrap();
    let hash = sound.split("\"hash\": \"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let edits = [
        ("\"seed\": ".to_owned(), "\"seed\": 1".to_owned()),
        ("\"failed\": 0".to_owned(), "\"failed\": 99".to_owned()),
        ("\"done\": 4".to_owned(), "\"done\": 4000".to_owned()),
        (hash.clone(), "0".repeat(hash.len())),
        ("\"label\": {".to_owned(), "\"label\": { ".to_owned()),
    ];
    for (from, to) in edits {
        assert!(sound.contains(&from), "{from} in {sound}");
        fs::write(&path, sound.replacen(&from, &to, 1)).unwrap();
        for command in [&["report", "run"][..], &["explain", "run"]] {
            let (status, said) = done(mutualise(home.path(), command).stderr(Stdio::piped()));
            assert_eq!(status, Some(2), "{to}: {said}");
            assert!(said.contains("run.json was changed") && said.contains("--force"), "{to}: {said}");
        }
    }
    let (status, said) = done(&mut comparison(home.path(), 4, &["--force"]));
    assert_eq!(status, Some(0), "{said}");
    let (status, said) = done(&mut mutualise(home.path(), &["report", "run"]));
    assert_eq!(status, Some(0), "{said}");
}

#[test]
fn what_the_user_keeps_in_a_run_folder_survives_every_command() {
    let home = home();
    let run = home.path().join("run");
    fs::create_dir_all(run.join("charts")).unwrap();
    let own = [run.join("notes.txt"), run.join("charts/mine.png")];
    own.iter().for_each(|path| fs::write(path, "the user's own").unwrap());
    for more in [&[][..], &["--force"], &["--force", "--seed", "3"]] {
        assert_eq!(done(&mut comparison(home.path(), 3, more)).0, Some(0));
        assert!(
            own.iter().all(|path| fs::read(path).is_ok_and(|text| text == b"the user's own")),
            "{more:?}"
        );
    }
}
