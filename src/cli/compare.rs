//! The main job: the compared formats from one past, kept in a folder and told in words.

use clap::{Args, ValueEnum, value_parser};

use super::flags::{Flags, quoted};
use super::job::Job;
use super::sensitivity::known_columns;
use super::{Answer, Terminal, single, uncertainty};
use mutualise::charts;
use mutualise::comparison;
use mutualise::comparison::precision::{Rule, Target};
use mutualise::error::{Error, both};
use mutualise::experiment::folder::RunFolder;
use mutualise::experiment::parallel;
use mutualise::experiment::results::Results;
use mutualise::experiment::trouble::Trouble;
use mutualise::report;
use mutualise::scenario::Scenario;

/// The file of the paired statistics.
const COMPARISON_FILE: &str = "comparison.csv";
/// What only a comparison is asked.
#[derive(Args, Clone, Debug, Default)]
pub struct Precisely {
    /// Stop once the paired 95 % intervals of this indicator are no wider to each side; may be repeated. `auto`: the
    /// indicators and differences that matter to a board. --replications is then the most
    #[arg(long, value_name = "ID=HALF-WIDTH")]
    precision: Vec<String>,
    /// With --precision: the fewest replications
    #[arg(long, value_name = "N", default_value_t = 30, value_parser = value_parser!(u32).range(2..))]
    floor: u32,
    /// Which uncertainty is meant: chance (replications), knowledge (parameters drawn in their ranges), or both
    #[arg(long, value_enum, value_name = "WHICH", default_value = "chance")]
    uncertainty: Uncertainty,
    /// With --uncertainty knowledge or both: how many draws of the parameters
    #[arg(long, value_name = "N", default_value_t = 64, value_parser = value_parser!(u32).range(2..=1_000_000))]
    draws: u32,
    /// With --uncertainty knowledge or both: where the parameters are drawn from: `catalogue` (each in its plausible
    /// range), `ensemble` (sets that a calibration found to agree with the facts), or the ensemble.csv of another
    /// calibration
    #[arg(long, value_name = "WHERE", default_value = "catalogue")]
    drawn_from: String,
}

/// Where differences between runs come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Uncertainty {
    /// Replications of one set of parameters
    #[default]
    Chance,
    /// Parameters, the mean over chance at each draw
    Knowledge,
    /// Parameters and replications
    Both,
}

/// Answers `mutualise compare`.
pub fn compare(
    file: Option<&str>,
    flags: &Flags,
    asked: &Precisely,
    terminal: &Terminal,
) -> Result<Answer, Error> {
    if asked.uncertainty != Uncertainty::Chance {
        let of = uncertainty::Asked {
            both: asked.uncertainty == Uncertainty::Both,
            draws: asked.draws,
            from: &asked.drawn_from,
        };
        return uncertainty::compare(file, flags, of, terminal);
    }
    let scenario = &flags.resolve(file, None, terminal)?;
    if let Some(replication) = flags.replication {
        return single::replication(scenario, replication, flags, terminal);
    }
    let rule = asked.rule(scenario)?;
    let mut start: Vec<&str> = ["mutualise", "compare"].into_iter().chain(file).collect();
    asked.precision.iter().for_each(|target| start.extend(["--precision", target]));
    let floor = asked.floor.to_string();
    if rule.is_some() {
        start.extend(["--floor", &floor]);
    }
    let job = Job { scenario, flags, start: &start, rule: rule.as_ref(), terminal };
    job.done(|results, folder| parallel::on(flags.threads(), || compared(results, folder, terminal))?)
}

impl Precisely {
    /// The rule that was asked for, if one was.
    fn rule(&self, scenario: &Scenario) -> Result<Option<Rule>, Error> {
        if self.precision.is_empty() {
            return Ok(None);
        }
        let mut targets = Vec::new();
        for text in &self.precision {
            if text == "auto" {
                targets.extend(comparison::BOARD.iter().filter_map(|column| Target::usual(column)));
                continue;
            }
            let parsed = text.split_once('=').and_then(|(column, width)| {
                let half_width = width.trim().parse::<f64>().ok().filter(|w| w.is_finite() && *w > 0.0)?;
                Some(Target { column: column.trim().to_owned(), half_width })
            });
            targets.push(parsed.ok_or_else(|| not_a_target(text))?);
        }
        let columns: Vec<String> = targets.iter().map(|target| target.column.clone()).collect();
        known_columns(&columns)?;
        Ok(Some(Rule { targets, floor: self.floor, ceiling: scenario.params.run.replications }))
    }
}

fn not_a_target(text: &str) -> Error {
    Error::Usage(both(
        format!(
            "« {text} » n’est pas une précision\nremède : --precision retention-24=0.5, ou --precision auto"
        ),
        format!("`{text}` is not a precision\nremedy: --precision retention-24=0.5, or --precision auto"),
    ))
}

/// Adds the statistics and the charts to the folder, and gives what is said of them; of one format too.
pub fn compared(results: &Results, folder: &RunFolder, terminal: &Terminal) -> Result<String, Error> {
    let comparison = comparison::compare(results);
    let mut csv = Vec::new();
    comparison
        .to_csv(&mut csv)
        .map_err(|why| Trouble::CannotWrite(folder.path().join(COMPARISON_FILE), why.to_string().into()))?;
    folder.write(COMPARISON_FILE, &csv)?;
    // of nothing there is nothing to draw
    if !results.replications.is_empty() {
        let charts = charts::write_all(results, &comparison, terminal.lang, folder.path())
            .map_err(|cause| Trouble::writing(&folder.path().join(charts::FOLDER), &cause))?;
        charts
            .iter()
            .filter_map(|path| path.strip_prefix(folder.path()).ok())
            .for_each(|path| folder.note(path));
    }
    let whole = report::whole(results, &comparison, folder.path(), (terminal.lang, terminal.columns()));
    let board = terminal.choose("Pour le conseil", "For the board");
    let colon = terminal.choose("\u{a0}:", ":");
    let folder = quoted(&folder.path().display().to_string());
    Ok(match results.replications.is_empty() {
        true => whole,
        false => format!("{whole}{board}{colon} mutualise report {folder}\n"),
    })
}
