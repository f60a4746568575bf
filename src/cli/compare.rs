//! The main job: the compared formats from one past, kept in a folder and told in words.

use std::path::Path;

use super::flags::Flags;
use super::progress::Teller;
use super::{Answer, Status, Terminal, interrupt, single};
use crate::charts;
use crate::comparison::compare as contrast;
use crate::error::Error;
use crate::experiment::folder::RunFolder;
use crate::experiment::journal::{Done, Journal};
use crate::experiment::record::{Commands, Record};
use crate::experiment::replication::{Outcome, replicate};
use crate::experiment::results::{FormatName, Provenance};
use crate::experiment::trouble::Trouble;
use crate::experiment::{self, Experiment, Plan};
use crate::report;
use crate::scenario::Scenario;

/// The file of the paired statistics.
const COMPARISON_FILE: &str = "comparison.csv";
/// The folder of the charts.
const CHARTS_FOLDER: &str = "charts";

/// Answers `mutualise compare`.
pub fn compare(file: Option<&Path>, flags: &Flags, terminal: &Terminal) -> Result<Answer, Error> {
    let scenario = flags.resolve(file, None)?;
    let name = file.map(|file| file.display().to_string());
    let start: Vec<&str> = ["mutualise", "compare"].into_iter().chain(name.as_deref()).collect();
    if let Some(replication) = flags.replication {
        return single::replication(&scenario, replication, flags, terminal);
    }
    let kept = simulate(&scenario, flags, &start, terminal)?;
    let comparison = contrast(&kept.experiment.results);
    let mut csv = Vec::new();
    comparison.to_csv(&mut csv).map_err(|why| kept.cannot_write(COMPARISON_FILE, why.to_string()))?;
    kept.folder.write(COMPARISON_FILE, &csv)?;
    if !kept.experiment.results.replications.is_empty() {
        let charts = kept.folder.path().join(CHARTS_FOLDER);
        charts::write_all(&kept.experiment.results, &comparison, terminal.lang, &charts)?;
    }
    let text = report::whole(&kept.experiment.results, &comparison, kept.folder.path(), terminal.lang);
    kept.finish(flags, terminal, text)
}

/// A run that is over, its tables written, its record not yet.
pub struct Kept {
    /// Its results.
    pub experiment: Experiment,
    /// Where it is kept.
    pub folder: RunFolder,
    journal: Journal,
    record: Record,
    commands: Commands,
}

/// Computes what the flags ask for and writes its tables; `start` is how the command to repeat it begins.
pub fn simulate(
    scenario: &Scenario,
    flags: &Flags,
    start: &[&str],
    terminal: &Terminal,
) -> Result<Kept, Error> {
    let stop = interrupt::listen(*terminal);
    let folder = folder(scenario, flags)?;
    let commands = flags.commands(start, folder.path());
    let plan = plan(scenario, flags.threads(), folder.path());
    let (mut journal, done) = journal(&folder, &plan, flags).inspect_err(|_| folder.discard_if_empty())?;
    let mut teller = Teller::new(flags, *terminal);
    let experiment = experiment::run(
        &plan,
        |replication| outcomes(scenario, replication, flags),
        Some(&mut journal),
        done,
        stop,
        |progress| teller.tell(progress),
    );
    teller.end();
    let experiment = experiment?;
    folder.clear()?;
    experiment.results.write(&folder, &experiment.failures)?;
    let record = Record::of(&plan, &experiment, &commands, scenario.text());
    Ok(Kept { experiment, folder, journal, record, commands })
}

/// One replication, with the invariants checked if the flags say so.
pub fn outcomes(scenario: &Scenario, replication: u32, _flags: &Flags) -> Vec<Outcome> {
    replicate(scenario, replication)
}

/// What is to be computed for the scenario.
pub fn plan(scenario: &Scenario, threads: usize, folder: &Path) -> Plan {
    let format = |format: &crate::scenario::Format| FormatName {
        id: format.id.clone(),
        label: format.label.clone(),
        short: format.short.clone(),
    };
    Plan {
        formats: scenario.formats.iter().map(format).collect(),
        replications: scenario.replications,
        threads,
        provenance: Provenance {
            run: folder.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            title: scenario.title.clone(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            seed: scenario.seed,
            hash: scenario.hash(),
            structures: 0,
            people: 0,
            months: scenario.months,
            launch: (2027, 1),
        },
    }
}

fn folder(scenario: &Scenario, flags: &Flags) -> Result<RunFolder, Trouble> {
    let formats: Vec<&str> = scenario.formats.iter().map(|format| format.id.as_str()).collect();
    match &flags.out {
        Some(path) => RunFolder::named(path, flags.present()),
        None => RunFolder::fresh(&scenario.name, &formats),
    }
}

fn journal(folder: &RunFolder, plan: &Plan, flags: &Flags) -> Result<(Journal, Done), Trouble> {
    use crate::experiment::folder::Present;
    match flags.present() {
        Present::Resume => Journal::resume(folder.path(), &plan.identity()),
        _ => Ok((Journal::create(folder.path(), &plan.identity())?, Done::new())),
    }
}

impl Kept {
    /// Writes the record, tells what happened, and answers with the text given.
    pub fn finish(self, flags: &Flags, terminal: &Terminal, text: String) -> Result<Answer, Error> {
        let Kept { experiment, folder, journal, record, commands } = self;
        folder.finish(record)?;
        let status = if experiment.is_interrupted() {
            Status::Interrupted
        } else {
            journal.remove()?;
            if experiment.failures.is_empty() { Status::Done } else { Status::SomeFailed }
        };
        if !flags.quiet {
            tell_speed(&experiment, terminal);
        }
        tell_faults(&experiment, &commands, terminal);
        Ok(Answer { text, status })
    }

    fn cannot_write(&self, name: &str, why: String) -> Trouble {
        Trouble::CannotWrite(self.folder.path().join(name), why)
    }
}

fn tell_speed(experiment: &Experiment, terminal: &Terminal) {
    let Experiment { results, progress, .. } = experiment;
    let (done, formats) = (results.replications.len(), results.formats.len());
    let (seconds, rate) = (progress.elapsed.as_secs_f64(), progress.rate().unwrap_or(0.0));
    let french = format!("{done} réplications × {formats} formats en {seconds:.1} s ({rate:.1} par seconde)");
    let english = format!("{done} replications × {formats} formats in {seconds:.1} s ({rate:.1} a second)");
    terminal.tell(terminal.choose(&french.replace('.', ","), &english));
}

/// Each failure with the command that replays it, and for an interrupted run the command that goes on.
fn tell_faults(experiment: &Experiment, commands: &Commands, terminal: &Terminal) {
    for failure in &experiment.failures {
        let head = terminal.choose("échec de la réplication", "failed: replication");
        let again = terminal.choose("pour la rejouer", "to replay it");
        let command = commands.replay(failure.replication);
        let (number, message, place) = (failure.replication, &failure.message, &failure.place);
        terminal.tell(&format!("{head} {number}: {message} ({place})\n  {again}: {command}"));
    }
    if experiment.is_interrupted() {
        let (over, total) = (experiment.progress.over, experiment.progress.total);
        let french = format!("{over} réplications sur {total} sont gardées ; pour faire le reste :");
        let english = format!("{over} of {total} replications are kept; to do the rest:");
        terminal.tell(&format!("{}\n  {}", terminal.choose(&french, &english), commands.resume));
    }
}
