//! Phase 6: load, stress, skill, training and contacts (submodels 5.9 and 5.10).

use super::Turn;
use super::luck::Throws;
use super::matching::band;
use crate::dice::Decision;
use crate::kinds::Status;
use crate::maths;
use crate::price::pay::{learner_pay, monthly_cost};
use crate::units::{MONTHS_PER_YEAR, Money};
use crate::world::places::{self, Places};
use crate::world::pool::pool_of;
use crate::world::structures::SMALL;
use crate::world::workers::is_involuntary_part_time;
use crate::world::{Account, Pools, Purpose, Structures, Workers, World};

/// The end of the scale of stress.
pub const STRESS_MAX: f64 = 10.0;

/// A month's experience of everybody.
pub fn live(world: &mut World, turn: &Turn) {
    load(&mut world.structures, turn);
    let company = Company::of(world, turn);
    work_beside(world, &company, turn);
    settle(&mut world.workers, turn);
    let trained = learn(&mut world.workers, turn);
    // the OPCO pays the trainer
    let cost = Money::euros(turn.params.work.training_cost * f64::from(trained));
    world.ledger.transfer(Account::Funders, Account::Outside, Purpose::Training, cost);
    review(world, turn);
}

/// A structure's overload follows the share of its needs that nobody covers.
fn load(structures: &mut Structures, turn: &Turn) {
    let speed = turn.params.work.overload_speed;
    let targets = turn.list(structures.demands().map(|demand| demand.uncovered_share()));
    for ((overload, &mut target), &open) in structures.overload.iter_mut().zip(targets).zip(&structures.open)
    {
        if open {
            *overload += speed * (target - *overload);
        }
    }
}

/// Who works beside whom this month.
struct Company<'a> {
    /// What each structure is like to work for.
    sites: &'a [Site],
    /// Whether nobody shares the fate of whoever the pool employs.
    alone_in_pool: bool,
}

/// One structure as a place of work.
#[derive(Clone, Copy, Default)]
struct Site {
    /// How many people of the professions work there.
    people: u32,
    overload: f64,
    /// Whether nobody of the professions is around.
    alone: bool,
    /// The stress that its own people tend to by load and isolation.
    stress: f64,
}

impl<'a> Company<'a> {
    fn of(world: &World, turn: &Turn<'a>) -> Company<'a> {
        let structures = &world.structures;
        let sites = turn.blank::<Site>(structures.len());
        for w in world.workers.of_structures() {
            sites[world.workers.employer[w] as usize].people += 1;
        }
        for loan in &world.pools.loans {
            sites[loan.borrower as usize].people += 1;
        }
        let mut in_pool = 0;
        for job in world.pools.jobs().filter(|job| job.worker.is_some()) {
            in_pool += 1;
            job.slices.iter().for_each(|slice| sites[slice.user as usize].people += 1);
        }
        for ((site, &overload), &team) in sites.iter_mut().zip(&structures.overload).zip(&structures.team) {
            site.overload = overload;
            site.alone = site.people <= 1 && team < SMALL;
            site.stress = stress_of_places(overload, 1, site.alone, turn);
        }
        Company { sites, alone_in_pool: in_pool <= 1 }
    }
}

/// The stress to which load and isolation tend, where the sum of overloads of so many places is that.
fn stress_of_places(overload: f64, count: usize, alone: bool, turn: &Turn) -> f64 {
    let work = &turn.params.work;
    let loaded = work.stress_base + work.stress_overload * overload / count.max(1) as f64;
    loaded + work.stress_isolation * work.isolated_when_alone * f64::from(u8::from(alone))
}

/// What somebody meets at the places of work.
#[derive(Clone, Copy, Default)]
struct Sites {
    count: usize,
    /// The stress that load and isolation tend to.
    stress: f64,
}

impl Sites {
    /// Of somebody who works for several structures, or may.
    fn of(pools: &Pools, workers: &Workers, w: usize, company: &Company, turn: &Turn) -> Sites {
        let mut users = users(pools, workers, w).map(|s| company.sites[s as usize]);
        let overload: f64 = users.clone().map(|site| site.overload).sum();
        let count = users.clone().count();
        let alone = match workers.status[w] {
            Status::Pool => company.alone_in_pool,
            _ => users.all(|site| site.alone),
        };
        Sites { count, stress: stress_of_places(overload, count, alone, turn) }
    }
}

/// A month of everybody whom the social economy employs: how they feel, and whom they meet.
fn work_beside(world: &mut World, company: &Company, turn: &Turn) {
    let (workers, pools) = (&mut world.workers, &world.pools);
    let sites =
        turn.list(workers.staff.iter().map(|&w| w as usize).map(|w| match only_user(pools, workers, w) {
            Some(s) => Sites { count: 1, stress: company.sites[s as usize].stress },
            None => Sites::of(pools, workers, w, company, turn),
        }));
    // columns of one length, so that a place in one is known to be in all
    let n = workers.len();
    let (contract, fte, preferred) = (&workers.contract[..n], &workers.fte[..n], &workers.preferred[..n]);
    let (identity, since) = (&workers.identity[..n], &workers.since[..n]);
    let (stress, peers) = (&mut workers.stress[..n], &mut workers.peers[..n]);
    let tallies = &mut world.record.workers[..n];
    for (w, sites) in workers.staff.iter().map(|&w| w as usize).zip(&*sites) {
        let precarious = !contract[w].is_open_ended() | is_involuntary_part_time(fte[w], preferred[w]);
        let target = stress_target(sites, precarious, peers[w], turn);
        feel(&mut stress[w], target, identity[w], turn);
        let met = met(sites, since[w] == workers.clock, turn);
        peers[w] += met;
        tallies[w].met += met;
    }
}

/// Stress moves towards a target, and chance moves it.
#[inline(always)]
fn feel(stress: &mut f64, target: f64, identity: u32, turn: &Turn) {
    let work = &turn.params.work;
    let noise = work.stress_noise * turn.dice.normal(Decision::StressNoise, identity, turn.month);
    *stress = (*stress + work.stress_speed * (target - *stress) + noise).clamp(0.0, STRESS_MAX);
}

/// The target of stress, which load, isolation, precarity and dispersion raise and support lowers.
#[inline(always)]
fn stress_target(sites: &Sites, precarious: bool, peers: f64, turn: &Turn) -> f64 {
    let work = &turn.params.work;
    let mut target = sites.stress + work.stress_precarity * f64::from(u8::from(precarious));
    if sites.count > 1 {
        target += work.stress_shared;
        target += work.stress_extra_site * (sites.count - 2) as f64;
    }
    target + work.stress_peer * peers.min(work.peers_max)
}

/// Away from the social economy stress goes back to the ordinary; without a branch, so that several are done at once.
fn settle(workers: &mut Workers, turn: &Turn) {
    let work = &turn.params.work;
    for (stress, &elsewhere) in workers.stress.iter_mut().zip(&workers.elsewhere) {
        *stress += work.stress_speed * elsewhere * (work.stress_base - *stress);
    }
}

/// Resource persons met: some on arrival at a site, some in the course of the year.
#[inline(always)]
fn met(sites: &Sites, arrives: bool, turn: &Turn) -> f64 {
    let work = &turn.params.work;
    let arrival = if arrives { work.site_ties } else { 0.0 };
    sites.count as f64 * (work.colleague_ties / MONTHS_PER_YEAR + arrival)
}

/// The skill of the employed grows with experience, and by training; returns how many people of the social economy
/// were trained.
fn learn(workers: &mut Workers, turn: &Turn) -> u32 {
    let mut trained = 0;
    let work = &turn.params.work;
    let rate = |effort: f64| (work.training_rate * effort / MONTHS_PER_YEAR).min(1.0);
    let ordinary = rate(1.0);
    let pooled = |pool| rate(turn.of(pool).terms.training_factor);
    for (skill, &at_work) in workers.skill.iter_mut().zip(&workers.at_work) {
        *skill += work.skill_growth * f64::from(at_work) * (1.0 - *skill);
    }
    for (since_training, &at_work) in workers.since_training.iter_mut().zip(&workers.at_work) {
        *since_training += at_work;
    }
    let highest = (0..turn.employers.len()).map(pooled).fold(ordinary, f64::max);
    let seldom = highest <= Decision::Training.low();
    let mut throws = Throws::none();
    for nth in 0..places::words_for(workers.len()) {
        throw_trainings(&mut throws, workers, nth, (highest, seldom), turn);
        for w in Places::of(throws.touched(), nth) {
            let status = workers.status[w];
            let rate = if status == Status::Pool { pooled(pool_of(workers.employer[w])) } else { ordinary };
            if throws.luck(w) < rate {
                workers.skill[w] += work.training_skill * (1.0 - workers.skill[w]);
                workers.since_training[w] = 0;
                trained += u32::from(status != Status::Firm);
            }
        }
    }
    trained
}

/// The luck of those of a word of people who work with being trained.
fn throw_trainings(
    throws: &mut Throws,
    workers: &Workers,
    nth: usize,
    (highest, seldom): (f64, bool),
    turn: &Turn,
) {
    let low = workers.ahead.window(turn.month).training.of_month(turn.month)[nth];
    let people = if seldom { low } else { places::all(workers.len())[nth] };
    let limit = |w: usize| highest * f64::from(workers.at_work[w]);
    throws.throw(
        Decision::Training,
        Places::of(people, nth),
        [low, 0],
        &workers.identity,
        limit,
        (turn.dice, turn.month),
    );
}

/// At the end of each year with an employer pay is reviewed.
fn review(world: &mut World, turn: &Turn) {
    for nth in 0..world.workers.in_their_month().len() {
        let due = world.workers.in_their_month()[nth];
        let own = world.workers.in_social_economy[nth];
        // one kind of employer after the other, so that what is done is foreseen
        for w in Places::of(due & own, nth).chain(Places::of(due & !own & !world.workers.seeking[nth], nth)) {
            if world.workers.tenure(w) > 0 {
                review_pay(world, w, turn);
            }
        }
    }
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
