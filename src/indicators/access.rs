//! Which needs are met, and how fast posts are filled.

use super::registry::{Group, Indicator, Split};
use super::{Better, Text, Theme, Unit};
use crate::world::World;
use crate::world::record::StructureTally;

/// The entries of this theme.
pub const INDICATORS: &[Indicator] = &[
    Indicator {
        id: "coverage",
        label: Text { fr: "Part des besoins couverte", en: "Share of need covered" },
        unit: Unit::Percent,
        better: Better::Higher,
        theme: Theme::Access,
        definition: Text {
            fr: "besoins récurrents et temporaires couverts, en ETP-mois, rapportés aux besoins",
            en: "recurrent and temporary need covered, in FTE-months, over need",
        },
        card: "Montée en compétences : accès à des profils experts inaccessibles individuellement pour des TPE",
        split: Split::Employers,
        value: coverage,
    },
    Indicator {
        id: "coverage-recurrent",
        label: Text { fr: "Part des besoins récurrents couverte", en: "Share of recurrent need covered" },
        unit: Unit::Percent,
        better: Better::Higher,
        theme: Theme::Access,
        definition: Text {
            fr: "besoins récurrents couverts, en ETP-mois",
            en: "recurrent need covered, in FTE-months",
        },
        card: "Montée en compétences : accès à des profils experts inaccessibles individuellement pour des TPE",
        split: Split::None,
        value: |world, _| share(world, Group::All, |t| (t.recurrent_covered, t.recurrent_need)),
    },
    Indicator {
        id: "coverage-temporary",
        label: Text { fr: "Part des besoins temporaires couverte", en: "Share of temporary need covered" },
        unit: Unit::Percent,
        better: Better::Higher,
        theme: Theme::Access,
        definition: Text {
            fr: "besoins temporaires couverts, en ETP-mois",
            en: "temporary need covered, in FTE-months",
        },
        card: "Montée en compétences : accès à des profils experts inaccessibles individuellement pour des TPE",
        split: Split::None,
        value: |world, _| share(world, Group::All, |t| (t.temporary_covered, t.temporary_need)),
    },
    Indicator {
        id: "expert-fte",
        label: Text {
            fr: "ETP qu'aucun adhérent n'aurait pu embaucher seul",
            en: "FTE that no member could have hired alone",
        },
        unit: Unit::Fte,
        better: Better::Higher,
        theme: Theme::Access,
        definition: Text {
            fr: "ETP mutualisés dont chaque part est inférieure au minimum légal de 24 heures, en moyenne",
            en: "pooled FTE of which every share is below the legal minimum of 24 hours, on average",
        },
        card: "Montée en compétences : accès à des profils experts inaccessibles individuellement pour des TPE",
        split: Split::None,
        value: |world, _| world.record.out_of_reach_fte / f64::from(world.record.months),
    },
    Indicator {
        id: "time-to-fill",
        label: Text { fr: "Délai de recrutement médian", en: "Median time to fill a post" },
        unit: Unit::Days,
        better: Better::Lower,
        theme: Theme::Access,
        definition: Text {
            fr: "médiane des jours entre l'ouverture d'un poste et la prise de fonction",
            en: "median days between opening and filling a post",
        },
        card: "Attractivité : proposer des postes complets et stables",
        split: Split::None,
        value: time_to_fill,
    },
];

/// A part of the tallies of a group over another, in per cent.
fn share(world: &World, group: Group, of: fn(&StructureTally) -> (f64, f64)) -> f64 {
    let (mut part, mut whole) = (0.0, 0.0);
    for s in group.structures(world) {
        let (p, w) = of(&world.record.structures[s]);
        part += p;
        whole += w;
    }
    if whole > 0.0 { 100.0 * part / whole } else { f64::NAN }
}

fn coverage(world: &World, group: Group) -> f64 {
    share(world, group, |tally| {
        (tally.recurrent_covered + tally.temporary_covered, tally.recurrent_need + tally.temporary_need)
    })
}

fn time_to_fill(world: &World, _: Group) -> f64 {
    let mut days = world.record.days_to_fill.clone();
    days.sort_by(f64::total_cmp);
    match days.len() {
        0 => f64::NAN,
        n if n % 2 == 1 => days[n / 2],
        n => (days[n / 2 - 1] + days[n / 2]) / 2.0,
    }
}
