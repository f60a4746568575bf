//! Phase 3: who joins a pool, who withdraws, who leaves (submodel 5.11).

use mutualise::dice::Decision;
use mutualise::formats::{Liability, Users};
use mutualise::kinds::{Need, Profession};
use mutualise::law::Contract;
use mutualise::maths;
use mutualise::units::Money;
use mutualise::world::structures::{Notice, Strain};
use mutualise::world::{Purpose, Stage};

use crate::state::{Book, Purse, Structure, Territory};

impl Territory {
    pub fn decide_on_membership(&mut self, book: &Book) {
        for k in 0..self.pools.len() {
            let being_set_up = self.pools[k].stage == Stage::SettingUp;
            if book.terms[k].users == Users::Anyone || !being_set_up && !self.pools[k].active() {
                continue;
            }
            let before: Vec<bool> = self.pools[k].with.iter().map(|with| with.member).collect();
            for s in self.in_turn() {
                if !self.structures[s].open {
                    continue;
                }
                if before[s] {
                    self.think_of_leaving(k, s, book);
                } else if self.joins(k, s, &before, book) {
                    self.join(k, s, book);
                }
            }
        }
    }

    fn joins(&self, k: usize, s: usize, members: &[bool], book: &Book) -> bool {
        let (conduct, terms, structure) = (&book.params.pool, &book.terms[k], &self.structures[s]);
        let mut roll = book.dice.roll_nth(Decision::Join, structure.identity, self.month, k as u32);
        let admitted = terms.users != Users::NotLiableMembers || !structure.vat_liable;
        let setting_up = self.pools[k].stage == Stage::SettingUp;
        let thinks = roll.happens(if setting_up { conduct.canvass_rate } else { conduct.consider_rate });
        if !admitted || structure.strain >= Strain::Cancel || !thinks {
            return false;
        }
        let known = structure.contacts.iter().filter(|&&other| members[other]).count() as f64;
        let circle = structure.contacts.len().max(1) as f64;
        let wait = f64::from(self.pools[k].opens.saturating_sub(self.month));
        let horizon = f64::from(conduct.entry_horizon);
        let saving = self.saving(k, structure, book) * horizon / (horizon + wait);
        let mut odds = conduct.join_base
            + conduct.join_saving * saving
            + conduct.join_trust * (structure.trust - 0.5)
            + conduct.join_contacts * known / circle;
        if terms.liability == Liability::Joint {
            odds += conduct.join_liability;
        }
        roll.happens(maths::logistic(odds))
    }

    /// What membership would save in a month, as a share of what needs are worth.
    fn saving(&self, k: usize, structure: &Structure, book: &Book) -> f64 {
        let (terms, work) = (&book.terms[k], &book.params.work);
        let charge = self.pools[k].charge();
        let (mut saving, mut worth) = (0.0, 0.0);
        for profession in Profession::ALL.into_iter().filter(|&p| structure.need[p] > 0.0) {
            worth += structure.need[profession] * book.value(structure, profession);
            let hour = book.gain_from_pool(structure, profession, charge, terms);
            match terms.offer.serves() {
                Need::Recurrent => {
                    let gap = structure.gap(profession);
                    if gap > 0.0 {
                        let months = f64::from(book.params.market.hiring_horizon);
                        let alone = book.gain(structure, profession, gap, Contract::OpenEnded, months);
                        saving += (gap * hour - alone.max(0.0)).max(0.0);
                    }
                }
                Need::Temporary => {
                    let (size, months) = (work.surge_size, work.surge_months);
                    worth += work.surge_rate * size * months * book.urgent_value(structure, profession);
                    let alone = book.gain(structure, profession, size, Contract::FixedTerm, months);
                    saving += (size * hour - alone.max(0.0)).max(0.0) * work.surge_rate * months;
                }
            }
        }
        let entry =
            terms.yearly_dues / 12.0 + terms.capital_share / f64::from(book.params.pool.entry_horizon);
        if worth > 0.0 { (saving - entry) / worth } else { 0.0 }
    }

    fn join(&mut self, k: usize, s: usize, book: &Book) {
        let terms = &book.terms[k];
        let capital = Money::euros(terms.capital_share);
        let with = &mut self.pools[k].with[s];
        (with.member, with.since, with.notice, with.balance) = (true, self.month, Notice::None, 0.0);
        with.capital = capital;
        let trust = &mut self.structures[s].trust;
        *trust = (*trust + terms.joining_trust).min(1.0);
        self.give(Purse::Structure(s), Purse::Pool(k), Purpose::Capital, capital);
        self.saw("a structure joins");
    }

    /// A member stays, gives notice of its time or of its membership, or sees its notice run out.
    fn think_of_leaving(&mut self, k: usize, s: usize, book: &Book) {
        let (conduct, structure) = (&book.params.pool, &self.structures[s]);
        let mut roll = book.dice.roll_nth(Decision::Leave, structure.identity, self.month, k as u32);
        let with = &mut self.pools[k].with[s];
        let loses = self.month - with.since >= conduct.balance_months
            && with.balance < -book.terms[k].yearly_dues / 12.0;
        let hazard = conduct.leave_base + if loses { conduct.leave_loss } else { 0.0 };
        with.notice = if let Notice::Membership(months) = with.notice {
            Notice::Membership(months.saturating_sub(1))
        } else if roll.happens(hazard.min(1.0)) {
            Notice::Membership(conduct.notice_months)
        } else if structure.strain < Strain::Cancel {
            Notice::None
        } else if let Notice::Time(months) = with.notice {
            Notice::Time(months.saturating_sub(1))
        } else {
            Notice::Time(conduct.notice_months)
        };
        match with.notice {
            Notice::Time(0) => self.release(k, s),
            Notice::Membership(0) => {
                self.release(k, s);
                self.end_membership(k, s);
            }
            _ => {}
        }
    }

    /// The capital goes back as far as there is money, the deposit later.
    pub fn end_membership(&mut self, k: usize, s: usize) {
        let with = &mut self.pools[k].with[s];
        (with.member, with.notice, with.used) = (false, Notice::None, 0.0);
        let capital = std::mem::replace(&mut with.capital, Money::ZERO);
        let cash = self.pools[k].cash.or_zero();
        self.give(Purse::Pool(k), Purse::Structure(s), Purpose::Capital, capital.min(cash));
        self.saw("a member leaves");
    }
}
