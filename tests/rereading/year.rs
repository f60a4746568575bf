//! Phase 8, a pool's books are closed: result, tax, reserves, the fee of the year to come (submodels 5.13 and 5.15).

use mutualise::formats::{Guarantee, Liability, Surplus, Terms, Vat};
use mutualise::law::ProfitTaxpayer;
use mutualise::units::Money;
use mutualise::world::Purpose;

use crate::pool::{Invoice, Year};
use crate::state::{Book, Purse, Territory};

impl Territory {
    /// Cash, counter-guarantee and receivables, less others' capital.
    fn worth(&self, k: usize) -> Money {
        let pool = &self.pools[k];
        let owed: Money = pool.invoices.iter().map(|owed| owed.amount).sum();
        let capital: Money = pool.with.iter().map(|with| with.capital).sum();
        pool.cash + pool.set_aside + owed - capital - pool.founding_capital
    }

    pub fn close_year(&mut self, k: usize, book: &Book) {
        let terms = &book.terms[k];
        if terms.vat == Vat::ExactCost {
            self.settle_exact_cost(k, book);
        }
        if terms.surplus != Surplus::None {
            let result = self.worth(k) - self.pools[k].worth_before;
            let taxable = result + self.provisions_too_old(k, book);
            if taxable > Money::ZERO {
                self.saw("a year with a surplus");
                self.share_out(k, result, taxable, book);
            } else {
                self.bear(k, -taxable);
            }
        }
        self.pools[k].worth_before = self.worth(k);
        self.set_fee(k, terms, book);
        if terms.guarantee == Guarantee::TemporaryWork {
            let sum = book.rates.temporary_work_guarantee(self.pools[k].year.billed);
            self.guarantee(k, sum, book);
        }
        let pool = &mut self.pools[k];
        pool.years += 1;
        pool.year = Year::default();
        pool.with.iter_mut().for_each(|with| with.used_this_year = Money::ZERO);
    }

    /// What the fee has brought in too much goes back by use, what it lacked is billed by use.
    fn settle_exact_cost(&mut self, k: usize, book: &Book) {
        let used: Money = self.pools[k].with.iter().map(|with| with.used_this_year).sum();
        if used == Money::ZERO {
            return;
        }
        let excess = used * self.pools[k].fee - self.pools[k].year.other;
        let back = excess.or_zero().min(self.pools[k].cash.or_zero());
        let lacking = (-excess).or_zero();
        for s in 0..self.structures.len() {
            let part = self.pools[k].with[s].used_this_year.as_euros() / used.as_euros();
            if !self.structures[s].open || part == 0.0 {
                continue;
            }
            self.saw("an exact cost is settled");
            self.give(Purse::Pool(k), Purse::Structure(s), Purpose::Settlement, back * part);
            if lacking * part > Money::ZERO {
                let due = self.month + book.params.pool.invoice_delay;
                self.pools[k].invoices.push(Invoice { user: s, amount: lacking * part, due });
            }
        }
    }

    /// A loss is borne by the provisions, the oldest first; the rest is carried forward.
    fn bear(&mut self, k: usize, loss: Money) {
        let pool = &mut self.pools[k];
        let mut left = loss;
        for (_, provision) in &mut pool.provisions {
            let drawn = left.min(*provision);
            *provision -= drawn;
            left -= drawn;
        }
        pool.provisions.retain(|(_, provision)| *provision > Money::ZERO);
        pool.losses += left;
    }

    /// Provisions that have not served within their years are taxed after all, whatever the year brings.
    fn provisions_too_old(&mut self, k: usize, book: &Book) -> Money {
        let (pool, limit) = (&mut self.pools[k], book.rates.solidarity_provision_years());
        let year = pool.years;
        let sum = pool.provisions.iter().filter(|(of, _)| year - of >= limit).map(|(_, sum)| *sum).sum();
        pool.provisions.retain(|(of, _)| year - of < limit);
        sum
    }

    /// A surplus: provision against joint debts, losses of the past, reserves, tax, and what is left for the owners.
    fn share_out(&mut self, k: usize, result: Money, taxable: Money, book: &Book) {
        let (terms, rates) = (&book.terms[k], book.rates);
        let pool = &mut self.pools[k];
        let provided = if terms.liability == Liability::Joint {
            result.or_zero().min(rates.solidarity_provision_limit(pool.year.gross))
        } else {
            Money::ZERO
        };
        if provided > Money::ZERO {
            pool.provisions.push((pool.years, provided));
        }
        let before = taxable - provided;
        let set_off = pool.losses.min(before);
        pool.losses -= set_off;
        let profit = before - set_off;
        let to_reserves = match terms.surplus {
            Surplus::Cooperative => profit * rates.cooperative_reserve_share(),
            _ => Money::ZERO,
        };
        let who = ProfitTaxpayer { turnover: pool.year.billed, held_by_people: terms.capital_by_people };
        let tax = rates.corporate_tax(profit - to_reserves, who);
        let free = (profit - to_reserves - tax).or_zero();
        pool.reserves += match terms.surplus {
            Surplus::Reserves => before - tax,
            Surplus::Cooperative => to_reserves + free,
            _ => to_reserves,
        };
        self.give(Purse::Pool(k), Purse::Elsewhere, Purpose::CorporateTax, tax);
        match terms.surplus {
            Surplus::Cooperative => self.pay_interest(k, free, terms),
            Surplus::Owners => {
                let needed = self.wages(k) * book.params.pool.working_months;
                let idle = (self.pools[k].cash - needed).or_zero();
                self.give(Purse::Pool(k), Purse::Elsewhere, Purpose::Dividend, free.min(idle));
            }
            Surplus::None | Surplus::Reserves => {}
        }
    }

    /// Capped interest on members' capital, as far as there is money; it comes out of the reserves.
    fn pay_interest(&mut self, k: usize, free: Money, terms: &Terms) {
        let capital: Money = self.pools[k].with.iter().map(|with| with.capital).sum();
        let paid = (capital * terms.capital_interest).min(free).min(self.pools[k].cash.or_zero());
        for s in 0..self.structures.len() {
            let own = self.pools[k].with[s].capital;
            if own > Money::ZERO {
                let part = paid * (own.as_euros() / capital.as_euros());
                self.give(Purse::Pool(k), Purse::Structure(s), Purpose::Interest, part);
                self.pools[k].reserves -= part;
            }
        }
    }

    /// The fee of the next year: what the year needed, within a step and its bounds; a company keeps its margin.
    fn set_fee(&mut self, k: usize, terms: &Terms, book: &Book) {
        let (conduct, pool) = (&book.params.pool, &mut self.pools[k]);
        if pool.year.sold <= Money::ZERO || terms.surplus == Surplus::Owners {
            return;
        }
        let needed = pool.year.other.as_euros() / pool.year.sold.as_euros();
        let high = conduct.fee_high.max(terms.fee);
        pool.fee = if terms.vat == Vat::ExactCost {
            needed.clamp(0.0, high)
        } else {
            let step = (needed - pool.fee).clamp(-conduct.fee_step, conduct.fee_step);
            (pool.fee + step).clamp(conduct.fee_low.min(terms.fee), high)
        };
    }
}
