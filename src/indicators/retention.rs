//! Who stays: turnover, share still employed, poaching, tenure.

use super::registry::{Group, Indicator, Split};
use super::survival;
use super::{Better, Text, Theme, Unit};
use crate::units::MONTHS_PER_YEAR;
use crate::world::World;
use crate::world::record::End;

/// The entries of this theme.
pub const INDICATORS: &[Indicator] = &[
    Indicator {
        id: "turnover",
        label: Text { fr: "Rotation", en: "Turnover" },
        unit: Unit::PercentPerYear,
        better: Better::Lower,
        theme: Theme::Retention,
        definition: Text {
            fr: "départs de salariés en CDI des structures et du dispositif, embauches par un adhérent non comptées, pour 100 emplois-années en CDI",
            en: "separations of open-ended employees of structures and pool, hires by a member not counted, per 100 open-ended job-years",
        },
        card: "Fidélisation accrue : réduction du turn-over",
        split: Split::Both,
        value: turnover,
    },
    Indicator {
        id: "retention-12",
        label: Text {
            fr: "Encore dans le même emploi après 12 mois",
            en: "Still in the same employment after 12 months",
        },
        unit: Unit::Percent,
        better: Better::Higher,
        theme: Theme::Retention,
        definition: Text {
            fr: "estimateur de Kaplan-Meier de l'ancienneté, entrées différées et censure prises en compte ; une embauche par un adhérent est une censure",
            en: "Kaplan-Meier estimate of tenure with delayed entry and censoring; a hire by a member is censored",
        },
        card: "Fidélisation accrue : réduction du turn-over",
        split: Split::Professions,
        value: |world, group| still_employed(world, group, 12),
    },
    Indicator {
        id: "retention-24",
        label: Text {
            fr: "Encore dans le même emploi après 24 mois",
            en: "Still in the same employment after 24 months",
        },
        unit: Unit::Percent,
        better: Better::Higher,
        theme: Theme::Retention,
        definition: Text { fr: "comme après 12 mois", en: "as after 12 months" },
        card: "Fidélisation accrue : réduction du turn-over",
        split: Split::Both,
        value: |world, group| still_employed(world, group, 24),
    },
    Indicator {
        id: "retention-36",
        label: Text {
            fr: "Encore dans le même emploi après 36 mois",
            en: "Still in the same employment after 36 months",
        },
        unit: Unit::Percent,
        better: Better::Higher,
        theme: Theme::Retention,
        definition: Text { fr: "comme après 12 mois", en: "as after 12 months" },
        card: "Fidélisation accrue : réduction du turn-over",
        split: Split::None,
        value: |world, group| still_employed(world, group, 36),
    },
    Indicator {
        id: "poached",
        label: Text { fr: "Débauchage par le secteur lucratif", en: "Poached by the for-profit sector" },
        unit: Unit::PercentPerYear,
        better: Better::Lower,
        theme: Theme::Retention,
        definition: Text {
            fr: "départs vers une entreprise lucrative, pour 100 emplois-années",
            en: "departures to a for-profit firm per 100 job-years",
        },
        card: "Concurrence : le secteur lucratif débauche les talents une fois formés",
        split: Split::Professions,
        value: poached,
    },
    Indicator {
        id: "mean-tenure",
        label: Text { fr: "Ancienneté moyenne sur trois ans", en: "Mean tenure over three years" },
        unit: Unit::Months,
        better: Better::Higher,
        theme: Theme::Retention,
        definition: Text {
            fr: "moyenne restreinte à 36 mois de la durée d'un emploi",
            en: "restricted mean duration of an employment over 36 months",
        },
        card: "Fidélisation accrue : réduction du turn-over",
        split: Split::None,
        value: |world, group| survival::restricted_mean(&survival::curve(world, group, 36)),
    },
    Indicator {
        id: "stay-in-ess",
        label: Text { fr: "Restés dans l'ESS", en: "Stayed in the social economy" },
        unit: Unit::Percent,
        better: Better::Higher,
        theme: Theme::Retention,
        definition: Text {
            fr: "part des salariés de l'ESS au lancement qui y travaillent à la fin de la période",
            en: "share of those employed by the social economy at the launch who are at the end of the period",
        },
        card: "Fidélisation accrue : réduction du turn-over",
        split: Split::None,
        value: stay_in_ess,
    },
];

fn still_employed(world: &World, group: Group, months: usize) -> f64 {
    survival::curve(world, group, months).last().map_or(f64::NAN, |share| 100.0 * share)
}

/// Months of employment of a group, under an open-ended contract or under any.
fn exposure(by_profession: &[f64; 4], by_structure: &[f64], world: &World, group: Group) -> f64 {
    match group {
        Group::All => by_profession.iter().sum(),
        Group::Profession(k) => by_profession[k],
        Group::Employer(_) | Group::Crossed(_) => group.structures(world).map(|s| by_structure[s]).sum(),
    }
}

fn turnover(world: &World, group: Group) -> f64 {
    let record = &world.record;
    let of_group = group.tells(world);
    // without a branch: which spells have ended cannot be foreseen
    let left = record.spells.iter().filter(|spell| {
        let gone = spell.ended.is_some_and(|(_, why)| why != End::Absorbed);
        gone & spell.open_ended & of_group(spell)
    });
    let months = exposure(&record.open_ended_months, &record.open_ended_by_structure, world, group);
    per_hundred_years(left.count() as f64, months)
}

fn poached(world: &World, group: Group) -> f64 {
    let record = &world.record;
    let of_group = group.tells(world);
    let left = record.spells.iter().filter(|spell| {
        let poached = spell.ended.is_some_and(|(_, why)| why == End::Poached);
        poached & of_group(spell)
    });
    let months = exposure(&record.employed_months, &record.employed_by_structure, world, group);
    per_hundred_years(left.count() as f64, months)
}

/// Events per hundred years of exposure; not defined without exposure.
pub fn per_hundred_years(events: f64, months: f64) -> f64 {
    if months > 0.0 { 100.0 * events * MONTHS_PER_YEAR / months } else { f64::NAN }
}

fn stay_in_ess(world: &World, _: Group) -> f64 {
    let at_launch = |w: &usize| world.record.workers[*w].in_ess_at_launch;
    let there: Vec<usize> = (0..world.workers.len()).filter(at_launch).collect();
    let stayed = there.iter().filter(|&&w| world.workers.in_ess(w) && !replaced(world, w));
    100.0 * stayed.count() as f64 / there.len() as f64
}

/// Whether the person of that place at the launch has retired since.
fn replaced(world: &World, w: usize) -> bool {
    world.record.workers[w].identity_at_launch != world.workers.identity[w]
}
