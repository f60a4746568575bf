//! The registry of monthly series.

use super::registry::Group;
use super::{Text, Unit, survival};
use crate::kinds::Profession;
use crate::units::{MONTHS_PER_YEAR, Money};
use crate::world::record::Seen;
use crate::world::{Account, Stage, World};

/// A value followed month by month from the launch.
#[derive(Clone, Copy, Debug)]
pub struct Series {
    /// Its name in files.
    pub id: &'static str,
    /// Its name for readers.
    pub label: Text,
    /// In what it is counted.
    pub unit: Unit,
    /// Where its values come from.
    pub source: Source,
}

/// Where a series' values come from.
#[derive(Clone, Copy, Debug)]
pub enum Source {
    /// A sum, looked at every month; NaN where it is not defined.
    Sum(fn(&World) -> f64),
    /// A mean or a share, looked at every month: a sum, and over what.
    Mean(fn(&World) -> (f64, f64)),
    /// A curve drawn at the end, its months counted from the hire.
    Curve(fn(&World, usize) -> Vec<f64>),
}

impl Series {
    /// What is seen of it this month; nothing of a curve.
    pub fn of_month(&self, world: &World) -> Seen {
        match self.source {
            Source::Sum(value) => match value(world) {
                value if value.is_nan() => Seen::default(),
                sum => Seen { sum, over: 1.0 },
            },
            Source::Mean(value) => {
                let (sum, over) = value(world);
                Seen { sum, over }
            }
            Source::Curve(_) => Seen::default(),
        }
    }

    /// The value of what was seen in a month.
    fn value(&self, seen: Seen) -> f64 {
        match self.source {
            Source::Sum(_) if seen.over > 0.0 => seen.sum,
            Source::Mean(_) => seen.sum / seen.over,
            Source::Sum(_) | Source::Curve(_) => f64::NAN,
        }
    }
}

/// All monthly values at the end of a replication: `[series][month]`.
pub fn collect(world: &World) -> Vec<Vec<f64>> {
    let months = world.record.series.len();
    let column = |(k, series): (usize, &Series)| match series.source {
        Source::Sum(_) | Source::Mean(_) => {
            world.record.series.iter().map(|month| series.value(month[k])).collect()
        }
        Source::Curve(draw) => {
            let mut curve = draw(world, months.saturating_sub(1));
            curve.truncate(months);
            curve
        }
    };
    SERIES.iter().enumerate().map(column).collect()
}

/// The series of that name, with its place.
pub fn find(id: &str) -> Option<(usize, &'static Series)> {
    SERIES.iter().enumerate().find(|(_, series)| series.id == id)
}

/// The mean of a series over the last twelve months.
pub fn last_year_mean(world: &World, id: &str) -> f64 {
    mean(last_year(world, id))
}

/// The same for what pools have: nothing in months in which they have closed.
pub fn last_year_mean_of_pools(world: &World, id: &str) -> f64 {
    mean(last_year(world, id).map(|value| if value.is_nan() { 0.0 } else { value }))
}

fn last_year(world: &World, id: &str) -> impl Iterator<Item = f64> {
    let found = find(id);
    let months = &world.record.series;
    let last = &months[months.len().saturating_sub(MONTHS_PER_YEAR as usize)..];
    last.iter().filter_map(move |month| found.map(|(k, series)| series.value(month[k])))
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    sum / count
}

/// The first value of a series.
pub fn first_value(world: &World, id: &str) -> f64 {
    let value =
        |(k, series): (usize, &Series)| world.record.series.first().map(|month| series.value(month[k]));
    let first = find(id).and_then(value);
    first.unwrap_or(f64::NAN)
}

/// Every series.
pub const SERIES: &[Series] = &[
    Series {
        id: "still-employed",
        label: Text { fr: "Encore dans le même emploi", en: "Still in the same employment" },
        unit: Unit::Percent,
        source: Source::Curve(|world, months| {
            survival::curve(world, Group::All, months).iter().map(|share| 100.0 * share).collect()
        }),
    },
    Series {
        id: "members",
        label: Text { fr: "Structures adhérentes", en: "Member structures" },
        unit: Unit::Count,
        source: Source::Sum(|world| unless_closed(world, members(world))),
    },
    Series {
        id: "pooled-fte",
        label: Text { fr: "ETP mutualisés", en: "Pooled FTE" },
        unit: Unit::Fte,
        source: Source::Sum(|world| {
            let held = world.pools.jobs().filter(|job| job.worker.is_some());
            unless_closed(world, held.map(|job| job.fte).sum())
        }),
    },
    Series {
        id: "secured-fte",
        label: Text { fr: "ETP mutualisés sécurisés", en: "Pooled FTE secured" },
        unit: Unit::Fte,
        source: Source::Sum(|world| {
            let secure = |w: u32| {
                let w = w as usize;
                world.workers.term[w] == 0 && !world.workers.involuntary_part_time(w)
            };
            let secured = world.pools.jobs().filter(|job| job.worker.is_some_and(secure));
            unless_closed(world, secured.map(|job| job.fte).sum())
        }),
    },
    Series {
        id: "pool-cash",
        label: Text { fr: "Trésorerie du dispositif", en: "Cash of the pool" },
        unit: Unit::Euros,
        source: Source::Sum(|world| unless_closed(world, pools_cash(world))),
    },
    Series {
        id: "pool-fee",
        label: Text { fr: "Frais ou marge du dispositif", en: "Fee or margin of the pool" },
        unit: Unit::Percent,
        source: Source::Mean(pools_rate),
    },
    Series {
        id: "pool-working",
        label: Text { fr: "Dispositif en activité", en: "Pool at work" },
        unit: Unit::Percent,
        source: Source::Mean(pools_working),
    },
    Series {
        id: "coverage",
        label: Text { fr: "Part des besoins couverte", en: "Share of need covered" },
        unit: Unit::Percent,
        source: Source::Mean(coverage),
    },
    Series {
        id: "stress",
        label: Text { fr: "Stress moyen", en: "Mean stress" },
        unit: Unit::PointsOfTen,
        source: Source::Mean(|world| mean_of_employees(world, &world.workers.stress)),
    },
    Series {
        id: "overload",
        label: Text { fr: "Surcharge des équipes", en: "Load on teams" },
        unit: Unit::Percent,
        source: Source::Mean(|world| {
            let overload = world.structures.open_ones().map(|s| world.structures.overload[s]);
            let (sum, open) = overload.fold((0.0, 0.0), |(sum, open), load| (sum + load, open + 1.0));
            (100.0 * sum, open)
        }),
    },
    Series {
        id: "employed-fte",
        label: Text {
            fr: "ETP employés par les structures et le dispositif",
            en: "FTE employed by structures and pool",
        },
        unit: Unit::Fte,
        source: Source::Sum(|world| employees(world).map(|w| world.workers.fte[w]).sum()),
    },
    Series {
        id: "open-structures",
        label: Text { fr: "Structures ouvertes", en: "Open structures" },
        unit: Unit::Count,
        source: Source::Sum(|world| world.structures.open_ones().count() as f64),
    },
    Series {
        id: "structures-surviving",
        label: Text {
            fr: "Structures du lancement toujours ouvertes",
            en: "Structures of the launch still open",
        },
        unit: Unit::Percent,
        source: Source::Mean(surviving),
    },
    Series {
        id: "structures-cash",
        label: Text { fr: "Trésorerie des structures", en: "Cash of structures" },
        unit: Unit::Euros,
        source: Source::Sum(|world| {
            let balance = |s| world.ledger.balance(Account::Structure(s));
            world.structures.open_ones().map(balance).sum::<Money>().as_euros()
        }),
    },
];

/// A value of pools; not defined once all of them have closed, so that what is said of pools at work is not blurred by
/// those that are gone.
fn unless_closed(world: &World, value: f64) -> f64 {
    let mut pools = world.pools.iter().peekable();
    let closed = pools.peek().is_some() && pools.all(|pool| pool.stage == Stage::Liquidated);
    if closed { f64::NAN } else { value }
}

/// Structures that are members of a pool.
fn members(world: &World) -> f64 {
    world.pools.members() as f64
}

/// Of the structures open at the launch, those that have stayed open, in per cent.
fn surviving(world: &World) -> (f64, f64) {
    let there = world.record.structures.iter().filter(|tally| tally.open_at_launch);
    let (all, stayed) =
        there.fold((0u32, 0u32), |(all, stayed), tally| (all + 1, stayed + u32::from(tally.survived)));
    (100.0 * f64::from(stayed), f64::from(all))
}

/// Cash of all pools, in euros.
fn pools_cash(world: &World) -> f64 {
    let pools = 0..world.pools.iter().count();
    pools.map(|k| world.ledger.balance(Account::Pool(k))).sum::<Money>().as_euros()
}

/// The mean fee of the pools at work, in per cent.
fn pools_rate(world: &World) -> (f64, f64) {
    let rates: Vec<f64> = world.pools.iter().filter(|pool| pool.active()).map(|pool| pool.rate).collect();
    (100.0 * rates.iter().sum::<f64>(), rates.len() as f64)
}

/// The share of a format's pools that are at work, in per cent.
fn pools_working(world: &World) -> (f64, f64) {
    let working = world.pools.iter().filter(|pool| pool.active()).count();
    (100.0 * working as f64, world.pools.iter().count() as f64)
}

fn employees(world: &World) -> impl Iterator<Item = usize> + '_ {
    world.workers.staff.iter().map(|&w| w as usize)
}

fn mean_of_employees(world: &World, values: &[f64]) -> (f64, f64) {
    employees(world).fold((0.0, 0.0), |(sum, n), w| (sum + values[w], n + 1.0))
}

fn coverage(world: &World) -> (f64, f64) {
    let structures = &world.structures;
    let (mut need, mut covered) = (0.0, 0.0);
    for (demand, _) in structures.demands().zip(&structures.open).filter(|&(_, &open)| open) {
        let (lasting, passing) = (demand.covered([0.0; Profession::COUNT]), demand.temporary_covered());
        for p in 0..Profession::COUNT {
            need += demand.recurrent[p] + demand.temporary[p];
            covered += lasting[p] + passing[p];
        }
    }
    (100.0 * covered, need)
}
