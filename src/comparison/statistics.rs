//! How a sample is summed up: quantiles, the Student interval of a mean, the Wilson interval of a share.

use statrs::distribution::{Binomial, ContinuousCDF, DiscreteCDF, StudentsT};

use crate::maths;

/// The confidence of every interval printed or stored.
pub const CONFIDENCE: f64 = 0.95;

/// The quantile of a sorted sample by linear interpolation between order statistics (Hyndman & Fan 1996,
/// definition 7, the default of R and NumPy); NaN for an empty sample.
pub fn quantile(sorted: &[f64], p: f64) -> f64 {
    debug_assert!((0.0..=1.0).contains(&p), "a quantile's order must lie in [0, 1], got {p}");
    let Some(last) = sorted.len().checked_sub(1) else { return f64::NAN };
    let place = p * last as f64;
    let below = place.floor() as usize;
    let above = (below + 1).min(last);
    sorted[below] + (place - below as f64) * (sorted[above] - sorted[below])
}

/// The distribution of one value over the replications in which it is defined.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Summary {
    /// In how many replications the value is defined.
    pub count: usize,
    /// Mean.
    pub mean: f64,
    /// Standard deviation of the sample; NaN below two values.
    pub sd: f64,
    /// 5 % quantile.
    pub p05: f64,
    /// Median.
    pub median: f64,
    /// 95 % quantile.
    pub p95: f64,
}

impl Summary {
    /// Sums up the finite values; the others are replications in which the indicator is not defined.
    pub fn of(values: &[f64]) -> Summary {
        let mut sorted: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
        sorted.sort_by(f64::total_cmp);
        Summary {
            count: sorted.len(),
            mean: mean(&sorted),
            sd: variance(&sorted).sqrt(),
            p05: quantile(&sorted, 0.05),
            median: quantile(&sorted, 0.5),
            p95: quantile(&sorted, 0.95),
        }
    }
}

/// The mean; NaN for an empty sample.
pub fn mean(sample: &[f64]) -> f64 {
    sample.iter().sum::<f64>() / sample.len() as f64
}

/// The unbiased variance, by the two-pass formula; NaN below two values. Equal values have variance exactly
/// zero, which rounding in the mean would otherwise hide.
pub fn variance(sample: &[f64]) -> f64 {
    if sample.len() < 2 {
        return f64::NAN;
    }
    if sample.iter().all(|value| *value == sample[0]) {
        return 0.0;
    }
    let centre = mean(sample);
    let squares: f64 = sample.iter().map(|value| (value - centre) * (value - centre)).sum();
    squares / (sample.len() - 1) as f64
}

/// An interval; NaN at both ends where the sample bears none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Interval {
    /// No interval.
    pub const NONE: Interval = Interval { low: f64::NAN, high: f64::NAN };
}

/// The 95 % Student interval of a mean; none below two values, because one value says nothing of its spread.
pub fn mean_interval(sample: &[f64]) -> Interval {
    if sample.len() < 2 {
        return Interval::NONE;
    }
    let half = student_quantile(sample.len() - 1) * (variance(sample) / sample.len() as f64).sqrt();
    let centre = if half == 0.0 { sample[0] } else { mean(sample) };
    Interval { low: centre - half, high: centre + half }
}

/// The two-sided 95 % quantile of Student's law.
fn student_quantile(degrees_of_freedom: usize) -> f64 {
    StudentsT::new(0.0, 1.0, degrees_of_freedom as f64)
        .map_or(f64::NAN, |law| law.inverse_cdf(0.5 + CONFIDENCE / 2.0))
}

/// The 95 % Wilson score interval of a share. `successes` may carry halves, for ties; none without trials.
pub fn share_interval(successes: f64, trials: usize) -> Interval {
    if trials == 0 {
        return Interval::NONE;
    }
    let n = trials as f64;
    let share = successes / n;
    let z = maths::normal_quantile(0.5 + CONFIDENCE / 2.0);
    let shrink = 1.0 + z * z / n;
    let centre = (share + z * z / (2.0 * n)) / shrink;
    let half = z / shrink * (share * (1.0 - share) / n + z * z / (4.0 * n * n)).sqrt();
    Interval { low: (centre - half).max(0.0), high: (centre + half).min(1.0) }
}

/// How likely at least so many of `trials` succeed when each does with that probability.
pub fn binomial_at_least(successes: usize, trials: usize, probability: f64) -> f64 {
    let Some(below) = successes.checked_sub(1) else { return 1.0 };
    Binomial::new(probability, trials as u64).map_or(f64::NAN, |law| law.sf(below as u64))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, expected: f64, tolerance: f64) {
        assert!((found - expected).abs() <= tolerance, "{found} against {expected}");
    }

    #[test]
    fn quantiles_agree_with_those_r_prints_for_the_fuel_economy_of_its_32_cars() {
        let mut mpg = [
            21.0, 21.0, 22.8, 21.4, 18.7, 18.1, 14.3, 24.4, 22.8, 19.2, 17.8, 16.4, 17.3, 15.2, 10.4, 10.4,
            14.7, 32.4, 30.4, 33.9, 21.5, 15.5, 15.2, 13.3, 19.2, 27.3, 26.0, 30.4, 15.8, 19.7, 15.0, 21.4,
        ];
        mpg.sort_by(f64::total_cmp);
        for (p, expected) in [
            (0.0, 10.4),
            (0.05, 11.995),
            (0.25, 15.425),
            (0.5, 19.2),
            (0.75, 22.8),
            (0.95, 31.3),
            (1.0, 33.9),
        ] {
            near(quantile(&mpg, p), expected, 1e-12);
        }
    }

    #[test]
    fn a_sample_of_one_is_all_its_quantiles_and_an_empty_one_has_none() {
        assert_eq!(quantile(&[3.0], 0.95), 3.0);
        assert!(quantile(&[], 0.5).is_nan());
    }

    #[test]
    fn student_quantiles_agree_with_published_tables() {
        for (degrees, expected) in [
            (1, 12.706_204_74),
            (2, 4.302_652_73),
            (9, 2.262_157_16),
            (30, 2.042_272_46),
            (499, 1.964_729_39),
        ] {
            near(student_quantile(degrees), expected, 1e-6);
        }
    }

    #[test]
    fn wilson_intervals_agree_with_those_newcombe_published() {
        // Newcombe 1998, Statistics in Medicine 17, table I, method 3.
        for (successes, trials, low, high) in [
            (81.0, 263, 0.2553, 0.3662),
            (15.0, 148, 0.0624, 0.1605),
            (0.0, 20, 0.0, 0.1611),
            (1.0, 29, 0.0061, 0.1718),
        ] {
            let interval = share_interval(successes, trials);
            near(interval.low, low, 5e-5);
            near(interval.high, high, 5e-5);
        }
        assert!(share_interval(0.0, 0).low.is_nan());
    }

    #[test]
    fn equal_values_have_no_spread_whatever_rounding_does() {
        assert_eq!(variance(&[0.1; 7]), 0.0);
        let interval = mean_interval(&[0.1; 7]);
        assert_eq!((interval.low, interval.high), (0.1, 0.1));
    }

    #[test]
    fn what_is_not_finite_is_not_summed_up() {
        let summary = Summary::of(&[f64::NAN, 2.0, f64::INFINITY, 4.0]);
        assert_eq!((summary.count, summary.mean, summary.median), (2, 3.0, 3.0));
        assert_eq!(Summary::of(&[f64::NAN]).count, 0);
        assert!(Summary::of(&[1.0]).sd.is_nan());
    }
}
