//! What statisticians would count in the status quo: the registry of observables, each counted as its source does.
//!
//! Nothing of the model reads them: they only judge it.

mod absence;
mod cuts;
mod employers;
mod flows;
mod panel;
mod pay;
mod recruitment;
mod resignations;

pub use panel::{Employer, Held, Month, Panel, Person, Place};

use super::Text;
use super::joined::{joined, total};

/// A fact of the status quo that somebody outside has counted too.
#[derive(Clone, Copy, Debug)]
pub struct Observable {
    /// Its name in files of targets.
    pub id: &'static str,
    /// Its name for readers.
    pub label: Text,
    /// Its unit, as files of targets write it.
    pub unit: &'static str,
    /// How it is counted.
    pub definition: Text,
    /// Its value in one replication; NaN where it is not defined.
    pub value: fn(&Panel) -> f64,
}

impl Observable {
    /// Its value in one replication; a ratio to nothing is not defined.
    pub fn of(&self, panel: &Panel) -> f64 {
        let value = (self.value)(panel);
        if value.is_finite() { value } else { f64::NAN }
    }

    /// Decimals with which its values are told.
    pub fn decimals(&self) -> usize {
        match self.unit {
            "days" => 0,
            "ratio" => 2,
            _ => 1,
        }
    }
}

/// The themes' entries.
const THEMES: [&[Observable]; 7] = [
    resignations::OBSERVABLES,
    flows::OBSERVABLES,
    pay::OBSERVABLES,
    recruitment::OBSERVABLES,
    employers::OBSERVABLES,
    cuts::OBSERVABLES,
    absence::OBSERVABLES,
];

/// Every observable, by theme.
pub const OBSERVABLES: &[Observable] = &joined::<_, { total(&THEMES) }>(&THEMES);

/// The place of the observable of that name.
pub fn find(id: &str) -> Option<usize> {
    OBSERVABLES.iter().position(|observable| observable.id == id)
}

/// The share of those that satisfy, in per cent; NaN of nothing.
fn percent<T>(all: impl IntoIterator<Item = T>, satisfies: impl Fn(&T) -> bool) -> f64 {
    let (mut total, mut among) = (0.0, 0.0);
    for one in all {
        total += 1.0;
        among += f64::from(u8::from(satisfies(&one)));
    }
    100.0 * among / total
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_observable_has_a_name_of_its_own_and_words_in_both_languages() {
        let names: BTreeSet<&str> = OBSERVABLES.iter().map(|observable| observable.id).collect();
        assert_eq!(names.len(), OBSERVABLES.len());
        for observable in OBSERVABLES {
            for text in [observable.label, observable.definition] {
                assert!(
                    !text.fr.is_empty() && !text.en.is_empty() && text.fr != text.en,
                    "{}",
                    observable.id
                );
            }
        }
    }

    #[test]
    fn of_an_empty_panel_nothing_is_known() {
        for observable in OBSERVABLES {
            assert!((observable.value)(&Panel::default()).is_nan(), "{}", observable.id);
        }
    }
}
