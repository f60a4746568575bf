//! Phase 4: posts given up, opened, filled.

use mutualise::dice::Decision;
use mutualise::kinds::{Need, Profession};
use mutualise::law::Contract;
use mutualise::maths;
use mutualise::world::structures::Strain;

use crate::choice::Offer;
use crate::state::{Book, Employer, Job, Post, Structure, Territory};

/// A quarter of a day a week is no gap.
const NO_GAP: f64 = 0.05;
/// Hours of a full-time week.
const WEEK: f64 = 35.0;
/// The number of the post for a temporary need; those before are for recurrent ones.
const TEMPORARY: u32 = 7;

impl Book<'_> {
    /// Hours bought to cover a gap alone: not fewer than the law allows, not more than a full post.
    fn hours(&self, structure: &Structure, gap: f64) -> f64 {
        let least = if structure.hours_exempt { 0.0 } else { self.rates.minimum_weekly_hours() / WEEK };
        gap.max(least).min(1.0)
    }

    /// What a structure expects to gain in a month by hiring for a gap, the cost of the hire spread over months.
    fn gain(
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
}

impl Territory {
    fn gap(&self, s: usize, profession: Profession) -> f64 {
        self.structures[s].need[profession] - self.structures[s].counted[profession]
    }

    pub fn withdraw_posts(&mut self, book: &Book) {
        self.count();
        let mut kept = Vec::new();
        for mut post in std::mem::take(&mut self.posts) {
            post.months_open += 1;
            let structure = &self.structures[post.structure];
            let able = structure.open && structure.strain < Strain::Cancel;
            let wanted = if post.temporary {
                post.term = post.term.min(structure.surge[post.profession].months_left);
                post.term > 0
            } else {
                post.months_open <= book.params.market.post_months
                    && self.gap(post.structure, post.profession) > NO_GAP
            };
            if able && wanted {
                kept.push(post);
            } else {
                self.happened.push("given-up".to_owned());
            }
        }
        self.posts = kept;
    }

    pub fn open_posts(&mut self, book: &Book) {
        let market = &book.params.market;
        for s in 0..self.structures.len() {
            let structure = self.structures[s].clone();
            if !structure.open
                || structure.strain != Strain::None
                || structure.cash_months <= market.afford_months
            {
                continue;
            }
            for profession in Profession::ALL {
                let own = |post: &&Post| post.structure == s && post.profession == profession;
                let posted: f64 =
                    self.posts.iter().filter(own).filter(|post| !post.temporary).map(|post| post.fte).sum();
                let gap = self.gap(s, profession);
                let unattended = (gap - posted).min(1.0);
                let months = f64::from(market.hiring_horizon);
                if gap > NO_GAP
                    && unattended > NO_GAP
                    && book.gain(&structure, profession, unattended, Contract::OpenEnded, months) > 0.0
                {
                    let taken =
                        |number: &u32| self.posts.iter().filter(own).any(|post| post.number == *number);
                    let number = (0..TEMPORARY).find(|number| !taken(number));
                    let (contract, term) = if structure.cash_months < market.fixed_term_below {
                        (Contract::FixedTerm, market.fixed_term_months)
                    } else {
                        (Contract::OpenEnded, 0)
                    };
                    let fte = book.hours(&structure, unattended);
                    if let Some(number) = number {
                        self.posts.push(Post {
                            structure: s,
                            number,
                            temporary: false,
                            profession,
                            fte,
                            contract,
                            term,
                            months_open: 0,
                        });
                    }
                }
                let surge = structure.surge[profession];
                let gap = surge.fte - self.serving(s, profession, Need::Temporary);
                let posted = self.posts.iter().filter(|post| own(post)).any(|post| post.temporary);
                let months = f64::from(surge.months_left);
                if surge.months_left > 0
                    && gap > NO_GAP
                    && !posted
                    && book.gain(&structure, profession, gap, Contract::FixedTerm, months) > 0.0
                {
                    let term = surge.months_left.min(book.rates.max_fixed_term_months());
                    let (fte, contract) = (book.hours(&structure, gap), Contract::FixedTerm);
                    self.posts.push(Post {
                        structure: s,
                        number: TEMPORARY,
                        temporary: true,
                        profession,
                        fte,
                        contract,
                        term,
                        months_open: 0,
                    });
                }
            }
        }
    }

    /// The number under which the dice know a post.
    fn known_as(&self, post: &Post) -> u32 {
        (self.structures[post.structure].identity * 4 + post.profession as u32) * 8 + post.number
    }

    pub fn fill_posts(&mut self, book: &Book) {
        let mut order: Vec<(f64, Post)> = self
            .posts
            .iter()
            .map(|post| {
                (book.dice.roll(Decision::PostOrder, self.known_as(post), self.month).uniform(), post.clone())
            })
            .collect();
        order.sort_by(|a, b| a.0.total_cmp(&b.0));
        for (_, post) in order {
            if let Some(w) = self.candidate(&post, book) {
                self.hire(&post, w, book);
                let filled = self.known_as(&post);
                let known: Vec<u32> = self.posts.iter().map(|post| self.known_as(post)).collect();
                let mut known = known.into_iter();
                self.posts.retain(|_| known.next() != Some(filled));
            }
        }
    }

    fn pay_of(&self, post: &Post, w: usize, book: &Book) -> f64 {
        let market = &book.params.market;
        let patience = (f64::from(post.months_open) / f64::from(market.post_months)).min(1.0);
        let raise = maths::ln(1.0 + market.ess_raise_max * patience);
        book.grid_of_the_social_economy(post.profession, self.people[w].skill) * maths::exp(raise)
    }

    /// The most skilled, and the first among equals, of those whom the post reaches, who listen and who would come.
    fn candidate(&self, post: &Post, book: &Book) -> Option<usize> {
        let market = &book.params.market;
        let people: Vec<usize> =
            (0..self.people.len()).filter(|&w| self.people[w].profession == post.profession).collect();
        if people.is_empty() {
            return None;
        }
        let zone = self.structures[post.structure].zone;
        let whole = market.contacts_per_post.floor();
        let mut best: Option<usize> = None;
        for contact in 0..=whole as u32 {
            let mut roll =
                book.dice.roll_nth(Decision::PostContact, self.known_as(post), self.month, contact);
            let is_fraction = contact == whole as u32;
            if is_fraction && !roll.happens(market.contacts_per_post - whole) {
                continue;
            }
            let w = people[roll.below(people.len())];
            let person = &self.people[w];
            let listens = match person.job {
                Some(job) if job.at == Employer::Structure(post.structure) => 0.0,
                Some(_) => market.search_employed,
                None if person.out => 0.0,
                None => 1.0,
            };
            let minutes = book.minutes(person.zone, zone);
            let offer = Offer {
                pay: self.pay_of(post, w, book),
                fte: post.fte,
                contract: post.contract,
                with_a_mission: true,
                travel: minutes,
                stress: 0.0,
            };
            let comes = if minutes > market.max_travel { 0.0 } else { book.takes(person, &offer) };
            let better = best.is_none_or(|best| person.skill > self.people[best].skill);
            if roll.happens(listens) && roll.happens(comes) && better {
                best = Some(w);
            }
        }
        best
    }

    fn hire(&mut self, post: &Post, w: usize, book: &Book) {
        if self.people[w].job.is_some() {
            self.end(w, "MovedWithinEss");
        }
        let pay = self.pay_of(post, w, book);
        let structure = &mut self.structures[post.structure];
        let cost = book.cost(post.profession, post.contract, pay, post.fte, structure.band());
        structure.cash -= mutualise::units::Money::euros(book.params.market.hiring_cost[post.profession]);
        let travel = book.minutes(self.people[w].zone, structure.zone);
        self.people[w].pay = pay;
        self.people[w].out = false;
        self.people[w].job = Some(Job {
            at: Employer::Structure(post.structure),
            contract: post.contract,
            serves: if post.temporary { Need::Temporary } else { Need::Recurrent },
            term: post.term,
            fte: post.fte,
            travel,
            gross: cost.gross_paid,
            loaded: cost.loaded,
            tenure: 0,
        });
        self.happened.push(format!("hired month {} person {w} by {}", self.now, post.structure));
    }
}
