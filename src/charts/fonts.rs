//! In which letters charts are written: one typeface carried in the program, so that every machine draws the
//! same bytes.

use std::sync::{Arc, LazyLock};

use base64::Engine;
use resvg::usvg::{self, fontdb};

/// The family's name, as the font files and the SVG say it.
pub const FAMILY: &str = "DejaVu Sans";

const REGULAR: &[u8] = include_bytes!("fonts/DejaVuSans.ttf");
const BOLD: &[u8] = include_bytes!("fonts/DejaVuSans-Bold.ttf");

/// The files of our letters.
pub fn files() -> [&'static [u8]; 2] {
    [REGULAR, BOLD]
}

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

/// How often the room of a balanced text is halved: until a step is narrower than a letter.
const BALANCING: usize = 8;

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

/// The text in lines no wider than `room`, nothing of it left out: broken at plain spaces, and within a word only
/// where it is wider than the room by itself.
pub fn wrap(text: &str, room: f64, size: f64, weight: Weight) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in unbroken(text).into_iter().flat_map(|word| pieces(word, room, size, weight)) {
        let longer = lines.last().map(|line| format!("{line} {word}"));
        match longer.filter(|line| width(line, size, weight) <= room) {
            Some(line) => *lines.last_mut().expect("it has just been lengthened") = line,
            None => lines.push(word),
        }
    }
    lines
}

/// The text in as few lines as `wrap` makes of it, about as wide as each other: the last is no single word.
pub fn balanced(text: &str, room: f64, size: f64, weight: Weight) -> Vec<String> {
    let lines = wrap(text, room, size, weight);
    if lines.len() < 2 {
        return lines;
    }
    let measured = |word: String| (width(&word, size, weight), word);
    let words: Vec<(f64, String)> = unbroken(text).into_iter().map(measured).collect();
    let blank = width("n n", size, weight) - width("nn", size, weight);
    let (mut low, mut high) = (0.0, room);
    for _ in 0..BALANCING {
        let middle = (low + high) / 2.0;
        let fits = words.iter().all(|word| word.0 <= middle);
        if fits && filled(&words, blank, middle).len() <= lines.len() { high = middle } else { low = middle }
    }
    let even = filled(&words, blank, high);
    let fits = even.len() == lines.len() && even.iter().all(|line| width(line, size, weight) <= room);
    if fits { even } else { lines }
}

/// Words of known widths in lines of that room.
fn filled(words: &[(f64, String)], blank: f64, room: f64) -> Vec<String> {
    let (mut lines, mut end): (Vec<String>, f64) = (Vec::new(), 0.0);
    for (wide, word) in words {
        match lines.last_mut().filter(|_| end + blank + wide <= room) {
            Some(line) => {
                *line = format!("{line} {word}");
                end += blank + wide;
            }
            None => {
                lines.push(word.clone());
                end = *wide;
            }
        }
    }
    lines
}

/// The word, or what becomes of it in so narrow a room: broken behind a hyphen if that is enough, else anywhere.
fn pieces(word: String, room: f64, size: f64, weight: Weight) -> Vec<String> {
    let fits = |part: &str| width(part, size, weight) <= room;
    if fits(&word) {
        return vec![word];
    }
    let hyphened: Vec<String> = word.split_inclusive('-').map(str::to_owned).collect();
    if hyphened.len() > 1 && hyphened.iter().all(|part| fits(part)) {
        return hyphened;
    }
    let mut parts: Vec<String> = vec![String::new()];
    for letter in word.chars() {
        let last = parts.last_mut().expect("there is a first part");
        let longer = format!("{last}{letter}");
        if last.is_empty() || fits(&longer) {
            *last = longer;
        } else {
            parts.push(letter.to_string());
        }
    }
    parts
}

/// The parts of a text between which a line may end: a number stays with what it counts, a unit with its sign, an
/// abbreviation of two letters with what it belongs to.
fn unbroken(text: &str) -> Vec<String> {
    let holds = |word: &String| word.ends_with(|last: char| last.is_ascii_digit() || last == '€');
    let is_held = |word: &str| {
        let letters = word.trim_end_matches(|c: char| c.is_ascii_punctuation());
        letters.len() == 2 && letters.chars().all(|c| c.is_ascii_uppercase())
    };
    let mut parts: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        match parts.last_mut().filter(|part| holds(part) || is_held(word)) {
            Some(part) => *part = format!("{part} {word}"),
            None => parts.push(word.to_owned()),
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrapping_loses_nothing_and_keeps_to_its_room() {
        let text = "Entreprise de travail temporaire d’insertion, inter-structures et anticonstitutionnellement 5 ans";
        for room in [60.0, 120.0, 300.0] {
            let lines = wrap(text, room, 20.0, Weight::Bold);
            let bare = |text: &str| text.replace(' ', "");
            assert_eq!(bare(&lines.concat()), bare(text), "{lines:?}");
            assert!(
                lines.iter().all(|line| width(line, 20.0, Weight::Bold) <= room || line.chars().count() == 1)
            );
        }
    }

    #[test]
    fn balanced_lines_are_as_few_and_leave_no_word_alone() {
        let text = "Coût complet par mois : par rapport au format Statu quo, moins bien avec GE ; pas de différence avec SCIC d’intérim";
        for room in [380.0, 500.0, 700.0] {
            let [plain, even] = [wrap, balanced].map(|set| set(text, room, 20.0, Weight::Bold));
            assert_eq!((even.len(), even.join(" ")), (plain.len(), text.to_owned()));
            let widths = even.iter().map(|line| width(line, 20.0, Weight::Bold));
            let narrowest = widths.fold(room, f64::min);
            assert!(narrowest > 0.6 * room, "{even:?}");
            assert!(!even.iter().any(|line| line.starts_with("GE")), "{even:?}");
        }
        assert_eq!(balanced("Club RH", 500.0, 20.0, Weight::Bold), ["Club RH"]);
    }
}
