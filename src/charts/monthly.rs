//! How the pool grows: members, full-time equivalents and cash month by month since the launch, as fans.

use super::axis::Scale;
use super::figures::{self, Measure};
use super::palette::{BASE, NAME, RULE, SMALL, wear};
use super::sheet::{self, COLUMN, Sheet};
use super::svg::{Anchor, Drawing, Pen, Point};
use super::{Picture, Table, claims};
use crate::comparison::Comparison;
use crate::experiment::results::{Band, Results};
use crate::indicators::series::{self, Series};
use crate::words::numbers::number;
use crate::words::{Lang, fill, say};

/// The series drawn, where the results hold them; the title tells the first.
const SERIES: [&str; 3] = ["members", "pooled-fte", "pool-cash"];
/// The title tells of each format up to that many, beyond of the least and the most.
const MOST_NAMED: usize = 3;
const LEFT: f64 = 330.0;
const GAP: f64 = 45.0;
/// Room for the figures of a panel's vertical axis.
const TICKS: f64 = 75.0;
const HEAD: f64 = 85.0;
const PANEL: f64 = 250.0;
const BETWEEN: f64 = 70.0;

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

/// Draws the chart.
pub fn draw(results: &Results, _: &Comparison, lang: Lang) -> Picture {
    let formats = active(results);
    let columns: Vec<Column> = SERIES.iter().filter_map(|id| column(results, id, &formats)).collect();
    let launch = sheet::date(results.provenance.launch, lang);
    let what = fill(say(lang, "chart.monthly-what"), &[("launch", &launch)]);
    let whom = sheet::population(&results.provenance, lang);
    let title = title(results, &formats, columns.first(), lang);
    let mut sheet = Sheet::new(COLUMN, title, [what, whom].join(" "), results, lang);
    if columns.is_empty() {
        return sheet.nothing();
    }
    let longest = columns.iter().flat_map(|column| &column.fans).map(|fan| fan.len()).max().unwrap_or(1);
    let width = (COLUMN - LEFT - GAP * (columns.len() - 1) as f64) / columns.len() as f64;
    let top = sheet.top + HEAD;
    for (place, column) in columns.iter().enumerate() {
        let from = LEFT + place as f64 * (width + GAP);
        let months = Scale::between(0.0, (longest - 1).max(1) as f64, month_step(longest))
            .on(from + TICKS, from + width);
        column.head(&mut sheet.drawing, (from, width), top, lang);
        for (row, format) in formats.iter().enumerate() {
            let top = top + row as f64 * (PANEL + BETWEEN);
            column.panel(&mut sheet.drawing, row, *format, &months, top, lang);
        }
    }
    for (row, format) in formats.iter().enumerate() {
        let at = (0.0, top + row as f64 * (PANEL + BETWEEN) + 30.0);
        sheet::name(&mut sheet.drawing, &results.formats, *format, at, LEFT - 20.0, lang);
    }
    let bottom = top + formats.len() as f64 * (PANEL + BETWEEN);
    let key = if in_years(longest) { "chart.monthly-years" } else { "chart.monthly-months" };
    let middle = ((LEFT + COLUMN) / 2.0, bottom + 10.0);
    sheet.drawing.text(say(lang, key), middle, SMALL.anchored(Anchor::Middle));
    let spoken = columns.iter().map(|c| c.spoken(results, &formats, lang)).collect::<Vec<_>>().join(" ");
    sheet.finish(bottom + 20.0, &notes(results, &formats, lang), &spoken, table(&columns, results, &formats))
}

/// The formats under which one of the series is not zero throughout.
fn active(results: &Results) -> Vec<usize> {
    let moves =
        |band: &Band| [band.p05, band.p50, band.p95].iter().any(|value| value.is_finite() && *value != 0.0);
    let drawn = |id: &String| SERIES.contains(&id.as_str());
    let some = |format: &usize| {
        let bands = &results.monthly.bands[*format];
        results.monthly.series.iter().zip(bands).any(|(id, months)| drawn(id) && months.iter().any(moves))
    };
    (0..results.monthly.bands.len()).filter(some).collect()
}

fn column<'a>(results: &'a Results, id: &str, formats: &[usize]) -> Option<Column<'a>> {
    let place = results.monthly.series.iter().position(|series| series == id)?;
    let (_, series) = series::find(id)?;
    let fans: Vec<&[Band]> =
        formats.iter().map(|format| results.monthly.bands[*format][place].as_slice()).collect();
    let known: Vec<f64> = fans
        .iter()
        .copied()
        .flatten()
        .flat_map(|b| [b.p05, b.p50, b.p95])
        .filter(|v| v.is_finite())
        .collect();
    if known.is_empty() {
        return None;
    }
    let largest = known.iter().fold(0.0_f64, |largest, value| largest.max(value.abs()));
    let measure = Measure::suiting(series.unit, largest);
    let scale = Scale::holding(known.iter().map(|value| value / measure.size).chain([0.0]), 3.0);
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
    fn head(&self, drawing: &mut Drawing, (from, width): (f64, f64), top: f64, lang: Lang) {
        let label = figures::with_name(self.series.label.get(lang), self.measure.name(lang), lang);
        let lines = NAME.wrap(&label, width, 2);
        for (place, line) in lines.iter().rev().enumerate() {
            drawing.text(line, (from, top - 22.0 - 1.2 * NAME.size * place as f64), NAME);
        }
    }

    fn panel(&self, drawing: &mut Drawing, row: usize, format: usize, months: &Scale, top: f64, lang: Lang) {
        let bottom = top + PANEL;
        // The figures of the last month stand above the fan, where they hide none of it.
        let scale = self.scale.on(bottom, top + 45.0);
        self.axes(drawing, months, &scale, bottom, lang);
        let fan = self.fans[row];
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
            drawing.text(say(lang, "chart.undefined"), (months.at(0.0) + 10.0, top + 24.0), SMALL);
            return;
        }
        drawing.curve(&points, Pen { dash: "", ..wear(format).curve() });
        let text = self.last(fan, lang);
        drawing.text(&text, (months.at(0.0) + 6.0, top + 24.0), NAME);
    }

    fn axes(&self, drawing: &mut Drawing, months: &Scale, scale: &Scale, bottom: f64, lang: Lang) {
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
        sheet::tick_labels(drawing, months, unit, bottom + 34.0, lang);
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
        let Some(band) = fan.iter().rev().find(|band| band.p50.is_finite()) else {
            return say(lang, "chart.undefined").to_owned();
        };
        let [value, low, high] = [band.p50, band.p05, band.p95].map(|value| self.measure.write(value, lang));
        fill(say(lang, "chart.median-range"), &[("value", &value), ("low", &low), ("high", &high)])
    }

    fn spoken(&self, results: &Results, formats: &[usize], lang: Lang) -> String {
        let label = figures::with_name(self.series.label.get(lang), self.measure.name(lang), lang);
        let sentence = |(fan, format): (&&[Band], &usize)| {
            let name = results.formats[*format].label.get(lang);
            fill(say(lang, "chart.figure"), &[("format", name), ("value", &self.last(fan, lang))])
        };
        let list: Vec<String> = self.fans.iter().zip(formats).map(sentence).collect();
        claims::headed(&label, &list.join(say(lang, "chart.then")), lang) + "."
    }
}

/// What the first series has come to under each drawn format: a description, which compares nothing.
fn title(results: &Results, formats: &[usize], column: Option<&Column>, lang: Lang) -> String {
    let heading = say(lang, "chart.monthly-heading");
    let Some(column) = column else { return claims::headed(heading, say(lang, "chart.monthly-none"), lang) };
    let value = |(fan, format): (&&[Band], &usize)| {
        let band = fan.iter().rev().find(|band| band.p50.is_finite())?;
        let name = results.formats[*format].short.get(lang);
        Some(fill(
            say(lang, "chart.monthly-figure"),
            &[("format", name), ("value", &column.measure.write(band.p50, lang))],
        ))
    };
    let values: Vec<String> = column.fans.iter().zip(formats).filter_map(value).collect();
    let longest = column.fans.iter().map(|fan| fan.len()).max().unwrap_or(0);
    let (key, count) = if in_years(longest) && longest.is_multiple_of(12) {
        ("chart.years", longest / 12)
    } else {
        ("chart.months", longest)
    };
    let when = fill(say(lang, key), &[("count", &count.to_string())]);
    let list = if values.len() > MOST_NAMED { span(column, lang) } else { claims::listed(&values, lang) };
    let text = fill(say(lang, "chart.monthly-at"), &[("when", &when), ("list", &list)]);
    let label = figures::with_name(column.series.label.get(lang), column.measure.name(lang), lang);
    claims::headed(&label, &text, lang)
}

/// The least and the most that the series has come to.
fn span(column: &Column, lang: Lang) -> String {
    let lasts = column.fans.iter().filter_map(|fan| fan.iter().rev().find(|band| band.p50.is_finite()));
    let ends = lasts.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), band| {
        (low.min(band.p50), high.max(band.p50))
    });
    let [low, high] = [ends.0, ends.1].map(|value| column.measure.write(value, lang));
    if low == high {
        return low;
    }
    fill(say(lang, "chart.monthly-span"), &[("low", &low), ("high", &high)])
}

fn notes(results: &Results, formats: &[usize], lang: Lang) -> String {
    let flat: Vec<String> = (0..results.formats.len())
        .filter(|format| !formats.contains(format))
        .map(|format| results.formats[format].short.get(lang).to_owned())
        .collect();
    let how = say(lang, "chart.monthly-how").to_owned();
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
