//! What may be claimed of one format against another, in whichever order they are asked for.

use super::{Comparison, PairRow, indicator_of};
use crate::indicators::Better;

/// What the paired interval bears.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Clearly better.
    Better,
    /// Clearly worse.
    Worse,
    /// Clearly more, of something that is neither good nor bad.
    More,
    /// Clearly less, of something that is neither good nor bad.
    Less,
    /// Equal in every replication.
    Same,
    /// The interval excludes zero, and the difference is too small to matter.
    Slight,
    /// The interval includes zero.
    Unclear,
    /// There is no interval: fewer than two replications in which both are defined.
    Unknown,
}

impl Verdict {
    /// Whether the interval excludes zero.
    pub fn excludes_zero(self) -> bool {
        self.is_clear() || self == Verdict::Slight
    }

    /// Whether the interval excludes zero and the difference matters.
    pub fn is_clear(self) -> bool {
        matches!(self, Verdict::Better | Verdict::Worse | Verdict::More | Verdict::Less)
    }
}

/// One format against another on one column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Contrast {
    /// Mean paired difference.
    pub difference: f64,
    /// Lower end of its 95 % interval.
    pub low: f64,
    /// Upper end of its 95 % interval.
    pub high: f64,
    /// Share of replications in which the format is better.
    pub p_better: f64,
    /// Lower end of the share's 95 % interval.
    pub p_better_low: f64,
    /// Upper end of the share's 95 % interval.
    pub p_better_high: f64,
    /// The replications in which both are defined.
    pub pairs: usize,
    /// What may be claimed.
    pub verdict: Verdict,
}

impl PairRow {
    /// `b` against `a`.
    pub fn forwards(&self) -> Contrast {
        self.contrast(self.difference, self.low, self.high)
    }

    /// `a` against `b`.
    fn backwards(&self) -> Contrast {
        Contrast {
            p_better: 1.0 - self.p_better,
            p_better_low: 1.0 - self.p_better_high,
            p_better_high: 1.0 - self.p_better_low,
            ..self.contrast(-self.difference, -self.high, -self.low)
        }
    }

    fn contrast(&self, difference: f64, low: f64, high: f64) -> Contrast {
        let indicator = indicator_of(&self.column);
        let better = indicator.map_or(Better::Neither, |indicator| indicator.better);
        let matters = indicator.map_or(0.0, |indicator| indicator.unit.matters());
        Contrast {
            difference,
            low,
            high,
            p_better: self.p_better,
            p_better_low: self.p_better_low,
            p_better_high: self.p_better_high,
            pairs: self.pairs,
            verdict: match verdict(low, high, better) {
                clear if clear.is_clear() && difference.abs() < matters => Verdict::Slight,
                verdict => verdict,
            },
        }
    }
}

fn verdict(low: f64, high: f64, better: Better) -> Verdict {
    if low.is_nan() || high.is_nan() {
        Verdict::Unknown
    } else if low == 0.0 && high == 0.0 {
        Verdict::Same
    } else if low <= 0.0 && high >= 0.0 {
        Verdict::Unclear
    } else {
        match (better, low > 0.0) {
            (Better::Higher, true) | (Better::Lower, false) => Verdict::Better,
            (Better::Higher, false) | (Better::Lower, true) => Verdict::Worse,
            (Better::Neither, true) => Verdict::More,
            (Better::Neither, false) => Verdict::Less,
        }
    }
}

impl Comparison {
    /// Format `of` against format `against` on a column; nothing if the column or the pair is not there.
    pub fn contrast(&self, column: &str, of: usize, against: usize) -> Option<Contrast> {
        let (a, b) = (of.min(against), of.max(against));
        let row = self.rows.iter().find(|row| row.a == a && row.b == b && row.column == column)?;
        Some(if against == a { row.forwards() } else { row.backwards() })
    }
}
