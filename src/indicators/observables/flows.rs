//! Where are people a quarter or a year later? As the labour-force survey and the Dares follow them.

use super::panel::Person;
use super::{Observable, Panel, percent};
use crate::indicators::Text;

const QUARTER: usize = 3;
const YEAR: usize = 12;

/// The entries of this theme.
pub const OBSERVABLES: &[Observable] = &[
    Observable {
        id: "same_employer_1y",
        label: Text {
            fr: "Salariés chez le même employeur un an après",
            en: "Employees with the same employer one year later",
        },
        unit: "%/year",
        definition: Text {
            fr: "part des salariés d’un mois qui, douze mois après, sont chez le même employeur ; un retraité compte comme inactif",
            en: "share of a month's employees who are with the same employer twelve months later; the retired count as inactive",
        },
        value: |panel| {
            a_year_on(panel, |now, then| employer(then).is_some() && employer(then) == employer(Some(now)))
        },
    },
    Observable {
        id: "moved_to_other_firm_1y",
        label: Text {
            fr: "Salariés chez un autre employeur un an après",
            en: "Employees with another employer one year later",
        },
        unit: "%/year",
        definition: Text {
            fr: "part des salariés d’un mois qui, douze mois après, sont chez un autre employeur, même après un passage par le chômage",
            en: "share of a month's employees who are with another employer twelve months later, a spell out of work in between or not",
        },
        value: |panel| {
            a_year_on(panel, |now, then| employer(then).is_some() && employer(then) != employer(Some(now)))
        },
    },
    Observable {
        id: "unemployed_1y",
        label: Text { fr: "Salariés au chômage un an après", en: "Employees unemployed one year later" },
        unit: "%/year",
        definition: Text {
            fr: "part des salariés d’un mois qui, douze mois après, cherchent un emploi",
            en: "share of a month's employees who look for work twelve months later",
        },
        value: |panel| a_year_on(panel, |_, then| then.is_some_and(|then| then.seeking)),
    },
    Observable {
        id: "inactive_1y",
        label: Text { fr: "Salariés inactifs un an après", en: "Employees inactive one year later" },
        unit: "%/year",
        definition: Text {
            fr: "part des salariés d’un mois qui, douze mois après, sont retraités ou ont quitté la population active",
            en: "share of a month's employees who are retired or out of the labour force twelve months later",
        },
        value: |panel| {
            a_year_on(panel, |_, then| then.is_none_or(|then| !then.seeking && then.job.is_none()))
        },
    },
    Observable {
        id: "unemployed_to_job_quarter",
        label: Text {
            fr: "Chômeurs en emploi un trimestre après",
            en: "Unemployed in a job one quarter later",
        },
        unit: "%/quarter",
        definition: Text {
            fr: "part des personnes au chômage un mois qui ont un emploi trois mois après",
            en: "share of those unemployed in a month who have a job three months later",
        },
        value: |panel| {
            passage(panel, QUARTER, |now| now.seeking, |_, then| then.is_some_and(|then| then.job.is_some()))
        },
    },
    Observable {
        id: "cdi_to_unemployment_quarter",
        label: Text { fr: "Du CDI au chômage en un trimestre", en: "Open-ended contract to unemployment" },
        unit: "%/quarter",
        definition: Text {
            fr: "part des salariés en CDI un mois qui cherchent un emploi trois mois après",
            en: "share of a month's open-ended employees who look for work three months later",
        },
        value: |panel| passage(panel, QUARTER, open_ended, |_, then| then.is_some_and(|then| then.seeking)),
    },
    Observable {
        id: "cdd_to_cdi_quarter",
        label: Text { fr: "Du CDD au CDI en un trimestre", en: "Fixed-term to open-ended contract" },
        unit: "%/quarter",
        definition: Text {
            fr: "part des salariés en contrat à terme un mois qui sont en CDI trois mois après, chez n’importe quel employeur",
            en: "share of a month's employees with a term who have an open-ended contract three months later, with any employer",
        },
        value: |panel| {
            let with_a_term = |now: &Person| now.job.is_some_and(|job| !job.open_ended());
            passage(panel, QUARTER, with_a_term, |_, then| then.is_some_and(open_ended))
        },
    },
    Observable {
        id: "unemployment_rate",
        label: Text {
            fr: "Taux de chômage des professions",
            en: "Unemployment, labour force of the professions",
        },
        unit: "%",
        definition: Text {
            fr: "chômeurs pour 100 actifs, en moyenne sur les mois",
            en: "unemployed per 100 people of the labour force, averaged over months",
        },
        value: |panel| {
            percent(panel.people().filter(|one| one.seeking || one.job.is_some()), |one| one.seeking)
        },
    },
];

fn open_ended(person: &Person) -> bool {
    person.job.is_some_and(|job| job.open_ended())
}

fn employer(person: Option<&Person>) -> Option<super::Employer> {
    person.and_then(|person| person.job).map(|job| job.employer)
}

fn a_year_on(panel: &Panel, to: impl Fn(&Person, Option<&Person>) -> bool) -> f64 {
    passage(panel, YEAR, |now| now.job.is_some(), to)
}

/// Of those who are `from` in any month, the share that is `to` so many months later. Who has retired has left the
/// panel but stays in the base: the sources count them as inactive.
fn passage(
    panel: &Panel,
    months: usize,
    from: impl Fn(&Person) -> bool,
    to: impl Fn(&Person, Option<&Person>) -> bool,
) -> f64 {
    let starts = panel.months.len().saturating_sub(months);
    let pairs = (0..starts).flat_map(|month| {
        let people = panel.months[month].people.iter().enumerate();
        people.map(move |(place, now)| (now, panel.later(month, place, months)))
    });
    percent(pairs.filter(|(now, _)| from(now)), |&(now, then)| to(now, then))
}
