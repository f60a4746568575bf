//! What a title may say: findings computed from paired intervals, and never more than an interval bears.

use super::{Scene, measure};
use crate::comparison::statistics::CONFIDENCE;
use crate::comparison::{Comparison, Contrast, Verdict};
use crate::figures;
use crate::indicators::registry::{self, Indicator};
use crate::words::numbers::number;
use crate::words::{Lang, fill, say};

/// The finding on one indicator: which formats do better or worse than the reference, and by how much; of one format
/// alone, what it comes to.
pub fn finding(scene: &Scene, indicator: &Indicator) -> String {
    let (comparison, lang) = (scene.comparison, scene.lang);
    if comparison.formats.len() == 1 {
        return headed(indicator.label.get(lang), &level(scene, indicator), lang);
    }
    let contrasts = against_reference(comparison, indicator.id);
    let clauses: Vec<String> = [
        (Verdict::Better, "chart.better"),
        (Verdict::More, "chart.more"),
        (Verdict::Worse, "chart.worse"),
        (Verdict::Less, "chart.less"),
        (Verdict::Slight, "chart.slight"),
        (Verdict::Unclear, "chart.unclear"),
        (Verdict::Same, "chart.same"),
    ]
    .into_iter()
    .filter_map(|(verdict, key)| clause(comparison, indicator, of_verdict(&contrasts, verdict), key, lang))
    .collect();
    let known =
        if clauses.is_empty() { unknown(comparison, lang) } else { against(comparison, &clauses, lang) };
    headed(indicator.label.get(lang), &known, lang)
}

/// A heading and what is said under it.
pub fn headed(heading: &str, text: &str, lang: Lang) -> String {
    fill(say(lang, "chart.headed"), &[("heading", heading), ("text", text)])
}

/// What a tally counts, as the keys that say it: better, worse, both.
pub type Counted = [&'static str; 3];
/// Indicators.
const INDICATORS: Counted = ["chart.tally-better", "chart.tally-worse", "chart.tally-both"];
/// Types of employer.
pub const TYPES: Counted = ["chart.types-better", "chart.types-worse", "chart.types-both"];

/// For each format beside the reference: on how many indicators it does clearly better, clearly worse.
pub fn tally(scene: &Scene, columns: &[&str], heading: &str) -> String {
    match scene.comparison.formats.len() {
        1 => headed(heading, &levels(scene, columns), scene.lang),
        _ => tally_of(scene.comparison, columns, heading, INDICATORS, scene.lang),
    }
}

/// The same for whatever the columns stand for.
pub fn tally_of(
    comparison: &Comparison,
    columns: &[&str],
    heading: &str,
    counted: Counted,
    lang: Lang,
) -> String {
    let mut tallies: Vec<Tally> = (1..comparison.formats.len())
        .map(|format| Tally::of(comparison, columns, format))
        .filter(|tally| tally.total > 0)
        .collect();
    tallies.sort_by_key(|tally| std::cmp::Reverse(tally.better + tally.worse));
    if tallies.is_empty() {
        return headed(heading, &unknown(comparison, lang), lang);
    }
    let reference = short(comparison, 0, lang);
    if tallies.iter().all(|tally| tally.better + tally.worse == 0) {
        return headed(heading, &fill(say(lang, "chart.none-clear"), &[("reference", reference)]), lang);
    }
    let clauses: Vec<String> = [
        (Standing::Better, "chart.better"),
        (Standing::Worse, "chart.worse"),
        (Standing::Mixed, "chart.mixed"),
        (Standing::Unclear, "chart.none-notable"),
    ]
    .into_iter()
    .filter_map(|(standing, key)| {
        let alike = tallies.iter().filter(|tally| tally.standing() == standing);
        let names: Vec<String> = alike.map(|tally| tally.text(comparison, counted, lang)).collect();
        (!names.is_empty()).then(|| fill(say(lang, key), &[("formats", &listed(&names, lang))]))
    })
    .collect();
    headed(heading, &against(comparison, &clauses, lang), lang)
}

/// What the one format comes to on an indicator, and between which quantiles.
fn level(scene: &Scene, indicator: &Indicator) -> String {
    let (lang, unit) = (scene.lang, indicator.unit);
    let Some(summary) = measure::summed(scene.results, indicator, 0) else {
        return say(lang, "chart.undefined").to_owned();
    };
    let value = measure::short_value(summary.median, unit, lang);
    let format = short(scene.comparison, 0, lang);
    let values = [("value", &*value), ("format", format)];
    if summary.p05 == summary.p95 {
        return fill(say(lang, "chart.monthly-figure"), &values);
    }
    let [low, high] = [summary.p05, summary.p95].map(|end| number(end, unit.decimals(), lang));
    let range = fill(say(lang, "list.to"), &[("low", &low), ("high", &high)]);
    fill(say(lang, "chart.level"), &[values[0], values[1], ("range", &range)])
}

/// What the one format comes to on the first of these indicators.
fn levels(scene: &Scene, columns: &[&str]) -> String {
    /// A title that tells more is not read.
    const TOLD: usize = 2;
    let lang = scene.lang;
    let figure = |column: &&str| {
        let indicator = registry::find(column)?;
        let summary = measure::summed(scene.results, indicator, 0)?;
        let value = measure::short_value(summary.median, indicator.unit, lang);
        let label = quoted(indicator.label.get(lang), lang);
        Some(fill(say(lang, "chart.level-of"), &[("value", &value), ("label", &label)]))
    };
    let list: Vec<String> = columns.iter().filter_map(figure).take(TOLD).collect();
    if list.is_empty() {
        return say(lang, "chart.undefined").to_owned();
    }
    let format = short(scene.comparison, 0, lang);
    fill(say(lang, "chart.levels"), &[("format", format), ("list", &listed(&list, lang))])
}

/// What is said of the others, and of whom they are measured by.
fn against(comparison: &Comparison, clauses: &[String], lang: Lang) -> String {
    let list = clauses.join(say(lang, "chart.then"));
    fill(say(lang, "chart.against"), &[("reference", short(comparison, 0, lang)), ("list", &list)])
}

/// On how many indicators a format differs clearly from the reference.
struct Tally {
    format: usize,
    better: usize,
    worse: usize,
    total: usize,
}

impl Tally {
    fn of(comparison: &Comparison, columns: &[&str], format: usize) -> Tally {
        let verdicts: Vec<Verdict> = columns
            .iter()
            .filter_map(|column| comparison.contrast(column, format, 0))
            .map(|contrast| contrast.verdict)
            .filter(|verdict| *verdict != Verdict::Unknown)
            .collect();
        let count = |wanted: Verdict| verdicts.iter().filter(|verdict| **verdict == wanted).count();
        Tally { format, better: count(Verdict::Better), worse: count(Verdict::Worse), total: verdicts.len() }
    }

    fn standing(&self) -> Standing {
        match (self.better, self.worse) {
            (0, 0) => Standing::Unclear,
            (_, 0) => Standing::Better,
            (0, _) => Standing::Worse,
            _ => Standing::Mixed,
        }
    }

    fn text(&self, comparison: &Comparison, counted: Counted, lang: Lang) -> String {
        let format = short(comparison, self.format, lang);
        let key = match self.standing() {
            Standing::Unclear => return format.to_owned(),
            Standing::Better => counted[0],
            Standing::Worse => counted[1],
            Standing::Mixed => counted[2],
        };
        let [better, worse, total] = [self.better, self.worse, self.total].map(|count| count.to_string());
        let values = [("format", format), ("better", &better), ("worse", &worse), ("total", &total)];
        fill(say(lang, key), &values)
    }
}

/// How a format stands against the reference over several indicators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    /// Clearly better on some, clearly worse on none.
    Better,
    /// Clearly worse on some, clearly better on none.
    Worse,
    /// Clearly better on some and worse on others.
    Mixed,
    /// Clearly different on none.
    Unclear,
}

/// Every other format against the reference on a column.
fn against_reference(comparison: &Comparison, column: &str) -> Vec<(usize, Contrast)> {
    (1..comparison.formats.len())
        .filter_map(|format| Some((format, comparison.contrast(column, format, 0)?)))
        .collect()
}

/// Those of that verdict, the largest difference first.
fn of_verdict(contrasts: &[(usize, Contrast)], verdict: Verdict) -> Vec<(usize, Contrast)> {
    let mut found: Vec<_> =
        contrasts.iter().filter(|(_, contrast)| contrast.verdict == verdict).copied().collect();
    if verdict.is_clear() {
        found.sort_by(|(_, a), (_, b)| b.difference.abs().total_cmp(&a.difference.abs()));
    }
    found
}

fn clause(
    comparison: &Comparison,
    indicator: &Indicator,
    found: Vec<(usize, Contrast)>,
    key: &str,
    lang: Lang,
) -> Option<String> {
    let figure = |(format, contrast): &(usize, Contrast)| match contrast.verdict.is_clear() {
        true => fill(
            say(lang, "chart.by"),
            &[
                ("format", short(comparison, *format, lang)),
                ("difference", &figures::difference(contrast, indicator.unit, lang)),
            ],
        ),
        false => short(comparison, *format, lang).to_owned(),
    };
    let names: Vec<String> = found.iter().map(figure).collect();
    (!names.is_empty()).then(|| fill(say(lang, key), &[("formats", &listed(&names, lang))]))
}

fn unknown(comparison: &Comparison, lang: Lang) -> String {
    let key = if comparison.replications < 2 { "chart.one-replication" } else { "chart.no-comparison" };
    say(lang, key).to_owned()
}

/// Names in a row, of which those beyond the third are only counted.
pub fn listed(names: &[String], lang: Lang) -> String {
    const MOST: usize = 3;
    let and = |first: &str, last: &str| fill(say(lang, "list.and"), &[("first", first), ("last", last)]);
    match names {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] if names.len() <= MOST => and(&first.join(", "), last),
        _ => {
            let others = (names.len() - (MOST - 1)).to_string();
            and(&names[..MOST - 1].join(", "), &fill(say(lang, "chart.others"), &[("count", &others)]))
        }
    }
}

/// An indicator’s name, told apart from the sentence about it.
pub fn quoted(label: &str, lang: Lang) -> String {
    fill(say(lang, "chart.quoted"), &[("label", label)])
}

fn short(comparison: &Comparison, format: usize, lang: Lang) -> &str {
    comparison.formats[format].short.get(lang)
}

/// How a chart is read, and what its title compares where it does, so that nobody subtracts the medians below it.
pub fn with_title_told(how: &str, comparison: &Comparison, lang: Lang) -> String {
    let compares = comparison.formats.len() > 1 && comparison.replications > 1;
    if compares { [how, say(lang, "chart.paired-title")].join(" ") } else { how.to_owned() }
}

/// How many of so many intervals would exclude zero by chance alone; nothing of none.
pub fn by_chance(count: usize, lang: Lang) -> Option<String> {
    let expected = (1.0 - CONFIDENCE) * count as f64;
    let expected = number(expected, usize::from(expected < 1.0), lang);
    let values = [("count", number(count as f64, 0, lang)), ("expected", expected)];
    let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
    (count > 0).then(|| fill(say(lang, "chart.differences-chance"), &values))
}
