//! What the social economy pays against for-profit firms, profession by profession: surveys compare medians.

use super::{Observable, Panel};
use crate::indicators::Text;
use crate::kinds::Profession;

/// The entries of this theme.
pub const OBSERVABLES: &[Observable] = &[
    Observable {
        id: "wage_gap_executives",
        label: Text {
            fr: "Salaires de l’ESS face au marché, cadres",
            en: "ESS pay against the market, executives",
        },
        unit: "%",
        definition: Text {
            fr: "écart entre les salaires médians à temps plein des chargés d’affaires et de projets dans l’ESS et dans les entreprises, ancienneté et compétence telles qu’elles sont",
            en: "gap between median full-time pay of project managers in the social economy and in firms, tenure and skill as they are",
        },
        value: |panel| gap(panel, &[Profession::ProjectLead]),
    },
    Observable {
        id: "wage_gap_others",
        label: Text {
            fr: "Salaires de l’ESS face au marché, autres salariés",
            en: "ESS pay against the market, other staff",
        },
        unit: "%",
        definition: Text {
            fr: "même écart dans chacune des autres professions, pondéré par leurs effectifs dans l’ESS",
            en: "the same gap within each of the other professions, weighted by their staff in the social economy",
        },
        value: |panel| {
            gap(panel, &[Profession::LogisticsQuality, Profession::RenovationTechnician, Profession::Support])
        },
    },
];

fn gap(panel: &Panel, professions: &[Profession]) -> f64 {
    let (mut sum, mut weight) = (0.0, 0.0);
    for &profession in professions {
        let (mut ess, mut firms) = (Vec::new(), Vec::new());
        for one in panel.people().filter(|one| one.profession == profession) {
            match one.job {
                Some(job) if job.in_ess() => ess.push(job.pay),
                Some(job) => firms.push(job.pay),
                None => {}
            }
        }
        if !ess.is_empty() && !firms.is_empty() {
            let staff = ess.len() as f64;
            sum += staff * (median(&mut ess) / median(&mut firms) - 1.0);
            weight += staff;
        }
    }
    100.0 * sum / weight
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    let middle = values.len() / 2;
    if values.len().is_multiple_of(2) { (values[middle - 1] + values[middle]) / 2.0 } else { values[middle] }
}
