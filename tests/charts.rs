//! What charts promise: they show every format, claim nothing that intervals do not bear, and never change.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod made_up_results;

use made_up_results::{MadeUp, band};
use mutualise::charts::{CHARTS, Picture, render_png, write_all};
use mutualise::comparison::{Comparison, Verdict, compare};
use mutualise::experiment::results::Results;
use mutualise::words::{Bilingual, Lang};

fn draw(id: &str, results: &Results, lang: Lang) -> Picture {
    let chart = CHARTS.iter().find(|chart| chart.id == id).expect("the registry holds the chart");
    (chart.draw)(results, &compare(results), lang)
}

/// Every text of a drawing, unescaped, in order.
fn texts(svg: &str) -> Vec<String> {
    let inner = |piece: &str| Some(piece.split_once('>')?.1.split_once("</text>")?.0.to_owned());
    let plain = |text: String| {
        text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
    };
    svg.split("<text").skip(1).filter_map(inner).map(plain).collect()
}

fn marks(svg: &str, class: &str) -> usize {
    svg.matches(&format!(r#"class="{class}""#)).count()
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
        ("eight formats", MadeUp { formats: 8, ..MadeUp::default() }.results()),
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
        for id in ["retention", "cost", "stability", "differences"] {
            let texts = texts(&draw(id, &results, lang).svg);
            for format in &results.formats[usize::from(id == "differences")..] {
                let name = format.short.get(lang);
                assert!(texts.iter().any(|text| text == name), "{id} does not name {name}");
            }
        }
    }
}

#[test]
fn each_format_has_its_curve_and_its_band() {
    let svg = draw("retention", &MadeUp::default().results(), Lang::Fr).svg;
    assert_eq!((marks(&svg, "curve"), marks(&svg, "band")), (4, 4));
    let svg = draw("retention", &MadeUp { formats: 8, ..MadeUp::default() }.results(), Lang::Fr).svg;
    assert_eq!((marks(&svg, "curve"), marks(&svg, "band"), marks(&svg, "range")), (8, 0, 24));
}

#[test]
fn names_at_the_ends_of_curves_do_not_overlap() {
    let svg = draw("retention", &MadeUp { formats: 8, ..tie() }.results(), Lang::En).svg;
    let bases: Vec<f64> = svg
        .split("<text")
        .filter(|piece| piece.contains("font-weight=\"700\"") && piece.contains("%<"))
        .filter_map(|piece| piece.split_once("y=\"")?.1.split_once('"')?.0.parse().ok())
        .collect();
    assert_eq!(bases.len(), 8);
    let mut sorted = bases.clone();
    sorted.sort_by(f64::total_cmp);
    assert!(sorted.windows(2).all(|pair| pair[1] - pair[0] > 85.0), "{sorted:?}");
}

#[test]
fn the_distribution_of_cost_has_twenty_dots_for_each_format() {
    let svg = draw("cost", &MadeUp::default().results(), Lang::Fr).svg;
    assert_eq!(marks(&svg, "dot"), 80);
    let few = MadeUp { replications: 7, ..MadeUp::default() };
    assert_eq!(marks(&draw("cost", &few.results(), Lang::Fr).svg, "dot"), 28);
}

#[test]
fn only_formats_with_a_pool_have_fans() {
    let svg = draw("monthly", &MadeUp::default().results(), Lang::Fr).svg;
    assert_eq!((marks(&svg, "curve"), marks(&svg, "band")), (6, 12));
    assert!(texts(&svg).iter().any(|text| text.contains("non dessiné")), "who is left out is said");
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
    for chart in CHARTS.iter().filter(|chart| chart.id != "monthly") {
        let title = (chart.draw)(&results, &comparison, Lang::En).title;
        assert!(title.contains("no clear difference"), "{}: {title}", chart.id);
        assert!(!title.contains("better") && !title.contains("worse"), "{}: {title}", chart.id);
    }
    let svg = (CHARTS[4].draw)(&results, &comparison, Lang::En).svg;
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
        for chart in CHARTS {
            let picture = draw(chart.id, &results, Lang::Fr);
            for word in ["NaN", "inf", "nan"] {
                let svg = picture.svg.split("</style>").nth(1).expect("the letters stand before the marks");
                let marks = svg.split("<text").map(|piece| piece.split('>').next().unwrap_or(""));
                assert!(!marks.clone().any(|mark| mark.contains(word)), "{name}, {}: {word}", chart.id);
                assert!(!texts(svg).iter().any(|text| text.contains("NaN")), "{name}, {}", chart.id);
            }
            assert!(!picture.title.is_empty() && !picture.alt.is_empty());
            render_png(&picture.svg);
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
    for id in ["cost", "stability", "differences"] {
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
    assert_eq!(first.len(), 3 * CHARTS.len());
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
fn a_sheet_fits_its_page() {
    let sizes = |svg: &str| -> (f64, f64) {
        let side = |name: &str| svg.split_once(name)?.1.split_once("mm")?.0.parse::<f64>().ok();
        (side("width=\"").expect("a width in mm"), side("height=\"").expect("a height in mm"))
    };
    for formats in [2, 4, 8] {
        let results = MadeUp { formats, ..MadeUp::default() }.results();
        for chart in CHARTS {
            let (wide, high) = sizes(&draw(chart.id, &results, Lang::Fr).svg);
            let page = if chart.id == "differences" { (277.0, 190.0) } else { (170.0, 257.0) };
            assert!(wide <= page.0 && high <= page.1, "{} is {wide} × {high} mm", chart.id);
        }
    }
}
