//! The difference of the share still employed, split by why people left.
//!
//! The share is a product over months of tenure, S = Π (1 − d/n), d the departures of a month and n those at risk
//! (Kaplan and Meier 1958). The difference of two products is the sum over months of the difference of one factor times
//! the other factors, those before it from one life and those after it from the other; the two ways of choosing are
//! averaged, so that neither format comes first. Within a month departures add up over their causes, and so does all.

use super::split::{Part, Split};
use crate::indicators::registry::Group;
use crate::indicators::survival::{AtRisk, at_risk, curve, leavers};
use crate::kinds::Status;
use crate::world::World;
use crate::world::pool::pool_of;
use crate::world::record::{End, Separation, Spell, Why};

/// Why somebody left, as far as the difference is split.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cause {
    Poached,
    Moved,
    Resigned,
    Trial,
    TermEnded,
    LaidOff,
    Unsold,
    PoolEnded,
    Closed,
    Burnout,
    Left,
}

impl Cause {
    const ALL: [(Cause, &str); 11] = [
        (Cause::Poached, "explain.poached"),
        (Cause::Moved, "explain.moved"),
        (Cause::Resigned, "explain.resigned"),
        (Cause::Trial, "explain.trial"),
        (Cause::TermEnded, "explain.term-ended"),
        (Cause::LaidOff, "explain.laid-off"),
        (Cause::Unsold, "explain.unsold"),
        (Cause::PoolEnded, "explain.pool-ended"),
        (Cause::Closed, "explain.closed"),
        (Cause::Burnout, "explain.burnout"),
        (Cause::Left, "explain.left"),
    ];

    fn of(world: &World, spell: &Spell, why: End, month: i32) -> Cause {
        match why {
            End::Poached => Cause::Poached,
            // a hire by a member is censored and so never asked about
            End::MovedWithinEss | End::Absorbed => Cause::Moved,
            End::Quit => Cause::Resigned,
            End::Trial => Cause::Trial,
            End::TermEnded => Cause::TermEnded,
            End::Burnout => Cause::Burnout,
            End::LeftLabourForce => Cause::Left,
            End::Dismissed => dismissal(world, spell, month),
        }
    }
}

/// A dismissal has a reason of its own: the employer closes or tightens, the pool ends or could not sell the time.
fn dismissal(world: &World, spell: &Spell, month: i32) -> Cause {
    let events = &world.record.events;
    let is_it =
        |one: &&Separation| one.worker == spell.worker && one.month == month && one.why == End::Dismissed;
    match events.separations.iter().find(is_it) {
        Some(one) if one.with == Status::Pool => {
            let pool = world.pools.iter().nth(pool_of(one.employer));
            let ended = pool.and_then(|pool| pool.ended).map(|ended| ended as i32 - world.launch as i32);
            if ended == Some(month) { Cause::PoolEnded } else { Cause::Unsold }
        }
        Some(one) => {
            let closed = |why: Why| matches!(why, Why::Insolvent | Why::Dissolved);
            let closes = events.closures.iter().any(|closure| {
                closure.structure == one.employer && closure.month == month && closed(closure.why)
            });
            if closes { Cause::Closed } else { Cause::LaidOff }
        }
        None => Cause::LaidOff,
    }
}

/// Departures by cause and month of tenure.
fn by_cause(world: &World, horizon: usize) -> Vec<Vec<f64>> {
    let mut left = vec![vec![0.0; horizon + 1]; Cause::ALL.len()];
    for (tenure, spell) in leavers(world, horizon) {
        let Some((month, why)) = spell.ended else { continue };
        left[Cause::of(world, spell, why, month) as usize][tenure] += 1.0;
    }
    left
}

pub(super) fn split(worlds: [&World; 2], horizon: usize) -> Split {
    let curves = worlds.map(|world| curve(world, Group::All, horizon));
    let values = curves.each_ref().map(|curve| 100.0 * curve[horizon]);
    if values.iter().any(|value| value.is_nan()) {
        return Split { values, parts: Vec::new() };
    }
    let risks = worlds.map(|world| at_risk(world, Group::All, horizon));
    let left = [0, 1].map(|k| by_cause(worlds[k], horizon));
    let factors = [0, 1].map(|k| factors(&risks[k], &left[k]));
    let weights = weights(&factors);
    let parts = Cause::ALL.iter().enumerate().map(|(cause, &(_, key))| {
        let rate = |k: usize, t: usize| left[k][cause][t] / risks[k].count[t];
        let effect: f64 = (1..=horizon).map(|t| -weights[t] * (rate(1, t) - rate(0, t))).sum();
        let counted = [0, 1].map(|k| left[k][cause].iter().sum());
        Part { key, counted, effect: 100.0 * effect, of_which: Vec::new() }
    });
    // what never happened under either explains nothing
    Split { values, parts: parts.filter(|part| part.counted != [0.0, 0.0]).collect() }
}

/// The share that stays in each month of tenure; the first place stands for the beginning.
fn factors(risk: &AtRisk, left: &[Vec<f64>]) -> Vec<f64> {
    let stays = |t: usize| 1.0 - left.iter().map(|cause| cause[t]).sum::<f64>() / risk.count[t];
    std::iter::once(1.0).chain((1..risk.count.len()).map(stays)).collect()
}

/// What the difference of one month's factor is multiplied with.
fn weights(factors: &[Vec<f64>; 2]) -> Vec<f64> {
    let months = factors[0].len();
    let product = |k: usize, range: std::ops::Range<usize>| factors[k][range].iter().product::<f64>();
    (0..months)
        .map(|t| {
            let one_way = product(0, 0..t) * product(1, t + 1..months);
            let other_way = product(1, 0..t) * product(0, t + 1..months);
            0.5 * (one_way + other_way)
        })
        .collect()
}
