//! No sign and no sentence says more than `comparison.csv` bears.

use std::collections::BTreeMap;

use mutualise::comparison::compare;
use mutualise::experiment::results::Results;
use mutualise::indicators::registry::{self, INDICATORS};
use mutualise::report::content::{self, Beside, Run};
use mutualise::report::document::{Cell, Document, Row};
use mutualise::words::{Lang, fill, say, typeset};

use super::{LANGUAGES, made_up, plausible, run, section_text, tables};

/// What `comparison.csv` bears of format `b` against format `a`: 1 better, −1 worse, 0 neither; nothing
/// where they cannot be compared.
pub struct Stored(BTreeMap<(String, String, String), Option<i32>>);

impl Stored {
    pub fn read(csv: &[u8]) -> Stored {
        let mut reader = csv::Reader::from_reader(csv);
        let head = reader.headers().unwrap().clone();
        let at = |name: &str| head.iter().position(|known| known == name).unwrap();
        let places = ["column", "format_a", "format_b", "better", "difference_low_95", "difference_high_95"];
        let places = places.map(at);
        let mut rows = BTreeMap::new();
        for row in reader.records() {
            let row = row.unwrap();
            let [column, a, b, better, low, high] = places.map(|place| row[place].to_owned());
            let direction = match better.as_str() {
                "higher" => 1,
                "lower" => -1,
                _ => 0,
            };
            let bounds = [low, high].map(|bound| bound.parse::<f64>().ok().filter(|bound| bound.is_finite()));
            let sign = match bounds {
                [Some(low), Some(_)] if low > 0.0 => Some(direction),
                [Some(_), Some(high)] if high < 0.0 => Some(-direction),
                [Some(_), Some(_)] => Some(0),
                _ => None,
            };
            rows.insert((column.clone(), a.clone(), b.clone()), sign);
            rows.insert((column, b, a), sign.map(|sign| -sign));
        }
        Stored(rows)
    }

    fn sign(&self, column: &str, of: &str, against: &str) -> Option<i32> {
        self.0.get(&(column.to_owned(), against.to_owned(), of.to_owned())).copied().flatten()
    }
}

/// Every sign of every table and every claim of every sentence, against the stored statistics.
pub fn nothing_contradicts(run: &Run, stored: &Stored, lang: Lang) -> usize {
    let document = content::of_one(run, Beside::default(), lang);
    // names stand in the document as printers set them
    let set = |text: &str| typeset(lang, text);
    let formats = run.results.formats.iter();
    let by_name: BTreeMap<String, &str> =
        formats.map(|format| (set(format.short.get(lang)), format.id.as_str())).collect();
    let reference = run.results.formats[0].id.as_str();
    let by_label: BTreeMap<String, &str> =
        INDICATORS.iter().map(|indicator| (set(indicator.label.get(lang)), indicator.id)).collect();
    let mut claims = 0;
    let mut check = |cell: &Cell, column: &str, format: &str| {
        let claimed = match cell.mark.map(|mark| mark.sign) {
            Some('▲') => 1,
            Some('▼') => -1,
            _ => return,
        };
        assert_eq!(Some(claimed), stored.sign(column, format, reference), "{column} {format}: {}", cell.text);
        claims += 1;
    };
    for table in tables(&document) {
        let mut group = "";
        for row in &table.rows {
            let cells = match row {
                Row::Group(text) => {
                    // the longest label is meant where one begins another
                    let begins = by_label.iter().filter(|(label, _)| text.starts_with(label.as_str()));
                    group = begins.max_by_key(|(label, _)| label.len()).map_or("", |(_, id)| id);
                    continue;
                }
                Row::Cells(cells) => cells,
            };
            let first = cells[0].text.as_str();
            for (cell, head) in cells.iter().zip(&table.head).skip(1) {
                if let (Some(column), Some(format)) = (by_label.get(first), by_name.get(head.as_str())) {
                    check(cell, column, format);
                } else if let (true, Some(format)) = (!group.is_empty(), by_name.get(head.as_str())) {
                    if let Some(suffix) = suffix(first, lang) {
                        check(cell, &format!("{group}.{suffix}"), format);
                    }
                } else if let (true, Some(format)) = (!group.is_empty(), by_name.get(first)) {
                    check(cell, group, format);
                }
            }
        }
    }
    claims + sentences_are_borne(&document, &by_label, &by_name, stored, reference, lang)
}

fn suffix(label: &str, lang: Lang) -> Option<&'static str> {
    let groups = registry::EMPLOYER_GROUPS.iter().chain(&registry::PROFESSION_GROUPS);
    groups.clone().find(|(_, text)| typeset(lang, text.get(lang)) == label).map(|(suffix, _)| *suffix)
}

/// "X does best" and "better than / worse than R: X, Y and Z", by the words of the language.
fn sentences_are_borne(
    document: &Document,
    by_label: &BTreeMap<String, &str>,
    by_name: &BTreeMap<String, &str>,
    stored: &Stored,
    reference: &str,
    lang: Lang,
) -> usize {
    let name_of = |id: &str| by_name.iter().find(|(_, known)| **known == id).unwrap().0.as_str();
    let mut claims = 0;
    let mut column = "";
    for sentence in section_text(document, "findings").split(['\n', '.']).map(str::trim) {
        let lower = sentence.to_lowercase();
        if let Some((_, id)) =
            by_label.iter().filter(|(l, _)| lower.starts_with(&l.to_lowercase())).max_by_key(|(l, _)| l.len())
        {
            column = id;
            for (name, format) in by_name {
                let best = fill(
                    say(lang, "first.best"),
                    &[("label", ""), ("format", name.as_str()), ("value", "\u{0}")],
                );
                let best = best.split('\u{0}').next().unwrap();
                if sentence.contains(best) {
                    for other in by_name.values().filter(|other| *other != format) {
                        let sign = stored.sign(column, format, other);
                        assert!(sign.is_none_or(|sign| sign == 1), "{sentence}: {format} against {other}");
                    }
                    claims += 1;
                }
            }
        }
        for (key, sign) in [("first.better", 1), ("first.worse", -1)] {
            let start = fill(say(lang, key), &[("reference", name_of(reference)), ("formats", "")]);
            if let Some(list) = lower.strip_prefix(start.to_lowercase().trim_end()) {
                // a name may begin another: the longest is meant, and taken away
                let mut list = list.to_owned();
                let mut names: Vec<_> = by_name.iter().collect();
                names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
                for (name, format) in names {
                    let named = name.to_lowercase();
                    if list.contains(&named) {
                        assert_eq!(stored.sign(column, format, reference), Some(sign), "{sentence}");
                        list = list.replace(&named, "");
                        claims += 1;
                    }
                }
            }
        }
    }
    claims
}

fn csv_of(results: &Results) -> Vec<u8> {
    let mut csv = Vec::new();
    compare(results).to_csv(&mut csv).unwrap();
    csv
}

#[test]
fn no_claim_contradicts_the_stored_comparison() {
    for (formats, least) in [(2, 3), (4, 40), (8, 90)] {
        let run = plausible(60, formats);
        let stored = Stored::read(&csv_of(&run.results));
        for lang in LANGUAGES {
            let claims = nothing_contradicts(&run, &stored, lang);
            assert!(claims >= least, "{claims} claims of {formats} formats were found to check");
        }
    }
}

#[test]
fn no_claim_contradicts_results_of_any_order_ties_and_gaps_included() {
    let ids = ["retention-24", "cost-per-fte", "involuntary-loss-12", "coverage", "net-benefit", "turnover"];
    let mut claims = 0;
    for seed in 0..24 {
        let column = |(place, id): (usize, &&'static str)| {
            let level = |format: usize| {
                let drawn = made_up::draws::uniform(seed, (place * 7 + format) as u64);
                match (drawn * 5.0) as u32 {
                    0 => f64::NAN,
                    1 | 2 => 40.0,
                    3 => 40.0 + drawn,
                    _ => 60.0 * drawn,
                }
            };
            let levels: Vec<f64> = (0..4).map(level).collect();
            // with no chance of its own, a format at the same level is the same in every replication
            let own = if seed % 3 == 0 { 0.0 } else { 1.5 };
            made_up::column(id, 2.0, own, &levels)
        };
        let columns: Vec<_> = ids.iter().enumerate().map(column).collect();
        let run = run(made_up::results(3 + 5 * seed as usize, &columns));
        let stored = Stored::read(&csv_of(&run.results));
        claims += nothing_contradicts(&run, &stored, LANGUAGES[seed as usize % 2]);
    }
    assert!(claims > 200, "{claims} claims were found to check");
}

#[test]
fn what_is_equal_or_too_close_is_said_to_be_so_in_the_report() {
    let levels = [("retention-24", 0.5, [60.0, 60.0]), ("cost-per-fte", 0.0, [4000.0, 4000.0])];
    let columns: Vec<_> =
        levels.iter().map(|(id, own, levels)| made_up::column(id, 2.0, *own, levels)).collect();
    let run = run(made_up::results(40, &columns));
    for (lang, alike, same) in [
        (Lang::En, "no notable difference between the formats", "the same under every format"),
        (Lang::Fr, "pas de différence notable entre les formats", "identique"),
    ] {
        let text = section_text(&content::of_one(&run, Beside::default(), lang), "findings");
        assert!(text.contains(alike), "{text}");
        assert!(text.contains(same), "{text}");
        assert!(!text.contains("does best") && !text.contains("meilleur résultat"), "{text}");
    }
}
