//! Phase 7, hazards: how high they can be at most this month, so that most people need one comparison and no more.

use super::Turn;
use super::people::STRESS_MAX;
use crate::dice::Decision;
use crate::kinds::{Profession, Status};
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

/// All hazards that may be laid end to end for one person, at their worst, by status.
struct Highest([f64; Status::COUNT]);

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
        Highest(Status::ALL.map(|status| match status {
            Status::Structure | Status::Pool => of(mobility.leave_labour_force + ess),
            Status::Firm => of(mobility.leave_labour_force + firm),
            Status::Seeking => of(mobility.leave_labour_force),
            Status::Out => of(mobility.return_to_labour_force),
        }))
    }
}

/// The highest hazards of the month, so that most people need one comparison.
pub struct Bounds {
    highest: Highest,
    /// A recruiter's contact of interest, by status, for the newly trained second; job seekers are made offers at once.
    contact: [[[f64; Profession::COUNT]; 2]; Status::COUNT],
    /// Whether all of these lie in the low part of luck, so that nothing can happen to anybody beyond it.
    pub seldom: bool,
    /// Whether contacts of interest to people with a job lie in its lowest part.
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
        let mut employed = [poaching.contact_rate.values(); 2];
        let offer = (mobility.unemployed_offer_rate * maths::exp(tightness)).min(1.0);
        let mut contact_at_all = 0.0_f64;
        for (contact, trained) in employed.iter_mut().zip([0.0, poaching.trained]) {
            let tilt = poaching.skilled * 0.5 + tightness + trained;
            for contact in contact {
                *contact *= maths::exp(tilt) * of_interest * MARGIN;
                contact_at_all = contact_at_all.max(*contact);
            }
        }
        let mut contact = [employed; Status::COUNT];
        contact[Status::Seeking as usize] = [[offer; Profession::COUNT]; 2];
        contact[Status::Out as usize] = Default::default();
        let highest = Highest::of(turn);
        let fate = highest.0.into_iter().fold(0.0, f64::max);
        let low = Decision::RecruiterContact.low();
        let seldom = fate <= Decision::Departure.low() && contact_at_all.max(offer) <= low;
        let lowest = contact_at_all <= Decision::RecruiterContact.lowest();
        Bounds { highest, contact, seldom, lowest, tightness }
    }

    /// All that may end a job or bring somebody back to work, at the worst.
    #[inline(always)]
    pub fn fate(&self, status: Status) -> f64 {
        self.highest.0[status as usize]
    }

    /// The luck from which on no contact of interest can come to somebody.
    #[inline(always)]
    pub fn contact(&self, workers: &Workers, w: usize, turn: &Turn) -> f64 {
        let fresh = workers.since_training[w] < turn.params.poaching.trained_months;
        self.contact[workers.status[w] as usize][usize::from(fresh)][workers.profession[w] as usize]
    }

    /// The hazard of a recruiter's contact: higher for the skilled and the newly trained, and in a tight market.
    #[inline]
    pub fn contact_hazard(&self, workers: &Workers, w: usize, turn: &Turn) -> f64 {
        let poaching = &turn.params.poaching;
        let fresh = workers.since_training[w] < poaching.trained_months;
        let tilt = poaching.skilled * (workers.skill[w] - 0.5) + if fresh { poaching.trained } else { 0.0 };
        (poaching.contact_rate[workers.profession[w]] * maths::exp(tilt + self.tightness)).min(1.0)
    }
}
