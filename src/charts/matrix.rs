//! A table of differences whose cells are tinted by what they bear: for more formats than lanes could hold.

use super::Scene;
use super::fonts::Weight;
use super::palette::{INK, MUTED, POINT, RULE, letters, wear};
use super::sheet::{self, Sheet};
use super::svg::{Anchor, Drawing, Point, Type};
use crate::comparison::{Contrast, Verdict};
use crate::figures;
use crate::words::Lang;

/// Blue for the better, ochre for the worse, from small to large; signs tell them apart in grey.
const BETTER: [&str; 3] = ["#e3eef9", "#bcd9f2", "#86bae6"];
const WORSE: [&str; 3] = ["#fdf0d8", "#f9d99f", "#f0b95a"];
/// Clear, of something neither good nor bad.
const OTHER: [&str; 3] = ["#eeeeee", "#dddddd", "#cccccc"];
/// From these sizes on, in standard deviations of the reference, a tint is stronger.
const STRONG: [f64; 2] = [0.5, 1.5];
const TALLEST_ROW: f64 = 56.0;
/// Before a label.
const INDENT: f64 = 14.0;
/// The highest a column's head may stand when it reads upwards.
const TURNED: f64 = 330.0;
/// Narrower columns have their heads turned.
const LEVEL: f64 = 250.0;

/// A format's column, by its place.
pub struct Head(pub usize);

/// A cell.
#[derive(Clone, Debug)]
pub struct Tinted {
    text: String,
    sign: &'static str,
    tint: Option<&'static str>,
}

impl Tinted {
    /// What a contrast bears; `size` in standard deviations, NaN where there is nothing to divide by.
    pub fn of(contrast: &Contrast, text: String, size: f64) -> Tinted {
        let strength = match size.abs() {
            size if size.is_nan() || size >= STRONG[1] => 2,
            size if size >= STRONG[0] => 1,
            _ => 0,
        };
        let (sign, tint) = match contrast.verdict {
            Verdict::Better => ("▲", Some(BETTER[strength])),
            Verdict::Worse => ("▼", Some(WORSE[strength])),
            Verdict::More | Verdict::Less => ("", Some(OTHER[strength])),
            _ => ("", None),
        };
        let text = if contrast.difference.is_finite() { text } else { "–".to_owned() };
        Tinted { text, sign, tint }
    }

    /// What there is nothing to say of.
    pub fn nothing() -> Tinted {
        Tinted { text: "–".to_owned(), sign: "", tint: None }
    }

    fn written(&self) -> String {
        if self.sign.is_empty() { self.text.clone() } else { format!("{}\u{a0}{}", self.sign, self.text) }
    }
}

/// A line of the table.
pub enum Line {
    /// What the lines below are about.
    Heading(String),
    /// One indicator or type of employer.
    Cells {
        /// What it is called.
        label: String,
        /// In what its figures are.
        unit: String,
        /// One for each column.
        cells: Vec<Tinted>,
    },
}

/// A table.
pub struct Matrix {
    /// Its columns.
    pub heads: Vec<Head>,
    /// Its lines.
    pub lines: Vec<Line>,
    /// Room for the labels.
    pub left: f64,
    /// Where it must end.
    pub bottom: f64,
}

impl Matrix {
    /// Draws the table below `sheet.top`, and tells where it ends.
    pub fn draw(&self, sheet: &mut Sheet, scene: &Scene) -> f64 {
        let column = (sheet.width - self.left) / self.heads.len().max(1) as f64;
        let top = self.heads(&mut sheet.drawing, scene, sheet.top, column);
        let row = ((self.bottom - top - 20.0) / self.lines.len().max(1) as f64).min(TALLEST_ROW);
        let size = (7.5 * POINT).min(0.7 * row);
        let (width, letters) = (sheet.width, Type { size, ..letters(7.0, Weight::Regular, INK) });
        let (figures, labels) = (self.figures(letters, column), self.labels(letters));
        let mut y = top;
        for line in &self.lines {
            let base = y + 0.5 * row + 0.36 * size;
            match line {
                Line::Heading(text) => {
                    sheet.drawing.text(text, (0.0, base), Type { weight: Weight::Bold, ..letters });
                }
                Line::Cells { label, unit, cells } => {
                    self.label(&mut sheet.drawing, (label, unit), base, labels);
                    for (place, cell) in cells.iter().enumerate() {
                        let from = self.left + place as f64 * column;
                        cell.draw(&mut sheet.drawing, (from, y), (column, row), figures);
                    }
                }
            }
            y += row;
            sheet.drawing.line((0.0, y), (width, y), RULE);
        }
        y + 12.0
    }

    /// Letters in which the widest figure fits its column.
    fn figures(&self, letters: Type, column: f64) -> Type {
        let cells = self.lines.iter().flat_map(|line| match line {
            Line::Heading(_) => [].iter(),
            Line::Cells { cells, .. } => cells.iter(),
        });
        let bold = Type { weight: Weight::Bold, ..letters };
        let widest = cells.map(|cell| bold.width(&cell.written())).fold(1.0, f64::max);
        Type { size: letters.size * ((column - 12.0) / widest).min(1.0), anchor: Anchor::End, ..letters }
    }

    /// Letters in which the longest label fits its room: it is set smaller, never cut.
    fn labels(&self, letters: Type) -> Type {
        let shrunk = self.lines.iter().filter_map(|line| match line {
            Line::Heading(_) => None,
            Line::Cells { label, unit, .. } => {
                Some((self.left - INDENT - 34.0 - letters.width(unit)) / letters.width(label))
            }
        });
        Type { size: letters.size * shrunk.fold(1.0, f64::min), ..letters }
    }

    fn label(&self, drawing: &mut Drawing, (label, unit): (&str, &str), base: f64, letters: Type) {
        drawing.text(label, (INDENT, base), letters);
        sheet::text_left(drawing, unit, (self.left - 16.0, base), Type { colour: MUTED, ..letters });
    }

    /// Draws the columns' heads, level where there is room, else reading upwards; tells where they end.
    fn heads(&self, drawing: &mut Drawing, scene: &Scene, top: f64, column: f64) -> f64 {
        let names: Vec<&str> =
            self.heads.iter().map(|head| scene.comparison.formats[head.0].short.get(scene.lang)).collect();
        let bold = letters(7.5, Weight::Bold, INK);
        let turned = column < LEVEL;
        let lines = |name: &&str| bold.wrap(name, if turned { TURNED - 50.0 } else { column - 50.0 });
        let lines: Vec<Vec<String>> = names.iter().map(lines).collect();
        let extent = |lines: &Vec<String>| match turned {
            true => lines.iter().map(|line| bold.width(line)).fold(0.0, f64::max) + 50.0,
            false => lines.len() as f64 * LEADING * bold.size + 20.0,
        };
        let bottom = top + lines.iter().map(extent).fold(0.0, f64::max);
        for (place, lines) in lines.iter().enumerate() {
            let from = self.left + place as f64 * column;
            let wear = wear(self.heads[place].0);
            if turned {
                let x = from + column / 2.0;
                drawing.marker(wear.marker, (x, bottom - 18.0), 10.0, wear.colour);
                upwards(drawing, lines, (x, bottom - 40.0), bold);
            } else {
                let base = bottom - 14.0 - LEADING * bold.size * (lines.len() - 1) as f64;
                let right = from + column - 8.0;
                for (line, text) in lines.iter().enumerate() {
                    let at = (right, base + LEADING * bold.size * line as f64);
                    sheet::text_left(drawing, text, at, bold);
                }
                let first = lines.first().map_or(0.0, |line| bold.width(line));
                let at = (right - first - 24.0, base - 0.36 * bold.size);
                drawing.marker(wear.marker, at, 10.0, wear.colour);
            }
        }
        bottom
    }
}

/// Base line to base line in a head.
const LEADING: f64 = 1.1;

/// Lines that read upwards, centred about `x`.
fn upwards(drawing: &mut Drawing, lines: &[String], (x, y): Point, letters: Type) {
    let first = x + 0.36 * letters.size - 0.5 * LEADING * letters.size * (lines.len() - 1) as f64;
    for (place, line) in lines.iter().enumerate() {
        drawing.text_up(line, (first + LEADING * letters.size * place as f64, y), letters);
    }
}

impl Tinted {
    fn draw(&self, drawing: &mut Drawing, (from, top): Point, (column, row): Point, letters: Type) {
        if let Some(tint) = self.tint {
            drawing.bar((from + 2.0, top + 2.0), (from + column - 2.0, top + row - 2.0), "tint", tint);
        }
        let letters = match self.tint {
            Some(_) => Type { weight: Weight::Bold, ..letters },
            None => Type { colour: MUTED, ..letters },
        };
        let at = (from + column - 8.0, top + 0.5 * row + 0.36 * letters.size);
        drawing.text(&self.written(), at, letters);
    }
}

/// A difference with its sign, without unit.
pub fn figure(contrast: &Contrast, unit: crate::indicators::Unit, lang: Lang) -> String {
    figures::bare_difference(contrast, unit, lang)
}
