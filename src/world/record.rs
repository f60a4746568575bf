//! What has been observed since the launch: counts and sums from which every indicator is computed.

use crate::kinds::{Profession, Status};
use crate::law::Contract;
use crate::units::Money;
use crate::world::posts::{Opening, Post};

/// Why a spell of employment ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Left for a for-profit firm.
    Poached,
    /// Left for another employer of the social economy, at one's own wish.
    MovedWithinEss,
    /// Hired by a member of the pool: a success for the job, a loss for the pool.
    Absorbed,
    /// Resigned without another job.
    Quit,
    /// Broken during the trial period.
    Trial,
    /// The term or mission ended.
    TermEnded,
    /// Dismissed for economic reasons, the employer's closure included.
    Dismissed,
    /// Exhausted.
    Burnout,
    /// Retired or left the labour force.
    LeftLabourForce,
}

/// One person's employment by one employer of the social economy.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spell {
    /// Whose.
    pub worker: u32,
    /// The profession.
    pub profession: Profession,
    /// The employer, or the first user of a shared job, by place.
    pub structure: u32,
    /// Whether the employer is the pool.
    pub pooled: bool,
    /// Whether the contract was open-ended when it began (or became so since).
    pub open_ended: bool,
    /// Month of the first day, counted from the launch; negative if before it.
    pub began: i32,
    /// Month in which it came under observation, counted from the launch.
    pub seen_from: i32,
    /// Month of the end, counted from the launch, and the reason; `None` while it lasts.
    pub ended: Option<(i32, End)>,
}

/// The end of anybody's employment, at firms too, as those see it who count the whole labour market.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Separation {
    /// Month, counted from the launch.
    pub month: i32,
    /// Whose.
    pub worker: u32,
    /// With whom: a structure, the pool or a firm.
    pub with: Status,
    /// Place of the structure or firm, number of the pool's job.
    pub employer: u32,
    /// The contract that ended.
    pub contract: Contract,
    /// Months it had lasted.
    pub tenure: u32,
    /// Why.
    pub why: End,
}

/// Why a structure closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It stayed beyond its credit line too long.
    Insolvent,
    /// Its members dissolve it.
    Dissolved,
}

/// The closure of a structure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closure {
    /// Month, counted from the launch.
    pub month: i32,
    /// Its place.
    pub structure: u32,
    /// Why.
    pub why: Why,
}

/// A recruiter's contact with somebody who has a job, whether or not an offer follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Month, counted from the launch.
    pub month: i32,
    /// With whom.
    pub worker: u32,
}

/// What became of a post that a structure opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Somebody was hired.
    Filled,
    /// Nobody was found in time.
    TooLong,
    /// There was no money for it any more.
    Unaffordable,
    /// The need was over, or covered otherwise.
    NotWanted,
    /// The law wants a waiting period first.
    NotAllowed,
    /// The structure closed.
    Closed,
}

impl Outcome {
    /// Whether the search ended without a hire.
    pub fn is_given_up(self) -> bool {
        self != Outcome::Filled
    }
}

/// The search for somebody by a structure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recruitment {
    /// Month in which the post was opened, counted from the launch; negative if before it.
    pub opened: i32,
    /// Whose post.
    pub structure: u32,
    /// The profession asked for.
    pub profession: Profession,
    /// Month of its end and what became of it; `None` while it lasts.
    pub ended: Option<(i32, Outcome)>,
}

impl Recruitment {
    /// The search for this post as it stands in that month; nothing of a post of the pool.
    pub fn of(post: &Post, now: i32, outcome: Option<Outcome>) -> Option<Recruitment> {
        let (Opening::Recurrent(structure) | Opening::Temporary(structure)) = post.opening else {
            return None;
        };
        Some(Recruitment {
            opened: now - post.months_open as i32,
            structure,
            profession: post.profession,
            ended: outcome.map(|outcome| (now, outcome)),
        })
    }
}

/// Why an own team has fewer posts than it had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fewer {
    /// Who left is not replaced.
    NotReplaced,
    /// Who was looked for, in place of somebody who left, is so no longer.
    Cancelled,
    /// Somebody was laid off.
    LaidOff,
}

/// The own team of a structure under strain shrinks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TeamShrinks {
    /// Month, counted from the launch.
    pub month: i32,
    /// Whose, by place.
    pub structure: u32,
    /// By how many posts.
    pub posts: f64,
    /// Why.
    pub why: Fewer,
}

/// What nobody can see between two months and only the facts of a validation are counted from.
#[derive(Clone, Debug, Default)]
pub struct Events {
    /// Ends of employment, in the order in which they happened.
    pub separations: Vec<Separation>,
    /// Closures of structures.
    pub closures: Vec<Closure>,
    /// Contacts of recruiters, where somebody asks for those that bring no offer too.
    pub contacts: Option<Vec<Contact>>,
    /// Posts given up before they were filled, the pool's too.
    pub posts_given_up: u32,
    /// Searches of structures that are over.
    pub recruitments: Vec<Recruitment>,
    /// Own teams that shrink.
    pub teams: Vec<TeamShrinks>,
}

/// What is counted for each structure.
#[derive(Clone, Copy, Debug, Default)]
pub struct StructureTally {
    /// Months open.
    pub months: f64,
    /// Recurrent need, in full-time months.
    pub recurrent_need: f64,
    /// Recurrent need covered.
    pub recurrent_covered: f64,
    /// Temporary need.
    pub temporary_need: f64,
    /// Temporary need covered.
    pub temporary_covered: f64,
    /// Value lost through needs not covered.
    pub value_lost: Money,
    /// Value earned by needs covered.
    pub value_earned: Money,
    /// Sum over months of overload.
    pub overload: f64,
    /// Whether it was open at the launch.
    pub open_at_launch: bool,
    /// Whether it was open at the launch and still is.
    pub survived: bool,
    /// Meetings of the club attended.
    pub meetings: u32,
    /// Months in which it used a worker shared with others.
    pub months_sharing: u32,
    /// Whether it has gained team practice, by meetings or by sharing.
    pub practice: bool,
}

/// What is counted for each person: one line of the processor's cache, and no part of another.
#[derive(Clone, Copy, Debug, Default)]
#[repr(align(64))]
pub struct WorkerTally {
    /// Months employed by a structure or the pool.
    pub ess_months: f64,
    /// Stress when first employed by the social economy under observation.
    pub stress_at_entry: Option<f64>,
    /// Sum of stress while employed by the social economy.
    pub stress: f64,
    /// Resource persons met while employed by the social economy.
    pub met: f64,
    /// Months in a job shared among several users.
    pub months_shared: u32,
    /// Whether they have gained team practice, by meetings or by sharing.
    pub practice: bool,
    /// Meetings attended.
    pub meetings: u32,
    /// Whether they were employed by the social economy at the launch.
    pub in_ess_at_launch: bool,
    /// Who held the place at the launch.
    pub identity_at_launch: u32,
    /// Whether the last job there was precarious, and the month of observation in which it was seen.
    pub precarious: Option<(u32, bool)>,
}

/// What is counted of incomes, as columns: everybody's is added up every month.
#[derive(Clone, Debug, Default)]
pub struct Incomes {
    /// One for whoever is followed: from the first month with the social economy on; else nothing.
    pub followed: Vec<f64>,
    /// Months over which that is so.
    pub months: Vec<f64>,
    /// Sum of monthly income over these months, in euros.
    pub sum: Vec<f64>,
    /// Sum of its squares.
    pub squares: Vec<f64>,
}

impl Incomes {
    /// Nothing counted yet of so many people.
    pub fn new(people: usize) -> Incomes {
        let none = vec![0.0; people];
        Incomes { followed: none.clone(), months: none.clone(), sum: none.clone(), squares: none }
    }

    /// What is counted of one person changes places with what is counted of another elsewhere.
    pub fn exchange(&mut self, w: usize, others: &mut Incomes, v: usize) {
        std::mem::swap(&mut self.followed[w], &mut others.followed[v]);
        std::mem::swap(&mut self.months[w], &mut others.months[v]);
        std::mem::swap(&mut self.sum[w], &mut others.sum[v]);
        std::mem::swap(&mut self.squares[w], &mut others.squares[v]);
    }

    /// Others after these.
    pub fn extend(&mut self, more: &Incomes) {
        self.followed.extend_from_slice(&more.followed);
        self.months.extend_from_slice(&more.months);
        self.sum.extend_from_slice(&more.sum);
        self.squares.extend_from_slice(&more.squares);
    }

    /// The mean income of a month, in euros.
    pub fn mean(&self, w: usize) -> f64 {
        self.sum[w] / self.months[w]
    }
}

/// What is seen of a monthly series in one month, so that those of several territories can be added.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Seen {
    /// A sum.
    pub sum: f64,
    /// Over what it is spread, for a mean; how many territories have one, for a sum.
    pub over: f64,
}

/// Everything observed since the launch.
#[derive(Clone, Debug, Default)]
pub struct Record {
    /// Months observed.
    pub months: u32,
    /// Spells of employment with structures and the pool.
    pub spells: Vec<Spell>,
    /// One tally for each structure.
    pub structures: Vec<StructureTally>,
    /// One tally for each person.
    pub workers: Vec<WorkerTally>,
    /// The incomes of those followed.
    pub incomes: Incomes,
    /// Worker-months with structures and the pool under an open-ended contract, by profession.
    pub open_ended_months: [f64; 4],
    /// The same by structure, shared time counted by share.
    pub open_ended_by_structure: Vec<f64>,
    /// Worker-months with structures and the pool, by profession.
    pub employed_months: [f64; 4],
    /// The same by structure.
    pub employed_by_structure: Vec<f64>,
    /// Worker-months in a fixed term, a mission or involuntary part time.
    pub precarious_months: f64,
    /// Passages from such a job to open-ended full or chosen time.
    pub conversions: f64,
    /// Passages the other way.
    pub reversals: f64,
    /// Worker-months with structures and the pool not worked because of sickness.
    pub months_ill: f64,
    /// Cases of burnout among employees of structures and the pool.
    pub burnouts: f64,
    /// Days between opening and filling, one for each post filled.
    pub days_to_fill: Vec<f64>,
    /// Meetings of the Club RH held.
    pub club_meetings: u32,
    /// Hours that pools paid for, in full-time months.
    pub pool_paid: f64,
    /// Hours of the pool sold, in full-time months.
    pub pool_sold: f64,
    /// Hours of the pool not sold.
    pub pool_unsold: f64,
    /// What pools paid, contributions included, for time they did not sell.
    pub pool_unsold_cost: Money,
    /// Full-time months of recurrent jobs no member could have hired alone.
    pub out_of_reach_fte: f64,
    /// Full-time months of pooled jobs.
    pub pooled_fte: f64,
    /// Full-time months of pooled jobs that are open-ended and, for their holder, full or chosen time.
    pub secured_fte: f64,
    /// Months in which the pool worked.
    pub pool_months: f64,
    /// Members, summed over months.
    pub members: f64,
    /// Yearly full cost of posts of all structures, and full-time months covered.
    pub yearly_cost: Vec<(Money, f64)>,
    /// What happens within a month.
    pub events: Events,
    /// Monthly series: for each month, what was seen, in the order of their registry.
    pub series: Vec<Vec<Seen>>,
}
