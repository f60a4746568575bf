//! How the monthly series spread over replications: exact quantiles, kept per format, series and month.
//!
//! Exactness needs every value at once: 8 bytes × formats × series × months for each replication, about 23 kB
//! with four formats, ten series and six years, hence 12 MB for 500 replications.

use super::replication::Outcome;
use super::results::{Band, Monthly};
use crate::indicators::SERIES;

impl Monthly {
    /// The bands of the outcomes given, each a replication with one outcome per format.
    pub fn of(replications: &[&[Outcome]], formats: usize) -> Monthly {
        let bands =
            (0..formats).map(|f| (0..SERIES.len()).map(|s| bands(replications, f, s)).collect()).collect();
        Monthly { series: SERIES.iter().map(|series| series.id.to_owned()).collect(), bands }
    }
}

fn bands(replications: &[&[Outcome]], format: usize, series: usize) -> Vec<Band> {
    let paths: Vec<&[f64]> = replications.iter().map(|r| r[format].series[series].as_slice()).collect();
    let months = paths.iter().map(|path| path.len()).max().unwrap_or(0);
    (0..months).map(|month| Band::of(paths.iter().filter_map(|path| path.get(month).copied()))).collect()
}

impl Band {
    /// The band of the values that are defined; all NaN when none is.
    pub fn of(values: impl Iterator<Item = f64>) -> Band {
        let mut values: Vec<f64> = values.filter(|value| !value.is_nan()).collect();
        // summed in the order of replications, which is the same on any number of threads
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        values.sort_by(f64::total_cmp);
        let [p05, p25, p50, p75, p95] = [0.05, 0.25, 0.5, 0.75, 0.95].map(|p| quantile(&values, p));
        Band { p05, p25, p50, p75, p95, mean, defined: values.len() as u32 }
    }
}

/// The quantile of sorted values, between two of them by linear interpolation (Hyndman and Fan's type 7).
pub fn quantile(sorted: &[f64], p: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return f64::NAN };
    let place = p * last as f64;
    let below = place.floor();
    let (low, high) = (sorted[below as usize], sorted[(below as usize + 1).min(last)]);
    low + (place - below) * (high - low)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_fall_between_the_values_around_them() {
        assert_eq!(quantile(&[1.0, 2.0, 3.0, 4.0], 0.5), 2.5);
        assert_eq!(quantile(&[1.0, 2.0, 3.0], 1.0), 3.0);
        assert!(quantile(&[], 0.5).is_nan());
    }

    #[test]
    fn an_undefined_value_counts_for_nothing() {
        let band = Band::of([3.0, f64::NAN, 1.0].into_iter());
        assert_eq!((band.p50, band.mean, band.defined), (2.0, 2.0, 2));
        assert_eq!(Band::of([f64::NAN].into_iter()).defined, 0);
    }
}
