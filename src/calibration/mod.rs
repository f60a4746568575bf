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
    if generation == 1 { FIRST * plan.candidates } else { plan.candidates }
}

/// The next generation: drawn evenly in the ranges if it is the first, else where lines through all the candidates so
/// far say that every target is met. `on_done` is called for each candidate that is simulated.
pub fn next(plan: &Plan, known: &[Candidate], on_done: impl Fn() + Sync) -> Result<Generation, Error> {
    let number = known.last().map_or(1, |last| last.generation + 1);
    let dice = Dice::new(plan.seed, number);
    let mut roll = dice.roll(Decision::Calibration, 0, 0);
    let (points, stretched) = match known {
        [] => {
            let mut draw = || plan.free.iter().map(|_| roll.uniform() - 0.5).collect();
            ((0..size(plan, 1)).map(|_| draw()).collect(), 0.0)
        }
        _ => {
            let nearest = by_misfit(plan, known);
            region(plan, &nearest).draw(&coordinates(plan, nearest[0]), plan.candidates, &mut roll)
        }
    };
    // each with the same seed, so that candidates differ by their values and not by luck
    let simulated: Result<Vec<Candidate>, Error> =
        points.into_par_iter().map(|point| simulate(plan, number, &point).inspect(|_| on_done())).collect();
    Ok(Generation { stretched, candidates: simulated? })
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
    let places: Vec<Vec<f64>> = used.iter().map(|candidate| coordinates(plan, candidate)).collect();
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

/// Where a candidate stands in the ranges, each −½ to ½.
fn coordinates(plan: &Plan, candidate: &Candidate) -> Vec<f64> {
    let place = |(free, value): (&Free, &f64)| (value - free.low) / (free.high - free.low) - 0.5;
    plan.free.iter().zip(&candidate.values).map(place).collect()
}

fn simulate(plan: &Plan, generation: u32, point: &[f64]) -> Result<Candidate, Error> {
    let value = |(free, at): (&Free, &f64)| free.nearest(free.low + (at + 0.5) * (free.high - free.low));
    let values: Vec<f64> = plan.free.iter().zip(point).map(value).collect();
    let mut sets = plan.sets.clone();
    sets.push(format!("run.replications={}", plan.replications));
    let set = |(free, &value): (&Free, &f64)| format!("{}={}", free.path, free.written(value));
    sets.extend(plan.free.iter().zip(&values).map(set));
    let scenario = Scenario::resolve(plan.source.clone(), &sets)?;
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
