//! Which quantities carry their unit: money in whole cents, time in months, work in full-time equivalents.

use std::iter::Sum;
use std::ops::{Add, AddAssign, Mul, Neg, Sub, SubAssign};

/// Months in a year.
pub const MONTHS_PER_YEAR: f64 = 12.0;
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
    pub fn euros(euros: f64) -> Money {
        assert!(euros.is_finite(), "an amount of money must be finite, got {euros}");
        Money((euros * 100.0).round() as i64)
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
    fn a_sum_of_amounts_is_exact_whatever_its_order() {
        let amounts = [0.1, 0.2, 1e9, -1e9, 0.3].map(Money::euros);
        let forwards: Money = amounts.iter().copied().sum();
        let backwards: Money = amounts.iter().rev().copied().sum();
        assert_eq!(forwards, backwards);
        assert_eq!(forwards, Money::euros(0.6));
    }
}
