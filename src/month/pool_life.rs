//! Phase 8, a pool's month: running costs, unsold time, missions that end, jobs posted again (submodel 5.14).

use super::Turn;
use super::bundling::{post_job, term_of};
use super::mobility::part_with;
use super::people::set_pay;
use super::posts::NO_GAP;
use super::{insertion, missions, pool_end, pool_year};
use crate::law::Contract;
use crate::price::pool_band;
use crate::units::{FULL_TIME_WEEK, MONTHS_PER_YEAR, Money};
use crate::world::posts::Opening;
use crate::world::{Account, Purpose, World};

/// The pool's own month-end: running costs, unsold time, the yearly fee, and what happens when the cash is gone.
pub fn balance(world: &mut World, turn: &Turn) {
    for turn in turn.each() {
        balance_one(world, &turn);
    }
}

fn balance_one(world: &mut World, turn: &Turn) {
    if !world.pools[turn.pool].active() {
        return;
    }
    run(world, turn);
    insertion::accompany(world, turn);
    end_missions(world, turn);
    cut_unsold_time(world, turn);
    repost(world, turn);
    // the month of the opening is the first of a year
    let months = turn.month + 1 - world.pools[turn.pool].opens;
    if months.is_multiple_of(MONTHS_PER_YEAR as u32) {
        pool_year::close(world, turn);
    }
    pool_end::face_debts(world, turn);
}

/// Permanents in proportion to the people employed, fixed costs, the premium of the guarantee, interest on what is
/// borrowed.
fn run(world: &mut World, turn: &Turn) {
    let employed: f64 =
        world.pools[turn.pool].jobs.iter().filter(|job| job.worker.is_some()).map(|job| job.fte).sum();
    let permanents = (turn.terms.permanents_per_fte * employed - turn.terms.permanents_included).max(0.0);
    let overheads = permanents * turn.params.pool.permanent_cost + turn.terms.fixed_cost;
    let overheads = Money::euros(overheads / MONTHS_PER_YEAR);
    let premium = world.pools[turn.pool].guaranteed * (turn.terms.guarantee_premium / MONTHS_PER_YEAR);
    world.ledger.transfer(Account::Pool(turn.pool), Account::Outside, Purpose::Overheads, overheads);
    world.ledger.transfer(Account::Pool(turn.pool), Account::Outside, Purpose::Guarantee, premium);
    let borrowed = (-world.ledger.balance(Account::Pool(turn.pool))).or_zero();
    let interest = borrowed * (turn.params.pool.bank_interest / MONTHS_PER_YEAR);
    world.ledger.transfer(Account::Pool(turn.pool), Account::Outside, Purpose::BankInterest, interest);
    world.pools[turn.pool].year_other_costs += overheads + premium + interest;
}

/// Missions whose user has withdrawn or whose holder has gone are over; the same post must wait before another (délai
/// de carence).
fn end_missions(world: &mut World, turn: &Turn) {
    missions::end_of_shares(&mut world.pools[turn.pool], &world.structures);
    missions::end_without_user(world, turn);
    let structures = &mut world.structures;
    let posts = &world.posts;
    world.pools[turn.pool].jobs.retain(|job| {
        let open = posts.iter().any(|post| post.opening == Opening::Pooled(job.number));
        if !job.temporary || job.worker.is_some() || open {
            return true;
        }
        // no waiting period follows somebody employed open-ended (C. trav. L1251-58-4)
        if job.contract == Contract::TemporaryMission
            && let Some(slice) = job.slices.first()
        {
            let wait = turn.rates.waiting_period_months(f64::from(job.months_held));
            structures.surge[slice.user as usize][job.profession].wait(wait);
        }
        false
    });
}

/// Time that stays unsold too long is given up: fewer hours if enough is left, else the post is made redundant.
fn cut_unsold_time(world: &mut World, turn: &Turn) {
    let least = turn.rates.minimum_weekly_hours() / FULL_TIME_WEEK;
    let mut redundant = Vec::new();
    for j in 0..world.pools[turn.pool].jobs.len() {
        let job = &mut world.pools[turn.pool].jobs[j];
        let Some(w) = job.worker.map(|w| w as usize) else { continue };
        let sold = job.sold();
        // between missions is who has none
        let unsold = match job.contract {
            Contract::OpenEndedTemporary => sold < NO_GAP,
            _ => job.fte - sold > NO_GAP,
        };
        job.idle_months = if unsold { job.idle_months + 1 } else { 0 };
        if job.idle_months <= turn.params.pool.idle_patience {
            continue;
        }
        if sold + NO_GAP >= least {
            (job.fte, job.idle_months) = (sold, 0);
            world.workers.fte[w] = sold;
            let pay = world.workers.pay[w];
            set_pay(
                &mut world.workers,
                w,
                pay,
                pool_band(turn.terms.offer, &turn.params.pool, turn.rates),
                turn,
            );
        } else {
            redundant.push((job.number, w));
        }
    }
    for (number, w) in redundant {
        make_redundant(world, w, turn);
        world.pools[turn.pool].jobs.retain(|job| job.number != number);
    }
}

/// The contract of somebody of the pool is ended; what that costs is to be earned by the fee.
pub fn make_redundant(world: &mut World, w: usize, turn: &Turn) {
    let before = world.ledger.balance(Account::Pool(turn.pool));
    part_with(world, w, Account::Pool(turn.pool), turn);
    world.pools[turn.pool].year_other_costs += before - world.ledger.balance(Account::Pool(turn.pool));
}

/// Jobs whose holder has left are posted again for what is still wanted of them.
fn repost(world: &mut World, turn: &Turn) {
    let posts = &world.posts;
    let vacant: Vec<u32> = world.pools[turn.pool]
        .jobs
        .iter()
        .filter(|job| job.worker.is_none() && !job.temporary)
        .filter(|job| !posts.iter().any(|post| post.opening == Opening::Pooled(job.number)))
        .map(|job| job.number)
        .collect();
    for number in vacant {
        let Some(j) = world.pools[turn.pool].job_at(number) else { continue };
        let sold = world.pools[turn.pool].jobs[j].sold();
        if sold + NO_GAP < turn.params.pool.threshold {
            // too little is left: the users' needs are open again and may be bundled anew
            world.pools[turn.pool].jobs.remove(j);
            continue;
        }
        world.pools[turn.pool].jobs[j].fte = sold.min(1.0);
        world.pools[turn.pool].jobs[j].idle_months = 0;
        post_job(world, number, term_of(turn), turn.params.market.contacts_per_post, turn);
    }
}
