//! Phase 1: the crises, material costs and tightness of the month (submodel 5.1).

use super::Turn;
use crate::dice::Decision;
use crate::kinds::Sector;
use crate::maths;
use crate::scenario::EventKind;
use crate::world::Conditions;

/// The environment of this month, from last month's crises and the dated events.
pub fn change(conditions: &mut Conditions, turn: &Turn) {
    for sector in Sector::ALL {
        conditions.crisis[sector] = crisis(conditions.crisis[sector], sector, turn);
    }
    public_crisis(conditions, turn);
    let shocks = &turn.params.shocks;

    let push = turn.dice.common(Decision::Materials, 0, turn.month).normal();
    conditions.materials_walk =
        shocks.materials_persistence * conditions.materials_walk + shocks.materials_sd * push;
    conditions.materials = conditions.materials_walk;
    let push = turn.dice.common(Decision::Tightness, 0, turn.month).normal();
    conditions.tightness = shocks.tightness_persistence * conditions.tightness + shocks.tightness_sd * push;

    for sector in Sector::ALL {
        conditions.orders_lost[sector] = conditions.crisis[sector].unwrap_or(0.0);
        conditions.public_lost[sector] = 0.0;
    }
    add_events(conditions, turn);
}

fn crisis(before: Option<f64>, sector: Sector, turn: &Turn) -> Option<f64> {
    let shocks = &turn.params.shocks;
    let mut roll = turn.dice.common(Decision::SectorCrisis, sector as u32, turn.month);
    match before {
        Some(depth) => (!roll.happens(shocks.leave[sector])).then_some(depth),
        None => roll.happens(shocks.enter[sector]).then(|| {
            let spread = shocks.depth_spread;
            // mean one, so that the catalogue's depth is the mean depth
            let factor = maths::exp(spread * roll.normal() - spread * spread / 2.0);
            (shocks.depth[sector] * factor).min(shocks.most_lost)
        }),
    }
}

fn public_crisis(conditions: &mut Conditions, turn: &Turn) {
    let shocks = &turn.params.shocks;
    let mut roll = turn.dice.common(Decision::PublicCrisis, 0, turn.month);
    if conditions.public_crisis {
        conditions.public_crisis = !roll.happens(shocks.public_leave);
    } else if roll.happens(shocks.public_enter) {
        conditions.public_crisis = true;
        conditions.public_since = turn.month;
    }
}

/// Dated events come on top of the crises; what two of them take, they take one after the other.
fn add_events(conditions: &mut Conditions, turn: &Turn) {
    for event in turn.events.iter().filter(|event| event.under_way(turn.now)) {
        let hit = |sector: Sector| event.sector.is_none_or(|only| only == sector);
        for sector in Sector::ALL.into_iter().filter(|&sector| hit(sector)) {
            let lost = match event.kind {
                EventKind::Orders => &mut conditions.orders_lost[sector],
                EventKind::PublicFunding => &mut conditions.public_lost[sector],
                EventKind::Materials => continue,
            };
            *lost = (1.0 - (1.0 - *lost) * (1.0 - event.depth)).min(turn.params.shocks.most_lost);
        }
        if event.kind == EventKind::Materials {
            conditions.materials += event.depth;
        }
    }
}
