//! Promise: `mutualise cost` says line by line what a post costs, in two languages, for one case or for many.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use tempfile::tempdir;
use unicode_width::UnicodeWidthStr;

/// Status, results and messages of `mutualise cost` with these arguments.
fn cost(arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(assert_cmd::cargo::cargo_bin!("mutualise"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_remove("LC_ALL")
        .env_remove("LC_MESSAGES")
        .env_remove("LANG")
        .arg("cost")
        .args(arguments)
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn answered(arguments: &[&str]) -> String {
    let (status, out, err) = cost(arguments);
    assert_eq!(status, 0, "{err}");
    out
}

/// The figures of the line that begins with a label.
fn figures(text: &str, label: &str) -> Vec<f64> {
    let line = text.lines().find(|line| line.trim_start().starts_with(label)).unwrap();
    let after = &line.trim_start()[label.len()..];
    let plain = after.replace(',', "").replace('\u{2212}', "-");
    plain.split_whitespace().map(|figure| figure.parse().unwrap()).collect()
}

const POST: [&str; 4] = ["--gross", "2700", "--hours", "14"];

#[test]
fn the_lines_of_a_table_add_up_to_its_totals() {
    let text = answered(&[&POST[..], &["--format", "status-quo", "--format", "ge"]].concat());
    let (mut sums, mut wrapped) = ([0.0; 2], String::new());
    for line in text.lines().filter(|line| line.starts_with("  ") && !line.trim().is_empty()).skip(1) {
        // a label that takes two lines has its figures on the second
        let figures: Vec<f64> = line
            .get(42..)
            .unwrap_or("")
            .replace(',', "")
            .replace('\u{2212}', "-")
            .split_whitespace()
            .filter_map(|figure| figure.parse().ok())
            .collect();
        match figures[..] {
            [] => wrapped.push_str(line.trim()),
            [alone, shared] => (sums[0], sums[1]) = (sums[0] + alone, sums[1] + shared),
            // what only a pool charges, or only the State
            [one] => sums[usize::from(!line.contains("Payroll tax"))] += one,
            _ => panic!("{line}"),
        }
    }
    let totals = figures(&text, "Total a year");
    assert!(
        (sums[0] - totals[0]).abs() < 0.005 && (sums[1] - totals[1]).abs() < 0.005,
        "{sums:?} {totals:?}"
    );
}

#[test]
fn nothing_is_wider_than_a_hundred_columns_in_either_language() {
    for lang in ["fr", "en"] {
        let short = ["--short-hours", "branch"];
        for more in [&[][..], &["--format", "ge"], &["--contract", "cdd", "--executive"], &short] {
            let text = answered(&[&POST[..], &["--lang", lang, "--gross-elsewhere", "2900"], more].concat());
            let widest = text.lines().map(UnicodeWidthStr::width).max().unwrap();
            assert!(widest <= 100, "{widest} columns:\n{text}");
        }
    }
}

#[test]
fn what_bears_on_the_price_moves_it() {
    let total = |more: &[&str]| figures(&answered(&[&POST[..], more].concat()), "Total a year");
    let [alone, ge] = [total(&[])[0], total(&[])[1]];
    assert!(total(&["--short-hours", "branch"])[0] < alone * 0.62, "fewer hours are bought");
    assert!((ge - 150.0) / (total(&["--vat-liable", "true"])[1] - 150.0) > 1.199, "VAT is not recovered");
    assert!(total(&["--gross-elsewhere", "3000"])[1] > ge * 1.1, "the highest pay is due");
    assert!(total(&["--users", "1"])[1] > ge, "one user alone bears the whole mutual");
    assert!(total(&["--accident-rate", "0.05"])[0] > alone, "a risky trade costs more");
    assert!(total(&["--headcount", "30"])[0] > alone, "contributions rise at eleven");
    assert!(total(&["--headcount", "30", "--workplace", "elsewhere"])[0] < total(&["--headcount", "30"])[0]);
    assert!(
        total(&["--month", "2026-03"])[0] > total(&["--month", "2026-07"])[0],
        "a lower SMIC reduces less"
    );
    assert_eq!(total(&["--month", "2026-07"]), total(&["--month", "2029-07", "--indexation", "0"]));
    assert_ne!(total(&["--month", "2026-07"]), total(&["--month", "2029-07", "--indexation", "0.02"]));
}

#[test]
fn a_file_of_cases_reproduces_the_reference_within_a_tenth_of_a_per_cent() {
    let convention = ["--set", "payroll.fixed_term_leave_untaken=0"];
    let file = ["--csv", "tests/data/employer_cost_2026_07.csv", "--vat-liable", "true"];
    let place = ["--workplace", "elsewhere", "--month", "2026-07"];
    let answer = answered(&[&file[..], &convention, &place].concat());
    let given = fs::read_to_string("tests/data/employer_cost_2026_07.csv").unwrap();
    let mut rows = csv::Reader::from_reader(answer.as_bytes());
    let heads = rows.headers().unwrap().clone();
    let column = |name: &str| heads.iter().position(|head| head == name).unwrap();
    let mut expected = csv::Reader::from_reader(given.as_bytes());
    let mut compared = 0;
    for (row, known) in rows.records().zip(expected.records()) {
        let (row, known) = (row.unwrap(), known.unwrap());
        let number = |name: &str| row[column(name)].parse::<f64>().unwrap();
        let total = number("total_cost_eur_month");
        let reference: f64 = known[8].parse().unwrap();
        assert!((total / reference - 1.0).abs() < 0.001, "{known:?}: {total}");
        let parts = ["pay", "indemnities", "contributions_before_reduction", "health_mutual", "payroll_tax"];
        let more = ["fee", "vat_not_recovered", "dues"];
        let sum: f64 = parts.iter().chain(&more).map(|part| number(&format!("{part}_eur_month"))).sum();
        assert!((sum - number("reduction_eur_month") - total).abs() < 0.005, "{row:?}");
        compared += 1;
    }
    assert_eq!(compared, 401);
}

#[test]
fn a_case_may_name_its_format_and_how_many_share_the_job() {
    let folder = tempdir().unwrap();
    let file = folder.path().join("cases.csv");
    let head = "id,headcount,executive,contract,weekly_hours,gross_base_eur_month,format,vat_liable,users\n";
    fs::write(&file, format!("{head}\"a, b\",8,0,CDI,14,1080,ge,false,1\nc,8,0,CDI,14,1080,ge,true,\n"))
        .unwrap();
    let answer = answered(&["--csv", file.to_str().unwrap()]);
    let total = |row: usize| -> f64 {
        let mut reader = csv::Reader::from_reader(answer.as_bytes());
        reader.records().nth(row).unwrap().unwrap()[9].parse().unwrap()
    };
    assert!(answer.contains("\"a, b\","), "{answer}");
    let of = |more: &[&str]| figures(&answered(&[&POST[..], more].concat()), "Total a month")[1];
    assert_eq!(total(0), of(&["--users", "1"]));
    assert_eq!(total(1), of(&["--vat-liable", "true"]));
}

#[test]
fn wrong_rows_are_all_told_with_their_line_and_a_remedy() {
    let folder = tempdir().unwrap();
    let file = folder.path().join("cases.csv");
    let head = "headcount,executive,contract,weekly_hours,gross_base_eur_month,format\n";
    let rows =
        "8,0,CDI,35,2000,gee\n8,2,CDI,35,2000,\n8,0,CDI,45,2000,ge\n8,0,CDI,35,\"2,5\",ge\n8,0,CDX,35,1\n";
    fs::write(&file, format!("{head}{rows}")).unwrap();
    let (status, out, err) = cost(&["--csv", file.to_str().unwrap(), "--lang", "en"]);
    assert_eq!((status, out.as_str()), (2, ""));
    for part in [
        "cases.csv:2:17",
        "did you mean `ge`",
        "cases.csv:3:3",
        "one of 0, 1",
        "cases.csv:4:9",
        "between 0.5 and 35",
        "cases.csv:5:12",
        "with a decimal point",
        "cases.csv:6:5",
        "did you mean `CDI`",
    ] {
        assert!(err.contains(part), "{part} is missing in {err}");
    }
    fs::write(&file, "headcount;executive;contract\n8;0;CDI\n").unwrap();
    let (status, _, err) = cost(&["--csv", file.to_str().unwrap(), "--lang", "fr"]);
    assert_eq!(status, 2);
    assert!(err.contains("séparées par des virgules"), "{err}");
}

#[test]
fn a_missing_pay_and_an_unknown_format_are_told() {
    let (status, _, err) = cost(&["--hours", "14"]);
    assert_eq!(status, 2);
    assert!(err.contains("--gross") && err.contains("--csv"), "{err}");
    let (status, _, err) = cost(&[&POST[..], &["--format", "scic-interimm", "--lang", "fr"]].concat());
    assert_eq!(status, 2);
    assert!(err.contains("scic-interim »"), "{err}");
}

#[test]
fn the_page_on_costs_shows_what_its_commands_print() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/costs.md")).unwrap();
    let mut shown = 0;
    for block in page.split("```text\n$ mutualise cost ").skip(1) {
        let (command, rest) = block.split_once('\n').unwrap();
        let expected = rest.split("```").next().unwrap();
        let arguments: Vec<&str> = command.split_whitespace().collect();
        assert_eq!(answered(&arguments), expected, "mutualise cost {command}");
        shown += 1;
    }
    assert!(shown >= 2, "the page shows no command");
}
