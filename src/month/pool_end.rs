//! Phase 8, a pool that has run out of cash: call on members, rescue, liquidation and what it leaves to whom
//! (submodel 5.15).

use super::Turn;
use super::accounts::{draw_deposit, headroom, pay_invoice, return_deposit};
use super::membership::{end_membership, release_time};
use super::mobility::{dismiss, hire_shared_worker};
use super::pool_opening::founders;
use super::pool_year::monthly_wages;
use super::prices::direct_gain;
use crate::formats::Liability;
use crate::law::Contract;
use crate::units::{MONTHS_PER_YEAR, Money};
use crate::world::pool::{Stage, pool_of};
use crate::world::posts::Opening;
use crate::world::structures::Strain;
use crate::world::{Account, Purpose, World};

/// When the cash is gone members are called on, then public partners if the scenario says so; else it is the end.
pub fn face_debts(world: &mut World, turn: &Turn) {
    if !out_of_cash(world, turn) {
        return;
    }
    let called = call_members(world, turn);
    if called && !out_of_cash(world, turn) {
        return;
    }
    rescue(world, turn);
    if out_of_cash(world, turn) {
        liquidate(world, turn);
    }
}

/// Public partners make good what is missing, up to a sum for the whole life of the pool.
fn rescue(world: &mut World, turn: &Turn) {
    let pool = &mut world.pools[turn.pool];
    let left = (Money::euros(turn.params.pool.rescue) - pool.rescued).or_zero();
    let missing = (-world.ledger.balance(Account::Pool(turn.pool))).or_zero();
    let paid = missing.min(left);
    pool.rescued += paid;
    world.ledger.transfer(Account::Funders, Account::Pool(turn.pool), Purpose::Rescue, paid);
}

/// Whether the pool has used up its cash and all it may draw on.
fn out_of_cash(world: &World, turn: &Turn) -> bool {
    headroom(world, turn) < Money::ZERO
}

/// What the pool has lost: what it owes beyond its cash, its counter-guarantee and what users owe it.
fn lost(world: &World, k: usize) -> Money {
    let receivables: Money = world.pools[k].receivables.iter().map(|invoice| invoice.amount).sum();
    let held = world.ledger.balance(Account::Pool(k)) + world.ledger.balance(Account::Guarantee(k));
    (-held - receivables).or_zero()
}

/// Members jointly liable make good what the pool has lost, and at least what it lacks to pay, shared by use, if most of
/// those who use it are for it; returns whether they did. Invoices that are only late are not asked for twice.
fn call_members(world: &mut World, turn: &Turn) -> bool {
    let missing = lost(world, turn.pool).max(-headroom(world, turn));
    if turn.terms.liability != Liability::Joint || !voted(world, missing, turn) {
        return false;
    }
    share_among_members(world, missing, turn);
    true
}

/// Whether most users of the pool vote to pay what is missing, one member one vote. What has been lost is theirs to bear
/// in either case, as far as their deposits and the wages they answer for go; a member is for going on if a year of what
/// membership brings it, calls of late deducted, is worth its part of the rest, and if it is not itself short of money.
fn voted(world: &World, missing: Money, turn: &Turn) -> bool {
    let pool = &world.pools[turn.pool];
    let answered_for = world.ledger.balance(Account::Deposits(turn.pool)) + monthly_wages(world, turn.pool);
    let rest = missing - lost(world, turn.pool).min(answered_for);
    let used: f64 = pool.use_of_pool.iter().sum();
    let is_for = |s: usize| {
        let part = rest.as_euros() * pool.use_of_pool[s] / used;
        world.structures.strain[s] < Strain::Cancel && pool.balance[s] * MONTHS_PER_YEAR >= part
    };
    let users: Vec<usize> =
        (0..pool.member.len()).filter(|&s| pool.member[s] && pool.use_of_pool[s] > 0.0).collect();
    2 * users.iter().filter(|&&s| is_for(s)).count() > users.len()
}

/// Takes an amount from the members in proportion to their use: what one of them cannot pay is asked of the others, until
/// it is paid or nobody can pay more, for each of them is liable for all of it (C. trav. L1253-8). Who has used nothing
/// is asked last.
fn share_among_members(world: &mut World, amount: Money, turn: &Turn) {
    let mut left = amount;
    while left > Money::ZERO {
        let member = |&s: &usize| world.pools[turn.pool].member[s];
        let solvent = |&s: &usize| payable(world, s, turn) > Money::ZERO;
        let asked: Vec<usize> =
            world.structures.in_turn().into_iter().filter(member).filter(solvent).collect();
        if asked.is_empty() {
            return;
        }
        left -= ask(world, &asked, left, turn);
    }
}

/// What a structure can pay: its cash, and what its bank lends it.
fn payable(world: &World, s: usize, turn: &Turn) -> Money {
    let line = Money::euros(world.structures.spending[s] * turn.params.finance.credit_line);
    (world.ledger.balance(Account::Structure(s)) + line).or_zero()
}

/// Asks each of these members for its part of an amount, which weighs on the balance of its membership; returns what they
/// have paid together.
fn ask(world: &mut World, members: &[usize], amount: Money, turn: &Turn) -> Money {
    let used = |world: &World, s: usize| world.pools[turn.pool].use_of_pool[s];
    let total: f64 = members.iter().map(|&s| used(world, s)).sum();
    let (mut reached, mut asked, mut paid) = (0.0, Money::ZERO, Money::ZERO);
    for (nth, &s) in members.iter().enumerate() {
        reached += used(world, s);
        let so_far = if total > 0.0 { reached / total } else { (nth + 1) as f64 / members.len() as f64 };
        // parts are cut from the whole, so that no cent is lost between them
        let part = amount * so_far - asked;
        asked += part;
        let part = part.min(payable(world, s, turn));
        let (from, to) = (Account::Structure(s), Account::Pool(turn.pool));
        world.ledger.transfer(from, to, Purpose::SolidarityCall, part);
        world.pools[turn.pool].balance[s] -= part.as_euros() / f64::from(turn.params.pool.balance_months);
        paid += part;
    }
    paid
}

/// The end of a pool: some jobs are taken over, the others end; debts go where the law sends them.
fn liquidate(world: &mut World, turn: &Turn) {
    let jobs: Vec<(usize, Option<u32>, f64)> = world.pools[turn.pool]
        .jobs
        .iter()
        .filter_map(|job| {
            let most = job.slices.iter().max_by(|a, b| a.fte.total_cmp(&b.fte));
            Some((job.worker? as usize, most.map(|slice| slice.user), most.map_or(0.0, |slice| slice.fte)))
        })
        .collect();
    let before = world.ledger.balance(Account::Pool(turn.pool));
    let wages = monthly_wages(world, turn.pool);
    for (w, user, share) in jobs {
        match user.filter(|&s| takes_over(world, w, s as usize, share, turn)) {
            Some(s) => hire_shared_worker(world, w, s as usize, share, turn),
            None => dismiss(world, w, Account::Pool(turn.pool), turn),
        }
    }
    let severance = before - world.ledger.balance(Account::Pool(turn.pool));
    collect_everything(world, turn);
    pay_debts(world, wages + severance, turn);
    share_what_is_left(world, turn);
    let shock = turn.params.pool.trust_failure;
    for s in world.structures.in_turn() {
        return_deposit(&mut world.pools[turn.pool], &mut world.ledger, s, turn);
        if world.pools[turn.pool].member[s] {
            release_time(&mut world.pools[turn.pool], s);
            end_membership(&mut world.pools[turn.pool], &mut world.ledger, s, turn);
            world.structures.trust[s] = (world.structures.trust[s] - shock).max(0.0);
        }
    }
    let ours = |opening| matches!(opening, Opening::Pooled(number) if pool_of(number) == turn.pool);
    world.posts.retain(|post| !ours(post.opening));
    world.pools[turn.pool].jobs.clear();
    world.pools[turn.pool].stage = Stage::Liquidated;
    world.pools[turn.pool].ended = Some(turn.month);
}

/// Whether a user would employ somebody by itself for its share of a job.
pub fn takes_over(world: &World, w: usize, s: usize, share: f64, turn: &Turn) -> bool {
    let months = f64::from(turn.params.market.hiring_horizon);
    let profession = world.workers.profession[w];
    let gain = direct_gain(&world.structures, s, profession, share, Contract::OpenEnded, months, turn);
    let lasting = !world.pools.job(world.workers.employer[w]).is_none_or(|job| job.temporary);
    lasting && world.structures.strain[s] == Strain::None && gain > 0.0
}

/// Receivables are called in, and the counter-guarantee comes back.
fn collect_everything(world: &mut World, turn: &Turn) {
    for invoice in std::mem::take(&mut world.pools[turn.pool].receivables) {
        pay_invoice(&world.structures, &mut world.ledger, invoice.user as usize, invoice.amount, turn);
    }
    let cash = world.ledger.balance(Account::Guarantee(turn.pool));
    world.ledger.transfer(Account::Guarantee(turn.pool), Account::Pool(turn.pool), Purpose::Guarantee, cash);
}

/// Whoever holds capital, members and founders alike, has it back at par or, of what creditors leave, in proportion
/// (C. civ. 1844-9; loi 47-1775, art. 19); what is left then of a non-profit goes to another, of a company to its owners.
fn share_what_is_left(world: &mut World, turn: &Turn) {
    let (pool, ledger) = (&mut world.pools[turn.pool], &mut world.ledger);
    let account = Account::Pool(turn.pool);
    let held = pool.capital.iter().copied().sum::<Money>() + pool.founding_capital;
    let left = ledger.balance(account).or_zero();
    let part = if left < held { left.as_euros() / held.as_euros() } else { 1.0 };
    for s in world.structures.in_turn() {
        // cents are rounded: the last may lack one
        let back = (std::mem::take(&mut pool.capital[s]) * part).min(ledger.balance(account));
        ledger.transfer(account, Account::Structure(s), Purpose::Capital, back);
    }
    let back = (pool.founding_capital * part).min(ledger.balance(account));
    ledger.transfer(account, founders(turn.terms), Purpose::Liquidation, back);
    let rest = ledger.balance(account);
    ledger.transfer(account, Account::Outside, Purpose::Liquidation, rest);
}

/// Debts fall on the deposits; then, as far as they are wages and contributions, on jointly liable members
/// (C. trav. L1253-8); then on the guarantor and the creditors.
fn pay_debts(world: &mut World, to_people: Money, turn: &Turn) {
    let debt = |world: &World| (-world.ledger.balance(Account::Pool(turn.pool))).or_zero();
    let (held, owed) = (world.ledger.balance(Account::Deposits(turn.pool)), debt(world));
    if held > Money::ZERO && owed > Money::ZERO {
        let drawn = (owed.as_euros() / held.as_euros()).min(1.0);
        for s in 0..world.structures.len() {
            let (pool, ledger) = (&mut world.pools[turn.pool], &mut world.ledger);
            let part = pool.deposits[s] * drawn;
            let part = draw_deposit(pool, ledger, s, part, turn);
            ledger.transfer(Account::Structure(s), Account::Pool(turn.pool), Purpose::DepositLost, part);
        }
    }
    if turn.terms.liability == Liability::Joint {
        share_among_members(world, debt(world).min(to_people), turn);
    }
    let uncovered = debt(world);
    world.ledger.transfer(Account::Outside, Account::Pool(turn.pool), Purpose::Liquidation, uncovered);
}
