//! On which parameters each outcome depends: the strongest of them with their intervals, one block per indicator, a
//! mark for each format's difference from the reference.

use super::axis::Scale;
use super::fonts::Weight;
use super::names;
use super::palette::{BASE, INK, MUTED, POINT, RULE, SMALL, letters, wear};
use super::sheet::{self, Sheet, TALLEST, heading};
use super::svg::{Drawing, Pen, Type};
use super::{Depends, Picture, Size, Table, claims, measure};
use crate::figures;
use crate::indicators::registry::{self, Indicator};
use crate::sensitivity::Sensitivity;
use crate::sensitivity::stored::{Estimate, Outcome, Step};
use crate::words::numbers::number;
use crate::words::{Lang, fill, say, typeset};

/// A step that is drawn: which, the keys of its heading, of what it says of itself, of how it is read.
#[derive(Clone, Copy, Debug)]
pub struct Shown {
    step: fn(&Sensitivity) -> Option<&Step>,
    heading: &'static str,
    what: &'static str,
    how: &'static str,
    /// Its figures are shares of a variance; else amounts in the indicator's unit.
    shares: bool,
}

/// The screening of all parameters.
pub const SCREENING: Shown = Shown {
    step: |study| study.screening.as_ref(),
    heading: "chart.screening-heading",
    what: "chart.screening-what",
    how: "chart.screening-how",
    shares: false,
};
/// The shares of the variance of those that matter.
pub const SHARES: Shown = Shown {
    step: |study| study.shares.as_ref(),
    heading: "chart.shares-heading",
    what: "chart.shares-what",
    how: "chart.shares-how",
    shares: true,
};

/// Marks of more formats than this in a row could not be told apart.
const MOST_FORMATS: usize = 4;
/// The rows of an indicator, if the page leaves room for them.
const MOST_ROWS: usize = 8;
/// Between the marks of a row, and around them.
const STEP: f64 = 21.0;
const PAD: f64 = 18.0;
const HEAD: f64 = 76.0;
const UNDER: f64 = 44.0;
const LABEL: Type = letters(7.0, Weight::Regular, INK);
/// Names are not set smaller than this.
const SMALLEST: f64 = 4.5 * POINT;
/// Base line to base line in a name, and white beside it.
const LEADING: f64 = 1.1;
const ASIDE: f64 = 24.0;

/// What is drawn of an indicator.
struct Block<'a> {
    indicator: &'static Indicator,
    outcomes: Vec<&'a Outcome>,
    /// Places of the parameters, the strongest first.
    order: Vec<usize>,
}

/// Whether the step was done, and found an effect.
pub fn applies(study: &Sensitivity, shown: &Shown) -> bool {
    (shown.step)(study).is_some_and(|step| !blocks(step, MOST_ROWS).is_empty())
}

/// Draws the chart.
pub fn draw(scene: &Depends, shown: &Shown) -> Picture {
    let (lang, width) = (scene.lang, scene.size.width());
    let Some(step) = (shown.step)(scene.study) else { return Picture::default() };
    let every = blocks(step, MOST_ROWS);
    if every.is_empty() {
        let heading = say(lang, shown.heading).to_owned();
        return Sheet::of_points(&step.manifest, lang, width, heading, "").nothing();
    }
    let reference = step.manifest.formats[0].short.get(lang);
    let levels = every.iter().flat_map(|block| &block.outcomes).all(|outcome| outcome.against.is_none());
    let of = say(lang, if levels { "chart.depends-level" } else { "chart.depends-difference" });
    let what = fill(say(lang, shown.what), &[("of", &fill(of, &[("reference", reference)]))]);
    let title = title(&every, lang);
    let mut sheet = Sheet::of_points(&step.manifest, lang, width, title, &what);
    let drawn: Vec<usize> = every[0].outcomes.iter().map(|outcome| outcome.format).collect();
    let notes = notes(step, shown, &drawn, lang);
    let key = names::key(&mut sheet.drawing, &step.manifest.formats, &drawn, (sheet.top + 6.0, width), lang);
    let row = STEP * drawn.len() as f64 + PAD;
    let heads = every.iter().map(|block| block.name(shown.shares, lang));
    let head = HEAD + sheet::beyond_one_line(heads, width);
    let room = (TALLEST - key - sheet.foot_height(&notes)) / every.len() as f64 - head - UNDER;
    let blocks = blocks(step, ((room / row) as usize).clamp(1, MOST_ROWS));
    let left = if scene.size == Size::Narrow { 330.0 } else { 640.0 };
    let letters = fitting(&blocks, left - ASIDE, row, lang);
    let frame = Frame { left, right: width, head, row, shares: shown.shares, letters, lang };
    let mut top = key;
    for block in &blocks {
        top = block.draw(&mut sheet.drawing, &frame, top);
    }
    let spoken = blocks.iter().map(|block| block.spoken(step, shown, lang)).collect::<Vec<_>>().join(" ");
    sheet.finish(top, &notes, &spoken, table(step, shown))
}

/// An indicator with the outcomes that are drawn: differences from the reference if there are any, else levels.
fn blocks(step: &Step, rows: usize) -> Vec<Block<'_>> {
    let mut columns: Vec<&String> = step.outcomes.iter().map(|outcome| &outcome.column).collect();
    columns.dedup();
    let block = |column: &String| {
        let of: Vec<&Outcome> = step.outcomes.iter().filter(|outcome| outcome.column == *column).collect();
        let differences: Vec<&Outcome> = of.iter().copied().filter(|o| o.against.is_some()).collect();
        let mut outcomes = if differences.is_empty() { of } else { differences };
        outcomes.truncate(MOST_FORMATS);
        let order = strongest(&outcomes, rows);
        Some(Block { indicator: registry::find(column)?, outcomes, order }).filter(|b| !b.order.is_empty())
    };
    columns.into_iter().filter_map(block).collect()
}

/// The parameters with an effect on any outcome, the strongest first; an effect counts as a share of the largest.
fn strongest(outcomes: &[&Outcome], most: usize) -> Vec<usize> {
    let parameters = outcomes.iter().map(|outcome| outcome.estimates.len()).min().unwrap_or(0);
    let strength = |place: usize| {
        let of = |outcome: &&Outcome| outcome.estimates[place].value;
        outcomes.iter().map(of).filter(|value| value.is_finite()).fold(0.0, f64::max)
    };
    let mut order: Vec<(usize, f64)> = (0..parameters).map(|place| (place, strength(place))).collect();
    order.retain(|(_, strength)| *strength > 0.0);
    order.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    order.into_iter().map(|(place, _)| place).take(most).collect()
}

/// Where rows stand and how names and figures are written.
struct Frame {
    left: f64,
    right: f64,
    head: f64,
    row: f64,
    shares: bool,
    letters: Type,
    lang: Lang,
}

/// Letters in which no name takes more lines than its row holds: set smaller rather than cut, all alike.
fn fitting(blocks: &[Block], room: f64, row: f64, lang: Lang) -> Type {
    let mut letters = LABEL;
    let labels: Vec<String> =
        blocks.iter().flat_map(|block| block.order.iter().map(|place| block.label(*place, lang))).collect();
    let fits = |letters: Type| {
        labels
            .iter()
            .all(|label| letters.wrap(label, room).len() as f64 * LEADING * letters.size <= row - 4.0)
    };
    while !fits(letters) && letters.size > SMALLEST {
        letters.size *= 0.94;
    }
    letters
}

impl Block<'_> {
    fn draw(&self, drawing: &mut Drawing, frame: &Frame, top: f64) -> f64 {
        let lang = frame.lang;
        let first = top + frame.head;
        let bottom = first + frame.row * self.order.len() as f64;
        heading(drawing, &self.name(frame.shares, lang), (first - 22.0, frame.right));
        let scale = self.scale(frame.shares).on(frame.left, frame.right - 20.0);
        for value in scale.ticks() {
            let x = scale.at(value);
            drawing.line((x, first - 8.0), (x, bottom), if value == 0.0 { BASE } else { RULE });
        }
        for (place, parameter) in self.order.iter().enumerate() {
            let y = first + frame.row * (place as f64 + 0.5);
            self.named(drawing, *parameter, y, frame);
            for (turn, outcome) in self.outcomes.iter().enumerate() {
                let off = STEP * (turn as f64 - 0.5 * (self.outcomes.len() - 1) as f64);
                marked(drawing, &outcome.estimates[*parameter], outcome.format, (&scale, y + off));
            }
            let under = first + frame.row * (place as f64 + 1.0);
            drawing.line((0.0, under), (frame.right, under), RULE);
        }
        match frame.shares {
            true => percent_labels(drawing, &scale, bottom + 32.0, lang),
            false => sheet::tick_labels(drawing, &scale, 1.0, bottom + 32.0, lang),
        }
        bottom + UNDER
    }

    /// The indicator's name, with its unit where figures are not shares.
    fn name(&self, shares: bool, lang: Lang) -> String {
        let label = self.indicator.label.get(lang);
        let unit = figures::short_unit_of_differences(self.indicator.unit, lang);
        if shares { label.to_owned() } else { measure::with_name(label, unit, lang) }
    }

    /// Draws a parameter's name about the middle of its row.
    fn named(&self, drawing: &mut Drawing, parameter: usize, y: f64, frame: &Frame) {
        let letters = frame.letters;
        let lines = letters.wrap(&self.label(parameter, frame.lang), frame.left - ASIDE);
        let leading = LEADING * letters.size;
        let mut base = y + 0.36 * letters.size - 0.5 * leading * (lines.len() - 1) as f64;
        for line in lines {
            drawing.text(&line, (0.0, base), letters);
            base += leading;
        }
    }

    /// A share, or an amount whose unit stands beside the indicator's name.
    fn written(&self, value: f64, shares: bool, lang: Lang) -> String {
        match shares {
            true => figures::share(value, lang),
            false => number(value, self.indicator.unit.decimals(), lang),
        }
    }

    fn label(&self, parameter: usize, lang: Lang) -> String {
        typeset(lang, self.outcomes[0].estimates[parameter].label.get(lang))
    }

    fn scale(&self, shares: bool) -> Scale {
        let of = |outcome: &&Outcome| {
            let ends = |place: &usize| {
                let estimate = &outcome.estimates[*place];
                [0.0, estimate.value, estimate.interval.high, estimate.interval.low.min(0.0)]
            };
            self.order.iter().flat_map(ends).collect::<Vec<f64>>()
        };
        let ends: Vec<f64> = self.outcomes.iter().flat_map(of).collect();
        let scale = Scale::holding(ends, 5.0);
        let values =
            self.outcomes.iter().flat_map(|o| self.order.iter().map(|place| o.estimates[*place].value));
        // intervals of few pairs reach far beyond the whole
        if shares { scale.within(-0.2, values.fold(1.2, f64::max)) } else { scale }
    }

    fn spoken(&self, step: &Step, shown: &Shown, lang: Lang) -> String {
        let of = |place: &usize| {
            let figure = |outcome: &&Outcome| {
                let value = self.written(outcome.estimates[*place].value, shown.shares, lang);
                let format = step.manifest.formats[outcome.format].short.get(lang);
                fill(say(lang, "chart.figure"), &[("format", format), ("value", &value)])
            };
            let list: Vec<String> = self.outcomes.iter().map(figure).collect();
            claims::headed(&self.label(*place, lang), &list.join(", "), lang)
        };
        let list: Vec<String> = self.order.iter().map(of).collect();
        claims::headed(&self.name(shown.shares, lang), &list.join(say(lang, "chart.then")), lang) + "."
    }
}

/// An estimate with its interval; of a share, what the parameter does alone is a ring.
fn marked(drawing: &mut Drawing, estimate: &Estimate, format: usize, (scale, y): (&Scale, f64)) {
    let wear = wear(format);
    if !estimate.value.is_finite() {
        return;
    }
    let interval = estimate.interval;
    if interval.low.is_finite() && interval.high.is_finite() {
        let ends = [interval.low, interval.high].map(|end| scale.clamped(end));
        drawing.line((ends[0], y), (ends[1], y), Pen { class: "interval", width: 3.5, ..wear.range() });
    }
    if estimate.alone.is_finite() {
        drawing.ring((scale.clamped(estimate.alone.max(0.0)), y), 7.5, "alone", wear.colour);
    }
    drawing.marker(wear.marker, (scale.clamped(estimate.value), y), 10.0, wear.colour);
}

fn percent_labels(drawing: &mut Drawing, scale: &Scale, base: f64, lang: Lang) {
    for value in scale.ticks() {
        let letters = SMALL.anchored(super::svg::Anchor::Middle);
        drawing.text(
            &figures::share(value, lang),
            (scale.at(value), base),
            Type { colour: MUTED, ..letters },
        );
    }
}

/// The parameters that stand out, each with the indicators on which the intervals tell it apart from all others.
fn title(blocks: &[Block], lang: Lang) -> String {
    let mut leaders: Vec<(&Estimate, Vec<String>)> = Vec::new();
    let mut without = Vec::new();
    for block in blocks {
        let label = claims::quoted(block.indicator.label.get(lang), lang);
        let Some(lead) = leading(block) else {
            without.push(label);
            continue;
        };
        match leaders.iter_mut().find(|(known, _)| known.path == lead.path) {
            Some((_, labels)) => labels.push(label),
            None => leaders.push((lead, vec![label])),
        }
    }
    let of = |(lead, labels): &(&Estimate, Vec<String>)| {
        let parameter = claims::quoted(&typeset(lang, lead.label.get(lang)), lang);
        let values = [("parameter", &*parameter), ("labels", &claims::listed(labels, lang))];
        fill(say(lang, "chart.depends-most"), &values)
    };
    let mut clauses: Vec<String> = leaders.iter().map(of).collect();
    if !without.is_empty() {
        let labels = claims::listed(&without, lang);
        clauses.push(fill(say(lang, "chart.depends-unclear"), &[("labels", &labels)]));
    }
    claims::headed(say(lang, "chart.depends-heading"), &clauses.join(say(lang, "chart.then")), lang)
}

/// The parameter whose interval stands above that of every other, under the format on which it weighs most.
fn leading<'a>(block: &Block<'a>) -> Option<&'a Estimate> {
    let first = *block.order.first()?;
    let value = |outcome: &&&Outcome| outcome.estimates[first].value;
    let outcome: &'a Outcome = block
        .outcomes
        .iter()
        .filter(|outcome| outcome.estimates[first].value.is_finite())
        .max_by(|a, b| value(a).total_cmp(&value(b)))?;
    let lead = &outcome.estimates[first];
    let others = outcome.estimates.iter().enumerate().filter(|(place, _)| *place != first);
    let apart = |other: &Estimate| !(other.interval.high >= lead.interval.low || other.value >= lead.value);
    let known = lead.interval.low.is_finite() && lead.interval.low > 0.0;
    (known && others.map(|(_, other)| other).all(apart)).then_some(lead)
}

/// How to read it, and which formats are left to the table.
fn notes(step: &Step, shown: &Shown, drawn: &[usize], lang: Lang) -> String {
    let how = say(lang, shown.how).to_owned();
    let left: Vec<&str> = (1..step.manifest.formats.len())
        .filter(|format| !drawn.contains(format))
        .map(|format| step.manifest.formats[format].short.get(lang))
        .collect();
    if left.is_empty() || drawn == [0] {
        return how;
    }
    [how, fill(say(lang, "chart.depends-left"), &[("formats", &left.join(", "))])].join(" ")
}

fn table(step: &Step, shown: &Shown) -> Table {
    let figures = if shown.shares {
        ["total_share", "total_low", "total_high", "alone_share"]
    } else {
        ["mean_absolute_effect", "low", "high", "none"]
    };
    let head = ["indicator", "format", "against", "parameter"];
    let count = if shown.shares { 4 } else { 3 };
    let columns: Vec<&'static str> = head.into_iter().chain(figures.into_iter().take(count)).collect();
    let mut table = Table::of(&columns);
    for outcome in &step.outcomes {
        let id = |format: usize| step.manifest.formats[format].id.as_str();
        let against = outcome.against.map_or("", id);
        for estimate in &outcome.estimates {
            let Estimate { value, interval, alone, .. } = estimate;
            let numbers = [*value, interval.low, interval.high, *alone];
            let names = [outcome.column.as_str(), id(outcome.format), against, &estimate.path];
            table.push(&names, &numbers[..count]);
        }
    }
    table
}
