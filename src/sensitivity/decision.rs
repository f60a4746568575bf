//! Which format to choose when parameters are not known? Shares of variance, how often one is better than another,
//! regret, and the choice that minimises the largest regret.

use super::bootstrap::interval;
use super::crossed::{Crossed, Parts};
use crate::comparison::statistics::{Interval, share_interval};

/// What draws of the parameters say of one indicator.
#[derive(Clone, Debug)]
pub struct Decision {
    /// The variance of each format's runs.
    pub levels: Vec<Shared>,
    /// Each format against the reference, from the second on.
    pub against: Vec<Against>,
    /// The regret of each format.
    pub regret: Vec<Regret>,
    /// The format whose largest regret is smallest.
    pub minimax: Option<usize>,
    /// Points all of whose runs have a value under every format.
    pub points: usize,
}

/// A variance and whose it is.
#[derive(Clone, Copy, Debug)]
pub struct Shared {
    /// Its parts.
    pub parts: Parts,
    /// The share due to the parameters.
    pub share: f64,
    /// Its 95 % interval.
    pub interval: Interval,
}

/// A format against the reference.
#[derive(Clone, Copy, Debug)]
pub struct Against {
    /// The variance of the paired difference.
    pub difference: Shared,
    /// Share of draws in which the mean over chance is better: knowledge alone.
    pub better_knowledge: (f64, Interval),
    /// Share of single runs that are better: both uncertainties.
    pub better_both: (f64, Interval),
}

/// What choosing a format costs in hindsight, in the indicator's unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Regret {
    /// Mean over draws, with its interval.
    pub expected: (f64, Interval),
    /// The largest over draws, with its bootstrap interval. No sample holds more than the largest that was drawn, so
    /// that the interval ends there: a larger one may exist.
    pub largest: (f64, Interval),
    /// In which share of bootstrap samples it is the minimax choice.
    pub chosen: f64,
}

/// What the runs of each format say; `lower` says which way is better.
pub fn decide(formats: &[Crossed], lower: bool, seed: u64) -> Decision {
    let shared = |runs: &Crossed| {
        let (share, interval) = runs.share(seed);
        Shared { parts: runs.parts(), share, interval }
    };
    let complete: Vec<usize> = match formats.first() {
        None => Vec::new(),
        Some(first) => {
            let all = |p: &usize| formats.iter().all(|runs| runs.complete_at(*p));
            first.complete().into_iter().filter(all).collect()
        }
    };
    let against =
        formats.iter().skip(1).map(|runs| one_against(&formats[0], runs, &complete, lower, &shared));
    let regrets = regrets(formats, &complete, lower);
    let largest = |rows: &[usize]| -> Vec<f64> {
        regrets.iter().map(|of| rows.iter().map(|row| of[*row]).fold(0.0, f64::max)).collect()
    };
    let all: Vec<usize> = (0..complete.len()).collect();
    let chosen_of = |rows: &[usize]| smallest(&largest(rows));
    let regret = regrets.iter().enumerate().map(|(format, of)| {
        let mean = |rows: &[usize]| rows.iter().map(|row| of[*row]).sum::<f64>() / rows.len() as f64;
        Regret {
            expected: (mean(&all), interval(all.len(), seed, mean)),
            largest: (largest(&all)[format], interval(all.len(), seed, |rows| largest(rows)[format])),
            chosen: super::bootstrap::frequency(all.len(), seed, |rows| chosen_of(rows) == Some(format)),
        }
    });
    Decision {
        levels: formats.iter().map(shared).collect(),
        against: against.collect(),
        regret: regret.collect(),
        minimax: chosen_of(&all).filter(|_| !all.is_empty()),
        points: complete.len(),
    }
}

/// The place of the smallest value, the first of equals.
fn smallest(values: &[f64]) -> Option<usize> {
    (0..values.len()).min_by(|a, b| values[*a].total_cmp(&values[*b]))
}

/// `regrets[format][row]`: how much worse its mean is than the best at that point.
fn regrets(formats: &[Crossed], points: &[usize], lower: bool) -> Vec<Vec<f64>> {
    let sign = if lower { 1.0 } else { -1.0 };
    let means: Vec<Vec<f64>> = formats.iter().map(Crossed::means).collect();
    let best = |point: usize| means.iter().map(|of| sign * of[point]).fold(f64::INFINITY, f64::min);
    means.iter().map(|of| points.iter().map(|point| sign * of[*point] - best(*point)).collect()).collect()
}

fn one_against(
    reference: &Crossed,
    format: &Crossed,
    points: &[usize],
    lower: bool,
    shared: &impl Fn(&Crossed) -> Shared,
) -> Against {
    let difference = format.minus(reference);
    let score = |value: f64| match if lower { -value } else { value } {
        better if better > 0.0 => 1.0,
        0.0 => 0.5,
        _ => 0.0,
    };
    let means = difference.means();
    let wins: f64 = points.iter().map(|point| score(means[*point])).sum();
    let of_point = |point: usize| {
        let runs = difference.runs(point);
        runs.iter().map(|value| score(*value)).sum::<f64>() / runs.len() as f64
    };
    let shares: Vec<f64> = points.iter().map(|point| of_point(*point)).collect();
    let both: f64 = shares.iter().sum();
    Against {
        difference: shared(&difference),
        better_knowledge: (wins / points.len() as f64, share_interval(wins, points.len())),
        // the runs of a draw are alike, so that a draw counts as one trial: too wide rather than too narrow
        better_both: (both / points.len() as f64, share_interval(both, points.len())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One run a point and replication, from a function of both.
    fn runs(value: impl Fn(u32, u32) -> f64) -> Crossed {
        let mut crossed = Crossed::new(10, 2);
        for point in 0..10 {
            for replication in 0..2 {
                crossed.set(point, replication, value(point, replication));
            }
        }
        crossed
    }

    #[test]
    fn regret_and_its_minimax_choice_are_those_of_a_hand_count() {
        // higher is better: a is best at points 0 to 6 by 1, b is best at the others by 5, c is always 2 behind
        let best = |p: u32| if p < 7 { 1.0 } else { 5.0 };
        let a = runs(|p, _| if p < 7 { 10.0 } else { 5.0 });
        let b = runs(|p, _| if p < 7 { 9.0 } else { 10.0 });
        let c = runs(|p, _| 8.0 + 0.0 * best(p));
        let found = decide(&[a, b, c], false, 1);
        let expected: Vec<(f64, f64)> = found.regret.iter().map(|r| (r.expected.0, r.largest.0)).collect();
        assert_eq!(expected, [(1.5, 5.0), (0.7, 1.0), (2.0, 2.0)]);
        assert_eq!((found.minimax, found.points), (Some(1), 10));
        assert_eq!(found.against[0].better_knowledge.0, 0.3);
        assert!(found.regret[1].chosen > 0.9);
        assert!(
            found.regret.iter().all(|r| r.largest.1.low <= r.largest.0 && r.largest.1.high <= r.largest.0)
        );
    }

    #[test]
    fn chance_and_knowledge_are_told_apart() {
        // b is better on average at every point, and worse in every second run
        let a = runs(|p, _| f64::from(p));
        let b = runs(|p, r| f64::from(p) + if r == 0 { 3.0 } else { -1.0 });
        let against = decide(&[a, b], false, 1).against[0];
        assert_eq!((against.better_knowledge.0, against.better_both.0), (1.0, 0.5));
        assert!(against.difference.share < 1e-12, "the parameters move no difference");
    }
}
