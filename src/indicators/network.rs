//! Whom people meet, and who learns to work with others.

use super::registry::{Group, Indicator, Split};
use super::{Better, Text, Theme, Unit};
use crate::units::MONTHS_PER_YEAR;
use crate::world::World;

/// The entries of this theme.
pub const INDICATORS: &[Indicator] = &[
    Indicator {
        id: "resource-persons",
        label: Text { fr: "Personnes ressources rencontrées", en: "Resource persons met" },
        unit: Unit::Count,
        better: Better::Higher,
        theme: Theme::Network,
        definition: Text {
            fr: "par salarié des structures et du dispositif et par an",
            en: "per employee of structures and pool and year",
        },
        card: "Développement du réseau social : nombre moyen de personnes ressources rencontrées",
        split: Split::None,
        value: resource_persons,
    },
    Indicator {
        id: "team-practice-people",
        label: Text {
            fr: "Personnes ayant développé le travail en réseau",
            en: "People who gained team practice",
        },
        unit: Unit::Percent,
        better: Better::Higher,
        theme: Theme::Network,
        definition: Text {
            fr: "part des personnes passées par les structures ou le dispositif qui ont partagé un emploi ou fréquenté le Club RH assez longtemps",
            en: "share of people employed by structures or pool who shared a job or attended the Club RH long enough",
        },
        card: "Travail en équipe et coopération : % d'individus",
        split: Split::None,
        value: practice_of_people,
    },
    Indicator {
        id: "team-practice-structures",
        label: Text {
            fr: "Structures ayant développé le travail en réseau",
            en: "Structures that gained team practice",
        },
        unit: Unit::Percent,
        better: Better::Higher,
        theme: Theme::Network,
        definition: Text {
            fr: "part des structures qui ont partagé un emploi ou fréquenté le Club RH assez longtemps",
            en: "share of structures that shared a job or attended the Club RH long enough",
        },
        card: "Travail en équipe et coopération : % de structures",
        split: Split::None,
        value: practice_of_structures,
    },
];

fn resource_persons(world: &World, _: Group) -> f64 {
    let met: f64 = world.record.workers.iter().map(|tally| tally.met).sum();
    let years = world.record.employed_months.iter().sum::<f64>() / MONTHS_PER_YEAR;
    // somebody may have met people in the month in which they left, the first one
    if years > 0.0 { met / years } else { f64::NAN }
}

fn practice_of_people(world: &World, _: Group) -> f64 {
    let seen = || world.record.workers.iter().filter(|tally| tally.ess_months > 0.0);
    100.0 * seen().filter(|tally| tally.practice).count() as f64 / seen().count() as f64
}

fn practice_of_structures(world: &World, _: Group) -> f64 {
    let seen = || world.record.structures.iter().filter(|tally| tally.months > 0.0);
    100.0 * seen().filter(|tally| tally.practice).count() as f64 / seen().count() as f64
}
