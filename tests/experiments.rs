//! Promise: the shocks of the past can be lived through again, and what follows has the sign it had.
//!
//! Each scenario of `scenarios/experiments` is compared with itself without its events, from the same past. The table of
//! `docs/experiments.md` is what `cargo test --test experiments -- --nocapture` prints.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::path::Path;

use mutualise::experiment::replication::watch;
use mutualise::kinds::{Sector, Status};
use mutualise::month::Check;
use mutualise::scenario::{EventKind, Scenario, Source};
use mutualise::world::record::{End, Fewer};
use mutualise::world::{Opening, World};
use rayon::prelude::*;

const EXPERIMENTS: [&str; 6] = [
    "pv-moratorium-2010",
    "pv-tariff-2025",
    "insulation-2021",
    "aided-jobs-2017",
    "textile-2024",
    "local-cuts-2015",
];

const REPLICATIONS: u32 = 120;

/// What the reader is told of them.
const PAGE: &str = include_str!("../docs/experiments.md");

/// What a sector lived through in the 24 months.
#[derive(Clone, Copy, Default)]
struct Life {
    /// Employees at the end, in per cent of those at the launch.
    headcount: f64,
    /// Posts open, mean over the months.
    unfilled: f64,
    /// Leavers of own teams not replaced and hires for them cancelled, in per cent of the employees at the launch.
    not_replaced: f64,
    /// Lay-offs, own teams included, in per cent of the employees at the launch.
    laid_off: f64,
    /// Closures, in per cent of the structures open at the launch.
    closed: f64,
}

const NAMES: [&str; 5] = ["headcount (%)", "posts open", "not replaced (%)", "lay-offs (%)", "closures (%)"];

impl Life {
    fn values(self) -> [f64; 5] {
        [self.headcount, self.unfilled, self.not_replaced, self.laid_off, self.closed]
    }
}

fn of_sector(world: &World, s: usize, hit: &[Sector]) -> bool {
    world.structures.open[s] && hit.contains(&world.structures.sector[s])
}

fn headcount(world: &World, hit: &[Sector]) -> f64 {
    let structures = &world.structures;
    let team: f64 =
        (0..structures.len()).filter(|&s| of_sector(world, s, hit)).map(|s| structures.team[s]).sum();
    let workers = &world.workers;
    let employed = (0..workers.len()).filter(|&w| {
        workers.status[w] == Status::Structure && of_sector(world, workers.employer[w] as usize, hit)
    });
    team + employed.count() as f64
}

fn open_posts(world: &World, hit: &[Sector]) -> f64 {
    let ours = |opening: &Opening| match *opening {
        Opening::Recurrent(s) | Opening::Temporary(s) => of_sector(world, s as usize, hit),
        Opening::Pooled(_) => false,
    };
    world.posts.iter().filter(|post| ours(&post.opening)).count() as f64
}

fn live(scenario: &Scenario, hit: &[Sector], replication: u32) -> Life {
    let (mut life, mut launch, mut open) = (Life::default(), 0.0, 0.0);
    let mut months = 0.0;
    watch(scenario, replication, Check::Never, |world| {
        let structures = &world.structures;
        if world.month == world.launch {
            launch = headcount(world, hit);
            open = (0..structures.len()).filter(|&s| of_sector(world, s, hit)).count() as f64;
        } else {
            months += 1.0;
            life.unfilled += open_posts(world, hit);
        }
        if world.month - world.launch == scenario.params.run.months {
            life.headcount = headcount(world, hit);
            let events = &world.record.events;
            let sector = |s: u32| hit.contains(&structures.sector[s as usize]);
            let teams = |counted: fn(Fewer) -> bool| -> f64 {
                let ours = events.teams.iter().filter(|team| team.month >= 0 && sector(team.structure));
                ours.filter(|team| counted(team.why)).fold(0.0, |sum, team| sum + team.posts)
            };
            life.not_replaced = teams(|why| why != Fewer::LaidOff);
            life.laid_off = teams(|why| why == Fewer::LaidOff);
            life.laid_off += events
                .separations
                .iter()
                .filter(|left| {
                    left.month >= 0 && left.with == Status::Structure && left.why == End::Dismissed
                })
                .filter(|left| sector(left.employer))
                .count() as f64;
            life.closed =
                events.closures.iter().filter(|end| end.month >= 0 && sector(end.structure)).count() as f64;
        }
    });
    Life {
        headcount: 100.0 * life.headcount / launch,
        unfilled: life.unfilled / months,
        not_replaced: 100.0 * life.not_replaced / launch,
        laid_off: 100.0 * life.laid_off / launch,
        closed: 100.0 * life.closed / open,
    }
}

fn quantile(sorted: &[f64], share: f64) -> f64 {
    sorted[((sorted.len() - 1) as f64 * share).round() as usize]
}

/// Median, 5 % and 95 % quantiles, mean and its standard error.
fn summary(mut values: Vec<f64>) -> [f64; 5] {
    values.sort_by(f64::total_cmp);
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / (n - 1.0);
    [quantile(&values, 0.5), quantile(&values, 0.05), quantile(&values, 0.95), mean, (variance / n).sqrt()]
}

/// With and without the events: one line of the table for each measure, and the mean difference with its error.
fn compare(name: &str) -> [[f64; 2]; 5] {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("scenarios/experiments/{name}.toml"));
    let with = Scenario::resolve(Source::File(file), &[]).unwrap();
    let mut without = with.clone();
    without.events.clear();
    let mut hit: Vec<Sector> = with.events.iter().filter_map(|event| event.sector).collect();
    if hit.is_empty() {
        hit = Sector::ALL.to_vec();
    }
    assert!(with.events.iter().all(|event| event.kind != EventKind::Materials && event.depth > 0.0));
    let lives: Vec<(Life, Life)> = (0..REPLICATIONS)
        .into_par_iter()
        .map(|replication| (live(&with, &hit, replication), live(&without, &hit, replication)))
        .collect();
    std::array::from_fn(|k| {
        let column = |of: fn(&(Life, Life)) -> Life| lives.iter().map(|pair| of(pair).values()[k]).collect();
        let [a, b] = [summary(column(|pair| pair.0)), summary(column(|pair| pair.1))];
        let differences: Vec<f64> = lives.iter().map(|(a, b)| a.values()[k] - b.values()[k]).collect();
        let [median, low, high, mean, error] = summary(differences);
        let told = format!(
            "| {} | {} | {:.1} ({:.1} to {:.1}) | {:.1} ({:.1} to {:.1}) | {median:+.1} ({low:+.1} to {high:+.1}) | {mean:+.2} ± {:.2} |",
            if k == 0 { format!("`{name}`") } else { String::new() },
            NAMES[k],
            b[0],
            b[1],
            b[2],
            a[0],
            a[1],
            a[2],
            1.96 * error
        );
        println!("{told}");
        assert!(PAGE.contains(&told), "docs/experiments.md does not say: {told}");
        [mean, error]
    })
}

#[test]
fn shocks_of_the_past_shrink_headcount_and_end_posts() {
    println!(
        "| experiment | over 24 months | without | with | difference | mean difference |\n|---|---|---|---|---|---|"
    );
    for name in EXPERIMENTS {
        let [headcount, unfilled, not_replaced, laid_off, closed] = compare(name);
        assert!(headcount[0] < -2.0 * headcount[1], "{name}: headcount {headcount:?}");
        assert!(not_replaced[0] > 2.0 * not_replaced[1], "{name}: leavers not replaced {not_replaced:?}");
        assert!(laid_off[0] > 2.0 * laid_off[1], "{name}: lay-offs {laid_off:?}");
        assert!(unfilled[0] < -2.0 * unfilled[1], "{name}: posts open {unfilled:?}");
        assert!(closed[0] > 2.0 * closed[1], "{name}: closures {closed:?}");
    }
}
