//! Which points fill a cube evenly? The Sobol' sequence with the direction numbers of Joe and Kuo (2008), scrambled as
//! Owen proposed (1995), so that its points are unbiased and their error can be estimated.

use std::sync::LazyLock;

use crate::dice::{self, Draw};

/// The bits of a coordinate; as many points are distinct.
const BITS: usize = 32;

/// How many dimensions the table has.
pub fn dimensions() -> usize {
    DIRECTIONS.len()
}

/// The direction numbers of each dimension, one for each bit of a point's number.
static DIRECTIONS: LazyLock<Vec<[u32; BITS]>> = LazyLock::new(|| {
    let first = std::array::from_fn(|bit| 1 << (BITS - 1 - bit));
    let lines = include_str!("joe-kuo.txt").lines().filter(|line| !line.starts_with('#'));
    std::iter::once(first).chain(lines.map(directions)).collect()
});

/// From a primitive polynomial and the first numbers to all of them, by the recurrence of Bratley and Fox (1988).
fn directions(line: &str) -> [u32; BITS] {
    let mut numbers = line.split(' ').map(|word| {
        word.parse::<u32>().unwrap_or_else(|wrong| panic!("the table of Joe and Kuo, `{line}`: {wrong}"))
    });
    let polynomial = numbers.next().unwrap_or_default();
    let degree = polynomial.ilog2() as usize;
    let mut v = [0; BITS];
    for (bit, m) in numbers.enumerate() {
        v[bit] = m << (BITS - 1 - bit);
    }
    for bit in degree..BITS {
        v[bit] = v[bit - degree] ^ (v[bit - degree] >> degree);
        for k in 1..degree {
            if polynomial >> (degree - k) & 1 == 1 {
                v[bit] ^= v[bit - k];
            }
        }
    }
    v
}

/// The coordinate of a point as 32 bits, unscrambled. Points are in the order of their Gray code, as usual.
fn plain(point: u32, dimension: usize) -> u32 {
    let mut gray = point ^ (point >> 1);
    let mut x = 0;
    while gray != 0 {
        x ^= DIRECTIONS[dimension][gray.trailing_zeros() as usize];
        gray &= gray - 1;
    }
    x
}

/// Flips each bit or not, by chance that depends on all bits before it: a nested uniform scrambling.
fn scrambled(x: u32, dimension: usize, seed: u64) -> u32 {
    let mut y = 0;
    for bit in 0..BITS {
        // a leading one marks how long the prefix is
        let prefix = (1_u64 << bit) | (u64::from(x) >> (BITS - bit));
        let flip = dice::word(seed, Draw::Scramble, dimension as u64, prefix) as u32 >> 31;
        y |= ((x >> (BITS - 1 - bit) & 1) ^ flip) << (BITS - 1 - bit);
    }
    y
}

/// A coordinate of a scrambled point, inside (0, 1).
pub fn coordinate(point: u32, dimension: usize, seed: u64) -> f64 {
    (f64::from(scrambled(plain(point, dimension), dimension, seed)) + 0.5) / (1_u64 << BITS) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unscrambled(point: u32, dimension: usize) -> f64 {
        f64::from(plain(point, dimension)) / (1_u64 << BITS) as f64
    }

    #[test]
    fn the_sequence_is_that_of_scipy_in_all_1111_dimensions() {
        // scipy 1.17.1, qmc.Sobol(1111, scramble=False).random(64)
        let of_37 = [0, 1, 2, 5, 50, 500, 1110].map(|d| unscrambled(37, d));
        assert_eq!(of_37, [0.921875, 0.640625, 0.578125, 0.296875, 0.421875, 0.171875, 0.984375]);
        let of_5: Vec<f64> = (0..6).map(|d| unscrambled(5, d)).collect();
        assert_eq!(of_5, [0.875, 0.875, 0.125, 0.375, 0.875, 0.625]);
        let sum = |point: u32| (0..1111).map(|d| unscrambled(point, d)).sum::<f64>();
        assert_eq!((dimensions(), sum(10), sum(33), sum(63)), (1111, 554.8125, 549.296875, 551.203125));
    }

    #[test]
    fn each_of_a_power_of_two_slices_holds_one_scrambled_point() {
        for (dimension, seed) in [(0, 1), (7, 2), (300, 3)] {
            let mut slices: Vec<usize> =
                (0..64).map(|point| (coordinate(point, dimension, seed) * 64.0) as usize).collect();
            slices.sort_unstable();
            assert_eq!(slices, (0..64).collect::<Vec<_>>());
        }
        assert_ne!(coordinate(3, 0, 1), coordinate(3, 0, 2));
    }

    #[test]
    fn scrambled_points_integrate_far_better_than_chance() {
        // a product of 0.5 + x has mean 1; chance would err by about 1/sqrt(n)
        let n = 4096;
        let f = |point: u32, seed: u64| (0..5).map(|d| 0.5 + coordinate(point, d, seed)).product::<f64>();
        let error = |seed: u64| (0..n).map(|k| f(k, seed)).sum::<f64>() / f64::from(n) - 1.0;
        let rms = ((0..8).map(|seed| error(seed) * error(seed)).sum::<f64>() / 8.0).sqrt();
        let chance = (crate::maths::pow(13.0 / 12.0, 5.0) - 1.0).sqrt() / f64::from(n).sqrt();
        assert!(rms < chance / 20.0, "{rms} against {chance} by chance");
    }
}
