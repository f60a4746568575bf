//! Phase 4, filling: posts reach people, people weigh them, employers take the most skilled (submodel 5.5).

use super::Turn;
use super::choice::{EmployerKind, Prospect, acceptance, present_utility, reservation_utility, utility};
use super::insertion;
use super::prices::structure_band;
use crate::dice::{Decision, Roll};
use crate::kinds::{Need, Status};
use crate::law::HeadcountBand;
use crate::maths;
use crate::price::pay::{learner_pay, monthly_cost};
use crate::price::pool_band;
use crate::units::{DAYS_PER_MONTH, Money};
use crate::world::employment::{self, Engagement};
use crate::world::pool::pool_of;
use crate::world::posts::{Opening, Post};
use crate::world::record::{End, Outcome, Recruitment};
use crate::world::{Account, Pools, Purpose, Structures, Workers, World, travel};

/// Posts are answered in the course of the month in which they open: half a month on average.
const MIDDLE_OF_MONTH: f64 = 0.5;

/// Every open post tries to find somebody, in a keyed random order.
pub fn fill(world: &mut World, turn: &Turn) {
    let mut posts = std::mem::take(&mut world.posts);
    let luck = |post: &Post| turn.dice.roll(Decision::PostOrder, post.identity, turn.month).uniform();
    let order = turn.list(posts.iter().enumerate().map(|(k, post)| (luck(post), k)));
    order.sort_by(|a, b| a.0.total_cmp(&b.0));
    let filled = turn.blank::<bool>(posts.len());
    for &mut (_, k) in order {
        raise_unanswered(&mut posts[k], turn);
        if let Some(w) = best_candidate(world, &posts[k], turn) {
            hire(world, &posts[k], w, turn);
            filled[k] = true;
        }
    }
    let mut filled = filled.iter();
    posts.retain(|_| !filled.next().is_some_and(|&filled| filled));
    world.posts = posts;
}

/// An offer left unanswered is raised step by step.
fn raise_unanswered(post: &mut Post, turn: &Turn) {
    let market = &turn.params.market;
    let patience = f64::from(post.months_open) / f64::from(market.post_months);
    post.raise = maths::ln(1.0 + market.ess_raise_max * patience.min(1.0));
}

/// The most skilled of those whom the post reaches this month and who would come.
fn best_candidate(world: &World, post: &Post, turn: &Turn) -> Option<usize> {
    let workers = &world.workers;
    let public;
    let people = match insertion::public_of(workers, post, turn) {
        Some(eligible) => {
            public = eligible;
            &public
        }
        None => &workers.by_profession[post.profession],
    };
    if people.is_empty() {
        return None;
    }
    let mut best: Option<usize> = None;
    let mut consider = |roll: &mut Roll, w: usize| {
        // first what costs least to know: each contact has its own roll, of which nothing else depends
        if best.is_some_and(|b| workers.skill[w] <= workers.skill[b]) {
            return;
        }
        let (luck, open) = (roll.uniform(), openness(workers, w, post, turn));
        // of the luck of whoever listens a share is that of whoever comes: where in it the luck lies is uniform
        if luck < open && luck < open * would_come(world, w, post, turn) {
            best = Some(w);
        }
    };
    let whole = post.reach.floor();
    for contact in 0..=whole as u32 {
        let mut roll = turn.dice.roll_now(Decision::PostContact, post.identity, turn.month, contact);
        if f64::from(contact) >= whole && !roll.happens(post.reach - whole) {
            break;
        }
        let w = people[roll.below(people.len())] as usize;
        consider(&mut roll, w);
    }
    insertion::each_sent(workers, post, turn, |mut roll, w| consider(&mut roll, w));
    best
}

/// The probability that somebody listens to an employer at all: not to their own, nor for a path on which no time is left.
fn openness(workers: &Workers, w: usize, post: &Post, turn: &Turn) -> f64 {
    let barred = match post.opening {
        Opening::Recurrent(s) | Opening::Temporary(s) => {
            workers.status[w] == Status::Structure && workers.employer[w] == s
        }
        Opening::Pooled(number) => {
            let own = workers.status[w] == Status::Pool && pool_of(workers.employer[w]) == pool_of(number);
            own || !insertion::time_left(workers, w, &turn.of_job(number))
        }
    };
    match workers.status[w] {
        _ if barred => 0.0,
        Status::Seeking => 1.0,
        Status::Structure | Status::Pool | Status::Firm => turn.params.market.search_employed,
        Status::Out => 0.0,
    }
}

/// The probability that somebody who listens accepts the post.
fn would_come(world: &World, w: usize, post: &Post, turn: &Turn) -> f64 {
    let workers = &world.workers;
    let minutes = turn.prices.weights.travel[workers.zone[w] as usize][post.zone as usize];
    if minutes > turn.params.market.max_travel {
        return 0.0;
    }
    let prospect = Prospect {
        log_pay: log_pay_offered(workers, w, post, turn),
        fte: post.fte,
        contract: post.contract,
        sector: EmployerKind::SocialEconomy,
        users: post.users,
        travel: minutes,
        stress: 0.0,
    };
    let offer = utility(workers, w, &prospect, turn);
    if workers.employed(w) {
        let users = users_of(&world.pools, workers, w);
        acceptance(offer - present_utility(workers, w, users, turn) - turn.params.market.inertia, turn)
    } else {
        acceptance(offer - reservation_utility(workers, w, turn), turn)
    }
}

/// The logarithm of what a post pays somebody.
fn log_pay_offered(workers: &Workers, w: usize, post: &Post, turn: &Turn) -> f64 {
    match post.opening {
        // a learner's pay is a share, and has a floor
        Opening::Pooled(number) if turn.of_job(number).terms.pay_share < 1.0 => {
            maths::ln(pay_offered(workers, w, post, turn))
        }
        _ => turn.prices.grids.ess[post.profession].log_pay(workers.skill[w]) + post.raise,
    }
}

fn pay_offered(workers: &Workers, w: usize, post: &Post, turn: &Turn) -> f64 {
    let grid = turn.prices.grids.ess[post.profession].pay(workers.skill[w]) * maths::exp(post.raise);
    match post.opening {
        Opening::Pooled(number) => learner_pay(grid, turn.of_job(number).terms.pay_share, turn.rates),
        _ => grid,
    }
}

/// Users among whom somebody's time is shared: one unless lent, or employed by a pool.
pub fn users_of(pools: &Pools, workers: &Workers, w: usize) -> u32 {
    if workers.status[w] == Status::Structure {
        return 1 + u32::from(pools.loan_of(w).is_some());
    }
    if workers.status[w] != Status::Pool {
        return 1;
    }
    pools.job(workers.employer[w]).map_or(1, |job| job.slices.len().max(1) as u32)
}

fn hire(world: &mut World, post: &Post, w: usize, turn: &Turn) {
    let engagement = engagement(world, post, w, turn);
    if world.workers.employed(w) {
        vacate(&mut world.pools, &world.workers, w);
        employment::end(&mut world.workers, &mut world.record, w, End::MovedWithinEss, turn.now);
    }
    if matches!(post.opening, Opening::Pooled(_)) {
        insertion::admit(&mut world.workers, w, turn);
    }
    employment::begin(&mut world.workers, &mut world.record, w, &engagement, turn.now);
    let payer = match post.opening {
        Opening::Recurrent(s) | Opening::Temporary(s) => Account::Structure(s as usize),
        Opening::Pooled(number) => {
            if let Some(job) = world.pools.job_mut(number) {
                job.worker = Some(w as u32);
            }
            Account::Pool(pool_of(number))
        }
    };
    // an agency finds people for a mission among those it knows, a prescriber sends those far from work; others pay for
    // each search
    let sent = insertion::public_of(&world.workers, post, turn).is_some();
    if post.contract != crate::law::Contract::TemporaryMission && !sent {
        let cost = Money::euros(turn.params.market.hiring_cost[post.profession]);
        world.ledger.transfer(payer, Account::Outside, Purpose::Hiring, cost);
        if let Account::Pool(k) = payer {
            world.pools[k].year_other_costs += cost;
        }
    }
    world.record.events.recruitments.extend(Recruitment::of(post, turn.now, Some(Outcome::Filled)));
    world.record.days_to_fill.push((f64::from(post.months_open) + MIDDLE_OF_MONTH) * DAYS_PER_MONTH);
}

/// A shared job whose holder leaves is open again; nobody is lent by an employer they have left.
pub fn vacate(pools: &mut Pools, workers: &Workers, w: usize) {
    pools.loans.retain(|loan| loan.worker as usize != w);
    if workers.status[w] == Status::Pool
        && let Some(job) = pools.job_mut(workers.employer[w])
    {
        job.worker = None;
    }
}

fn engagement(world: &World, post: &Post, w: usize, turn: &Turn) -> Engagement {
    let (status, employer, structure) = match post.opening {
        Opening::Recurrent(s) | Opening::Temporary(s) => (Status::Structure, s, s),
        Opening::Pooled(number) => {
            let first = world.pools.job(number).and_then(|job| job.slices.first());
            (Status::Pool, number, first.map_or(0, |slice| slice.user))
        }
    };
    let temporary = match post.opening {
        Opening::Recurrent(_) => false,
        Opening::Temporary(_) => true,
        Opening::Pooled(number) => world.pools.job(number).is_some_and(|job| job.temporary),
    };
    let pay = pay_offered(&world.workers, w, post, turn);
    let band = band(&world.structures, status, employer, turn);
    Engagement {
        status,
        employer,
        structure,
        contract: post.contract,
        serves: if temporary { Need::Temporary } else { Need::Recurrent },
        term: insertion::term(&world.workers, w, post, turn),
        fte: post.fte,
        pay,
        cost: monthly_cost(turn.rates, post.profession, post.contract, pay, post.fte, band),
        travel: travel(&turn.params.territory, world.workers.zone[w], post.zone),
    }
}

/// The headcount band of an employer of the social economy: a structure, or the pool of a job.
pub fn band(structures: &Structures, status: Status, employer: u32, turn: &Turn) -> HeadcountBand {
    match status {
        Status::Pool => pool_band(turn.of_job(employer).terms.offer, &turn.params.pool, turn.rates),
        _ => structure_band(structures, employer as usize),
    }
}
