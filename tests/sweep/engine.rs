//! The engine of sweeps, on a model with known numbers.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread::sleep;
use std::time::Duration;

use mutualise::experiment::folder::RunFolder;
use mutualise::experiment::results::INDICATORS_FILE;
use mutualise::experiment::store;
use mutualise::scenario::Scenario;
use mutualise::sweep::manifest::{Commands, DESIGN, Manifest, SCENARIO};
use mutualise::sweep::merge::{Misfit, Sources};
use mutualise::sweep::part::Ended;
use mutualise::sweep::{Again, Plan, Points, Shard, Stage, Unit, run};
use tempfile::tempdir;

use crate::DESIGN_FILE;

static NEVER: AtomicBool = AtomicBool::new(false);

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
