//! The only home of transcendental functions: pure Rust, so that results are the same bytes on every platform.

mod logarithms;
mod octave;

use logarithms::{BEGINNING, LOGARITHM, middle};
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

/// The quantile of the standard normal law (Wichura 1988, algorithm AS 241, relative error about 1e-16).
#[inline]
pub fn normal_quantile(p: f64) -> f64 {
    #[inline(always)]
    fn ratio(numerator: &[f64; 8], denominator: &[f64; 8], x: f64) -> f64 {
        let square = x * x;
        // even and odd powers side by side: half as many steps that wait for each other
        let value = |c: &[f64; 8]| {
            let even = ((c[6] * square + c[4]) * square + c[2]) * square + c[0];
            let odd = ((c[7] * square + c[5]) * square + c[3]) * square + c[1];
            even + odd * x
        };
        value(numerator) / value(denominator)
    }
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        return q * ratio(&CENTRE.0, &CENTRE.1, 0.180625 - q * q);
    }
    let r = (-ln(if q < 0.0 { p } else { 1.0 - p })).sqrt();
    let tail = if r <= 5.0 { ratio(&MIDDLE.0, &MIDDLE.1, r - 1.6) } else { ratio(&TAIL.0, &TAIL.1, r - 5.0) };
    if q < 0.0 { -tail } else { tail }
}

const CENTRE: ([f64; 8], [f64; 8]) = (
    [
        3.387_132_872_796_366_5,
        133.141_667_891_784_38,
        1_971.590_950_306_551_3,
        13_731.693_765_509_46,
        45_921.953_931_549_87,
        67_265.770_927_008_7,
        33_430.575_583_588_13,
        2_509.080_928_730_122_7,
    ],
    [
        1.0,
        42.313_330_701_600_91,
        687.187_007_492_057_9,
        5_394.196_021_424_751,
        21_213.794_301_586_597,
        39_307.895_800_092_71,
        28_729.085_735_721_943,
        5_226.495_278_852_545,
    ],
);
const MIDDLE: ([f64; 8], [f64; 8]) = (
    [
        1.423_437_110_749_683_5,
        4.630_337_846_156_546,
        5.769_497_221_460_691,
        3.647_848_324_763_204_5,
        1.270_458_252_452_368_4,
        0.241_780_725_177_450_6,
        0.022_723_844_989_269_184,
        7.745_450_142_783_414e-4,
    ],
    [
        1.0,
        2.053_191_626_637_759,
        1.676_384_830_183_803_8,
        0.689_767_334_985_1,
        0.148_103_976_427_480_08,
        0.015_198_666_563_616_457,
        5.475_938_084_995_345e-4,
        1.050_750_071_644_416_9e-9,
    ],
);
const TAIL: ([f64; 8], [f64; 8]) = (
    [
        6.657_904_643_501_103,
        5.463_784_911_164_114,
        1.784_826_539_917_291_3,
        0.296_560_571_828_504_87,
        0.026_532_189_526_576_124,
        0.001_242_660_947_388_078_4,
        2.711_555_568_743_487_6e-5,
        2.010_334_399_292_288e-7,
    ],
    [
        1.0,
        0.599_832_206_555_888,
        0.136_929_880_922_735_8,
        0.014_875_361_290_850_615,
        7.868_691_311_456_133e-4,
        1.846_318_317_510_054_7e-5,
        1.421_511_758_316_446e-7,
        2.044_263_103_389_939_8e-15,
    ],
);

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

    #[test]
    fn normal_quantiles_agree_with_published_values() {
        for (p, z) in [
            (0.5, 0.0),
            (0.975, 1.959_963_984_540_054),
            (0.01, -2.326_347_874_040_841),
            (1e-12, -7.034_483_825_301_131),
        ] {
            assert!((normal_quantile(p) - z).abs() < 1e-12, "{p}: {} against {z}", normal_quantile(p));
        }
    }
}
