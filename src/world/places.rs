//! Sets of places, a bit for each: whom something concerns, in the order of places.

/// How many places a word holds.
const EACH: usize = u64::BITS as usize;

/// How many words hold a bit for each of so many places.
pub const fn words_for(places: usize) -> usize {
    places.div_ceil(EACH)
}

/// Adds a place to a set.
#[inline(always)]
pub fn insert(set: &mut [u64], place: usize) {
    set[place / EACH] |= 1 << (place % EACH);
}

/// Takes a place out of a set.
#[inline(always)]
pub fn remove(set: &mut [u64], place: usize) {
    set[place / EACH] &= !(1 << (place % EACH));
}

/// Adds a place to a set if the bit is one, or takes it out if it is nothing.
#[inline(always)]
pub fn put(set: &mut [u64], place: usize, bit: u64) {
    let word = &mut set[place / EACH];
    *word = *word & !(1 << (place % EACH)) | bit << (place % EACH);
}

/// Adds a place to a set, or takes it out if it is there.
#[inline(always)]
pub fn turn_over(set: &mut [u64], place: usize) {
    set[place / EACH] ^= 1 << (place % EACH);
}

/// Whether a set holds a place.
#[inline(always)]
pub fn contains(set: &[u64], place: usize) -> bool {
    contains_nth(set[place / EACH], place)
}

/// Whether the word of a set to which a place belongs holds it.
#[inline(always)]
pub fn contains_nth(word: u64, place: usize) -> bool {
    word >> (place % EACH) & 1 == 1
}

/// The set of those places of which a claim is true, in the order of places; without a branch for each.
#[inline(always)]
pub fn those(claims: impl ExactSizeIterator<Item = bool>) -> Vec<u64> {
    let mut set = vec![0; words_for(claims.len())];
    claims.enumerate().for_each(|(place, claim)| set[place / EACH] |= u64::from(claim) << (place % EACH));
    set
}

/// The set that bytes make up, eight places each, the lowest bit first: several claims about each of a column, so that one
/// walk goes through those that are true.
#[inline(always)]
pub fn of_bytes(bytes: impl ExactSizeIterator<Item = u8>) -> Vec<u64> {
    const BYTES: usize = size_of::<u64>();
    let mut set = vec![0; bytes.len().div_ceil(BYTES)];
    bytes.enumerate().for_each(|(k, byte)| set[k / BYTES] |= u64::from(byte) << (8 * (k % BYTES)));
    set
}

/// The set of all of so many places.
pub fn all(places: usize) -> Vec<u64> {
    let mut set = vec![u64::MAX; words_for(places)];
    if let (Some(last), true) = (set.last_mut(), !places.is_multiple_of(EACH)) {
        *last = (1 << (places % EACH)) - 1;
    }
    set
}

/// The places of one word of a set, in order.
#[derive(Clone, Copy, Debug)]
pub struct Places {
    word: u64,
    first: usize,
}

impl Places {
    /// Those of the word at that place among the words of a set.
    #[inline(always)]
    pub fn of(word: u64, nth: usize) -> Places {
        Places { word, first: nth * EACH }
    }
}

impl Iterator for Places {
    type Item = usize;

    #[inline(always)]
    fn next(&mut self) -> Option<usize> {
        if self.word == 0 {
            return None;
        }
        let place = self.first + self.word.trailing_zeros() as usize;
        self.word &= self.word - 1;
        Some(place)
    }
}

/// The places of a set, in order.
pub fn each(set: &[u64]) -> impl Iterator<Item = usize> {
    set.iter().enumerate().flat_map(|(nth, &word)| Places::of(word, nth))
}

/// Turns sixty-four rows of sixty-four bits into columns: bit b of row a becomes bit a of row b (Warren 2013, 7-3).
pub fn turn(rows: &mut [u64; EACH]) {
    let mut width = EACH / 2;
    let mut mask = u64::MAX >> width;
    while width > 0 {
        let mut k = 0;
        while k < EACH {
            let swapped = (rows[k] >> width ^ rows[k + width]) & mask;
            rows[k] ^= swapped << width;
            rows[k + width] ^= swapped;
            k = (k + width + 1) & !width;
        }
        width /= 2;
        mask ^= mask << width;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dice::{Draw, word};

    #[test]
    fn a_set_holds_what_was_put_into_it() {
        let mut set = vec![0; words_for(130)];
        let members = [0, 1, 63, 64, 127, 128, 129];
        members.iter().for_each(|&place| insert(&mut set, place));
        insert(&mut set, 77);
        remove(&mut set, 77);
        assert_eq!(each(&set).collect::<Vec<_>>(), members);
        assert!(contains(&set, 63) && !contains(&set, 77));
        for places in [1, 63, 64, 65, 130] {
            assert_eq!(each(&all(places)).collect::<Vec<_>>(), (0..places).collect::<Vec<_>>());
            let thirds: Vec<_> = (0..places).step_by(3).collect();
            assert_eq!(each(&those((0..places).map(|k| k % 3 == 0))).collect::<Vec<_>>(), thirds);
        }
    }

    #[test]
    fn bytes_make_up_a_set() {
        let bytes: Vec<u8> = (0..21).map(|k| word(1, Draw::MadeUp, 1, k) as u8).collect();
        let bits = (0..bytes.len() * 8).filter(|place| bytes[place / 8] >> (place % 8) & 1 == 1);
        assert_eq!(each(&of_bytes(bytes.iter().copied())).collect::<Vec<_>>(), bits.collect::<Vec<_>>());
    }

    #[test]
    fn rows_become_columns() {
        let rows: [u64; EACH] = std::array::from_fn(|a| word(1, Draw::MadeUp, 0, a as u64));
        let mut turned = rows;
        turn(&mut turned);
        for (a, b) in (0..EACH).flat_map(|a| (0..EACH).map(move |b| (a, b))) {
            assert_eq!(turned[b] >> a & 1, rows[a] >> b & 1, "row {a}, column {b}");
        }
    }
}
