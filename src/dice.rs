//! The only source of chance: a roll is a pure function of (seed, replication, decision, who, month, ordinal).
//!
//! Nothing rolled before changes a roll, so the same person meets the same luck in the same month under every
//! format, and any replication, month or agent can be computed alone. The generator is Philox2x64-10 (Salmon et
//! al. 2011, "Parallel random numbers: as easy as 1, 2, 3"): the whole address fits its 128-bit counter, which it
//! permutes, so that two addresses can never meet in one block.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::convert::Infallible;

use rand::TryRng;

use crate::maths;

/// What is decided by chance. Append only: a decision's number is part of every address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u16)]
#[allow(missing_docs, reason = "each name says what is decided")]
pub enum Decision {
    FoundStructure = 1,
    FoundNeed,
    FoundContacts,
    FoundWorker,
    FoundFirm,
    FoundEmployment,
    SectorCrisis,
    PublicCrisis,
    PublicCut,
    CrisisDepth,
    Materials,
    Tightness,
    Sales,
    NeedDrift,
    Surge,
    Dissolution,
    Join,
    Leave,
    PostOrder,
    PostContact,
    PostShare,
    JobSearch,
    AcceptPost,
    SkillSeen,
    RecruiterContact,
    OfferFirm,
    AcceptOffer,
    MatchOffer,
    UnemployedOffer,
    FixedTermEnd,
    Trial,
    FirmLayoff,
    FirmContract,
    LeaveLabourForce,
    ReturnToLabourForce,
    Retirement,
    Burnout,
    StressNoise,
    Training,
    Absorption,
    InvoiceDefault,
    ClubAttendance,
    ClubTies,
    PersonalQuit,
    StartupGrant,
    WorkTies,
    LayoffChoice,
    Departure,
    NamedAid,
    InsertionPublic,
    ReturnByPath,
    HiredAfterPath,
    SentAfterPath,
    LoanConsent,
    Calibration,
    Termination,
}

/// The dice of one replication.
#[derive(Clone, Debug)]
pub struct Dice {
    keys: Keys,
    replication: u32,
    used: RefCell<BTreeSet<(u64, u64)>>,
}

/// The key of each round of the generator, drawn up once.
type Keys = [u64; ROUNDS];
const ROUNDS: usize = 10;

/// One roll: a short stream of random words at one address.
#[derive(Clone, Debug)]
pub struct Roll<'a> {
    keys: &'a Keys,
    counter: [u64; 2],
    block: [u64; 2],
    taken: usize,
}

impl Dice {
    /// The dice of a replication under a master seed.
    pub fn new(seed: u64, replication: u32) -> Dice {
        Dice { keys: round_keys(mix(seed)), replication, used: RefCell::default() }
    }

    /// The roll for a decision about somebody in a month.
    #[inline]
    pub fn roll(&self, decision: Decision, who: u32, month: u32) -> Roll<'_> {
        self.roll_nth(decision, who, month, 0)
    }

    /// The roll for one of several decisions of one kind about somebody in a month.
    #[inline]
    pub fn roll_nth(&self, decision: Decision, who: u32, month: u32, ordinal: u32) -> Roll<'_> {
        debug_assert!(
            month < 1 << 16 && ordinal < 1 << 24,
            "the address has no room for this month or ordinal"
        );
        let counter = [
            u64::from(self.replication) << 32 | u64::from(who),
            (decision as u64) << 48 | u64::from(month & 0xffff) << 32 | u64::from(ordinal & 0xff_ffff) << 8,
        ];
        if cfg!(debug_assertions) {
            let fresh = self.used.borrow_mut().insert((counter[0], counter[1]));
            assert!(
                fresh,
                "the dice were thrown twice for {decision:?}, who {who}, month {month}, ordinal {ordinal}"
            );
        }
        Roll { keys: &self.keys, counter, block: [0; 2], taken: 2 }
    }

    /// The first two uniform numbers of a roll: one block and no more, for what chance decides about everybody
    /// every month.
    #[inline(always)]
    pub fn two(&self, decision: Decision, who: u32, month: u32) -> [f64; 2] {
        let roll = self.roll(decision, who, month);
        philox2x64(roll.counter, roll.keys).map(uniform)
    }

    /// Forgets which addresses were used: a branch starts from the same past, and each month from a clean sheet.
    pub fn new_month(&self) {
        self.used.borrow_mut().clear();
    }
}

impl Roll<'_> {
    fn word(&mut self) -> u64 {
        if self.taken == 2 {
            self.block = philox2x64(self.counter, self.keys);
            self.counter[1] += 1;
            self.taken = 0;
        }
        self.taken += 1;
        self.block[self.taken - 1]
    }

    /// A number uniform on (0, 1), never 0 nor 1.
    pub fn uniform(&mut self) -> f64 {
        uniform(self.word())
    }

    /// True with that probability.
    pub fn happens(&mut self, probability: f64) -> bool {
        debug_assert!((0.0..=1.0).contains(&probability), "a probability of {probability}");
        self.uniform() < probability
    }

    /// A standard normal deviate, by inversion, so that it is monotone in its one uniform number.
    pub fn normal(&mut self) -> f64 {
        maths::normal_quantile(self.uniform())
    }

    /// A whole number from 0 to `n` - 1, each as likely.
    pub fn below(&mut self, n: usize) -> usize {
        debug_assert!(n > 0, "nothing to choose from");
        ((u128::from(self.word()) * n as u128) >> 64) as usize
    }

    /// A place in `weights`, each in proportion to its weight.
    pub fn weighted(&mut self, weights: &[f64]) -> usize {
        let total: f64 = weights.iter().sum();
        let mut left = self.uniform() * total;
        for (place, weight) in weights.iter().enumerate() {
            left -= weight;
            if left < 0.0 {
                return place;
            }
        }
        weights.len() - 1
    }

    /// A number of months, geometric with that mean, at least 1.
    pub fn months(&mut self, mean: f64) -> u32 {
        if mean <= 1.0 {
            return 1;
        }
        let months = maths::ln(self.uniform()) / maths::ln(1.0 - 1.0 / mean);
        1 + months.min(10_000.0) as u32
    }
}

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

/// The traits of `rand`, for whoever wants its distributions.
impl TryRng for Roll<'_> {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok((self.word() >> 32) as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.word())
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for chunk in bytes.chunks_mut(8) {
            chunk.copy_from_slice(&self.word().to_le_bytes()[..chunk.len()]);
        }
        Ok(())
    }
}

/// A number uniform on (0, 1), never 0 nor 1, from a random word.
#[inline(always)]
fn uniform(word: u64) -> f64 {
    const ULP: f64 = 1.0 / (1u64 << 52) as f64;
    ((word >> 12) as f64 + 0.5) * ULP
}

/// Spreads a seed over all 64 bits (the finaliser of splitmix64), so that neighbouring seeds have unrelated keys.
fn mix(seed: u64) -> u64 {
    let z = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// Keys follow each other on a Weyl sequence.
fn round_keys(key: u64) -> Keys {
    const WEYL: u64 = 0x9e37_79b9_7f4a_7c15;
    std::array::from_fn(|round| key.wrapping_add(WEYL.wrapping_mul(round as u64)))
}

#[inline(always)]
fn philox2x64(counter: [u64; 2], keys: &Keys) -> [u64; 2] {
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
    use rand::RngExt;

    #[test]
    fn philox_gives_the_published_known_answers() {
        // Random123, kat_vectors, philox2x64 10
        assert_eq!(philox2x64([0, 0], &round_keys(0)), [0xca00_a045_9843_d731, 0x66c2_4222_c9a8_45b5]);
        assert_eq!(
            philox2x64([u64::MAX; 2], &round_keys(u64::MAX)),
            [0x65b0_21d6_0cd8_310f, 0x4d02_f322_2f86_df20]
        );
        assert_eq!(
            philox2x64([0x243f_6a88_85a3_08d3, 0x1319_8a2e_0370_7344], &round_keys(0xa409_3822_299f_31d0)),
            [0x0a5e_742c_2997_341c, 0xb0f8_83d3_8000_de5d]
        );
    }

    #[test]
    fn a_roll_depends_on_nothing_rolled_before() {
        let dice = Dice::new(1, 2);
        let first = dice.roll(Decision::Trial, 3, 4).uniform();
        let other = Dice::new(1, 2);
        other.roll(Decision::Trial, 2, 4).normal();
        assert_eq!(first, other.roll(Decision::Trial, 3, 4).uniform());
        assert_ne!(first, dice.roll(Decision::Trial, 3, 5).uniform());
        assert_ne!(first, Dice::new(2, 2).roll(Decision::Trial, 3, 4).uniform());
        assert_ne!(first, Dice::new(1, 3).roll(Decision::Trial, 3, 4).uniform());
    }

    #[test]
    fn two_numbers_at_once_are_the_first_two_of_the_roll() {
        let dice = Dice::new(1, 2);
        let two = dice.two(Decision::Trial, 3, 4);
        dice.new_month();
        let mut roll = dice.roll(Decision::Trial, 3, 4);
        assert_eq!(two, [roll.uniform(), roll.uniform()]);
    }

    #[test]
    fn neighbouring_seeds_share_no_replications() {
        let head = |seed, replication| Dice::new(seed, replication).roll(Decision::Sales, 0, 0).uniform();
        assert_ne!(head(1, 2), head(2, 1));
    }

    #[test]
    #[should_panic(expected = "thrown twice")]
    #[cfg(debug_assertions)]
    fn a_second_use_of_one_address_is_caught() {
        let dice = Dice::new(1, 2);
        dice.roll(Decision::Trial, 3, 4);
        dice.roll(Decision::Trial, 3, 4);
    }

    #[test]
    fn rolls_have_the_moments_of_their_laws() {
        let dice = Dice::new(7, 0);
        let n = 40_000;
        let rolls = |k: u32| dice.roll(Decision::Sales, k, 1);
        let mean = (0..n).map(|k| rolls(k).uniform()).sum::<f64>() / f64::from(n);
        assert!((mean - 0.5).abs() < 4.0 * 0.289 / f64::from(n).sqrt());
        dice.new_month();
        let squares = (0..n).map(|k| rolls(k).normal()).map(|z| z * z).sum::<f64>() / f64::from(n);
        assert!((squares - 1.0).abs() < 4.0 * 1.414 / f64::from(n).sqrt());
        dice.new_month();
        let months = (0..n).map(|k| f64::from(rolls(k).months(5.0))).sum::<f64>() / f64::from(n);
        assert!((months - 5.0).abs() < 4.0 * 4.5 / f64::from(n).sqrt());
        dice.new_month();
        let thirds =
            (0..n).filter(|&k| rolls(k).weighted(&[1.0, 0.0, 2.0]) == 2).count() as f64 / f64::from(n);
        assert!((thirds - 2.0 / 3.0).abs() < 4.0 * 0.48 / f64::from(n).sqrt());
        dice.new_month();
        assert!(rolls(0).random::<f64>() < 1.0);
    }
}
