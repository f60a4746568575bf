//! How a number is written: decimal comma and narrow spaces in French, point and commas in English, a true minus.

use super::Lang;

/// Narrow no-break space, which groups thousands in French.
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
}
