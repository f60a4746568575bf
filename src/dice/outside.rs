//! Chance outside of any replication: designs and bootstraps, by addresses that never meet those of a replication.

use super::generator::{mix, philox2x64, round_keys, uniform};

/// What is drawn outside of any replication. Append only, as decisions are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
pub enum Draw {
    /// The scrambling of a Sobol' sequence.
    Scramble = 1,
    /// The slices of a Latin hypercube.
    Slice,
    /// The place inside a slice.
    WithinSlice,
    /// A trajectory of Morris.
    Trajectory,
    /// A bootstrap sample.
    Resample,
    /// A made-up sample, to check a rule by simulation.
    MadeUp,
}

/// A random word at an address outside of any replication: designs and bootstraps, which never meet the dice of a
/// replication because their key is another.
pub fn word(seed: u64, draw: Draw, of: u64, nth: u64) -> u64 {
    const OUTSIDE: u64 = 0x6465_7369_676e_7321;
    let key = mix(mix(seed) ^ OUTSIDE ^ ((draw as u64) << 48));
    philox2x64([of, nth], &round_keys(key))[0]
}

/// A number uniform on (0, 1) at an address outside of any replication.
pub fn share(seed: u64, draw: Draw, of: u64, nth: u64) -> f64 {
    uniform(word(seed, draw, of, nth))
}

/// A whole number from 0 to `n` - 1 at an address outside of any replication.
pub fn place(seed: u64, draw: Draw, of: u64, nth: u64, n: usize) -> usize {
    ((u128::from(word(seed, draw, of, nth)) * n as u128) >> 64) as usize
}
