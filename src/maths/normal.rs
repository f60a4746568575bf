//! The quantile of the standard normal law: looked up, and far out in the tails by a published algorithm.

use std::sync::LazyLock;

use super::ln;

/// How often the distance of a probability from the nearer end of (0, 1) is halved, and each half cut into equal parts.
const OCTAVES: usize = 16;
const PARTS_OF_OCTAVE: usize = 8;
/// The coefficients of a polynomial.
const TERMS: usize = 6;

/// How many bits of a double tell less than its octave, and less than its part.
const WITHIN_OCTAVE: u32 = f64::MANTISSA_DIGITS - 1;
const WITHIN_PART: u32 = WITHIN_OCTAVE - PARTS_OF_OCTAVE.ilog2();
/// The bits of the least distance that is looked up: a half, halved so often.
const BEGINNING: u64 = 0.5_f64.to_bits() - ((OCTAVES as u64) << WITHIN_OCTAVE);

/// By parts, from the tail to the middle: how far the quantile lies from nothing, in powers of the distance from the middle
/// of the part, in parts.
static TABLE: LazyLock<[[f64; TERMS]; OCTAVES * PARTS_OF_OCTAVE]> =
    LazyLock::new(|| std::array::from_fn(|part| through_nodes(part as u64)));

/// The quantile of the standard normal law, within 1e-9: a polynomial of the fifth degree for each eighth of an octave of
/// the distance from the nearer end, and closer to the ends than a 131,072th the quantile itself.
#[inline]
pub fn normal_quantile(p: f64) -> f64 {
    let tail = if p < 0.5 { p } else { 1.0 - p };
    let above = tail.to_bits().wrapping_sub(BEGINNING);
    let Some(c) = TABLE.get((above >> WITHIN_PART) as usize) else { return wichura(p) };
    // the bits that tell less than the part, as a number from one to two
    let within = (above << (WITHIN_OCTAVE - WITHIN_PART)) & ((1 << WITHIN_OCTAVE) - 1);
    let x = f64::from_bits(within | 1.0_f64.to_bits()) - 1.5;
    let square = x * x;
    // even and odd powers side by side: half as many steps that wait for each other
    let even = c[0] + square * (c[2] + square * c[4]);
    let odd = c[1] + square * (c[3] + square * c[5]);
    (even + x * odd).copysign(p - 0.5)
}

/// The polynomial through how far the quantile lies from nothing at the Chebyshev nodes of a part.
fn through_nodes(part: u64) -> [f64; TERMS] {
    /// Halves of the cosines of odd twelfths of a right angle times two.
    const NODES: [f64; TERMS] = [
        -0.482_962_913_144_534_16,
        -0.353_553_390_593_273_8,
        -0.129_409_522_551_260_37,
        0.129_409_522_551_260_37,
        0.353_553_390_593_273_8,
        0.482_962_913_144_534_16,
    ];
    let [from, to] = [part, part + 1].map(|part| f64::from_bits(BEGINNING + (part << WITHIN_PART)));
    let mut difference = NODES.map(|x| -wichura((from + to) / 2.0 + x * (to - from)));
    // divided differences, then Newton's form multiplied out from within
    for order in 1..TERMS {
        for k in (order..TERMS).rev() {
            difference[k] = (difference[k] - difference[k - 1]) / (NODES[k] - NODES[k - order]);
        }
    }
    let mut polynomial = [0.0; TERMS];
    for k in (0..TERMS).rev() {
        for power in (1..TERMS).rev() {
            polynomial[power] = polynomial[power - 1] - NODES[k] * polynomial[power];
        }
        polynomial[0] = difference[k] - NODES[k] * polynomial[0];
    }
    polynomial
}

/// The quantile of the standard normal law (Wichura 1988, algorithm AS 241, relative error about 1e-16).
fn wichura(p: f64) -> f64 {
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
    fn normal_quantiles_agree_with_published_values() {
        for (p, z) in [
            (0.5, 0.0),
            (0.975, 1.959_963_984_540_054),
            (0.01, -2.326_347_874_040_841),
            (1e-12, -7.034_483_825_301_131),
        ] {
            assert!((wichura(p) - z).abs() < 1e-12, "{p}: {} against {z}", wichura(p));
        }
    }

    #[test]
    fn what_is_looked_up_is_the_quantile() {
        let n = 1_000_003;
        let mut worst = 0.0_f64;
        let mut before = f64::NEG_INFINITY;
        for p in (1..n).map(|k| f64::from(k) / f64::from(n)) {
            let found = normal_quantile(p);
            worst = worst.max((found - wichura(p)).abs());
            assert!(found > before, "it does not grow at {p}");
            before = found;
        }
        // the same in the tails, and beyond what is looked up
        for p in (0..4_000).map(|k| 0.05 * crate::maths::exp(-f64::from(k) / 200.0)) {
            worst = [p, 1.0 - p]
                .map(|p| (normal_quantile(p) - wichura(p)).abs())
                .into_iter()
                .fold(worst, f64::max);
        }
        // and on both sides of where one part gives way to the next, or to the published algorithm
        for part in 0..=(OCTAVES * PARTS_OF_OCTAVE) as u64 {
            let p = f64::from_bits(BEGINNING + (part << WITHIN_PART));
            let [below, at] = [p.next_down(), p].map(normal_quantile);
            assert!(below <= at + 1e-9, "{below} then {at} at {p}");
            worst = worst.max((below - wichura(p)).abs()).max((at - wichura(p)).abs());
        }
        assert!(worst < 1e-9, "{worst}");
        for (p, z) in [(0.5, 0.0), (1e-15, wichura(1e-15)), (1.0 - 1e-12, wichura(1.0 - 1e-12))] {
            assert!((normal_quantile(p) - z).abs() < 1e-9);
        }
    }
}
