//! Phase 4: members' fractions of one profession become jobs (submodel 5.12), and missions are posted.

use mutualise::formats::Bundling;
use mutualise::kinds::{Need, Profession};
use mutualise::law::Contract;
use mutualise::price::contract_of;
use mutualise::units::Money;
use mutualise::world::Opening;

use crate::money::half_days;
use crate::pool::{Share, SharedJob};
use crate::posts::NO_GAP;
use crate::state::{Book, Post, Territory};

/// What a member asks a pool for.
#[derive(Clone, Copy, Debug)]
pub struct Ask {
    pub user: usize,
    pub profession: Profession,
    pub fte: f64,
    /// Months it lasts; 0 if it is a recurrent need.
    pub months: u32,
    pub pool: usize,
    /// What hiring alone would gain instead.
    pub alone: f64,
}

/// The dice know pools' posts from here on.
const NAMES_OF_POOLS: u32 = 1 << 24;

impl Territory {
    /// Jobs with time to sell are filled first, then new ones made; what fits nowhere comes back.
    pub fn bundle(&mut self, mut asks: Vec<Ask>, k: usize, book: &Book) -> Vec<Ask> {
        asks.sort_by_key(|ask| self.structures[ask.user].identity);
        asks.sort_by(|a, b| b.fte.total_cmp(&a.fte));
        asks.retain(|ask| !self.sell_what_is_left(ask, k, book) && !self.lengthen_hours(ask, k, book));
        let mut unserved = Vec::new();
        for profession in Profession::ALL {
            let mut left: Vec<Ask> =
                asks.iter().filter(|ask| ask.profession == profession).copied().collect();
            while !left.is_empty() {
                let bundle = self.around_the_largest(&mut left, k, book);
                let total: f64 = bundle.iter().map(|ask| ask.fte).sum();
                if total >= book.params.pool.threshold - NO_GAP {
                    if self.may_engage(profession, total, k, book) {
                        self.make_job(&bundle, k, book);
                    } else {
                        self.saw("a job that cannot be advanced");
                        unserved.extend(bundle);
                    }
                } else {
                    unserved.push(bundle[0]);
                    // behind those of the same size that have not been tried
                    left.extend(&bundle[1..]);
                    left.sort_by(|a, b| b.fte.total_cmp(&a.fte));
                }
            }
        }
        unserved
    }

    /// A job with enough time unsold, a place for another user, and not too far away takes a fraction.
    fn sell_what_is_left(&mut self, ask: &Ask, k: usize, book: &Book) -> bool {
        let zone = self.structures[ask.user].zone;
        let terms = &book.terms[k];
        let takes = |job: &&mut SharedJob| {
            job.profession == ask.profession
                && job.contract == contract_of(terms.offer)
                && job.fte - job.sold() >= ask.fte - NO_GAP
                && job.shares.len() < terms.max_users as usize
                && job.shares.iter().all(|share| share.user != ask.user)
                && book.minutes(zone, job.zone) <= book.params.pool.max_travel
        };
        let Some(job) = self.pools[k].jobs.iter_mut().find(takes) else { return false };
        job.shares.push(Share { user: ask.user, fte: ask.fte, months: ask.months });
        self.saw("unsold time finds a user");
        true
    }

    /// Somebody employed part time who would like more hours takes a fraction on top (C. trav. L3123-3).
    fn lengthen_hours(&mut self, ask: &Ask, k: usize, book: &Book) -> bool {
        if contract_of(book.terms[k].offer) != Contract::OpenEnded {
            return false;
        }
        let zone = self.structures[ask.user].zone;
        let fits = |job: &&SharedJob| {
            let Some(w) = job.holder else { return false };
            let known = job.shares.iter().any(|share| share.user == ask.user);
            job.profession == ask.profession
                && job.fte - job.sold() < NO_GAP
                && job.fte + ask.fte <= self.people[w].preferred.min(1.0) + NO_GAP
                && (known || job.shares.len() < book.terms[k].max_users as usize)
                && book.minutes(zone, job.zone) <= book.params.pool.max_travel
        };
        let Some(number) = self.pools[k].jobs.iter().find(fits).map(|job| job.number) else { return false };
        let job = self.shared_job_mut(number).expect("the same job");
        match job.shares.iter_mut().find(|share| share.user == ask.user) {
            Some(share) => share.fte += ask.fte,
            None => job.shares.push(Share { user: ask.user, fte: ask.fte, months: ask.months }),
        }
        job.fte = (job.fte + ask.fte).min(1.0);
        let (w, fte) = (job.holder.expect("a part-timer"), job.fte);
        self.people[w].job.as_mut().expect("a holder").fte = fte;
        self.reckon_cost(w, book);
        self.saw("a part-time is lengthened");
        true
    }

    /// A pool employs no more people open-ended between missions than its usual missions feed, and nobody whose pay it
    /// cannot advance.
    fn may_engage(&self, profession: Profession, fte: f64, k: usize, book: &Book) -> bool {
        let (pool, contract) = (&self.pools[k], contract_of(book.terms[k].offer));
        if contract == Contract::OpenEndedTemporary {
            let same = |job: &&SharedJob| job.profession == profession && job.contract == contract;
            let employed: f64 = pool.jobs.iter().filter(same).map(|job| job.fte).sum();
            if employed + 1.0 > pool.usual_missions[profession] * book.params.pool.steady_share {
                return false;
            }
        }
        // whoever is paid between missions is paid a full time
        let paid = if contract == Contract::OpenEndedTemporary { 1.0 } else { fte };
        self.can_advance(profession, paid, contract, k, book)
    }

    /// Pay goes out before invoices come in: the cash, with all that may be drawn on, must last for those months, for
    /// one more person and for those whose first invoices are not paid yet.
    fn can_advance(
        &self,
        profession: Profession,
        fte: f64,
        contract: Contract,
        k: usize,
        book: &Book,
    ) -> bool {
        let (terms, conduct) = (&book.terms[k], &book.params.pool);
        let months = (f64::from(conduct.invoice_delay) - terms.deposit_months) * conduct.advance_cover;
        if months <= 0.0 {
            return true;
        }
        let mut needed = months * fte * book.month_with_pool(contract, profession, terms);
        for job in &self.pools[k].jobs {
            let left = (months - f64::from(job.worked)).max(0.0);
            needed += left * job.fte * book.month_with_pool(job.contract, job.profession, terms);
        }
        self.headroom(k, book) >= Money::euros(needed)
    }

    /// Takes the largest fraction out, and what fits beside it.
    fn around_the_largest(&self, left: &mut Vec<Ask>, k: usize, book: &Book) -> Vec<Ask> {
        let terms = &book.terms[k];
        let mut bundle = vec![left.remove(0)];
        let zone = self.structures[bundle[0].user].zone;
        loop {
            let total: f64 = bundle.iter().map(|ask| ask.fte).sum();
            let fits = |ask: &Ask, total: f64, users: usize| {
                total + ask.fte <= 1.0 + NO_GAP
                    && users < terms.max_users as usize
                    && book.minutes(self.structures[ask.user].zone, zone) <= book.params.pool.max_travel
            };
            let fitting: Vec<usize> =
                (0..left.len()).filter(|&i| fits(&left[i], total, bundle.len())).collect();
            let next = match terms.bundling {
                Bundling::ByHand => fitting.first().copied(),
                Bundling::Platform => {
                    // how full the job would be with it and with the best that could still come
                    let filled = |i: usize| {
                        let with = total + left[i].fte;
                        let others = (0..left.len()).filter(|&o| o != i);
                        let others = others.filter(|&o| fits(&left[o], with, bundle.len() + 1));
                        others.map(|o| with + left[o].fte).fold(with, f64::max)
                    };
                    let mut best: Option<usize> = None;
                    for i in fitting {
                        if best.is_none_or(|best| filled(i) > filled(best) + NO_GAP) {
                            best = Some(i);
                        }
                    }
                    best
                }
            };
            match next {
                Some(i) => bundle.push(left.remove(i)),
                None => return bundle,
            }
        }
    }

    fn make_job(&mut self, bundle: &[Ask], k: usize, book: &Book) {
        let terms = &book.terms[k];
        let contract = contract_of(terms.offer);
        let sold: f64 = bundle.iter().map(|ask| ask.fte).sum();
        let temporary = terms.offer.serves() == Need::Temporary;
        // who is paid between missions is paid for full time
        let between = contract == Contract::OpenEndedTemporary;
        let fte = if between { 1.0 } else { half_days(sold).min(1.0) };
        let shares = bundle.iter().map(|ask| Share { user: ask.user, fte: ask.fte, months: ask.months });
        let number = self.add_job(
            SharedJob {
                number: 0,
                profession: bundle[0].profession,
                zone: self.structures[bundle[0].user].zone,
                contract,
                temporary,
                fte,
                shares: shares.collect(),
                holder: None,
                idle: 0,
                worked: 0,
            },
            k,
        );
        self.saw(if bundle.len() > 1 { "a job is shared" } else { "a job has one user" });
        let wider = if temporary { book.params.pool.mission_contacts } else { 1.0 };
        self.post_job(number, self.term_of_jobs(k, book), wider, k, book);
    }

    /// A mission for a need that passes; returns whether the pool can advance its pay.
    pub fn open_mission(
        &mut self,
        s: usize,
        profession: Profession,
        fte: f64,
        k: usize,
        book: &Book,
    ) -> bool {
        if !self.can_advance(profession, fte, Contract::TemporaryMission, k, book) {
            self.saw("a mission that cannot be advanced");
            return false;
        }
        let number = self.add_job(
            SharedJob {
                number: 0,
                profession,
                zone: self.structures[s].zone,
                contract: Contract::TemporaryMission,
                temporary: true,
                fte,
                shares: vec![Share { user: s, fte, months: 0 }],
                holder: None,
                idle: 0,
                worked: 0,
            },
            k,
        );
        self.saw("a mission is opened");
        let term = self.structures[s].surge[profession].months_left.min(book.rates.max_mission_months());
        self.post_job(number, term, book.params.pool.mission_contacts, k, book);
        true
    }

    fn add_job(&mut self, job: SharedJob, k: usize) -> u32 {
        let pool = &mut self.pools[k];
        let number = pool.next_number;
        pool.next_number += 1;
        pool.jobs.push(SharedJob { number, ..job });
        number
    }

    /// Months for which a pool engages people: without end, or those of a path.
    pub fn term_of_jobs(&self, k: usize, book: &Book) -> u32 {
        let terms = &book.terms[k];
        match contract_of(terms.offer) {
            Contract::Alternance => terms.path_months.clamp(1, book.rates.max_fixed_term_months()),
            _ => 0,
        }
    }

    pub fn post_job(&mut self, number: u32, term: u32, wider: f64, k: usize, book: &Book) {
        let job = self.shared_job(number).expect("a job to post").clone();
        self.posts.push(Post {
            name: NAMES_OF_POOLS + number,
            by: Opening::Pooled(number),
            profession: job.profession,
            zone: job.zone,
            fte: job.fte,
            contract: job.contract,
            term,
            users: job.shares.len() as u32,
            reach: book.params.market.contacts_per_post * wider * book.terms[k].search_factor,
            months_open: 0,
        });
    }
}
