//! Phase 6: load, stress, contacts, skill, the yearly review of pay.

use mutualise::dice::Decision;
use mutualise::kinds::{Need, Profession};
use mutualise::law::Contract;
use mutualise::maths;

use crate::state::{Book, Employer, Territory};

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
            let (mut needed, mut missing) = (0.0, 0.0);
            for profession in Profession::ALL {
                let recurrent = self.structures[s].need[profession];
                let passing = self.structures[s].surge[profession].fte;
                needed += recurrent + passing;
                missing += (recurrent - self.serving(s, profession, Need::Recurrent)).max(0.0);
                missing += (passing - self.serving(s, profession, Need::Temporary)).max(0.0);
            }
            let structure = &mut self.structures[s];
            if structure.open {
                let target = if needed > 0.0 { missing / needed } else { 0.0 };
                structure.overload += book.params.work.overload_speed * (target - structure.overload);
            }
        }
    }

    fn feel_and_meet(&mut self, book: &Book) {
        let work = &book.params.work;
        for w in 0..self.people.len() {
            let person = self.people[w].clone();
            let (Some(job), Some(s)) = (person.job, person.structure()) else {
                self.people[w].stress += work.stress_speed * (work.stress_base - person.stress);
                continue;
            };
            let structure = &self.structures[s];
            let colleagues = self.people.iter().filter(|other| other.structure() == Some(s)).count();
            let mut target = work.stress_base + work.stress_overload * structure.overload;
            if colleagues == 1 && structure.team < 10.0 {
                target += work.stress_isolation * work.isolated_when_alone;
            }
            if job.contract != Contract::OpenEnded || job.fte + 1e-9 < person.preferred {
                target += work.stress_precarity;
            }
            target += work.stress_peer * person.peers.min(work.peers_max);
            let noise = book.dice.roll(Decision::StressNoise, person.identity, self.month).normal();
            let moved =
                person.stress + work.stress_speed * (target - person.stress) + work.stress_noise * noise;
            let arrival = if job.tenure == 0 { work.site_ties } else { 0.0 };
            self.people[w].stress = moved.clamp(0.0, 10.0);
            self.people[w].peers += work.colleague_ties / 12.0 + arrival;
        }
    }

    /// Those who work learn by experience, and now and then by a training.
    fn learn(&mut self, book: &Book) {
        let work = &book.params.work;
        for person in self.people.iter_mut().filter(|person| person.job.is_some()) {
            person.skill += work.skill_growth * (1.0 - person.skill);
            person.since_training += 1;
            let luck = book.dice.roll(Decision::Training, person.identity, self.month).uniform();
            if luck < (work.training_rate / 12.0).min(1.0) {
                person.skill += work.training_skill * (1.0 - person.skill);
                person.since_training = 0;
            }
        }
    }

    /// At the end of each year with an employer pay follows the grid, never down.
    fn review_pay(&mut self, book: &Book) {
        for person in &mut self.people {
            let Some(job) = &mut person.job else { continue };
            if job.tenure == 0 || job.tenure % 12 != 0 {
                continue;
            }
            match job.at {
                Employer::Structure(s) => {
                    let pay = book.grid_of_the_social_economy(person.profession, person.skill);
                    if pay > person.pay {
                        let band = self.structures[s].band();
                        let cost = book.cost(person.profession, job.contract, pay, job.fte, band);
                        (person.pay, job.gross, job.loaded) = (pay, cost.gross_paid, cost.loaded);
                    }
                }
                Employer::Firm(f) => {
                    let pay = book.grid_of_firms(person.profession, person.skill)
                        * maths::exp(self.firms.pay_policy[f]);
                    person.pay = person.pay.max(pay);
                }
            }
        }
    }
}
