//! Small multiples: one panel per format on common axes, so that sixteen formats are read as well as four.

use super::axis::Scale;
use super::names::{HEAD, SMALL_HEAD};
use super::palette::{AXIS, BASE, MUTED, RULE, SMALL, wear};
use super::sheet::{self, Sheet, TALLEST};
use super::svg::{Anchor, Drawing, Pen, Point, Type};
use super::{Scene, Size};
use crate::words::Lang;
use crate::words::numbers::{number, with_unit};

const LEFT: f64 = 100.0;
const GAP: f64 = 34.0;
/// A panel, if the page leaves room for it.
const PANEL: f64 = 300.0;
const LOWEST_PANEL: f64 = 110.0;
/// Between a row of panels and the heads of the next, where months are written below.
const BETWEEN: f64 = 60.0;
/// Base line to base line in a head.
const LINE: f64 = 1.15;

/// Month by month: lower end, middle, upper end; nothing where not defined.
pub type Path = Vec<Option<(f64, f64, f64)>>;

/// What one panel shows.
pub struct Facet {
    /// The format it is of.
    pub format: usize,
    /// What the format comes to.
    pub path: Path,
    /// What stands behind it, to compare with: the reference, or another series of the same format.
    pub behind: Option<Path>,
    /// The figure told under its name.
    pub figure: String,
}

/// Common axes.
pub struct Axes {
    /// Months.
    pub months: Scale,
    /// Shares in per cent.
    pub shares: Scale,
}

/// Draws the panels below `sheet.top`, and tells where they end; `notes` will stand under them.
pub fn draw(sheet: &mut Sheet, scene: &Scene, facets: &[Facet], axes: &Axes, notes: &str) -> f64 {
    let lang = scene.lang;
    let most = if scene.size == Size::Narrow { 2 } else { 4 };
    let abreast = abreast(facets.len(), most);
    let width = (sheet.width - LEFT - GAP * (abreast - 1) as f64) / abreast as f64;
    let letters = if facets.len() > 8 { SMALL_HEAD } else { HEAD };
    let head =
        |facet: &Facet| letters.wrap(scene.results.formats[facet.format].short.get(lang), width - 30.0);
    let heads: Vec<Vec<String>> = facets.iter().map(head).collect();
    let tallest = |row: &[Vec<String>]| row.iter().map(Vec::len).max().unwrap_or(1) as f64;
    let rows = facets.len().div_ceil(abreast) as f64;
    let above: f64 = heads.chunks(abreast).map(|row| head_height(tallest(row), letters)).sum();
    let room = TALLEST - sheet.top - above - sheet.foot_height(notes) - 40.0;
    let panel = (room / rows - BETWEEN).clamp(LOWEST_PANEL, PANEL);
    let mut top = sheet.top;
    for (row, lines) in facets.chunks(abreast).zip(heads.chunks(abreast)) {
        top += head_height(tallest(lines), letters);
        for (place, (facet, lines)) in row.iter().zip(lines).enumerate() {
            let from = LEFT + place as f64 * (width + GAP);
            let frame =
                Axes { months: axes.months.on(from, from + width), shares: axes.shares.on(top + panel, top) };
            named(&mut sheet.drawing, facet, lines, (from, top), letters);
            frame.grid(&mut sheet.drawing, place == 0, top + panel, lang);
            facet.draw(&mut sheet.drawing, &frame);
        }
        top += panel + BETWEEN;
    }
    top
}

/// How many panels stand side by side: as many as may, or one fewer where that leaves fewer places empty.
fn abreast(panels: usize, most: usize) -> usize {
    let most = panels.clamp(1, most);
    let empty = |abreast: &usize| panels.next_multiple_of(*abreast) - panels;
    (most.saturating_sub(1).max(2)..=most).rev().min_by_key(empty).unwrap_or(most)
}

/// The room a head of so many lines takes above its panel, its figure included.
fn head_height(lines: f64, letters: Type) -> f64 {
    LINE * letters.size * lines + 1.3 * SMALL.size + 22.0
}

/// Writes the format's name with its marker, and its figure, right above the panel.
fn named(drawing: &mut Drawing, facet: &Facet, lines: &[String], (from, top): Point, letters: Type) {
    let mut base = top - 14.0;
    drawing.text(&facet.figure, (from, base), Type { colour: MUTED, ..SMALL });
    base -= 1.25 * SMALL.size + LINE * letters.size * (lines.len() - 1) as f64;
    let wear = wear(facet.format);
    drawing.marker(wear.marker, (from + 9.0, base - 0.36 * letters.size), 9.0, wear.colour);
    for line in lines {
        drawing.text(line, (from + 28.0, base), letters);
        base += LINE * letters.size;
    }
}

impl Axes {
    fn at(&self, month: usize, share: f64) -> Point {
        (self.months.at(month as f64), self.shares.clamped(share))
    }

    fn grid(&self, drawing: &mut Drawing, first: bool, bottom: f64, lang: Lang) {
        let (low, high) = self.months.ends();
        let (from, to) = (self.months.at(low), self.months.at(high));
        for share in self.shares.ticks() {
            let y = self.shares.at(share);
            drawing.line((from, y), (to, y), RULE);
            if first {
                let text = with_unit(&number(share, self.shares.decimals(), lang), "%", lang);
                sheet::text_left(drawing, &text, (from - 12.0, y + 0.36 * SMALL.size), SMALL);
            }
        }
        drawing.line((from, bottom), (to, bottom), BASE);
        for month in self.months.ticks() {
            let x = self.months.at(month);
            drawing.line((x, bottom), (x, bottom + 7.0), BASE);
        }
        sheet::tick_labels(drawing, &self.months, 1.0, bottom + 34.0, lang);
    }

    fn outline(&self, path: &Path) -> Vec<Point> {
        let known = || path.iter().enumerate().filter_map(|(month, ends)| ends.map(|ends| (month, ends)));
        let low = known().map(|(month, (low, _, _))| self.at(month, low));
        let high: Vec<Point> = known().map(|(month, (_, _, high))| self.at(month, high)).collect();
        low.chain(high.into_iter().rev()).collect()
    }

    fn middle(&self, path: &Path) -> Vec<Point> {
        let known = path.iter().enumerate().filter_map(|(month, ends)| ends.map(|ends| (month, ends.1)));
        known.map(|(month, middle)| self.at(month, middle)).collect()
    }
}

impl Facet {
    fn draw(&self, drawing: &mut Drawing, frame: &Axes) {
        let wear = wear(self.format);
        let outline = frame.outline(&self.path);
        if outline.len() > 2 {
            drawing.area(&outline, "band", wear.colour, 0.2);
        }
        if let Some(behind) = &self.behind {
            let points = frame.middle(behind);
            if points.len() > 1 {
                drawing.curve(&points, Pen { class: "behind", colour: AXIS, width: 4.0, dash: "8 6" });
            }
        }
        let points = frame.middle(&self.path);
        if points.len() > 1 {
            drawing.curve(&points, Pen { dash: "", ..wear.curve() });
        }
    }
}

/// A caption in the middle under the panels.
pub fn caption(drawing: &mut Drawing, text: &str, width: f64, base: f64) {
    drawing.text(text, ((LEFT + width) / 2.0, base), SMALL.anchored(Anchor::Middle));
}
