//! How long does it take: to found a population, to live each phase of a month, to run a replication, to live a month of
//! France, to compare, to write?
//!
//! Throughput is counted in worker-months: one person followed for one month under one format.

#![allow(missing_docs, reason = "criterion writes undocumented functions")]

use std::hint::black_box;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use mutualise::comparison;
use mutualise::dice::Dice;
use mutualise::experiment::country::Country;
use mutualise::experiment::replication::{Rules, common_past, future, rates_of, replicate};
use mutualise::experiment::results::{FormatName, Provenance};
use mutualise::experiment::store::{self, StoredColumn, Values};
use mutualise::experiment::{Plan, run};
use mutualise::formats::Format;
use mutualise::month::{self, Check, Turn};
use mutualise::scenario::{Scenario, Source};
use mutualise::world::{World, founding};

/// The replication that is timed.
const REPLICATION: u32 = 0;
/// How many people.
const SIZES: [u32; 4] = [100, 1_000, 10_000, 100_000];

/// The base scenario with so many people, and as many structures and firms for each of them as ever.
fn base(people: u32) -> Scenario {
    let sets = [
        format!("population.people={people}"),
        format!("population.structures={}", people * 2 / 15),
        format!("population.firms={}", people / 10),
    ];
    Scenario::resolve(Source::named("base"), &sets).expect("the base scenario is sound")
}

fn founding(c: &mut Criterion) {
    let mut group = c.benchmark_group("founding");
    group.sample_size(10);
    for people in SIZES.into_iter().chain([900]) {
        let scenario = base(people);
        let rates = rates_of(&scenario.params);
        group.throughput(Throughput::Elements(people.into()));
        group.bench_function(BenchmarkId::from_parameter(people), |b| {
            b.iter(|| {
                let dice = Dice::new(scenario.params.run.seed, REPLICATION);
                founding::found(black_box(&scenario.params), &rates, &dice)
            })
        });
    }
    group.finish();
}

type Phase = (&'static str, fn(&mut World, &Turn));

/// The table of contents of a month, in the order in which `month::step` has it.
const PHASES: [Phase; 10] = [
    ("01 environment", |world, turn| {
        turn.dice.new_month();
        month::environment::change(&mut world.conditions, turn);
    }),
    ("02 income and needs", |world, turn| {
        month::finance::earn_and_spend(world, turn);
        month::needs::change(&mut world.structures, turn);
    }),
    ("03 membership", |world, turn| {
        month::pool_opening::open(world, turn);
        month::membership::decide(world, turn);
    }),
    ("04 posts", |world, turn| {
        month::posts::withdraw(world, turn);
        month::loans::arrange(world, turn);
        month::posts::open(world, turn);
        month::matching::fill(world, turn);
    }),
    ("05 work", |world, turn| {
        month::sickness::strike(world, turn);
        month::work::count(world);
        month::work::earn_and_pay(world, turn);
        month::accounts::bill(world, turn);
        month::loans::pay(world, turn);
    }),
    ("06 people", month::people::live),
    ("07 mobility", month::mobility::part),
    ("08 accounts", |world, turn| {
        month::accounts::settle(world, turn);
        month::pool_life::balance(world, turn);
        month::closing::close_books(world, turn);
        month::loans::end_without_employer(&mut world.pools, &world.structures, &world.workers);
    }),
    ("09 club", month::club::meet),
    ("10 observation", month::observation::look),
];

/// The months of the second year after the launch under the third format, a groupement, phase by phase; or as a whole.
fn months(c: &mut Criterion) {
    let mut group = c.benchmark_group("month");
    group.sample_size(10);
    for people in SIZES {
        let mut scenario = base(people);
        scenario.params.run.months = 12;
        let (mut rules, format) = (Rules::of(&scenario, Check::Never), &scenario.formats[2]);
        let past = common_past(&scenario, REPLICATION, Check::Never);
        let start = future(&scenario, &past, format, REPLICATION, Check::Never);
        let dice = Dice::new(scenario.params.run.seed, REPLICATION);
        let employers = format.employers();
        group.throughput(Throughput::Elements(people.into()));
        let mut timed = |name: &str, wanted: Option<usize>| {
            group.bench_function(BenchmarkId::new(name, people), |b| {
                b.iter_custom(|iterations| {
                    let mut spent = Duration::ZERO;
                    let mut world = start.clone();
                    for k in 0..iterations {
                        if k % 12 == 0 {
                            world = start.clone();
                        }
                        let turn = rules.turn(&world, &employers, &dice);
                        for (place, (_, phase)) in PHASES.iter().enumerate() {
                            let begun = Instant::now();
                            phase(&mut world, &turn);
                            if wanted.is_none_or(|wanted| wanted == place) {
                                spent += begun.elapsed();
                            }
                        }
                        world.month += 1;
                    }
                    spent
                })
            });
        };
        timed("00 all", None);
        for (place, (name, _)) in PHASES.iter().enumerate() {
            timed(name, Some(place));
        }
    }
    group.finish();
}

/// The months of a replication, under all formats.
fn months_of(scenario: &Scenario) -> u64 {
    let run = &scenario.params.run;
    u64::from(run.burn_in) + scenario.formats.len() as u64 * u64::from(run.months)
}

fn replication(c: &mut Criterion) {
    let mut group = c.benchmark_group("replication");
    group.sample_size(10);
    for people in [100, 900, 1_000, 10_000, 100_000] {
        let scenario = base(people);
        group.throughput(Throughput::Elements(u64::from(people) * months_of(&scenario)));
        group.bench_function(BenchmarkId::from_parameter(people), |b| {
            b.iter(|| replicate(black_box(&scenario), REPLICATION, Check::Never))
        });
    }
    group.finish();
}

/// France: its founding, and a month of the year before the launch. Worker-months are those of all threads together.
fn country(c: &mut Criterion) {
    let scenario = Scenario::resolve(Source::named("france"), &[]).expect("the scenario of France is sound");
    let (_, people) = scenario.population();
    let mut group = c.benchmark_group("france");
    group.sample_size(10);
    group.throughput(Throughput::Elements(people as u64));
    let found = || Country::found(black_box(&scenario), REPLICATION, Check::Never);
    group.bench_function("founding", |b| b.iter_with_large_drop(found));
    let employers = scenario.formats[2].employers();
    let mut france = found();
    // jobs have ended and begun, as in any month
    france.live(&employers, scenario.params.run.burn_in, &|| {});
    group.bench_function("month", |b| b.iter(|| france.live(&employers, 1, &|| {})));
    group.finish();
}

/// The default comparison, on all threads, to its last statistic; without charts and files.
fn compared(c: &mut Criterion) {
    let scenario = Scenario::base();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let plan = plan(&scenario, scenario.params.run.replications, threads);
    let months = months_of(&scenario);
    let worker_months = u64::from(scenario.params.population.people) * months;
    let mut group = c.benchmark_group("comparison");
    group.sample_size(10);
    group.throughput(Throughput::Elements(worker_months * u64::from(plan.replications)));
    group.bench_function("default", |b| {
        b.iter(|| {
            let simulate = |replication| replicate(&scenario, replication, Check::Never);
            let stop = AtomicBool::new(false);
            let experiment = run(&plan, simulate, None, Default::default(), &stop, |_| {});
            comparison::compare(&experiment.expect("nothing fails").results)
        })
    });
    group.finish();
}

fn plan(scenario: &Scenario, replications: u32, threads: usize) -> Plan {
    let name = |format: &Format| FormatName {
        id: format.id.clone(),
        label: Default::default(),
        short: Default::default(),
    };
    let provenance = Provenance { months: scenario.params.run.months as usize, ..Provenance::default() };
    let formats = scenario.formats.iter().map(name).collect();
    Plan { formats, replications, threads, at_once: threads, provenance }
}

/// The statistics of a comparison, and writing its largest table, at as many rows as the default has.
fn afterwards(c: &mut Criterion) {
    const ROWS: usize = 500;
    let scenario = base(100);
    let plan = plan(&scenario, ROWS as u32, 1);
    let outcomes = replicate(&scenario, REPLICATION, Check::Never);
    let simulate = |replication: u32| {
        let mut outcomes = outcomes.clone();
        for value in outcomes.iter_mut().flat_map(|outcome| &mut outcome.indicators) {
            *value += f64::from(replication);
        }
        outcomes
    };
    let stop = AtomicBool::new(false);
    let experiment = run(&plan, simulate, None, Default::default(), &stop, |_| {})
        .expect("made-up outcomes have their shape");
    let results = experiment.results;
    let mut group = c.benchmark_group("afterwards");
    group.sample_size(10);
    group.bench_function("paired statistics", |b| b.iter(|| comparison::compare(black_box(&results))));
    let columns: Vec<StoredColumn> = results
        .columns
        .iter()
        .enumerate()
        .map(|(k, name)| {
            let values = results.values.iter().flat_map(|format| format[k].clone()).collect();
            StoredColumn::new(name, Values::Number(values))
        })
        .collect();
    group.bench_function("parquet", |b| b.iter(|| store::bytes(black_box(&columns), &[])));
    group.finish();
}

criterion_group!(benches, founding, months, replication, country, compared, afterwards);
criterion_main!(benches);
