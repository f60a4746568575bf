//! Which outcomes are measured: one registry, from which columns, charts, tables and documentation are derived.

pub mod access;
pub mod cost;
mod joined;
pub mod money;
pub mod network;
pub mod observables;
pub mod realisation;
pub mod registry;
pub mod retention;
pub mod series;
pub mod stability;
pub mod survival;
pub mod well_being;

pub use registry::INDICATORS;
pub use series::SERIES;

use crate::words::Lang;

/// A constant text in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text {
    /// In French.
    pub fr: &'static str,
    /// In English.
    pub en: &'static str,
}

impl Text {
    /// The text in the language asked for.
    pub fn get(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Fr => self.fr,
            Lang::En => self.en,
        }
    }
}

/// In what a value is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Per cent of something.
    Percent,
    /// Per cent a year.
    PercentPerYear,
    /// Months.
    Months,
    /// Days.
    Days,
    /// Euros per full-time month of need covered.
    EurosPerFteMonth,
    /// Euros a year for each structure.
    EurosPerStructureYear,
    /// Euros.
    Euros,
    /// Full-time equivalents.
    Fte,
    /// Points on a scale from 0 to 10.
    PointsOfTen,
    /// A number of things or people.
    Count,
    /// Per cent of the pools: of one alone, in one replication, yes (100) or no (0).
    Replications,
}

impl Unit {
    /// The unit as printed after a value.
    pub fn text(self) -> Text {
        match self {
            Unit::Percent => Text { fr: "%", en: "%" },
            Unit::PercentPerYear => Text { fr: "% par an", en: "% a year" },
            Unit::Months => Text { fr: "mois", en: "months" },
            Unit::Days => Text { fr: "jours", en: "days" },
            Unit::EurosPerFteMonth => Text { fr: "€ par ETP-mois", en: "€ per FTE-month" },
            Unit::EurosPerStructureYear => {
                Text { fr: "€ par structure et par an", en: "€ per structure and year" }
            }
            Unit::Euros => Text { fr: "€", en: "€" },
            Unit::Fte => Text { fr: "ETP", en: "FTE" },
            Unit::PointsOfTen => Text { fr: "points sur 10", en: "points of 10" },
            Unit::Count => Text { fr: "", en: "" },
            // of one each, in the replications of a territory; of many, in one replication of a country
            Unit::Replications => Text { fr: "% des dispositifs", en: "% of pools" },
        }
    }

    /// The unit as printed after that value: French has its plural from two on.
    pub fn text_of(self, value: f64) -> Text {
        match self {
            Unit::PointsOfTen if self.reads_below_two(value) => {
                Text { fr: "point sur 10", en: "points of 10" }
            }
            Unit::Days if self.reads_below_two(value) => {
                Text { fr: "jour", en: if value.abs() < 0.5 { "days" } else { "day" } }
            }
            other => other.text(),
        }
    }

    /// Whether that value, as printed, is below two: 1.96 reads as 2.0.
    pub fn reads_below_two(self, value: f64) -> bool {
        let half_of_last = [0.5, 0.05, 0.005][self.decimals()];
        value.abs() < 2.0 - half_of_last
    }

    /// The unit as it stands in the schema of stored columns.
    pub fn schema(self) -> &'static str {
        match self {
            Unit::Percent => "percent",
            Unit::PercentPerYear => "percent_per_year",
            Unit::Months => "months",
            Unit::Days => "days",
            Unit::EurosPerFteMonth => "eur_per_fte_month",
            Unit::EurosPerStructureYear => "eur_per_structure_year",
            Unit::Euros => "eur",
            Unit::Fte => "fte",
            Unit::PointsOfTen => "points_of_10",
            Unit::Count => "count",
            Unit::Replications => "percent_of_replications",
        }
    }

    /// The smallest difference worth a board's attention; a convention of presentation, said under every table.
    pub fn matters(self) -> f64 {
        match self {
            Unit::Percent | Unit::PercentPerYear | Unit::Months | Unit::Fte | Unit::Count => 0.5,
            Unit::Replications => 5.0,
            Unit::Days => 2.0,
            Unit::EurosPerFteMonth => 5.0,
            Unit::EurosPerStructureYear | Unit::Euros => 100.0,
            Unit::PointsOfTen => 0.05,
        }
    }

    /// How many decimals a reader can use.
    pub fn decimals(self) -> usize {
        match self {
            Unit::Percent | Unit::PercentPerYear | Unit::Months | Unit::Fte | Unit::Count => 1,
            Unit::Replications
            | Unit::Days
            | Unit::EurosPerFteMonth
            | Unit::EurosPerStructureYear
            | Unit::Euros => 0,
            Unit::PointsOfTen => 2,
        }
    }
}

/// Which way is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
    /// Neither: a description.
    Neither,
}

/// The themes of the action card, in the order of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Theme {
    /// Who stays, how long.
    Retention,
    /// What it costs, whom.
    Cost,
    /// How secure jobs and employers are.
    Stability,
    /// Which needs are met.
    Access,
    /// Stress and load.
    WellBeing,
    /// Whom people meet.
    Network,
    /// What the action has put in place.
    Realisation,
}

impl Theme {
    /// The theme's name.
    pub fn label(self) -> Text {
        match self {
            Theme::Retention => Text { fr: "Fidélisation", en: "Retention" },
            Theme::Cost => Text { fr: "Coût", en: "Cost" },
            Theme::Stability => Text { fr: "Stabilité", en: "Stability" },
            Theme::Access => Text { fr: "Accès aux compétences", en: "Access to skills" },
            Theme::WellBeing => Text { fr: "Bien-être", en: "Well-being" },
            Theme::Network => Text { fr: "Réseau", en: "Network" },
            Theme::Realisation => Text { fr: "Réalisation", en: "Realisation" },
        }
    }
}
