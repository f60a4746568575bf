//! The shared employer: its jobs, its members' deposits, its books.

use crate::kinds::{Profession, Zone};
use crate::units::Money;

/// Where a pool stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stage {
    /// There is none.
    #[default]
    None,
    /// It is being set up.
    SettingUp,
    /// It works.
    Active,
    /// It was liquidated.
    Liquidated,
}

/// Part of a job's time sold to one user.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Slice {
    /// The user's place.
    pub user: u32,
    /// Its share, in full-time equivalents.
    pub fte: f64,
}

/// A job of the pool: one person's time, shared among users.
#[derive(Clone, Debug, PartialEq)]
pub struct Job {
    /// Its number, never used again.
    pub number: u32,
    /// The profession.
    pub profession: Profession,
    /// Where most of the work is.
    pub zone: Zone,
    /// Who holds it; nobody while it is open.
    pub worker: Option<u32>,
    /// Hours employed, in full-time equivalents.
    pub fte: f64,
    /// The users.
    pub slices: Vec<Slice>,
    /// Months in a row with unsold time.
    pub idle_months: u32,
    /// Months for which somebody has held it.
    pub months_held: u32,
    /// Whether it serves a temporary need.
    pub temporary: bool,
    /// Whether no user needs enough to hire alone under the legal minimum.
    pub out_of_reach_alone: bool,
}

impl Job {
    /// Hours sold, in full-time equivalents.
    pub fn sold(&self) -> f64 {
        self.slices.iter().map(|slice| slice.fte).sum()
    }
}

/// An invoice not yet paid.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Invoice {
    /// Who owes it.
    pub user: u32,
    /// The amount before tax.
    pub amount: Money,
    /// The month in which it falls due.
    pub due: u32,
}

/// The shared employer.
#[derive(Clone, Debug, Default)]
pub struct Pool {
    /// Where it stands.
    pub stage: Stage,
    /// The month from which it may hire.
    pub opens: u32,
    /// The month of its liquidation.
    pub ended: Option<u32>,
    /// Its jobs, filled or open, by number.
    pub jobs: Vec<Job>,
    /// The next job's number.
    pub next_number: u32,
    /// Invoices not yet paid.
    pub receivables: Vec<Invoice>,
    /// Deposit of each structure.
    pub deposits: Vec<Money>,
    /// Capital share of each structure.
    pub capital: Vec<Money>,
    /// Months of use by each structure, for sharing liability.
    pub use_of_pool: Vec<f64>,
    /// The fee or margin in force.
    pub rate: f64,
    /// Loaded wages paid since the last yearly reset.
    pub year_wages: Money,
    /// Everything else spent since the last yearly reset, unsold time included.
    pub year_other_costs: Money,
    /// Loaded cost of time sold since the last yearly reset.
    pub year_sold: Money,
    /// The month and amount of a grant still to be paid.
    pub grant: Option<(u32, Money)>,
    /// The month of the last call on members.
    pub last_call: Option<u32>,
    /// The sum guaranteed.
    pub guaranteed: Money,
}

impl Pool {
    /// Whether it works.
    pub fn active(&self) -> bool {
        self.stage == Stage::Active
    }

    /// The place of the job of that number.
    pub fn job_at(&self, number: u32) -> Option<usize> {
        self.jobs.binary_search_by_key(&number, |job| job.number).ok()
    }

    /// Adds a job under the next number, which it returns.
    pub fn add_job(&mut self, job: Job) -> u32 {
        let number = self.next_number;
        self.next_number += 1;
        self.jobs.push(Job { number, ..job });
        number
    }
}
