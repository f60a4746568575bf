//! What the action has put in place.

use super::registry::{Group, Indicator, Split};
use super::series;
use super::{Better, Text, Theme, Unit};
use crate::units::MONTHS_PER_YEAR;
use crate::world::World;
use crate::world::record::End;

/// The entries of this theme.
pub const INDICATORS: &[Indicator] = &[
    Indicator {
        id: "members",
        label: Text { fr: "Structures adhérentes, dernière année", en: "Member structures, last year" },
        unit: Unit::Count,
        better: Better::Neither,
        theme: Theme::Realisation,
        definition: Text { fr: "moyenne de la dernière année", en: "mean of the last year" },
        card: "Nombre de structures adhérentes au dispositif de mutualisation",
        split: Split::None,
        value: |world, _| series::last_year_mean_of_pools(world, "members"),
    },
    Indicator {
        id: "pooled-fte-created",
        label: Text { fr: "ETP mutualisés créés, dernière année", en: "Pooled FTE created, last year" },
        unit: Unit::Fte,
        better: Better::Higher,
        theme: Theme::Realisation,
        definition: Text {
            fr: "ETP employés par le dispositif, moyenne de la dernière année",
            en: "FTE employed by the pool, mean of the last year",
        },
        card: "Nombre d'emplois mutualisés (ETP créés ou sécurisés)",
        split: Split::None,
        value: |world, _| series::last_year_mean_of_pools(world, "pooled-fte"),
    },
    Indicator {
        id: "pooled-fte-secured",
        label: Text {
            fr: "ETP mutualisés sécurisés, dernière année", en: "Pooled FTE secured, last year"
        },
        unit: Unit::Fte,
        better: Better::Higher,
        theme: Theme::Realisation,
        definition: Text {
            fr: "ETP employés par le dispositif en CDI à temps plein ou choisi, moyenne de la dernière année",
            en: "FTE employed by the pool, open-ended and full or chosen time, mean of the last year",
        },
        card: "Nombre d'emplois mutualisés (ETP créés ou sécurisés)",
        split: Split::None,
        value: |world, _| series::last_year_mean_of_pools(world, "secured-fte"),
    },
    Indicator {
        id: "absorption",
        label: Text {
            fr: "Salariés mutualisés embauchés par un adhérent",
            en: "Shared workers hired by a member",
        },
        unit: Unit::PercentPerYear,
        better: Better::Neither,
        theme: Theme::Realisation,
        definition: Text {
            fr: "embauches par un utilisateur pour 100 ETP-années mutualisés : une réussite pour l'emploi, une perte pour le dispositif",
            en: "hires by a user per 100 pooled FTE-years: a success of the job, a loss of the pool",
        },
        card: "Nombre d'emplois mutualisés (ETP créés ou sécurisés)",
        split: Split::None,
        value: absorption,
    },
    Indicator {
        id: "club-meetings",
        label: Text { fr: "Réunions du Club RH", en: "Meetings of the Club RH" },
        unit: Unit::Count,
        better: Better::Neither,
        theme: Theme::Realisation,
        definition: Text { fr: "réunions tenues pendant la période", en: "meetings held in the period" },
        card: "Nombre de réunions de concertation ou du Club RH tenues",
        split: Split::None,
        value: |world, _| f64::from(world.record.club_meetings),
    },
];

fn absorption(world: &World, _: Group) -> f64 {
    let hired = world.record.spells.iter().filter(|spell| matches!(spell.ended, Some((_, End::Absorbed))));
    let years = world.record.pooled_fte / MONTHS_PER_YEAR;
    if years > 0.0 { 100.0 * hired.count() as f64 / years } else { f64::NAN }
}
