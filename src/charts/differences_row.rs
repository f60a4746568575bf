//! How one paired difference is drawn: in standard deviations of the reference, towards the better side.

use super::axis::Scale;
use super::fonts::Weight;
use super::matrix::Tinted;
use super::palette::{MUTED, Marker};
use super::svg::{Drawing, Pen, Type};
use crate::comparison::{Comparison, Contrast, Verdict};
use crate::figures;
use crate::indicators::registry::Indicator;
use crate::indicators::{Better, Unit};
use crate::words::{Lang, say};

/// A format against the reference on one indicator.
pub struct Cell {
    /// The format's place.
    pub format: usize,
    /// The difference, its interval, what it bears.
    pub contrast: Contrast,
    /// Standard deviation under the reference.
    pub spread: f64,
    unit: Unit,
    sign: f64,
}

impl Cell {
    /// Nothing where the comparison lacks the indicator.
    pub fn of(comparison: &Comparison, indicator: &Indicator, format: usize) -> Option<Cell> {
        let wanted =
            |row: &&crate::comparison::PairRow| row.a == 0 && row.b == format && row.column == indicator.id;
        let row = comparison.rows.iter().find(wanted)?;
        let sign = if indicator.better == Better::Lower { -1.0 } else { 1.0 };
        Some(Cell { format, contrast: row.forwards(), spread: row.spread_a, unit: indicator.unit, sign })
    }

    /// The interval's ends, standardised, the worse first; NaN where there is nothing to divide by.
    pub fn ends(&self) -> [f64; 2] {
        let [one, other] = [self.contrast.low, self.contrast.high].map(|end| self.standardised(end));
        [one.min(other), one.max(other)]
    }

    /// The difference, standardised, positive where better; NaN where there is nothing to divide by.
    pub fn middle(&self) -> f64 {
        self.standardised(self.contrast.difference)
    }

    fn standardised(&self, difference: f64) -> f64 {
        if difference == 0.0 {
            return 0.0;
        }
        let standardised = self.sign * difference / self.spread;
        if standardised.is_finite() { standardised } else { f64::NAN }
    }

    /// The real difference.
    pub fn text(&self, units: Units, lang: Lang) -> String {
        match units {
            _ if !self.contrast.difference.is_finite() => say(lang, "chart.undefined").to_owned(),
            Units::WithFigures => figures::difference(&self.contrast, self.unit, lang),
            Units::WithNames => figures::bare_difference(&self.contrast, self.unit, lang),
        }
    }
}

impl Cell {
    /// The difference as a cell of a table.
    pub fn tinted(&self, lang: Lang) -> Tinted {
        Tinted::of(&self.contrast, self.text(Units::WithNames, lang), self.middle())
    }
}

/// Where the units of differences stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Units {
    /// Behind each figure.
    WithFigures,
    /// Once, behind the indicator's name.
    WithNames,
}

/// The column of a format, in which its cells are drawn.
pub struct Lane {
    /// The scale common to the sheet.
    pub scale: Scale,
    /// Where figures end.
    pub right: f64,
    /// The format's colour.
    pub colour: &'static str,
    /// The figures' letters.
    pub letters: Type,
}

impl Lane {
    /// Draws a cell whose middle stands at that height.
    pub fn draw(&self, drawing: &mut Drawing, cell: &Cell, text: &str, y: f64) {
        let clear = cell.contrast.verdict.is_clear();
        let letters = if clear {
            Type { weight: Weight::Bold, ..self.letters }
        } else {
            Type { colour: MUTED, ..self.letters }
        };
        drawing.text(text, (self.right - 8.0, y + 0.36 * self.letters.size), letters);
        if cell.contrast.verdict == Verdict::Unknown {
            return;
        }
        if cell.middle().is_finite() {
            self.interval(drawing, cell, y);
        } else if clear {
            self.direction(drawing, cell, y);
        }
    }

    fn interval(&self, drawing: &mut Drawing, cell: &Cell, y: f64) {
        let [low, high] = cell.ends();
        let (first, last) = self.scale.ends();
        let pen = Pen { class: "interval", colour: self.colour, width: 5.0, dash: "" };
        if high >= first && low <= last {
            drawing.line((self.scale.clamped(low), y), (self.scale.clamped(high), y), pen);
        }
        if low < first {
            self.beyond(drawing, (self.scale.at(first), y), -1.0);
        }
        if high > last {
            self.beyond(drawing, (self.scale.at(last), y), 1.0);
        }
        let middle = cell.middle();
        if !self.scale.holds(middle) {
            return;
        }
        let at = (self.scale.at(middle), y);
        if cell.contrast.verdict.excludes_zero() {
            drawing.dot(at, 9.5, "clear", self.colour);
        } else {
            drawing.ring(at, 9.5, "unclear", self.colour);
        }
    }

    fn beyond(&self, drawing: &mut Drawing, (x, y): (f64, f64), side: f64) {
        let points = [(x + side * 14.0, y), (x - side * 4.0, y - 11.0), (x - side * 4.0, y + 11.0)];
        drawing.area(&points, "beyond", self.colour, 1.0);
    }

    /// Without a spread to divide by, only the side is known: a hollow diamond near its edge.
    fn direction(&self, drawing: &mut Drawing, cell: &Cell, y: f64) {
        let (worse, better) = self.scale.ends();
        let edge = if cell.contrast.verdict == Verdict::Better { better } else { worse };
        let at = (self.scale.at(edge / 2.0), y);
        drawing.marker(Marker::Diamond, at, 11.0, self.colour);
        drawing.area(
            &Marker::Diamond
                .outline()
                .iter()
                .map(|(dx, dy)| (at.0 + 5.5 * dx, at.1 + 5.5 * dy))
                .collect::<Vec<_>>(),
            "direction",
            "#ffffff",
            1.0,
        );
    }
}
