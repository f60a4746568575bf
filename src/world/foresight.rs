//! In which of the coming months luck may touch whom: known a window ahead, and the same under every format.
//!
//! Nothing is decided here. What the dice say of a month is said again, when the month comes, by the rules.

use super::places;
use super::{Structures, Workers, World};
use crate::dice::{Ahead, Decision, Dice};
use crate::kinds::{PerProfession, Profession};

/// What is known ahead of a person.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct OfPerson {
    /// Whatever ends a job, and retirement.
    pub departure: Ahead,
    /// A contact with a recruiter.
    pub contact: Ahead,
    /// A training.
    pub training: Ahead,
    /// The beginning of a sickness.
    pub sickness: Ahead,
}

/// For each month of a window, the places of the people whose luck is low.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sets {
    /// The words of one month after those of another.
    words: Vec<u64>,
    /// How many words a month has.
    each: usize,
}

impl Sets {
    fn new(people: usize) -> Sets {
        let each = places::words_for(people);
        Sets { words: vec![0; each * Ahead::MONTHS as usize], each }
    }

    /// Whose luck is low in that month of the window.
    #[inline]
    pub fn of_month(&self, month: u32) -> &[u64] {
        let first = (month % Ahead::MONTHS) as usize * self.each;
        &self.words[first..first + self.each]
    }

    /// The months in which the luck of one person is low.
    fn of_person(&self, w: usize) -> Ahead {
        Ahead::in_months(|month| places::contains(self.of_month(month), w))
    }

    fn set_person(&mut self, w: usize, ahead: Ahead) {
        for (month, set) in self.words.chunks_exact_mut(self.each).enumerate() {
            if ahead.low(month as u32) { places::insert(set, w) } else { places::remove(set, w) }
        }
    }

    /// The same for sixty-four people or fewer at once, whose word is the nth of each month.
    fn set_people(&mut self, nth: usize, ahead: impl Iterator<Item = Ahead>) {
        let mut rows = [0; Ahead::MONTHS as usize];
        rows.iter_mut().zip(ahead).for_each(|(row, ahead)| *row = ahead.bits());
        places::turn(&mut rows);
        rows.iter().enumerate().for_each(|(month, &row)| self.words[month * self.each + nth] = row);
    }
}

/// What is known ahead of all people.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OfPeople {
    /// Whatever ends a job, and retirement.
    pub departure: Sets,
    /// A contact with a recruiter.
    pub contact: Sets,
    /// A training.
    pub training: Sets,
    /// The beginning of a sickness.
    pub sickness: Sets,
}

impl OfPeople {
    /// What is known of each person, in the order of places.
    pub fn new(people: &[OfPerson]) -> OfPeople {
        let none = Sets::new(people.len());
        let [departure, contact, training] = [&none, &none, &none].map(Sets::clone);
        let mut ahead = OfPeople { departure, contact, training, sickness: none };
        for (nth, some) in people.chunks(Ahead::MONTHS as usize).enumerate() {
            ahead.departure.set_people(nth, some.iter().map(|person| person.departure));
            ahead.contact.set_people(nth, some.iter().map(|person| person.contact));
            ahead.training.set_people(nth, some.iter().map(|person| person.training));
            ahead.sickness.set_people(nth, some.iter().map(|person| person.sickness));
        }
        ahead
    }

    /// What is known of one person.
    pub fn of(&self, w: usize) -> OfPerson {
        OfPerson {
            departure: self.departure.of_person(w),
            contact: self.contact.of_person(w),
            training: self.training.of_person(w),
            sickness: self.sickness.of_person(w),
        }
    }

    fn set(&mut self, w: usize, person: OfPerson) {
        self.departure.set_person(w, person.departure);
        self.contact.set_person(w, person.contact);
        self.training.set_person(w, person.training);
        self.sickness.set_person(w, person.sickness);
    }
}

/// What is known ahead of a structure.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct OfStructure {
    /// A recurrent need that changes.
    pub drift: Ahead,
    /// A temporary need that arises.
    pub surge: PerProfession<Ahead>,
    /// Dissolution.
    pub dissolution: Ahead,
}

/// Looks ahead for everybody where a window of months begins.
pub fn look_ahead(world: &mut World, dice: &Dice, month: u32) {
    if month.is_multiple_of(Ahead::MONTHS) {
        let people = world.workers.identity.iter().map(|&who| of_person(who, dice, month));
        world.workers.ahead = OfPeople::new(&people.collect::<Vec<_>>());
        (0..world.structures.len()).for_each(|s| foresee_structure(&mut world.structures, s, dice, month));
    }
}

/// Looks ahead for who holds a place among the people.
pub fn foresee_person(workers: &mut Workers, w: usize, dice: &Dice, month: u32) {
    workers.ahead.set(w, of_person(workers.identity[w], dice, month));
}

/// Looks ahead for who holds a place among the structures.
pub fn foresee_structure(structures: &mut Structures, s: usize, dice: &Dice, month: u32) {
    structures.ahead[s] = of_structure(structures.identity[s], dice, month);
}

/// What is known of a person in the window of a month.
pub fn of_person(identity: u32, dice: &Dice, month: u32) -> OfPerson {
    let ahead = |decision| dice.ahead(decision, identity, month, 0);
    OfPerson {
        departure: ahead(Decision::Departure),
        contact: ahead(Decision::RecruiterContact),
        training: ahead(Decision::Training),
        sickness: ahead(Decision::Sickness),
    }
}

/// What is known of a structure in the window of a month.
pub fn of_structure(identity: u32, dice: &Dice, month: u32) -> OfStructure {
    let mut surge = PerProfession::default();
    for profession in Profession::ALL {
        surge[profession] = dice.ahead(Decision::Surge, identity, month, profession as u32);
    }
    OfStructure {
        drift: dice.ahead(Decision::NeedDrift, identity, month, 0),
        surge,
        dissolution: dice.ahead(Decision::Dissolution, identity, month, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_by_month_say_what_each_person_says() {
        let dice = Dice::new(3, 1);
        for people in [1, 64, 100] {
            let mut each: Vec<OfPerson> = (0..people).map(|who| of_person(who, &dice, 0)).collect();
            let mut ahead = OfPeople::new(&each);
            let newcomer = of_person(1_000, &dice, 0);
            each[people as usize / 2] = newcomer;
            ahead.set(people as usize / 2, newcomer);
            assert_eq!(ahead, OfPeople::new(&each));
            assert!(each.iter().enumerate().all(|(w, person)| ahead.of(w) == *person));
        }
    }
}
