//! A sweep from its folder to its merged results, whatever laid its points out.

use std::path::{Path, PathBuf};

use super::flags::Flags;
use super::job::outcomes;
use super::progress::Teller;
use super::{Status, Terminal, interrupt};
use mutualise::error::{Error, both};
use mutualise::experiment::Progress;
use mutualise::experiment::folder::{self, RunFolder};
use mutualise::experiment::record::Status as Stored;
use mutualise::experiment::store;
use mutualise::experiment::trouble::Trouble;
use mutualise::scenario::Scenario;
use mutualise::sweep::manifest::{Commands, DESIGN, MANIFEST, Manifest, PARTS, SCENARIO, Version};
use mutualise::sweep::merge::{Misfit, Sources};
use mutualise::sweep::part::Ended;
use mutualise::sweep::{Again, Plan, Points, Shard, Unit, run};

/// How many failures are told one by one; the manifest has more, the results have all.
const TOLD_FAILURES: usize = 5;

/// What to do with a sweep that is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum There {
    /// What the flags of every run say: refuse, replace or go on.
    AsFlagged,
    /// Go on with it, or start where there is nothing.
    Onward,
    /// Add points or replications.
    Extend,
    /// Compute again what failed.
    RetryFailed,
}

/// What is computed before and after in the same command, so that progress is told of the whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Among {
    /// Replications that are over.
    pub over: u32,
    /// Those of them that failed.
    pub failed: u32,
    /// Replications that come later.
    pub to_come: u32,
}

impl Among {
    /// The progress of a part as that of the whole; the rate is that of the part.
    fn place(self, part: &Progress) -> Progress {
        Progress {
            over: self.over + part.over,
            failed: self.failed + part.failed,
            resumed: self.over + part.resumed,
            total: self.over + part.total + self.to_come,
            part: part.part,
            elapsed: part.elapsed,
        }
    }
}

/// A sweep that is asked for.
pub struct Sweeping<'a> {
    /// What to simulate, but for what varies.
    pub scenario: &'a Scenario,
    /// How.
    pub flags: &'a Flags,
    /// The command to quote, without folder and without what says how to go on.
    pub command: String,
    /// The folder to name in commands, when it is not that of the sweep itself.
    pub out: Option<PathBuf>,
    /// Which part of it.
    pub shard: Shard,
    /// What to do with what is there.
    pub present: There,
    /// What the same command computes besides.
    pub among: Among,
    /// Where it is told.
    pub terminal: &'a Terminal,
}

/// A sweep that is over, or was interrupted.
pub struct Swept {
    /// What its folder says.
    pub manifest: Manifest,
    /// Whether the merged results are there.
    pub merged: bool,
    /// How the program ends.
    pub status: Status,
}

impl Sweeping<'_> {
    /// Computes what the folder lacks, and merges the parts once all are there.
    pub fn done(&self, folder: &Path, points: Points) -> Result<Swept, Error> {
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let mut plan = Plan::new(self.scenario, points, &name, self.flags.threads());
        plan.shard = self.shard;
        let commands = self.commands(folder);
        let (folder, mut manifest) = self.claim(folder, &mut plan, &commands)?;
        manifest.layout = plan.layout.clone();
        manifest.reproduce = commands.reproduce.clone();
        manifest.design.labels = plan.points.labels();
        self.describe(&folder, &plan)?;
        manifest.write(&folder)?;
        let again = if self.present == There::RetryFailed { Again::Failed } else { Again::Nothing };
        let stop = interrupt::listen(*self.terminal, &commands.resume);
        let mut teller = Teller::new(self.flags.quiet, *self.terminal);
        let simulate = |unit: Unit| -> Ended {
            let varied = self.scenario.with(&plan.points.settings(unit.point)).map_err(|why| why.en)?;
            let ended = outcomes(&varied, unit.replication, self.flags, &|| {});
            Ok(ended.into_iter().map(|outcome| outcome.indicators).collect())
        };
        let tell = |progress: &Progress| teller.tell(&self.among.place(progress));
        let result = run(&plan, &folder, manifest, (again, &commands), simulate, stop, tell);
        teller.end();
        let (manifest, progress) =
            result.map_err(Error::from).inspect_err(|_| self.tell_resume(&commands))?;
        let merged = self.shard == Shard::WHOLE && manifest.status != Stored::Interrupted;
        if merged {
            merge_into(&folder, &[folder.path().to_owned()], &plan.notes())?;
        }
        self.tell_end(&manifest, &progress, &commands);
        let status = match manifest.status {
            Stored::Complete => Status::Done,
            Stored::SomeFailed => Status::SomeFailed,
            Stored::Interrupted => Status::Interrupted,
        };
        Ok(Swept { manifest, merged, status })
    }

    fn commands(&self, folder: &Path) -> Commands {
        let shard = match self.shard {
            Shard::WHOLE => String::new(),
            shard => format!(" --shard {shard}"),
        };
        let folder = self.out.as_deref().unwrap_or(folder);
        let folder = super::flags::quoted(&folder.display().to_string());
        Commands {
            reproduce: format!("{}{shard}", self.command),
            resume: format!("{}{shard} --out {folder} --resume", self.command),
            alone: self.command.clone(),
        }
    }

    /// The folder and what it says, if it holds this very sweep; nothing of another is touched.
    fn claim(
        &self,
        path: &Path,
        plan: &mut Plan,
        commands: &Commands,
    ) -> Result<(RunFolder, Manifest), Trouble> {
        let present = self.flags.present();
        if !path.join(MANIFEST).exists() {
            let resume = self.present == There::AsFlagged && present == folder::Present::Resume;
            if resume || matches!(self.present, There::Extend | There::RetryFailed) {
                return Err(Trouble::NothingToResume(path.to_owned()));
            }
            let present = if self.present == There::Onward { folder::Present::Replace } else { present };
            let folder = RunFolder::named(path, present)?;
            return Ok((folder, Manifest::new(plan, commands)));
        }
        let folder = RunFolder::claimed(path)?;
        if self.present == There::AsFlagged && present == folder::Present::Replace {
            clear(path)?;
            return Ok((folder, Manifest::new(plan, commands)));
        }
        let manifest = Manifest::read(path)?;
        if self.present == There::AsFlagged && present == folder::Present::Keep {
            return Err(match manifest.status {
                Stored::Interrupted => Trouble::Unfinished(path.to_owned()),
                _ => Trouble::Occupied(path.to_owned()),
            });
        }
        let retry = self.present == There::RetryFailed;
        manifest.check(path, plan, if retry { Version::Any } else { Version::Same })?;
        self.same_shape(path, plan, &manifest)?;
        manifest.check_points(path, plan)?;
        Ok((folder, manifest))
    }

    /// Points, replications and shard are those of the folder, or more where more may be added.
    fn same_shape(&self, path: &Path, plan: &mut Plan, manifest: &Manifest) -> Result<(), Trouble> {
        let differ = |what: &str, there: String, here: String| {
            let (folder, what) = (path.to_owned(), what.to_owned());
            if there == here { Ok(()) } else { Err(Trouble::OtherRun { folder, what, there, here }) }
        };
        differ("shard", manifest.shard.to_string(), plan.shard.to_string())?;
        let (there, here) = (manifest.layout.whole(), plan.layout.whole());
        let as_many = |what: [&str; 2], there: u32, here: u32| {
            let (folder, what) = (path.to_owned(), both(what[0], what[1]));
            if there == here { Ok(()) } else { Err(Trouble::OtherSize { folder, what, there, here }) }
        };
        if self.present == There::Extend
            && let Some(layout) = manifest.layout.extended(here)
        {
            plan.layout = layout;
            return Ok(());
        }
        as_many(["points", "points"], there.points, here.points)?;
        as_many(["réplications", "replications"], there.replications, here.replications)?;
        plan.layout = manifest.layout.clone();
        Ok(())
    }

    /// The scenario and the points, beside the results.
    fn describe(&self, folder: &RunFolder, plan: &Plan) -> Result<(), Trouble> {
        folder.write(SCENARIO, plan.scenario.as_bytes())?;
        let bytes = store::bytes(&plan.design(), &plan.notes())
            .map_err(|why| Trouble::CannotWrite(folder.path().join(DESIGN), why.into()))?;
        folder.write(DESIGN, &bytes)
    }

    fn tell_end(&self, manifest: &Manifest, progress: &Progress, commands: &Commands) {
        let terminal = self.terminal;
        if !self.flags.quiet {
            let (new, seconds) = (progress.over - progress.resumed, progress.elapsed.as_secs_f64());
            let rate = progress.rate().unwrap_or(0.0);
            let french = format!("{new} réplications calculées en {seconds:.1} s ({rate:.1} par seconde)")
                .replace('.', ",");
            let english = format!("{new} replications computed in {seconds:.1} s ({rate:.1} a second)");
            terminal.tell(match new {
                0 => terminal.choose("il ne restait rien à calculer", "nothing was left to compute"),
                _ => terminal.choose(&french, &english),
            });
        }
        if manifest.units.failed > 0 {
            self.tell_failures(manifest);
        }
        if manifest.status == Stored::Interrupted {
            let (over, total) = (manifest.units.done + manifest.units.failed, manifest.units.asked);
            let french = format!("interrompu : {over} réplications gardées sur {total}");
            let english = format!("interrupted: {over} of {total} replications are kept");
            terminal.tell(terminal.choose(&french, &english));
            self.tell_resume(commands);
        }
    }

    fn tell_failures(&self, manifest: &Manifest) {
        let (failed, asked) = (manifest.units.failed, manifest.units.asked);
        let french = format!("échecs : {failed} réplications sur {asked}, écartées des moyennes");
        let english = format!("failed: {failed} of {asked} replications, left out of the means");
        self.terminal.tell(self.terminal.choose(&french, &english));
        let again = self.terminal.choose("pour la rejouer", "to replay it");
        for failed in manifest.failures.iter().take(TOLD_FAILURES) {
            let told = format!(
                "  point {}, replication {}: {}\n    {again}: {}",
                failed.point, failed.replication, failed.failure, failed.command
            );
            self.terminal.tell(&told);
        }
    }

    fn tell_resume(&self, commands: &Commands) {
        let head = self.terminal.choose(
            "ce qui est calculé est gardé ; pour faire le reste :",
            "what is done is kept; to do the rest:",
        );
        self.terminal.tell(&format!("{head}\n  {}", commands.resume));
    }
}

/// Removes what a sweep has written, and nothing else.
pub fn clear(path: &Path) -> Result<(), Trouble> {
    let told = |what: &Path, result: std::io::Result<()>| match result {
        Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => Err(Trouble::writing(what, &cause)),
        _ => Ok(()),
    };
    for name in [MANIFEST, SCENARIO, DESIGN, mutualise::experiment::results::INDICATORS_FILE] {
        told(&path.join(name), std::fs::remove_file(path.join(name)))?;
    }
    let parts = path.join(PARTS);
    told(&parts, std::fs::remove_dir_all(&parts))
}

/// Joins the parts of these folders into the table of one.
pub fn merge_into(
    folder: &RunFolder,
    from: &[std::path::PathBuf],
    notes: &[(String, String)],
) -> Result<Sources, Error> {
    let sources = Sources::of(from).map_err(|misfit| told(&misfit))?;
    sources.write(folder, notes)?;
    Ok(sources)
}

/// What keeps parts from being joined, in words.
pub fn told(misfit: &Misfit) -> Error {
    let usage = |fr: String, en: String| Error::Usage(mutualise::words::Bilingual { fr, en });
    match misfit {
        Misfit::Trouble(trouble) => trouble.clone().into(),
        Misfit::Overlap(_, a, b) if a == b => usage(
            format!("{} est donné deux fois\nremède : ne donnez chaque part qu’une fois", a.display()),
            format!("{} is given twice\nremedy: give each part only once", a.display()),
        ),
        Misfit::Overlap(block, a, b) => usage(
            format!(
                "{} et {} contiennent tous deux le bloc {block}\nremède : donnez des parts d’un même découpage, chacune une fois",
                a.display(),
                b.display()
            ),
            format!(
                "{} and {} both hold block {block}\nremedy: give the parts of one division, each only once",
                a.display(),
                b.display()
            ),
        ),
        Misfit::Gap(missing, shards) => {
            let count = missing.len();
            let first: Vec<String> = missing.iter().take(10).map(u32::to_string).collect();
            let more = if count > first.len() { ", …" } else { "" };
            let (first, shards) = (
                first.join(", "),
                shards.iter().map(|shard| format!("--shard {shard}")).collect::<Vec<_>>().join(", "),
            );
            usage(
                format!("blocs manquants ({count}) : {first}{more}\nremède : calculez ou achevez {shards}"),
                format!("missing blocks ({count}): {first}{more}\nremedy: compute or finish {shards}"),
            )
        }
    }
}
