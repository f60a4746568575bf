//! Which values contradict each other, though each is lawful alone?

use super::params::Params;
use crate::catalogue::Catalogue;
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
    found.extend(weights_all_zero(params));
    found
}

/// Weights say in which proportion something is drawn: when all are 0 there is nothing to draw from.
fn weights_all_zero(params: &Params) -> Vec<Disagreement> {
    let (territory, population) = (&params.territory, &params.population);
    let tables: [(&'static str, Vec<f64>); 3] = [
        ("territory.zone_weight", territory.zone_weight.values().to_vec()),
        ("population.sector_weight", population.sector_weight.values().to_vec()),
        ("population.profession_weight", population.profession_weight.values().to_vec()),
    ];
    let empty = tables.into_iter().filter(|(_, weights)| weights.iter().all(|weight| *weight == 0.0));
    empty
        .map(|(table, _)| Disagreement {
            paths: below(table),
            message: both(
                format!("ces poids ne peuvent pas tous valoir 0 : {table}"),
                format!("these weights cannot all be 0: {table}"),
            ),
        })
        .collect()
}

/// The parameters of one table.
fn below(table: &str) -> Vec<&'static str> {
    let stands_in = |path: &str| path.strip_prefix(table).is_some_and(|rest| rest.starts_with('.'));
    Catalogue::embedded()
        .of_model()
        .map(|parameter| parameter.path.as_str())
        .filter(|p| stands_in(p))
        .collect()
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
