//! Promise: each claim of the page of claims has a command that exists, and each page of the docs can be found from the
//! README.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::path::{Path, PathBuf};

fn at(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn read(path: &str) -> String {
    fs::read_to_string(at(path)).unwrap_or_else(|fault| panic!("{path}: {fault}"))
}

/// What stands between backquotes.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// The text of a test target: its file, or all files of its folder.
fn target(name: &str) -> Option<String> {
    if let Ok(text) = fs::read_to_string(at(&format!("tests/{name}.rs"))) {
        return Some(text);
    }
    let files = fs::read_dir(at(&format!("tests/{name}"))).ok()?.map(|entry| entry.unwrap().path());
    Some(
        files
            .filter(|path| path.extension().is_some_and(|end| end == "rs"))
            .map(|path| format!("mod {}\n{}", path.display(), fs::read_to_string(&path).unwrap()))
            .collect(),
    )
}

/// What is wrong with a command of a page, if anything is.
fn fault(command: &str) -> Option<String> {
    let words: Vec<&str> = command.split_whitespace().collect();
    let Some(place) = words.iter().position(|&word| word == "--test") else {
        return words.contains(&"run").then_some(()).and_then(|()| {
            let name = words.iter().skip_while(|&&word| word != "--").nth(1)?;
            let known = read("src/cli/mod.rs").to_lowercase().contains(&format!("mod {name};"));
            (!known).then(|| format!("{command}: no command {name}"))
        });
    };
    let Some(text) = target(words[place + 1]) else {
        return Some(format!("{command}: no such target"));
    };
    let filter = words.get(place + 2).filter(|word| **word != "--")?;
    let found = text.lines().any(|line| {
        (line.starts_with("fn ") || line.starts_with("mod ")) && line.contains(filter.trim_end_matches(','))
    });
    (!found).then(|| format!("{command}: no test {filter}"))
}

#[test]
fn every_command_of_the_docs_names_what_exists() {
    let pages =
        ["claims", "robustness", "verification", "validation", "experiments", "costs", "charts", "report"];
    let mut wrong = Vec::new();
    let mut commands = 0;
    for page in pages {
        for command in quoted(&read(&format!("docs/{page}.md"))).filter(|text| text.starts_with("cargo ")) {
            commands += 1;
            wrong.extend(fault(command).map(|fault| format!("{page}: {fault}")));
        }
    }
    assert!(commands > 50, "{commands} commands");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(
        fault("cargo test --test nobody").is_some() && fault("cargo test --test theory nobody").is_some()
    );
    assert!(fault("cargo run --release -- nobody").is_some());
}

#[test]
fn every_claim_has_a_command_a_figure_and_a_page() {
    let page = read("docs/claims.md");
    let rows: Vec<Vec<&str>> = page
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| claim"))
        .map(|line| line.trim_matches('|').split(" | ").map(str::trim).collect())
        .collect();
    assert!(rows.len() > 20);
    for row in rows {
        assert_eq!(row.len(), 5, "{row:?}");
        assert!(row[2].starts_with("`cargo ") && !row[3].is_empty(), "{row:?}");
        let link = row[4].split(['(', ')']).nth(1).unwrap();
        assert!(at("docs").join(link).exists(), "{row:?}");
    }
}

#[test]
fn the_readme_leads_to_every_page() {
    let readme = read("README.md");
    for entry in fs::read_dir(at("docs")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(!name.ends_with(".md") || readme.contains(&format!("docs/{name}")), "{name} is not named");
    }
}
