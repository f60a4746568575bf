//! What it costs: employers, the public purse, and what uncovered needs lose.

use super::registry::{Group, Indicator, Split};
use super::{Better, Text, Theme, Unit};
use crate::units::MONTHS_PER_YEAR;
use crate::world::{Purpose, World};

/// The entries of this theme.
pub const INDICATORS: &[Indicator] = &[
    Indicator {
        id: "cost-per-fte",
        label: Text { fr: "Coût complet par ETP-mois couvert", en: "Full cost per FTE-month covered" },
        unit: Unit::EurosPerFteMonth,
        better: Better::Lower,
        theme: Theme::Cost,
        definition: Text {
            fr: "salaires, cotisations, taxe sur les salaires, TVA non récupérée, frais, recrutements, ruptures, cotisations au dispositif, appels de fonds et dépôts perdus payés par les structures, rapportés aux besoins couverts",
            en: "pay, contributions, payroll tax, VAT not recovered, fees, hiring, severance, dues, calls and deposits lost paid by structures, per full-time month of need covered",
        },
        card: "Sécurisation économique : réduction des coûts fixes, paiement à l'usage",
        split: Split::Employers,
        value: cost_per_fte,
    },
    Indicator {
        id: "net-benefit",
        label: Text { fr: "Bénéfice net des besoins couverts", en: "Net benefit of covered needs" },
        unit: Unit::EurosPerStructureYear,
        better: Better::Higher,
        theme: Theme::Cost,
        definition: Text {
            fr: "valeur des besoins couverts moins leur coût complet, par structure et par an",
            en: "value of covered needs less their full cost, per structure and year",
        },
        card: "Sécurisation économique : réduction des coûts fixes, paiement à l'usage",
        split: Split::Crossed,
        value: net_benefit,
    },
    Indicator {
        id: "uncovered-loss",
        label: Text {
            fr: "Valeur perdue des besoins non couverts",
            en: "Value lost through uncovered needs",
        },
        unit: Unit::EurosPerStructureYear,
        better: Better::Lower,
        theme: Theme::Cost,
        definition: Text {
            fr: "valeur des besoins que personne ne couvre, par structure et par an",
            en: "value of needs that nobody covers, per structure and year",
        },
        card: "Besoin de temps partagé : compétences pointues sans capacité financière ni charge pour un temps plein",
        split: Split::Employers,
        value: uncovered_loss,
    },
    Indicator {
        id: "cost-variation",
        label: Text {
            fr: "Variation du coût d'une année à l'autre",
            en: "Variation of cost from year to year",
        },
        unit: Unit::Percent,
        better: Better::Lower,
        theme: Theme::Cost,
        definition: Text {
            fr: "coefficient de variation du coût complet annuel par ETP-mois couvert",
            en: "coefficient of variation of the yearly full cost per FTE-month covered",
        },
        card: "Sécurisation économique : réduction des coûts fixes, paiement à l'usage",
        split: Split::None,
        value: cost_variation,
    },
    Indicator {
        id: "public-money-per-stable-job",
        label: Text {
            fr: "Argent public par ETP-année sécurisé", en: "Public money per secured FTE-year"
        },
        unit: Unit::Euros,
        better: Better::Lower,
        theme: Theme::Cost,
        definition: Text {
            fr: "aides, aides au poste, secours, capital des fondateurs et animation, par ETP-année d'emploi mutualisé en CDI à temps plein ou choisi",
            en: "grants, aids to posts, rescue, founding capital and animation per FTE-year of pooled open-ended job, full or chosen time",
        },
        card: "Région / DREETS pour le soutien au démarrage",
        split: Split::None,
        value: public_money,
    },
];

/// Full-time months of need covered in a group.
pub fn covered(world: &World, group: Group) -> f64 {
    let tallies = &world.record.structures;
    group.structures(world).map(|s| tallies[s].recurrent_covered + tallies[s].temporary_covered).sum()
}

fn cost(world: &World, group: Group) -> f64 {
    group.structures(world).map(|s| world.ledger.cost_of_posts[s].as_euros()).sum()
}

fn cost_per_fte(world: &World, group: Group) -> f64 {
    let covered = covered(world, group);
    if covered > 0.0 { cost(world, group) / covered } else { f64::NAN }
}

/// Euros for each structure of a group and year it was open.
pub fn per_structure_year(world: &World, group: Group, euros: f64) -> f64 {
    let months: f64 = group.structures(world).map(|s| world.record.structures[s].months).sum();
    if months > 0.0 { euros * MONTHS_PER_YEAR / months } else { f64::NAN }
}

fn net_benefit(world: &World, group: Group) -> f64 {
    let earned: f64 =
        group.structures(world).map(|s| world.record.structures[s].value_earned.as_euros()).sum();
    per_structure_year(world, group, earned - cost(world, group))
}

fn uncovered_loss(world: &World, group: Group) -> f64 {
    let lost: f64 = group.structures(world).map(|s| world.record.structures[s].value_lost.as_euros()).sum();
    per_structure_year(world, group, lost)
}

fn cost_variation(world: &World, _: Group) -> f64 {
    let years = &world.record.yearly_cost;
    let costs: Vec<f64> =
        years.iter().filter(|year| year.1 > 0.0).map(|year| year.0.as_euros() / year.1).collect();
    let n = costs.len() as f64;
    if n < 2.0 {
        return f64::NAN;
    }
    let mean = costs.iter().sum::<f64>() / n;
    let variance = costs.iter().map(|cost| (cost - mean) * (cost - mean)).sum::<f64>() / (n - 1.0);
    100.0 * variance.sqrt() / mean
}

fn public_money(world: &World, _: Group) -> f64 {
    let purposes =
        [Purpose::Grant, Purpose::FoundingCapital, Purpose::ClubAnimation, Purpose::Aid, Purpose::Rescue];
    let spent: f64 = purposes.iter().map(|&purpose| world.ledger.moved(purpose).as_euros()).sum();
    let years = world.record.secured_fte / MONTHS_PER_YEAR;
    if years > 0.0 { spent / years } else { f64::NAN }
}
