//! How far formats are from the reference on one indicator: the leader first, then the others by verdict.

use super::standing::Standing;
use super::view::{REFERENCE, View};
use crate::comparison::Verdict;
use crate::figures;
use crate::indicators::registry::Indicator;

/// How much is told of an indicator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// It decides its theme: range, differences and intervals of all.
    Deciding,
    /// It follows: the leader's difference, and who does worse.
    Following,
}

/// Up to this many formats besides the reference have their figures in a sentence; beyond, names, and figures in
/// the table.
pub const FEW_FORMATS: usize = 3;

/// Formats of one verdict, and the key under which they are told.
type Group = (&'static str, fn(Verdict) -> bool);

const GROUPS: [Group; 4] = [
    ("first.better", |verdict| matches!(verdict, Verdict::Better)),
    ("first.worse", |verdict| matches!(verdict, Verdict::Worse)),
    ("first.unclear", |verdict| matches!(verdict, Verdict::Unclear | Verdict::Slight | Verdict::Same)),
    ("first.unknown", |verdict| matches!(verdict, Verdict::Unknown)),
];

/// The text with the leader's difference from the reference, then what is said of the others.
pub fn added(
    view: &View,
    indicator: &Indicator,
    standing: &Standing,
    detail: Detail,
    text: String,
) -> Vec<String> {
    let differs = |format: usize| view.verdict(indicator.id, format, REFERENCE).is_clear();
    let leader = standing.leader();
    let leading = leader.filter(|leader| differs(*leader));
    let by = leading.map(|leader| leading_by(view, indicator, leader, detail));
    let head = [Some(text), by, rivals(view, standing)].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let others: Vec<usize> = view.formats().filter(|format| *format != REFERENCE).collect();
    if !others.iter().any(|format| differs(*format)) {
        let within = within(view, indicator, &others).filter(|_| detail == Detail::Deciding);
        return std::iter::once(head).chain(within).collect();
    }
    let rest: Vec<usize> = others.into_iter().filter(|format| Some(*format) != leader).collect();
    let kept = match detail {
        Detail::Deciding => &GROUPS[..],
        Detail::Following => &GROUPS[1..2],
    };
    // where the reference leads or may, those that cannot be told apart from it have just been named
    let named = match standing {
        Standing::Leads(REFERENCE, rivals) => rivals.clone(),
        Standing::Leads(_, rivals) if rivals.contains(&REFERENCE) => rivals.clone(),
        _ => Vec::new(),
    };
    let unnamed: Vec<usize> = rest.iter().copied().filter(|format| !named.contains(format)).collect();
    let of = |told: &Group| if told.0 == "first.unclear" { unnamed.clone() } else { rest.clone() };
    let groups = kept.iter().filter_map(|told| group(view, indicator, &of(told), told, detail));
    [head].into_iter().chain(groups).collect()
}

/// Who may be as good as the leader.
fn rivals(view: &View, standing: &Standing) -> Option<String> {
    let Standing::Leads(_, rivals) = standing else { return None };
    Some(view.tell("first.rivals", &[("others", &view.names_or_count(rivals))]))
}

/// The leader's difference from the reference; only a deciding indicator says what the interval is.
fn leading_by(view: &View, indicator: &Indicator, leader: usize, detail: Detail) -> String {
    let key = match detail {
        Detail::Deciding => "first.leading-by",
        Detail::Following => "first.leading-by-short",
    };
    let (difference, range) = figures_of(view, indicator, leader);
    let values =
        [("difference", difference.as_str()), ("range", &range), ("reference", view.name(REFERENCE))];
    view.tell(key, &values)
}

fn group(view: &View, indicator: &Indicator, rest: &[usize], told: &Group, detail: Detail) -> Option<String> {
    let (key, wanted) = told;
    let verdict = |format: usize| view.verdict(indicator.id, format, REFERENCE);
    let formats: Vec<usize> = rest.iter().copied().filter(|format| wanted(verdict(*format))).collect();
    let figures = detail == Detail::Deciding && rest.len() <= FEW_FORMATS;
    let named = |format: &usize| {
        if figures && verdict(*format).is_clear() {
            let (difference, range) = figures_of(view, indicator, *format);
            let values = [("format", view.name(*format)), ("difference", &difference), ("range", &range)];
            view.tell("first.difference", &values)
        } else {
            view.name(*format).to_owned()
        }
    };
    let names = match *key {
        // who cannot be told apart is not worth a long list
        "first.unclear" => view.names_or_count(&formats),
        _ => view.list(&formats.iter().map(named).collect::<Vec<_>>()),
    };
    (!formats.is_empty()).then(|| view.tell(key, &[("reference", view.name(REFERENCE)), ("formats", &names)]))
}

/// A format's difference from the reference with its unit, and the interval.
fn figures_of(view: &View, indicator: &Indicator, format: usize) -> (String, String) {
    view.contrast(indicator.id, format, REFERENCE).map_or_else(Default::default, |contrast| {
        figures::difference_and_interval(&contrast, indicator.unit, view.lang)
    })
}

/// Between which bounds every difference from the reference lies, where none is clear: how much the absence of
/// evidence leaves possible.
fn within(view: &View, indicator: &Indicator, others: &[usize]) -> Option<String> {
    let known = || {
        others
            .iter()
            .filter_map(|format| view.contrast(indicator.id, *format, REFERENCE))
            .filter(|contrast| matches!(contrast.verdict, Verdict::Unclear | Verdict::Slight))
    };
    let low = known().map(|contrast| contrast.low).min_by(f64::total_cmp)?;
    let high = known().map(|contrast| contrast.high).max_by(f64::total_cmp)?;
    let range = figures::bounds(low, high, indicator.unit, view.lang);
    Some(view.tell("first.within", &[("range", &range), ("reference", view.name(REFERENCE))]))
}
