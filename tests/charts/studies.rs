//! Charts of drawn parameters and of sensitivity, from made-up runs whose answer is known.

use mutualise::charts::{Depends, Drawn, OF_DRAWS, OF_SENSITIVITY, Picture, SIZES, Size, write_drawn};
use mutualise::comparison::statistics::Interval;
use mutualise::dice::{self, Draw};
use mutualise::discovery::{Column, Knowledge, Known};
use mutualise::indicators::registry;
use mutualise::scenario::Scenario;
use mutualise::scenario::design::{Design, Method, assumptions};
use mutualise::sensitivity::stored::{Estimate, Outcome, Step};
use mutualise::sensitivity::{Crossed, Sensitivity};
use mutualise::sweep::manifest::Commands;
use mutualise::sweep::plan::Plan;
use mutualise::sweep::{Manifest, Points};
use mutualise::words::Lang;

use super::sheets::{marks, millimetres, nothing_overlaps, texts};
use super::typography::is_well_set;

const DRAWS: u32 = 64;
const REPLICATIONS: u32 = 4;
const LANGUAGES: [Lang; 2] = [Lang::Fr, Lang::En];

fn manifest() -> Manifest {
    let axes = assumptions().into_iter().take(4).collect();
    let design =
        Design { method: Method::LatinHypercube, points: None, seed: None, axes, listed: Vec::new() };
    let mut scenario = Scenario::base();
    scenario.params.run.replications = REPLICATIONS;
    let points = Points::of(&scenario, &design, Some(DRAWS)).unwrap();
    let plan = Plan::new(&scenario, points, "2026-11-24-a3f9", 1);
    let commands = || String::from("mutualise");
    Manifest::new(&plan, &Commands { reproduce: commands(), resume: commands(), alone: commands() })
}

/// A number from 0 to 1, the same for the same names.
fn noise(of: u64, nth: u32) -> f64 {
    dice::share(7, Draw::MadeUp, of, u64::from(nth))
}

fn runs(value: impl Fn(u32, u32) -> f64) -> Crossed {
    let mut crossed = Crossed::new(DRAWS, REPLICATIONS);
    for point in 0..DRAWS {
        for replication in 0..REPLICATIONS {
            crossed.set(point, replication, value(point, replication));
        }
    }
    crossed
}

/// The draws of four parameters, the first two of which are told below.
fn draws() -> Vec<Column> {
    (0..4).map(|of| Column::Numbers((0..DRAWS).map(|draw| noise(of, draw)).collect())).collect()
}

/// Knowledge of one indicator, whose value under each of four formats is given by draw and replication.
fn knowledge(id: &str, value: impl Fn(usize, u32, u32) -> f64) -> Knowledge {
    let levels: Vec<Crossed> = (0..4).map(|format| runs(|p, r| value(format, p, r))).collect();
    let draws = draws();
    let known = vec![Known::of(registry::find(id).unwrap(), &levels, &draws, 5)];
    Knowledge { manifest: manifest(), draws, known }
}

fn drawn(id: &str, knowledge: &Knowledge, lang: Lang) -> Picture {
    let chart = OF_DRAWS.iter().find(|chart| chart.id == id).unwrap();
    assert!((chart.applies)(knowledge), "{id}");
    (chart.draw)(&Drawn { knowledge, lang, size: Size::Wide })
}

/// Parameters decide, and luck hardly counts.
fn of_assumptions(_: usize, point: u32, replication: u32) -> f64 {
    40.0 + 20.0 * noise(0, point) + 0.1 * noise(90 + u64::from(point), replication)
}

/// Luck decides.
fn of_chance(format: usize, point: u32, replication: u32) -> f64 {
    40.0 + 0.1 * noise(0, point) + 20.0 * noise(90 + 100 * format as u64 + u64::from(point), replication)
}

/// The third format does better where the first parameter is above a half and the second below, else a little worse.
fn flipping(format: usize, point: u32, replication: u32) -> f64 {
    let in_box = noise(0, point) > 0.5 && noise(1, point) < 0.5;
    let gain = if format == 2 { if in_box { 2.0 } else { -0.5 } } else { 0.0 };
    of_assumptions(0, point, replication) + gain
}

#[test]
fn the_title_says_whether_assumptions_or_chance_weigh_more() {
    let title = |value: fn(usize, u32, u32) -> f64| {
        drawn("variance", &knowledge("retention-24", value), Lang::En).title
    };
    assert!(
        title(of_assumptions).contains("assumptions weigh more than chance on “Still"),
        "{}",
        title(of_assumptions)
    );
    assert!(
        title(of_chance).contains("chance weighs more than assumptions on “Still"),
        "{}",
        title(of_chance)
    );
    // luck and parameters alike: the interval bears neither
    let alike =
        |_: usize, point: u32, replication: u32| noise(0, point) + noise(90 + u64::from(point), replication);
    assert!(title(alike).contains("neither clearly on"), "{}", title(alike));
}

#[test]
fn the_parts_of_a_variance_fill_their_bar() {
    let picture = drawn("variance", &knowledge("retention-24", of_chance), Lang::Fr);
    let bars: Vec<(f64, f64, f64)> = picture
        .svg
        .split("<rect class=\"part\"")
        .skip(1)
        .map(|piece| {
            let side = |name: &str| -> f64 {
                piece
                    .split_once(&format!(" {name}=\""))
                    .unwrap()
                    .1
                    .split_once('"')
                    .unwrap()
                    .0
                    .parse()
                    .unwrap()
            };
            (side("y"), side("x"), side("width"))
        })
        .collect();
    // the level and the difference of a format stand on one line, in two panels of one width
    let lines: std::collections::BTreeSet<u64> = bars.iter().map(|bar| (bar.0 * 10.0) as u64).collect();
    assert_eq!(lines.len(), 4);
    let whole = |line: u64| -> f64 { bars.iter().filter(|b| (b.0 * 10.0) as u64 == line).map(|b| b.2).sum() };
    let wholes: Vec<f64> = lines.iter().map(|line| whole(*line)).collect();
    assert!((wholes[1] - 2.0 * wholes[0]).abs() < 1.0 && (wholes[3] - wholes[1]).abs() < 1.0, "{wholes:?}");
}

#[test]
fn a_choice_is_named_only_where_the_samples_agree_on_it() {
    let ahead = |format: usize, point: u32, replication: u32| {
        of_assumptions(0, point, replication) + if format == 2 { 5.0 } else { 0.0 }
    };
    let picture = drawn("regret", &knowledge("retention-24", ahead), Lang::En);
    assert!(picture.title.contains("GE on “Still"), "{}", picture.title);
    // its regret is nothing, that of the others five points, mean and largest alike
    let row = |format: &str| picture.data.rows.iter().find(|row| row[1] == format).unwrap();
    let number = |text: &str| text.parse::<f64>().unwrap();
    assert_eq!((number(&row("ge")[3]), number(&row("ge")[6])), (0.0, 0.0));
    assert!(
        (number(&row("status-quo")[3]) - 5.0).abs() < 0.01
            && (number(&row("status-quo")[6]) - 5.0).abs() < 0.01
    );
    let tie = drawn("regret", &knowledge("retention-24", of_chance), Lang::En).title;
    assert!(tie.contains("no format stands out on “Still"), "{tie}");
}

#[test]
fn the_box_of_a_flip_is_drawn_where_the_draws_have_it() {
    let knowledge = knowledge("retention-24", flipping);
    let flip = &knowledge.known[0].flips[1];
    let chosen = flip.chosen.as_ref().expect("a rule is found");
    let columns: Vec<usize> = chosen.conditions.iter().map(|condition| condition.column).collect();
    assert!(columns.contains(&0) && columns.contains(&1), "{columns:?}");
    let picture = drawn("conditions", &knowledge, Lang::En);
    assert!(picture.title.contains("GE does better than Status quo on “Still"), "{}", picture.title);
    // a sign for each draw, filled where the ranking flips
    assert_eq!(marks(&picture.svg, "marker"), flip.count());
    assert_eq!(marks(&picture.svg, "other"), DRAWS as usize - flip.count());
    assert_eq!(marks(&picture.svg, "box"), 1);
    assert!(marks(&picture.svg, "limit") >= 2, "one for each side that restricts");
    let inside = picture.data.rows.iter().filter(|row| row[6] == "true");
    let (cases, all) =
        inside.fold((0, 0), |(cases, all), row| (cases + usize::from(row[5] == "true"), all + 1));
    assert_eq!((cases, all), (chosen.cases, chosen.inside));
}

#[test]
fn without_a_rule_there_is_no_chart_of_conditions() {
    let conditions = OF_DRAWS.iter().find(|chart| chart.id == "conditions").unwrap();
    assert!(!(conditions.applies)(&knowledge("retention-24", of_chance)));
    // one format in hand leaves nothing to regret
    let mut alone = knowledge("retention-24", of_assumptions);
    alone.manifest.formats.truncate(1);
    assert!(!(OF_DRAWS.iter().find(|chart| chart.id == "regret").unwrap().applies)(&alone));
}

/// A step whose first parameter weighs most under every format, by so much.
fn step(lead: f64, shares: bool) -> Step {
    let estimate = |place: usize, format: usize| {
        let value = if place == 2 { lead } else { 0.2 - 0.03 * place as f64 } + 0.01 * format as f64;
        Estimate {
            path: format!("made.up-{place}"),
            label: format!("Paramètre n° {place} : l'un des plus longs à nommer, et part de ce qu'il vaut")
                .into(),
            value,
            interval: Interval { low: value - 0.05, high: value + 0.05 },
            alone: if shares { 0.7 * value } else { f64::NAN },
        }
    };
    let outcome = |column: &str, format: usize, against: Option<usize>| Outcome {
        column: column.to_owned(),
        format,
        against,
        estimates: (0..6).map(|place| estimate(place, format)).collect(),
    };
    let of = |column: &'static str| {
        (0..4).map(move |f| outcome(column, f, None)).chain((1..4).map(move |f| outcome(column, f, Some(0))))
    };
    let outcomes = ["retention-24", "cost-per-fte", "involuntary-loss-12"].into_iter().flat_map(of).collect();
    Step { manifest: manifest(), outcomes }
}

fn study(lead: f64) -> Sensitivity {
    Sensitivity { screening: Some(step(lead, false)), shares: Some(step(lead, true)) }
}

#[test]
fn the_strongest_parameter_stands_first_and_is_named_where_intervals_tell_it_apart() {
    for chart in OF_SENSITIVITY {
        let draw = |study: &Sensitivity| (chart.draw)(&Depends { study, lang: Lang::En, size: Size::Wide });
        let apart = draw(&study(0.6));
        assert!(apart.title.contains("n° 2"), "{}", apart.title);
        let labels: Vec<String> =
            texts(&apart.svg).into_iter().filter(|text| text.starts_with("Paramètre n° ")).collect();
        let places: Vec<&str> = labels.iter().take(3).map(|label| label.split(' ').nth(2).unwrap()).collect();
        assert_eq!(places, ["2", "0", "1"], "{}: {labels:?}", chart.id);
        // three formats differ from the reference, of six parameters, on three indicators
        assert_eq!(marks(&apart.svg, "interval"), 3 * 6 * 3, "{}", chart.id);
        let rings = if chart.id == "shares" { 3 * 6 * 3 } else { 0 };
        assert_eq!(marks(&apart.svg, "alone"), rings, "{}", chart.id);
        // an effect on a share is in points, and told format by format
        let (unit, value) = if chart.id == "shares" { ("", "62%") } else { (" (points)", "0.6") };
        let told = format!("Still in the same employment after 24 months{unit}: ");
        assert!(apart.alt.contains(&told) && apart.alt.contains(&format!(" {value}")), "{}", apart.alt);
        let tie = draw(&study(0.22)).title;
        assert!(tie.contains("no parameter stands out") && !tie.contains("n° 2"), "{tie}");
    }
}

#[test]
fn charts_of_studies_fit_their_page_and_are_set_as_printers_set_them() {
    let (knowledge, study) = (knowledge("cost-per-fte", flipping), study(0.6));
    let page = |picture: &Picture, size: Size, of: &str| {
        let (wide, high) = millimetres(&picture.svg);
        let most = if size == Size::Wide { 170.0 } else { 80.0 };
        assert!(wide <= most && high <= 257.0, "{of} is {wide} × {high} mm");
        nothing_overlaps(&picture.svg, of);
    };
    for lang in LANGUAGES {
        for size in SIZES {
            for chart in OF_DRAWS {
                let picture = (chart.draw)(&Drawn { knowledge: &knowledge, lang, size });
                page(&picture, size, chart.id);
                if lang == Lang::Fr {
                    is_well_set(&picture, chart.id);
                }
            }
            for chart in OF_SENSITIVITY {
                let picture = (chart.draw)(&Depends { study: &study, lang, size });
                page(&picture, size, chart.id);
                if lang == Lang::Fr {
                    is_well_set(&picture, chart.id);
                }
            }
        }
    }
}

#[test]
fn charts_of_draws_are_written_for_a_page_and_for_a_column() {
    let home = tempfile::tempdir().unwrap();
    let written = write_drawn(&knowledge("retention-24", flipping), Lang::Fr, home.path()).unwrap();
    let names: Vec<&str> = written.iter().map(|path| path.file_name().unwrap().to_str().unwrap()).collect();
    for chart in OF_DRAWS {
        for kind in ["svg", "png", "csv", "tableur.csv", "column.svg", "column.png"] {
            assert!(
                names.contains(&format!("{}.{kind}", chart.id).as_str()),
                "{}.{kind}: {names:?}",
                chart.id
            );
        }
    }
}
