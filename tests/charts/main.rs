//! What charts promise: they show every format, claim nothing that intervals do not bear, and never change.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

#[path = "../made_up/mod.rs"]
mod made_up;
mod sheets;
mod studies;
mod typography;

use made_up::whole::{MadeUp, band};
use mutualise::charts::{CHARTS, Picture, Scene, Size, applicable, find, write_all};
use mutualise::comparison::{Comparison, Verdict, compare};
use mutualise::experiment::results::{Band, Results};
use mutualise::words::{Bilingual, Lang, fill, say};
use sheets::{marks, texts};

fn draw(id: &str, results: &Results, lang: Lang) -> Picture {
    drawn(id, results, &compare(results), lang, Size::Wide)
}

fn drawn(id: &str, results: &Results, comparison: &Comparison, lang: Lang, size: Size) -> Picture {
    let chart = find(id).expect("the registry holds the chart");
    (chart.draw)(&Scene { results, comparison, lang, size })
}

fn tie() -> MadeUp {
    MadeUp { shifts: vec![0.0; 8], ..MadeUp::default() }
}

/// Results that are unlike what a simulation should give, one way each.
fn nasty() -> Vec<(&'static str, Results)> {
    let plain = || MadeUp::default().results();
    let mut outliers = plain();
    let mut undefined = plain();
    let mut debts = plain();
    let mut named = plain();
    for column in 0..outliers.columns.len() {
        outliers.values[1][column][7] *= 1e5;
        undefined.values[column % 4][column].fill(f64::NAN);
    }
    for fan in debts.monthly.bands.iter_mut().skip(2) {
        fan[2] =
            (0..72).map(|month| band(-80_000.0 * f64::from(month), 20_000.0 * f64::from(month))).collect();
    }
    for name in &mut named.formats {
        let long = "un « nom » <interminable> & statutaire ".repeat(6);
        name.label = Bilingual { fr: long.clone(), en: long };
    }
    let mut empty = plain();
    empty.columns.clear();
    empty.values.iter_mut().for_each(Vec::clear);
    empty.monthly = Default::default();
    let mut never = plain();
    never.values.iter_mut().flatten().for_each(|column| column.fill(f64::NAN));
    never.monthly.bands.iter_mut().flatten().flatten().for_each(|month| *month = band(f64::NAN, f64::NAN));
    vec![
        ("one format", MadeUp { formats: 1, ..MadeUp::default() }.results()),
        ("two formats", MadeUp { formats: 2, ..MadeUp::default() }.results()),
        ("sixteen formats", MadeUp { formats: 16, ..MadeUp::default() }.results()),
        ("one replication", MadeUp { replications: 1, ..MadeUp::default() }.results()),
        ("no replication", MadeUp { replications: 0, ..MadeUp::default() }.results()),
        ("all equal", MadeUp { spread: 0.0, ..tie() }.results()),
        ("one month", MadeUp { months: 1, ..MadeUp::default() }.results()),
        ("outliers", outliers),
        ("undefined", undefined),
        ("debts", debts),
        ("long names", named),
        ("nothing measured", empty),
        ("nothing defined", never),
    ]
}

#[test]
fn every_chart_names_every_format() {
    let results = MadeUp::default().results();
    for lang in [Lang::Fr, Lang::En] {
        for chart in CHARTS {
            // differences are from the first; fans and survival of pools leave out formats without one
            let from = match chart.id {
                "differences" | "who-gains" | "who-gains-crossed" => 1,
                "monthly" | "survival" => 2,
                _ => 0,
            };
            let texts = texts(&draw(chart.id, &results, lang).svg);
            for format in &results.formats[from..] {
                let name = format.short.get(lang);
                assert!(texts.iter().any(|text| text == name), "{} does not name {name}", chart.id);
            }
        }
    }
}

#[test]
fn each_format_has_its_curve_and_its_band() {
    let svg = draw("retention", &MadeUp::default().results(), Lang::Fr).svg;
    assert_eq!((marks(&svg, "curve"), marks(&svg, "band")), (4, 4));
    // beyond four, each has a frame of its own, the reference behind all but itself
    let svg = draw("retention", &MadeUp { formats: 16, ..MadeUp::default() }.results(), Lang::Fr).svg;
    assert_eq!((marks(&svg, "curve"), marks(&svg, "band"), marks(&svg, "behind")), (16, 16, 15));
}

#[test]
fn names_at_the_ends_of_curves_do_not_overlap() {
    let svg = draw("retention", &MadeUp { formats: 4, ..tie() }.results(), Lang::En).svg;
    let bases: Vec<f64> = svg
        .split("<text")
        .filter(|piece| piece.contains("font-weight=\"700\"") && piece.contains("%<"))
        .filter_map(|piece| piece.split_once("y=\"")?.1.split_once('"')?.0.parse().ok())
        .collect();
    assert_eq!(bases.len(), 4);
    let mut sorted = bases.clone();
    sorted.sort_by(f64::total_cmp);
    assert!(sorted.windows(2).all(|pair| pair[1] - pair[0] > 50.0), "{sorted:?}");
}

#[test]
fn the_distribution_of_cost_has_twenty_dots_for_each_format() {
    let svg = draw("cost", &MadeUp::default().results(), Lang::Fr).svg;
    assert_eq!(marks(&svg, "dot"), 80);
    // medians printed below a title do not subtract to what it says
    let told = say(Lang::Fr, "chart.paired-title");
    let spoken = |results: &Results| texts(&draw("cost", results, Lang::Fr).svg).join(" ").contains(told);
    assert!(spoken(&MadeUp::default().results()));
    assert!(!spoken(&MadeUp { formats: 1, ..MadeUp::default() }.results()), "one format compares nothing");
    let few = MadeUp { replications: 7, ..MadeUp::default() };
    assert_eq!(marks(&draw("cost", &few.results(), Lang::Fr).svg, "dot"), 28);
}

#[test]
fn only_formats_with_a_pool_have_fans() {
    let svg = draw("monthly", &MadeUp::default().results(), Lang::Fr).svg;
    assert_eq!((marks(&svg, "curve"), marks(&svg, "band")), (6, 12));
    assert!(texts(&svg).join(" ").contains("Hors du graphique"), "who is left out is said");
}

#[test]
fn pools_that_have_closed_are_named_as_such_and_their_last_figures_are_no_outcome() {
    let mut results = MadeUp { formats: 8, ..MadeUp::default() }.results();
    let left = |results: &Results, format: usize| results.monthly.bands[format][0].last().unwrap().p50;
    let highest = left(&results, 3) * 10.0;
    for month in 0..72 {
        // the members of a pool that closes after four years, and was the largest till then
        let band = &mut results.monthly.bands[3][0][month];
        let p50 = if month < 48 { highest } else { f64::NAN };
        *band = Band { p05: p50, p25: p50, p50, p75: p50, p95: p50, ..*band };
    }
    let picture = draw("monthly", &results, Lang::En);
    let told = format!(" and {}", fill(say(Lang::En, "chart.monthly-none-left"), &[("format", "SCIC")]));
    assert!(picture.title.contains(&told), "{}", picture.title);
    assert!(!picture.title.contains(&format!("{highest:.0}")), "{}", picture.title);
    assert!(texts(&picture.svg).contains(&say(Lang::En, "chart.monthly-closed").to_owned()));
}

#[test]
fn titles_tell_the_finding_where_intervals_bear_it() {
    let results = MadeUp { spread: 0.01, ..MadeUp::default() }.results();
    let title = draw("cost", &results, Lang::En).title;
    let clauses: Vec<&str> = title.split("; ").collect();
    assert!(clauses[0].contains("better with GE (−€"), "{title}");
    assert!(clauses[1].contains("worse with SCIC (+€"), "{title}");
    assert!(clauses[2].contains("no clear difference with HR club"), "{title}");
}

#[test]
fn titles_claim_nothing_where_intervals_include_zero() {
    let results = tie().results();
    let mut comparison = compare(&results);
    for row in &mut comparison.rows {
        (row.low, row.high) = (-row.difference.abs() - 1.0, row.difference.abs() + 1.0);
    }
    // those that compare nothing say what they show
    let descriptions = ["monthly", "flows", "survival"];
    for chart in CHARTS.iter().filter(|chart| !descriptions.contains(&chart.id)) {
        let title = drawn(chart.id, &results, &comparison, Lang::En, Size::Wide).title;
        let none = ["no clear difference", "no notable difference"].iter().any(|said| title.contains(said));
        assert!(none, "{}: {title}", chart.id);
        assert!(!title.contains("better") && !title.contains("worse"), "{}: {title}", chart.id);
    }
    let svg = drawn("differences", &results, &comparison, Lang::En, Size::Wide).svg;
    assert_eq!(marks(&svg, "clear"), 0, "no dot is filled");
    assert!(marks(&svg, "unclear") > 0);
}

#[test]
fn a_single_replication_establishes_no_difference() {
    let results = MadeUp { replications: 1, ..MadeUp::default() }.results();
    for id in ["retention", "cost", "stability", "differences"] {
        let title = draw(id, &results, Lang::Fr).title;
        assert!(title.contains("aucune différence établie"), "{id}: {title}");
    }
}

#[test]
fn a_filled_dot_stands_for_each_interval_that_excludes_zero() {
    let results = MadeUp::default().results();
    let comparison = compare(&results);
    let picture = draw("differences", &results, Lang::Fr);
    let verdict = |row: &Vec<String>| {
        let format = comparison.formats.iter().position(|format| format.id == row[1])?;
        Some(comparison.contrast(&row[0], format, 0)?.verdict)
    };
    let verdicts: Vec<Verdict> = picture.data.rows.iter().filter_map(verdict).collect();
    let clear = verdicts.iter().filter(|verdict| verdict.excludes_zero()).count();
    let unclear = verdicts.iter().filter(|verdict| **verdict == Verdict::Unclear).count();
    assert!(clear > 0 && unclear > 0);
    assert_eq!((marks(&picture.svg, "clear"), marks(&picture.svg, "unclear")), (clear, unclear));
}

#[test]
fn what_is_better_stands_to_the_right_of_zero() {
    let results = MadeUp::default().results();
    let data = draw("differences", &results, Lang::Fr).data;
    let place = |name: &str| data.head.iter().position(|head| *head == name).expect("the column is there");
    let number = |row: &[String], name: &str| row[place(name)].parse::<f64>().unwrap_or(0.0);
    for row in data.rows.iter().filter(|row| row[place("better")] == "lower") {
        assert!(number(row, "difference") * number(row, "standardised_towards_better") <= 0.0, "{row:?}");
    }
}

#[test]
fn each_language_writes_numbers_in_its_own_way() {
    let results = MadeUp::default().results();
    let french = texts(&draw("stability", &results, Lang::Fr).svg);
    let english = texts(&draw("stability", &results, Lang::En).svg);
    let is_share =
        |text: &&String, mark: &str, end: &str| text.ends_with(end) && text.contains(mark) && text.len() < 10;
    assert!(french.iter().filter(|text| is_share(text, ",", "\u{202f}%")).count() >= 12);
    assert!(english.iter().filter(|text| is_share(text, ".", "%")).count() >= 12);
    let cost = texts(&draw("cost", &results, Lang::Fr).svg);
    assert!(cost.iter().any(|text| text.contains('\u{202f}') && text.ends_with("\u{202f}€")), "{cost:?}");
    let differences = texts(&draw("differences", &results, Lang::Fr).svg);
    assert!(differences.iter().any(|text| text.starts_with('−')), "a true minus");
}

#[test]
fn nasty_results_are_drawn_all_the_same() {
    for (name, results) in nasty() {
        let comparison = compare(&results);
        let sizes = |narrow: bool| if narrow { vec![Size::Wide, Size::Narrow] } else { vec![Size::Wide] };
        for (chart, size) in
            CHARTS.iter().flat_map(|chart| sizes(chart.narrow).into_iter().map(move |s| (chart, s)))
        {
            let picture = drawn(chart.id, &results, &comparison, Lang::Fr, size);
            for word in ["NaN", "inf", "nan"] {
                let svg = picture.svg.split("</style>").nth(1).expect("the letters stand before the marks");
                let marks = svg.split("<text").map(|piece| piece.split('>').next().unwrap_or(""));
                assert!(!marks.clone().any(|mark| mark.contains(word)), "{name}, {}: {word}", chart.id);
                assert!(!texts(svg).iter().any(|text| text.contains("NaN")), "{name}, {}", chart.id);
            }
            assert!(!picture.title.is_empty() && !picture.alt.is_empty());
            if size == Size::Wide && ["outliers", "undefined", "long names"].contains(&name) {
                picture.png();
            }
        }
    }
}

#[test]
fn what_is_not_defined_is_said() {
    let mut results = MadeUp::default().results();
    for format in &mut results.values {
        format.iter_mut().for_each(|column| column.fill(f64::NAN));
    }
    results.values[0].iter_mut().for_each(|column| column.fill(50.0));
    for id in ["cost", "stability", "composition"] {
        let texts = texts(&draw(id, &results, Lang::Fr).svg);
        assert!(texts.iter().any(|text| text == "non défini"), "{id}: {texts:?}");
    }
}

#[test]
fn the_same_results_give_the_same_bytes() {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let results = MadeUp::default().results();
    let comparison: Comparison = compare(&results);
    let first = write_all(&results, &comparison, Lang::Fr, one.path()).unwrap();
    let second = write_all(&results, &comparison, Lang::Fr, other.path()).unwrap();
    // a drawing, pixels, numbers for machines and for French spreadsheets; and a page where programs write PDF
    let kinds = if cfg!(feature = "pdf") { 5 } else { 4 };
    assert_eq!(first.len(), kinds * applicable(&results).count());
    assert_eq!(applicable(&results).count(), CHARTS.len());
    for (a, b) in first.iter().zip(&second) {
        assert_eq!(a.file_name(), b.file_name());
        assert!(std::fs::read(a).unwrap() == std::fs::read(b).unwrap(), "{}", a.display());
    }
    let left = std::fs::read_dir(one.path().join("charts")).unwrap().count();
    assert_eq!(left, first.len(), "no half file is left beside");
}

#[test]
fn a_drawing_carries_its_letters_and_its_words() {
    let picture = draw("retention", &MadeUp::default().results(), Lang::Fr);
    assert!(picture.svg.contains("@font-face{font-family:\"DejaVu Sans\""));
    assert!(picture.svg.contains("<title id=\"title\">") && picture.svg.contains("<desc id=\"desc\">"));
    assert!(picture.alt.contains("Groupement d’employeurs"), "{}", picture.alt);
    let foot = texts(&picture.svg).pop().expect("a drawing has a foot");
    for part in ["2026-11-24-a3f9", "0.1.0", "20260701", "200\u{202f}réplications"] {
        assert!(foot.replace('\u{a0}', "\u{202f}").replace("200 ", "200\u{202f}").contains(part), "{foot}");
    }
}

#[test]
fn the_chart_of_stability_compares_what_every_format_has_and_leaves_out_no_change_of_contract() {
    let french = texts(&draw("stability", &MadeUp::default().results(), Lang::Fr).svg).join(" ");
    assert!(!french.contains("non défini"), "{french}");
    for id in ["conversion", "reversal"] {
        let label = mutualise::indicators::registry::find(id).unwrap().label.get(Lang::Fr);
        let first = label.split(' ').next().unwrap();
        assert!(french.contains(first), "{label}: {french}");
    }
}

#[test]
fn the_parts_of_a_bar_are_as_long_together_as_its_figure_says() {
    let results = MadeUp { spread: 0.0, ..MadeUp::default() }.results();
    let picture = draw("composition", &results, Lang::En);
    // eight parts, for everybody and four types of employer
    assert_eq!(marks(&picture.svg, "part"), 8 * 4 * 5);
    let sum: f64 = picture
        .data
        .rows
        .iter()
        .filter(|row| row[0] == "all" && row[1] == "alone")
        .map(|row| row[3].parse::<f64>().unwrap())
        .sum();
    let column = results.columns.iter().position(|column| column == "cost-per-fte").unwrap();
    let mean = results.values[0][column].iter().sum::<f64>() / 200.0;
    assert!((sum - mean).abs() < 0.01, "{sum} and {mean}");
}

#[test]
fn what_enters_the_pool_is_drawn_as_thick_as_it_is() {
    let results = MadeUp { formats: 3, spread: 0.0, ..MadeUp::default() }.results();
    let picture = draw("flows", &results, Lang::En);
    assert_eq!(marks(&picture.svg, "flow"), 11 * 3);
    assert!(picture.alt.contains("From structures to the pool €1,900"), "{}", picture.alt);
    assert!(picture.title.contains("pass through a pool"), "{}", picture.title);
}

#[test]
fn many_formats_stand_in_a_tinted_table() {
    let results = MadeUp { formats: 16, ..MadeUp::default() }.results();
    let comparison = compare(&results);
    let picture = draw("differences", &results, Lang::Fr);
    let clear = picture.data.rows.iter().filter(|row| {
        let format = comparison.formats.iter().position(|format| format.id == row[1]).unwrap();
        comparison.contrast(&row[0], format, 0).unwrap().verdict.is_clear()
    });
    assert_eq!(marks(&picture.svg, "tint"), clear.count());
    assert_eq!(marks(&picture.svg, "interval"), 0);
}

#[test]
fn the_largest_difference_of_a_theme_stands_first() {
    let results = MadeUp::default().results();
    let data = draw("differences", &results, Lang::Fr).data;
    let place = data.head.iter().position(|head| *head == "standardised_towards_better").unwrap();
    let mut rows: Vec<(String, f64)> = Vec::new();
    for row in &data.rows {
        let size = row[place].parse::<f64>().map_or(0.0, f64::abs);
        match rows.last_mut().filter(|last| last.0 == row[0]) {
            Some(last) => last.1 = last.1.max(size),
            None => rows.push((row[0].clone(), size)),
        }
    }
    let theme = |id: &str| mutualise::indicators::registry::find(id).unwrap().theme;
    for pair in rows.windows(2).filter(|pair| theme(&pair[0].0) == theme(&pair[1].0)) {
        assert!(pair[0].1 >= pair[1].1, "{pair:?}");
    }
}

#[test]
fn french_spreadsheets_read_decimal_commas() {
    let table = draw("cost", &MadeUp::default().results(), Lang::Fr).data;
    let machine = String::from_utf8(table.to_csv().unwrap()).unwrap();
    let french = table.to_french_csv().unwrap();
    assert!(french.starts_with(b"\xef\xbb\xbfformat;unit;defined;p05;"));
    let french = String::from_utf8(french).unwrap();
    let line = |text: &str| text.lines().nth(1).unwrap().to_owned();
    assert_eq!(line(&french).replace(';', "/").replace(',', "."), line(&machine).replace(',', "/"));
    assert!(!line(&french).contains('.') && line(&french).contains(','));
}

#[test]
fn a_chart_that_has_nothing_to_show_does_not_apply() {
    let mut results = MadeUp::default().results();
    assert_eq!(applicable(&results).count(), CHARTS.len());
    results.columns.clear();
    results.values.iter_mut().for_each(Vec::clear);
    results.monthly = Default::default();
    let left: Vec<&str> = applicable(&results).map(|chart| chart.id).collect();
    assert_eq!(left, ["differences"]);
}

#[test]
fn the_title_of_one_format_alone_is_what_it_comes_to() {
    let results = MadeUp { formats: 1, ..MadeUp::default() }.results();
    for (lang, name) in [(Lang::Fr, "Statu quo"), (Lang::En, "Status quo")] {
        for chart in applicable(&results) {
            let title = draw(chart.id, &results, lang).title;
            let told = title.contains(name) && title.contains(|c: char| c.is_ascii_digit());
            assert!(told, "{}: {title}", chart.id);
        }
    }
    let place = results.columns.iter().position(|column| column == "retention-24").unwrap();
    let median = compare(&MadeUp { formats: 2, ..MadeUp::default() }.results());
    let median = median.rows.iter().find(|row| row.column == "retention-24").unwrap().median_a;
    assert!(results.values[0][place].iter().any(|value| *value < median));
    let title = draw("retention-spread", &results, Lang::En).title;
    assert!(title.contains(&format!("{median:.1}% with Status quo (")), "{title}");
}

/// What the title says of each format, against what the file of the comparison bears: 1 better, −1 worse.
fn told(title: &str, names: &[&str]) -> Vec<(String, i32)> {
    let mut found = Vec::new();
    for clause in title.split("; ") {
        let (Some(sign), Some((_, list))) = (
            [("better with ", 1), ("worse with ", -1)].into_iter().find(|(words, _)| clause.contains(words)),
            clause.split_once(" with "),
        ) else {
            continue;
        };
        for name in names.iter().filter(|name| list.contains(&format!("{name} ("))) {
            found.push(((*name).to_owned(), sign.1));
        }
    }
    found
}

#[test]
fn no_title_contradicts_the_file_of_the_comparison() {
    let mut claims = 0;
    for seed in 0..12_u32 {
        // any order, with ties, and from hardly to surely told apart
        let shifts = (0..4_u32).map(|k| f64::from((seed * 7 + k * k * 3) % 5) * 0.4 - 0.8).collect();
        let replications = 3 + 9 * seed as usize;
        let results = MadeUp { shifts, replications, ..MadeUp::default() }.results();
        let comparison = compare(&results);
        let mut file = Vec::new();
        comparison.to_csv(&mut file).unwrap();
        let mut reader = csv::Reader::from_reader(&file[..]);
        let head = reader.headers().unwrap().clone();
        let at = |name: &str| head.iter().position(|known| known == name).unwrap();
        let places = ["column", "format_a", "format_b", "better", "difference_low_95", "difference_high_95"];
        let places = places.map(at);
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        let names: Vec<&str> = results.formats.iter().map(|format| format.short.en.as_str()).collect();
        for (chart, column) in
            [("retention-spread", "retention-24"), ("cost", "cost-per-fte"), ("net-benefit", "net-benefit")]
        {
            let title = drawn(chart, &results, &comparison, Lang::En, Size::Wide).title;
            for (name, sign) in told(&title, &names) {
                let format = &results.formats[names.iter().position(|known| *known == name).unwrap()].id;
                let row = rows
                    .iter()
                    .find(|row| {
                        &row[places[0]] == column
                            && row[places[1]] == results.formats[0].id
                            && &row[places[2]] == format
                    })
                    .unwrap();
                let [low, high] = [4, 5].map(|place| row[places[place]].parse::<f64>().unwrap());
                let upwards = if &row[places[3]] == "higher" { sign } else { -sign };
                assert!(if upwards > 0 { low > 0.0 } else { high < 0.0 }, "{title}: {name} [{low}; {high}]");
                claims += 1;
            }
        }
    }
    assert!(claims > 30, "{claims} claims were found to check");
}
