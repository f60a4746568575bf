//! Phase 6: load, stress, contacts, skill, the yearly review of pay.

use mutualise::dice::Decision;
use mutualise::kinds::{Need, Profession};
use mutualise::maths;
use mutualise::price::pay::learner_pay;
use mutualise::units::Money;
use mutualise::world::Purpose;

use crate::state::{Book, Employer, Job, Territory};

impl Territory {
    pub fn experience(&mut self, book: &Book) {
        self.load(book);
        self.feel_and_meet(book);
        self.learn(book);
        self.review_pay(book);
    }

    /// Overload follows the share of needs that nobody covers.
    fn load(&mut self, book: &Book) {
        for s in 0..self.structures.len() {
            if !self.structures[s].open {
                continue;
            }
            let (mut needed, mut missing) = (0.0, 0.0);
            for profession in Profession::ALL {
                let recurrent = self.structures[s].need[profession];
                let passing = self.structures[s].surge[profession].fte;
                needed += recurrent + passing;
                missing += (recurrent - self.worked(s, profession, Need::Recurrent)).max(0.0);
                missing += (passing - self.worked(s, profession, Need::Temporary)).max(0.0);
            }
            let target = if needed > 0.0 { missing / needed } else { 0.0 };
            let structure = &mut self.structures[s];
            structure.overload += book.params.work.overload_speed * (target - structure.overload);
        }
    }

    /// Whether nobody else of the professions is where somebody works.
    fn isolated(&self, w: usize, users: &[usize]) -> bool {
        let others = || (0..self.people.len()).filter(move |&other| other != w);
        if self.people[w].shared_job().is_some() {
            return others().all(|other| self.people[other].shared_job().is_none());
        }
        users
            .iter()
            .all(|s| self.structures[*s].team < 10.0 && others().all(|other| !self.users(other).contains(s)))
    }

    fn feel_and_meet(&mut self, book: &Book) {
        let work = &book.params.work;
        for w in 0..self.people.len() {
            let person = self.people[w].clone();
            if !person.in_social_economy() {
                self.people[w].stress += work.stress_speed * (work.stress_base - person.stress);
                continue;
            }
            let job = person.job.expect("who works has a job");
            let users = self.users(w);
            let mut target = work.stress_base;
            if !users.is_empty() {
                let overload: f64 = users.iter().map(|&s| self.structures[s].overload).sum();
                target += work.stress_overload * overload / users.len() as f64;
            }
            if self.isolated(w, &users) {
                target += work.stress_isolation * work.isolated_when_alone;
            }
            if !job.contract.is_open_ended() || job.fte + 1e-9 < person.preferred {
                target += work.stress_precarity;
            }
            if users.len() > 1 {
                target += work.stress_shared + work.stress_extra_site * (users.len() - 2) as f64;
            }
            target += work.stress_peer * person.peers.min(work.peers_max);
            let noise = book.dice.roll(Decision::StressNoise, person.identity, self.month).normal();
            let moved =
                person.stress + work.stress_speed * (target - person.stress) + work.stress_noise * noise;
            let arrival = if job.tenure == 0 { work.site_ties } else { 0.0 };
            self.people[w].stress = moved.clamp(0.0, 10.0);
            self.people[w].peers += users.len() as f64 * (work.colleague_ties / 12.0 + arrival);
        }
    }

    /// Those who work learn by experience, and now and then by a training.
    fn learn(&mut self, book: &Book) {
        let work = &book.params.work;
        for person in self.people.iter_mut().filter(|person| person.job.is_some()) {
            person.skill += work.skill_growth * (1.0 - person.skill);
            person.since_training += 1;
            let luck = book.dice.luck(Decision::Training, person.identity, self.month, 0).0;
            let effort = person.shared_job().map_or(1.0, |number| book.terms_of(number).training_factor);
            if luck < (work.training_rate * effort / 12.0).min(1.0) {
                person.skill += work.training_skill * (1.0 - person.skill);
                person.since_training = 0;
                // the OPCO pays the trainer
                if person.in_social_economy() {
                    self.moved[Purpose::Training as usize] += Money::euros(work.training_cost);
                }
            }
        }
    }

    /// At the end of each year with an employer pay follows the grid, never down.
    fn review_pay(&mut self, book: &Book) {
        for w in 0..self.people.len() {
            let Some(job) = self.people[w].job else { continue };
            if job.tenure == 0 || job.tenure % 12 != 0 {
                continue;
            }
            let person = &mut self.people[w];
            if let Employer::Firm(f) = job.at {
                let pay = book.grid_of_firms(person.profession, person.skill)
                    * maths::exp(self.firms.pay_policy[f]);
                person.pay = person.pay.max(pay);
                continue;
            }
            let mut pay = book.grid_of_the_social_economy(person.profession, person.skill);
            if let Employer::Pool(number) = job.at {
                pay = learner_pay(pay, book.terms_of(number).pay_share, book.rates);
            }
            if pay > person.pay {
                person.pay = pay;
                self.reckon_cost(w, book);
            }
        }
    }

    /// Draws up what somebody's job pays and costs anew.
    pub fn reckon_cost(&mut self, w: usize, book: &Book) {
        let job = self.people[w].job.expect("a job");
        let band = self.band_of(job.at, book);
        let person = &mut self.people[w];
        let cost = book.cost(person.profession, job.contract, person.pay, job.fte, band);
        person.job = Some(Job { gross: cost.gross_paid, loaded: cost.loaded, ..job });
    }
}
