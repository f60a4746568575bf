//! How long employment lasts: the Kaplan-Meier estimate with delayed entry (Kaplan & Meier 1958; Tsai et al. 1987).

use super::registry::Group;
use crate::world::World;
use crate::world::record::{End, Spell};

/// How many were at risk of leaving in each month of tenure, and how many left.
#[derive(Clone, Debug)]
pub struct AtRisk {
    /// At risk, by months of tenure.
    pub count: Vec<f64>,
    /// Left, by months of tenure.
    pub left: Vec<f64>,
}

/// The risk sets of months of tenure up to the horizon.
///
/// Somebody employed before the launch enters the risk set at the tenure reached then; a job that lasts at the end
/// is censored, and so is a worker hired by a member, who stays in the same work.
pub fn at_risk(world: &World, group: Group, horizon: usize) -> AtRisk {
    let mut count = vec![0.0_f64; horizon + 2];
    let mut left = vec![0.0_f64; horizon + 1];
    let of_group = group.tells(world);
    // without a branch: which spells are seen, and which have ended, cannot be foreseen
    for spell in &world.record.spells {
        let seen = Observed::of(spell, world.record.months as i32);
        let counts = of_group(spell) & seen.up_to(horizon);
        // at risk in months of tenure entry + 1 ..= exit: differences, summed below
        count[seen.entry.min(horizon) + 1] += f64::from(u8::from(counts));
        count[seen.exit.min(horizon) + 1] -= f64::from(u8::from(counts));
        left[seen.exit.min(horizon)] += f64::from(u8::from(counts & seen.gone_by(horizon)));
    }
    count.truncate(horizon + 1);
    let mut now = 0.0;
    count.iter_mut().for_each(|count| {
        now += *count;
        *count = now;
    });
    AtRisk { count, left }
}

/// Those of all who left, with the month of tenure in which they did.
pub fn leavers(world: &World, horizon: usize) -> impl Iterator<Item = (usize, &Spell)> {
    let months = world.record.months as i32;
    let seen = world.record.spells.iter().map(move |spell| (Observed::of(spell, months), spell));
    let left = seen.filter(move |(seen, _)| seen.up_to(horizon) && seen.gone_by(horizon));
    left.map(|(seen, spell)| (seen.exit, spell))
}

/// The share still in the same employment after 0, 1, ... `horizon` months; not defined beyond the first month in which
/// nobody is at risk.
pub fn curve(world: &World, group: Group, horizon: usize) -> Vec<f64> {
    let risk = at_risk(world, group, horizon);
    let mut curve = Vec::with_capacity(horizon + 1);
    curve.push(1.0);
    for t in 1..=horizon {
        if risk.count[t] <= 0.0 {
            // beyond what was observed nothing can be said
            curve.resize(horizon + 1, f64::NAN);
            break;
        }
        curve.push(curve[t - 1] * (1.0 - risk.left[t] / risk.count[t]));
    }
    curve
}

/// Months of tenure at which a spell came under observation and left it, and whether it ended then.
struct Observed {
    entry: usize,
    exit: usize,
    gone: bool,
}

impl Observed {
    #[inline(always)]
    fn of(spell: &Spell, months: i32) -> Observed {
        // hired by a member at the end of a month, after its chances of leaving
        let (end, gone) =
            spell.ended.map_or((months, false), |(month, why)| (month + 1, why != End::Absorbed));
        debug_assert!(spell.began <= spell.seen_from.min(end), "a spell is over before it begins: {spell:?}");
        let [entry, exit] = [spell.seen_from, end].map(|month| (month - spell.began) as usize);
        Observed { entry, exit, gone }
    }

    /// Whether any of it was seen up to that month of tenure.
    #[inline(always)]
    fn up_to(&self, horizon: usize) -> bool {
        (self.exit > self.entry) & (self.entry < horizon)
    }

    #[inline(always)]
    fn gone_by(&self, horizon: usize) -> bool {
        self.gone & (self.exit <= horizon)
    }
}

/// The mean duration up to the end of the curve, in months.
pub fn restricted_mean(curve: &[f64]) -> f64 {
    curve[..curve.len() - 1].iter().sum()
}
