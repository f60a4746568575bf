//! What readers look up: every difference with its interval, what each format changes, every assumption.

use super::{Run, assumptions, themes, values};
use crate::catalogue::{Catalogue, Parameter, by_section};
use crate::charts::Part;
use crate::comparison::{Contrast, Verdict};
use crate::figures;
use crate::indicators::registry::{INDICATORS, Indicator};
use crate::report::document::{Block, Cell, Row, Section, Table};
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
    let figures = themes::pictures(view, Part::Whole).into_iter().map(Block::Figure);
    let mut blocks = vec![Block::text(view.say("page.all-differences-text"))];
    blocks.extend(figures);
    blocks.extend(values::blocks(view, false).iter().map(|formats| Block::Table(every(view, formats))));
    super::section("all-differences", view.say("page.all-differences"), blocks)
}

/// Every indicator by theme, with its difference under each of these formats.
fn every(view: &View, formats: &[usize]) -> Table {
    let mut rows = Vec::new();
    for told in &themes::THEMES {
        let of_theme = INDICATORS.iter().filter(|indicator| indicator.theme == told.theme);
        let found: Vec<Row> = of_theme.filter_map(|indicator| row(view, indicator, formats)).collect();
        if !found.is_empty() {
            rows.push(Row::Group(told.theme.label().get(view.lang).to_owned()));
        }
        rows.extend(found);
    }
    let names = formats.iter().map(|format| view.name(*format).to_owned());
    Table {
        caption: view.tell("page.all-differences-caption", &[("reference", view.name(REFERENCE))]),
        head: std::iter::once(view.say("table.indicator").to_owned()).chain(names).collect(),
        rows,
        words: 1,
        widths: std::iter::once(31).chain(formats.iter().map(|_| 69 / formats.len() as u16)).collect(),
        note: format!("{} {}", view.say("page.all-differences-note"), values::legend_of_signs(view)),
        ..Table::default()
    }
}

/// Nothing where the indicator cannot be compared under any of the formats.
fn row(view: &View, indicator: &Indicator, formats: &[usize]) -> Option<Row> {
    let contrasts: Vec<Option<Contrast>> = formats
        .iter()
        .map(|format| view.contrast(indicator.id, *format, REFERENCE))
        .map(|contrast| contrast.filter(|contrast| contrast.verdict != Verdict::Unknown))
        .collect();
    if contrasts.iter().all(Option::is_none) {
        return None;
    }
    let unit = figures::unit_of_differences(indicator.unit, view.lang).to_owned();
    let name = Cell { beneath: unit, ..Cell::of(indicator.label.get(view.lang)) };
    let cell = |contrast: &Option<Contrast>| match contrast {
        Some(contrast) => difference(view, indicator, contrast),
        None => Cell::of("–"),
    };
    Some(Row::Cells(std::iter::once(name).chain(contrasts.iter().map(cell)).collect()))
}

/// The difference; below, its interval, how often the format is better, and over how many replications if not all.
fn difference(view: &View, indicator: &Indicator, contrast: &Contrast) -> Cell {
    let cell = values::difference(view, indicator, contrast);
    let mut beneath = vec![cell.beneath];
    if contrast.p_better.is_finite() {
        beneath.push(figures::share(contrast.p_better, view.lang));
    }
    if contrast.pairs < view.results.replications.len() {
        let pairs = crate::words::numbers::number(contrast.pairs as f64, 0, view.lang);
        beneath.push(format!("n\u{a0}=\u{a0}{pairs}"));
    }
    beneath.retain(|part| !part.is_empty());
    Cell { beneath: beneath.join(" · "), ..cell }
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
        // the section is told once, above its parameters
        rows.extend(parameters.into_iter().map(|parameter| {
            let (_, key) = parameter.section_and_key();
            assumptions::row(view, scenario, parameter, assumptions::named(view, parameter, key))
        }));
    }
    let table = Table {
        caption: view.say("page.all-assumptions-caption").to_owned(),
        note: view.say("page.range-note").to_owned(),
        ..assumptions::table(view, rows)
    };
    super::section("all-assumptions", view.say("page.all-assumptions"), vec![Block::Table(table)])
}
