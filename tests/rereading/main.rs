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
const BUSY: [&str; 16] = [
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

fn scenario(sets: &[&[&str]], format: &str, events: &[Event]) -> Scenario {
    let sets: Vec<String> = sets.concat().into_iter().map(str::to_owned).collect();
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
    assert!(counts["Quit"] > 0 && counts["Poached"] > 0 && counts["contact"] > 0, "{counts:?}");
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
    let others = ["Insolvent", "Dissolved", "contact", "given-up", "hired", "founded"].map(str::to_owned);
    for event in ends.map(|end| format!("{end:?}")).into_iter().chain(others) {
        assert!(counts.get(&event).is_some_and(|&n| n > 0), "{event} never happens: {counts:?}");
    }
}

/// A try-out of every format, to be replaced.
#[test]
fn every_format() {
    let mut wrong = Vec::new();
    for (format, _) in EMBEDDED {
        for sets in [&[&TINY[..]][..], &[&TINY[..], &BUSY[..]][..]] {
            let one = std::panic::catch_unwind(|| agree(sets, format, &[], 10));
            if one.is_err() {
                wrong.push(format);
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}
