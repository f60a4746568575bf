//! Phase 6: load, stress, skill, training and contacts (submodels 5.9 and 5.10).

use super::Turn;
use super::matching::band;
use crate::dice::Decision;
use crate::kinds::{Profession, Status};
use crate::law::Contract;
use crate::maths;
use crate::units::MONTHS_PER_YEAR;
use crate::world::pay::{ess_pay, firm_pay, monthly_cost};
use crate::world::{Pool, Structures, Workers, World};

/// Twelve months make a year of tenure, at the end of which pay is reviewed.
const REVIEW: u32 = MONTHS_PER_YEAR as u32;

/// A month's experience of everybody.
pub fn live(world: &mut World, turn: &Turn) {
    load(&mut world.structures, turn);
    let places = Places::of(world);
    for w in 0..world.workers.len() {
        match world.workers.status[w] {
            Status::Structure | Status::Pool => {
                feel(world, w, &places, turn);
                meet(world, w, &places, turn);
                learn(&mut world.workers, w, turn);
                review_pay(world, w, &places, turn);
            }
            Status::Firm => {
                settle(&mut world.workers, w, turn);
                learn(&mut world.workers, w, turn);
                review_firm_pay(world, w, turn);
            }
            Status::Seeking | Status::Out => settle(&mut world.workers, w, turn),
        }
    }
}

/// A structure's overload follows the share of its needs that nobody covers.
fn load(structures: &mut Structures, turn: &Turn) {
    for s in 0..structures.len() {
        if !structures.open[s] {
            continue;
        }
        let (mut need, mut uncovered) = (0.0, 0.0);
        for profession in Profession::ALL {
            let recurrent = structures.need[s][profession];
            let served = structures.direct[s][profession] + structures.pooled[s][profession];
            let surge = structures.surge[s][profession].fte;
            need += recurrent + surge;
            uncovered +=
                (recurrent - served).max(0.0) + (surge - structures.surge_served[s][profession]).max(0.0);
        }
        let target = if need > 0.0 { uncovered / need } else { 0.0 };
        structures.overload[s] += turn.params.work.overload_speed * (target - structures.overload[s]);
    }
}

/// Where everybody of the social economy works this month: their users.
struct Places {
    users: Vec<Vec<u32>>,
    holders: Vec<u32>,
    pool_size: u32,
}

impl Places {
    fn of(world: &World) -> Places {
        let mut places = Places {
            users: vec![Vec::new(); world.workers.len()],
            holders: vec![0; world.structures.len()],
            pool_size: 0,
        };
        for w in 0..world.workers.len() {
            if world.workers.status[w] == Status::Structure {
                places.add(w, world.workers.employer[w]);
            }
        }
        for job in &world.pool.jobs {
            if let Some(w) = job.worker {
                places.pool_size += 1;
                for slice in &job.slices {
                    places.add(w as usize, slice.user);
                }
            }
        }
        places
    }

    fn add(&mut self, w: usize, structure: u32) {
        self.users[w].push(structure);
        self.holders[structure as usize] += 1;
    }
}

/// Stress moves towards a target that load, isolation, precarity and dispersion raise and support lowers.
fn feel(world: &mut World, w: usize, places: &Places, turn: &Turn) {
    let work = &turn.params.work;
    let target = stress_target(&world.structures, &world.workers, w, places, turn);
    let identity = world.workers.identity[w];
    let noise = work.stress_noise * turn.dice.roll(Decision::StressNoise, identity, turn.month).normal();
    let stress = &mut world.workers.stress[w];
    *stress = (*stress + work.stress_speed * (target - *stress) + noise).clamp(0.0, 10.0);
}

fn stress_target(structures: &Structures, workers: &Workers, w: usize, places: &Places, turn: &Turn) -> f64 {
    let work = &turn.params.work;
    let users = &places.users[w];
    let overload: f64 = users.iter().map(|&s| structures.overload[s as usize]).sum();
    let sites = users.len();
    let mut target = work.stress_base + work.stress_overload * overload / sites.max(1) as f64;
    let alone = match workers.status[w] {
        Status::Pool => places.pool_size <= 1,
        _ => users.iter().all(|&s| places.holders[s as usize] <= 1 && structures.team[s as usize] < 10.0),
    };
    if alone {
        target += work.stress_isolation * work.isolated_when_alone;
    }
    if workers.contract[w] != Contract::OpenEnded || workers.involuntary_part_time(w) {
        target += work.stress_precarity;
    }
    if sites > 1 {
        target += work.stress_shared;
    }
    target += work.stress_extra_site * sites.saturating_sub(2) as f64;
    target + work.stress_peer * workers.peers[w].min(work.peers_max)
}

/// Away from the social economy stress goes back to the ordinary.
fn settle(workers: &mut Workers, w: usize, turn: &Turn) {
    let work = &turn.params.work;
    workers.stress[w] += work.stress_speed * (work.stress_base - workers.stress[w]);
}

/// Resource persons met: some on arrival at a site, some in the course of the year.
fn meet(world: &mut World, w: usize, places: &Places, turn: &Turn) {
    let work = &turn.params.work;
    let sites = places.users[w].len() as f64;
    let arrival = if world.workers.tenure[w] == 0 { work.site_ties } else { 0.0 };
    let met = sites * (work.colleague_ties / MONTHS_PER_YEAR + arrival);
    world.workers.peers[w] += met;
    world.record.workers[w].met += met;
}

/// Skill grows with experience, and by training (the OPCO pays).
fn learn(workers: &mut Workers, w: usize, turn: &Turn) {
    let work = &turn.params.work;
    let mut skill = workers.skill[w];
    skill += work.skill_growth * (1.0 - skill);
    let effort = if workers.status[w] == Status::Pool { turn.terms.training_factor } else { 1.0 };
    let rate = (work.training_rate * effort / MONTHS_PER_YEAR).min(1.0);
    workers.since_training[w] = workers.since_training[w].saturating_add(1);
    if turn.dice.roll(Decision::Training, workers.identity[w], turn.month).happens(rate) {
        skill += work.training_skill * (1.0 - skill);
        workers.since_training[w] = 0;
    }
    workers.skill[w] = skill;
}

/// Once a year pay follows the grid, never down.
fn review_pay(world: &mut World, w: usize, places: &Places, turn: &Turn) {
    let workers = &mut world.workers;
    if workers.tenure[w] == 0 || !workers.tenure[w].is_multiple_of(REVIEW) {
        return;
    }
    let pay = ess_pay(&turn.params.market, workers.profession[w], workers.skill[w]);
    if pay > workers.pay[w] {
        let structure = places.users[w].first().copied().unwrap_or(0);
        let band = band(&world.structures, workers.status[w], structure, turn);
        set_pay(workers, w, pay, band, turn);
    }
}

/// Gives somebody another pay, and draws up its cost anew.
pub fn set_pay(workers: &mut Workers, w: usize, pay: f64, band: crate::law::HeadcountBand, turn: &Turn) {
    workers.pay[w] = pay;
    let cost =
        monthly_cost(turn.rates, workers.profession[w], workers.contract[w], pay, workers.fte[w], band);
    workers.gross_paid[w] = cost.gross_paid;
    workers.loaded_cost[w] = cost.loaded;
}

fn review_firm_pay(world: &mut World, w: usize, turn: &Turn) {
    let workers = &mut world.workers;
    if workers.tenure[w] == 0 || !workers.tenure[w].is_multiple_of(REVIEW) {
        return;
    }
    let policy = world.firms.pay_policy[workers.employer[w] as usize];
    let pay = firm_pay(&turn.params.market, workers.profession[w], workers.skill[w]) * maths::exp(policy);
    workers.pay[w] = workers.pay[w].max(pay);
}

/// Users of a worker of the pool, for those who need them.
pub fn users(pool: &Pool, workers: &Workers, w: usize) -> Vec<u32> {
    match workers.status[w] {
        Status::Structure => vec![workers.employer[w]],
        Status::Pool => pool
            .job_at(workers.employer[w])
            .map(|j| pool.jobs[j].slices.iter().map(|slice| slice.user).collect())
            .unwrap_or_default(),
        _ => Vec::new(),
    }
}
