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

/// What is told with the blanks and line ends of its layout made one.
fn told(arguments: &[&str]) -> String {
    answered(arguments).replace(['\u{a0}', '\u{202f}'], " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Why a command is refused.
fn refused(arguments: &[&str]) -> String {
    let (status, out, err) = cost(arguments);
    assert_eq!((status, out.as_str()), (2, ""), "{err}");
    err
}

#[test]
fn missions_of_an_open_ended_contract_last_36_months_without_waiting_and_are_compared_with_direct_hire() {
    let case = ["--gross", "3000", "--executive", "--hours", "35", "--contract", "cdd", "--lang", "fr"];
    let text = told(&[&case[..], &["--format", "scic-cdii", "--format", "etti"]].concat());
    assert!(text.contains("36 mois au plus par mission, sans délai de carence"), "{text}");
    assert!(
        text.contains("L1251-58-6") && text.contains("18 mois au plus, puis un délai de carence"),
        "{text}"
    );
    assert!(text.contains("Embauche directe, à laquelle ces prix sont comparés"), "{text}");
    let case = ["--gross", "3000", "--contract", "cdd"];
    let formats = ["--format", "scic-cdii", "--format", "etti"];
    let alone = answered(&[&case[..], &formats].concat());
    let beside = answered(&[&case[..], &["--format", "status-quo"], &formats].concat());
    let against = |text| figures(text, "Difference from direct hire (%)");
    assert_eq!(against(&alone), against(&beside)[1..], "{alone}");
    assert_ne!(against(&alone)[0], 0.0);
}

#[test]
fn a_mission_for_a_need_that_lasts_is_marked_and_not_compared() {
    let formats = ["--format", "status-quo", "--format", "scic-interim", "--lang", "fr"];
    let lasting = told(&[&POST[..], &formats].concat());
    assert!(lasting.contains("(exclu)") && lasting.contains("(%) 0,0 exclu"), "{lasting}");
    assert!(lasting.contains("exclu pour ce besoin, qui dure"), "{lasting}");
    let temporary = told(&[&POST[..], &formats, &["--contract", "cdd"]].concat());
    assert!(!temporary.contains("exclu"), "{temporary}");
}

#[test]
fn pay_is_said_to_be_raised_only_where_another_user_pays_more() {
    let case = ["--gross", "1900", "--lang", "fr"];
    let text = told(&case);
    assert!(
        !text.contains("Salaire aligné")
            && text.contains("salaire d’un contrat de professionnalisation, 1 867,02"),
        "{text}"
    );
    let more = ["--gross-elsewhere", "2100"];
    assert!(told(&[&case[..], &more].concat()).contains("Salaire aligné sur celui"));
    // on mission, pay is that of the user served
    let mission = ["--contract", "cdd", "--format", "scic-interim"];
    let total = |more: &[&str]| answered(&[&case[..2], &mission, more].concat());
    assert_eq!(total(&[]), total(&more));
}

#[test]
fn pay_below_the_minimum_wage_is_told_with_that_of_the_month() {
    let text = told(&["--gross", "100", "--month", "2026-03", "--lang", "fr"]);
    assert!(text.contains("inférieur au SMIC de mars 2026, 1 823,03 €"), "{text}");
    assert!(!told(&["--gross", "1900", "--lang", "fr"]).contains("inférieur au SMIC"));
    let folder = tempdir().unwrap();
    let file = folder.path().join("cases.csv");
    let head = "headcount,executive,contract,weekly_hours,gross_base_eur_month,format\n";
    let rows = "8,0,CDI,35,1000,\n8,0,CDI,14,1000,\n8,0,CDI,35,2000,\n8,0,CDI,35,2000,scic-interim\n8.5,0,CDD,35,2000,ge-scic-interim\n";
    fs::write(&file, format!("{head}{rows}")).unwrap();
    let answer = answered(&["--csv", file.to_str().unwrap()]);
    let notes: Vec<&str> = answer.lines().map(|line| line.rsplit(',').next().unwrap()).collect();
    let lasting = "temporary_motive_only no_temporary_motive";
    assert_eq!(
        notes,
        ["note", "below_minimum_wage", "below_24_hours", "", lasting, "temporary_motive_only"],
        "{answer}"
    );
}

#[test]
fn a_month_before_the_first_known_rates_is_refused_and_later_ones_are_said_to_be_carried_on() {
    for (lang, words) in [("fr", "ne sont pas connus"), ("en", "are not known")] {
        let err = refused(&["--gross", "2700", "--month", "2025-12", "--lang", lang]);
        assert!(err.contains("2025-12") && err.contains("2026-01") && err.contains(words), "{err}");
    }
    let text = told(&[&POST[..], &["--lang", "fr"]].concat());
    assert!(
        text.contains("Taux connus (derniers : juin 2026), prolongés à janvier 2027 en euros constants."),
        "{text}"
    );
    assert!(
        told(&[&POST[..], &["--lang", "fr", "--month", "2026-06"]].concat()).contains("Taux de juin 2026.")
    );
    let grown = ["--lang", "fr", "--month", "2029-01", "--indexation", "0.02"];
    assert!(told(&[&POST[..], &grown].concat()).contains("montants indexés de 2,0 % par an"));
}

#[test]
fn who_is_taxed_too_much_has_no_right_to_a_pool_at_exact_cost_and_the_mixed_rule_is_told() {
    let text = |more: &[&str]| {
        told(
            &[&POST[..], &["--format", "status-quo", "--format", "ge-exempt", "--lang", "fr"], more].concat(),
        )
    };
    let liable = text(&["--vat-liable", "true"]);
    assert!(liable.contains("exclu pour cette structure") && liable.contains("(%) 0,0 exclu"), "{liable}");
    assert!(!text(&[]).contains("exclu") && !text(&["--taxed-receipts", "0.19"]).contains("exclu"));
    assert!(
        text(&["--taxed-receipts", "0.4"])
            .contains("règle mixte, la part des services qui sert l’activité taxée (40 %)")
    );
    assert!(text(&["--taxed-receipts", "0.4", "--form", "company"]).contains("exclu pour cette structure"));
}

#[test]
fn who_is_taxed_in_part_recovers_and_owes_in_proportion() {
    let formats = ["--format", "status-quo", "--format", "ge"];
    let of = |more: &[&str], label| figures(&answered(&[&POST[..], &formats, more].concat()), label);
    let of_part = |label| of(&["--taxed-receipts", "0.25"], label);
    let (vat, part) = (of(&[], "VAT not recovered")[0], of_part("VAT not recovered")[0]);
    assert!((part / vat - 0.75).abs() < 1e-3, "{part} {vat}");
    let (tax, part) = (
        of(&[], "Payroll tax (taxe sur les salaires)")[0],
        of_part("Payroll tax (taxe sur les salaires)")[0],
    );
    assert!((part / tax - 0.75).abs() < 1e-2, "{part} {tax}");
}

#[test]
fn a_staff_loan_comes_with_its_conditions() {
    let text = told(&[&POST[..], &["--format", "staff-loan", "--lang", "fr"]].concat());
    for part in ["l’accord de la personne", "L8241-2", "sans but lucratif (L8241-1)", "20 % de TVA"] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn who_is_lent_counts_with_the_lender_and_not_with_a_groupement() {
    let total = |format: &str, headcount: &str| {
        figures(
            &answered(&[&POST[..], &["--format", format, "--headcount", headcount]].concat()),
            "Total a year",
        )
    };
    assert!(total("staff-loan", "11") > total("staff-loan", "10"), "the lender owes mobility payments");
    assert_eq!(total("ge", "11"), total("ge", "10"));
}

#[test]
fn a_pooled_job_below_24_hours_is_told_to_take_a_written_request() {
    let text = |more: &[&str]| told(&[&POST[..], &["--format", "ge", "--lang", "fr"], more].concat());
    let below = "emploi de moins de 24 h par semaine";
    assert!(text(&["--users", "1"]).contains(below));
    for lawful in [&[][..], &["--users", "2"], &["--users", "1", "--short-hours", "request"]] {
        assert!(!text(lawful).contains(below), "{lawful:?}");
    }
    let folder = tempdir().unwrap();
    let file = folder.path().join("cases.csv");
    let head = "headcount,executive,contract,weekly_hours,gross_base_eur_month,format,users\n";
    fs::write(&file, format!("{head}8,0,CDI,14,1080,ge,1\n8,0,CDI,14,1080,ge,2\n")).unwrap();
    let answer = answered(&["--csv", file.to_str().unwrap()]);
    let notes: Vec<&str> = answer.lines().map(|line| line.rsplit(',').next().unwrap()).collect();
    assert_eq!(notes, ["note", "below_24_hours", ""], "{answer}");
}

#[test]
fn a_pair_of_employers_answers_a_temporary_need_by_the_one_that_serves_it() {
    let of = |format: &str, contract: &str| {
        let text = answered(
            &[&POST[..], &["--contract", contract, "--format", "status-quo", "--format", format]].concat(),
        );
        figures(&text, "Total a year")
    };
    assert_eq!(of("ge-scic-interim", "cdd"), of("scic-interim", "cdd"));
    assert_eq!(of("ge-scic-interim", "cdi"), of("ge", "cdi"));
}

#[test]
fn the_building_trade_has_its_fund_and_its_cover() {
    let text = |more: &[&str]| told(&[&POST[..], &["--format", "status-quo", "--lang", "fr"], more].concat());
    let building = text(&["--branch", "btp"]);
    for part in [
        "Caisse de congés et intempéries",
        "19,600",
        "Prévoyance des ouvriers",
        "1,720",
        "payés par la caisse",
    ] {
        assert!(building.contains(part), "{part}: {building}");
    }
    assert!(!text(&[]).contains("intempéries"));
}

#[test]
fn no_english_stands_in_an_answer_in_french() {
    for more in [
        &["--format", "ge"][..],
        &["--format", "scic-interim", "--contract", "cdd"],
        &["--executive", "--format", "ge"],
    ] {
        let text = answered(&[&["--gross", "5000", "--lang", "fr"], more].concat());
        assert!(!text.contains(" of ") && !text.contains(" branch agreement"), "{text}");
    }
}

#[test]
fn what_is_typed_wrong_is_told_in_the_language_of_the_reader() {
    let said = |arguments: &[&str]| refused(&[arguments, &["--lang", "fr"]].concat());
    for wrong in [&["--gross", "2700,50"][..], &["--gross", "2700", "--hours", "36"], &["--gross", "-5"]] {
        let err = said(wrong);
        assert!(err.contains("ne convient pas à") && err.contains("est attendu"), "{err}");
    }
    for flag in [
        &["--format", "ge"][..],
        &["--hours", "14"],
        &["--contract", "cdd"],
        &["--executive"],
        &["--headcount", "3"],
    ] {
        let err = said(&[&["--csv", "cases.csv"], flag].concat());
        assert!(err.contains("ne vont pas ensemble"), "{err}");
    }
    assert!(said(&["--gros", "2700"]).contains("vouliez-vous dire « --gross"));
    assert!(said(&["--gross", "2700", "--contract", "cd"]).contains("valeurs possibles : cdi, cdd"));
    assert!(said(&["--gross", "2700", "--pool-fte", "0"]).contains("équivalents temps plein"));
    assert!(refused(&["--gross", "2700,50"]).contains("expected a number from 1 to 100000"));
}

#[test]
fn employees_are_counted_in_words_that_agree_and_may_be_a_fraction() {
    let team = |n: &str| told(&["--gross", "2700", "--headcount", n, "--lang", "fr"]);
    assert!(team("0").contains("Structure : sans salarié,"));
    assert!(team("1").contains("Structure : 1 salarié,"));
    assert!(team("8.5").contains("Structure : 8,5 salariés,"));
}

#[test]
fn a_format_asked_for_twice_is_shown_once() {
    let twice = [&POST[..], &["--format", "ge", "--format", "ge"]].concat();
    assert_eq!(answered(&twice), answered(&[&POST[..], &["--format", "ge"]].concat()));
}

#[test]
fn time_in_training_is_not_useful_time_and_aid_is_told() {
    let text = told(&[&POST[..], &["--format", "geiq", "--lang", "fr"]].concat());
    assert!(text.contains("Heures utiles par semaine 11,2"), "{text}");
    assert!(text.contains("reçoit 840,00 € d’aides par an") && text.contains("1 600,00 €"), "{text}");
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
