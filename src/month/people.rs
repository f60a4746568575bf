//! Phase 6: load, stress, skill, training and contacts (submodels 5.9 and 5.10).

use super::Turn;
use super::matching::band;
use crate::dice::Decision;
use crate::kinds::{Profession, Status};
use crate::maths;
use crate::price::pay::{learner_pay, monthly_cost};
use crate::units::{MONTHS_PER_YEAR, Money};
use crate::world::pool::pool_of;
use crate::world::{Account, Pools, Purpose, Structures, Workers, World};

/// Twelve months make a year of tenure, at the end of which pay is reviewed.
const REVIEW: u32 = MONTHS_PER_YEAR as u32;

/// The end of the scale of stress.
pub const STRESS_MAX: f64 = 10.0;

/// A month's experience of everybody.
pub fn live(world: &mut World, turn: &Turn) {
    load(&mut world.structures, turn);
    let company = Company::of(world);
    for k in 0..world.workers.staff.len() {
        let w = world.workers.staff[k] as usize;
        let sites = Sites::of(world, w, &company);
        feel(world, w, &sites, turn);
        meet(world, w, &sites, turn);
    }
    settle(&mut world.workers, turn);
    let trained = learn(&mut world.workers, turn);
    // the OPCO pays the trainer
    let cost = Money::euros(turn.params.work.training_cost * f64::from(trained));
    world.ledger.transfer(Account::Funders, Account::Outside, Purpose::Training, cost);
    for w in 0..world.workers.len() {
        if world.workers.tenure[w] > 0 && world.workers.tenure[w].is_multiple_of(REVIEW) {
            review_pay(world, w, turn);
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

/// How many people of the professions work at each structure and in the pool this month.
struct Company {
    at: Vec<u32>,
    in_pool: u32,
}

impl Company {
    fn of(world: &World) -> Company {
        let mut company = Company { at: vec![0; world.structures.len()], in_pool: 0 };
        for w in world.workers.of_structures() {
            company.at[world.workers.employer[w] as usize] += 1;
        }
        for loan in &world.pools.loans {
            company.at[loan.borrower as usize] += 1;
        }
        for job in world.pools.jobs().filter(|job| job.worker.is_some()) {
            company.in_pool += 1;
            for slice in &job.slices {
                company.at[slice.user as usize] += 1;
            }
        }
        company
    }
}

/// Stress moves towards a target that load, isolation, precarity and dispersion raise and support lowers.
fn feel(world: &mut World, w: usize, sites: &Sites, turn: &Turn) {
    let work = &turn.params.work;
    let target = stress_target(world, w, sites, turn);
    let identity = world.workers.identity[w];
    let noise = work.stress_noise * turn.dice.roll(Decision::StressNoise, identity, turn.month).normal();
    let stress = &mut world.workers.stress[w];
    *stress = (*stress + work.stress_speed * (target - *stress) + noise).clamp(0.0, STRESS_MAX);
}

fn stress_target(world: &World, w: usize, sites: &Sites, turn: &Turn) -> f64 {
    let (workers, work) = (&world.workers, &turn.params.work);
    let mut target = work.stress_base + work.stress_overload * sites.overload / sites.count.max(1) as f64;
    if sites.alone {
        target += work.stress_isolation * work.isolated_when_alone;
    }
    if !workers.contract[w].is_open_ended() || workers.involuntary_part_time(w) {
        target += work.stress_precarity;
    }
    if sites.count > 1 {
        target += work.stress_shared;
    }
    target += work.stress_extra_site * sites.count.saturating_sub(2) as f64;
    target + work.stress_peer * workers.peers[w].min(work.peers_max)
}

/// What somebody meets at the places of work.
struct Sites {
    count: usize,
    /// The sum of their overload.
    overload: f64,
    /// Whether nobody of the professions is around.
    alone: bool,
}

impl Sites {
    fn of(world: &World, w: usize, company: &Company) -> Sites {
        let structures = &world.structures;
        let small = |s: usize| company.at[s] <= 1 && structures.team[s] < 10.0;
        if let Some(s) = only_user(&world.pools, &world.workers, w) {
            let s = s as usize;
            return Sites { count: 1, overload: structures.overload[s], alone: small(s) };
        }
        let mut users = users(&world.pools, &world.workers, w).map(|s| s as usize);
        let overload = users.clone().map(|s| structures.overload[s]).sum();
        let count = users.clone().count();
        let alone = match world.workers.status[w] {
            Status::Pool => company.in_pool <= 1,
            _ => users.all(small),
        };
        Sites { count, overload, alone }
    }
}

/// Away from the social economy stress goes back to the ordinary.
fn settle(workers: &mut Workers, turn: &Turn) {
    let work = &turn.params.work;
    for (stress, &status) in workers.stress.iter_mut().zip(&workers.status) {
        let speed = if status.in_ess() { 0.0 } else { work.stress_speed };
        *stress += speed * (work.stress_base - *stress);
    }
}

/// Resource persons met: some on arrival at a site, some in the course of the year.
fn meet(world: &mut World, w: usize, sites: &Sites, turn: &Turn) {
    let work = &turn.params.work;
    let arrival = if world.workers.tenure[w] == 0 { work.site_ties } else { 0.0 };
    let met = sites.count as f64 * (work.colleague_ties / MONTHS_PER_YEAR + arrival);
    world.workers.peers[w] += met;
    world.record.workers[w].met += met;
}

/// The skill of the employed grows with experience, and by training; returns how many people of the social economy
/// were trained.
fn learn(workers: &mut Workers, turn: &Turn) -> u32 {
    let mut trained = 0;
    let work = &turn.params.work;
    let rate = |effort: f64| (work.training_rate * effort / MONTHS_PER_YEAR).min(1.0);
    let ordinary = rate(1.0);
    let pooled: Vec<f64> = turn.each().map(|turn| rate(turn.terms.training_factor)).collect();
    let learns = |status: Status| !matches!(status, Status::Seeking | Status::Out);
    // without a branch, so that several are done at once
    for ((skill, since_training), &status) in
        workers.skill.iter_mut().zip(&mut workers.since_training).zip(&workers.status)
    {
        let growth = if learns(status) { work.skill_growth } else { 0.0 };
        *skill += growth * (1.0 - *skill);
        *since_training = since_training.saturating_add(u32::from(learns(status)));
    }
    let month = turn.month;
    let highest = pooled.iter().copied().fold(ordinary, f64::max);
    let seldom = highest <= Decision::Training.low();
    for w in 0..workers.len() {
        let (ahead, status) = (workers.ahead[w].training, workers.status[w]);
        if seldom && !ahead.low(month) || !learns(status) {
            continue;
        }
        let rate = if status == Status::Pool { pooled[pool_of(workers.employer[w])] } else { ordinary };
        let identity = workers.identity[w];
        if turn.dice.luck_below(rate, ahead, Decision::Training, identity, month, 0).is_some() {
            workers.skill[w] += work.training_skill * (1.0 - workers.skill[w]);
            workers.since_training[w] = 0;
            trained += u32::from(status != Status::Firm);
        }
    }
    trained
}

/// Once a year pay follows the employer's grid, never down.
fn review_pay(world: &mut World, w: usize, turn: &Turn) {
    let (workers, grids) = (&mut world.workers, &turn.prices.grids);
    let (profession, skill) = (workers.profession[w], workers.skill[w]);
    match workers.status[w] {
        Status::Structure | Status::Pool => {
            let share = match workers.status[w] {
                Status::Pool => turn.of_job(workers.employer[w]).terms.pay_share,
                _ => 1.0,
            };
            let pay = learner_pay(grids.ess[profession].pay(skill), share, turn.rates);
            if pay > workers.pay[w] {
                let band = band(&world.structures, workers.status[w], workers.employer[w], turn);
                set_pay(workers, w, pay, band, turn);
            }
        }
        Status::Firm => {
            let policy = world.firms.pay_policy[workers.employer[w] as usize];
            let pay = grids.firm[profession].pay(skill) * maths::exp(policy);
            workers.pay[w] = workers.pay[w].max(pay);
        }
        Status::Seeking | Status::Out => {}
    }
}

/// Gives somebody another pay, and draws up its cost anew.
pub fn set_pay(workers: &mut Workers, w: usize, pay: f64, band: crate::law::HeadcountBand, turn: &Turn) {
    workers.pay[w] = pay;
    let cost =
        monthly_cost(turn.rates, workers.profession[w], workers.contract[w], pay, workers.fte[w], band);
    workers.set_cost(w, cost);
}

/// The one structure for which somebody works, where that is plain: its own employee, and nobody is lent anywhere.
#[inline]
pub fn only_user(pools: &Pools, workers: &Workers, w: usize) -> Option<u32> {
    (workers.status[w] == Status::Structure && pools.loans.is_empty()).then_some(workers.employer[w])
}

/// The structures for which somebody works: the employer, or the users of a job of the pool.
#[inline]
pub fn users<'a>(
    pools: &'a Pools,
    workers: &Workers,
    w: usize,
) -> impl Iterator<Item = u32> + Clone + use<'a> {
    let employer = workers.employer[w];
    let own = (workers.status[w] == Status::Structure).then_some(employer);
    let lent = if own.is_some() { pools.loan_of(w) } else { None };
    let job = if workers.status[w] == Status::Pool { pools.job(employer) } else { None };
    let slices = job.map_or([].as_slice(), |job| &job.slices);
    own.into_iter().chain(lent.map(|loan| loan.borrower)).chain(slices.iter().map(|slice| slice.user))
}
