//! Files changed at random: bits, bytes, lines, numbers, words of other files, what is left after a cut.
//!
//! `cargo test --test faults` makes a few hundred of each; `MUTUALISE_MUTATIONS=100000` makes more, and
//! `MUTUALISE_MUTATIONS_SEED=1` others. `fuzz/` does the same guided by coverage.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Once;
use std::time::{Duration, Instant};

use mutualise::catalogue::Catalogue;
use mutualise::dice::{Decision, Dice, Roll};
use mutualise::experiment::journal::Journal;
use mutualise::experiment::panics::caught;
use mutualise::experiment::replication::Outcome;
use mutualise::formats;
use mutualise::scenario::Scenario;

use crate::readers::{self, READERS, identity};
use crate::{comparison, done, home, mutualise};

const MUTATIONS: u32 = 250;
/// Longer than this for one small file is as bad as for ever.
const PATIENCE: Duration = Duration::from_secs(5);
/// What mutations put in, besides parts of the files themselves.
const WORDS: [&str; 32] = [
    "nan",
    "inf",
    "-inf",
    "1e308",
    "-1e308",
    "5e-324",
    "-0.0",
    "0",
    "-1",
    "9223372036854775807",
    "4294967296",
    "18446744073709551616",
    "1_0",
    "0x7f",
    "true",
    "\"\"",
    "\"ge\"",
    "[",
    "]",
    "{",
    "}",
    "[[event]]",
    "[format.ge]",
    "=",
    ",",
    "\"",
    "'''",
    "\\u0000",
    "\u{feff}",
    "\r",
    "é",
    "1979-05-27T07:32:00Z",
];

/// The whole run that readers of run folders start from.
fn whole_run() -> PathBuf {
    static MADE: Once = Once::new();
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("whole");
    MADE.call_once(|| {
        let home = home();
        let (status, said) = done(&mut comparison(home.path(), 3, &[]));
        assert_eq!(status, Some(0), "{said}");
        let _ = fs::remove_dir_all(&place);
        fs::create_dir_all(&place).unwrap();
        for name in ["run.json", "indicators.parquet", "monthly.parquet"] {
            fs::copy(home.path().join("run").join(name), place.join(name)).unwrap();
        }
    });
    place
}

/// Sound files of each kind.
fn seeds(reader: &str) -> Vec<Vec<u8>> {
    let tree = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| fs::read(tree.join(path)).unwrap();
    match reader {
        "scenario" => {
            let resolved = Scenario::base().resolved_toml().into_bytes();
            let mut all = vec![crate::TINY.as_bytes().to_vec(), resolved];
            let event =
                "[[event]]\nkind = \"orders\"\nsector = \"bat\"\nstart = -3\nmonths = 6\ndepth = 0.35\n";
            all.push(format!("{}[format.ge]\nfee = 0.07\n{event}", crate::TINY).into_bytes());
            // what is sound goes wrong in more ways than what is wrong already
            let sound = all.iter().cycle().take(60).cloned().collect::<Vec<_>>();
            all.extend(sound);
            all.extend(wrong_files(tree));
            all
        }
        "format" => formats::EMBEDDED.iter().map(|(_, text)| text.as_bytes().to_vec()).collect(),
        "set" => {
            let line = |p: &mutualise::catalogue::Parameter| {
                format!("{}={}", p.path, p.default.written()).into_bytes()
            };
            let mut all: Vec<Vec<u8>> = Catalogue::embedded().of_model().map(line).collect();
            all.push(b"formats=ge,club-rh".to_vec());
            all.push(b"format.ge.fee=0.12".to_vec());
            all
        }
        "targets" => vec![mutualise::comparison::targets::EMBEDDED.as_bytes().to_vec()],
        "free" => vec![mutualise::calibration::free::EMBEDDED.as_bytes().to_vec()],
        "cost" => vec![read("tests/data/employer_cost_2026_07.csv"), cases()],
        "record" => vec![fs::read(whole_run().join("run.json")).unwrap()],
        "table" => {
            ["indicators.parquet", "monthly.parquet"].map(|n| fs::read(whole_run().join(n)).unwrap()).to_vec()
        }
        "journal" => vec![a_journal()],
        "manifest" => vec![a_manifest()],
        "calibration" => readers::a_calibration().1[1..].iter().map(|(_, text)| text.clone()).collect(),
        _ => panic!("no sound file for {reader}"),
    }
}

fn wrong_files(tree: &Path) -> Vec<Vec<u8>> {
    let files = fs::read_dir(tree.join("tests/data/wrong")).unwrap();
    files
        .filter_map(|entry| fs::read(entry.unwrap().path()).ok())
        .filter(|text| text.len() < 10_000)
        .collect()
}

fn cases() -> Vec<u8> {
    "headcount,executive,contract,weekly_hours,gross_base_eur_month,format,vat_liable,users\n\
     10,0,CDI,35,1867.02,ge,0,2\n3,1,CDD,17.5,4000,scic-interim,1,\n\"8\",0,CDI,24,2300,,,\n"
        .into()
}

fn a_journal() -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let mut journal = Journal::create(folder.path(), &identity()).unwrap();
    for replication in 0..4 {
        let outcome = Outcome {
            indicators: vec![0.5, f64::NAN],
            series: vec![vec![1.0; 3], vec![2.0; 3]],
            ..Outcome::default()
        };
        journal.append(replication, &[outcome]).unwrap();
    }
    fs::read(folder.path().join(crate::JOURNAL)).unwrap()
}

fn a_manifest() -> Vec<u8> {
    let home = home();
    let design =
        format!("{}[design]\nmethod = \"sobol\"\npoints = 4\nvary = [\"finance.margin\"]\n", crate::TINY);
    fs::write(home.path().join("plan.toml"), design).unwrap();
    let mut command =
        mutualise(home.path(), &["sweep", "plan.toml", "--quiet", "--replications", "2", "--out", "run"]);
    let (status, said) = done(&mut command);
    assert_eq!(status, Some(0), "{said}");
    fs::read(home.path().join("run/sweep.json")).unwrap()
}

/// One to a few changes, small ones as often as large ones.
fn mutated(seeds: &[Vec<u8>], roll: &mut Roll) -> Vec<u8> {
    let mut bytes = seeds[roll.below(seeds.len())].clone();
    for _ in 0..1 + roll.below(4) {
        change(&mut bytes, seeds, roll);
    }
    bytes
}

fn change(bytes: &mut Vec<u8>, seeds: &[Vec<u8>], roll: &mut Roll) {
    let place = roll.below(bytes.len() + 1);
    let reach = 1 << roll.below(9);
    let end = (place + roll.below(reach)).min(bytes.len());
    match roll.below(9) {
        0 if place < bytes.len() => bytes[place] ^= 1 << roll.below(8),
        1 if place < bytes.len() => bytes[place] = roll.below(256) as u8,
        2 => drop(bytes.drain(place..end)),
        3 => {
            let twice = bytes[place..end].to_vec();
            bytes.splice(end..end, twice);
        }
        4 => {
            let other = &seeds[roll.below(seeds.len())];
            let from = roll.below(other.len() + 1);
            let part = other[from..(from + roll.below(200)).min(other.len())].to_vec();
            bytes.splice(place..end, part);
        }
        5 => bytes.truncate(place),
        6 | 7 => {
            // in the place of a number or a word
            let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || b"._-+".contains(byte);
            let from = bytes[..place].iter().rposition(|b| !is_word(b)).map_or(0, |at| at + 1);
            let to = bytes[place..].iter().position(|b| !is_word(b)).map_or(bytes.len(), |at| place + at);
            bytes.splice(from..to, WORDS[roll.below(WORDS.len())].bytes());
        }
        _ => drop(bytes.splice(place..place, WORDS[roll.below(WORDS.len())].bytes())),
    }
}

fn asked(variable: &str, usual: u32) -> u32 {
    std::env::var(variable).map_or(usual, |text| text.parse().expect("a whole number"))
}

#[test]
fn no_file_however_changed_makes_the_program_panic_or_speak_without_words() {
    let count = asked("MUTUALISE_MUTATIONS", MUTATIONS);
    let dice = Dice::new(u64::from(asked("MUTUALISE_MUTATIONS_SEED", 0)), 0);
    readers::whole_run_is(whole_run());
    let mut broken = Vec::new();
    for (number, (name, read)) in READERS.into_iter().enumerate() {
        let seeds = seeds(name);
        let (start, mut sound, mut slowest) = (Instant::now(), 0, Duration::ZERO);
        for mutation in 0..count {
            dice.new_month();
            let bytes = mutated(&seeds, &mut dice.roll_nth(Decision::Departure, mutation, 0, number as u32));
            let begun = Instant::now();
            match caught(|| read(&bytes)) {
                Ok(fine) => sound += u32::from(fine),
                Err(panic) => {
                    let kept = keep(name, mutation, &bytes);
                    broken.push(format!("{}: {} ({})", kept.display(), panic.message, panic.place));
                }
            }
            slowest = slowest.max(begun.elapsed());
            if begun.elapsed() > PATIENCE {
                broken.push(format!("{}: {:?}", keep(name, mutation, &bytes).display(), begun.elapsed()));
            }
        }
        println!("{name}: {count} read in {:?}, {sound} accepted, {slowest:?} at most", start.elapsed());
    }
    assert!(broken.is_empty(), "{} files:\n{}", broken.len(), broken.join("\n"));
}

/// The seeds of fuzzing, too: `MUTUALISE_SEEDS=DIR` has them written there, a folder a reader.
#[test]
fn seeds_of_each_kind_are_sound_files() {
    readers::whole_run_is(whole_run());
    let wanted = std::env::var_os("MUTUALISE_SEEDS").map(PathBuf::from);
    for (name, read) in READERS {
        let mut seeds = seeds(name);
        assert!(seeds.iter().any(|seed| read(seed)), "no sound file for {name}");
        let Some(place) = wanted.as_ref().map(|place| place.join(name)) else { continue };
        seeds.sort();
        seeds.dedup();
        fs::create_dir_all(&place).unwrap();
        for (number, seed) in seeds.iter().enumerate() {
            fs::write(place.join(format!("seed-{number}")), seed).unwrap();
        }
    }
}

/// What broke something, to be looked at and moved to `tests/faults/corpus`.
fn keep(reader: &str, number: u32, bytes: &[u8]) -> PathBuf {
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("broke-{reader}-{number}"));
    fs::write(&place, bytes).unwrap();
    place
}
