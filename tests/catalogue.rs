//! Promise: every parameter of the catalogue is read by the model, has a name in both languages, a source, and a
//! range that holds its default.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use mutualise::catalogue::{Catalogue, Parameter, Value};
use mutualise::kinds::{Profession, Sector, Zone};

/// Sections of the catalogue whose type has another name.
const TYPES: [(&str, &str); 2] = [("pool", "PoolConduct"), ("travel", "TravelTimes")];

/// The keys under which a table holds one value for each sector, profession or zone.
fn is_a_kind(key: &str) -> bool {
    let of = |name: String| {
        let mut words = String::new();
        for c in name.chars() {
            if c.is_uppercase() && !words.is_empty() {
                words.push('_');
            }
            words.extend(c.to_lowercase());
        }
        words == key
    };
    Sector::ALL.iter().any(|kind| of(format!("{kind:?}")))
        || Profession::ALL.iter().any(|kind| of(format!("{kind:?}")))
        || Zone::ALL.iter().any(|kind| of(format!("{kind:?}")))
}

/// The section and the field under which the code finds a parameter.
fn field(parameter: &Parameter) -> (&str, &str) {
    let mut steps: Vec<&str> = parameter.path.split('.').collect();
    while steps.len() > 2 && is_a_kind(steps[steps.len() - 1]) {
        steps.pop();
    }
    (steps[steps.len() - 2], steps[steps.len() - 1])
}

struct Code {
    path: String,
    text: String,
}

/// What may read a parameter: neither its declaration nor the loader.
fn readers() -> Vec<Code> {
    fn below(folder: &Path, found: &mut Vec<PathBuf>) {
        let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        entries.sort();
        for path in entries {
            if path.is_dir() { below(&path, found) } else { found.push(path) }
        }
    }
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    for module in ["law", "price", "world", "month", "experiment", "cli", "scenario"] {
        below(&src.join(module), &mut paths);
    }
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap();
        let production = text.split("#[cfg(test)]").next().unwrap_or_default().to_owned();
        Code { path: path.strip_prefix(&src).unwrap().display().to_string(), text: production }
    };
    paths.into_iter().filter(|path| !path.ends_with("params.rs")).map(read).collect()
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The names before each `.key`.
fn receivers<'a>(text: &'a str, key: &str) -> Vec<&'a str> {
    let sought = format!(".{key}");
    let whole = |place: usize| !text[place + sought.len()..].starts_with(is_word);
    let before = |place: usize| {
        let head = text[..place].trim_end();
        &head[head.rfind(|c| !is_word(c)).map_or(0, |end| end + 1)..]
    };
    text.match_indices(&sought).filter(|(place, _)| whole(*place)).map(|(place, _)| before(place)).collect()
}

/// Whether a file reads a field of a section: `section.field`, or `name.field` where `name` is bound to the section.
fn reads(file: &Code, section: &str, key: &str) -> bool {
    let kind = TYPES
        .iter()
        .find(|(known, _)| *known == section)
        .map_or_else(|| section[..1].to_uppercase() + &section[1..], |(_, kind)| (*kind).to_owned());
    let bound = |name: &str| {
        name == section && !file.text.contains(&format!("let {section} = &world."))
            || file.text.contains(&format!("{name}: &{kind}"))
            || file.text.lines().any(|line| {
                let names_it =
                    line.contains(&format!("params.{section}")) || line.contains(&format!(".{section};"));
                let (left, _) = line.split_once('=').unwrap_or_default();
                names_it && left.split(|c| !is_word(c)).any(|word| word == name)
            })
    };
    receivers(&file.text, key).into_iter().any(bound)
}

fn nothing(found: &[String]) {
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn every_parameter_of_the_model_is_read_by_some_mechanism() {
    let files = readers();
    let read = |(section, key)| files.iter().any(|file| reads(file, section, key));
    let unread: BTreeSet<String> = Catalogue::embedded()
        .of_model()
        .map(field)
        .filter(|&field| !read(field))
        .map(|(section, key)| format!("{section}.{key} is read nowhere"))
        .collect();
    nothing(&unread.into_iter().collect::<Vec<_>>());
}

#[test]
fn every_term_of_a_format_is_read_by_a_mechanism() {
    let files = readers();
    let mut unread = Vec::new();
    for term in Catalogue::embedded().of_formats().filter_map(Parameter::term) {
        let at: Vec<&str> = files
            .iter()
            .filter(|file| receivers(&file.text, term).contains(&"terms"))
            .map(|f| f.path.as_str())
            .collect();
        println!("{term}: {} ({})", at.len(), at.join(", "));
        if at.is_empty() {
            unread.push(format!("terms.{term} is read nowhere"));
        }
    }
    nothing(&unread);
}

#[test]
fn every_parameter_is_named_in_both_languages_and_no_two_have_the_same_name() {
    let mut names: BTreeMap<&str, &str> = BTreeMap::new();
    let mut wrong = Vec::new();
    for parameter in Catalogue::embedded().parameters() {
        for label in [&parameter.label.fr, &parameter.label.en] {
            if label.trim().is_empty() {
                wrong.push(format!("{} lacks a label", parameter.path));
            }
            match names.insert(label, &parameter.path) {
                Some(other) if other != parameter.path => {
                    wrong.push(format!("{} and {other} are both « {label} »", parameter.path));
                }
                _ => {}
            }
        }
    }
    nothing(&wrong);
}

#[test]
fn every_parameter_says_where_its_default_comes_from() {
    let unsourced = Catalogue::embedded()
        .parameters()
        .filter(|p| p.source.fr.trim().is_empty() || p.source.en.trim().is_empty() || p.year.is_none());
    nothing(&unsourced.map(|p| format!("{} has no source or no year", p.path)).collect::<Vec<_>>());
}

/// Only references, such as `L 7.9` or an article of a code, read alike in French and in English.
#[test]
fn the_words_of_a_source_are_in_both_languages() {
    let is_word =
        |text: &str| text.chars().filter(|letter| letter.is_alphabetic()).count() > 3 && text != "trav.";
    let untold = Catalogue::embedded()
        .parameters()
        .filter(|p| p.source.fr == p.source.en && p.source.en.split_whitespace().any(is_word));
    nothing(&untold.map(|p| format!("{}: {}", p.path, p.source.en)).collect::<Vec<_>>());
}

#[test]
fn a_default_lies_in_its_range_and_an_assumption_has_one() {
    let mut wrong = Vec::new();
    for parameter in Catalogue::embedded().parameters() {
        let (low, high) = (parameter.low, parameter.high);
        if let Some(default) = parameter.default.as_number() {
            let neutral = parameter.term().is_some();
            let inside = low.is_none_or(|low| default >= low) && high.is_none_or(|high| default <= high);
            if !neutral && !inside {
                wrong.push(format!("{}: {default} is not in {low:?}..{high:?}", parameter.path));
            }
            if parameter.grade == "D" && !(low.is_some() && high.is_some()) {
                wrong.push(format!("{}: an assumption without a range", parameter.path));
            }
            if parameter.min.is_none() || parameter.max.is_none() {
                wrong.push(format!("{}: what is lawful has no bounds", parameter.path));
            }
        } else if matches!(parameter.default, Value::Text(_)) && parameter.choices.is_empty() {
            wrong.push(format!("{}: a word without choices", parameter.path));
        }
    }
    nothing(&wrong);
}
