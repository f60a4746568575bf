//! The flags that `compare` and `run` share, and the command line that says them again.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use clap::{Args, value_parser};

use mutualise::catalogue::Value;
use mutualise::error::{Error, Place, SourceText, Warning};
use mutualise::experiment::folder::Present;
use mutualise::experiment::parallel;
use mutualise::experiment::record::Commands;
use mutualise::scenario::{Scenario, Source};

use super::Terminal;

/// The embedded scenario that answers when none is named.
const DEFAULT_SCENARIO: &str = "base";
/// Seeds are kept below 2⁵³, so that every language that reads JSON reads them exactly.
const LARGEST_SEED: u64 = (1 << 53) - 1;

/// Flags of a run.
#[derive(Args, Clone, Debug)]
pub struct Flags {
    /// How many replications
    #[arg(long, value_name = "N", value_parser = value_parser!(u32).range(1..))]
    replications: Option<u32>,
    /// Months simulated after the launch
    #[arg(long, value_name = "N")]
    months: Option<u32>,
    /// Master seed: the same seed gives the same results
    #[arg(long, value_name = "N", value_parser = value_parser!(u64).range(0..=LARGEST_SEED))]
    seed: Option<u64>,
    /// Change one value of the scenario; may be repeated
    #[arg(long, value_name = "PATH=VALUE")]
    set: Vec<String>,
    /// Threads; results do not depend on it [default: all processors]
    #[arg(long, value_name = "N", value_parser = value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// Folder of the results [default: output/DATE-SCENARIO-FORMATS]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Replace the results that --out already holds
    #[arg(long, requires = "out", conflicts_with = "resume")]
    force: bool,
    /// Go on with the interrupted run that --out holds
    #[arg(long, requires = "out")]
    resume: bool,
    /// Compute replication K alone and print its indicators; nothing is stored
    #[arg(long, value_name = "K", conflicts_with_all = ["out", "replications"])]
    pub replication: Option<u32>,
    /// Check the invariants of the model every month
    #[arg(long)]
    pub check: bool,
    /// No progress and no messages, only results and faults
    #[arg(long, global = true, conflicts_with = "progress")]
    pub quiet: bool,
}

/// How a command computes that keeps no run.
#[derive(Args, Clone, Copy, Debug)]
pub struct Manner {
    /// Threads; results do not depend on it [default: all processors]
    #[arg(long, value_name = "N", value_parser = value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// No progress and no messages, only results and faults
    #[arg(long)]
    pub quiet: bool,
}

impl Manner {
    /// How many threads to use.
    pub fn threads(&self) -> usize {
        self.threads.map_or_else(all_processors, usize::from)
    }

    /// Does something on so many threads.
    pub fn on<T: Send>(&self, work: impl FnOnce() -> T + Send) -> Result<T, Error> {
        match self.threads {
            None => Ok(work()),
            Some(threads) => Ok(parallel::on(usize::from(threads), work)?),
        }
    }
}

impl Flags {
    /// The scenario of that name, with the flags' values in place of its own; what deserves a look is told.
    pub fn resolve(
        &self,
        file: Option<&str>,
        format: Option<&str>,
        terminal: &Terminal,
    ) -> Result<Scenario, Error> {
        let source = Source::named(file.unwrap_or(DEFAULT_SCENARIO));
        let own = self.own(format);
        let sets: Vec<String> =
            self.set.iter().cloned().chain(own.iter().map(|(_, set)| set.clone())).collect();
        let mut scenario = Scenario::resolve(source, &sets).map_err(|error| as_typed(error, &own))?;
        for warning in &mut scenario.warnings {
            match warning {
                Warning::Implausible { place, .. } | Warning::WithoutEffect { place, .. } => {
                    retype(place, &own)
                }
                // a word of a table of facts, which no flag gives
                Warning::Meant { .. } => {}
            }
        }
        if !self.quiet {
            terminal.warn(&scenario.warnings);
        }
        Ok(scenario)
    }

    /// What flags of their own set, as they are typed and as `--set` would have it.
    fn own(&self, format: Option<&str>) -> Vec<(String, String)> {
        let number = |flag: &str, path: &str, value: Option<String>| {
            value.map(|value| (format!("{flag} {value}"), format!("{path}={value}")))
        };
        [
            number("--replications", "run.replications", self.replications.map(|n| n.to_string())),
            number("--months", "run.months", self.months.map(|n| n.to_string())),
            number("--seed", "run.seed", self.seed.map(|n| n.to_string())),
            format.map(|id| {
                let quoted = Value::Text(id.to_owned()).written();
                (format!("--format {id}"), format!("formats=[{quoted}]"))
            }),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// The same flags, with so many replications unless a number was asked for.
    pub fn or_replications(&self, replications: u32) -> Flags {
        Flags { replications: self.replications.or(Some(replications)), ..self.clone() }
    }

    /// How many threads to use.
    pub fn threads(&self) -> usize {
        self.threads.map_or_else(all_processors, usize::from)
    }

    /// What to do with results that are there already.
    pub fn present(&self) -> Present {
        match (self.force, self.resume) {
            (true, _) => Present::Replace,
            (_, true) => Present::Resume,
            _ => Present::Keep,
        }
    }

    /// The command that gives the same results, starting with `start`.
    pub fn reproduce(&self, start: &[&str]) -> String {
        let mut words: Vec<String> = start.iter().map(|word| quoted(word)).collect();
        let mut add = |flag: &str, value: Option<String>| {
            words.extend(value.map(|value| format!("{flag} {}", quoted(&value))));
        };
        add("--replications", self.replications.map(|n| n.to_string()));
        add("--months", self.months.map(|n| n.to_string()));
        add("--seed", self.seed.map(|n| n.to_string()));
        self.set.iter().for_each(|set| add("--set", Some(set.clone())));
        words.extend(self.check.then(|| "--check".to_owned()));
        words.join(" ")
    }

    /// The commands to quote for a run kept in `folder`.
    pub fn commands(&self, start: &[&str], folder: &Path) -> Commands {
        let alone = Flags { replications: None, ..self.clone() };
        let reproduce = self.reproduce(start);
        let folder = quoted(&folder.display().to_string());
        Commands {
            resume: format!("{reproduce} --out {folder} --resume"),
            alone: alone.reproduce(start),
            reproduce,
        }
    }
}

fn all_processors() -> usize {
    std::thread::available_parallelism().map_or(1, NonZeroUsize::get)
}

/// The same faults, those in a flag shown as it was typed.
fn as_typed(error: Error, own: &[(String, String)]) -> Error {
    let Error::Input(mut faults) = error else { return error };
    faults.iter_mut().for_each(|fault| retype(&mut fault.place, own));
    Error::Input(faults)
}

/// A place in what a flag stands for becomes the place of the flag's value.
fn retype(place: &mut Option<Place>, own: &[(String, String)]) {
    let source = place.as_ref().filter(|place| place.source.name.is_none()).map(|place| &place.source.text);
    let typed = source.and_then(|text| own.iter().find(|(_, set)| set == text)).map(|(typed, _)| typed);
    if let Some(typed) = typed {
        let value = typed.find(' ').map_or(0, |blank| blank + 1);
        *place = Some(Place::new(&SourceText::flag(typed.as_str()), value..typed.len()));
    }
}

/// The word as a shell takes it.
pub fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "_-./=:,+@%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_with_blanks_or_quotes_survives_the_shell() {
        assert_eq!(quoted("run.seed=4"), "run.seed=4");
        assert_eq!(quoted("formats=[\"ge\"]"), "'formats=[\"ge\"]'");
        assert_eq!(quoted("l'essai.toml"), r"'l'\''essai.toml'");
    }
}
