//! Phase 9: the Club RH (submodel 5.16).

use mutualise::dice::Decision;
use mutualise::units::Money;
use mutualise::world::Purpose;

use crate::state::{Book, Purse, Territory};

impl Territory {
    pub fn meet(&mut self, book: &Book) {
        let (club, terms, now) = (&book.params.club, &book.terms[0], self.now as u32);
        if terms.club_every == 0 || now % terms.club_every != 0 {
            return;
        }
        self.saw("the club meets");
        let cost = club.animation_cost * terms.club_size * f64::from(terms.club_every) / 12.0;
        self.give(Purse::Elsewhere, Purse::Elsewhere, Purpose::ClubAnimation, Money::euros(cost));
        let mut present = self.in_turn();
        present.retain(|&s| {
            let structure = &self.structures[s];
            let odds = (club.attendance + club.attendance_trust * (structure.trust - 0.5)) * terms.club_size;
            let mut roll = book.dice.roll(Decision::ClubAttendance, structure.identity, self.month);
            structure.open && roll.happens(odds.clamp(0.0, 1.0))
        });
        for &s in &present {
            self.structures[s].last_meeting = Some(self.month);
            self.structures[s].trust = (self.structures[s].trust + club.trust).min(1.0);
            if present.len() > 1 {
                self.get_to_know(s, &present, book);
            }
        }
        for w in 0..self.people.len() {
            if self.users(w).iter().any(|s| present.contains(s)) {
                self.people[w].peers += club.peers;
            }
        }
    }

    fn get_to_know(&mut self, s: usize, present: &[usize], book: &Book) {
        let ties = book.params.club.ties;
        let mut roll = book.dice.roll(Decision::ClubTies, self.structures[s].identity, self.month);
        let one_more = roll.happens(ties - ties.floor());
        for _ in 0..ties.floor() as usize + usize::from(one_more) {
            let other = present[roll.below(present.len())];
            if other != s {
                self.structures[s].contacts.insert(other);
                self.structures[other].contacts.insert(s);
                self.saw("a tie between structures");
            }
        }
    }
}
