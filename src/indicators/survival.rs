//! How long employment lasts: the Kaplan-Meier estimate with delayed entry (Kaplan & Meier 1958; Tsai et al. 1987).

use super::registry::Group;
use crate::world::World;
use crate::world::record::{End, Spell};

/// The share still in the same employment after 0, 1, ... `horizon` months; ends early where nobody is at risk.
///
/// Somebody employed before the launch enters the risk set at the tenure reached then; a job that lasts at the end
/// is censored, and so is a worker hired by a member, who stays in the same work.
pub fn curve(world: &World, group: Group, horizon: usize) -> Vec<f64> {
    let mut at_risk = vec![0.0_f64; horizon + 2];
    let mut left = vec![0.0_f64; horizon + 1];
    for spell in world.record.spells.iter().filter(|spell| group.has_spell(world, spell)) {
        let (entry, exit, gone) = observed(spell, world.record.months as i32);
        // at risk in months of tenure entry + 1 ..= exit: a difference array, summed below
        if exit > entry && (entry as usize) < horizon {
            at_risk[entry as usize + 1] += 1.0;
            at_risk[(exit as usize).min(horizon) + 1] -= 1.0;
            if gone && exit as usize <= horizon {
                left[exit as usize] += 1.0;
            }
        }
    }
    let mut curve = vec![1.0];
    let mut now = 0.0;
    for t in 1..=horizon {
        now += at_risk[t];
        if now <= 0.0 {
            // beyond what was observed nothing can be said
            curve.resize(horizon + 1, f64::NAN);
            break;
        }
        curve.push(curve[t - 1] * (1.0 - left[t] / now));
    }
    curve
}

/// Months of tenure at which a spell came under observation and left it, and whether it ended then.
fn observed(spell: &Spell, months: i32) -> (i32, i32, bool) {
    let entry = spell.seen_from - spell.began;
    match spell.ended {
        // hired by a member at the end of a month, after its chances of leaving
        Some((month, why)) => (entry, month - spell.began + 1, why != End::Absorbed),
        None => (entry, months - spell.began, false),
    }
}

/// The mean duration up to the end of the curve, in months.
pub fn restricted_mean(curve: &[f64]) -> f64 {
    curve[..curve.len() - 1].iter().sum()
}
