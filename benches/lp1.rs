//! LP-1, a small reference model by which the speed of tools is compared: the project's own dice and columns beside
//! the plain way to write it, in the same run. Both dock with the published outputs first: speed of a wrong model
//! says nothing.
//!
//! Monthly, W workers, S = W / 4 structures of capacity 4 in three sectors, 96 months: regimes of the sectors; cash of
//! the structures, which dismiss somebody when it is negative; stress, offers and quits of the employed; returns from
//! the for-profit sector; search of the unemployed.

#![allow(missing_docs, reason = "criterion writes undocumented functions")]

#[path = "clock.rs"]
mod clock;
#[path = "lp1/columns.rs"]
mod columns;
#[path = "lp1/plain.rs"]
mod plain;

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

const MONTHS: u32 = 96;
const CAPACITY: usize = 4;

/// What a replication is docked by.
#[derive(Clone, Copy, Debug, Default)]
struct Output {
    /// Mean share employed over months 49 to 96.
    employed: f64,
    /// The same in the for-profit sector.
    lucrative: f64,
    /// Mean stress of the employed at the end.
    stress: f64,
    /// Initial workers never separated by month 12.
    stayed_12: f64,
    /// The same by month 96.
    stayed_96: f64,
}

impl Output {
    fn values(self) -> [f64; 5] {
        [self.employed, self.lucrative, self.stress, self.stayed_12, self.stayed_96]
    }
}

/// The reference at W = 1,000, and the standard error of its 20,000 replications.
const REFERENCE: [(f64, f64); 5] =
    [(0.45633, 0.00011), (0.51042, 0.00012), (0.50504, 0.00018), (0.75600, 0.00029), (0.05398, 0.00012)];

/// Means of many replications lie within five standard errors of the reference; panics otherwise.
fn dock(name: &str, simulate: impl Fn(u32) -> Output) {
    const REPLICATIONS: u32 = 1_000;
    let runs: Vec<[f64; 5]> = (0..REPLICATIONS).map(|r| simulate(r).values()).collect();
    let n = f64::from(REPLICATIONS);
    for (k, (reference, error)) in REFERENCE.into_iter().enumerate() {
        let mean = runs.iter().map(|run| run[k]).sum::<f64>() / n;
        let variance = runs.iter().map(|run| (run[k] - mean) * (run[k] - mean)).sum::<f64>() / (n - 1.0);
        let distance = (mean - reference) / (variance / n + error * error).sqrt();
        println!(
            "{name}: output {} is {mean:.5}, reference {reference:.5}, {distance:+.1} standard errors",
            k + 1
        );
        assert!(distance.abs() < 5.0, "{name} does not dock");
    }
}

/// Processor time of both in turn, in nanoseconds for one worker and month: medians of eleven.
fn processor() {
    for workers in [1_000, 10_000, 100_000] {
        let each = 1e9 / f64::from(workers * MONTHS);
        let (plain, columns) = (0..11)
            .map(|k| {
                let plain = clock::of(|| _ = black_box(plain::simulate(black_box(workers), k)));
                (plain, clock::of(|| _ = black_box(columns::simulate(black_box(workers), k))))
            })
            .unzip();
        let (plain, columns) = (clock::median(plain) * each, clock::median(columns) * each);
        println!("{workers} workers: plain {plain:.1} ns, columns with keyed dice {columns:.1} ns");
    }
}

fn speed(c: &mut Criterion) {
    dock("plain", |replication| plain::simulate(1_000, replication));
    dock("columns", |replication| columns::simulate(1_000, replication));
    processor();
    let mut group = c.benchmark_group("lp1");
    group.sample_size(10);
    for workers in [1_000, 10_000, 100_000] {
        group.throughput(Throughput::Elements(u64::from(workers * MONTHS)));
        group.bench_function(BenchmarkId::new("plain", workers), |b| {
            b.iter(|| plain::simulate(black_box(workers), 0))
        });
        group.bench_function(BenchmarkId::new("columns, keyed", workers), |b| {
            b.iter(|| columns::simulate(black_box(workers), 0))
        });
    }
    group.finish();
}

criterion_group!(benches, speed);
criterion_main!(benches);
