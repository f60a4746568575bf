//! How values, differences and intervals are written with their units, in sentences, tables and charts alike.

use crate::comparison::Contrast;
use crate::indicators::Unit;
use crate::words::numbers::{number, signed, with_unit};
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
    let text = bare_difference(contrast, unit, lang);
    with_unit(&text, difference_unit(contrast.difference.abs(), unit, lang), lang)
}

/// A mean difference with its sign. A clear one never reads as zero.
pub fn bare_difference(contrast: &Contrast, unit: Unit, lang: Lang) -> String {
    let tells = |decimals| !contrast.verdict.is_clear() || !reads_as_zero(contrast.difference, decimals);
    signed(contrast.difference, decimals(unit, tells), lang)
}

/// A mean difference with its sign and the bounds of its interval, with as many decimals as tell the bounds apart.
pub fn with_bounds(contrast: &Contrast, unit: Unit, lang: Lang) -> [String; 3] {
    let Contrast { difference, low, high, verdict, .. } = *contrast;
    let alike = |decimals: usize| number(low, decimals, lang) == number(high, decimals, lang);
    let tells = |decimals: usize| {
        let is_read =
            !verdict.is_clear() || ![difference, low, high].iter().any(|v| reads_as_zero(*v, decimals));
        is_read && (!alike(decimals) || alike(unit.decimals() + EXTRA_DECIMALS))
    };
    let decimals = decimals(unit, tells);
    [difference, low, high].map(|value| signed(value, decimals, lang))
}

/// A mean difference with its sign and short unit, and its interval without.
pub fn difference_and_interval(contrast: &Contrast, unit: Unit, lang: Lang) -> (String, String) {
    let [difference, low, high] = with_bounds(contrast, unit, lang);
    let unit = difference_unit(contrast.difference.abs(), unit, lang);
    (with_unit(&difference, unit, lang), to(&low, &high, lang))
}

/// The unit in which differences are counted.
pub fn unit_of_differences(unit: Unit, lang: Lang) -> &'static str {
    match unit {
        Unit::Percent | Unit::PercentPerYear => say(lang, "unit.points"),
        other => other.text().get(lang),
    }
}

/// The same as it stands after its indicator was named.
pub fn short_unit_of_differences(unit: Unit, lang: Lang) -> &'static str {
    unit_of_differences(short(unit), lang)
}

fn to(low: &str, high: &str, lang: Lang) -> String {
    fill(say(lang, "list.to"), &[("low", low), ("high", high)])
}

/// How many decimals more than the unit's a small difference may take.
const EXTRA_DECIMALS: usize = 2;

/// The fewest decimals, from the unit's on, with which a difference tells what it must.
fn decimals(unit: Unit, tells: impl Fn(usize) -> bool) -> usize {
    let least = unit.decimals();
    let most = least + EXTRA_DECIMALS;
    (least..most).find(|decimals| tells(*decimals)).unwrap_or(most)
}

fn reads_as_zero(value: f64, decimals: usize) -> bool {
    !number(value, decimals, Lang::En).contains(|digit| ('1'..='9').contains(&digit))
}

/// The unit of a difference; French has its plural from two on.
fn difference_unit(size: f64, unit: Unit, lang: Lang) -> &'static str {
    match short(unit) {
        Unit::Percent | Unit::PercentPerYear if unit.reads_below_two(size) => say(lang, "unit.point"),
        Unit::Percent | Unit::PercentPerYear => say(lang, "unit.points"),
        other => other.text_of(size).get(lang),
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
        assert_eq!(value(4210.4, Unit::EurosPerFteMonth, Lang::Fr), "4\u{202f}210\u{202f}€ par ETP-mois");
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
        let told = ("+8,3\u{a0}points".to_owned(), "+7,9 à +8,7".to_owned());
        assert_eq!(difference_and_interval(&gain, Unit::Percent, Lang::Fr), told);
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
        assert_eq!(bare_difference(&small, Unit::Percent, Lang::En), "+0.03");
        assert_eq!(with_bounds(&small, Unit::Percent, Lang::En), ["+0.03", "+0.01", "+0.05"]);
        let unclear = contrast(0.03, -0.01, 0.05);
        assert_eq!(bare_difference(&unclear, Unit::Percent, Lang::En), "0.0");
        assert_eq!(with_bounds(&unclear, Unit::Percent, Lang::En), ["0.0", "0.0", "+0.1"]);
    }

    #[test]
    fn the_bounds_of_an_interval_are_told_apart_unless_they_are_the_same() {
        let narrow = contrast(-0.16, -0.163, -0.156);
        assert_eq!(
            with_bounds(&narrow, Unit::PointsOfTen, Lang::Fr),
            ["\u{2212}0,160", "\u{2212}0,163", "\u{2212}0,156"]
        );
        let read_alike = contrast(0.8, 0.76, 0.84);
        assert_eq!(with_bounds(&read_alike, Unit::Percent, Lang::En), ["+0.80", "+0.76", "+0.84"]);
        assert_eq!(
            with_bounds(&contrast(36.0, 36.0 - 1e-13, 36.0 + 1e-13), Unit::Count, Lang::En),
            ["+36.0", "+36.0", "+36.0"]
        );
    }
}
