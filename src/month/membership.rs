//! Phase 3: who joins the pool, who withdraws, who leaves (submodel 5.11).

use super::Turn;
use super::posts::recurrent_gap;
use super::prices::{direct_gain, pool_gain, recurrent_value, temporary_value};
use crate::dice::Decision;
use crate::formats::{Liability, Terms, Users};
use crate::kinds::{Need, Profession};
use crate::law::Contract;
use crate::maths;
use crate::units::{MONTHS_PER_YEAR, Money};
use crate::world::pool::Stage;
use crate::world::structures::{Notice, Strain};
use crate::world::{Account, Ledger, Pool, Purpose, Structures, World};

/// Trust that neither draws towards joining nor away from it: the middle of its scale.
const INDIFFERENT_TRUST: f64 = 0.5;

/// Every open structure decides on what it saw at the beginning of the month.
pub fn decide(world: &mut World, turn: &Turn) {
    for turn in turn.each() {
        decide_on_one(world, &turn);
    }
}

fn decide_on_one(world: &mut World, turn: &Turn) {
    let open_to_members = turn.terms.users != Users::Anyone;
    if !open_to_members || !matches!(world.pools[turn.pool].stage, Stage::SettingUp | Stage::Active) {
        return;
    }
    let members_before = turn.list(world.pools[turn.pool].member.iter().copied());
    for s in world.structures.in_turn() {
        if !world.structures.open[s] {
            continue;
        }
        if members_before[s] {
            stay_or_go(&world.structures, &mut world.pools[turn.pool], s, turn);
            end_of_notice(world, s, turn);
        } else {
            consider_joining(world, s, members_before, turn);
        }
    }
}

fn consider_joining(world: &mut World, s: usize, members: &[bool], turn: &Turn) {
    let structures = &world.structures;
    let mut roll = turn.dice.roll_nth(Decision::Join, structures.identity[s], turn.month, turn.pool as u32);
    // before the opening, the diagnosis of needs goes to see people (étape 1 of the action card)
    let rate = match world.pools[turn.pool].stage {
        Stage::SettingUp => turn.params.pool.canvass_rate,
        _ => turn.params.pool.consider_rate,
    };
    if !eligible(structures, s, turn.terms) || structures.strain[s] >= Strain::Cancel || !roll.happens(rate) {
        return;
    }
    let odds = log_odds_of_joining(structures, &world.pools[turn.pool], s, members, turn);
    if roll.happens(maths::logistic(odds)) {
        join(&mut world.structures, &mut world.pools[turn.pool], &mut world.ledger, s, turn);
    }
}

/// Whether a structure may be a member: services at exact cost are exempt only if no member is taxed on a fifth of
/// its receipts or more (CGI 261 B); a structure liable for VAT is taxed on all of them.
fn eligible(structures: &Structures, s: usize, terms: &Terms) -> bool {
    terms.users != Users::NotLiableMembers || !structures.vat_liable[s]
}

/// The log odds that a structure which considers joining does join.
pub fn log_odds_of_joining(
    structures: &Structures,
    pool: &Pool,
    s: usize,
    members: &[bool],
    turn: &Turn,
) -> f64 {
    let conduct = &turn.params.pool;
    let contacts = &structures.contacts[s];
    let known: f64 = contacts.iter().filter(|&&c| members[c as usize]).count() as f64;
    let share_of_contacts = known / (contacts.len().max(1)) as f64;
    let liability = if turn.terms.liability == Liability::Joint { conduct.join_liability } else { 0.0 };
    // a saving that begins later counts for less
    let horizon = f64::from(conduct.entry_horizon);
    let wait = f64::from(pool.opens.saturating_sub(turn.month));
    let saving = expected_saving(structures, s, pool.charge(), turn) * horizon / (horizon + wait);
    conduct.join_base
        + conduct.join_saving * saving
        + conduct.join_trust * (structures.trust[s] - INDIFFERENT_TRUST)
        + conduct.join_contacts * share_of_contacts
        + liability
}

/// What membership is expected to save in a month, as a share of what all needs are worth.
fn expected_saving(structures: &Structures, s: usize, rate: f64, turn: &Turn) -> f64 {
    let (mut saving, mut worth) = (0.0, 0.0);
    for profession in Profession::ALL {
        let need = structures.need[s][profession];
        if need <= 0.0 {
            continue;
        }
        worth += need * recurrent_value(structures, s, profession, turn);
        saving += match turn.terms.offer.serves() {
            Need::Recurrent => recurrent_saving(structures, s, profession, rate, turn),
            Need::Temporary => {
                worth += expected_surge(turn) * temporary_value(structures, s, profession, turn);
                temporary_saving(structures, s, profession, rate, turn)
            }
        };
    }
    let horizon = f64::from(turn.params.pool.entry_horizon);
    let entry = turn.terms.yearly_dues / MONTHS_PER_YEAR + turn.terms.capital_share / horizon;
    if worth > 0.0 { (saving - entry) / worth } else { 0.0 }
}

/// The gain of covering what is uncovered with the pool instead of the best a structure can do alone.
fn recurrent_saving(
    structures: &Structures,
    s: usize,
    profession: Profession,
    rate: f64,
    turn: &Turn,
) -> f64 {
    let gap = recurrent_gap(structures, s, profession);
    if gap <= 0.0 {
        return 0.0;
    }
    let months = f64::from(turn.params.market.hiring_horizon);
    let alone = direct_gain(structures, s, profession, gap, Contract::OpenEnded, months, turn).max(0.0);
    let shared = gap * pool_gain(structures, s, profession, rate, turn);
    (shared - alone).max(0.0)
}

fn temporary_saving(
    structures: &Structures,
    s: usize,
    profession: Profession,
    rate: f64,
    turn: &Turn,
) -> f64 {
    let work = &turn.params.work;
    let (size, months) = (work.surge_size, work.surge_months);
    let alone = direct_gain(structures, s, profession, size, Contract::FixedTerm, months, turn).max(0.0);
    let shared = size * pool_gain(structures, s, profession, rate, turn);
    (shared - alone).max(0.0) * work.surge_rate * months
}

/// Full-time equivalents of temporary need that a structure has on average in a profession it uses.
fn expected_surge(turn: &Turn) -> f64 {
    let work = &turn.params.work;
    work.surge_rate * work.surge_size * work.surge_months
}

fn join(structures: &mut Structures, pool: &mut Pool, ledger: &mut Ledger, s: usize, turn: &Turn) {
    pool.member[s] = true;
    pool.member_since[s] = turn.month;
    pool.notice[s] = Notice::None;
    pool.balance[s] = 0.0;
    structures.trust[s] = (structures.trust[s] + turn.terms.joining_trust).min(1.0);
    let capital = Money::euros(turn.terms.capital_share);
    ledger.transfer(Account::Structure(s), Account::Pool(turn.pool), Purpose::Capital, capital);
    pool.capital[s] = capital;
}

fn stay_or_go(structures: &Structures, pool: &mut Pool, s: usize, turn: &Turn) {
    let conduct = &turn.params.pool;
    let mut roll = turn.dice.roll_nth(Decision::Leave, structures.identity[s], turn.month, turn.pool as u32);
    let settled = turn.month - pool.member_since[s] >= conduct.balance_months;
    // dues alone make nobody leave: the time bought must be worth less than it costs
    let dues = turn.terms.yearly_dues / MONTHS_PER_YEAR;
    let losing = settled && pool.balance[s] < -dues;
    let hazard = conduct.leave_base + if losing { conduct.leave_loss } else { 0.0 };
    let strained = structures.strain[s] >= Strain::Cancel;
    pool.notice[s] = match pool.notice[s] {
        Notice::Membership(months) => Notice::Membership(months.saturating_sub(1)),
        _ if roll.happens(hazard.min(1.0)) => Notice::Membership(conduct.notice_months),
        Notice::Time(months) if strained => Notice::Time(months.saturating_sub(1)),
        Notice::None if strained => Notice::Time(conduct.notice_months),
        _ => Notice::None,
    };
}

fn end_of_notice(world: &mut World, s: usize, turn: &Turn) {
    match world.pools[turn.pool].notice[s] {
        Notice::Time(0) => release_time(&mut world.pools[turn.pool], s),
        Notice::Membership(0) => {
            release_time(&mut world.pools[turn.pool], s);
            end_membership(&mut world.pools[turn.pool], &mut world.ledger, s, turn);
        }
        _ => {}
    }
}

/// A user's share of every job falls back on the pool.
pub fn release_time(pool: &mut Pool, s: usize) {
    for job in &mut pool.jobs {
        job.slices.retain(|slice| slice.user as usize != s);
    }
}

/// A member leaves with its capital at par if the pool has the money; its deposit answers for its last invoices.
pub fn end_membership(pool: &mut Pool, ledger: &mut Ledger, s: usize, turn: &Turn) {
    pool.member[s] = false;
    pool.notice[s] = Notice::None;
    pool.use_of_pool[s] = 0.0;
    let capital = std::mem::take(&mut pool.capital[s]);
    let payable = capital.min(ledger.balance(Account::Pool(turn.pool)).or_zero());
    ledger.transfer(Account::Pool(turn.pool), Account::Structure(s), Purpose::Capital, payable);
}
