//! Which values of the assumed parameters does the status quo agree with?
//!
//! History matching (Craig, Goldstein, Seheult & Smith 1997): parameters are drawn in their plausible ranges and the
//! status quo is simulated under the same luck for all; lines through what it shows say where every target would be met;
//! the next generation is drawn evenly there, and its results mend the lines. What is left is an ensemble of sets that
//! were simulated and met every target, not one point.

mod emulator;
pub mod files;
pub mod free;
pub mod identify;
pub mod kept;
mod region;
mod trouble;

use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use crate::comparison::statistics::Summary;
use crate::comparison::targets::Target;
use crate::dice::{Decision, Dice};
use crate::error::Error;
use crate::experiment::validation::observe;
use crate::month::Check;
use crate::scenario::{Scenario, Source};
use emulator::Line;
use free::Free;
use region::Region;

/// How many times as many candidates the first generation has: it is drawn in the whole ranges.
const FIRST: usize = 4;
/// The misfit of what is not defined under a candidate, in half-bands.
const UNDEFINED: f64 = 4.0;

/// What is fitted to what.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The scenario whose status quo is fitted.
    pub source: Source,
    /// Values laid over it.
    pub sets: Vec<String>,
    /// The facts.
    pub targets: Vec<Target>,
    /// The parameters that are free, each in its range.
    pub free: Vec<Free>,
    /// Sets of an earlier calibration, with which this one begins; without any it begins anywhere in the ranges.
    pub known: Vec<Vec<f64>>,
    /// Candidates of a generation.
    pub candidates: usize,
    /// Replications of each candidate.
    pub replications: u32,
    /// The master seed of candidates.
    pub seed: u64,
}

/// A set of parameter values, simulated.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The generation that drew it, from 1.
    pub generation: u32,
    /// One value for each free parameter.
    pub values: Vec<f64>,
    /// Its misfit.
    pub distance: f64,
    /// The median of each target's observable over replications.
    pub observed: Vec<f64>,
}

/// The next generation and what was known when it was drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Generation {
    /// How far bands had to be stretched for a place in which all lines meet them, in half-bands.
    pub stretched: f64,
    /// Its candidates, in the order in which they were drawn.
    pub candidates: Vec<Candidate>,
}

/// How many candidates a generation has, by its number.
pub fn size(plan: &Plan, generation: u32) -> usize {
    match (generation, plan.known.len()) {
        (1, 0) => FIRST * plan.candidates,
        (1, known) => known,
        _ => plan.candidates,
    }
}

/// The next generation. The first is drawn evenly in the ranges, unless there are sets to begin with; a later one where lines through all the candidates so
/// far say that every target is met. `on_done` is called for each candidate that is simulated. Nothing once `stop` is
/// raised: a generation is whole, or it was not.
pub fn next(
    plan: &Plan,
    known: &[Candidate],
    stop: &AtomicBool,
    on_done: impl Fn() + Sync,
) -> Result<Option<Generation>, Error> {
    let number = known.last().map_or(1, |last| last.generation + 1);
    let dice = Dice::new(plan.seed, number);
    let mut roll = dice.roll(Decision::Calibration, 0, 0);
    let stopped = || stop.load(Ordering::Relaxed);
    let lawful = |point: &[f64]| stopped() || scenario(plan, &values(plan, point)).is_ok();
    let (points, stretched): (Vec<Vec<f64>>, f64) = match known {
        [] if !plan.known.is_empty() => (plan.known.iter().map(|set| within(plan, set)).collect(), 0.0),
        [] => {
            let draw = || plan.free.iter().map(|_| roll.uniform() - 0.5).collect();
            let mut draw = region::kept(draw, &lawful);
            ((0..size(plan, 1)).map(|_| draw()).collect(), 0.0)
        }
        _ => {
            let nearest = by_misfit(plan, known);
            let start = coordinates(plan, &nearest[0].values);
            region(plan, &nearest).draw(&start, plan.candidates, &mut roll, &lawful)
        }
    };
    // each with the same seed, so that candidates differ by their values and not by luck
    let simulated: Result<Vec<Option<Candidate>>, Error> = points
        .into_par_iter()
        .map(|point| match stopped() {
            true => Ok(None),
            false => simulate(plan, number, &point).map(Some).inspect(|_| on_done()),
        })
        .collect();
    let whole: Option<Vec<Candidate>> = simulated?.into_iter().collect();
    Ok(whole.map(|candidates| Generation { stretched, candidates }))
}

/// Whether there is a place in the ranges where the free parameters do not contradict each other.
pub fn check(plan: &Plan) -> Result<(), Error> {
    let dice = Dice::new(plan.seed, 1);
    let mut roll = dice.roll(Decision::Calibration, 0, 0);
    let draw = || plan.free.iter().map(|_| roll.uniform() - 0.5).collect();
    let lawful = |point: &[f64]| scenario(plan, &values(plan, point)).is_ok();
    let point: Vec<f64> = region::kept(draw, &lawful)();
    scenario(plan, &values(plan, &point)).map(drop)
}

/// Candidates from the one that meets most targets, and of these is nearest, to the worst.
pub fn by_misfit<'a>(plan: &Plan, known: &'a [Candidate]) -> Vec<&'a Candidate> {
    let mut sorted: Vec<&Candidate> = known.iter().collect();
    sorted.sort_by(|a, b| {
        let most = met(&plan.targets, b).cmp(&met(&plan.targets, a));
        most.then(a.distance.total_cmp(&b.distance))
    });
    sorted
}

/// The candidates that meet every target; if there is none, as many of the nearest as a generation has.
pub fn ensemble<'a>(plan: &Plan, known: &'a [Candidate]) -> Vec<&'a Candidate> {
    let mut sets = by_misfit(plan, known);
    let good = sets.iter().filter(|candidate| met(&plan.targets, candidate) == plan.targets.len()).count();
    sets.truncate(if good > 0 { good } else { plan.candidates });
    sets
}

fn region(plan: &Plan, nearest: &[&Candidate]) -> Region {
    let used = &nearest[..emulator::nearest(nearest.len(), plan.free.len())];
    let places: Vec<Vec<f64>> = used.iter().map(|candidate| coordinates(plan, &candidate.values)).collect();
    let line = |target: usize| {
        let points: Vec<(&[f64], f64)> = places
            .iter()
            .zip(used)
            .map(|(place, candidate)| (&place[..], candidate.observed[target]))
            .filter(|(_, value)| value.is_finite())
            .collect();
        Line::through(&points)
    };
    let lines: Vec<Option<Line>> = (0..plan.targets.len()).map(line).collect();
    Region::of(&lines, &plan.targets)
}

/// Where a set stands in the ranges, each −½ to ½.
fn coordinates(plan: &Plan, values: &[f64]) -> Vec<f64> {
    let place = |(free, value): (&Free, &f64)| (value - free.low) / (free.high - free.low) - 0.5;
    plan.free.iter().zip(values).map(place).collect()
}

/// The place in the ranges nearest to a set that was found in others.
fn within(plan: &Plan, values: &[f64]) -> Vec<f64> {
    coordinates(plan, values).into_iter().map(|place| place.clamp(-0.5, 0.5)).collect()
}

/// The parameters' values at a place.
fn values(plan: &Plan, point: &[f64]) -> Vec<f64> {
    let value = |(free, at): (&Free, &f64)| free.nearest(free.low + (at + 0.5) * (free.high - free.low));
    plan.free.iter().zip(point).map(value).collect()
}

/// The scenario with these values; what is wrong with it is what the free parameters make of it.
fn scenario(plan: &Plan, values: &[f64]) -> Result<Scenario, Error> {
    let mut sets = plan.sets.clone();
    sets.push(format!("run.replications={}", plan.replications));
    let set = |(free, &value): (&Free, &f64)| format!("{}={}", free.path, free.written(value));
    sets.extend(plan.free.iter().zip(values).map(set));
    Scenario::resolve(plan.source.clone(), &sets).map_err(|wrong| trouble::contradiction(&wrong))
}

fn simulate(plan: &Plan, generation: u32, point: &[f64]) -> Result<Candidate, Error> {
    let values = values(plan, point);
    let scenario = scenario(plan, &values)?;
    let replications = observe(&scenario, Check::Never);
    let median = |target: &Target| {
        let values: Vec<f64> = replications.iter().map(|observed| observed[target.place]).collect();
        Summary::of(&values).median
    };
    let observed: Vec<f64> = plan.targets.iter().map(median).collect();
    let distance = distance(&plan.targets, &observed);
    Ok(Candidate { generation, values, distance, observed })
}

/// How far an observable is from its fact, in widths of the side of the band on which it lies.
pub fn misfit(target: &Target, observed: f64) -> f64 {
    if observed.is_nan() {
        return UNDEFINED;
    }
    let side = if observed >= target.value { target.high - target.value } else { target.value - target.low };
    // a band that ends at its fact allows nothing on that side
    if observed == target.value {
        0.0
    } else {
        ((observed - target.value) / side).abs().min(UNDEFINED * UNDEFINED)
    }
}

/// The root mean square of misfits.
pub fn distance(targets: &[Target], observed: &[f64]) -> f64 {
    let squares =
        targets.iter().zip(observed).map(|(target, &value)| misfit(target, value) * misfit(target, value));
    (squares.sum::<f64>() / targets.len() as f64).sqrt()
}

/// How many targets a set meets.
pub fn met(targets: &[Target], candidate: &Candidate) -> usize {
    let inside = |(target, value): (&Target, &f64)| (target.low..=target.high).contains(value);
    targets.iter().zip(&candidate.observed).filter(|&pair| inside(pair)).count()
}
