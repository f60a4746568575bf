//! The folder of a run: what is kept in it, replaced, gone on with, refused.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command as Process, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use mutualise::experiment::record::{Record, Status};
use mutualise::experiment::results::Results;
use mutualise::experiment::trouble::Trouble;
use tempfile::{TempDir, tempdir};

use super::{ended, mutualise, small};

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

#[test]
fn a_folder_that_cannot_be_made_is_told_in_words() {
    let home = tempdir().unwrap();
    fs::write(home.path().join("taken"), "").unwrap();
    let (status, _, err) = ended(&mut small(home.path(), &["--out", "taken", "--lang", "fr"]));
    assert_eq!(status, 2);
    assert!(err.contains("un fichier porte ce nom") && !err.contains("os error"), "{err}");
}

fn kept(more: &[&str]) -> (TempDir, PathBuf) {
    let home = tempdir().unwrap();
    assert_eq!(ended(small(home.path(), &["--out", "run"]).args(more)).0, 0);
    let run = home.path().join("run");
    (home, run)
}
