//! A territory as a list of people and a list of structures, read from the engine's columns once, at the launch.

use std::collections::{BTreeMap, BTreeSet};

use mutualise::dice::Dice;
use mutualise::formats::Terms;
use mutualise::kinds::{LegalForm, Need, PerProfession, PerSector, Profession, Sector, Status, Zone};
use mutualise::law::{Contract, Rates};
use mutualise::scenario::Event;
use mutualise::scenario::params::Params;
use mutualise::units::{DAYS_PER_MONTH, Money};
use mutualise::world::pool::pool_of;
use mutualise::world::structures::{Strain, Surge};
use mutualise::world::workers::Sickness;
use mutualise::world::{Account, Firms, Opening, Purpose, World};

use crate::loans::Loan;
use crate::pool::{Pool, SharedJob};

/// What a month is played by.
pub struct Book<'a> {
    pub params: &'a Params,
    pub events: &'a [Event],
    pub rates: &'a Rates,
    pub dice: Dice,
    /// What the format says of each of its employers.
    pub terms: &'a [Terms],
}

impl Book<'_> {
    /// The terms of the employer to which a shared job belongs.
    pub fn terms_of(&self, number: u32) -> &Terms {
        &self.terms[pool_of(number)]
    }
}

/// A job.
#[derive(Clone, Copy, Debug)]
pub struct Job {
    pub at: Employer,
    pub contract: Contract,
    pub serves: Need,
    pub term: u32,
    pub fte: f64,
    pub travel: f64,
    pub gross: Money,
    pub loaded: Money,
    pub tenure: u32,
    pub illness: Illness,
}

/// How somebody's illness stands at the end of a month.
#[derive(Clone, Copy, Debug, Default)]
pub struct Illness {
    /// The day of the illness that comes next.
    pub day: f64,
    /// How many days it still takes.
    pub rest: f64,
    /// Days of this month that were not worked.
    pub missed: f64,
    /// Days of this month that the employer paid for all the same, in days of full pay.
    pub paid: f64,
}

/// With whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Employer {
    Structure(usize),
    Firm(usize),
    /// A pool, in the job of that number.
    Pool(u32),
}

#[derive(Clone, Debug)]
pub struct Person {
    pub identity: u32,
    pub profession: Profession,
    pub zone: Zone,
    pub skill: f64,
    pub mission: f64,
    pub diversity: f64,
    pub preferred: f64,
    pub stress: f64,
    pub peers: f64,
    pub pay: f64,
    pub since_training: u32,
    pub job: Option<Job>,
    /// Without a job: whether out of the labour force.
    pub out: bool,
    pub far_from_work: bool,
    pub workless: u32,
    pub on_path: u32,
    pub through_path: bool,
}

impl Person {
    /// The share of the month that somebody with a job is not ill.
    pub fn at_work(&self) -> f64 {
        1.0 - self.job.map_or(0.0, |job| job.illness.missed) / DAYS_PER_MONTH
    }

    /// The share of the month's pay that is due: days of illness for which the employer owes nothing are not.
    pub fn share_due(&self) -> f64 {
        let job = self.job.expect("who is paid has a job");
        let [missed, paid] = [job.illness.missed, job.illness.paid].map(|days| days / DAYS_PER_MONTH);
        // a sixth of a pay is often half a cent: rounded as whoever pays rounds it
        1.0 - (missed - paid)
    }

    /// The structure somebody works for, if any.
    pub fn structure(&self) -> Option<usize> {
        match self.job?.at {
            Employer::Structure(s) => Some(s),
            Employer::Firm(_) | Employer::Pool(_) => None,
        }
    }

    /// The number of the shared job somebody holds, if any.
    pub fn shared_job(&self) -> Option<u32> {
        match self.job?.at {
            Employer::Pool(number) => Some(number),
            _ => None,
        }
    }

    /// Whether somebody works for the social economy.
    pub fn in_social_economy(&self) -> bool {
        self.job.is_some_and(|job| !matches!(job.at, Employer::Firm(_)))
    }
}

#[derive(Clone, Debug)]
pub struct Structure {
    pub identity: u32,
    pub open: bool,
    pub closed_in: u32,
    pub sector: Sector,
    pub form: LegalForm,
    pub zone: Zone,
    pub vat_liable: bool,
    pub team: f64,
    pub team_normal: f64,
    pub spending: f64,
    pub public_share: f64,
    pub scheme_share: f64,
    pub exposure: f64,
    pub public_cut: f64,
    pub sales_deviation: f64,
    pub cash_aim: f64,
    pub cash_months: f64,
    pub cash: Money,
    pub months_insolvent: u32,
    pub strain: Strain,
    pub need: PerProfession<f64>,
    pub surge: PerProfession<Surge>,
    pub value_ratio: f64,
    pub hours_exempt: bool,
    pub overload: f64,
    pub trust: f64,
    pub trust_normal: f64,
    /// The month before which no other fixed term or mission may fill the same post.
    pub no_mission_before: PerProfession<f64>,
    /// Hours of its own people for recurrent needs, less those it lends, when it last counted them.
    pub own: PerProfession<f64>,
    /// Hours it has of pools and on loan for recurrent needs, when it last counted them.
    pub shared: PerProfession<f64>,
    /// Whom it knows.
    pub contacts: BTreeSet<usize>,
    pub last_meeting: Option<u32>,
}

#[derive(Clone, Debug)]
pub struct Post {
    /// The number under which the dice know it.
    pub name: u32,
    pub by: Opening,
    pub profession: Profession,
    pub zone: Zone,
    pub fte: f64,
    pub contract: Contract,
    pub term: u32,
    pub users: u32,
    pub reach: f64,
    pub months_open: u32,
}

/// Where money is that the two readings count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purse {
    Structure(usize),
    Pool(usize),
    /// The deposit of a structure with a pool.
    Deposit(usize, usize),
    Guarantee(usize),
    /// Everybody else.
    Elsewhere,
}

#[derive(Clone, Debug, Default)]
pub struct Environment {
    pub crisis: PerSector<Option<f64>>,
    pub public_crisis: bool,
    pub public_since: u32,
    pub materials_walk: f64,
    pub materials: f64,
    pub tightness: f64,
    pub orders_lost: PerSector<f64>,
    pub public_lost: PerSector<f64>,
}

pub struct Territory {
    pub month: u32,
    pub now: i32,
    pub environment: Environment,
    pub structures: Vec<Structure>,
    pub people: Vec<Person>,
    pub firms: Firms,
    pub posts: Vec<Post>,
    pub pools: Vec<Pool>,
    pub loans: Vec<Loan>,
    /// What has been moved for each purpose, those alone of which the pools and the club know.
    pub moved: [Money; Purpose::COUNT],
    /// Everything that happened, a line each.
    pub happened: Vec<String>,
    /// How often some things happened of which the engine keeps no list.
    pub seen: BTreeMap<&'static str, u32>,
    /// Which structures there were at the launch.
    pub first: Vec<u32>,
    /// A world in which newcomers are founded.
    pub launch: World,
}

impl Territory {
    pub fn read(world: &World) -> Territory {
        let conditions = &world.conditions;
        Territory {
            month: world.month,
            now: 0,
            environment: Environment {
                crisis: conditions.crisis,
                public_crisis: conditions.public_crisis,
                public_since: conditions.public_since,
                materials_walk: conditions.materials_walk,
                tightness: conditions.tightness,
                ..Environment::default()
            },
            structures: (0..world.structures.len()).map(|s| structure(world, s)).collect(),
            people: (0..world.workers.len()).map(|w| person(world, w)).collect(),
            firms: world.firms.clone(),
            posts: world.posts.iter().map(read_post).collect(),
            pools: Vec::new(),
            loans: Vec::new(),
            moved: [Money::ZERO; Purpose::COUNT],
            happened: Vec::new(),
            seen: BTreeMap::new(),
            first: world.structures.identity.clone(),
            launch: world.clone(),
        }
    }

    /// The schedule of a month (model, section 4).
    pub fn live_a_month(&mut self, book: &Book) {
        book.dice.new_month();
        // 1 environment, 2 income and needs, 3 membership
        self.change_environment(book);
        self.earn_and_spend(book);
        self.change_needs(book);
        self.open_pools(book);
        self.decide_on_membership(book);
        // 4 posts
        self.withdraw_posts(book);
        self.arrange_loans(book);
        self.open_posts(book);
        self.fill_posts(book);
        // 5 work
        self.fall_ill(book);
        self.work_and_pay(book);
        self.bill(book);
        self.pay_for_loans(book);
        // 6 people, 7 mobility
        self.experience(book);
        self.move_on(book);
        // 8 books closed
        self.collect_invoices(book);
        self.close_months_of_pools(book);
        self.close_books(book);
        self.end_loans_without_employer();
        // 9 Club RH
        self.meet(book);
        self.month += 1;
        self.now += 1;
    }

    pub fn saw(&mut self, what: &'static str) {
        *self.seen.entry(what).or_default() += 1;
    }

    /// Moves money for a purpose.
    pub fn give(&mut self, from: Purse, to: Purse, what: Purpose, amount: Money) {
        for (purse, change) in [(from, -amount), (to, amount)] {
            match purse {
                Purse::Structure(s) => self.structures[s].cash += change,
                Purse::Pool(k) => self.pools[k].cash += change,
                Purse::Deposit(k, s) => self.pools[k].with[s].deposit += change,
                Purse::Guarantee(k) => self.pools[k].set_aside += change,
                Purse::Elsewhere => {}
            }
        }
        self.moved[what as usize] += amount;
    }

    /// Structures in the order of their identities, in which everything happens that depends on who comes first.
    pub fn in_turn(&self) -> Vec<usize> {
        let mut places: Vec<usize> = (0..self.structures.len()).collect();
        places.sort_by_key(|&s| self.structures[s].identity);
        places
    }

    /// The shared job of that number.
    pub fn shared_job(&self, number: u32) -> Option<&SharedJob> {
        self.pools.iter().flat_map(|pool| &pool.jobs).find(|job| job.number == number)
    }

    pub fn shared_job_mut(&mut self, number: u32) -> Option<&mut SharedJob> {
        self.pools.iter_mut().flat_map(|pool| &mut pool.jobs).find(|job| job.number == number)
    }

    /// The structures for which somebody of the social economy works.
    pub fn users(&self, w: usize) -> Vec<usize> {
        match self.people[w].job.map(|job| job.at) {
            Some(Employer::Structure(s)) => {
                let lent = self.loans.iter().filter(|loan| loan.person == w).map(|loan| loan.borrower);
                std::iter::once(s).chain(lent).collect()
            }
            Some(Employer::Pool(number)) => {
                let job = self.shared_job(number).expect("who holds a job has one");
                job.shares.iter().map(|share| share.user).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Users among whom somebody's time is shared, as people see it.
    pub fn sites(&self, w: usize) -> u32 {
        self.users(w).len().max(1) as u32
    }
}

/// Read from the past: what is over and what is still to come.
fn illness(sick: &Sickness) -> Illness {
    let days = |share: f64| share * DAYS_PER_MONTH;
    Illness { day: sick.past, rest: sick.left, missed: days(sick.away), paid: days(sick.away - sick.unpaid) }
}

fn read_post(post: &mutualise::world::Post) -> Post {
    Post {
        name: post.identity,
        by: post.opening,
        profession: post.profession,
        zone: post.zone,
        fte: post.fte,
        contract: post.contract,
        term: post.term,
        users: post.users,
        reach: post.reach,
        months_open: post.months_open,
    }
}

pub fn structure(world: &World, s: usize) -> Structure {
    let columns = &world.structures;
    Structure {
        identity: columns.identity[s],
        open: columns.open[s],
        closed_in: columns.closed_in[s],
        sector: columns.sector[s],
        form: columns.form[s],
        zone: columns.zone[s],
        vat_liable: columns.vat_liable[s],
        team: columns.team[s],
        team_normal: columns.team_normal[s],
        spending: columns.spending[s],
        public_share: columns.public_share[s],
        scheme_share: columns.scheme_share[s],
        exposure: columns.exposure[s],
        public_cut: columns.public_cut[s],
        sales_deviation: columns.sales_deviation[s],
        cash_aim: columns.cash_aim[s],
        cash_months: columns.cash_months[s],
        cash: world.ledger.balance(Account::Structure(s)),
        months_insolvent: columns.months_insolvent[s],
        strain: columns.strain[s],
        need: columns.need[s],
        surge: columns.surge[s],
        value_ratio: columns.value_ratio[s],
        hours_exempt: columns.hours_exempt[s],
        overload: columns.overload[s],
        trust: columns.trust[s],
        trust_normal: columns.trust_normal[s],
        // a month is taken off at the start of the next, which is the first that may be free
        no_mission_before: first_free(world, s),
        own: columns.direct[s],
        shared: columns.pooled[s],
        contacts: columns.contacts[s].iter().map(|&other| other as usize).collect(),
        last_meeting: columns.last_meeting[s],
    }
}

/// The month from which each post may be filled for a time.
fn first_free(world: &World, s: usize) -> PerProfession<f64> {
    let mut free = PerProfession::default();
    for profession in Profession::ALL {
        free[profession] = f64::from(world.month) + world.structures.surge[s][profession].waiting - 1.0;
    }
    free
}

pub fn person(world: &World, w: usize) -> Person {
    let workers = &world.workers;
    let at = match workers.status[w] {
        Status::Structure => Some(Employer::Structure(workers.employer[w] as usize)),
        Status::Firm => Some(Employer::Firm(workers.employer[w] as usize)),
        Status::Pool => panic!("there is no pool at the launch"),
        Status::Seeking | Status::Out => None,
    };
    Person {
        identity: workers.identity[w],
        profession: workers.profession[w],
        zone: workers.zone[w],
        skill: workers.skill[w],
        mission: workers.mission[w],
        diversity: workers.diversity[w],
        preferred: workers.preferred[w],
        stress: workers.stress[w],
        peers: workers.peers[w],
        pay: workers.pay[w],
        since_training: workers.since_training[w],
        job: at.map(|at| Job {
            at,
            contract: workers.contract[w],
            serves: workers.serves[w],
            term: workers.term[w],
            fte: workers.fte[w],
            travel: workers.travel[w],
            gross: workers.gross_paid[w],
            loaded: workers.loaded_cost[w],
            tenure: workers.tenure(w),
            illness: illness(&workers.sick[w]),
        }),
        out: workers.status[w] == Status::Out,
        far_from_work: workers.far_from_work[w],
        workless: workers.workless(w),
        on_path: workers.on_path[w],
        through_path: workers.through_path[w],
    }
}
