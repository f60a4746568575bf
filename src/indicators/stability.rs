//! How secure jobs, structures and the pool are.

use super::registry::{Group, Indicator, Split};
use super::{Better, Text, Theme, Unit};
use crate::maths;
use crate::units::MONTHS_PER_YEAR;
use crate::world::pool::Stage;
use crate::world::record::{End, Spell};
use crate::world::{Purpose, World};

/// The entries of this theme.
pub const INDICATORS: &[Indicator] = &[
    Indicator {
        id: "open-ended-share",
        label: Text { fr: "Part des emplois en CDI", en: "Share of open-ended contracts" },
        unit: Unit::Percent,
        better: Better::Higher,
        theme: Theme::Stability,
        definition: Text {
            fr: "part des mois travaillés pour les structures et le dispositif sous CDI",
            en: "share of months worked for structures and pool under an open-ended contract",
        },
        card: "Parcours sécurisés : contrats stables (CDI)",
        split: Split::Professions,
        value: open_ended_share,
    },
    Indicator {
        id: "involuntary-loss-12",
        label: Text {
            fr: "Perte involontaire d'emploi en 12 mois",
            en: "Involuntary job loss within 12 months",
        },
        unit: Unit::Percent,
        better: Better::Lower,
        theme: Theme::Stability,
        definition: Text {
            fr: "probabilité en douze mois d'un licenciement ou d'une fin de contrat sans suite, à taux constant",
            en: "probability within twelve months of a dismissal or an end of contract, at a constant rate",
        },
        card: "Pérennisation des postes",
        split: Split::None,
        value: involuntary_loss,
    },
    Indicator {
        id: "income-variation",
        label: Text { fr: "Variation du revenu mensuel", en: "Variation of monthly income" },
        unit: Unit::Percent,
        better: Better::Lower,
        theme: Theme::Stability,
        definition: Text {
            fr: "moyenne sur les personnes du coefficient de variation de leur salaire mensuel, depuis leur premier mois dans l'ESS",
            en: "mean over people of the coefficient of variation of monthly pay, from their first month in the social economy",
        },
        card: "Parcours sécurisés",
        split: Split::None,
        value: income_variation,
    },
    Indicator {
        id: "conversion",
        label: Text {
            fr: "Conversion des emplois précaires en 12 mois",
            en: "Conversion of precarious jobs within 12 months",
        },
        unit: Unit::Percent,
        better: Better::Higher,
        theme: Theme::Stability,
        definition: Text {
            fr: "probabilité en douze mois qu'un CDD, une mission ou un temps partiel subi devienne un CDI à temps plein ou choisi, à taux constant",
            en: "probability within twelve months that a fixed term, mission or involuntary part time becomes open-ended full or chosen time, at a constant rate",
        },
        card: "Stabilité : taux de conversion de CDD / temps partiels subis en CDI / temps partiels choisis ou temps pleins",
        split: Split::None,
        value: conversion,
    },
    Indicator {
        id: "reversal",
        label: Text {
            fr: "Emplois sûrs devenus précaires en 12 mois",
            en: "Secure jobs that become precarious within 12 months",
        },
        unit: Unit::Percent,
        better: Better::Lower,
        theme: Theme::Stability,
        definition: Text {
            fr: "probabilité en douze mois qu'un CDI à temps plein ou choisi devienne un CDD, une mission ou un temps partiel subi, à taux constant",
            en: "probability within twelve months that open-ended full or chosen time becomes a fixed term, mission or involuntary part time, at a constant rate",
        },
        card: "Stabilité : taux de conversion de CDD / temps partiels subis en CDI / temps partiels choisis ou temps pleins",
        split: Split::None,
        value: reversal,
    },
    Indicator {
        id: "structure-survival",
        label: Text { fr: "Structures toujours ouvertes", en: "Structures still open" },
        unit: Unit::Percent,
        better: Better::Higher,
        theme: Theme::Stability,
        definition: Text {
            fr: "part des structures ouvertes au lancement qui le sont encore à la fin",
            en: "share of the structures open at the launch that still are at the end",
        },
        card: "Sécurisation économique",
        split: Split::Employers,
        value: structure_survival,
    },
    Indicator {
        id: "pool-survival",
        label: Text { fr: "Dispositif toujours en activité", en: "Pool still working" },
        unit: Unit::Replications,
        better: Better::Higher,
        theme: Theme::Stability,
        definition: Text {
            fr: "100 si le dispositif fonctionne à la fin de la période, 0 sinon ; de plusieurs, la part ; non défini sans dispositif",
            en: "100 if the pool works at the end of the period, 0 if not; of several, the share; not defined without a pool",
        },
        card: "Modèles existants, pérennité du dispositif",
        split: Split::None,
        value: pool_survival,
    },
    Indicator {
        id: "solidarity-calls",
        label: Text { fr: "Appels de fonds aux adhérents", en: "Calls on members" },
        unit: Unit::EurosPerStructureYear,
        better: Better::Lower,
        theme: Theme::Stability,
        definition: Text {
            fr: "sommes versées par les adhérents au titre de leur responsabilité, par adhérent et par an ; non défini sans adhérent",
            en: "sums paid by members under their liability, per member and year; not defined without members",
        },
        card: "Nécessite une ingénierie juridique, une confiance inter-structures",
        split: Split::None,
        value: solidarity_calls,
    },
];

fn open_ended_share(world: &World, group: Group) -> f64 {
    let record = &world.record;
    let sum = |months: &[f64; 4]| match group {
        Group::Profession(k) => months[k],
        _ => months.iter().sum(),
    };
    100.0 * sum(&record.open_ended_months) / sum(&record.employed_months)
}

/// The probability of an event within twelve months at its mean rate.
fn within_a_year(events: f64, months: f64) -> f64 {
    if months > 0.0 { 100.0 * (1.0 - maths::exp(-events * MONTHS_PER_YEAR / months)) } else { f64::NAN }
}

fn involuntary_loss(world: &World, _: Group) -> f64 {
    let record = &world.record;
    let lost =
        |spell: &&Spell| spell.ended.is_some_and(|(_, why)| matches!(why, End::Dismissed | End::TermEnded));
    within_a_year(record.spells.iter().filter(lost).count() as f64, record.employed_months.iter().sum())
}

fn income_variation(world: &World, _: Group) -> f64 {
    let (mut sum, mut people) = (0.0, 0.0);
    let incomes = &world.record.incomes;
    for w in (0..incomes.months.len()).filter(|&w| incomes.months[w] >= MONTHS_PER_YEAR) {
        let mean = incomes.mean(w);
        if mean > 0.0 {
            let variance = (incomes.squares[w] / incomes.months[w] - mean * mean).max(0.0);
            sum += variance.sqrt() / mean;
            people += 1.0;
        }
    }
    100.0 * sum / people
}

fn conversion(world: &World, _: Group) -> f64 {
    within_a_year(world.record.conversions, world.record.precarious_months)
}

fn reversal(world: &World, _: Group) -> f64 {
    let record = &world.record;
    let secure = record.employed_months.iter().sum::<f64>() - record.precarious_months;
    within_a_year(record.reversals, secure)
}

fn structure_survival(world: &World, group: Group) -> f64 {
    let tallies = &world.record.structures;
    let there = group.structures(world).filter(|&s| tallies[s].open_at_launch);
    let (mut at_launch, mut survived) = (0.0, 0.0);
    for s in there {
        at_launch += 1.0;
        survived += f64::from(u8::from(tallies[s].survived));
    }
    100.0 * survived / at_launch
}

fn pool_survival(world: &World, _: Group) -> f64 {
    let stages = world.pools.iter().map(|pool| pool.stage);
    let (there, working) = (
        stages.clone().filter(|&stage| stage != Stage::None),
        stages.filter(|&stage| stage == Stage::Active),
    );
    100.0 * working.count() as f64 / there.count() as f64
}

fn solidarity_calls(world: &World, _: Group) -> f64 {
    let years = world.record.members / MONTHS_PER_YEAR;
    if years > 0.0 { world.ledger.moved(Purpose::SolidarityCall).as_euros() / years } else { f64::NAN }
}
