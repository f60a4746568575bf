//! What survives when a run is killed: each finished replication, appended to a file as soon as it is done.
//!
//! The journal lives in the run folder while the run goes on and is removed once its results are complete. A
//! record cut in the middle is recognised by its length or its digest, and dropped.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::replication::Outcome;
use super::trouble::Trouble;
use crate::digest::sha256;
use crate::scenario::Scenario;

/// The journal's name in a run folder.
pub const JOURNAL: &str = "replications.journal";
const DIGEST_CHARS: usize = 16;

/// What must be the same for replications to belong to one run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// The program's version.
    pub version: String,
    /// The commit it was built from, when known.
    pub commit: String,
    /// The master seed.
    pub seed: u64,
    /// The resolved scenario's hash.
    pub hash: String,
    /// The compared formats.
    pub formats: Vec<String>,
    /// The months after the launch.
    pub months: usize,
    /// The stored columns.
    pub columns: Vec<String>,
    /// The monthly series.
    pub series: Vec<String>,
    /// The resolved scenario, to say where another one differs; the hash alone decides whether it does.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub scenario: String,
}

/// The open journal of a run.
pub struct Journal {
    path: PathBuf,
    file: File,
}

impl Journal {
    /// Starts a journal where there is none; finding one means that a run is unfinished there.
    pub fn create(folder: &Path, identity: &Identity) -> Result<Journal, Trouble> {
        let path = folder.join(JOURNAL);
        let file = OpenOptions::new().write(true).create_new(true).open(&path).map_err(|cause| {
            if cause.kind() == ErrorKind::AlreadyExists {
                Trouble::Unfinished(folder.to_owned())
            } else {
                Trouble::writing(&path, &cause)
            }
        })?;
        let mut journal = Journal { path, file };
        let begun = head(&journal.path, identity).and_then(|head| journal.write(&head));
        match begun {
            Ok(()) => Ok(journal),
            // a journal that says nothing would only stand in the way
            Err(trouble) => {
                let _ = fs::remove_file(&journal.path);
                Err(trouble)
            }
        }
    }

    /// Opens the journal of an interrupted run, and gives the replications it holds.
    pub fn resume(folder: &Path, identity: &Identity) -> Result<(Journal, Done), Trouble> {
        let path = folder.join(JOURNAL);
        let bytes = fs::read(&path).map_err(|cause| match cause.kind() {
            ErrorKind::NotFound => Trouble::NothingToResume(folder.to_owned()),
            _ => Trouble::reading(&path, &cause),
        })?;
        let Some(end) = bytes.iter().position(|byte| *byte == b'\n') else {
            return Journal::begin_again(path, &bytes, identity);
        };
        let stored: Identity =
            serde_json::from_slice(&bytes[..end]).map_err(|why| Trouble::not_ours(&path, why))?;
        same(folder, &stored, identity)?;
        let (done, whole) = records(&bytes, end + 1);
        Ok((Journal::open(path, whole)?, done))
    }

    /// The run was killed before its journal said which run it is: all is still to do.
    fn begin_again(path: PathBuf, bytes: &[u8], identity: &Identity) -> Result<(Journal, Done), Trouble> {
        let head = head(&path, identity)?;
        if !head.starts_with(bytes) {
            return Err(Trouble::not_ours(&path, "no head"));
        }
        let mut journal = Journal::open(path, 0)?;
        journal.write(&head)?;
        Ok((journal, Done::new()))
    }

    /// Opens a journal to add to it, cut behind what is whole.
    fn open(path: PathBuf, whole: usize) -> Result<Journal, Trouble> {
        let failed = |cause| Trouble::writing(&path, &cause);
        let file = OpenOptions::new().append(true).open(&path).map_err(failed)?;
        file.set_len(whole as u64).map_err(failed)?;
        Ok(Journal { path, file })
    }

    /// Appends a finished replication.
    pub fn append(&mut self, replication: u32, outcomes: &[Outcome]) -> Result<(), Trouble> {
        let payload = encode(replication, outcomes);
        let mut record = (payload.len() as u64).to_le_bytes().to_vec();
        record.extend(&payload);
        record.extend(digest(&payload).as_bytes());
        self.write(&record)
    }

    /// Removes the journal: the results stand elsewhere now.
    pub fn remove(self) -> Result<(), Trouble> {
        fs::remove_file(&self.path).map_err(|cause| Trouble::writing(&self.path, &cause))
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), Trouble> {
        self.file.write_all(bytes).map_err(|cause| Trouble::writing(&self.path, &cause))
    }
}

/// Finished replications by number.
pub type Done = BTreeMap<u32, Vec<Outcome>>;

/// The first line of a journal.
fn head(path: &Path, identity: &Identity) -> Result<Vec<u8>, Trouble> {
    let mut head = serde_json::to_vec(identity).map_err(|why| Trouble::not_ours(path, why))?;
    head.push(b'\n');
    Ok(head)
}

fn same(folder: &Path, stored: &Identity, asked: &Identity) -> Result<(), Trouble> {
    let differ = |what: &str, there: String, here: String| {
        let (folder, what) = (folder.to_owned(), what.to_owned());
        if there == here { Ok(()) } else { Err(Trouble::OtherRun { folder, what, there, here }) }
    };
    differ("version", stored.version.clone(), asked.version.clone())?;
    differ("commit", stored.commit.clone(), asked.commit.clone())?;
    if stored.hash != asked.hash {
        let (what, there, here) = first_difference(stored, asked);
        differ(&what, there, here)?;
    }
    differ("seed", stored.seed.to_string(), asked.seed.to_string())?;
    differ("formats", stored.formats.join(" "), asked.formats.join(" "))?;
    differ("months", stored.months.to_string(), asked.months.to_string())?;
    differ("columns", stored.columns.join(" "), asked.columns.join(" "))?;
    differ("series", stored.series.join(" "), asked.series.join(" "))
}

/// The first value in which two scenarios differ; their hashes, where a journal does not hold its scenario.
fn first_difference(stored: &Identity, asked: &Identity) -> (String, String, String) {
    let hashes = || ("scenario".to_owned(), stored.hash.clone(), asked.hash.clone());
    Scenario::first_difference(&stored.scenario, &asked.scenario).unwrap_or_else(hashes)
}

/// The whole records from `start` on, and where the last of them ends.
fn records(bytes: &[u8], start: usize) -> (Done, usize) {
    let mut done = Done::new();
    let mut end = start.min(bytes.len());
    while let Some((record, length)) = record(&bytes[end..]) {
        done.insert(record.0, record.1);
        end += length;
    }
    (done, end)
}

fn record(bytes: &[u8]) -> Option<((u32, Vec<Outcome>), usize)> {
    let (length, rest) = bytes.split_first_chunk::<8>()?;
    let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
    let (payload, rest) = rest.split_at_checked(length)?;
    let stored = rest.get(..DIGEST_CHARS)?;
    if stored != digest(payload).as_bytes() {
        return None;
    }
    Some((Reader(payload).record()?, 8 + length + DIGEST_CHARS))
}

fn digest(payload: &[u8]) -> String {
    sha256(payload)[..DIGEST_CHARS].to_owned()
}

fn encode(replication: u32, outcomes: &[Outcome]) -> Vec<u8> {
    fn numbers(into: &mut Vec<u8>, values: &[f64]) {
        into.extend((values.len() as u32).to_le_bytes());
        values.iter().for_each(|value| into.extend(value.to_bits().to_le_bytes()));
    }
    let mut payload = replication.to_le_bytes().to_vec();
    payload.extend((outcomes.len() as u32).to_le_bytes());
    for outcome in outcomes {
        numbers(&mut payload, &outcome.indicators);
        payload.extend((outcome.series.len() as u32).to_le_bytes());
        outcome.series.iter().for_each(|series| numbers(&mut payload, series));
        payload.extend((outcome.regions.len() as u32).to_le_bytes());
        outcome.regions.iter().for_each(|region| numbers(&mut payload, region));
    }
    payload
}

struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn record(&mut self) -> Option<(u32, Vec<Outcome>)> {
        let replication = self.count()?;
        let outcomes = (0..self.count()?).map(|_| self.outcome()).collect::<Option<_>>()?;
        Some((replication, outcomes))
    }

    fn outcome(&mut self) -> Option<Outcome> {
        let indicators = self.numbers()?;
        let series = (0..self.count()?).map(|_| self.numbers()).collect::<Option<_>>()?;
        let regions = (0..self.count()?).map(|_| self.numbers()).collect::<Option<_>>()?;
        Some(Outcome { indicators, series, regions })
    }

    fn numbers(&mut self) -> Option<Vec<f64>> {
        (0..self.count()?).map(|_| self.number()).collect()
    }

    fn count(&mut self) -> Option<u32> {
        let (bytes, rest) = self.0.split_first_chunk::<4>()?;
        self.0 = rest;
        Some(u32::from_le_bytes(*bytes))
    }

    fn number(&mut self) -> Option<f64> {
        let (bytes, rest) = self.0.split_first_chunk::<8>()?;
        self.0 = rest;
        Some(f64::from_bits(u64::from_le_bytes(*bytes)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity(seed: u64) -> Identity {
        Identity {
            version: "1".into(),
            commit: String::new(),
            seed,
            hash: "h".into(),
            formats: vec!["ge".into()],
            months: 2,
            columns: vec!["turnover".into()],
            series: Vec::new(),
            scenario: String::new(),
        }
    }

    fn outcome(x: f64) -> Vec<Outcome> {
        let regions = vec![vec![x], vec![], vec![2.0 * x]];
        vec![Outcome { indicators: vec![x, 0.1 + x], series: vec![vec![x; 3], vec![]], regions }]
    }

    #[test]
    fn what_was_written_before_a_kill_is_read_back_and_a_cut_record_is_dropped() {
        let folder = tempfile::tempdir().unwrap();
        let mut journal = Journal::create(folder.path(), &identity(1)).unwrap();
        journal.append(0, &outcome(0.3)).unwrap();
        journal.append(2, &outcome(-1e-300)).unwrap();
        journal.append(1, &outcome(7.0)).unwrap();
        drop(journal);
        let path = folder.path().join(JOURNAL);
        let length = fs::metadata(&path).unwrap().len();
        OpenOptions::new().write(true).open(&path).unwrap().set_len(length - 5).unwrap();
        let (mut journal, done) = Journal::resume(folder.path(), &identity(1)).unwrap();
        assert_eq!(done, Done::from([(0, outcome(0.3)), (2, outcome(-1e-300))]));
        journal.append(1, &outcome(7.0)).unwrap();
        let (_, done) = Journal::resume(folder.path(), &identity(1)).unwrap();
        assert_eq!(done.len(), 3);
    }

    #[test]
    fn a_run_killed_while_it_wrote_the_head_of_its_journal_begins_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(JOURNAL);
        drop(Journal::create(folder.path(), &identity(1)).unwrap());
        let whole = fs::read(&path).unwrap();
        for length in 0..whole.len() - 1 {
            fs::write(&path, &whole[..length]).unwrap();
            let (_, done) = Journal::resume(folder.path(), &identity(1)).unwrap();
            assert!(done.is_empty() && fs::read(&path).unwrap() == whole, "cut at {length}");
        }
        fs::write(&path, "{\"version\":\"2").unwrap();
        assert!(matches!(Journal::resume(folder.path(), &identity(1)), Err(Trouble::NotOurs(..))));
    }

    #[test]
    fn a_journal_of_another_seed_is_refused_and_so_is_a_second_start() {
        let folder = tempfile::tempdir().unwrap();
        let _journal = Journal::create(folder.path(), &identity(1)).unwrap();
        let Err(Trouble::OtherRun { what, .. }) = Journal::resume(folder.path(), &identity(2)) else {
            panic!("another seed was accepted")
        };
        assert_eq!(what, "seed");
        let again = Journal::create(folder.path(), &identity(1)).err();
        assert_eq!(again, Some(Trouble::Unfinished(folder.path().to_owned())));
    }
}
