//! Phase 4, bundling: members' fractions of one profession become jobs (submodel 5.12).

use super::Turn;
use super::accounts::can_advance;
use super::needs::half_days;
use super::people::set_pay;
use super::posts::NO_GAP;
use crate::formats::Bundling;
use crate::kinds::{Need, Profession, Zone};
use crate::law::Contract;
use crate::price::{contract_of, pool_band};
use crate::units::FULL_TIME_WEEK;
use crate::world::pool::{Job, Slice};
use crate::world::posts::{Opening, Post};
use crate::world::{Pool, Structures, World, travel};

/// Identities of the pool's posts, far from those of structures.
const POOL_POSTS: u32 = 1 << 24;

/// A fraction of a profession that a member asks the pool for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Want {
    /// Who asks.
    pub user: u32,
    /// For which profession.
    pub profession: Profession,
    /// How much, in full-time equivalents: whole half-days.
    pub fte: f64,
    /// Months it lasts; 0 if it is a recurrent need.
    pub months: u32,
    /// The place of the pool asked.
    pub pool: usize,
    /// What the member expects to gain by hiring alone instead, in euros a month.
    pub alone: f64,
}

impl Want {
    fn slice(&self) -> Slice {
        Slice { user: self.user, fte: self.fte, months_left: self.months }
    }
}

/// Months for which the pool at hand engages people for recurrent needs: 0 if open-ended.
pub fn term_of(turn: &Turn) -> u32 {
    match contract_of(turn.terms.offer) {
        Contract::Alternance => turn.terms.path_months.clamp(1, turn.rates.max_fixed_term_months()),
        _ => 0,
    }
}

/// Fills jobs that have time to sell, then packs the rest into new jobs; returns what found no place.
pub fn bundle(world: &mut World, mut wants: Vec<Want>, turn: &Turn) -> Vec<Want> {
    // largest first, so that small fractions fill what is left; ties by identity, never by place in storage
    let identity = &world.structures.identity;
    wants.sort_by(|a, b| {
        let by_size = b.fte.total_cmp(&a.fte);
        by_size.then_with(|| identity[a.user as usize].cmp(&identity[b.user as usize]))
    });
    wants.retain(|want| {
        let placed = sell_unsold_time(&mut world.pools[turn.pool], &world.structures, want, turn);
        !placed && !lengthen_part_time(world, want, turn)
    });
    let mut unserved = Vec::new();
    for profession in Profession::ALL {
        let mut queue: Vec<Want> =
            wants.iter().filter(|want| want.profession == profession).copied().collect();
        while let Some(bundle) = next_bundle(&mut queue, &mut unserved, &world.structures, turn) {
            if may_engage(world, profession, &bundle, turn) {
                open_job(world, profession, &bundle, turn);
            } else {
                unserved.extend(bundle);
            }
        }
    }
    unserved
}

/// Whether a job with time to sell takes a fraction.
fn sell_unsold_time(pool: &mut Pool, structures: &Structures, want: &Want, turn: &Turn) -> bool {
    let zone = structures.zone[want.user as usize];
    let contract = contract_of(turn.terms.offer);
    let job = pool.jobs.iter_mut().find(|job| {
        job.profession == want.profession
            && job.contract == contract
            && job.fte - job.sold() >= want.fte - NO_GAP
            && (job.slices.len() as u32) < turn.terms.max_users
            && job.slices.iter().all(|slice| slice.user != want.user)
            && within_reach(zone, job.zone, turn)
    });
    match job {
        Some(job) => {
            job.slices.push(want.slice());
            true
        }
        None => false,
    }
}

/// Whether somebody employed part time who would like more hours takes a fraction on top: part-times add up to a full
/// time, and part-timers come first (C. trav. L3123-3).
fn lengthen_part_time(world: &mut World, want: &Want, turn: &Turn) -> bool {
    let zone = world.structures.zone[want.user as usize];
    let (pool, workers) = (&mut world.pools[turn.pool], &mut world.workers);
    let room = |job: &Job| {
        let holder = job.worker.map(|w| w as usize)?;
        let known = job.slices.iter().any(|slice| slice.user == want.user);
        let fits = job.profession == want.profession
            && job.contract == Contract::OpenEnded
            && contract_of(turn.terms.offer) == Contract::OpenEnded
            && job.fte - job.sold() < NO_GAP
            && job.fte + want.fte <= workers.preferred[holder].min(1.0) + NO_GAP
            && (known || (job.slices.len() as u32) < turn.terms.max_users)
            && within_reach(zone, job.zone, turn);
        fits.then_some(holder)
    };
    let Some((job, w)) = pool.jobs.iter_mut().find_map(|job| room(job).map(|w| (job, w))) else {
        return false;
    };
    match job.slices.iter_mut().find(|slice| slice.user == want.user) {
        Some(slice) => slice.fte += want.fte,
        None => job.slices.push(want.slice()),
    }
    job.fte = (job.fte + want.fte).min(1.0);
    workers.fte[w] = job.fte;
    let pay = workers.pay[w];
    set_pay(workers, w, pay, pool_band(turn.terms.offer, &turn.params.pool, turn.rates), turn);
    true
}

/// Whether the pool takes on one more person: it must be able to advance the pay, and employs open-ended between
/// missions no more people than its usual flow of missions feeds.
fn may_engage(world: &World, profession: Profession, bundle: &[Want], turn: &Turn) -> bool {
    let contract = contract_of(turn.terms.offer);
    if contract != Contract::OpenEndedTemporary {
        let fte = bundle.iter().map(|want| want.fte).sum();
        return can_advance(world, profession, fte, contract, turn);
    }
    let ours = &world.pools[turn.pool];
    let alike = ours.jobs.iter().filter(|job| job.profession == profession && job.contract == contract);
    let conduct = &turn.params.pool;
    let fed = ours.mission_flow[profession] * conduct.steady_share;
    alike.map(|job| job.fte).sum::<f64>() + 1.0 <= fed && can_advance(world, profession, 1.0, contract, turn)
}

fn within_reach(a: Zone, b: Zone, turn: &Turn) -> bool {
    travel(&turn.params.territory, a, b) <= turn.params.pool.max_travel
}

/// Takes the largest fraction left and what fits beside it; fractions that make no job are unserved.
fn next_bundle(
    queue: &mut Vec<Want>,
    unserved: &mut Vec<Want>,
    structures: &Structures,
    turn: &Turn,
) -> Option<Vec<Want>> {
    while !queue.is_empty() {
        let first = queue.remove(0);
        let zone = structures.zone[first.user as usize];
        let mut bundle = vec![first];
        let mut total = first.fte;
        let fits = |want: &Want, total: f64, users: usize| {
            total + want.fte <= 1.0 + NO_GAP
                && (users as u32) < turn.terms.max_users
                && within_reach(structures.zone[want.user as usize], zone, turn)
        };
        while let Some(next) =
            next_beside(queue, total, |want, total, more| fits(want, total, bundle.len() + more), turn)
        {
            let want = queue.remove(next);
            total += want.fte;
            bundle.push(want);
        }
        if total >= turn.params.pool.threshold - NO_GAP {
            return Some(bundle);
        }
        // the smaller ones may still fit beside another
        queue.extend(bundle.drain(1..));
        queue.sort_by(|a, b| b.fte.total_cmp(&a.fte));
        unserved.push(first);
    }
    None
}

/// Which of the fractions that fit is taken next, the queue standing largest first: the first; or, with a platform, the
/// one that leaves least of the job unsold together with the best companion it may still have.
fn next_beside(
    queue: &[Want],
    total: f64,
    fits: impl Fn(&Want, f64, usize) -> bool,
    turn: &Turn,
) -> Option<usize> {
    let mut fitting = (0..queue.len()).filter(|&k| fits(&queue[k], total, 0));
    if turn.terms.bundling == Bundling::ByHand {
        return fitting.next();
    }
    let filled = |k: usize| {
        let with = total + queue[k].fte;
        let companions = queue.iter().enumerate().filter(|&(c, want)| c != k && fits(want, with, 1));
        companions.map(|(_, want)| with + want.fte).fold(with, f64::max)
    };
    let mut best: Option<(f64, usize)> = None;
    for k in fitting {
        let full = filled(k);
        if best.is_none_or(|(other, _)| full > other + NO_GAP) {
            best = Some((full, k));
        }
    }
    best.map(|(_, k)| k)
}

fn open_job(world: &mut World, profession: Profession, bundle: &[Want], turn: &Turn) {
    let zone = world.structures.zone[bundle[0].user as usize];
    let slices: Vec<Slice> = bundle.iter().map(Want::slice).collect();
    let least = turn.rates.minimum_weekly_hours() / FULL_TIME_WEEK;
    let contract = contract_of(turn.terms.offer);
    let temporary = turn.terms.offer.serves() == Need::Temporary;
    // who is paid between missions is employed full time
    let hours = half_days(bundle.iter().map(|want| want.fte).sum()).min(1.0);
    let fte = if contract == Contract::OpenEndedTemporary { 1.0 } else { hours };
    let number = world.pools[turn.pool].add_job(Job {
        number: 0,
        profession,
        zone,
        worker: None,
        fte,
        out_of_reach_alone: !temporary && slices.iter().all(|slice| slice.fte < least),
        slices,
        idle_months: 0,
        months_held: 0,
        temporary,
        contract,
    });
    let reach = turn.params.market.contacts_per_post;
    post_job(
        world,
        number,
        term_of(turn),
        if temporary { reach * turn.params.pool.mission_contacts } else { reach },
        turn,
    );
}

/// A mission for one member's temporary need, at most as long as the law allows; returns whether the pool can advance
/// its pay.
pub fn open_mission(world: &mut World, s: usize, profession: Profession, fte: f64, turn: &Turn) -> bool {
    if !can_advance(world, profession, fte, Contract::TemporaryMission, turn) {
        return false;
    }
    let number = world.pools[turn.pool].add_job(Job {
        number: 0,
        profession,
        zone: world.structures.zone[s],
        worker: None,
        fte,
        slices: vec![Slice { user: s as u32, fte, months_left: 0 }],
        idle_months: 0,
        months_held: 0,
        temporary: true,
        contract: Contract::TemporaryMission,
        out_of_reach_alone: false,
    });
    let months = world.structures.surge[s][profession].months_left.min(turn.rates.max_mission_months());
    let conduct = &turn.params.pool;
    let reach = turn.params.market.contacts_per_post * conduct.mission_contacts;
    post_job(world, number, months, reach, turn);
    true
}

/// A post for a job of the pool that nobody holds.
pub fn post_job(world: &mut World, number: u32, term: u32, reach: f64, turn: &Turn) {
    let Some(job) = world.pools.job(number) else { return };
    world.posts.push(Post {
        identity: POOL_POSTS + number,
        opening: Opening::Pooled(number),
        profession: job.profession,
        zone: job.zone,
        fte: job.fte,
        contract: job.contract,
        term,
        users: job.slices.len() as u32,
        raise: 0.0,
        reach: reach * turn.terms.search_factor,
        months_open: 0,
    });
}
