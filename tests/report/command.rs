//! `mutualise report` on folders of runs.

use std::collections::BTreeSet;
use std::path::Path;

use mutualise::indicators::registry::INDICATORS;
use mutualise::report::content::{self, Beside, Knowledge, Run};
use mutualise::report::document::{Block, Cell, Document, Row};
use mutualise::report::html;
use mutualise::words::{Lang, say};

use super::claims::{Stored, nothing_contradicts};
use super::typed::asked;
use super::{LANGUAGES, SMALL, markup_is_balanced, section_text, tables};

#[test]
fn a_run_becomes_a_report_that_its_own_files_bear_out_and_that_goes_with_it() {
    let home = tempfile::tempdir().unwrap();
    let compare = [&SMALL[..], &["--out", "run"]].concat();
    assert_eq!(asked(home.path(), &compare).0, 0);
    let (status, out, err) = asked(home.path(), &["report", "run", "--lang", "fr"]);
    assert_eq!((status, err.as_str()), (0, ""), "{out}");
    let folder = home.path().join("run");
    for name in out.lines() {
        assert!(home.path().join(name).exists(), "{name}");
    }
    // each chart by itself, in the language of the report, for a page and for a column
    for name in ["cost.svg", "cost.png", "cost.csv", "cost.tableur.csv", "cost.column.svg", "cost.column.png"]
    {
        assert!(folder.join("charts").join(name).is_file(), "{name}");
    }
    let drawing = std::fs::read_to_string(folder.join("charts/cost.column.svg")).unwrap();
    assert!(drawing.contains("Coût complet"), "drawn anew in the language of the report");
    let page = std::fs::read_to_string(folder.join("report.html")).unwrap();
    assert!(page.contains("Ce qui ressort") && page.contains("<html lang=\"fr\">"));
    let run = Run::read(&folder).unwrap();
    assert!(run.scenario.is_some(), "the scenario kept with the run is read again");
    let stored = Stored::read(&std::fs::read(folder.join("comparison.csv")).unwrap());
    nothing_contradicts(&run, &stored, Lang::Fr);
    let listed = |name: &str| run.record.files.iter().any(|listed| listed.path == name);
    assert!(listed("report.html") && listed("indicators.parquet") && listed("charts/cost.column.png"));
    // new results do not keep the report of the old ones
    assert_eq!(asked(home.path(), &[&compare[..], &["--force", "--seed", "3"]].concat()).0, 0);
    assert!(!folder.join("report.html").exists() && !folder.join("charts/cost.column.png").exists());
}

#[test]
fn a_study_of_sensitivity_is_drawn_and_joins_the_report() {
    let home = tempfile::tempdir().unwrap();
    let file = "extends = \"base\"\n[design]\nvary = [\"work.value_ratio\", \"pool.join_base\", \"pool.leave_loss\"]\n";
    std::fs::write(home.path().join("few.toml"), file).unwrap();
    assert_eq!(asked(home.path(), &[&SMALL[..], &["--out", "run"]].concat()).0, 0);
    let study =
        ["sensitivity", "few.toml", "--quiet", "--months", "12", "--replications", "2", "--out", "study"];
    let small = ["--trajectories", "3", "--pairs", "4", "--keep", "2", "--lang", "fr"];
    let (status, out, err) = asked(home.path(), &[&study[..], &small].concat());
    assert_eq!(status, 0, "{out}{err}");
    for name in ["screening.svg", "screening.column.png", "shares.svg", "shares.tableur.csv"] {
        assert!(home.path().join("study/charts").join(name).is_file(), "{name}");
    }
    let report = ["report", "run", "--format", "html", "--lang", "fr", "--sensitivity"];
    let (status, _, err) = asked(home.path(), &[&report[..], &["study"]].concat());
    assert_eq!(status, 0, "{err}");
    let page = std::fs::read_to_string(home.path().join("run/report.html")).unwrap();
    assert!(page.contains("De quoi dépendent les résultats") && page.contains("Les parts de la variance"));
    markup_is_balanced(&page);
    let (status, _, err) = asked(home.path(), &[&report[..], &["run"]].concat());
    assert_eq!(status, 2);
    assert!(err.contains("morris.csv"), "{err}");
    says_what_the_folder_is_for(
        home.path(),
        "study",
        ["étude de sensibilité", "study of sensitivity", "--sensitivity study"],
    );
}

/// Asked to report a folder that is no run's, the program names what it is, in both languages, and how to report it.
fn says_what_the_folder_is_for(home: &Path, folder: &str, [french, english, remedy]: [&str; 3]) {
    for (lang, what) in [("fr", french), ("en", english)] {
        let (status, out, err) = asked(home, &["report", folder, "--lang", lang]);
        assert_eq!((status, out.as_str()), (2, ""));
        assert!(err.contains(what) && err.contains(remedy), "{err}");
    }
}

#[test]
fn runs_side_by_side_say_first_what_differs() {
    let home = tempfile::tempdir().unwrap();
    for (name, fee) in [("low", "0.05"), ("high", "0.25")] {
        let set = format!("format.ge.fee={fee}");
        let arguments = [&SMALL[..], &["--out", name, "--set", &set]].concat();
        assert_eq!(asked(home.path(), &arguments).0, 0);
    }
    let (status, out, err) = asked(home.path(), &["report", "low", "high", "--format", "html"]);
    assert_eq!((status, out.as_str()), (0, "report-low-high/report.html\n"), "{err}");
    let (status, _, err) = asked(home.path(), &["report", "low", "high", "--format", "charts"]);
    assert_eq!(status, 2, "{err}");
    let runs = ["low", "high"].map(|name| Run::read(&home.path().join(name)).unwrap());
    let document = content::of_several(&runs, Lang::En);
    assert_eq!(document.sections[0].id, "what-differs");
    let [Row::Cells(cells)] = &tables(&document)[0].rows[..] else { panic!("one value differs") };
    assert_eq!(cells.iter().map(|cell| cell.text.as_str()).skip(1).collect::<Vec<_>>(), ["0.05", "0.25"]);
    assert!(cells[0].beneath.starts_with("format.ge.fee"), "{cells:?}");
    assert!(every_clear_change_is_told(&document) > 0, "the fee changes nothing clearly");
    // before the launch nothing differs, and the status quo never meets the fee
    let same = content::of_several(&[runs[0].clone(), runs[0].clone()], Lang::En);
    assert!(section_text(&same, "what-differs").contains("have the same scenario"));
    assert!(!section_text(&same, "findings").contains("better"));
}

/// Every indicator that a table marks as better or worse stands among the findings; returns how many there are.
fn every_clear_change_is_told(document: &Document) -> usize {
    let (findings, mut marked) = (section_text(document, "findings"), BTreeSet::new());
    for table in tables(document) {
        let mut label = "";
        for row in &table.rows {
            match row {
                Row::Group(text) => {
                    let labels = INDICATORS.iter().map(|indicator| indicator.label.en);
                    let longest =
                        labels.filter(|label| text.starts_with(label)).max_by_key(|label| label.len());
                    label = longest.unwrap_or_default();
                }
                Row::Cells(cells) => {
                    let is_clear =
                        |cell: &Cell| cell.mark.is_some_and(|mark| ['▲', '▼'].contains(&mark.sign));
                    if cells.iter().any(is_clear) {
                        assert!(findings.contains(label), "{label}: {findings}");
                        marked.insert(label);
                    }
                }
            }
        }
    }
    marked.len()
}

#[test]
fn draws_of_the_assumptions_are_told_apart_from_chance_and_only_of_the_same_formats() {
    let home = tempfile::tempdir().unwrap();
    let arguments = |more: &[&'static str]| [&SMALL[..], more].concat();
    assert_eq!(asked(home.path(), &arguments(&["--out", "run"])).0, 0);
    let drawn = ["--out", "drawn", "--uncertainty", "both", "--draws", "8"];
    assert_eq!(asked(home.path(), &arguments(&drawn)).0, 0);
    let (run, drawn) = (home.path().join("run"), home.path().join("drawn"));
    let (run, knowledge) = (Run::read(&run).unwrap(), Knowledge::read(&drawn).unwrap());
    assert!(knowledge.is_about(&run.results.formats));
    for lang in LANGUAGES {
        let document =
            content::of_one(&run, Beside { knowledge: Some(&knowledge), ..Beside::default() }, lang);
        let section = document.sections.iter().find(|section| section.id == "when-it-flips").unwrap();
        let tables = section.blocks.iter().filter(|block| matches!(block, Block::Table(_))).count();
        assert_eq!(tables, 3);
        let text = section_text(&document, "when-it-flips");
        // three formats beside the reference, three indicators, eight draws
        let few = [
            "draws: too few to learn from.",
            "in none of 8 draws.",
            "in each of 8 draws.",
            "tirages\u{a0}: trop peu pour en tirer une règle.",
            "dans aucun des 8 tirages.",
            "dans chacun des 8 tirages.",
        ];
        assert!(!text.contains(" 0 of 8 ") && !text.contains(" 0 des 8 "), "{text}");
        let told = text.lines().filter(|line| few.iter().any(|end| line.ends_with(end))).count();
        assert_eq!(told, 9, "{text}");
        assert!(!section_text(&document, "how-sure").contains(say(lang, "page.knowledge-text")));
        markup_is_balanced(&html::written(&document));
    }
    let (status, out, err) = asked(home.path(), &["report", "run", "--uncertainty", "run"]);
    assert_eq!((status, out.as_str()), (2, ""));
    assert!(err.contains("compare --uncertainty"), "{err}");
    says_what_the_folder_is_for(home.path(), "drawn", ["balayage", "a sweep", "--uncertainty drawn"]);
    let mut fewer = run.clone();
    fewer.results.formats.pop();
    assert!(!knowledge.is_about(&fewer.results.formats));
}

#[cfg(not(feature = "pdf"))]
#[test]
fn without_the_feature_a_pdf_is_refused_in_one_line_and_the_rest_is_written() {
    let home = tempfile::tempdir().unwrap();
    assert_eq!(asked(home.path(), &[&SMALL[..], &["--out", "run"]].concat()).0, 0);
    let (status, out, err) = asked(home.path(), &["report", "run", "--format", "pdf,html"]);
    assert_eq!((status, out.as_str()), (2, "run/report.html\n"));
    assert!(err.lines().count() == 1 && err.contains("--features pdf"), "{err}");
    assert!(home.path().join("run/report.html").is_file() && !home.path().join("run/report.pdf").exists());
}

#[test]
fn a_folder_that_holds_no_run_is_told_with_a_remedy_and_nothing_is_written() {
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir(home.path().join("empty")).unwrap();
    for name in ["empty", "missing"] {
        let (status, out, err) = asked(home.path(), &["report", name]);
        assert_eq!((status, out.as_str()), (2, ""));
        assert!(err.contains(name) && err.contains("run.json"), "{err}");
    }
    assert_eq!(std::fs::read_dir(home.path().join("empty")).unwrap().count(), 0);
    std::fs::write(home.path().join("sheet.csv"), "").unwrap();
    says_what_the_folder_is_for(home.path(), "sheet.csv", ["un fichier", "is a file", "mutualise compare"]);
}
