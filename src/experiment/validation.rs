//! What does the status quo look like to those who count it? Every observable, in each replication.

use rayon::prelude::*;

use super::replication::watch;
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

/// One replication of the status quo, month by month.
pub fn panel(scenario: &Scenario, replication: u32, check: Check) -> Panel {
    let mut panel = Panel::default();
    watch(scenario, replication, check, |world| panel.look(world));
    panel
}
