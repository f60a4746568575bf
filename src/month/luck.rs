//! The luck of many people at once: the dice are thrown for all whom a decision may touch, then its rules look only at
//! those whose luck lies below their limit. Rolls hang on nothing, so that the processor throws several side by side.

use crate::dice::{Decision, Dice, Level};
use crate::world::places::{self, Places};

/// How many people a word of a set of places holds.
const PEOPLE: usize = u64::BITS as usize;

/// The luck of those of one word of a set of places.
#[derive(Clone, Debug)]
pub struct Throws {
    touched: u64,
    /// The first two numbers of each roll, the first as luck.
    thrown: [[f64; 2]; PEOPLE],
}

impl Throws {
    /// Nobody's.
    pub fn none() -> Throws {
        Throws { touched: 0, thrown: [[0.0; 2]; PEOPLE] }
    }

    /// Throws the dice of a month for some people of a word, and keeps whose luck lies below their limit. Of the whole word
    /// it is known whose luck is low and whose is lowest.
    #[inline(always)]
    pub fn throw(
        &mut self,
        decision: Decision,
        people: Places,
        [low, lowest]: [u64; 2],
        identity: &[u32],
        limit: impl Fn(usize) -> f64,
        (dice, month): (&Dice, u32),
    ) {
        self.touched = 0;
        for w in people {
            let level = Level::of(places::contains_nth(low, w), places::contains_nth(lowest, w));
            let thrown = dice.luck_at(level, decision, identity[w], month);
            self.thrown[w % PEOPLE] = thrown;
            // without a branch: whether luck is low enough cannot be foreseen
            self.touched |= u64::from(thrown[0] < limit(w)) << (w % PEOPLE);
        }
    }

    /// Those whose luck lies below their limit, a bit for each.
    #[inline(always)]
    pub fn touched(&self) -> u64 {
        self.touched
    }

    /// The luck of one of the word where it lies below the limit, else the best there is.
    #[inline(always)]
    pub fn luck(&self, w: usize) -> f64 {
        self.of(w).map_or(1.0, |[luck, _]| luck)
    }

    /// The luck of one of the word, and the number that follows it, if that luck lies below the limit.
    #[inline(always)]
    pub fn of(&self, w: usize) -> Option<[f64; 2]> {
        places::contains_nth(self.touched, w).then(|| self.thrown[w % PEOPLE])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thrown_for_many_at_once_luck_is_that_of_each() {
        let dice = Dice::new(5, 1);
        let identity: Vec<u32> = (1_000..1_192).collect();
        let (mut throws, mut touched) = (Throws::none(), 0);
        for (nth, decision) in
            [Decision::Departure, Decision::RecruiterContact, Decision::Sickness].iter().enumerate()
        {
            let mut known = [0; 2];
            for (place, &who) in identity.iter().skip(nth * PEOPLE).take(PEOPLE).enumerate() {
                let (low, lowest) = dice.ahead_twice(*decision, who, 7, 0);
                known[0] |= u64::from(low.low(7)) << place;
                known[1] |= u64::from(lowest.low(7)) << place;
            }
            let limit = |w: usize| 0.02 * (w % 7) as f64;
            throws.throw(*decision, Places::of(u64::MAX, nth), known, &identity, limit, (&dice, 7));
            for (w, &who) in identity.iter().enumerate().skip(nth * PEOPLE).take(PEOPLE) {
                dice.new_month();
                let (luck, mut rest) = dice.luck(*decision, who, 7, 0);
                let decides = rest.uniform();
                let expected = (luck < limit(w)).then_some([luck, decides]);
                assert_eq!(throws.of(w), expected, "{w}");
                assert_eq!(throws.luck(w), expected.map_or(1.0, |[luck, _]| luck));
                assert_eq!(dice.rest(*decision, who, 7).uniform(), rest.uniform());
                touched += u32::from(expected.is_some());
            }
        }
        assert!((5..180).contains(&touched), "{touched}");
    }
}
