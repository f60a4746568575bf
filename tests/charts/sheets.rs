//! What stands on a drawing, and where: every sheet fits its page, and nothing is cut or written over.

use mutualise::charts::{CHARTS, Size};
use mutualise::comparison::compare;
use mutualise::words::{Bilingual, Lang};

use super::made_up::whole::MadeUp;
use super::{draw, drawn};

/// Every text of a drawing, unescaped, in order.
pub fn texts(svg: &str) -> Vec<String> {
    let inner = |piece: &str| Some(piece.split_once('>')?.1.split_once("</text>")?.0.to_owned());
    let plain = |text: String| {
        text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
    };
    svg.split("<text").skip(1).filter_map(inner).map(plain).collect()
}

pub fn marks(svg: &str, class: &str) -> usize {
    svg.matches(&format!(r#"class="{class}""#)).count()
}

#[test]
fn a_sheet_fits_its_page() {
    for formats in [2, 4, 8, 16] {
        let results = MadeUp { formats, ..MadeUp::default() }.results();
        let comparison = compare(&results);
        for chart in CHARTS {
            let (wide, high) = millimetres(&drawn(chart.id, &results, &comparison, Lang::Fr, Size::Wide).svg);
            let upright = wide <= 170.0 && high <= 257.0;
            let on_its_side = wide <= 277.0 && high <= 190.0;
            assert!(upright || on_its_side, "{} is {wide} × {high} mm for {formats}", chart.id);
            if chart.fits(Size::Narrow, formats) {
                let (wide, high) =
                    millimetres(&drawn(chart.id, &results, &comparison, Lang::Fr, Size::Narrow).svg);
                assert!(wide <= 80.0 && high <= 257.0, "{} is {wide} × {high} mm for {formats}", chart.id);
            }
        }
    }
}

/// Every text that is written level, with where it stands: left, base, right.
pub fn level_texts(svg: &str) -> Vec<(String, f64, f64, f64)> {
    let attribute = |piece: &str, name: &str| -> Option<f64> {
        piece.split_once(&format!("{name}=\""))?.1.split_once('"')?.0.parse().ok()
    };
    let piece = |piece: &str| {
        let (head, rest) = piece.split_once('>')?;
        if head.contains("rotate") {
            return None;
        }
        let (x, y, size) = (attribute(head, " x")?, attribute(head, " y")?, attribute(head, "font-size")?);
        let text = rest.split_once("</text>")?.0.to_owned();
        // a line of DejaVu Sans is hardly ever narrower than this for each letter
        let letter = if head.contains("font-weight") { 0.58 } else { 0.5 };
        let wide = letter * size * text.chars().count() as f64;
        let left = if head.contains("\"end\"") {
            x - wide
        } else if head.contains("\"middle\"") {
            x - wide / 2.0
        } else {
            x
        };
        Some((text, left, y, left + wide))
    };
    svg.split("<text").skip(1).filter_map(piece).collect()
}

/// Every label stands on the sheet, none is cut, none is written over another.
pub fn nothing_overlaps(svg: &str, of: &str) {
    let texts = level_texts(svg);
    assert!(!texts.iter().any(|text| text.0.contains('…')), "{of}");
    let width = svg.split_once("viewBox=\"-20 -20 ").unwrap().1;
    let width: f64 = width.split_once(' ').unwrap().0.parse().unwrap();
    // paragraphs are wrapped by their true width; labels are placed
    let is_label = |text: &&(String, f64, f64, f64)| text.0.chars().count() < 60;
    let outside = texts.iter().filter(is_label).find(|text| text.1 < -20.0 || text.3 > width - 20.0);
    assert!(outside.is_none(), "{of}: {outside:?} leaves the sheet");
    for (place, one) in texts.iter().enumerate() {
        for other in &texts[place + 1..] {
            let apart = one.3 < other.1 || other.3 < one.1 || (one.2 - other.2).abs() > 18.0;
            assert!(apart, "{of}: “{}” over “{}”", one.0, other.0);
        }
    }
}

/// The width and height of a drawing in millimetres.
pub fn millimetres(svg: &str) -> (f64, f64) {
    let side = |name: &str| svg.split_once(name)?.1.split_once("mm")?.0.parse::<f64>().ok();
    (side("width=\"").expect("a width in mm"), side("height=\"").expect("a height in mm"))
}

#[test]
fn no_text_is_cut_and_none_is_written_over_another() {
    for formats in [4, 16] {
        let mut results = MadeUp { formats, ..MadeUp::default() }.results();
        let long = "Groupement d’employeurs associatif multisectoriel exonéré de taxe sur la valeur ajoutée";
        results.formats[2].label = Bilingual { fr: long.to_owned(), en: long.to_owned() };
        for lang in [Lang::Fr, Lang::En] {
            for chart in CHARTS {
                nothing_overlaps(&draw(chart.id, &results, lang).svg, &format!("{}, {formats}", chart.id));
            }
        }
    }
}
