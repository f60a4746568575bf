//! How sure a comparison is: shares of replications, differences that exclude zero, and what is not covered.

use super::sentences::{Decided, Told, decided};
use super::view::{REFERENCE, View};
use crate::comparison::statistics::CONFIDENCE;
use crate::comparison::{Verdict, indicator_of, is_whole};
use crate::figures;
use crate::indicators::Better;
use crate::words::numbers::number;

/// Below this number of replications, intervals rest on too little.
const FEW: usize = 30;

/// How sure all that is.
pub fn told(view: &View) -> Told {
    Told { heading: view.say("sure.heading").to_owned(), sentences: clauses(view) }
}

fn clauses(view: &View) -> Vec<String> {
    let count = view.results.replications.len();
    let replications = number(count as f64, 0, view.lang);
    let replications = [("replications", replications.as_str())];
    let chance = view.say("sure.chance").to_owned();
    match count {
        0 => vec![view.say("sure.none").to_owned()],
        1 => vec![view.say("sure.one").to_owned()],
        _ if view.results.formats.len() < 2 => vec![view.tell("sure.single", &replications), chance],
        _ => {
            let over = if count < FEW { "sure.few" } else { "sure.replications" };
            let better: Vec<String> = decided(view).iter().filter_map(|theme| better(view, theme)).collect();
            let mut clauses = vec![view.tell(over, &replications)];
            if !better.is_empty() {
                clauses =
                    vec![clauses.concat() + view.say("sure.then") + &better.join(view.say("list.clauses"))];
            }
            clauses.extend(exclusions(view));
            clauses.push(chance);
            clauses
        }
    }
}

/// In how many replications a theme's leader does better than the reference, or the reference, where it leads, than
/// the next best; and whether that is more than chance, and matters.
fn better(view: &View, theme: &Decided) -> Option<String> {
    let column = theme.indicator.id;
    let leader = theme.standing.leader()?;
    let share =
        |other: &usize| view.contrast(column, leader, *other).map_or(f64::NAN, |found| found.p_better);
    let next =
        || view.formats().filter(|format| *format != leader).min_by(|a, b| share(a).total_cmp(&share(b)));
    let other = if leader == REFERENCE { next()? } else { REFERENCE };
    let contrast = view.contrast(column, leader, other)?;
    let key = match contrast.verdict {
        Verdict::Better => "sure.better",
        Verdict::Slight => "sure.slight",
        Verdict::Unclear => "sure.unclear",
        _ => return None,
    };
    let range = figures::shares(contrast.p_better_low, contrast.p_better_high, view.lang);
    Some(view.tell(
        key,
        &[
            ("format", view.name(leader)),
            ("other", view.name(other)),
            ("theme", view.say(theme.key)),
            ("share", &figures::share(contrast.p_better, view.lang)),
            ("range", &range),
        ],
    ))
}

/// How many of the differences from the reference exclude zero, over whole-population indicators of which more is
/// better or worse: what only describes, such as the parts of a cost, would count the same difference again.
fn exclusions(view: &View) -> Option<String> {
    let verdicts: Vec<Verdict> = view
        .comparison
        .rows
        .iter()
        .filter(|row| row.a == REFERENCE && is_whole(&row.column) && is_judged(&row.column))
        .map(|row| row.forwards().verdict)
        .filter(|verdict| *verdict != Verdict::Unknown)
        .collect();
    let clear = verdicts.iter().filter(|verdict| verdict.excludes_zero()).count();
    // What is equal in every replication could not have differed by chance.
    let could = verdicts.iter().filter(|verdict| **verdict != Verdict::Same).count();
    let expected = ((1.0 - CONFIDENCE) * could as f64).ceil();
    let text = |count: usize| number(count as f64, 0, view.lang);
    let (total, reference) = (text(verdicts.len()), view.name(REFERENCE));
    match (verdicts.len(), clear) {
        (0, _) => None,
        (_, 0) => Some(view.tell("sure.clear-none", &[("total", &total), ("reference", reference)])),
        _ => Some(view.tell(
            "sure.clear",
            &[
                ("clear", &text(clear)),
                ("total", &total),
                ("reference", reference),
                ("expected", &number(expected, 0, view.lang)),
            ],
        )),
    }
}

fn is_judged(column: &str) -> bool {
    indicator_of(column).is_some_and(|indicator| indicator.better != Better::Neither)
}
