//! From a plan to results: which replications are due, what became of each, and the tables they fill.

use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::journal::{Done, Identity, Journal};
use super::panics::Caught;
use super::parallel::{News, each};
use super::record::COMMIT;
use super::replication::Outcome;
use super::results::{FormatName, Monthly, Provenance, Results};
use super::trouble::Trouble;
use crate::indicators::{SERIES, registry};

/// What is to be computed.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The compared formats; the first is the reference.
    pub formats: Vec<FormatName>,
    /// How many replications, numbered from 0.
    pub replications: u32,
    /// On how many threads.
    pub threads: usize,
    /// How many replications at once: as many as threads, or one where a replication is itself shared out among them.
    pub at_once: usize,
    /// What a foot note must say of the run.
    pub provenance: Provenance,
}

/// A replication that ended in a bug.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// Its number.
    pub replication: u32,
    /// What went wrong.
    pub message: String,
    /// Where in the source.
    pub place: String,
}

/// How far a run has come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progress {
    /// Replications that are over, failed ones and those of an earlier, interrupted run included.
    pub over: u32,
    /// Those that failed.
    pub failed: u32,
    /// Those that an earlier, interrupted run had already computed.
    pub resumed: u32,
    /// Those asked for.
    pub total: u32,
    /// How much of the next is done, as a share of one; 0 where that is not known.
    pub part: f64,
    /// Since the start.
    pub elapsed: Duration,
}

impl Progress {
    /// Replications a second in this run; nothing before the first, or before a part of it is known to be done.
    pub fn rate(&self) -> Option<f64> {
        let computed = f64::from(self.over - self.resumed) + self.part;
        (computed > 0.0).then(|| computed / self.elapsed.as_secs_f64().max(1e-6))
    }

    /// What is left to wait.
    pub fn left(&self) -> Option<Duration> {
        let seconds = (f64::from(self.total - self.over) - self.part) / self.rate()?;
        Duration::try_from_secs_f64(seconds).ok()
    }
}

/// A run that is over, or was interrupted.
#[derive(Debug)]
pub struct Experiment {
    /// The tables.
    pub results: Results,
    /// The replications that failed, by number.
    pub failures: Vec<Failure>,
    /// Those that are done, for a run that goes on with more of them.
    pub done: Done,
    /// How far it came.
    pub progress: Progress,
}

impl Experiment {
    /// Whether replications are still to do.
    pub fn is_interrupted(&self) -> bool {
        self.progress.over < self.progress.total
    }
}

impl Plan {
    /// What must be the same for a later run to go on with this one.
    pub fn identity(&self) -> Identity {
        Identity {
            version: self.provenance.version.clone(),
            commit: COMMIT.unwrap_or_default().to_owned(),
            seed: self.provenance.seed,
            hash: self.provenance.hash.clone(),
            formats: self.formats.iter().map(|format| format.id.clone()).collect(),
            months: self.provenance.months,
            columns: columns(),
            series: SERIES.iter().map(|series| series.id.to_owned()).collect(),
            scenario: String::new(),
        }
    }
}

/// Computes the replications of the plan that are not `done` already, and fills the tables in their order, so
/// that these do not depend on the number of threads nor on interruptions.
///
/// Each finished replication goes to the journal at once. A panic in one is recorded as its failure and the
/// rest goes on. When `stop` is raised, the replications under way are the last.
pub fn run(
    plan: &Plan,
    simulate: impl Fn(u32) -> Vec<Outcome> + Sync,
    journal: Option<&mut Journal>,
    done: Done,
    stop: &AtomicBool,
    on_progress: impl FnMut(&Progress),
) -> Result<Experiment, Trouble> {
    go_on(plan, simulate, journal, (done, Vec::new()), stop, on_progress)
}

/// The same, from replications that are done or have failed already; neither is computed again.
pub fn go_on(
    plan: &Plan,
    simulate: impl Fn(u32) -> Vec<Outcome> + Sync,
    mut journal: Option<&mut Journal>,
    (mut done, mut failures): (Done, Vec<Failure>),
    stop: &AtomicBool,
    mut on_progress: impl FnMut(&Progress),
) -> Result<Experiment, Trouble> {
    done.retain(|replication, outcomes| *replication < plan.replications && is_whole(plan, outcomes));
    let start = Instant::now();
    let (failed, resumed) = (failures.len() as u32, (done.len() + failures.len()) as u32);
    let total = plan.replications;
    let mut progress = Progress { over: resumed, failed, resumed, total, part: 0.0, elapsed: Duration::ZERO };
    let is_over = |k: &u32| done.contains_key(k) || failures.iter().any(|f: &Failure| f.replication == *k);
    let due: Vec<u32> = (0..plan.replications).filter(|k| !is_over(k)).collect();
    on_progress(&progress);
    each(
        &due,
        (plan.threads, plan.at_once),
        stop,
        |k| checked(plan, simulate(k)),
        |news| {
            progress.elapsed = start.elapsed();
            if let News::Done(replication, result) = news {
                progress.over += 1;
                match result {
                    Ok(outcomes) => {
                        if let Some(journal) = journal.as_deref_mut() {
                            journal.append(replication, &outcomes)?;
                        }
                        done.insert(replication, outcomes);
                    }
                    Err(Caught { message, place }) => {
                        progress.failed += 1;
                        failures.push(Failure { replication, message, place });
                    }
                }
            }
            on_progress(&progress);
            Ok(())
        },
    )?;
    progress.elapsed = start.elapsed();
    failures.sort_by_key(|failure| failure.replication);
    Ok(Experiment { results: tables(plan, &done), failures, done, progress })
}

/// Whether what a journal gave has the shape of what this plan computes.
fn is_whole(plan: &Plan, outcomes: &[Outcome]) -> bool {
    let months = plan.provenance.months;
    outcomes.len() == plan.formats.len()
        && outcomes.iter().all(|outcome| {
            outcome.indicators.len() == registry::columns().count()
                && outcome.series.len() == SERIES.len()
                && outcome.series.iter().all(|series| series.len() == months)
        })
}

/// The outcomes, if they have the shape of the registries; panics otherwise, which is a bug of the model.
fn checked(plan: &Plan, outcomes: Vec<Outcome>) -> Vec<Outcome> {
    assert_eq!(outcomes.len(), plan.formats.len(), "one outcome for each format");
    for (format, outcome) in plan.formats.iter().zip(&outcomes) {
        assert_eq!(outcome.indicators.len(), registry::columns().count(), "one value for each column");
        assert_eq!(outcome.series.len(), SERIES.len(), "one path for each series");
        for (column, value) in registry::columns().zip(&outcome.indicators) {
            assert!(!value.is_infinite(), "{} is infinite under {}", column.name(), format.id);
        }
    }
    outcomes
}

/// The names of the stored columns.
fn columns() -> Vec<String> {
    registry::columns().map(|column| column.name()).collect()
}

/// The tables of replications that are done, in their order.
pub fn tables(plan: &Plan, done: &Done) -> Results {
    let outcomes: Vec<&[Outcome]> = done.values().map(Vec::as_slice).collect();
    let columns = columns();
    let column = |format: usize, c: usize| outcomes.iter().map(|o| o[format].indicators[c]).collect();
    let format = |format: usize| (0..columns.len()).map(|c| column(format, c)).collect();
    Results {
        values: (0..plan.formats.len()).map(format).collect(),
        monthly: Monthly::of(&outcomes, plan.formats.len()),
        formats: plan.formats.clone(),
        columns,
        replications: done.keys().copied().collect(),
        provenance: plan.provenance.clone(),
    }
}
