//! Promise: results depend on the seed and the scenario alone, not on threads, interruptions, failures or the
//! number of replications.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread::sleep;
use std::time::Duration;

use mutualise::comparison::compare;
use mutualise::experiment::folder::{Present, RunFolder};
use mutualise::experiment::journal::{Done, Journal};
use mutualise::experiment::replication::Outcome;
use mutualise::experiment::results::{FormatName, Provenance, Results};
use mutualise::experiment::{Experiment, Plan, Progress, run};
use mutualise::indicators::{SERIES, registry};
use mutualise::words::Bilingual;

const TABLES: [&str; 2] = ["indicators.parquet", "monthly.parquet"];
static NEVER: AtomicBool = AtomicBool::new(false);

fn plan(replications: u32, threads: usize) -> Plan {
    let text = |text: &str| Bilingual { fr: text.into(), en: text.into() };
    let format = |id: &str| FormatName { id: id.into(), label: text(id), short: text(id) };
    let provenance = Provenance { seed: 7, months: 5, ..Provenance::default() };
    let formats = ["status-quo", "ge"].map(format).to_vec();
    Plan { formats, replications, threads, at_once: threads, provenance }
}

/// A model with known numbers, some of them undefined, that takes longer for some replications.
fn model(replication: u32) -> Vec<Outcome> {
    sleep(Duration::from_micros(u64::from(replication * 37 % 11) * 50));
    let number = |format: usize, what: usize| {
        let mixed =
            ((u64::from(replication) + 1) * 0x9e37_79b9) ^ ((format as u64) << 20) ^ ((what as u64) << 40);
        if mixed.is_multiple_of(13) { f64::NAN } else { (mixed % 10_007) as f64 / 17.0 }
    };
    (0..2)
        .map(|format| Outcome {
            indicators: (0..registry::columns().count()).map(|column| number(format, column)).collect(),
            series: (0..SERIES.len())
                .map(|s| (0..5).map(|m| number(format, 100 + s * 7 + m)).collect())
                .collect(),
            ..Outcome::default()
        })
        .collect()
}

fn simulated(plan: &Plan, model: impl Fn(u32) -> Vec<Outcome> + Sync) -> Experiment {
    run(plan, model, None, Done::new(), &NEVER, |_| {}).unwrap()
}

/// The bytes of both tables and of the statistics.
fn bytes(experiment: &Experiment) -> Vec<Vec<u8>> {
    let home = tempfile::tempdir().unwrap();
    let folder = RunFolder::named(home.path(), Present::Keep).unwrap();
    experiment.results.write(&folder, &experiment.failures).unwrap();
    let mut csv = Vec::new();
    compare(&experiment.results).to_csv(&mut csv).unwrap();
    let tables = TABLES.iter().map(|name| fs::read(home.path().join(name)).unwrap());
    tables.chain([csv]).collect()
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let one = bytes(&simulated(&plan(300, 1), model));
    for threads in [2, 3, 8] {
        assert_eq!(bytes(&simulated(&plan(300, threads), model)), one, "{threads} threads");
    }
}

#[test]
fn the_first_replications_of_a_long_run_are_those_of_a_short_one() {
    let (short, long) = (simulated(&plan(100, 2), model).results, simulated(&plan(500, 2), model).results);
    assert_eq!(short.replications[..], long.replications[..100]);
    for (short, long) in short.values.iter().flatten().zip(long.values.iter().flatten()) {
        let bits = |values: &[f64]| values.iter().map(|value| value.to_bits()).collect::<Vec<_>>();
        assert_eq!(bits(short), bits(&long[..100]));
    }
}

#[test]
fn a_panic_in_one_replication_is_recorded_and_the_others_are_what_they_were() {
    let clumsy = |replication: u32| {
        assert!(replication != 3, "the till is short by {replication}");
        model(replication)
    };
    let failed = simulated(&plan(20, 2), clumsy);
    let whole = simulated(&plan(20, 2), model).results;
    let [failure] = &failed.failures[..] else { panic!("{:?}", failed.failures) };
    assert_eq!((failure.replication, failure.message.as_str()), (3, "the till is short by 3"));
    assert!(failure.place.contains("reproducibility.rs:"), "{}", failure.place);
    assert_eq!((failed.progress.over, failed.progress.failed, failed.is_interrupted()), (20, 1, false));
    assert_eq!(failed.results.replications.len(), 19);
    assert_eq!(failed.results.values[1][0][3].to_bits(), whole.values[1][0][4].to_bits());
}

#[test]
fn when_every_replication_fails_the_tables_are_still_written() {
    let broken = simulated(&plan(3, 2), |_| panic!("no world"));
    assert_eq!((broken.failures.len(), broken.results.replications.len()), (3, 0));
    assert_eq!(bytes(&broken).len(), 3);
}

#[test]
fn an_infinite_value_or_a_missing_format_is_a_failure_and_not_a_result() {
    let odd = |replication: u32| {
        let mut outcomes = model(replication);
        match replication {
            0 => outcomes[1].indicators[0] = f64::INFINITY,
            1 => drop(outcomes.pop()),
            _ => {}
        }
        outcomes
    };
    let messages: Vec<String> = simulated(&plan(4, 1), odd).failures.into_iter().map(|f| f.message).collect();
    assert!(messages[0].ends_with("is infinite under ge"), "{}", messages[0]);
    assert!(messages[1].contains("one outcome for each format"), "{}", messages[1]);
    assert_eq!(messages.len(), 2);
}

#[test]
fn a_run_interrupted_then_resumed_gives_the_bytes_of_one_that_was_not_and_computes_nothing_twice() {
    let home = tempfile::tempdir().unwrap();
    let (first, second) = (plan(60, 2), plan(60, 3));
    let computed = AtomicU32::new(0);
    let stop = AtomicBool::new(false);
    let counted = |replication: u32| {
        // the user loses patience
        stop.store(computed.fetch_add(1, Ordering::Relaxed) == 24, Ordering::Relaxed);
        model(replication)
    };
    let mut journal = Journal::create(home.path(), &first.identity()).unwrap();
    let part = run(&first, counted, Some(&mut journal), Done::new(), &stop, |_| {}).unwrap();
    drop(journal);
    assert!(part.is_interrupted());
    let done = part.results.replications.len() as u32;
    assert_eq!(part.results.replications, (0..done).collect::<Vec<_>>());

    let (mut journal, kept) = Journal::resume(home.path(), &second.identity()).unwrap();
    assert_eq!(kept.len() as u32, done);
    let rest = run(&second, counted, Some(&mut journal), kept, &NEVER, |_| {}).unwrap();
    assert_eq!(computed.load(Ordering::Relaxed), 60);
    assert_eq!((rest.progress.over, rest.progress.resumed), (60, done));
    assert_eq!(bytes(&rest), bytes(&simulated(&plan(60, 1), model)));
}

#[test]
fn progress_never_runs_backwards_and_ends_at_the_total() {
    let mut seen: Vec<Progress> = Vec::new();
    run(&plan(40, 2), model, None, Done::new(), &NEVER, |progress| seen.push(*progress)).unwrap();
    assert!(seen.windows(2).all(|pair| pair[0].over <= pair[1].over && pair[0].elapsed <= pair[1].elapsed));
    assert_eq!((seen[0].over, seen[seen.len() - 1].over), (0, 40));
}

#[test]
fn a_replication_computed_alone_equals_its_stored_row() {
    let home = tempfile::tempdir().unwrap();
    mutualise(home.path(), &["--replications", "6", "--months", "12", "--out", "run"]);
    let results = Results::read(&home.path().join("run")).unwrap();
    let alone = mutualise(home.path(), &["compare", "--replication", "4", "--months", "12"]);
    let rows: Vec<&str> = alone.lines().skip(1).collect();
    assert_eq!(rows.len(), results.columns.len());
    for (place, row) in rows.iter().enumerate() {
        let cells: Vec<&str> = row.split(',').collect();
        assert_eq!(cells[0], results.columns[place]);
        for (format, cell) in cells[2..].iter().enumerate() {
            let stored = results.values[format][place][4];
            let printed = if cell.is_empty() { f64::NAN } else { cell.parse().unwrap() };
            assert!(stored.to_bits() == printed.to_bits() || stored.is_nan() && printed.is_nan(), "{row}");
        }
    }
}

#[test]
fn the_program_itself_writes_the_same_bytes_on_one_thread_and_on_two() {
    let home = tempfile::tempdir().unwrap();
    for threads in ["1", "2"] {
        mutualise(
            home.path(),
            &["--replications", "5", "--months", "12", "--threads", threads, "--out", threads],
        );
    }
    for name in TABLES.into_iter().chain(["comparison.csv"]) {
        let of = |threads: &str| fs::read(home.path().join(threads).join(name)).unwrap();
        assert!(of("1") == of("2"), "{name} differs");
    }
}

/// What the program prints for these arguments, in that folder.
fn mutualise(home: &Path, arguments: &[&str]) -> String {
    let mut command = assert_cmd::Command::cargo_bin("mutualise").unwrap();
    let output = command.current_dir(home).args(arguments).assert().success().get_output().stdout.clone();
    String::from_utf8(output).unwrap()
}
