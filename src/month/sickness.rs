//! Phase 5, before the work: who is ill, and what of the month is neither worked nor paid (submodel 5.9).

use super::Turn;
use super::luck::Throws;
use super::people::STRESS_MAX;
use crate::dice::Decision;
use crate::kinds::{Need, Status};
use crate::law::Contract;
use crate::maths;
use crate::units::{DAYS_PER_MONTH, MONTHS_PER_YEAR};
use crate::world::places::{self, Places};
use crate::world::workers::Sickness;
use crate::world::{Pools, Structures, Workers, World};

/// Sicknesses of those whom the social economy employs go on, end and begin; their time is missing where they work.
pub fn strike(world: &mut World, turn: &Turn) {
    world.structures.away.fill(Default::default());
    let seldom = hazard(STRESS_MAX, turn) <= Decision::Sickness.low();
    let mut throws = Throws::none();
    for nth in 0..world.workers.ill.len() {
        throw(&mut throws, &world.workers, nth, seldom, turn);
        let ill = world.workers.in_social_economy[nth] & world.workers.ill[nth];
        for w in Places::of(throws.touched() | ill, nth) {
            let sick = go_on(&world.workers, w, throws.of(w), turn);
            world.workers.set_sick(w, sick);
            miss(&mut world.structures, &world.pools, &world.workers, w);
        }
    }
}

/// The luck with sickness of a word of those whom the social economy employs; none of those who are ill already.
fn throw(throws: &mut Throws, workers: &Workers, nth: usize, seldom: bool, turn: &Turn) {
    let low = workers.ahead.window(turn.month).sickness.of_month(turn.month)[nth];
    let people = workers.in_social_economy[nth] & if seldom { low } else { u64::MAX };
    let ill = workers.ill[nth];
    let goes_on = |w: usize| places::contains_nth(ill, w) && workers.sick[w].left > 0.0;
    let limit = |w: usize| if goes_on(w) { 0.0 } else { hazard(workers.stress[w], turn) };
    throws.throw(
        Decision::Sickness,
        Places::of(people, nth),
        [low, 0],
        &workers.identity,
        limit,
        (turn.dice, turn.month),
    );
}

/// The sickness of somebody this month: one that goes on, one that luck brings, or none.
fn go_on(workers: &Workers, w: usize, luck: Option<[f64; 2]>, turn: &Turn) -> Sickness {
    let sick = workers.sick[w];
    let month =
        if sick.left > 0.0 { Some((0.0, sick)) } else { luck.map(|luck| fall_ill(workers, w, luck, turn)) };
    month.map_or(Sickness::default(), |(day, sick)| month_of(workers, w, day, sick, turn))
}

/// The monthly probability that somebody at work falls ill.
fn hazard(stress: f64, turn: &Turn) -> f64 {
    let work = &turn.params.work;
    let factor = maths::exp(work.sickness_stress * (stress - work.stress_base));
    (work.sickness_rate / MONTHS_PER_YEAR * factor).min(1.0)
}

/// Somebody falls ill this month: after how many days of it, and for how long.
fn fall_ill(workers: &Workers, w: usize, [_, day]: [f64; 2], turn: &Turn) -> (f64, Sickness) {
    let mut roll = turn.dice.rest(Decision::Sickness, workers.identity[w], turn.month);
    let (work, day) = (&turn.params.work, day * DAYS_PER_MONTH);
    let days = work.sickness_days * maths::exp(work.sickness_days_log_sd * roll.normal());
    // no allowance is paid beyond it, and so nobody is counted as ill for longer
    let left = days.min(turn.rates.longest_daily_allowance());
    (day, Sickness { left, ..Sickness::default() })
}

/// A month of a sickness, from that day of it on.
fn month_of(workers: &Workers, w: usize, day: f64, sick: Sickness, turn: &Turn) -> Sickness {
    let days = sick.left.min(DAYS_PER_MONTH - day);
    let past = sick.past + days;
    // those on mission have no claim on their employer under this article (C. trav. L1226-1)
    let kept_up = match workers.contract[w] {
        Contract::TemporaryMission => 0.0,
        _ => turn.rates.sick_pay(sick.past, past, workers.gross_paid[w], workers.tenure(w)),
    };
    let [away, kept_up] = [days, kept_up].map(|days| days / DAYS_PER_MONTH);
    Sickness { past, left: sick.left - days, away, unpaid: away - kept_up }
}

/// The time that somebody does not work is missing at each structure for which they work.
fn miss(structures: &mut Structures, pools: &Pools, workers: &Workers, w: usize) {
    let (away, profession) = (workers.sick[w].away, workers.profession[w]);
    if workers.status[w] == Status::Structure {
        let loan = pools.loan_of(w);
        let lent = loan.map_or(0.0, |loan| loan.fte);
        let (s, need) = (workers.employer[w] as usize, workers.serves[w]);
        structures.away[s][need as usize][profession] += away * (workers.fte[w] - lent);
        if let Some(loan) = loan {
            structures.away[loan.borrower as usize][Need::Recurrent as usize][profession] += away * lent;
        }
    } else if let Some(job) = pools.job(workers.employer[w]) {
        let need = if job.temporary { Need::Temporary } else { Need::Recurrent };
        for slice in &job.slices {
            structures.away[slice.user as usize][need as usize][profession] += away * slice.fte;
        }
    }
}
