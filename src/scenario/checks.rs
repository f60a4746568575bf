//! Which values contradict each other, though each is lawful alone?

use super::params::Params;
use crate::error::both;
use crate::formats::{Offer, Terms};
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

/// The terms of one format that cannot stand together: their names, and what is wrong.
pub(super) fn terms_checks(terms: &Terms) -> Vec<Disagreement> {
    let mut found = Vec::new();
    let lasting = matches!(terms.offer, Offer::OpenEnded | Offer::OpenEndedTemporary);
    if terms.path_months > 0 && lasting {
        found.push(Disagreement {
            paths: vec!["path_months", "offer"],
            message: both(
                "un parcours d'insertion a un terme (path_months), un contrat à durée indéterminée (offer) n'en a pas",
                "an insertion path comes to an end (path_months), an open-ended contract (offer) does not",
            ),
        });
    }
    found
}
