//! What happens in a month: the table of contents. One phase, one file, in the order in which they happen.

pub mod accounts;
pub mod borders;
pub mod bundling;
pub mod choice;
pub mod closing;
pub mod club;
pub mod environment;
pub mod finance;
pub mod hazards;
pub mod insertion;
pub mod invariants;
pub mod loans;
pub mod luck;
pub mod matching;
pub mod membership;
pub mod missions;
pub mod mobility;
pub mod needs;
pub mod observation;
pub mod offers;
pub mod people;
pub mod pool_end;
pub mod pool_life;
pub mod pool_opening;
pub mod pool_year;
pub mod posts;
pub mod prices;
pub mod sickness;
pub mod work;

use crate::dice::Dice;
use crate::formats::Terms;
use crate::law::Rates;
use crate::scenario::Event;
use crate::scenario::params::Params;
use crate::world::pool::pool_of;
use crate::world::{World, foresight};

pub use bumpalo::Bump as Lists;
pub use prices::PriceList;

/// What every phase may read and nobody may change.
#[derive(Clone, Copy, Debug)]
pub struct Turn<'a> {
    /// The scenario's parameters.
    pub params: &'a Params,
    /// Its dated events.
    pub events: &'a [Event],
    /// The law in force.
    pub rates: &'a Rates,
    /// What employers reckon with.
    pub prices: &'a PriceList,
    /// What the format in force changes, one record for each of its employers: one unless two stand side by side.
    pub employers: &'a [Terms],
    /// The place of the pool at hand, whose terms these are.
    pub pool: usize,
    /// The terms of the pool at hand.
    pub terms: &'a Terms,
    /// The dice of the replication.
    pub dice: &'a Dice,
    /// Where the lists of the month lie, which go all at once when it is over.
    pub lists: &'a Lists,
    /// Whether the invariants are checked.
    pub check: Check,
    /// Months since the beginning of the common past.
    pub month: u32,
    /// Months since the launch; negative before it.
    pub now: i32,
}

impl<'a> Turn<'a> {
    /// The turn of one of the format's pools.
    pub fn of(&self, pool: usize) -> Turn<'a> {
        Turn { pool, terms: &self.employers[pool], ..*self }
    }

    /// The turn of the pool to which the job of that number belongs.
    pub fn of_job(&self, number: u32) -> Turn<'a> {
        self.of(pool_of(number))
    }

    /// A list of the month, of so many blanks.
    #[inline(always)]
    pub fn blank<T: Copy + Default>(&self, n: usize) -> &'a mut [T] {
        self.lists.alloc_slice_fill_copy(n, T::default())
    }

    /// A list of the month, of all that comes: as many as it says ahead, as the standard library's own do.
    #[inline(always)]
    pub fn list<T: Copy + Default>(&self, all: impl ExactSizeIterator<Item = T>) -> &'a mut [T] {
        let list = self.blank(all.len());
        list.iter_mut().zip(all).for_each(|(place, one)| *place = one);
        list
    }

    /// The same of what may be fewer than can be told ahead.
    #[inline(always)]
    pub fn some<T: Copy>(&self, some: impl Iterator<Item = T>) -> &'a mut [T] {
        let most = some.size_hint().1.unwrap_or(0);
        let mut list = bumpalo::collections::Vec::with_capacity_in(most, self.lists);
        list.extend(some);
        list.into_bump_slice_mut()
    }

    /// The turns of all the format's pools, in order.
    pub fn each(&self) -> impl Iterator<Item = Turn<'a>> + use<'a> {
        let turn = *self;
        (0..turn.employers.len()).map(move |pool| turn.of(pool))
    }
}

/// Whether the invariants are checked at the end of a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Check {
    /// Every month.
    EveryMonth,
    /// Never.
    Never,
}

/// The phases of a month at whose end it can be looked at, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// Crises, prices, tightness.
    Environment,
    /// Income, spending and needs of structures.
    Needs,
    /// Pools are founded and open; structures join and leave them.
    Membership,
    /// Posts are given up, opened, bundled.
    Posts,
    /// Posts are filled.
    Hiring,
    /// Needs are covered, people paid, users billed.
    Work,
    /// Stress, skill, pay reviews, contacts.
    People,
    /// Offers, resignations, ends of contract, lay-offs.
    Mobility,
    /// Invoices fall due; the books of pools and structures are closed.
    Accounts,
    /// The Club RH meets.
    Club,
    /// What is written down.
    Observation,
}

/// One month.
pub fn step(world: &mut World, turn: &Turn) {
    step_seen(world, turn, |_, _| {});
}

/// One month, with a look at the world after each phase.
pub fn step_seen(world: &mut World, turn: &Turn, mut look: impl FnMut(Phase, &World)) {
    turn.dice.new_month();
    // 0 which of the coming months may touch whom
    foresight::look_ahead(world, turn.dice, turn.month);

    // 1 environment
    environment::change(&mut world.conditions, turn);
    look(Phase::Environment, world);
    // 2 structures' income and needs
    finance::earn_and_spend(world, turn);
    needs::change(&mut world.structures, turn);
    look(Phase::Needs, world);
    // 3 membership
    pool_opening::open(world, turn);
    membership::decide(world, turn);
    look(Phase::Membership, world);
    // 4 posts opened, bundled, filled
    posts::withdraw(world, turn);
    loans::arrange(world, turn);
    posts::open(world, turn);
    look(Phase::Posts, world);
    matching::fill(world, turn);
    // whoever has just been hired elsewhere is lent no longer
    loans::end_without_employer(&mut world.pools, &world.structures, &world.workers);
    look(Phase::Hiring, world);
    // 5 work: who is ill, needs covered, value earned
    sickness::strike(world, turn);
    work::count(world);
    work::earn_and_pay(world, turn);
    accounts::bill(world, turn);
    loans::pay(world, turn);
    look(Phase::Work, world);
    // 6 people: stress, skill, contacts
    people::live(world, turn);
    look(Phase::People, world);
    // 7 mobility: offers, quits, ends of contract, lay-offs
    mobility::part(world, turn);
    look(Phase::Mobility, world);
    // 8 pool and structure accounts closed
    accounts::settle(world, turn);
    pool_life::balance(world, turn);
    closing::close_books(world, turn);
    loans::end_without_employer(&mut world.pools, &world.structures, &world.workers);
    look(Phase::Accounts, world);
    // 9 Club RH
    club::meet(world, turn);
    look(Phase::Club, world);
    // 10 observation
    observation::look(world, turn);
    look(Phase::Observation, world);
    if turn.check == Check::EveryMonth {
        invariants::check(world, turn);
    }

    world.month += 1;
}
