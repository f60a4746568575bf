//! How two formats differ over the replications they share: paired statistics, pure functions over results.
//!
//! Formats branch from one past and meet the same chance, so the difference within a replication is what is
//! measured; the difference of two independent means would throw that away.

mod contrast;
mod csv;
pub mod precision;
pub mod statistics;
pub mod targets;

pub use contrast::{Contrast, Verdict};
pub use statistics::{Interval, Summary, quantile};

use crate::experiment::results::{FormatName, Results};
use crate::indicators::Better;
use crate::indicators::registry::{self, Indicator};

/// The indicators a board asks about first.
pub const BOARD: [&str; 3] = ["retention-24", "cost-per-fte", "involuntary-loss-12"];

/// Every format compared with every other, on every column.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// The compared formats; the first is the reference.
    pub formats: Vec<FormatName>,
    /// One row per column and pair of formats, in the order of the columns, then of the pairs.
    pub rows: Vec<PairRow>,
    /// How many replications were completed.
    pub replications: usize,
}

/// One column, format `b` compared with format `a`; NaN where the sample bears no answer.
#[derive(Clone, Debug, PartialEq)]
pub struct PairRow {
    /// The column's name.
    pub column: String,
    /// The place of the first format.
    pub a: usize,
    /// The place of the second format, after the first.
    pub b: usize,
    /// Median under `a`.
    pub median_a: f64,
    /// 5 % quantile under `a`.
    pub p05_a: f64,
    /// 95 % quantile under `a`.
    pub p95_a: f64,
    /// Median under `b`.
    pub median_b: f64,
    /// 5 % quantile under `b`.
    pub p05_b: f64,
    /// 95 % quantile under `b`.
    pub p95_b: f64,
    /// Mean of `b` − `a` over the replications in which both are defined.
    pub difference: f64,
    /// Lower end of the 95 % Student interval of that mean.
    pub low: f64,
    /// Upper end of the 95 % Student interval of that mean.
    pub high: f64,
    /// Standard deviation under `a`.
    pub spread_a: f64,
    /// Share of replications in which `b` is better than `a`, ties counting half; NaN without a direction.
    pub p_better: f64,
    /// Lower end of the 95 % Wilson interval of that share.
    pub p_better_low: f64,
    /// Upper end of the 95 % Wilson interval of that share.
    pub p_better_high: f64,
    /// How many unpaired replications one pair is worth: (var a + var b) / var(b − a). NaN where nothing
    /// varies, or where the difference does not, since no finite number of replications would then do as well.
    pub pairing_worth: f64,
    /// The replications in which both are defined.
    pub pairs: usize,
}

/// The indicator a column belongs to: `turnover.vat-liable` to `turnover`.
pub fn indicator_of(column: &str) -> Option<&'static Indicator> {
    registry::find(column.split('.').next().unwrap_or(column))
}

/// Whether a column is computed for everybody, not for one group.
pub fn is_whole(column: &str) -> bool {
    !column.contains('.')
}

/// Compares all pairs of formats on all columns.
pub fn compare(results: &Results) -> Comparison {
    let mut rows = Vec::new();
    for (c, column) in results.columns.iter().enumerate() {
        let summaries: Vec<Summary> = results.values.iter().map(|format| Summary::of(&format[c])).collect();
        for a in 0..results.formats.len() {
            for b in a + 1..results.formats.len() {
                let pairs = defined_pairs(&results.values[a][c], &results.values[b][c]);
                rows.push(pair_row(column, (a, &summaries[a]), (b, &summaries[b]), &pairs));
            }
        }
    }
    Comparison { formats: results.formats.clone(), rows, replications: results.replications.len() }
}

/// The values of both formats in the replications in which both are defined.
fn defined_pairs(a: &[f64], b: &[f64]) -> Vec<(f64, f64)> {
    a.iter().copied().zip(b.iter().copied()).filter(|(a, b)| a.is_finite() && b.is_finite()).collect()
}

fn pair_row(column: &str, a: (usize, &Summary), b: (usize, &Summary), pairs: &[(f64, f64)]) -> PairRow {
    let differences: Vec<f64> = pairs.iter().map(|(a, b)| b - a).collect();
    let interval = statistics::mean_interval(&differences);
    let better = indicator_of(column).map_or(Better::Neither, |indicator| indicator.better);
    let (p_better, p_interval) = share_better(&differences, better);
    let ((a, of_a), (b, of_b)) = (a, b);
    PairRow {
        column: column.to_owned(),
        a,
        b,
        median_a: of_a.median,
        p05_a: of_a.p05,
        p95_a: of_a.p95,
        median_b: of_b.median,
        p05_b: of_b.p05,
        p95_b: of_b.p95,
        difference: statistics::mean(&differences),
        low: interval.low,
        high: interval.high,
        spread_a: of_a.sd,
        p_better,
        p_better_low: p_interval.low,
        p_better_high: p_interval.high,
        pairing_worth: pairing_worth(pairs, &differences),
        pairs: pairs.len(),
    }
}

/// The share of differences in the better direction, ties counting half, and its interval.
fn share_better(differences: &[f64], better: Better) -> (f64, Interval) {
    let sign = match better {
        Better::Higher => 1.0,
        Better::Lower => -1.0,
        Better::Neither => return (f64::NAN, Interval::NONE),
    };
    let score = |difference: &f64| match sign * difference {
        gain if gain > 0.0 => 1.0,
        gain if gain < 0.0 => 0.0,
        _ => 0.5,
    };
    let wins: f64 = differences.iter().map(score).sum();
    (wins / differences.len() as f64, statistics::share_interval(wins, differences.len()))
}

/// Below this share of the unpaired variance, what is left of the difference's variance is rounding.
const ROUNDING: f64 = 1e-12;

fn pairing_worth(pairs: &[(f64, f64)], differences: &[f64]) -> f64 {
    let of = |side: fn(&(f64, f64)) -> f64| statistics::variance(&pairs.iter().map(side).collect::<Vec<_>>());
    let unpaired = of(|pair| pair.0) + of(|pair| pair.1);
    let paired = statistics::variance(differences);
    if paired > ROUNDING * unpaired { unpaired / paired } else { f64::NAN }
}
