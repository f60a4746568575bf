//! How far a replication of a country has come, month by month: one of them takes long.

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use mutualise::experiment::Progress;
use mutualise::scenario::Scenario;

/// The months of the replication under way.
pub struct Months {
    lived: AtomicU32,
    /// Of a whole replication, under all formats.
    whole: u32,
}

impl Months {
    /// None lived yet.
    pub fn of(scenario: &Scenario) -> Months {
        let run = &scenario.params.run;
        let whole = run.burn_in + scenario.formats.len() as u32 * run.months;
        Months { lived: AtomicU32::new(0), whole }
    }

    /// Does a replication, whose months are counted as they are heard of.
    pub fn heard<T>(&self, replicate: impl FnOnce(&(dyn Fn() + Sync)) -> T) -> T {
        self.lived.store(0, Relaxed);
        let done = replicate(&|| {
            self.lived.fetch_add(1, Relaxed);
        });
        self.lived.store(0, Relaxed);
        done
    }

    /// The progress with the part of the replication under way.
    pub fn told(&self, progress: &Progress) -> Progress {
        let part = match progress.over < progress.total {
            true => f64::from(self.lived.load(Relaxed)) / f64::from(self.whole),
            false => 0.0,
        };
        Progress { part, ..*progress }
    }
}
