//! How formats are named beside what is drawn of them: the short name, and the full one while there are few.

use super::fonts::Weight;
use super::palette::{INK, LABEL, MUTED, POINT, letters, wear};
use super::svg::{Drawing, Point, Type};
use crate::experiment::results::FormatName;
use crate::words::Lang;

/// With more formats than this, full names would take the room of what is drawn.
pub const MOST_EXPLAINED: usize = 7;
/// Room for a marker before a name.
const MARKER: f64 = 34.0;

/// The names of the formats, in lines no wider than their room: nothing of them is cut.
pub struct Names {
    short: Type,
    full: Type,
    lines: Vec<(Vec<String>, Vec<String>)>,
}

impl Names {
    /// The names in that room, marker included.
    pub fn new(formats: &[FormatName], room: f64, lang: Lang) -> Names {
        let few = formats.len() <= MOST_EXPLAINED;
        let short = letters(if few { 8.0 } else { 7.0 }, Weight::Bold, INK);
        let full = letters(6.5, Weight::Regular, MUTED);
        let lines = |format: &FormatName| {
            let (name, whole) = (format.short.get(lang), format.label.get(lang));
            let explained = few && whole != name;
            let whole = if explained { full.wrap(whole, room - MARKER) } else { Vec::new() };
            (short.wrap(name, room - MARKER), whole)
        };
        Names { short, full, lines: formats.iter().map(lines).collect() }
    }

    /// The names in that room: with the full ones if they stay within that height, else the short ones alone.
    pub fn fitting(formats: &[FormatName], room: f64, height: f64, lang: Lang) -> Names {
        let names = Names::new(formats, room, lang);
        if names.tallest() <= height {
            return names;
        }
        let lines = names.lines.into_iter().map(|(short, _)| (short, Vec::new())).collect();
        Names { lines, ..names }
    }

    /// How high a format's names stand.
    pub fn height(&self, format: usize) -> f64 {
        let (short, full) = &self.lines[format];
        short.len() as f64 * self.short_leading() + full.len() as f64 * self.full_leading()
    }

    /// How high the tallest names stand.
    pub fn tallest(&self) -> f64 {
        (0..self.lines.len()).map(|format| self.height(format)).fold(0.0, f64::max)
    }

    /// Draws a format's names beside its marker; the marker's middle stands at `at`.
    pub fn draw(&self, drawing: &mut Drawing, format: usize, at: Point) {
        let wear = wear(format);
        drawing.marker(wear.marker, (at.0 + 11.0, at.1), 10.0, wear.colour);
        self.write(drawing, format, (at.0 + MARKER, at.1 + 0.36 * self.short.size));
    }

    /// Draws a format's names about that height, for rows that are lower than the names are tall.
    pub fn draw_centred(&self, drawing: &mut Drawing, format: usize, at: Point) {
        let below = self.height(format) - self.short_leading();
        self.draw(drawing, format, (at.0, at.1 - below / 2.0));
    }

    fn write(&self, drawing: &mut Drawing, format: usize, (x, mut base): Point) {
        let (short, full) = &self.lines[format];
        for (place, line) in short.iter().enumerate() {
            base += if place > 0 { self.short_leading() } else { 0.0 };
            drawing.text(line, (x, base), self.short);
        }
        for line in full {
            base += self.full_leading();
            drawing.text(line, (x, base), self.full);
        }
    }

    fn short_leading(&self) -> f64 {
        1.06 * self.short.size
    }

    fn full_leading(&self) -> f64 {
        1.2 * self.full.size
    }
}

/// Names the marks of these formats in a row, in the order of their places; tells where the names end.
pub fn key(
    drawing: &mut Drawing,
    formats: &[FormatName],
    places: &[usize],
    (top, width): Point,
    lang: Lang,
) -> f64 {
    let letters = letters(7.5, Weight::Bold, INK);
    let (mut x, mut base) = (0.0, top + letters.size);
    for place in places {
        let (name, wear) = (formats[*place].short.get(lang), wear(*place));
        let wide = MARKER + letters.width(name) + 34.0;
        if x > 0.0 && x + wide - 34.0 > width {
            (x, base) = (0.0, base + 1.4 * letters.size);
        }
        drawing.marker(wear.marker, (x + 11.0, base - 0.36 * letters.size), 10.0, wear.colour);
        drawing.text(name, (x + MARKER, base), letters);
        x += wide;
    }
    base + 10.0
}

/// The letters in which panels are headed.
pub const HEAD: Type = LABEL_BOLD;
const LABEL_BOLD: Type = Type { weight: Weight::Bold, ..LABEL };
/// The size in points to which heads shrink where they are many.
pub const SMALL_HEAD: Type = Type { size: 7.0 * POINT, ..LABEL_BOLD };
