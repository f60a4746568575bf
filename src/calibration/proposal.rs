//! How are candidates drawn, and what does each weigh?
//!
//! A candidate is a set of the last generation, drawn by weight and moved, parameter by parameter, by a normal step
//! truncated to the range, whose variance before truncation is twice the weighted variance of the generation. Its weight is
//! the inverse of the density with which it could be drawn, the prior being uniform.

use super::free::Free;
use super::{Generation, Particle};
use crate::dice::{Decision, Dice};
use crate::maths;

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
        let mut roll = dice.roll(Decision::Calibration, candidate, 0);
        let ancestor = &last.particles[roll.weighted(&weights)];
        let steps = ancestor.values.iter().zip(&self.variances).zip(free);
        steps
            .map(|((&from, &variance), free)| {
                let [below, above] = shares(from, variance.sqrt(), free);
                let share = below + roll.uniform() * (above - below);
                let step = if variance > 0.0 { variance.sqrt() * maths::normal_quantile(share) } else { 0.0 };
                (from + step).clamp(free.low, free.high)
            })
            .collect()
    }

    /// Gives each set of a new generation its weight.
    pub fn weigh(&self, last: &Generation, free: &[Free], particles: &mut [Particle]) {
        for particle in &mut *particles {
            let density = |from: &Particle| {
                from.weight * maths::exp(self.log_density(&from.values, &particle.values, free))
            };
            particle.weight = 1.0 / last.particles.iter().map(density).sum::<f64>().max(f64::MIN_POSITIVE);
        }
        let all: f64 = particles.iter().map(|particle| particle.weight).sum();
        particles.iter_mut().for_each(|particle| particle.weight /= all);
    }

    /// The log density of a step, but for a constant that all steps share.
    fn log_density(&self, from: &[f64], to: &[f64], free: &[Free]) -> f64 {
        let mut sum = 0.0;
        for (((&from, &to), &variance), free) in from.iter().zip(to).zip(&self.variances).zip(free) {
            if variance > 0.0 {
                let [below, above] = shares(from, variance.sqrt(), free);
                sum -= (to - from) * (to - from) / (2.0 * variance) + maths::ln(above - below);
            }
        }
        sum
    }
}

/// The shares of a normal step that fall below the lower and the upper end of a range.
fn shares(from: f64, deviation: f64, free: &Free) -> [f64; 2] {
    if deviation > 0.0 {
        [free.low, free.high].map(|end| maths::normal_share((end - from) / deviation))
    } else {
        [0.0, 1.0]
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

#[cfg(test)]
mod tests {
    use super::*;

    fn generation(values: &[f64]) -> Generation {
        let weight = 1.0 / values.len() as f64;
        let particle =
            |&value: &f64| Particle { values: vec![value], weight, distance: 0.0, observed: vec![] };
        let particles = values.iter().map(particle).collect();
        Generation { number: 1, tried: values.len(), tolerance: 1.0, particles }
    }

    /// Weighted again by their density, draws spread over the range are even once more: the prior.
    #[test]
    fn weights_undo_the_way_candidates_are_drawn() {
        let free = [Free { path: String::new(), low: 0.0, high: 1.0 }];
        let last = generation(&[0.2, 0.3, 0.35, 0.5, 0.9]);
        let kernel = Kernel::of(&last);
        let dice = Dice::new(3, 1);
        let draw = |k| kernel.draw(&last, &free, &dice, k);
        let mut drawn: Vec<Particle> = (0..20_000)
            .map(|k| Particle { values: draw(k), weight: 0.0, distance: 0.0, observed: vec![] })
            .collect();
        assert!(drawn.iter().all(|particle| (0.0..=1.0).contains(&particle.values[0])));
        kernel.weigh(&last, &free, &mut drawn);
        for end in [0.1, 0.25, 0.5, 0.75, 0.9] {
            let below = drawn.iter().filter(|particle| particle.values[0] < end);
            let share: f64 = below.map(|particle| particle.weight).sum();
            assert!((share - end).abs() < 0.02, "{share} below {end}");
        }
    }
}
