//! A world small enough for a test to live through many times.

use mutualise::scenario::{Scenario, Source};

/// The embedded base scenario in small, with these values over it.
pub fn small(sets: &[&str]) -> Scenario {
    let size = ["population.structures=60", "population.people=450", "run.burn_in=12", "run.months=36"];
    let sets: Vec<String> = size.iter().chain(sets).map(|set| (*set).to_owned()).collect();
    Scenario::resolve(Source::named("base"), &sets).unwrap_or_else(|wrong| panic!("{sets:?}: {wrong}"))
}
