//! What is left of an experiment once the worlds are gone: plain tables, written to and read from a run folder.

use serde::{Deserialize, Serialize};

use crate::words::Bilingual;

/// The file of the indicators.
pub const INDICATORS_FILE: &str = "indicators.parquet";
/// The file of the monthly series.
pub const MONTHLY_FILE: &str = "monthly.parquet";

/// A compared format, by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormatName {
    /// Its identifier in files.
    pub id: String,
    /// Its full name.
    pub label: Bilingual,
    /// A name short enough for a table's head.
    pub short: Bilingual,
}

/// Every indicator of every replication, and the monthly series' quantiles.
#[derive(Clone, Debug, PartialEq)]
pub struct Results {
    /// The compared formats; the first is the reference.
    pub formats: Vec<FormatName>,
    /// The columns, named as in the registry (`turnover`, `turnover.vat-liable`, ...).
    pub columns: Vec<String>,
    /// The replications that were completed, by number.
    pub replications: Vec<u32>,
    /// `values[format][column][k]` belongs to `replications[k]`; NaN where the indicator is not defined.
    pub values: Vec<Vec<Vec<f64>>>,
    /// The monthly series.
    pub monthly: Monthly,
    /// What a foot note must say of the run.
    pub provenance: Provenance,
}

/// Quantiles over replications per format, series and month.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Monthly {
    /// The series, named as in the registry.
    pub series: Vec<String>,
    /// `bands[format][series][month]`, month 0 being the launch.
    pub bands: Vec<Vec<Vec<Band>>>,
}

/// The distribution of one value over replications.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Band {
    /// 5 % quantile.
    pub p05: f64,
    /// Lower quartile.
    pub p25: f64,
    /// Median.
    pub p50: f64,
    /// Upper quartile.
    pub p75: f64,
    /// 95 % quantile.
    pub p95: f64,
    /// Mean.
    pub mean: f64,
    /// Over how many replications: those in which the value is defined.
    pub defined: u32,
}

/// Where results come from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// The run's name.
    pub run: String,
    /// The scenario's title.
    pub title: Bilingual,
    /// The program's version.
    pub version: String,
    /// The master seed.
    pub seed: u64,
    /// The resolved scenario's hash.
    pub hash: String,
    /// How many structures the population has.
    pub structures: usize,
    /// How many people of the professions it has.
    pub people: usize,
    /// Months simulated after the launch.
    pub months: usize,
    /// First month after the launch, as year and month.
    pub launch: (i32, u32),
}
