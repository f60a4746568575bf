//! One replication alone: the same numbers as in a whole run, printed and not stored.

use super::flags::Flags;
use super::job::outcomes;
use super::{Answer, Status, Terminal};
use mutualise::error::Error;
use mutualise::experiment::panics::caught;
use mutualise::experiment::replication::Outcome;
use mutualise::indicators::registry;
use mutualise::scenario::Scenario;

/// Answers `--replication K`: every stored column as CSV, one column per format, to the last bit.
pub fn replication(
    scenario: &Scenario,
    replication: u32,
    flags: &Flags,
    terminal: &Terminal,
) -> Result<Answer, Error> {
    match caught(|| outcomes(scenario, replication, flags)) {
        Ok(outcomes) => Ok(Answer { text: table(scenario, &outcomes), status: Status::Done }),
        Err(caught) => {
            let head = terminal.choose("échec de la réplication", "failed: replication");
            terminal.tell(&format!("{head} {replication}: {} ({})", caught.message, caught.place));
            Ok(Answer { text: String::new(), status: Status::SomeFailed })
        }
    }
}

fn table(scenario: &Scenario, outcomes: &[Outcome]) -> String {
    let formats: Vec<&str> = scenario.formats.iter().map(|format| format.id.as_str()).collect();
    let mut text = format!("indicator,unit,{}\n", formats.join(","));
    for (place, column) in registry::columns().enumerate() {
        let values: Vec<String> = outcomes.iter().map(|outcome| exact(outcome.indicators[place])).collect();
        text += &format!("{},{},{}\n", column.name(), column.indicator.unit.schema(), values.join(","));
    }
    text
}

/// The shortest text that reads back as the same number; nothing when it is not defined.
fn exact(value: f64) -> String {
    if value.is_nan() { String::new() } else { value.to_string() }
}
