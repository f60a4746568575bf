//! Promise: each file of results has the columns that docs/results.md names, in that order, with those types and units.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::path::Path;

use assert_cmd::Command;
use mutualise::indicators::registry;
use mutualise::indicators::{INDICATORS, SERIES};
use parquet::basic::{ConvertedType, Type as Physical};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::schema::types::Type;
use tempfile::tempdir;

const PAGE: &str = include_str!("../docs/results.md");

const STUDY: &str = r#"
extends = "base"
formats = ["status-quo", "ge"]
[run]
months = 6
replications = 3
burn_in = 12
[population]
structures = 20
people = 150
[design]
method = "sobol"
points = 4
vary = ["finance.margin", { path = "format.ge.fee", low = 0.05, high = 0.12 }, "work.value_ratio"]
"#;

/// What varies in the study.
const VARIED: [&str; 3] = ["finance.margin", "format.ge.fee", "work.value_ratio"];

/// The rows of the table under a heading: name and type, the names in italics made plain.
fn told(heading: &str) -> Vec<(String, String)> {
    let title = format!("\n### {heading}\n");
    let section = PAGE.split_once(&title).unwrap_or_else(|| panic!("no section {heading}")).1;
    let section = section.split("\n#").next().unwrap();
    let rows = section.lines().filter(|line| line.starts_with("| `") || line.starts_with("| *"));
    let rows: Vec<(String, String)> = rows
        .map(|row| {
            let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
            assert!(cells.len() == 3 && cells[2].len() > 2, "{heading}: {row}");
            (cells[0].trim_matches('`').to_owned(), cells[1].to_owned())
        })
        .collect();
    assert!(!rows.is_empty(), "no table under {heading}");
    rows
}

/// The same with the columns that the page names together.
fn expected(heading: &str) -> Vec<(String, String)> {
    let spread = |(name, kind): (String, String)| -> Vec<(String, String)> {
        let names: Vec<String> = match name.as_str() {
            "*indicators*" => registry::columns().map(|column| column.name()).collect(),
            "*varied paths*" => VARIED.map(str::to_owned).to_vec(),
            _ => vec![name],
        };
        names.into_iter().map(|name| (name, kind.clone())).collect()
    };
    told(heading).into_iter().flat_map(spread).collect()
}

fn kind_of(column: &Type) -> &'static str {
    match (column.get_physical_type(), column.get_basic_info().converted_type()) {
        (Physical::BYTE_ARRAY, ConvertedType::UTF8) => "text",
        (Physical::INT32, ConvertedType::NONE) => "int32",
        (Physical::DOUBLE, ConvertedType::NONE) => "double",
        other => panic!("{} is {other:?}", column.name()),
    }
}

/// The columns of a Parquet file, and its notes.
fn stored(path: &Path) -> (Vec<(String, String)>, BTreeMap<String, String>) {
    let file = SerializedFileReader::new(File::open(path).unwrap()).unwrap();
    let about = file.metadata().file_metadata();
    let columns = about.schema().get_fields().iter();
    let columns = columns.map(|column| (column.name().to_owned(), kind_of(column).to_owned())).collect();
    let notes = about.key_value_metadata().unwrap().iter();
    (columns, notes.map(|note| (note.key.clone(), note.value.clone().unwrap())).collect())
}

/// Holds a CSV file to its section: head, and what stands below it.
fn hold_csv(path: &Path, heading: &str) {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let expected = expected(heading);
    let names: Vec<&str> = expected.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), names, "{heading}");
    let mut rows = 0;
    for row in reader.records() {
        rows += 1;
        for (cell, (name, kind)) in row.unwrap().iter().zip(&expected) {
            let right = match kind.as_str() {
                "text" => cell.parse::<f64>().is_err(),
                "whole" => cell.parse::<u64>().is_ok(),
                "number" => cell.is_empty() || cell.parse::<f64>().is_ok_and(f64::is_finite),
                other => panic!("no type {other}"),
            };
            assert!(right, "{heading}: `{cell}` in {name} is no {kind}");
        }
    }
    assert!(rows > 0, "{heading} has no rows");
}

fn mutualise(home: &Path, arguments: &[&str]) {
    let mut command = Command::cargo_bin("mutualise").unwrap();
    command.current_dir(home).args(arguments).args(["study.toml", "--quiet"]);
    command.assert().success();
}

/// Long and large enough, with structures so ready to join, that a pool opens and there are cases on both sides of a
/// difference.
const LARGER: [&str; 8] = [
    "--months",
    "48",
    "--set",
    "population.structures=60",
    "--set",
    "population.people=450",
    "--set",
    "pool.join_base=0",
];

fn home() -> tempfile::TempDir {
    let home = tempdir().unwrap();
    fs::write(home.path().join("study.toml"), STUDY).unwrap();
    home
}

#[test]
fn the_files_of_a_run_are_as_told() {
    let home = home();
    mutualise(home.path(), &["compare", "--out", "run"]);
    let run = home.path().join("run");
    let (columns, notes) = stored(&run.join("indicators.parquet"));
    assert_eq!(columns, expected("`indicators.parquet` of a run"));
    for column in registry::columns() {
        let (name, indicator) = (column.name(), column.indicator);
        assert_eq!(notes[&format!("unit:{name}")], indicator.unit.schema(), "{name}");
        assert_eq!(notes[&format!("label.fr:{name}")], indicator.label.fr, "{name}");
        assert_eq!(notes[&format!("label.en:{name}")], indicator.label.en, "{name}");
    }
    let (columns, notes) = stored(&run.join("monthly.parquet"));
    assert_eq!(columns, expected("`monthly.parquet` of a run"));
    for series in SERIES {
        assert_eq!(notes[&format!("unit:{}", series.id)], series.unit.schema(), "{}", series.id);
    }
    hold_csv(&run.join("comparison.csv"), "`comparison.csv`");
    // figures of charts: a column of units, or the unit in the name of what is counted
    let units: BTreeSet<&str> = registry::columns().map(|column| column.indicator.unit.schema()).collect();
    let mut charts = 0;
    for entry in fs::read_dir(run.join("charts")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|kind| kind != "csv") {
            continue;
        }
        charts += 1;
        let mut reader = csv::Reader::from_path(&path).unwrap();
        let head = reader.headers().unwrap().clone();
        let named = head.iter().any(|name| units.iter().any(|unit| name == format!("mean_{unit}")));
        let place = head.iter().position(|name| name == "unit");
        assert!(named || place.is_some(), "{} has no unit: {head:?}", path.display());
        let Some(place) = place else { continue };
        for row in reader.records() {
            assert!(units.contains(&row.unwrap()[place]), "{}", path.display());
        }
    }
    assert!(charts > 10, "{charts} charts");
}

#[test]
fn the_regions_of_a_country_are_as_told() {
    let home = home();
    mutualise(home.path(), &["compare", "--set", "country.territories=3", "--out", "country"]);
    let (columns, notes) = stored(&home.path().join("country/regions.parquet"));
    assert_eq!(columns, expected("`regions.parquet`"));
    assert_eq!(notes["unit:turnover"], "percent_per_year");
    mutualise(home.path(), &["compare", "--out", "alone"]);
    assert!(!home.path().join("alone/regions.parquet").exists(), "one territory has no regions");
}

#[test]
fn the_files_of_a_sweep_and_of_two_uncertainties_are_as_told() {
    let home = home();
    mutualise(home.path(), &["sweep", "--out", "sweep"]);
    let (columns, notes) = stored(&home.path().join("sweep/indicators.parquet"));
    assert_eq!(columns, expected("`indicators.parquet` of a sweep"));
    for path in VARIED {
        assert_eq!(notes[&format!("role:{path}")], "parameter");
    }
    assert_eq!(notes["unit:format.ge.fee"], "share");
    let (columns, _) = stored(&home.path().join("sweep/design.parquet"));
    assert_eq!(columns, expected("`design.parquet`"));
    let both = ["compare", "--uncertainty", "both", "--draws", "64", "--replications", "4", "--out", "both"];
    mutualise(home.path(), &[&both[..], &LARGER].concat());
    hold_csv(&home.path().join("both/uncertainty.csv"), "`uncertainty.csv`");
    hold_csv(&home.path().join("both/conditions.csv"), "`conditions.csv`");
}

#[test]
fn the_files_of_a_sensitivity_are_as_told() {
    let home = home();
    let small =
        ["--replications", "2", "--trajectories", "3", "--pairs", "4", "--second-order", "--out", "s"];
    let asked = ["sensitivity", "--indicators", "turnover,cost-per-fte"];
    mutualise(home.path(), &[&asked[..], &small, &LARGER].concat());
    for file in ["morris.csv", "sobol.csv", "sobol-pairs.csv", "chance.csv"] {
        hold_csv(&home.path().join("s").join(file), &format!("`{file}`"));
    }
}

#[test]
fn an_indicator_s_name_is_never_that_of_another_column() {
    let mut names: Vec<String> = registry::columns().map(|column| column.name()).collect();
    names.extend(["format", "replication", "status", "point", "failure", "label"].map(str::to_owned));
    let count = names.len();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), count);
    assert!(INDICATORS.iter().all(|indicator| !indicator.id.contains('.')), "a dot stands before a group");
}
