//! The page of validation tells what the engine shows: each figure of its two tables, of 200 replications.

use mutualise::comparison::statistics::Summary;
use mutualise::comparison::targets::{self, Finding};
use mutualise::experiment::validation;
use mutualise::indicators::observables::{OBSERVABLES, Observable};
use mutualise::month::Check;
use mutualise::scenario::{Scenario, Source};
use mutualise::words::Lang;
use mutualise::words::numbers::number;

const PAGE: &str = include_str!("../../docs/validation.md");
const REPLICATIONS: usize = 200;

/// The cells of the row that begins with an observable, in a table with so many columns.
fn cells(id: &str, columns: usize) -> Option<Vec<&'static str>> {
    let rows = PAGE.lines().filter(|line| line.starts_with(&format!("| `{id}`")));
    let mut rows = rows.map(|line| line.trim_matches('|').split('|').map(str::trim).collect::<Vec<_>>());
    rows.find(|row| row.len() == columns)
}

/// What the row of a fact must say: median, quantiles, verdict.
fn of_fact(finding: &Finding) -> String {
    let (observable, simulated) = (finding.target.observable(), &finding.simulated);
    let shown = |value: f64| number(value, observable.decimals(), Lang::En);
    let verdict = if finding.passes() { "pass" } else { "miss" };
    let [median, low, high] = [simulated.median, simulated.p05, simulated.p95].map(shown);
    format!("{median} | {low} to {high} | {verdict}")
}

/// What the row of an observable that was not fitted must say.
fn of_other(observable: &Observable, simulated: &Summary) -> String {
    let shown = |value: f64| number(value, observable.decimals(), Lang::En);
    format!("{} ({} to {})", shown(simulated.median), shown(simulated.p05), shown(simulated.p95))
}

#[test]
fn every_observable_is_told_as_the_engine_shows_it() {
    let sets = [format!("run.replications={REPLICATIONS}")];
    let scenario = Scenario::resolve(Source::named("base"), &sets).unwrap();
    let seen = validation::observe(&scenario, Check::Never);
    let facts = targets::read("validation_targets.csv", targets::EMBEDDED).unwrap();
    let findings = targets::judge(facts, &seen);
    let mut wrong = Vec::new();
    for (place, observable) in OBSERVABLES.iter().enumerate() {
        let (told, must) = match findings.iter().find(|finding| finding.target.place == place) {
            Some(finding) => (cells(observable.id, 8).map(|row| row[4..7].join(" | ")), of_fact(finding)),
            None => {
                let values: Vec<f64> = seen.iter().map(|values| values[place]).collect();
                let told = cells(observable.id, 4).map(|row| row[1].to_owned());
                (told, of_other(observable, &Summary::of(&values)))
            }
        };
        if told.as_ref() != Some(&must) {
            wrong.push(format!("{}: {must}, told {told:?}", observable.id));
        }
    }
    assert!(wrong.is_empty(), "docs/validation.md:\n{}", wrong.join("\n"));
}
