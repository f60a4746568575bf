//! Phase 4: posts filled (submodel 5.5).

use mutualise::dice::{Decision, Roll};
use mutualise::formats::Workers;
use mutualise::kinds::Need;
use mutualise::law::{Contract, HeadcountBand};
use mutualise::maths;
use mutualise::price::{pay::learner_pay, pool_band};
use mutualise::units::Money;
use mutualise::world::pool::pool_of;
use mutualise::world::{Opening, Purpose};

use crate::choice::Offer;
use crate::state::{Book, Employer, Illness, Job, Post, Purse, Territory};
use crate::told::line_of_hire;

impl Territory {
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
            if roll.happens(listens * comes) && better {
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
            Employer::Pool(number) => pool_band(book.terms_of(number).offer, &book.params.pool, book.rates),
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
            illness: Illness::default(),
        });
        let shared = matches!(post.by, Opening::Pooled(_));
        self.happened.push(line_of_hire(self.now, w, user, shared));
    }
}
