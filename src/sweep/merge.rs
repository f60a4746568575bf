//! How do parts become one table, whoever computed them? Rows by replication, then by point, then by format, whatever
//! the stages and shards; what overlaps, lacks or is foreign is refused.

use std::collections::{BTreeMap, VecDeque};
use std::fs;
use std::path::{Path, PathBuf};

use super::layout::{Layout, Shard};
use super::manifest::{DESIGN, Manifest, SCENARIO, part};
use super::part::HEAD;
use crate::digest::sha256;
use crate::experiment::folder::RunFolder;
use crate::experiment::results::INDICATORS_FILE;
use crate::experiment::store::{self, Growing, StoredColumn, Values};
use crate::experiment::trouble::Trouble;
use crate::scenario::Scenario;

/// What keeps parts from being joined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// A file or folder.
    Trouble(Trouble),
    /// Two folders hold the same block, or one is named twice.
    Overlap(u32, PathBuf, PathBuf),
    /// No folder holds these blocks; those of each shard are named when folders are shards.
    Gap(Vec<u32>, Vec<Shard>),
}

impl From<Trouble> for Misfit {
    fn from(trouble: Trouble) -> Misfit {
        Misfit::Trouble(trouble)
    }
}

/// Where each block is, over the folders given; the first folder tells which sweep it is.
#[derive(Debug)]
pub struct Sources {
    /// The manifest of the first folder, its blocks those of all.
    pub manifest: Manifest,
    places: BTreeMap<u32, PathBuf>,
    first: PathBuf,
}

impl Sources {
    /// Looks over the folders, and refuses what does not make one whole sweep.
    pub fn of(folders: &[PathBuf]) -> Result<Sources, Misfit> {
        let Some(first) = folders.first() else { return Err(Misfit::Gap(Vec::new(), Vec::new())) };
        let mut manifest = Manifest::read(first)?;
        let mut places: BTreeMap<u32, PathBuf> = BTreeMap::new();
        for folder in folders {
            let other = Manifest::read(folder)?;
            same((folder, &other), (first, &manifest))?;
            same_design(first, folder)?;
            for (block, record) in &other.blocks {
                if let Some(earlier) = places.insert(*block, folder.clone()) {
                    return Err(Misfit::Overlap(*block, earlier, folder.clone()));
                }
                manifest.blocks.insert(*block, record.clone());
            }
        }
        let missing: Vec<u32> = (0..manifest.layout.blocks()).filter(|b| !places.contains_key(b)).collect();
        if missing.is_empty() {
            places.iter_mut().for_each(|(block, folder)| folder.push(part(*block)));
            return Ok(Sources { manifest, places, first: first.clone() });
        }
        let of = manifest.shard.of;
        let lacking = |shard: &Shard| missing.iter().any(|block| shard.has(*block));
        let shards = (1..=of).map(|number| Shard { number, of }).filter(lacking).collect();
        Err(Misfit::Gap(missing, shards))
    }

    /// Writes the merged table to a folder.
    pub fn write(&self, folder: &RunFolder, notes: &[(String, String)]) -> Result<(), Trouble> {
        let design = store::read(&self.first.join(DESIGN))?;
        let head = self.table_of(0, &design)?;
        let mut failed = None;
        let result = folder.write_with(INDICATORS_FILE, |file| {
            let mut growing = Growing::new(file, &head, notes)?;
            self.each_run(&design, |columns| growing.append(&columns)).map_err(|trouble| {
                let text = trouble.text().en;
                failed = Some(trouble);
                text
            })?;
            growing.finish()
        });
        // a damaged part is told as such, not as a fault of what was written
        failed.map_or(result, Err)
    }

    /// Copies what tells which sweep this is, and the parts, to a folder.
    pub fn copy(&self, folder: &RunFolder) -> Result<(), Trouble> {
        for name in [SCENARIO, DESIGN] {
            let path = self.first.join(name);
            let bytes = fs::read(&path).map_err(|cause| Trouble::reading(&path, &cause))?;
            folder.write(name, &bytes)?;
        }
        for (block, path) in &self.places {
            let bytes = fs::read(path).map_err(|_| Trouble::LostPart(path.clone()))?;
            folder.write(&part(*block), &bytes)?;
        }
        Ok(())
    }

    /// Stretches of rows in the merged order.
    fn each_run(
        &self,
        design: &[StoredColumn],
        mut each: impl FnMut(Vec<StoredColumn>) -> Result<(), String>,
    ) -> Result<(), Trouble> {
        let layout = &self.manifest.layout;
        let mut cursors: Vec<Cursor> =
            (0..layout.stages.len()).map(|stage| Cursor::new(layout, stage)).collect();
        for replication in 0..layout.whole().replications {
            for cursor in &mut cursors {
                cursor.rows_of(replication, self, design, |columns| {
                    each(columns)
                        .map_err(|why| Trouble::CannotWrite(PathBuf::from(INDICATORS_FILE), why.into()))
                })?;
            }
        }
        Ok(())
    }

    /// The rows of a block, its parameters beside them.
    fn table_of(&self, block: u32, design: &[StoredColumn]) -> Result<Vec<StoredColumn>, Trouble> {
        let path = &self.places[&block];
        let whole = |bytes: Vec<u8>| {
            self.manifest.blocks.get(&block).is_some_and(|record| record.sha256 == sha256(&bytes))
        };
        if !fs::read(path).is_ok_and(whole) {
            return Err(Trouble::LostPart(path.clone()));
        }
        let mut table = store::read(path)?;
        let point = table.iter().find(|column| column.name == HEAD[1]);
        let Some(StoredColumn { values: Values::Whole(points), .. }) = point else {
            return Err(Trouble::not_ours(path, "no column `point`"));
        };
        let points: Vec<usize> = points.iter().map(|point| *point as usize).collect();
        let at_points =
            |column: &StoredColumn| StoredColumn::new(&*column.name, picked(&column.values, &points));
        // the first column of the design is the number of the point, which the part has
        let parameters: Vec<StoredColumn> = design[1..].iter().map(at_points).collect();
        let outcomes = table.split_off(HEAD.len());
        Ok(table.into_iter().chain(parameters).chain(outcomes).collect())
    }
}

/// The stage's blocks in turn, one in memory.
struct Cursor {
    blocks: VecDeque<u32>,
    waiting: Vec<StoredColumn>,
}

impl Cursor {
    fn new(layout: &Layout, stage: usize) -> Cursor {
        Cursor { blocks: layout.range_of(stage).collect(), waiting: Vec::new() }
    }

    fn rows_of(
        &mut self,
        replication: u32,
        sources: &Sources,
        design: &[StoredColumn],
        mut each: impl FnMut(Vec<StoredColumn>) -> Result<(), Trouble>,
    ) -> Result<(), Trouble> {
        loop {
            if self.rows() == 0 {
                let Some(block) = self.blocks.pop_front() else { return Ok(()) };
                self.waiting = sources.table_of(block, design)?;
            }
            let Some(Values::Whole(numbers)) = self.waiting.first().map(|column| &column.values) else {
                return Ok(());
            };
            let now = numbers.iter().take_while(|number| **number == replication as i32).count();
            if now == 0 {
                return Ok(());
            }
            let rows = self.rows();
            let slice = |columns: &[StoredColumn], range: std::ops::Range<usize>| -> Vec<StoredColumn> {
                let of = |c: &StoredColumn| StoredColumn::new(&*c.name, c.values.slice(range.clone()));
                columns.iter().map(of).collect()
            };
            each(slice(&self.waiting, 0..now))?;
            self.waiting = slice(&self.waiting, now..rows);
        }
    }

    fn rows(&self) -> usize {
        self.waiting.first().map_or(0, |column| column.values.len())
    }
}

fn picked(values: &Values, rows: &[usize]) -> Values {
    match values {
        Values::Text(values) => Values::Text(rows.iter().map(|row| values[*row].clone()).collect()),
        Values::Whole(values) => Values::Whole(rows.iter().map(|row| values[*row]).collect()),
        Values::Number(values) => Values::Number(rows.iter().map(|row| values[*row]).collect()),
    }
}

/// Refuses the part of another sweep than that of the first folder, naming what differs first.
fn same((folder, other): (&Path, &Manifest), (first, expected): (&Path, &Manifest)) -> Result<(), Trouble> {
    let differ = |what: &str, there: String, here: String| {
        let (folder, what) = (folder.to_owned(), what.to_owned());
        if there == here { Ok(()) } else { Err(Trouble::ForeignPart { folder, what, there, here }) }
    };
    let program = |m: &Manifest| (m.program.version.clone(), m.program.commit.clone().unwrap_or_default());
    differ("version", program(other).0, program(expected).0)?;
    differ("commit", program(other).1, program(expected).1)?;
    differ("seed", other.provenance.seed.to_string(), expected.provenance.seed.to_string())?;
    if other.provenance.hash != expected.provenance.hash {
        let text = |folder: &Path| fs::read_to_string(folder.join(SCENARIO)).unwrap_or_default();
        let hashes =
            || ("scenario".to_owned(), other.provenance.hash.clone(), expected.provenance.hash.clone());
        let (what, there, here) =
            Scenario::first_difference(&text(folder), &text(first)).unwrap_or_else(hashes);
        differ(&what, there, here)?;
    }
    differ("design.method", other.design.method.clone(), expected.design.method.clone())?;
    differ("design.seed", other.design.seed.to_string(), expected.design.seed.to_string())?;
    for (there, here) in other.design.vary.iter().zip(&expected.design.vary) {
        differ(
            "design.vary",
            format!("{}: {}", there.path, there.range),
            format!("{}: {}", here.path, here.range),
        )?;
    }
    differ("design.vary", other.design.vary.len().to_string(), expected.design.vary.len().to_string())?;
    let stages = |m: &Manifest| {
        let of = |stage: &super::Stage| format!("{} × {}", stage.points, stage.replications);
        m.layout.stages.iter().map(of).collect::<Vec<_>>().join(" + ")
    };
    differ("points × replications", stages(other), stages(expected))?;
    differ("block", other.layout.block.to_string(), expected.layout.block.to_string())?;
    differ("columns", other.columns.join(" "), expected.columns.join(" "))
}

/// The tables of points have the same bytes.
fn same_design(first: &Path, other: &Path) -> Result<(), Trouble> {
    let digest = |folder: &Path| {
        let path = folder.join(DESIGN);
        fs::read(&path).map(|bytes| sha256(&bytes)).map_err(|cause| Trouble::reading(&path, &cause))
    };
    let (here, there) = (digest(first)?, digest(other)?);
    if here == there {
        return Ok(());
    }
    Err(Trouble::ForeignPart { folder: other.to_owned(), what: "design".to_owned(), there, here })
}
