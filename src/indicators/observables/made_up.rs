//! Panels small enough to count by hand.

use super::panel::{Employer, Held, Month, Panel, Person, Place};
use crate::kinds::{LegalForm, Profession, Status};
use crate::law::Contract;
use crate::world::record::{End, Separation};
use crate::world::structures::Strain;

/// Somebody out of work and looking for it.
pub fn seeking(profession: Profession) -> Person {
    Person { identity: 0, profession, skill: 0.5, seeking: true, job: None }
}

/// Somebody neither in work nor looking for it.
pub fn out() -> Person {
    Person { seeking: false, ..seeking(Profession::Support) }
}

/// Somebody with an open-ended full-time job.
pub fn employed(profession: Profession, employer: Employer, tenure: u32) -> Person {
    let job = Held { employer, contract: Contract::OpenEnded, pay: 3000.0, fte: 1.0, tenure };
    Person { job: Some(job), seeking: false, ..seeking(profession) }
}

/// The same person at that pay.
pub fn paid(person: Person, pay: f64) -> Person {
    Person { job: person.job.map(|job| Held { pay, ..job }), ..person }
}

/// The same person with a term.
pub fn with_a_term(person: Person) -> Person {
    Person { job: person.job.map(|job| Held { contract: Contract::FixedTerm, ..job }), ..person }
}

/// An open association with a team of four.
pub fn association() -> Place {
    Place {
        identity: 0,
        open: true,
        form: LegalForm::Association,
        cash_months: 5.0,
        team: 4.0,
        staff: 0,
        vacancies: 0,
        strain: Strain::None,
        cut: false,
    }
}

/// A panel from one row for each person: what they are at the end of each month, everybody another identity.
pub fn of_people(rows: Vec<Vec<Person>>) -> Panel {
    let months = rows.first().map_or(0, Vec::len);
    let month = |m: usize| {
        let people = rows.iter().enumerate().map(|(place, row)| {
            let own = row[m];
            Person { identity: own.identity + 1000 * place as u32, ..own }
        });
        Month { people: people.collect(), structures: Vec::new() }
    };
    Panel { months: (0..months).map(month).collect(), ..Panel::default() }
}

/// A panel in which the same structures stand at the end of each of so many months.
pub fn of_structures(structures: Vec<Place>, months: usize) -> Panel {
    let month = Month { people: Vec::new(), structures };
    Panel { months: vec![month; months], ..Panel::default() }
}

/// Adds structures to every month.
pub fn with_structures(mut panel: Panel, structures: &[Place]) -> Panel {
    for month in &mut panel.months {
        month.structures = structures.to_vec();
    }
    panel
}

/// An open-ended job that ends.
pub fn end(month: i32, worker: u32, with: Status, tenure: u32, why: End) -> Separation {
    Separation { month, worker, with, employer: 0, contract: Contract::OpenEnded, tenure, why }
}

/// The value of the observable of that name.
pub fn value(id: &str, panel: &Panel) -> f64 {
    let place = super::find(id).unwrap_or_else(|| panic!("no observable is named {id}"));
    (super::OBSERVABLES[place].value)(panel)
}
