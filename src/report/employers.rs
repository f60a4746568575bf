//! Which types of employer gain or lose under which format, where indicators are split by employer.

use super::figures;
use super::sentences::decided;
use super::view::{REFERENCE, View};
use crate::comparison::Verdict;
use crate::indicators::registry::{EMPLOYER_GROUPS, Indicator};

/// The indicators by which an employer judges.
const JUDGED_BY: [&str; 2] = ["cost-per-fte", "coverage"];

/// Up to this many formats besides the reference are told; beyond, only those that lead a theme.
const FEW_FORMATS: usize = 3;

/// Who gains and who loses; nothing if no indicator is split, or if no difference can be told.
pub fn sentence(view: &View) -> Option<String> {
    let formats = told(view);
    let clauses: Vec<String> =
        view.stored(&JUDGED_BY).iter().filter_map(|indicator| clause(view, indicator, &formats)).collect();
    let text = clauses.join(view.say("list.clauses"));
    let heading = view.say("employers.heading");
    (!clauses.is_empty()).then(|| view.tell("first.heading", &[("heading", heading), ("text", &text)]))
}

fn told(view: &View) -> Vec<usize> {
    let leaders: Vec<usize> = decided(view).iter().filter_map(|theme| theme.standing.leader()).collect();
    let others = view.formats().filter(|format| *format != REFERENCE);
    let few = others.clone().count() <= FEW_FORMATS;
    others.filter(|format| few || leaders.contains(format)).collect()
}

fn clause(view: &View, indicator: &Indicator, formats: &[usize]) -> Option<String> {
    let list: Vec<String> =
        formats.iter().filter_map(|format| effects(view, indicator, *format)).collect();
    let values = [
        ("label", indicator.label.get(view.lang)),
        ("reference", view.name(REFERENCE)),
        ("list", &list.join(", ")),
    ];
    (!list.is_empty()).then(|| view.tell("employers.indicator", &values))
}

/// What one format changes for the types of employer; nothing where no type can be compared.
fn effects(view: &View, indicator: &Indicator, format: usize) -> Option<String> {
    let columns: Vec<(String, &str)> = EMPLOYER_GROUPS
        .iter()
        .map(|(suffix, label)| (format!("{}.{suffix}", indicator.id), label.get(view.lang)))
        .filter(|(column, _)| view.verdict(column, format, REFERENCE) != Verdict::Unknown)
        .collect();
    if columns.is_empty() {
        return None;
    }
    let with = |key: &str, wanted: Verdict| {
        let hit = columns.iter().filter(|(column, _)| view.verdict(column, format, REFERENCE) == wanted);
        let groups: Vec<String> =
            hit.map(|(column, label)| group(view, indicator, column, label, format)).collect();
        (!groups.is_empty()).then(|| view.tell(key, &[("groups", &view.list(&groups))]))
    };
    let better = with("employers.better", Verdict::Better);
    let effects: Vec<String> = better.into_iter().chain(with("employers.worse", Verdict::Worse)).collect();
    let effects =
        if effects.is_empty() { view.say("employers.unclear").to_owned() } else { view.list(&effects) };
    Some(view.tell("employers.format", &[("format", view.name(format)), ("effects", &effects)]))
}

fn group(view: &View, indicator: &Indicator, column: &str, label: &str, format: usize) -> String {
    let contrast = view.contrast(column, format, REFERENCE);
    let difference =
        contrast.map_or(String::new(), |contrast| figures::short_difference(&contrast, indicator.unit, view.lang));
    view.tell("employers.group", &[("label", label), ("difference", &difference)])
}
