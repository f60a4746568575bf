//! What is varied in a sweep, and how? A design: points of chosen parameters over their ranges.

use std::collections::BTreeMap;

use crate::catalogue::{Catalogue, Parameter, TERMS, Value};
use crate::words::Bilingual;

/// How points are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Every combination of every axis's values.
    Grid,
    /// The points the file lists.
    List,
    /// As many points as asked for, each axis cut into as many equally likely slices, each slice met once.
    LatinHypercube,
    /// A scrambled Sobol' sequence.
    Sobol,
}

/// The methods, by the words of files.
pub const METHODS: [(&str, Method); 4] = [
    ("grid", Method::Grid),
    ("list", Method::List),
    ("latin-hypercube", Method::LatinHypercube),
    ("sobol", Method::Sobol),
];

/// The most points a design may have.
pub const MOST_POINTS: i64 = 10_000_000;

/// A section `[design]`, checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Design {
    /// How points are chosen.
    pub method: Method,
    /// How many, where the file says.
    pub points: Option<u32>,
    /// The seed of the points, where the file says; the scenario's else.
    pub seed: Option<u64>,
    /// What is varied.
    pub axes: Vec<Axis>,
    /// The points of a list.
    pub listed: Vec<Listed>,
}

/// A parameter that is varied.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// As `--set` takes it: `finance.margin`, `format.ge.fee`.
    pub path: String,
    /// Its name for readers.
    pub label: Bilingual,
    /// Its unit.
    pub unit: Bilingual,
    /// The values it takes.
    pub range: Range,
    /// The group it is screened with, if it is in one.
    pub group: Option<String>,
}

/// The values a parameter takes.
#[derive(Clone, Debug, PartialEq)]
pub enum Range {
    /// Any number between two.
    Between {
        /// The lowest.
        low: f64,
        /// The highest.
        high: f64,
        /// Evenly by ratios instead of differences.
        logarithmic: bool,
    },
    /// Any whole number between two, both included.
    Whole {
        /// The lowest.
        low: i64,
        /// The highest.
        high: i64,
    },
    /// One of these.
    Among(Vec<Value>),
}

/// A point somebody wrote down.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    /// Its name for readers.
    pub label: Option<Bilingual>,
    /// The values it sets, by path.
    pub values: BTreeMap<String, Value>,
}

/// The parameter or term of the catalogue that a path names.
pub fn parameter_of(path: &str) -> Option<&'static Parameter> {
    let catalogue = Catalogue::embedded();
    match path.strip_prefix("format.") {
        Some(rest) => catalogue.get(&format!("{TERMS}.{}", rest.split_once('.')?.1)),
        None => catalogue.get(path).filter(|parameter| parameter.term().is_none()),
    }
}

/// Every numeric assumption of the model (grade D) over its plausible range.
pub fn assumptions() -> Vec<Axis> {
    let assumed = |parameter: &&Parameter| parameter.grade == "D" && !parameter.is_of_experiment();
    let axis = |parameter: &Parameter| {
        let range = default_range(parameter)?;
        let varies = match &range {
            Range::Between { low, high, .. } => low < high,
            Range::Whole { low, high } => low < high,
            Range::Among(_) => false,
        };
        varies.then(|| Axis {
            path: parameter.path.clone(),
            label: parameter.label.clone(),
            unit: parameter.unit.clone(),
            range,
            group: None,
        })
    };
    Catalogue::embedded().of_model().filter(assumed).filter_map(axis).collect()
}

/// The range of the catalogue, or every word or both claims.
pub(super) fn default_range(parameter: &Parameter) -> Option<Range> {
    match &parameter.default {
        Value::Float(_) => {
            Some(Range::Between { low: parameter.low?, high: parameter.high?, logarithmic: false })
        }
        Value::Integer(_) => {
            Some(Range::Whole { low: parameter.low?.ceil() as i64, high: parameter.high?.floor() as i64 })
        }
        Value::Bool(_) => Some(Range::Among(vec![Value::Bool(false), Value::Bool(true)])),
        Value::Text(_) if parameter.choices.is_empty() => None,
        Value::Text(_) => Some(Range::Among(parameter.choices.iter().cloned().map(Value::Text).collect())),
    }
}

/// Evenly spaced values from the lowest to the highest, both included.
pub(super) fn stepped(range: &Range, steps: i64) -> Range {
    let share = |k: i64| k as f64 / (steps - 1) as f64;
    match range {
        Range::Between { .. } => Range::Among((0..steps).map(|k| range.at(share(k))).collect()),
        Range::Whole { low, high } => {
            let place = |k: i64| *low + ((*high - *low) as f64 * share(k)).round() as i64;
            let mut values: Vec<i64> = (0..steps).map(place).collect();
            values.dedup();
            Range::Among(values.into_iter().map(Value::Integer).collect())
        }
        Range::Among(values) => Range::Among(values.clone()),
    }
}

impl Range {
    /// The value at a place from 0 to 1; equal stretches are equally likely.
    pub fn at(&self, place: f64) -> Value {
        match self {
            Range::Between { low, high, logarithmic: false } => {
                Value::Float((low + place * (high - low)).clamp(*low, *high))
            }
            Range::Between { low, high, logarithmic: true } => {
                let log = crate::maths::ln(*low) + place * (crate::maths::ln(*high) - crate::maths::ln(*low));
                Value::Float(crate::maths::exp(log).clamp(*low, *high))
            }
            Range::Whole { low, high } => {
                let count = (high - low + 1) as f64;
                Value::Integer((low + (place * count) as i64).min(*high))
            }
            Range::Among(values) => {
                values[((place * values.len() as f64) as usize).min(values.len() - 1)].clone()
            }
        }
    }
}
