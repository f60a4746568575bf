//! Promise: a report says what the stored results bear, whole in both languages, readable by everyone who opens it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod claims;
mod command;
#[path = "../made_up/mod.rs"]
mod made_up;
mod page;
mod told;
#[path = "../typed/mod.rs"]
mod typed;
#[cfg(feature = "pdf")]
mod typeset;
mod word_processor;

use mutualise::experiment::record::{Count, Host, Program, Record, Status, Times};
use mutualise::experiment::results::Results;
use mutualise::report::content::Run;
use mutualise::report::document::{Block, Document, Table};
use mutualise::scenario::Scenario;
use mutualise::words::Lang;

const LANGUAGES: [Lang; 2] = [Lang::Fr, Lang::En];

fn record(results: &Results) -> Record {
    let done = results.replications.len() as u32;
    Record {
        program: Program { name: "mutualise".into(), version: "1".into(), commit: None },
        status: Status::Complete,
        provenance: results.provenance.clone(),
        formats: results.formats.clone(),
        replications: Count { asked: done, done, failed: 0 },
        precision: None,
        failures: Vec::new(),
        reproduce: "mutualise compare 'a & b.toml'".into(),
        resume: None,
        scenario: Scenario::base().resolved_toml(),
        host: Host { os: "linux".into(), arch: "x86_64".into(), threads: 2 },
        times: Times {
            ended: "2026-11-24T10:00:00Z".into(),
            simulation_seconds: 1.0,
            replications_per_second: None,
        },
        files: Vec::new(),
        sha256: String::new(),
    }
}

fn run(results: Results) -> Run {
    let record = record(&results);
    Run::of(results, record)
}

fn plausible(replications: usize, formats: usize) -> Run {
    let mut results = made_up::plausible(replications, formats);
    results.provenance.run = "2026-11-24-made-up".into();
    results.provenance.title.en = "Made <up> & \"known\"".into();
    results.provenance.title.fr = "Résultats inventés".into();
    results.provenance.version = "1".into();
    run(results)
}

fn tables(document: &Document) -> Vec<&Table> {
    let blocks = document.sections.iter().flat_map(|section| &section.blocks);
    blocks
        .filter_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        })
        .collect()
}

fn section_text(document: &Document, id: &str) -> String {
    let section = document.sections.iter().find(|section| section.id == id).unwrap();
    let text = |block: &Block| match block {
        Block::Text(item) => format!("{} {}\n", item.lead, item.text),
        Block::List(items) => items.iter().map(|i| format!("{} {}\n", i.lead, i.text)).collect(),
        _ => String::new(),
    };
    section.blocks.iter().map(text).collect()
}

fn quoted<'a>(page: &'a str, start: &str) -> Vec<&'a str> {
    let value = |(place, _): (usize, &str)| page[place + start.len()..].split('"').next().unwrap();
    page.match_indices(start).map(value).collect()
}

/// Every element that is opened is closed, in order; those that have no end are left out.
fn markup_is_balanced(text: &str) {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = text;
    while let Some((before, tag)) = rest.split_once('<') {
        assert!(!before.contains('>') || open.last() == Some(&"style"), "{before}");
        let (tag, after) = tag.split_once('>').unwrap();
        rest = after;
        let name = tag.trim_start_matches('/').split([' ', '/', '\n']).next().unwrap();
        match () {
            () if tag.starts_with(['!', '?']) || tag.ends_with('/') => {}
            () if ["meta", "br"].contains(&name) => {}
            () if tag.starts_with('/') => assert_eq!(open.pop(), Some(name), "in …{before}"),
            () => open.push(name),
        }
        if name == "style" && !tag.starts_with('/') {
            rest = &rest[rest.find("</style>").unwrap()..];
        }
    }
    assert!(open.is_empty(), "never closed: {open:?}");
}

const SMALL: [&str; 6] = ["compare", "--quiet", "--replications", "8", "--months", "12"];
