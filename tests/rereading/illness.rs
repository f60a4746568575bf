//! Phase 5, before the work: who is ill, and what employers owe them.

use mutualise::dice::Decision;
use mutualise::law::Contract;
use mutualise::maths;
use mutualise::units::DAYS_PER_MONTH;

use crate::state::{Book, Illness, Person, Territory};

impl Territory {
    /// Whoever works for the social economy may fall ill, stays so for some days, and is well again in the same job or ill
    /// no longer in another.
    pub fn fall_ill(&mut self, book: &Book) {
        let work = &book.params.work;
        let (mut began, mut made_up) = (0, 0);
        for person in self.people.iter_mut().filter(|person| person.in_social_economy()) {
            let before = person.job.expect("who works has a job").illness;
            let mut illness = Illness::default();
            if before.rest > 0.0 {
                // all of this month, or what is left of the illness
                illness = Illness { missed: DAYS_PER_MONTH.min(before.rest), ..before };
            } else {
                let points = person.stress - work.stress_base;
                let chance = (work.sickness_rate / 12.0 * maths::exp(work.sickness_stress * points)).min(1.0);
                let (luck, mut roll) = book.dice.luck(Decision::Sickness, person.identity, self.month, 0);
                if luck < chance {
                    let healthy = roll.uniform() * DAYS_PER_MONTH;
                    let length = work.sickness_days * maths::exp(work.sickness_days_log_sd * roll.normal());
                    illness.rest = length.min(360.0);
                    began += 1;
                    illness.missed = illness.rest.min(DAYS_PER_MONTH - healthy);
                }
            }
            let from = illness.day;
            illness.day += illness.missed;
            illness.rest -= illness.missed;
            illness.paid = days_owed(person, from, illness.day, book);
            made_up += u32::from(illness.paid > 0.0);
            person.job.as_mut().expect("a job").illness = illness;
        }
        *self.seen.entry("somebody falls ill").or_default() += began;
        *self.seen.entry("pay of somebody ill is made up").or_default() += made_up;
    }
}

/// Nine tenths of the pay from the eighth day, for thirty days and ten more for each five years beyond the first year of
/// service, then two thirds for as long, less the daily allowance: half of the pay up to 1.4 SMIC. Nothing in the first
/// year of service, and nothing on mission.
fn days_owed(person: &Person, from: f64, to: f64, book: &Book) -> f64 {
    let job = person.job.expect("who works has a job");
    if job.tenure < 12 || job.contract == Contract::TemporaryMission {
        return 0.0;
    }
    let (gross, ceiling) = (job.gross.as_euros(), book.rates.smic_month().as_euros() * 1.4);
    let allowance = 0.5 * ceiling.min(gross) / gross;
    let length = (30 + (job.tenure - 12) / 60 * 10).min(90);
    let between = |begin: f64, end: f64| (end.min(to) - begin.max(from)).max(0.0);
    let (change, end) = (7.0 + f64::from(length), 7.0 + 2.0 * f64::from(length));
    between(7.0, change) * (0.9 - allowance) + between(change, end) * (2.0 / 3.0 - allowance).max(0.0)
}
