//! How an indicator spreads over the replications, format by format: dots to count, quartiles, median.

use super::axis::Scale;
use super::names::Names;
use super::palette::{BASE, NAME, RULE, SMALL, wear};
use super::sheet::{self, Sheet, TALLEST};
use super::svg::{Drawing, Pen, Point};
use super::{Picture, Scene, Size, Table, claims, measure};
use crate::comparison::quantile;
use crate::experiment::results::{FormatName, Results};
use crate::figures;
use crate::indicators::registry::{self, Indicator};
use crate::words::numbers::number;
use crate::words::{Lang, fill, say};

/// Enough dots to show a shape, few enough to count: each stands for 5 % of the replications.
const DOTS: usize = 20;
const RIGHT: f64 = 230.0;
/// A row, if the page leaves room for it; and what of it dots leave to the quartiles' line.
const ROW: f64 = 140.0;
const LINE: f64 = 48.0;
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

/// How rows stand on the sheet.
struct Rows<'a> {
    names: Names,
    left: f64,
    right: f64,
    height: f64,
    width: f64,
    indicator: &'a Indicator,
    lang: Lang,
}

/// Whether the indicator is defined anywhere.
pub fn applies(results: &Results, id: &str) -> bool {
    registry::find(id).is_some() && spreads(results, id).iter().any(|spread| !spread.sorted.is_empty())
}

/// Draws the chart of an indicator; of one that is not registered there is nothing to draw.
pub fn draw(scene: &Scene, id: &str) -> Picture {
    let (results, lang, width) = (scene.results, scene.lang, scene.size.width());
    let Some(indicator) = registry::find(id) else {
        return Sheet::new(scene, width, id.to_owned(), "").nothing();
    };
    let spreads = spreads(results, id);
    let what = measure::with_name(indicator.label.get(lang), indicator.unit.text().get(lang), lang) + ".";
    let title = claims::finding(scene, indicator);
    let mut sheet = Sheet::new(scene, width, title, &what);
    if spreads.iter().all(|spread| spread.sorted.is_empty()) {
        return sheet.nothing();
    }
    let few = spreads.iter().all(|spread| spread.sorted.len() < DOTS);
    let how = say(lang, if few { "chart.cost-few" } else { "chart.cost-dots" });
    let notes = &claims::with_title_told(how, scene.comparison, lang);
    let narrow = scene.size == Size::Narrow;
    let (left, right) = if narrow { (250.0, 160.0) } else { (440.0, RIGHT) };
    let names = Names::new(&results.formats, left - 40.0, lang);
    let room = TALLEST - sheet.top - sheet.foot_height(notes) - 100.0;
    let tall = (names.tallest() + 24.0).max(ROW).min(room / spreads.len() as f64);
    let rows = Rows { names, left, right: width - right, height: tall, width, indicator, lang };
    let scale = Scale::holding(spreads.iter().flat_map(Spread::dots), if narrow { 3.0 } else { 5.0 })
        .on(rows.left, rows.right);
    let (top, bottom) = (sheet.top + 20.0, sheet.top + 40.0 + tall * spreads.len() as f64);
    rows.axis(&mut sheet.drawing, &scale, (top, bottom));
    for (place, spread) in spreads.iter().enumerate() {
        rows.draw(&mut sheet.drawing, &scale, spread, top + tall * place as f64);
    }
    sheet::text_left(&mut sheet.drawing, say(lang, "chart.median"), (width, top + 14.0), SMALL);
    let spoken = spoken(&spreads, &results.formats, indicator, lang);
    sheet.finish(bottom + 55.0, notes, &spoken, table(&spreads, &results.formats, indicator))
}

fn spreads(results: &Results, id: &str) -> Vec<Spread> {
    let column = results.columns.iter().position(|column| column == id);
    let sorted = |format: usize| {
        let mut sorted = column.map_or(Vec::new(), |column| results.values[format][column].clone());
        sorted.retain(|value| value.is_finite());
        sorted.sort_by(f64::total_cmp);
        sorted
    };
    (0..results.formats.len()).map(|format| Spread { format, sorted: sorted(format) }).collect()
}

impl Rows<'_> {
    fn axis(&self, drawing: &mut Drawing, scale: &Scale, (top, bottom): (f64, f64)) {
        drawing.line((self.left, bottom), (self.right, bottom), BASE);
        for value in scale.ticks() {
            let x = scale.at(value);
            drawing.line((x, top), (x, bottom), RULE);
        }
        sheet::tick_labels(drawing, scale, 1.0, bottom + 36.0, self.lang);
    }

    fn draw(&self, drawing: &mut Drawing, scale: &Scale, spread: &Spread, top: f64) {
        let stack = self.height - LINE;
        let base = top + stack + 8.0;
        let line = base + 17.0;
        self.names.draw_centred(drawing, spread.format, (0.0, line - 0.3 * stack));
        if spread.sorted.is_empty() {
            drawing.text(
                say(self.lang, "chart.undefined"),
                (self.left + 10.0, line + 0.36 * SMALL.size),
                SMALL,
            );
            return;
        }
        let wear = wear(spread.format);
        let (size, places) = stacked(&spread.dots(), scale, stack);
        for (x, height) in places {
            drawing.dot((x, base - size * (height + 0.5)), 0.46 * size, "dot", wear.colour);
        }
        let [low, median, high] = [0.25, 0.5, 0.75].map(|p| scale.at(spread.at(p)));
        drawing.line((low, line), (high, line), Pen { width: 9.0, ..wear.range() });
        drawing.marker(wear.marker, (median, line), 12.0, wear.colour);
        let text = measure::short_value(spread.at(0.5), self.indicator.unit, self.lang);
        sheet::text_left(drawing, &text, (self.width, line + 0.36 * NAME.size), NAME);
    }
}

/// The largest dots whose stacks fit the row, and where they stand: place, dots below.
fn stacked(values: &[f64], scale: &Scale, room: f64) -> (f64, Vec<Point>) {
    let mut size = LARGEST_DOT;
    loop {
        let places = stack(values, scale, size);
        let highest = places.iter().map(|place| place.1 + 1.0).fold(1.0, f64::max);
        if highest * size <= room {
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

fn table(spreads: &[Spread], formats: &[FormatName], indicator: &Indicator) -> Table {
    let mut table = Table::of(&["format", "unit", "defined", "p05", "p25", "p50", "p75", "p95"]);
    for spread in spreads {
        let defined = spread.sorted.len().to_string();
        let numbers = [0.05, 0.25, 0.5, 0.75, 0.95].map(|p| spread.at(p));
        table.push(&[&formats[spread.format].id, indicator.unit.schema(), &defined], &numbers);
    }
    table
}
