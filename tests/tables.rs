//! Promise: the tables of the docs are those of the code. `MUTUALISE_WRITE_TABLES=1 cargo test --test tables` writes them
//! anew.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use mutualise::catalogue::{Catalogue, Parameter, by_section};
use mutualise::indicators::registry::{CROSSED_GROUPS, EMPLOYER_GROUPS, PROFESSION_GROUPS, Split, columns};
use mutualise::indicators::{Better, INDICATORS, SERIES, Unit};

/// The files whose records are the state, and the records that hold it.
const STATE: [(&str, &[&str]); 7] = [
    ("structures.rs", &["Structures", "Surge"]),
    ("workers.rs", &["Workers", "Sickness"]),
    ("firms.rs", &["Firms"]),
    ("posts.rs", &["Post"]),
    ("pool.rs", &["Pool", "Job", "Slice", "Invoice", "Loan"]),
    ("foresight.rs", &["OfPeople", "Window", "OfPerson", "OfStructure"]),
    ("mod.rs", &["Conditions", "World"]),
];

fn at(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn read(path: &str) -> String {
    fs::read_to_string(at(path)).unwrap_or_else(|fault| panic!("{path}: {fault}"))
}

/// One row of a table; a bar inside a cell would end it.
fn row(cells: &[&str]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
    format!("| {} |\n", cells.join(" | "))
}

fn head(cells: &[&str]) -> String {
    row(cells) + &format!("|{}\n", "---|".repeat(cells.len()))
}

/// The doc comment that stands just above a line.
fn doc_above(lines: &[&str], line: usize) -> String {
    let above = lines[..line].iter().rev().map(|text| text.trim());
    let docs = above.skip_while(|text| text.starts_with("#[")).take_while(|text| text.starts_with("///"));
    let mut docs: Vec<&str> = docs.map(|text| text.trim_start_matches('/').trim()).collect();
    docs.reverse();
    docs.join(" ")
}

/// The fields of a record, with type and meaning.
fn fields(source: &str, record: &str) -> Vec<[String; 3]> {
    let lines: Vec<&str> = source.lines().collect();
    let opening = format!("pub struct {record} {{");
    let first = lines.iter().position(|line| line.starts_with(&opening));
    let first = first.unwrap_or_else(|| panic!("no record {record}"));
    let mut found = Vec::new();
    for (k, line) in lines.iter().enumerate().skip(first + 1).take_while(|(_, line)| **line != "}") {
        if let Some((name, kind)) = line.trim().strip_prefix("pub ").and_then(|field| field.split_once(": "))
        {
            let kind = kind.trim_end_matches(',').to_owned();
            found.push([name.to_owned(), kind, doc_above(&lines, k)]);
        }
    }
    found
}

fn state() -> String {
    let mut text = String::new();
    for (file, records) in STATE {
        let source = read(&format!("src/world/{file}"));
        for record in records {
            let lines: Vec<&str> = source.lines().collect();
            let place = lines.iter().position(|line| line.starts_with(&format!("pub struct {record} {{")));
            let _ = writeln!(text, "**`{record}`** – {}\n", doc_above(&lines, place.unwrap()));
            text += &head(&["variable", "type", "meaning"]);
            for [name, kind, meaning] in fields(&source, record) {
                text += &row(&[&format!("`{name}`"), &format!("`{kind}`"), &meaning]);
            }
            text.push('\n');
        }
    }
    text
}

/// The phases of `month::step`, and what each call does in the words of its own file.
fn schedule() -> String {
    let source = read("src/month/mod.rs");
    let body = source.split("pub fn step(").nth(1).unwrap();
    let mut text = head(&["phase", "call", "what it does"]);
    let mut phase = String::new();
    for line in body.lines().map(str::trim) {
        if let Some(comment) = line.strip_prefix("// ") {
            phase = comment.to_owned();
        }
        let call = line.split_once('(').filter(|_| !line.starts_with("if")).map(|(call, _)| call);
        let Some((file, function)) = call.and_then(|call| call.split_once("::")) else { continue };
        // a phase is a file of its own, but for what only fills a part of the state
        let home = ["month", "world"].map(|folder| format!("src/{folder}/{file}.rs"));
        let home = home.iter().find(|path| at(path).exists());
        let code = read(home.unwrap_or_else(|| panic!("no file {file}.rs")));
        let lines: Vec<&str> = code.lines().collect();
        let place = lines.iter().position(|line| line.starts_with(&format!("pub fn {function}(")));
        let place = place.unwrap_or_else(|| panic!("{file}::{function} is not to be found"));
        text += &row(&[&phase, &format!("`{file}::{function}`"), &doc_above(&lines, place)]);
        phase.clear();
    }
    text
}

fn indicators() -> String {
    let mut text = head(&["theme", "indicator", "unit", "better", "definition", "line of the card"]);
    let mut theme = None;
    for indicator in INDICATORS {
        let better = match indicator.better {
            Better::Higher => "more",
            Better::Lower => "less",
            Better::Neither => "–",
        };
        let first = theme != Some(indicator.theme);
        theme = Some(indicator.theme);
        text += &row(&[
            if first { indicator.theme.label().en } else { "" },
            &format!("`{}`: {}", indicator.id, indicator.label.en),
            indicator.unit.text().en,
            better,
            indicator.definition.en,
            indicator.card,
        ]);
    }
    text += "\nMonthly series: ";
    let series: Vec<String> =
        SERIES.iter().map(|series| format!("`{}` ({})", series.id, series.label.en)).collect();
    text + &series.join(", ") + ".\n"
}

/// The columns of indicators, without their groups.
fn stored() -> String {
    let mut text = head(&["column", "unit", "better", "groups", "meaning"]);
    for indicator in INDICATORS {
        let better = match indicator.better {
            Better::Higher => "higher",
            Better::Lower => "lower",
            Better::Neither => "–",
        };
        let groups = match indicator.split {
            Split::None => "–",
            Split::Employers => "employers",
            Split::Professions => "professions",
            Split::Both => "employers, professions",
            Split::Crossed => "employers, crossed",
        };
        let (id, unit) = (format!("`{}`", indicator.id), format!("`{}`", indicator.unit.schema()));
        text += &row(&[&id, &unit, better, groups, indicator.label.en]);
    }
    let (all, whole) = (columns().count(), INDICATORS.len());
    let _ = write!(text, "\n{all} columns: {whole} indicators, the others their groups.");
    text
}

fn groups() -> String {
    let mut text = head(&["groups", "`GROUP`", "for whom"]);
    let families = [
        ("employers", &EMPLOYER_GROUPS[..]),
        ("professions", &PROFESSION_GROUPS[..]),
        ("crossed", &CROSSED_GROUPS[..]),
    ];
    for (family, members) in families {
        for (suffix, label) in members {
            text += &row(&[family, &format!("`{suffix}`"), label.en]);
        }
    }
    text
}

fn series() -> String {
    let mut text = head(&["series", "unit", "meaning"]);
    for series in SERIES {
        let (id, unit) = (format!("`{}`", series.id), format!("`{}`", series.unit.schema()));
        text += &row(&[&id, &unit, series.label.en]);
    }
    text
}

/// The units that some column bears.
fn units() -> String {
    let mut text = head(&["unit", "in words"]);
    let mut known: Vec<Unit> = Vec::new();
    let all =
        INDICATORS.iter().map(|indicator| indicator.unit).chain(SERIES.iter().map(|series| series.unit));
    for unit in all {
        if !known.contains(&unit) {
            known.push(unit);
            let words = if unit == Unit::Count { "a number of things or people" } else { unit.text().en };
            text += &row(&[&format!("`{}`", unit.schema()), words]);
        }
    }
    text
}

fn range(low: Option<f64>, high: Option<f64>) -> String {
    match (low, high) {
        (Some(low), Some(high)) => format!("{low} to {high}"),
        _ => String::new(),
    }
}

fn parameters() -> String {
    let catalogue = Catalogue::embedded();
    let mut text = "# Parameters and terms of formats\n\nWritten from `scenarios/catalogue.toml`: do not edit. *Plausible* is the range in which \
        the value may well lie; *accepted* the range the program takes. Grades: A official or peer-reviewed, A° the same, read \
        second-hand, B grey literature, C one source or a neighbouring field, D assumption.\n"
        .to_owned();
    for (title, list) in [
        ("Parameters", catalogue.of_model().collect::<Vec<_>>()),
        ("Terms of formats", catalogue.of_formats().collect()),
    ] {
        let _ = writeln!(text, "\n## {title}");
        for (section, members) in by_section(list.into_iter()) {
            let _ = writeln!(text, "\n### `{section}`\n");
            text +=
                &head(&["path", "meaning", "unit", "default", "plausible", "accepted", "source", "grade"]);
            members.into_iter().for_each(|parameter| text += &of_parameter(parameter));
        }
    }
    text
}

fn of_parameter(parameter: &Parameter) -> String {
    let accepted = match parameter.choices.as_slice() {
        [] => range(parameter.min, parameter.max),
        choices => choices.join(", "),
    };
    let year = parameter.year.map_or_else(String::new, |year| format!(" ({year})"));
    row(&[
        &format!("`{}`", parameter.path),
        &parameter.label.en,
        &parameter.unit.en,
        &parameter.default.written(),
        &range(parameter.low, parameter.high),
        &accepted,
        &format!("{}{year}", parameter.source.en),
        &parameter.grade,
    ])
}

/// What stands between the marks of a table.
fn between<'a>(page: &'a str, name: &str) -> (&'a str, &'a str, &'a str) {
    let (before, rest) =
        page.split_once(&format!("<!-- {name}: from the code -->\n")).unwrap_or_else(|| panic!("no {name}"));
    let (table, after) =
        rest.split_once(&format!("<!-- end of {name} -->")).unwrap_or_else(|| panic!("no end of {name}"));
    (before, table, after)
}

fn hold(path: &str, expected: &str) {
    if env::var_os("MUTUALISE_WRITE_TABLES").is_some() {
        fs::write(at(path), expected).unwrap();
    }
    assert!(
        read(path) == expected,
        "{path} is not what the code says: MUTUALISE_WRITE_TABLES=1 cargo test --test tables"
    );
}

#[test]
fn the_page_of_parameters_is_the_catalogue() {
    hold("docs/parameters.md", &parameters());
}

/// Holds the tables of a page to the code.
fn hold_tables(path: &str, tables: &[(&str, String)]) {
    let mut page = read(path);
    for (name, table) in tables {
        let (before, _, after) = between(&page, name);
        page = format!(
            "{before}<!-- {name}: from the code -->\n\n{}\n\n<!-- end of {name} -->{after}",
            table.trim()
        );
    }
    hold(path, &page);
}

#[test]
fn the_tables_of_the_model_are_those_of_the_code() {
    let tables = [("state", state()), ("schedule", schedule()), ("indicators", indicators())];
    hold_tables("docs/odd.md", &tables);
}

#[test]
fn the_columns_units_groups_and_series_of_the_page_of_results_are_those_of_the_code() {
    let tables = [("columns", stored()), ("units", units()), ("groups", groups()), ("series", series())];
    hold_tables("docs/results.md", &tables);
}

#[test]
fn every_record_of_state_has_its_variables_explained() {
    for (file, records) in STATE {
        let source = read(&format!("src/world/{file}"));
        for record in records {
            let fields = fields(&source, record);
            assert!(!fields.is_empty(), "{record}");
            assert!(fields.iter().all(|[_, _, meaning]| meaning.len() > 5), "{record}");
        }
    }
    assert!(schedule().lines().count() > 15, "a phase is missing");
}

#[test]
fn every_parameter_named_in_the_docs_is_in_the_catalogue() {
    let catalogue = Catalogue::embedded();
    for page in ["docs/odd.md", "docs/limits.md"] {
        let text = read(page);
        let named = text.split('`').skip(1).step_by(2).filter(|name| name.matches('.').count() >= 1);
        for name in
            named.filter(|name| name.split('.').next().is_some_and(|first| catalogue.is_section(first)))
        {
            assert!(catalogue.get(name).is_some() || catalogue.is_section(name), "{page} names `{name}`");
        }
    }
}
