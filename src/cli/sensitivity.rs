//! `mutualise sensitivity`: screening of all parameters, then shares of variance of those that matter.

use std::path::{Path, PathBuf};

use clap::{Args, value_parser};

use super::flags::{Flags, quoted};
use super::sensitivity_table::{self as tables, Screened, Split};
use super::sweeping::{Among, Sweeping, Swept, There, clear};
use super::{Answer, Status, Terminal};
use mutualise::charts;
use mutualise::error::{Error, both, nearest};
use mutualise::experiment::folder::{Present, RunFolder};
use mutualise::indicators::registry;
use mutualise::scenario::Scenario;
use mutualise::scenario::design::{Axis, assumptions};
use mutualise::sensitivity::stored::{SCREENING, SCREENING_TABLE, SHARES, SHARES_TABLE};
use mutualise::sensitivity::{Saltelli, Screening, Sensitivity, outputs};
use mutualise::sweep::manifest::MANIFEST;
use mutualise::sweep::points::Given;
use mutualise::sweep::{Points, Shard, sobol};
use mutualise::words::typeset;

/// Replications of each point, where nobody says: few, because points teach more than replications.
const REPLICATIONS: u32 = 4;

/// On which parameters outcomes depend: Morris screening, then Sobol' indices, chance kept apart
#[derive(Args, Debug)]
pub struct SensitivityArgs {
    /// Scenario file; its [design] says what varies [default: every assumption of the catalogue]
    file: String,
    #[command(flatten)]
    flags: Flags,
    /// Trajectories of the screening; 0 leaves the screening out
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = value_parser!(u32).range(0..=100_000))]
    trajectories: u32,
    /// Values each parameter takes in the screening: an even number
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = value_parser!(u32).range(2..=64))]
    levels: u32,
    /// How many parameters go on from the screening; 0 stops after it
    #[arg(long, value_name = "N", default_value_t = 8)]
    keep: usize,
    /// Pairs of points for the Sobol' indices: best a power of two
    #[arg(long, value_name = "N", default_value_t = 64, value_parser = value_parser!(u32).range(2..=1_000_000))]
    pairs: u32,
    /// Indices of the second order too
    #[arg(long)]
    second_order: bool,
    /// The indicators, separated by commas
    #[arg(
        long,
        value_name = "ID,ID",
        value_delimiter = ',',
        default_value = "retention-24,cost-per-fte,involuntary-loss-12"
    )]
    indicators: Vec<String>,
}

/// Answers `mutualise sensitivity`.
pub fn sensitivity(args: &SensitivityArgs, terminal: &Terminal) -> Result<Answer, Error> {
    check(args)?;
    let flags = args.flags.or_replications(REPLICATIONS);
    let scenario = &flags.resolve(Some(&args.file), None, terminal)?;
    let axes = match &scenario.design {
        Some(design) => design.axes.clone(),
        None => assumptions(),
    };
    let out = match &flags.out {
        Some(path) => path.clone(),
        None => RunFolder::fresh(&scenario.name, &["sensitivity"])?.path().to_owned(),
    };
    let study = Study { args, flags: &flags, scenario, out, terminal };
    study.claim()?;
    let mut before = Among::default();
    let mut text = String::new();
    let mut failed = false;
    let mut kept = axes.clone();
    if args.trajectories > 0 {
        let to_come = study.shares(args.keep.min(axes.len())).map_or(0, |plan| study.runs(plan.points()));
        let (swept, screened) = study.screen(&axes, Among { to_come, ..before })?;
        if swept.status == Status::Interrupted {
            return Ok(Answer { text, status: Status::Interrupted });
        }
        failed |= swept.status == Status::SomeFailed;
        let units = &swept.manifest.units;
        before = Among { over: (units.done + units.failed) as u32, failed: units.failed as u32, to_come: 0 };
        text += &tables::screened(&screened, &swept.manifest, (terminal.lang, terminal.columns()));
        kept = screened.kept(args.keep).into_iter().map(|axis| axes[axis].clone()).collect();
    }
    if args.keep > 0 {
        let (swept, split) = study.share(kept, before)?;
        if swept.status == Status::Interrupted {
            return Ok(Answer { text, status: Status::Interrupted });
        }
        failed |= swept.status == Status::SomeFailed;
        text += &tables::split(&split, &swept.manifest, (terminal.lang, terminal.columns()));
    }
    study.draw()?;
    let status = if failed { Status::SomeFailed } else { Status::Done };
    let text = typeset(terminal.lang, &text);
    Ok(Answer { text: format!("{text}\n{}\n", study.out.display()), status })
}

fn check(args: &SensitivityArgs) -> Result<(), Error> {
    if !args.levels.is_multiple_of(2) {
        return Err(Error::Usage(both(
            "--levels doit être pair\nremède : --levels 4",
            "--levels must be even\nremedy: --levels 4",
        )));
    }
    if args.trajectories == 0 && args.keep == 0 {
        return Err(Error::Usage(both(
            "il ne reste rien à faire\nremède : --trajectories ou --keep au-dessus de 0",
            "nothing is left to do\nremedy: --trajectories or --keep above 0",
        )));
    }
    known_columns(&args.indicators)
}

/// Refuses a column that no run has, with the nearest that one has.
pub fn known_columns(asked: &[String]) -> Result<(), Error> {
    let columns: Vec<String> = registry::columns().map(|column| column.name()).collect();
    match asked.iter().find(|asked| !columns.contains(asked)) {
        None => Ok(()),
        Some(unknown) => {
            let near = nearest(unknown, columns.iter().map(String::as_str)).unwrap_or("retention-24");
            Err(Error::Usage(both(
                format!("il n’y a pas d’indicateur « {unknown} »\nremède : peut-être « {near} »"),
                format!("there is no indicator named `{unknown}`\nremedy: perhaps `{near}`"),
            )))
        }
    }
}

struct Study<'a> {
    args: &'a SensitivityArgs,
    flags: &'a Flags,
    scenario: &'a Scenario,
    out: PathBuf,
    terminal: &'a Terminal,
}

impl Study<'_> {
    /// What is there is gone on with or replaced only when asked.
    fn claim(&self) -> Result<(), Error> {
        use mutualise::experiment::trouble::Trouble;
        let there = [SCREENING, SHARES].iter().any(|step| self.out.join(step).join(MANIFEST).exists());
        match self.flags.present() {
            Present::Keep if there => Err(Trouble::Occupied(self.out.clone()).into()),
            Present::Resume if !there => Err(Trouble::NothingToResume(self.out.clone()).into()),
            Present::Replace => {
                for step in [SCREENING, SHARES] {
                    clear(&self.out.join(step))?;
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn swept(&self, step: &str, points: Points, among: Among) -> Result<Swept, Error> {
        if !self.flags.quiet {
            let (count, axes, replications) =
                (points.count(), points.axes.len(), self.scenario.params.run.replications);
            let french = format!("{step} : {axes} paramètres, {count} points × {replications} réplications");
            let english = format!("{step}: {axes} parameters, {count} points × {replications} replications");
            self.terminal.tell(self.terminal.choose(&french, &english));
        }
        let folder = self.out.join(step);
        std::fs::create_dir_all(&folder)
            .map_err(|cause| mutualise::experiment::trouble::Trouble::writing(&folder, &cause))?;
        let sweeping = Sweeping {
            scenario: self.scenario,
            flags: self.flags,
            command: self.command(),
            out: Some(self.out.clone()),
            shard: Shard::WHOLE,
            present: There::Onward,
            among,
            terminal: self.terminal,
        };
        sweeping.done(&folder, points)
    }

    fn command(&self) -> String {
        let args = self.args;
        let mut command = self.flags.reproduce(&["mutualise", "sensitivity", &args.file]);
        command += &format!(
            " --trajectories {} --levels {} --keep {} --pairs {} --indicators {}",
            args.trajectories,
            args.levels,
            args.keep,
            args.pairs,
            quoted(&args.indicators.join(","))
        );
        if args.second_order {
            command += " --second-order";
        }
        command
    }

    /// How many replications so many points are.
    fn runs(&self, points: u32) -> u32 {
        points.saturating_mul(self.scenario.params.run.replications)
    }

    /// The plan of the Sobol' indices of so many parameters, if there are any.
    fn shares(&self, axes: usize) -> Option<Saltelli> {
        let (pairs, second) = (self.args.pairs, self.args.second_order);
        (axes > 0).then_some(Saltelli { axes, pairs, second, seed: self.scenario.params.run.seed })
    }

    fn screen(&self, axes: &[Axis], among: Among) -> Result<(Swept, Screened), Error> {
        let plan = Screening {
            groups: grouped(axes),
            trajectories: self.args.trajectories,
            levels: self.args.levels,
            seed: self.scenario.params.run.seed,
        };
        let place = plan.clone();
        let given = Given { name: "morris", place: std::sync::Arc::new(move |point| place.place(point)) };
        let points = Points::given(axes.to_vec(), plan.seed, plan.points(), given);
        let swept = self.swept(SCREENING, points, among)?;
        let mut screened = Screened { axes: axes.to_vec(), groups: plan.groups.clone(), outputs: Vec::new() };
        if swept.merged {
            for output in outputs::read(&self.out.join(SCREENING), &swept.manifest, &self.args.indicators)? {
                let effects = plan.effects(&output.runs);
                screened.outputs.push((output, effects));
            }
            self.write(SCREENING_TABLE, tables::screened_csv(&screened, &swept.manifest))?;
        }
        Ok((swept, screened))
    }

    fn share(&self, axes: Vec<Axis>, among: Among) -> Result<(Swept, Split), Error> {
        if 2 * axes.len() > sobol::dimensions() {
            let most = sobol::dimensions() / 2;
            return Err(Error::Usage(both(
                format!("au plus {most} paramètres\nremède : --keep {most}"),
                format!("at most {most} parameters\nremedy: --keep {most}"),
            )));
        }
        let Some(plan) = self.shares(axes.len()) else {
            return Err(Error::Usage(both(
                "aucun paramètre n’a d’effet : il n’y a rien à partager",
                "no parameter has an effect: there is nothing to share out",
            )));
        };
        let place = plan.clone();
        let given = Given { name: "saltelli", place: std::sync::Arc::new(move |point| place.place(point)) };
        let points = Points::given(axes.clone(), plan.seed, plan.points(), given);
        let swept = self.swept(SHARES, points, among)?;
        let mut split = Split { axes, outputs: Vec::new() };
        if swept.merged {
            for output in outputs::read(&self.out.join(SHARES), &swept.manifest, &self.args.indicators)? {
                let indices = plan.indices(&output.runs.means());
                split.outputs.push((output, indices));
            }
            self.write(SHARES_TABLE, tables::split_csv(&split, &swept.manifest))?;
            self.write("chance.csv", tables::chance_csv(&split, &swept.manifest))?;
            if plan.second {
                self.write("sobol-pairs.csv", tables::pairs_csv(&split, &swept.manifest))?;
            }
        }
        Ok((swept, split))
    }

    /// Draws what the tables hold.
    fn draw(&self) -> Result<(), Error> {
        if let Some(found) = Sensitivity::read(&self.out)? {
            charts::write_sensitivity(&found, self.terminal.lang, &self.out)
                .map_err(|cause| mutualise::experiment::trouble::Trouble::writing(&self.out, &cause))?;
        }
        Ok(())
    }

    fn write(&self, name: &str, bytes: Result<Vec<u8>, String>) -> Result<(), Error> {
        use mutualise::experiment::trouble::Trouble;
        let bytes = bytes.map_err(|why| Trouble::CannotWrite(Path::new(name).to_owned(), why.into()))?;
        Ok(RunFolder::at(&self.out).write(name, &bytes)?)
    }
}

/// The axes by group, groups in the order of their first axis; an axis without a group is alone.
fn grouped(axes: &[Axis]) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (place, axis) in axes.iter().enumerate() {
        let same = |group: &&mut Vec<usize>| axis.group.is_some() && axes[group[0]].group == axis.group;
        match groups.iter_mut().find(same) {
            Some(group) => group.push(place),
            None => groups.push(vec![place]),
        }
    }
    groups
}
