//! Which quantities carry their unit: money in whole cents, time in months, work in full-time equivalents.

use std::iter::Sum;
use std::ops::{Add, AddAssign, Mul, Neg, Sub, SubAssign};

/// Months in a year.
pub const MONTHS_PER_YEAR: f64 = 12.0;
/// Days in a mean month.
pub const DAYS_PER_MONTH: f64 = 365.25 / MONTHS_PER_YEAR;
/// The legal full-time week, in hours (Code du travail, L3121-27).
pub const FULL_TIME_WEEK: f64 = 35.0;
/// The grain of shared work: half a day a week, in full-time equivalents.
pub const HALF_DAY: f64 = 0.1;

/// An amount of money in whole cents of a euro, so that sums are exact and independent of their order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Money(i64);

impl Money {
    /// Nothing.
    pub const ZERO: Money = Money(0);

    /// The amount nearest to `euros`; panics if it is not a finite number, which is a bug of the model.
    #[inline]
    pub fn euros(euros: f64) -> Money {
        assert!(euros.is_finite(), "an amount of money must be finite, got {euros}");
        Money(nearest(euros * 100.0))
    }

    /// The amount in euros.
    pub fn as_euros(self) -> f64 {
        self.0 as f64 / 100.0
    }

    /// The larger of the amount and nothing.
    pub fn or_zero(self) -> Money {
        Money(self.0.max(0))
    }
}

/// The whole number nearest to `x`, halves away from zero: `f64::round` without a call to the library of the system.
#[inline(always)]
fn nearest(x: f64) -> i64 {
    // the double below a half: a half itself would carry its own neighbour over
    const BELOW_HALF: f64 = 0.5_f64.next_down();
    (x + BELOW_HALF.copysign(x)) as i64
}

impl Add for Money {
    type Output = Money;
    fn add(self, other: Money) -> Money {
        Money(self.0 + other.0)
    }
}

impl Sub for Money {
    type Output = Money;
    fn sub(self, other: Money) -> Money {
        Money(self.0 - other.0)
    }
}

impl Neg for Money {
    type Output = Money;
    fn neg(self) -> Money {
        Money(-self.0)
    }
}

/// A share of an amount, rounded to the cent.
impl Mul<f64> for Money {
    type Output = Money;
    fn mul(self, share: f64) -> Money {
        Money::euros(self.as_euros() * share)
    }
}

impl AddAssign for Money {
    fn add_assign(&mut self, other: Money) {
        self.0 += other.0;
    }
}

impl SubAssign for Money {
    fn sub_assign(&mut self, other: Money) {
        self.0 -= other.0;
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Money>>(amounts: I) -> Money {
        amounts.fold(Money::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_whole_number_is_that_of_the_standard_library() {
        let tricky = [
            0.0,
            0.49999999999999994,
            0.5,
            1.5,
            2.5,
            4503599627370495.5,
            9007199254740993.0,
            1e18,
            1e19,
            1e300,
        ];
        let ordinary = (0..10_000).map(|k| f64::from(k) * 0.37 + 0.005);
        for x in tricky.into_iter().chain(ordinary).flat_map(|x| [x, -x]) {
            assert_eq!(nearest(x), x.round() as i64, "{x}");
        }
    }

    #[test]
    fn a_sum_of_amounts_is_exact_whatever_its_order() {
        let amounts = [0.1, 0.2, 1e9, -1e9, 0.3].map(Money::euros);
        let forwards: Money = amounts.iter().copied().sum();
        let backwards: Money = amounts.iter().rev().copied().sum();
        assert_eq!(forwards, backwards);
        assert_eq!(forwards, Money::euros(0.6));
    }
}
