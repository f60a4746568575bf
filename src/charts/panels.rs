//! One panel per indicator of a theme, one row per format: medians and ranges side by side.

use super::axis::Scale;
use super::names::Names;
use super::palette::{BASE, NAME, RULE, SMALL, wear};
use super::sheet::{self, Sheet, TALLEST};
use super::svg::Drawing;
use super::{Picture, Scene, Size, Table, claims, measure};
use crate::comparison::Summary;
use crate::experiment::results::{FormatName, Results};
use crate::figures;
use crate::indicators::registry::{self, Indicator};
use crate::indicators::{Better, Unit};
use crate::words::numbers::{number, with_unit};
use crate::words::{Lang, fill, say};

/// A chart of panels: what it is headed, what it says of itself, the indicators drawn where the results hold them.
#[derive(Clone, Copy, Debug)]
pub struct Theme {
    /// Key of what its title begins with.
    pub heading: &'static str,
    /// Key of its subtitle.
    pub what: &'static str,
    /// Its panels.
    pub indicators: &'static [&'static str],
}

/// How secure jobs and employers are.
pub const STABILITY: Theme = Theme {
    heading: "chart.stability-heading",
    what: "chart.stability-what",
    indicators: &[
        "open-ended-share",
        "involuntary-loss-12",
        "income-variation",
        "conversion",
        "reversal",
        "structure-survival",
    ],
};
/// Which contracts become which.
pub const CONTRACTS: Theme = Theme {
    heading: "chart.contracts-heading",
    what: "chart.contracts-what",
    indicators: &["conversion", "reversal", "open-ended-share"],
};
/// Which needs are met.
pub const ACCESS: Theme = Theme {
    heading: "chart.access-heading",
    what: "chart.access-what",
    indicators: &["coverage", "coverage-recurrent", "coverage-temporary", "expert-fte", "time-to-fill"],
};
/// How people and teams bear it.
pub const WELL_BEING: Theme = Theme {
    heading: "chart.well-being-heading",
    what: "chart.well-being-what",
    indicators: &["stress-change", "burnout", "absence", "overload"],
};
/// Whom people meet.
pub const NETWORK: Theme = Theme {
    heading: "chart.network-heading",
    what: "chart.network-what",
    indicators: &["resource-persons", "team-practice-people", "team-practice-structures"],
};

const LEFT: f64 = 400.0;
const GAP: f64 = 40.0;
/// A row, if the page leaves room for it; and the lowest that can be read.
const ROW: f64 = 94.0;
const LOWEST_ROW: f64 = 33.0;
/// Room for the printed median at the right of a panel.
const FIGURE: f64 = 140.0;
const UNDER: f64 = 54.0;

/// An indicator summed up under every format.
struct Panel {
    indicator: &'static Indicator,
    /// Format by format; nothing where it is not defined.
    summaries: Vec<Option<Summary>>,
}

/// Where panels stand.
struct Layout {
    left: f64,
    width: f64,
    abreast: usize,
    row: f64,
    heads: Vec<f64>,
}

/// Whether the results hold anything to draw.
pub fn applies(results: &Results, theme: &Theme) -> bool {
    theme.indicators.iter().any(|id| panel(results, id).is_some())
}

/// Draws the chart.
pub fn draw(scene: &Scene, theme: &Theme) -> Picture {
    let (results, lang) = (scene.results, scene.lang);
    let panels: Vec<Panel> = theme.indicators.iter().filter_map(|id| panel(results, id)).collect();
    let ids: Vec<&str> = panels.iter().map(|panel| panel.indicator.id).collect();
    let title = claims::tally(scene, &ids, say(lang, theme.heading));
    let mut sheet = Sheet::new(scene, scene.size.width(), title, say(lang, theme.what));
    if panels.is_empty() {
        return sheet.nothing();
    }
    let notes = &claims::with_title_told(say(lang, "chart.stability-how"), scene.comparison, lang);
    let left = if scene.size == Size::Narrow { 300.0 } else { LEFT };
    let wished = Names::new(&results.formats, left - 30.0, lang);
    let layout = Layout::of(scene, &panels, &wished, left, TALLEST - sheet.top - sheet.foot_height(notes));
    let names = Names::fitting(&results.formats, left - 30.0, layout.row, lang);
    let mut top = sheet.top;
    for (abreast, head) in panels.chunks(layout.abreast).zip(&layout.heads) {
        for format in 0..results.formats.len() {
            let middle = top + head + layout.row * (format as f64 + 0.5);
            names.draw_centred(&mut sheet.drawing, format, (0.0, middle));
        }
        for (place, panel) in abreast.iter().enumerate() {
            let from = layout.left + place as f64 * (layout.width + GAP);
            panel.draw(&mut sheet.drawing, (from, from + layout.width), (top, *head, layout.row), lang);
        }
        top += head + layout.row * results.formats.len() as f64 + UNDER;
    }
    let spoken =
        panels.iter().map(|panel| panel.spoken(&results.formats, lang)).collect::<Vec<_>>().join(" ");
    sheet.finish(top, notes, &spoken, table(&panels, &results.formats))
}

impl Layout {
    fn of(scene: &Scene, panels: &[Panel], names: &Names, left: f64, room: f64) -> Layout {
        let most = if scene.size == Size::Narrow { 1 } else { 3 };
        let abreast = if panels.len() == 4 { most.min(2) } else { panels.len().min(most) };
        let width = (scene.size.width() - left - GAP * (abreast - 1) as f64) / abreast as f64;
        let head =
            |panel: &Panel| panel.head_lines(width, scene.lang).len() as f64 * LINE + 2.0 * 0.6 * LINE + 30.0;
        let heads: Vec<f64> =
            panels.chunks(abreast).map(|row| row.iter().map(head).fold(0.0, f64::max)).collect();
        let rows = (heads.len() * scene.results.formats.len()).max(1) as f64;
        let free = room - heads.iter().sum::<f64>() - UNDER * heads.len() as f64;
        let row = (names.tallest() + 16.0).max(0.7 * ROW).min(free / rows).max(LOWEST_ROW);
        Layout { left, width, abreast, row, heads }
    }
}

/// Nothing where the results lack the indicator or it is defined under no format.
fn panel(results: &Results, id: &str) -> Option<Panel> {
    let indicator = registry::find(id)?;
    let summaries: Vec<Option<Summary>> =
        (0..results.formats.len()).map(|format| measure::summed(results, indicator, format)).collect();
    summaries.iter().any(Option::is_some).then_some(Panel { indicator, summaries })
}

/// Base line to base line in the head of a panel.
const LINE: f64 = 1.2 * NAME.size;

impl Panel {
    fn draw(
        &self,
        drawing: &mut Drawing,
        (from, to): (f64, f64),
        (top, head, row): (f64, f64, f64),
        lang: Lang,
    ) {
        self.head(drawing, (from, to), top + head, lang);
        let first = top + head;
        let bottom = first + row * self.summaries.len() as f64;
        let scale = self.scale().on(from + 10.0, to - FIGURE);
        self.axis(drawing, &scale, (first, bottom), lang);
        for (format, summary) in self.summaries.iter().enumerate() {
            let y = first + row * (format as f64 + 0.5);
            let Some(summary) = summary else {
                let (text, half) = (say(lang, "chart.undefined"), 0.6 * SMALL.size);
                // no line of the grid goes through the words
                drawing.bar((to - SMALL.width(text) - 6.0, y - half), (to, y + half), "gap", "#ffffff");
                sheet::text_left(drawing, text, (to, y + 0.36 * SMALL.size), SMALL);
                continue;
            };
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
                measure::short_value(summary.median, self.indicator.unit, lang)
            }
            unit @ Unit::Replications => with_unit(&number(summary.median, unit.decimals(), lang), "%", lang),
            unit => number(summary.median, unit.decimals(), lang),
        }
    }

    fn head_lines(&self, width: f64, lang: Lang) -> Vec<String> {
        let label = match self.indicator.unit {
            Unit::Percent => self.indicator.label.get(lang).to_owned(),
            unit => measure::with_name(self.indicator.label.get(lang), unit.text().get(lang), lang),
        };
        NAME.wrap(&label, width)
    }

    /// The indicator's name and its better side, right above `bottom`.
    fn head(&self, drawing: &mut Drawing, (from, to): (f64, f64), bottom: f64, lang: Lang) {
        let direction = match self.indicator.better {
            Better::Higher => say(lang, "chart.more-is-better"),
            Better::Lower => say(lang, "chart.less-is-better"),
            Better::Neither => "",
        };
        let mut y = bottom - 20.0;
        if !direction.is_empty() {
            drawing.text(direction, (from, y), SMALL);
            y -= 0.95 * LINE;
        }
        for line in self.head_lines(to - from, lang).iter().rev() {
            drawing.text(line, (from, y), NAME);
            y -= LINE;
        }
    }

    fn scale(&self) -> Scale {
        let ends = self.summaries.iter().flatten().flat_map(|summary| [summary.p05, summary.p95]);
        let scale = Scale::holding(ends, 3.0);
        match self.indicator.unit {
            Unit::Percent if self.summaries.iter().flatten().all(|s| s.p05 >= 0.0 && s.p95 <= 100.0) => {
                scale.within(0.0, 100.0)
            }
            _ => scale,
        }
    }

    fn axis(&self, drawing: &mut Drawing, scale: &Scale, (top, bottom): (f64, f64), lang: Lang) {
        let (low, high) = scale.ends();
        let (top, bottom) = (top - 8.0, bottom + 4.0);
        drawing.line((scale.at(low), bottom), (scale.at(high), bottom), BASE);
        for value in scale.ticks() {
            let x = scale.at(value);
            drawing.line((x, top), (x, bottom), RULE);
        }
        sheet::tick_labels(drawing, scale, 1.0, bottom + 32.0, lang);
    }

    fn spoken(&self, formats: &[FormatName], lang: Lang) -> String {
        let sentence = |(format, summary): (usize, &Option<Summary>)| {
            let name = formats[format].label.get(lang);
            let told = |value: &str| fill(say(lang, "chart.figure"), &[("format", name), ("value", value)]);
            let Some(summary) = summary else { return told(say(lang, "chart.undefined")) };
            let [low, high] =
                [summary.p05, summary.p95].map(|v| number(v, self.indicator.unit.decimals(), lang));
            let value = figures::value(summary.median, self.indicator.unit, lang);
            if summary.p05 == summary.p95 {
                return told(&value);
            }
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
            let summary = summary.unwrap_or_else(|| Summary::of(&[]));
            let defined = summary.count.to_string();
            let names = [panel.indicator.id, &formats[format].id, panel.indicator.unit.schema(), &defined];
            table.push(&names, &[summary.p05, summary.median, summary.p95]);
        }
    }
    table
}
