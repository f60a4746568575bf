//! What choosing a format costs in hindsight: the mean regret over the draws of the parameters, and the largest.

use super::axis::Scale;
use super::fonts::Weight;
use super::names::Names;
use super::palette::{BASE, LABEL, MUTED, RULE, SMALL, wear};
use super::sheet::{self, Sheet, TALLEST, heading};
use super::svg::{Anchor, Drawing, Pen, Type};
use super::{Drawn, Picture, Size, Table, claims, measure};
use crate::comparison::statistics::Interval;
use crate::discovery::{Knowledge, Known};
use crate::figures;
use crate::sensitivity::decision::Regret;
use crate::words::numbers::number;
use crate::words::{Lang, fill, say};

/// A choice that fewer bootstrap samples agree on is not told.
const AGREED: f64 = 0.95;
const ROW: f64 = 70.0;
const LOWEST_ROW: f64 = 26.0;
const HEAD: f64 = 64.0;
const UNDER: f64 = 54.0;
/// Room for each of the two figures at the right.
const FIGURE: f64 = 150.0;

/// Whether any regret is known.
pub fn applies(knowledge: &Knowledge) -> bool {
    knowledge.manifest.formats.len() > 1 && knowledge.known.iter().any(|known| known.decision.points > 0)
}

/// Draws the chart.
pub fn draw(scene: &Drawn) -> Picture {
    let (knowledge, lang, width) = (scene.knowledge, scene.lang, scene.size.width());
    let formats = &knowledge.manifest.formats;
    let what = say(lang, "chart.regret-what");
    let mut sheet = Sheet::of_points(&knowledge.manifest, lang, width, title(knowledge, lang), what);
    if !applies(knowledge) {
        return sheet.nothing();
    }
    let notes = say(lang, "chart.regret-how");
    let narrow = scene.size == Size::Narrow;
    let figure = if narrow { 125.0 } else { FIGURE };
    let left = if narrow { 220.0 } else { 400.0 };
    let blocks = knowledge.known.len() as f64;
    let heads = knowledge.known.iter().map(|known| name(known, lang));
    let head = HEAD + sheet::beyond_one_line(heads, width);
    let room = (TALLEST - sheet.top - sheet.foot_height(notes) - 60.0) / blocks - head - UNDER;
    let row = (room / formats.len() as f64).clamp(LOWEST_ROW, ROW);
    let names = Names::fitting(formats, left - 20.0, row, lang);
    let rows = Rows { left, right: width - 2.0 * figure - 30.0, figure, width, head, row, lang };
    let mut top = sheet.top + 1.6 * SMALL.size;
    for (key, turn) in [("chart.regret-mean", 1.0), ("chart.regret-largest", 0.0)] {
        let at = (width - turn * figure, sheet.top + SMALL.size);
        sheet::text_left(&mut sheet.drawing, say(lang, key), at, SMALL);
    }
    for known in &knowledge.known {
        rows.draw(&mut sheet.drawing, known, top);
        for format in 0..formats.len() {
            let middle = top + head + row * (format as f64 + 0.5);
            names.draw_centred(&mut sheet.drawing, format, (0.0, middle));
        }
        top += head + row * formats.len() as f64 + UNDER;
    }
    sheet.finish(top, notes, &spoken(scene), table(knowledge))
}

/// How the rows of an indicator stand.
struct Rows {
    left: f64,
    right: f64,
    figure: f64,
    width: f64,
    head: f64,
    row: f64,
    lang: Lang,
}

/// The indicator's name with its unit.
fn name(known: &Known, lang: Lang) -> String {
    let unit = figures::short_unit_of_differences(known.indicator.unit, lang);
    measure::with_name(known.indicator.label.get(lang), unit, lang)
}

impl Rows {
    fn draw(&self, drawing: &mut Drawing, known: &Known, top: f64) {
        let first = top + self.head;
        let regrets = &known.decision.regret;
        let bottom = first + self.row * regrets.len() as f64;
        heading(drawing, &name(known, self.lang), (first - 20.0, self.width));
        let largest = regrets.iter().map(|regret| regret.largest.0);
        let scale = Scale::holding(largest.chain([0.0]), 5.0).on(self.left, self.right);
        for value in scale.ticks() {
            let x = scale.at(value);
            drawing.line((x, first - 6.0), (x, bottom), if value == 0.0 { BASE } else { RULE });
        }
        for (format, regret) in regrets.iter().enumerate() {
            let y = first + self.row * (format as f64 + 0.5);
            self.regret(drawing, &scale, (format, regret), y);
            self.figures(drawing, known, regret, y);
        }
        sheet::tick_labels(drawing, &scale, 1.0, bottom + 32.0, self.lang);
    }

    fn regret(&self, drawing: &mut Drawing, scale: &Scale, (format, regret): (usize, &Regret), y: f64) {
        let (mean, largest) = (regret.expected.0, regret.largest.0);
        if !mean.is_finite() || !largest.is_finite() {
            return;
        }
        let wear = wear(format);
        let line = |interval: Interval, pen: Pen, drawing: &mut Drawing| {
            if interval.low.is_finite() && interval.high.is_finite() {
                drawing.line((scale.clamped(interval.low), y), (scale.clamped(interval.high), y), pen);
            }
        };
        line(regret.largest.1, Pen { class: "largest", colour: MUTED, width: 2.5, dash: "6 5" }, drawing);
        line(regret.expected.1, Pen { class: "interval", width: 7.0, ..wear.range() }, drawing);
        drawing.ring((scale.clamped(largest), y), 10.0, "largest", wear.colour);
        drawing.marker(wear.marker, (scale.clamped(mean), y), 12.0, wear.colour);
    }

    fn figures(&self, drawing: &mut Drawing, known: &Known, regret: &Regret, y: f64) {
        let decimals = known.indicator.unit.decimals();
        let base = y + 0.36 * LABEL.size;
        let right = Type { anchor: Anchor::End, ..LABEL };
        let bold = Type { weight: Weight::Bold, ..right };
        for (value, letters, turn) in [(regret.expected.0, bold, 1.0), (regret.largest.0, right, 0.0)] {
            let text = if value.is_finite() { number(value, decimals, self.lang) } else { "–".to_owned() };
            drawing.text(&text, (self.width - turn * self.figure, base), letters);
        }
    }
}

/// The format whose largest regret is smallest, where nearly all bootstrap samples agree on it.
fn title(knowledge: &Knowledge, lang: Lang) -> String {
    let (mut clauses, mut without) = (Vec::new(), Vec::new());
    for known in &knowledge.known {
        let label = known.indicator.label.get(lang);
        let decision = &known.decision;
        match decision.minimax.filter(|choice| decision.regret[*choice].chosen >= AGREED) {
            Some(choice) => {
                let format = knowledge.manifest.formats[choice].short.get(lang);
                clauses.push(fill(say(lang, "chart.regret-least"), &[("format", format), ("label", label)]));
            }
            None => without.push(claims::quoted(label, lang)),
        }
    }
    if !without.is_empty() {
        let labels = claims::listed(&without, lang);
        clauses.push(fill(say(lang, "chart.regret-none"), &[("labels", &labels)]));
    }
    claims::headed(say(lang, "chart.regret-heading"), &clauses.join(say(lang, "chart.then")), lang)
}

fn spoken(scene: &Drawn) -> String {
    let lang = scene.lang;
    scene.spoken(|known, format, name| {
        let value = |value: f64| match value.is_finite() {
            true => number(value, known.indicator.unit.decimals(), lang),
            false => say(lang, "chart.undefined").to_owned(),
        };
        let regret = &known.decision.regret[format];
        let (mean, largest) = (value(regret.expected.0), value(regret.largest.0));
        let values = [("format", name), ("mean", &*mean), ("largest", &*largest)];
        fill(say(lang, "chart.regret-spoken"), &values)
    })
}

fn table(knowledge: &Knowledge) -> Table {
    let mut table = Table::of(&[
        "indicator",
        "format",
        "unit",
        "mean",
        "mean_low",
        "mean_high",
        "largest",
        "largest_low",
        "largest_high",
        "chosen_share",
    ]);
    for known in &knowledge.known {
        for (format, regret) in known.decision.regret.iter().enumerate() {
            let ((mean, of_mean), (largest, of_largest)) = (regret.expected, regret.largest);
            let names =
                [known.indicator.id, &knowledge.manifest.formats[format].id, known.indicator.unit.schema()];
            let numbers =
                [mean, of_mean.low, of_mean.high, largest, of_largest.low, of_largest.high, regret.chosen];
            table.push(&names, &numbers);
        }
    }
    table
}
