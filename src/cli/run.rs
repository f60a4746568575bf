//! One format: what `compare` says and keeps, of a single format.

use super::compare::compared;
use super::flags::Flags;
use super::job::Job;
use super::{Answer, Terminal, single};
use mutualise::error::{Error, both};
use mutualise::scenario::Scenario;

/// Answers `mutualise run`.
pub fn run(file: &str, format: Option<&str>, flags: &Flags, terminal: &Terminal) -> Result<Answer, Error> {
    let scenario = &flags.resolve(Some(file), format, terminal)?;
    if scenario.formats.len() > 1 {
        return Err(choose_one(scenario));
    }
    if let Some(replication) = flags.replication {
        return single::replication(scenario, replication, flags, terminal);
    }
    let mut start = vec!["mutualise", "run", file];
    start.extend(format.iter().flat_map(|id| ["--format", id]));
    let job = Job { scenario, flags, start: &start, rule: None, terminal };
    job.done(|results, folder| compared(results, folder, terminal))
}

fn choose_one(scenario: &Scenario) -> Error {
    let ids: Vec<&str> = scenario.formats.iter().map(|format| format.id.as_str()).collect();
    let ids = ids.join(", ");
    Error::Usage(both(
        format!("ce scénario compare plusieurs formats\nremède : choisissez-en un avec --format : {ids}"),
        format!("this scenario compares several formats\nremedy: choose one with --format: {ids}"),
    ))
}
