//! Phases 3 and 8, the life of the pool: opening, unsold time, yearly fee, calls on members, liquidation
//! (submodels 5.14 and 5.15).

use super::Turn;
use super::accounts::pay_invoice;
use super::bundling::post_job;
use super::membership::{end_membership, release_time};
use super::mobility::{dismiss, hire_shared_worker};
use super::people::set_pay;
use super::posts::NO_GAP;
use super::prices::direct_gain;
use crate::dice::Decision;
use crate::formats::{Employer, Guarantee, Liability};
use crate::law::Contract;
use crate::price::pool_band;
use crate::units::{FULL_TIME_WEEK, MONTHS_PER_YEAR, Money};
use crate::world::pool::Stage;
use crate::world::posts::Opening;
use crate::world::structures::Strain;
use crate::world::{Account, Purpose, World};

/// At the launch a pool is set up if the format has one; it opens when it is ready and its guarantee is posted.
pub fn open(world: &mut World, turn: &Turn) {
    let pool = &mut world.pool;
    if turn.now == 0 && turn.terms.employer != Employer::Structure {
        pool.stage = Stage::SettingUp;
        pool.opens = turn.month + turn.terms.setup_months;
        pool.rate = turn.terms.fee;
        let capital = Money::euros(turn.terms.founding_capital);
        world.ledger.transfer(Account::Funders, Account::Pool, Purpose::FoundingCapital, capital);
        let granted =
            turn.dice.roll(Decision::StartupGrant, 0, turn.month).happens(turn.terms.startup_grant_odds);
        if granted {
            pool.grant =
                Some((turn.month + turn.params.pool.grant_lag, Money::euros(turn.terms.startup_grant)));
        }
    }
    if let Some((due, amount)) = pool.grant
        && due <= turn.month
        && matches!(pool.stage, Stage::SettingUp | Stage::Active)
    {
        world.ledger.transfer(Account::Funders, Account::Pool, Purpose::Grant, amount);
        pool.grant = None;
    }
    if world.pool.stage == Stage::SettingUp && turn.month >= world.pool.opens && guarantee_posted(world, turn)
    {
        world.pool.stage = Stage::Active;
        world.pool.opens = turn.month;
    }
}

/// Whether the guarantee the law requires is in place; its cash part is set aside as soon as the money is there.
fn guarantee_posted(world: &mut World, turn: &Turn) -> bool {
    if turn.terms.guarantee == Guarantee::None {
        return true;
    }
    let sum = turn.rates.temporary_work_guarantee(Money::ZERO);
    let cash = sum * turn.terms.guarantee_cash;
    if world.ledger.balance(Account::Pool) < cash {
        return false;
    }
    world.ledger.transfer(Account::Pool, Account::Guarantee, Purpose::Guarantee, cash);
    world.pool.guaranteed = sum;
    true
}

/// The pool's own month-end: running costs, unsold time, the yearly fee, and what happens when the cash is gone.
pub fn balance(world: &mut World, turn: &Turn) {
    if !world.pool.active() {
        return;
    }
    run(world, turn);
    end_missions(world, turn);
    cut_unsold_time(world, turn);
    repost(world, turn);
    let age = turn.month - world.pool.opens;
    if age > 0 && age.is_multiple_of(MONTHS_PER_YEAR as u32) {
        reset_fee(world, turn);
    }
    if out_of_cash(world, turn) {
        let called = call_members(world, turn);
        if !called || out_of_cash(world, turn) {
            liquidate(world, turn);
        }
    }
}

/// Permanents in proportion to the people employed, fixed costs, the premium of the guarantee.
fn run(world: &mut World, turn: &Turn) {
    let employed: f64 = world.pool.jobs.iter().filter(|job| job.worker.is_some()).map(|job| job.fte).sum();
    let permanents = turn.terms.permanents_per_fte * employed * turn.params.pool.permanent_cost;
    let overheads = Money::euros((permanents + turn.terms.fixed_cost) / MONTHS_PER_YEAR);
    let premium = world.pool.guaranteed * (turn.terms.guarantee_premium / MONTHS_PER_YEAR);
    world.ledger.transfer(Account::Pool, Account::Outside, Purpose::Overheads, overheads);
    world.ledger.transfer(Account::Pool, Account::Outside, Purpose::Guarantee, premium);
    world.pool.year_other_costs += overheads + premium;
}

/// Missions whose holder has gone are over; the same post must wait before another (délai de carence).
fn end_missions(world: &mut World, turn: &Turn) {
    let structures = &mut world.structures;
    let posts = &world.posts;
    world.pool.jobs.retain(|job| {
        let open = posts.iter().any(|post| post.opening == Opening::Pooled(job.number));
        if !job.temporary || job.worker.is_some() || open {
            return true;
        }
        if let Some(slice) = job.slices.first() {
            let months = f64::from(job.months_held);
            structures.surge[slice.user as usize][job.profession].waiting =
                turn.rates.waiting_period_months(months);
        }
        false
    });
    for job in &mut world.pool.jobs {
        job.months_held += u32::from(job.worker.is_some());
    }
}

/// Time that stays unsold too long is given up: fewer hours if enough is left, else the post is made redundant.
fn cut_unsold_time(world: &mut World, turn: &Turn) {
    let least = turn.rates.minimum_weekly_hours() / FULL_TIME_WEEK;
    let mut redundant = Vec::new();
    for j in 0..world.pool.jobs.len() {
        let job = &mut world.pool.jobs[j];
        let Some(w) = job.worker.map(|w| w as usize) else { continue };
        let sold = job.sold();
        job.idle_months = if job.fte - sold > NO_GAP { job.idle_months + 1 } else { 0 };
        if job.idle_months <= turn.params.pool.idle_patience {
            continue;
        }
        if sold + NO_GAP >= least {
            (job.fte, job.idle_months) = (sold, 0);
            world.workers.fte[w] = sold;
            let pay = world.workers.pay[w];
            set_pay(&mut world.workers, w, pay, pool_band(turn.terms.offer), turn);
        } else {
            redundant.push((job.number, w));
        }
    }
    for (number, w) in redundant {
        let before = world.ledger.balance(Account::Pool);
        dismiss(world, w, Account::Pool, turn);
        world.pool.year_other_costs += before - world.ledger.balance(Account::Pool);
        world.pool.jobs.retain(|job| job.number != number);
    }
}

/// Jobs whose holder has left are posted again for what is still wanted of them.
fn repost(world: &mut World, turn: &Turn) {
    let posts = &world.posts;
    let vacant: Vec<u32> = world
        .pool
        .jobs
        .iter()
        .filter(|job| job.worker.is_none() && !job.temporary)
        .filter(|job| !posts.iter().any(|post| post.opening == Opening::Pooled(job.number)))
        .map(|job| job.number)
        .collect();
    for number in vacant {
        let Some(j) = world.pool.job_at(number) else { continue };
        let sold = world.pool.jobs[j].sold();
        if sold + NO_GAP < turn.params.pool.threshold {
            // too little is left: the users' needs are open again and may be bundled anew
            world.pool.jobs.remove(j);
            continue;
        }
        world.pool.jobs[j].fte = sold.min(1.0);
        world.pool.jobs[j].idle_months = 0;
        post_job(world, number, Contract::OpenEnded, 0, turn.params.market.contacts_per_post);
    }
}

/// Once a year the fee moves towards what last year's costs would have needed, within its bounds.
fn reset_fee(world: &mut World, turn: &Turn) {
    let (pool, conduct) = (&mut world.pool, &turn.params.pool);
    let sold = pool.year_sold.as_euros();
    if sold > 0.0 {
        let needed = pool.year_other_costs.as_euros() / sold;
        let step = (needed - pool.rate).clamp(-conduct.fee_step, conduct.fee_step);
        let (low, high) = (conduct.fee_low.min(turn.terms.fee), conduct.fee_high.max(turn.terms.fee));
        pool.rate = (pool.rate + step).clamp(low, high);
    }
    (pool.year_sold, pool.year_other_costs, pool.year_wages) = (Money::ZERO, Money::ZERO, Money::ZERO);
}

/// Whether the pool has used up its cash, its bank line and the deposits it may draw on.
fn out_of_cash(world: &World, turn: &Turn) -> bool {
    let conduct = &turn.params.pool;
    let wages: Money = world
        .pool
        .jobs
        .iter()
        .filter_map(|job| job.worker)
        .map(|w| world.workers.loaded_cost[w as usize])
        .sum();
    // a bank lends against a grant that has been awarded and not yet paid
    let awarded = world.pool.grant.map_or(Money::ZERO, |(_, amount)| amount);
    let deposits = world.ledger.balance(Account::Deposits) * conduct.deposit_recall;
    let line = wages * conduct.bank_line + deposits + awarded;
    world.ledger.balance(Account::Pool) < -line
}

/// Members jointly liable make good what is missing, shared by use, at most once a year; returns whether they did.
fn call_members(world: &mut World, turn: &Turn) -> bool {
    let recent = world.pool.last_call.is_some_and(|month| turn.month - month < MONTHS_PER_YEAR as u32);
    if turn.terms.liability != Liability::Joint || recent {
        return false;
    }
    world.pool.last_call = Some(turn.month);
    let missing = (-world.ledger.balance(Account::Pool)).or_zero();
    share_among_members(world, missing, turn);
    true
}

/// Takes an amount from the members in proportion to their use, as far as each can pay.
fn share_among_members(world: &mut World, amount: Money, turn: &Turn) {
    let used: f64 = world.pool.use_of_pool.iter().sum();
    if used <= 0.0 {
        return;
    }
    for s in 0..world.structures.len() {
        if !world.structures.open[s] {
            continue;
        }
        let share = amount * (world.pool.use_of_pool[s] / used);
        let line = Money::euros(world.structures.spending[s] * turn.params.finance.credit_line);
        let payable = share.min((world.ledger.balance(Account::Structure(s)) + line).or_zero());
        world.ledger.transfer(Account::Structure(s), Account::Pool, Purpose::SolidarityCall, payable);
    }
}

/// The end of a pool: some jobs are taken over, the others end; debts go where the law sends them.
fn liquidate(world: &mut World, turn: &Turn) {
    let jobs: Vec<(usize, Option<u32>, f64)> = world
        .pool
        .jobs
        .iter()
        .filter_map(|job| {
            let most = job.slices.iter().max_by(|a, b| a.fte.total_cmp(&b.fte));
            Some((job.worker? as usize, most.map(|slice| slice.user), most.map_or(0.0, |slice| slice.fte)))
        })
        .collect();
    for (w, user, share) in jobs {
        match user.filter(|&s| takes_over(world, w, s as usize, share, turn)) {
            Some(s) => hire_shared_worker(world, w, s as usize, share, turn),
            None => dismiss(world, w, Account::Pool, turn),
        }
    }
    collect_everything(world, turn);
    pay_debts(world, turn);
    let shock = turn.params.pool.trust_failure;
    for s in world.structures.in_turn() {
        if world.structures.member[s] {
            release_time(&mut world.pool, s);
            end_membership(&mut world.structures, &mut world.pool, &mut world.ledger, s);
            world.structures.trust[s] = (world.structures.trust[s] - shock).max(0.0);
        }
    }
    // what is left of a non-profit goes to another (loi 1901; loi 47-1775, art. 19)
    let left = world.ledger.balance(Account::Pool);
    world.ledger.transfer(Account::Pool, Account::Outside, Purpose::Liquidation, left);
    world.posts.retain(|post| !matches!(post.opening, Opening::Pooled(_)));
    world.pool.jobs.clear();
    world.pool.stage = Stage::Liquidated;
    world.pool.ended = Some(turn.month);
}

fn takes_over(world: &World, w: usize, s: usize, share: f64, turn: &Turn) -> bool {
    let months = f64::from(turn.params.market.hiring_horizon);
    let profession = world.workers.profession[w];
    let open_ended = world.workers.contract[w] == Contract::OpenEnded;
    let gain = direct_gain(&world.structures, s, profession, share, Contract::OpenEnded, months, turn);
    open_ended && world.structures.strain[s] == Strain::None && gain > 0.0
}

/// Receivables are called in, and the counter-guarantee comes back.
fn collect_everything(world: &mut World, turn: &Turn) {
    for invoice in std::mem::take(&mut world.pool.receivables) {
        pay_invoice(&world.structures, &mut world.ledger, invoice.user as usize, invoice.amount, turn);
    }
    let cash = world.ledger.balance(Account::Guarantee);
    world.ledger.transfer(Account::Guarantee, Account::Pool, Purpose::Guarantee, cash);
}

/// Debts fall on the deposits, then on jointly liable members, then on the guarantor and the creditors.
fn pay_debts(world: &mut World, turn: &Turn) {
    let debt = |world: &World| (-world.ledger.balance(Account::Pool)).or_zero();
    let (held, owed) = (world.ledger.balance(Account::Deposits), debt(world));
    if held > Money::ZERO && owed > Money::ZERO {
        let drawn = (owed.as_euros() / held.as_euros()).min(1.0);
        for s in 0..world.structures.len() {
            let part = world.pool.deposits[s] * drawn;
            world.pool.deposits[s] -= part;
            world.ledger.transfer(Account::Deposits, Account::Pool, Purpose::Deposit, part);
        }
    }
    if turn.terms.liability == Liability::Joint {
        share_among_members(world, debt(world), turn);
    }
    let uncovered = debt(world);
    world.ledger.transfer(Account::Outside, Account::Pool, Purpose::Liquidation, uncovered);
}
