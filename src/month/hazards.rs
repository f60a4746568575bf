//! Phase 7, hazards: how high they can be at most this month, so that most people need one comparison and no more.

use super::Turn;
use super::people::STRESS_MAX;
use crate::dice::Decision;
use crate::kinds::{PerProfession, Profession, Status};
use crate::maths;
use crate::units::MONTHS_PER_YEAR;
use crate::world::{Workers, World};

/// The monthly probability of burnout at so many points of stress above the ordinary.
pub fn burnout_hazard(stress: f64, turn: &Turn) -> f64 {
    let work = &turn.params.work;
    (work.burnout_base / MONTHS_PER_YEAR * maths::exp(work.burnout_stress * stress)).min(1.0)
}

/// What stress does at most, at one end of its scale or the other.
struct Worst {
    /// The factor on quits.
    strain: f64,
    /// The hazard of burnout.
    burnout: f64,
}

impl Worst {
    fn of(turn: &Turn) -> Worst {
        let ends = [0.0, STRESS_MAX].map(|stress| stress - turn.params.work.stress_base);
        let [low, high] = ends.map(|stress| maths::exp(turn.params.mobility.quit_stress * stress));
        let [calm, tense] = ends.map(|stress| burnout_hazard(stress, turn));
        Worst { strain: low.max(high) * MARGIN, burnout: calm.max(tense) * MARGIN }
    }
}

/// Beyond the rounding of another order of addition.
const MARGIN: f64 = 1.0 + 1e-9;

/// All hazards that may be laid end to end for one person, at their worst.
struct Highest {
    /// Of somebody employed by the social economy.
    ess: f64,
    /// Of somebody employed by a firm.
    firm: f64,
    seeking: f64,
    out: f64,
}

impl Highest {
    fn of(turn: &Turn) -> Highest {
        let (mobility, worst) = (&turn.params.mobility, Worst::of(turn));
        let trial = mobility.trial_hazard.values().into_iter().fold(0.0, f64::max);
        let quit = mobility.personal_quit + mobility.first_year_quit;
        let early_break = turn.params.insertion.early_break / MONTHS_PER_YEAR;
        let limited = mobility.fixed_term_end + mobility.fixed_term_convert;
        let ess = trial + early_break + quit * worst.strain + worst.burnout;
        let firm = (trial + quit + mobility.firm_layoff).max(early_break + limited);
        let of = |hazard: f64| (mobility.retirement + hazard) * MARGIN;
        Highest {
            ess: of(mobility.leave_labour_force + ess),
            firm: of(mobility.leave_labour_force + firm),
            seeking: of(mobility.leave_labour_force),
            out: of(mobility.return_to_labour_force),
        }
    }
}

/// The highest hazards of the month, so that most people need one comparison.
pub struct Bounds {
    highest: Highest,
    /// A recruiter's contact of interest.
    contact: PerProfession<f64>,
    /// The same for those newly trained.
    contact_trained: PerProfession<f64>,
    /// The highest of both.
    pub contact_at_all: f64,
    /// A firm's offer to a job seeker.
    pub offer: f64,
    /// Whether all of these lie in the low part of luck, so that nothing can happen to anybody beyond it.
    pub seldom: bool,
    /// Whether contacts of interest lie in its lowest part.
    pub lowest: bool,
    tightness: f64,
}

impl Bounds {
    /// Those of the month. Contacts that bring no offer are of interest only if somebody asks for them.
    pub fn of(world: &World, turn: &Turn) -> Bounds {
        let (mobility, poaching) = (&turn.params.mobility, &turn.params.poaching);
        let tightness = world.conditions.tightness;
        let of_interest =
            if world.record.events.contacts.is_some() { 1.0 } else { poaching.offer_given_contact };
        let (mut contact, mut contact_trained) = (poaching.contact_rate, poaching.contact_rate);
        let offer = (mobility.unemployed_offer_rate * maths::exp(tightness)).min(1.0);
        let mut contact_at_all = 0.0_f64;
        for profession in Profession::ALL {
            let tilt = poaching.skilled * 0.5 + tightness;
            contact[profession] *= maths::exp(tilt) * of_interest * MARGIN;
            contact_trained[profession] *= maths::exp(tilt + poaching.trained) * of_interest * MARGIN;
            contact_at_all = contact_at_all.max(contact[profession]).max(contact_trained[profession]);
        }
        let highest = Highest::of(turn);
        let fate = highest.ess.max(highest.firm).max(highest.seeking).max(highest.out);
        let low = Decision::RecruiterContact.low();
        let seldom = fate <= Decision::Departure.low() && contact_at_all.max(offer) <= low;
        let lowest = contact_at_all <= Decision::RecruiterContact.lowest();
        Bounds { highest, contact, contact_trained, contact_at_all, offer, seldom, lowest, tightness }
    }

    /// All that may end a job or bring somebody back to work, at the worst.
    #[inline(always)]
    pub fn fate(&self, status: Status) -> f64 {
        match status {
            Status::Structure | Status::Pool => self.highest.ess,
            Status::Firm => self.highest.firm,
            Status::Seeking => self.highest.seeking,
            Status::Out => self.highest.out,
        }
    }

    /// The hazard of a recruiter's contact, if that luck may be low enough for one of interest: higher for the skilled
    /// and the newly trained, and in a tight market.
    #[inline]
    pub fn contact_hazard(&self, workers: &Workers, w: usize, luck: f64, turn: &Turn) -> Option<f64> {
        let poaching = &turn.params.poaching;
        let profession = workers.profession[w];
        let fresh = workers.since_training[w] < poaching.trained_months;
        let highest = if fresh { &self.contact_trained } else { &self.contact };
        if luck >= highest[profession] {
            return None;
        }
        let tilt = poaching.skilled * (workers.skill[w] - 0.5) + if fresh { poaching.trained } else { 0.0 };
        Some((poaching.contact_rate[profession] * maths::exp(tilt + self.tightness)).min(1.0))
    }
}
