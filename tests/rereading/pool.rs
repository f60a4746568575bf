//! What a pool is, and how it is opened (submodels 5.13 and 5.15).

use mutualise::dice::Decision;
use mutualise::formats::{Employer as Legal, Guarantee};
use mutualise::kinds::{PerProfession, Profession, Zone};
use mutualise::law::Contract;
use mutualise::units::Money;
use mutualise::world::structures::Notice;
use mutualise::world::{Purpose, Stage};

use crate::state::{Book, Purse, Territory};

/// A part of somebody's time.
#[derive(Clone, Copy, Debug)]
pub struct Share {
    pub user: usize,
    pub fte: f64,
    /// Months left of a mission of somebody employed open-ended.
    pub months: u32,
}

/// A job that several may share.
#[derive(Clone, Debug)]
pub struct SharedJob {
    pub number: u32,
    pub profession: Profession,
    pub zone: Zone,
    pub contract: Contract,
    pub temporary: bool,
    pub fte: f64,
    pub shares: Vec<Share>,
    pub holder: Option<usize>,
    /// Months in a row in which time was not sold.
    pub idle: u32,
    /// Months somebody has worked in it.
    pub worked: u32,
}

impl SharedJob {
    pub fn sold(&self) -> f64 {
        self.shares.iter().map(|share| share.fte).sum()
    }

    /// The user of the largest share.
    pub fn main_user(&self) -> Option<Share> {
        self.shares.iter().copied().max_by(|a, b| a.fte.total_cmp(&b.fte))
    }
}

/// What is between a pool and a structure.
#[derive(Clone, Debug, Default)]
pub struct Relation {
    pub member: bool,
    pub since: u32,
    pub notice: Notice,
    pub balance: f64,
    pub deposit: Money,
    pub capital: Money,
    /// Full-time months it has used.
    pub used: f64,
    /// Loaded cost of what it has used this year.
    pub used_this_year: Money,
}

#[derive(Clone, Copy, Debug)]
pub struct Invoice {
    pub user: usize,
    pub amount: Money,
    pub due: u32,
}

/// What a pool adds up until its books are closed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Year {
    pub gross: Money,
    pub billed: Money,
    pub sold: Money,
    /// All that was spent besides.
    pub other: Money,
}

#[derive(Clone, Debug, Default)]
pub struct Pool {
    pub stage: Stage,
    pub opens: u32,
    pub cash: Money,
    /// Counter-guarantee.
    pub set_aside: Money,
    pub guaranteed: Money,
    pub with: Vec<Relation>,
    pub jobs: Vec<SharedJob>,
    pub next_number: u32,
    pub invoices: Vec<Invoice>,
    /// Time on mission, smoothed over a year.
    pub usual_missions: PerProfession<f64>,
    pub fee: f64,
    /// Payroll tax, as a share of loaded cost.
    pub tax_share: f64,
    pub year: Year,
    pub grants: Vec<(u32, Money)>,
    pub founding_capital: Money,
    pub worth_before: Money,
    pub provisions: Vec<(u32, Money)>,
    pub losses: Money,
    pub reserves: Money,
    pub years: u32,
    pub rescued: Money,
}

impl Pool {
    pub fn active(&self) -> bool {
        self.stage == Stage::Active
    }

    /// What it charges on top of loaded cost.
    pub fn charge(&self) -> f64 {
        self.fee + self.tax_share
    }

    /// Full-time equivalents it employs.
    pub fn employed(&self) -> f64 {
        self.jobs.iter().filter(|job| job.holder.is_some()).map(|job| job.fte).sum()
    }
}

/// Numbers of the jobs of one pool; those of the next begin after them.
const NUMBERS_OF_A_POOL: u32 = 1 << 20;

impl Territory {
    /// Pools are founded at the launch and open when they are ready.
    pub fn open_pools(&mut self, book: &Book) {
        for (k, terms) in book.terms.iter().enumerate() {
            if self.pools.len() <= k {
                let with = vec![Relation::default(); self.structures.len()];
                let next_number = k as u32 * NUMBERS_OF_A_POOL;
                self.pools.push(Pool { with, next_number, ..Pool::default() });
            }
            if self.now == 0 && !matches!(terms.employer, Legal::Structure | Legal::LendingStructure) {
                self.found_pool(k, book);
            }
            if self.pools[k].stage == Stage::SettingUp || self.pools[k].active() {
                let month = self.month;
                let due = |grant: &(u32, Money)| grant.0 <= month;
                let paid: Money = self.pools[k].grants.iter().filter(|g| due(g)).map(|g| g.1).sum();
                self.pools[k].grants.retain(|grant| !due(grant));
                self.give(Purse::Elsewhere, Purse::Pool(k), Purpose::Grant, paid);
            }
            let ready = self.pools[k].stage == Stage::SettingUp && self.month >= self.pools[k].opens;
            if ready && self.post_first_guarantee(k, book) {
                self.pools[k].stage = Stage::Active;
                self.pools[k].opens = self.month;
                self.saw("a pool opens");
            }
        }
    }

    /// A structure's time falls back on the pool.
    pub fn release(&mut self, k: usize, s: usize) {
        for job in &mut self.pools[k].jobs {
            job.shares.retain(|share| share.user != s);
        }
    }

    fn found_pool(&mut self, k: usize, book: &Book) {
        let (terms, conduct) = (&book.terms[k], &book.params.pool);
        let pool = &mut self.pools[k];
        pool.stage = Stage::SettingUp;
        pool.opens = self.month + terms.setup_months;
        pool.fee = terms.fee;
        pool.founding_capital = Money::euros(terms.founding_capital);
        let capital = pool.founding_capital;
        self.give(Purse::Elsewhere, Purse::Pool(k), Purpose::FoundingCapital, capital);

        let (who, month) = (k as u32, self.month);
        let won = |which, odds| book.dice.roll_nth(Decision::NamedAid, who, month, which).happens(odds);
        if book.dice.roll(Decision::StartupGrant, who, month).happens(terms.startup_grant_odds) {
            self.pools[k].grants.push((month + conduct.grant_lag, Money::euros(terms.startup_grant)));
        }
        if won(0, terms.ptce_call_odds) {
            self.pools[k].grants.push((month + conduct.grant_lag, Money::euros(terms.ptce_call)));
        }
        // advice in kind first, then half of what is left to pay
        let mut left = Money::euros(terms.setup_cost);
        if won(1, terms.dla_odds) {
            let advice = Money::euros(terms.dla).min(left);
            self.give(Purse::Elsewhere, Purse::Elsewhere, Purpose::Grant, advice);
            left -= advice;
        }
        if won(2, terms.pcrh_odds) {
            let advice = (left * conduct.pcrh_share).min(Money::euros(terms.pcrh));
            self.give(Purse::Elsewhere, Purse::Elsewhere, Purpose::Grant, advice);
            left -= advice;
        }
        self.give(Purse::Pool(k), Purse::Elsewhere, Purpose::Setup, left);
    }

    /// No mission before the guarantee; it waits for the money of the counter-guarantee.
    fn post_first_guarantee(&mut self, k: usize, book: &Book) -> bool {
        let terms = &book.terms[k];
        if terms.guarantee == Guarantee::None {
            return true;
        }
        let sum = book.rates.temporary_work_guarantee(Money::ZERO);
        let enough = self.pools[k].cash >= sum * terms.guarantee_cash;
        if enough {
            self.guarantee(k, sum, book);
        }
        enough
    }

    /// The sum guaranteed never falls; what it rises by is covered by cash in part.
    pub fn guarantee(&mut self, k: usize, sum: Money, book: &Book) {
        let rise = (sum - self.pools[k].guaranteed).or_zero();
        self.pools[k].guaranteed += rise;
        let cash = rise * book.terms[k].guarantee_cash;
        self.give(Purse::Pool(k), Purse::Guarantee(k), Purpose::Guarantee, cash);
    }
}
