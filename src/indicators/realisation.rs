//! What the action has put in place.

use super::registry::{Indicator, Split};
use super::series;
use super::{Better, Text, Theme, Unit};

/// The entries of this theme.
pub const INDICATORS: &[Indicator] = &[
    Indicator {
        id: "members",
        label: Text { fr: "Structures adhérentes", en: "Member structures" },
        unit: Unit::Count,
        better: Better::Neither,
        theme: Theme::Realisation,
        definition: Text { fr: "moyenne de la dernière année", en: "mean of the last year" },
        card: "Nombre de structures adhérentes au dispositif de mutualisation",
        split: Split::None,
        value: |world, _| series::last_year_mean(world, "members"),
    },
    Indicator {
        id: "pooled-fte-created",
        label: Text { fr: "ETP mutualisés créés", en: "Pooled FTE created" },
        unit: Unit::Fte,
        better: Better::Higher,
        theme: Theme::Realisation,
        definition: Text {
            fr: "ETP employés par le dispositif, moyenne de la dernière année",
            en: "FTE employed by the pool, mean of the last year",
        },
        card: "Nombre d'emplois mutualisés (ETP créés ou sécurisés)",
        split: Split::None,
        value: |world, _| series::last_year_mean(world, "pooled-fte"),
    },
    Indicator {
        id: "pooled-fte-secured",
        label: Text { fr: "ETP mutualisés sécurisés", en: "Pooled FTE secured" },
        unit: Unit::Fte,
        better: Better::Higher,
        theme: Theme::Realisation,
        definition: Text {
            fr: "ETP employés par le dispositif en CDI à temps plein ou choisi, moyenne de la dernière année",
            en: "FTE employed by the pool, open-ended and full or chosen time, mean of the last year",
        },
        card: "Nombre d'emplois mutualisés (ETP créés ou sécurisés)",
        split: Split::None,
        value: |world, _| series::last_year_mean(world, "secured-fte"),
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
