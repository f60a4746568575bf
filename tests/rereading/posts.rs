//! Phase 4: posts given up, opened, filled (submodels 5.4 and 5.5).

use mutualise::dice::{Decision, Roll};
use mutualise::formats::{Offer as Contracts, Terms, Users, Workers};
use mutualise::kinds::{Need, Profession};
use mutualise::law::{Contract, HeadcountBand};
use mutualise::maths;
use mutualise::price::{contract_of, pay::learner_pay, pool_band, vat_not_recovered};
use mutualise::units::Money;
use mutualise::world::pool::pool_of;
use mutualise::world::structures::{Notice, Strain};
use mutualise::world::{Opening, Purpose};

use crate::bundling::Ask;
use crate::choice::Offer;
use crate::money::half_days;
use crate::state::{Book, Employer, Job, Post, Purse, Structure, Territory};
use crate::told::line_of_hire;

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
                    && post.months_open <= book.params.market.post_months
                    && self.structures[s].gap(post.profession) > NO_GAP
            }
            Opening::Temporary(s) => {
                let s = s as usize;
                post.term = post.term.min(self.structures[s].surge[post.profession].months_left);
                able(s) && post.term > 0
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
            }
        }
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
        let (name, by) = (name(number), Opening::Recurrent(s as u32));
        self.post(name, by, profession, gap, (contract, term), book);
    }

    fn post_for_a_time(&mut self, s: usize, profession: Profession, gap: f64, book: &Book) {
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

    pub fn fill_posts(&mut self, book: &Book) {
        let luck = |post: &Post| book.dice.roll(Decision::PostOrder, post.name, self.month).uniform();
        let mut order: Vec<(f64, Post)> = self.posts.iter().map(|post| (luck(post), post.clone())).collect();
        order.sort_by(|a, b| a.0.total_cmp(&b.0));
        for (_, post) in order {
            if let Some(w) = self.candidate(&post, book) {
                self.hire(&post, w, book);
                self.posts.retain(|other| other.name != post.name);
            }
        }
    }

    fn pay_of(&self, post: &Post, w: usize, book: &Book) -> f64 {
        let market = &book.params.market;
        let patience = (f64::from(post.months_open) / f64::from(market.post_months)).min(1.0);
        let raise = maths::ln(1.0 + market.ess_raise_max * patience);
        let pay = book.grid_of_the_social_economy(post.profession, self.people[w].skill) * maths::exp(raise);
        match post.by {
            Opening::Pooled(number) => learner_pay(pay, book.terms_of(number).pay_share, book.rates),
            _ => pay,
        }
    }

    /// The most skilled, and the first among equals, of those whom the post reaches, who listen and who would come.
    fn candidate(&self, post: &Post, book: &Book) -> Option<usize> {
        let people = self.reachable(post, book);
        if people.is_empty() {
            return None;
        }
        let mut best: Option<usize> = None;
        let mut meet = |mut roll: Roll, w: usize| {
            let (listens, comes) = (self.listens(post, w, book), self.comes(post, w, book));
            let better = best.is_none_or(|best| self.people[w].skill > self.people[best].skill);
            if roll.happens(listens) && roll.happens(comes) && better {
                best = Some(w);
            }
        };
        let whole = post.reach.floor();
        for contact in 0..=whole as u32 {
            let mut roll = book.dice.roll_nth(Decision::PostContact, post.name, self.month, contact);
            let is_fraction = contact == whole as u32;
            if is_fraction && !roll.happens(post.reach - whole) {
                continue;
            }
            let w = people[roll.below(people.len())];
            meet(roll, w);
        }
        for (roll, w) in self.sent_after_a_path(post, book) {
            meet(roll, w);
        }
        best
    }

    fn listens(&self, post: &Post, w: usize, book: &Book) -> f64 {
        let person = &self.people[w];
        let Some(job) = person.job else { return if person.out { 0.0 } else { 1.0 } };
        let own = match (post.by, job.at) {
            (Opening::Recurrent(s) | Opening::Temporary(s), Employer::Structure(at)) => at == s as usize,
            (Opening::Pooled(number), Employer::Pool(at)) => pool_of(at) == pool_of(number),
            _ => false,
        };
        if own { 0.0 } else { book.params.market.search_employed }
    }

    fn comes(&self, post: &Post, w: usize, book: &Book) -> f64 {
        let travel = book.minutes(self.people[w].zone, post.zone);
        if travel > book.params.market.max_travel {
            return 0.0;
        }
        let offer = Offer {
            pay: self.pay_of(post, w, book),
            fte: post.fte,
            contract: post.contract,
            with_a_mission: true,
            users: post.users,
            travel,
            stress: 0.0,
        };
        book.takes(&self.people[w], self.sites(w), &offer)
    }

    /// The band of headcount of who opens a post.
    pub fn band_of(&self, at: Employer, book: &Book) -> HeadcountBand {
        match at {
            Employer::Structure(s) => self.structures[s].band(),
            Employer::Pool(number) => pool_band(book.terms_of(number).offer),
            Employer::Firm(_) => panic!("what firms pay for contributions is not followed"),
        }
    }

    fn hire(&mut self, post: &Post, w: usize, book: &Book) {
        let at = match post.by {
            Opening::Recurrent(s) | Opening::Temporary(s) => Employer::Structure(s as usize),
            Opening::Pooled(number) => Employer::Pool(number),
        };
        let pay = self.pay_of(post, w, book);
        let cost = book.cost(post.profession, post.contract, pay, post.fte, self.band_of(at, book));
        let travel = book.minutes(self.people[w].zone, post.zone);
        let term = self.term_of(post, w, book);
        if self.people[w].job.is_some() {
            self.end(w, "MovedWithinEss");
        }
        let fee = Money::euros(book.params.market.hiring_cost[post.profession]);
        let (user, temporary) = match post.by {
            Opening::Recurrent(s) => (s as usize, false),
            Opening::Temporary(s) => (s as usize, true),
            Opening::Pooled(number) => {
                let job = self.shared_job_mut(number).expect("a post for a job");
                job.holder = Some(w);
                (job.shares.first().map_or(0, |share| share.user), job.temporary)
            }
        };
        // an agency finds people for missions among those it knows, prescribers send those far from work
        if let Opening::Pooled(number) = post.by {
            let sent = book.terms_of(number).workers == Workers::InsertionPublic;
            if post.contract != Contract::TemporaryMission && !sent {
                self.give(Purse::Pool(pool_of(number)), Purse::Elsewhere, Purpose::Hiring, fee);
                self.pools[pool_of(number)].year.other += fee;
            }
        } else {
            self.give(Purse::Structure(user), Purse::Elsewhere, Purpose::Hiring, fee);
        }
        self.people[w].pay = pay;
        self.people[w].out = false;
        self.people[w].job = Some(Job {
            at,
            contract: post.contract,
            serves: if temporary { Need::Temporary } else { Need::Recurrent },
            term,
            fte: post.fte,
            travel,
            gross: cost.gross_paid,
            loaded: cost.loaded,
            tenure: 0,
        });
        let shared = matches!(post.by, Opening::Pooled(_));
        self.happened.push(line_of_hire(self.now, w, user, shared));
    }
}
