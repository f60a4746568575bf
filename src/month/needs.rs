//! Phase 2, needs: recurrent needs drift by half-days, temporary needs come and go (submodel 5.3).

use super::Turn;
use crate::dice::{Ahead, Decision};
use crate::kinds::Profession;
use crate::maths;
use crate::units::HALF_DAY;
use crate::world::Structures;
use crate::world::places;
use crate::world::structures::Surge;

/// Rounds to half-days and forgets the noise of decimal fractions.
pub fn half_days(fte: f64) -> f64 {
    (fte / HALF_DAY).round() * HALF_DAY
}

/// Needs of every open structure, this month.
pub fn change(structures: &mut Structures, turn: &Turn) {
    let work = &turn.params.work;
    let seldom = work.surge_rate <= Decision::Surge.low() && work.need_drift <= Decision::NeedDrift.low();
    // the month of most structures: luck is not low, and there is nothing that time would change
    let low = |ahead: Ahead| !seldom | ahead.low(turn.month);
    let rows = structures.ahead.iter().zip(&structures.surge).zip(&structures.open);
    // for each structure whether a need drifts, then whether each profession's temporary need changes
    let changing = places::of_bytes(rows.map(|((ahead, surge), &open)| {
        let changes = |profession: Profession| low(ahead.surge[profession]) | !surge[profession].is_idle();
        let surges =
            Profession::ALL.map(|profession| u8::from(changes(profession)) << (1 + profession as u8));
        surges.iter().fold(u8::from(low(ahead.drift)), |bits, surge| bits | surge) * u8::from(open)
    }));
    for place in places::each(&changing) {
        match (place / 8, place % 8) {
            (s, 0) => drift(structures, s, turn),
            (s, k) => surge_of(structures, s, Profession::ALL[k - 1], turn),
        }
    }
}

fn drift(structures: &mut Structures, s: usize, turn: &Turn) {
    let (ahead, identity) = (structures.ahead[s].drift, structures.identity[s]);
    let chance = turn.params.work.need_drift;
    let Some((_, mut roll)) =
        turn.dice.luck_below(chance, ahead, Decision::NeedDrift, identity, turn.month, 0)
    else {
        return;
    };
    // not the sign, which is one of zero too: a profession never needed stays so
    let weights = structures.need[s].values().map(|need| f64::from(u8::from(need > 0.0)));
    if weights.iter().all(|&weight| weight == 0.0) {
        return;
    }
    let profession = Profession::ALL[roll.weighted(&weights)];
    let step = if roll.happens(0.5) { HALF_DAY } else { -HALF_DAY };
    let need = &mut structures.need[s][profession];
    // a profession once needed stays needed, if only for half a day
    *need = half_days((*need + step).clamp(HALF_DAY, turn.params.population.need_max));
}

fn surge_of(structures: &mut Structures, s: usize, profession: Profession, turn: &Turn) {
    let work = &turn.params.work;
    let surge = &mut structures.surge[s][profession];
    surge.waiting = (surge.waiting - 1.0).max(0.0);
    surge.months_left = surge.months_left.saturating_sub(1);
    if surge.months_left > 0 {
        return;
    }
    surge.fte = 0.0;
    if structures.need[s][profession] <= 0.0 {
        return;
    }
    let (ahead, identity) = (structures.ahead[s].surge[profession], structures.identity[s]);
    let which = profession as u32;
    if let Some((_, mut roll)) =
        turn.dice.luck_below(work.surge_rate, ahead, Decision::Surge, identity, turn.month, which)
    {
        let size = -maths::ln(roll.uniform()) * work.surge_size;
        let fte = half_days(size.clamp(HALF_DAY, 1.0));
        *surge = Surge { fte, months_left: roll.months(work.surge_months), waiting: surge.waiting };
    }
}
