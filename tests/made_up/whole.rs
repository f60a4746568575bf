//! Results of every indicator and series: known order, known ties, or nasty on purpose.

use mutualise::experiment::results::{Band, FormatName, Monthly, Provenance, Results};
use mutualise::indicators::registry::{self, Column, Indicator};
use mutualise::indicators::{Better, Unit};
use mutualise::words::Bilingual;

use super::draws::normal;

/// The names of up to sixteen formats: id, short in French and English, full in French and English.
const NAMES: [(&str, &str, &str, &str, &str); 16] = [
    ("alone", "Statu quo", "Status quo", "Statu quo", "Status quo"),
    ("club", "Club RH", "HR club", "Club RH seul", "HR club alone"),
    ("ge", "GE", "GE", "Groupement d’employeurs", "Employers’ group"),
    ("scic", "SCIC", "SCIC", "SCIC d’intérim", "Temporary-work cooperative"),
    (
        "ge-club",
        "GE + club",
        "GE + club",
        "Groupement d’employeurs et Club RH",
        "Employers’ group and HR club",
    ),
    ("geiq", "GEIQ", "GEIQ", "GEIQ", "GEIQ"),
    ("scop", "CAE", "CAE", "Coopérative d’activité et d’emploi", "Business and employment cooperative"),
    ("prêt", "Prêt", "Lending", "Prêt de main-d’œuvre sans but lucratif", "Non-profit lending of staff"),
    ("ge-scic", "GE en SCIC", "GE as SCIC", "Groupement en SCIC", "Group as a co-operative"),
    ("ge-ptce", "GE dans un PTCE", "GE in a PTCE", "GE porté par un PTCE", "GE hosted by a PTCE"),
    ("ge-two", "GE + SCIC d’intérim", "GE + SCIC d’intérim", "GE et SCIC côte à côte", "Side by side"),
    (
        "cdii",
        "SCIC, CDI intérimaire",
        "SCIC with CDI-I",
        "SCIC avec CDI intérimaire",
        "SCIC with CDI-I, open-ended",
    ),
    ("etti", "ETTI", "ETTI", "Entreprise de travail temporaire d’insertion", "Insertion enterprise"),
    ("agency", "Intérim privé", "Private agency", "Agence d’intérim privée", "Private temporary-work agency"),
    ("loan", "Prêt inter-structures", "Staff loan", "Prêt de personnel", "Loan of staff"),
    ("clubs", "Clubs engagés", "Engaged clubs", "Clubs d’employeurs engagés", "Clubs of engaged employers"),
];

/// The series made up.
const SERIES: [&str; 9] = [
    "members",
    "pooled-fte",
    "pool-cash",
    "still-employed",
    "coverage",
    "stress",
    "overload",
    "pool-working",
    "structures-surviving",
];

/// How results are made up.
pub struct MadeUp {
    pub formats: usize,
    pub replications: usize,
    /// How far format k stands from the reference on every indicator, towards the better side, in spreads.
    pub shifts: Vec<f64>,
    /// Standard deviation of values, as a share of their level.
    pub spread: f64,
    pub months: usize,
}

impl Default for MadeUp {
    fn default() -> MadeUp {
        MadeUp { formats: 4, replications: 200, shifts: vec![0.0, 0.0, 0.9, -0.5], spread: 0.08, months: 72 }
    }
}

impl MadeUp {
    pub fn results(&self) -> Results {
        Results {
            formats: (0..self.formats).map(format).collect(),
            columns: registry::columns().map(|column| column.name()).collect(),
            replications: (0..self.replications as u32).collect(),
            values: (0..self.formats).map(|format| self.values(format)).collect(),
            monthly: self.monthly(),
            provenance: provenance(self.months),
        }
    }

    fn shift(&self, format: usize) -> f64 {
        self.shifts.get(format).copied().unwrap_or(0.2 * format as f64)
    }

    fn values(&self, format: usize) -> Vec<Vec<f64>> {
        registry::columns().enumerate().map(|(place, column)| self.column(format, place, column)).collect()
    }

    fn column(&self, format: usize, column: usize, of: Column) -> Vec<f64> {
        let indicator = of.indicator;
        let side = if indicator.better == Better::Lower { -1.0 } else { 1.0 };
        let level = level(indicator, column);
        let spread = self.spread * level;
        let pooled = indicator.id.starts_with("pool") || indicator.id == "members";
        if pooled && format < 2 {
            return vec![f64::NAN; self.replications];
        }
        let value = |k: usize| {
            let drawn = |stream: usize| normal(stream as u64, k as u64);
            let (common, own) = (drawn(1000 + column), drawn(77 * (format + 1) + column));
            let tilt = 0.4 + 0.3 * ((column * 5) % 7) as f64;
            level + spread * (0.9 * common + 0.4 * own + side * tilt * self.shift(format))
        };
        (0..self.replications).map(value).map(|value| bounded(value, indicator.unit)).collect()
    }

    fn monthly(&self) -> Monthly {
        let series = SERIES.map(str::to_owned).to_vec();
        let bands = (0..self.formats)
            .map(|format| (0..series.len()).map(|place| self.fan(format, place)).collect())
            .collect();
        Monthly { series, bands }
    }

    fn fan(&self, format: usize, series: usize) -> Vec<Band> {
        let pooled = if format < 2 { 0.0 } else { 1.0 };
        let months = if series == 3 { self.months.min(37) } else { self.months };
        let grown = |month: usize| month as f64 / (month as f64 + 15.0);
        let fan = |month: usize| match series {
            0 => band(pooled * 40.0 * grown(month), pooled * 9.0 * grown(month)),
            1 => band(pooled * 22.0 * grown(month), pooled * 6.0 * grown(month)),
            2 => band(
                pooled * (30_000.0 + 1_800.0 * month as f64),
                pooled * (20_000.0 + 1_500.0 * month as f64),
            ),
            4..=6 => band([65.0, 3.6, 50.0][series - 4] + 0.01 * month as f64, 0.5),
            7 => band(pooled * 100.0 * (1.0 - 0.004 * month as f64 * format as f64 / 16.0), 0.0),
            8 => band(100.0 - 0.2 * month as f64, 1.0),
            _ => {
                let rate = 0.012 - 0.002 * self.shift(format);
                band(100.0 / (1.0 + rate * month as f64), 0.12 * month as f64)
            }
        };
        (0..months).map(fan).collect()
    }
}

/// A format's names.
pub fn format(place: usize) -> FormatName {
    let (id, short_fr, short_en, fr, en) = NAMES[place % NAMES.len()];
    FormatName {
        id: id.to_owned(),
        label: Bilingual { fr: fr.to_owned(), en: en.to_owned() },
        short: Bilingual { fr: short_fr.to_owned(), en: short_en.to_owned() },
    }
}

/// A band about a middle.
pub fn band(middle: f64, spread: f64) -> Band {
    let at = |z: f64| middle + z * spread;
    Band {
        p05: at(-1.645),
        p25: at(-0.674),
        p50: middle,
        p75: at(0.674),
        p95: at(1.645),
        mean: middle,
        defined: 200,
    }
}

fn provenance(months: usize) -> Provenance {
    Provenance {
        run: "2026-11-24-a3f9".to_owned(),
        title: Bilingual { fr: "Référence".to_owned(), en: "Baseline".to_owned() },
        version: "0.1.0".to_owned(),
        seed: 20_260_701,
        hash: "a3f9".to_owned(),
        structures: 120,
        people: 912,
        months,
        launch: (2027, 1),
    }
}

/// The parts of the cost sum to it, so that a made-up bar is as long as its figure says.
const PARTS: [(&str, f64); 8] = [
    ("cost-pay", 2_900.0),
    ("cost-contributions", 750.0),
    ("cost-payroll-tax", 150.0),
    ("cost-shared-work", 400.0),
    ("cost-vat", 40.0),
    ("cost-hiring", 60.0),
    ("cost-endings", 30.0),
    ("cost-membership", 20.0),
];

fn level(indicator: &Indicator, column: usize) -> f64 {
    if let Some((_, level)) = PARTS.iter().find(|(id, _)| *id == indicator.id) {
        return *level;
    }
    match indicator.unit {
        Unit::Percent | Unit::PercentPerYear => 35.0 + (column * 37 % 50) as f64,
        Unit::EurosPerFteMonth => 4_350.0,
        Unit::EurosPerStructureYear => 1_900.0,
        Unit::Euros => 18_400.0,
        Unit::PointsOfTen => 4.2,
        _ => 20.0 + column as f64,
    }
}

fn bounded(value: f64, unit: Unit) -> f64 {
    if unit == Unit::Percent { value.clamp(0.0, 100.0) } else { value }
}
