//! A first look at a long comparison: what its first replications say, while the others are computed.
//!
//! They are the first of the whole, so that nothing of the results depends on who looks.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::Terminal;
use super::progress::Teller;
use mutualise::comparison;
use mutualise::experiment::replication::Outcome;
use mutualise::experiment::{Plan, tables};
use mutualise::report;

/// So many replications make a first look: well under a second of the default comparison.
const FIRST: u32 = 16;
/// With fewer replications in all, the end is near enough.
const WORTH_IT: u32 = 4 * FIRST;

/// The first replications of a run, until they are told.
pub struct Glance<'a> {
    terminal: &'a Terminal,
    plan: Plan,
    seen: Mutex<BTreeMap<u32, Vec<Outcome>>>,
    told: AtomicBool,
}

impl<'a> Glance<'a> {
    /// A first look at a plan of which nothing is done yet; none at a short one.
    pub fn at(plan: &Plan, terminal: &'a Terminal, fresh: bool) -> Glance<'a> {
        let wanted = fresh && !terminal.json && plan.replications >= WORTH_IT && plan.formats.len() > 1;
        let plan = Plan { replications: FIRST, ..plan.clone() };
        Glance { terminal, plan, seen: Mutex::default(), told: AtomicBool::new(!wanted) }
    }

    /// Keeps what the first replications gave.
    pub fn see(&self, replication: u32, outcomes: &[Outcome]) {
        if !self.told.load(Relaxed) && replication < FIRST {
            self.seen().insert(replication, outcomes.to_vec());
        }
    }

    /// Tells them, once all are there.
    pub fn tell(&self, teller: &Teller) {
        if self.told.load(Relaxed) || self.seen().len() < FIRST as usize {
            return;
        }
        self.told.store(true, Relaxed);
        let results = tables(&self.plan, &std::mem::take(&mut *self.seen()));
        let Terminal { lang, .. } = self.terminal;
        let width = self.terminal.columns_of_messages();
        let table = report::glance(&results, &comparison::compare(&results), *lang, width);
        let french =
            format!("premier aperçu, {FIRST} réplications : trop peu pour s’y fier, la suite l’affine");
        let english =
            format!("first look, {FIRST} replications: too few to rely on, what follows refines it");
        teller.aside(&format!("{}\n\n{table}", self.terminal.choose(&french, &english)));
    }

    fn seen(&self) -> MutexGuard<'_, BTreeMap<u32, Vec<Outcome>>> {
        // a panic in a replication is caught elsewhere, and leaves the list as it was
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
