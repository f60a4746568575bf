//! What charts measure: the spread of an indicator, in what its axis counts, how it is labelled.

use crate::comparison::Summary;
use crate::experiment::results::Results;
use crate::figures;
use crate::indicators::Unit;
use crate::indicators::registry::Indicator;
use crate::words::numbers::number;
use crate::words::{Lang, fill, say};

/// So long a unit stays on one line; a longer one may be broken.
const SHORT: usize = 18;

/// How an indicator spreads under a format; nothing where it is not defined.
pub fn summed(results: &Results, indicator: &Indicator, format: usize) -> Option<Summary> {
    let column = results.columns.iter().position(|column| column == indicator.id)?;
    let summary = Summary::of(&results.values[format][column]);
    (summary.count > 0).then_some(match indicator.unit {
        // a yes or no has no quantiles worth telling: the share of yes stands for them
        Unit::Replications => {
            Summary { median: summary.mean, p05: summary.mean, p95: summary.mean, ..summary }
        }
        _ => summary,
    })
}

/// A value with the part of its unit that cannot be left out where the indicator is named.
pub fn short_value(of: f64, unit: Unit, lang: Lang) -> String {
    let unit = if unit == Unit::PercentPerYear { Unit::Percent } else { unit };
    figures::short_value(of, unit, lang)
}

/// In what an axis counts: euros by thousands or millions where they are many.
#[derive(Clone, Copy, Debug)]
pub struct Measure {
    /// How many units one of it is.
    pub size: f64,
    /// How many decimals of it a reader can use.
    pub decimals: usize,
    key: Option<&'static str>,
    unit: Unit,
}

impl Measure {
    /// What suits values as large as `largest`.
    pub fn suiting(unit: Unit, largest: f64) -> Measure {
        match unit {
            Unit::Euros if largest.abs() >= 1e6 => {
                Measure { size: 1e6, decimals: 1, key: Some("unit.millions-of-euros"), unit }
            }
            Unit::Euros if largest.abs() >= 1e4 => {
                Measure { size: 1e3, decimals: 0, key: Some("unit.thousands-of-euros"), unit }
            }
            // Half a thing is only worth printing where there are few.
            Unit::Count if largest.abs() >= 10.0 => Measure { size: 1.0, decimals: 0, key: None, unit },
            _ => Measure { size: 1.0, decimals: unit.decimals(), key: None, unit },
        }
    }

    /// Its name.
    pub fn name(&self, lang: Lang) -> &'static str {
        self.key.map_or(self.unit.text().get(lang), |key| say(lang, key))
    }

    /// A value without its unit.
    pub fn write(&self, value: f64, lang: Lang) -> String {
        number(value / self.size, self.decimals, lang)
    }
}

/// A label with its unit behind it, unless it names it.
pub fn with_name(label: &str, unit: &str, lang: Lang) -> String {
    if unit.is_empty() || label.contains(unit) {
        return label.to_owned();
    }
    let held = if unit.chars().count() <= SHORT { unit.replace(' ', "\u{a0}") } else { unit.to_owned() };
    fill(say(lang, "chart.in-unit"), &[("label", label), ("unit", &held)])
}
