//! In which of the coming months luck may touch whom: known a window ahead, and the same under every format.
//!
//! Nothing is decided here. What the dice say of a month is said again, when the month comes, by the rules.

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
        (0..world.workers.len()).for_each(|w| foresee_person(&mut world.workers, w, dice, month));
        (0..world.structures.len()).for_each(|s| foresee_structure(&mut world.structures, s, dice, month));
    }
}

/// Looks ahead for who holds a place among the people.
pub fn foresee_person(workers: &mut Workers, w: usize, dice: &Dice, month: u32) {
    workers.ahead[w] = of_person(workers.identity[w], dice, month);
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
