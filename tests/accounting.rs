//! Where does every euro and every hour go? Nothing is let pass: to the cent, in every month, under every format.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod small_world;

use std::path::Path;

use mutualise::dice::Dice;
use mutualise::experiment::replication::{Rules, common_past};
use mutualise::formats::{EMBEDDED, Format};
use mutualise::indicators::registry::columns;
use mutualise::kinds::Status;
use mutualise::month::{self, Check};
use mutualise::scenario::{Scenario, Source};
use mutualise::units::Money;
use mutualise::world::pool::Stage;
use mutualise::world::{Account, Party, Purpose, World};
use rayon::prelude::*;
use small_world::small;

const REPLICATIONS: u32 = 2;

/// Lives through a format, with a look before and after every month.
fn live(
    scenario: &Scenario,
    format: &Format,
    replication: u32,
    past: &World,
    mut look: impl FnMut(&World, &World),
) -> World {
    let dice = Dice::new(scenario.params.run.seed, replication);
    let mut rules = Rules::of(scenario, Check::EveryMonth);
    let employers = format.employers();
    let mut world = past.clone();
    for _ in 0..scenario.params.run.months {
        let before = world.clone();
        let turn = rules.turn(&world, &employers, &dice);
        month::step(&mut world, &turn);
        look(&before, &world);
    }
    world
}

/// All shipped formats in a small territory, with these values over it.
fn all_formats(sets: &[&str]) -> Scenario {
    let names: Vec<String> = EMBEDDED.iter().map(|(id, _)| format!("\"{id}\"")).collect();
    let formats = format!("formats=[{}]", names.join(","));
    small(&[&[formats.as_str()], sets].concat())
}

/// Every format and replication, in parallel.
fn under_every_format(scenario: &Scenario, test: impl Fn(&Format, u32, &World) + Sync) {
    (0..REPLICATIONS).into_par_iter().for_each(|replication| {
        let past = common_past(scenario, replication, Check::EveryMonth);
        scenario.formats.par_iter().for_each(|format| test(format, replication, &past));
    });
}

#[test]
fn money_and_hours_are_conserved_in_every_month_under_every_format() {
    let scenario = all_formats(&["run.months=60"]);
    under_every_format(&scenario, |format, replication, past| {
        live(&scenario, format, replication, past, |before, after| {
            assert_eq!(after.ledger.total(), Money::ZERO, "{}", format.id);
            let of = |of: fn(&World) -> f64| of(after) - of(before);
            let paid = of(|world| world.record.pool_paid);
            let billed = of(|world| world.record.pool_sold) + of(|world| world.record.pool_unsold);
            // whoever is paid in a month is billed or counted as unsold in that month, pools that end in it included
            assert!((paid - billed).abs() < 1e-9, "{}: {paid} FTE paid, {billed} sold or unsold", format.id);
        });
    });
}

#[test]
fn a_liquidated_pool_leaves_nothing_behind() {
    let scenario = all_formats(&["run.months=60"]);
    let liquidated = std::sync::atomic::AtomicU32::new(0);
    under_every_format(&scenario, |format, replication, past| {
        let world = live(&scenario, format, replication, past, |_, _| ());
        for (k, pool) in world.pools.iter().enumerate().filter(|(_, pool)| pool.stage == Stage::Liquidated) {
            liquidated.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            for account in [Account::Pool(k), Account::Deposits(k), Account::Guarantee(k)] {
                assert_eq!(world.ledger.balance(account), Money::ZERO, "{}: {account:?}", format.id);
            }
            assert!(pool.jobs.is_empty() && pool.receivables.is_empty());
            assert!(pool.member.iter().all(|member| !member));
            assert!(pool.deposits.iter().chain(&pool.capital).all(|sum| *sum == Money::ZERO));
            let of_pool = |w: usize| mutualise::world::pool::pool_of(world.workers.employer[w]) == k;
            let left = (0..world.workers.len())
                .filter(|&w| world.workers.status[w] == Status::Pool && of_pool(w))
                .count();
            assert_eq!(left, 0, "{}: people without employer", format.id);
        }
    });
    let liquidated = liquidated.into_inner();
    assert!(
        liquidated > 5,
        "{liquidated} pools were liquidated in these replications: the test shows little"
    );
}

/// Deposits of all members of a pool, and the account that holds them.
#[test]
fn deposits_are_those_of_the_users_to_the_cent() {
    let scenario = all_formats(&["pool.invoice_default=0.05"]);
    under_every_format(&scenario, |format, replication, past| {
        live(&scenario, format, replication, past, |_, after| {
            for (k, pool) in after.pools.iter().enumerate() {
                let sum: Money = pool.deposits.iter().copied().sum();
                assert_eq!(sum, after.ledger.balance(Account::Deposits(k)), "{}", format.id);
            }
        });
    });
}

/// No structure closes, and nobody leaves a pool with its capital.
const NOBODY_LEAVES: [&str; 4] =
    ["finance.dissolution=0", "finance.insolvent_months=60", "pool.leave_base=0", "pool.leave_loss=0"];

#[test]
fn the_indicators_of_cost_are_what_left_the_accounts_of_structures() {
    let scenario = all_formats(&NOBODY_LEAVES);
    under_every_format(&scenario, |format, replication, past| {
        let end = live(&scenario, format, replication, past, |_, _| ());
        let held = |world: &World| -> Money {
            (0..world.structures.len()).map(|s| world.ledger.balance(Account::Structure(s))).sum()
        };
        assert!(end.record.events.closures.is_empty());
        let moved = |purpose| end.ledger.moved(purpose);
        // what structures hold has changed by what came in and went out; what is left unexplained is the cost of posts
        let mut deposited = Money::ZERO;
        let mut shares = Money::ZERO;
        for (k, pool) in end.pools.iter().enumerate() {
            deposited += end.ledger.balance(Account::Deposits(k));
            shares += pool.capital.iter().copied().sum();
            assert!(pool.stage != Stage::Liquidated || pool.capital.iter().all(|sum| *sum == Money::ZERO));
        }
        if end.pools.iter().any(|pool| pool.stage == Stage::Liquidated)
            && moved(Purpose::Capital) > Money::ZERO
        {
            return; // shares lost in a liquidation are no flow
        }
        let came = moved(Purpose::Income) + moved(Purpose::Value) + moved(Purpose::Interest);
        let went = moved(Purpose::Spending) + deposited + shares;
        let cost = held(past) - held(&end) + came - went;
        let counted: Money = end.ledger.cost_of_posts.iter().copied().sum();
        assert_eq!(counted, cost, "{}", format.id);
        let covered: f64 =
            end.record.structures.iter().map(|tally| tally.recurrent_covered + tally.temporary_covered).sum();
        let indicator = columns().find(|column| column.name() == "cost-per-fte").unwrap().value(&end);
        assert!((indicator - cost.as_euros() / covered).abs() < 1e-6, "{}: {indicator}", format.id);
    });
}

/// The parts of the cost, each with what structures pay it for.
const PARTS: [(&str, &[Purpose]); 8] = [
    ("cost-pay", &[Purpose::Pay]),
    ("cost-contributions", &[Purpose::Contributions]),
    ("cost-payroll-tax", &[Purpose::PayrollTax]),
    ("cost-shared-work", &[Purpose::Invoice, Purpose::Settlement, Purpose::Loan]),
    ("cost-vat", &[Purpose::Vat]),
    ("cost-hiring", &[Purpose::Hiring]),
    ("cost-endings", &[Purpose::Severance, Purpose::Contested]),
    ("cost-membership", &[Purpose::Dues, Purpose::Agreement, Purpose::SolidarityCall, Purpose::DepositLost]),
];

/// Flows between two kinds of account, each with what it is moved for.
const FLOWS: [(&str, Party, Party, &[Purpose]); 5] = [
    ("flow-structures-workers", Party::Structures, Party::Workers, &[Purpose::Pay, Purpose::Severance]),
    ("flow-pool-workers", Party::Pools, Party::Workers, &[Purpose::Pay, Purpose::Severance]),
    (
        "flow-pool-state",
        Party::Pools,
        Party::State,
        &[Purpose::Contributions, Purpose::PayrollTax, Purpose::CorporateTax, Purpose::Severance],
    ),
    ("flow-structures-structures", Party::Structures, Party::Structures, &[Purpose::Loan]),
    (
        "flow-funders-others",
        Party::Funders,
        Party::Outside,
        &[Purpose::Training, Purpose::Grant, Purpose::ClubAnimation],
    ),
];

#[test]
fn each_part_of_the_cost_and_each_flow_is_what_was_moved_for_it() {
    let scenario = all_formats(&["population.vat_liable_association=0.5", "work.surge_rate=0.1"]);
    let seen = std::sync::Mutex::new(std::collections::BTreeSet::new());
    under_every_format(&scenario, |format, replication, past| {
        let end = live(&scenario, format, replication, past, |_, _| ());
        let column = |name: &str| columns().find(|column| column.name() == name).unwrap().value(&end);
        let near = |name: &'static str, euros: f64, of: f64| {
            let found = column(name);
            assert!((found - euros / of).abs() < 1e-6, "{}: {name} is {found} of {}", format.id, euros / of);
            if euros != 0.0 {
                seen.lock().unwrap().insert(name);
            }
        };
        let tallies = &end.record.structures;
        let covered = tallies.iter().map(|tally| tally.recurrent_covered + tally.temporary_covered).sum();
        let moved = |purpose, from, to| end.ledger.moved_for(purpose, from, to).as_euros();
        for (name, purposes) in PARTS {
            // less what comes back
            let paid = purposes.iter().map(|&purpose| {
                let [out, back] = [
                    Party::ALL.map(|to| moved(purpose, Party::Structures, to)),
                    Party::ALL.map(|from| moved(purpose, from, Party::Structures)),
                ];
                out.iter().sum::<f64>() - back.iter().sum::<f64>()
            });
            near(name, paid.sum(), covered);
        }
        let years = tallies.iter().map(|tally| tally.months).sum::<f64>() / 12.0;
        for (name, from, to, purposes) in FLOWS {
            near(name, purposes.iter().map(|&purpose| moved(purpose, from, to)).sum(), years);
        }
    });
    let seen = seen.into_inner().unwrap();
    assert_eq!(seen.len(), PARTS.len() + FLOWS.len(), "some are nothing throughout: only {seen:?} are not");
}

#[test]
fn a_pool_at_cost_has_an_empty_cash_box_in_every_month_whoever_leaves_in_it() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/verification/pooled-at-cost.toml");
    // people leave all the time, and are billed for the month in which they do
    let sets = ["mobility.personal_quit=0.1", "population.people=400", "run.months=36"];
    let scenario = Scenario::resolve(Source::File(file), &sets.map(str::to_owned)).unwrap();
    let past = common_past(&scenario, 0, Check::Never);
    let mut left = 0;
    let end = live(&scenario, scenario.formats.last().unwrap(), 0, &past, |before, after| {
        left += after.record.events.separations.len() - before.record.events.separations.len();
        assert_eq!(after.ledger.balance(Account::Pool(0)), Money::ZERO);
    });
    assert!(left > 20, "{left} people left");
    assert!(end.ledger.moved(Purpose::Invoice) > Money::ZERO);
}

#[test]
fn an_unpaid_invoice_falls_on_the_deposit_and_without_one_on_the_pool() {
    let paid = |deposit: &str, leave: &str| {
        let sets = [
            "formats=[\"status-quo\",\"ge\"]",
            "pool.invoice_default=0.1",
            "pool.leave_loss=0",
            leave,
            deposit,
        ];
        // users with money: one that closes leaves debts of another kind
        let scenario = small(
            &[&sets[..], &["format.ge.founding_capital=1000000", "population.cash_median=18"]].concat(),
        );
        let (mut paid, mut billed) = (Money::ZERO, Money::ZERO);
        for replication in 0..6 {
            let past = common_past(&scenario, replication, Check::Never);
            let end = live(&scenario, &scenario.formats[1], replication, &past, |_, _| ());
            let pool = &end.pools[0];
            assert_eq!(pool.stage, Stage::Active);
            // what users were billed and did not pay, and do not owe any more
            paid += pool.receivables.iter().map(|invoice| invoice.amount).sum();
            paid += end.ledger.moved(Purpose::Invoice);
            billed += pool_billed(&scenario, replication, &past);
        }
        paid.as_euros() / billed.as_euros()
    };
    // whoever leaves has its deposit back after its last invoices, not before
    for leave in ["pool.leave_base=0", "pool.leave_base=0.05"] {
        let [with, without] = [3, 0].map(|months| paid(&format!("format.ge.deposit_months={months}"), leave));
        assert!((with - 1.0).abs() < 1e-3, "{leave}: with deposits {with} of what was billed was paid");
        assert!(without < 0.95, "{leave}: without deposits {without} of what was billed was paid");
    }
}

/// What the pool billed, from month to month.
fn pool_billed(scenario: &Scenario, replication: u32, past: &World) -> Money {
    let mut billed = Money::ZERO;
    live(scenario, &scenario.formats[1], replication, past, |before, after| {
        let (was, is) = (before.pools[0].year_billed, after.pools[0].year_billed);
        // the sum of the year begins anew after its closing: the month that closes it is counted by hand
        billed += if is >= was { is - was } else { Money::ZERO };
        if is < was {
            let month = after.pools[0]
                .receivables
                .iter()
                .filter(|invoice| invoice.due == after.month - 1 + scenario.params.pool.invoice_delay);
            billed += month.map(|invoice| invoice.amount).sum();
        }
    });
    billed
}
