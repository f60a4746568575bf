//! Where formats differ: every indicator with a direction, one column per format beside the reference, on one
//! sheet.

use super::axis::Scale;
use super::claims;
use super::differences_row::{Cell, Lane};
use super::fonts::Weight;
use super::palette::{INK, MUTED, POINT, RULE, SMALL, letters, wear};
use super::retention::nothing;
use super::sheet::{self, LANDSCAPE, Sheet};
use super::svg::{Anchor, Drawing, Pen, Type};
use super::{Picture, Table};
use crate::comparison::{Comparison, quantile};
use crate::experiment::results::Results;
use crate::indicators::registry::{self, Indicator};
use crate::indicators::{Better, Theme};
use crate::words::numbers::number;
use crate::words::{Lang, fill, say};

/// Room for the indicators' names.
const LEFT: f64 = 760.0;
/// Room for the formats' names above, the axis below.
const HEAD: f64 = 150.0;
const UNDER: f64 = 45.0;
const TALLEST_ROW: f64 = 50.0;
const LARGEST_LETTERS: f64 = 7.5 * POINT;
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
}

/// Draws the chart.
pub fn draw(results: &Results, comparison: &Comparison, lang: Lang) -> Picture {
    let rows = rows(comparison);
    let ids: Vec<&str> = rows.iter().map(|row| row.indicator.id).collect();
    let title = claims::tally(comparison, &ids, say(lang, "chart.differences-heading"), lang);
    let reference = comparison.formats.first().map_or("", |format| format.short.get(lang));
    let what = fill(say(lang, "chart.differences-what"), &[("reference", reference)]);
    let whom = sheet::population(&results.provenance, lang);
    let mut sheet = Sheet::new(LANDSCAPE.0, title, [what, whom].join(" "), results, lang);
    if rows.is_empty() {
        return nothing(sheet);
    }
    let notes = notes(&rows, lang);
    let room = LANDSCAPE.1 - sheet.top - HEAD - UNDER - sheet.foot_height(&notes);
    let row = TALLEST_ROW.min(room / (rows.len() + themes(&rows)) as f64);
    let letters = Type { size: LARGEST_LETTERS.min(0.76 * row), ..letters(1.0, Weight::Regular, INK) };
    let grid = Grid { rows: &rows, top: sheet.top + HEAD, row, letters };
    let bottom = grid.names(&mut sheet.drawing, lang);
    let others = comparison.formats.len() - 1;
    let width = (LANDSCAPE.0 - LEFT) / others as f64;
    let scale = common_scale(&rows, width);
    for place in 0..others {
        let from = LEFT + place as f64 * width;
        let at = (from + 14.0, sheet.top + 8.0);
        sheet::name(&mut sheet.drawing, &comparison.formats, place + 1, at, width - 20.0, lang);
        grid.lane(&mut sheet.drawing, place, (from, width, &scale), bottom, lang);
    }
    let spoken = spoken(&rows, comparison, lang);
    sheet.finish(bottom + UNDER, &notes, &spoken, table(&rows, comparison))
}

/// Every compared indicator that has a direction, by theme.
fn rows(comparison: &Comparison) -> Vec<Row> {
    let others = 1..comparison.formats.len();
    let cells = |indicator: &'static Indicator| -> Option<Row> {
        let cells: Vec<Cell> =
            others.clone().filter_map(|format| Cell::of(comparison, indicator, format)).collect();
        (cells.len() == others.len() && !cells.is_empty()).then_some(Row { indicator, cells })
    };
    let directed = registry::INDICATORS.iter().filter(|indicator| indicator.better != Better::Neither);
    let mut rows: Vec<Row> = directed.filter_map(cells).collect();
    rows.sort_by_key(|row| row.indicator.theme);
    rows
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
    let usual = 1.5 * if ends.is_empty() { 1.0 } else { quantile(&ends, 0.8) };
    let limit = if largest <= 3.0 { largest } else { largest.min(usual.max(3.0)) };
    Scale::holding([-limit, limit], if width > 400.0 { 4.0 } else { 2.0 })
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
        let mut marks: Vec<(String, f64, bool)> = Vec::new();
        let mut places: Vec<(usize, f64)> = Vec::new();
        let bottom = self.walk(
            |theme, base| marks.push((theme.label().get(lang).to_owned(), base, true)),
            |row, middle| places.push((row, middle)),
        );
        for (row, middle) in places {
            let indicator = self.rows[row].indicator;
            let arrow = if indicator.better == Better::Higher { "▲" } else { "▼" };
            marks.push((format!("{arrow} {}", indicator.label.get(lang)), self.base(middle), false));
            let y = middle + 0.5 * self.row;
            drawing.line((0.0, y), (LANDSCAPE.0, y), RULE);
        }
        for (text, base, heads) in marks {
            let weight = if heads { Weight::Bold } else { Weight::Regular };
            let letters = Type { weight, ..self.letters };
            let indent = if heads { 0.0 } else { 14.0 };
            drawing.text(&letters.cut(&text, LEFT - indent - 20.0), (indent, base), letters);
        }
        bottom
    }

    /// Draws the column of a format.
    fn lane(
        &self,
        drawing: &mut Drawing,
        place: usize,
        (from, width, scale): (f64, f64, &Scale),
        bottom: f64,
        lang: Lang,
    ) {
        let texts: Vec<String> = self.rows.iter().map(|row| row.cells[place].text(lang)).collect();
        let bold = Type { weight: Weight::Bold, ..self.letters };
        let widest = texts.iter().map(|text| bold.width(text)).fold(0.0, f64::max);
        // Where a lane is narrow, its figures are set smaller rather than cut.
        let shrunk = (FIGURES * width / widest.max(1.0)).min(1.0);
        let letters = Type { size: self.letters.size * shrunk, anchor: Anchor::End, ..self.letters };
        let scale = scale.on(from + 18.0, from + width - widest * shrunk - 22.0);
        let lane = Lane { scale, right: from + width, colour: wear(place + 1).colour, letters };
        self.axis(drawing, &scale, bottom, lang);
        let mut cells: Vec<(usize, f64)> = Vec::new();
        self.walk(|_, _| {}, |row, middle| cells.push((row, middle)));
        for (row, middle) in cells {
            lane.draw(drawing, &self.rows[row].cells[place], &texts[row], middle);
        }
    }

    fn axis(&self, drawing: &mut Drawing, scale: &Scale, bottom: f64, lang: Lang) {
        for value in scale.ticks() {
            let x = scale.at(value);
            let zero = Pen { class: "zero", colour: MUTED, width: 4.0, dash: "" };
            drawing.line((x, self.top), (x, bottom), if value == 0.0 { zero } else { RULE });
            let text = number(value, scale.decimals(), lang);
            drawing.text(&text, (x, bottom + 32.0), SMALL.anchored(Anchor::Middle));
        }
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

fn notes(rows: &[Row], lang: Lang) -> String {
    let count = rows.iter().flat_map(|row| &row.cells).filter(|cell| cell.contrast.low.is_finite()).count();
    let by_chance = 0.05 * count as f64;
    let expected = number(by_chance, if by_chance < 10.0 { 1 } else { 0 }, lang);
    let count = number(count as f64, 0, lang);
    fill(say(lang, "chart.differences-how"), &[("count", &count), ("expected", &expected)])
}

/// The differences whose interval excludes zero, format by format.
fn spoken(rows: &[Row], comparison: &Comparison, lang: Lang) -> String {
    let of = |place: usize| {
        let clear = rows.iter().filter(|row| row.cells[place].contrast.verdict.is_clear());
        let figure = |row: &Row| {
            let label = row.indicator.label.get(lang);
            fill(say(lang, "chart.figure"), &[("format", label), ("value", &row.cells[place].text(lang))])
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
