//! French texts are set as French printers set them, whatever chart they stand in.

use mutualise::charts::{CHARTS, Picture, SIZES, Scene};
use mutualise::comparison::compare;
use mutualise::words::Lang;

use super::made_up::whole::MadeUp;
use super::sheets::texts;

/// What is wrong with a French text, if anything is.
pub fn fault(text: &str) -> Option<&'static str> {
    let letters: Vec<char> = text.chars().collect();
    let wrong = |window: &[char]| -> Option<&'static str> {
        match *window {
            [_, '\'', _] => Some("a typewriter apostrophe"),
            [_, '"', _] => Some("a typewriter quotation mark"),
            [_, ' ', '%' | ';' | '!' | '?' | '€'] => Some("a space that breaks before a sign"),
            [_, ' ', ':'] | [_, ' ', '»'] | ['«', ' ', _] => {
                Some("a space that breaks at a colon or quotation mark")
            }
            [a, ' ', b] if a.is_ascii_digit() && b.is_ascii_digit() => {
                Some("a space that breaks in a number")
            }
            [a, '%' | '€', _] if a.is_ascii_digit() => Some("no space before a unit"),
            [a, '.', b] if a.is_ascii_digit() && b.is_ascii_digit() => Some("a decimal point"),
            [a, '-', b] if a == ' ' && b.is_ascii_digit() => Some("a hyphen for a minus"),
            _ => None,
        }
    };
    letters.windows(3).find_map(wrong)
}

/// Every text of a picture is well set; versions and names of runs apart.
pub fn is_well_set(picture: &Picture, of: &str) {
    let told = texts(&picture.svg).into_iter().chain([picture.title.clone(), picture.alt.clone()]);
    for text in told.filter(|text| !text.contains("mutualise ") && !text.contains("graine")) {
        assert!(fault(&text).is_none(), "{of}: {} in “{text}”", fault(&text).unwrap());
    }
}

#[test]
fn french_charts_are_set_as_printers_set_them() {
    for formats in [4, 16] {
        let results = MadeUp { formats, ..MadeUp::default() }.results();
        let comparison = compare(&results);
        for chart in CHARTS {
            for size in SIZES.into_iter().filter(|size| chart.fits(*size, formats)) {
                let scene = Scene { results: &results, comparison: &comparison, lang: Lang::Fr, size };
                is_well_set(&(chart.draw)(&scene), chart.id);
            }
        }
    }
}

#[test]
fn a_fault_of_setting_is_found() {
    for text in ["l'écart", "5 %", "12 000", "oui : non", "3.5 points", "« a»", "de -3 points", "4% de"] {
        assert!(fault(text).is_some(), "{text}");
    }
    assert_eq!(fault("de −3,5\u{202f}% à 12\u{202f}000\u{202f}€\u{a0}: «\u{a0}l’écart\u{a0}»"), None);
}
