//! Who stays: the share still in the same employment by months since hire, one curve per format.

use super::axis::{Scale, spread};
use super::palette::{BASE, LABEL, NAME, RULE, SMALL, wear};
use super::sheet::{self, COLUMN, Sheet};
use super::svg::{Anchor, Drawing, Pen, Point};
use super::{Picture, Table, claims, figures};
use crate::comparison::Comparison;
use crate::experiment::results::{Band, Results};
use crate::indicators::registry::{self, Indicator};
use crate::indicators::{Unit, series};
use crate::words::numbers::number;
use crate::words::{Lang, fill, say};

/// The series drawn, whose month counts from the hire.
const SERIES: &str = "still-employed";
/// The indicators whose difference the title tells, the longest first.
const FINDINGS: [(&str, usize); 3] = [("retention-36", 36), ("retention-24", 24), ("retention-12", 12)];
/// More bands than this cannot be told apart.
const MOST_BANDS: usize = 4;
/// Room for the axis on the left, the names on the right.
const LEFT: f64 = 110.0;
const RIGHT: f64 = 450.0;
/// Room for a name at the end of a curve.
const NAME_HEIGHT: f64 = 92.0;

/// A format's curve: its place, and what is known month by month.
struct Curve<'a> {
    format: usize,
    months: &'a [Band],
}

impl Curve<'_> {
    fn last(&self) -> (usize, &Band) {
        (self.months.len() - 1, &self.months[self.months.len() - 1])
    }
}

/// Where months and shares stand.
struct Frame {
    months: Scale,
    shares: Scale,
}

impl Frame {
    fn at(&self, month: usize, share: f64) -> Point {
        (self.months.at(month as f64), self.shares.at(share))
    }
}

/// Draws the chart.
pub fn draw(results: &Results, comparison: &Comparison, lang: Lang) -> Picture {
    let curves = curves(results);
    let longest = curves.iter().map(|curve| curve.months.len()).max().unwrap_or(0);
    let what = say(lang, "chart.retention-what");
    let whom = sheet::population(&results.provenance, lang);
    let title = title(results, comparison, longest, lang);
    let mut sheet = Sheet::new(COLUMN, title, [what, &whom].join(" "), results, lang);
    if curves.is_empty() {
        return sheet.nothing();
    }
    let (top, bottom) = (sheet.top + 20.0, sheet.top + 20.0 + (curves.len() as f64 * NAME_HEIGHT).max(760.0));
    let values = curves.iter().flat_map(|curve| curve.months).flat_map(|band| [band.p05, band.p50, band.p95]);
    let frame = Frame {
        months: Scale::between(0.0, (longest - 1).max(1) as f64, month_step(longest))
            .on(LEFT, COLUMN - RIGHT),
        shares: Scale::holding(values, 5.0).within(0.0, 100.0).on(bottom, top),
    };
    axes(&mut sheet.drawing, &frame, bottom, lang);
    ranges(&mut sheet.drawing, &frame, &curves);
    lines(&mut sheet.drawing, &frame, &curves);
    names(&mut sheet.drawing, &frame, &curves, results, (top, bottom), lang);
    let notes = notes(&frame, curves.len(), lang);
    let spoken = spoken(&curves, results, lang);
    sheet.finish(bottom + 95.0, &notes, &spoken, table(&curves, results))
}

/// The formats for which the series has values, each up to its last month with some.
fn curves(results: &Results) -> Vec<Curve<'_>> {
    let Some(place) = results.monthly.series.iter().position(|series| series == SERIES) else {
        return Vec::new();
    };
    let known = |months: &[Band]| months.iter().take_while(|band| band.p50.is_finite()).count();
    let of = |(format, bands): (usize, &'_ Vec<Vec<Band>>)| {
        let months = bands.get(place).map_or(0, |months| known(months));
        (months > 0).then_some((format, months))
    };
    let found = results.monthly.bands.iter().enumerate().filter_map(of);
    found
        .map(|(format, months)| Curve { format, months: &results.monthly.bands[format][place][..months] })
        .collect()
}

fn title(results: &Results, comparison: &Comparison, longest: usize, lang: Lang) -> String {
    let finding = |(id, month): &(&str, usize)| -> Option<&'static Indicator> {
        let indicator = registry::find(id)?;
        (*month < longest && results.columns.iter().any(|column| column == id)).then_some(indicator)
    };
    match FINDINGS.iter().find_map(finding) {
        Some(indicator) => claims::finding(comparison, indicator, lang),
        None => {
            let label = series::find(SERIES).map_or(SERIES, |(_, series)| series.label.get(lang));
            claims::headed(label, say(lang, "chart.by-format"), lang)
        }
    }
}

/// Months from tick to tick.
fn month_step(longest: usize) -> f64 {
    match longest {
        ..=13 => 3.0,
        14..=49 => 6.0,
        _ => 12.0,
    }
}

fn axes(drawing: &mut Drawing, frame: &Frame, bottom: f64, lang: Lang) {
    let (from, to) = (frame.months.at(0.0), COLUMN - RIGHT);
    for share in frame.shares.ticks() {
        let y = frame.shares.at(share);
        drawing.line((from, y), (to, y), RULE);
        let text = crate::words::numbers::with_unit(&number(share, frame.shares.decimals(), lang), "%", lang);
        sheet::text_left(drawing, &text, (from - 14.0, y + 0.36 * SMALL.size), SMALL);
    }
    drawing.line((from, bottom), (to, bottom), BASE);
    for month in frame.months.ticks() {
        let x = frame.months.at(month);
        drawing.line((x, bottom), (x, bottom + 10.0), BASE);
        drawing.text(&number(month, 0, lang), (x, bottom + 38.0), SMALL.anchored(Anchor::Middle));
    }
    let middle = ((from + to) / 2.0, bottom + 76.0);
    drawing.text(say(lang, "chart.retention-axis"), middle, SMALL.anchored(Anchor::Middle));
}

/// Bands while they can be told apart, bars side by side at whole years beyond.
fn ranges(drawing: &mut Drawing, frame: &Frame, curves: &[Curve]) {
    if curves.len() <= MOST_BANDS {
        for curve in curves {
            let edge = |month: usize, share: f64| frame.at(month, clip(frame, share));
            let low = curve.months.iter().enumerate().map(|(month, band)| edge(month, band.p05));
            let high = curve.months.iter().enumerate().rev().map(|(month, band)| edge(month, band.p95));
            let outline: Vec<Point> = low.chain(high).collect();
            drawing.area(&outline, "band", wear(curve.format).colour, 0.10);
            edges(drawing, &outline, curve);
        }
        return;
    }
    let middle = (curves.len() - 1) as f64 / 2.0;
    for (place, curve) in curves.iter().enumerate() {
        for (month, band) in years(curve) {
            let (x, low) = frame.at(month, clip(frame, band.p05));
            // At the end of the frame, bars stand before the markers instead of about their month.
            let centre = if month + 1 == curve.months.len() { -16.0 - 9.0 * middle } else { 0.0 };
            let x = x + centre + (place as f64 - middle) * 9.0;
            drawing.line(
                (x, low),
                (x, frame.shares.at(clip(frame, band.p95))),
                Pen { width: 4.0, ..wear(curve.format).range() },
            );
        }
    }
}

/// Where bands overlap, their edges tell whose they are.
fn edges(drawing: &mut Drawing, outline: &[Point], curve: &Curve) {
    let pen = Pen { class: "edge", width: 1.6, ..wear(curve.format).curve() };
    let (low, high) = outline.split_at(curve.months.len());
    drawing.curve(low, pen);
    drawing.curve(high, pen);
}

/// A share held inside the frame; the middle where it is not defined.
fn clip(frame: &Frame, share: f64) -> f64 {
    let (low, high) = frame.shares.ends();
    if share.is_finite() { share.clamp(low, high) } else { low }
}

/// The months one, two, three years after the hire.
fn years<'a>(curve: &Curve<'a>) -> impl Iterator<Item = (usize, &'a Band)> {
    curve
        .months
        .iter()
        .enumerate()
        .skip(12)
        .step_by(12)
        .filter(|(_, band)| band.p05.is_finite() && band.p95.is_finite())
}

fn lines(drawing: &mut Drawing, frame: &Frame, curves: &[Curve]) {
    // The reference first: a dashed curve above a plain one hides none of it where both are the same.
    for curve in curves {
        let wear = wear(curve.format);
        let points: Vec<Point> =
            curve.months.iter().enumerate().map(|(month, band)| frame.at(month, band.p50)).collect();
        drawing.curve(&points, wear.curve());
        let (month, band) = curve.last();
        drawing.marker(wear.marker, frame.at(month, band.p50), 11.0, wear.colour);
    }
}

fn names(
    drawing: &mut Drawing,
    frame: &Frame,
    curves: &[Curve],
    results: &Results,
    (top, bottom): (f64, f64),
    lang: Lang,
) {
    let ends: Vec<Point> = curves
        .iter()
        .map(|curve| {
            let (month, band) = curve.last();
            frame.at(month, band.p50)
        })
        .collect();
    let wished: Vec<f64> = ends.iter().map(|end| end.1).collect();
    let places = spread(&wished, NAME_HEIGHT, top, bottom - NAME_HEIGHT + 40.0);
    let (leader, figure, label) = (COLUMN - RIGHT + 14.0, COLUMN - RIGHT + 44.0, COLUMN - RIGHT + 155.0);
    for ((curve, end), place) in curves.iter().zip(&ends).zip(&places) {
        let pen = Pen { class: "leader", width: 2.0, ..BASE };
        drawing.curve(&[(end.0 + 13.0, end.1), (leader, end.1), (figure - 6.0, *place)], pen);
        let value = figures::value(curve.last().1.p50, Unit::Percent, lang);
        drawing.text(&value, (figure, place + 0.36 * NAME.size), NAME);
        let at = (label, place - 0.44 * LABEL.size);
        sheet::name(drawing, &results.formats, curve.format, at, COLUMN - label, lang);
    }
}

fn notes(frame: &Frame, curves: usize, lang: Lang) -> String {
    let ranges = if curves <= MOST_BANDS { "chart.retention-bands" } else { "chart.retention-bars" };
    let mut notes = say(lang, ranges).to_owned();
    if frame.shares.ends().0 > 0.0 {
        notes = [&notes, say(lang, "chart.retention-scale")].join(" ");
    }
    notes
}

fn spoken(curves: &[Curve], results: &Results, lang: Lang) -> String {
    let sentence = |curve: &Curve| {
        let band = curve.last().1;
        let [low, high] = [band.p05, band.p95].map(|share| number(share, Unit::Percent.decimals(), lang));
        let value = figures::value(band.p50, Unit::Percent, lang);
        let format = results.formats[curve.format].label.get(lang);
        fill(
            say(lang, "chart.in-range"),
            &[("format", format), ("value", &value), ("low", &low), ("high", &high)],
        )
    };
    curves.iter().map(sentence).collect::<Vec<_>>().join(say(lang, "chart.then")) + "."
}

fn table(curves: &[Curve], results: &Results) -> Table {
    let mut table = Table::of(&["format", "month", "p05", "p25", "p50", "p75", "p95", "mean", "defined"]);
    for curve in curves {
        for (month, band) in curve.months.iter().enumerate() {
            let id = results.formats[curve.format].id.as_str();
            let numbers =
                [band.p05, band.p25, band.p50, band.p75, band.p95, band.mean, f64::from(band.defined)];
            table.push(&[id, &month.to_string()], &numbers);
        }
    }
    table
}
