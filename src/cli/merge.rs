//! `mutualise merge`: the parts of a sweep, computed apart, become one.

use std::path::{Path, PathBuf};

use clap::Args;

use super::sweeping::told;
use super::{Answer, Status, Terminal, sweep};
use mutualise::error::{Error, both};
use mutualise::experiment::folder::{Present, RunFolder};
use mutualise::experiment::record::Status as Stored;
use mutualise::experiment::trouble::Trouble;
use mutualise::sweep::Shard;
use mutualise::sweep::manifest::{Counts, MANIFEST, Manifest, PARTS};
use mutualise::sweep::merge::Sources;
use mutualise::sweep::plan::notes_of;

/// Join the parts of a sweep that were computed apart
#[derive(Args, Debug)]
pub struct MergeArgs {
    /// The folders of the parts
    #[arg(required = true, value_name = "DIR")]
    parts: Vec<PathBuf>,
    /// The folder of the whole
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

/// Answers `mutualise merge`.
pub fn merge(args: &MergeArgs, terminal: &Terminal) -> Result<Answer, Error> {
    let out = &args.out;
    // what cannot be joined leaves no folder behind
    let first = Manifest::read(&args.parts[0])?;
    let sources = Sources::of(&args.parts).map_err(|misfit| told(&misfit))?;
    let folder = free(out)?;
    let parts = out.join(PARTS);
    std::fs::create_dir_all(&parts).map_err(|cause| Trouble::writing(&parts, &cause))?;
    sources.copy(&folder)?;
    sources.write(&folder, &notes_of(&first.design))?;
    let mut manifest = Manifest { shard: Shard::WHOLE, failures: Vec::new(), ..sources.manifest };
    for part in &args.parts {
        Manifest::read(part)?.failures.into_iter().for_each(|failed| manifest.list_failure(failed));
    }
    let failed = manifest.blocks.values().map(|block| u64::from(block.failed)).sum();
    let asked = manifest.layout.units();
    manifest.units = Counts { asked, done: asked - failed, failed };
    manifest.status = if failed > 0 { Stored::SomeFailed } else { Stored::Complete };
    manifest.resume = None;
    // the whole bears its own name, not that of a part
    manifest.provenance.run = out.file_name().unwrap_or_default().to_string_lossy().into_owned();
    manifest.reproduce = manifest.reproduce.split(" --shard ").next().unwrap_or_default().to_owned();
    manifest.write(&folder)?;
    let text = sweep::size(&manifest, terminal) + &sweep::summary(&manifest, out, terminal)?;
    sweep::charted(&manifest, out, terminal)?;
    let status = if failed > 0 { Status::SomeFailed } else { Status::Done };
    Ok(Answer { text: format!("{text}\n{}\n", out.display()), status })
}

/// The folder of the whole, where nothing of a run or of a sweep is.
fn free(out: &Path) -> Result<RunFolder, Error> {
    let occupied = || {
        let out = out.display();
        Error::Usage(both(
            format!("{out} contient déjà des résultats\nremède : choisissez un autre dossier avec --out"),
            format!("{out} already holds results\nremedy: choose another folder with --out"),
        ))
    };
    if out.join(MANIFEST).exists() {
        return Err(occupied());
    }
    RunFolder::named(out, Present::Keep).map_err(|trouble| match trouble {
        Trouble::Occupied(_) | Trouble::Unfinished(_) => occupied(),
        other => other.into(),
    })
}
