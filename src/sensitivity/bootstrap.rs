//! How far could a figure be from the truth? The percentile interval of the bootstrap (Efron 1979).

use crate::comparison::statistics::{Interval, quantile};
use crate::dice::{self, Draw};

/// How many samples are drawn.
pub const RESAMPLES: u64 = 500;

/// The 95 % interval of a figure of so many rows; none below two rows. Every figure of one seed sees the same samples.
pub fn interval(rows: usize, seed: u64, figure: impl Fn(&[usize]) -> f64) -> Interval {
    if rows < 2 {
        return Interval::NONE;
    }
    let mut sample = vec![0; rows];
    let mut figures: Vec<f64> = Vec::new();
    for nth in 0..RESAMPLES {
        for (row, place) in sample.iter_mut().enumerate() {
            *place = dice::place(seed, Draw::Resample, nth, row as u64, rows);
        }
        let found = figure(&sample);
        if found.is_finite() {
            figures.push(found);
        }
    }
    if figures.is_empty() {
        return Interval::NONE;
    }
    figures.sort_by(f64::total_cmp);
    Interval { low: quantile(&figures, 0.025), high: quantile(&figures, 0.975) }
}

/// In which share of the samples a claim holds; NaN without rows.
pub fn frequency(rows: usize, seed: u64, claim: impl Fn(&[usize]) -> bool) -> f64 {
    if rows == 0 {
        return f64::NAN;
    }
    let drawn = |nth: u64| -> Vec<usize> {
        (0..rows).map(|row| dice::place(seed, Draw::Resample, nth, row as u64, rows)).collect()
    };
    (0..RESAMPLES).filter(|nth| claim(&drawn(*nth))).count() as f64 / RESAMPLES as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::maths::normal_quantile;

    #[test]
    fn the_interval_of_a_mean_holds_it_as_often_as_it_says() {
        let (mut held, trials) = (0, 1000);
        for trial in 0..trials {
            let sample: Vec<f64> =
                (0..40).map(|k| normal_quantile(dice::share(9, Draw::MadeUp, trial, k))).collect();
            let found = interval(40, trial, |rows| rows.iter().map(|r| sample[*r]).sum::<f64>() / 40.0);
            held += u32::from(found.low <= 0.0 && 0.0 <= found.high);
        }
        println!("bootstrap interval of a mean of 40: {held} of {trials} against 950");
        // the percentile interval is known to be a little short on 40 rows
        assert!((910..=955).contains(&held), "{held} of {trials}");
    }
}
