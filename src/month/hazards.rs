//! Phase 7, hazards: how high they can be at most this month, so that most people need one comparison and no more.

use super::Turn;
use super::people::STRESS_MAX;
use crate::dice::Decision;
use crate::kinds::{PerProfession, Profession};
use crate::maths;
use crate::units::MONTHS_PER_YEAR;
use crate::world::World;

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
        /// Beyond any rounding of the exponential.
        const MARGIN: f64 = 1.0 + 1e-9;
        let ends = [0.0, STRESS_MAX].map(|stress| stress - turn.params.work.stress_base);
        let [low, high] = ends.map(|stress| maths::exp(turn.params.mobility.quit_stress * stress));
        let [calm, tense] = ends.map(|stress| burnout_hazard(stress, turn));
        Worst { strain: low.max(high) * MARGIN, burnout: calm.max(tense) * MARGIN }
    }
}

/// All hazards that may be laid end to end for one person, at their worst.
fn highest_fate(turn: &Turn) -> f64 {
    let (mobility, worst) = (&turn.params.mobility, Worst::of(turn));
    let trial = mobility.trial_hazard.values().into_iter().fold(0.0, f64::max);
    let quit = mobility.personal_quit + mobility.first_year_quit;
    let open_ended = trial + (quit * worst.strain + worst.burnout).max(quit + mobility.firm_layoff);
    let early_break = turn.params.insertion.early_break / MONTHS_PER_YEAR;
    let limited = early_break + worst.burnout.max(mobility.fixed_term_end + mobility.fixed_term_convert);
    let employed = mobility.leave_labour_force + open_ended.max(limited);
    // beyond the rounding of another order of addition
    (mobility.retirement + employed.max(mobility.return_to_labour_force)) * (1.0 + 1e-9)
}

/// The highest hazards of the month, so that most people need one comparison.
pub struct Bounds {
    /// A recruiter's contact.
    contact: PerProfession<f64>,
    /// The same for those newly trained.
    contact_trained: PerProfession<f64>,
    /// The highest of both, and of a firm's offer to a job seeker.
    pub contact_at_all: f64,
    /// All that may end a job or bring somebody back to work: in the riskiest profession, at the worst stress.
    pub fate: f64,
    /// A firm's offer to a job seeker.
    pub offer: f64,
    /// Whether all of these lie in the low part of luck, so that nothing can happen to anybody beyond it.
    pub seldom: bool,
    tightness: f64,
}

impl Bounds {
    /// Those of the month.
    pub fn of(world: &World, turn: &Turn) -> Bounds {
        let (mobility, poaching) = (&turn.params.mobility, &turn.params.poaching);
        let tightness = world.conditions.tightness;
        let (mut contact, mut contact_trained) = (poaching.contact_rate, poaching.contact_rate);
        let offer = (mobility.unemployed_offer_rate * maths::exp(tightness)).min(1.0);
        let mut contact_at_all = offer;
        for profession in Profession::ALL {
            contact[profession] *= maths::exp(poaching.skilled * 0.5 + tightness);
            contact_trained[profession] *= maths::exp(poaching.skilled * 0.5 + poaching.trained + tightness);
            contact_at_all = contact_at_all.max(contact[profession]).max(contact_trained[profession]);
        }
        let fate = highest_fate(turn);
        let seldom = fate <= Decision::Departure.low() && contact_at_all <= Decision::RecruiterContact.low();
        Bounds { contact, contact_trained, contact_at_all, fate, offer, seldom, tightness }
    }

    /// Whether a recruiter contacts somebody: more often the skilled, the newly trained, in a tight market.
    pub fn contacted(&self, world: &World, w: usize, luck: f64, turn: &Turn) -> bool {
        if luck >= self.contact_at_all {
            return false;
        }
        let (workers, poaching) = (&world.workers, &turn.params.poaching);
        let profession = workers.profession[w];
        let fresh = workers.since_training[w] < poaching.trained_months;
        let highest = if fresh { &self.contact_trained } else { &self.contact };
        if luck >= highest[profession] {
            return false;
        }
        let tilt = poaching.skilled * (workers.skill[w] - 0.5) + if fresh { poaching.trained } else { 0.0 };
        luck < (poaching.contact_rate[profession] * maths::exp(tilt + self.tightness)).min(1.0)
    }
}
