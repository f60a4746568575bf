//! What `sweep.json` says: which sweep this folder holds, what of it is done, and how to go on.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::layout::{Layout, Shard};
use super::plan::Plan;
use crate::experiment::folder::RunFolder;
use crate::experiment::record::{COMMIT, Host, Program, Status, Times};
use crate::experiment::results::{FormatName, Provenance};
use crate::experiment::store;
use crate::experiment::trouble::Trouble;
use crate::scenario::Scenario;
use crate::scenario::design::{Axis, Range};
use crate::words::numbers::{number, with_unit};
use crate::words::{Bilingual, Lang};

/// The manifest's name in the folder of a sweep.
pub const MANIFEST: &str = "sweep.json";
/// The scenario as resolved, beside it.
pub const SCENARIO: &str = "scenario.toml";
/// The table of the points, beside it.
pub const DESIGN: &str = "design.parquet";
/// The folder of the parts.
pub const PARTS: &str = "parts";
/// How many failures are listed one by one; the parts have them all.
const LISTED_FAILURES: usize = 50;

/// The content of the manifest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// The program that started the sweep.
    pub program: Program,
    /// Whether everything of this part is there.
    pub status: Status,
    /// What a foot note must say.
    pub provenance: Provenance,
    /// The compared formats; the first is the reference.
    pub formats: Vec<FormatName>,
    /// The design.
    pub design: DesignRecord,
    /// The order of work.
    pub layout: Layout,
    /// Which part of it this folder holds.
    pub shard: Shard,
    /// The outcomes of each run.
    pub columns: Vec<String>,
    /// Units by what became of them.
    pub units: Counts,
    /// The first failures.
    pub failures: Vec<Failed>,
    /// What was computed again after failing, and by which program.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub retried: Vec<Retried>,
    /// The command that computes the same results.
    pub reproduce: String,
    /// The command that goes on, when something is left to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resume: Option<String>,
    /// The machine. Results do not depend on it.
    pub host: Host,
    /// How long the last run took.
    pub times: Times,
    /// The blocks that are done, by number.
    pub blocks: BTreeMap<u32, BlockRecord>,
}

/// A design as the manifest keeps it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DesignRecord {
    /// How points are chosen.
    pub method: String,
    /// The seed of the points.
    pub seed: u64,
    /// What varies.
    pub vary: Vec<AxisRecord>,
    /// The names of the points, where the file gives them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<Option<Bilingual>>,
}

/// A parameter that varies, as the manifest keeps it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AxisRecord {
    /// Its path.
    pub path: String,
    /// Its name for readers.
    pub label: Bilingual,
    /// Its unit.
    pub unit: Bilingual,
    /// The values it takes, in words of TOML.
    pub range: String,
    /// The group it is screened with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
}

/// Units by what became of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Asked for, in this part.
    pub asked: u64,
    /// Done.
    pub done: u64,
    /// Failed.
    pub failed: u64,
}

/// A failed unit and how to see it fail again.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Failed {
    /// The replication.
    pub replication: u32,
    /// The point.
    pub point: u32,
    /// What went wrong, and where.
    pub failure: String,
    /// The command that computes this unit alone.
    pub command: String,
}

/// Units computed again after they had failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retried {
    /// By which program.
    pub program: Program,
    /// How many units.
    pub units: u64,
}

/// A block that is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlockRecord {
    /// Its units.
    pub units: u32,
    /// Those that failed.
    pub failed: u32,
    /// The length of its part.
    pub bytes: u64,
    /// The SHA-256 of its part.
    pub sha256: String,
}

/// The commands a manifest quotes.
#[derive(Clone, Debug)]
pub struct Commands {
    /// Computes the same results.
    pub reproduce: String,
    /// Goes on.
    pub resume: String,
    /// Computes one unit, point and replication still to be added.
    pub alone: String,
}

/// Who computes.
pub fn program() -> Program {
    Program {
        name: env!("CARGO_PKG_NAME").to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        commit: COMMIT.map(str::to_owned),
    }
}

/// The file of a block's part, below the folder.
pub fn part(block: u32) -> String {
    format!("{PARTS}/{block:06}.parquet")
}

impl Manifest {
    /// The manifest of a sweep of which nothing is done.
    pub fn new(plan: &Plan, commands: &Commands) -> Manifest {
        Manifest {
            program: program(),
            status: Status::Interrupted,
            provenance: plan.provenance.clone(),
            formats: plan.formats.clone(),
            design: DesignRecord::of(plan),
            layout: plan.layout.clone(),
            shard: plan.shard,
            columns: plan.columns.clone(),
            units: Counts::default(),
            failures: Vec::new(),
            retried: Vec::new(),
            reproduce: commands.reproduce.clone(),
            resume: Some(commands.resume.clone()),
            host: Host::here(plan.threads),
            times: Times::default(),
            blocks: BTreeMap::new(),
        }
    }

    /// Reads the manifest of a folder.
    pub fn read(folder: &Path) -> Result<Manifest, Trouble> {
        let path = folder.join(MANIFEST);
        let text = fs::read_to_string(&path).map_err(|cause| Trouble::reading(&path, &cause))?;
        serde_json::from_str(&text).map_err(|why| Trouble::not_ours(&path, why))
    }

    /// Writes it to a folder.
    pub fn write(&self, folder: &RunFolder) -> Result<(), Trouble> {
        let bytes = serde_json::to_vec_pretty(self)
            .map_err(|why| Trouble::CannotWrite(folder.path().join(MANIFEST), why.to_string().into()))?;
        folder.write(MANIFEST, &bytes)
    }

    /// The blocks this part has to compute.
    pub fn own_blocks(&self) -> impl Iterator<Item = u32> + use<> {
        let shard = self.shard;
        (0..self.layout.blocks()).filter(move |block| shard.has(*block))
    }

    /// The blocks it has to compute and has not.
    pub fn missing(&self) -> Vec<u32> {
        self.own_blocks().filter(|block| !self.blocks.contains_key(block)).collect()
    }

    /// Adds a failure to those listed, which are the first in the order of work.
    pub fn list_failure(&mut self, failed: Failed) {
        if let Err(place) = self.failures.binary_search(&failed) {
            self.failures.insert(place, failed);
            self.failures.truncate(LISTED_FAILURES);
        }
    }

    /// Refuses a plan that is not of the same sweep, naming what differs first. The number of points and of
    /// replications is left to the caller, and so is the program's version where `version` says so.
    pub fn check(&self, folder: &Path, plan: &Plan, version: Version) -> Result<(), Trouble> {
        let differ = |what: &str, there: String, here: String| {
            let (folder, what) = (folder.to_owned(), what.to_owned());
            if there == here { Ok(()) } else { Err(Trouble::OtherRun { folder, what, there, here }) }
        };
        let now = program();
        if version == Version::Same {
            differ("version", self.program.version.clone(), now.version)?;
            differ(
                "commit",
                self.program.commit.clone().unwrap_or_default(),
                now.commit.unwrap_or_default(),
            )?;
        }
        let ids =
            |formats: &[FormatName]| formats.iter().map(|f| f.id.as_str()).collect::<Vec<_>>().join(" ");
        differ("seed", self.provenance.seed.to_string(), plan.provenance.seed.to_string())?;
        differ("formats", ids(&self.formats), ids(&plan.formats))?;
        if self.provenance.hash != plan.provenance.hash {
            let (what, there, here) = self.first_difference(folder, plan);
            differ(&what, there, here)?;
        }
        let design = DesignRecord::of(plan);
        differ("design.method", self.design.method.clone(), design.method)?;
        differ("design.seed", self.design.seed.to_string(), design.seed.to_string())?;
        let paths =
            |vary: &[AxisRecord]| vary.iter().map(|axis| axis.path.as_str()).collect::<Vec<_>>().join(" ");
        differ("design.vary", paths(&self.design.vary), paths(&design.vary))?;
        for (there, here) in self.design.vary.iter().zip(design.vary) {
            differ(&format!("design.vary {}", here.path), there.range.clone(), here.range)?;
        }
        differ("columns", self.columns.join(" "), plan.columns.join(" "))
    }

    /// Refuses points that are not those of the folder, as far as both go.
    pub fn check_points(&self, folder: &Path, plan: &Plan) -> Result<(), Trouble> {
        let path = folder.join(DESIGN);
        let there = store::read(&path)?;
        for (there, here) in there.iter().zip(plan.design()) {
            let rows = there.values.len().min(here.values.len());
            // NaN cannot stand in a design, so that equality is what it seems
            if there.name != here.name || there.values.slice(0..rows) != here.values.slice(0..rows) {
                return Err(Trouble::OtherRun {
                    folder: folder.to_owned(),
                    what: format!("design: {}", here.name),
                    there: format!("{} ×", there.values.len()),
                    here: format!("{} ×", here.values.len()),
                });
            }
        }
        Ok(())
    }

    fn first_difference(&self, folder: &Path, plan: &Plan) -> (String, String, String) {
        let hashes = || ("scenario".to_owned(), self.provenance.hash.clone(), plan.provenance.hash.clone());
        let there = fs::read_to_string(folder.join(SCENARIO)).unwrap_or_default();
        Scenario::first_difference(&there, &plan.scenario).unwrap_or_else(hashes)
    }
}

/// Whether another version of the program may go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// It must be the same.
    Same,
    /// It may be another: what failed is computed again once the program is repaired.
    Any,
}

impl AxisRecord {
    /// A value of it with its unit, as people write it.
    pub fn written(&self, value: f64, lang: Lang) -> String {
        let (shown, unit) = match self.unit.en.as_str() {
            "share" => (100.0 * value, "%"),
            _ => (value, self.unit.get(lang)),
        };
        // three digits that count are more than any range is known to
        let decimals = match shown.abs() {
            large if large >= 99.95 => 0,
            tens if tens >= 9.995 => 1,
            ones if ones >= 0.9995 => 2,
            _ => 3,
        };
        with_unit(&number(shown, decimals, lang), unit, lang)
    }
}

impl DesignRecord {
    /// The design of a plan.
    pub fn of(plan: &Plan) -> DesignRecord {
        let axis = |axis: &Axis| AxisRecord {
            path: axis.path.clone(),
            label: axis.label.clone(),
            unit: axis.unit.clone(),
            range: written(&axis.range),
            group: axis.group.clone(),
        };
        DesignRecord {
            method: plan.points.method().to_owned(),
            seed: plan.points.seed(),
            vary: plan.points.axes.iter().map(axis).collect(),
            labels: plan.points.labels(),
        }
    }
}

fn written(range: &Range) -> String {
    match range {
        Range::Between { low, high, logarithmic } => {
            let scale = if *logarithmic { " (log)" } else { "" };
            format!("{low:?} to {high:?}{scale}")
        }
        Range::Whole { low, high } => format!("{low} to {high}"),
        Range::Among(values) if values.is_empty() => "listed".to_owned(),
        Range::Among(values) => values.iter().map(|value| value.written()).collect::<Vec<_>>().join(", "),
    }
}
