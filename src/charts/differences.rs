//! Where formats differ: every indicator with a direction, one column per format beside the reference, on one
//! sheet.

use super::axis::Scale;
use super::claims;
use super::differences_row::{Cell, Lane, Units};
use super::fonts::Weight;
use super::matrix::{self, Head, Matrix};
use super::names::Names;
use super::palette::{INK, MUTED, POINT, RULE, SMALL, letters, wear};
use super::sheet::{self, LANDSCAPE, Sheet, TALLEST_LANDSCAPE};
use super::svg::{Anchor, Drawing, Pen, Type};
use super::{Picture, Scene, Table};
use crate::comparison::{Comparison, quantile};
use crate::figures;
use crate::indicators::registry::{self, Indicator};
use crate::indicators::{Better, Theme};
use crate::words::{Lang, fill, say};

/// Room for the indicators' names.
const LEFT: f64 = 780.0;
/// Room for the axis below.
const UNDER: f64 = 45.0;
const TALLEST_ROW: f64 = 50.0;
const LARGEST_LETTERS: f64 = 7.5 * POINT;
/// With more lanes than this, units stand once beside the names.
const MOST_UNITS: usize = 3;
/// With more lanes than this, none is wide enough for an axis: differences stand in a table.
const MOST_LANES: usize = 6;
/// Of a lane, what its figures may take.
const FIGURES: f64 = 0.5;

/// An indicator against the reference, under every other format.
struct Row {
    indicator: &'static Indicator,
    cells: Vec<Cell>,
}

/// The rows of a sheet and how they stand on it.
struct Grid<'a> {
    rows: &'a [Row],
    top: f64,
    row: f64,
    letters: Type,
    units: Units,
}

/// The letters of figures, and the room they take.
struct Figures {
    letters: Type,
    room: f64,
}

/// Whether there is a pair to compare.
pub fn applies(results: &crate::experiment::results::Results) -> bool {
    results.formats.len() > 1 && !results.replications.is_empty()
}

/// Draws the chart.
pub fn draw(scene: &Scene) -> Picture {
    let (comparison, lang) = (scene.comparison, scene.lang);
    let rows = rows(comparison);
    let ids: Vec<&str> = rows.iter().map(|row| row.indicator.id).collect();
    let title = claims::tally(scene, &ids, say(lang, "chart.differences-heading"));
    let reference = comparison.formats.first().map_or("", |format| format.short.get(lang));
    let lanes = comparison.formats.len().saturating_sub(1) <= MOST_LANES;
    let key = if lanes { "chart.differences-what" } else { "chart.matrix-what" };
    let what = fill(say(lang, key), &[("reference", reference)]);
    let mut sheet = Sheet::new(scene, LANDSCAPE, title, &what);
    if rows.is_empty() {
        return sheet.nothing();
    }
    let notes = notes(&rows, lanes, lang);
    let bottom = if lanes {
        in_lanes(&mut sheet, scene, &rows, &notes)
    } else {
        in_a_table(&mut sheet, scene, &rows, &notes)
    };
    let spoken = spoken(&rows, comparison, lang);
    sheet.finish(bottom, &notes, &spoken, table(&rows, comparison))
}

/// A lane for each format, with its axis.
fn in_lanes(sheet: &mut Sheet, scene: &Scene, rows: &[Row], notes: &str) -> f64 {
    let (comparison, lang) = (scene.comparison, scene.lang);
    let others = comparison.formats.len() - 1;
    let width = (LANDSCAPE - LEFT) / others as f64;
    let names = Names::new(&comparison.formats, width - 20.0, lang);
    let head = names.tallest() + 70.0;
    let room = TALLEST_LANDSCAPE - sheet.top - head - UNDER - sheet.foot_height(notes);
    let row = TALLEST_ROW.min(room / (rows.len() + themes(rows)) as f64);
    let letters = Type { size: LARGEST_LETTERS.min(0.76 * row), ..letters(1.0, Weight::Regular, INK) };
    let units = if others > MOST_UNITS { Units::WithNames } else { Units::WithFigures };
    let grid = Grid { rows, top: sheet.top + head, row, letters, units };
    let bottom = grid.names(&mut sheet.drawing, lang);
    let figures = grid.figures(width, lang);
    let scale = common_scale(rows, width);
    for place in 0..others {
        let from = LEFT + place as f64 * width;
        names.draw(&mut sheet.drawing, place + 1, (from + 14.0, sheet.top + 20.0));
        let scale = scale.on(from + 18.0, from + width - figures.room - 22.0);
        grid.axis(&mut sheet.drawing, &scale, bottom, lang);
        let lane =
            Lane { scale, right: from + width, colour: wear(place + 1).colour, letters: figures.letters };
        grid.lane(&mut sheet.drawing, place, &lane, lang);
    }
    bottom + UNDER
}

/// A table of tinted figures, for many formats.
fn in_a_table(sheet: &mut Sheet, scene: &Scene, rows: &[Row], notes: &str) -> f64 {
    let lang = scene.lang;
    let mut lines = Vec::new();
    let mut last = None;
    for row in rows {
        if last != Some(row.indicator.theme) {
            last = Some(row.indicator.theme);
            lines.push(matrix::Line::Heading(row.indicator.theme.label().get(lang).to_owned()));
        }
        lines.push(matrix::Line::Cells {
            label: row.indicator.label.get(lang).to_owned(),
            unit: figures::short_unit_of_differences(row.indicator.unit, lang).to_owned(),
            cells: row.cells.iter().map(|cell| cell.tinted(lang)).collect(),
        });
    }
    let heads = (1..scene.comparison.formats.len()).map(Head).collect();
    let height = TALLEST_LANDSCAPE - sheet.foot_height(notes);
    Matrix { heads, lines, left: LEFT, bottom: height }.draw(sheet, scene)
}

/// An indicator's name behind the sign of its better side.
fn labelled(indicator: &Indicator, lang: Lang) -> String {
    let arrow = if indicator.better == Better::Higher { "▲" } else { "▼" };
    format!("{arrow} {}", indicator.label.get(lang))
}

/// Every compared indicator that has a direction, by theme.
fn rows(comparison: &Comparison) -> Vec<Row> {
    let others = 1..comparison.formats.len();
    let cells = |indicator: &'static Indicator| -> Option<Row> {
        let cells: Vec<Cell> =
            others.clone().filter_map(|format| Cell::of(comparison, indicator, format)).collect();
        // what the reference does not have, such as a pool, is no difference from it
        let known = cells.iter().any(|cell| cell.contrast.difference.is_finite());
        (cells.len() == others.len() && known).then_some(Row { indicator, cells })
    };
    let directed = registry::INDICATORS.iter().filter(|indicator| indicator.better != Better::Neither);
    let mut rows: Vec<Row> = directed.filter_map(cells).collect();
    // within a theme, what moves most stands first
    rows.sort_by(|a, b| a.indicator.theme.cmp(&b.indicator.theme).then(b.largest().total_cmp(&a.largest())));
    rows
}

impl Row {
    /// The largest difference a format makes here, in standard deviations of the reference.
    fn largest(&self) -> f64 {
        let sizes = self.cells.iter().map(|cell| match cell.contrast.verdict.is_clear() {
            // without a spread to divide by, a clear difference is larger than any
            true if cell.middle().is_nan() => f64::INFINITY,
            _ => cell.middle().abs(),
        });
        sizes.filter(|size| !size.is_nan()).fold(-1.0, f64::max)
    }
}

fn themes(rows: &[Row]) -> usize {
    let mut themes: Vec<Theme> = rows.iter().map(|row| row.indicator.theme).collect();
    themes.dedup();
    themes.len()
}

/// One scale for the sheet, zero in its middle. A few huge differences must not flatten all others: beyond
/// the frame they are drawn as such.
fn common_scale(rows: &[Row], width: f64) -> Scale {
    let mut ends: Vec<f64> = rows
        .iter()
        .flat_map(|row| &row.cells)
        .flat_map(Cell::ends)
        .map(f64::abs)
        .filter(|end| end.is_finite())
        .collect();
    ends.sort_by(f64::total_cmp);
    let largest = ends.last().copied().unwrap_or(1.0);
    let usual = 1.6 * if ends.is_empty() { 1.0 } else { quantile(&ends, 0.7) };
    let limit = if largest <= 3.0 { largest.max(0.1) } else { largest.min(usual.max(3.0)) };
    Scale::about_zero(limit, if width > 400.0 { 4.0 } else { 2.0 })
}

impl Grid<'_> {
    /// Calls for each row with its middle, for each theme with its base line; tells where the last row ends.
    fn walk(&self, mut theme: impl FnMut(Theme, f64), mut row: impl FnMut(usize, f64)) -> f64 {
        let mut top = self.top;
        let mut last = None;
        for (place, entry) in self.rows.iter().enumerate() {
            if last != Some(entry.indicator.theme) {
                last = Some(entry.indicator.theme);
                theme(entry.indicator.theme, top + 0.78 * self.row);
                top += self.row;
            }
            row(place, top + 0.5 * self.row);
            top += self.row;
        }
        top
    }

    fn base(&self, middle: f64) -> f64 {
        middle + 0.36 * self.letters.size
    }

    /// Draws themes and indicators, and a rule under each row for the eye to follow.
    fn names(&self, drawing: &mut Drawing, lang: Lang) -> f64 {
        let mut themes: Vec<(Theme, f64)> = Vec::new();
        let mut rows: Vec<(usize, f64)> = Vec::new();
        let bottom =
            self.walk(|theme, base| themes.push((theme, base)), |row, middle| rows.push((row, middle)));
        for (theme, base) in themes {
            let bold = Type { weight: Weight::Bold, ..self.letters };
            drawing.text(theme.label().get(lang), (0.0, base), bold);
        }
        for (row, middle) in rows {
            let y = middle + 0.5 * self.row;
            drawing.line((0.0, y), (LANDSCAPE, y), RULE);
            self.name(drawing, self.rows[row].indicator, self.base(middle), lang);
        }
        bottom
    }

    /// Draws an indicator's name, with its unit where figures stand without.
    fn name(&self, drawing: &mut Drawing, indicator: &Indicator, base: f64, lang: Lang) {
        const INDENT: f64 = 14.0;
        let mut room = LEFT - INDENT - 20.0;
        if self.units == Units::WithNames {
            let unit = figures::short_unit_of_differences(indicator.unit, lang);
            sheet::text_left(drawing, unit, (LEFT - 20.0, base), Type { colour: MUTED, ..self.letters });
            room -= self.letters.width(unit) + 14.0;
        }
        let text = labelled(indicator, lang);
        // a row holds one line: a longer name is set smaller, never cut
        let shrunk = (room / self.letters.width(&text)).min(1.0);
        let letters = Type { size: self.letters.size * shrunk, ..self.letters };
        drawing.text(&text, (INDENT, base), letters);
    }

    /// How figures are written so that every lane leaves the same room to its axis.
    fn figures(&self, width: f64, lang: Lang) -> Figures {
        let bold = Type { weight: Weight::Bold, ..self.letters };
        let texts = self.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.text(self.units, lang));
        let widest = texts.map(|text| bold.width(&text)).fold(0.0, f64::max);
        // Where lanes are narrow, their figures are set smaller rather than cut.
        let shrunk = (FIGURES * width / widest.max(1.0)).min(1.0);
        let letters = Type { size: self.letters.size * shrunk, anchor: Anchor::End, ..self.letters };
        Figures { letters, room: widest * shrunk }
    }

    /// Draws the column of a format.
    fn lane(&self, drawing: &mut Drawing, place: usize, lane: &Lane, lang: Lang) {
        let mut cells: Vec<(usize, f64)> = Vec::new();
        self.walk(|_, _| {}, |row, middle| cells.push((row, middle)));
        for (row, middle) in cells {
            let cell = &self.rows[row].cells[place];
            lane.draw(drawing, cell, &cell.text(self.units, lang), middle);
        }
    }

    fn axis(&self, drawing: &mut Drawing, scale: &Scale, bottom: f64, lang: Lang) {
        for value in scale.ticks() {
            let x = scale.at(value);
            let zero = Pen { class: "zero", colour: MUTED, width: 4.0, dash: "" };
            drawing.line((x, self.top), (x, bottom), if value == 0.0 { zero } else { RULE });
        }
        sheet::tick_labels(drawing, scale, 1.0, bottom + 32.0, lang);
        let (low, high) = scale.ends();
        let (worse, better) = (say(lang, "chart.worse-side"), say(lang, "chart.better-side"));
        let zero = scale.at(0.0);
        let room = (zero - scale.at(low)).min(scale.at(high) - zero) + 16.0;
        if SMALL.width(worse).max(SMALL.width(better)) + 12.0 <= room {
            let y = self.top - 8.0;
            sheet::text_left(drawing, worse, (zero - 12.0, y), SMALL);
            drawing.text(better, (zero + 12.0, y), SMALL);
        }
    }
}

fn notes(rows: &[Row], lanes: bool, lang: Lang) -> String {
    let how = say(lang, if lanes { "chart.differences-how" } else { "chart.matrix-how" }).to_owned();
    let count = rows.iter().flat_map(|row| &row.cells).filter(|cell| cell.contrast.low.is_finite()).count();
    claims::by_chance(count, lang).map_or(how.clone(), |chance| [how, chance].join(" "))
}

/// The differences whose interval excludes zero, format by format.
fn spoken(rows: &[Row], comparison: &Comparison, lang: Lang) -> String {
    let of = |place: usize| {
        let clear = rows.iter().filter(|row| row.cells[place].contrast.verdict.is_clear());
        let figure = |row: &Row| {
            let label = row.indicator.label.get(lang);
            fill(
                say(lang, "chart.figure"),
                &[("format", label), ("value", &row.cells[place].text(Units::WithFigures, lang))],
            )
        };
        let list: Vec<String> = clear.map(figure).collect();
        let none =
            fill(say(lang, "chart.none-clear"), &[("reference", comparison.formats[0].short.get(lang))]);
        let text = if list.is_empty() { none } else { list.join(say(lang, "chart.then")) };
        claims::headed(comparison.formats[place + 1].label.get(lang), &text, lang) + "."
    };
    (0..comparison.formats.len() - 1).map(of).collect::<Vec<_>>().join(" ")
}

fn table(rows: &[Row], comparison: &Comparison) -> Table {
    let mut table = Table::of(&[
        "indicator",
        "format",
        "reference",
        "unit",
        "better",
        "pairs",
        "difference",
        "low",
        "high",
        "sd_reference",
        "standardised_towards_better",
    ]);
    for row in rows {
        for cell in &row.cells {
            let better = if row.indicator.better == Better::Higher { "higher" } else { "lower" };
            let pairs = cell.contrast.pairs.to_string();
            let (format, reference) = (&comparison.formats[cell.format].id, &comparison.formats[0].id);
            let names = [row.indicator.id, format, reference, row.indicator.unit.schema(), better, &pairs];
            let contrast = &cell.contrast;
            let numbers = [contrast.difference, contrast.low, contrast.high, cell.spread, cell.middle()];
            table.push(&names, &numbers);
        }
    }
    table
}
