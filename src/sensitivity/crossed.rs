//! How much of what varies is due to the parameters, and how much to chance? A two-way analysis of variance of points
//! × replications, unbiased for finite numbers of both.
//!
//! Every point meets the same replications, and so the same luck. A run is y = mean + point + luck + both: the luck
//! common to all points cancels between points, the rest of it does not, and is what blurs an index of sensitivity.

use super::bootstrap::interval;
use crate::comparison::statistics::Interval;

/// The runs of points × replications, kept as sums.
#[derive(Clone, Debug)]
pub struct Crossed {
    replications: usize,
    values: Vec<f64>,
}

/// Where the variance of one run comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parts {
    /// The variance between points: the parameters.
    pub knowledge: f64,
    /// The variance of luck common to all points.
    pub common: f64,
    /// The variance of luck that plays out differently at each point.
    pub specific: f64,
    /// Replications of each point.
    pub replications: usize,
    /// The points all of whose replications have a value; the others are left out.
    pub points: usize,
}

impl Crossed {
    /// So many points, each replicated so many times; nothing is known yet.
    pub fn new(points: u32, replications: u32) -> Crossed {
        let replications = replications as usize;
        Crossed { replications, values: vec![f64::NAN; points as usize * replications] }
    }

    /// Takes a run.
    pub fn set(&mut self, point: u32, replication: u32, value: f64) {
        self.values[point as usize * self.replications + replication as usize] = value;
    }

    fn row(&self, point: usize) -> &[f64] {
        &self.values[point * self.replications..(point + 1) * self.replications]
    }

    /// The mean of each point over the replications that have a value; NaN where none has.
    pub fn means(&self) -> Vec<f64> {
        let mean = |row: &[f64]| {
            let known: Vec<f64> = row.iter().copied().filter(|value| value.is_finite()).collect();
            known.iter().sum::<f64>() / known.len() as f64
        };
        self.values.chunks(self.replications).map(mean).collect()
    }

    /// The runs of a point.
    pub fn runs(&self, point: usize) -> &[f64] {
        self.row(point)
    }

    /// Whether every run of a point has a value.
    pub fn complete_at(&self, point: usize) -> bool {
        self.row(point).iter().all(|value| value.is_finite())
    }

    /// The points some of whose replications have a value, and some not.
    pub fn partial(&self) -> usize {
        let known = |row: &&[f64]| {
            let known = row.iter().filter(|value| value.is_finite()).count();
            known > 0 && known < row.len()
        };
        self.values.chunks(self.replications.max(1)).filter(known).count()
    }

    /// The paired differences from other runs.
    pub fn minus(&self, other: &Crossed) -> Crossed {
        let values = self.values.iter().zip(&other.values).map(|(a, b)| a - b).collect();
        Crossed { replications: self.replications, values }
    }

    /// The points all of whose replications have a value.
    pub fn complete(&self) -> Vec<usize> {
        let points = self.values.len() / self.replications.max(1);
        (0..points).filter(|point| self.complete_at(*point)).collect()
    }

    /// The parts of the variance over all complete points.
    pub fn parts(&self) -> Parts {
        self.parts_of(&self.complete())
    }

    /// The share of the variance of one run due to the parameters, with its 95 % bootstrap interval over points.
    pub fn share(&self, seed: u64) -> (f64, Interval) {
        let complete = self.complete();
        let found = interval(complete.len(), seed, |rows| {
            let drawn: Vec<usize> = rows.iter().map(|row| complete[*row]).collect();
            self.parts_of(&drawn).share()
        });
        (self.parts_of(&complete).share(), found)
    }

    fn parts_of(&self, points: &[usize]) -> Parts {
        let (p, r) = (points.len() as f64, self.replications as f64);
        let nothing = Parts {
            knowledge: f64::NAN,
            common: f64::NAN,
            specific: f64::NAN,
            replications: self.replications,
            points: points.len(),
        };
        if points.len() < 2 || self.replications < 2 {
            return nothing;
        }
        let mean_of = |point: &usize| self.row(*point).iter().sum::<f64>() / r;
        let means: Vec<f64> = points.iter().map(mean_of).collect();
        let grand = means.iter().sum::<f64>() / p;
        let lucks: Vec<f64> =
            (0..self.replications).map(|k| points.iter().map(|q| self.row(*q)[k]).sum::<f64>() / p).collect();
        let square = |x: f64| x * x;
        let of_points = r * means.iter().map(|mean| square(mean - grand)).sum::<f64>() / (p - 1.0);
        let of_luck = p * lucks.iter().map(|luck| square(luck - grand)).sum::<f64>() / (r - 1.0);
        let left = |(point, mean): (&usize, &f64)| -> f64 {
            let rest = |k: usize| self.row(*point)[k] - mean - lucks[k] + grand;
            (0..self.replications).map(|k| square(rest(k))).sum()
        };
        let rest = points.iter().zip(&means).map(left).sum::<f64>() / ((p - 1.0) * (r - 1.0));
        Parts { knowledge: (of_points - rest) / r, common: (of_luck - rest) / p, specific: rest, ..nothing }
    }
}

impl Parts {
    /// The variance of one run.
    pub fn whole(self) -> f64 {
        self.knowledge + self.common + self.specific
    }

    /// The share due to the parameters, within [0, 1].
    pub fn share(self) -> f64 {
        (self.knowledge / self.whole()).clamp(0.0, 1.0)
    }

    /// The share of chance that is left in the means of points, within [0, 1]: what a sensitivity index cannot
    /// explain.
    pub fn blur(self) -> f64 {
        let left = self.specific / self.replications as f64;
        (left / (self.knowledge.max(0.0) + left)).clamp(0.0, 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dice::{self, Draw};
    use crate::maths::normal_quantile;

    fn normal(of: u64, nth: u64) -> f64 {
        normal_quantile(dice::share(4, Draw::MadeUp, of, nth))
    }

    /// Points of variance 4, common luck of variance 1, specific luck of variance 9.
    fn made_up(trial: u64, points: u32, replications: u32) -> Crossed {
        let mut crossed = Crossed::new(points, replications);
        for point in 0..points {
            for replication in 0..replications {
                let of = trial << 32;
                let value = 2.0 * normal(of, u64::from(point))
                    + normal(of + 1, u64::from(replication))
                    + 3.0 * normal(of + 2, u64::from(point) << 20 | u64::from(replication));
                crossed.set(point, replication, value);
            }
        }
        crossed
    }

    #[test]
    fn the_parts_are_unbiased_with_two_replications_only() {
        let trials = 400;
        let parts: Vec<Parts> = (0..trials).map(|trial| made_up(trial, 20, 2).parts()).collect();
        let mean = |of: fn(&Parts) -> f64| parts.iter().map(of).sum::<f64>() / trials as f64;
        let [knowledge, common, specific] = [mean(|p| p.knowledge), mean(|p| p.common), mean(|p| p.specific)];
        println!("variance parts: {knowledge:.3}, {common:.3}, {specific:.3} against 4, 1, 9");
        assert!((mean(|p| p.knowledge) - 4.0).abs() < 0.35, "{}", mean(|p| p.knowledge));
        assert!((mean(|p| p.common) - 1.0).abs() < 0.35, "{}", mean(|p| p.common));
        assert!((mean(|p| p.specific) - 9.0).abs() < 0.5, "{}", mean(|p| p.specific));
        // the variance of the means alone would take luck for knowledge: 4 + 9 / 2
        let naive: Vec<f64> = (0..trials)
            .map(|trial| crate::comparison::statistics::variance(&made_up(trial, 20, 2).means()))
            .collect();
        assert!(naive.iter().sum::<f64>() / trials as f64 > 7.5);
    }

    #[test]
    fn a_point_with_a_failed_run_is_left_out_and_counted() {
        let mut crossed = made_up(1, 30, 3);
        crossed.set(7, 1, f64::NAN);
        let parts = crossed.parts();
        assert_eq!((parts.points, crossed.partial()), (29, 1));
        // of a point of which nothing is known there is no part either
        (0..3).for_each(|replication| crossed.set(8, replication, f64::NAN));
        assert_eq!((crossed.parts().points, crossed.partial()), (28, 1));
        assert!(parts.knowledge.is_finite() && crossed.means()[7].is_finite());
    }
}
