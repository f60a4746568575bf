//! Who is still there: pools at work and structures still open, month by month, one panel per format.

use super::axis::Scale;
use super::facets::{self, Axes, Facet, Path};
use super::sheet::Sheet;
use super::{Picture, Scene, Table, claims};
use crate::experiment::results::{Band, Results};
use crate::indicators::Unit;
use crate::words::numbers::{number, with_unit};
use crate::words::{Lang, fill, say};

const POOLS: &str = "pool-working";
/// The title tells of each format up to that many, beyond of the least and the most.
const MOST_NAMED: usize = 3;
const STRUCTURES: &str = "structures-surviving";

/// Whether both series are stored and some format has a pool.
pub fn applies(results: &Results) -> bool {
    series(results, STRUCTURES).is_some() && !with_pool(results).is_empty()
}

fn series(results: &Results, id: &str) -> Option<usize> {
    results.monthly.series.iter().position(|series| series == id)
}

/// The formats under which a pool is at work in some month.
fn with_pool(results: &Results) -> Vec<usize> {
    let Some(place) = series(results, POOLS) else { return Vec::new() };
    let works = |format: &usize| results.monthly.bands[*format][place].iter().any(|band| band.mean > 0.0);
    (0..results.monthly.bands.len()).filter(works).collect()
}

/// Draws the chart.
pub fn draw(scene: &Scene) -> Picture {
    let (results, lang) = (scene.results, scene.lang);
    let formats = with_pool(results);
    let title = title(results, &formats, lang);
    let mut sheet = Sheet::new(scene, scene.size.width(), title, say(lang, "chart.survival-what"));
    if !applies(results) {
        return sheet.nothing();
    }
    let facets: Vec<Facet> = formats.iter().map(|format| facet(results, *format, lang)).collect();
    let longest = facets.iter().map(|facet| facet.path.len()).max().unwrap_or(0);
    let step = if longest > 24 { 12.0 } else { 6.0 };
    let axes = Axes {
        months: Scale::between(0.0, longest.saturating_sub(1).max(1) as f64, step),
        shares: Scale::between(0.0, 100.0, 25.0),
    };
    let notes = notes(results, &formats, lang);
    let bottom = facets::draw(&mut sheet, scene, &facets, &axes, &notes);
    let (width, base) = (sheet.width, bottom + 6.0);
    facets::caption(&mut sheet.drawing, say(lang, "chart.monthly-months"), width, base);
    let spoken = spoken(results, &formats, lang);
    sheet.finish(bottom + 12.0, &notes, &spoken, table(results, &formats))
}

fn bands<'a>(results: &'a Results, format: usize, id: &str) -> &'a [Band] {
    series(results, id).map_or(&[], |place| results.monthly.bands[format][place].as_slice())
}

/// The mean over replications of a share in each: of a pool that works or not, the share of replications.
fn means(bands: &[Band]) -> Path {
    bands.iter().map(|band| band.mean.is_finite().then_some((band.mean, band.mean, band.mean))).collect()
}

fn facet(results: &Results, format: usize, lang: Lang) -> Facet {
    Facet {
        format,
        path: means(bands(results, format, POOLS)),
        behind: Some(means(bands(results, format, STRUCTURES))),
        figure: fill(say(lang, "chart.survival-figure"), &[("value", &last(results, format, POOLS, lang))]),
    }
}

/// The share of the last month.
fn last(results: &Results, format: usize, id: &str, lang: Lang) -> String {
    let mean = bands(results, format, id).last().map_or(f64::NAN, |band| band.mean);
    if mean.is_finite() {
        with_unit(&number(mean, Unit::Replications.decimals(), lang), "%", lang)
    } else {
        say(lang, "chart.undefined").to_owned()
    }
}

/// Of each format up to three what is left at the end; a description, which compares nothing.
fn title(results: &Results, formats: &[usize], lang: Lang) -> String {
    let mut ordered: Vec<(f64, usize)> = formats
        .iter()
        .filter_map(|format| Some((bands(results, *format, POOLS).last()?.mean, *format)))
        .collect();
    ordered.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let figure = |(_, format): &(f64, usize)| {
        let value = last(results, *format, POOLS, lang);
        let name = results.formats[*format].short.get(lang);
        fill(say(lang, "chart.monthly-figure"), &[("format", name), ("value", &value)])
    };
    let list: Vec<String> = ordered.iter().map(figure).collect();
    let text = match &ordered[..] {
        [] => say(lang, "chart.monthly-none").to_owned(),
        [most, .., least] if list.len() > MOST_NAMED => {
            let [low, high] = [least, most].map(|(_, format)| last(results, *format, POOLS, lang));
            fill(say(lang, "chart.survival-span"), &[("low", &low), ("high", &high)])
        }
        _ => claims::listed(&list, lang),
    };
    claims::headed(say(lang, "chart.survival-heading"), &text, lang)
}

fn notes(results: &Results, formats: &[usize], lang: Lang) -> String {
    let without: Vec<&str> = (0..results.formats.len())
        .filter(|format| !formats.contains(format))
        .map(|format| results.formats[format].short.get(lang))
        .collect();
    let how = say(lang, "chart.survival-how").to_owned();
    if without.is_empty() {
        return how;
    }
    [how, fill(say(lang, "chart.monthly-flat"), &[("formats", &without.join(", "))])].join(" ")
}

fn spoken(results: &Results, formats: &[usize], lang: Lang) -> String {
    let sentence = |format: &usize| {
        let values = [
            ("format", results.formats[*format].label.get(lang).to_owned()),
            ("pools", last(results, *format, POOLS, lang)),
            ("structures", last(results, *format, STRUCTURES, lang)),
        ];
        fill(say(lang, "chart.survival-spoken"), &values.each_ref().map(|(n, v)| (*n, v.as_str())))
    };
    formats.iter().map(sentence).collect::<Vec<_>>().join(" ")
}

fn table(results: &Results, formats: &[usize]) -> Table {
    let mut table = Table::of(&["series", "format", "month", "mean_percent"]);
    for id in [POOLS, STRUCTURES] {
        for format in formats {
            for (month, band) in bands(results, *format, id).iter().enumerate() {
                table.push(&[id, &results.formats[*format].id, &month.to_string()], &[band.mean]);
            }
        }
    }
    table
}
