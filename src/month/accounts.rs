//! Phases 5 and 8, the pools' invoices: what is billed, paid, lost, deposited (submodels 5.13 and 5.15).

use super::pool_year::monthly_wages;
use super::prices::{month_cost, recurrent_value, temporary_value};
use super::{Turn, missions};
use crate::dice::Decision;
use crate::formats::Vat;
use crate::kinds::{PerProfession, Profession};
use crate::law::Contract;
use crate::price::{invoiced, part_of_job, vat_not_recovered};
use crate::units::{MONTHS_PER_YEAR, Money};
use crate::world::pool::Invoice;
use crate::world::{Account, Ledger, Pool, Purpose, Structures, World};

/// Phase 5, after pay: whoever was paid this month is billed to the users, who draw up their balance, bring their
/// deposit up and pay their dues. People who leave later in the month have worked it.
pub fn bill(world: &mut World, turn: &Turn) {
    for turn in turn.each() {
        if world.pools[turn.pool].active() {
            let billed = write_invoices(world, &turn);
            let pool = &mut world.pools[turn.pool];
            draw_balances(&mut world.structures, pool, &billed, &turn);
            collect_deposits(&world.structures, pool, &mut world.ledger, &billed, &turn);
            collect_dues(&world.structures, pool, &mut world.ledger, &turn);
        }
    }
}

/// Phase 8: invoices that fall due are paid.
pub fn settle(world: &mut World, turn: &Turn) {
    for turn in turn.each() {
        if world.pools[turn.pool].active() {
            settle_invoices(world, &turn);
        }
    }
}

/// What a pool can still pay out: its cash, the line of a bank on its wages, the deposits it may draw on, and grants that
/// have been awarded and not yet paid, against which a bank lends. Below nothing it is out of cash.
pub fn headroom(world: &World, turn: &Turn) -> Money {
    let conduct = &turn.params.pool;
    let awarded: Money = world.pools[turn.pool].grants.iter().map(|&(_, amount)| amount).sum();
    let deposits = world.ledger.balance(Account::Deposits(turn.pool)) * conduct.deposit_recall;
    let line = monthly_wages(world, turn.pool) * conduct.bank_line;
    world.ledger.balance(Account::Pool(turn.pool)) + line + deposits + awarded
}

/// Whether the pool can advance the pay of one more person until the users' invoices are paid, deposits deducted, besides
/// those for whom it advances it already and the jobs it has open.
pub fn can_advance(world: &World, profession: Profession, fte: f64, contract: Contract, turn: &Turn) -> bool {
    let conduct = &turn.params.pool;
    let months = (f64::from(conduct.invoice_delay) - turn.terms.deposit_months) * conduct.advance_cover;
    if months <= 0.0 {
        return true;
    }
    let still = world.pools[turn.pool].jobs.iter().map(|job| {
        let left = (months - f64::from(job.months_held)).max(0.0);
        left * job.fte * month_cost(job.contract, job.profession, turn)
    });
    let needed = months * fte * month_cost(contract, profession, turn) + still.sum::<f64>();
    headroom(world, turn) >= Money::euros(needed)
}

/// What each structure was billed this month, before tax, and the value it had for that.
struct Billed<'a> {
    amount: &'a mut [Money],
    value: &'a mut [f64],
}

fn write_invoices<'a>(world: &mut World, turn: &Turn<'a>) -> Billed<'a> {
    let (structures, workers, pool) = (&world.structures, &world.workers, &mut world.pools[turn.pool]);
    let n = structures.len();
    let billed = Billed { amount: turn.blank(n), value: turn.blank(n) };
    pool.jobs.iter_mut().for_each(|job| job.months_held += u32::from(job.worker.is_some()));
    let mut on_missions = PerProfession::<f64>::default();
    for job in &pool.jobs {
        let Some(w) = job.worker else { continue };
        let cost = workers.loaded_cost[w as usize];
        let on_mission = missions::cost_on_mission(workers, job, w as usize, turn).unwrap_or(cost);
        // the time of somebody ill is billed to nobody; what pay goes on is the pool's
        let (at_work, loaded) = (1.0 - workers.sick[w as usize].away, workers.cost_due(w as usize).loaded);
        let (mut sold, mut sold_cost) = (0.0, Money::ZERO);
        for slice in &job.slices {
            let s = slice.user as usize;
            let cost = part_of_job(on_mission, slice.fte, job.fte) * at_work;
            let amount = invoiced(cost, pool.charge());
            pool.receivables.push(Invoice {
                user: slice.user,
                amount,
                due: turn.month + turn.params.pool.invoice_delay,
            });
            billed.amount[s] += amount;
            pool.year_billed += amount;
            pool.year_use[s] += cost;
            let value = match job.temporary {
                true => temporary_value(structures, s, job.profession, turn),
                false => recurrent_value(structures, s, job.profession, turn),
            };
            billed.value[s] += value * slice.fte * at_work * (1.0 - turn.terms.training_share);
            pool.use_of_pool[s] += slice.fte;
            sold += slice.fte;
            sold_cost += cost;
        }
        pool.year_sold += sold_cost;
        let unsold_cost = (loaded - sold_cost).or_zero();
        pool.year_other_costs += unsold_cost * (1.0 + pool.tax_share);
        world.record.pool_unsold_cost += unsold_cost;
        on_missions[job.profession] += if job.temporary { sold } else { 0.0 };
        world.record.pool_sold += sold * at_work;
        world.record.pool_unsold += (job.fte - sold).max(0.0) * at_work;
    }
    for profession in Profession::ALL {
        let flow = &mut pool.mission_flow[profession];
        *flow += (on_missions[profession] - *flow) / MONTHS_PER_YEAR;
    }
    billed
}

/// Members draw up what membership brings them, smoothed over some months.
fn draw_balances(structures: &mut Structures, pool: &mut Pool, billed: &Billed, turn: &Turn) {
    if turn.month < pool.opens {
        return;
    }
    let memory = f64::from(turn.params.pool.balance_months);
    for s in (0..structures.len()).filter(|&s| pool.member[s]) {
        let tax = vat_not_recovered(turn.terms, turn.rates, structures.vat_liable[s]);
        let paid = billed.amount[s].as_euros() * (1.0 + tax) + turn.terms.yearly_dues / MONTHS_PER_YEAR;
        let month = billed.value[s] - paid;
        pool.balance[s] += (month - pool.balance[s]) / memory;
        if billed.value[s] > 0.0 {
            let conduct = &turn.params.pool;
            structures.trust[s] = (structures.trust[s] + conduct.trust_fill).min(1.0);
        }
    }
}

/// Each user's deposit is brought up to some months of its invoices.
fn collect_deposits(
    structures: &Structures,
    pool: &mut Pool,
    ledger: &mut Ledger,
    billed: &Billed,
    turn: &Turn,
) {
    for s in structures.open_ones() {
        let wanted = billed.amount[s] * turn.terms.deposit_months;
        let missing = (wanted - pool.deposits[s]).or_zero();
        ledger.transfer(Account::Structure(s), Account::Deposits(turn.pool), Purpose::Deposit, missing);
        pool.deposits[s] += missing;
    }
}

fn collect_dues(structures: &Structures, pool: &mut Pool, ledger: &mut Ledger, turn: &Turn) {
    let dues = Money::euros(turn.terms.yearly_dues / MONTHS_PER_YEAR);
    for s in structures.open_ones().filter(|&s| pool.member[s]) {
        ledger.transfer(Account::Structure(s), Account::Pool(turn.pool), Purpose::Dues, dues);
        pool.year_other_costs -= dues;
    }
}

/// Invoices that fall due are paid; of one that is not, the deposit bears what it can, and most of the rest is lost: no
/// wage guarantee (AGS) covers it. Who has left has its deposit back after its last invoice.
fn settle_invoices(world: &mut World, turn: &Turn) {
    let (structures, pool, ledger) = (&world.structures, &mut world.pools[turn.pool], &mut world.ledger);
    let owed = turn.blank::<Money>(structures.len());
    pool.receivables.retain(|invoice| {
        let due = invoice.due <= turn.month;
        owed[invoice.user as usize] += if due { invoice.amount } else { Money::ZERO };
        !due
    });
    let conduct = &turn.params.pool;
    for s in (0..owed.len()).filter(|&s| owed[s] > Money::ZERO) {
        let mut roll = turn.dice.roll_nth(
            Decision::InvoiceDefault,
            structures.identity[s],
            turn.month,
            turn.pool as u32,
        );
        if !roll.happens(conduct.invoice_default) {
            pay_invoice(structures, ledger, s, owed[s], turn);
            continue;
        }
        let rest = owed[s] - draw_deposit(pool, ledger, s, owed[s], turn);
        let lost = rest * conduct.loss_given_default;
        pay_invoice(structures, ledger, s, owed[s] - lost, turn);
        pool.year_other_costs += lost;
    }
    for s in 0..owed.len() {
        if pool.deposits[s] > Money::ZERO && !pool.member[s] && !still_owes(pool, s, turn) {
            return_deposit(pool, ledger, s, turn);
        }
    }
}

/// Whether a user has invoices left to pay, or will have one: at exact cost, for its part of what the year turns out to
/// have cost.
fn still_owes(pool: &Pool, s: usize, turn: &Turn) -> bool {
    let year_open = turn.terms.vat == Vat::ExactCost && pool.year_use[s] > Money::ZERO;
    year_open || pool.receivables.iter().any(|invoice| invoice.user as usize == s)
}

/// What is left of a deposit goes back to who made it.
pub fn return_deposit(pool: &mut Pool, ledger: &mut Ledger, s: usize, turn: &Turn) {
    let left = pool.deposits[s];
    draw_deposit(pool, ledger, s, left, turn);
}

/// What a user owes is taken from its deposit, as far as that goes: the money is the user's again, who pays with it.
pub fn draw_deposit(pool: &mut Pool, ledger: &mut Ledger, s: usize, owed: Money, turn: &Turn) -> Money {
    let drawn = owed.min(pool.deposits[s]);
    pool.deposits[s] -= drawn;
    ledger.transfer(Account::Deposits(turn.pool), Account::Structure(s), Purpose::Deposit, drawn);
    drawn
}

/// A user pays the pool, and the State the tax it cannot recover.
pub fn pay_invoice(structures: &Structures, ledger: &mut Ledger, s: usize, amount: Money, turn: &Turn) {
    ledger.transfer(Account::Structure(s), Account::Pool(turn.pool), Purpose::Invoice, amount);
    let tax = amount * vat_not_recovered(turn.terms, turn.rates, structures.vat_liable[s]);
    ledger.transfer(Account::Structure(s), Account::State, Purpose::Vat, tax);
}
