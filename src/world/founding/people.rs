//! The people of a new world, and those who enter it later.

use super::lots::{Lot, exponential, lognormal, normal, place_in, spread};
use crate::dice::{Decision, Dice};
use crate::kinds::{Need, PerProfession, Profession, Status, Zone};
use crate::law::Contract;
use crate::maths;
use crate::price::pay;
use crate::scenario::params::Params;
use crate::units::{MONTHS_PER_YEAR, Money};
use crate::world::{Workers, places};

const PROFESSION: usize = 0;
const ZONE: usize = 1;
const STATUS: usize = 2;
const EXPERIENCE: usize = 3;
const INDIFFERENT: usize = 4;
const MISSION: usize = 5;
const DIVERSITY: usize = 6;
const HOURS: usize = 7;
const STRESS: usize = 8;
const TRAINING: usize = 9;
const TENURE: usize = 10;
const TRAITS: usize = 11;

/// The scale of stress.
const STRESS_MAX: f64 = 10.0;

/// What a founding knows of somebody's past, and the world need not keep.
#[derive(Clone, Copy, Debug)]
pub(super) struct Career {
    /// Whether they have a job at the founding.
    pub employed: bool,
    /// Months they would have been with their employer, if they have one.
    pub tenure: u32,
}

pub(super) fn found(params: &Params, dice: &Dice) -> (Workers, Vec<Career>) {
    let n = params.population.people;
    let mut lots: Vec<Lot<TRAITS>> = (0..n).map(|w| lot_of(w, dice)).collect();
    spread(&mut lots, PROFESSION, |_| 0);
    let profession: Vec<Profession> = lots.iter().map(|lot| profession(params, lot)).collect();
    for of in ZONE..TRAITS {
        spread(&mut lots, of, |w| profession[w] as u8);
    }
    let mut workers = blank(n as usize);
    let mut careers = Vec::with_capacity(n as usize);
    for (w, lot) in lots.iter().enumerate() {
        workers.profession[w] = profession[w];
        workers.zone[w] = Zone::ALL[place_in(&params.territory.zone_weight.values(), lot[ZONE])];
        workers.by_profession[profession[w]].push(w as u32);
        let years = years_of_experience(params, lot);
        settle(&mut workers, w, w as u32, years, lot, params);
        place_far_from_work(&mut workers, w, params, dice);
        let status = first_status(params, lot);
        // until they are engaged, the employed of the founding look for work
        workers.change_status(w, status.unwrap_or(Status::Seeking), u32::MAX);
        workers.since_training[w] = months_since_training(params, lot);
        careers.push(Career { employed: status.is_none(), tenure: tenure(params, years, lot) });
    }
    (workers, careers)
}

/// An entrant takes the place of somebody who retired: same profession and zone, a new identity, young and seeking.
pub fn enter(workers: &mut Workers, w: usize, params: &Params, dice: &Dice) {
    debug_assert!(!workers.employed(w), "a place is free only when its holder has left");
    let identity = workers.identity[w] + workers.len() as u32;
    let lot = lot_of(identity, dice);
    // somewhere in the first year of a career
    settle(workers, w, identity, lot[EXPERIENCE], &lot, params);
    place_far_from_work(workers, w, params, dice);
    workers.change_status(w, Status::Seeking, u32::MAX);
    workers.since_training[w] = params.poaching.trained_months;
}

/// Whether somebody is far from work for reasons of their own; nothing is left of a former holder of the place.
fn place_far_from_work(workers: &mut Workers, w: usize, params: &Params, dice: &Dice) {
    let mut roll = dice.roll(Decision::InsertionPublic, workers.identity[w], 0);
    workers.far_from_work[w] = roll.happens(params.insertion.public_share);
    (workers.workless_since[w], workers.on_path[w]) = (workers.clock, 0);
    (workers.prescribed[w], workers.through_path[w]) = (false, false);
}

fn lot_of(identity: u32, dice: &Dice) -> Lot<TRAITS> {
    Lot::draw(&mut dice.roll(Decision::FoundWorker, identity, 0))
}

fn profession(params: &Params, lot: &Lot<TRAITS>) -> Profession {
    Profession::ALL[place_in(&params.population.profession_weight.values(), lot[PROFESSION])]
}

/// Out of work, out of the labour force, or neither.
fn first_status(params: &Params, lot: &Lot<TRAITS>) -> Option<Status> {
    let population = &params.population;
    if lot[STATUS] < population.unemployed {
        Some(Status::Seeking)
    } else if lot[STATUS] < population.unemployed + population.inactive {
        Some(Status::Out)
    } else {
        None
    }
}

/// Exponential, and no longer than the mean career that retirements imply.
fn years_of_experience(params: &Params, lot: &Lot<TRAITS>) -> f64 {
    let career = 1.0 / (params.mobility.retirement * MONTHS_PER_YEAR);
    exponential(params.population.experience_mean_years, lot[EXPERIENCE]).min(career)
}

/// Exponential, as with a constant hazard of leaving, and no longer than the career.
fn tenure(params: &Params, years: f64, lot: &Lot<TRAITS>) -> u32 {
    let tenure = exponential(params.population.tenure_mean_years, lot[TENURE]).min(years);
    (tenure * MONTHS_PER_YEAR).floor() as u32
}

/// Exponential at the rate of trainings, capped where their effect ends.
fn months_since_training(params: &Params, lot: &Lot<TRAITS>) -> u32 {
    let mean = MONTHS_PER_YEAR / params.work.training_rate;
    exponential(mean, lot[TRAINING]).min(f64::from(params.poaching.trained_months)).floor() as u32
}

/// The value of a mission, as log pay: a share of people care little, the others follow a lognormal law.
fn mission(params: &Params, lot: &Lot<TRAITS>) -> f64 {
    let population = &params.population;
    let share = if lot[INDIFFERENT] < population.mission_indifferent {
        population.mission_low
    } else {
        lognormal(population.mission_median, population.mission_log_sd, lot[MISSION])
    };
    maths::ln(1.0 + share.min(population.mission_max))
}

/// Writes what somebody is, with no job.
fn settle(workers: &mut Workers, w: usize, identity: u32, years: f64, lot: &Lot<TRAITS>, params: &Params) {
    let (population, market, work) = (&params.population, &params.market, &params.work);
    let skill = 1.0 - maths::exp(-std::f64::consts::LN_2 * years / market.skill_half_years);
    workers.identity[w] = identity;
    workers.skill[w] = skill;
    workers.mission[w] = mission(params, lot);
    // uniform from nothing to twice the mean: a taste that nobody has strongly and nobody lacks by much
    workers.diversity[w] = maths::ln(1.0 + 2.0 * market.taste_diversity * lot[DIVERSITY]);
    let part_time = lot[HOURS] < population.preferred_part_time;
    workers.preferred[w] = if part_time { population.preferred_hours } else { 1.0 };
    workers.stress[w] = normal(work.stress_base, work.stress_noise, lot[STRESS]).clamp(0.0, STRESS_MAX);
    workers.peers[w] = (work.colleague_ties * years).min(work.peers_max);
    // what they would ask for: the pay of others like them
    workers.pay[w] = pay::firm_pay(market, workers.profession[w], skill);
    workers.contract[w] = Contract::OpenEnded;
    workers.serves[w] = Need::Recurrent;
    workers.fte[w] = 0.0;
    workers.loaded_cost[w] = Money::ZERO;
    workers.gross_paid[w] = Money::ZERO;
    workers.payroll_tax[w] = Money::ZERO;
    workers.count_from(w, 0);
    workers.term[w] = 0;
    workers.travel[w] = 0.0;
    workers.spell[w] = None;
}

fn blank(n: usize) -> Workers {
    Workers {
        identity: vec![0; n],
        ahead: Default::default(),
        profession: vec![Profession::ProjectLead; n],
        zone: vec![Zone::Marseille; n],
        skill: vec![0.0; n],
        mission: vec![0.0; n],
        diversity: vec![0.0; n],
        preferred: vec![1.0; n],
        stress: vec![0.0; n],
        peers: vec![0.0; n],
        staff: Vec::new(),
        status: vec![Status::Seeking; n],
        employer: vec![u32::MAX; n],
        contract: vec![Contract::OpenEnded; n],
        far_from_work: vec![false; n],
        prescribed: vec![false; n],
        on_path: vec![0; n],
        through_path: vec![false; n],
        serves: vec![Need::Recurrent; n],
        fte: vec![0.0; n],
        pay: vec![0.0; n],
        loaded_cost: vec![Money::ZERO; n],
        gross_paid: vec![Money::ZERO; n],
        payroll_tax: vec![Money::ZERO; n],
        since: vec![0; n],
        workless_since: vec![0; n],
        clock: 0,
        begun: std::array::from_fn(|_| vec![0; places::words_for(n)]),
        seeking: vec![0; places::words_for(n)],
        in_social_economy: vec![0; places::words_for(n)],
        ill: vec![0; places::words_for(n)],
        at_work: vec![0; n],
        elsewhere: vec![1.0; n],
        term: vec![0; n],
        sick: vec![Default::default(); n],
        travel: vec![0.0; n],
        since_training: vec![0; n],
        spell: vec![None; n],
        by_profession: PerProfession::default(),
    }
}
