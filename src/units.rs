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
        let cents = nearest(euros * 100.0);
        Money(if is_exact(cents) { number(cents) } else { beyond(euros) })
    }

    /// The amounts nearest to several numbers of euros, as [`Money::euros`] gives them one by one, side by side.
    #[inline(always)]
    pub fn each<const N: usize>(euros: [f64; N]) -> [Money; N] {
        let cents = euros.map(|euros| nearest(euros * 100.0));
        if cents.iter().fold(true, |exact, &cents| exact & is_exact(cents)) {
            cents.map(|cents| Money(number(cents)))
        } else {
            euros.map(Money::euros)
        }
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

/// The whole number nearest to `x`, halves away from zero: `f64::round` without a call to the library of the system, where
/// the processor cuts off a fraction in one step.
#[inline(always)]
fn nearest(x: f64) -> f64 {
    // the double below a half: a half itself would carry its own neighbour over
    const BELOW_HALF: f64 = 0.5_f64.next_down();
    (x + BELOW_HALF.copysign(x)).trunc()
}

/// Below it a double holds all whole numbers, and halves between them.
const LIMIT: f64 = (1u64 << 51) as f64;

/// Whether a number of cents is so small that rounding and conversion are exact.
#[inline(always)]
fn is_exact(cents: f64) -> bool {
    cents.abs() < LIMIT
}

/// A whole number of which that is true, in a few steps of which several go side by side.
#[inline(always)]
fn number(whole: f64) -> i64 {
    /// Added to a smaller whole number, it leaves that in the lowest bits.
    const BITS: f64 = 3.0 * LIMIT;
    ((whole + BITS).to_bits() as i64).wrapping_sub(BITS.to_bits() as i64)
}

/// In cents, what lies beyond twenty thousand billion euros.
#[cold]
#[inline(never)]
fn beyond(euros: f64) -> i64 {
    assert!(euros.is_finite(), "an amount of money must be finite, got {euros}");
    (euros * 100.0).round() as i64
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
            2251799813685247.5,
            2251799813685246.5,
            4503599627370495.5,
            9007199254740993.0,
            1e18,
            1e19,
            1e300,
        ];
        let ordinary = (0..10_000).map(|k| f64::from(k) * 0.37 + 0.005);
        for x in tricky.into_iter().chain(ordinary).flat_map(|x| [x, -x]) {
            let (round, euros) = (x.round(), x / 100.0);
            assert!(nearest(x) == round || round.abs() >= LIMIT, "{x}");
            let cents = (euros * 100.0).round() as i64;
            assert_eq!(Money::euros(euros), Money(cents), "{euros}");
            assert_eq!(Money::each([1.0, euros]), [Money(100), Money(cents)], "{euros}");
        }
    }

    #[test]
    #[should_panic(expected = "must be finite")]
    fn an_amount_that_is_no_number_is_refused() {
        Money::euros(f64::NAN);
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
