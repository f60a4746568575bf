//! Phase 8: a pool that has run out of cash (submodel 5.15).

use mutualise::formats::Liability;
use mutualise::units::Money;
use mutualise::world::pool::pool_of;
use mutualise::world::structures::Strain;
use mutualise::world::{Opening, Purpose, Stage};

use crate::state::{Book, Purse, Territory};

impl Territory {
    /// Beyond cash, bank line, deposits and grants to come: members are called, then partners, else it is the end.
    pub fn face_debts(&mut self, k: usize, book: &Book) {
        if !self.out_of_cash(k, book) {
            return;
        }
        if book.terms[k].liability == Liability::Joint && self.worth_a_call(k, book) {
            let missing = self.lost(k).max(-self.headroom(k, book));
            self.call_members(k, missing, book);
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

    /// What a pool can still pay out: cash, a line on its wages, deposits it may draw on, grants to come.
    pub fn headroom(&self, k: usize, book: &Book) -> Money {
        let (pool, conduct) = (&self.pools[k], &book.params.pool);
        let deposits: Money = pool.with.iter().map(|with| with.deposit).sum();
        let to_come: Money = pool.grants.iter().map(|(_, sum)| *sum).sum();
        pool.cash + self.wages(k) * conduct.bank_line + deposits * conduct.deposit_recall + to_come
    }

    fn out_of_cash(&self, k: usize, book: &Book) -> bool {
        self.headroom(k, book) < Money::ZERO
    }

    /// What it owes beyond its cash, its counter-guarantee and what users owe it.
    fn lost(&self, k: usize) -> Money {
        let pool = &self.pools[k];
        let owed: Money = pool.invoices.iter().map(|owed| owed.amount).sum();
        (-(pool.cash + pool.set_aside + owed)).or_zero()
    }

    /// Users vote. Each weighs a year of what membership brings it against its part of what it could still be spared: not
    /// of losses that deposits and wages to answer for would make it bear anyway. Who must cancel hires votes no.
    fn worth_a_call(&self, k: usize, book: &Book) -> bool {
        let deposits: Money = self.pools[k].with.iter().map(|with| with.deposit).sum();
        let missing = self.lost(k).max(-self.headroom(k, book));
        let spared = (missing - self.lost(k).min(deposits + self.wages(k))).as_euros();
        let used: f64 = self.pools[k].with.iter().map(|with| with.used).sum();
        let (mut yes, mut no) = (0, 0);
        for (with, structure) in self.pools[k].with.iter().zip(&self.structures) {
            if !with.member || with.used <= 0.0 {
                continue;
            }
            let gains = with.balance * 12.0 >= spared * with.used / used;
            if gains && structure.strain < Strain::Cancel {
                yes += 1;
            } else {
                no += 1;
            }
        }
        yes > no
    }

    /// What is missing is shared by use and weighs on the balance of membership; what somebody has not is asked of those
    /// who have it, at last of those who have used nothing.
    fn call_members(&mut self, k: usize, missing: Money, book: &Book) {
        let memory = f64::from(book.params.pool.balance_months);
        let mut missing = missing;
        while missing > Money::ZERO {
            let able: Vec<(usize, Money)> = self
                .in_turn()
                .into_iter()
                .filter(|&s| self.pools[k].with[s].member)
                .map(|s| (s, self.can_pay(s, book)))
                .filter(|(_, most)| *most > Money::ZERO)
                .collect();
            if able.is_empty() {
                return;
            }
            let everybody: f64 = able.iter().map(|(s, _)| self.pools[k].with[*s].used).sum();
            let (whole, mut until, mut cut) = (missing, 0.0, Money::ZERO);
            for (nth, (s, most)) in able.iter().enumerate() {
                until += self.pools[k].with[*s].used;
                let part =
                    if everybody > 0.0 { until / everybody } else { (nth as f64 + 1.0) / able.len() as f64 };
                let share = whole * part - cut;
                cut += share;
                if share > *most {
                    self.saw("a member cannot pay its share");
                }
                let share = share.min(*most);
                missing -= share;
                self.give(Purse::Structure(*s), Purse::Pool(k), Purpose::SolidarityCall, share);
                self.pools[k].with[*s].balance -= share.as_euros() / memory;
            }
        }
    }

    /// Cash, and what a bank lends.
    fn can_pay(&self, s: usize, book: &Book) -> Money {
        let structure = &self.structures[s];
        let credit = Money::euros(structure.spending * book.params.finance.credit_line);
        (structure.cash + credit).or_zero()
    }

    fn liquidate(&mut self, k: usize, book: &Book) {
        self.saw("a pool is liquidated");
        let mut to_people = self.wages(k);
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
                    to_people += cost;
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
            // for wages and contributions alone (C. trav. L1253-8)
            let debt = (-self.pools[k].cash).or_zero();
            self.call_members(k, debt.min(to_people), book);
        }
        // what nobody pays is lost to creditors and the guarantor
        self.pools[k].cash = self.pools[k].cash.or_zero();
        self.repay_capital(k);
        for s in self.in_turn() {
            self.draw_deposit(k, s, self.pools[k].with[s].deposit);
            if self.pools[k].with[s].member {
                self.end_membership(k, s);
                let trust = &mut self.structures[s].trust;
                *trust = (*trust - book.params.pool.trust_failure).max(0.0);
            }
        }
        // what is left goes to another
        let pool = &mut self.pools[k];
        pool.cash = Money::ZERO;
        pool.jobs.clear();
        pool.stage = Stage::Liquidated;
        self.posts.retain(|post| !matches!(post.by, Opening::Pooled(number) if pool_of(number) == k));
    }

    /// Members and founders have their capital back, each the same part of it.
    fn repay_capital(&mut self, k: usize) {
        let pool = &self.pools[k];
        let of_members: Money = pool.with.iter().map(|with| with.capital).sum();
        let held = (of_members + pool.founding_capital).as_euros();
        let part = if held > pool.cash.as_euros() { pool.cash.as_euros() / held } else { 1.0 };
        for s in self.in_turn() {
            let pool = &mut self.pools[k];
            let back = (pool.with[s].capital * part).min(pool.cash);
            pool.with[s].capital = Money::ZERO;
            self.give(Purse::Pool(k), Purse::Structure(s), Purpose::Capital, back);
        }
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
            self.draw_deposit(k, s, part);
            self.give(Purse::Structure(s), Purse::Pool(k), Purpose::DepositLost, part);
        }
    }
}
