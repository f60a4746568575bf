//! The only source of chance: a roll is a pure function of (seed, replication, decision, who, month, ordinal).
//!
//! Nothing rolled before changes a roll, so the same person meets the same luck in the same month under every
//! format, and any replication, month or agent can be computed alone. The generator is Philox2x64-7 (Salmon et
//! al. 2011, "Parallel random numbers: as easy as 1, 2, 3"; they find six rounds enough for BigCrush): the
//! whole address fits its 128-bit counter, which it permutes, so that two addresses can never meet in one block.
//!
//! What seldom happens is looked for where it can happen only: for every month, the luck of a decision about somebody
//! is **low** with a small chance, and the months in which it is are known for many of them at once (`Ahead`). Luck
//! stays uniform and independent from month to month; `Dice::luck` says it in one line, without looking ahead.

mod ahead;
mod decision;
mod generator;
mod outside;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::convert::Infallible;

use rand::TryRng;

use crate::maths;
pub use ahead::{Ahead, Level};
pub use decision::Decision;
use generator::{Keys, mix, philox2x64, round_keys, uniform};
pub use outside::{Draw, place, share, word};

/// The dice of one replication, in one territory.
#[derive(Clone, Debug)]
pub struct Dice {
    keys: Keys,
    /// The replication, and above it the territory, so that no two of them ever share an address.
    here: u32,
    /// The same for what all territories have in common.
    everywhere: u32,
    used: RefCell<BTreeSet<(u64, u64)>>,
}

/// The mark in the ordinal of an address about a whole window.
const AHEAD: u32 = 1 << 23;

/// How many replications there may be where territories are told apart: their number takes the bits that are left.
const REPLICATIONS: u32 = 1 << 20;

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
        let keys = round_keys(mix(seed));
        Dice { keys, here: replication, everywhere: replication, used: RefCell::default() }
    }

    /// Those of one territory of a country; the first has the dice of a world that stands alone.
    pub fn of_territory(seed: u64, replication: u32, territory: u32) -> Dice {
        assert!(
            replication < REPLICATIONS && territory <= u32::MAX / REPLICATIONS,
            "the address has no room for territory {territory} of replication {replication}"
        );
        Dice { here: (territory * REPLICATIONS) | replication, ..Dice::new(seed, replication) }
    }

    /// The roll for what befalls all territories of a country alike.
    pub fn common(&self, decision: Decision, who: u32, month: u32) -> Roll<'_> {
        // thrown once in each territory, as any other
        let mut roll = self.roll(decision, who, month);
        roll.counter[0] = u64::from(self.everywhere) << 32 | u64::from(who);
        roll
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
            month < 1 << 16 && ordinal < AHEAD,
            "the address has no room for this month or ordinal"
        );
        let counter = self.address(decision, who, month, ordinal);
        if cfg!(debug_assertions) {
            let fresh = self.used.borrow_mut().insert((counter[0], counter[1]));
            assert!(
                fresh,
                "the dice were thrown twice for {decision:?}, who {who}, month {month}, ordinal {ordinal}"
            );
        }
        Roll { keys: &self.keys, counter, block: [0; 2], taken: 2 }
    }

    /// The standard normal deviate that a roll begins with.
    #[inline(always)]
    pub fn normal(&self, decision: Decision, who: u32, month: u32) -> f64 {
        maths::normal_quantile(self.two(decision, who, month)[0])
    }

    /// The first two uniform numbers of a roll: one block and no more.
    #[inline(always)]
    pub fn two(&self, decision: Decision, who: u32, month: u32) -> [f64; 2] {
        self.roll_now(decision, who, month, 0).block.map(uniform)
    }

    #[inline(always)]
    fn address(&self, decision: Decision, who: u32, month: u32, ordinal: u32) -> [u64; 2] {
        [
            u64::from(self.here) << 32 | u64::from(who),
            (decision as u64) << 48 | u64::from(month & 0xffff) << 32 | u64::from(ordinal & 0xff_ffff) << 8,
        ]
    }

    /// In which months of the window of `month` luck is low: each with its small chance, none depending on another.
    #[inline(always)]
    pub fn ahead(&self, decision: Decision, who: u32, month: u32, ordinal: u32) -> Ahead {
        self.ahead_twice(decision, who, month, ordinal).0
    }

    /// The same, and in which of them it is lowest.
    #[inline(always)]
    pub fn ahead_twice(&self, decision: Decision, who: u32, month: u32, ordinal: u32) -> (Ahead, Ahead) {
        debug_assert!(decision.halvings() > 0, "{decision:?} is not drawn ahead");
        // an address of its own, which may be looked at as often as one likes
        let [high, low] = self.address(decision, who, month / Ahead::MONTHS, ordinal | AHEAD);
        // a bit that is set in so many random words at once; which words these are is known to the compiler
        let (halvings, further) = (decision.halvings() as usize, decision.further_halvings() as usize);
        let (mut months, mut lowest) = (u64::MAX, u64::MAX);
        for block in 0..(halvings + further).div_ceil(2) {
            let words = philox2x64([high, low + block as u64], &self.keys);
            for (nth, word) in words.into_iter().enumerate().map(|(k, word)| (2 * block + k, word)) {
                months &= if nth < halvings { word } else { u64::MAX };
                lowest &= if nth < halvings + further { word } else { u64::MAX };
            }
        }
        (Ahead(months), Ahead(if further > 0 { lowest } else { 0 }))
    }

    /// The luck of a decision, uniform on (0, 1), and what else its roll holds.
    pub fn luck(&self, decision: Decision, who: u32, month: u32, ordinal: u32) -> (f64, Roll<'_>) {
        let (low, lowest) = self.ahead_twice(decision, who, month, ordinal);
        let level = Level::of(low.low(month), lowest.low(month));
        let mut roll = self.roll_nth(decision, who, month, ordinal);
        (level.luck(decision, roll.uniform()), roll)
    }

    /// The same if it lies below `limit`, where the months of low luck are known: mostly one look and no roll.
    #[inline(always)]
    pub fn luck_below(
        &self,
        limit: f64,
        ahead: Ahead,
        decision: Decision,
        who: u32,
        month: u32,
        ordinal: u32,
    ) -> Option<(f64, Roll<'_>)> {
        debug_assert!(decision.further_halvings() == 0, "the lowest luck of {decision:?} is known too");
        let level = Level::of(ahead.low(month), false);
        if limit <= level.bounds(decision).0 {
            return None;
        }
        let mut roll = self.roll_now(decision, who, month, ordinal);
        let luck = level.luck(decision, roll.uniform());
        (luck < limit).then_some((luck, roll))
    }

    /// The luck of a decision where it is known how low it is this month, and the number of its roll that follows.
    #[inline(always)]
    pub fn luck_at(&self, level: Level, decision: Decision, who: u32, month: u32) -> [f64; 2] {
        let [first, second] = self.two(decision, who, month);
        [level.luck(decision, first), second]
    }

    /// What the roll holds beyond these two numbers.
    pub fn rest(&self, decision: Decision, who: u32, month: u32) -> Roll<'_> {
        let [high, low] = self.address(decision, who, month, 0);
        Roll { keys: &self.keys, counter: [high, low + 1], block: [0; 2], taken: 2 }
    }

    /// The same roll as [`Dice::roll_nth`] gives, its first block drawn in place, without a call.
    #[inline(always)]
    pub fn roll_now(&self, decision: Decision, who: u32, month: u32, ordinal: u32) -> Roll<'_> {
        let Roll { keys, counter, .. } = self.roll_nth(decision, who, month, ordinal);
        Roll { keys, counter: [counter[0], counter[1] + 1], block: philox2x64(counter, keys), taken: 0 }
    }

    /// Forgets which addresses were used: a branch starts from the same past, and each month from a clean sheet.
    pub fn new_month(&self) {
        self.used.borrow_mut().clear();
    }
}

impl Roll<'_> {
    #[inline]
    fn word(&mut self) -> u64 {
        if self.taken == 2 {
            self.next_block();
        }
        self.taken += 1;
        self.block[self.taken - 1]
    }

    #[inline(never)]
    fn next_block(&mut self) {
        self.block = philox2x64(self.counter, self.keys);
        self.counter[1] += 1;
        self.taken = 0;
    }

    /// A number uniform on (0, 1), never 0 nor 1.
    #[inline]
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

#[cfg(test)]
mod tests {
    use super::*;
    use rand::RngExt;

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
        let (two, mut now) = (dice.two(Decision::Trial, 3, 4), dice.roll_now(Decision::Trial, 3, 4, 1));
        dice.new_month();
        let mut roll = dice.roll(Decision::Trial, 3, 4);
        assert_eq!(two, [roll.uniform(), roll.uniform()]);
        let mut roll = dice.roll_nth(Decision::Trial, 3, 4, 1);
        assert!((0..5).all(|_| now.uniform() == roll.uniform()));
    }

    #[test]
    fn no_two_territories_of_any_replication_share_an_address_and_the_nation_is_theirs_alike() {
        let corners = [0, 1, 2, 1_000, REPLICATIONS - 1];
        let last = u32::MAX / REPLICATIONS;
        let mut seen = BTreeSet::new();
        for (replication, territory) in corners.into_iter().flat_map(|r| [0, 1, 7, last].map(|t| (r, t))) {
            let dice = Dice::of_territory(1, replication, territory);
            assert!(
                seen.insert(dice.address(Decision::Trial, 3, 4, 0)),
                "territory {territory} of {replication}"
            );
            assert_eq!((dice.here % REPLICATIONS, dice.here / REPLICATIONS), (replication, territory));
            let common = dice.common(Decision::Materials, 0, 4).uniform();
            assert_eq!(common, Dice::new(1, replication).roll(Decision::Materials, 0, 4).uniform());
        }
        let first = Dice::of_territory(1, 5, 0);
        assert_eq!(
            first.address(Decision::Trial, 3, 4, 0),
            Dice::new(1, 5).address(Decision::Trial, 3, 4, 0)
        );
    }

    #[test]
    #[should_panic(expected = "no room for territory")]
    fn a_replication_beyond_the_room_of_an_address_is_refused_where_there_are_territories() {
        Dice::of_territory(1, REPLICATIONS, 1);
    }

    const RARE: [Decision; 7] = [
        Decision::RecruiterContact,
        Decision::Departure,
        Decision::Surge,
        Decision::Training,
        Decision::NeedDrift,
        Decision::Dissolution,
        Decision::Sickness,
    ];

    #[test]
    fn luck_looked_for_ahead_is_the_luck_there_is() {
        let dice = Dice::new(1, 2);
        let (mut below, mut above) = (0, 0);
        for (decision, who, month) in
            RARE.into_iter().flat_map(|d| (0..40).flat_map(move |w| (0..130).map(move |m| (d, w, m))))
        {
            let (low, lowest) = dice.ahead_twice(decision, who, month, 3);
            assert!(lowest.bits() & !low.bits() == 0, "the lowest luck is low");
            if decision.further_halvings() > 0 {
                // it is looked for at many people at once
                continue;
            }
            for limit in [0.3, 0.5, 1.0, 2.0].map(|times| decision.low() * times) {
                dice.new_month();
                let (luck, mut roll) = dice.luck(decision, who, month, 3);
                let expected = (luck < limit).then(|| (luck, roll.uniform()));
                dice.new_month();
                let found = dice.luck_below(limit, low, decision, who, month, 3);
                assert_eq!(found.map(|(luck, mut roll)| (luck, roll.uniform())), expected);
                if expected.is_some() { below += 1 } else { above += 1 }
            }
        }
        assert!(below > 1_000 && above > 1_000, "{below} below, {above} above");
    }

    #[test]
    fn low_luck_is_the_bits_that_are_set_in_the_words_of_one_roll_in_turn() {
        let dice = Dice::new(1, 2);
        for (decision, who) in RARE.into_iter().flat_map(|d| (0..50).map(move |w| (d, w))) {
            let window = dice.address(decision, who, 1, 3 | AHEAD);
            let mut roll = Roll { keys: &dice.keys, counter: window, block: [0; 2], taken: 2 };
            let mut set_in = |words: u32| (0..words).fold(u64::MAX, |bits, _| bits & roll.word());
            let low = set_in(decision.halvings());
            let lowest =
                if decision.further_halvings() > 0 { low & set_in(decision.further_halvings()) } else { 0 };
            let (found, further) = dice.ahead_twice(decision, who, Ahead::MONTHS + 5, 3);
            assert_eq!((found.bits(), further.bits()), (low, lowest), "{decision:?}");
        }
    }

    #[test]
    fn luck_is_uniform_and_independent_from_month_to_month() {
        let (people, months) = (400, 192);
        let n = f64::from(people * months);
        let dice = Dice::new(7, 0);
        for decision in RARE {
            dice.new_month();
            let of = |who: u32| -> Vec<f64> {
                (0..months).map(|month| dice.luck(decision, who, month, 0).0).collect()
            };
            let luck: Vec<Vec<f64>> = (0..people).map(of).collect();
            // a twentieth falls into each twentieth, and so many more into the low part and each quarter of it
            let marks = (1..20)
                .map(|k| f64::from(k) / 20.0)
                .chain([1.0, 0.75, 0.5, 0.25].map(|part| decision.low() * part));
            for mark in marks {
                let share = luck.iter().flatten().filter(|&&luck| luck < mark).count() as f64 / n;
                let error = (mark * (1.0 - mark) / n).sqrt();
                assert!((share - mark).abs() < 4.5 * error, "{decision:?}: {share} below {mark}");
            }
            // low luck comes after low luck, and in one person and the next, as often as after any other
            let low = |who: u32, month: u32| luck[who as usize][month as usize] < decision.low();
            let pairs = |step: (u32, u32)| -> (f64, f64) {
                let at = (0..people - step.0).flat_map(|w| (0..months - step.1).map(move |m| (w, m)));
                let (mut both, mut all) = (0.0, 0.0);
                for (w, m) in at {
                    all += 1.0;
                    both += f64::from(u8::from(low(w, m) && low(w + step.0, m + step.1)));
                }
                (both, all)
            };
            for step in [(0, 1), (1, 0), (0, 64), (1, 1)] {
                let (both, all) = pairs(step);
                let chance = decision.low() * decision.low();
                let error = (all * chance).sqrt();
                assert!((both - all * chance).abs() < 4.5 * error + 1.0, "{decision:?}, {step:?}: {both}");
            }
        }
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
