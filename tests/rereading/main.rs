//! Promise: somebody else who reads the rules of a month finds the same month.
//!
//! A second implementation, agent by agent and without any care for speed, starts from a world of a few structures and
//! people and lives through sixty months beside the engine, under every format that the program carries. Everybody's
//! state, every euro of every structure and pool, every job, invoice and loan, and every event must agree after each of
//! them. The two share the dice, the law, what one price is made of (`price`), travel times and the founding of
//! newcomers, which have tests of their own.

mod accounts;
mod bundling;
mod choice;
mod club;
mod filling;
#[path = "../small_world/held.rs"]
mod held;
mod illness;
mod liquidation;
mod loans;
mod membership;
mod mobility;
mod money;
mod paths;
mod people;
mod pool;
mod posts;
mod state;
mod told;
mod year;

use std::collections::BTreeMap;

use mutualise::dice::Dice;
use mutualise::error::both;
use mutualise::experiment::replication::{common_past, follow, rates_of};
use mutualise::formats::{EMBEDDED, Format};
use mutualise::kinds::Sector;
use mutualise::month::Check;
use mutualise::scenario::{Event, EventKind, Scenario, Source};
use mutualise::world::World;
use mutualise::world::record::End;
use rayon::prelude::*;

use held::HELD;
use state::{Book, Territory};

/// Three structures and eight people, the fewest a scenario may have; needs are large enough for most to work there.
const TINY: [&str; 7] = [
    "population.structures=3",
    "population.people=8",
    "population.firms=2",
    "run.burn_in=6",
    "run.months=60",
    "population.need_scale=0.6",
    "population.size_median=3",
];

/// More of everything, so that what is rare in a tiny world happens too.
const BUSY: [&str; 17] = [
    "population.structures=12",
    "population.people=60",
    "population.firms=5",
    "population.cash_median=1.5",
    "finance.sales_sd=0.2",
    "finance.dissolution=0.05",
    "finance.reopen_after=3",
    "work.need_drift=0.1",
    "work.surge_rate=0.15",
    "work.burnout_base=0.2",
    "work.training_rate=1.0",
    "mobility.retirement=0.01",
    "mobility.leave_labour_force=0.01",
    "mobility.firm_layoff=0.02",
    "shocks.public_enter=0.1",
    "shocks.most_lost=0.9",
    "market.fixed_term_below=4.0",
];

/// Where two readings of one world under one format differ, once either does.
fn first_difference(
    scenario: &Scenario,
    format: &Format,
    replication: u32,
    seen: &mut BTreeMap<String, u32>,
) -> Option<String> {
    let rates = rates_of(&scenario.params);
    let terms = format.employers();
    let book = Book {
        params: &scenario.params,
        events: &scenario.events,
        rates: &rates,
        dice: Dice::new(scenario.params.run.seed, replication),
        terms: &terms,
    };
    let past = common_past(scenario, replication, Check::EveryMonth);
    let mut territory = Territory::read(&past);
    let mut difference = None;
    follow(scenario, &past, &terms, replication, Check::EveryMonth, |world| {
        if difference.is_none() {
            territory.live_a_month(&book);
            difference = compare(&territory, world);
        }
    });
    for event in &territory.happened {
        *seen.entry(event.split(' ').next().unwrap_or_default().to_owned()).or_default() += 1;
    }
    for (what, times) in &territory.seen {
        *seen.entry((*what).to_owned()).or_default() += times;
    }
    difference
}

/// The first line that only one of the two tells.
fn compare(territory: &Territory, world: &World) -> Option<String> {
    let (ours, theirs) = (territory.told(), told::told(world));
    let (mut left, mut right) = (territory.happened.clone(), told::happened(world, &territory.first));
    left.sort();
    right.sort();
    let lines = ours.iter().zip(&theirs).chain(left.iter().zip(&right));
    let apart = lines.filter(|(a, b)| a != b).map(|(a, b)| format!("re-read {a}\nengine  {b}")).next();
    let counts = (ours.len(), left.len()) != (theirs.len(), right.len());
    let longer = if left.len() > right.len() { &left } else { &right };
    let extra = || longer.iter().find(|event| !left.contains(event) || !right.contains(event)).cloned();
    apart
        .or_else(|| counts.then(|| format!("only one saw {:?}", extra())))
        .map(|text| format!("month {}:\n{text}", territory.now - 1))
}

/// Everybody joins, most needs are fractions that nobody could hire for alone, and partners keep the pools alive.
const ALIVE: [&str; 23] = [
    "population.structures=12",
    "population.people=60",
    "population.firms=4",
    "population.need_scale=0.2",
    "population.need_log_sd=0.3",
    "population.size_median=8",
    "population.minimum_hours_exempt=0",
    "population.unemployed=0.3",
    "population.vat_liable_association=0.1",
    "population.cash_median=8.0",
    "work.surge_rate=0.1",
    "work.need_drift=0.2",
    "insertion.public_share=0.5",
    "pool.join_base=4.0",
    "pool.consider_rate=0.5",
    "pool.canvass_rate=1.0",
    "pool.leave_base=0.02",
    "pool.invoice_default=0.05",
    "pool.rescue=10000000",
    "pool.threshold=0.5",
    "pool.max_travel=80",
    "pool.absorption=0.3",
    "pool.steady_share=5.0",
];

/// The same, where partners give little.
const SHORT: [&str; 1] = ["pool.rescue=30000"];

/// The same, where members have little.
const POOR: [&str; 1] = ["population.cash_median=2.0"];

/// The same, where structures come and go and join one by one, and people look around while they work.
const CHANGING: [&str; 8] = [
    "finance.reopen_after=2",
    "finance.dissolution=0.3",
    "market.search_employed=0.9",
    "market.inertia=0",
    "pool.consider_rate=0.1",
    "pool.canvass_rate=0.1",
    "pool.join_base=-2.5",
    "pool.join_contacts=0",
];

fn scenario(sets: &[&[&str]], format: &str, events: &[Event]) -> Scenario {
    let sets: Vec<String> = HELD.into_iter().chain(sets.concat()).map(str::to_owned).collect();
    let sets = [sets, vec![format!("formats=[\"{format}\"]")]].concat();
    let mut scenario =
        Scenario::resolve(Source::named("base"), &sets).unwrap_or_else(|wrong| panic!("{wrong}"));
    scenario.events = events.to_vec();
    scenario
}

fn agree(sets: &[&[&str]], format: &str, events: &[Event], replications: u32) -> BTreeMap<String, u32> {
    let scenario = scenario(sets, format, events);
    let all: Vec<(Option<String>, BTreeMap<String, u32>)> = (0..replications)
        .into_par_iter()
        .map(|replication| {
            let mut seen = BTreeMap::new();
            (first_difference(&scenario, &scenario.formats[0], replication, &mut seen), seen)
        })
        .collect();
    let mut counts = BTreeMap::new();
    for (replication, (difference, seen)) in all.into_iter().enumerate() {
        if let Some(difference) = difference {
            panic!("{format}, replication {replication}, {difference}");
        }
        seen.into_iter().for_each(|(event, n)| *counts.entry(event).or_default() += n);
    }
    println!("{format}: {counts:?}");
    counts
}

#[test]
fn a_tiny_world_lives_the_same_sixty_months_in_both_readings() {
    let counts = agree(&[&TINY], "status-quo", &[], 60);
    let happens = ["Quit", "Poached", "contact", "somebody falls ill", "pay of somebody ill is made up"];
    assert!(happens.into_iter().all(|what| counts[what] > 0), "{counts:?}");
}

#[test]
fn a_busy_world_lives_the_same_sixty_months_and_everything_happens_in_it() {
    let event = |kind, sector, start, depth| Event {
        label: both("un choc", "a shock"),
        kind,
        sector,
        start,
        months: 12,
        depth,
    };
    // two of a kind that overlap, and all sectors at once
    let events = [
        event(EventKind::Orders, Some(Sector::Ec), 6, 0.6),
        event(EventKind::Orders, None, 12, 0.9),
        event(EventKind::PublicFunding, Some(Sector::Bat), 24, 0.5),
        event(EventKind::Materials, None, 30, 0.2),
    ];
    let counts = agree(&[&TINY, &BUSY], "status-quo", &events, 20);
    let ends = [
        End::Poached,
        End::MovedWithinEss,
        End::Quit,
        End::Trial,
        End::TermEnded,
        End::Dismissed,
        End::Burnout,
        End::LeftLabourForce,
    ];
    let others = [
        "Insolvent",
        "Dissolved",
        "contact",
        "given-up",
        "hired",
        "founded",
        "NotReplaced",
        "Cancelled",
        "LaidOff",
    ]
    .map(str::to_owned);
    for event in ends.map(|end| format!("{end:?}")).into_iter().chain(others) {
        assert!(counts.get(&event).is_some_and(|&n| n > 0), "{event} never happens: {counts:?}");
    }
}

/// Everything that the mechanisms of a format can bring about has come about, in a world where it lives or one in which
/// it dies.
fn lives_alike(format: &str, must_happen: &[&str]) {
    let counts = [
        agree(&[&TINY], format, &[], 10),
        agree(&[&TINY, &BUSY], format, &[], 4),
        agree(&[&TINY, &ALIVE], format, &[], 30),
        agree(&[&TINY, &ALIVE, &SHORT], format, &[], 12),
        agree(&[&TINY, &ALIVE, &SHORT, &POOR], format, &[], 8),
        agree(&[&TINY, &ALIVE, &CHANGING], format, &[], 24),
    ];
    for what in must_happen {
        let happens = counts.iter().any(|counts| counts.contains_key(*what));
        assert!(happens, "{format}: {what} never happens: {counts:?}");
    }
}

/// What befalls every pool that has members.
const POOL: [&str; 7] = [
    "a pool opens",
    "a structure joins",
    "a member leaves",
    "a year with a surplus",
    "an invoice is not paid",
    "a rescue",
    "a pool is liquidated",
];

/// What befalls jobs that several members share.
const SHARED: [&str; 10] = [
    "a job is shared",
    "a job has one user",
    "unsold time finds a user",
    "unsold time is made redundant",
    "a shared job is posted again",
    "a shared job is undone",
    "members are called",
    "Absorbed",
    "hours are cut",
    "a job of a pool that ends is taken over",
];

/// What befalls missions.
const MISSIONS: [&str; 3] = ["a mission is opened", "shared", "TermEnded"];

const CLUB: [&str; 2] = ["the club meets", "a tie between structures"];

#[test]
fn clubs() {
    lives_alike("club-rh", &CLUB);
    lives_alike("clubs-engaged", &CLUB);
}

#[test]
fn a_ge() {
    let own = ["a deposit comes back after the last invoice"];
    lives_alike("ge", &[&POOL[..], &SHARED, &own].concat());
}

#[test]
fn an_agency_of_the_social_economy() {
    lives_alike("scic-interim", &[&POOL[..], &MISSIONS].concat());
}

#[test]
fn a_ge_exempt_of_vat() {
    let own = ["an exact cost is settled", "a deposit comes back after the last invoice"];
    lives_alike("ge-exempt", &[&own[..], &["a job is shared", "members are called"]].concat());
}

#[test]
fn a_ge_as_a_co_operative() {
    lives_alike("ge-scic", &[&POOL[..], &SHARED].concat());
}

#[test]
fn a_ge_hosted_by_a_cluster() {
    let own = ["a member cannot pay its share"];
    lives_alike("ge-ptce", &[&POOL[..], &SHARED, &CLUB, &own].concat());
}

#[test]
fn a_ge_with_a_platform() {
    lives_alike("ge-platform", &[&POOL[..], &SHARED].concat());
}

#[test]
fn open_ended_missions() {
    let own = [
        "a job is shared",
        "a job has one user",
        "unsold time finds a user",
        "unsold time is made redundant",
    ];
    lives_alike("scic-cdii", &[&POOL[..], &own, &["a mission is opened"]].concat());
}

#[test]
fn a_geiq() {
    lives_alike(
        "geiq",
        &[&POOL[..], &["a job is shared", "a path is completed", "a hire after a path"]].concat(),
    );
}

#[test]
fn an_insertion_agency() {
    lives_alike("etti", &[&MISSIONS[..], &["a pool opens", "a rescue", "a pool is liquidated"]].concat());
}

#[test]
fn loans_between_structures() {
    lives_alike("staff-loan", &["a loan is agreed"]);
}

#[test]
fn a_private_agency() {
    lives_alike(
        "private-agency",
        &[&MISSIONS[..], &["a mission ends with its user", "a year with a surplus"]].concat(),
    );
}

#[test]
fn two_employers_side_by_side() {
    lives_alike("ge-scic-interim", &[&POOL[..], &SHARED, &MISSIONS].concat());
    lives_alike("ge-geiq", &[&POOL[..], &SHARED, &["a path is completed"]].concat());
}

#[test]
fn every_format_is_read_again() {
    let this: String = include_str!("main.rs").split_whitespace().collect();
    for (format, _) in EMBEDDED {
        let lived = this.contains(&format!("lives_alike(\"{format}\"")) || format == "status-quo";
        assert!(lived, "{format} is not read again");
    }
}
