//! One replication: one past, then one future for each compared format. (being built)

use crate::indicators::{SERIES, registry};
use crate::scenario::Scenario;

/// What one replication says of one format.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// One value for each stored column; NaN where it is not defined.
    pub indicators: Vec<f64>,
    /// `series[series][month]`, month 0 being the launch; NaN where it is not defined.
    pub series: Vec<Vec<f64>>,
}

/// Computes one replication: an outcome for each compared format, in order.
pub fn replicate(scenario: &Scenario, replication: u32) -> Vec<Outcome> {
    let key = |format: usize, what: usize, month: usize| {
        let key =
            [scenario.params.run.seed, u64::from(replication), format as u64, what as u64, month as u64];
        let mixed = key.iter().fold(0x9e37_79b9_7f4a_7c15u64, |state, part| {
            (state ^ part).wrapping_mul(0xbf58_476d_1ce4_e5b9).rotate_left(31)
        });
        (mixed >> 11) as f64 / (1u64 << 53) as f64
    };
    let columns = registry::columns().count();
    (0..scenario.formats.len())
        .map(|f| Outcome {
            indicators: (0..columns).map(|c| 10.0 + 5.0 * key(0, c, 0) + key(f, c, 0)).collect(),
            series: (0..SERIES.len())
                .map(|s| {
                    (0..=scenario.params.run.months as usize)
                        .map(|m| m as f64 + key(f, 1000 + s, m))
                        .collect()
                })
                .collect(),
        })
        .collect()
}
