//! Which parameters do the targets pin down?

use super::proposal::moments;
use super::{Generation, Particle};

/// What a generation says of one parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    /// Weighted mean.
    pub mean: f64,
    /// Weighted standard deviation.
    pub deviation: f64,
    /// The deviation against that of the whole range, drawn evenly: near 1 the targets say nothing, near 0 all.
    pub narrowed: f64,
    /// The other parameter with which it varies most, by place.
    pub with: Option<usize>,
    /// Their correlation.
    pub correlation: f64,
}

/// The same of every parameter, given the width of each range.
pub fn identify(generation: &Generation, widths: &[f64]) -> Vec<Known> {
    let moments: Vec<(f64, f64)> = (0..widths.len()).map(|k| moments(generation, k)).collect();
    let correlation = |a: usize, b: usize| {
        let product = |particle: &Particle| {
            particle.weight * (particle.values[a] - moments[a].0) * (particle.values[b] - moments[b].0)
        };
        let covariance: f64 = generation.particles.iter().map(product).sum();
        let scale = (moments[a].1 * moments[b].1).sqrt();
        if scale > 0.0 { covariance / scale } else { 0.0 }
    };
    let known = |k: usize| {
        let others =
            (0..widths.len()).filter(|&other| other != k).map(|other| (other, correlation(k, other)));
        let strongest = others.max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()));
        let deviation = moments[k].1.sqrt();
        // the variance of an even draw is a twelfth of the squared width
        let prior = widths[k] / 12.0_f64.sqrt();
        Known {
            mean: moments[k].0,
            deviation,
            narrowed: deviation / prior,
            with: strongest.map(|(other, _)| other),
            correlation: strongest.map_or(0.0, |(_, correlation)| correlation),
        }
    };
    (0..widths.len()).map(known).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn generation(values: &[[f64; 2]]) -> Generation {
        let weight = 1.0 / values.len() as f64;
        let particle =
            |values: &[f64; 2]| Particle { values: values.to_vec(), weight, distance: 0.0, observed: vec![] };
        Generation {
            number: 1,
            tried: values.len(),
            tolerance: 1.0,
            particles: values.iter().map(particle).collect(),
        }
    }

    #[test]
    fn a_parameter_drawn_evenly_is_not_narrowed_and_one_fixed_is_wholly() {
        let n = 2_000;
        let even: Vec<[f64; 2]> = (0..n).map(|k| [(f64::from(k) + 0.5) / f64::from(n), 3.0]).collect();
        let [a, b] = &identify(&generation(&even), &[1.0, 6.0])[..] else { panic!("two parameters") };
        assert!((a.narrowed - 1.0).abs() < 1e-3 && b.narrowed < 1e-9, "{a:?} {b:?}");
        assert!((a.mean - 0.5).abs() < 1e-9);
    }

    #[test]
    fn parameters_that_make_up_for_each_other_are_told() {
        let line: Vec<[f64; 2]> = (0..50).map(|k| [f64::from(k), 100.0 - f64::from(k)]).collect();
        let known = identify(&generation(&line), &[50.0, 50.0]);
        assert_eq!(known[0].with, Some(1));
        assert!((known[0].correlation + 1.0).abs() < 1e-9);
    }
}
