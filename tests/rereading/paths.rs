//! People far from work: who may be hired for a path, who is sent after one, how one ends (IAE and GEIQ).

use mutualise::dice::{Decision, Roll};
use mutualise::formats::{Offer, Workers};
use mutualise::world::Opening;

use crate::state::{Book, Employer, Post, Territory};

impl Territory {
    /// Those whom a post may reach: everybody of the profession, or those of them whom prescribers may send.
    pub fn reachable(&self, post: &Post, book: &Book) -> Vec<usize> {
        let all = (0..self.people.len()).filter(|&w| self.people[w].profession == post.profession);
        let Opening::Pooled(number) = post.by else { return all.collect() };
        let terms = book.terms_of(number);
        if terms.workers == Workers::Anyone {
            return all.collect();
        }
        let may = |w: &usize| {
            let person = &self.people[*w];
            let far = person.far_from_work || person.workless >= book.params.insertion.workless_months;
            let time_left = terms.path_months == 0 || person.on_path < terms.path_months;
            person.job.is_none() && !person.out && far && time_left
        };
        all.filter(may).collect()
    }

    /// Job seekers who have come to the end of a path, as many as a link with insertion shows a pool.
    pub fn sent_after_a_path<'a>(&self, post: &Post, book: &'a Book) -> Vec<(Roll<'a>, usize)> {
        let Opening::Pooled(number) = post.by else { return Vec::new() };
        let sent = book.terms_of(number).insertion_contacts;
        // of those whom it may reach, as any post
        let people: Vec<usize> = self
            .reachable(post, book)
            .into_iter()
            .filter(|&w| self.people[w].through_path && self.people[w].job.is_none() && !self.people[w].out)
            .collect();
        if people.is_empty() {
            return Vec::new();
        }
        let mut shown = Vec::new();
        for contact in 0..sent.ceil() as u32 {
            let mut roll = book.dice.roll_nth(Decision::SentAfterPath, post.name, self.month, contact);
            if !roll.happens((sent - f64::from(contact)).min(1.0)) {
                break;
            }
            let w = people[roll.below(people.len())];
            shown.push((roll, w));
        }
        shown
    }

    /// Months for which somebody is engaged: no more than are left of a path.
    pub fn term_of(&self, post: &Post, w: usize, book: &Book) -> u32 {
        match post.by {
            Opening::Pooled(number) if post.term > 0 && book.terms_of(number).path_months > 0 => {
                post.term.min(book.terms_of(number).path_months.saturating_sub(self.people[w].on_path))
            }
            _ => post.term,
        }
    }

    /// Who learned is qualified at the end, and the main user may hire them; returns whether it does.
    pub fn end_of_path(&mut self, w: usize, number: u32, book: &Book) -> bool {
        let (terms, insertion) = (book.terms_of(number), &book.params.insertion);
        if terms.path_months == 0 {
            return false;
        }
        self.people[w].through_path = true;
        if terms.offer != Offer::Alternance {
            return false;
        }
        let person = &mut self.people[w];
        person.skill += insertion.qualification * (1.0 - person.skill);
        person.since_training = 0;
        person.pay = person.pay.max(book.grid_of_the_social_economy(person.profession, person.skill));
        self.saw("a path is completed");
        let Some(share) = self.shared_job(number).and_then(|job| job.main_user()) else { return false };
        let mut roll = book.dice.roll(Decision::HiredAfterPath, self.people[w].identity, self.month);
        let hired = roll.happens(insertion.hired_after) && self.would_take_over(w, share, book);
        if hired {
            self.take_over(w, share, book);
            self.saw("a hire after a path");
        }
        hired
    }

    /// Another month out of work, or on a path.
    pub fn count_months_out_of_work(&mut self, book: &Book) {
        for person in &mut self.people {
            match person.job.map(|job| job.at) {
                None => person.workless += 1,
                Some(at) => {
                    person.workless = 0;
                    if let Employer::Pool(number) = at
                        && book.terms_of(number).path_months > 0
                    {
                        person.on_path += 1;
                    }
                }
            }
        }
    }
}
