//! What a report says whatever the run, and what it says of a run that is not whole.

use std::collections::BTreeSet;
use std::path::Path;

use mutualise::catalogue::Catalogue;
use mutualise::experiment::record::{Count, Status};
use mutualise::report::content::{self, Beside, CHOICES, DRIVERS, LIMITS, Run};
use mutualise::report::document::Row;
use mutualise::report::html;
use mutualise::words::{Lang, say};

use super::{LANGUAGES, markup_is_balanced, plausible, section_text, tables};

#[test]
fn every_report_is_whole_whatever_the_run_holds() {
    for lang in LANGUAGES {
        for (replications, formats) in [(0, 3), (1, 4), (2, 1), (12, 2), (40, 8)] {
            let document = content::of_one(&plausible(replications, formats), Beside::default(), lang);
            for text in document.texts() {
                for wrong in ["NaN", "inf", "{", "}"] {
                    assert!(!text.split_whitespace().any(|w| w == wrong) && !text.contains('{'), "{text}");
                }
            }
            let ids: Vec<&str> = document.sections.iter().map(|section| section.id.as_str()).collect();
            for id in ["findings", "compared", "how-sure", "assumptions", "limits", "origin", "glossary"] {
                assert!(ids.contains(&id), "{id} is missing with {replications} × {formats}");
            }
            for table in tables(&document) {
                for row in &table.rows {
                    if let Row::Cells(cells) = row {
                        assert_eq!(cells.len(), table.head.len(), "{}", table.caption);
                    }
                }
            }
            markup_is_balanced(&html::written(&document));
        }
    }
}

#[test]
fn a_report_on_one_format_compares_nothing() {
    for lang in LANGUAGES {
        let document = content::of_one(&plausible(30, 1), Beside::default(), lang);
        for text in document.texts() {
            for key in ["page.paired", "page.formats", "page.many-text", "page.legend-alone"] {
                assert!(!text.contains(say(lang, key)), "{text}");
            }
        }
        assert!(tables(&document).iter().any(|table| table.caption == say(lang, "page.format-alone")));
    }
}

#[test]
fn a_run_with_failures_or_cut_short_says_so() {
    let mut run = plausible(20, 3);
    run.record.status = Status::SomeFailed;
    run.record.replications = Count { asked: 22, done: 20, failed: 2 };
    let text = section_text(&content::of_one(&run, Beside::default(), Lang::En), "how-sure");
    assert!(text.contains("2 of the 22 replications failed"), "{text}");
    run.record.status = Status::Interrupted;
    let text = section_text(&content::of_one(&run, Beside::default(), Lang::En), "how-sure");
    assert!(text.contains("20 of the 22 replications were done"), "{text}");
}

#[test]
fn a_scenario_of_another_version_costs_its_assumptions_only() {
    let mut run = plausible(20, 3);
    run.record.scenario = "[run]\nno_such_value = 3\n".to_owned();
    let run = Run::of(run.results, run.record);
    let document = content::of_one(&run, Beside::default(), Lang::En);
    let text = section_text(&document, "assumptions");
    assert!(text.contains("cannot be read by this program") && text.contains("version 1"), "{text}");
    assert!(document.sections.iter().any(|section| section.id == "retention"));
}

#[test]
fn every_choice_of_a_file_has_a_word_or_is_a_name() {
    let words: BTreeSet<&str> = CHOICES.iter().map(|(choice, _)| *choice).collect();
    let formats: Vec<&str> = mutualise::formats::EMBEDDED.iter().map(|(id, _)| *id).collect();
    for parameter in Catalogue::embedded().parameters() {
        for choice in &parameter.choices {
            let known = words.contains(choice.as_str()) || formats.contains(&choice.as_str());
            assert!(known, "{}: {choice}", parameter.path);
        }
    }
}

#[test]
fn the_assumptions_named_first_and_the_limits_are_those_of_the_page_on_limits() {
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/limits.md")).unwrap();
    let leads: Vec<&str> = page
        .lines()
        .filter_map(|line| line.strip_prefix("- **")?.split("**").next())
        .map(|lead| lead.trim_end_matches('.'))
        .collect();
    let told: Vec<String> = LIMITS.iter().map(|(lead, _)| say(Lang::En, lead).replace('’', "'")).collect();
    assert_eq!(leads, told);
    let rows = page.lines().filter(|line| line.starts_with("| ") && line.contains('`'));
    // the page has them indicator by indicator, the report once
    let named: BTreeSet<&str> = rows.flat_map(|row| row.split('`').skip(1).step_by(2)).collect();
    let told: Vec<&str> = DRIVERS.iter().flat_map(|driver| driver.hangs_on).copied().collect();
    let known: BTreeSet<&str> = told.iter().copied().collect();
    assert_eq!(told.len(), known.len(), "an assumption is told twice");
    assert_eq!(named, known);
    for path in DRIVERS.iter().flat_map(|driver| driver.hangs_on) {
        assert!(Catalogue::embedded().get(path).is_some(), "{path}");
    }
}
