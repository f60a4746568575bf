//! Results of a known order, made up without a simulation.
#![allow(dead_code, reason = "each test file uses its part")]

pub mod draws;
pub mod whole;

use mutualise::experiment::results::{FormatName, Monthly, Provenance, Results};
use mutualise::words::Bilingual;

use draws::normal;

/// The names of the first `count` formats.
pub fn formats(count: usize) -> Vec<FormatName> {
    let names = [
        ("status-quo", "Statu quo", "Status quo", "Statu quo", "Status quo"),
        ("club-rh", "Club RH seul", "Club RH alone", "Club RH", "Club RH"),
        ("ge", "Groupement d’employeurs (association)", "Employers’ group (association)", "GE", "GE"),
        ("scic-interim", "SCIC d’intérim", "SCIC temporary agency", "SCIC d’intérim", "SCIC agency"),
        ("ge-tva", "GE exonéré de TVA", "GE exempt from VAT", "GE exonéré", "GE exempt"),
        ("geiq", "GEIQ", "GEIQ", "GEIQ", "GEIQ"),
        ("etti", "ETTI", "ETTI", "ETTI", "ETTI"),
        (
            "pret",
            "Prêt de personnel non lucratif",
            "Non-profit loan of staff",
            "Prêt entre structures",
            "Loan of staff",
        ),
    ];
    let named = |(id, fr, en, short_fr, short_en): &(&str, &str, &str, &str, &str)| FormatName {
        id: (*id).to_owned(),
        label: Bilingual { fr: (*fr).to_owned(), en: (*en).to_owned() },
        short: Bilingual { fr: (*short_fr).to_owned(), en: (*short_en).to_owned() },
    };
    names[..count].iter().map(named).collect()
}

/// A column: its name, the spread shared by all formats, and each format's level with its own spread.
pub struct MadeUp {
    pub column: &'static str,
    pub shared: f64,
    pub own: f64,
    pub levels: Vec<f64>,
}

/// A column of that name.
pub fn column(column: &'static str, shared: f64, own: f64, levels: &[f64]) -> MadeUp {
    MadeUp { column, shared, own, levels: levels.to_vec() }
}

/// Results over `replications` in which formats share part of their chance.
pub fn results(replications: usize, columns: &[MadeUp]) -> Results {
    let count = columns.first().map_or(0, |column| column.levels.len());
    let value = |f: usize, c: usize, k: usize| {
        let made_up = &columns[c];
        let place = (c * 1_000_003 + k) as u64;
        made_up.levels[f] + made_up.shared * normal(1, place) + made_up.own * normal(2 + f as u64, place)
    };
    let values = (0..count)
        .map(|f| (0..columns.len()).map(|c| (0..replications).map(|k| value(f, c, k)).collect()).collect())
        .collect();
    Results {
        formats: formats(count),
        columns: columns.iter().map(|made_up| made_up.column.to_owned()).collect(),
        replications: (0..replications as u32).collect(),
        values,
        monthly: Monthly::default(),
        provenance: Provenance::default(),
    }
}

/// Every headline, as a groupement that keeps people at a price would show it; the first formats of
/// status quo, club, GE, agency.
pub fn plausible(replications: usize, formats: usize) -> Results {
    let nan = f64::NAN;
    let levels: [(&str, f64, f64, [f64; 4]); 21] = [
        ("retention-24", 3.0, 1.0, [62.9, 63.0, 71.2, 60.4]),
        ("turnover", 1.0, 0.4, [15.2, 15.2, 12.1, 16.0]),
        ("cost-per-fte", 200.0, 60.0, [4380.0, 4385.0, 4590.0, 5120.0]),
        ("public-money-per-stable-job", 400.0, 300.0, [nan, 2100.0, 6200.0, 9800.0]),
        ("net-benefit", 3000.0, 800.0, [0.0, 120.0, 8400.0, 2100.0]),
        ("open-ended-share", 2.0, 0.7, [74.0, 74.0, 81.5, 70.2]),
        ("involuntary-loss-12", 1.0, 0.5, [9.1, 9.1, 6.0, 9.2]),
        ("structure-survival", 2.0, 0.8, [88.0, 88.1, 89.9, 88.6]),
        ("pool-survival", 3.0, 0.8, [nan, nan, 84.9, 71.6]),
        ("coverage", 3.0, 1.0, [58.0, 58.0, 76.0, 69.0]),
        ("stress-change", 0.2, 0.06, [0.31, 0.20, -0.24, 0.12]),
        ("team-practice-people", 4.0, 3.0, [22.0, 30.0, 41.0, 35.0]),
        ("members", 4.0, 2.0, [0.0, 24.0, 31.0, 18.0]),
        ("pooled-fte-created", 2.0, 1.0, [nan, nan, 14.0, 6.0]),
        ("cost-per-fte.vat-liable", 200.0, 60.0, [4400.0, 4400.0, 4280.0, 4900.0]),
        ("cost-per-fte.vat-exempt", 200.0, 60.0, [4350.0, 4350.0, 4920.0, 5500.0]),
        ("cost-per-fte.small", 200.0, 60.0, [4500.0, 4500.0, 4390.0, 5000.0]),
        ("cost-per-fte.larger", 200.0, 60.0, [4300.0, 4300.0, 4610.0, 5100.0]),
        ("coverage.small", 3.0, 1.0, [48.0, 48.0, 71.0, 66.0]),
        ("coverage.larger", 3.0, 1.0, [69.0, 69.0, 82.0, 74.0]),
        ("coverage.vat-exempt", 3.0, 1.0, [55.0, 55.0, 72.0, 65.0]),
    ];
    let columns: Vec<MadeUp> = levels
        .iter()
        .map(|(id, shared, own, levels)| {
            let levels: Vec<f64> = (0..formats).map(|f| levels[f % 4] + (f / 4) as f64 * own).collect();
            column(id, *shared, *own, &levels)
        })
        .collect();
    results(replications, &columns)
}
