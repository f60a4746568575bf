//! How open-ended contracts end: resignations, breaks in the first year, turnover of employers. As the Dares counts
//! movements of staff.

use super::panel::{Month, Person, open_ended};
use super::{Employer, Observable, Panel, percent};
use crate::indicators::Text;
use crate::kinds::{Profession, Status};
use crate::units::MONTHS_PER_YEAR;
use crate::world::record::{End, Separation};

const YEAR: usize = 12;

/// The entries of this theme.
pub const OBSERVABLES: &[Observable] = &[
    Observable {
        id: "quit_rate_cdi",
        label: Text { fr: "Démissions pour 100 CDI", en: "Resignations per 100 open-ended contracts" },
        unit: "%/year",
        definition: Text {
            fr: "départs de CDI à l’initiative du salarié, avec ou sans autre emploi, de toute entreprise, pour 100 CDI par an",
            en: "departures from open-ended contracts at one's own wish, to another job or none, from any employer, per 100 such contracts a year",
        },
        value: |panel| 100.0 * MONTHS_PER_YEAR * resignation_hazard(panel, |_| true),
    },
    Observable {
        id: "first_year_quit_ratio",
        label: Text {
            fr: "Démissions de la première année, rapportées à la moyenne",
            en: "Resignation hazard of the first year over the average",
        },
        unit: "ratio",
        definition: Text {
            fr: "taux de démission des CDI de moins d’un an d’ancienneté sur celui de tous les CDI",
            en: "resignation rate of open-ended contracts younger than a year over that of all of them",
        },
        value: |panel| {
            let first_year = |months: u32| (months as usize) < YEAR;
            resignation_hazard(panel, first_year) / resignation_hazard(panel, |_| true)
        },
    },
    Observable {
        id: "cdi_broken_1y_executives",
        label: Text {
            fr: "CDI rompus dans l’année, cadres",
            en: "Open-ended contracts broken in their first year, executives",
        },
        unit: "%",
        definition: Text {
            fr: "embauches en CDI de chargés d’affaires et de projets, seuls cadres du modèle, terminées avant douze mois, quel qu’en soit le motif",
            en: "hires on open-ended contracts of project managers, the model's executives, that end within twelve months, whatever the reason",
        },
        value: |panel| broken_within_a_year(panel, &[Profession::ProjectLead]),
    },
    Observable {
        id: "cdi_broken_1y_technicians",
        label: Text {
            fr: "CDI rompus dans l’année, professions intermédiaires",
            en: "Open-ended contracts broken in their first year, intermediate professions",
        },
        unit: "%",
        definition: Text {
            fr: "comme pour les cadres, pour les responsables logistique et qualité et les techniciens",
            en: "as for executives, for logistics and quality leads and technicians",
        },
        value: |panel| {
            broken_within_a_year(panel, &[Profession::LogisticsQuality, Profession::RenovationTechnician])
        },
    },
    Observable {
        id: "ess_turnover",
        label: Text {
            fr: "Rotation chez les employeurs de l’ESS, hors CDD",
            en: "Turnover of ESS employers, fixed-term contracts excluded",
        },
        unit: "%/year",
        definition: Text {
            fr: "demi-somme des arrivées et des départs de CDI pour 100 CDI, année par année, chez les structures ouvertes toute l’année",
            en: "half the sum of arrivals and departures of open-ended staff per 100 of them, year by year, in structures open all year",
        },
        value: ess_turnover,
    },
];

fn resigned(separation: &Separation) -> bool {
    matches!(separation.why, End::Poached | End::MovedWithinEss | End::Quit)
}

/// Resignations per month of an open-ended contract, among those whose months of tenure satisfy.
fn resignation_hazard(panel: &Panel, of_tenure: impl Fn(u32) -> bool) -> f64 {
    let ends = &panel.events.separations;
    let resignations =
        ends.iter().filter(|end| open_ended(end.contract) && resigned(end) && of_tenure(end.tenure)).count();
    // tenure counts the month that ends: at its beginning it was one less
    let at_risk = |one: &&Person| {
        one.job.is_some_and(|job| job.open_ended() && of_tenure(job.tenure.saturating_sub(1)))
    };
    resignations as f64 / panel.people().filter(at_risk).count() as f64
}

/// Of the hires on open-ended contracts that can be followed for a year, the share that ended before.
fn broken_within_a_year(panel: &Panel, professions: &[Profession]) -> f64 {
    let last = panel.months.len().saturating_sub(YEAR);
    let mut broken: Vec<bool> = Vec::new();
    for month in 1..=last {
        for (place, hired) in panel.months[month].people.iter().enumerate() {
            let counts = professions.contains(&hired.profession)
                && hired.job.is_some_and(|job| job.open_ended() && job.tenure == 1);
            if counts {
                let then = panel.later(month, place, YEAR - 1).and_then(|then| then.job);
                broken.push(then.is_none_or(|job| (job.tenure as usize) < YEAR));
            }
        }
    }
    // hired and gone between two looks
    let unseen = panel.events.separations.iter().filter(|end| {
        let profession = panel.months[0].people[end.worker as usize].profession;
        end.tenure == 0
            && open_ended(end.contract)
            && (end.month as usize) < last
            && professions.contains(&profession)
    });
    broken.extend(unseen.map(|_| true));
    percent(broken, |&broken| broken)
}

fn ess_turnover(panel: &Panel) -> f64 {
    let (mut moves, mut staff_years) = (0.0, 0.0);
    let mut from = 0;
    while from + YEAR < panel.months.len() {
        let stayed = structures_open_all_year(panel, from);
        let of_those = |one: &Person| match one.job {
            Some(job) if job.open_ended() => match job.employer {
                Employer::Structure(identity) => stayed.binary_search(&identity).is_ok(),
                Employer::Pool => true,
                Employer::Firm(_) => false,
            },
            _ => false,
        };
        for month in from..from + YEAR {
            let (before, after) = (&panel.months[month], &panel.months[month + 1]);
            moves += crossings(before, after, of_those);
            staff_years += after.people.iter().filter(|one| of_those(one)).count() as f64 / MONTHS_PER_YEAR;
        }
        moves += 2.0 * unseen_stays(panel, from, &stayed);
        from += YEAR;
    }
    100.0 * moves / 2.0 / staff_years
}

/// Arrivals and departures between two looks; a move from one such employer to another is one of each.
fn crossings(before: &Month, after: &Month, counts: impl Fn(&Person) -> bool) -> f64 {
    let mut moves = 0.0;
    for (was, is) in before.people.iter().zip(&after.people) {
        let employer = |one: &Person| counts(one).then_some((one.identity, one.job.map(|job| job.employer)));
        let (old, new) = (employer(was), employer(is));
        if old != new {
            moves += f64::from(u8::from(old.is_some()) + u8::from(new.is_some()));
        }
    }
    moves
}

/// Open-ended hires that ended before anybody could look.
fn unseen_stays(panel: &Panel, from: usize, stayed: &[u32]) -> f64 {
    let within = from..from + YEAR;
    let unseen = panel.events.separations.iter().filter(|end| {
        let in_the_year = within.contains(&(end.month as usize));
        let there = match end.with {
            Status::Structure => {
                let identity = panel.months[from].structures[end.employer as usize].identity;
                stayed.binary_search(&identity).is_ok()
            }
            Status::Pool => true,
            _ => false,
        };
        in_the_year && there && end.tenure == 0 && open_ended(end.contract)
    });
    unseen.count() as f64
}

/// The identities of structures open at both ends of the year, sorted: a survey of employers sees no others.
fn structures_open_all_year(panel: &Panel, from: usize) -> Vec<u32> {
    let (start, end) = (&panel.months[from].structures, &panel.months[from + YEAR].structures);
    let open = |(start, end): &(&super::Place, &super::Place)| {
        start.open && end.open && start.identity == end.identity
    };
    let mut stayed: Vec<u32> = start.iter().zip(end).filter(open).map(|(place, _)| place.identity).collect();
    stayed.sort_unstable();
    stayed
}
