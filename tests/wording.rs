//! What people read: the same words in both languages, French typography, and no claim the interval does not bear.

mod made_up;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use made_up::{MadeUp, column, results};
use mutualise::comparison::compare;
use mutualise::experiment::results::Results;
use mutualise::indicators::registry;
use mutualise::report;
use mutualise::words::{Lang, fill, placeholders, say, texts};
use unicode_width::UnicodeWidthStr;

const LANGUAGES: [Lang; 2] = [Lang::Fr, Lang::En];

#[test]
fn both_languages_have_the_same_keys_and_placeholders() {
    let shape = |lang| -> BTreeSet<(String, BTreeSet<String>)> {
        let sorted = |text: &str| placeholders(text).into_iter().map(str::to_owned).collect();
        texts(lang).iter().map(|(key, text)| (key.clone(), sorted(text))).collect()
    };
    let (french, english) = (shape(Lang::Fr), shape(Lang::En));
    let alone: Vec<_> = french.symmetric_difference(&english).collect();
    assert!(alone.is_empty(), "in one language only: {alone:?}");
}

#[test]
fn every_text_is_used_and_every_text_asked_for_exists() {
    let source: String = sources(Path::new("src")).iter().map(|path| read(path)).collect();
    for key in texts(Lang::En).keys() {
        assert!(source.contains(&format!("\"{key}\"")), "nothing says `{key}`");
    }
    let sections: BTreeSet<&str> = texts(Lang::En).keys().filter_map(|key| key.split('.').next()).collect();
    for quoted in source.split('"').filter(|piece| sections.contains(piece.split('.').next().unwrap_or(""))) {
        let is_key =
            quoted.contains('.') && quoted.chars().all(|c| c.is_ascii_lowercase() || ".-".contains(c));
        assert!(!is_key || texts(Lang::En).contains_key(quoted), "no text is named `{quoted}`");
    }
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("the sources are there");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    let (folders, files): (Vec<_>, Vec<_>) = paths.into_iter().partition(|path| path.is_dir());
    let rust = files.into_iter().filter(|path| path.extension().is_some_and(|kind| kind == "rs"));
    rust.chain(folders.iter().flat_map(|folder| sources(folder))).collect()
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).expect("a source is text")
}

#[test]
fn french_is_set_as_french_printers_set_it() {
    for (key, text) in texts(Lang::Fr) {
        for wrong in ["'", "...", "\"", " ;", " :", " !", " ?", " %", "« ", " »"] {
            assert!(!text.contains(wrong), "`{wrong}` in `{key}`: {text}");
        }
        for mark in [';', '!', '?'] {
            let spaced = text.matches(&format!("\u{202f}{mark}")).count();
            assert_eq!(text.matches(mark).count(), spaced, "`{mark}` without its space in `{key}`: {text}");
        }
    }
    for (key, text) in texts(Lang::En) {
        assert!(!text.contains(['\'', '\u{202f}']) && !text.contains(" %"), "`{key}`: {text}");
        // what may not be parted is words, never a mark
        let parted = |mark: char| text.contains(&format!("\u{a0}{mark}"));
        assert!(![';', ':', '!', '?', '%', '»'].into_iter().any(parted), "`{key}`: {text}");
    }
}

#[test]
fn placeholders_are_filled_once_and_values_are_left_alone() {
    assert_eq!(fill("{a} and {b}, {a}", &[("a", "{b}"), ("b", "2")]), "{b} and 2, {b}");
    assert_eq!(say(Lang::Fr, "list.to"), "{low} à {high}");
}

/// The label as it stands inside a sentence or at its head; labels belong to the registry.
fn label(id: &str, lang: Lang, capital: bool) -> String {
    let label = registry::find(id).expect("a registered indicator").label.get(lang);
    let (first, rest) = label.split_at(label.chars().next().map_or(0, char::len_utf8));
    if capital || rest.starts_with(char::is_uppercase) {
        first.to_uppercase() + rest
    } else {
        first.to_lowercase() + rest
    }
}

/// The paragraphs of what is said first, on one line each and with plain spaces.
fn said(results: &Results, lang: Lang) -> Vec<String> {
    let text = report::say_first(results, &compare(results), lang);
    paragraphs(&text)
}

/// What is added after the table.
fn added(results: &Results, lang: Lang) -> Vec<String> {
    paragraphs(&report::say_more(results, &compare(results), lang))
}

fn paragraphs(text: &str) -> Vec<String> {
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    text.split("\n\n").map(plain).collect()
}

/// Three headlines without any chance, so that figures are exact.
fn three(retention: &[f64], cost: &[f64], stability: &[f64]) -> Vec<MadeUp> {
    vec![
        column("retention-24", 1.0, 0.0, retention),
        column("cost-per-fte", 1.0, 0.0, cost),
        column("open-ended-share", 1.0, 0.0, stability),
    ]
}

#[test]
fn a_known_order_is_told_with_its_price() {
    let made_up = results(101, &three(&[60.0, 60.0, 70.0], &[4000.0, 4000.0, 4200.0], &[70.0, 72.0, 80.0]));
    let [en, fr] = [Lang::En, Lang::Fr].map(|lang| said(&made_up, lang));
    assert_eq!(en.len(), 4);
    let retention = label("retention-24", Lang::En, true);
    assert!(en[0].starts_with(&format!("Retention. {retention}: GE does best with ")), "{}", en[0]);
    assert!(en[0].contains("+10.0 points against Status quo (95% interval +10.0 to +10.0)"), "{}", en[0]);
    assert!(en[0].ends_with("). No notable difference from Status quo: Club RH."), "{}", en[0]);
    assert!(en[1].contains("Worse than Status quo: GE +€200 (+200 to +200)."), "{}", en[1]);
    assert!(en[1].ends_with("GE, best on retention, does worse than Status quo on cost."), "{}", en[1]);
    assert_eq!(en[1].matches("Club RH").count(), 1, "who cannot be told apart is named once: {}", en[1]);
    assert!(!en[2].contains("best on retention"), "a price is told once: {}", en[2]);
    let retention = label("retention-24", Lang::Fr, true);
    assert!(
        fr[0].starts_with(&format!("Fidélisation. {retention} : meilleur résultat avec GE, ")),
        "{}",
        fr[0]
    );
    assert!(
        fr[0].contains(
            "soit +10,0 points par rapport au format Statu quo (intervalle à 95 % : +10,0 à +10,0)"
        )
    );
    assert!(fr[1].ends_with(
        "Le format GE, en tête pour la fidélisation, est devancé par le format Statu quo pour le coût."
    ));
}

#[test]
fn formats_that_only_chance_tells_apart_are_not_ranked() {
    let noise = |id| column(id, 1.0, 1.0, &[50.0, 50.0]);
    let made_up = results(40, &[noise("retention-24"), noise("cost-per-fte"), noise("open-ended-share")]);
    let comparison = compare(&made_up);
    assert!(
        comparison.rows.iter().all(|row| row.low < 0.0 && row.high > 0.0),
        "the seed must show no difference"
    );
    for sentence in &said(&made_up, Lang::En)[..3] {
        assert!(sentence.contains("no notable difference between the formats"), "{sentence}");
        assert!(!sentence.contains("best") && !sentence.contains("orse"), "{sentence}");
    }
    assert!(said(&made_up, Lang::En)[3].contains("None of the 3 differences from Status quo excludes zero"));
    assert!(
        said(&made_up, Lang::Fr)[3]
            .contains("Aucune des 3 différences avec le format Statu quo n’exclut zéro")
    );
}

#[test]
fn the_first_of_two_that_cannot_be_told_apart_is_not_called_best() {
    let columns = [column("retention-24", 1.0, 2.0, &[50.0, 60.0, 60.0])];
    let made_up = results(30, &columns);
    let first = &said(&made_up, Lang::En)[0];
    assert!(
        first.contains("has the best figure") && first.contains("with no notable difference from"),
        "{first}"
    );
    assert!(!first.contains("does best"), "{first}");
}

#[test]
fn equal_formats_are_called_equal() {
    let made_up = results(20, &three(&[60.0, 60.0], &[4000.0, 4000.0], &[70.0, 70.0]));
    assert!(said(&made_up, Lang::En)[0].contains("the same under every format in every replication"));
    let table = report::table(&made_up, &compare(&made_up), Lang::En);
    let (rows, _key) = table.split_once("\n\n").expect("a key under the rows");
    assert!(rows.contains(" =\n") && !rows.contains(['▲', '▼', '≈']), "{table}");
}

#[test]
fn a_dominated_format_is_named() {
    let columns = three(&[60.0, 65.0, 55.0], &[4000.0, 3900.0, 4300.0], &[70.0, 75.0, 60.0]);
    let told = added(&results(50, &columns), Lang::En).remove(0);
    assert_eq!(
        told,
        "In detail. Outdone on retention, cost and stability alike: Status quo (by Club RH) and GE (by Status quo)."
    );
}

#[test]
fn the_reference_may_be_best_and_its_price_is_told_against_the_other_leader() {
    let columns = three(&[60.0, 50.0], &[4000.0, 3900.0], &[70.0, 70.0]);
    let [retention, cost] = [0, 1].map(|place| said(&results(50, &columns), Lang::En).remove(place));
    assert!(retention.contains("Status quo does best with"), "{retention}");
    assert!(
        retention.contains("Worse than Status quo: Club RH −10.0 points (−10.0 to −10.0)"),
        "{retention}"
    );
    assert!(cost.contains("Status quo, best on retention, does worse than Club RH on cost."), "{cost}");
    assert!(cost.contains("Club RH, best on cost, does worse than Status quo on retention."), "{cost}");
}

#[test]
fn a_narrow_terminal_gets_narrow_lines_with_the_same_words() {
    let made_up = made_up::plausible(50, 4);
    let comparison = compare(&made_up);
    for lang in LANGUAGES {
        let whole = |width| report::whole(&made_up, &comparison, Path::new("output/x"), (lang, width));
        let widest = |text: &str| text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0);
        assert!(widest(&whole(80)) <= 80, "{}", whole(80));
        let sentences = |width| {
            let text = whole(width);
            let first = text.split("\n\n").take(4).collect::<Vec<_>>().join("\n\n");
            assert!(widest(&first) <= width, "{first}");
            first.split_whitespace().map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(sentences(60), sentences(report::WIDTH));
    }
}

#[test]
fn one_replication_ranks_nothing() {
    let made_up = made_up::plausible(1, 4);
    for lang in LANGUAGES {
        let text = report::whole(&made_up, &compare(&made_up), Path::new("output/x"), (lang, report::WIDTH));
        for claim in ['▲', '▼', '≈', '='] {
            assert!(!text.contains(claim), "{text}");
        }
        assert!(!text.contains("NaN"), "{text}");
    }
    let first = said(&made_up, Lang::En);
    assert!(!first.join(" ").contains("best"), "{first:?}");
    assert!(
        first[3].contains("one replication only") || first[3].contains("One replication only"),
        "{first:?}"
    );
}

#[test]
fn what_is_not_measured_is_said_and_what_one_format_alone_defines_is_not_compared() {
    let nan = f64::NAN;
    let made_up = results(10, &[column("retention-24", 1.0, 1.0, &[nan, nan, 70.0])]);
    let first = said(&made_up, Lang::En);
    assert!(first[0].contains("with GE, no other format being measured"), "{}", first[0]);
    assert_eq!(first[1], "Cost. Not measured in this run.");
    assert!(!first.join(" ").contains("NaN"), "{first:?}");
}

#[test]
fn figures_over_some_replications_only_are_marked_as_such() {
    let mut made_up = results(20, &three(&[60.0, 61.0], &[4000.0, 4000.0], &[70.0, 70.0]));
    made_up.values[1][0][3] = f64::NAN;
    let table = report::table(&made_up, &compare(&made_up), Lang::En);
    assert!(table.contains("(Club RH 19 of 20)"), "{table}");
}

#[test]
fn no_replication_is_said_and_nothing_else() {
    let made_up = made_up::plausible(0, 4);
    let comparison = compare(&made_up);
    assert_eq!(
        report::say_first(&made_up, &comparison, Lang::En),
        "How sure. No replication was completed.\n"
    );
    assert_eq!(report::table(&made_up, &comparison, Lang::En), "");
}

#[test]
fn how_sure_counts_replications_shares_and_exclusions() {
    let made_up = results(200, &three(&[60.0, 62.0], &[4000.0, 4100.0], &[70.0, 70.0]));
    let sure = said(&made_up, Lang::En).remove(3);
    assert_eq!(
        sure,
        "How sure. Over 200 replications from a shared past: Club RH does better than Status quo on retention \
         in 100% of them (95% interval 98 to 100%); Status quo does better than Club RH on cost in 100% of \
         them (95% interval 98 to 100%). 2 of the 3 differences from Status quo exclude zero (by chance alone, \
         about 1 would). All this covers chance only, not the uncertainty of the assumptions."
    );
}

#[test]
fn a_difference_too_slight_to_matter_is_not_cited_as_better() {
    // €2 per FTE-month in every replication: certain, and of no weight
    let made_up = results(60, &three(&[60.0, 62.0, 60.0], &[4000.0, 4002.0, 4030.0], &[70.0, 70.2, 70.1]));
    for lang in LANGUAGES {
        let sure = said(&made_up, lang).remove(3);
        let [retention, cost, stability] =
            ["theme.retention", "theme.cost", "theme.stability"].map(|key| say(lang, key));
        assert!(sure.contains(retention) && sure.contains(cost), "{sure}");
        let (slight, rival) = match lang {
            Lang::Fr => ("d’un écart trop petit pour compter", "devance le format Club RH pour le coût"),
            Lang::En => ("by too little to matter", "does better than Club RH on cost"),
        };
        assert!(sure.contains(rival), "the next best is cited: {sure}");
        assert_eq!(sure.matches(slight).count(), 1 + usize::from(sure.contains(stability)), "{sure}");
    }
}

#[test]
fn employers_who_gain_are_told_from_those_who_lose() {
    let mut columns = three(&[60.0, 61.0], &[4000.0, 4000.0], &[70.0, 70.0]);
    columns.push(column("cost-per-fte.vat-liable", 1.0, 0.0, &[4000.0, 3900.0]));
    columns.push(column("cost-per-fte.vat-exempt", 1.0, 0.0, &[4000.0, 4300.0]));
    columns.push(column("net-benefit", 1.0, 0.0, &[12_000.0, 12_300.0]));
    columns.push(column("net-benefit.vat-liable", 1.0, 0.0, &[12_000.0, 12_600.0]));
    columns.push(column("net-benefit.vat-exempt", 1.0, 0.0, &[12_000.0, 12_000.0]));
    columns.push(column("coverage", 1.0, 0.0, &[50.0, 60.0]));
    columns.push(column("coverage.small", 1.0, 0.0, &[50.0, 62.0]));
    columns.push(column("coverage.larger", 1.0, 0.0, &[50.0, 55.0]));
    columns.push(column("coverage-recurrent", 1.0, 0.0, &[60.0, 63.0]));
    columns.push(column("coverage-temporary", 1.0, 0.0, &[40.0, 38.0]));
    for (lang, sayings) in [
        (
            Lang::Fr,
            [
                "Bénéfice net des besoins couverts, par rapport au format Statu quo : avec Club RH, mieux pour \
                 « assujetties à la TVA » (+600 €) et pas de différence notable pour « non assujetties à la TVA ».",
                "avec Club RH, mieux pour « assujetties à la TVA » (−100 €)",
                "moins bien pour « non assujetties à la TVA » (+300 €)",
                "avec Club RH, mieux pour tous les types (+5,0 à +12,0 points)",
                "mieux pour « besoins récurrents » (+3,0 points)",
                "moins bien pour « besoins temporaires » (−2,0 points)",
                "moyenne de tous les postes, mutualisés ou non",
            ],
        ),
        (
            Lang::En,
            [
                "Net benefit of covered needs, against Status quo: Club RH does better for “liable for VAT” \
                 (+€600) and makes no notable difference for “not liable for VAT”.",
                "Club RH does better for “liable for VAT” (−€100)",
                "does worse for “not liable for VAT” (+€300)",
                "Club RH does better for all types (+5.0 to +12.0 points)",
                "does better for “recurrent needs” (+3.0 points)",
                "does worse for “temporary needs” (−2.0 points)",
                "mean over all posts, shared or not",
            ],
        ),
    ] {
        let told = added(&results(50, &columns), lang).join("\n");
        for saying in sayings {
            assert!(told.contains(saying), "{saying}: {told}");
        }
    }
}

#[test]
fn how_often_each_pool_lasts_is_told_whoever_leads() {
    let mut columns = three(&[60.0, 61.0, 59.0], &[4000.0, 4000.0, 4000.0], &[70.0, 70.0, 70.0]);
    columns.push(column("pool-survival", 0.0, 0.0, &[f64::NAN, 100.0, 0.0]));
    let stability = said(&results(50, &columns), Lang::Fr).remove(2);
    assert!(
        stability.contains("100 % des dispositifs avec Club RH et 0 % des dispositifs avec GE"),
        "{stability}"
    );
}

#[test]
fn nothing_is_wider_than_a_terminal_whatever_the_number_of_formats() {
    for formats in 1..=8 {
        for (replications, lang) in [(1, Lang::Fr), (50, Lang::Fr), (50, Lang::En)] {
            let made_up = made_up::plausible(replications, formats);
            let text =
                report::whole(&made_up, &compare(&made_up), Path::new("output/x"), (lang, report::WIDTH));
            for line in text.lines() {
                assert!(line.width() <= report::WIDTH, "{} columns: {line}", line.width());
                assert_eq!(line, line.trim_end());
            }
            for format in &made_up.formats {
                let words = format.short.get(lang).split(' ');
                assert!(
                    words.into_iter().all(|word| text.contains(word)),
                    "{} is not in the table",
                    format.id
                );
            }
        }
    }
}

#[test]
fn the_table_shows_medians_ranges_and_marks() {
    let columns =
        [column("turnover", 1.0, 0.0, &[15.0, 12.0, 18.0]), column("members", 1.0, 0.0, &[0.0, 24.0, 0.0])];
    let mut made_up = results(3, &columns);
    for (format, level) in [15.0, 12.0, 18.0].into_iter().enumerate() {
        made_up.values[format][0] = vec![level - 1.0, level, level + 1.0];
    }
    let table = report::table(&made_up, &compare(&made_up), Lang::Fr);
    let row = table.lines().find(|line| line.contains("15,0")).expect("the row of turnover");
    let cells: Vec<&str> = row.split_whitespace().rev().take(5).collect();
    assert_eq!(cells, ["▼", "18,0", "▲", "12,0", "15,0"]);
    assert!(table.contains("14,1–15,9"), "{table}");
    assert!(table.contains('↑') && table.contains(" ="), "{table}");
}
