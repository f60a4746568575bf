//! The registry of indicators: id, label, unit, direction, theme, definition and the card's line each one answers.

use super::{Better, Text, Theme, Unit};

/// Along which lines an indicator is split besides the whole population.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Split {
    /// The whole only.
    None,
    /// By type of employer.
    Employers,
    /// By profession.
    Professions,
    /// By both.
    Both,
}

/// A part of the population for which an indicator is also computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Everybody.
    All,
    /// One type of employer, by its place in [`EMPLOYER_GROUPS`].
    Employer(usize),
    /// One profession, by its place in [`PROFESSION_GROUPS`].
    Profession(usize),
}

/// The types of employer: suffix of the column, label.
pub const EMPLOYER_GROUPS: [(&str, Text); 7] = [
    ("vat-liable", Text { fr: "assujetties à la TVA", en: "liable for VAT" }),
    ("vat-exempt", Text { fr: "non assujetties à la TVA", en: "not liable for VAT" }),
    ("enr", Text { fr: "énergies renouvelables", en: "renewable energy" }),
    ("bat", Text { fr: "rénovation du bâtiment", en: "building renovation" }),
    ("ec", Text { fr: "économie circulaire", en: "circular economy" }),
    ("small", Text { fr: "moins de 10 salariés", en: "fewer than 10 employees" }),
    ("larger", Text { fr: "10 salariés et plus", en: "10 employees or more" }),
];

/// The professions: suffix of the column, label.
pub const PROFESSION_GROUPS: [(&str, Text); 4] = [
    ("project-lead", Text { fr: "chargés d’affaires et de projets", en: "project managers" }),
    (
        "logistics-quality",
        Text { fr: "responsables logistique et qualité", en: "logistics and quality leads" },
    ),
    (
        "renovation-technician",
        Text { fr: "techniciens en rénovation énergétique", en: "energy-renovation technicians" },
    ),
    ("support", Text { fr: "fonctions support", en: "support functions" }),
];

/// An outcome of one replication under one format.
#[derive(Clone, Copy, Debug)]
pub struct Indicator {
    /// Its name in files.
    pub id: &'static str,
    /// Its name for readers.
    pub label: Text,
    /// In what it is counted.
    pub unit: Unit,
    /// Which way is better.
    pub better: Better,
    /// The theme of the card.
    pub theme: Theme,
    /// How it is computed.
    pub definition: Text,
    /// The line of the action card it answers, in the card's words.
    pub card: &'static str,
    /// Along which lines it is split.
    pub split: Split,
}

/// A stored column: an indicator for a part of the population.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// The indicator.
    pub indicator: &'static Indicator,
    /// For whom.
    pub group: Group,
}

impl Column {
    /// The column's name: `turnover`, `turnover.vat-liable`.
    pub fn name(&self) -> String {
        match self.group {
            Group::All => self.indicator.id.to_owned(),
            Group::Employer(k) => format!("{}.{}", self.indicator.id, EMPLOYER_GROUPS[k].0),
            Group::Profession(k) => format!("{}.{}", self.indicator.id, PROFESSION_GROUPS[k].0),
        }
    }
}

/// Every stored column, in the order of the registry.
pub fn columns() -> impl Iterator<Item = Column> {
    INDICATORS.iter().flat_map(|indicator| {
        let employers = matches!(indicator.split, Split::Employers | Split::Both);
        let professions = matches!(indicator.split, Split::Professions | Split::Both);
        let whole = std::iter::once(Group::All);
        let employers = (0..EMPLOYER_GROUPS.len()).filter(move |_| employers).map(Group::Employer);
        let professions = (0..PROFESSION_GROUPS.len()).filter(move |_| professions).map(Group::Profession);
        whole.chain(employers).chain(professions).map(move |group| Column { indicator, group })
    })
}

/// The indicator of that name.
pub fn find(id: &str) -> Option<&'static Indicator> {
    INDICATORS.iter().find(|indicator| indicator.id == id)
}

/// Every indicator, by theme.
pub const INDICATORS: &[Indicator] = &[
    Indicator {
        id: "retention-12",
        label: Text {
            fr: "Encore dans le même emploi après 12 mois",
            en: "Still in the same employment after 12 months",
        },
        unit: Unit::Percent,
        better: Better::Higher,
        theme: Theme::Retention,
        definition: Text { fr: "...", en: "..." },
        card: "...",
        split: Split::Both,
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
        definition: Text { fr: "...", en: "..." },
        card: "...",
        split: Split::Both,
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
        definition: Text { fr: "...", en: "..." },
        card: "...",
        split: Split::Both,
    },
    Indicator {
        id: "turnover",
        label: Text { fr: "Rotation", en: "Turnover" },
        unit: Unit::PercentPerYear,
        better: Better::Lower,
        theme: Theme::Retention,
        definition: Text { fr: "...", en: "..." },
        card: "...",
        split: Split::Both,
    },
    Indicator {
        id: "cost-per-fte",
        label: Text { fr: "Coût complet par ETP-mois couvert", en: "Full cost per FTE-month covered" },
        unit: Unit::EurosPerFteMonth,
        better: Better::Lower,
        theme: Theme::Cost,
        definition: Text { fr: "...", en: "..." },
        card: "...",
        split: Split::Employers,
    },
    Indicator {
        id: "public-money-per-stable-job",
        label: Text { fr: "Argent public par emploi stable", en: "Public money per stable job" },
        unit: Unit::Euros,
        better: Better::Lower,
        theme: Theme::Cost,
        definition: Text { fr: "...", en: "..." },
        card: "...",
        split: Split::None,
    },
    Indicator {
        id: "net-benefit",
        label: Text { fr: "Gain net des employeurs", en: "Net benefit to employers" },
        unit: Unit::EurosPerStructureYear,
        better: Better::Higher,
        theme: Theme::Cost,
        definition: Text { fr: "...", en: "..." },
        card: "...",
        split: Split::Employers,
    },
    Indicator {
        id: "open-ended-share",
        label: Text { fr: "Part du travail en CDI", en: "Share of work in open-ended contracts" },
        unit: Unit::Percent,
        better: Better::Higher,
        theme: Theme::Stability,
        definition: Text { fr: "...", en: "..." },
        card: "...",
        split: Split::Both,
    },
    Indicator {
        id: "involuntary-loss-12",
        label: Text {
            fr: "Pertes d’emploi subies dans les 12 mois",
            en: "Involuntary job losses within 12 months",
        },
        unit: Unit::Percent,
        better: Better::Lower,
        theme: Theme::Stability,
        definition: Text { fr: "...", en: "..." },
        card: "...",
        split: Split::Both,
    },
    Indicator {
        id: "structure-survival",
        label: Text { fr: "Structures encore en activité", en: "Structures still in business" },
        unit: Unit::Percent,
        better: Better::Higher,
        theme: Theme::Stability,
        definition: Text { fr: "...", en: "..." },
        card: "...",
        split: Split::Employers,
    },
    Indicator {
        id: "pool-survival",
        label: Text { fr: "Dispositif encore en activité", en: "Pool still in business" },
        unit: Unit::Percent,
        better: Better::Higher,
        theme: Theme::Stability,
        definition: Text { fr: "...", en: "..." },
        card: "...",
        split: Split::None,
    },
    Indicator {
        id: "coverage",
        label: Text { fr: "Besoins couverts", en: "Needs covered" },
        unit: Unit::Percent,
        better: Better::Higher,
        theme: Theme::Access,
        definition: Text { fr: "...", en: "..." },
        card: "...",
        split: Split::Both,
    },
    Indicator {
        id: "stress-change",
        label: Text { fr: "Évolution du stress", en: "Change of stress" },
        unit: Unit::PointsOfTen,
        better: Better::Lower,
        theme: Theme::WellBeing,
        definition: Text { fr: "...", en: "..." },
        card: "...",
        split: Split::Professions,
    },
    Indicator {
        id: "team-practice-people",
        label: Text {
            fr: "Personnes ayant gagné une pratique d’équipe",
            en: "People who gained team practice",
        },
        unit: Unit::Percent,
        better: Better::Higher,
        theme: Theme::Network,
        definition: Text { fr: "...", en: "..." },
        card: "...",
        split: Split::None,
    },
    Indicator {
        id: "members",
        label: Text { fr: "Structures adhérentes", en: "Member structures" },
        unit: Unit::Count,
        better: Better::Neither,
        theme: Theme::Realisation,
        definition: Text { fr: "...", en: "..." },
        card: "...",
        split: Split::None,
    },
    Indicator {
        id: "pooled-fte-created",
        label: Text { fr: "ETP mutualisés créés", en: "Pooled FTE created" },
        unit: Unit::Fte,
        better: Better::Neither,
        theme: Theme::Realisation,
        definition: Text { fr: "...", en: "..." },
        card: "...",
        split: Split::None,
    },
];
