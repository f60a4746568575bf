//! Numbers that look drawn and are the same everywhere.

use mutualise::maths::normal_quantile;

/// A number in (0, 1) that depends on the seed and the place only (SplitMix64, Steele, Lea & Flood 2014).
pub fn uniform(seed: u64, place: u64) -> f64 {
    let mut z =
        seed.wrapping_mul(0xD1B5_4A32_D192_ED03) ^ place.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^= z >> 31;
    ((z >> 11) as f64 + 0.5) / (1u64 << 53) as f64
}

/// A standard normal number that depends on the seed and the place only.
pub fn normal(seed: u64, place: u64) -> f64 {
    normal_quantile(uniform(seed, place))
}
