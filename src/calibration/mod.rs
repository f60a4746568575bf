//! Which values of the assumed parameters does the status quo agree with?
//!
//! Approximate Bayesian computation by population Monte Carlo (Beaumont, Cornuet, Marin & Robert 2009, *Biometrika* 96(4)):
//! parameters are drawn in their plausible ranges, the status quo is simulated under the same luck for all, and those
//! whose misfit to the targets is below a tolerance that falls from generation to generation are kept and weighted. What
//! is left is an ensemble, not one point.

pub mod files;
pub mod free;
pub mod identify;
mod proposal;

use rayon::prelude::*;

use crate::comparison::statistics::{Summary, quantile};
use crate::comparison::targets::Target;
use crate::dice::Dice;
use crate::error::Error;
use crate::experiment::validation::observe;
use crate::month::Check;
use crate::scenario::{Scenario, Source};
use free::Free;

/// How many candidates are tried for each place of the first generation: the best are kept.
const FIRST_TRIES: usize = 4;
/// How many candidates a generation may try for each of its places before the search is over.
const MOST_TRIES: usize = 12;
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
    /// Parameter sets kept in each generation.
    pub particles: usize,
    /// Replications of each candidate.
    pub replications: u32,
    /// The master seed of candidates.
    pub seed: u64,
}

/// A set of parameter values.
#[derive(Clone, Debug, PartialEq)]
pub struct Particle {
    /// One value for each free parameter.
    pub values: Vec<f64>,
    /// Its weight among those of its generation, which sum to one.
    pub weight: f64,
    /// Its misfit.
    pub distance: f64,
    /// The median of each target's observable over replications.
    pub observed: Vec<f64>,
}

/// Where the search stands after a generation.
#[derive(Clone, Debug, PartialEq)]
pub struct Generation {
    /// Its number, from 1.
    pub number: u32,
    /// Candidates simulated for it.
    pub tried: usize,
    /// The largest misfit kept.
    pub tolerance: f64,
    /// The sets kept, in the order in which they were drawn.
    pub particles: Vec<Particle>,
}

impl Generation {
    /// The set of least misfit.
    pub fn best(&self) -> &Particle {
        let least = self.particles.iter().min_by(|a, b| a.distance.total_cmp(&b.distance));
        least.unwrap_or(&self.particles[0])
    }
}

/// The first generation: the best of many draws in the whole ranges.
pub fn first(plan: &Plan) -> Result<Generation, Error> {
    let dice = Dice::new(plan.seed, 1);
    let drawn: Vec<Vec<f64>> = (0..FIRST_TRIES * plan.particles)
        .map(|k| proposal::from_ranges(&plan.free, &dice, k as u32))
        .collect();
    let mut particles = simulated(plan, drawn)?;
    let tried = particles.len();
    let mut distances: Vec<f64> = particles.iter().map(|particle| particle.distance).collect();
    distances.sort_by(f64::total_cmp);
    let tolerance = distances[plan.particles - 1];
    particles.retain(|particle| particle.distance <= tolerance);
    particles.truncate(plan.particles);
    let each = 1.0 / particles.len() as f64;
    particles.iter_mut().for_each(|particle| particle.weight = each);
    Ok(Generation { number: 1, tried, tolerance, particles })
}

/// The next generation, whose tolerance is the median misfit of the last one; nothing if too few candidates reach it.
pub fn next(plan: &Plan, last: &Generation) -> Result<Option<Generation>, Error> {
    let number = last.number + 1;
    let dice = Dice::new(plan.seed, number);
    let mut distances: Vec<f64> = last.particles.iter().map(|particle| particle.distance).collect();
    distances.sort_by(f64::total_cmp);
    let tolerance = quantile(&distances, 0.5);
    let kernel = proposal::Kernel::of(last);
    let (mut particles, mut tried) = (Vec::new(), 0);
    while particles.len() < plan.particles {
        if tried >= MOST_TRIES * plan.particles {
            return Ok(None);
        }
        let batch = (tried..tried + plan.particles).map(|k| kernel.draw(last, &plan.free, &dice, k as u32));
        tried += plan.particles;
        let mut reached = simulated(plan, batch.collect())?;
        reached.retain(|particle| particle.distance <= tolerance);
        particles.extend(reached);
    }
    particles.truncate(plan.particles);
    kernel.weigh(last, &plan.free, &mut particles);
    Ok(Some(Generation { number, tried, tolerance, particles }))
}

/// Candidates simulated, each with the same seed, so that they differ by their values and not by luck.
fn simulated(plan: &Plan, candidates: Vec<Vec<f64>>) -> Result<Vec<Particle>, Error> {
    candidates.into_par_iter().map(|values| particle(plan, values)).collect()
}

fn particle(plan: &Plan, values: Vec<f64>) -> Result<Particle, Error> {
    let mut sets = plan.sets.clone();
    sets.push(format!("run.replications={}", plan.replications));
    sets.extend(plan.free.iter().zip(&values).map(|(free, value)| format!("{}={value:?}", free.path)));
    let scenario = Scenario::resolve(plan.source.clone(), &sets)?;
    let replications = observe(&scenario, Check::Never);
    let median = |target: &Target| {
        let values: Vec<f64> = replications.iter().map(|observed| observed[target.place]).collect();
        Summary::of(&values).median
    };
    let observed: Vec<f64> = plan.targets.iter().map(median).collect();
    let distance = distance(&plan.targets, &observed);
    Ok(Particle { values, weight: 0.0, distance, observed })
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
pub fn met(targets: &[Target], particle: &Particle) -> usize {
    let inside = |(target, value): (&Target, &f64)| (target.low..=target.high).contains(value);
    targets.iter().zip(&particle.observed).filter(|&pair| inside(pair)).count()
}
