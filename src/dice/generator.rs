//! The generator: Philox2x64-7, which permutes a counter of 128 bits (Salmon et al. 2011), and what becomes of its words.

/// The key of each round, drawn up once.
pub(super) type Keys = [u64; ROUNDS];
const ROUNDS: usize = 7;

/// A number uniform on (0, 1), never 0 nor 1, from a random word.
#[inline(always)]
pub(super) fn uniform(word: u64) -> f64 {
    const ULP: f64 = 1.0 / (1u64 << 52) as f64;
    ((word >> 12) as f64 + 0.5) * ULP
}

/// Spreads a seed over all 64 bits (the finaliser of splitmix64), so that neighbouring seeds have unrelated keys.
pub(super) fn mix(seed: u64) -> u64 {
    let z = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// Keys follow each other on a Weyl sequence.
pub(super) fn round_keys(key: u64) -> Keys {
    const WEYL: u64 = 0x9e37_79b9_7f4a_7c15;
    std::array::from_fn(|round| key.wrapping_add(WEYL.wrapping_mul(round as u64)))
}

#[inline(always)]
pub(super) fn philox2x64(counter: [u64; 2], keys: &Keys) -> [u64; 2] {
    const MULTIPLIER: u64 = 0xd2b7_4407_b1ce_6e93;
    let [mut a, mut b] = counter;
    for key in keys {
        let product = u128::from(a) * u128::from(MULTIPLIER);
        (a, b) = ((product >> 64) as u64 ^ b ^ key, product as u64);
    }
    [a, b]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn philox_gives_the_published_known_answers() {
        // Random123, kat_vectors, philox2x64 7
        assert_eq!(philox2x64([0, 0], &round_keys(0)), [0xb41d_a69f_bfef_c666, 0x511e_9ce1_a553_4056]);
        assert_eq!(
            philox2x64([u64::MAX; 2], &round_keys(u64::MAX)),
            [0xa469_6cc0_4462_015d, 0x7247_82da_e171_69e9]
        );
        assert_eq!(
            philox2x64([0x243f_6a88_85a3_08d3, 0x1319_8a2e_0370_7344], &round_keys(0xa409_3822_299f_31d0)),
            [0x98ed_1534_392b_f372, 0x6752_8b15_6888_2fd5]
        );
    }
}
