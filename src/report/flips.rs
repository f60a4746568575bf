//! When does the ranking of two formats flip? Rules in plain words over the draws of the parameters.

use crate::discovery::{Condition, Flip, Limit, Peeled, Rarer};
use crate::indicators::registry::Indicator;
use crate::sensitivity::csv::exact;
use crate::sweep::Manifest;
use crate::words::numbers::number;
use crate::words::{Lang, fill, say};

/// A smaller quasi-p is not told to the digit.
const SMALLEST_SHOWN: f64 = 0.001;

/// The head of the rows.
pub const HEAD: [&str; 10] =
    ["indicator", "format", "against", "case", "box", "conditions", "inside", "cases", "coverage", "density"];

/// What people read of the conditions under which a format does the rarer of better and worse than the reference.
pub fn told(flip: &Flip, manifest: &Manifest, lang: Lang) -> String {
    let case = match flip.rarer {
        Rarer::Better => "flips.better",
        Rarer::Worse => "flips.worse",
        Rarer::NoBetter => "flips.no-better",
    };
    let (count, draws) = (flip.count().to_string(), flip.rows.len().to_string());
    let names = [
        ("format", manifest.formats[flip.format].short.get(lang)),
        ("other", manifest.formats[0].short.get(lang)),
        ("case", say(lang, case)),
        ("count", &*count),
        ("draws", &*draws),
    ];
    match &flip.chosen {
        _ if flip.count() == 0 => fill(say(lang, none_of(flip.rarer)), &names),
        _ if flip.trajectory.is_empty() => fill(say(lang, "flips.rare"), &names),
        None => fill(say(lang, "flips.none"), &names),
        Some(chosen) => rule(chosen, &names, flip.count() as f64 / flip.rows.len() as f64, manifest, lang),
    }
}

/// The sentence on a case that no draw is.
fn none_of(case: Rarer) -> &'static str {
    match case {
        Rarer::Better | Rarer::Worse => "flips.never",
        Rarer::NoBetter => "flips.always",
    }
}

/// The trajectory, a row a box.
pub fn rows(flip: &Flip, indicator: &Indicator, manifest: &Manifest) -> Vec<Vec<String>> {
    let side = match flip.rarer {
        Rarer::Better => "better",
        Rarer::Worse => "worse",
        Rarer::NoBetter => "no-better",
    };
    let row = |(place, peeled): (usize, &Peeled)| {
        vec![
            indicator.id.to_owned(),
            manifest.formats[flip.format].id.clone(),
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
    flip.trajectory.iter().enumerate().map(row).collect()
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
    let shown = |value: f64| axis.written(value, lang);
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
