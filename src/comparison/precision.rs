//! When have enough replications been done? When every paired interval of the chosen indicators is narrow enough, looked
//! at after numbers of replications that are fixed beforehand, so that the answer depends on the seed alone.
//!
//! Looking several times makes the last interval cover a little less often than it says; the floor and the growing
//! steps keep that small, and a test measures it.

use super::statistics::mean_interval;
use super::{defined_pairs, indicator_of};
use crate::experiment::results::Results;

/// How much larger each look is than the one before.
const GROWTH: f64 = 1.25;

/// A width that is wanted.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// The column.
    pub column: String,
    /// The largest half width of the 95 % interval of a paired difference, in the column's unit.
    pub half_width: f64,
}

/// When to stop.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// The widths that are wanted, all of them.
    pub targets: Vec<Target>,
    /// The fewest replications.
    pub floor: u32,
    /// The most.
    pub ceiling: u32,
}

impl Target {
    /// The difference that matters to a board, for an indicator: half of it to each side.
    pub fn usual(column: &str) -> Option<Target> {
        let half_width = indicator_of(column)?.unit.matters();
        Some(Target { column: column.to_owned(), half_width })
    }
}

impl Rule {
    /// After how many replications it is looked at the widths.
    pub fn looks(&self) -> Vec<u32> {
        let mut looks = vec![self.floor.min(self.ceiling)];
        while let Some(last) = looks.last().copied().filter(|last| *last < self.ceiling) {
            let next = (f64::from(last) * GROWTH).ceil() as u32;
            looks.push(next.max(last + 1).min(self.ceiling));
        }
        looks
    }

    /// For each target the widest half width over all pairs of formats; NaN where no pair has one.
    pub fn widths(&self, results: &Results) -> Vec<f64> {
        self.targets.iter().map(|target| widest(results, &target.column)).collect()
    }

    /// Whether these widths are narrow enough.
    pub fn is_met(&self, widths: &[f64]) -> bool {
        self.targets.iter().zip(widths).all(|(target, width)| *width <= target.half_width)
    }
}

fn widest(results: &Results, column: &str) -> f64 {
    let Some(place) = results.columns.iter().position(|name| name == column) else { return f64::NAN };
    let mut widest = f64::NAN;
    for a in 0..results.formats.len() {
        for b in a + 1..results.formats.len() {
            let pairs = defined_pairs(&results.values[a][place], &results.values[b][place]);
            let differences: Vec<f64> = pairs.iter().map(|(a, b)| b - a).collect();
            let interval = mean_interval(&differences);
            widest = f64::max(widest, (interval.high - interval.low) / 2.0);
        }
    }
    widest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dice::{self, Draw};
    use crate::maths::normal_quantile;

    fn rule(half_width: f64) -> Rule {
        Rule { targets: vec![Target { column: "x".into(), half_width }], floor: 30, ceiling: 2000 }
    }

    #[test]
    fn looks_grow_from_the_floor_to_the_ceiling() {
        assert_eq!(rule(1.0).looks()[..4], [30, 38, 48, 60]);
        assert_eq!(rule(1.0).looks().last(), Some(&2000));
        assert_eq!(Rule { floor: 50, ceiling: 20, ..rule(1.0) }.looks(), [20]);
    }

    #[test]
    fn the_last_interval_covers_the_truth_nearly_as_often_as_it_says() {
        // 95 % is promised of a number of replications chosen beforehand; paired differences are normal or skewed
        for skewed in [false, true] {
            let trials = 1500;
            let mut held = 0;
            for trial in 0..trials {
                let value = |k: u32| {
                    let z = normal_quantile(dice::share(3, Draw::MadeUp, trial, u64::from(k)));
                    if skewed { (z * z - 1.0) / std::f64::consts::SQRT_2 } else { z }
                };
                let rule = rule(0.2);
                let interval = rule.looks().into_iter().find_map(|n| {
                    let interval = mean_interval(&(0..n).map(value).collect::<Vec<_>>());
                    rule.is_met(&[(interval.high - interval.low) / 2.0]).then_some(interval)
                });
                held += u32::from(interval.is_some_and(|i| i.low <= 0.0 && 0.0 <= i.high));
            }
            let coverage = f64::from(held) / trials as f64;
            println!("sequential rule, skewed {skewed}: coverage {coverage:.4} against 0.95");
            let least = if skewed { 0.86 } else { 0.925 };
            assert!((least..0.97).contains(&coverage), "{coverage}, skewed: {skewed}");
        }
    }
}
