//! How a number is written: decimal comma and narrow spaces in French, point and commas in English, a true minus.

use super::Lang;

/// Narrow no-break space, which groups thousands and stands before units in French.
const NARROW: char = '\u{202f}';

/// The value with that many decimals.
pub fn number(value: f64, decimals: usize, lang: Lang) -> String {
    let plain = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let (point, group) = match lang {
        Lang::Fr => (',', NARROW),
        Lang::En => ('.', ','),
    };
    let mut text = String::new();
    // What rounds to zero has no sign.
    if value < 0.0 && plain.bytes().any(|byte| (b'1'..=b'9').contains(&byte)) {
        text.push('\u{2212}');
    }
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            text.push(group);
        }
        text.push(digit);
    }
    if !fraction.is_empty() {
        text.push(point);
        text.push_str(fraction);
    }
    text
}

/// The value with its sign, a true minus or a plus; what rounds to zero has none.
pub fn signed(value: f64, decimals: usize, lang: Lang) -> String {
    let text = number(value, decimals, lang);
    let rounds_to_zero = !text.bytes().any(|byte| (b'1'..=b'9').contains(&byte));
    if value > 0.0 && !rounds_to_zero { format!("+{text}") } else { text }
}

/// The figure with its unit where the language puts it: "€5" and "5%" in English, "5 €" and "5 %" in French.
/// Spaces inside a figure and before its unit do not break.
pub fn with_unit(figure: &str, unit: &str, lang: Lang) -> String {
    match (lang, unit.chars().next()) {
        (_, None) => figure.to_owned(),
        (Lang::En, Some('%')) => format!("{figure}{unit}"),
        (Lang::En, Some('€')) => {
            let digits = figure.trim_start_matches(['+', '\u{2212}']);
            let sign = &figure[..figure.len() - digits.len()];
            format!("{sign}€{digits}{}", unit.trim_start_matches('€'))
        }
        // a sign stands closer than a word
        (Lang::Fr, Some('%' | '€')) => format!("{figure}{NARROW}{unit}"),
        _ => format!("{figure}\u{a0}{unit}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_groups_and_points_in_its_own_way() {
        assert_eq!(number(-1_234_567.891, 2, Lang::Fr), "−1\u{202f}234\u{202f}567,89");
        assert_eq!(number(-1_234_567.891, 2, Lang::En), "−1,234,567.89");
        assert_eq!(number(999.0, 0, Lang::Fr), "999");
    }

    #[test]
    fn what_rounds_to_zero_has_no_sign() {
        assert_eq!(number(-0.04, 1, Lang::En), "0.0");
    }

    #[test]
    fn units_stand_where_the_language_puts_them() {
        assert_eq!(with_unit("4\u{202f}210", "€", Lang::Fr), "4\u{202f}210\u{202f}€");
        assert_eq!(with_unit("\u{2212}12", "€ per FTE-month", Lang::En), "\u{2212}€12 per FTE-month");
        assert_eq!(with_unit("71,2", "% par an", Lang::Fr), "71,2\u{202f}% par an");
        assert_eq!(with_unit("71.2", "%", Lang::En), "71.2%");
        assert_eq!(with_unit("2,4", "points", Lang::Fr), "2,4\u{a0}points");
        assert_eq!(with_unit("3", "", Lang::En), "3");
    }

    #[test]
    fn a_difference_carries_its_sign() {
        assert_eq!(signed(2.25, 1, Lang::Fr), "+2,2");
        assert_eq!(signed(-2.25, 1, Lang::En), "\u{2212}2.2");
        assert_eq!(signed(0.04, 1, Lang::En), "0.0");
    }
}
