//! How values, differences and intervals are written with their units.

use crate::comparison::Contrast;
use crate::indicators::Unit;
use crate::words::numbers::number;
use crate::words::{Lang, fill, say};

/// A value with its unit.
pub fn value(value: f64, unit: Unit, lang: Lang) -> String {
    with_unit(&number(value, unit.decimals(), lang), unit.text_of(value).get(lang), lang)
}

/// A value with its unit, euros without saying of what.
pub fn short_value(value: f64, unit: Unit, lang: Lang) -> String {
    self::value(value, short(unit), lang)
}

/// Two values with their short unit once.
pub fn range(low: f64, high: f64, unit: Unit, lang: Lang) -> String {
    let text = |value: f64| number(value, unit.decimals(), lang);
    let largest = low.abs().max(high.abs());
    from_to(&text(low), &text(high), short(unit).text_of(largest).get(lang), lang)
}

/// The bounds of a difference, signed, with their short unit once.
pub fn bounds(low: f64, high: f64, unit: Unit, lang: Lang) -> String {
    let text = |value: f64| signed(value, unit.decimals(), lang);
    from_to(&text(low), &text(high), difference_unit(low.abs().max(high.abs()), unit, lang), lang)
}

/// A unit that stands before its number must be said of both ends.
fn from_to(low: &str, high: &str, unit: &str, lang: Lang) -> String {
    if lang == Lang::En && unit.starts_with('€') {
        to(&with_unit(low, unit, lang), &with_unit(high, unit, lang), lang)
    } else {
        with_unit(&to(low, high, lang), unit, lang)
    }
}

/// The unit as it stands after its indicator was named, which has said of what and how often.
fn short(unit: Unit) -> Unit {
    match unit {
        Unit::EurosPerFteMonth | Unit::EurosPerStructureYear => Unit::Euros,
        other => other,
    }
}

/// A share between 0 and 1 as a percentage, which reads as 0 % or 100 % only if it is.
pub fn share(share: f64, lang: Lang) -> String {
    with_unit(&percent(share, lang), "%", lang)
}

/// Two shares as percentages.
pub fn shares(low: f64, high: f64, lang: Lang) -> String {
    with_unit(&to(&percent(low, lang), &percent(high, lang), lang), "%", lang)
}

fn percent(share: f64, lang: Lang) -> String {
    let hundred = 100.0 * share;
    let rounded = hundred.round();
    let decimals = usize::from((rounded == 0.0 || rounded == 100.0) && hundred != rounded);
    number(hundred, decimals, lang)
}

/// A mean difference with its sign and short unit; a difference of percentages is in points.
pub fn difference(contrast: &Contrast, unit: Unit, lang: Lang) -> String {
    let text = signed(contrast.difference, decimals(contrast, unit), lang);
    with_unit(&text, difference_unit(contrast.difference.abs(), unit, lang), lang)
}

/// The interval of a mean difference, signed, without its unit.
pub fn interval(contrast: &Contrast, unit: Unit, lang: Lang) -> String {
    let decimals = decimals(contrast, unit);
    to(&signed(contrast.low, decimals, lang), &signed(contrast.high, decimals, lang), lang)
}

/// A figure of a difference, signed, with as many decimals as the difference takes.
pub fn bare(value: f64, contrast: &Contrast, unit: Unit, lang: Lang) -> String {
    signed(value, decimals(contrast, unit), lang)
}

/// The unit in which differences are counted.
pub fn unit_of_differences(unit: Unit, lang: Lang) -> &'static str {
    match unit {
        Unit::Percent | Unit::PercentPerYear => say(lang, "unit.points"),
        other => other.text().get(lang),
    }
}

fn to(low: &str, high: &str, lang: Lang) -> String {
    fill(say(lang, "list.to"), &[("low", low), ("high", high)])
}

/// How many decimals more than the unit's a small difference may take.
const EXTRA_DECIMALS: usize = 2;

/// Enough decimals for a clear difference not to read as zero.
fn decimals(contrast: &Contrast, unit: Unit) -> usize {
    let least = unit.decimals();
    let nearest_zero = contrast.low.abs().min(contrast.high.abs()).min(contrast.difference.abs());
    let vanishes =
        |decimals: &usize| !number(nearest_zero, *decimals, Lang::En).contains(|c| ('1'..='9').contains(&c));
    if !contrast.verdict.is_clear() {
        return least;
    }
    (least..=least + EXTRA_DECIMALS).find(|decimals| !vanishes(decimals)).unwrap_or(least + EXTRA_DECIMALS)
}

fn signed(value: f64, decimals: usize, lang: Lang) -> String {
    let text = number(value, decimals, lang);
    if value > 0.0 && text.contains(|c| ('1'..='9').contains(&c)) { format!("+{text}") } else { text }
}

/// The unit of a difference; French has its plural from two on.
fn difference_unit(size: f64, unit: Unit, lang: Lang) -> &'static str {
    match short(unit) {
        Unit::Percent | Unit::PercentPerYear if unit.reads_below_two(size) => say(lang, "unit.point"),
        Unit::Percent | Unit::PercentPerYear => say(lang, "unit.points"),
        other => other.text_of(size).get(lang),
    }
}

/// The figure with its unit where the language puts it: "€5" and "5%" in English, "5 €" and "5 %" in French.
/// Spaces inside a figure and before its unit do not break.
fn with_unit(figure: &str, unit: &str, lang: Lang) -> String {
    match (lang, unit.chars().next()) {
        (_, None) => figure.to_owned(),
        (Lang::En, Some('%')) => format!("{figure}{unit}"),
        (Lang::En, Some('€')) => {
            let sign = figure.chars().next().filter(|first| ['+', '\u{2212}'].contains(first));
            let digits = figure.strip_prefix(['+', '\u{2212}']).unwrap_or(figure);
            let sign = sign.map(String::from).unwrap_or_default();
            format!("{sign}€{digits}{}", unit.trim_start_matches('€'))
        }
        (Lang::Fr, Some('%')) => format!("{figure}\u{202f}{unit}"),
        _ => format!("{figure}\u{a0}{unit}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::comparison::Verdict;

    fn contrast(difference: f64, low: f64, high: f64) -> Contrast {
        let verdict = if low > 0.0 || high < 0.0 { Verdict::Better } else { Verdict::Unclear };
        Contrast {
            difference,
            low,
            high,
            p_better: 0.5,
            p_better_low: 0.4,
            p_better_high: 0.6,
            pairs: 9,
            verdict,
        }
    }

    #[test]
    fn units_stand_where_the_language_puts_them() {
        assert_eq!(value(4210.4, Unit::EurosPerFteMonth, Lang::En), "€4,210 per FTE-month");
        assert_eq!(value(4210.4, Unit::EurosPerFteMonth, Lang::Fr), "4\u{202f}210\u{a0}€ par ETP-mois");
        assert_eq!(value(71.25, Unit::PercentPerYear, Lang::En), "71.2% a year");
        assert_eq!(range(66.0, 76.4, Unit::Percent, Lang::Fr), "66,0 à 76,4\u{202f}%");
        assert_eq!(bounds(-53.0, 45.0, Unit::EurosPerFteMonth, Lang::En), "−€53 to +€45");
        let loss = contrast(-12.0, -14.0, -10.0);
        assert_eq!(difference(&loss, Unit::Euros, Lang::En), "−€12");
    }

    #[test]
    fn a_difference_of_percentages_is_in_points_with_its_sign() {
        let gain = contrast(8.31, 7.9, 8.7);
        assert_eq!(difference(&gain, Unit::Percent, Lang::Fr), "+8,3\u{a0}points");
        assert_eq!(interval(&gain, Unit::Percent, Lang::Fr), "+7,9 à +8,7");
    }

    #[test]
    fn french_has_its_plural_from_two_on() {
        assert_eq!(bounds(-0.5, 1.9, Unit::Percent, Lang::Fr), "−0,5 à +1,9\u{a0}point");
        assert_eq!(bounds(-0.5, 2.0, Unit::Percent, Lang::Fr), "−0,5 à +2,0\u{a0}points");
        assert_eq!(bounds(0.0, 1.96, Unit::Percent, Lang::Fr), "0,0 à +2,0\u{a0}points");
        let days = |value| difference(&contrast(value, value - 0.1, value + 0.1), Unit::Days, Lang::Fr);
        assert_eq!((days(1.4), days(1.6)), ("+1\u{a0}jour".to_owned(), "+2\u{a0}jours".to_owned()));
        assert_eq!(value(1.0, Unit::Days, Lang::En), "1\u{a0}day");
        assert_eq!(value(-0.3, Unit::PointsOfTen, Lang::Fr), "−0,30\u{a0}point sur 10");
        assert_eq!(range(-0.3, 2.1, Unit::PointsOfTen, Lang::Fr), "−0,30 à 2,10\u{a0}points sur 10");
    }

    #[test]
    fn a_share_reads_as_certain_only_if_it_is() {
        assert_eq!(share(0.999, Lang::En), "99.9%");
        assert_eq!(share(1.0, Lang::En), "100%");
    }

    #[test]
    fn a_clear_difference_never_reads_as_zero() {
        let small = contrast(0.03, 0.01, 0.05);
        assert_eq!(interval(&small, Unit::Percent, Lang::En), "+0.01 to +0.05");
        assert_eq!(interval(&contrast(0.03, -0.01, 0.05), Unit::Percent, Lang::En), "0.0 to +0.1");
    }
}
