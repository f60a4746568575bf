//! How things go month by month since the launch, as fans: one column per series, one row per format.

use super::axis::Scale;
use super::measure::{self, Measure};
use super::names::Names;
use super::palette::{BASE, NAME, RULE, SMALL, wear};
use super::sheet::{self, Sheet, TALLEST};
use super::svg::{Anchor, Drawing, Pen, Point};
use super::{Picture, Scene, Size, Table, claims};
use crate::experiment::results::{Band, Results};
use crate::figures;
use crate::indicators::registry;
use crate::indicators::series::{self, Series};
use crate::words::numbers::number;
use crate::words::{Lang, fill, say};

/// A chart of fans: what it is headed, its series, of which the title tells the first.
#[derive(Clone, Copy, Debug)]
pub struct Fans {
    /// Key of what its title says when there is nothing.
    pub heading: &'static str,
    /// Its series, where the results hold them.
    pub series: &'static [&'static str],
    /// The indicator whose finding is its title; without one, the title tells what the first series comes to.
    pub finding: Option<&'static str>,
    /// Whether the formats under which the series stay at zero are left out.
    pub only: Only,
}

/// Which formats are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Only {
    /// Those under which something moves, on axes that hold zero.
    Moving,
    /// All, on axes that hold the values.
    Everything,
}

/// How the pool grows.
pub const POOL: Fans = Fans {
    heading: "chart.monthly-heading",
    series: &["members", "pooled-fte", "pool-cash"],
    finding: None,
    only: Only::Moving,
};
/// How needs and teams fare.
pub const NEEDS: Fans = Fans {
    heading: "chart.needs-heading",
    series: &["coverage", "stress", "overload"],
    finding: Some("coverage"),
    only: Only::Everything,
};

/// The title tells of each format up to that many, beyond of the least and the most.
const MOST_NAMED: usize = 3;
const GAP: f64 = 45.0;
/// Room for the figures of a panel's vertical axis.
const TICKS: f64 = 75.0;
/// A panel, if the page leaves room for it, and the lowest that can be read.
const PANEL: f64 = 205.0;
const LOWEST_PANEL: f64 = 60.0;
/// Between two rows, where each has its months, and where only the last has.
const BETWEEN: f64 = 105.0;
const BETWEEN_CLOSE: f64 = 48.0;
/// With more rows than this, months stand once below them all.
const MOST_APART: usize = 5;
/// What the axis under the last row takes.
const UNDER: f64 = 70.0;

/// Between which quantiles a band runs.
type Ends = fn(&Band) -> (f64, f64);
/// The bands of a fan and how dark each is.
const BANDS: [(Ends, f64); 2] = [(|band| (band.p05, band.p95), 0.18), (|band| (band.p25, band.p75), 0.32)];

/// A series under every drawn format, on one vertical axis.
struct Column<'a> {
    series: &'static Series,
    measure: Measure,
    scale: Scale,
    fans: Vec<&'a [Band]>,
}

/// Where rows and columns stand.
struct Layout {
    width: f64,
    top: f64,
    panel: f64,
    between: f64,
    close: bool,
    rows: usize,
}

impl Layout {
    fn row(&self, row: usize) -> f64 {
        self.top + row as f64 * (self.panel + self.between)
    }

    /// Whether the months are written under this row.
    fn has_months(&self, row: usize) -> bool {
        !self.close || row + 1 == self.rows
    }
}

/// Whether there is anything to draw.
pub fn applies(results: &Results, fans: &Fans) -> bool {
    let formats = active(results, fans);
    fans.series.iter().any(|id| column(results, id, &formats, fans.only).is_some())
}

/// Draws the chart.
pub fn draw(scene: &Scene, fans: &Fans) -> Picture {
    let (results, lang) = (scene.results, scene.lang);
    let formats = active(results, fans);
    let most = if scene.size == Size::Narrow { 1 } else { fans.series.len() };
    let all = fans.series.iter().filter_map(|id| column(results, id, &formats, fans.only));
    let columns: Vec<Column> = all.take(most).collect();
    let launch = sheet::date(results.provenance.launch, lang);
    let what = fill(say(lang, "chart.monthly-what"), &[("launch", &launch)]);
    let finding = fans.finding.and_then(registry::find);
    let title = match finding {
        Some(indicator) => claims::finding(scene, indicator),
        None => title(results, &formats, columns.first(), say(lang, fans.heading), lang),
    };
    let width = scene.size.width();
    let mut sheet = Sheet::new(scene, width, title, &what);
    if columns.is_empty() {
        return sheet.nothing();
    }
    let notes = notes(results, &formats, fans.only, lang);
    let longest = columns.iter().flat_map(|column| &column.fans).map(|fan| fan.len()).max().unwrap_or(1);
    let left = if scene.size == Size::Narrow { 270.0 } else { 330.0 };
    let names = Names::new(&results.formats, left - 20.0, lang);
    let layout = layout(&sheet, &columns, formats.len(), left, &notes, lang);
    for (place, column) in columns.iter().enumerate() {
        let from = left + place as f64 * (layout.width + GAP);
        let months = Scale::between(0.0, (longest - 1).max(1) as f64, month_step(longest))
            .on(from + TICKS, from + layout.width);
        column.head(&mut sheet.drawing, (from + TICKS, layout.width - TICKS), layout.top, lang);
        for (row, format) in formats.iter().enumerate() {
            column.panel(&mut sheet.drawing, (row, *format), &months, &layout, lang);
        }
    }
    for (row, format) in formats.iter().enumerate() {
        names.draw(&mut sheet.drawing, *format, (0.0, layout.row(row) + 16.0));
    }
    let bottom = layout.row(layout.rows - 1) + layout.panel + UNDER;
    let key = if in_years(longest) { "chart.monthly-years" } else { "chart.monthly-months" };
    let middle = ((left + width) / 2.0, bottom);
    sheet.drawing.text(say(lang, key), middle, SMALL.anchored(Anchor::Middle));
    let spoken = columns.iter().map(|c| c.spoken(results, &formats, lang)).collect::<Vec<_>>().join(" ");
    sheet.finish(bottom + 10.0, &notes, &spoken, table(&columns, results, &formats))
}

fn layout(sheet: &Sheet, columns: &[Column], rows: usize, left: f64, notes: &str, lang: Lang) -> Layout {
    let width = (sheet.width - left - GAP * (columns.len() - 1) as f64) / columns.len() as f64;
    let lines = columns.iter().map(|column| column.head_lines(width - TICKS, lang).len()).max().unwrap_or(1);
    let top = sheet.top + 1.2 * NAME.size * lines as f64 + 55.0;
    let close = rows > MOST_APART;
    let between = if close { BETWEEN_CLOSE } else { BETWEEN };
    let room = TALLEST - top - UNDER - sheet.foot_height(notes) - 20.0;
    let panel = (room / rows.max(1) as f64 - between).clamp(LOWEST_PANEL, PANEL);
    Layout { width, top, panel, between, close, rows }
}

/// The formats under which one of the series is not zero throughout.
fn active(results: &Results, fans: &Fans) -> Vec<usize> {
    if fans.only == Only::Everything {
        return (0..results.monthly.bands.len()).collect();
    }
    let moves =
        |band: &Band| [band.p05, band.p50, band.p95].iter().any(|value| value.is_finite() && *value != 0.0);
    let drawn = |id: &String| fans.series.contains(&id.as_str());
    let some = |format: &usize| {
        let bands = &results.monthly.bands[*format];
        results.monthly.series.iter().zip(bands).any(|(id, months)| drawn(id) && months.iter().any(moves))
    };
    (0..results.monthly.bands.len()).filter(some).collect()
}

fn column<'a>(results: &'a Results, id: &str, formats: &[usize], only: Only) -> Option<Column<'a>> {
    let place = results.monthly.series.iter().position(|series| series == id)?;
    let (_, series) = series::find(id)?;
    let fans: Vec<&[Band]> =
        formats.iter().map(|format| results.monthly.bands[*format][place].as_slice()).collect();
    let known: Vec<f64> = fans
        .iter()
        .copied()
        .flat_map(told)
        .flat_map(|b| [b.p05, b.p50, b.p95])
        .filter(|v| v.is_finite())
        .collect();
    if known.is_empty() {
        return None;
    }
    let largest = known.iter().fold(0.0_f64, |largest, value| largest.max(value.abs()));
    let measure = Measure::suiting(series.unit, largest);
    let zero = (only == Only::Moving).then_some(0.0);
    let ticks = if formats.len() > MOST_APART && only == Only::Moving { 2.0 } else { 3.0 };
    let scale = Scale::holding(known.iter().map(|value| value / measure.size).chain(zero), ticks);
    let scale = match only {
        Only::Moving => scale,
        // low panels leave no room for round ends
        Only::Everything => {
            let ends = known.iter().map(|value| value / measure.size);
            let (low, high) = ends.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
            scale.within(low, high)
        }
    };
    Some(Column { series, measure, scale, fans })
}

fn in_years(longest: usize) -> bool {
    longest > 24
}

/// Months from tick to tick.
fn month_step(longest: usize) -> f64 {
    match longest {
        ..=12 => 3.0,
        13..=24 => 6.0,
        25..=84 => 12.0,
        _ => 24.0,
    }
}

impl Column<'_> {
    fn head_lines(&self, width: f64, lang: Lang) -> Vec<String> {
        let label = measure::with_name(self.series.label.get(lang), self.measure.name(lang), lang);
        NAME.wrap(&label, width)
    }

    fn head(&self, drawing: &mut Drawing, (from, width): (f64, f64), top: f64, lang: Lang) {
        for (place, line) in self.head_lines(width, lang).iter().rev().enumerate() {
            drawing.text(line, (from, top - 50.0 - 1.2 * NAME.size * place as f64), NAME);
        }
    }

    fn panel(
        &self,
        drawing: &mut Drawing,
        (row, format): (usize, usize),
        months: &Scale,
        layout: &Layout,
        lang: Lang,
    ) {
        let (top, bottom) = (layout.row(row), layout.row(row) + layout.panel);
        let scale = self.scale.on(bottom, top);
        self.axes(drawing, months, &scale, (bottom, layout.has_months(row)), lang);
        let fan = told(self.fans[row]);
        for (ends, opacity) in BANDS {
            let outline = self.outline(fan, months, &scale, ends);
            if outline.len() > 2 {
                drawing.area(&outline, "band", wear(format).colour, opacity);
            }
        }
        let known = fan.iter().enumerate().filter(|(_, band)| band.p50.is_finite());
        let points: Vec<Point> = known
            .map(|(month, band)| (months.at(month as f64), scale.at(band.p50 / self.measure.size)))
            .collect();
        if points.is_empty() {
            drawing.text(say(lang, "chart.undefined"), (months.at(0.0) + 10.0, top - 10.0), SMALL);
            return;
        }
        drawing.curve(&points, Pen { dash: "", ..wear(format).curve() });
        let text = self.last(self.fans[row], lang);
        // above the fan, where the figures of the last month hide none of it
        drawing.text(&text, (months.at(0.0), top - 10.0), NAME);
    }

    fn axes(
        &self,
        drawing: &mut Drawing,
        months: &Scale,
        scale: &Scale,
        (bottom, written): (f64, bool),
        lang: Lang,
    ) {
        let (first, last) = months.ends();
        let (from, to) = (months.at(first), months.at(last));
        for value in scale.ticks() {
            let y = scale.at(value);
            let pen = if value == 0.0 { BASE } else { RULE };
            drawing.line((from, y), (to, y), pen);
            let text = number(value, scale.decimals(), lang);
            sheet::text_left(drawing, &text, (from - 10.0, y + 0.36 * SMALL.size), SMALL);
        }
        let unit = if last >= 24.0 { 12.0 } else { 1.0 };
        for month in months.ticks() {
            let x = months.at(month);
            drawing.line((x, bottom), (x, bottom + 8.0), BASE);
        }
        if written {
            sheet::tick_labels(drawing, months, unit, bottom + 34.0, lang);
        }
    }

    /// There along the lower ends, back along the upper ones.
    fn outline(&self, fan: &[Band], months: &Scale, scale: &Scale, ends: Ends) -> Vec<Point> {
        let known =
            fan.iter().map(ends).enumerate().filter(|(_, (low, high))| low.is_finite() && high.is_finite());
        let known: Vec<(usize, (f64, f64))> = known.collect();
        let at = |month: usize, value: f64| (months.at(month as f64), scale.at(value / self.measure.size));
        let low = known.iter().map(|(month, (low, _))| at(*month, *low));
        let high = known.iter().rev().map(|(month, (_, high))| at(*month, *high));
        low.chain(high).collect()
    }

    fn last(&self, fan: &[Band], lang: Lang) -> String {
        let Some(band) = fan.last().filter(|band| band.p50.is_finite()) else {
            return say(lang, "chart.monthly-closed").to_owned();
        };
        let [value, low, high] = [band.p50, band.p05, band.p95].map(|value| self.measure.write(value, lang));
        fill(say(lang, "chart.median-range"), &[("value", &value), ("low", &low), ("high", &high)])
    }

    fn spoken(&self, results: &Results, formats: &[usize], lang: Lang) -> String {
        let label = measure::with_name(self.series.label.get(lang), self.measure.name(lang), lang);
        let sentence = |(fan, format): (&&[Band], &usize)| {
            let name = results.formats[*format].label.get(lang);
            fill(say(lang, "chart.figure"), &[("format", name), ("value", &self.last(fan, lang))])
        };
        let list: Vec<String> = self.fans.iter().zip(formats).map(sentence).collect();
        claims::headed(&label, &list.join(say(lang, "chart.then")), lang) + "."
    }
}

/// The months of a fan up to the last in which enough replications are left: quantiles of a few tell of these few.
fn told(fan: &[Band]) -> &[Band] {
    /// One in so many of those in which the fan begins.
    const ENOUGH: u32 = 20;
    let begin = fan.first().map_or(0, |band| band.defined);
    let end = fan.iter().rposition(|band| band.defined * ENOUGH >= begin).map_or(0, |last| last + 1);
    &fan[..end]
}

/// In which share of the replications in which a fan begins its last month is defined, if not in all.
fn share(fan: &[Band]) -> Option<f64> {
    let (first, last) = (fan.first()?.defined, fan.last()?.defined);
    (last < first).then(|| f64::from(last) / f64::from(first))
}

/// What the first series has come to under each drawn format: a description, which compares nothing.
fn title(results: &Results, formats: &[usize], column: Option<&Column>, heading: &str, lang: Lang) -> String {
    let Some(column) = column else { return claims::headed(heading, say(lang, "chart.monthly-none"), lang) };
    let value = |(fan, format): (&&[Band], &usize)| {
        let name = results.formats[*format].short.get(lang);
        let Some(band) = fan.last().filter(|band| band.p50.is_finite()) else {
            return Some(fill(say(lang, "chart.monthly-none-left"), &[("format", name)]));
        };
        let value = column.measure.write(band.p50, lang);
        Some(match share(fan).map(|share| figures::share(share, lang)) {
            Some(share) => fill(
                say(lang, "chart.monthly-share"),
                &[("format", name), ("value", &value), ("share", &share)],
            ),
            None => fill(say(lang, "chart.monthly-figure"), &[("format", name), ("value", &value)]),
        })
    };
    let values: Vec<String> = column.fans.iter().zip(formats).filter_map(value).collect();
    let names: Vec<&str> = formats.iter().map(|format| results.formats[*format].short.get(lang)).collect();
    let longest = column.fans.iter().map(|fan| fan.len()).max().unwrap_or(0);
    let (key, count) = if in_years(longest) && longest.is_multiple_of(12) {
        ("chart.years", longest / 12)
    } else {
        ("chart.months", longest)
    };
    let when = fill(say(lang, key), &[("count", &count.to_string())]);
    let list =
        if values.len() > MOST_NAMED { span(column, &names, lang) } else { claims::listed(&values, lang) };
    let text = fill(say(lang, "chart.monthly-at"), &[("when", &when), ("list", &list)]);
    let label = measure::with_name(column.series.label.get(lang), column.measure.name(lang), lang);
    claims::headed(&label, &text, lang)
}

/// The least and the most that the series has come to under the formats that still have a pool, and who has none.
fn span(column: &Column, names: &[&str], lang: Lang) -> String {
    let last = |fan: &&[Band]| fan.last().map_or(f64::NAN, |band| band.p50);
    let lasts: Vec<f64> = column.fans.iter().map(last).collect();
    let closed: Vec<String> = names
        .iter()
        .zip(&lasts)
        .filter(|(_, last)| !last.is_finite())
        .map(|(name, _)| (*name).to_owned())
        .collect();
    let ends = [f64::min as fn(f64, f64) -> f64, f64::max].map(|of| lasts.iter().copied().fold(f64::NAN, of));
    let [low, high] = ends.map(|value| column.measure.write(value, lang));
    let span = match low == high {
        true => low,
        false => fill(say(lang, "chart.monthly-span"), &[("low", &low), ("high", &high)]),
    };
    let none = fill(say(lang, "chart.monthly-none-left"), &[("format", &claims::listed(&closed, lang))]);
    match closed.len() {
        0 => span,
        all if all == lasts.len() => say(lang, "chart.monthly-all-closed").to_owned(),
        _ => claims::listed(&[span, none], lang),
    }
}

fn notes(results: &Results, formats: &[usize], only: Only, lang: Lang) -> String {
    let flat: Vec<String> = (0..results.formats.len())
        .filter(|format| !formats.contains(format))
        .map(|format| results.formats[format].short.get(lang).to_owned())
        .collect();
    let open = if only == Only::Moving { say(lang, "chart.monthly-open") } else { "" };
    let how = [say(lang, "chart.monthly-how"), open].join(" ").trim_end().to_owned();
    if flat.is_empty() {
        return how;
    }
    let flat = fill(say(lang, "chart.monthly-flat"), &[("formats", &flat.join(", "))]);
    [how, flat].join(" ")
}

fn table(columns: &[Column], results: &Results, formats: &[usize]) -> Table {
    let mut table = Table::of(&[
        "series", "format", "unit", "month", "p05", "p25", "p50", "p75", "p95", "mean", "defined",
    ]);
    for column in columns {
        for (fan, format) in column.fans.iter().zip(formats) {
            for (month, band) in fan.iter().enumerate() {
                let month = month.to_string();
                let names =
                    [column.series.id, &results.formats[*format].id, column.series.unit.schema(), &month];
                table.push(
                    &names,
                    &[band.p05, band.p25, band.p50, band.p75, band.p95, band.mean, f64::from(band.defined)],
                );
            }
        }
    }
    table
}
