//! The shared employers: their jobs, their members, their deposits, their books.

use std::ops::{Index, IndexMut};

use crate::formats::Users;
use crate::kinds::{PerProfession, Profession, Zone};
use crate::law::Contract;
use crate::units::Money;
use crate::world::structures::Notice;

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
    /// Months left of a mission of somebody employed open-ended; 0 for any other share.
    pub months_left: u32,
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
    /// The contract of whoever holds it.
    pub contract: Contract,
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

/// One structure lends part of the time of somebody it employs to another, at cost.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Loan {
    /// Who is lent.
    pub worker: u32,
    /// The employer's place.
    pub lender: u32,
    /// The user's place.
    pub borrower: u32,
    /// How much, in full-time equivalents.
    pub fte: f64,
    /// Months left of the agreement.
    pub months_left: u32,
}

/// The jobs of each pool are numbered from its place times this, so that a number names the pool too.
const NUMBERS: u32 = 1 << 20;

/// The place of the pool to which a job of that number belongs.
pub fn pool_of(number: u32) -> usize {
    (number / NUMBERS) as usize
}

/// A shared employer.
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
    /// Whether each structure is a member.
    pub member: Vec<bool>,
    /// Month since which it is.
    pub member_since: Vec<u32>,
    /// Whether it has withdrawn, and how many months of notice are left.
    pub notice: Vec<Notice>,
    /// Smoothed monthly balance of its membership, in euros.
    pub balance: Vec<f64>,
    /// Deposit of each structure.
    pub deposits: Vec<Money>,
    /// Capital share of each structure.
    pub capital: Vec<Money>,
    /// Full-time months used by each member, for sharing liability; forgotten when it leaves.
    pub use_of_pool: Vec<f64>,
    /// Time sold in missions, smoothed over a year, in full-time equivalents.
    pub mission_flow: PerProfession<f64>,
    /// The fee or margin in force.
    pub rate: f64,
    /// Payroll tax on the people it lends, as a share of their loaded cost: what it bills on top.
    pub tax_share: f64,
    /// Gross pay since the last yearly closing.
    pub year_gross: Money,
    /// Invoices written since the last yearly closing, before tax.
    pub year_billed: Money,
    /// Loaded cost of time sold to each user since the last yearly closing.
    pub year_use: Vec<Money>,
    /// Everything else spent since the last yearly reset, unsold time included.
    pub year_other_costs: Money,
    /// Loaded cost of time sold since the last yearly reset.
    pub year_sold: Money,
    /// The months and amounts of grants still to be paid.
    pub grants: Vec<(u32, Money)>,
    /// What it was worth at the last yearly closing: cash, counter-guarantee and receivables less others' capital.
    pub worth: Money,
    /// Capital of founders and partners.
    pub founding_capital: Money,
    /// Provisions against debts members answer for together: the year of each, and what is left of it.
    pub provisions: Vec<(u32, Money)>,
    /// Losses that may still be set against a profit.
    pub losses: Money,
    /// What the law or the statutes keep from being shared out.
    pub reserves: Money,
    /// Years closed.
    pub years: u32,
    /// Public money that has kept it alive.
    pub rescued: Money,
    /// The sum guaranteed.
    pub guaranteed: Money,
}

impl Pool {
    /// The pool of that place among the pools, for so many structures; it does not work yet.
    pub fn new(place: usize, structures: usize) -> Pool {
        Pool {
            next_number: place as u32 * NUMBERS,
            member: vec![false; structures],
            member_since: vec![0; structures],
            notice: vec![Notice::None; structures],
            balance: vec![0.0; structures],
            deposits: vec![Money::ZERO; structures],
            capital: vec![Money::ZERO; structures],
            use_of_pool: vec![0.0; structures],
            year_use: vec![Money::ZERO; structures],
            ..Pool::default()
        }
    }

    /// Whether it works.
    pub fn active(&self) -> bool {
        self.stage == Stage::Active
    }

    /// What it charges over loaded cost: its fee, and payroll tax if it bears that.
    pub fn charge(&self) -> f64 {
        self.rate + self.tax_share
    }

    /// Whether a structure may use it as it is.
    pub fn serves(&self, s: usize, users: Users) -> bool {
        let client = users == Users::Anyone || self.member[s] && self.notice[s] == Notice::None;
        self.active() && client
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

/// Who shares people with whom: the pools of a format, one legal employer each, most often one alone; and the loans
/// between structures.
#[derive(Clone, Debug)]
pub struct Pools {
    list: Vec<Pool>,
    /// Loans between structures.
    pub loans: Vec<Loan>,
}

impl Pools {
    /// One pool that does not work yet, for so many structures.
    pub fn new(structures: usize) -> Pools {
        Pools { list: vec![Pool::new(0, structures)], loans: Vec::new() }
    }

    /// No pool at all.
    pub fn none() -> Pools {
        Pools { list: Vec::new(), loans: Vec::new() }
    }

    /// Adds those of another world, of which only the stage is kept.
    pub fn add_stages(&mut self, more: &Pools) {
        self.list.extend(more.iter().map(|pool| Pool { stage: pool.stage, ..Pool::default() }));
    }

    /// Makes room for so many pools.
    pub fn make_room(&mut self, pools: usize) {
        let structures = self.list[0].member.len();
        for place in self.list.len()..pools {
            self.list.push(Pool::new(place, structures));
        }
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Pool> + Clone {
        self.list.iter()
    }

    /// All of them, to be changed.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut Pool> {
        self.list.iter_mut()
    }

    /// All their jobs, pool by pool.
    pub fn jobs(&self) -> impl Iterator<Item = &Job> + Clone {
        self.list.iter().flat_map(|pool| &pool.jobs)
    }

    /// The job of that number, if there is one.
    pub fn job(&self, number: u32) -> Option<&Job> {
        let pool = self.list.get(pool_of(number))?;
        pool.job_at(number).map(|j| &pool.jobs[j])
    }

    /// The job of that number, to be changed.
    pub fn job_mut(&mut self, number: u32) -> Option<&mut Job> {
        let pool = self.list.get_mut(pool_of(number))?;
        pool.job_at(number).map(|j| &mut pool.jobs[j])
    }

    /// The loan of somebody's time, if there is one.
    pub fn loan_of(&self, w: usize) -> Option<&Loan> {
        self.loans.iter().find(|loan| loan.worker as usize == w)
    }

    /// How many structures are members of any of them.
    pub fn members(&self) -> usize {
        match self.list.as_slice() {
            [only] => only.member.iter().filter(|&&member| member).count(),
            several => (0..several[0].member.len()).filter(|&s| self.has_member(s)).count(),
        }
    }

    /// Whether a structure is a member of any of them.
    pub fn has_member(&self, s: usize) -> bool {
        self.list.iter().any(|pool| pool.member[s])
    }
}

impl Index<usize> for Pools {
    type Output = Pool;
    fn index(&self, place: usize) -> &Pool {
        &self.list[place]
    }
}

impl IndexMut<usize> for Pools {
    fn index_mut(&mut self, place: usize) -> &mut Pool {
        &mut self.list[place]
    }
}
