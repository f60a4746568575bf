//! Everything the program reads that somebody else may have written, each as a function of bytes: nothing may panic,
//! and what is refused is refused in words, in both languages. Used by the mutations here and by `fuzz/`.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use mutualise::calibration::files::Kept;
use mutualise::calibration::{Candidate, Generation, Plan, free};
use mutualise::comparison::{compare, targets};
use mutualise::digest::sha256;
use mutualise::error::Error;
use mutualise::experiment::folder::RECORD;
use mutualise::experiment::journal::{Identity, JOURNAL, Journal};
use mutualise::experiment::record::Record;
use mutualise::experiment::replication::rates_of;
use mutualise::experiment::results::{INDICATORS_FILE, MONTHLY_FILE, Results};
use mutualise::experiment::store;
use mutualise::kinds::LegalForm;
use mutualise::law::{Branch, Contract, Grade, Workplace};
use mutualise::price::cases;
use mutualise::price::quote::{Need, User};
use mutualise::report;
use mutualise::report::content::{self, Beside, Run};
use mutualise::report::html;
use mutualise::scenario::{Scenario, Source};
use mutualise::sweep::manifest::{MANIFEST, Manifest};
use mutualise::units::Money;
use mutualise::words::Lang;
use tempfile::TempDir;

/// Reads bytes; true if they are what they should be.
pub type Reader = fn(&[u8]) -> bool;

/// Every reader, by the name of its folder of the corpus.
pub const READERS: [(&str, Reader); 11] = [
    ("scenario", scenario),
    ("format", format),
    ("set", set),
    ("targets", facts),
    ("free", free_parameters),
    ("cost", costs),
    ("record", record),
    ("table", table),
    ("journal", journal),
    ("manifest", manifest),
    ("calibration", calibration),
];

/// A refusal has words, a status, and does not go on for ever.
fn said<T>(result: Result<T, impl Into<Error>>) -> Option<T> {
    let wrong = match result {
        Ok(read) => return Some(read),
        Err(wrong) => wrong.into(),
    };
    assert_eq!(wrong.exit_code(), 2);
    for lang in [Lang::Fr, Lang::En] {
        let text = wrong.render(lang, true);
        assert!(!text.trim().is_empty() && text.len() < 60_000, "{} bytes of message", text.len());
    }
    None
}

/// Files are text, or refused before anything else.
fn text(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok()
}

fn kept(name: &str, bytes: &[u8]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(name), bytes).unwrap();
    folder
}

/// A scenario file.
pub fn scenario(bytes: &[u8]) -> bool {
    let folder = kept("s.toml", bytes);
    let read = said(Scenario::resolve(Source::File(folder.path().join("s.toml")), &[]));
    if let Some(scenario) = &read {
        // what is accepted can be written, read again, and is then the same
        let again = Scenario::from_text(&scenario.resolved_toml());
        assert_eq!(again.unwrap_or_else(|wrong| panic!("{wrong}")).hash(), scenario.hash());
    }
    read.is_some()
}

/// A format's file, named by a scenario.
pub fn format(bytes: &[u8]) -> bool {
    let folder = kept("f.toml", bytes);
    let scenario = folder.path().join("s.toml");
    fs::write(&scenario, "extends = \"base\"\nformats = [\"ge\", \"f.toml\"]\n").unwrap();
    said(Scenario::resolve(Source::File(scenario), &[])).is_some()
}

/// A value given on the command line.
pub fn set(bytes: &[u8]) -> bool {
    let Some(text) = text(bytes) else { return false };
    said(Scenario::resolve(Source::named("base"), &[text.to_owned()])).is_some()
}

/// A file of facts.
pub fn facts(bytes: &[u8]) -> bool {
    text(bytes).and_then(|text| said(targets::read("facts.csv", text))).is_some()
}

/// A file of free parameters.
pub fn free_parameters(bytes: &[u8]) -> bool {
    text(bytes).and_then(|text| said(free::read("free.csv", text))).is_some()
}

/// Cases of `cost --csv`, priced.
pub fn costs(bytes: &[u8]) -> bool {
    let Some(text) = text(bytes) else { return false };
    let scenario = Scenario::base();
    let rates = rates_of(&scenario.params);
    let user = User {
        headcount: 8.0,
        form: LegalForm::Association,
        vat_liable: false,
        taxed_receipts: None,
        short_hours: None,
    };
    let usual = Need {
        gross: Money::ZERO,
        gross_elsewhere: Vec::new(),
        fte: 1.0,
        contract: Contract::OpenEnded,
        grade: Grade::Other,
        accident_rate: None,
        workplace: Workplace::AixMarseilleProvence,
        branch: Branch::General,
        users: None,
        pool_fte: None,
        user,
    };
    let answer = said(cases::answer("cases.csv", text, &usual, &scenario, &rates));
    let number = |cell: &str| cell.trim().parse::<f64>().is_ok_and(|value| !value.is_finite());
    // what was given comes back as it was given; what is computed stands behind it
    let given = text.lines().next().unwrap_or("").split(',').count();
    let computed = |line: &str| line.split(',').skip(given).any(number);
    assert!(!answer.as_ref().is_some_and(|answer| answer.lines().any(computed)));
    answer.is_some()
}

/// The record of a run folder, whose tables stay what they were, and the report of that run.
pub fn record(bytes: &[u8]) -> bool {
    let Some(whole) = whole_run() else { return false };
    let folder = tempfile::tempdir().unwrap();
    for name in [INDICATORS_FILE, MONTHLY_FILE] {
        fs::copy(whole.join(name), folder.path().join(name)).unwrap();
    }
    let path = folder.path().join(RECORD);
    fs::write(&path, bytes).unwrap();
    let as_it_is = said(Results::read(folder.path())).is_some();
    // what its digest alone gives away is read too, as if somebody had forged the digest
    let Ok(record) = serde_json::from_slice::<Record>(bytes) else { return as_it_is };
    fs::write(path, record.signed().unwrap()).unwrap();
    told(folder.path())
}

/// A table of a run folder, past the digest in its record.
pub fn table(bytes: &[u8]) -> bool {
    let alone = kept("t.parquet", bytes);
    let read = said(store::read(&alone.path().join("t.parquet"))).is_some();
    let Some(whole) = whole_run() else { return read };
    let folder = tempfile::tempdir().unwrap();
    for name in [INDICATORS_FILE, MONTHLY_FILE] {
        fs::copy(whole.join(name), folder.path().join(name)).unwrap();
    }
    let mut record = Record::read(&whole).unwrap();
    let listed = record.files.iter_mut().find(|file| file.path == INDICATORS_FILE).unwrap();
    (listed.bytes, listed.sha256) = (bytes.len() as u64, sha256(bytes));
    fs::write(folder.path().join(INDICATORS_FILE), bytes).unwrap();
    fs::write(folder.path().join(RECORD), record.signed().unwrap()).unwrap();
    told(folder.path());
    read
}

/// What is told of a run folder without simulating; the report with its charts, which takes a second, of one in eight.
fn told(folder: &Path) -> bool {
    let Some(results) = said(Results::read(folder)) else { return false };
    let comparison = compare(&results);
    let one_in_eight = fs::metadata(folder.join(RECORD)).is_ok_and(|record| record.len() % 8 == 0);
    if let Some(run) = one_in_eight.then(|| said(Run::read(folder))).flatten() {
        html::written(&content::of_one(&run, Beside::default(), Lang::Fr));
    }
    for lang in [Lang::Fr, Lang::En] {
        report::whole(&results, &comparison, folder, (lang, report::WIDTH));
    }
    true
}

/// The folder of a small run, kept by whoever calls: without it, readers of run folders read less.
static WHOLE_RUN: OnceLock<PathBuf> = OnceLock::new();

/// Says where that run is.
pub fn whole_run_is(folder: PathBuf) {
    let _ = WHOLE_RUN.set(folder);
}

fn whole_run() -> Option<PathBuf> {
    WHOLE_RUN.get().cloned().or_else(|| std::env::var_os("MUTUALISE_WHOLE_RUN").map(Into::into))
}

/// The journal of an interrupted run.
pub fn journal(bytes: &[u8]) -> bool {
    let folder = kept(JOURNAL, bytes);
    said(Journal::resume(folder.path(), &identity())).is_some()
}

/// Which run the journals here are of.
pub fn identity() -> Identity {
    Identity {
        version: "1".into(),
        commit: String::new(),
        seed: 1,
        hash: "h".into(),
        formats: vec!["ge".into()],
        months: 2,
        columns: vec!["turnover".into()],
        series: Vec::new(),
        scenario: String::new(),
    }
}

/// The manifest of a sweep.
pub fn manifest(bytes: &[u8]) -> bool {
    let folder = kept(MANIFEST, bytes);
    said(Manifest::read(folder.path())).is_some()
}

/// The files of a calibration that say how far it has come: the candidates, or the story, beside sound others.
pub fn calibration(bytes: &[u8]) -> bool {
    ["candidates.csv", "history.csv"].into_iter().any(|name| {
        let folder = tempfile::tempdir().unwrap();
        let (plan, files) = a_calibration();
        for (sound, text) in files {
            fs::write(folder.path().join(sound), if *sound == name { bytes } else { text }).unwrap();
        }
        let read = said(Kept::resumed(folder.path(), plan));
        // what is accepted is what was written
        let whole = |kept: &Kept| {
            matches!(kept.candidates.len(), 4 | 5)
                && kept.candidates.iter().all(|candidate| candidate.values == [18.0, 0.2])
        };
        assert!(read.as_ref().is_none_or(whole));
        read.is_some()
    })
}

/// A calibration of two generations, as if it had been computed: its plan and its files.
pub fn a_calibration() -> &'static (Plan, Vec<(&'static str, Vec<u8>)>) {
    /// The files of a calibration, by name.
    type Files = Vec<(&'static str, Vec<u8>)>;
    static MADE: OnceLock<(Plan, Files)> = OnceLock::new();
    MADE.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let plan = made_up(folder.path());
        let names = ["plan.csv", "candidates.csv", "history.csv"];
        (plan, names.map(|name| (name, fs::read(folder.path().join(name)).unwrap())).to_vec())
    })
}

fn made_up(folder: &Path) -> Plan {
    let facts = "id,fact,unit,value,low,high,source\nunemployment_rate,a,%,8,5,11,b\n";
    let paths = "path,low,high\nmarket.hiring_horizon,12,40\nmobility.unemployed_offer_rate,0.05,0.2\n";
    let plan = Plan {
        source: Source::named("base"),
        sets: Vec::new(),
        targets: targets::read("facts.csv", facts).unwrap(),
        free: free::read("free.csv", paths).unwrap(),
        known: Vec::new(),
        candidates: 1,
        replications: 2,
        seed: 1,
    };
    let candidate = |generation: u32, observed: f64| Candidate {
        generation,
        values: vec![18.0, 0.2],
        distance: 0.5,
        observed: vec![observed],
    };
    let generations = [(1..=4).map(|k| candidate(1, f64::from(k))).collect(), vec![candidate(2, f64::NAN)]];
    let mut kept = Kept::fresh(folder, &plan).unwrap();
    for candidates in generations {
        kept.keep(&plan, Generation { stretched: 0.25, candidates }).unwrap();
    }
    plan
}
