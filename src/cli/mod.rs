//! What people type: commands and flags, and which part of the program answers each.

mod calibrate;
mod compare;
mod cost;
mod explain;
mod flags;
mod glance;
mod help;
mod interrupt;
mod job;
mod merge;
mod months;
mod progress;
mod report;
mod run;
mod scenario;
mod sensitivity;
mod sensitivity_table;
mod single;
mod starter;
mod sweep;
mod sweeping;
mod terminal;
mod told;
mod uncertainty;
mod usage;
mod validate;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use flags::Flags;
use mutualise::error::Error;
pub use terminal::{Language, ProgressForm, Terminal, print};
pub use usage::asked;

/// Compares how small social-economy employers can share jobs.
///
/// Without a command, the embedded default scenario is compared.
#[derive(Debug, Parser)]
#[command(name = "mutualise", bin_name = "mutualise", version)]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    flags: Flags,
    /// Language of results and messages [default: from LC_ALL, LC_MESSAGES or LANG, else en]
    #[arg(long, value_enum, global = true, value_name = "LANG")]
    pub lang: Option<Language>,
    /// How progress is told on standard error [default: a bar on a terminal, else a line now and then]; with `json`
    /// every line there is an object: progress, or a message
    #[arg(long, value_enum, global = true, value_name = "FORM")]
    pub progress: Option<ProgressForm>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the compared formats from one past and print the comparison (the default command)
    Compare {
        /// Scenario file, or the name of an embedded scenario [default: base]
        file: Option<String>,
        #[command(flatten)]
        flags: Flags,
        #[command(flatten)]
        asked: compare::Precisely,
    },
    /// Run one format, without comparison
    Run {
        /// Scenario file, or the name of an embedded scenario
        file: String,
        /// Which of the scenario's formats, when it has several
        #[arg(long, value_name = "ID")]
        format: Option<String>,
        #[command(flatten)]
        flags: Flags,
    },
    /// Run the compared formats over the points of a design, resumable and extendable
    Sweep(sweep::SweepArgs),
    /// Join the parts of a sweep that were computed apart
    Merge(merge::MergeArgs),
    /// On which parameters outcomes depend: Morris screening, then Sobol' indices, chance kept apart
    Sensitivity(sensitivity::SensitivityArgs),
    /// Write the report of a run, or of several side by side, from what is stored
    Report(report::ReportArgs),
    /// Why two formats of a run differ: where lives part, whose, and the difference split by mechanism
    Explain(explain::ExplainArgs),
    /// Hold the status quo against sourced facts; status 1 when one is missed
    Validate(validate::ValidateArgs),
    /// Fit the assumed parameters to sourced facts: an ensemble of acceptable sets
    Calibrate(calibrate::CalibrateArgs),
    /// What one post costs, line by line, hired directly and under each format
    Cost(cost::CostArgs),
    /// Check, list, show, compare or write scenario files, without running them
    Scenario(scenario::ScenarioArgs),
}

/// What a command gives back.
#[derive(Debug)]
pub struct Answer {
    /// The results, for standard output.
    pub text: String,
    /// How the program ends.
    pub status: Status,
}

/// How the program ends, besides faults of what was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Everything asked for is done.
    Done,
    /// Some replications failed.
    SomeFailed,
    /// Everything is done, and a fact is missed.
    Missed,
    /// What this program was built to do is done, and it was not built for the rest.
    Unbuilt,
    /// Interrupted; what is done is kept.
    Interrupted,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> ExitCode {
        ExitCode::from(match status {
            Status::Done => 0,
            Status::SomeFailed | Status::Missed => 1,
            Status::Unbuilt => 2,
            Status::Interrupted => 130,
        })
    }
}

impl Cli {
    /// Does what was asked.
    pub fn answer(self, terminal: &Terminal) -> Result<Answer, Error> {
        match self.command {
            None => compare::compare(None, &self.flags, &Default::default(), terminal),
            Some(Command::Compare { file, flags, asked }) => {
                compare::compare(file.as_deref(), &flags, &asked, terminal)
            }
            Some(Command::Run { file, format, flags }) => {
                run::run(&file, format.as_deref(), &flags, terminal)
            }
            Some(Command::Sweep(args)) => sweep::sweep(&args, terminal),
            Some(Command::Sensitivity(args)) => sensitivity::sensitivity(&args, terminal),
            Some(Command::Merge(args)) => merge::merge(&args, terminal),
            Some(Command::Report(args)) => report::run(&args, terminal),
            Some(Command::Explain(args)) => explain::run(&args, terminal),
            Some(Command::Validate(args)) => validate::run(args, terminal),
            Some(Command::Calibrate(args)) => calibrate::run(&args, *terminal),
            Some(Command::Cost(args)) => cost::run(&args, terminal),
            Some(Command::Scenario(args)) => {
                scenario::run(args, terminal).map(|()| Answer { text: String::new(), status: Status::Done })
            }
        }
    }
}
