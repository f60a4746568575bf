//! Phase 8: a pool that has run out of cash (submodel 5.15).

use mutualise::formats::Liability;
use mutualise::units::Money;
use mutualise::world::pool::pool_of;
use mutualise::world::{Opening, Purpose, Stage};

use crate::state::{Book, Purse, Territory};

impl Territory {
    /// Beyond cash, bank line, deposits and grants to come: members are called, then partners, else it is the end.
    pub fn face_debts(&mut self, k: usize, book: &Book) {
        if !self.out_of_cash(k, book) {
            return;
        }
        let rested = self.pools[k].last_call.is_none_or(|month| self.month - month >= 12);
        if book.terms[k].liability == Liability::Joint && rested {
            self.pools[k].last_call = Some(self.month);
            self.call_members(k, book);
            self.saw("members are called");
            if !self.out_of_cash(k, book) {
                return;
            }
        }
        let pool = &self.pools[k];
        let left = (Money::euros(book.params.pool.rescue) - pool.rescued).or_zero();
        let paid = (-pool.cash).or_zero().min(left);
        self.pools[k].rescued += paid;
        self.give(Purse::Elsewhere, Purse::Pool(k), Purpose::Rescue, paid);
        if self.out_of_cash(k, book) {
            self.liquidate(k, book);
        } else {
            self.saw("a rescue");
        }
    }

    fn out_of_cash(&self, k: usize, book: &Book) -> bool {
        let (pool, conduct) = (&self.pools[k], &book.params.pool);
        let deposits: Money = pool.with.iter().map(|with| with.deposit).sum();
        let to_come: Money = pool.grants.iter().map(|(_, sum)| *sum).sum();
        let line = self.wages(k) * conduct.bank_line + deposits * conduct.deposit_recall + to_come;
        pool.cash < -line
    }

    /// What is missing is shared by use, as far as each can pay.
    fn call_members(&mut self, k: usize, book: &Book) {
        let missing = (-self.pools[k].cash).or_zero();
        let used: f64 = self.pools[k].with.iter().map(|with| with.used).sum();
        if used <= 0.0 {
            return;
        }
        for s in 0..self.structures.len() {
            let structure = &self.structures[s];
            if structure.open {
                let share = missing * (self.pools[k].with[s].used / used);
                let credit = Money::euros(structure.spending * book.params.finance.credit_line);
                let payable = share.min((structure.cash + credit).or_zero());
                self.give(Purse::Structure(s), Purse::Pool(k), Purpose::SolidarityCall, payable);
            }
        }
    }

    fn liquidate(&mut self, k: usize, book: &Book) {
        self.saw("a pool is liquidated");
        for job in self.pools[k].jobs.clone() {
            let Some(w) = job.holder else { continue };
            match job.main_user().filter(|share| self.would_take_over(w, *share, book)) {
                Some(share) => {
                    self.take_over(w, share, book);
                    self.saw("a job of a pool that ends is taken over");
                }
                None => {
                    let cost = self.dismiss(w, book);
                    self.pools[k].cash -= cost;
                }
            }
        }
        for owed in std::mem::take(&mut self.pools[k].invoices) {
            self.pay_invoice(k, owed.user, owed.amount, book);
        }
        let set_aside = self.pools[k].set_aside;
        self.give(Purse::Guarantee(k), Purse::Pool(k), Purpose::Guarantee, set_aside);
        self.draw_on_deposits(k);
        if book.terms[k].liability == Liability::Joint {
            self.call_members(k, book);
        }
        // what nobody pays is lost to creditors and the guarantor
        self.pools[k].cash = self.pools[k].cash.or_zero();
        for s in self.in_turn() {
            if self.pools[k].with[s].member {
                self.end_membership(k, s);
                let trust = &mut self.structures[s].trust;
                *trust = (*trust - book.params.pool.trust_failure).max(0.0);
            }
        }
        // and what is left goes to another
        let pool = &mut self.pools[k];
        pool.cash = Money::ZERO;
        pool.jobs.clear();
        pool.stage = Stage::Liquidated;
        self.posts.retain(|post| !matches!(post.by, Opening::Pooled(number) if pool_of(number) == k));
    }

    fn draw_on_deposits(&mut self, k: usize) {
        let owed = (-self.pools[k].cash).or_zero();
        let held: Money = self.pools[k].with.iter().map(|with| with.deposit).sum();
        if owed == Money::ZERO || held == Money::ZERO {
            return;
        }
        let share = (owed.as_euros() / held.as_euros()).min(1.0);
        for s in 0..self.structures.len() {
            let part = self.pools[k].with[s].deposit * share;
            self.give(Purse::Deposit(k, s), Purse::Pool(k), Purpose::Deposit, part);
        }
    }
}
