//! Which format leads on an indicator, and how firmly the paired intervals bear it.

use super::view::View;
use crate::comparison::Verdict;

/// What may be said of the order of formats on one column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The column is defined under no format.
    Missing,
    /// The column is defined under one format only.
    Only(usize),
    /// Values, but no order: no interval, no direction, or differences that contradict each other.
    Unordered(Vec<usize>),
    /// Equal under every format in every replication.
    Same(usize),
    /// No pair of formats differs clearly.
    Tie(Vec<usize>),
    /// The best figure, though not clearly better than these rivals.
    Leads(usize, Vec<usize>),
    /// Clearly better than every other.
    ///
    /// Being best asks for clear differences from *all* others, each at 95 %, so that choosing the leader after
    /// the fact needs no wider intervals: two formats tied at the top are told apart in at most 5 % of experiments.
    Best(usize),
}

impl Standing {
    /// The format that clearly leads.
    pub fn best(&self) -> Option<usize> {
        match self {
            Standing::Best(format) => Some(*format),
            _ => None,
        }
    }

    /// The format with the best figure, clearly best or not.
    pub fn leader(&self) -> Option<usize> {
        match self {
            Standing::Best(format) | Standing::Leads(format, _) => Some(*format),
            _ => None,
        }
    }
}

/// How formats stand on a column.
pub fn standing(view: &View, column: &str) -> Standing {
    let defined: Vec<usize> = view.formats().filter(|f| view.summary(column, *f).count > 0).collect();
    let leader = match defined.as_slice() {
        [] => return Standing::Missing,
        [only] => return Standing::Only(*only),
        [first, ..] => leader(view, column, &defined).unwrap_or(*first),
    };
    let verdicts: Vec<Verdict> = pairs(&defined).map(|(of, other)| view.verdict(column, of, other)).collect();
    if verdicts.iter().all(|verdict| *verdict == Verdict::Same) {
        return Standing::Same(leader);
    }
    if verdicts.iter().any(|verdict| matches!(verdict, Verdict::Unknown | Verdict::More | Verdict::Less)) {
        return Standing::Unordered(defined);
    }
    if !verdicts.iter().any(|verdict| verdict.is_clear()) {
        return Standing::Tie(defined);
    }
    first_of(view, column, leader, defined)
}

fn first_of(view: &View, column: &str, leader: usize, defined: Vec<usize>) -> Standing {
    let others = || defined.iter().copied().filter(|format| *format != leader);
    if others().any(|other| view.verdict(column, leader, other) == Verdict::Worse) {
        return Standing::Unordered(defined);
    }
    let rivals: Vec<usize> =
        others().filter(|other| view.verdict(column, leader, *other) != Verdict::Better).collect();
    if rivals.is_empty() { Standing::Best(leader) } else { Standing::Leads(leader, rivals) }
}

/// The format better on average than the largest number of others; the first of them.
fn leader(view: &View, column: &str, defined: &[usize]) -> Option<usize> {
    let wins =
        |of: usize| defined.iter().filter(|other| is_better_on_average(view, column, of, **other)).count();
    let most = defined.iter().map(|format| wins(*format)).max()?;
    defined.iter().copied().find(|format| wins(*format) == most)
}

fn is_better_on_average(view: &View, column: &str, of: usize, other: usize) -> bool {
    use crate::comparison::indicator_of;
    use crate::indicators::Better;
    let Some(contrast) = view.contrast(column, of, other).filter(|_| of != other) else { return false };
    match indicator_of(column).map(|indicator| indicator.better) {
        Some(Better::Higher) => contrast.difference > 0.0,
        Some(Better::Lower) => contrast.difference < 0.0,
        Some(Better::Neither) | None => false,
    }
}

fn pairs(formats: &[usize]) -> impl Iterator<Item = (usize, usize)> {
    formats.iter().enumerate().flat_map(|(k, a)| formats[k + 1..].iter().map(move |b| (*a, *b)))
}
