//! One replication alone: the same numbers as in a whole run, printed and not stored.

use std::io::{self, IsTerminal};

use super::flags::Flags;
use super::job::outcomes;
use super::{Answer, Status, Terminal};
use mutualise::error::Error;
use mutualise::experiment::panics::caught;
use mutualise::experiment::parallel;
use mutualise::experiment::replication::Outcome;
use mutualise::indicators::registry;
use mutualise::indicators::registry::Group;
use mutualise::scenario::Scenario;
use mutualise::words::Lang;
use mutualise::words::numbers::number;

/// Answers `--replication K`: every stored column, one column per format; for machines as CSV, to the last bit, for
/// somebody at a terminal in words.
pub fn replication(
    scenario: &Scenario,
    replication: u32,
    flags: &Flags,
    terminal: &Terminal,
) -> Result<Answer, Error> {
    match parallel::on(flags.threads(), || caught(|| outcomes(scenario, replication, flags, &|| {})))? {
        Ok(outcomes) => {
            let text = match io::stdout().is_terminal() {
                true => read_by_people(scenario, &outcomes, terminal.lang),
                false => table(scenario, &outcomes),
            };
            Ok(Answer { text, status: Status::Done })
        }
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

/// The indicators over everybody, by their names.
fn read_by_people(scenario: &Scenario, outcomes: &[Outcome], lang: Lang) -> String {
    let mut rows = vec![vec![String::new()]];
    rows[0].extend(scenario.formats.iter().map(|format| format.short.get(lang).to_owned()));
    for (place, column) in registry::columns().enumerate().filter(|(_, column)| column.group == Group::All) {
        let indicator = column.indicator;
        let unit = indicator.unit.text().get(lang);
        let label = indicator.label.get(lang);
        let mut row = vec![if unit.is_empty() { label.to_owned() } else { format!("{label} ({unit})") }];
        row.extend(outcomes.iter().map(|outcome| match outcome.indicators[place] {
            value if value.is_nan() => "–".to_owned(),
            value => number(value, indicator.unit.decimals(), lang),
        }));
        rows.push(row);
    }
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..rows[0].len()).map(width).collect();
    let padded = |(place, cell): (usize, &String)| {
        let blanks = " ".repeat(widths[place] - cell.chars().count());
        if place == 0 { format!("{cell}{blanks}") } else { format!("{blanks}{cell}") }
    };
    let line = |row: &Vec<String>| row.iter().enumerate().map(padded).collect::<Vec<_>>().join("  ");
    rows.iter().map(|row| line(row).trim_end().to_owned() + "\n").collect()
}

/// The shortest text that reads back as the same number; nothing when it is not defined.
fn exact(value: f64) -> String {
    if value.is_nan() { String::new() } else { value.to_string() }
}
