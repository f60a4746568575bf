//! The difference of an indicator between two worlds as a sum of parts, one for each mechanism.

use super::{cost, retention};
use crate::world::World;

/// The indicators that can be split.
pub const EXPLAINED: [&str; 5] =
    ["retention-12", "retention-24", "retention-36", "cost-per-fte", "net-benefit"];

/// The share of a difference that one mechanism makes.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The key of its name among the words.
    pub key: &'static str,
    /// What is counted of it under each format: departures, or euros.
    pub counted: [f64; 2],
    /// What it adds to the difference, in the unit of the indicator.
    pub effect: f64,
    /// What it consists of itself, where that is known.
    pub of_which: Vec<Breakdown>,
}

/// One way of seeing what a part consists of.
#[derive(Clone, Debug, PartialEq)]
pub struct Breakdown {
    /// The key of its heading among the words.
    pub key: &'static str,
    /// Parts whose effects add up to that of the whole.
    pub parts: Vec<Part>,
}

/// A difference and its parts.
#[derive(Clone, Debug, PartialEq)]
pub struct Split {
    /// The indicator's value under each format; NaN where it is not defined.
    pub values: [f64; 2],
    /// The parts, whose effects add up to the difference of the values; none where a value is not defined.
    pub parts: Vec<Part>,
}

impl Split {
    /// The difference that the parts explain.
    pub fn difference(&self) -> f64 {
        self.values[1] - self.values[0]
    }
}

pub(super) fn split(indicator: &str, worlds: [&World; 2]) -> Option<Split> {
    let split = match indicator {
        "retention-12" => retention::split(worlds, 12),
        "retention-24" => retention::split(worlds, 24),
        "retention-36" => retention::split(worlds, 36),
        "cost-per-fte" => cost::per_fte(worlds),
        "net-benefit" => cost::net_benefit(worlds),
        _ => return None,
    };
    debug_assert!(EXPLAINED.contains(&indicator), "{indicator} is not announced");
    Some(split)
}
