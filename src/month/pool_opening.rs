//! Phase 3, the opening of a pool: what its founding costs and who pays for it, grants, the guarantee (submodel 5.15).

use super::Turn;
use crate::dice::Decision;
use crate::formats::{Employer, Guarantee, Terms};
use crate::units::Money;
use crate::world::pool::Stage;
use crate::world::{Account, Purpose, World};

/// At the launch a pool is set up if the format has one; it opens when it is ready and its guarantee is posted.
pub fn open(world: &mut World, turn: &Turn) {
    world.pools.make_room(turn.employers.len());
    for turn in turn.each() {
        if turn.now == 0 && has_pool(&turn) {
            found(world, &turn);
        }
        receive_grants(world, &turn);
        if world.pools[turn.pool].stage == Stage::SettingUp
            && turn.month >= world.pools[turn.pool].opens
            && guarantee_posted(world, &turn)
        {
            world.pools[turn.pool].stage = Stage::Active;
            world.pools[turn.pool].opens = turn.month;
        }
    }
}

/// Whether the terms at hand provide for a shared employer.
fn has_pool(turn: &Turn) -> bool {
    !matches!(turn.terms.employer, Employer::Structure | Employer::LendingStructure)
}

/// Capital comes in, the study and the statutes are paid for, grants are applied for.
fn found(world: &mut World, turn: &Turn) {
    let (terms, account) = (turn.terms, Account::Pool(turn.pool));
    let pool = &mut world.pools[turn.pool];
    pool.stage = Stage::SettingUp;
    pool.opens = turn.month + terms.setup_months;
    pool.rate = terms.fee;
    pool.founding_capital = Money::euros(terms.founding_capital);
    world.ledger.transfer(founders(terms), account, Purpose::FoundingCapital, pool.founding_capital);
    let paid = turn.month + turn.params.pool.grant_lag;
    let mut roll = turn.dice.roll(Decision::StartupGrant, turn.pool as u32, turn.month);
    if roll.happens(terms.startup_grant_odds) {
        pool.grants.push((paid, Money::euros(terms.startup_grant)));
    }
    if awarded(0, terms.ptce_call_odds, turn) {
        pool.grants.push((paid, Money::euros(terms.ptce_call)));
    }
    pay_for_setup(world, turn);
}

/// Who puts in the founding capital: the owners of a company, else funders of the social economy.
pub fn founders(terms: &Terms) -> Account {
    if terms.employer == Employer::PoolCompany { Account::Outside } else { Account::Funders }
}

/// Whether one of the named aids is obtained.
fn awarded(which: u32, odds: f64, turn: &Turn) -> bool {
    turn.dice.roll_nth(Decision::NamedAid, turn.pool as u32, turn.month, which).happens(odds)
}

/// Advice in kind (DLA) and co-financed advice (PCRH, at most a share of its cost) pay for part of the founding.
fn pay_for_setup(world: &mut World, turn: &Turn) {
    let terms = turn.terms;
    let cost = Money::euros(terms.setup_cost);
    let dla = if awarded(1, terms.dla_odds, turn) { Money::euros(terms.dla).min(cost) } else { Money::ZERO };
    let most = ((cost - dla) * turn.params.pool.pcrh_share).min(Money::euros(terms.pcrh));
    let pcrh = if awarded(2, terms.pcrh_odds, turn) { most } else { Money::ZERO };
    world.ledger.transfer(Account::Funders, Account::Outside, Purpose::Grant, dla + pcrh);
    let rest = cost - dla - pcrh;
    world.ledger.transfer(Account::Pool(turn.pool), Account::Outside, Purpose::Setup, rest);
}

/// Grants are paid long after they were awarded.
fn receive_grants(world: &mut World, turn: &Turn) {
    let pool = &mut world.pools[turn.pool];
    if !matches!(pool.stage, Stage::SettingUp | Stage::Active) {
        return;
    }
    for &(_, amount) in pool.grants.iter().filter(|(due, _)| *due <= turn.month) {
        world.ledger.transfer(Account::Funders, Account::Pool(turn.pool), Purpose::Grant, amount);
    }
    pool.grants.retain(|&(due, _)| due > turn.month);
}

/// Whether the guarantee the law requires is in place; its cash part is set aside as soon as the money is there.
fn guarantee_posted(world: &mut World, turn: &Turn) -> bool {
    if turn.terms.guarantee == Guarantee::None {
        return true;
    }
    let sum = turn.rates.temporary_work_guarantee(Money::ZERO);
    let cash = sum * turn.terms.guarantee_cash;
    if world.ledger.balance(Account::Pool(turn.pool)) < cash {
        return false;
    }
    guarantee(world, sum, turn);
    true
}

/// Raises the sum guaranteed, and with it the money set aside as counter-guarantee.
pub fn guarantee(world: &mut World, sum: Money, turn: &Turn) {
    let pool = &mut world.pools[turn.pool];
    let cash = (sum - pool.guaranteed).or_zero() * turn.terms.guarantee_cash;
    pool.guaranteed = sum.max(pool.guaranteed);
    world.ledger.transfer(Account::Pool(turn.pool), Account::Guarantee(turn.pool), Purpose::Guarantee, cash);
}
