//! Promise: whatever lawful scenario somebody writes, every month of every format keeps what must hold.

mod small_world;

use mutualise::catalogue::{Catalogue, Parameter, Value};
use mutualise::dice::{Decision, Dice, Roll};
use mutualise::experiment::replication::{common_past, future};
use mutualise::month::Check;
use rayon::prelude::*;

const SCENARIOS: u32 = 30;
const SEED: u64 = 2026;

/// Small enough for a test; everything else is drawn.
const FIXED: [&str; 6] = [
    "population.structures=24",
    "population.people=120",
    "population.firms=12",
    "run.burn_in=12",
    "run.months=18",
    "run.replications=1",
];

/// A lawful value, anywhere between the hard bounds and often at one of them.
fn lawful(parameter: &Parameter, roll: &mut Roll) -> String {
    let (min, max) = (parameter.min.unwrap_or_default(), parameter.max.unwrap_or_default());
    let luck = roll.uniform();
    let number = if luck < 0.1 {
        min
    } else if luck < 0.2 {
        max
    } else {
        min + (max - min) * roll.uniform()
    };
    match &parameter.default {
        Value::Float(_) => Value::Float(number).written(),
        Value::Integer(_) => Value::Integer((number.round()).clamp(min, max) as i64).written(),
        Value::Bool(_) => (luck < 0.5).to_string(),
        Value::Text(_) => format!("\"{}\"", parameter.choices[roll.below(parameter.choices.len())]),
    }
}

/// A scenario in which about half of the parameters and of the terms are anything lawful.
fn drawn(number: u32) -> Vec<String> {
    let dice = Dice::new(SEED, number);
    let fixed = |path: &str| FIXED.iter().any(|set| set.starts_with(&format!("{path}=")));
    let mut sets = Vec::new();
    let (mut low, mut high) = (0.0, 0.0);
    for (k, parameter) in Catalogue::embedded().parameters().enumerate() {
        let mut roll = dice.roll(Decision::FoundNeed, k as u32, 0);
        if fixed(&parameter.path) || roll.happens(0.5) {
            continue;
        }
        match parameter.term() {
            // with a path the offer must not be open-ended: tests/properties draws the two together
            Some("path_months") => {}
            None => sets.push(format!("{}={}", parameter.path, lawful(parameter, &mut roll))),
            Some(term) => {
                for format in ["ge", "scic-interim"] {
                    sets.push(format!("format.{format}.{term}={}", lawful(parameter, &mut roll)));
                }
            }
        }
    }
    // the one contradiction the catalogue's ranges allow
    let fee = |sets: &mut Vec<String>, path: &str, value: f64| {
        sets.retain(|set| !set.starts_with(path));
        sets.push(format!("{path}={value:?}"));
    };
    let mut roll = dice.roll(Decision::FoundFirm, 0, 0);
    (low, high) = (low + 0.5 * roll.uniform(), high + 0.5 + 0.5 * roll.uniform());
    fee(&mut sets, "pool.fee_low", low);
    fee(&mut sets, "pool.fee_high", high);
    sets
}

#[test]
fn a_random_lawful_scenario_breaks_no_invariant_under_any_format() {
    let broken: Vec<String> = (0..SCENARIOS).into_par_iter().filter_map(breaks).collect();
    assert!(broken.is_empty(), "{} of {SCENARIOS}:\n{}", broken.len(), broken.join("\n"));
}

/// What a drawn scenario breaks, if it breaks anything.
fn breaks(number: u32) -> Option<String> {
    let sets = drawn(number);
    let sets: Vec<&str> = FIXED.into_iter().chain(sets.iter().map(String::as_str)).collect();
    let scenario = small_world::small(&sets);
    let lived = std::panic::catch_unwind(|| {
        let past = common_past(&scenario, number, Check::EveryMonth);
        for format in &scenario.formats {
            future(&scenario, &past, format, number, Check::EveryMonth);
        }
    });
    let fault = lived.err()?;
    let words = fault.downcast_ref::<String>().map(String::as_str).or(fault.downcast_ref::<&str>().copied());
    let words: String = words.unwrap_or("a panic").chars().take(300).collect();
    Some(format!("scenario {number}: {words}"))
}

#[test]
fn the_plausible_ends_of_every_parameter_break_no_invariant() {
    let ends: Vec<(&Parameter, f64)> = Catalogue::embedded()
        .of_model()
        .filter(|p| !p.path.starts_with("run.") && !FIXED.iter().any(|set| set.starts_with(&p.path)))
        .flat_map(|p| [p.min, p.max].into_iter().flatten().map(move |end| (p, end)))
        .collect();
    let broken: Vec<String> = ends
        .par_iter()
        .filter_map(|(parameter, end)| {
            let value = match parameter.default {
                Value::Integer(_) => Value::Integer(*end as i64),
                _ => Value::Float(*end),
            };
            let set = format!("{}={}", parameter.path, value.written());
            // alone, the lower end of the highest fee contradicts the lowest, and the other way round
            let room = ["pool.fee_low=0.0", "pool.fee_high=1.0"];
            let mut sets: Vec<&str> = FIXED.to_vec();
            sets.extend(room.iter().filter(|other| !other.starts_with(&parameter.path)));
            sets.push(&set);
            let scenario = small_world::small(&sets);
            let lived = std::panic::catch_unwind(|| {
                let past = common_past(&scenario, 0, Check::EveryMonth);
                for format in scenario.formats.iter().filter(|format| format.id != "club-rh") {
                    future(&scenario, &past, format, 0, Check::EveryMonth);
                }
            });
            let fault = lived.err()?;
            let words =
                fault.downcast_ref::<String>().map(String::as_str).or(fault.downcast_ref::<&str>().copied());
            let words: String = words.unwrap_or("a panic").chars().take(160).collect();
            Some(format!("{set}: {words}"))
        })
        .collect();
    assert!(broken.is_empty(), "{} of {}:\n{}", broken.len(), ends.len(), broken.join("\n"));
}
