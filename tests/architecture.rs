//! Promise: the map in `src/lib.rs` is true. A module uses only what stands before it, each outside crate has one
//! home, and what the house forbids is nowhere.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Where each outside crate may be used: files or folders of `src`. What is not listed may not be used at all.
const HOMES: [(&str, &[&str]); 29] = [
    ("annotate_snippets", &["error/"]),
    ("base64", &["charts/"]),
    ("bumpalo", &["month/mod.rs"]),
    ("clap", &["cli/", "main.rs"]),
    ("csv", &["sheet.rs", "comparison/csv.rs", "sensitivity/csv.rs", "charts/write.rs"]),
    ("ctrlc", &["cli/"]),
    ("indicatif", &["cli/"]),
    ("console", &["cli/"]),
    ("krilla", &["charts/pdf.rs"]),
    ("krilla_svg", &["charts/pdf.rs"]),
    ("libm", &["maths.rs"]),
    ("parquet", &["experiment/store.rs"]),
    ("plotters", &["charts/"]),
    ("png", &["charts/"]),
    ("rand", &["dice.rs"]),
    ("rayon", &["experiment/", "calibration/", "charts/write.rs"]),
    ("resvg", &["charts/"]),
    // data that comes from files, or goes to them
    (
        "serde",
        &["words.rs", "kinds.rs", "catalogue/", "formats/", "scenario/", "law/", "experiment/", "sweep/"],
    ),
    (
        "serde_json",
        &[
            "catalogue/parameter.rs",
            "scenario/schema.rs",
            "experiment/",
            "sweep/manifest.rs",
            "cli/progress.rs",
            "cli/validate.rs",
        ],
    ),
    ("sha2", &["digest.rs"]),
    ("statrs", &["comparison/statistics.rs"]),
    ("strsim", &["error/nearest.rs"]),
    ("time", &["experiment/record.rs"]),
    ("toml", &["words.rs", "catalogue.rs", "catalogue/", "scenario/", "law/register.rs"]),
    ("typst", &["report/pdf.rs"]),
    ("typst_layout", &["report/pdf.rs"]),
    ("typst_pdf", &["report/pdf.rs"]),
    ("unicode_width", &["report/layout.rs", "cli/validate.rs"]),
    ("zip", &["report/docx.rs"]),
];

/// Numbers that are no assumption: neutral elements, halves, scales, rounding.
const PLAIN_NUMBERS: [&str; 8] = ["0.0", "0.5", "1.0", "2.0", "10.0", "60.0", "365.25", "12.0"];

const LONGEST: usize = 500;

struct Code {
    /// Below `src`, with slashes.
    path: String,
    text: String,
    /// The text without comments, strings and unit tests, line by line.
    code: Vec<String>,
}

impl Code {
    /// The module of the library it belongs to; the binary stands after all of them.
    fn module(&self) -> &str {
        let first = self.path.split('/').next().unwrap_or_default();
        first.strip_suffix(".rs").unwrap_or(first)
    }

    fn is_below(&self, places: &[&str]) -> bool {
        places.iter().any(|place| self.path == *place || place.ends_with('/') && self.path.starts_with(place))
    }

    /// Lines that contain the word followed by `::` or, in a `use`, by nothing.
    fn uses(&self, krate: &str) -> bool {
        self.code.iter().any(|line| paths_from(line, krate).next().is_some())
    }
}

/// What follows `word::` wherever that is a whole word and not itself part of a path.
fn paths_from<'a>(line: &'a str, word: &str) -> impl Iterator<Item = &'a str> {
    let head = format!("{word}::");
    let places: Vec<usize> = line.match_indices(&head).map(|(place, _)| place).collect();
    let length = head.len();
    places.into_iter().filter_map(move |place| {
        let before = line[..place].chars().next_back();
        let whole = before.is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != ':');
        whole.then(|| &line[place + length..])
    })
}

fn first_word(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    &text[..end]
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files_below(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files_below(&path, found);
        } else {
            found.push(path);
        }
    }
}

fn sources() -> Vec<Code> {
    let mut paths = Vec::new();
    files_below(&root().join("src"), &mut paths);
    paths.retain(|path| path.extension().is_some_and(|e| e == "rs"));
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap();
        let parts: Vec<_> = path.strip_prefix(root().join("src")).unwrap().iter().collect();
        let path = parts.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/");
        let production = text.lines().take_while(|line| line.trim() != "#[cfg(test)]");
        let code = production.map(bare).collect();
        Code { path, text, code }
    };
    paths.into_iter().map(read).collect()
}

/// A line without its comment and without what stands in quotes.
fn bare(line: &str) -> String {
    let mut quoted = false;
    let mut kept = String::new();
    let mut before = ' ';
    for c in line.chars() {
        match c {
            '"' if before != '\\' && before != '\'' => quoted = !quoted,
            '/' if before == '/' && !quoted => {
                kept.pop();
                break;
            }
            _ if !quoted => kept.push(c),
            _ => {}
        }
        before = c;
    }
    kept
}

fn order_of_modules() -> Vec<String> {
    let map = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let names = map.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    names.map(str::to_owned).collect()
}

/// Nothing was found, or the list of what was.
fn nothing(found: &[String]) {
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn a_module_uses_only_what_stands_before_it_in_the_map() {
    let order = order_of_modules();
    assert!(order.len() > 10, "the map was not read: {order:?}");
    let place = |module: &str| order.iter().position(|known| known == module);
    let mut offences = Vec::new();
    for file in sources() {
        let Some(here) = place(file.module()) else { continue };
        let top =
            !file.path.contains('/') || file.path.ends_with("/mod.rs") && file.path.matches('/').count() == 1;
        for (number, line) in file.code.iter().enumerate() {
            let from_root = paths_from(line, "crate");
            let from_parent = paths_from(line, "super").filter(|_| top);
            for used in from_root.chain(from_parent).map(first_word) {
                if place(used).is_some_and(|there| there > here) {
                    offences.push(format!(
                        "src/{}:{}: uses {used}, which stands later",
                        file.path,
                        number + 1
                    ));
                }
            }
            if line.contains("use crate::{") || line.contains("use crate::*") {
                offences.push(format!("src/{}:{}: name one module at a time", file.path, number + 1));
            }
        }
    }
    nothing(&offences);
}

#[test]
fn every_module_of_the_library_is_on_the_map() {
    let map = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let (order, mut offences) = (order_of_modules(), Vec::new());
    for module in &order {
        if !map.lines().any(|line| line.starts_with("//! |") && line.contains(&format!("[`{module}`]"))) {
            offences.push(format!("{module} is missing in the table of src/lib.rs"));
        }
    }
    for file in sources() {
        let outside = ["lib", "main", "cli"].contains(&file.module());
        if !outside && !order.iter().any(|module| module == file.module()) {
            offences.push(format!("src/{} belongs to no module of the library", file.path));
        }
    }
    nothing(&offences);
}

#[test]
fn an_outside_crate_has_one_home() {
    let manifest: toml::Table = fs::read_to_string(root().join("Cargo.toml")).unwrap().parse().unwrap();
    let homes: BTreeMap<&str, &[&str]> = HOMES.into_iter().collect();
    let files = sources();
    let mut offences = Vec::new();
    for name in manifest["dependencies"].as_table().unwrap().keys() {
        let krate = name.replace('-', "_");
        let Some(places) = homes.get(krate.as_str()) else {
            offences.push(format!("{name} has no home: add it to HOMES"));
            continue;
        };
        for file in files.iter().filter(|file| file.uses(&krate) && !file.is_below(places)) {
            offences.push(format!("src/{} uses {name}, whose home is {}", file.path, places.join(", ")));
        }
    }
    nothing(&offences);
}

#[test]
fn the_world_holds_state_and_knows_nothing_of_behaviour() {
    let mut offences = Vec::new();
    for file in sources().iter().filter(|file| file.module() == "world") {
        for word in ["month::", "indicators", "Terms", "Turn"] {
            if file.code.iter().any(|line| line.contains(word)) {
                offences.push(format!("src/{} mentions {word}", file.path));
            }
        }
    }
    nothing(&offences);
}

#[test]
fn below_experiment_there_are_no_files_no_clock_and_no_threads() {
    let below = ["dice", "maths", "world", "month", "indicators", "law", "formats", "kinds", "units"];
    let forbidden = [
        "std::fs",
        "std::io",
        "std::env",
        "std::time",
        "Instant",
        "SystemTime",
        "std::thread",
        "rayon",
        "println!",
    ];
    let mut offences = Vec::new();
    for file in sources().iter().filter(|file| below.contains(&file.module())) {
        for word in forbidden {
            if file.code.iter().any(|line| line.contains(word)) {
                offences.push(format!("src/{} mentions {word}", file.path));
            }
        }
    }
    nothing(&offences);
}

#[test]
fn indicators_only_read() {
    let mut offences = Vec::new();
    for file in sources().iter().filter(|file| file.module() == "indicators") {
        for word in ["&mut World", "&mut Record", "dice::", "month::"] {
            if file.code.iter().any(|line| line.contains(word)) {
                offences.push(format!("src/{} mentions {word}", file.path));
            }
        }
    }
    nothing(&offences);
}

#[test]
fn no_mechanism_knows_which_format_is_in_force() {
    let ids: Vec<&str> = mutualise::formats::EMBEDDED.iter().map(|(id, _)| *id).collect();
    let mut offences = Vec::new();
    for file in sources().iter().filter(|file| ["month", "world", "indicators"].contains(&file.module())) {
        let named = ids.iter().find(|id| file.text.contains(&format!("\"{id}\"")));
        if let Some(id) = named {
            offences.push(format!("src/{} names the format {id}", file.path));
        }
        if file
            .code
            .iter()
            .any(|line| line.contains("formats::Format") && !line.contains("formats::Format::"))
        {
            offences.push(format!("src/{} uses formats and not only their terms", file.path));
        }
    }
    nothing(&offences);
}

#[test]
fn a_file_begins_with_the_answer_it_gives_and_is_short() {
    let mut offences = Vec::new();
    for file in sources() {
        if !file.text.starts_with("//! ") {
            offences.push(format!("src/{} does not begin with `//! `", file.path));
        }
        let length = file.text.lines().count();
        if length > LONGEST {
            offences.push(format!("src/{} has {length} lines, more than {LONGEST}", file.path));
        }
    }
    nothing(&offences);
}

#[test]
fn nothing_iterates_in_an_order_that_changes_from_run_to_run() {
    let mut offences = Vec::new();
    for file in sources() {
        for word in ["HashMap", "HashSet", "RandomState"] {
            if file.code.iter().any(|line| line.contains(word)) {
                offences.push(format!("src/{} mentions {word}", file.path));
            }
        }
    }
    nothing(&offences);
}

#[test]
fn every_number_of_a_mechanism_has_a_home_in_the_catalogue_or_the_law() {
    let mut offences = Vec::new();
    for file in sources().iter().filter(|file| file.module() == "month") {
        for (number, line) in file.code.iter().enumerate() {
            for literal in fractions(line) {
                // a constant with a name and a reason stands for itself
                let named =
                    line.trim_start().starts_with("const ") || line.trim_start().starts_with("pub const ");
                if !named && !PLAIN_NUMBERS.contains(&literal.as_str()) {
                    offences.push(format!("src/{}:{}: {literal}", file.path, number + 1));
                }
            }
        }
    }
    nothing(&offences);
}

/// The numbers with a decimal point in a line of code.
fn fractions(line: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut word = String::new();
    for c in line.chars().chain([' ']) {
        if c.is_ascii_alphanumeric() || c == '_' || c == '.' {
            word.push(c);
            continue;
        }
        let number = word.trim_end_matches('.');
        if number.starts_with(|c: char| c.is_ascii_digit())
            && number.split_once('.').is_some_and(|(_, rest)| rest.starts_with(|c: char| c.is_ascii_digit()))
        {
            let end = number.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(number.len());
            found.push(number[..end].trim_end_matches('.').to_owned());
        }
        word.clear();
    }
    found
}

#[test]
fn no_file_names_somebodys_machine() {
    // put together here, so that this file does not name one either
    let homes =
        [["/ho", "me/"], ["/ro", "ot/"], ["/Us", "ers/"], ["/wo", "rk/"], ["C:", "\\"], ["/tm", "p/"]];
    let homes = homes.map(|parts| parts.concat());
    let mut paths = Vec::new();
    for folder in ["src", "tests", "scenarios", "docs", "benches", ".ci", ".cargo"] {
        let folder = root().join(folder);
        if folder.is_dir() {
            files_below(&folder, &mut paths);
        } else if folder.is_file() {
            paths.push(folder);
        }
    }
    let beside = fs::read_dir(root()).unwrap().map(|entry| entry.unwrap().path());
    // in a linked work tree `.git` is a file that names a place
    paths.extend(beside.filter(|path| path.is_file() && !path.ends_with(".git")));
    let mut offences = Vec::new();
    for path in paths {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        for home in homes.iter().filter(|home| text.contains(home.as_str())) {
            offences.push(format!("{} mentions {home}", path.display()));
        }
    }
    nothing(&offences);
}

#[test]
fn every_dependency_comes_from_the_public_registry() {
    let lock = fs::read_to_string(root().join("Cargo.lock")).unwrap();
    let public = "source = \"registry+https://github.com/rust-lang/crates.io-index\"";
    let others: BTreeSet<String> = lock
        .lines()
        .filter(|line| line.starts_with("source = ") && *line != public)
        .map(str::to_owned)
        .collect();
    nothing(&others.into_iter().collect::<Vec<_>>());
}
