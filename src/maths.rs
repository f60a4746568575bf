//! The only home of transcendental functions: pure Rust, so that results are the same bytes on every platform.

mod logarithms;
mod normal;
mod octave;

use logarithms::{BEGINNING, LOGARITHM, middle};
pub use normal::normal_quantile;
use octave::OCTAVE;

/// e to the power `x`, within one unit of the last place: a power of two by steps of a hundred-and-twenty-eighth of an
/// octave, looked up, and five terms of the series for what is left.
#[inline]
pub fn exp(x: f64) -> f64 {
    /// Beyond it the result may leave the range of ordinary doubles.
    const ORDINARY: f64 = 700.0;
    /// Steps in a unit, and one step in two parts, the first short enough for its multiples to be exact.
    const STEPS: f64 = 184.664_965_233_787_3;
    const STEP: (f64, f64) = (0.005_415_212_346_633_78, 1.490_792_913_492_646_6e-12);
    /// Adding it leaves no place for a fraction.
    const NO_FRACTION: f64 = 6_755_399_441_055_744.0;
    if !(-ORDINARY..=ORDINARY).contains(&x) {
        return libm::exp(x);
    }
    let shifted = x * STEPS + NO_FRACTION;
    let steps = shifted - NO_FRACTION;
    let rest = (x - steps * STEP.0) - steps * STEP.1;
    let square = rest * rest;
    let beyond_one =
        rest + square * (0.5 + rest * (1.0 / 6.0) + square * (1.0 / 24.0 + rest * (1.0 / 120.0)));
    let number = shifted.to_bits();
    let part = OCTAVE[(number & 127) as usize];
    let scale = f64::from_bits(part.to_bits().wrapping_add((number >> 7) << 52));
    scale + scale * beyond_one
}

/// The natural logarithm, within two units of the last place: that of the middle of a step of a hundred-and-twenty-eighth
/// of an octave, looked up, and seven terms of the series for what is left. Close to one, where it nearly vanishes, and
/// beyond ordinary numbers another way is taken.
#[inline]
pub fn ln(x: f64) -> f64 {
    /// Nearer to one than this, sums would lose digits.
    const NEAR: f64 = 1.0 / 64.0;
    /// The logarithm of two in two parts, the first short enough for its multiples to be exact.
    const TWO: (f64, f64) = (0.693_147_180_369_123_8, 1.908_214_929_270_587_7e-10);
    if !(f64::MIN_POSITIVE..=f64::MAX).contains(&x) || (x - 1.0).abs() < NEAR {
        return libm::log(x);
    }
    let above = x.to_bits().wrapping_sub(BEGINNING);
    let octaves = (above as i64 >> 52) as f64;
    let part = f64::from_bits((above & ((1 << 52) - 1)) + BEGINNING);
    let place = above >> 45 & 127;
    let rest = (part - middle(place)) / middle(place);
    let square = rest * rest;
    let odd = 1.0 / 3.0 + square * (1.0 / 5.0 + square * (1.0 / 7.0));
    let even = 0.5 + square * (1.0 / 4.0 + square * (1.0 / 6.0));
    let beyond = square * (rest * odd - even) + octaves * TWO.1;
    (octaves * TWO.0 + LOGARITHM[place as usize]) + (rest + beyond)
}

/// `base` to the power `exponent`.
pub fn pow(base: f64, exponent: f64) -> f64 {
    libm::pow(base, exponent)
}

/// The logistic function, 1 / (1 + e⁻ˣ).
#[inline]
pub fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + exp(-x))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponentials_are_within_a_unit_of_the_last_place() {
        let steps = (-4_000_000..4_000_000).step_by(7).map(|k| f64::from(k) * 1.7e-4);
        let ends = [0.0, -0.0, 700.0, -700.0, 700.1, -745.0, 710.0, f64::INFINITY, f64::NEG_INFINITY, 1e-300];
        let mut worst = 0.0_f64;
        for x in steps.chain(ends) {
            let (found, exact) = (exp(x), libm::exp(x));
            if found.to_bits() != exact.to_bits() {
                worst = worst.max((found - exact).abs() / (exact.next_up() - exact));
            }
        }
        // the other is itself within one unit
        assert!(worst <= 1.0, "{worst} units of the last place");
        assert!(exp(f64::NAN).is_nan());
    }

    #[test]
    fn logarithms_are_within_two_units_of_the_last_place() {
        let steps = (1..4_000_000).step_by(7).map(|k| f64::from(k) * 1.7e-6);
        let far = (-300..=300).map(|k| libm::exp10(f64::from(k)) * 1.234_567);
        let ends = [1.0, 1.0 / 64.0, 65.0 / 64.0, 63.0 / 64.0, 1e-320, f64::MIN_POSITIVE, f64::MAX, 0.5, 2.0];
        let mut worst = 0.0_f64;
        for x in steps.chain(far).chain(ends) {
            let (found, exact) = (ln(x), libm::log(x));
            worst = worst.max((found - exact).abs() / (exact.abs().next_up() - exact.abs()));
        }
        assert!(worst <= 2.0, "{worst} units of the last place");
        assert!(ln(f64::NAN).is_nan() && ln(-1.0).is_nan());
        assert_eq!((ln(0.0), ln(f64::INFINITY)), (f64::NEG_INFINITY, f64::INFINITY));
    }
}
