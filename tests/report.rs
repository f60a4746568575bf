//! Promise: a report says what the stored results bear, whole in both languages, readable by everyone who opens it.

mod made_up;

#[allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod checks {
    use std::collections::{BTreeMap, BTreeSet};
    use std::io::{Cursor, Read};
    use std::path::Path;

    use assert_cmd::Command;
    use mutualise::catalogue::Catalogue;
    use mutualise::comparison::compare;
    use mutualise::experiment::record::{Count, Host, Program, Record, Status, Times};
    use mutualise::experiment::results::Results;
    use mutualise::indicators::registry::{self, INDICATORS};
    use mutualise::report::content::{self, CHOICES, DRIVERS, Knowledge, LIMITS, Run};
    use mutualise::report::document::{Block, Cell, Document, Row, Table};
    #[cfg(feature = "pdf")]
    use mutualise::report::pdf;
    use mutualise::report::{docx, html};
    use mutualise::scenario::Scenario;
    use mutualise::words::{Lang, fill, say};

    use crate::made_up;

    const LANGUAGES: [Lang; 2] = [Lang::Fr, Lang::En];

    fn record(results: &Results) -> Record {
        let done = results.replications.len() as u32;
        Record {
            program: Program { name: "mutualise".into(), version: "1".into(), commit: None },
            status: Status::Complete,
            provenance: results.provenance.clone(),
            formats: results.formats.clone(),
            replications: Count { asked: done, done, failed: 0 },
            precision: None,
            failures: Vec::new(),
            reproduce: "mutualise compare 'a & b.toml'".into(),
            resume: None,
            scenario: Scenario::base().resolved_toml(),
            host: Host { os: "linux".into(), arch: "x86_64".into(), threads: 2 },
            times: Times {
                ended: "2026-11-24T10:00:00Z".into(),
                simulation_seconds: 1.0,
                replications_per_second: None,
            },
            files: Vec::new(),
        }
    }

    fn run(results: Results) -> Run {
        let record = record(&results);
        Run::of(results, record)
    }

    fn plausible(replications: usize, formats: usize) -> Run {
        let mut results = made_up::plausible(replications, formats);
        results.provenance.run = "2026-11-24-made-up".into();
        results.provenance.title.en = "Made <up> & \"known\"".into();
        results.provenance.title.fr = "Résultats inventés".into();
        results.provenance.version = "1".into();
        run(results)
    }

    fn tables(document: &Document) -> Vec<&Table> {
        let blocks = document.sections.iter().flat_map(|section| &section.blocks);
        let table = |block| match block {
            &Block::Table(ref table) => Some(table),
            _ => None,
        };
        blocks.filter_map(table).collect()
    }

    fn section_text(document: &Document, id: &str) -> String {
        let section = document.sections.iter().find(|section| section.id == id).unwrap();
        let text = |block: &Block| match block {
            Block::Text(item) => format!("{} {}\n", item.lead, item.text),
            Block::List(items) => items.iter().map(|i| format!("{} {}\n", i.lead, i.text)).collect(),
            _ => String::new(),
        };
        section.blocks.iter().map(text).collect()
    }

    #[test]
    fn every_report_is_whole_whatever_the_run_holds() {
        for lang in LANGUAGES {
            for (replications, formats) in [(0, 3), (1, 4), (2, 1), (12, 2), (40, 8)] {
                let document = content::of_one(&plausible(replications, formats), None, lang);
                for text in document.texts() {
                    for wrong in ["NaN", "inf", "{", "}"] {
                        assert!(
                            !text.split_whitespace().any(|w| w == wrong) && !text.contains('{'),
                            "{text}"
                        );
                    }
                }
                let ids: Vec<&str> = document.sections.iter().map(|section| section.id.as_str()).collect();
                for id in ["findings", "compared", "how-sure", "assumptions", "limits", "origin", "glossary"]
                {
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
    fn the_page_needs_nothing_from_outside_and_no_script() {
        let page = html::written(&content::of_one(&plausible(30, 4), None, Lang::Fr));
        assert!(!page.contains("<script") && !page.contains("onload") && !page.contains("<link"));
        for start in ["src=\"", "href=\"", "url("] {
            for (place, _) in page.match_indices(start) {
                let target = &page[place + start.len()..];
                assert!(target.starts_with('#'), "{}", &target[..target.len().min(60)]);
            }
        }
        assert!(page.len() < 3_000_000, "letters are carried once, if at all: {} bytes", page.len());
    }

    #[test]
    fn the_page_can_be_found_ones_way_in_without_seeing_it() {
        let page = html::written(&content::of_one(&plausible(30, 4), None, Lang::Fr));
        assert!(page.starts_with("<!doctype html>\n<html lang=\"fr\">"));
        for landmark in ["<header>", "<nav aria-labelledby", "<main id=\"content\"", "<footer>"] {
            assert_eq!(page.matches(landmark).count(), 1, "{landmark}");
        }
        let mut level = 0;
        for (place, _) in page.match_indices("<h") {
            let Some(found) = page[place + 2..].chars().next().and_then(|c| c.to_digit(10)) else { continue };
            assert!(found <= level + 1, "a heading of level {found} below one of level {level}");
            level = found;
        }
        assert_eq!(page.matches("<h1").count(), 1);
        let ids = quoted(&page, " id=\"");
        let distinct: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), distinct.len(), "a name stands twice");
        for attribute in [" href=\"#", " aria-labelledby=\""] {
            for name in quoted(&page, attribute).iter().flat_map(|names| names.split(' ')) {
                assert!(distinct.contains(name), "nothing is called {name}");
            }
        }
        assert_eq!(page.matches("<svg").count(), page.matches("role=\"img\"").count());
        for scrolls in ["<div class=\"sheet\"", "<div class=\"scroll\"", "<pre"] {
            let reached = |tag: &str| tag.split('>').next().unwrap().contains(" tabindex=\"0\"");
            assert!(page.split(scrolls).skip(1).all(reached), "{scrolls} is out of reach of the keyboard");
        }
        assert_eq!(page.matches("<table").count(), page.matches("<caption").count());
        for sign in ['▲', '▼'] {
            let cell = format!("aria-hidden=\"true\">{sign}</span><span class=\"spoken\"> (");
            let spoken = page.matches(&cell).count();
            let shown = page.matches(&format!(">{sign}</span>")).count();
            assert!(spoken > 0 && spoken == shown, "{sign} is shown {shown} times and spoken {spoken} times");
        }
    }

    fn quoted<'a>(page: &'a str, start: &str) -> Vec<&'a str> {
        let value = |(place, _): (usize, &str)| page[place + start.len()..].split('"').next().unwrap();
        page.match_indices(start).map(value).collect()
    }

    /// Every element that is opened is closed, in order; those that have no end are left out.
    fn markup_is_balanced(text: &str) {
        let mut open: Vec<&str> = Vec::new();
        let mut rest = text;
        while let Some((before, tag)) = rest.split_once('<') {
            assert!(!before.contains('>') || open.last() == Some(&"style"), "{before}");
            let (tag, after) = tag.split_once('>').unwrap();
            rest = after;
            let name = tag.trim_start_matches('/').split([' ', '/', '\n']).next().unwrap();
            match () {
                () if tag.starts_with(['!', '?']) || tag.ends_with('/') => {}
                () if ["meta", "br"].contains(&name) => {}
                () if tag.starts_with('/') => assert_eq!(open.pop(), Some(name), "in …{before}"),
                () => open.push(name),
            }
            if name == "style" && !tag.starts_with('/') {
                rest = &rest[rest.find("</style>").unwrap()..];
            }
        }
        assert!(open.is_empty(), "never closed: {open:?}");
    }

    #[test]
    fn letters_stand_out_from_what_is_behind_them_in_light_and_dark_and_on_paper() {
        let blocks: Vec<&str> =
            html::STYLE.split(":root {").skip(1).map(|b| b.split('}').next().unwrap()).collect();
        assert_eq!(blocks.len(), 3, "light, dark and paper");
        for block in blocks {
            let colours: BTreeMap<&str, f64> = block
                .split(';')
                .filter_map(|line| line.trim().strip_prefix("--")?.split_once(": #"))
                .map(|(name, colour)| (name, luminance(colour)))
                .collect();
            for behind in ["paper", "band"] {
                for letters in ["ink", "quiet", "link", "mark"] {
                    let (a, b) = (colours[letters], colours[behind]);
                    let contrast = (a.max(b) + 0.05) / (a.min(b) + 0.05);
                    assert!(contrast >= 4.5, "{letters} on {behind}: {contrast:.1}");
                }
            }
            let (a, b) = (colours["rule"], colours["paper"]);
            assert!((a.max(b) + 0.05) / (a.min(b) + 0.05) > 1.3, "rules can be seen");
        }
    }

    /// The relative luminance of WCAG 2.2.
    fn luminance(colour: &str) -> f64 {
        let part = |place: usize| {
            let value = f64::from(u8::from_str_radix(&colour[place..place + 2], 16).unwrap()) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { mutualise::maths::pow((value + 0.055) / 1.055, 2.4) }
        };
        0.2126 * part(0) + 0.7152 * part(2) + 0.0722 * part(4)
    }

    #[test]
    fn a_text_document_is_whole_and_the_same_twice() {
        let document = content::of_one(&plausible(30, 4), None, Lang::Fr);
        let bytes = docx::written(&document).unwrap();
        assert_eq!(bytes, docx::written(&document).unwrap());
        let mut file = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let names: Vec<String> = file.file_names().map(|name| name.unwrap().into_owned()).collect();
        for name in names.iter().filter(|name| !name.ends_with(".png")) {
            markup_is_balanced(&text_of(&mut file, name));
        }
        let body = text_of(&mut file, "word/document.xml");
        let pictures = names.iter().filter(|name| name.ends_with(".png")).count();
        assert!(pictures >= 5);
        assert_eq!(body.matches("<wp:docPr").count(), pictures);
        assert!(!body.contains("descr=\"\""), "a picture without its description");
        assert_eq!(body.matches("<w:tbl>").count(), body.matches("<w:tblHeader/>").count());
        assert_eq!(body.matches("w:val=\"Heading1\"").count(), document.sections.len());
        assert_eq!(body.matches("<w:tbl>").count(), body.matches("<w:tblCaption w:val=\"").count());
        assert!(body.contains("SEQ Tableau") && body.contains("SEQ Figure"));
        let relations = text_of(&mut file, "word/_rels/document.xml.rels");
        for reference in quoted(&body, "r:embed=\"").into_iter().chain(quoted(&body, "r:id=\"")) {
            assert!(relations.contains(&format!("Id=\"{reference}\"")), "{reference}");
        }
    }

    fn text_of(file: &mut zip::ZipArchive<Cursor<Vec<u8>>>, name: &str) -> String {
        let mut text = String::new();
        file.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    /// What `comparison.csv` bears of format `b` against format `a`: 1 better, −1 worse, 0 neither.
    struct Stored(BTreeMap<(String, String, String), i32>);

    impl Stored {
        fn read(csv: &[u8]) -> Stored {
            let mut reader = csv::Reader::from_reader(csv);
            let head = reader.headers().unwrap().clone();
            let at = |name: &str| head.iter().position(|known| known == name).unwrap();
            let places =
                ["column", "format_a", "format_b", "better", "difference_low_95", "difference_high_95"];
            let places = places.map(at);
            let mut rows = BTreeMap::new();
            for row in reader.records() {
                let row = row.unwrap();
                let [column, a, b, better, low, high] = places.map(|place| row[place].to_owned());
                let side = |bound: &str| bound.parse::<f64>().unwrap_or(0.0);
                let sign = match (side(&low), side(&high)) {
                    (low, _) if low > 0.0 => 1,
                    (_, high) if high < 0.0 => -1,
                    _ => 0,
                };
                let sign = match better.as_str() {
                    "higher" => sign,
                    "lower" => -sign,
                    _ => 0,
                };
                rows.insert((column.clone(), a.clone(), b.clone()), sign);
                rows.insert((column, b, a), -sign);
            }
            Stored(rows)
        }

        fn sign(&self, column: &str, of: &str, against: &str) -> i32 {
            self.0[&(column.to_owned(), against.to_owned(), of.to_owned())]
        }
    }

    /// Every sign of every table and every claim of every sentence, against the stored statistics.
    fn nothing_contradicts(run: &Run, stored: &Stored, lang: Lang) -> usize {
        let document = content::of_one(run, None, lang);
        let by_name: BTreeMap<&str, &str> =
            run.results.formats.iter().map(|format| (format.short.get(lang), format.id.as_str())).collect();
        let reference = run.results.formats[0].id.as_str();
        let by_label: BTreeMap<&str, &str> =
            INDICATORS.iter().map(|indicator| (indicator.label.get(lang), indicator.id)).collect();
        let mut claims = 0;
        let mut check = |cell: &Cell, column: &str, format: &str| {
            let claimed = match cell.mark.map(|mark| mark.sign) {
                Some('▲') => 1,
                Some('▼') => -1,
                _ => return,
            };
            assert_eq!(claimed, stored.sign(column, format, reference), "{column} {format}: {}", cell.text);
            claims += 1;
        };
        for table in tables(&document) {
            let mut group = "";
            for row in &table.rows {
                let cells = match row {
                    Row::Group(text) => {
                        group = by_label
                            .iter()
                            .find(|(label, _)| text.starts_with(*label))
                            .map_or("", |(_, id)| id);
                        // the longest label is meant where one begins another
                        let longest =
                            by_label.keys().filter(|label| text.starts_with(**label)).max_by_key(|l| l.len());
                        group = longest.map_or(group, |label| by_label[label]);
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
        groups.clone().find(|(_, text)| text.get(lang) == label).map(|(suffix, _)| *suffix)
    }

    /// "X does best" and "better than / worse than R: X, Y and Z", by the words of the language.
    fn sentences_are_borne(
        document: &Document,
        by_label: &BTreeMap<&str, &str>,
        by_name: &BTreeMap<&str, &str>,
        stored: &Stored,
        reference: &str,
        lang: Lang,
    ) -> usize {
        let name_of = |id: &str| *by_name.iter().find(|(_, known)| **known == id).unwrap().0;
        let mut claims = 0;
        let mut column = "";
        for sentence in section_text(document, "findings").split(['\n', '.']).map(str::trim) {
            let lower = sentence.to_lowercase();
            if let Some((_, id)) = by_label
                .iter()
                .filter(|(l, _)| lower.starts_with(&l.to_lowercase()))
                .max_by_key(|(l, _)| l.len())
            {
                column = id;
                for (name, format) in by_name {
                    let best =
                        fill(say(lang, "first.best"), &[("label", ""), ("format", name), ("value", "\u{0}")]);
                    let best = best.split('\u{0}').next().unwrap();
                    if sentence.contains(best) {
                        for other in by_name.values().filter(|other| *other != format) {
                            let defined =
                                stored.0.contains_key(&(column.into(), (*other).into(), (*format).into()));
                            let sign = stored.sign(column, format, other);
                            assert!(!defined || sign == 1, "{sentence}: {format} against {other}");
                        }
                        claims += 1;
                    }
                }
            }
            for (key, sign) in [("first.better", 1), ("first.worse", -1)] {
                let start = fill(say(lang, key), &[("reference", name_of(reference)), ("formats", "")]);
                if let Some(list) = lower.strip_prefix(start.to_lowercase().trim_end()) {
                    for (name, format) in by_name {
                        if list.contains(&format!(" {} ", name.to_lowercase())) {
                            assert_eq!(stored.sign(column, format, reference), sign, "{sentence}");
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
        let ids =
            ["retention-24", "cost-per-fte", "involuntary-loss-12", "coverage", "net-benefit", "turnover"];
        let mut claims = 0;
        for seed in 0..24 {
            let column = |(place, id): (usize, &&'static str)| {
                let level = |format: usize| {
                    let drawn = made_up::uniform(seed, (place * 7 + format) as u64);
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
            (Lang::En, "no clear difference between the formats", "the same under every format"),
            (Lang::Fr, "pas de différence nette entre les formats", "identique"),
        ] {
            let text = section_text(&content::of_one(&run, None, lang), "findings");
            assert!(text.contains(alike), "{text}");
            assert!(text.contains(same), "{text}");
            assert!(!text.contains("does best") && !text.contains("meilleur résultat"), "{text}");
        }
    }

    fn mutualise(home: &Path, arguments: &[&str]) -> (i32, String, String) {
        let mut command = Command::cargo_bin("mutualise").unwrap();
        command.current_dir(home).args(arguments);
        for variable in ["LC_ALL", "LC_MESSAGES", "LANG", "RUST_BACKTRACE"] {
            command.env_remove(variable);
        }
        let output = command.output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }

    const SMALL: [&str; 6] = ["compare", "--quiet", "--replications", "8", "--months", "12"];

    #[test]
    fn a_run_becomes_a_report_that_its_own_files_bear_out_and_that_goes_with_it() {
        let home = tempfile::tempdir().unwrap();
        let compare = [&SMALL[..], &["--out", "run"]].concat();
        assert_eq!(mutualise(home.path(), &compare).0, 0);
        let (status, out, err) = mutualise(home.path(), &["report", "run", "--lang", "fr"]);
        assert_eq!((status, err.as_str()), (0, ""), "{out}");
        let folder = home.path().join("run");
        for name in out.lines() {
            assert!(home.path().join(name).is_file(), "{name}");
        }
        let page = std::fs::read_to_string(folder.join("report.html")).unwrap();
        assert!(page.contains("Ce qui ressort") && page.contains("<html lang=\"fr\">"));
        let run = Run::read(&folder).unwrap();
        assert!(run.scenario.is_some(), "the scenario kept with the run is read again");
        let stored = Stored::read(&std::fs::read(folder.join("comparison.csv")).unwrap());
        nothing_contradicts(&run, &stored, Lang::Fr);
        let listed = |name: &str| run.record.files.iter().any(|listed| listed.path == name);
        assert!(listed("report.html") && listed("indicators.parquet"));
        // new results do not keep the report of the old ones
        assert_eq!(mutualise(home.path(), &[&compare[..], &["--force", "--seed", "3"]].concat()).0, 0);
        assert!(!folder.join("report.html").exists());
    }

    #[test]
    fn runs_side_by_side_say_first_what_differs() {
        let home = tempfile::tempdir().unwrap();
        for (name, fee) in [("low", "0.05"), ("high", "0.25")] {
            let set = format!("format.ge.fee={fee}");
            let arguments = [&SMALL[..], &["--out", name, "--set", &set]].concat();
            assert_eq!(mutualise(home.path(), &arguments).0, 0);
        }
        let (status, out, err) = mutualise(home.path(), &["report", "low", "high", "--format", "html"]);
        assert_eq!((status, out.as_str()), (0, "report-low-high/report.html\n"), "{err}");
        let runs = ["low", "high"].map(|name| Run::read(&home.path().join(name)).unwrap());
        let document = content::of_several(&runs, Lang::En);
        assert_eq!(document.sections[0].id, "what-differs");
        let [Row::Cells(cells)] = &tables(&document)[0].rows[..] else { panic!("one value differs") };
        assert_eq!(cells.iter().map(|cell| cell.text.as_str()).skip(1).collect::<Vec<_>>(), ["0.05", "0.25"]);
        assert!(cells[0].beneath.starts_with("format.ge.fee"), "{cells:?}");
        // before the launch nothing differs, and the status quo never meets the fee
        let same = content::of_several(&[runs[0].clone(), runs[0].clone()], Lang::En);
        assert!(section_text(&same, "what-differs").contains("have the same scenario"));
        assert!(!section_text(&same, "findings").contains("better"));
    }

    #[test]
    fn draws_of_the_assumptions_are_told_apart_from_chance_and_only_of_the_same_formats() {
        let home = tempfile::tempdir().unwrap();
        let arguments = |more: &[&'static str]| [&SMALL[..], more].concat();
        assert_eq!(mutualise(home.path(), &arguments(&["--out", "run"])).0, 0);
        let drawn = ["--out", "drawn", "--uncertainty", "both", "--draws", "8"];
        assert_eq!(mutualise(home.path(), &arguments(&drawn)).0, 0);
        let (run, drawn) = (home.path().join("run"), home.path().join("drawn"));
        let (run, knowledge) = (Run::read(&run).unwrap(), Knowledge::read(&drawn).unwrap());
        assert!(knowledge.is_about(&run));
        for lang in LANGUAGES {
            let document = content::of_one(&run, Some(&knowledge), lang);
            let section = document.sections.iter().find(|section| section.id == "when-it-flips").unwrap();
            let tables = section.blocks.iter().filter(|block| matches!(block, Block::Table(_))).count();
            assert_eq!(tables, 3);
            let text = section_text(&document, "when-it-flips");
            assert_eq!(
                text.lines()
                    .filter(|line| line.ends_with(" 8 draws: too few to learn from.")
                        || line.ends_with(" sur 8\u{a0}: trop peu pour en tirer une règle."))
                    .count(),
                9,
                "{text}"
            );
            assert!(!section_text(&document, "how-sure").contains(say(lang, "page.knowledge-text")));
            markup_is_balanced(&html::written(&document));
        }
        let (status, out, err) = mutualise(home.path(), &["report", "run", "--uncertainty", "run"]);
        assert_eq!((status, out.as_str()), (2, ""));
        assert!(err.contains("compare --uncertainty"), "{err}");
        let mut fewer = run.clone();
        fewer.results.formats.pop();
        assert!(!knowledge.is_about(&fewer));
    }

    #[cfg(not(feature = "pdf"))]
    #[test]
    fn without_the_feature_a_pdf_is_refused_in_one_line_and_the_rest_is_written() {
        let home = tempfile::tempdir().unwrap();
        assert_eq!(mutualise(home.path(), &[&SMALL[..], &["--out", "run"]].concat()).0, 0);
        let (status, out, err) = mutualise(home.path(), &["report", "run", "--format", "pdf,html"]);
        assert_eq!((status, out.as_str()), (2, "run/report.html\n"));
        assert!(err.lines().count() == 1 && err.contains("--features pdf"), "{err}");
        assert!(
            home.path().join("run/report.html").is_file() && !home.path().join("run/report.pdf").exists()
        );
    }

    #[cfg(feature = "pdf")]
    #[test]
    fn a_pdf_passes_the_checks_for_those_who_listen_and_is_the_same_twice() {
        for (lang, code) in [(Lang::Fr, "fr-FR"), (Lang::En, "en-GB")] {
            let document = content::of_one(&plausible(30, 8), None, lang);
            let bytes = pdf::written(&document).unwrap();
            assert_eq!(bytes, pdf::written(&document).unwrap());
            let holds = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
            assert!(bytes.starts_with(b"%PDF-1.7"));
            // what typst writes only after PDF/UA-1's checks have passed, and what they ask for
            for text in ["<pdfuaid:part>1<", "/StructTreeRoot", "/Outlines", "/FontFile2", code] {
                assert!(holds(text), "{text} is missing");
            }
        }
    }

    #[cfg(feature = "pdf")]
    #[test]
    fn whatever_a_scenario_says_is_set_as_it_is_said() {
        let mut run = plausible(12, 2);
        let hostile = "#panic() \"] \\ $x$ @y <z> ‹\u{202e}› = * _ `".to_owned();
        run.results.provenance.title.en = hostile.clone();
        run.record.reproduce = hostile;
        pdf::written(&content::of_one(&run, None, Lang::En)).unwrap();
        pdf::written(&content::of_several(&[run.clone(), run], Lang::En)).unwrap();
    }

    #[test]
    fn a_folder_that_holds_no_run_is_told_with_a_remedy_and_nothing_is_written() {
        let home = tempfile::tempdir().unwrap();
        std::fs::create_dir(home.path().join("empty")).unwrap();
        for name in ["empty", "missing"] {
            let (status, out, err) = mutualise(home.path(), &["report", name]);
            assert_eq!((status, out.as_str()), (2, ""));
            assert!(err.contains(name) && err.contains("run.json"), "{err}");
        }
        assert_eq!(std::fs::read_dir(home.path().join("empty")).unwrap().count(), 0);
    }

    #[test]
    fn a_run_with_failures_or_cut_short_says_so() {
        let mut run = plausible(20, 3);
        run.record.status = Status::SomeFailed;
        run.record.replications = Count { asked: 22, done: 20, failed: 2 };
        let text = section_text(&content::of_one(&run, None, Lang::En), "how-sure");
        assert!(text.contains("2 of the 22 replications failed"), "{text}");
        run.record.status = Status::Interrupted;
        let text = section_text(&content::of_one(&run, None, Lang::En), "how-sure");
        assert!(text.contains("20 of the 22 replications were done"), "{text}");
    }

    #[test]
    fn a_scenario_of_another_version_costs_its_assumptions_only() {
        let mut run = plausible(20, 3);
        run.record.scenario = "[run]\nno_such_value = 3\n".to_owned();
        let run = Run::of(run.results, run.record);
        let document = content::of_one(&run, None, Lang::En);
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
        let page =
            std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/limits.md")).unwrap();
        let leads: Vec<&str> = page
            .lines()
            .filter_map(|line| line.strip_prefix("- **")?.split("**").next())
            .map(|lead| lead.trim_end_matches('.'))
            .collect();
        let told: Vec<String> =
            LIMITS.iter().map(|(lead, _)| say(Lang::En, lead).replace('’', "'")).collect();
        assert_eq!(leads, told);
        let rows = page.lines().filter(|line| line.starts_with("| ") && line.contains('`'));
        let named: Vec<BTreeSet<&str>> =
            rows.map(|row| row.split('`').skip(1).step_by(2).collect()).collect();
        let known: Vec<BTreeSet<&str>> = DRIVERS
            .iter()
            .map(|driver| driver.hangs_on.iter().map(|path| path.trim_start_matches("terms.")).collect())
            .collect();
        assert_eq!(named, known);
        for path in DRIVERS.iter().flat_map(|driver| driver.hangs_on) {
            assert!(Catalogue::embedded().get(path).is_some(), "{path}");
        }
    }
}
