//! What must not matter: the clock, the number of replications, the network.

use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, SystemTime};

use mutualise::indicators::{SERIES, registry};

use crate::{assert_same, comparison, done, home, killed, mutualise, not_tried, undisturbed};

#[test]
fn a_folder_with_dates_from_before_or_after_the_clock_is_gone_on_with() {
    let expected = undisturbed(60);
    let years = |count: u64| Duration::from_secs(count * 365 * 86_400);
    for moved in [SystemTime::now() + years(30), SystemTime::UNIX_EPOCH + years(1)] {
        let (home, run) = killed(60, 20_000);
        for entry in fs::read_dir(&run).unwrap() {
            File::options().write(true).open(entry.unwrap().path()).unwrap().set_modified(moved).unwrap();
        }
        let (status, said) = done(&mut comparison(home.path(), 60, &["--resume"]));
        assert_eq!(status, Some(0), "{said}");
        assert_same(&run, &expected, "files of another time");
    }
}

/// The program is told another time than it was begun in.
#[test]
#[cfg(target_os = "linux")]
fn a_clock_set_back_or_ahead_changes_nothing() {
    let expected = undisturbed(60);
    for date in ["1975-01-01 12:00:00", "2056-01-01 12:00:00"] {
        let (home, run) = killed(60, 20_000);
        let plain = comparison(home.path(), 60, &["--resume"]);
        let words: Vec<_> = std::iter::once(plain.get_program()).chain(plain.get_args()).collect();
        let mut moved = Command::new("faketime");
        moved.args(["--exclude-monotonic", date]).args(words).current_dir(home.path()).env("LC_ALL", "C");
        let Ok(output) = moved.stdout(Stdio::null()).stderr(Stdio::piped()).output() else {
            return not_tried("faketime", "there is no `faketime`");
        };
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert_same(&run, &expected, date);
        let record = fs::read_to_string(run.join("run.json")).unwrap();
        assert!(record.contains(&date[..10]), "the clock was not moved: {record}");
    }
}

/// The date stands in a record and in the name of a folder; nothing is decided by it.
#[test]
fn the_date_is_read_in_one_place() {
    fn search(folder: &Path, readers: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                search(&path, readers);
            } else if path.extension().is_some_and(|end| end == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                if ["SystemTime", "now_utc", "now_local", "UNIX_EPOCH"].iter().any(|word| text.contains(word))
                {
                    readers.push(path.display().to_string());
                }
            }
        }
    }
    let mut readers = Vec::new();
    search(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut readers);
    assert!(matches!(&readers[..], [only] if only.ends_with("experiment/record.rs")), "{readers:?}");
}

/// What is kept of a replication of the tiny scenario, in bytes: its row and its monthly series under two formats.
fn kept() -> u64 {
    let numbers = registry::columns().count() + SERIES.len() * 13;
    2 * 8 * numbers as u64
}

#[test]
#[cfg(target_os = "linux")]
fn ten_thousand_replications_need_no_more_memory_than_their_results() {
    let peak = |replications: u32| -> u64 {
        let home = home();
        let mut child = comparison(home.path(), replications, &[]).spawn().unwrap();
        let mut most = 0;
        while child.try_wait().unwrap().is_none() {
            let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
            let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
            most = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(most);
            sleep(Duration::from_millis(5));
        }
        assert!(child.wait().unwrap().success() && most > 0);
        most * 1024
    };
    let kept = kept();
    let each = || {
        let (few, many) = (peak(500), peak(10_000));
        let each = many.saturating_sub(few) / 9_500;
        println!(
            "{few} bytes with 500 replications, {many} with 10,000: {each} for each, of which {kept} are its results"
        );
        each
    };
    // while tables are made and written they hold the row three times more; what a busy machine keeps waiting besides
    // differs from time to time, a leak does not
    let flat = (0..3).any(|_| each() < 5 * kept / 2);
    assert!(flat, "a replication needs more than twice and a half the {kept} bytes of its results");
}

/// No crate that opens connections is compiled in, nor does the program ask the system for any.
#[test]
fn the_network_is_not_used() {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--offline", "--locked", "--edges", "normal", "--prefix", "none", "--format", "{p}"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let tree = String::from_utf8(output.stdout).unwrap();
    let crates: Vec<&str> = tree.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert!(crates.contains(&"parquet"), "not the tree of this program: {tree}");
    let network = [
        "socket2",
        "mio",
        "tokio",
        "async-std",
        "smol",
        "hyper",
        "reqwest",
        "ureq",
        "curl",
        "isahc",
        "rustls",
        "native-tls",
        "openssl",
        "quinn",
        "h2",
        "hickory-resolver",
        "attohttpc",
        "object_store",
    ];
    let found: Vec<_> = crates.iter().filter(|name| network.contains(name)).collect();
    assert!(found.is_empty(), "{found:?}");
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (mut folders, mut files) = (vec![src], 0);
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                files += 1;
                assert!(!fs::read_to_string(&path).unwrap().contains("std::net"), "{}", path.display());
            }
        }
    }
    assert!(files > 50, "{files} files read");
}

#[test]
#[cfg(target_os = "linux")]
fn the_system_is_asked_for_no_connection() {
    let home = home();
    let plain = mutualise(home.path(), &["compare", "tiny.toml", "--replications", "3", "--out", "run"]);
    let words: Vec<_> = std::iter::once(plain.get_program()).chain(plain.get_args()).collect();
    let mut traced = Command::new("strace");
    traced.args(["-f", "-qq", "-e", "trace=%network", "-o", "calls"]).args(words);
    traced.current_dir(home.path()).stdout(Stdio::null()).stderr(Stdio::piped());
    let Ok(output) = traced.output() else { return not_tried("strace", "there is no `strace`") };
    let calls = fs::read_to_string(home.path().join("calls")).unwrap_or_default();
    if !home.path().join("run/run.json").exists() {
        return not_tried("strace", &String::from_utf8_lossy(&output.stderr));
    }
    let asked: Vec<&str> =
        calls.lines().filter(|line| line.contains("socket(") || line.contains("connect(")).collect();
    assert!(asked.is_empty(), "{asked:?}");
}
