//! The difference of what covering needs costs and brings, split by what was paid for: every amount is one the ledger
//! holds by purpose, payer and payee.

use super::split::{Breakdown, Part, Split};
use crate::indicators::cost::{covered, per_structure_year};
use crate::indicators::registry::{self, Group};
use crate::units::Money;
use crate::world::World;
use crate::world::ledger::{Account, Party, Purpose};

/// An amount with a name.
type Line = (&'static str, fn(&World) -> Money);

/// What structures paid for their posts to others than pools, net of what came back. Together with [`TO_POOLS`] it adds
/// up to the full cost.
const PAID: [Line; 7] = [
    ("explain.pay", |world| paid(world, &[Purpose::Pay])),
    ("explain.contributions", |world| paid(world, &[Purpose::Contributions])),
    ("explain.payroll-tax", |world| paid(world, &[Purpose::PayrollTax])),
    ("explain.vat", |world| paid(world, &[Purpose::Vat])),
    ("explain.hiring", |world| paid(world, &[Purpose::Hiring])),
    ("explain.endings", |world| paid(world, &[Purpose::Severance, Purpose::Contested])),
    ("explain.agreements", |world| paid(world, &[Purpose::Agreement, Purpose::Loan])),
];

/// What they paid to pools.
const TO_POOLS: [Line; 4] = [
    ("explain.invoices", |world| paid(world, &[Purpose::Invoice, Purpose::Settlement])),
    ("explain.dues", |world| paid(world, &[Purpose::Dues])),
    ("explain.calls", |world| paid(world, &[Purpose::SolidarityCall])),
    ("explain.deposits-lost", |world| paid(world, &[Purpose::DepositLost])),
];

/// What pools did with it, less what came from elsewhere: they add up to what structures paid them.
const USED: [Line; 17] = [
    ("explain.sold-time", |world| {
        spent(world, &[Purpose::Pay, Purpose::Contributions]) - world.record.pool_unsold_cost
    }),
    ("explain.unsold-time", |world| world.record.pool_unsold_cost),
    ("explain.pool-payroll-tax", |world| spent(world, &[Purpose::PayrollTax])),
    ("explain.pool-hiring", |world| spent(world, &[Purpose::Hiring])),
    ("explain.pool-endings", |world| spent(world, &[Purpose::Severance, Purpose::Contested])),
    ("explain.overheads", |world| spent(world, &[Purpose::Overheads])),
    ("explain.accompaniment", |world| spent(world, &[Purpose::Accompaniment])),
    ("explain.setup", |world| spent(world, &[Purpose::Setup])),
    ("explain.guarantee", |world| spent(world, &[Purpose::Guarantee])),
    ("explain.bank", |world| spent(world, &[Purpose::BankInterest])),
    ("explain.tax-and-owners", |world| {
        spent(world, &[Purpose::CorporateTax, Purpose::Dividend, Purpose::Interest])
    }),
    ("explain.grants", |world| spent(world, &[Purpose::Grant])),
    ("explain.aids", |world| spent(world, &[Purpose::Aid])),
    ("explain.founding-capital", |world| spent(world, &[Purpose::FoundingCapital])),
    ("explain.rescue", |world| spent(world, &[Purpose::Rescue])),
    ("explain.liquidation", |world| spent(world, &[Purpose::Liquidation])),
    ("explain.kept", kept),
];

/// What all structures paid for these purposes, less what they were paid.
fn paid(world: &World, purposes: &[Purpose]) -> Money {
    net(world, Party::Structures, purposes)
}

/// The same of pools.
fn spent(world: &World, purposes: &[Purpose]) -> Money {
    net(world, Party::Pools, purposes)
}

fn net(world: &World, who: Party, purposes: &[Purpose]) -> Money {
    let flow = |purpose: Purpose, from: Party, to: Party| world.ledger.moved_for(purpose, from, to);
    let of = |&purpose: &Purpose| -> Money {
        Party::ALL.into_iter().map(|other| flow(purpose, who, other) - flow(purpose, other, who)).sum()
    };
    purposes.iter().map(of).sum()
}

/// What pools still hold at the end beyond the capital and the deposits of their members; less than nothing where these
/// have been spent.
fn kept(world: &World) -> Money {
    let held = |k: usize| -> Money {
        [Account::Pool(k), Account::Deposits(k), Account::Guarantee(k)]
            .into_iter()
            .map(|account| world.ledger.balance(account))
            .sum()
    };
    let all: Money = (0..world.pools.iter().count()).map(held).sum();
    all + spent(world, &[Purpose::Capital, Purpose::Deposit])
}

/// One line of each world, brought to the unit of the indicator.
fn part((key, amount): Line, worlds: [&World; 2], unit: fn(&World, Money) -> f64, sign: f64) -> Part {
    let counted = worlds.map(|world| unit(world, amount(world)));
    Part { key, counted, effect: sign * (counted[1] - counted[0]), of_which: Vec::new() }
}

fn is_something(part: &Part) -> bool {
    part.counted != [0.0, 0.0]
}

/// The parts of the full cost, and what pools were paid for and did with the money.
fn parts(worlds: [&World; 2], unit: fn(&World, Money) -> f64, sign: f64) -> Vec<Part> {
    let lines = |lines: &[Line]| -> Vec<Part> {
        lines.iter().map(|&line| part(line, worlds, unit, sign)).filter(is_something).collect()
    };
    let to_pools = part(("explain.to-pools", to_pools), worlds, unit, sign);
    let of_which = [("explain.paid-as", &TO_POOLS[..]), ("explain.used-for", &USED[..])]
        .map(|(key, below)| Breakdown { key, parts: lines(below) });
    let mut parts = lines(&PAID);
    parts.extend(Some(Part { of_which: of_which.into(), ..to_pools }).filter(is_something));
    parts
}

fn to_pools(world: &World) -> Money {
    TO_POOLS.iter().map(|(_, amount)| amount(world)).sum()
}

fn value(indicator: &str, world: &World) -> f64 {
    registry::find(indicator).map_or(f64::NAN, |indicator| (indicator.value)(world, Group::All))
}

fn each_fte_month(world: &World, amount: Money) -> f64 {
    amount.as_euros() / covered(world, Group::All)
}

fn each_structure_year(world: &World, amount: Money) -> f64 {
    per_structure_year(world, Group::All, amount.as_euros())
}

pub(super) fn per_fte(worlds: [&World; 2]) -> Split {
    let values = worlds.map(|world| value("cost-per-fte", world));
    let defined = values.iter().all(|value| value.is_finite());
    Split { values, parts: if defined { parts(worlds, each_fte_month, 1.0) } else { Vec::new() } }
}

/// What needs would be worth if all were covered, less what the uncovered lose, less what covering them costs.
pub(super) fn net_benefit(worlds: [&World; 2]) -> Split {
    let values = worlds.map(|world| value("net-benefit", world));
    if values.iter().any(|value| !value.is_finite()) {
        return Split { values, parts: Vec::new() };
    }
    let lost = |world: &World| world.record.structures.iter().map(|tally| tally.value_lost).sum::<Money>();
    let worth = |world: &World| {
        world.record.structures.iter().map(|tally| tally.value_earned + tally.value_lost).sum::<Money>()
    };
    let mut all = vec![
        part(("explain.worth", worth), worlds, each_structure_year, 1.0),
        part(("explain.uncovered", lost), worlds, each_structure_year, -1.0),
    ];
    all.extend(parts(worlds, each_structure_year, -1.0));
    Split { values, parts: all }
}
