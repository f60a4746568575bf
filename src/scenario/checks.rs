//! Which values contradict each other, though each is lawful alone?

use super::params::Params;
use crate::error::both;
use crate::words::Bilingual;

/// Values that cannot stand together.
#[derive(Clone, Debug)]
pub struct Disagreement {
    /// The parameters concerned; the fault is shown at the first of them that somebody set.
    pub paths: Vec<&'static str>,
    /// What is wrong.
    pub message: Bilingual,
}

/// Every contradiction between parameters.
pub(super) fn cross_checks(params: &Params) -> Vec<Disagreement> {
    let mut found = Vec::new();
    if params.pool.fee_low > params.pool.fee_high {
        found.push(Disagreement {
            paths: vec!["pool.fee_low", "pool.fee_high"],
            message: both(
                "les frais les plus bas (pool.fee_low) dépassent les plus hauts (pool.fee_high)",
                "the lowest fee (pool.fee_low) exceeds the highest (pool.fee_high)",
            ),
        });
    }
    found
}
