//! Which types of employer gain or lose under which format, where indicators are split by employer.

use super::differences::FEW_FORMATS;
use super::sentences::{Told, decided, label};
use super::view::{REFERENCE, View};
use crate::comparison::{Contrast, Verdict};
use crate::figures;
use crate::indicators::registry::{EMPLOYER_GROUPS, Indicator};

/// What a covered month costs.
const COST: &str = "cost-per-fte";

/// The indicators by which an employer judges: what it gains on balance, then the two sides of it.
const JUDGED_BY: [&str; 3] = ["net-benefit", COST, "coverage"];

/// Beyond so many types that a format leaves as they are, they are the others.
const FEW_TYPES: usize = 2;

/// How much is covered of needs that last and of those that do not: the law lets some formats serve one kind only.
const BY_NEED: [(&str, &str); 2] =
    [("coverage-recurrent", "employers.recurrent"), ("coverage-temporary", "employers.temporary")];

/// A type of employer and a format's difference from the reference for it.
type Effect = (&'static str, Contrast);

/// Who gains and who loses, by type of employer and by how long the need lasts; nothing if no difference can be told.
pub fn told(view: &View) -> Option<Told> {
    let formats = formats_told(view);
    let by_type = |indicator: &&'static Indicator| {
        let told = clause(view, &label(view, indicator), indicator, &formats, |format| {
            of_types(view, indicator, format)
        })?;
        // beside posts bought from the pool stand those that structures go on paying for alone
        let averaged = indicator.id == COST;
        Some(if averaged { told + " " + view.say("employers.average") } else { told })
    };
    let mut sentences: Vec<String> = view.stored(&JUDGED_BY).iter().filter_map(by_type).collect();
    sentences.extend(view.stored(&[BY_NEED[0].0]).first().and_then(|indicator| {
        clause(view, view.say("employers.needs"), indicator, &formats, |format| of_needs(view, format))
    }));
    (!sentences.is_empty()).then(|| Told { heading: view.say("employers.heading").to_owned(), sentences })
}

/// The formats of which it is told; beyond a few, only those that lead a theme.
fn formats_told(view: &View) -> Vec<usize> {
    let leaders: Vec<usize> = decided(view).iter().filter_map(|theme| theme.standing.leader()).collect();
    let others = view.formats().filter(|format| *format != REFERENCE);
    let few = others.clone().count() <= FEW_FORMATS;
    others.filter(|format| few || leaders.contains(format)).collect()
}

fn clause(
    view: &View,
    name: &str,
    indicator: &Indicator,
    formats: &[usize],
    effects: impl Fn(usize) -> Vec<Effect>,
) -> Option<String> {
    let mut list = Vec::new();
    let mut unclear = Vec::new();
    for format in formats {
        let effects = effects(*format);
        if effects.iter().any(|(_, contrast)| contrast.verdict.is_clear()) {
            list.push(told_of(view, indicator, *format, &effects));
        } else if !effects.is_empty() {
            unclear.push(*format);
        }
    }
    if !unclear.is_empty() {
        list.push(view.tell("employers.unclear", &[("formats", &view.names_or_count(&unclear))]));
    }
    let values = [
        ("label", name),
        ("reference", view.name(REFERENCE)),
        ("list", &list.join(view.say("employers.between"))),
    ];
    (!list.is_empty()).then(|| view.tell("employers.indicator", &values))
}

/// The types of employer for which a format can be compared with the reference.
fn of_types(view: &View, indicator: &Indicator, format: usize) -> Vec<Effect> {
    let types = EMPLOYER_GROUPS.iter();
    let columns = types.map(|(suffix, label)| (format!("{}.{suffix}", indicator.id), label.get(view.lang)));
    known(view, columns, format)
}

/// Lasting needs and temporary ones.
fn of_needs(view: &View, format: usize) -> Vec<Effect> {
    known(view, BY_NEED.iter().map(|(column, key)| ((*column).to_owned(), view.say(key))), format)
}

fn known(view: &View, columns: impl Iterator<Item = (String, &'static str)>, format: usize) -> Vec<Effect> {
    columns
        .filter_map(|(column, label)| Some((label, view.contrast(&column, format, REFERENCE)?)))
        .filter(|(_, contrast)| contrast.verdict != Verdict::Unknown)
        .collect()
}

fn told_of(view: &View, indicator: &Indicator, format: usize, effects: &[Effect]) -> String {
    let kinds = [
        (Verdict::Better, "employers.better", "employers.better-all"),
        (Verdict::Worse, "employers.worse", "employers.worse-all"),
    ];
    let of = |(verdict, some, all): (Verdict, &str, &str)| {
        let hit: Vec<&Effect> = effects.iter().filter(|(_, contrast)| contrast.verdict == verdict).collect();
        match hit.len() {
            0 => None,
            count if count > 1 && count == effects.len() => {
                Some(view.tell(all, &[("range", &extremes(view, indicator, &hit))]))
            }
            _ => {
                let groups: Vec<String> = hit.iter().map(|effect| group(view, indicator, effect)).collect();
                Some(view.tell(some, &[("groups", &view.list(&groups))]))
            }
        }
    };
    let even = effects.iter().filter(|(_, contrast)| !contrast.verdict.is_clear());
    let even: Vec<String> =
        even.map(|(label, _)| view.tell("employers.group-even", &[("group", label)])).collect();
    let rest = match even.len() {
        0 => None,
        1..=FEW_TYPES => Some(view.tell("employers.even", &[("groups", &view.list(&even))])),
        _ => Some(view.say("employers.even-others").to_owned()),
    };
    let texts: Vec<String> = kinds.into_iter().filter_map(of).chain(rest).collect();
    view.tell("employers.format", &[("format", view.name(format)), ("effects", &view.list(&texts))])
}

fn group(view: &View, indicator: &Indicator, (label, contrast): &Effect) -> String {
    let difference = figures::difference(contrast, indicator.unit, view.lang);
    view.tell("employers.group", &[("group", label), ("difference", &difference)])
}

/// The least and the greatest of mean differences.
fn extremes(view: &View, indicator: &Indicator, effects: &[&Effect]) -> String {
    let differences = || effects.iter().map(|(_, contrast)| contrast.difference);
    let least = differences().fold(f64::INFINITY, f64::min);
    let greatest = differences().fold(f64::NEG_INFINITY, f64::max);
    figures::bounds(least, greatest, indicator.unit, view.lang)
}
