//! Who may be hired for an insertion path, what the path costs and brings, and how it ends (IAE and GEIQ).

use super::Turn;
use super::mobility::hire_shared_worker;
use super::pool_end::takes_over;
use crate::dice::{Decision, Roll};
use crate::formats::{self, Offer};
use crate::kinds::Status;
use crate::law::Contract;
use crate::units::{MONTHS_PER_YEAR, Money};
use crate::world::posts::{Opening, Post};
use crate::world::{Account, Purpose, Workers, World};

/// Whether a prescriber would send somebody: out of work, far from it or for long, with time left on the path.
fn eligible(workers: &Workers, w: usize, turn: &Turn) -> bool {
    let long = workers.workless(w) >= turn.params.insertion.workless_months;
    workers.status[w] == Status::Seeking && (workers.far_from_work[w] || long) && time_left(workers, w, turn)
}

/// Whether somebody may still be on a path of the pool at hand: with no time left nobody is engaged, whoever sent them.
pub fn time_left(workers: &Workers, w: usize, turn: &Turn) -> bool {
    turn.terms.path_months == 0 || workers.on_path[w] < turn.terms.path_months
}

/// The people whom prescribers may send to a post, if it is for them alone.
pub fn public_of(workers: &Workers, post: &Post, turn: &Turn) -> Option<Vec<u32>> {
    let Opening::Pooled(number) = post.opening else { return None };
    let turn = turn.of_job(number);
    let people = &workers.by_profession[post.profession];
    (turn.terms.workers == formats::Workers::InsertionPublic)
        .then(|| people.iter().copied().filter(|&w| eligible(workers, w as usize, &turn)).collect())
}

/// Shows the people that insertion employers send to a pool linked with them: job seekers of the profession who have
/// come to the end of a path, each once, as many as the link brings.
pub fn each_sent(workers: &Workers, post: &Post, turn: &Turn, mut show: impl FnMut(Roll, usize)) {
    let Opening::Pooled(number) = post.opening else { return };
    let pool = turn.of_job(number);
    let sent = pool.terms.insertion_contacts;
    if sent <= 0.0 {
        return;
    }
    // a pool for people far from work is sent no other
    let open = pool.terms.workers != formats::Workers::InsertionPublic;
    let through = |w: &usize| {
        workers.through_path[*w]
            && workers.status[*w] == Status::Seeking
            && (open || eligible(workers, *w, &pool))
    };
    let people = workers.by_profession[post.profession].iter().map(|&w| w as usize);
    let people: Vec<usize> = people.filter(through).collect();
    for contact in 0..sent.ceil() as u32 {
        let mut roll = turn.dice.roll_nth(Decision::SentAfterPath, post.identity, turn.month, contact);
        if people.is_empty() || !roll.happens((sent - f64::from(contact)).min(1.0)) {
            return;
        }
        let w = people[roll.below(people.len())];
        show(roll, w);
    }
}

/// The months for which somebody is engaged: those of the post, and no more than are left on the path.
pub fn term(workers: &Workers, w: usize, post: &Post, turn: &Turn) -> u32 {
    match post.opening {
        Opening::Pooled(number) if post.term > 0 && turn.of_job(number).terms.path_months > 0 => {
            let left = turn.of_job(number).terms.path_months.saturating_sub(workers.on_path[w]);
            post.term.min(left)
        }
        _ => post.term,
    }
}

/// Notes whether somebody about to be hired by a pool is far from work, or for long out of it.
pub fn admit(workers: &mut Workers, w: usize, turn: &Turn) {
    let long = workers.workless(w) >= turn.params.insertion.workless_months;
    workers.prescribed[w] = workers.far_from_work[w] || long;
}

/// Another month on a path.
pub fn count_months(world: &mut World, turn: &Turn) {
    if turn.employers.iter().all(|terms| terms.path_months == 0) {
        return;
    }
    let workers = &mut world.workers;
    for &w in &workers.staff {
        let w = w as usize;
        if workers.status[w] == Status::Pool && turn.of_job(workers.employer[w]).terms.path_months > 0 {
            workers.on_path[w] += 1;
        }
    }
}

/// Aid comes in for each full-time post on a path, and accompaniment is paid for.
pub fn accompany(world: &mut World, turn: &Turn) {
    let terms = turn.terms;
    let pool = &mut world.pools[turn.pool];
    let employed: f64 = pool.jobs.iter().filter(|job| job.worker.is_some()).map(|job| job.fte).sum();
    let aid = Money::euros(terms.aid_per_fte * employed / MONTHS_PER_YEAR);
    let cost = Money::euros(terms.accompaniment_per_fte * employed / MONTHS_PER_YEAR);
    world.ledger.transfer(Account::Funders, Account::Pool(turn.pool), Purpose::Aid, aid);
    world.ledger.transfer(Account::Pool(turn.pool), Account::Outside, Purpose::Accompaniment, cost);
    pool.year_other_costs += cost - aid;
}

/// The end of a path: somebody who learned is qualified, and may be hired by the user; returns whether they are.
pub fn ends_with_a_hire(world: &mut World, w: usize, turn: &Turn) -> bool {
    let turn = turn.of_job(world.workers.employer[w]);
    if turn.terms.path_months == 0 {
        return false;
    }
    world.workers.through_path[w] = true;
    if turn.terms.offer != Offer::Alternance {
        return false;
    }
    qualify(world, w, &turn);
    let Some(job) = world.pools.job(world.workers.employer[w]) else { return false };
    let Some(most) = job.slices.iter().max_by(|a, b| a.fte.total_cmp(&b.fte)).copied() else {
        return false;
    };
    let s = most.user as usize;
    let mut roll = turn.dice.roll(Decision::HiredAfterPath, world.workers.identity[w], turn.month);
    let hired = roll.happens(turn.params.insertion.hired_after) && takes_over(world, w, s, most.fte, &turn);
    if hired {
        hire_shared_worker(world, w, s, most.fte, &turn);
    }
    hired
}

/// A qualification raises skill, and pay to the grid for what is skilled now.
fn qualify(world: &mut World, w: usize, turn: &Turn) {
    let workers = &mut world.workers;
    debug_assert_eq!(workers.contract[w], Contract::Alternance);
    workers.skill[w] += turn.params.insertion.qualification * (1.0 - workers.skill[w]);
    workers.since_training[w] = 0;
    let grid = turn.prices.grids.ess[workers.profession[w]].pay(workers.skill[w]);
    workers.pay[w] = workers.pay[w].max(grid);
}
