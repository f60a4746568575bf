//! Which parameters do the targets pin down?

use super::Candidate;
use super::free::Free;

/// What an ensemble says of one parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    /// Mean.
    pub mean: f64,
    /// Standard deviation.
    pub deviation: f64,
    /// The deviation against that of an even draw over the whole range: near 1 the targets say nothing, near 0 all.
    pub narrowed: f64,
    /// The other parameter with which it varies most, by place.
    pub with: Option<usize>,
    /// Their correlation.
    pub correlation: f64,
}

/// The same of every parameter.
pub fn identify(ensemble: &[&Candidate], free: &[Free]) -> Vec<Known> {
    let size = ensemble.len() as f64;
    let mean = |of: &dyn Fn(&Candidate) -> f64| ensemble.iter().map(|set| of(set)).sum::<f64>() / size;
    let means: Vec<f64> = (0..free.len()).map(|k| mean(&|set| set.values[k])).collect();
    let covariance =
        |a: usize, b: usize| mean(&|set| (set.values[a] - means[a]) * (set.values[b] - means[b]));
    let deviations: Vec<f64> = (0..free.len()).map(|k| covariance(k, k).sqrt()).collect();
    let correlation = |a: usize, b: usize| {
        let scale = deviations[a] * deviations[b];
        if scale > 0.0 { covariance(a, b) / scale } else { 0.0 }
    };
    let known = |k: usize| {
        let others = (0..free.len()).filter(|&other| other != k).map(|other| (other, correlation(k, other)));
        let strongest = others.max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()));
        // the variance of an even draw is a twelfth of the squared width
        let even = (free[k].high - free[k].low) / 12.0_f64.sqrt();
        Known {
            mean: means[k],
            deviation: deviations[k],
            narrowed: deviations[k] / even,
            with: strongest.map(|(other, _)| other),
            correlation: strongest.map_or(0.0, |(_, correlation)| correlation),
        }
    };
    (0..free.len()).map(known).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identified(values: &[[f64; 2]], widths: [f64; 2]) -> Vec<Known> {
        let set = |values: &[f64; 2]| Candidate {
            generation: 1,
            values: values.to_vec(),
            distance: 0.0,
            observed: vec![],
        };
        let sets: Vec<Candidate> = values.iter().map(set).collect();
        let free = widths.map(|high| Free { path: String::new(), low: 0.0, high, whole: false });
        identify(&sets.iter().collect::<Vec<_>>(), &free)
    }

    #[test]
    fn a_parameter_drawn_evenly_is_not_narrowed_and_one_fixed_is_wholly() {
        let n = 2_000;
        let even: Vec<[f64; 2]> = (0..n).map(|k| [(f64::from(k) + 0.5) / f64::from(n), 3.0]).collect();
        let [a, b] = &identified(&even, [1.0, 6.0])[..] else { panic!("two parameters") };
        assert!((a.narrowed - 1.0).abs() < 1e-3 && b.narrowed < 1e-9, "{a:?} {b:?}");
        assert!((a.mean - 0.5).abs() < 1e-9);
    }

    #[test]
    fn parameters_that_make_up_for_each_other_are_told() {
        let line: Vec<[f64; 2]> = (0..50).map(|k| [f64::from(k), 100.0 - f64::from(k)]).collect();
        let known = identified(&line, [50.0, 100.0]);
        assert_eq!(known[0].with, Some(1));
        assert!((known[0].correlation + 1.0).abs() < 1e-9);
    }
}
