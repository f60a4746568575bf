//! How values become places: a linear scale from round number to round number, and its ticks.

use plotters::coord::ranged1d::{BoldPoints, Ranged};
use plotters::coord::types::RangedCoordf64;

/// A linear scale.
#[derive(Clone, Copy, Debug)]
pub struct Scale {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
    step: f64,
}

impl Scale {
    /// A scale holding all the finite values, widened to round numbers, with about `ticks` steps.
    pub fn holding(values: impl IntoIterator<Item = f64>, ticks: f64) -> Scale {
        let (low, high) = values
            .into_iter()
            .filter(|value| value.is_finite())
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
        let (low, high) = if low > high { (0.0, 1.0) } else { apart(low, high) };
        let step = round_step(low, high, ticks);
        let (low, high) = ((low / step).floor() * step, (high / step).ceil() * step);
        Scale { low, high, from: 0.0, to: 1.0, step }
    }

    /// A scale from −`limit` to `limit` with about `ticks` steps, and one at least on each side of zero.
    pub fn about_zero(limit: f64, ticks: f64) -> Scale {
        let step = round_step(-limit, limit, ticks);
        let step = if step > limit { step / 2.0 } else { step };
        Scale::between(-1.05 * limit, 1.05 * limit, step)
    }

    /// A scale between exactly these values.
    pub fn between(low: f64, high: f64, step: f64) -> Scale {
        Scale { low, high, from: 0.0, to: 1.0, step }
    }

    /// The same scale without what lies outside these bounds.
    pub fn within(self, low: f64, high: f64) -> Scale {
        let clipped = Scale { low: self.low.max(low), high: self.high.min(high), ..self };
        if clipped.low < clipped.high { clipped } else { self }
    }

    /// The same scale from place to place on the sheet.
    pub fn on(self, from: f64, to: f64) -> Scale {
        Scale { from, to, ..self }
    }

    /// The place of a value.
    pub fn at(&self, value: f64) -> f64 {
        self.from + (value - self.low) / (self.high - self.low) * (self.to - self.from)
    }

    /// The place of a value, or of the nearest end.
    pub fn clamped(&self, value: f64) -> f64 {
        self.at(value.clamp(self.low, self.high))
    }

    /// Whether the scale holds the value.
    pub fn holds(&self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }

    /// The ends of the scale.
    pub fn ends(&self) -> (f64, f64) {
        (self.low, self.high)
    }

    /// The round values of the scale.
    pub fn ticks(&self) -> Vec<f64> {
        /// What rounding may take from a step.
        const SLACK: f64 = 1e-9;
        let first = (self.low / self.step - SLACK).ceil();
        let last = (self.high / self.step + SLACK).floor();
        (0..=(last - first).max(0.0) as usize).map(|k| (first + k as f64) * self.step).collect()
    }

    /// How many decimals tell its ticks apart.
    pub fn decimals(&self) -> usize {
        /// Beyond this, digits would not fit.
        const MOST: usize = 6;
        let mut step = self.step;
        let mut decimals = 0;
        while decimals < MOST && (step - step.round()).abs() > 1e-6 * step {
            step *= 10.0;
            decimals += 1;
        }
        decimals
    }
}

/// Two ends far enough apart to draw between.
fn apart(low: f64, high: f64) -> (f64, f64) {
    let size = low.abs().max(high.abs());
    if high - low > 1e-9 * size {
        return (low, high);
    }
    let room = if size > 0.0 { 0.05 * size } else { 1.0 };
    (low - room, high + room)
}

/// The round step that makes about so many of it between the ends.
fn round_step(low: f64, high: f64, ticks: f64) -> f64 {
    // one tick more than steps; the ends, seldom round, take one away
    let most = BoldPoints(ticks.round().max(1.0) as usize + 1);
    let round = RangedCoordf64::from(low..high).key_points(most);
    match round[..] {
        [first, second, ..] => second - first,
        _ => high - low,
    }
}

/// Places as near as can be to the wished ones, in any order, at least `gap` apart and within the bounds.
pub fn spread(wished: &[f64], gap: f64, low: f64, high: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wished.len()).collect();
    order.sort_by(|a, b| wished[*a].total_cmp(&wished[*b]));
    let mut places = vec![0.0; wished.len()];
    let mut lowest = low;
    for k in &order {
        places[*k] = wished[*k].max(lowest);
        lowest = places[*k] + gap;
    }
    let mut highest = high;
    for k in order.iter().rev() {
        places[*k] = places[*k].min(highest);
        highest = places[*k] - gap;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_hold_the_values() {
        let scale = Scale::holding([3.2, 17.8], 4.0);
        assert_eq!(scale.ticks(), [0.0, 5.0, 10.0, 15.0, 20.0]);
        assert_eq!(Scale::holding([0.13, 0.31], 4.0).decimals(), 2);
        assert_eq!(Scale::holding([-3.4e6, 1.2e6], 3.0).decimals(), 0);
    }

    #[test]
    fn equal_values_and_no_values_still_make_a_scale() {
        for values in [vec![], vec![5.0, 5.0], vec![0.0], vec![f64::NAN]] {
            let (low, high) = Scale::holding(values, 4.0).ends();
            assert!(low < high);
        }
    }

    #[test]
    fn spread_labels_keep_their_distance_and_stay_within_bounds() {
        let places = spread(&[50.0, 50.0, 99.0, 98.0], 10.0, 0.0, 100.0);
        assert_eq!(places[2], 100.0);
        assert_eq!(places[3], 90.0);
        assert!((places[0] - places[1]).abs() >= 10.0);
    }
}
