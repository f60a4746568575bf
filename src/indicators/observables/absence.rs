//! How much of their time are people ill? As insurers of employers count it from declarations.

use super::{Observable, Panel};
use crate::indicators::Text;

/// The entries of this theme.
pub const OBSERVABLES: &[Observable] = &[Observable {
    id: "absence_rate",
    label: Text { fr: "Absence pour maladie", en: "Sickness absence" },
    unit: "%",
    definition: Text {
        fr: "jours d’arrêt maladie pour 100 jours calendaires des salariés de l’ESS, chaque salarié comptant autant quel que soit son temps de travail",
        en: "days of sickness per 100 calendar days of employees of the social economy, each counting as much whatever the hours",
    },
    value: absence_rate,
}];

fn absence_rate(panel: &Panel) -> f64 {
    let jobs = panel.people().filter_map(|person| person.job).filter(|job| job.in_ess());
    let (ill, all) = jobs.fold((0.0, 0.0), |(ill, all), job| (ill + job.ill, all + 1.0));
    100.0 * ill / all
}
