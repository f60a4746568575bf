//! What was compared, on which population, over which years, under which shocks.

use super::Run;
use crate::report::document::{Block, Cell, Item, Row, Section, Table};
use crate::report::view::View;
use crate::scenario::{Event, Scenario};
use crate::words::Lang;
use crate::words::numbers::number;

/// The section.
pub fn section(view: &View, run: &Run) -> Section {
    let mut blocks = vec![Block::text(population(view))];
    if view.results.formats.len() > 1 {
        blocks.push(Block::text(view.say("page.paired")));
    }
    blocks.push(Block::Table(formats(view, run.scenario.as_ref())));
    if let Some(scenario) = &run.scenario {
        blocks.extend(shocks(view, scenario));
        blocks.extend(notes(view, scenario));
    }
    super::section("compared", view.say("page.compared"), blocks)
}

fn population(view: &View) -> String {
    let provenance = &view.results.provenance;
    let count = |count: usize| number(count as f64, 0, view.lang);
    view.tell(
        "page.population",
        &[
            ("structures", &count(provenance.structures)),
            ("people", &count(provenance.people)),
            ("start", &date(provenance.launch, 0, view.lang)),
            ("end", &date(provenance.launch, provenance.months.saturating_sub(1) as i64, view.lang)),
            ("replications", &count(view.results.replications.len())),
        ],
    )
}

/// A month and its year, so many months after the launch.
pub fn date((year, month): (i32, u32), later: i64, lang: Lang) -> String {
    let months = i64::from(year) * 12 + i64::from(month.clamp(1, 12)) - 1 + later;
    let names: Vec<&str> = crate::words::say(lang, "chart.month-names").split_whitespace().collect();
    let name = names[months.rem_euclid(12) as usize];
    format!("{name}\u{a0}{}", months.div_euclid(12))
}

fn formats(view: &View, scenario: Option<&Scenario>) -> Table {
    let row = |place: usize| {
        let format = &view.results.formats[place];
        let kept = scenario.and_then(|scenario| scenario.formats.iter().find(|kept| kept.id == format.id));
        let summary = kept.map_or("", |kept| kept.summary.get(view.lang));
        let name = Cell { beneath: format.id.clone(), ..Cell::of(view.name(place)) };
        Row::Cells(vec![name, Cell::of(format.label.get(view.lang)), Cell::of(summary)])
    };
    Table {
        caption: view
            .say(if view.results.formats.len() > 1 { "page.formats" } else { "page.format-alone" })
            .to_owned(),
        head: ["page.short-name", "page.full-name", "page.summary"]
            .map(|key| view.say(key).to_owned())
            .into(),
        rows: view.formats().map(row).collect(),
        words: 3,
        widths: vec![18, 32, 50],
        ..Table::default()
    }
}

fn shocks(view: &View, scenario: &Scenario) -> Vec<Block> {
    if scenario.events.is_empty() {
        return vec![Block::text(view.say("page.no-shock"))];
    }
    let launch = view.results.provenance.launch;
    let item = |event: &Event| Item {
        lead: event.label.get(view.lang).to_owned(),
        text: view.tell(
            "page.shock",
            &[
                ("start", &date(launch, event.start.into(), view.lang)),
                ("months", &number(event.months.into(), 0, view.lang)),
                ("depth", &crate::figures::share(event.depth, view.lang)),
            ],
        ),
    };
    vec![Block::text(view.say("page.shocks")), Block::List(scenario.events.iter().map(item).collect())]
}

/// What the scenario's author wants readers to know, and the sources given for its values.
fn notes(view: &View, scenario: &Scenario) -> Vec<Block> {
    let mut blocks = Vec::new();
    if let Some(notes) = &scenario.notes {
        let item = Item {
            lead: view.say("page.notes").to_owned(),
            text: notes.get(view.lang).trim_end().to_owned(),
        };
        blocks.push(Block::Text(item));
    }
    let source = |citation: &crate::scenario::Citation| {
        let year = citation.year.map(|year| format!(" ({year})")).unwrap_or_default();
        Item {
            lead: citation.path.clone().unwrap_or_default(),
            text: format!("{}{year}", citation.text.get(view.lang)),
        }
    };
    if !scenario.sources.is_empty() {
        blocks.push(Block::text(view.say("page.own-sources")));
        blocks.push(Block::List(scenario.sources.iter().map(source).collect()));
    }
    blocks
}
