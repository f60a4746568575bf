//! How long employment lasts: the Kaplan-Meier estimate with delayed entry (Kaplan & Meier 1958; Tsai et al. 1987).

use super::registry::Group;
use crate::world::World;
use crate::world::record::{End, Spell};

/// Who was at risk of leaving in each month of tenure, and who left.
#[derive(Clone, Debug)]
pub struct AtRisk<'a> {
    /// How many, by months of tenure.
    pub count: Vec<f64>,
    /// The spells that ended, with the month of tenure.
    pub left: Vec<(usize, &'a Spell)>,
}

/// The risk sets of months of tenure up to the horizon.
///
/// Somebody employed before the launch enters the risk set at the tenure reached then; a job that lasts at the end
/// is censored, and so is a worker hired by a member, who stays in the same work.
pub fn at_risk(world: &World, group: Group, horizon: usize) -> AtRisk<'_> {
    let mut change = vec![0.0_f64; horizon + 2];
    let mut left = Vec::with_capacity(world.record.spells.len());
    let of_group = group.tells(world);
    for spell in world.record.spells.iter().filter(|spell| of_group(spell)) {
        let (entry, exit, gone) = observed(spell, world.record.months as i32);
        // at risk in months of tenure entry + 1 ..= exit: a difference array, summed below
        if exit > entry && (entry as usize) < horizon {
            change[entry as usize + 1] += 1.0;
            change[(exit as usize).min(horizon) + 1] -= 1.0;
            if gone && exit as usize <= horizon {
                left.push((exit as usize, spell));
            }
        }
    }
    let mut now = 0.0;
    let count = change[..=horizon].iter().map(|change| {
        now += change;
        now
    });
    AtRisk { count: count.collect(), left }
}

/// The share still in the same employment after 0, 1, ... `horizon` months; not defined beyond the first month in which
/// nobody is at risk.
pub fn curve(world: &World, group: Group, horizon: usize) -> Vec<f64> {
    let risk = at_risk(world, group, horizon);
    let mut left = vec![0.0_f64; horizon + 1];
    risk.left.iter().for_each(|&(tenure, _)| left[tenure] += 1.0);
    let mut curve = Vec::with_capacity(horizon + 1);
    curve.push(1.0);
    for t in 1..=horizon {
        if risk.count[t] <= 0.0 {
            // beyond what was observed nothing can be said
            curve.resize(horizon + 1, f64::NAN);
            break;
        }
        curve.push(curve[t - 1] * (1.0 - left[t] / risk.count[t]));
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
