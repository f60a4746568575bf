//! How much of the variance of an outcome is due to each parameter, alone and with others? The indices of Sobol' by
//! the estimators of Saltelli et al. (2010) and Jansen (1999).

use super::bootstrap::interval;
use crate::comparison::statistics::Interval;
use crate::sweep::sobol::coordinate;

/// A plan of pairs of points, A and B, and of A with each coordinate taken from B.
#[derive(Clone, Debug, PartialEq)]
pub struct Saltelli {
    /// How many parameters.
    pub axes: usize,
    /// How many pairs; a power of two keeps the balance of the sequence.
    pub pairs: u32,
    /// Whether B with each coordinate taken from A is there too, for indices of the second order.
    pub second: bool,
    /// The seed of the points.
    pub seed: u64,
}

/// A share of the variance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Index {
    /// The share; may leave [0, 1] a little by the error of its estimate.
    pub share: f64,
    /// Its 95 % bootstrap interval over pairs.
    pub interval: Interval,
    /// How many pairs it rests on; the others were lost to failed points.
    pub used: usize,
}

/// The indices of an outcome.
#[derive(Clone, Debug, PartialEq)]
pub struct Indices {
    /// Of each parameter alone.
    pub first: Vec<Index>,
    /// Of each parameter with all its interactions.
    pub total: Vec<Index>,
    /// Of each pair of parameters beyond both alone, when asked for: `(i, j, index)`.
    pub second: Vec<(usize, usize, Index)>,
    /// The variance that is shared out.
    pub variance: f64,
    /// Points without a value.
    pub failed: usize,
}

impl Saltelli {
    /// Points in a block: A, A with each of B, B with each of A if asked for, B.
    fn length(&self) -> u32 {
        let mixed = if self.second { 2 * self.axes } else { self.axes };
        mixed as u32 + 2
    }

    /// How many points.
    pub fn points(&self) -> u32 {
        self.pairs * self.length()
    }

    /// The place of a point on each axis, from 0 to 1.
    pub fn place(&self, point: u32) -> Vec<f64> {
        let (pair, which) = (point / self.length(), (point % self.length()) as usize);
        let a = |axis: usize| coordinate(pair, axis, self.seed);
        let b = |axis: usize| coordinate(pair, self.axes + axis, self.seed);
        let last = self.length() as usize - 1;
        let from_b = |axis: usize| match which {
            0 => false,
            _ if which == last => true,
            _ if which <= self.axes => axis == which - 1,
            _ => axis != which - 1 - self.axes,
        };
        (0..self.axes).map(|axis| if from_b(axis) { b(axis) } else { a(axis) }).collect()
    }

    /// The indices of `y`, one value a point, NaN where the point failed. A pair counts for an index if all of its
    /// points that the index needs have a value.
    pub fn indices(&self, y: &[f64]) -> Indices {
        let rows = Rows::of(self, y);
        let known = |rows: &[usize]| rows.len();
        let index = |rows: Vec<usize>, figure: &dyn Fn(&[usize]) -> f64| Index {
            share: figure(&rows),
            interval: interval(rows.len(), self.seed, |sample| {
                figure(&sample.iter().map(|place| rows[*place]).collect::<Vec<_>>())
            }),
            used: known(&rows),
        };
        let one = |axis: usize| rows.with(&[&rows.ab[axis]]);
        let first = (0..self.axes).map(|axis| index(one(axis), &|sample| rows.first(axis, sample)));
        let total = (0..self.axes).map(|axis| index(one(axis), &|sample| rows.total(axis, sample)));
        let pairs = (0..self.axes).flat_map(|i| (i + 1..self.axes).map(move |j| (i, j)));
        let second = pairs.filter(|_| self.second).map(|(i, j)| {
            let needed = rows.with(&[&rows.ab[i], &rows.ab[j], &rows.ba[i]]);
            (i, j, index(needed, &|sample| rows.second(i, j, sample)))
        });
        Indices {
            first: first.collect(),
            total: total.collect(),
            second: second.collect(),
            variance: rows.variance(&rows.with(&[])),
            failed: y.iter().filter(|value| !value.is_finite()).count(),
        }
    }
}

/// The outcomes by block.
struct Rows {
    a: Vec<f64>,
    b: Vec<f64>,
    ab: Vec<Vec<f64>>,
    ba: Vec<Vec<f64>>,
}

impl Rows {
    /// The mean is taken off first: it cancels in the limit and is noise before.
    fn of(plan: &Saltelli, y: &[f64]) -> Rows {
        let known: Vec<f64> = y.iter().copied().filter(|value| value.is_finite()).collect();
        let centre = known.iter().sum::<f64>() / known.len() as f64;
        let length = plan.length() as usize;
        let column = |which: usize| -> Vec<f64> {
            (0..plan.pairs as usize).map(|pair| y[pair * length + which] - centre).collect()
        };
        Rows {
            a: column(0),
            b: column(length - 1),
            ab: (0..plan.axes).map(|axis| column(1 + axis)).collect(),
            ba: if plan.second {
                (0..plan.axes).map(|axis| column(1 + plan.axes + axis)).collect()
            } else {
                Vec::new()
            },
        }
    }

    /// The pairs of which A, B and these are known.
    fn with(&self, others: &[&Vec<f64>]) -> Vec<usize> {
        let known = |row: &usize| {
            self.a[*row].is_finite()
                && self.b[*row].is_finite()
                && others.iter().all(|column| column[*row].is_finite())
        };
        (0..self.a.len()).filter(known).collect()
    }

    /// The variance of the values at A and B together.
    fn variance(&self, rows: &[usize]) -> f64 {
        let count = 2.0 * rows.len() as f64;
        let mean = rows.iter().map(|r| self.a[*r] + self.b[*r]).sum::<f64>() / count;
        let square = |value: f64| (value - mean) * (value - mean);
        rows.iter().map(|r| square(self.a[*r]) + square(self.b[*r])).sum::<f64>() / count
    }

    fn mean(rows: &[usize], of: impl Fn(usize) -> f64) -> f64 {
        rows.iter().map(|row| of(*row)).sum::<f64>() / rows.len() as f64
    }

    fn first(&self, axis: usize, rows: &[usize]) -> f64 {
        let ab = &self.ab[axis];
        Rows::mean(rows, |r| self.b[r] * (ab[r] - self.a[r])) / self.variance(rows)
    }

    fn total(&self, axis: usize, rows: &[usize]) -> f64 {
        let gap = |r: usize| self.a[r] - self.ab[axis][r];
        0.5 * Rows::mean(rows, |r| gap(r) * gap(r)) / self.variance(rows)
    }

    fn second(&self, i: usize, j: usize, rows: &[usize]) -> f64 {
        let joint = Rows::mean(rows, |r| self.ba[i][r] * self.ab[j][r] - self.a[r] * self.b[r]);
        joint / self.variance(rows) - self.first(i, rows) - self.first(j, rows)
    }
}
