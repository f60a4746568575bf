//! What readers look up: every difference with its interval, what each format changes, every assumption.

use super::{Run, assumptions, themes, values};
use crate::catalogue::{Catalogue, Parameter, by_section};
use crate::comparison::{Contrast, Verdict};
use crate::indicators::registry::{INDICATORS, Indicator};
use crate::report::document::{Block, Cell, Row, Section, Table};
use crate::report::figures;
use crate::report::view::{REFERENCE, View};
use crate::scenario::Scenario;

/// The sections that hold something.
pub fn sections(view: &View, run: &Run) -> Vec<Section> {
    let mut sections = Vec::new();
    if view.results.formats.len() > 1 && view.results.replications.len() > 1 {
        sections.push(differences(view));
    }
    if let Some(scenario) = &run.scenario {
        sections.extend(terms(view, scenario));
        sections.push(catalogue(view, scenario));
    }
    sections
}

fn differences(view: &View) -> Section {
    let figures = themes::pictures(view, None).into_iter().map(Block::Figure);
    let mut blocks = vec![Block::text(view.say("page.all-differences-text"))];
    blocks.extend(figures);
    blocks.push(Block::Table(every_difference(view)));
    super::section("all-differences", view.say("page.all-differences"), blocks)
}

fn every_difference(view: &View) -> Table {
    let mut rows = Vec::new();
    for indicator in INDICATORS.iter().filter(|indicator| view.stores(indicator.id)) {
        let contrasts: Vec<(usize, Contrast)> = view
            .formats()
            .filter(|format| *format != REFERENCE)
            .filter_map(|format| Some((format, view.contrast(indicator.id, format, REFERENCE)?)))
            .filter(|(_, contrast)| contrast.verdict != Verdict::Unknown)
            .collect();
        if !contrasts.is_empty() {
            let unit = figures::unit_of_differences(indicator.unit, view.lang);
            let label = indicator.label.get(view.lang);
            rows.push(Row::Group(if unit.is_empty() {
                label.to_owned()
            } else {
                format!("{label} ({unit})")
            }));
        }
        rows.extend(
            contrasts.iter().map(|(format, contrast)| difference(view, indicator, *format, contrast)),
        );
    }
    let head = ["page.format", "page.difference", "page.better-in", "page.pairs"];
    Table {
        caption: view.tell("page.all-differences-caption", &[("reference", view.name(REFERENCE))]),
        head: head.map(|key| view.say(key).to_owned()).into(),
        rows,
        words: 1,
        widths: vec![32, 26, 24, 18],
        note: values::legend_of_signs(view),
        ..Table::default()
    }
}

fn difference(view: &View, indicator: &Indicator, format: usize, contrast: &Contrast) -> Row {
    let better = if contrast.p_better.is_finite() {
        let range = figures::shares(contrast.p_better_low, contrast.p_better_high, view.lang);
        Cell { beneath: range, ..Cell::of(figures::share(contrast.p_better, view.lang)) }
    } else {
        Cell::of("–")
    };
    let pairs = crate::words::numbers::number(contrast.pairs as f64, 0, view.lang);
    Row::Cells(vec![
        Cell::of(view.name(format)),
        values::difference(view, indicator, contrast),
        better,
        Cell::of(pairs),
    ])
}

/// The terms in which some format leaves the neutral value.
fn terms(view: &View, scenario: &Scenario) -> Option<Section> {
    let changed = |parameter: &&Parameter| {
        (0..scenario.formats.len()).any(|place| *scenario.term(place, parameter) != parameter.default)
    };
    let parameters: Vec<&Parameter> = Catalogue::embedded().of_formats().filter(changed).collect();
    let table = |formats: &[usize]| {
        let row = |parameter: &&Parameter| {
            let cell = |place: &usize| {
                let value = scenario.term(*place, parameter);
                let text = if *value == parameter.default {
                    "–".to_owned()
                } else {
                    values::parameter(parameter, value, view.lang)
                };
                Cell::of(text)
            };
            let cells = std::iter::once(assumptions::name(view, parameter)).chain(formats.iter().map(cell));
            Row::Cells(cells.collect())
        };
        let names = formats.iter().map(|place| scenario.formats[*place].short.get(view.lang).to_owned());
        Table {
            caption: view.say("page.terms-caption").to_owned(),
            head: std::iter::once(view.say("page.term").to_owned()).chain(names).collect(),
            rows: parameters.iter().map(row).collect(),
            words: 1,
            widths: std::iter::once(44).chain(formats.iter().map(|_| 56 / formats.len() as u16)).collect(),
            note: view.say("page.neutral").to_owned(),
            ..Table::default()
        }
    };
    let all: Vec<usize> = (0..scenario.formats.len()).collect();
    // the format that changes nothing has nothing to tell
    let told: Vec<usize> = all
        .into_iter()
        .filter(|place| parameters.iter().any(|p| *scenario.term(*place, p) != p.default))
        .collect();
    let blocks: Vec<Block> = told.chunks(4).map(|formats| Block::Table(table(formats))).collect();
    (!blocks.is_empty()).then(|| super::section("terms", view.say("page.terms"), blocks))
}

fn catalogue(view: &View, scenario: &Scenario) -> Section {
    let mut rows = Vec::new();
    for (section, parameters) in by_section(Catalogue::embedded().of_model()) {
        rows.push(Row::Group(format!("[{section}]")));
        rows.extend(parameters.into_iter().map(|parameter| assumptions::row(view, scenario, parameter)));
    }
    let table = Table {
        caption: view.say("page.all-assumptions-caption").to_owned(),
        note: view.say("page.range-note").to_owned(),
        ..assumptions::table(view, rows)
    };
    super::section("all-assumptions", view.say("page.all-assumptions"), vec![Block::Table(table)])
}
