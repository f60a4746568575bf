//! Who stays: the share still in the same employment by months since hire, one curve per format.

use super::axis::{Scale, spread};
use super::facets::{self, Axes, Facet, Path};
use super::names::Names;
use super::palette::{BASE, NAME, RULE, SMALL, wear};
use super::sheet::{self, Sheet};
use super::svg::{Anchor, Drawing, Pen, Point};
use super::{Picture, Scene, Size, Table, claims};
use crate::experiment::results::{Band, Results};
use crate::figures;
use crate::indicators::registry::{self, Indicator};
use crate::indicators::{Unit, series};
use crate::words::numbers::number;
use crate::words::{Lang, fill, say};

/// The series drawn, whose month counts from the hire.
const SERIES: &str = "still-employed";
/// The indicators whose difference the title tells, the longest first.
const FINDINGS: [(&str, usize); 3] = [("retention-36", 36), ("retention-24", 24), ("retention-12", 12)];
/// More curves than this cannot be told apart in one frame: each then has its own.
const MOST_TOGETHER: usize = 4;
/// Room for the axis on the left, the names on the right.
const LEFT: f64 = 110.0;
const RIGHT: f64 = 450.0;
/// Months at which ends of curves are nearer than this share one leader.
const NEAR: f64 = 24.0;
/// Height of the frame.
const HEIGHT: f64 = 760.0;

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

/// Whether any curve is known.
pub fn applies(results: &Results) -> bool {
    !curves(results).is_empty()
}

/// Draws the chart.
pub fn draw(scene: &Scene) -> Picture {
    let (results, lang) = (scene.results, scene.lang);
    let curves = curves(results);
    let longest = curves.iter().map(|curve| curve.months.len()).max().unwrap_or(0);
    let title = title(scene, longest);
    let mut sheet = Sheet::new(scene, scene.size.width(), title, say(lang, "chart.retention-what"));
    if curves.is_empty() {
        return sheet.nothing();
    }
    let values = curves.iter().flat_map(|curve| curve.months).flat_map(|band| [band.p05, band.p50, band.p95]);
    let frame = Frame {
        months: Scale::between(0.0, (longest - 1).max(1) as f64, month_step(longest)),
        shares: Scale::holding(values, 5.0).within(0.0, 100.0),
    };
    let apart = curves.len() > MOST_TOGETHER || scene.size == Size::Narrow;
    let notes = notes(&frame, apart, results, lang);
    let bottom = if apart {
        apart_from_each_other(&mut sheet, scene, &curves, frame, &notes)
    } else {
        together(&mut sheet, &curves, frame, results, lang)
    };
    let spoken = spoken(&curves, results, lang);
    sheet.finish(bottom, &notes, &spoken, table(&curves, results))
}

/// All curves in one frame, named at their ends.
fn together(sheet: &mut Sheet, curves: &[Curve], frame: Frame, results: &Results, lang: Lang) -> f64 {
    let names = Names::new(&results.formats, RIGHT - 155.0, lang);
    let needed: f64 = curves.iter().map(|curve| names.height(curve.format) + 20.0).sum();
    let (top, bottom) = (sheet.top + 20.0, sheet.top + 20.0 + HEIGHT.max(needed + 40.0));
    let right = sheet.width - RIGHT;
    let frame = Frame { months: frame.months.on(LEFT, right), shares: frame.shares.on(bottom, top) };
    axes(&mut sheet.drawing, &frame, (right, bottom), lang);
    ranges(&mut sheet.drawing, &frame, curves);
    lines(&mut sheet.drawing, &frame, curves);
    named(&mut sheet.drawing, &frame, curves, &names, (right, top, bottom), lang);
    bottom + 95.0
}

/// Each curve in a frame of its own, the reference behind it.
fn apart_from_each_other(
    sheet: &mut Sheet,
    scene: &Scene,
    curves: &[Curve],
    frame: Frame,
    notes: &str,
) -> f64 {
    let reference = curves.iter().find(|curve| curve.format == 0);
    let facet = |curve: &Curve| Facet {
        format: curve.format,
        path: path(curve.months),
        behind: reference.filter(|_| curve.format != 0).map(|reference| path(reference.months)),
        figure: figure(curve, scene.lang),
    };
    let facets: Vec<Facet> = curves.iter().map(facet).collect();
    let step = month_step(curves.iter().map(|curve| curve.months.len()).max().unwrap_or(0)).max(12.0);
    let (from, to) = frame.months.ends();
    let axes = Axes { months: Scale::between(from, to, step), shares: frame.shares };
    let bottom = facets::draw(sheet, scene, &facets, &axes, notes);
    let (width, base) = (sheet.width, bottom + 6.0);
    facets::caption(&mut sheet.drawing, say(scene.lang, "chart.retention-axis"), width, base);
    bottom + 12.0
}

fn path(months: &[Band]) -> Path {
    let ends = |band: &Band| {
        let ends = (band.p05, band.p50, band.p95);
        (ends.0.is_finite() && ends.1.is_finite() && ends.2.is_finite()).then_some(ends)
    };
    months.iter().map(ends).collect()
}

/// What the curve comes to at the month of the title, or at its end.
fn figure(curve: &Curve, lang: Lang) -> String {
    let known = FINDINGS.iter().map(|(_, month)| *month).find(|month| *month < curve.months.len());
    let month = known.unwrap_or(curve.last().0);
    let value = figures::value(curve.months[month].p50, Unit::Percent, lang);
    fill(say(lang, "chart.at-month"), &[("month", &month.to_string()), ("value", &value)])
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

fn title(scene: &Scene, longest: usize) -> String {
    let (results, lang) = (scene.results, scene.lang);
    let finding = |(id, month): &(&str, usize)| -> Option<&'static Indicator> {
        let indicator = registry::find(id)?;
        (*month < longest && results.columns.iter().any(|column| column == id)).then_some(indicator)
    };
    match FINDINGS.iter().find_map(finding) {
        Some(indicator) => claims::finding(scene, indicator),
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

fn axes(drawing: &mut Drawing, frame: &Frame, (to, bottom): (f64, f64), lang: Lang) {
    let from = frame.months.at(0.0);
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

/// From the 5 % to the 95 % quantile.
fn ranges(drawing: &mut Drawing, frame: &Frame, curves: &[Curve]) {
    for curve in curves {
        let edge = |month: usize, share: f64| frame.at(month, clip(frame, share));
        let low = curve.months.iter().enumerate().map(|(month, band)| edge(month, band.p05));
        let high = curve.months.iter().enumerate().rev().map(|(month, band)| edge(month, band.p95));
        let outline: Vec<Point> = low.chain(high).collect();
        drawing.area(&outline, "band", wear(curve.format).colour, 0.10);
        edges(drawing, &outline, curve);
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

fn lines(drawing: &mut Drawing, frame: &Frame, curves: &[Curve]) {
    // The reference first: a dashed curve above a plain one hides none of it where both are the same.
    for curve in curves {
        let points: Vec<Point> =
            curve.months.iter().enumerate().map(|(month, band)| frame.at(month, band.p50)).collect();
        drawing.curve(&points, wear(curve.format).curve());
    }
    // Markers stand at different months, so that curves that run together are still told apart.
    for (place, curve) in curves.iter().enumerate() {
        let wear = wear(curve.format);
        let first = 12 * (place + 1) / (curves.len() + 1);
        for (month, band) in curve.months.iter().enumerate().skip(first).step_by(12) {
            drawing.marker(wear.marker, frame.at(month, band.p50), 10.0, wear.colour);
        }
    }
}

/// Names beside the ends of the curves; ends that nearly meet share a leader and a bracket.
fn named(
    drawing: &mut Drawing,
    frame: &Frame,
    curves: &[Curve],
    names: &Names,
    (right, top, bottom): (f64, f64, f64),
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
    let gap = names.tallest() + 22.0;
    let places = spread(&wished, gap, top, bottom - gap + 40.0);
    for group in groups(&wished) {
        leader(drawing, &group, &ends, &places, right);
    }
    let (figure, label) = (right + 44.0, right + 155.0);
    for (curve, place) in curves.iter().zip(&places) {
        let value = figures::value(curve.last().1.p50, Unit::Percent, lang);
        drawing.text(&value, (figure, place + 0.36 * NAME.size), NAME);
        names.draw(drawing, curve.format, (label, *place));
    }
}

/// The ends that lie near each other, from the highest.
fn groups(heights: &[f64]) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..heights.len()).collect();
    order.sort_by(|a, b| heights[*a].total_cmp(&heights[*b]));
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for end in order {
        match groups.last_mut().filter(|group| heights[end] - heights[group[group.len() - 1]] < NEAR) {
            Some(group) => group.push(end),
            None => groups.push(vec![end]),
        }
    }
    groups
}

/// From the end of a curve to its name; from ends that nearly meet to a bracket before all their names.
fn leader(drawing: &mut Drawing, group: &[usize], ends: &[Point], places: &[f64], right: f64) {
    let pen = Pen { class: "leader", width: 2.0, ..BASE };
    let (bend, names) = (right + 14.0, right + 38.0);
    if let [only] = group {
        let end = ends[*only];
        drawing.curve(&[(end.0 + 4.0, end.1), (bend - 6.0, end.1), (names, places[*only])], pen);
        return;
    }
    let middle = group.iter().map(|end| ends[*end].1).sum::<f64>() / group.len() as f64;
    let from = group.iter().map(|end| ends[*end].0).fold(0.0, f64::max) + 4.0;
    let heights = || group.iter().map(|end| places[*end]).chain([middle]);
    let (high, low) = (heights().fold(f64::INFINITY, f64::min), heights().fold(0.0, f64::max));
    drawing.line((from, middle), (bend + 4.0, middle), pen);
    drawing.line((bend + 4.0, high), (bend + 4.0, low), pen);
    for end in group {
        drawing.line((bend + 4.0, places[*end]), (names, places[*end]), pen);
    }
}

fn notes(frame: &Frame, apart: bool, results: &Results, lang: Lang) -> String {
    let reference = results.formats.first().map_or("", |format| format.short.get(lang));
    let key = if apart { "chart.retention-facets" } else { "chart.retention-bands" };
    let mut notes =
        if apart { fill(say(lang, key), &[("reference", reference)]) } else { say(lang, key).to_owned() };
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
    let unit = Unit::Percent.schema();
    let mut table =
        Table::of(&["format", "unit", "month", "p05", "p25", "p50", "p75", "p95", "mean", "defined"]);
    for curve in curves {
        for (month, band) in curve.months.iter().enumerate() {
            let id = results.formats[curve.format].id.as_str();
            let numbers =
                [band.p05, band.p25, band.p50, band.p75, band.p95, band.mean, f64::from(band.defined)];
            table.push(&[id, unit, &month.to_string()], &numbers);
        }
    }
    table
}
