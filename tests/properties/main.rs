//! Promise: whatever lawful scenario somebody writes, the program lives through it under any format, keeps every
//! invariant, computes with numbers only, and says something of what came out.
//!
//! `cargo test --test properties` draws a few dozen scenarios, always the same. More of them, or others:
//! `MUTUALISE_SCENARIOS=2000 MUTUALISE_SCENARIOS_SEED=1 cargo test --test properties`.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod drawn;
mod nothing;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Mutex;

use drawn::{Drawn, scenarios};
use mutualise::comparison;
use mutualise::experiment::panics::caught;
use mutualise::experiment::replication::Outcome;
use mutualise::experiment::replication::{common_past, future};
use mutualise::experiment::results::{FormatName, Monthly, Provenance, Results};
use mutualise::experiment::validation;
use mutualise::formats;
use mutualise::indicators::observables::OBSERVABLES;
use mutualise::indicators::registry::Group;
use mutualise::indicators::{registry, series};
use mutualise::month::Check;
use mutualise::report;
use mutualise::scenario::{Scenario, Source};
use mutualise::words::Lang;
use mutualise::world::World;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use rayon::prelude::*;

/// How many scenarios are drawn when nobody says.
const SCENARIOS: u32 = 80;
/// Scenarios drawn from one seed: what is drawn does not depend on the number of threads.
const AT_ONCE: u32 = 10;
/// What may happen to one person or structure in a month: a structure holds up to 7 posts for each profession.
const MOST_EVENTS: usize = 4 * 7 + 4;
/// Bytes in which the state of a world is told, for each structure, person and firm. Structures that find nobody keep
/// up to 7 posts for each profession; a leak tells more.
const LONGEST_WORLD: usize = 10_000;
/// Observables that had nothing to measure in one of the worlds.
static UNDEFINED: Mutex<BTreeSet<&str>> = Mutex::new(BTreeSet::new());
/// The memory of the whole test may not exceed this, in kilobytes.
const MOST_MEMORY: u64 = 1_000_000;

#[test]
fn any_lawful_scenario_can_be_lived_through_under_any_format() {
    let count = asked("MUTUALISE_SCENARIOS", SCENARIOS);
    let seed = asked("MUTUALISE_SCENARIOS_SEED", 0);
    let lived = Mutex::new(BTreeSet::new());
    let broken: Vec<String> = (0..count.div_ceil(AT_ONCE))
        .into_par_iter()
        .filter_map(|batch| breaks(seed, batch, &lived))
        .collect();
    assert!(broken.is_empty(), "{} batches of {AT_ONCE} broke:\n\n{}", broken.len(), broken.join("\n\n"));
    assert_eq!(lived.into_inner().unwrap().len(), formats::EMBEDDED.len(), "a format was never drawn");
    let undefined = UNDEFINED.lock().unwrap();
    let unexpected: Vec<_> = undefined.iter().filter(|id| !nothing::may_be_undefined(id)).collect();
    assert!(unexpected.is_empty(), "not defined somewhere: {unexpected:?}");
    let peak = peak_memory();
    println!("{count} scenarios, {peak} kB at most");
    assert!(peak < MOST_MEMORY, "{peak} kB of memory");
}

fn asked(variable: &str, usual: u32) -> u32 {
    std::env::var(variable).map_or(usual, |text| text.parse().expect("a whole number"))
}

#[test]
fn scenarios_that_once_broke_something_are_lived_through() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/properties/kept");
    let mut kept = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let scenario = Scenario::resolve(Source::File(path.clone()), &[]);
        let scenario = scenario.unwrap_or_else(|wrong| panic!("{}: {wrong}", path.display()));
        live_through(&scenario).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
        kept += 1;
    }
    assert!(kept > 0);
}

/// The smallest scenario found in a batch that breaks something, if one does.
fn breaks(seed: u32, batch: u32, lived: &Mutex<BTreeSet<&'static str>>) -> Option<String> {
    let config = Config {
        cases: AT_ONCE,
        failure_persistence: None,
        max_shrink_time: 120_000,
        max_shrink_iters: 2000,
        ..Config::default()
    };
    let mut bytes = [0; 32];
    bytes[..4].copy_from_slice(&seed.to_le_bytes());
    bytes[4..8].copy_from_slice(&batch.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let result = TestRunner::new_with_rng(config, rng).run(&scenarios(), |drawn| {
        lived.lock().unwrap().extend(&drawn.formats);
        match caught(|| live(&drawn)) {
            Ok(Ok(())) => Ok(()),
            Ok(Err(why)) => Err(TestCaseError::fail(why)),
            Err(panic) => Err(TestCaseError::fail(format!("{} ({})", panic.message, panic.place))),
        }
    });
    match result {
        Ok(()) => None,
        Err(TestError::Fail(why, drawn)) => told(format!("batch {batch}: {why}\n{}", drawn.text())),
        Err(TestError::Abort(why)) => told(format!("batch {batch}: {why}")),
    }
}

/// Said at once: of thousands of scenarios the others take long yet.
fn told(broken: String) -> Option<String> {
    eprintln!("{broken}");
    Some(broken)
}

fn live(drawn: &Drawn) -> Result<(), String> {
    live_through(&drawn.resolved().map_err(|wrong| wrong.to_string())?)
}

fn live_through(scenario: &Scenario) -> Result<(), String> {
    let replications: Vec<Vec<Outcome>> =
        (0..2).map(|replication| replicate(scenario, replication)).collect::<Result<_, _>>()?;
    observe(scenario)?;
    let results = table(scenario, &replications);
    let comparison = comparison::compare(&results);
    for lang in [Lang::Fr, Lang::En] {
        let text = report::whole(&results, &comparison, Path::new("run"), (lang, report::WIDTH));
        if text.contains("NaN") || text.contains("inf ") {
            return Err(format!("this is told:\n{text}"));
        }
    }
    Ok(())
}

/// What statisticians would count in the status quo: a number or nothing.
fn observe(scenario: &Scenario) -> Result<(), String> {
    let panel = validation::panel(scenario, 0, Check::EveryMonth);
    for observable in OBSERVABLES {
        let value = observable.of(&panel);
        if value.is_infinite() {
            return Err(format!("{} is {value}", observable.id));
        }
        if value.is_nan() {
            UNDEFINED.lock().unwrap().insert(observable.id);
        }
    }
    Ok(())
}

/// A replication under every format, its states looked at.
fn replicate(scenario: &Scenario, replication: u32) -> Result<Vec<Outcome>, String> {
    let past = common_past(scenario, replication, Check::EveryMonth);
    scenario
        .formats
        .iter()
        .map(|format| {
            let world = future(scenario, &past, format, replication, Check::EveryMonth);
            let outcome = Outcome {
                indicators: registry::columns().map(|column| column.value(&world)).collect(),
                series: series::collect(&world),
                ..Outcome::default()
            };
            sound(world, &outcome).map_err(|why| format!("{}: {why}", format.id))?;
            Ok(outcome)
        })
        .collect()
}

/// No number of the state is anything but a number, nothing measured is without bounds, and the state has not grown
/// beyond what so many people, structures and firms need.
fn sound(mut world: World, outcome: &Outcome) -> Result<(), String> {
    for (column, value) in registry::columns().zip(&outcome.indicators) {
        if value.is_infinite() {
            return Err(format!("{} is infinite", column.name()));
        }
        if column.group == Group::All
            && let Some(wrong) = nothing::wrong(&world, column.indicator.id, *value)
        {
            return Err(wrong);
        }
    }
    if outcome.series.iter().flatten().any(|value| value.is_infinite()) {
        return Err("a monthly series is infinite".into());
    }
    // a series may say that a month has nothing to measure
    world.record.series.clear();
    // what happens adds up with the months by nature, and is bounded by them
    let events = std::mem::take(&mut world.record.events);
    let (people, structures) = (world.workers.len(), world.structures.len());
    let of_people = events.separations.len() + events.contacts.as_ref().map_or(0, Vec::len);
    let of_structures = events.recruitments.len() + events.teams.len() + events.closures.len();
    let most = MOST_EVENTS * world.month as usize;
    // a few people may change employer several times a month where posts are many: once for each post at most
    if of_people > most * people + events.recruitments.len() || of_structures > most * structures {
        return Err(format!(
            "{of_people} events of {people} people, {of_structures} of {structures} structures"
        ));
    }
    let told = format!("{world:?}");
    let odd = told.match_indices("NaN").chain(told.match_indices("inf,")).next();
    if let Some((place, _)) = odd {
        let around: String = told[..place].chars().rev().take(300).collect();
        let before: String = around.chars().rev().collect();
        return Err(format!("the state holds a number that is none after {before}"));
    }
    let beings = world.workers.len() + world.structures.len() + world.firms.weight.len();
    let bound = LONGEST_WORLD * beings + 100_000;
    if told.len() > bound { Err(format!("{} bytes of state for {beings}", told.len())) } else { Ok(()) }
}

fn table(scenario: &Scenario, replications: &[Vec<Outcome>]) -> Results {
    let formats = scenario.formats.iter();
    let outcomes: Vec<&[Outcome]> = replications.iter().map(Vec::as_slice).collect();
    let columns: Vec<String> = registry::columns().map(|column| column.name()).collect();
    let column = |format: usize, c: usize| outcomes.iter().map(|o| o[format].indicators[c]).collect();
    Results {
        values: (0..scenario.formats.len())
            .map(|format| (0..columns.len()).map(|c| column(format, c)).collect())
            .collect(),
        monthly: Monthly::of(&outcomes, scenario.formats.len()),
        formats: formats
            .map(|f| FormatName { id: f.id.clone(), label: f.label.clone(), short: f.short.clone() })
            .collect(),
        columns,
        replications: (0..replications.len() as u32).collect(),
        provenance: Provenance { months: drawn::MONTHS as usize, launch: (2027, 1), ..Provenance::default() },
    }
}

/// The most memory this process has held, in kilobytes; nothing where the system does not say.
fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}
