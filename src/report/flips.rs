//! When does the ranking of two formats flip? Rules in plain words over the draws of the parameters.

use std::path::Path;

use crate::discovery::{Column, Condition, Limit, Peeled, choose, peel};
use crate::error::Error;
use crate::experiment::store::{self, Values};
use crate::indicators::Better;
use crate::indicators::registry::Indicator;
use crate::sensitivity::Crossed;
use crate::sensitivity::csv::exact;
use crate::sweep::Manifest;
use crate::sweep::manifest::DESIGN;
use crate::words::numbers::{number, with_unit};
use crate::words::{Lang, fill, say};

/// Below so many draws of the rarer side there is nothing to learn from.
const FEWEST: usize = 8;

/// The draws of the parameters.
#[derive(Clone, Debug)]
pub struct Draws {
    columns: Vec<Column>,
}

/// A smaller quasi-p is not told to the digit.
const SMALLEST_SHOWN: f64 = 0.001;

/// The conditions found for one pair of formats.
pub struct Flip {
    /// What people read.
    pub text: String,
    /// The trajectory, a row a box.
    pub rows: Vec<Vec<String>>,
}

/// The head of the rows.
pub const HEAD: [&str; 10] =
    ["indicator", "format", "against", "case", "box", "conditions", "inside", "cases", "coverage", "density"];

impl Draws {
    /// Reads the draws of a sweep's folder.
    pub fn read(folder: &Path) -> Result<Draws, Error> {
        let column = |values: Values| match values {
            Values::Number(values) => Column::Numbers(values),
            Values::Whole(values) => Column::Numbers(values.into_iter().map(f64::from).collect()),
            Values::Text(values) => Column::Words(values),
        };
        // number and label of a point are no parameters
        let table = store::read(&folder.join(DESIGN))?;
        Ok(Draws { columns: table.into_iter().skip(2).map(|stored| column(stored.values)).collect() })
    }

    fn at(&self, rows: &[usize]) -> Vec<Column> {
        let picked = |column: &Column| match column {
            Column::Numbers(values) => Column::Numbers(rows.iter().map(|row| values[*row]).collect()),
            Column::Words(values) => Column::Words(rows.iter().map(|row| values[*row].clone()).collect()),
        };
        self.columns.iter().map(picked).collect()
    }

    /// The conditions under which a format does the rarer of better and worse than the reference.
    pub fn flip(
        &self,
        indicator: &Indicator,
        (format, runs): (usize, &Crossed),
        reference: &Crossed,
        manifest: &Manifest,
        lang: Lang,
    ) -> Flip {
        let means = runs.minus(reference).means();
        let known: Vec<usize> = (0..means.len()).filter(|draw| means[*draw].is_finite()).collect();
        let sign = if indicator.better == Better::Lower { -1.0 } else { 1.0 };
        let better: Vec<bool> = known.iter().map(|draw| sign * means[*draw] > 0.0).collect();
        let wins = better.iter().filter(|wins| **wins).count();
        let rare_is_better = 2 * wins < known.len();
        let rare = if rare_is_better { wins } else { known.len() - wins };
        let interest: Vec<bool> = better.iter().map(|wins| *wins == rare_is_better).collect();
        let ties = known.iter().filter(|draw| means[**draw] == 0.0).count();
        let (case, side) = match (rare_is_better, ties) {
            (true, _) => ("flips.better", "better"),
            (false, 0) => ("flips.worse", "worse"),
            // a pool that never opens leaves everything as it was
            (false, _) => ("flips.no-better", "no-better"),
        };
        let case = say(lang, case);
        let (count, draws) = (rare.to_string(), known.len().to_string());
        let names = [
            ("format", manifest.formats[format].short.get(lang)),
            ("other", manifest.formats[0].short.get(lang)),
            ("case", case),
            ("count", &*count),
            ("draws", &*draws),
        ];
        if rare < FEWEST {
            return Flip { text: fill(say(lang, "flips.rare"), &names), rows: Vec::new() };
        }
        let columns = self.at(&known);
        let trajectory = peel(&columns, &interest);
        let row = |(place, peeled): (usize, &Peeled)| {
            vec![
                indicator.id.to_owned(),
                manifest.formats[format].id.clone(),
                manifest.formats[0].id.clone(),
                side.to_owned(),
                place.to_string(),
                peeled.conditions.iter().map(|c| plain(c, manifest)).collect::<Vec<_>>().join(" & "),
                peeled.inside.to_string(),
                peeled.cases.to_string(),
                exact(peeled.coverage),
                exact(peeled.density),
            ]
        };
        let rows = trajectory.iter().enumerate().map(row).collect();
        let chosen = choose(&columns, &interest, &trajectory).filter(|chosen| !chosen.conditions.is_empty());
        let text = match chosen {
            None => fill(say(lang, "flips.none"), &names),
            Some(chosen) => rule(&chosen, &names, rare as f64 / known.len() as f64, manifest, lang),
        };
        Flip { text, rows }
    }
}

/// For programs: `finance.margin >= 0.03 (p 0.001)`.
fn plain(condition: &Condition, manifest: &Manifest) -> String {
    let path = &manifest.design.vary[condition.column].path;
    let limit = match &condition.limit {
        Limit::AtLeast(value) => format!(">= {value}"),
        Limit::AtMost(value) => format!("<= {value}"),
        Limit::Not(word) => format!("!= {word}"),
    };
    format!("{path} {limit} (p {:.3})", condition.quasi_p)
}

fn rule(chosen: &Peeled, names: &[(&str, &str)], base: f64, manifest: &Manifest, lang: Lang) -> String {
    let conditions: Vec<String> =
        chosen.conditions.iter().map(|condition| in_words(condition, manifest, lang)).collect();
    let conditions = conditions.join(say(lang, "flips.and"));
    let percent = |share: f64| number(100.0 * share, 0, lang);
    let (density, coverage, base) = (percent(chosen.density), percent(chosen.coverage), percent(base));
    let mut values = names.to_vec();
    values.extend([
        ("conditions", &*conditions),
        ("density", &*density),
        ("coverage", &*coverage),
        ("base", &*base),
    ]);
    fill(say(lang, "flips.rule"), &values)
}

fn in_words(condition: &Condition, manifest: &Manifest, lang: Lang) -> String {
    let axis = &manifest.design.vary[condition.column];
    let shown = |value: f64| match axis.unit.en.as_str() {
        "share" => with_unit(&number(100.0 * value, 1, lang), "%", lang),
        _ => {
            let decimals = if value.abs() >= 100.0 { 0 } else { 3 };
            format!("{} {}", number(value, decimals, lang), axis.unit.get(lang)).trim_end().to_owned()
        }
    };
    let quasi_p = match condition.quasi_p {
        small if small < SMALLEST_SHOWN => format!("< {}", number(SMALLEST_SHOWN, 3, lang)),
        other => format!("= {}", number(other, 3, lang)),
    };
    let (key, value) = match &condition.limit {
        Limit::AtLeast(value) => ("flips.at-least", shown(*value)),
        Limit::AtMost(value) => ("flips.at-most", shown(*value)),
        Limit::Not(word) => ("flips.not", word.clone()),
    };
    let values = [("label", axis.label.get(lang)), ("value", &*value), ("chance", &*quasi_p)];
    fill(say(lang, key), &values)
}
