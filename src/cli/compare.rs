//! The main job: the compared formats from one past, kept in a folder and told in words.

use super::flags::Flags;
use super::job::Job;
use super::{Answer, Terminal, single};
use mutualise::charts;
use mutualise::comparison;
use mutualise::error::Error;
use mutualise::experiment::folder::RunFolder;
use mutualise::experiment::results::Results;
use mutualise::experiment::trouble::Trouble;
use mutualise::report;

/// The file of the paired statistics.
const COMPARISON_FILE: &str = "comparison.csv";
/// The folder of the charts.
const CHARTS_FOLDER: &str = "charts";

/// Answers `mutualise compare`.
pub fn compare(file: Option<&str>, flags: &Flags, terminal: &Terminal) -> Result<Answer, Error> {
    let scenario = &flags.resolve(file, None, terminal)?;
    if let Some(replication) = flags.replication {
        return single::replication(scenario, replication, flags, terminal);
    }
    let start: Vec<&str> = ["mutualise", "compare"].into_iter().chain(file).collect();
    let job = Job { scenario, flags, start: &start, terminal };
    job.done(|results, folder| compared(results, folder, terminal))
}

/// Adds the statistics and the charts to the folder, and gives what is said of them.
fn compared(results: &Results, folder: &RunFolder, terminal: &Terminal) -> Result<String, Error> {
    let comparison = comparison::compare(results);
    let mut csv = Vec::new();
    comparison
        .to_csv(&mut csv)
        .map_err(|why| Trouble::CannotWrite(folder.path().join(COMPARISON_FILE), why.to_string()))?;
    folder.write(COMPARISON_FILE, &csv)?;
    // of nothing there is nothing to draw
    if !results.replications.is_empty() {
        let charts = charts::write_all(results, &comparison, terminal.lang, folder.path())
            .map_err(|cause| Trouble::writing(&folder.path().join(CHARTS_FOLDER), &cause))?;
        charts
            .iter()
            .filter_map(|path| path.strip_prefix(folder.path()).ok())
            .for_each(|path| folder.note(path));
    }
    Ok(report::whole(results, &comparison, folder.path(), terminal.lang))
}
