//! How values and differences are written in charts, with the unit of their indicator.

use crate::comparison::{Contrast, Summary};
use crate::experiment::results::Results;
use crate::indicators::Unit;
use crate::indicators::registry::Indicator;
use crate::words::numbers::{number, signed, with_unit};
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

/// A share between 0 and 1 as a percentage.
pub fn percent(share: f64, lang: Lang) -> String {
    with_unit(&number(100.0 * share, 0, lang), "%", lang)
}

/// A value with its unit.
pub fn value(value: f64, unit: Unit, lang: Lang) -> String {
    with_unit(&number(value, unit.decimals(), lang), unit.text_of(value).get(lang), lang)
}

/// A value with the part of its unit that cannot be left out where the indicator is named.
pub fn short_value(of: f64, unit: Unit, lang: Lang) -> String {
    value(of, short(unit), lang)
}

/// A mean difference with its sign and unit.
pub fn difference(contrast: &Contrast, unit: Unit, lang: Lang) -> String {
    let name = match unit {
        Unit::Percent | Unit::PercentPerYear if unit.reads_below_two(contrast.difference) => {
            say(lang, "unit.point")
        }
        Unit::Percent | Unit::PercentPerYear => say(lang, "unit.points"),
        unit => short(unit).text_of(contrast.difference).get(lang),
    };
    with_unit(&bare_difference(contrast, unit, lang), name, lang)
}

/// A mean difference with its sign. A clear one never reads as zero.
pub fn bare_difference(contrast: &Contrast, unit: Unit, lang: Lang) -> String {
    signed(contrast.difference, decimals(contrast, unit), lang)
}

/// The unit of a difference: that of percentages is in points.
pub fn difference_unit(unit: Unit, lang: Lang) -> &'static str {
    match unit {
        Unit::Percent | Unit::PercentPerYear => say(lang, "unit.points"),
        other => short(other).text().get(lang),
    }
}

fn short(unit: Unit) -> Unit {
    match unit {
        Unit::EurosPerFteMonth | Unit::EurosPerStructureYear => Unit::Euros,
        Unit::PercentPerYear => Unit::Percent,
        other => other,
    }
}

fn decimals(contrast: &Contrast, unit: Unit) -> usize {
    /// How many decimals more than the unit's a small difference may take.
    const EXTRA: usize = 2;
    let least = unit.decimals();
    if !contrast.verdict.is_clear() {
        return least;
    }
    let reads_as_zero = |decimals: &usize| {
        !number(contrast.difference, *decimals, Lang::En).contains(|digit| ('1'..='9').contains(&digit))
    };
    (least..least + EXTRA).find(|decimals| !reads_as_zero(decimals)).unwrap_or(least + EXTRA)
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
