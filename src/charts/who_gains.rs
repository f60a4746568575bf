//! Who gains: for each type of employer, how each format differs from the reference on what employers judge by.

use super::matrix::{self, Head, Line, Matrix, Tinted};
use super::sheet::{LANDSCAPE, Sheet, TALLEST, TALLEST_LANDSCAPE};
use super::{Picture, Scene, Table, claims, measure};
use crate::comparison::{Comparison, PairRow, Verdict};
use crate::experiment::results::Results;
use crate::figures;
use crate::indicators::Text;
use crate::indicators::registry::{self, CROSSED_GROUPS, EMPLOYER_GROUPS, Indicator};
use crate::words::{Lang, fill, say};

/// A map: its indicators, of which the title tells the first, and the types of employer it goes through.
#[derive(Clone, Copy, Debug)]
pub struct Map {
    indicators: &'static [&'static str],
    groups: &'static [(&'static str, Text)],
    what: &'static str,
    left: f64,
}

/// By VAT, sector and size, one after the other, on what employers judge by.
pub const ONE_BY_ONE: Map = Map {
    indicators: &["net-benefit", "cost-per-fte", "coverage"],
    groups: &EMPLOYER_GROUPS,
    what: "chart.who-what",
    left: 600.0,
};
/// By VAT, size and need crossed.
pub const CROSSED: Map =
    Map { indicators: &["net-benefit"], groups: &CROSSED_GROUPS, what: "chart.crossed-what", left: 830.0 };

/// More formats than this need a sheet on its side.
const MOST_UPRIGHT: usize = 5;

/// A format against the reference, for one type of employer.
struct Found<'a> {
    indicator: &'static Indicator,
    group: &'static (&'static str, Text),
    rows: Vec<Option<&'a PairRow>>,
}

/// Whether any indicator is stored by type of employer.
pub fn applies(results: &Results, map: &Map) -> bool {
    let is_of =
        |column: &str, id: &str| map.groups.iter().any(|(suffix, _)| column == format!("{id}.{suffix}"));
    results.formats.len() > 1
        && results.columns.iter().any(|column| map.indicators.iter().any(|id| is_of(column, id)))
}

/// Draws the chart.
pub fn draw(scene: &Scene, map: &Map) -> Picture {
    let (comparison, lang) = (scene.comparison, scene.lang);
    let others = comparison.formats.len().saturating_sub(1);
    let (width, height) =
        if others > MOST_UPRIGHT { (LANDSCAPE, TALLEST_LANDSCAPE) } else { (scene.size.width(), TALLEST) };
    let reference = comparison.formats.first().map_or("", |format| format.short.get(lang));
    let what = fill(say(lang, map.what), &[("reference", reference)]);
    let found = found(comparison, map);
    let mut sheet = Sheet::new(scene, width, title(&found, comparison, lang), &what);
    if found.is_empty() {
        return sheet.nothing();
    }
    let notes = notes(&found, lang);
    let notes = notes.as_str();
    let matrix = Matrix {
        heads: (1..=others).map(Head).collect(),
        lines: lines(&found, lang),
        left: map.left,
        bottom: height - sheet.foot_height(notes),
    };
    let bottom = matrix.draw(&mut sheet, scene);
    let spoken = spoken(&found, comparison, lang);
    sheet.finish(bottom, notes, &spoken, table(&found, comparison))
}

fn found<'a>(comparison: &'a Comparison, map: &Map) -> Vec<Found<'a>> {
    let indicators = map.indicators.iter().filter_map(|id| registry::find(id));
    let groups = map.groups;
    indicators
        .flat_map(|indicator| groups.iter().map(move |group| (indicator, group)))
        .map(|(indicator, group)| {
            let column = format!("{}.{}", indicator.id, group.0);
            let row = |format: usize| {
                comparison.rows.iter().find(|row| row.a == 0 && row.b == format && row.column == column)
            };
            Found { indicator, group, rows: (1..comparison.formats.len()).map(row).collect() }
        })
        .filter(|found| found.rows.iter().any(Option::is_some))
        .collect()
}

/// How to read the table, and how many of its intervals would exclude zero by chance alone.
fn notes(found: &[Found], lang: Lang) -> String {
    let known = found.iter().flat_map(|found| found.rows.iter().flatten()).filter(|row| row.low.is_finite());
    let how = say(lang, "chart.matrix-how").to_owned();
    claims::by_chance(known.count(), lang).map_or(how.clone(), |chance| [how, chance].join(" "))
}

fn lines(found: &[Found], lang: Lang) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut last = "";
    for entry in found {
        let indicator = entry.indicator;
        if last != indicator.id {
            last = indicator.id;
            let unit = match figures::short_unit_of_differences(indicator.unit, lang) {
                "€" => indicator.unit.text().get(lang),
                unit => unit,
            };
            lines.push(Line::Heading(measure::with_name(indicator.label.get(lang), unit, lang)));
        }
        lines.push(Line::Cells {
            label: entry.group.1.get(lang).to_owned(),
            unit: String::new(),
            cells: entry.rows.iter().map(|row| cell(*row, indicator, lang)).collect(),
        });
    }
    lines
}

fn cell(row: Option<&PairRow>, indicator: &Indicator, lang: Lang) -> Tinted {
    let Some(row) = row else { return Tinted::nothing() };
    let contrast = row.forwards();
    Tinted::of(&contrast, matrix::figure(&contrast, indicator.unit, lang), contrast.difference / row.spread_a)
}

/// For how many types of employer each format does better or worse, on the first indicator.
fn title(found: &[Found], comparison: &Comparison, lang: Lang) -> String {
    let heading = say(lang, "chart.who-heading");
    let Some(first) = found.first().map(|found| found.indicator) else {
        return claims::headed(heading, say(lang, "chart.no-comparison"), lang);
    };
    let groups: Vec<&Found> = found.iter().filter(|found| found.indicator.id == first.id).collect();
    let columns: Vec<String> = groups.iter().map(|found| format!("{}.{}", first.id, found.group.0)).collect();
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    let label = fill(say(lang, "chart.who-on"), &[("label", first.label.get(lang))]);
    claims::tally_of(comparison, &columns, &label, claims::TYPES, lang)
}

fn spoken(found: &[Found], comparison: &Comparison, lang: Lang) -> String {
    let sentence = |entry: &Found| {
        let figure = |(place, row): (usize, &Option<&PairRow>)| {
            let contrast = row.as_ref()?.forwards();
            let clear = contrast.verdict.is_clear() && contrast.verdict != Verdict::Unknown;
            clear.then(|| {
                let value = figures::difference(&contrast, entry.indicator.unit, lang);
                let format = comparison.formats[place + 1].short.get(lang);
                fill(say(lang, "chart.figure"), &[("format", format), ("value", &value)])
            })
        };
        let list: Vec<String> = entry.rows.iter().enumerate().filter_map(figure).collect();
        let heading = [entry.indicator.label.get(lang), entry.group.1.get(lang)].join(", ");
        (!list.is_empty()).then(|| claims::headed(&heading, &list.join(say(lang, "chart.then")), lang) + ".")
    };
    found.iter().filter_map(sentence).collect::<Vec<_>>().join(" ")
}

fn table(found: &[Found], comparison: &Comparison) -> Table {
    let mut table = Table::of(&[
        "indicator",
        "employers",
        "format",
        "reference",
        "unit",
        "pairs",
        "difference",
        "low",
        "high",
    ]);
    for entry in found {
        for (place, row) in entry.rows.iter().enumerate() {
            let Some(row) = row else { continue };
            let pairs = row.pairs.to_string();
            let (format, reference) = (&comparison.formats[place + 1].id, &comparison.formats[0].id);
            let group = entry.group.0;
            let names = [entry.indicator.id, group, format, reference, entry.indicator.unit.schema(), &pairs];
            table.push(&names, &[row.difference, row.low, row.high]);
        }
    }
    table
}
