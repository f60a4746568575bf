//! How much cash employers hold, how large they are and how they close.

use super::panel::SMALL;
use super::{Observable, Panel, Place, percent};
use crate::indicators::Text;
use crate::kinds::LegalForm;
use crate::units::MONTHS_PER_YEAR;
use crate::world::record::{Closure, Why};

const YEAR: usize = 12;

/// The entries of this theme.
pub const OBSERVABLES: &[Observable] = &[
    Observable {
        id: "cash_below_3_months",
        label: Text {
            fr: "Associations employeuses, moins de 3 mois de trésorerie",
            en: "Employer associations with under 3 months of cash",
        },
        unit: "%",
        definition: Text {
            fr: "part des associations ouvertes dont la trésorerie couvre moins de trois mois de dépenses, en moyenne sur les mois",
            en: "share of open associations whose cash covers less than three months of spending, averaged over months",
        },
        value: |panel| percent(associations(panel), |place| place.cash_months < 3.0),
    },
    Observable {
        id: "cash_up_to_6_months",
        label: Text {
            fr: "Associations employeuses, jusqu’à 6 mois de trésorerie",
            en: "Employer associations with up to 6 months of cash",
        },
        unit: "%",
        definition: Text { fr: "même part, jusqu’à six mois", en: "the same share, up to six months" },
        value: |panel| percent(associations(panel), |place| place.cash_months <= 6.0),
    },
    Observable {
        id: "cash_12_months_or_more",
        label: Text {
            fr: "Associations employeuses, un an de trésorerie ou plus",
            en: "Employer associations with a year of cash or more",
        },
        unit: "%",
        definition: Text {
            fr: "même part, douze mois ou plus", en: "the same share, twelve months or more"
        },
        value: |panel| percent(associations(panel), |place| place.cash_months >= 12.0),
    },
    Observable {
        id: "structures_under_10",
        label: Text {
            fr: "Employeurs de l’ESS de moins de 10 salariés",
            en: "ESS employers with fewer than 10 employees",
        },
        unit: "%",
        definition: Text {
            fr: "part des structures ouvertes de moins de dix salariés, toutes professions réunies, en moyenne sur les mois",
            en: "share of open structures with fewer than ten employees of all professions, averaged over months",
        },
        value: |panel| percent(panel.open_structures(), |place| place.headcount() < SMALL),
    },
    Observable {
        id: "jobs_in_structures_under_10",
        label: Text { fr: "Leur part dans l’emploi de l’ESS", en: "Their share of ESS jobs" },
        unit: "%",
        definition: Text {
            fr: "part des salariés de l’ESS employés par ces structures",
            en: "share of the employees of the social economy who work for those structures",
        },
        value: |panel| {
            let jobs = |small: bool| -> f64 {
                let sized = panel.open_structures().filter(|place| !small || place.headcount() < SMALL);
                sized.map(Place::headcount).sum()
            };
            100.0 * jobs(true) / jobs(false)
        },
    },
    Observable {
        id: "insolvency_associations",
        label: Text {
            fr: "Défaillances d’associations employeuses",
            en: "Legal insolvency of employer associations",
        },
        unit: "%/year",
        definition: Text {
            fr: "liquidations d’associations pour insolvabilité, pour 100 associations par an",
            en: "closures of associations for insolvency, per 100 associations a year",
        },
        value: |panel| exits(panel, association, |closure| closure.why == Why::Insolvent),
    },
    Observable {
        id: "association_exit",
        label: Text { fr: "Disparitions d’associations employeuses", en: "Exit of employer associations" },
        unit: "%/year",
        definition: Text {
            fr: "fermetures d’associations, quel qu’en soit le motif, pour 100 associations par an",
            en: "closures of associations, whatever the reason, per 100 associations a year",
        },
        value: |panel| exits(panel, association, |_| true),
    },
    Observable {
        id: "cooperative_exit",
        label: Text { fr: "Disparitions de coopératives", en: "Exit of co-operatives" },
        unit: "%/year",
        definition: Text {
            fr: "fermetures de Scop et de Scic, quel qu’en soit le motif, pour 100 coopératives par an",
            en: "closures of Scop and Scic, whatever the reason, per 100 co-operatives a year",
        },
        value: |panel| {
            exits(panel, |place| matches!(place.form, LegalForm::Scop | LegalForm::Scic), |_| true)
        },
    },
    Observable {
        id: "headcount_12m_after_sector_shock",
        label: Text {
            fr: "Effectif douze mois après l’entrée du secteur en crise",
            en: "Headcount twelve months after the sector enters a crisis",
        },
        unit: "%",
        definition: Text {
            fr: "effectif des structures du secteur douze mois après la veille de la crise, pour 100 à cette veille ; une structure fermée compte pour zéro, une nouvelle n’est pas comptée",
            en: "headcount of the sector's structures twelve months on from the eve of the crisis, per 100 on that eve; a closed structure counts as none, a new one is not counted",
        },
        value: headcount_after_shock,
    },
];

/// Whether it is an association.
pub fn association(place: &Place) -> bool {
    place.form == LegalForm::Association
}

fn associations(panel: &Panel) -> impl Iterator<Item = &Place> {
    panel.open_structures().filter(|place| association(place))
}

fn headcount_after_shock(panel: &Panel) -> f64 {
    let (mut before, mut after) = (0.0, 0.0);
    for (month, pair) in panel.months.windows(2).enumerate() {
        let Some(later) = panel.months.get(month + YEAR) else { break };
        let struck = |place: &Place| !pair[0].crisis[place.sector] && pair[1].crisis[place.sector];
        let places = pair[0].structures.iter().zip(&later.structures);
        for (eve, then) in places.filter(|(eve, _)| eve.open && struck(eve)) {
            before += eve.headcount();
            if then.open && then.identity == eve.identity {
                after += then.headcount();
            }
        }
    }
    100.0 * after / before
}

/// Closures per 100 structures a year, at risk from the beginning of each month.
fn exits(panel: &Panel, of: impl Fn(&Place) -> bool, why: impl Fn(&Closure) -> bool) -> f64 {
    let closed = panel.events.closures.iter().filter(|closure| {
        why(closure) && of(&panel.months[closure.month as usize].structures[closure.structure as usize])
    });
    let begun = panel.months.split_last().map_or(&[][..], |(_, begun)| begun);
    let at_risk =
        begun.iter().flat_map(|month| &month.structures).filter(|place| place.open && of(place)).count();
    100.0 * closed.count() as f64 * MONTHS_PER_YEAR / at_risk as f64
}
