//! Facts that others count and the model has nothing of: known by name, so that a file of targets that holds them is
//! read, never met.

use super::Observable;
use crate::indicators::Text;

/// The entries of this theme.
pub const OBSERVABLES: &[Observable] = &[Observable {
    id: "absence_rate",
    label: Text { fr: "Absence pour maladie", en: "Sickness absence" },
    unit: "%",
    definition: Text {
        fr: "jours d’absence pour maladie pour 100 jours de travail ; non modélisé : personne n’est malade",
        en: "days of sickness absence per 100 days of work; not modelled: nobody is ill",
    },
    value: |_| f64::NAN,
}];
