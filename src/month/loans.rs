//! Loans of staff between structures, at cost and without profit: who lends what to whom, what it costs, how it ends
//! (C. trav. L8241-1 and -2; model, section 6).

use super::Turn;
use super::choice::{acceptance, present_utility};
use super::needs::half_days;
use super::posts::{NO_GAP, recurrent_gap};
use super::prices::{direct_gain, recurrent_value};
use super::work;
use crate::dice::Decision;
use crate::formats::Employer;
use crate::kinds::{Need, Profession, Status};
use crate::law::Contract;
use crate::price::part_of_job;
use crate::units::Money;
use crate::world::structures::Strain;
use crate::world::{Account, Loan, Pools, Purpose, Structures, Workers, World, travel};

/// Phase 4: loans that are over end, then who has time to spare lends it to somebody it knows who needs it.
pub fn arrange(world: &mut World, turn: &Turn) {
    if turn.terms.employer != Employer::LendingStructure || turn.now < 0 {
        return;
    }
    end_those_over(world);
    work::count(world);
    for lender in world.structures.in_turn() {
        for profession in Profession::ALL {
            if spare(&world.structures, lender, profession) > NO_GAP
                && let Some(loan) = best_loan(world, lender, profession, turn)
                && consents(world, &loan, turn)
            {
                agree(world, loan, turn);
            }
        }
    }
}

/// A loan ends with its months, and when the lender needs its time again or the borrower needs it no more.
fn end_those_over(world: &mut World) {
    let (structures, workers) = (&world.structures, &world.workers);
    world.pools.loans.retain_mut(|loan| {
        let profession = workers.profession[loan.worker as usize];
        loan.months_left -= 1;
        loan.months_left > 0
            && recurrent_gap(structures, loan.lender as usize, profession) < loan.fte - NO_GAP
            && recurrent_gap(structures, loan.borrower as usize, profession) > -NO_GAP
    });
}

/// Loans of people who have left their employer, and those to a structure that has closed, are over.
pub fn end_without_employer(pools: &mut Pools, structures: &Structures, workers: &Workers) {
    pools.loans.retain(|loan| {
        let w = loan.worker as usize;
        workers.status[w] == Status::Structure
            && workers.employer[w] == loan.lender
            && structures.open[loan.lender as usize]
            && structures.open[loan.borrower as usize]
    });
}

/// Time that a structure employs beyond its need, in half-days.
fn spare(structures: &Structures, s: usize, profession: Profession) -> f64 {
    let beyond = -recurrent_gap(structures, s, profession);
    // whole half-days as they are, whatever last digits the sums before have left
    if structures.open[s] && beyond > NO_GAP { half_days(beyond - NO_GAP + 1e-9) } else { 0.0 }
}

/// The borrower, among those the lender knows, who gains most; the lender's longest-serving person goes.
fn best_loan(world: &World, lender: usize, profession: Profession, turn: &Turn) -> Option<Loan> {
    let worker = whom_to_lend(world, lender, profession)?;
    let spare = spare(&world.structures, lender, profession).min(world.workers.fte[worker]);
    let offers = world.structures.contacts[lender].iter().filter_map(|&borrower| {
        let fte = spare.min(half_days(recurrent_gap(&world.structures, borrower as usize, profession)));
        let loan = Loan {
            worker: worker as u32,
            lender: lender as u32,
            borrower,
            fte,
            months_left: turn.params.pool.loan_months,
        };
        let gain = gain(world, &loan, profession, turn)?;
        Some((gain, loan))
    });
    offers
        .fold(None, |best: Option<(f64, Loan)>, (gain, loan)| match best {
            Some((other, _)) if other >= gain => best,
            _ => Some((gain, loan)),
        })
        .map(|(_, loan)| loan)
}

fn whom_to_lend(world: &World, lender: usize, profession: Profession) -> Option<usize> {
    let workers = &world.workers;
    let people = workers.by_profession[profession].iter().map(|&w| w as usize);
    people
        .filter(|&w| workers.status[w] == Status::Structure && workers.employer[w] == lender as u32)
        .filter(|&w| workers.contract[w] == Contract::OpenEnded && workers.serves[w] == Need::Recurrent)
        .filter(|&w| world.pools.loan_of(w).is_none())
        .max_by_key(|&w| (workers.tenure(w), std::cmp::Reverse(workers.identity[w])))
}

/// What the borrower gains in a month, if it can pay, is near, and would not rather hire.
fn gain(world: &World, loan: &Loan, profession: Profession, turn: &Turn) -> Option<f64> {
    let (structures, s) = (&world.structures, loan.borrower as usize);
    let minutes = travel(&turn.params.territory, structures.zone[loan.lender as usize], structures.zone[s]);
    let able = structures.open[s]
        && loan.fte > NO_GAP
        && structures.strain[s] == Strain::None
        && structures.cash_months[s] > turn.params.market.afford_months
        && minutes <= turn.params.pool.max_travel;
    if !able {
        return None;
    }
    let value = recurrent_value(structures, s, profession, turn) * loan.fte;
    let price = price(world, loan, turn);
    let agreement = turn.params.pool.loan_agreement / f64::from(turn.params.pool.loan_months.max(1));
    let gain = value - (price.amount + price.tax).as_euros() - agreement;
    let months = f64::from(turn.params.market.hiring_horizon);
    let alone = direct_gain(structures, s, profession, loan.fte, Contract::OpenEnded, months, turn);
    (gain > 0.0 && gain >= alone).then_some(gain)
}

/// What a month of a loan is billed.
struct Price {
    amount: Money,
    tax: Money,
}

/// Pay and contributions of the time lent, no fee; with VAT if the lender is liable, a cost if the borrower is not.
fn price(world: &World, loan: &Loan, turn: &Turn) -> Price {
    let w = loan.worker as usize;
    let amount = part_of_job(world.workers.loaded_cost[w], loan.fte, world.workers.fte[w]);
    let liable = |s: u32| world.structures.vat_liable[s as usize];
    let lost = liable(loan.lender) && !liable(loan.borrower);
    Price { amount, tax: if lost { amount * turn.rates.vat_rate() } else { Money::ZERO } }
}

/// Nobody is lent without agreeing (C. trav. L8241-2): by what another site adds and takes away.
fn consents(world: &World, loan: &Loan, turn: &Turn) -> bool {
    let (workers, w) = (&world.workers, loan.worker as usize);
    let change = present_utility(workers, w, 2, turn) - present_utility(workers, w, 1, turn);
    let mut roll = turn.dice.roll(Decision::LoanConsent, workers.identity[w], turn.month);
    roll.happens(acceptance(change, turn))
}

fn agree(world: &mut World, loan: Loan, turn: &Turn) {
    let cost = Money::euros(turn.params.pool.loan_agreement);
    let account = Account::Structure(loan.borrower as usize);
    world.ledger.transfer(account, Account::Outside, Purpose::Agreement, cost);
    let profession = world.workers.profession[loan.worker as usize];
    world.structures.direct[loan.lender as usize][profession] -= loan.fte;
    world.structures.pooled[loan.borrower as usize][profession] += loan.fte;
    world.pools.loans.push(loan);
}

/// Phase 5: borrowers pay lenders what the time has cost.
pub fn pay(world: &mut World, turn: &Turn) {
    for k in 0..world.pools.loans.len() {
        let loan = world.pools.loans[k];
        let price = price(world, &loan, turn);
        // the time of somebody ill is billed to nobody
        let at_work = 1.0 - world.workers.sick[loan.worker as usize].away;
        let (amount, tax) = (price.amount * at_work, price.tax * at_work);
        let borrower = Account::Structure(loan.borrower as usize);
        world.ledger.transfer(borrower, Account::Structure(loan.lender as usize), Purpose::Loan, amount);
        world.ledger.transfer(borrower, Account::State, Purpose::Vat, tax);
    }
}
