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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::observables::made_up::*;
    use crate::kinds::Profession::{ProjectLead, RenovationTechnician, Support};

    const FIRM: Employer = Employer::Firm(1);

    /// Somebody hired by that employer in the month before the first look, who stays.
    fn staying(profession: Profession, employer: Employer, months: u32, first_tenure: u32) -> Vec<Person> {
        (0..months).map(|month| employed(profession, employer, first_tenure + month)).collect()
    }

    #[test]
    fn resignations_are_departures_from_open_ended_contracts_at_ones_own_wish() {
        // ten people over a year; of seven ends three are resignations from open-ended contracts
        let mut panel = of_people(vec![staying(Support, FIRM, 13, 40); 10]);
        let reasons = [End::Quit, End::Poached, End::MovedWithinEss, End::Dismissed, End::Trial, End::LeftLabourForce];
        let mut ends: Vec<Separation> = reasons.map(|why| end(3, 0, Status::Firm, 40, why)).to_vec();
        ends.push(Separation { contract: crate::law::Contract::FixedTerm, ..end(3, 0, Status::Firm, 40, End::Quit) });
        panel.events.separations = ends;
        assert!((value("quit_rate_cdi", &panel) - 30.0).abs() < 1e-9);
    }

    #[test]
    fn the_first_year_is_told_by_tenure_before_the_month_of_resignation() {
        // half of all months of work lie in the first year, and three of four resignations
        let mut panel = of_people(vec![staying(Support, FIRM, 13, 0), staying(Support, FIRM, 13, 40)]);
        panel.events.separations =
            [0, 5, 11, 12].map(|tenure| end(1, 0, Status::Firm, tenure, End::Quit)).to_vec();
        assert!((value("first_year_quit_ratio", &panel) - 1.5).abs() < 1e-9);
    }

    #[test]
    fn a_hire_is_broken_unless_it_reaches_twelve_months() {
        let hired = |profession| {
            let mut row = staying(profession, FIRM, 12, 1);
            row.insert(0, seeking(profession));
            row
        };
        let mut left = hired(ProjectLead);
        left[12] = employed(ProjectLead, Employer::Firm(2), 1);
        let mut retired = hired(RenovationTechnician);
        retired[12].identity = 9;
        let term = |row: Vec<Person>| row.into_iter().map(with_a_term).collect();
        let mut panel = of_people(vec![
            hired(ProjectLead),
            hired(ProjectLead),
            hired(ProjectLead),
            left,
            term(hired(ProjectLead)),
            hired(RenovationTechnician),
            retired,
            hired(Support),
        ]);
        assert_eq!(value("cdi_broken_1y_executives", &panel), 25.0);
        assert_eq!(value("cdi_broken_1y_technicians", &panel), 50.0);
        // one more was hired and left between two looks
        panel.events.separations = vec![end(0, 0, Status::Firm, 0, End::Trial)];
        assert_eq!(value("cdi_broken_1y_executives", &panel), 40.0);
    }

    #[test]
    fn turnover_is_half_of_arrivals_and_departures_in_structures_open_all_year() {
        let ours = Employer::Structure(0);
        let mut leaver = staying(Support, ours, 13, 40);
        (6..13).for_each(|month| leaver[month] = seeking(Support));
        let mut arrival = staying(Support, ours, 13, 1);
        (0..6).for_each(|month| arrival[month] = with_a_term(arrival[month]));
        // a leaver for six months and an arrival for seven are together one job over twelve months
        let rows = vec![staying(Support, ours, 13, 40), leaver, arrival, staying(Support, FIRM, 13, 2)];
        let panel = with_structures(of_people(rows), &[association()]);
        assert!((value("ess_turnover", &panel) - 50.0).abs() < 1e-9);
    }

    #[test]
    fn staff_of_a_structure_that_closes_is_not_turnover() {
        let mut staff = staying(Support, Employer::Structure(1), 13, 40);
        (6..13).for_each(|month| staff[month] = seeking(Support));
        let rows = vec![staff, staying(Support, Employer::Structure(0), 13, 40)];
        let closing = super::super::Place { identity: 1, ..association() };
        let mut panel = with_structures(of_people(rows), &[association(), closing]);
        panel.months[12].structures[1].open = false;
        assert_eq!(value("ess_turnover", &panel), 0.0);
    }
}
