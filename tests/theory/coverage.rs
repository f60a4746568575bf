//! The interval of a paired difference holds the true one as often as it says.

use mutualise::comparison::compare;
use mutualise::experiment::replication::{Outcome, replicate};
use mutualise::experiment::results::{FormatName, Monthly, Provenance, Results};
use mutualise::indicators::registry;
use mutualise::month::Check;

use crate::measured::CHAPTER;
use crate::{case, each};

const EXPERIMENTS: usize = 1000;
/// Indicators that differ between the formats in almost every replication. Of one that seldom differs, twenty pairs tell
/// little, and Student's interval is too short.
const CONTINUOUS: [&str; 6] =
    ["coverage", "coverage-recurrent", "cost-per-fte", "net-benefit", "uncovered-loss", "stress-change"];
/// One that seldom differs: printed for the chapter, and promised nothing.
const SELDOM: &str = "open-ended-share";
/// Nominal coverage is 95 %; two points more or less are three standard errors of that share over a thousand experiments.
const HELD: std::ops::RangeInclusive<usize> = 930..=970;

#[test]
fn the_paired_interval_of_the_engine_holds_the_true_difference_in_95_experiments_out_of_100() {
    let scenario = case("paired-interval", &[]);
    let formats: Vec<FormatName> = scenario
        .formats
        .iter()
        .map(|format| FormatName {
            id: format.id.clone(),
            label: format.label.clone(),
            short: format.short.clone(),
        })
        .collect();
    let outcomes = each(&scenario, |replication| replicate(&scenario, replication, Check::Never));
    let size = outcomes.len() / EXPERIMENTS;
    for id in CONTINUOUS.into_iter().chain([SELDOM]) {
        let place = registry::columns().position(|column| column.name() == id).expect("a stored column");
        let differences = |of: &[Vec<Outcome>]| compare(&results(of, &formats, place, id)).rows.remove(0);
        // the mean of all replications is known thirty times as well than that of one experiment
        let truth = differences(&outcomes).difference;
        let experiments = outcomes.chunks(size).map(differences);
        let held = experiments.filter(|row| row.low <= truth && truth <= row.high).count();
        println!("{id}: true difference {truth:.4}, held in {held} of {EXPERIMENTS} experiments of {size}");
        assert!(id == SELDOM || HELD.contains(&held), "{id}: {held} of {EXPERIMENTS}");
        let row = format!("`{id}` | {held} |");
        let told = if id == SELDOM { format!("`{id}` in\n  {held} experiments") } else { row };
        assert!(CHAPTER.contains(&told), "docs/verification.md does not say {told}");
    }
}

fn results(of: &[Vec<Outcome>], formats: &[FormatName], place: usize, column: &str) -> Results {
    let values = (0..formats.len())
        .map(|format| vec![of.iter().map(|outcome| outcome[format].indicators[place]).collect()])
        .collect();
    Results {
        formats: formats.to_vec(),
        columns: vec![column.to_owned()],
        replications: (0..of.len() as u32).collect(),
        values,
        monthly: Monthly::default(),
        provenance: Provenance::default(),
    }
}
