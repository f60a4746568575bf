//! How secure jobs and employers are: one panel per indicator of stability, one row per format.

use super::axis::Scale;
use super::palette::{BASE, LABEL, NAME, RULE, SMALL, wear};
use super::sheet::{self, COLUMN, Sheet};
use super::svg::Drawing;
use super::{Picture, Table, claims, figures};
use crate::comparison::{Comparison, Summary};
use crate::experiment::results::{FormatName, Results};
use crate::indicators::registry::{self, Indicator};
use crate::indicators::{Better, Unit};
use crate::words::numbers::number;
use crate::words::{Lang, fill, say};

/// The indicators drawn, where the results hold them.
const INDICATORS: [&str; 6] = [
    "open-ended-share",
    "involuntary-loss-12",
    "income-variation",
    "conversion",
    "structure-survival",
    "pool-survival",
];
/// More abreast than this would be too narrow to read.
const MOST_ABREAST: usize = 3;
const LEFT: f64 = 400.0;
const GAP: f64 = 40.0;
const HEAD: f64 = 110.0;
const ROW: f64 = 94.0;
/// Room for the printed median at the right of a panel.
const FIGURE: f64 = 125.0;
const UNDER: f64 = 60.0;

/// An indicator summed up under every format.
struct Panel {
    indicator: &'static Indicator,
    summaries: Vec<Summary>,
}

/// Draws the chart.
pub fn draw(results: &Results, comparison: &Comparison, lang: Lang) -> Picture {
    let panels: Vec<Panel> = INDICATORS.iter().filter_map(|id| panel(results, id)).collect();
    let ids: Vec<&str> = panels.iter().map(|panel| panel.indicator.id).collect();
    let title = claims::tally(comparison, &ids, say(lang, "chart.stability-heading"), lang);
    let what = say(lang, "chart.stability-what");
    let whom = sheet::population(&results.provenance, lang);
    let mut sheet = Sheet::new(COLUMN, title, [what, &whom].join(" "), results, lang);
    if panels.is_empty() {
        return sheet.nothing();
    }
    let rows = results.formats.len() as f64;
    let mut top = sheet.top;
    let most = if panels.len() == 4 { 2 } else { panels.len().min(MOST_ABREAST) };
    for abreast in panels.chunks(most) {
        for format in 0..results.formats.len() {
            let at = (0.0, top + HEAD + ROW * format as f64 + 12.0);
            sheet::name(&mut sheet.drawing, &results.formats, format, at, LEFT - 30.0, lang);
        }
        let width = (COLUMN - LEFT - GAP * (most - 1) as f64) / most as f64;
        for (place, panel) in abreast.iter().enumerate() {
            let from = LEFT + place as f64 * (width + GAP);
            panel.draw(&mut sheet.drawing, (from, from + width), top, lang);
        }
        top += HEAD + ROW * rows + UNDER;
    }
    let spoken =
        panels.iter().map(|panel| panel.spoken(&results.formats, lang)).collect::<Vec<_>>().join(" ");
    sheet.finish(top, say(lang, "chart.stability-how"), &spoken, table(&panels, &results.formats))
}

/// Nothing where the results lack the indicator or it is defined under no format.
fn panel(results: &Results, id: &str) -> Option<Panel> {
    let column = results.columns.iter().position(|column| column == id)?;
    let indicator = registry::find(id)?;
    let summary = |format: &Vec<Vec<f64>>| Summary::of(&format[column]);
    let summaries: Vec<Summary> =
        results.values.iter().map(summary).map(|of| told(of, indicator.unit)).collect();
    summaries.iter().any(|summary| summary.count > 0).then_some(Panel { indicator, summaries })
}

/// A yes or no has no quantiles worth drawing: the share of yes stands for them.
fn told(summary: Summary, unit: Unit) -> Summary {
    match unit {
        Unit::Replications => {
            Summary { median: summary.mean, p05: summary.mean, p95: summary.mean, ..summary }
        }
        _ => summary,
    }
}

impl Panel {
    fn draw(&self, drawing: &mut Drawing, (from, to): (f64, f64), top: f64, lang: Lang) {
        self.head(drawing, (from, to), top, lang);
        let first = top + HEAD;
        let bottom = first + ROW * self.summaries.len() as f64;
        let scale = self.scale().on(from + 10.0, to - FIGURE);
        self.axis(drawing, &scale, (first, bottom), lang);
        for (format, summary) in self.summaries.iter().enumerate() {
            let y = first + ROW * format as f64 + 12.0 + 0.44 * LABEL.size;
            if summary.count == 0 {
                sheet::text_left(drawing, say(lang, "chart.undefined"), (to, y + 0.36 * SMALL.size), SMALL);
                continue;
            }
            let wear = wear(format);
            drawing.line((scale.at(summary.p05), y), (scale.at(summary.p95), y), wear.range());
            drawing.marker(wear.marker, (scale.at(summary.median), y), 12.0, wear.colour);
            let text = self.median(summary, lang);
            sheet::text_left(drawing, &text, (to, y + 0.36 * NAME.size), NAME);
        }
    }

    /// Percentages print their sign; other units stand in the panel's head.
    fn median(&self, summary: &Summary, lang: Lang) -> String {
        match self.indicator.unit {
            Unit::Percent | Unit::PercentPerYear => {
                figures::short_value(summary.median, self.indicator.unit, lang)
            }
            unit => number(summary.median, unit.decimals(), lang),
        }
    }

    fn head(&self, drawing: &mut Drawing, (from, to): (f64, f64), top: f64, lang: Lang) {
        let label = match self.indicator.unit {
            Unit::Percent => self.indicator.label.get(lang).to_owned(),
            unit => figures::with_name(self.indicator.label.get(lang), unit.text().get(lang), lang),
        };
        let lines = NAME.wrap(&label, to - from, 2);
        let mut y = top + HEAD - 42.0 - 1.2 * NAME.size * lines.len() as f64 + 0.9 * NAME.size;
        for line in &lines {
            drawing.text(line, (from, y), NAME);
            y += 1.2 * NAME.size;
        }
        let direction = match self.indicator.better {
            Better::Higher => say(lang, "chart.more-is-better"),
            Better::Lower => say(lang, "chart.less-is-better"),
            Better::Neither => "",
        };
        drawing.text(direction, (from, y - 2.0), SMALL);
    }

    fn scale(&self) -> Scale {
        let ends = self.summaries.iter().flat_map(|summary| [summary.p05, summary.p95]);
        let scale = Scale::holding(ends, 3.0);
        match self.indicator.unit {
            Unit::Percent if self.summaries.iter().all(|s| !(s.p05 < 0.0 || s.p95 > 100.0)) => {
                scale.within(0.0, 100.0)
            }
            _ => scale,
        }
    }

    fn axis(&self, drawing: &mut Drawing, scale: &Scale, (top, bottom): (f64, f64), lang: Lang) {
        let (low, high) = scale.ends();
        let (top, bottom) = (top - 8.0, bottom - 16.0);
        drawing.line((scale.at(low), bottom), (scale.at(high), bottom), BASE);
        for value in scale.ticks() {
            let x = scale.at(value);
            drawing.line((x, top), (x, bottom), RULE);
        }
        sheet::tick_labels(drawing, scale, 1.0, bottom + 32.0, lang);
    }

    fn spoken(&self, formats: &[FormatName], lang: Lang) -> String {
        let sentence = |(format, summary): (usize, &Summary)| {
            let name = formats[format].label.get(lang);
            if summary.count == 0 {
                let value = say(lang, "chart.undefined");
                return fill(say(lang, "chart.figure"), &[("format", name), ("value", value)]);
            }
            let [low, high] =
                [summary.p05, summary.p95].map(|v| number(v, self.indicator.unit.decimals(), lang));
            let value = figures::value(summary.median, self.indicator.unit, lang);
            let values = [("format", name), ("value", &value), ("low", &low), ("high", &high)];
            fill(say(lang, "chart.in-range"), &values)
        };
        let list: Vec<String> = self.summaries.iter().enumerate().map(sentence).collect();
        claims::headed(self.indicator.label.get(lang), &list.join(say(lang, "chart.then")), lang) + "."
    }
}

fn table(panels: &[Panel], formats: &[FormatName]) -> Table {
    let mut table = Table::of(&["indicator", "format", "unit", "defined", "p05", "p50", "p95"]);
    for panel in panels {
        for (format, summary) in panel.summaries.iter().enumerate() {
            let defined = summary.count.to_string();
            let names = [panel.indicator.id, &formats[format].id, panel.indicator.unit.schema(), &defined];
            table.push(&names, &[summary.p05, summary.median, summary.p95]);
        }
    }
    table
}
