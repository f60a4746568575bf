//! Missions of people employed open-ended by a temporary-work firm (CDI intérimaire): their shares end with the need,
//! their pay goes on, at the guaranteed minimum for the time that no mission fills (C. trav. L1251-58-1 to -4).

use super::Turn;
use super::pool_life::make_redundant;
use crate::law::Contract;
use crate::price::pay::{grade, monthly_cost};
use crate::price::pool_band;
use crate::units::Money;
use crate::world::{Job, Pool, Pools, Structures, Workers, World};

/// A month of every such mission is over; it ends with its months or with the need.
pub fn end_of_shares(pool: &mut Pool, structures: &Structures) {
    for job in pool.jobs.iter_mut().filter(|job| job.contract == Contract::OpenEndedTemporary) {
        let profession = job.profession;
        job.slices.retain_mut(|slice| {
            slice.months_left = slice.months_left.saturating_sub(1);
            slice.months_left > 0 && structures.surge[slice.user as usize][profession].months_left > 0
        });
    }
}

/// Whether somebody is on an ordinary mission whose user has withdrawn.
pub fn has_no_user(pools: &Pools, workers: &Workers, w: usize) -> bool {
    let job = pools.job(workers.employer[w]);
    job.is_some_and(|job| job.contract == Contract::TemporaryMission && job.slices.is_empty())
}

/// An ordinary mission ends with its user's withdrawal: what was left of it is owed, for the user's breaking off is no
/// act of God (C. trav. L1251-26 and -27).
pub fn end_without_user(world: &mut World, turn: &Turn) {
    let ended: Vec<usize> = world.pools[turn.pool]
        .jobs
        .iter()
        .filter(|job| job.contract == Contract::TemporaryMission && job.slices.is_empty())
        .filter_map(|job| job.worker.map(|w| w as usize))
        .collect();
    for w in ended {
        make_redundant(world, w, turn);
    }
}

/// What employing somebody would cost if missions filled all the time: what users are billed for; nothing for other
/// contracts.
pub fn cost_on_mission(workers: &Workers, job: &Job, w: usize, turn: &Turn) -> Option<Money> {
    let band = pool_band(turn.terms.offer, &turn.params.pool, turn.rates);
    (job.contract == Contract::OpenEndedTemporary)
        .then(|| monthly_cost(turn.rates, job.profession, job.contract, workers.pay[w], job.fte, band).loaded)
}

/// Pay of the month: full pay for the time on mission, the guaranteed minimum for the rest.
pub fn pay_between(world: &mut World, turn: &Turn) {
    let (pool, workers) = (&world.pools[turn.pool], &mut world.workers);
    for job in pool.jobs.iter().filter(|job| job.contract == Contract::OpenEndedTemporary) {
        let Some(w) = job.worker.map(|w| w as usize) else { continue };
        let pay = month_pay(job, workers.pay[w], turn);
        let band = pool_band(turn.terms.offer, &turn.params.pool, turn.rates);
        workers.set_cost(w, monthly_cost(turn.rates, job.profession, job.contract, pay, job.fte, band));
    }
}

/// Gross pay for a full-time month of which missions fill a part, in euros.
pub fn month_pay(job: &Job, pay: f64, turn: &Turn) -> f64 {
    let busy = (job.sold() / job.fte).min(1.0);
    busy * pay + (1.0 - busy) * least_pay(job, turn).min(pay)
}

/// The guaranteed minimum of a month between missions, in euros.
pub fn least_pay(job: &Job, turn: &Turn) -> f64 {
    turn.rates.pay_between_missions(grade(job.profession)).as_euros()
}
