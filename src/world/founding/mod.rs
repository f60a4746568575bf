//! How a world begins: a synthetic population whose marginals match the sourced ones in every replication.
//!
//! Each trait of each entity comes from one number uniform on (0, 1). At the founding these numbers are spread so
//! that a group of n entities holds exactly one in each n-th: shares and distributions are then those of the
//! sources in every replication, and only who has what is left to chance. A newcomer takes its numbers as they fall.

mod contacts;
mod jobs;
mod lots;
mod people;
mod structures;

use crate::dice::{Decision, Dice};
use crate::kinds::Zone;
use crate::law::Rates;
use crate::scenario::params::Params;
use crate::units::Money;

use super::record::{Incomes, Record, StructureTally, WorkerTally};
use super::{Account, Conditions, Firms, Ledger, Pools, Purpose, Structures, World, foresight};
use lots::{Lot, normal, place_in, spread};

pub use jobs::headcount_band;
pub use people::enter;

/// A new world at the beginning of the common past.
pub fn found(params: &Params, rates: &Rates, dice: &Dice) -> World {
    let structures = structures::found(params, dice);
    let (workers, careers) = people::found(params, dice);
    let n = structures.len();
    let mut world = World {
        month: 0,
        launch: params.run.burn_in,
        conditions: Conditions::default(),
        ledger: Ledger::new(n),
        record: empty_record(n, workers.len()),
        structures,
        workers,
        firms: found_firms(params, dice),
        posts: Vec::new(),
        pools: Pools::new(n),
    };
    for s in 0..n {
        open_account(&mut world.ledger, &world.structures, s);
    }
    jobs::fill(&mut world, &careers, params, rates, dice);
    let last = (params.run.burn_in + params.run.months).saturating_sub(1);
    foresight::foresee_people(&mut world.workers, dice, 0, last);
    foresight::look_ahead(&mut world, dice, 0);
    world
}

/// A new structure takes the place of a closed one: the same zone, everything else drawn afresh under a new
/// identity, so that the newcomer is the same whatever the month in which it comes.
pub fn refound_structure(
    structures: &mut Structures,
    ledger: &mut Ledger,
    s: usize,
    params: &Params,
    dice: &Dice,
) {
    structures::refound(structures, s, params, dice);
    contacts::redraw(structures, s, params.population.contacts, dice);
    open_account(ledger, structures, s);
}

/// Brings a new structure's account to the cash it wants; what a closed one may have left is settled by the way.
fn open_account(ledger: &mut Ledger, structures: &Structures, s: usize) {
    let account = Account::Structure(s);
    let cash = Money::euros(structures.cash_aim[s] * structures.spending[s]);
    ledger.transfer(Account::Outside, account, Purpose::Opening, cash - ledger.balance(account));
}

/// The for-profit firms. Hires follow Zipf's law, weight 1 / rank: the sizes of firms do (Axtell 2001), and hires
/// are in proportion to size.
fn found_firms(params: &Params, dice: &Dice) -> Firms {
    const ZONE: usize = 0;
    const PAY: usize = 1;
    const RANK: usize = 2;
    let n = params.population.firms;
    let mut lots: Vec<Lot<3>> =
        (0..n).map(|f| Lot::draw(&mut dice.roll(Decision::FoundFirm, f, 0))).collect();
    for of in [ZONE, PAY, RANK] {
        spread(&mut lots, of, |_| 0);
    }
    let zone = |lot: &Lot<3>| Zone::ALL[place_in(&params.territory.zone_weight.values(), lot[ZONE])];
    let policy = |lot: &Lot<3>| normal(0.0, params.population.firm_pay_log_sd, lot[PAY]);
    let weight = |lot: &Lot<3>| 1.0 / (1.0 + (lot[RANK] * f64::from(n)).floor());
    Firms::new(
        lots.iter().map(zone).collect(),
        lots.iter().map(policy).collect(),
        lots.iter().map(weight).collect(),
    )
}

fn empty_record(structures: usize, workers: usize) -> Record {
    Record {
        structures: vec![StructureTally::default(); structures],
        workers: vec![WorkerTally::default(); workers],
        open_ended_by_structure: vec![0.0; structures],
        employed_by_structure: vec![0.0; structures],
        incomes: Incomes::new(workers),
        ..Record::default()
    }
}
