//! How posts are filled and whom recruiters contact: as surveys of employers and of executives ask.

use std::ops::RangeInclusive;

use super::panel::SMALL;
use super::{Observable, Panel, Place, percent};
use crate::indicators::Text;
use crate::kinds::Profession;
use crate::maths;
use crate::units::DAYS_PER_MONTH;
use crate::world::record::Outcome;

/// The months over which executives are asked about contacts.
const ASKED: usize = 3;

/// Months after its opening at which a recruitment is asked about.
const READ: RangeInclusive<i32> = 3..=6;

/// The entries of this theme.
pub const OBSERVABLES: &[Observable] = &[
    Observable {
        id: "time_to_fill_median_days",
        label: Text { fr: "Délai médian pour pourvoir un poste", en: "Median time to fill a post" },
        unit: "days",
        definition: Text {
            fr: "médiane des jours entre l’ouverture et l’embauche des postes pourvus par les structures, répartis également dans leur dernier mois",
            en: "median days between opening and hire of the posts that structures filled, spread evenly over their last month",
        },
        value: |panel| days_to_fill(panel, 0.5),
    },
    Observable {
        id: "time_to_fill_p75_over_median",
        label: Text {
            fr: "Délai de recrutement, troisième quartile sur médiane",
            en: "Time to fill a post, third quartile over median",
        },
        unit: "ratio",
        definition: Text {
            fr: "rapport du troisième quartile à la médiane du même délai",
            en: "third quartile over median of the same time",
        },
        value: |panel| days_to_fill(panel, 0.75) / days_to_fill(panel, 0.5),
    },
    Observable {
        id: "recruitment_filled",
        label: Text {
            fr: "Recrutements de cadres aboutis en trois à six mois",
            en: "Recruitments of executives that ended in a hire within three to six months",
        },
        unit: "%",
        definition: Text {
            fr: "postes de chargés d’affaires et de projets ouverts par les structures depuis le lancement, relus trois, quatre, cinq et six mois plus tard : part pourvue",
            en: "posts of project managers that structures opened since the launch, looked at again three, four, five and six months later: share filled",
        },
        value: |panel| became(panel, |search| search.is_some_and(|outcome| !outcome.is_given_up())),
    },
    Observable {
        id: "recruitment_abandoned",
        label: Text {
            fr: "Recrutements de cadres abandonnés en trois à six mois",
            en: "Recruitments of executives given up within three to six months",
        },
        unit: "%",
        definition: Text {
            fr: "mêmes postes, aux mêmes dates : part refermée sans embauche, faute de candidat, de besoin ou d’argent ; le reste est encore ouvert",
            en: "the same posts, at the same moments: share closed without a hire, for want of candidates, need or money; the rest is still open",
        },
        value: |panel| became(panel, |search| search.is_some_and(Outcome::is_given_up)),
    },
    Observable {
        id: "ess_vacancy_rate",
        label: Text { fr: "Taux d’emplois vacants de l’ESS", en: "Vacancy rate of ESS employers" },
        unit: "%",
        definition: Text {
            fr: "postes ouverts par les structures pour 100 emplois occupés ou ouverts des quatre professions",
            en: "posts open in structures per 100 jobs filled or open of the four professions",
        },
        value: |panel| vacancy_rate(panel.open_structures()),
    },
    Observable {
        id: "small_to_large_vacancy_ratio",
        label: Text {
            fr: "Emplois vacants, petites structures sur plus grandes",
            en: "Vacancy rate of small structures over larger ones",
        },
        unit: "ratio",
        definition: Text {
            fr: "taux d’emplois vacants des structures de moins de dix salariés sur celui des autres",
            en: "vacancy rate of structures with fewer than ten employees over that of the others",
        },
        value: |panel| {
            let small = |place: &&Place| place.headcount() < SMALL;
            let larger = |place: &&Place| place.headcount() >= SMALL;
            vacancy_rate(panel.open_structures().filter(small))
                / vacancy_rate(panel.open_structures().filter(larger))
        },
    },
    Observable {
        id: "vacancy_unemployment_slope",
        label: Text {
            fr: "Pente entre emplois vacants et chômage",
            en: "Slope of vacancies on unemployment",
        },
        unit: "ratio",
        definition: Text {
            fr: "élasticité du taux d’emplois vacants au taux de chômage, moindres carrés sur les mois",
            en: "elasticity of the vacancy rate to the unemployment rate, least squares over months",
        },
        value: vacancy_unemployment_slope,
    },
    Observable {
        id: "contacted_by_recruiter_quarter",
        label: Text {
            fr: "Cadres contactés par un recruteur en trois mois",
            en: "Executives contacted by a recruiter within three months",
        },
        unit: "%/quarter",
        definition: Text {
            fr: "part des chargés d’affaires et de projets en emploi qu’un recruteur a contactés au moins une fois dans les trois derniers mois",
            en: "share of project managers in employment whom a recruiter has contacted at least once in the last three months",
        },
        value: contacted,
    },
];

/// The quantile of order `p`. The model knows the month only: each hire is spread evenly over its month, as a survey
/// in days would find it.
fn days_to_fill(panel: &Panel, p: f64) -> f64 {
    let mut days = panel.days_to_fill.clone();
    days.sort_unstable_by(f64::total_cmp);
    let wanted = p * days.len() as f64;
    let Some(&at) = days.get(wanted as usize) else { return f64::NAN };
    let below = days.partition_point(|&day| day < at);
    let up_to = days.partition_point(|&day| day <= at);
    let within = (wanted - below as f64) / (up_to - below) as f64;
    at + (within - 0.5) * DAYS_PER_MONTH
}

/// The share of the searches for executives of which this is so, at each of the readings.
fn became(panel: &Panel, is: impl Fn(Option<Outcome>) -> bool) -> f64 {
    let last = panel.months.len() as i32 - 2;
    let asked = panel.recruitments().filter(|search| {
        search.profession == Profession::ProjectLead
            && search.opened >= 0
            && search.opened + READ.end() <= last
    });
    let readings = asked.flat_map(|search| READ.map(move |after| (search, search.opened + after)));
    percent(readings, |&(search, at)| {
        is(search.ended.filter(|&(month, _)| month <= at).map(|(_, outcome)| outcome))
    })
}

fn vacancy_rate<'a>(places: impl Iterator<Item = &'a Place>) -> f64 {
    let (vacancies, staff) = places.fold((0.0, 0.0), |(vacancies, staff), place| {
        (vacancies + f64::from(place.vacancies), staff + f64::from(place.staff))
    });
    100.0 * vacancies / (vacancies + staff)
}

fn vacancy_unemployment_slope(panel: &Panel) -> f64 {
    let points: Vec<(f64, f64)> = panel
        .months
        .iter()
        .map(|month| {
            let active = month.people.iter().filter(|one| one.seeking || one.job.is_some());
            let unemployed = percent(active, |one| one.seeking);
            (unemployed, vacancy_rate(month.structures.iter().filter(|place| place.open)))
        })
        .filter(|&(unemployed, vacant)| unemployed > 0.0 && vacant > 0.0)
        .map(|(unemployed, vacant)| (maths::ln(unemployed), maths::ln(vacant)))
        .collect();
    let n = points.len() as f64;
    let (x, y) = points.iter().fold((0.0, 0.0), |(x, y), point| (x + point.0 / n, y + point.1 / n));
    let (with, alone) = points.iter().fold((0.0, 0.0), |(with, alone), point| {
        (with + (point.0 - x) * (point.1 - y), alone + (point.0 - x) * (point.0 - x))
    });
    with / alone
}

fn contacted(panel: &Panel) -> f64 {
    let people = panel.months.first().map_or(0, |month| month.people.len());
    let mut contacts = vec![vec![false; people]; panel.months.len()];
    for contact in panel.events.contacts.iter().flatten() {
        contacts[contact.month as usize][contact.worker as usize] = true;
    }
    let starts = panel.months.len().saturating_sub(ASKED);
    let asked = (0..starts).flat_map(|month| (0..people).map(move |place| (month, place))).filter(
        |&(month, place)| {
            let then = panel.later(month, place, ASKED);
            then.is_some_and(|one| one.profession == Profession::ProjectLead && one.job.is_some())
        },
    );
    percent(asked, |&(month, place)| contacts[month..month + ASKED].iter().any(|month| month[place]))
}
