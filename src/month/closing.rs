//! Phase 8, structures: months of cash, insolvency, dissolution, and who takes an empty place (submodel 5.2).

use super::Turn;
use super::accounts::{draw_deposit, pay_invoice, return_deposit};
use super::membership::{end_membership, release_time};
use super::mobility::dismiss;
use crate::dice::Decision;
use crate::units::{MONTHS_PER_YEAR, Money};
use crate::world::posts::Opening;
use crate::world::record::{Closure, Outcome, Recruitment, Why};
use crate::world::{Account, Purpose, Structures, World, foresight, founding};

/// The month-end of every structure.
pub fn close_books(world: &mut World, turn: &Turn) {
    count_cash(world, turn);
    let finance = &turn.params.finance;
    // newcomers of one month know those who came before them, and a pool short of cash pays the first who leave
    for s in world.structures.in_turn() {
        if !world.structures.open[s] {
            if world.structures.closed_in[s] + finance.reopen_after <= turn.month {
                founding::refound_structure(
                    &mut world.structures,
                    &mut world.ledger,
                    s,
                    turn.params,
                    turn.dice,
                );
                foresight::foresee_structure(&mut world.structures, s, turn.dice, turn.month);
                forget_use(world, s);
            }
            continue;
        }
        if world.structures.months_insolvent[s] >= finance.insolvent_months {
            close(world, s, Why::Insolvent, turn);
        } else if dissolves(&world.structures, s, turn) {
            close(world, s, Why::Dissolved, turn);
        }
    }
}

/// How long the cash of each structure lasts, and how long it has lasted no longer; trust goes back to the ordinary.
fn count_cash(world: &mut World, turn: &Turn) {
    let (structures, ledger) = (&mut world.structures, &world.ledger);
    let (credit_line, trust_decay) = (turn.params.finance.credit_line, turn.params.pool.trust_decay);
    let cash = structures.cash_months.iter_mut().zip(&mut structures.months_insolvent);
    let rows = cash.zip(&structures.spending).zip(&structures.open).enumerate();
    for (s, (((cash_months, months_insolvent), &spending), &open)) in rows {
        if open {
            *cash_months = ledger.balance(Account::Structure(s)).as_euros() / spending;
            *months_insolvent = if *cash_months < -credit_line { *months_insolvent + 1 } else { 0 };
        }
    }
    let trust = structures.trust.iter_mut().zip(&structures.trust_normal).zip(&structures.open);
    for ((trust, &normal), &open) in trust {
        *trust += if open { trust_decay * (normal - *trust) } else { 0.0 };
    }
}

/// Whether members of a sound structure end it all the same.
fn dissolves(structures: &Structures, s: usize, turn: &Turn) -> bool {
    let chance = turn.params.finance.dissolution / MONTHS_PER_YEAR;
    let (ahead, identity) = (structures.ahead[s].dissolution, structures.identity[s]);
    turn.dice.luck_below(chance, ahead, Decision::Dissolution, identity, turn.month, 0).is_some()
}

/// What a closed structure has used of a pool is no claim, and no debt, of who takes its place.
fn forget_use(world: &mut World, s: usize) {
    world.pools.iter_mut().for_each(|pool| pool.year_use[s] = Money::ZERO);
}

fn close(world: &mut World, s: usize, why: Why, turn: &Turn) {
    // the wage guarantee (AGS) pays for the dismissals of an insolvent employer
    let payer = if why == Why::Insolvent { Account::State } else { Account::Structure(s) };
    let workers = &world.workers;
    let staff: Vec<usize> = workers.of_structures().filter(|&w| workers.employer[w] == s as u32).collect();
    for w in staff {
        dismiss(world, w, payer, turn);
    }
    let events = &mut world.record.events;
    world.posts.retain(|post| {
        let ours = matches!(post.opening, Opening::Recurrent(e) | Opening::Temporary(e) if e as usize == s);
        let search = ours.then(|| Recruitment::of(post, turn.now, Some(Outcome::Closed))).flatten();
        events.recruitments.extend(search);
        !ours
    });
    for turn in turn.each() {
        leave_pool(world, s, why, &turn);
    }
    let left = world.ledger.balance(Account::Structure(s));
    world.ledger.transfer(Account::Structure(s), Account::Outside, Purpose::Liquidation, left);
    world.record.events.closures.push(Closure { month: turn.now, structure: s as u32, why });
    let structures = &mut world.structures;
    structures.open[s] = false;
    structures.closed_in[s] = turn.month;
    structures.surge[s] = Default::default();
    structures.months_insolvent[s] = 0;
}

/// A closing member's invoices: its deposit first, then what its liquidation yields.
fn leave_pool(world: &mut World, s: usize, why: Why, turn: &Turn) {
    let (pool, ledger) = (&mut world.pools[turn.pool], &mut world.ledger);
    let owed: Money = pool
        .receivables
        .iter()
        .filter(|invoice| invoice.user as usize == s)
        .map(|invoice| invoice.amount)
        .sum();
    pool.receivables.retain(|invoice| invoice.user as usize != s);
    if owed > Money::ZERO {
        let rest = owed - draw_deposit(pool, ledger, s, owed, turn);
        let lost = match why {
            Why::Insolvent => rest * turn.params.pool.loss_given_default,
            Why::Dissolved => Money::ZERO,
        };
        pay_invoice(&world.structures, ledger, s, owed - lost, turn);
        pool.year_other_costs += lost;
    }
    return_deposit(pool, ledger, s, turn);
    release_time(&mut world.pools[turn.pool], s);
    if world.pools[turn.pool].member[s] {
        end_membership(&mut world.pools[turn.pool], &mut world.ledger, s, turn);
    }
}
