//! How are candidates drawn, and what does each weigh?
//!
//! A candidate is a set of the last generation, drawn by weight and moved by a normal step whose variance is twice the
//! weighted variance of the generation, parameter by parameter; one that falls outside a range is drawn again. Its weight
//! is the inverse of the density with which it could be drawn, the prior being uniform.

use super::free::Free;
use super::{Generation, Particle};
use crate::dice::{Decision, Dice};
use crate::maths;

/// Draws that fall outside the ranges are thrown away; beyond so many the last one is brought back inside.
const MOST_DRAWS: u32 = 10_000;

/// A set drawn evenly in all the ranges.
pub fn from_ranges(free: &[Free], dice: &Dice, candidate: u32) -> Vec<f64> {
    let mut roll = dice.roll(Decision::Calibration, candidate, 0);
    free.iter().map(|free| free.low + roll.uniform() * (free.high - free.low)).collect()
}

/// The normal step of each parameter.
pub struct Kernel {
    variances: Vec<f64>,
}

impl Kernel {
    /// Twice the weighted variance of a generation.
    pub fn of(last: &Generation) -> Kernel {
        let size = last.particles[0].values.len();
        Kernel { variances: (0..size).map(|k| 2.0 * moments(last, k).1).collect() }
    }

    /// The next candidate.
    pub fn draw(&self, last: &Generation, free: &[Free], dice: &Dice, candidate: u32) -> Vec<f64> {
        let weights: Vec<f64> = last.particles.iter().map(|particle| particle.weight).collect();
        let inside = |value: f64, free: &Free| (free.low..=free.high).contains(&value);
        let mut values = Vec::new();
        for attempt in 0..MOST_DRAWS {
            let mut roll = dice.roll_nth(Decision::Calibration, candidate, 0, attempt);
            let ancestor = &last.particles[roll.weighted(&weights)];
            let steps = ancestor.values.iter().zip(&self.variances);
            values = steps.map(|(value, variance)| value + variance.sqrt() * roll.normal()).collect();
            if values.iter().zip(free).all(|(&value, free)| inside(value, free)) {
                return values;
            }
        }
        values.iter().zip(free).map(|(value, free)| value.clamp(free.low, free.high)).collect()
    }

    /// Gives each set of a new generation its weight.
    pub fn weigh(&self, last: &Generation, particles: &mut [Particle]) {
        for particle in &mut *particles {
            let density =
                |from: &Particle| from.weight * maths::exp(self.log_density(&from.values, &particle.values));
            particle.weight = 1.0 / last.particles.iter().map(density).sum::<f64>().max(f64::MIN_POSITIVE);
        }
        let all: f64 = particles.iter().map(|particle| particle.weight).sum();
        particles.iter_mut().for_each(|particle| particle.weight /= all);
    }

    /// The log density of a step, but for a constant that all steps share.
    fn log_density(&self, from: &[f64], to: &[f64]) -> f64 {
        let steps = from.iter().zip(to).zip(&self.variances).filter(|(_, variance)| **variance > 0.0);
        steps.map(|((from, to), variance)| -(to - from) * (to - from) / (2.0 * variance)).sum()
    }
}

/// Weighted mean and variance of a parameter in a generation.
pub fn moments(generation: &Generation, k: usize) -> (f64, f64) {
    let weighted = |of: &dyn Fn(&Particle) -> f64| -> f64 {
        generation.particles.iter().map(|particle| particle.weight * of(particle)).sum()
    };
    let mean = weighted(&|particle| particle.values[k]);
    (mean, weighted(&|particle| (particle.values[k] - mean) * (particle.values[k] - mean)))
}
