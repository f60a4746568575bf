//! How long does it take: to found a population, to live one month under each format, to run a replication?
//!
//! Throughput is counted in worker-months: one person followed for one month under one format.

#![allow(missing_docs, reason = "criterion writes undocumented functions")]

use std::hint::black_box;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use mutualise::dice::Dice;
use mutualise::experiment::replication::{common_past, future, rates_of, replicate};
use mutualise::month::{self, Check, PriceList, Turn};
use mutualise::scenario::{Scenario, Source};
use mutualise::world::founding;

/// The replication that is timed.
const REPLICATION: u32 = 0;

fn base() -> Scenario {
    Scenario::resolve(Source::named("base"), &[]).expect("the base scenario is sound")
}

fn founding(c: &mut Criterion) {
    let scenario = base();
    let run = &scenario.params.run;
    let rates = rates_of(&scenario.params);
    c.bench_function("founding", |b| {
        b.iter(|| {
            let dice = Dice::new(run.seed, REPLICATION);
            founding::found(black_box(&scenario.params), &rates, &dice)
        })
    });
}

/// The month that follows the period of a run: whatever a format brings is at work by then.
fn one_month(c: &mut Criterion) {
    let scenario = base();
    let run = &scenario.params.run;
    let rates = rates_of(&scenario.params);
    let prices = PriceList::new(&scenario.params, &rates);
    let dice = Dice::new(run.seed, REPLICATION);
    let past = common_past(&scenario, REPLICATION, Check::Never);
    let mut group = c.benchmark_group("month");
    group.throughput(Throughput::Elements(past.workers.len() as u64));
    for format in &scenario.formats {
        let world = future(&scenario, &past, format, REPLICATION, Check::Never);
        let employers = format.employers();
        let turn = Turn {
            params: &scenario.params,
            events: &scenario.events,
            rates: &rates,
            prices: &prices,
            employers: &employers,
            pool: 0,
            terms: &employers[0],
            dice: &dice,
            check: Check::Never,
            month: world.month,
            now: world.month as i32 - world.launch as i32,
        };
        group.bench_function(&format.id, |b| {
            b.iter_batched_ref(|| world.clone(), |world| month::step(world, &turn), BatchSize::SmallInput)
        });
    }
    group.finish();
}

fn replication(c: &mut Criterion) {
    let scenario = base();
    let params = &scenario.params;
    let months = u64::from(params.run.burn_in) + scenario.formats.len() as u64 * u64::from(params.run.months);
    let mut group = c.benchmark_group("replication");
    group.throughput(Throughput::Elements(u64::from(params.population.people) * months));
    group.sample_size(20);
    group.bench_function("all formats", |b| {
        b.iter(|| replicate(black_box(&scenario), REPLICATION, Check::Never))
    });
    group.finish();
}

criterion_group!(benches, founding, one_month, replication);
criterion_main!(benches);
