//! What does the status quo look like to those who count it? Every observable, in each replication.

use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use rayon::prelude::*;

use super::panics::Caught;
use super::parallel::{News, each};
use super::replication::watch;
use super::run::{Failure, Progress};
use super::trouble::Trouble;
use crate::indicators::observables::{OBSERVABLES, Panel};
use crate::month::Check;
use crate::scenario::Scenario;

/// The value of every observable, in the order of its registry, in each replication, in their order.
pub fn observe(scenario: &Scenario, check: Check) -> Vec<Vec<f64>> {
    (0..scenario.params.run.replications)
        .into_par_iter()
        .map(|replication| {
            let panel = panel(scenario, replication, check);
            OBSERVABLES.iter().map(|observable| observable.of(&panel)).collect()
        })
        .collect()
}

/// The same, told while it goes on: the values of the replications that are done, and those that failed.
pub fn watched(
    scenario: &Scenario,
    threads: usize,
    stop: &AtomicBool,
    mut tell: impl FnMut(&Progress),
) -> Result<(Vec<Vec<f64>>, Vec<Failure>), Trouble> {
    let start = Instant::now();
    let total = scenario.params.run.replications;
    let mut progress = Progress { over: 0, failed: 0, resumed: 0, total, part: 0.0, elapsed: Duration::ZERO };
    let (mut done, mut failures) = (BTreeMap::new(), Vec::new());
    tell(&progress);
    let observed = |replication| {
        let panel = panel(scenario, replication, Check::Never);
        OBSERVABLES.iter().map(|observable| observable.of(&panel)).collect::<Vec<_>>()
    };
    each(&(0..total).collect::<Vec<_>>(), (threads, threads), stop, observed, |news| {
        progress.elapsed = start.elapsed();
        if let News::Done(replication, result) = news {
            progress.over += 1;
            match result {
                Ok(values) => drop(done.insert(replication, values)),
                Err(Caught { message, place }) => {
                    progress.failed += 1;
                    failures.push(Failure { replication, message, place });
                }
            }
        }
        tell(&progress);
        Ok(())
    })?;
    failures.sort_by_key(|failure| failure.replication);
    Ok((done.into_values().collect(), failures))
}

/// One replication of the status quo, month by month.
pub fn panel(scenario: &Scenario, replication: u32, check: Check) -> Panel {
    let mut panel = Panel::default();
    watch(scenario, replication, check, |world| panel.look(world));
    panel
}
