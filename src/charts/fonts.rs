//! In which letters charts are written: one typeface carried in the program, so that every machine draws the
//! same bytes.

use std::sync::{Arc, LazyLock};

use base64::Engine;
use resvg::usvg::{self, fontdb};

/// The family's name, as the font files and the SVG say it.
pub const FAMILY: &str = "DejaVu Sans";

const REGULAR: &[u8] = include_bytes!("fonts/DejaVuSans.ttf");
const BOLD: &[u8] = include_bytes!("fonts/DejaVuSans-Bold.ttf");

/// How heavy letters are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// For most text.
    Regular,
    /// For what is read first.
    Bold,
}

impl Weight {
    /// The weight as SVG says it.
    pub fn number(self) -> u16 {
        match self {
            Weight::Regular => 400,
            Weight::Bold => 700,
        }
    }
}

/// How an SVG is read: with our letters only, never those of the machine.
pub fn options() -> usvg::Options<'static> {
    static LETTERS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
        let mut letters = fontdb::Database::new();
        letters.load_font_data(REGULAR.to_vec());
        letters.load_font_data(BOLD.to_vec());
        letters.set_sans_serif_family(FAMILY);
        Arc::new(letters)
    });
    usvg::Options { font_family: FAMILY.to_owned(), fontdb: LETTERS.clone(), ..usvg::Options::default() }
}

/// The style sheet that carries the letters inside an SVG.
pub fn style_sheet() -> &'static str {
    static SHEET: LazyLock<String> =
        LazyLock::new(|| [(Weight::Regular, REGULAR), (Weight::Bold, BOLD)].map(face).concat());
    &SHEET
}

fn face((weight, font): (Weight, &[u8])) -> String {
    let letters = base64::engine::general_purpose::STANDARD.encode(font);
    format!(
        "@font-face{{font-family:\"{FAMILY}\";font-weight:{};src:url(data:font/ttf;base64,{letters})}}",
        weight.number()
    )
}

/// How wide a text is, in the unit of its size, kerning included.
pub fn width(text: &str, size: f64, weight: Weight) -> f64 {
    const EM: f64 = 1000.0;
    let sample = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text font-family="{FAMILY}" font-size="{EM}" font-weight="{}">{}</text></svg>"#,
        weight.number(),
        super::svg::escape(text)
    );
    let tree = usvg::Tree::from_str(&sample, &options());
    let wide = tree.map_or(0.0, |tree| f64::from(tree.root().bounding_box().width()));
    wide * size / EM
}

/// The text in lines no wider than `room`, broken at plain spaces; a longer word is cut with an ellipsis, and
/// so is the last of `most` lines.
pub fn wrap(text: &str, room: f64, size: f64, weight: Weight, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in unbroken(text) {
        let longer = lines.last().map(|line| format!("{line} {word}"));
        match longer.filter(|line| width(line, size, weight) <= room) {
            Some(line) => *lines.last_mut().expect("it has just been lengthened") = line,
            None => lines.push(word),
        }
    }
    if lines.len() > most {
        let rest = lines.split_off(most).join(" ");
        let last = lines.last_mut().expect("a text has at least one line");
        *last = format!("{last} {rest}");
    }
    lines.iter().map(|line| cut(line, room, size, weight)).collect()
}

/// The parts of a text between which a line may end: a number stays with what it counts, a unit with its sign.
fn unbroken(text: &str) -> Vec<String> {
    let holds = |word: &String| word.ends_with(|last: char| last.is_ascii_digit() || last == '€');
    let mut parts: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        match parts.last_mut().filter(|part| holds(part)) {
            Some(part) => *part = format!("{part} {word}"),
            None => parts.push(word.to_owned()),
        }
    }
    parts
}

/// The text, or as much of its beginning as fits with an ellipsis.
pub fn cut(text: &str, room: f64, size: f64, weight: Weight) -> String {
    if width(text, size, weight) <= room {
        return text.to_owned();
    }
    let mut kept: Vec<char> = text.chars().collect();
    loop {
        kept.pop();
        let shorter = format!("{}…", kept.iter().collect::<String>().trim_end());
        if kept.is_empty() || width(&shorter, size, weight) <= room {
            return shorter;
        }
    }
}
