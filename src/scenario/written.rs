//! How is a resolved scenario written down: in full, as a hash, as the difference from another?

use std::fmt::Write;

use super::chain::CATALOGUE;
use super::event::{KINDS, SECTORS, word_of};
use super::{Citation, Event, Scenario};
use crate::catalogue::{Catalogue, Value, by_section};
use crate::error::both;
use crate::words::Bilingual;

/// One value in which two scenarios differ.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// The path, as `--set` takes it.
    pub path: String,
    /// What it is.
    pub label: Bilingual,
    /// Its value in the first; nothing if it has none.
    pub a: Option<String>,
    /// Its value in the second.
    pub b: Option<String>,
    /// The unit of both.
    pub unit: Bilingual,
}

pub(super) fn resolved(scenario: &Scenario) -> String {
    let mut text = format!("extends = \"{CATALOGUE}\"\ntitle = {}\n", bilingual(&scenario.title));
    if let Some(notes) = &scenario.notes {
        put(&mut text, "notes", &bilingual(notes));
    }
    let ids: Vec<_> = scenario.formats.iter().map(|format| quoted(&format.id)).collect();
    put(&mut text, "formats", &format!("[{}]", ids.join(", ")));
    for citation in &scenario.sources {
        text.push_str(&source(citation));
    }
    for (section, parameters) in by_section(Catalogue::embedded().of_model()) {
        let _ = write!(text, "\n[{section}]\n");
        for parameter in parameters {
            put(&mut text, parameter.section_and_key().1, &scenario.value(parameter).written());
        }
    }
    for (place, format) in scenario.formats.iter().enumerate() {
        let _ = write!(text, "\n[format.{}]\n", format.id);
        for (key, words) in [("label", &format.label), ("short", &format.short), ("summary", &format.summary)]
        {
            put(&mut text, key, &bilingual(words));
        }
        for parameter in Catalogue::embedded().of_formats() {
            put(&mut text, parameter.term().unwrap_or_default(), &scenario.term(place, parameter).written());
        }
    }
    for shock in &scenario.events {
        text.push_str(&event(shock));
    }
    text
}

pub(super) fn hash(text: &str) -> String {
    crate::digest::sha256(text.as_bytes())
}

pub(super) fn differences(a: &Scenario, b: &Scenario) -> Vec<Difference> {
    let mut found = Vec::new();
    let mut compare =
        |path: String, label: Bilingual, unit: Bilingual, a: Option<String>, b: Option<String>| {
            if a != b {
                found.push(Difference { path, label, a, b, unit });
            }
        };
    let none = Bilingual::default;
    let ids = |s: &Scenario| Some(s.formats.iter().map(|f| f.id.as_str()).collect::<Vec<_>>().join(", "));
    compare("formats".to_owned(), both("formats comparés", "formats compared"), none(), ids(a), ids(b));
    for parameter in Catalogue::embedded().of_model() {
        let value = |s: &Scenario| Some(s.value(parameter).written());
        compare(parameter.path.clone(), parameter.label.clone(), parameter.unit.clone(), value(a), value(b));
    }
    for (in_a, format) in a.formats.iter().enumerate() {
        let Some(in_b) = b.formats.iter().position(|other| other.id == format.id) else { continue };
        for parameter in Catalogue::embedded().of_formats() {
            let term = parameter.term().unwrap_or_default();
            let (x, y): (&Value, &Value) = (a.term(in_a, parameter), b.term(in_b, parameter));
            let label = both(
                format!("{} : {}", format.short.fr, parameter.label.fr),
                format!("{}: {}", format.short.en, parameter.label.en),
            );
            let path = format!("format.{}.{term}", format.id);
            compare(path, label, parameter.unit.clone(), Some(x.written()), Some(y.written()));
        }
    }
    let only = |these: &[Event], those: &[Event]| -> Vec<Event> {
        these.iter().filter(|event| !those.contains(event)).cloned().collect()
    };
    for event in only(&a.events, &b.events) {
        compare("event".to_owned(), event.label.clone(), none(), Some(summary(&event)), None);
    }
    for event in only(&b.events, &a.events) {
        compare("event".to_owned(), event.label.clone(), none(), None, Some(summary(&event)));
    }
    found
}

fn summary(event: &Event) -> String {
    let sector = event.sector.map_or("", |sector| word_of(&SECTORS, &sector));
    let kind = word_of(&KINDS, &event.kind);
    format!("{kind} {sector} −{} [{}; +{}]", event.depth, event.start, event.months).replace("  ", " ")
}

fn event(event: &Event) -> String {
    let mut text = "\n[[event]]\n".to_owned();
    put(&mut text, "label", &bilingual(&event.label));
    put(&mut text, "kind", &quoted(word_of(&KINDS, &event.kind)));
    if let Some(sector) = event.sector {
        put(&mut text, "sector", &quoted(word_of(&SECTORS, &sector)));
    }
    put(&mut text, "start", &event.start.to_string());
    put(&mut text, "months", &event.months.to_string());
    put(&mut text, "depth", &Value::Float(event.depth).written());
    text
}

fn source(citation: &Citation) -> String {
    let mut text = "\n[[source]]\n".to_owned();
    if let Some(path) = &citation.path {
        put(&mut text, "path", &quoted(path));
    }
    put(&mut text, "text", &bilingual(&citation.text));
    if let Some(year) = citation.year {
        put(&mut text, "year", &year.to_string());
    }
    text
}

fn put(text: &mut String, key: &str, value: &str) {
    let _ = writeln!(text, "{key} = {value}");
}

fn bilingual(words: &Bilingual) -> String {
    format!("{{ fr = {}, en = {} }}", quoted(&words.fr), quoted(&words.en))
}

fn quoted(text: &str) -> String {
    Value::Text(text.to_owned()).written()
}
