//! In which months of a window luck is low: one bit for each.

use super::decision::Decision;

/// The months of a window in which somebody's luck in a decision is low.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ahead(pub(super) u64);

impl Ahead {
    /// So many months are drawn at once: a window, the first of which begins with month 0.
    pub const MONTHS: u32 = u64::BITS;

    /// The months in which luck is low in one of the two only.
    pub const fn unlike(self, other: Ahead) -> Ahead {
        Ahead(self.0 ^ other.0)
    }

    /// The months for which that is so.
    pub fn in_months(low: impl Fn(u32) -> bool) -> Ahead {
        Ahead((0..Ahead::MONTHS).fold(0, |months, month| months | u64::from(low(month)) << month))
    }

    /// A bit for each month, the first the lowest.
    pub const fn bits(self) -> u64 {
        self.0
    }

    /// Whether luck is low in that month of the window.
    #[inline(always)]
    pub const fn low(self, month: u32) -> bool {
        self.0 >> (month % Ahead::MONTHS) & 1 == 1
    }
}

/// What is known ahead of somebody's luck in a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// It is not low.
    Ordinary,
    /// It is low, and not lowest.
    Low,
    /// It is lowest.
    Lowest,
}

impl Level {
    /// That of luck of which it is known whether it is low and whether it is lowest.
    #[inline(always)]
    pub fn of(low: bool, lowest: bool) -> Level {
        match (low, lowest) {
            (_, true) => Level::Lowest,
            (true, false) => Level::Low,
            (false, false) => Level::Ordinary,
        }
    }

    /// Between which bounds luck lies at that level.
    #[inline(always)]
    pub(super) fn bounds(self, decision: Decision) -> (f64, f64) {
        match self {
            Level::Ordinary => (decision.low(), 1.0),
            Level::Low => (decision.lowest(), decision.low()),
            Level::Lowest => (0.0, decision.lowest()),
        }
    }

    /// Luck at that level, from a number uniform on (0, 1).
    #[inline(always)]
    pub(super) fn luck(self, decision: Decision, uniform: f64) -> f64 {
        let (from, to) = self.bounds(decision);
        from + (to - from) * uniform
    }
}
