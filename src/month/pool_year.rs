//! Phase 8, a pool's yearly closing: result, provision, corporate tax, reserves, and the price of the year to come
//! (submodels 5.13 and 5.15).

use super::Turn;
use super::pool_opening::guarantee;
use crate::formats::{Guarantee, Liability, Surplus, Vat};
use crate::law::{ProfitTaxpayer, Rates};
use crate::units::Money;
use crate::world::pool::Invoice;
use crate::world::{Account, Pool, Purpose, World};

/// The books of a year are closed: what was billed is set right if it must be exact, the result is taxed and shared
/// out, the price of the next year and the guarantee follow what the year has cost and sold.
pub fn close(world: &mut World, turn: &Turn) {
    if turn.terms.vat == Vat::ExactCost {
        settle_exact_cost(world, turn);
    }
    close_result(world, turn);
    reset_fee(&mut world.pools[turn.pool], turn);
    if turn.terms.guarantee == Guarantee::TemporaryWork {
        let sum = turn.rates.temporary_work_guarantee(world.pools[turn.pool].year_billed);
        guarantee(world, sum, turn);
    }
    let pool = &mut world.pools[turn.pool];
    pool.years += 1;
    (pool.year_sold, pool.year_other_costs) = (Money::ZERO, Money::ZERO);
    (pool.year_gross, pool.year_billed) = (Money::ZERO, Money::ZERO);
    pool.year_use.fill(Money::ZERO);
}

/// Exact cost: what the year's fee brought in too much goes back to the users by use, what it lacked is billed to
/// them (BOI-TVA-CHAMP-30-10-40).
fn settle_exact_cost(world: &mut World, turn: &Turn) {
    let (pool, ledger) = (&mut world.pools[turn.pool], &mut world.ledger);
    let used: Money = pool.year_use.iter().copied().sum();
    if used <= Money::ZERO {
        return;
    }
    let brought = used * pool.rate;
    let excess = brought - pool.year_other_costs;
    let payable = excess.or_zero().min(ledger.balance(Account::Pool(turn.pool)).or_zero());
    for s in 0..pool.year_use.len() {
        let part = pool.year_use[s].as_euros() / used.as_euros();
        if part == 0.0 || !world.structures.open[s] {
            continue;
        }
        let back = payable * part;
        ledger.transfer(Account::Pool(turn.pool), Account::Structure(s), Purpose::Settlement, back);
        let lacking = (-excess).or_zero() * part;
        if lacking > Money::ZERO {
            let due = turn.month + turn.params.pool.invoice_delay;
            pool.receivables.push(Invoice { user: s as u32, amount: lacking, due });
        }
    }
}

/// What a pool is worth: cash, counter-guarantee and receivables, less the capital of members and founders.
pub fn worth(world: &World, k: usize) -> Money {
    let pool = &world.pools[k];
    let receivables: Money = pool.receivables.iter().map(|invoice| invoice.amount).sum();
    let capital: Money = pool.capital.iter().copied().sum();
    let cash = world.ledger.balance(Account::Pool(k)) + world.ledger.balance(Account::Guarantee(k));
    cash + receivables - capital - pool.founding_capital
}

fn close_result(world: &mut World, turn: &Turn) {
    let k = turn.pool;
    let result = worth(world, k) - world.pools[k].worth;
    if turn.terms.surplus != Surplus::None {
        let taxed = share_out(&mut world.pools[k], result, turn.terms.surplus, turn);
        world.ledger.transfer(Account::Pool(k), Account::State, Purpose::CorporateTax, taxed.tax);
        match turn.terms.surplus {
            Surplus::Cooperative => pay_interest(world, taxed.free, turn),
            Surplus::Owners => pay_owners(world, taxed.free, turn),
            Surplus::None | Surplus::Reserves => {}
        }
    }
    world.pools[k].worth = worth(world, k);
}

/// What a result leaves.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Shared {
    /// Corporate tax.
    tax: Money,
    /// What may be paid to those who hold the capital.
    free: Money,
}

/// Tax on a year's result, and what of it may be paid out; provisions, losses and reserves are carried forward.
fn share_out(pool: &mut Pool, result: Money, surplus: Surplus, turn: &Turn) -> Shared {
    // what has not served in time comes back in a year of loss too
    let taxable = result + lapsed_provisions(pool, turn.rates);
    if taxable <= Money::ZERO {
        let provided = draw_provisions(pool, -taxable);
        pool.losses += -taxable - provided;
        return Shared::default();
    }
    let provided = if turn.terms.liability == Liability::Joint {
        turn.rates.solidarity_provision_limit(pool.year_gross).min(result.or_zero())
    } else {
        Money::ZERO
    };
    if provided > Money::ZERO {
        pool.provisions.push((pool.years, provided));
    }
    let before_losses = taxable - provided;
    let set_off = pool.losses.min(before_losses);
    pool.losses -= set_off;
    let profit = before_losses - set_off;
    let reserved = match surplus {
        Surplus::Cooperative => profit * turn.rates.cooperative_reserve_share(),
        _ => Money::ZERO,
    };
    let who = ProfitTaxpayer { turnover: pool.year_billed, held_by_people: turn.terms.capital_by_people };
    let tax = turn.rates.corporate_tax(profit - reserved, who);
    let free = (profit - reserved - tax).or_zero();
    pool.reserves += if surplus == Surplus::Reserves { before_losses - tax } else { reserved };
    Shared { tax, free }
}

/// A loss is set against the oldest provisions first; returns how much of it they bear.
fn draw_provisions(pool: &mut Pool, loss: Money) -> Money {
    let mut left = loss;
    for (_, provision) in &mut pool.provisions {
        let drawn = left.min(*provision);
        *provision -= drawn;
        left -= drawn;
    }
    pool.provisions.retain(|&(_, provision)| provision > Money::ZERO);
    loss - left
}

/// Provisions that have not served in time become taxable.
fn lapsed_provisions(pool: &mut Pool, rates: &Rates) -> Money {
    let limit = rates.solidarity_provision_years();
    let lapsed = |&&(year, _): &&(u32, Money)| pool.years - year >= limit;
    let sum = pool.provisions.iter().filter(lapsed).map(|&(_, amount)| amount).sum();
    let years = pool.years;
    pool.provisions.retain(|&(year, _)| years - year < limit);
    sum
}

/// A co-operative pays capped interest on its members' capital, and keeps the rest.
fn pay_interest(world: &mut World, free: Money, turn: &Turn) {
    let (pool, ledger) = (&mut world.pools[turn.pool], &mut world.ledger);
    let capital: Money = pool.capital.iter().copied().sum();
    let wanted = capital * turn.terms.capital_interest;
    let paid = wanted.min(free).min(ledger.balance(Account::Pool(turn.pool)).or_zero());
    for s in 0..pool.capital.len() {
        if pool.capital[s] > Money::ZERO {
            let part = paid * (pool.capital[s].as_euros() / capital.as_euros());
            ledger.transfer(Account::Pool(turn.pool), Account::Structure(s), Purpose::Interest, part);
            pool.reserves -= part;
        }
    }
    pool.reserves += free;
}

/// Owners take what is free and not needed to pay wages before invoices are paid.
fn pay_owners(world: &mut World, free: Money, turn: &Turn) {
    let k = turn.pool;
    let conduct = &turn.params.pool;
    let needed = monthly_wages(world, k) * conduct.working_months;
    let idle = (world.ledger.balance(Account::Pool(k)) - needed).or_zero();
    world.ledger.transfer(Account::Pool(k), Account::Outside, Purpose::Dividend, free.min(idle));
}

/// The loaded wages of a month.
pub fn monthly_wages(world: &World, k: usize) -> Money {
    let holders = world.pools[k].jobs.iter().filter_map(|job| job.worker);
    holders.map(|w| world.workers.loaded_cost[w as usize]).sum()
}

/// Once a year the fee moves towards what last year's costs would have needed, within its bounds; at exact cost it
/// moves there at once, and a company keeps the margin of its market.
fn reset_fee(pool: &mut Pool, turn: &Turn) {
    let conduct = &turn.params.pool;
    let sold = pool.year_sold.as_euros();
    if sold <= 0.0 || turn.terms.surplus == Surplus::Owners {
        return;
    }
    let needed = pool.year_other_costs.as_euros() / sold;
    if turn.terms.vat == Vat::ExactCost {
        pool.rate = needed.clamp(0.0, conduct.fee_high.max(turn.terms.fee));
        return;
    }
    let step = (needed - pool.rate).clamp(-conduct.fee_step, conduct.fee_step);
    let (low, high) = (conduct.fee_low.min(turn.terms.fee), conduct.fee_high.max(turn.terms.fee));
    pool.rate = (pool.rate + step).clamp(low, high);
}
