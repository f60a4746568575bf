//! What a job is worth to somebody, in log pay (submodel 5.6), and the two pay grids.

use mutualise::kinds::{Profession, Zone};
use mutualise::law::Contract;
use mutualise::maths;
use mutualise::world::travel;

use crate::state::{Book, Employer, Job, Person};

/// A job as somebody sees it.
#[derive(Clone, Copy, Debug)]
pub struct Offer {
    pub pay: f64,
    pub fte: f64,
    pub contract: Contract,
    pub with_a_mission: bool,
    /// Among how many the time is shared.
    pub users: u32,
    pub travel: f64,
    pub stress: f64,
}

impl Book<'_> {
    pub fn grid_of_the_social_economy(&self, profession: Profession, skill: f64) -> f64 {
        let (junior, senior) =
            (self.params.market.ess_junior[profession], self.params.market.ess_senior[profession]);
        junior * maths::pow(senior / junior, skill)
    }

    pub fn grid_of_firms(&self, profession: Profession, skill: f64) -> f64 {
        let (junior, senior) =
            (self.params.market.firm_junior[profession], self.params.market.firm_senior[profession]);
        junior * maths::pow(senior / junior, skill)
    }

    pub fn minutes(&self, from: Zone, to: Zone) -> f64 {
        travel(&self.params.territory, from, to)
    }

    /// The value of a job, as log pay.
    pub fn worth(&self, person: &Person, job: &Offer) -> f64 {
        let market = &self.params.market;
        let mut worth = maths::ln(job.pay * job.fte.min(person.preferred));
        if job.contract.is_open_ended() {
            worth += market.value_open_ended;
        } else {
            let premium = 1.0 + self.rates.precarity_premium_rate(job.contract);
            worth += maths::ln(premium * (1.0 + self.rates.leave_indemnity_rate(job.contract)));
        }
        if job.fte < person.preferred - 1e-9 {
            worth -= market.loss_part_time;
        }
        if job.with_a_mission {
            worth +=
                person.mission + market.value_peers * person.peers.min(self.params.work.peers_max) / 10.0;
        }
        worth += f64::from(job.users.max(1) - 1) * (person.diversity - market.loss_site);
        worth - market.loss_travel_hour * job.travel * 2.0 / 60.0 - market.loss_stress * job.stress
    }

    /// What is given up by leaving the present situation: the job and the attachment to it, or what a job seeker
    /// holds out for.
    pub fn given_up(&self, person: &Person, sites: u32) -> f64 {
        let market = &self.params.market;
        let Some(job) = person.job else {
            let pay = self.grid_of_firms(person.profession, person.skill);
            return maths::ln(market.reservation * pay * person.preferred);
        };
        self.worth(person, &self.present(person, &job, sites)) + market.inertia
    }

    fn present(&self, person: &Person, job: &Job, sites: u32) -> Offer {
        Offer {
            pay: person.pay,
            fte: job.fte,
            contract: job.contract,
            with_a_mission: !matches!(job.at, Employer::Firm(_)),
            users: sites,
            travel: job.travel,
            stress: person.stress - self.params.work.stress_base,
        }
    }

    /// What a job seems worth to who has it, now or with other users.
    pub fn worth_of_present(&self, person: &Person, sites: u32) -> f64 {
        let job = person.job.expect("a job");
        self.worth(person, &self.present(person, &job, sites))
    }

    /// The probability of taking an offer, by logit.
    pub fn takes(&self, person: &Person, sites: u32, offer: &Offer) -> f64 {
        let gain = self.worth(person, offer) - self.given_up(person, sites);
        maths::logistic(gain / self.params.market.choice_scale)
    }
}
