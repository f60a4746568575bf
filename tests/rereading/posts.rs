//! Phase 4: posts given up and opened (submodel 5.4).

use mutualise::formats::{Offer as Contracts, Terms, Users};
use mutualise::kinds::{Need, Profession};
use mutualise::law::{Contract, HeadcountBand};
use mutualise::price::{contract_of, pay::learner_pay, vat_not_recovered};
use mutualise::world::Opening;
use mutualise::world::structures::{Notice, Strain};

use crate::bundling::Ask;
use crate::money::half_days;
use crate::state::{Book, Post, Structure, Territory};

/// A quarter of a day a week is no gap.
pub const NO_GAP: f64 = 0.05;
/// Hours of a full-time week.
const WEEK: f64 = 35.0;
/// The number of the post for a temporary need; those before are for recurrent ones.
const TEMPORARY: u32 = 7;

impl Book<'_> {
    /// Hours bought to cover a gap alone: not fewer than the law allows, not more than a full post.
    pub fn hours(&self, structure: &Structure, gap: f64) -> f64 {
        let least = if structure.hours_exempt { 0.0 } else { self.rates.minimum_weekly_hours() / WEEK };
        gap.max(least).min(1.0)
    }

    /// What a structure expects to gain in a month by hiring for a gap, the cost of the hire spread over months.
    pub fn gain(
        &self,
        structure: &Structure,
        profession: Profession,
        gap: f64,
        contract: Contract,
        months: f64,
    ) -> f64 {
        let market = &self.params.market;
        let hours = self.hours(structure, gap);
        let worth = match contract {
            Contract::FixedTerm => self.urgent_value(structure, profession),
            _ => self.value(structure, profession),
        };
        let pay = self.grid_of_the_social_economy(profession, market.ordinary_skill);
        let cost = self.cost(profession, contract, pay, hours, structure.band()).loaded;
        worth * gap.min(hours) - cost.as_euros() - market.hiring_cost[profession] / months.max(1.0)
    }

    /// What a pool pays for a full-time month of somebody of ordinary skill.
    pub fn month_with_pool(&self, contract: Contract, profession: Profession, terms: &Terms) -> f64 {
        let pay = self.grid_of_the_social_economy(profession, self.params.market.ordinary_skill);
        let (pay, band) = match contract {
            Contract::Alternance => (learner_pay(pay, terms.pay_share, self.rates), HeadcountBand::Under11),
            Contract::OpenEnded => (pay, HeadcountBand::Under11),
            _ => (pay, HeadcountBand::From11To49),
        };
        self.cost(profession, contract, pay, 1.0, band).loaded.as_euros()
    }

    /// What a structure expects to gain in a month from one full-time equivalent of a pool's time.
    pub fn gain_from_pool(
        &self,
        structure: &Structure,
        profession: Profession,
        charge: f64,
        terms: &Terms,
    ) -> f64 {
        let worth = match terms.offer.serves() {
            Need::Recurrent => self.value(structure, profession) * (1.0 - terms.training_share),
            Need::Temporary => self.urgent_value(structure, profession),
        };
        let cost = self.month_with_pool(contract_of(terms.offer), profession, terms);
        worth - cost * (1.0 + charge) * (1.0 + vat_not_recovered(terms, self.rates, structure.vat_liable))
    }

    /// The same from an ordinary mission.
    fn gain_from_mission(
        &self,
        structure: &Structure,
        profession: Profession,
        charge: f64,
        terms: &Terms,
    ) -> f64 {
        let mission = Terms { offer: Contracts::Mission, ..terms.clone() };
        self.gain_from_pool(structure, profession, charge, &mission)
    }
}

impl Structure {
    /// Recurrent need that nobody covers.
    pub fn gap(&self, profession: Profession) -> f64 {
        self.need[profession] - self.own[profession] - self.shared[profession]
    }
}

impl Territory {
    pub fn withdraw_posts(&mut self, book: &Book) {
        self.count();
        for mut post in std::mem::take(&mut self.posts) {
            post.months_open += 1;
            if self.still_wanted(&mut post, book) {
                self.posts.push(post);
            } else {
                self.happened.push("given-up".to_owned());
            }
        }
        // a shared job that nobody holds and nobody is sought for is undone
        let posts = &self.posts;
        let sought = |number| posts.iter().any(|post| post.by == Opening::Pooled(number));
        for pool in &mut self.pools {
            pool.jobs.retain(|job| job.holder.is_some() || sought(job.number));
        }
    }

    fn still_wanted(&self, post: &mut Post, book: &Book) -> bool {
        let able = |s: usize| self.structures[s].open && self.structures[s].strain < Strain::Cancel;
        match post.by {
            Opening::Recurrent(s) => {
                let s = s as usize;
                able(s)
                    && self.lawful(s, post)
                    && post.months_open <= book.params.market.post_months
                    && self.structures[s].gap(post.profession) > NO_GAP
            }
            Opening::Temporary(s) => {
                let s = s as usize;
                post.term = post.term.min(self.structures[s].surge[post.profession].months_left);
                able(s) && post.term > 0 && self.lawful(s, post)
            }
            Opening::Pooled(number) => {
                let Some(job) = self.shared_job(number) else { return false };
                if job.contract != Contract::TemporaryMission {
                    return !job.shares.is_empty() && post.months_open <= book.params.pool.search_months;
                }
                // a mission lasts no longer than the need of its user
                let user = job.shares.first().map(|share| &self.structures[share.user]);
                post.term = post.term.min(user.map_or(0, |user| user.surge[job.profession].months_left));
                post.term > 0
                    && job.shares.first().is_none_or(|share| self.may_begin(share.user, job.profession))
            }
        }
    }

    /// No fixed term within the waiting period of the one or of the mission before (C. trav. L1244-3, L1251-36).
    fn lawful(&self, s: usize, post: &Post) -> bool {
        post.contract == Contract::OpenEnded || self.may_begin(s, post.profession)
    }

    fn may_begin(&self, s: usize, profession: Profession) -> bool {
        f64::from(self.month) >= self.structures[s].no_mission_before[profession]
    }

    /// A fixed term or a mission of so many months ends now: the months to come count, not the one that ends.
    pub fn waits(&mut self, s: usize, profession: Profession, months: u32, book: &Book) {
        let from = f64::from(self.month + 1) + book.rates.waiting_period_months(f64::from(months));
        let before = &mut self.structures[s].no_mission_before[profession];
        *before = before.max(from);
        self.saw("a post waits");
    }

    pub fn open_posts(&mut self, book: &Book) {
        let mut asked = Vec::new();
        for s in self.in_turn() {
            let structure = &self.structures[s];
            let rich = structure.cash_months > book.params.market.afford_months;
            if structure.open && structure.strain == Strain::None && rich {
                for profession in Profession::ALL {
                    asked.extend(self.see_to_recurrent_need(s, profession, book));
                    asked.extend(self.see_to_temporary_need(s, profession, book));
                }
            }
        }
        for k in 0..self.pools.len() {
            let ours = asked.iter().filter(|ask| ask.pool == k).copied().collect();
            for ask in self.bundle(ours, k, book) {
                self.serve_otherwise(&ask, book);
            }
        }
    }

    /// The pool that offers most for a kind of need, among those a structure may ask.
    fn best_pool(&self, s: usize, profession: Profession, need: Need, book: &Book) -> Option<(usize, f64)> {
        let mut best = None;
        for (k, pool) in self.pools.iter().enumerate() {
            let terms = &book.terms[k];
            let member = pool.with[s].member && pool.with[s].notice == Notice::None;
            if terms.offer.serves() != need || !pool.active() || !(member || terms.users == Users::Anyone) {
                continue;
            }
            let gain = book.gain_from_pool(&self.structures[s], profession, pool.charge(), terms);
            if best.is_none_or(|(_, other)| gain > other) {
                best = Some((k, gain));
            }
        }
        best
    }

    /// A structure asks a pool if that is at least as good as hiring, hires if that is worth it, or lets be.
    fn see_to_recurrent_need(&mut self, s: usize, profession: Profession, book: &Book) -> Option<Ask> {
        let structure = &self.structures[s];
        let own = |post: &&Post| post.by == Opening::Recurrent(s as u32) && post.profession == profession;
        let posted: f64 = self.posts.iter().filter(own).map(|post| post.fte).sum();
        let jobs = self.pools.iter().flat_map(|pool| &pool.jobs);
        let sought =
            jobs.filter(|job| !job.temporary && job.holder.is_none() && job.profession == profession);
        let sought: f64 =
            sought.flat_map(|job| &job.shares).filter(|share| share.user == s).map(|share| share.fte).sum();
        let gap = structure.gap(profession);
        let unattended = (gap - posted - sought).min(1.0);
        if gap <= NO_GAP || unattended <= NO_GAP {
            return None;
        }
        let months = f64::from(book.params.market.hiring_horizon);
        let alone = book.gain(structure, profession, unattended, Contract::OpenEnded, months);
        // time is shared by half-days
        let fte = half_days(unattended);
        if let Some((pool, gain)) = self.best_pool(s, profession, Need::Recurrent, book)
            && gain > 0.0
            && unattended * gain >= alone
        {
            return Some(Ask { user: s, profession, fte, months: 0, pool, alone });
        }
        if alone > 0.0 {
            self.post_for_good(s, profession, unattended, book);
        }
        None
    }

    fn see_to_temporary_need(&mut self, s: usize, profession: Profession, book: &Book) -> Option<Ask> {
        let structure = &self.structures[s];
        let surge = structure.surge[profession];
        let gap = surge.fte - self.serving(s, profession, Need::Temporary);
        let posted = |post: &Post| post.by == Opening::Temporary(s as u32) && post.profession == profession;
        let mut jobs = self.pools.iter().flat_map(|pool| &pool.jobs);
        let on_mission = jobs.any(|job| {
            job.temporary && job.profession == profession && job.shares.iter().any(|share| share.user == s)
        });
        if surge.months_left == 0 || gap <= NO_GAP || on_mission || self.posts.iter().any(posted) {
            return None;
        }
        let months = f64::from(surge.months_left);
        let alone = book.gain(structure, profession, gap, Contract::FixedTerm, months);
        if let Some((pool, gain)) = self.best_pool(s, profession, Need::Temporary, book)
            && gain > 0.0
            && gap * gain >= alone
        {
            let may_begin = f64::from(self.month) >= structure.no_mission_before[profession];
            match book.terms[pool].offer {
                Contracts::OpenEndedTemporary => {
                    let months = surge.months_left.min(book.rates.max_open_ended_mission_months());
                    let fte = half_days(gap.min(1.0));
                    return Some(Ask { user: s, profession, fte, months, pool, alone });
                }
                Contracts::Mission if may_begin && self.open_mission(s, profession, gap, pool, book) => {
                    return None;
                }
                _ => {}
            }
        }
        if alone > 0.0 {
            self.post_for_a_time(s, profession, gap, book);
        }
        None
    }

    /// What no job was made of: an ordinary mission where the law allows one, else a post of one's own.
    fn serve_otherwise(&mut self, ask: &Ask, book: &Book) {
        let (s, profession) = (ask.user, ask.profession);
        if ask.months == 0 {
            if ask.alone > 0.0 {
                self.post_for_good(s, profession, ask.fte, book);
            }
            return;
        }
        let charge = self.pools[ask.pool].charge();
        let structure = &self.structures[s];
        let hour = book.gain_from_mission(structure, profession, charge, &book.terms[ask.pool]);
        let may_begin = f64::from(self.month) >= structure.no_mission_before[profession];
        let worth_it = may_begin && hour > 0.0 && ask.fte * hour >= ask.alone;
        let served = worth_it && self.open_mission(s, profession, ask.fte, ask.pool, book);
        if !served && ask.alone > 0.0 {
            self.post_for_a_time(s, profession, ask.fte, book);
        }
    }

    fn post_for_good(&mut self, s: usize, profession: Profession, gap: f64, book: &Book) {
        let market = &book.params.market;
        let careful = self.structures[s].cash_months < market.fixed_term_below;
        let (contract, term) =
            if careful { (Contract::FixedTerm, market.fixed_term_months) } else { (Contract::OpenEnded, 0) };
        let name = |number| self.name_of_post(s, profession, number);
        let free = |&number: &u32| self.posts.iter().all(|post| post.name != name(number));
        let Some(number) = (0..TEMPORARY).find(free) else { return };
        if contract == Contract::FixedTerm && !self.may_begin(s, profession) {
            return;
        }
        let (name, by) = (name(number), Opening::Recurrent(s as u32));
        self.post(name, by, profession, gap, (contract, term), book);
    }

    fn post_for_a_time(&mut self, s: usize, profession: Profession, gap: f64, book: &Book) {
        if !self.may_begin(s, profession) {
            return;
        }
        let months = self.structures[s].surge[profession].months_left;
        let term = months.min(book.rates.max_fixed_term_months());
        let (name, by) = (self.name_of_post(s, profession, TEMPORARY), Opening::Temporary(s as u32));
        self.post(name, by, profession, gap, (Contract::FixedTerm, term), book);
    }

    fn post(
        &mut self,
        name: u32,
        by: Opening,
        profession: Profession,
        gap: f64,
        (contract, term): (Contract, u32),
        book: &Book,
    ) {
        let (Opening::Recurrent(s) | Opening::Temporary(s)) = by else { panic!("pools post elsewhere") };
        let (structure, club) = (&self.structures[s as usize], &book.params.club);
        let met = structure.last_meeting.is_some_and(|month| self.month - month <= club.memory_months);
        let network = if met { 1.0 + club.search } else { 1.0 };
        self.posts.push(Post {
            name,
            by,
            profession,
            zone: structure.zone,
            fte: book.hours(structure, gap),
            contract,
            term,
            users: 1,
            reach: book.params.market.contacts_per_post * network,
            months_open: 0,
        });
    }

    /// The number under which the dice know a post: eight for each structure and profession.
    fn name_of_post(&self, s: usize, profession: Profession, number: u32) -> u32 {
        (self.structures[s].identity * 4 + profession as u32) * 8 + number
    }
}
