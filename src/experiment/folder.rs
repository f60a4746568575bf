//! Where a run is kept: one folder, claimed before anything is computed, whose files appear whole or not at all.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::claim::Claim;
use super::journal::JOURNAL;
use super::record::{Listed, Record, today};
use super::trouble::Trouble;
use crate::digest::sha256;

/// The record's name in a run folder.
pub const RECORD: &str = "run.json";
/// What a file is called while it is written.
const UNFINISHED: &str = "part";
/// Folder names longer than this are cut: some systems refuse paths that others accept.
const LONGEST_NAME: usize = 80;

/// What to do when a named folder holds a run already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Present {
    /// Refuse.
    Keep,
    /// Replace it once the new results are computed.
    Replace,
    /// Go on with it: it was interrupted.
    Resume,
}

/// The folder of a run.
#[derive(Clone, Debug)]
pub struct RunFolder {
    path: PathBuf,
    /// The files written there, below the folder: what else stands in it is not the run's.
    written: Arc<Mutex<BTreeSet<PathBuf>>>,
    /// What keeps others out.
    claim: Option<Arc<Claim>>,
}

impl RunFolder {
    /// A new folder under `output/`, named after the day, the scenario and the formats; numbered if need be.
    pub fn fresh(scenario: &str, formats: &[&str]) -> Result<RunFolder, Trouble> {
        let output = Path::new("output");
        fs::create_dir_all(output).map_err(|cause| Trouble::writing(output, &cause))?;
        let name = name(scenario, formats);
        let numbered = (2..).map(|k| format!("{name}-{k}"));
        for name in std::iter::once(name.clone()).chain(numbered) {
            let path = output.join(name);
            // creating fails if it exists: two runs that start together get two folders
            match fs::create_dir(&path) {
                Ok(()) => return RunFolder::claimed(&path),
                Err(cause) if cause.kind() == ErrorKind::AlreadyExists => {}
                Err(cause) => return Err(Trouble::writing(&path, &cause)),
            }
        }
        unreachable!("folder numbers do not end")
    }

    /// The folder the user named.
    pub fn named(path: &Path, present: Present) -> Result<RunFolder, Trouble> {
        let killed = Claim::was_left(path);
        if present == Present::Resume && !killed && !path.join(JOURNAL).exists() {
            return Err(Trouble::NothingToResume(path.to_owned()));
        }
        fs::create_dir_all(path).map_err(|cause| Trouble::writing(path, &cause))?;
        let folder = RunFolder::claimed(path)?;
        let (unfinished, results) = (folder.holds(JOURNAL), folder.holds_results());
        match present {
            Present::Keep if unfinished => return Err(Trouble::Unfinished(folder.path)),
            Present::Keep if results => return Err(Trouble::Occupied(folder.path)),
            // killed once all was done, or before anything was: in the second case there is only to begin
            Present::Resume if !unfinished && results => return Err(Trouble::NothingToResume(folder.path)),
            Present::Replace if unfinished => folder.delete(JOURNAL)?,
            _ => {}
        }
        Ok(folder)
    }

    /// A folder of which the caller knows what it holds.
    pub fn at(path: &Path) -> RunFolder {
        RunFolder { path: path.to_owned(), written: Arc::default(), claim: None }
    }

    /// The same, kept from other processes as long as it is used.
    pub fn claimed(path: &Path) -> Result<RunFolder, Trouble> {
        let claim = Some(Arc::new(Claim::take(path)?));
        Ok(RunFolder { claim, ..RunFolder::at(path) })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Removes the results of an earlier run, as its record lists them, and nothing else.
    pub fn clear(&self) -> Result<(), Trouble> {
        let Ok((record, _)) = Record::parsed(&self.path) else { return Ok(()) };
        self.delete(RECORD)?;
        for Listed { path, .. } in record.files {
            let inside = Path::new(&path).components().all(|part| matches!(part, Component::Normal(_)));
            if inside && path != JOURNAL {
                self.delete(&path)?;
            }
        }
        Ok(())
    }

    /// Writes a file beside its place, and moves it there once it is whole.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<(), Trouble> {
        let path = self.path.join(name);
        let beside = self.beside(name);
        written(&beside, &path, bytes).map_err(|cause| {
            // the fault to tell is the first one
            let _ = fs::remove_file(&beside);
            Trouble::writing(&path, &cause)
        })?;
        self.note(name);
        Ok(())
    }

    /// Notes a file of the run that was written otherwise.
    pub fn note(&self, name: impl AsRef<Path>) {
        self.written.lock().unwrap_or_else(PoisonError::into_inner).insert(name.as_ref().to_owned());
    }

    /// Writes a file beside its place as `fill` says, and moves it there once it is whole.
    pub fn write_with(
        &self,
        name: &str,
        fill: impl FnOnce(BufWriter<File>) -> Result<BufWriter<File>, String>,
    ) -> Result<(), Trouble> {
        let (path, beside) = (self.path.join(name), self.beside(name));
        let filled = || -> Result<(), Trouble> {
            let told = |cause: io::Error| Trouble::writing(&path, &cause);
            let file = File::create(&beside).map_err(told)?;
            let file =
                fill(BufWriter::new(file)).map_err(|why| Trouble::CannotWrite(path.clone(), why.into()))?;
            let file = file.into_inner().map_err(|cause| told(cause.into_error()))?;
            file.sync_all().map_err(told)?;
            fs::rename(&beside, &path).map_err(told)
        };
        filled().inspect_err(|_| drop(fs::remove_file(&beside)))?;
        self.note(name);
        Ok(())
    }

    fn beside(&self, name: &str) -> PathBuf {
        self.path.join(format!("{name}.{UNFINISHED}"))
    }

    /// Gives the folder up, and removes it if nothing is in it: a run that could not start leaves no trace.
    pub fn discard_if_empty(self) {
        drop(self.claim);
        let _ = fs::remove_dir(&self.path);
    }

    /// Writes the record last, with the list of all other files of the run: where it stands, the folder is whole.
    pub fn finish(&self, mut record: Record) -> Result<(), Trouble> {
        let written = self.written.lock().unwrap_or_else(PoisonError::into_inner).clone();
        record.files = written.iter().map(|path| self.list(path)).collect::<Result<_, _>>()?;
        self.write_record(record)
    }

    /// Lists files made of the results later on, such as a report, in the record: whatever replaces the results
    /// then removes them too. A folder without a record is left as it is.
    pub fn enlist(&self, names: &[String]) -> Result<(), Trouble> {
        let Ok(mut record) = Record::read(&self.path) else { return Ok(()) };
        record.files.retain(|listed| !names.contains(&listed.path));
        for name in names {
            record.files.push(self.list(Path::new(name))?);
        }
        self.write_record(record)
    }

    fn write_record(&self, mut record: Record) -> Result<(), Trouble> {
        record.files.sort_by(|a, b| a.path.cmp(&b.path));
        let text = record
            .signed()
            .map_err(|why| Trouble::CannotWrite(self.path.join(RECORD), why.to_string().into()))?;
        self.write(RECORD, text.as_bytes())
    }

    fn list(&self, path: &Path) -> Result<Listed, Trouble> {
        let whole = self.path.join(path);
        let bytes = fs::read(&whole).map_err(|cause| Trouble::reading(&whole, &cause))?;
        let parts: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        Ok(Listed { path: parts.join("/"), bytes: bytes.len() as u64, sha256: sha256(&bytes) })
    }

    fn holds(&self, name: &str) -> bool {
        self.path.join(name).exists()
    }

    fn holds_results(&self) -> bool {
        [RECORD, super::results::INDICATORS_FILE, super::results::MONTHLY_FILE].iter().any(|n| self.holds(n))
    }

    fn delete(&self, name: &str) -> Result<(), Trouble> {
        let path = self.path.join(name);
        match fs::remove_file(&path) {
            Err(cause) if cause.kind() != ErrorKind::NotFound => Err(Trouble::writing(&path, &cause)),
            _ => Ok(()),
        }
    }
}

impl Record {
    /// Reads the record of a run folder; one that was edited is refused.
    pub fn read(folder: &Path) -> Result<Record, Trouble> {
        let (record, text) = Record::parsed(folder)?;
        if record.is_signed(&text) { Ok(record) } else { Err(Trouble::Edited(folder.join(RECORD))) }
    }

    fn parsed(folder: &Path) -> Result<(Record, String), Trouble> {
        let path = folder.join(RECORD);
        let text = fs::read_to_string(&path).map_err(|cause| Trouble::reading(&path, &cause))?;
        let record = serde_json::from_str(&text).map_err(|why| Trouble::not_ours(&path, why))?;
        Ok((record, text))
    }
}

fn written(beside: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(beside)?;
    file.write_all(bytes)?;
    // on the disk before it takes its name: after a power cut the file is whole or absent
    file.sync_all()?;
    fs::rename(beside, path)
}

/// `2026-11-23-base-status-quo-ge`, cut to a length every system accepts.
fn name(scenario: &str, formats: &[&str]) -> String {
    let named = format!("{}-{}-{}", today(), scenario, formats.join("-"));
    let counted = format!("{}-{}-{}-formats", today(), scenario, formats.len());
    let name = if named.len() <= LONGEST_NAME { named } else { counted };
    let safe = |c: char| if c.is_ascii_alphanumeric() || c == '-' || c == '_' { c } else { '-' };
    name.chars().flat_map(plain).map(safe).take(LONGEST_NAME).collect()
}

/// A letter of French or of its neighbours without its accent, which not every system keeps in names of files.
fn plain(letter: char) -> Vec<char> {
    const PLAIN: [(&str, &str); 12] = [
        ("àâäáãå", "a"),
        ("ç", "c"),
        ("éèêë", "e"),
        ("îïíì", "i"),
        ("ñ", "n"),
        ("ôöóòõø", "o"),
        ("ùûüú", "u"),
        ("ÿý", "y"),
        ("œ", "oe"),
        ("æ", "ae"),
        ("ß", "ss"),
        // accents that follow their letter, as some systems have them
        ("\u{300}\u{301}\u{302}\u{303}\u{308}\u{327}", ""),
    ];
    let small = letter.to_lowercase().next().unwrap_or(letter);
    match PLAIN.iter().find(|(accented, _)| accented.contains(small)) {
        Some((_, plain)) if letter == small => plain.chars().collect(),
        Some((_, plain)) => plain.to_uppercase().chars().collect(),
        None => vec![letter],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_name_is_safe_and_not_too_long() {
        let formats = ["status-quo", "ge", "ge-exempt", "ge-scic", "scic-interim", "geiq", "etti"];
        let name = name("l’été à Marseille", &formats);
        assert!(name.ends_with("-7-formats") && name.is_ascii() && name.len() <= LONGEST_NAME, "{name}");
    }

    #[test]
    fn a_folder_name_keeps_its_letters_without_their_accents() {
        for (title, plain) in
            [("étude-café", "etude-cafe"), ("Œuvre à l’Été", "OEuvre-a-l-Ete"), ("cafe\u{301}", "cafe")]
        {
            assert!(name(title, &["ge"]).ends_with(&format!("-{plain}-ge")), "{}", name(title, &["ge"]));
        }
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_full_disk_is_told_as_such_and_leaves_no_half_file() {
        let home = tempfile::tempdir().unwrap();
        let folder = RunFolder::named(home.path(), Present::Keep).unwrap();
        std::os::unix::fs::symlink("/dev/full", home.path().join("a.csv.part")).unwrap();
        let trouble = folder.write("a.csv", b"x").unwrap_err();
        assert_eq!(trouble, Trouble::NoSpace(home.path().join("a.csv")));
        assert!(!home.path().join("a.csv").exists() && !home.path().join("a.csv.part").exists());
    }

    #[test]
    fn clearing_an_earlier_run_touches_nothing_outside_its_folder() {
        let home = tempfile::tempdir().unwrap();
        let outside = home.path().join("precious");
        fs::write(&outside, "kept").unwrap();
        let path = home.path().join("run");
        let folder = RunFolder::named(&path, Present::Keep).unwrap();
        fs::write(path.join("note.txt"), "the user's own").unwrap();
        let listed = ["../precious", "note.csv"].map(|path| Listed {
            path: path.into(),
            bytes: 0,
            sha256: String::new(),
        });
        fs::write(path.join("note.csv"), "listed").unwrap();
        let record = crate::experiment::record::example(listed.to_vec());
        fs::write(path.join(RECORD), serde_json::to_vec(&record).unwrap()).unwrap();
        folder.clear().unwrap();
        assert!(outside.exists() && path.join("note.txt").exists());
        assert!(!path.join("note.csv").exists() && !path.join(RECORD).exists());
    }
}
