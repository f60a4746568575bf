//! What covered work costs: the distribution of the full cost per full-time month covered, format by format.

use super::axis::Scale;
use super::palette::{BASE, NAME, RULE, SMALL, wear};
use super::sheet::{self, COLUMN, Sheet};
use super::svg::{Drawing, Pen, Point};
use super::{Picture, Table, claims, figures};
use crate::comparison::{Comparison, quantile};
use crate::experiment::results::{FormatName, Results};
use crate::indicators::registry::{self, Indicator};
use crate::words::numbers::number;
use crate::words::{Lang, fill, say};

/// The indicator drawn.
const INDICATOR: &str = "cost-per-fte";
/// Enough dots to show a shape, few enough to count: each stands for 5 % of the replications.
const DOTS: usize = 20;
const LEFT: f64 = 440.0;
const RIGHT: f64 = 230.0;
const ROW: f64 = 140.0;
/// Of a row, what dots may fill.
const STACK: f64 = 92.0;
const LARGEST_DOT: f64 = 24.0;

/// The distribution under one format, sorted; empty where the indicator is not defined.
struct Spread {
    format: usize,
    sorted: Vec<f64>,
}

impl Spread {
    fn at(&self, p: f64) -> f64 {
        quantile(&self.sorted, p)
    }

    /// The values its dots stand for.
    fn dots(&self) -> Vec<f64> {
        if self.sorted.len() < DOTS {
            return self.sorted.clone();
        }
        (0..DOTS).map(|k| self.at((k as f64 + 0.5) / DOTS as f64)).collect()
    }
}

/// Draws the chart.
pub fn draw(results: &Results, comparison: &Comparison, lang: Lang) -> Picture {
    let indicator = registry::find(INDICATOR).expect("the registry holds the cost drawn here");
    let spreads = spreads(results);
    let what = figures::with_name(indicator.label.get(lang), indicator.unit.text().get(lang), lang) + ".";
    let whom = sheet::population(&results.provenance, lang);
    let title = claims::finding(comparison, indicator, lang);
    let mut sheet = Sheet::new(COLUMN, title, [what, whom].join(" "), results, lang);
    if spreads.iter().all(|spread| spread.sorted.is_empty()) {
        return sheet.nothing();
    }
    let scale = Scale::holding(spreads.iter().flat_map(Spread::dots), 5.0).on(LEFT, COLUMN - RIGHT);
    let (top, bottom) = (sheet.top + 10.0, sheet.top + 30.0 + ROW * spreads.len() as f64);
    axis(&mut sheet.drawing, &scale, (top, bottom), lang);
    for (place, spread) in spreads.iter().enumerate() {
        let top = top + ROW * place as f64;
        row(&mut sheet.drawing, &scale, spread, top, (&results.formats, indicator, lang));
    }
    sheet::text_left(&mut sheet.drawing, say(lang, "chart.median"), (COLUMN, top + 24.0), SMALL);
    let few = spreads.iter().all(|spread| spread.sorted.len() < DOTS);
    let notes = say(lang, if few { "chart.cost-few" } else { "chart.cost-dots" });
    let spoken = spoken(&spreads, &results.formats, indicator, lang);
    sheet.finish(bottom + 55.0, notes, &spoken, table(&spreads, &results.formats))
}

fn spreads(results: &Results) -> Vec<Spread> {
    let column = results.columns.iter().position(|column| column == INDICATOR);
    let sorted = |format: usize| {
        let mut sorted = column.map_or(Vec::new(), |column| results.values[format][column].clone());
        sorted.retain(|value| value.is_finite());
        sorted.sort_by(f64::total_cmp);
        sorted
    };
    (0..results.formats.len()).map(|format| Spread { format, sorted: sorted(format) }).collect()
}

fn axis(drawing: &mut Drawing, scale: &Scale, (top, bottom): (f64, f64), lang: Lang) {
    drawing.line((LEFT, bottom), (COLUMN - RIGHT, bottom), BASE);
    for value in scale.ticks() {
        let x = scale.at(value);
        drawing.line((x, top), (x, bottom), RULE);
    }
    sheet::tick_labels(drawing, scale, 1.0, bottom + 36.0, lang);
}

fn row(
    drawing: &mut Drawing,
    scale: &Scale,
    spread: &Spread,
    top: f64,
    (formats, indicator, lang): (&[FormatName], &Indicator, Lang),
) {
    let base = top + STACK + 8.0;
    let line = base + 17.0;
    sheet::name(drawing, formats, spread.format, (0.0, line - 0.44 * NAME.size), LEFT - 60.0, lang);
    if spread.sorted.is_empty() {
        drawing.text(say(lang, "chart.undefined"), (LEFT + 10.0, line + 0.36 * SMALL.size), SMALL);
        return;
    }
    let wear = wear(spread.format);
    let (size, places) = stacked(&spread.dots(), scale);
    for (x, height) in places {
        drawing.dot((x, base - size * (height + 0.5)), 0.46 * size, "dot", wear.colour);
    }
    let [low, median, high] = [0.25, 0.5, 0.75].map(|p| scale.at(spread.at(p)));
    drawing.line((low, line), (high, line), Pen { width: 9.0, ..wear.range() });
    drawing.marker(wear.marker, (median, line), 12.0, wear.colour);
    let text = figures::short_value(spread.at(0.5), indicator.unit, lang);
    sheet::text_left(drawing, &text, (COLUMN, line + 0.36 * NAME.size), NAME);
}

/// The largest dots whose stacks fit the row, and where they stand: place, dots below.
fn stacked(values: &[f64], scale: &Scale) -> (f64, Vec<Point>) {
    let mut size = LARGEST_DOT;
    loop {
        let places = stack(values, scale, size);
        let highest = places.iter().map(|place| place.1 + 1.0).fold(1.0, f64::max);
        if highest * size <= STACK {
            return (size, places);
        }
        size *= 0.95;
    }
}

/// Dots nearer than their size stand on each other, at their middle (Wilkinson 1999).
fn stack(values: &[f64], scale: &Scale, size: f64) -> Vec<Point> {
    let places: Vec<f64> = values.iter().map(|value| scale.at(*value)).collect();
    let mut stacked = Vec::new();
    let mut first = 0;
    while first < places.len() {
        let beside = places[first..].iter().take_while(|place| **place < places[first] + size).count();
        let middle = (places[first] + places[first + beside - 1]) / 2.0;
        stacked.extend((0..beside).map(|height| (middle, height as f64)));
        first += beside;
    }
    stacked
}

fn spoken(spreads: &[Spread], formats: &[FormatName], indicator: &Indicator, lang: Lang) -> String {
    let sentence = |spread: &Spread| {
        let format = formats[spread.format].label.get(lang);
        if spread.sorted.is_empty() {
            return fill(
                say(lang, "chart.figure"),
                &[("format", format), ("value", say(lang, "chart.undefined"))],
            );
        }
        let [low, high] = [0.05, 0.95].map(|p| number(spread.at(p), indicator.unit.decimals(), lang));
        let value = figures::value(spread.at(0.5), indicator.unit, lang);
        fill(
            say(lang, "chart.in-range"),
            &[("format", format), ("value", &value), ("low", &low), ("high", &high)],
        )
    };
    spreads.iter().map(sentence).collect::<Vec<_>>().join(say(lang, "chart.then")) + "."
}

fn table(spreads: &[Spread], formats: &[FormatName]) -> Table {
    let mut table = Table::of(&["format", "defined", "p05", "p25", "p50", "p75", "p95"]);
    for spread in spreads {
        let defined = spread.sorted.len().to_string();
        let numbers = [0.05, 0.25, 0.5, 0.75, 0.95].map(|p| spread.at(p));
        table.push(&[&formats[spread.format].id, &defined], &numbers);
    }
    table
}
