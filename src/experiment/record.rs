//! What `run.json` says: which program computed what, from which scenario, where, how fast, and how to do it again.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::results::{FormatName, Provenance};
use super::run::{Experiment, Failure, Plan};
use crate::digest::sha256;

/// What stands in the place of a record's digest while that is computed.
const UNSIGNED: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// The commit the program was built from: `build.rs` reads it for a release build, where there is a history.
pub const COMMIT: Option<&str> = option_env!("MUTUALISE_COMMIT");

/// The content of `run.json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Name, version and commit of the program.
    pub program: Program,
    /// Whether everything asked for is there.
    pub status: Status,
    /// What a foot note must say.
    pub provenance: Provenance,
    /// The compared formats; the first is the reference.
    pub formats: Vec<FormatName>,
    /// How many replications.
    pub replications: Count,
    /// Those that failed.
    pub failures: Vec<Replay>,
    /// When it was to stop and what it did, when a precision was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub precision: Option<Precision>,
    /// The command that computes the same results.
    pub reproduce: String,
    /// The command that goes on with the run, when it was interrupted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resume: Option<String>,
    /// The scenario as resolved: every value, whether it came from a file or from a default.
    pub scenario: String,
    /// The machine. Results do not depend on it.
    pub host: Host,
    /// How long it took.
    pub times: Times,
    /// The other files of the folder.
    pub files: Vec<Listed>,
    /// SHA-256 of the file itself, as it is with zeros in this place.
    #[serde(default)]
    pub sha256: String,
}

/// A rule that stops a run, and what it did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Precision {
    /// The half widths of paired 95 % intervals that were wanted.
    pub targets: Vec<Width>,
    /// The fewest replications.
    pub floor: u32,
    /// The most.
    pub ceiling: u32,
    /// What was seen at each look.
    pub looks: Vec<Look>,
    /// Whether every target was met.
    pub met: bool,
}

/// The half width of an interval.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Width {
    /// The indicator.
    pub indicator: String,
    /// In its unit; nothing where no interval is defined.
    pub half_width: Option<f64>,
}

/// The widths after some replications.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Look {
    /// How many replications.
    pub replications: u32,
    /// The widest over pairs of formats, for each target.
    pub widths: Vec<Width>,
}

/// Which program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Program {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The commit it was built from, when the build knew.
    pub commit: Option<String>,
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// All replications are done.
    Complete,
    /// All are over, some failed.
    SomeFailed,
    /// It was interrupted.
    Interrupted,
}

/// Replications by what became of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// Asked for.
    pub asked: u32,
    /// Done.
    pub done: u32,
    /// Failed.
    pub failed: u32,
}

/// A failed replication and how to see it fail again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replay {
    /// What failed, where.
    #[serde(flatten)]
    pub failure: Failure,
    /// The command that computes this replication alone.
    pub command: String,
}

/// A machine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Host {
    /// Its operating system.
    pub os: String,
    /// Its processor's architecture.
    pub arch: String,
    /// The threads used.
    pub threads: usize,
}

/// Times of a run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Times {
    /// When it ended, in universal time.
    pub ended: String,
    /// Seconds of simulation.
    pub simulation_seconds: f64,
    /// Replications computed in a second, all formats included; absent when none was.
    pub replications_per_second: Option<f64>,
}

/// A file of the folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// Its path in the folder.
    pub path: String,
    /// Its length.
    pub bytes: u64,
    /// Its SHA-256.
    pub sha256: String,
}

/// The commands a record quotes.
#[derive(Clone, Debug)]
pub struct Commands {
    /// Computes the same results.
    pub reproduce: String,
    /// Goes on with the run.
    pub resume: String,
    /// Computes one replication, its number still to be added.
    pub alone: String,
}

impl Commands {
    /// The command that computes one replication alone.
    pub fn replay(&self, replication: u32) -> String {
        format!("{} --replication {replication}", self.alone)
    }
}

impl Record {
    /// The record of a run, its files still unlisted.
    pub fn of(plan: &Plan, experiment: &Experiment, commands: &Commands, scenario: String) -> Record {
        let Experiment { failures, progress, .. } = experiment;
        let replay = |failure: &Failure| Replay {
            failure: failure.clone(),
            command: commands.replay(failure.replication),
        };
        Record {
            program: Program {
                name: env!("CARGO_PKG_NAME").to_owned(),
                version: plan.provenance.version.clone(),
                commit: COMMIT.map(str::to_owned),
            },
            status: Status::of(experiment),
            provenance: plan.provenance.clone(),
            formats: plan.formats.clone(),
            replications: Count {
                asked: progress.total,
                done: experiment.results.replications.len() as u32,
                failed: progress.failed,
            },
            failures: failures.iter().map(replay).collect(),
            precision: None,
            reproduce: commands.reproduce.clone(),
            resume: experiment.is_interrupted().then(|| commands.resume.clone()),
            scenario,
            host: Host::here(plan.threads),
            times: Times {
                ended: now(),
                simulation_seconds: progress.elapsed.as_secs_f64(),
                replications_per_second: progress.rate(),
            },
            files: Vec::new(),
            sha256: String::new(),
        }
    }

    /// The record as a file, with its own digest last.
    pub fn signed(&self) -> Result<String, serde_json::Error> {
        let blank = Record { sha256: UNSIGNED.to_owned(), ..self.clone() };
        let text = serde_json::to_string_pretty(&blank)?;
        let digest = sha256(text.as_bytes());
        Ok(match text.rfind(UNSIGNED) {
            Some(at) => replaced(&text, at, &digest),
            None => text,
        })
    }

    /// Whether this text of the record is as it was signed, letter for letter.
    pub fn is_signed(&self, text: &str) -> bool {
        let own = text.rfind(&self.sha256).filter(|_| self.sha256.len() == UNSIGNED.len());
        own.is_some_and(|at| sha256(replaced(text, at, UNSIGNED).as_bytes()) == self.sha256)
    }
}

/// The text with the digest that stands there replaced.
fn replaced(text: &str, at: usize, digest: &str) -> String {
    format!("{}{digest}{}", &text[..at], &text[at + UNSIGNED.len()..])
}

impl Status {
    fn of(experiment: &Experiment) -> Status {
        match experiment {
            _ if experiment.is_interrupted() => Status::Interrupted,
            _ if experiment.failures.is_empty() => Status::Complete,
            _ => Status::SomeFailed,
        }
    }
}

impl Host {
    /// This machine.
    pub fn here(threads: usize) -> Host {
        Host { os: std::env::consts::OS.to_owned(), arch: std::env::consts::ARCH.to_owned(), threads }
    }
}

/// Today's date in universal time, as in a folder's name.
pub fn today() -> String {
    OffsetDateTime::now_utc().date().to_string()
}

/// This moment in universal time.
pub fn now() -> String {
    let now = OffsetDateTime::now_utc();
    now.replace_nanosecond(0).unwrap_or(now).format(&Rfc3339).unwrap_or_default()
}

#[cfg(test)]
pub(super) fn example(files: Vec<Listed>) -> Record {
    Record {
        program: Program { name: "mutualise".into(), version: "1".into(), commit: None },
        status: Status::Complete,
        provenance: Provenance::default(),
        formats: Vec::new(),
        replications: Count { asked: 1, done: 1, failed: 0 },
        failures: Vec::new(),
        precision: None,
        reproduce: "mutualise".into(),
        resume: None,
        scenario: String::new(),
        host: Host::here(1),
        times: Times { ended: now(), simulation_seconds: 1.0, replications_per_second: None },
        files,
        sha256: String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_that_was_edited_is_not_signed() {
        let text = example(Vec::new()).signed().unwrap();
        let read = |text: &str| serde_json::from_str::<Record>(text).unwrap();
        assert!(read(&text).is_signed(&text));
        for (from, to) in
            [("\"done\": 1", "\"done\": 9"), ("\"version\": \"1\"", "\"version\": \"2\""), ("\n}", "\n} ")]
        {
            assert!(text.contains(from), "{from} in {text}");
            let edited = text.replacen(from, to, 1);
            assert!(!read(&edited).is_signed(&edited), "{edited}");
        }
        let own = read(&text).sha256;
        for other in ["", "é", UNSIGNED] {
            let edited = text.replace(&own, other);
            assert!(!read(&edited).is_signed(&edited), "{edited}");
        }
    }
}
