//! Promise: a sweep's results depend on its file alone, not on threads, kills, extensions, shards or machines; what is
//! not of one sweep is refused by name.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command as Process, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

use assert_cmd::Command;
use mutualise::calibration::kept;
use mutualise::experiment::folder::RunFolder;
use mutualise::experiment::results::INDICATORS_FILE;
use mutualise::experiment::store::{self, Values};
use mutualise::scenario::{Scenario, Source};
use mutualise::sweep::manifest::{Commands, DESIGN, Manifest, SCENARIO};
use mutualise::sweep::merge::{Misfit, Sources};
use mutualise::sweep::part::Ended;
use mutualise::sweep::{Again, Plan, Points, Shard, Stage, Unit, run};
use tempfile::tempdir;

static NEVER: AtomicBool = AtomicBool::new(false);

const DESIGN_FILE: &str = r#"
extends = "base"
formats = ["status-quo", "ge"]
[run]
months = 6
replications = 3
burn_in = 12
[population]
structures = 20
people = 150
[design]
method = "sobol"
points = 16
vary = ["finance.margin", { path = "format.ge.fee", low = 0.05, high = 0.12 }]
"#;

fn scenario() -> Scenario {
    Scenario::from_text(DESIGN_FILE).unwrap()
}

fn plan(points: u32, replications: u32, threads: usize) -> Plan {
    let scenario = scenario();
    let points = Points::of(&scenario, scenario.design.as_ref().unwrap(), Some(points)).unwrap();
    let mut plan = Plan::new(&scenario, points, "sweep", threads);
    plan.columns = vec!["x".to_owned(), "y".to_owned()];
    plan.layout.stages = vec![Stage { points: plan.points.count(), replications }];
    plan
}

fn commands() -> Commands {
    Commands { reproduce: "again".into(), resume: "resume".into(), alone: "alone".into() }
}

/// A model with known numbers, some undefined, that takes longer for some units and fails for some.
fn model(plan: &Plan, unit: Unit) -> Ended {
    sleep(Duration::from_micros(u64::from((unit.point * 7 + unit.replication * 37) % 11) * 40));
    if (unit.point + unit.replication).is_multiple_of(29) {
        return Err("made to fail".to_owned());
    }
    assert!(unit.point != 11 || unit.replication != 2, "made to panic");
    let place = plan.points.point(unit.point)[0].as_number().unwrap();
    let of = |format: u32| {
        let noise = f64::from((unit.point * 31 + unit.replication * 17 + format * 5) % 13);
        vec![place + noise, if noise == 3.0 { f64::NAN } else { noise / 7.0 }]
    };
    Ok((0..plan.formats.len() as u32).map(of).collect())
}

fn describe(folder: &Path, plan: &Plan) {
    fs::create_dir_all(folder).unwrap();
    fs::write(folder.join(SCENARIO), &plan.scenario).unwrap();
    fs::write(folder.join(DESIGN), store::bytes(&plan.design(), &[]).unwrap()).unwrap();
}

/// Computes what a folder lacks, at most so many units.
fn compute(folder: &Path, plan: &Plan, again: Again, most: u32) -> Manifest {
    describe(folder, plan);
    let mut manifest = Manifest::read(folder).unwrap_or_else(|_| Manifest::new(plan, &commands()));
    manifest.layout = plan.layout.clone();
    let stop = AtomicBool::new(false);
    let done = AtomicU32::new(0);
    let simulate = |unit| {
        if done.fetch_add(1, Ordering::Relaxed) + 1 >= most {
            stop.store(true, Ordering::Relaxed);
        }
        model(plan, unit)
    };
    run(plan, &RunFolder::at(folder), manifest, (again, &commands()), simulate, &stop, |_| {}).unwrap().0
}

fn merged(folders: &[PathBuf]) -> Result<Vec<u8>, Misfit> {
    let home = tempdir().unwrap();
    let sources = Sources::of(folders)?;
    sources.write(&RunFolder::at(home.path()), &[]).unwrap();
    Ok(fs::read(home.path().join(INDICATORS_FILE)).unwrap())
}

fn in_one_go(plan: &Plan) -> Vec<u8> {
    let home = tempdir().unwrap();
    compute(home.path(), plan, Again::Nothing, u32::MAX);
    merged(&[home.path().to_owned()]).unwrap()
}

#[test]
fn interruptions_and_threads_leave_no_trace_in_the_results() {
    let expected = in_one_go(&plan(40, 5, 1));
    let home = tempdir().unwrap();
    for (threads, most) in [(3, 30), (1, 50), (4, 20), (2, u32::MAX)] {
        compute(home.path(), &plan(40, 5, threads), Again::Nothing, most);
    }
    assert!(merged(&[home.path().to_owned()]).unwrap() == expected);
}

#[test]
fn a_sweep_that_was_extended_has_the_bytes_of_one_that_was_not() {
    let expected = in_one_go(&plan(48, 6, 2));
    let home = tempdir().unwrap();
    let mut first = plan(16, 2, 2);
    compute(home.path(), &first, Again::Nothing, u32::MAX);
    let kept = fs::read(home.path().join("parts/000001.parquet")).unwrap();
    for (points, replications) in [(16, 4), (48, 4), (48, 6)] {
        let mut more = plan(points, replications, 2);
        more.layout = first.layout.extended(Stage { points, replications }).unwrap();
        Manifest::read(home.path()).unwrap().check_points(home.path(), &more).unwrap();
        compute(home.path(), &more, Again::Nothing, u32::MAX);
        first = more;
    }
    assert!(merged(&[home.path().to_owned()]).unwrap() == expected);
    assert!(fs::read(home.path().join("parts/000001.parquet")).unwrap() == kept, "what exists stays");
}

#[test]
fn shards_are_merged_to_the_bytes_of_one_machine_and_gaps_overlaps_and_strangers_are_refused() {
    let expected = in_one_go(&plan(40, 5, 2));
    let home = tempdir().unwrap();
    let folder = |number: u32| home.path().join(format!("shard-{number}"));
    for number in 1..=3 {
        let mut part = plan(40, 5, number as usize);
        part.shard = Shard { number, of: 3 };
        compute(&folder(number), &part, Again::Nothing, u32::MAX);
    }
    assert!(merged(&[folder(3), folder(1), folder(2)]).unwrap() == expected);
    let Err(Misfit::Gap(missing, shards)) = merged(&[folder(1), folder(3)]) else {
        panic!("a gap is let pass")
    };
    assert_eq!(shards, [Shard { number: 2, of: 3 }]);
    assert!(missing.iter().all(|block| block % 3 == 1));
    let Err(Misfit::Overlap(0, ..)) = merged(&[folder(1), folder(2), folder(1)]) else {
        panic!("an overlap is let pass")
    };
    let mut stranger = plan(40, 5, 1);
    stranger.shard = Shard { number: 2, of: 3 };
    stranger.provenance.seed += 1;
    compute(&folder(9), &stranger, Again::Nothing, u32::MAX);
    let Err(Misfit::Trouble(trouble)) = merged(&[folder(1), folder(9), folder(3)]) else {
        panic!("a stranger is let pass")
    };
    assert!(trouble.text().en.contains("its seed is"), "{}", trouble.text().en);
}

#[test]
fn a_failure_is_a_row_with_its_reason_and_is_computed_again_only_when_asked() {
    let home = tempdir().unwrap();
    let plan = plan(40, 5, 2);
    let manifest = compute(home.path(), &plan, Again::Nothing, u32::MAX);
    assert_eq!((manifest.units.asked, manifest.units.done + manifest.units.failed), (200, 200));
    assert!(manifest.units.failed > 3);
    let panicked = manifest.failures.iter().find(|failed| failed.point == 11).unwrap();
    assert!(panicked.failure.contains("made to panic"), "{}", panicked.failure);
    assert_eq!(panicked.command, "alone --point 11 --replication 2");
    // computed by a program in which nothing fails any more
    let counted = AtomicU32::new(0);
    let repaired = |_: Unit| -> Ended {
        counted.fetch_add(1, Ordering::Relaxed);
        Ok(vec![vec![1.0, 2.0]; 2])
    };
    let folder = RunFolder::at(home.path());
    let stored = Manifest::read(home.path()).unwrap();
    let (after, progress) =
        run(&plan, &folder, stored, (Again::Failed, &commands()), repaired, &NEVER, |_| {}).unwrap();
    assert_eq!(u64::from(counted.load(Ordering::Relaxed)), manifest.units.failed);
    assert_eq!((after.units.failed, after.failures.len(), progress.failed), (0, 0, 0));
    assert_eq!(after.retried[0].units, manifest.units.failed);
}

#[test]
fn a_damaged_or_unlisted_part_is_found_out() {
    let home = tempdir().unwrap();
    let plan = plan(40, 5, 2);
    compute(home.path(), &plan, Again::Nothing, u32::MAX);
    let expected = merged(&[home.path().to_owned()]).unwrap();
    let part = home.path().join("parts/000003.parquet");
    let whole = fs::read(&part).unwrap();
    fs::write(&part, &whole[..whole.len() - 9]).unwrap();
    let sources = Sources::of(&[home.path().to_owned()]).unwrap();
    let other = tempdir().unwrap();
    let trouble = sources.write(&RunFolder::at(other.path()), &[]).unwrap_err();
    assert!(trouble.text().en.contains("000003.parquet"), "{}", trouble.text().en);
    // as after a kill between the part and the manifest
    let mut manifest = Manifest::read(home.path()).unwrap();
    manifest.blocks.remove(&5);
    manifest.write(&RunFolder::at(home.path())).unwrap();
    let counted = AtomicU32::new(0);
    let counting = |unit| {
        counted.fetch_add(1, Ordering::Relaxed);
        model(&plan, unit)
    };
    let stored = Manifest::read(home.path()).unwrap();
    run(&plan, &RunFolder::at(home.path()), stored, (Again::Nothing, &commands()), counting, &NEVER, |_| {})
        .unwrap();
    assert_eq!(
        counted.load(Ordering::Relaxed),
        plan.layout.block,
        "only the damaged block is computed again"
    );
    assert!(merged(&[home.path().to_owned()]).unwrap() == expected);
}

#[test]
fn progress_never_goes_back_and_ends_at_its_total() {
    let home = tempdir().unwrap();
    let plan = plan(40, 5, 3);
    compute(home.path(), &plan, Again::Nothing, 60);
    describe(home.path(), &plan);
    let mut seen = Vec::new();
    let stored = Manifest::read(home.path()).unwrap();
    let folder = RunFolder::at(home.path());
    let simulate = |unit| model(&plan, unit);
    run(&plan, &folder, stored, (Again::Nothing, &commands()), simulate, &NEVER, |p| {
        seen.push((p.over, p.failed))
    })
    .unwrap();
    assert!(seen[0].0 > 0, "what was done before counts");
    assert!(seen.windows(2).all(|pair| pair[0].0 <= pair[1].0 && pair[0].1 <= pair[1].1));
    assert_eq!(seen.last().unwrap().0, 200);
}

// what people type

fn mutualise(home: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::cargo_bin("mutualise").unwrap();
    command.current_dir(home).args(arguments);
    for variable in ["LC_ALL", "LC_MESSAGES", "LANG", "RUST_BACKTRACE"] {
        command.env_remove(variable);
    }
    command
}

fn ended(command: &mut Command) -> (i32, String, String) {
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// Long and large enough for a pool to open and to make a difference.
const LARGER: [&str; 6] =
    ["--months", "18", "--set", "population.structures=60", "--set", "population.people=450"];

fn home() -> tempfile::TempDir {
    let home = tempdir().unwrap();
    fs::write(home.path().join("s.toml"), DESIGN_FILE).unwrap();
    home
}

fn results(home: &Path, folder: &str) -> Vec<u8> {
    fs::read(home.join(folder).join(INDICATORS_FILE)).unwrap()
}

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
        (&["--resume", "--points", "8"], "its points is 16, here it is 8"),
        (&["--resume", "--replications", "4"], "its replications is 3, here it is 4"),
        (&["--resume", "--set", "formats=ge"], "its formats is"),
        (&["--extend", "--replications", "2"], "its replications is 3, here it is 2"),
        (&[], "already holds results"),
    ] {
        let (status, _, err) = sweep(more);
        assert_eq!(status, 2, "{more:?}");
        assert!(err.contains(named), "{more:?}: {err}");
    }
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
}

/// Stands for Slurm: does each task of an array at once, in the folder it is handed in from, and what waits for it.
const SBATCH: &str = r#"#!/bin/bash
set -eu
echo "$*" >> asked
file=${!#}
case $* in
  *--dependency=*) cat > merge.sh; PATH=$HERE:$PATH bash merge.sh > merge.log ;;
  *) last=$(sed -n 's/^#SBATCH --array=1-//p' "$file")
     for task in $(seq "$last"); do SLURM_ARRAY_TASK_ID=$task bash "$file" >> tasks.log; done ;;
esac
echo '7;here'
"#;

#[cfg(unix)]
#[test]
fn a_slurm_file_hands_in_the_shards_and_their_merge_to_the_bytes_of_one_machine() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = home();
    let (status, _, err) = ended(&mut mutualise(home.path(), &["sweep", "s.toml", "--out", "alone"]));
    assert_eq!(status, 0, "{err}");
    let folder = "l'été à deux";
    let emit = ["sweep", "s.toml", "--emit", "slurm", "--shards", "5", "--out", folder];
    let (status, file, _) = ended(&mut mutualise(home.path(), &emit));
    assert_eq!(status, 0);
    for line in ["\n#SBATCH --array=1-5\n", "\n#SBATCH --job-name=s\n", "\n# Run by hand"] {
        assert!(file.contains(line), "{line} is missing in {file}");
    }
    fs::write(home.path().join("sbatch"), SBATCH).unwrap();
    fs::set_permissions(home.path().join("sbatch"), fs::Permissions::from_mode(0o755)).unwrap();
    fs::write(home.path().join("spread.sbatch"), file).unwrap();
    let program = assert_cmd::cargo::cargo_bin("mutualise");
    let path = format!(
        "{}:{}:{}",
        home.path().display(),
        program.parent().unwrap().display(),
        std::env::var("PATH").unwrap()
    );
    let hand_in = || {
        let mut bash = Command::new("bash");
        bash.current_dir(home.path()).env("PATH", &path).env("HERE", home.path());
        ended(bash.args(["spread.sbatch", "--partition=short"]))
    };
    let (status, jobs, err) = hand_in();
    assert_eq!((status, jobs.as_str()), (0, "7 7\n"), "{err}");
    let asked = fs::read_to_string(home.path().join("asked")).unwrap();
    let [array, merge] = asked.lines().collect::<Vec<_>>()[..] else { panic!("{asked}") };
    assert!(array.ends_with("--partition=short spread.sbatch"), "{array}");
    for option in ["--dependency=afterok:7 ", "--kill-on-invalid-dep=yes", "--partition=short"] {
        assert!(merge.contains(option), "{option} is missing in {merge}");
    }
    assert!(results(home.path(), &format!("{folder}/whole")) == results(home.path(), "alone"));
    // a shard that is lost is computed again, the others are found done
    let kept = fs::metadata(home.path().join(folder).join("shard-0001/parts/000000.parquet")).unwrap();
    fs::remove_dir_all(home.path().join(folder).join("shard-0003")).unwrap();
    fs::remove_dir_all(home.path().join(folder).join("whole")).unwrap();
    assert_eq!(hand_in().0, 0);
    let still = fs::metadata(home.path().join(folder).join("shard-0001/parts/000000.parquet")).unwrap();
    assert_eq!(kept.modified().unwrap(), still.modified().unwrap());
    assert!(results(home.path(), &format!("{folder}/whole")) == results(home.path(), "alone"));
}

#[test]
fn a_slurm_file_says_in_french_what_it_does() {
    let home = home();
    let emit = ["sweep", "s.toml", "--emit", "slurm", "--lang", "fr"];
    let (_, file, _) = ended(&mut mutualise(home.path(), &emit));
    assert!(file.contains("\n# Lancé à la main"), "{file}");
}

#[test]
fn sensitivity_screens_then_shares_the_variance_out_and_tells_chance_apart() {
    let home = home();
    let small = ["sensitivity", "s.toml", "--replications", "2", "--trajectories", "3", "--pairs", "4"];
    let more = ["--indicators", "turnover,cost-per-fte", "--second-order", "--out", "s", "--quiet"];
    let more = [&more[..], &LARGER].concat();
    let more = more.as_slice();
    let (status, out, err) = ended(mutualise(home.path(), &small).args(more));
    assert_eq!(status, 0, "{err}");
    for told in ["Morris", "Sobol’", "chance:", "GE against Status quo", "failed points: 0"] {
        assert!(out.contains(told), "{told} is missing in {out}");
    }
    let read = |name: &str| fs::read_to_string(home.path().join("s").join(name)).unwrap();
    // two indicators × (two formats + one difference) × two parameters, under a head
    for name in ["morris.csv", "sobol.csv"] {
        assert_eq!(read(name).lines().count(), 13, "{name}");
    }
    assert_eq!((read("sobol-pairs.csv").lines().count(), read("chance.csv").lines().count()), (7, 7));
    // a parameter of the GE's own terms cannot move the status quo
    let of_fee = read("morris.csv");
    let line = of_fee.lines().find(|line| line.starts_with("turnover,status-quo,,format.ge.fee")).unwrap();
    assert!(line.ends_with(",1,0,0,0,0,0,3,0"), "{line}");
    // done already: the same words again, nothing computed
    let (status, again, _) = ended(mutualise(home.path(), &small).args(more).arg("--resume"));
    assert_eq!((status, again), (0, out));
    let (status, _, err) = ended(mutualise(home.path(), &small).args(more));
    assert!(status == 2 && err.contains("already holds"), "{err}");
    let (status, _, err) =
        ended(&mut mutualise(home.path(), &["sensitivity", "s.toml", "--indicators", "turnovr"]));
    assert!(status == 2 && err.contains("perhaps `turnover`"), "{err}");
}

#[test]
fn a_precision_stops_at_a_look_that_threads_and_kills_do_not_move() {
    let home = home();
    let run = |more: &[&str]| {
        let asked = ["compare", "s.toml", "--replications", "40", "--floor", "8", "--quiet"];
        ended(mutualise(home.path(), &asked).args(LARGER).args(more))
    };
    let record = |folder: &str| -> serde_json::Value {
        serde_json::from_str(&fs::read_to_string(home.path().join(folder).join("run.json")).unwrap()).unwrap()
    };
    let wide = ["--precision", "cost-per-fte=1000"];
    assert_eq!(run(&[&wide[..], &["--out", "a", "--threads", "1"]].concat()).0, 0);
    assert_eq!(run(&[&wide[..], &["--out", "b", "--threads", "2"]].concat()).0, 0);
    assert!(results(home.path(), "a") == results(home.path(), "b"));
    let kept = record("a");
    assert_eq!(kept["precision"]["met"], true);
    assert_eq!(kept["precision"]["looks"][0]["replications"], 8);
    let stopped = kept["replications"]["done"].as_u64().unwrap();
    assert!((8..40).contains(&stopped), "{stopped}");
    assert!(kept["reproduce"].as_str().unwrap().contains("--precision cost-per-fte=1000 --floor 8"));
    // a width nobody can reach ends at the ceiling, and says so
    assert_eq!(run(&["--precision", "cost-per-fte=0.000001", "--out", "c"]).0, 0);
    let kept = record("c");
    assert_eq!(
        (kept["precision"]["met"].as_bool(), kept["replications"]["done"].as_u64()),
        (Some(false), Some(40))
    );
    assert_eq!(run(&["--precision", "cost=1", "--out", "d"]).0, 2);
}

#[test]
fn two_uncertainties_are_told_apart_with_their_regret() {
    let home = home();
    for which in ["knowledge", "both"] {
        let asked =
            ["compare", "s.toml", "--uncertainty", which, "--draws", "6", "--replications", "2", "--quiet"];
        let (status, out, err) = ended(mutualise(home.path(), &asked).args(["--out", which]));
        assert_eq!(status, 0, "{err}");
        assert!(out.contains("6 draws of 2 parameters × 2 replications"), "{out}");
        assert!(
            out.contains("regret") && out.contains("share of the variance due to the parameters"),
            "{out}"
        );
        assert_eq!(out.contains("parameters and chance together"), which == "both");
        assert!(out.contains("when the ranking flips") && out.contains("of 6 draws"), "{out}");
        let csv = fs::read_to_string(home.path().join(which).join("uncertainty.csv")).unwrap();
        assert_eq!(csv.lines().count(), 1 + 3 * 2);
    }
    assert!(results(home.path(), "knowledge") == results(home.path(), "both"));
}

#[test]
fn draws_from_calibrated_sets_are_those_sets_and_the_record_says_so() {
    let home = home();
    let sets = "set,weight,distance,targets_met,finance.margin,market.hiring_horizon\n0,0.5,0.1,2,0.01,13\n1,0.5,0.2,2,0.02,14\n";
    fs::write(home.path().join("sets.csv"), sets).unwrap();
    let asked = |more: &[&str]| {
        let start = ["compare", "s.toml", "--uncertainty", "knowledge", "--replications", "2", "--quiet"];
        ended(mutualise(home.path(), &start).args(more))
    };
    let (status, out, err) = asked(&["--draws", "6", "--drawn-from", "sets.csv", "--out", "d"]);
    assert_eq!(status, 0, "{err}");
    assert!(out.contains("Parameters drawn together, from the sets"), "{out}");
    let design = mutualise::experiment::store::read(&home.path().join("d/design.parquet")).unwrap();
    let column = |name: &str| match &design.iter().find(|column| column.name == name).unwrap().values {
        Values::Number(values) => values.clone(),
        other => panic!("{name}: {other:?}"),
    };
    let drawn: Vec<(f64, f64)> =
        column("finance.margin").into_iter().zip(column("market.hiring_horizon")).collect();
    for set in [(0.01, 13.0), (0.02, 14.0)] {
        assert_eq!(drawn.iter().filter(|one| **one == set).count(), 3, "{drawn:?}");
    }
    let record = fs::read_to_string(home.path().join("d/sweep.json")).unwrap();
    assert!(record.contains("\"method\": \"ensemble\"") && record.contains("--drawn-from sets.csv"));
    let (status, _, err) = asked(&["--draws", "6", "--drawn-from", "sets.csv", "--out", "d", "--resume"]);
    assert_eq!(status, 0, "a finished comparison of draws is told again: {err}");
    fs::write(home.path().join("sets.csv"), sets.replace("0.02", "0.03")).unwrap();
    let (status, _, err) = asked(&["--draws", "6", "--drawn-from", "sets.csv", "--out", "d", "--resume"]);
    assert!(status == 2 && err.contains("design.vary finance.margin"), "{err}");
    let (status, _, err) = asked(&["--drawn-from", "nowhere.csv", "--out", "e"]);
    assert!(status == 2 && err.contains("nowhere.csv"), "{err}");
    fs::write(home.path().join("wrong.csv"), "weight,finance.margins\n-1,x\n").unwrap();
    let (status, _, err) = asked(&["--drawn-from", "wrong.csv", "--out", "e"]);
    assert!(
        status == 2 && err.contains("did you mean `finance.margin`?") && err.contains("above zero"),
        "{err}"
    );
}

#[test]
fn the_ensemble_of_the_program_is_drawn_from_set_by_set() {
    let ensemble = kept::read("ensemble.csv", kept::EMBEDDED).unwrap();
    let base = Scenario::base();
    let count = ensemble.sets.len() as u32;
    assert!(count >= 20, "{count} sets");
    let points = Points::joint(ensemble.axes(), (ensemble.sets.clone(), &ensemble.weights), 1, 1000);
    assert_eq!(points.count(), count, "no set twice where nothing else varies");
    let drawn: Vec<_> = (0..count).map(|point| points.point(point)).collect();
    assert!(ensemble.sets.iter().all(|set| drawn.contains(set)));
    for point in 0..count {
        base.with(&points.settings(point)).unwrap();
    }
}
