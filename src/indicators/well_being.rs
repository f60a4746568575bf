//! Stress, burnout and load.

use super::registry::{Group, Indicator, Split};
use super::series;
use super::{Better, Text, Theme, Unit};
use crate::world::World;

/// The entries of this theme.
pub const INDICATORS: &[Indicator] = &[
    Indicator {
        id: "stress-change",
        label: Text { fr: "Évolution du stress", en: "Change of stress" },
        unit: Unit::PointsOfTen,
        better: Better::Lower,
        theme: Theme::WellBeing,
        definition: Text {
            fr: "stress moyen des salariés des structures et du dispositif, dernière année moins premier mois",
            en: "mean stress of employees of structures and pool, last year less first month",
        },
        card: "Confiance et bien-être : diminution du niveau de stress",
        split: Split::None,
        value: stress_change,
    },
    Indicator {
        id: "burnout",
        label: Text { fr: "Épuisement professionnel", en: "Burnout" },
        unit: Unit::PercentPerYear,
        better: Better::Lower,
        theme: Theme::WellBeing,
        definition: Text { fr: "cas pour 100 emplois-années", en: "cases per 100 job-years" },
        card: "Isolement et charge mentale",
        split: Split::None,
        value: burnout,
    },
    Indicator {
        id: "absence",
        label: Text { fr: "Absence pour maladie", en: "Sickness absence" },
        unit: Unit::Percent,
        better: Better::Lower,
        theme: Theme::WellBeing,
        definition: Text {
            fr: "jours d’absence pour maladie pour 100 jours d’emploi par les structures et le dispositif",
            en: "days of sickness absence per 100 days of employment with structures and pool",
        },
        card: "Isolement et charge mentale",
        split: Split::None,
        value: absence,
    },
    Indicator {
        id: "overload",
        label: Text { fr: "Surcharge des équipes", en: "Load on teams" },
        unit: Unit::Percent,
        better: Better::Lower,
        theme: Theme::WellBeing,
        definition: Text {
            fr: "surcharge moyenne des structures par les besoins non couverts, de 0 à 100",
            en: "mean load on structures from uncovered needs, 0 to 100",
        },
        card: "Isolement et charge mentale : polyvalence extrême",
        split: Split::Employers,
        value: overload,
    },
];

fn stress_change(world: &World, _: Group) -> f64 {
    let first = series::first_value(world, "stress");
    series::last_year_mean(world, "stress") - first
}

fn burnout(world: &World, _: Group) -> f64 {
    super::retention::per_hundred_years(world.record.burnouts, world.record.employed_months.iter().sum())
}

fn absence(world: &World, _: Group) -> f64 {
    100.0 * world.record.months_ill / world.record.employed_months.iter().sum::<f64>()
}

fn overload(world: &World, group: Group) -> f64 {
    let tallies = &world.record.structures;
    let (sum, months) = group
        .structures(world)
        .fold((0.0, 0.0), |(o, m), s| (o + tallies[s].overload, m + tallies[s].months));
    if months > 0.0 { 100.0 * sum / months } else { f64::NAN }
}
