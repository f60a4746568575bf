//! How are the blocks that are due computed and kept, each at once, so that a kill loses only those under way?

use std::collections::BTreeMap;
use std::fs;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use super::layout::Unit;
use super::manifest::{BlockRecord, Commands, Counts, Failed, Manifest, PARTS, Retried, part, program};
use super::part::{self as rows, Block, Ended};
use super::plan::Plan;
use crate::digest::sha256;
use crate::experiment::Progress;
use crate::experiment::folder::RunFolder;
use crate::experiment::parallel::{News, each};
use crate::experiment::record::{Status, Times, now};
use crate::experiment::store;
use crate::experiment::trouble::Trouble;

/// How often the manifest is written while blocks are done.
const BETWEEN_MANIFESTS: Duration = Duration::from_secs(5);

/// What is computed of blocks that are there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Again {
    /// Nothing.
    Nothing,
    /// The units that failed.
    Failed,
}

/// A sweep under way.
pub struct Work<'a> {
    plan: &'a Plan,
    folder: &'a RunFolder,
    commands: &'a Commands,
    manifest: Manifest,
    /// The units still expected of each block that is due.
    expected: BTreeMap<u32, usize>,
    open: BTreeMap<u32, Block>,
    again: Again,
}

/// Computes what the folder lacks of the plan. `simulate` gives the outcomes of a unit, or why there are none; a
/// panic in it is its failure. When `stop` is raised, the units under way are the last.
pub fn run(
    plan: &Plan,
    folder: &RunFolder,
    manifest: Manifest,
    (again, commands): (Again, &Commands),
    simulate: impl Fn(Unit) -> Ended + Sync,
    stop: &AtomicBool,
    mut on_progress: impl FnMut(&Progress),
) -> Result<(Manifest, Progress), Trouble> {
    let parts = folder.path().join(PARTS);
    fs::create_dir_all(&parts).map_err(|cause| Trouble::writing(&parts, &cause))?;
    let mut work =
        Work { plan, folder, commands, manifest, expected: BTreeMap::new(), open: BTreeMap::new(), again };
    work.adopt()?;
    let due = work.due()?;
    let start = Instant::now();
    let asked: u64 = work.manifest.own_blocks().map(|block| plan.layout.block(block).len() as u64).sum();
    let failed = if again == Again::Failed { 0 } else { work.failed() };
    let resumed = (asked - due.len() as u64) as u32;
    let mut progress = Progress {
        over: resumed,
        failed: failed as u32,
        resumed,
        total: asked as u32,
        part: 0.0,
        elapsed: Duration::ZERO,
    };
    on_progress(&progress);
    let mut last = Instant::now();
    let numbers: Vec<u32> = (0..due.len() as u32).collect();
    each(
        &numbers,
        (plan.threads, plan.threads),
        stop,
        |number| simulate(due[number as usize].1).map(|values| checked(plan, values)),
        |news| {
            progress.elapsed = start.elapsed();
            if let News::Done(number, result) = news {
                let ended = result.unwrap_or_else(|c| Err(format!("{} ({})", c.message, c.place)));
                progress.over += 1;
                progress.failed += u32::from(ended.is_err());
                let (block, unit) = due[number as usize];
                work.take(block, unit, ended)?;
                if last.elapsed() >= BETWEEN_MANIFESTS {
                    work.manifest.write(folder)?;
                    last = Instant::now();
                }
            }
            on_progress(&progress);
            Ok(())
        },
    )?;
    progress.elapsed = start.elapsed();
    work.finish(asked, &progress, due.len() as u64)?;
    Ok((work.manifest, progress))
}

/// The outcomes, if they have the shape of the plan; panics otherwise, which is a bug of the model.
fn checked(plan: &Plan, values: Vec<Vec<f64>>) -> Vec<Vec<f64>> {
    assert_eq!(values.len(), plan.formats.len(), "one outcome for each format");
    for (format, values) in plan.formats.iter().zip(&values) {
        assert_eq!(values.len(), plan.columns.len(), "one value for each column");
        for (column, value) in plan.columns.iter().zip(values) {
            assert!(!value.is_infinite(), "{column} is infinite under {}", format.id);
        }
    }
    values
}

impl Work<'_> {
    /// Holds the manifest against the parts that are there: what is whole is kept, listed or not; what is damaged or
    /// gone is due again.
    fn adopt(&mut self) -> Result<(), Trouble> {
        for number in self.manifest.own_blocks() {
            let path = self.folder.path().join(part(number));
            let bytes = fs::read(&path).ok();
            let listed = self.manifest.blocks.get(&number);
            let whole = |record: &&BlockRecord| bytes.as_ref().is_some_and(|b| sha256(b) == record.sha256);
            if listed.filter(whole).is_some() {
                continue;
            }
            self.manifest.blocks.remove(&number);
            let Some(bytes) = bytes else { continue };
            if let Ok(block) = rows::read(&path, self.plan, &self.plan.layout.block(number)) {
                self.record(number, &block, &bytes);
            }
        }
        Ok(())
    }

    /// The units that are due, block by block.
    fn due(&mut self) -> Result<Vec<(u32, Unit)>, Trouble> {
        let mut due = Vec::new();
        for number in self.manifest.own_blocks() {
            let mut units = self.plan.layout.block(number);
            match self.manifest.blocks.get(&number) {
                None => {}
                Some(record) if self.again == Again::Failed && record.failed > 0 => {
                    let block = self.stored(number)?;
                    units.retain(|unit| block.get(unit).is_none_or(Result::is_err));
                }
                Some(_) => continue,
            }
            self.expected.insert(number, units.len());
            due.extend(units.into_iter().map(|unit| (number, unit)));
        }
        if self.again == Again::Failed {
            self.manifest.failures.clear();
        }
        Ok(due)
    }

    fn stored(&self, number: u32) -> Result<Block, Trouble> {
        rows::read(&self.folder.path().join(part(number)), self.plan, &self.plan.layout.block(number))
    }

    fn failed(&self) -> u64 {
        self.manifest.blocks.values().map(|record| u64::from(record.failed)).sum()
    }

    /// Takes the end of a unit; its block is written once it is complete.
    fn take(&mut self, number: u32, unit: Unit, ended: Ended) -> Result<(), Trouble> {
        let open = self.open.entry(number).or_default();
        open.insert(unit, ended);
        if Some(&open.len()) != self.expected.get(&number) {
            return Ok(());
        }
        let fresh = self.open.remove(&number).unwrap_or_default();
        let mut block =
            if self.manifest.blocks.contains_key(&number) { self.stored(number)? } else { Block::new() };
        block.extend(fresh);
        let name = part(number);
        let bytes = store::bytes(&rows::columns(self.plan, &block), &[])
            .map_err(|why| Trouble::CannotWrite(self.folder.path().join(&name), why.into()))?;
        self.folder.write(&name, &bytes)?;
        self.record(number, &block, &bytes);
        Ok(())
    }

    fn record(&mut self, number: u32, block: &Block, bytes: &[u8]) {
        let failed = block.values().filter(|ended| ended.is_err()).count() as u32;
        let record = BlockRecord {
            units: block.len() as u32,
            failed,
            bytes: bytes.len() as u64,
            sha256: sha256(bytes),
        };
        self.manifest.blocks.insert(number, record);
        for (unit, ended) in block {
            if let Err(failure) = ended {
                let Unit { replication, point } = *unit;
                let command = format!("{} --point {point} --replication {replication}", self.commands.alone);
                self.manifest.list_failure(Failed { replication, point, failure: failure.clone(), command });
            }
        }
    }

    fn finish(&mut self, asked: u64, progress: &Progress, due: u64) -> Result<(), Trouble> {
        let manifest = &mut self.manifest;
        let failed: u64 = manifest.blocks.values().map(|record| u64::from(record.failed)).sum();
        let over: u64 = manifest.blocks.values().map(|record| u64::from(record.units)).sum();
        manifest.units = Counts { asked, done: over - failed, failed };
        manifest.status = match () {
            () if over < asked => Status::Interrupted,
            () if failed > 0 => Status::SomeFailed,
            () => Status::Complete,
        };
        manifest.resume = (over < asked).then(|| self.commands.resume.clone());
        if self.again == Again::Failed {
            manifest.retried.push(Retried { program: program(), units: due });
        }
        manifest.times = Times {
            ended: now(),
            simulation_seconds: progress.elapsed.as_secs_f64(),
            replications_per_second: progress.rate(),
        };
        manifest.write(self.folder)
    }
}
