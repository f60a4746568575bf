//! An explanation as text: where the lives part, one person's and one structure's, and the differences in parts.

use super::life::Who;
use super::parting::{of_person, of_pool, of_structure, parting, together};
use super::sentences::{introduce_person, introduce_structure, is_seen, phase, what, who};
use super::split::{Part, Split};
use super::{Branch, Explanation};
use crate::indicators::registry::{self, Indicator};
use crate::words::numbers::{number, signed};
use crate::words::{Lang, fill, say, typeset};
use crate::world::World;

/// What is to be told.
#[derive(Clone, Debug)]
pub struct Asked<'a> {
    /// Whose life, by place at the launch.
    pub person: Option<usize>,
    /// Of which structure, by place at the launch.
    pub structure: Option<usize>,
    /// Of which indicators the difference is split.
    pub indicators: &'a [String],
    /// The first month, as year and month.
    pub launch: (i32, u32),
    /// In which language.
    pub lang: Lang,
}

/// The explanation in words.
pub fn told(explanation: &Explanation, asked: &Asked) -> String {
    let mut text = partings(explanation, asked);
    if let Some(w) = asked.person {
        text += &format!("\n{}\n", introduce_person(explanation, w, asked.lang));
        text += &story(explanation, Who::Person(explanation.past.workers.identity[w]), asked);
        text += &outcomes(explanation, w, PERSON, asked.lang);
    }
    if let Some(s) = asked.structure {
        text += &format!("\n{}\n", introduce_structure(explanation, s, asked.lang));
        text += &story(explanation, Who::Structure(explanation.past.structures.identity[s]), asked);
        text += &outcomes(explanation, s, STRUCTURE, asked.lang);
    }
    for id in asked.indicators {
        if let (Some(indicator), Some(split)) = (registry::find(id), explanation.split(id)) {
            text += &difference(explanation, indicator, &split, asked.lang);
        }
    }
    text
}

fn name(branch: &Branch, lang: Lang) -> String {
    typeset(lang, branch.format.short.get(lang))
}

/// Year and month, as both languages sort them.
fn date(month: i32, launch: (i32, u32)) -> String {
    let months = launch.0 * 12 + launch.1 as i32 - 1 + month;
    format!("{}-{:02}", months.div_euclid(12), months.rem_euclid(12) + 1)
}

/// Which events count.
type Admits = fn(&super::Event) -> bool;

fn partings(explanation: &Explanation, asked: &Asked) -> String {
    let lives = explanation.branches.each_ref().map(|branch| &branch.life);
    let lang = asked.lang;
    let kinds: [(&str, Admits); 3] = [
        ("explain.first-pool", of_pool),
        ("explain.first-structure", of_structure),
        ("explain.first-person", of_person),
    ];
    let mut found: Vec<(&str, super::Parting)> =
        kinds.into_iter().filter_map(|(key, counts)| Some((key, parting(lives, counts)?))).collect();
    if found.is_empty() {
        return format!("{}\n", say(lang, "explain.never"));
    }
    // stable: at the same moment the pool comes first, then structures
    found.sort_by_key(|(_, parting)| (parting.event.month, parting.event.phase));
    let mut text = format!("{}\n", say(lang, "explain.partings"));
    for (key, parting) in found {
        let event = &parting.event;
        let values = [
            ("kind", say(lang, key)),
            ("date", &date(event.month, asked.launch)),
            ("phase", phase(event.phase, lang)),
            ("format", &name(&explanation.branches[parting.under], lang)),
            ("who", &who(event.who, lang)),
            ("what", &what(event, event.who, lang)),
        ];
        text += &format!("  {}\n", fill(say(lang, "explain.parting"), &values));
    }
    text
}

/// What happened under both, and under each alone, in the order of time.
fn story(explanation: &Explanation, of: Who, asked: &Asked) -> String {
    let lives = explanation.branches.each_ref().map(|branch| &branch.life);
    let lang = asked.lang;
    let under = |which: Option<usize>| match which {
        None => say(lang, "explain.both").to_owned(),
        Some(k) => name(&explanation.branches[k], lang),
    };
    let width = [None, Some(0), Some(1)].map(|which| under(which).chars().count());
    let width = width.into_iter().max().unwrap_or(0);
    let mut story = together(lives, of);
    story.retain(|told| is_seen(told.event, lang));
    if story.is_empty() {
        return format!("  {}\n", say(lang, "explain.nothing"));
    }
    let line = |told: super::Together| {
        let text = what(told.event, of, lang);
        format!("  {}  {:<width$}  {text}\n", date(told.event.month, asked.launch), under(told.under))
    };
    story.into_iter().map(line).collect()
}

/// A figure of somebody or something over the whole period: key of its name, decimals, value.
type Figure = (&'static str, usize, fn(&World, usize) -> f64);

const PERSON: &[Figure] = &[
    ("explain.months-employed", 0, |world, w| world.record.workers[w].ess_months),
    ("explain.months-shared", 0, |world, w| f64::from(world.record.workers[w].months_shared)),
    ("explain.income", 0, |world, w| world.record.incomes.mean(w)),
    ("explain.stress", 1, |world, w| world.record.workers[w].stress / world.record.workers[w].ess_months),
];

const STRUCTURE: &[Figure] =
    &[
        ("explain.covered", 0, |world, s| {
            let tally = &world.record.structures[s];
            100.0 * tally.recurrent_covered / tally.recurrent_need
        }),
        ("explain.full-cost", 0, |world, s| world.ledger.cost_of_posts[s].as_euros()),
        ("explain.earned", 0, |world, s| world.record.structures[s].value_earned.as_euros()),
        ("explain.months-sharing", 0, |world, s| f64::from(world.record.structures[s].months_sharing)),
        ("explain.cash", 1, |world, s| {
            if world.structures.open[s] { world.structures.cash_months[s] } else { f64::NAN }
        }),
    ];

fn outcomes(explanation: &Explanation, place: usize, figures: &[Figure], lang: Lang) -> String {
    let line = |&(key, decimals, value): &Figure| {
        let shown = |world: &World| {
            let value = value(world, place);
            if value.is_finite() { number(value, decimals, lang) } else { "–".to_owned() }
        };
        let [a, b] = explanation.worlds().map(shown);
        let [first, second] = explanation.branches.each_ref().map(|branch| name(branch, lang));
        let values =
            [("figure", say(lang, key)), ("first", &first), ("a", &a), ("second", &second), ("b", &b)];
        format!("  {}\n", fill(say(lang, "explain.figure"), &values))
    };
    figures.iter().map(line).collect()
}

/// One indicator: both values, their difference, and the parts that add up to it.
fn difference(explanation: &Explanation, indicator: &Indicator, split: &Split, lang: Lang) -> String {
    let unit = indicator.unit.text().get(lang);
    let mut text = format!("\n{} ({unit})\n", indicator.label.get(lang));
    let [first, second] = explanation.branches.each_ref().map(|branch| name(branch, lang));
    if split.values.iter().any(|value| !value.is_finite()) {
        return text + &format!("  {}\n", say(lang, "explain.undefined"));
    }
    let decimals = indicator.unit.decimals() + 1;
    let [a, b] = split.values.map(|value| number(value, decimals, lang));
    let whole = signed(split.difference(), decimals, lang);
    let values = [("first", &*first), ("a", &*a), ("second", &*second), ("b", &*b), ("difference", &*whole)];
    text += &format!("  {}\n", fill(say(lang, "explain.values"), &values));
    let counted =
        if indicator.id.starts_with("retention") { "explain.departures" } else { "explain.amounts" };
    text += &format!("  {}\n", fill(say(lang, counted), &[("first", &first), ("second", &second)]));
    text += &lines(&split.parts, split.difference(), decimals, 2, lang);
    text + &format!("  {:>10}  {}\n", whole, say(lang, "explain.whole"))
}

/// By how much what a part consists of is indented.
const DEEPER: usize = 6;

/// A line for each part, but for those too small to be seen.
fn lines(parts: &[Part], whole: f64, decimals: usize, indent: usize, lang: Lang) -> String {
    let unseen = |value: &f64| number(*value, decimals, lang) == number(0.0, decimals, lang);
    let is_seen = |part: &&Part| !(unseen(&part.effect) && part.counted.iter().all(unseen));
    let parts: Vec<&Part> = parts.iter().filter(is_seen).collect();
    let effects: Vec<f64> = parts.iter().map(|part| part.effect).collect();
    let mut text = String::new();
    for (part, effect) in parts.into_iter().zip(rounded(&effects, whole, decimals)) {
        // departures are whole
        let whole = part.counted.iter().all(|count| count.fract() == 0.0);
        let [a, b] = part.counted.map(|count| number(count, if whole { 0 } else { decimals }, lang));
        let shown = signed(effect, decimals, lang);
        text += &format!("{:indent$}{shown:>10}  {} ({a} → {b})\n", "", say(lang, part.key));
        for breakdown in &part.of_which {
            text += &format!("{:indent$}{:>10}  {}\n", "", "", say(lang, breakdown.key));
            text += &lines(&breakdown.parts, effect, decimals, indent + DEEPER, lang);
        }
    }
    text
}

/// The values rounded so that they add up to the rounded sum: where each alone would not, those nearest to the next
/// step take it.
fn rounded(values: &[f64], sum: f64, decimals: usize) -> Vec<f64> {
    let scale = f64::from(10_u32.pow(decimals as u32));
    let mut steps: Vec<f64> = values.iter().map(|value| (value * scale).round()).collect();
    let missing = (sum * scale).round() - steps.iter().sum::<f64>();
    let up = missing.signum();
    let mut order: Vec<usize> = (0..values.len()).collect();
    let lost: Vec<f64> = values.iter().zip(&steps).map(|(value, step)| up * (value * scale - step)).collect();
    order.sort_by(|&a, &b| lost[b].total_cmp(&lost[a]));
    for &place in order.iter().take(missing.abs() as usize) {
        steps[place] += up;
    }
    steps.into_iter().map(|step| step / scale).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_adds_up() {
        for values in [vec![0.33, 0.33, 0.34], vec![1.25, -0.55, -0.68], vec![-0.04, -0.04], vec![]] {
            let sum: f64 = values.iter().sum();
            let shown = rounded(&values, sum, 1);
            let total: f64 = shown.iter().sum();
            assert!((total - (sum * 10.0).round() / 10.0).abs() < 1e-9, "{values:?}: {shown:?}");
            assert!(values.iter().zip(&shown).all(|(value, shown)| (value - shown).abs() < 0.1));
        }
    }

    #[test]
    fn months_are_counted_from_the_launch() {
        assert_eq!(date(0, (2027, 1)), "2027-01");
        assert_eq!(date(14, (2026, 11)), "2028-01");
    }
}
