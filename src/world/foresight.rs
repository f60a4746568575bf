//! In which of the coming months luck may touch whom: known a window ahead, and the same under every format.
//!
//! Nothing is decided here. What the dice say of a month is said again, when the month comes, by the rules.

use super::places::{self, Places};
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
    /// A contact that brings an offer.
    pub offer: Ahead,
    /// A training.
    pub training: Ahead,
    /// The beginning of a sickness.
    pub sickness: Ahead,
}

impl OfPerson {
    /// The months in which it is known of one of two and not of the other.
    fn unlike(self, other: OfPerson) -> OfPerson {
        OfPerson {
            departure: self.departure.unlike(other.departure),
            contact: self.contact.unlike(other.contact),
            offer: self.offer.unlike(other.offer),
            training: self.training.unlike(other.training),
            sickness: self.sickness.unlike(other.sickness),
        }
    }
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

    /// In those months, whoever is there goes, and whoever is not comes.
    fn turn_over(&mut self, w: usize, ahead: Ahead) {
        for month in Places::of(ahead.bits(), 0) {
            places::turn_over(&mut self.words[month * self.each..], w);
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

/// What is known ahead of all people in one window.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Window {
    /// Whatever ends a job, and retirement.
    pub departure: Sets,
    /// A contact with a recruiter.
    pub contact: Sets,
    /// A contact that brings an offer.
    pub offer: Sets,
    /// A training.
    pub training: Sets,
    /// The beginning of a sickness.
    pub sickness: Sets,
}

impl Window {
    /// What is known of each person, in the order of places.
    pub fn new(people: &[OfPerson]) -> Window {
        let none = Sets::new(people.len());
        let [departure, contact, offer, training] = [&none, &none, &none, &none].map(Sets::clone);
        let mut ahead = Window { departure, contact, offer, training, sickness: none };
        for (nth, some) in people.chunks(Ahead::MONTHS as usize).enumerate() {
            ahead.departure.set_people(nth, some.iter().map(|person| person.departure));
            ahead.contact.set_people(nth, some.iter().map(|person| person.contact));
            ahead.offer.set_people(nth, some.iter().map(|person| person.offer));
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
            offer: self.offer.of_person(w),
            training: self.training.of_person(w),
            sickness: self.sickness.of_person(w),
        }
    }

    /// At a place somebody else comes, of whom other things are known in those months.
    fn turn_over(&mut self, w: usize, person: OfPerson) {
        self.departure.turn_over(w, person.departure);
        self.contact.turn_over(w, person.contact);
        self.offer.turn_over(w, person.offer);
        self.training.turn_over(w, person.training);
        self.sickness.turn_over(w, person.sickness);
    }
}

/// What is known ahead of all people, window by window.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OfPeople {
    /// The windows that are known.
    pub windows: Vec<Window>,
    /// The number of the first.
    pub first: u32,
}

impl OfPeople {
    /// What is known in the window of a month.
    #[inline]
    pub fn window(&self, month: u32) -> &Window {
        &self.windows[(month / Ahead::MONTHS - self.first) as usize]
    }

    fn knows(&self, month: u32) -> bool {
        let number = month / Ahead::MONTHS;
        (self.first..self.first + self.windows.len() as u32).contains(&number)
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

/// Looks ahead for everybody where a window of months begins, if that is not known yet.
pub fn look_ahead(world: &mut World, dice: &Dice, month: u32) {
    if month.is_multiple_of(Ahead::MONTHS) {
        if !world.workers.ahead.knows(month) {
            foresee_people(&mut world.workers, dice, month, month);
        }
        (0..world.structures.len()).for_each(|s| foresee_structure(&mut world.structures, s, dice, month));
    }
}

/// Looks ahead for all people from the window of one month to that of another: what all formats share is known before
/// they part.
pub fn foresee_people(workers: &mut Workers, dice: &Dice, from: u32, to: u32) {
    let windows = from / Ahead::MONTHS..=to / Ahead::MONTHS;
    let window = |number: u32| {
        let month = number * Ahead::MONTHS;
        let people = workers.identity.iter().map(|&who| of_person(who, dice, month));
        Window::new(&people.collect::<Vec<_>>())
    };
    workers.ahead = OfPeople { first: *windows.start(), windows: windows.map(window).collect() };
}

/// Looks ahead for who has come to a place among the people after somebody else.
pub fn foresee_newcomer(workers: &mut Workers, w: usize, before: u32, dice: &Dice, month: u32) {
    let OfPeople { windows, first } = &mut workers.ahead;
    let present = month / Ahead::MONTHS;
    for (window, number) in windows.iter_mut().zip(*first..).filter(|(_, number)| *number >= present) {
        let [gone, come] =
            [before, workers.identity[w]].map(|who| of_person(who, dice, number * Ahead::MONTHS));
        window.turn_over(w, gone.unlike(come));
    }
}

/// Looks ahead for who holds a place among the structures.
pub fn foresee_structure(structures: &mut Structures, s: usize, dice: &Dice, month: u32) {
    structures.ahead[s] = of_structure(structures.identity[s], dice, month);
}

/// What is known of a person in the window of a month.
pub fn of_person(identity: u32, dice: &Dice, month: u32) -> OfPerson {
    let ahead = |decision| dice.ahead(decision, identity, month, 0);
    let (contact, offer) = dice.ahead_twice(Decision::RecruiterContact, identity, month, 0);
    OfPerson {
        departure: ahead(Decision::Departure),
        contact,
        offer,
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
            let mut ahead = Window::new(&each);
            let (w, newcomer) = (people as usize / 2, of_person(1_000, &dice, 0));
            ahead.turn_over(w, each[w].unlike(newcomer));
            each[w] = newcomer;
            assert_eq!(ahead, Window::new(&each));
            assert!(each.iter().enumerate().all(|(w, person)| ahead.of(w) == *person));
        }
    }
}
