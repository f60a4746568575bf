//! Promise: a calibration is the same however often it is interrupted and on however many threads, and what it cannot
//! read it refuses with the place and a remedy.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use mutualise::calibration::free;
use tempfile::tempdir;

const FACTS: &str =
    "id,fact,unit,value,low,high,source\nquit_rate_cdi,a,%/year,10,6,14,b\nunemployment_rate,a,%,8,5,11,b\n";
const FREE: &str = "path,low,high\nmobility.personal_quit,,\nmobility.unemployed_offer_rate,0.05,0.2\nmarket.hiring_horizon,18,20\n";

fn calibrate(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let [facts, free] = ["facts.csv", "free.csv"].map(|name| folder.join(name).to_str().unwrap().to_owned());
    let small = ["--targets", &facts, "--free", &free, "--candidates", "4", "--replications", "2", "--set"];
    let small = [&["calibrate"], &small[..], &["population.structures=20", "--set", "population.people=150"]]
        .concat();
    let output = Command::cargo_bin("mutualise").unwrap().args(small).args(arguments).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

fn home() -> tempfile::TempDir {
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("facts.csv"), FACTS).unwrap();
    fs::write(folder.path().join("free.csv"), FREE).unwrap();
    folder
}

fn read(folder: &Path, run: &str, file: &str) -> String {
    fs::read_to_string(folder.join(run).join(file)).unwrap()
}

const FILES: [&str; 6] =
    ["history.csv", "candidates.csv", "ensemble.csv", "identifiability.csv", "fit.csv", "fitted.toml"];

#[test]
fn a_calibration_in_pieces_is_the_one_in_a_single_run() {
    let folder = home();
    let out = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (status, text, err) = calibrate(folder.path(), &["--generations", "3", "--out", &out("whole")]);
    assert_eq!(status, 0, "{err}");
    assert!(text.contains("mobility.personal_quit") && text.contains("quit_rate_cdi"), "{text}");
    assert_eq!(err.matches("generation").count(), 3, "{err}");

    calibrate(folder.path(), &["--generations", "1", "--out", &out("parts")]);
    // a half-written row of a generation that was not kept
    let history = folder.path().join("parts/history.csv");
    fs::write(&history, read(folder.path(), "parts", "history.csv") + "2,4,0.0,1,2,1.0\n").unwrap();
    let (status, _, err) =
        calibrate(folder.path(), &["--generations", "3", "--resume", "--out", &out("parts")]);
    assert_eq!(status, 0, "{err}");
    for file in FILES {
        assert_eq!(read(folder.path(), "whole", file), read(folder.path(), "parts", file), "{file}");
    }
    let generations: Vec<String> = read(folder.path(), "whole", "candidates.csv")
        .lines()
        .skip(1)
        .map(|line| line.split(',').next().unwrap().to_owned())
        .collect();
    let drawn = |generation: &str| generations.iter().filter(|other| *other == generation).count();
    assert_eq!([drawn("1"), drawn("2"), drawn("3")], [16, 4, 4]);
}

#[test]
fn a_calibration_may_begin_with_the_sets_of_another() {
    let folder = home();
    let out = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    calibrate(folder.path(), &["--generations", "1", "--out", &out("before")]);
    let sets = format!("{}/ensemble.csv", out("before"));
    let again = ["--generations", "2", "--from", &*sets, "--set", "work.value_ratio=1.4", "--out"];
    let (status, _, err) = calibrate(folder.path(), &[&again[..], &[&*out("after")]].concat());
    assert_eq!(status, 0, "{err}");
    // its sets first, each simulated under the scenario of now, then new ones
    let values = |text: String, name: &str| -> Vec<String> {
        let mut lines = text.lines();
        let column = lines.next().unwrap().split(',').position(|cell| cell == name).unwrap();
        lines.map(|line| line.split(',').nth(column).unwrap().to_owned()).collect()
    };
    for path in ["mobility.personal_quit", "mobility.unemployed_offer_rate", "market.hiring_horizon"] {
        let known: Vec<f64> = values(read(folder.path(), "before", "ensemble.csv"), path)
            .iter()
            .map(|value| value.parse().unwrap())
            .collect();
        let tried: Vec<f64> = values(read(folder.path(), "after", "candidates.csv"), path)
            .iter()
            .map(|value| value.parse().unwrap())
            .collect();
        assert_eq!(tried.len(), known.len() + 4);
        assert!(
            known.iter().zip(&tried).all(|(known, tried)| (known - tried).abs() < 1e-9 * known),
            "{path}"
        );
    }
    fs::write(&sets, "weight,mobility.personal_quit\n1,0.0005\n").unwrap();
    let (status, _, err) = calibrate(folder.path(), &["--from", &sets, "--out", &out("other")]);
    assert!(status == 2 && err.contains("mobility.unemployed_offer_rate"), "{err}");
}

#[test]
fn threads_change_no_byte() {
    let folder = home();
    for threads in ["1", "3"] {
        let out = folder.path().join(threads);
        let mut command = Command::cargo_bin("mutualise").unwrap();
        command.args([
            "calibrate",
            "--quiet",
            "--threads",
            threads,
            "--candidates",
            "4",
            "--replications",
            "2",
        ]);
        command.args([
            "--generations",
            "2",
            "--set",
            "population.structures=20",
            "--set",
            "population.people=150",
        ]);
        for (flag, file) in [("--targets", "facts.csv"), ("--free", "free.csv")] {
            command.arg(flag).arg(folder.path().join(file));
        }
        command.arg("--out").arg(&out).assert().success().stderr("");
    }
    for file in FILES {
        assert_eq!(read(folder.path(), "1", file), read(folder.path(), "3", file), "{file}");
    }
}

#[test]
fn another_plan_is_not_gone_on_with_and_its_difference_is_named() {
    let folder = home();
    let out = folder.path().join("run").to_str().unwrap().to_owned();
    calibrate(folder.path(), &["--generations", "1", "--out", &out]);
    let (status, _, err) = calibrate(folder.path(), &["--generations", "2", "--out", &out]);
    assert!(status == 2 && err.contains("--"), "{err}");
    let (status, _, err) = calibrate(folder.path(), &["--resume", "--seed", "9", "--out", &out]);
    assert!(status == 2 && err.contains("seed") && err.contains('9'), "{err}");
    fs::write(folder.path().join("free.csv"), "path,low,high\nmobility.personal_quit,0.0004,0.001\n")
        .unwrap();
    let (status, _, err) = calibrate(folder.path(), &["--resume", "--out", &out]);
    assert!(status == 2 && err.contains("mobility.personal_quit"), "{err}");
}

#[test]
fn what_cannot_be_read_is_told_with_its_place() {
    let folder = home();
    let out = folder.path().join("run").to_str().unwrap().to_owned();
    for (list, told) in [
        ("path\nmobility.personal_quitt\n", "did you mean `mobility.personal_quit`"),
        ("path\nmobility.personal_quit\nmobility.personal_quit\n", "already"),
        ("path,low,high\nmobility.personal_quit,0.2,0.1\n", "cannot vary"),
        ("path\nrun.months\n", "run.months"),
        ("path\n", "names no parameter"),
        ("chemin\nx\n", "`path` is missing"),
    ] {
        fs::write(folder.path().join("free.csv"), list).unwrap();
        let (status, _, err) =
            calibrate(folder.path(), &["--generations", "1", "--out", &out, "--lang", "en"]);
        assert_eq!(status, 2, "{list}: {err}");
        assert!(err.contains(told) && err.contains("free.csv:"), "{list}: {err}");
        assert!(!Path::new(&out).exists(), "nothing is written before the faults are told");
    }
}

/// A calibration of two generations, in `run`; its files by name.
fn whole(folder: &Path) -> Vec<(String, String)> {
    let out = folder.join("run").to_str().unwrap().to_owned();
    let (status, _, err) = calibrate(folder, &["--generations", "2", "--out", &out]);
    assert_eq!(status, 0, "{err}");
    let names = FILES.iter().chain(&["plan.csv"]);
    names.map(|name| ((*name).to_owned(), read(folder, "run", name))).collect()
}

/// The text with one cell of a row changed, counted from the end if negative.
fn edited(text: &str, row: usize, cell: usize, value: &str) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let mut cells: Vec<&str> = lines[row].split(',').collect();
    assert_ne!(cells[cell], value);
    cells[cell] = value;
    lines[row] = cells.join(",");
    lines.join("\n") + "\n"
}

#[test]
fn a_damaged_calibration_is_refused_and_left_as_it_is() {
    let folder = home();
    let files = whole(folder.path());
    let run = folder.path().join("run");
    let text = |name: &str| files.iter().find(|(known, _)| known == name).unwrap().1.clone();
    let (candidates, history) = (text("candidates.csv"), text("history.csv"));
    let short: String = candidates.lines().take(19).map(|line| format!("{line}\n")).collect();
    let damages = [
        ("candidates.csv", Some(short), "4 candidates) does not fit it (2)"),
        ("candidates.csv", Some(edited(&candidates, 3, 5, "9.5")), "digest of generation 1"),
        ("candidates.csv", Some(edited(&candidates, 20, 1, "0.0")), "digest of generation 2"),
        ("candidates.csv", Some(edited(&candidates, 3, 3, "0.3")), "outside its range of 0.05 to 0.2"),
        ("candidates.csv", Some(edited(&candidates, 3, 0, "3")), "do not follow each other"),
        ("candidates.csv", Some(candidates.replace("\n1,", "\n1.0,")), "written it anew"),
        ("candidates.csv", Some(candidates.lines().next().unwrap().to_owned()), "do not follow each other"),
        ("history.csv", Some(edited(&history, 1, 3, "16")), "digest of generation 1"),
        ("history.csv", Some(history.lines().next().unwrap().to_owned() + "\n"), "generation 1 is missing"),
        ("history.csv", None, "history.csv is missing"),
        ("candidates.csv", None, "candidates.csv is missing"),
        ("plan.csv", None, "plan.csv is missing"),
    ];
    let out = run.to_str().unwrap().to_owned();
    for (name, damaged, told) in damages {
        let path = run.join(name);
        match &damaged {
            Some(text) => fs::write(&path, text).unwrap(),
            None => fs::remove_file(&path).unwrap(),
        }
        let again = ["--generations", "3", "--lang", "en", "--out", &out];
        let (status, _, err) = calibrate(folder.path(), &[&again[..], &["--resume"]].concat());
        assert!(status == 2 && err.contains(told) && err.contains(name), "{name}, {told}: {err}");
        assert!(!err.contains("--force") && !err.contains("run.json"), "{err}");
        let (status, _, err) = calibrate(folder.path(), &again);
        assert!(status == 2 && err.contains("already holds a calibration"), "{name}: {err}");
        for (other, text) in files.iter().filter(|(other, _)| other != name) {
            assert_eq!(read(folder.path(), "run", other), *text, "{name}: {other}");
        }
        assert_eq!(fs::read_to_string(&path).ok(), damaged);
        fs::write(&path, text(name)).unwrap();
    }
    let (status, _, err) = calibrate(folder.path(), &["--generations", "3", "--resume", "--out", &out]);
    assert_eq!(status, 0, "{err}");
}

/// Which part of the folder is missing decides what helps.
#[test]
fn a_folder_that_cannot_be_gone_on_with_says_what_helps() {
    let folder = home();
    let file = folder.path().join("facts.csv").to_str().unwrap().to_owned();
    let (status, _, err) = calibrate(folder.path(), &["--out", &file, "--lang", "en"]);
    assert!(status == 2 && err.contains("a file has that name") && !err.contains("os error"), "{err}");
    let nowhere = folder.path().join("nowhere").to_str().unwrap().to_owned();
    let (status, _, err) = calibrate(folder.path(), &["--resume", "--out", &nowhere, "--lang", "en"]);
    assert!(status == 2 && err.contains("leave out --resume"), "{err}");
    assert!(!Path::new(&nowhere).exists());
}

#[test]
fn free_parameters_that_contradict_each_other_here_and_there_are_drawn_anew() {
    let folder = home();
    let out = folder.path().join("run").to_str().unwrap().to_owned();
    let arguments = ["--generations", "2", "--lang", "en", "--out", &out];
    fs::write(folder.path().join("free.csv"), "path,low,high\npool.fee_low,0.3,0.4\npool.fee_high,0.1,0.2\n")
        .unwrap();
    let (status, _, err) = calibrate(folder.path(), &arguments);
    assert!(status == 2 && err.contains("contradict each other") && err.contains("pool.fee_low"), "{err}");
    assert!(!Path::new(&out).exists(), "a folder that blocks the next attempt");
    fs::write(folder.path().join("free.csv"), "path,low,high\npool.fee_low,0.1,0.4\npool.fee_high,0.1,0.4\n")
        .unwrap();
    let (status, _, err) = calibrate(folder.path(), &arguments);
    assert_eq!(status, 0, "{err}");
    let candidates = read(folder.path(), "run", "candidates.csv");
    assert_eq!(candidates.lines().count(), 1 + 16 + 4);
    for line in candidates.lines().skip(1) {
        let cells: Vec<f64> = line.split(',').map(|cell| cell.parse().unwrap()).collect();
        assert!(cells[2] <= cells[3], "{line}");
    }
}

/// What is simulated when Ctrl-C comes is left; the command that goes on is told, and gives what one run gives.
#[test]
#[cfg(unix)]
fn ctrl_c_stops_between_candidates_and_tells_how_to_go_on() {
    let folder = home();
    let out = folder.path().join("run");
    let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin!("mutualise"))
        .args(["calibrate", "--candidates", "1000", "--replications", "20", "--lang", "en", "--out"])
        .arg(&out)
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    while !out.join("plan.csv").exists() {
        assert_eq!(child.try_wait().unwrap(), None);
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    std::thread::sleep(std::time::Duration::from_millis(500));
    let kill = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(kill.success());
    let output = child.wait_with_output().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(130), "{err}");
    assert!(err.contains("the generation under way is dropped, 0 are kept"), "{err}");
    assert!(err.contains("mutualise calibrate base --candidates 1000") && err.contains("--resume"), "{err}");
    assert!(!out.join("candidates.csv").exists());
}

/// The facts are what the model itself shows at the defaults: the search must come upon places where all are met, the
/// more so the further it goes, and nowhere but in its ranges.
#[test]
fn sets_that_meet_every_fact_are_found_where_there_are_some() {
    let folder = home();
    let [facts, free, out] = ["f.csv", "p.csv", "run"].map(|name| folder.path().join(name));
    let narrow = [
        ("quit_rate_cdi", "%/year", 7.0, 8.5),
        ("unemployment_rate", "%", 7.0, 8.0),
        ("unemployed_to_job_quarter", "%/quarter", 24.0, 28.0),
    ];
    let mut text = "id,fact,unit,value,low,high,source\n".to_owned();
    for (id, unit, low, high) in narrow {
        text += &format!("{id},a,{unit},{},{low},{high},b\n", (low + high) / 2.0);
    }
    fs::write(&facts, text).unwrap();
    let paths = "path,low,high\nmobility.personal_quit,,\nmarket.inertia,,\nmobility.unemployed_offer_rate,0.05,0.2\nmobility.firm_layoff,,\nmarket.hiring_horizon,12,40\n";
    fs::write(&free, paths).unwrap();
    let mut command = Command::cargo_bin("mutualise").unwrap();
    command.args([
        "calibrate",
        "--candidates",
        "12",
        "--replications",
        "4",
        "--generations",
        "4",
        "--targets",
    ]);
    command.arg(&facts).arg("--free").arg(&free).arg("--out").arg(&out).assert().success();
    let good: Vec<(u32, u32)> = read(folder.path(), "run", "history.csv")
        .lines()
        .skip(1)
        .map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            (cells[1].parse().unwrap(), cells[3].parse().unwrap())
        })
        .collect();
    let later: u32 = good[1..].iter().map(|generation| generation.1).sum();
    let of = |generations: &[(u32, u32)]| {
        let (tried, good) = generations.iter().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
        f64::from(good) / f64::from(tried)
    };
    assert!(later >= 6 && of(&good[1..]) > 3.0 * of(&good[..1]), "{good:?}");
    let ensemble = read(folder.path(), "run", "ensemble.csv");
    assert_eq!(ensemble.lines().count() as u32 - 1, good.iter().map(|generation| generation.1).sum::<u32>());
    for line in ensemble.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        assert_eq!(cells[3], "3", "each of the ensemble meets all: {line}");
        let horizon: u32 = cells.last().unwrap().parse().expect("a whole number of months");
        assert!((12..=40).contains(&horizon), "{line}");
    }
    // what it writes can be run as it is
    let fitted = out.join("fitted.toml");
    Command::cargo_bin("mutualise").unwrap().args(["scenario", "check"]).arg(fitted).assert().success();
}

/// The ensemble that is kept with the scenarios: one column a parameter, by path, each value where it may stand.
#[test]
fn the_kept_ensemble_is_made_of_lawful_sets() {
    let at = |name: &str| format!("{}/scenarios/{name}", env!("CARGO_MANIFEST_DIR"));
    let free = free::read("free_parameters.csv", free::EMBEDDED).unwrap();
    let text = fs::read_to_string(at("ensemble.csv")).unwrap();
    let mut lines = text.lines().map(|line| line.split(',').collect::<Vec<&str>>());
    let head = lines.next().unwrap();
    assert_eq!(head[..4], ["set", "weight", "distance", "targets_met"]);
    assert_eq!(head[4..], free.iter().map(|free| free.path.as_str()).collect::<Vec<_>>());
    let mut weights = 0.0;
    for line in lines {
        weights += line[1].parse::<f64>().unwrap();
        for (free, text) in free.iter().zip(&line[4..]) {
            let value: f64 = text.parse().unwrap();
            assert!((free.low..=free.high).contains(&value), "{}: {value}", free.path);
            assert_eq!(free.written(value), **text, "{}", free.path);
        }
    }
    assert!((weights - 1.0).abs() < 1e-9, "{weights}");
}
