//! `mutualise sweep`: the formats over the points of a design.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum, value_parser};

use super::flags::{Flags, quoted};
use super::sweeping::{Among, Sweeping, Swept, There};
use super::{Answer, Status, Terminal, single};
use mutualise::charts;
use mutualise::comparison;
use mutualise::error::{Error, both};
use mutualise::experiment::folder::RunFolder;
use mutualise::experiment::store::{self, StoredColumn};
use mutualise::experiment::trouble::Trouble;
use mutualise::indicators::{Better, registry};
use mutualise::report::indented;
use mutualise::scenario::Scenario;
use mutualise::sweep::manifest::{DESIGN, Manifest};
use mutualise::sweep::reading::{self, Means, shown};
use mutualise::sweep::slurm::{self, Spread};
use mutualise::sweep::{Points, Shard};
use mutualise::words::numbers::{number, with_unit};
use mutualise::words::{Bilingual, Lang, fill, say, typeset};

/// Designs with at most so many points are told point by point.
const FEW_POINTS: u32 = 12;
/// So many formats, points counted, a chart can show.
const MOST_CHARTED: usize = 16;
/// The folder of a sweep that is to be spread over machines, where none is named.
const SPREAD: &str = "output/sweep";

/// Run the compared formats over the points of a design
#[derive(Args, Debug)]
pub struct SweepArgs {
    /// Scenario file with a section [design]
    file: String,
    /// How many points, for a Latin hypercube or a Sobol' sequence [default: the file's, else 64]
    #[arg(long, value_name = "N", value_parser = value_parser!(u32).range(1..=10_000_000))]
    points: Option<u32>,
    #[command(flatten)]
    flags: Flags,
    /// Add replications or points to the sweep that --out holds; what exists stays as it is
    #[arg(long, requires = "out", conflicts_with_all = ["force", "resume"])]
    extend: bool,
    /// Compute again what failed in the sweep that --out holds
    #[arg(long, requires = "out", conflicts_with_all = ["force", "resume", "extend"])]
    retry_failed: bool,
    /// Compute one part of N, to be joined by `mutualise merge`
    #[arg(long, value_name = "I/N", value_parser = Shard::parse)]
    shard: Option<Shard>,
    /// With --replication: at which point of the design
    #[arg(long, value_name = "P", requires = "replication", conflicts_with = "out")]
    point: Option<u32>,
    /// Print a file for a cluster instead of computing
    #[arg(long, value_enum, value_name = "ENGINE")]
    emit: Option<Engine>,
    /// With --emit: into how many shards
    #[arg(long, value_name = "N", default_value_t = 16, value_parser = value_parser!(u32).range(1..=100_000))]
    shards: u32,
}

/// What a file is printed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Engine {
    /// A Slurm job array, and the merge that waits for it
    Slurm,
}

/// Answers `mutualise sweep`.
pub fn sweep(args: &SweepArgs, terminal: &Terminal) -> Result<Answer, Error> {
    let flags = &args.flags;
    let scenario = &flags.resolve(Some(&args.file), None, terminal)?;
    let points = points(scenario, args)?;
    if let Some(replication) = flags.replication {
        return one(scenario, &points, (args.point, replication), flags, terminal);
    }
    let command = command(args);
    if args.emit == Some(Engine::Slurm) {
        let folder = flags.out.clone().unwrap_or_else(|| PathBuf::from(SPREAD));
        let folder = quoted(&folder.display().to_string());
        let (name, notes) = (&scenario.name, say(terminal.lang, "varied.slurm"));
        let spread = Spread { name, command: &command, folder: &folder, shards: args.shards, notes };
        let text = slurm::script(&spread);
        return Ok(Answer { text, status: Status::Done });
    }
    let folder = match &flags.out {
        Some(path) => path.clone(),
        None => RunFolder::fresh(&scenario.name, &["sweep"])?.path().to_owned(),
    };
    let present = match (args.extend, args.retry_failed) {
        (true, _) => There::Extend,
        (_, true) => There::RetryFailed,
        _ => There::AsFlagged,
    };
    let shard = args.shard.unwrap_or(Shard::WHOLE);
    let among = Among::default();
    let sweeping = Sweeping { scenario, flags, command, out: None, shard, present, among, terminal };
    let swept = sweeping.done(&folder, points)?;
    let text = told(&swept, &folder, terminal)?;
    Ok(Answer { text, status: swept.status })
}

fn points(scenario: &Scenario, args: &SweepArgs) -> Result<Points, Error> {
    let Some(design) = &scenario.design else {
        return Err(Error::Usage(Bilingual {
            fr: format!(
                "{} n’a pas de section [design]\nremède : ajoutez par exemple\n  [design]\n  method = \"sobol\"\n  points = 64\n  vary = [\"finance.margin\"]",
                args.file
            ),
            en: format!(
                "{} has no section [design]\nremedy: add for instance\n  [design]\n  method = \"sobol\"\n  points = 64\n  vary = [\"finance.margin\"]",
                args.file
            ),
        }));
    };
    Points::of(scenario, design, args.points).map_err(Error::Usage)
}

fn command(args: &SweepArgs) -> String {
    let mut command = args.flags.reproduce(&["mutualise", "sweep", &args.file]);
    if let Some(points) = args.points {
        command += &format!(" --points {points}");
    }
    command
}

/// One replication of one point, printed and not stored.
fn one(
    scenario: &Scenario,
    points: &Points,
    (point, replication): (Option<u32>, u32),
    flags: &Flags,
    terminal: &Terminal,
) -> Result<Answer, Error> {
    let Some(point) = point.filter(|point| *point < points.count()) else {
        let last = points.count() - 1;
        return Err(Error::Usage(Bilingual {
            fr: format!("il faut un point du plan\nremède : --point, de 0 à {last}"),
            en: format!("a point of the design is needed\nremedy: --point, from 0 to {last}"),
        }));
    };
    let varied = scenario.with(&points.settings(point)).map_err(Error::Usage)?;
    single::replication(&varied, replication, flags, terminal)
}

/// How many runs, by what.
pub fn size(manifest: &Manifest, terminal: &Terminal) -> String {
    let whole = manifest.layout.whole();
    let (points, replications, formats) =
        (whole.points.to_string(), whole.replications.to_string(), manifest.formats.len().to_string());
    let values = [("points", &*points), ("replications", &*replications), ("formats", &*formats)];
    fill(say(terminal.lang, "varied.size"), &values) + "\n"
}

fn told(swept: &Swept, folder: &Path, terminal: &Terminal) -> Result<String, Error> {
    let manifest = &swept.manifest;
    let mut text = size(manifest, terminal);
    if swept.merged {
        text += &summary(manifest, folder, terminal)?;
        charted(manifest, folder, terminal)?;
    } else if manifest.shard != Shard::WHOLE {
        let shard = manifest.shard.to_string();
        text += &(fill(say(terminal.lang, "varied.shard"), &[("shard", &*shard)]) + "\n");
    }
    Ok(format!("{text}\n{}\n", folder.display()))
}

/// What the merged results say at a glance.
pub fn summary(manifest: &Manifest, folder: &Path, terminal: &Terminal) -> Result<String, Error> {
    let formats: Vec<String> = manifest.formats.iter().map(|format| format.id.clone()).collect();
    let columns: Vec<String> = comparison::BOARD
        .iter()
        .filter(|id| manifest.columns.iter().any(|c| c == *id))
        .map(|id| (*id).to_owned())
        .collect();
    let whole = manifest.layout.whole();
    let means = Means::read(folder, &formats, &columns, whole.points)?;
    let mut text = "\n".to_owned() + &indented(&legend(manifest, terminal), 0, terminal.columns());
    for (place, column) in columns.iter().enumerate() {
        let Some(indicator) = registry::find(column) else { continue };
        let unit = indicator.unit.text().get(terminal.lang);
        text += &format!("\n{} ({unit})\n", indicator.label.get(terminal.lang));
        let decimals = indicator.unit.decimals();
        text += &if whole.points <= FEW_POINTS {
            by_point(manifest, folder, &means, (place, decimals), terminal)?
        } else {
            by_format(manifest, &means, (place, decimals), indicator.better, terminal)
        };
    }
    Ok(typeset(terminal.lang, &text))
}

/// What the table's lines and columns are.
fn legend(manifest: &Manifest, terminal: &Terminal) -> String {
    let whole = manifest.layout.whole();
    if whole.points > FEW_POINTS {
        let replications = whole.replications.to_string();
        return fill(say(terminal.lang, "varied.over"), &[("replications", &replications)]);
    }
    let axes: Vec<&str> = manifest.design.vary.iter().map(|axis| axis.label.get(terminal.lang)).collect();
    fill(say(terminal.lang, "varied.named"), &[("axes", &axes.join(" · "))])
}

/// The name somebody gave a point, else its values.
fn name_of(manifest: &Manifest, design: &[StoredColumn], point: usize) -> Bilingual {
    let values = |lang| design[2..].iter().map(|column| shown(column, point, lang)).collect::<Vec<_>>();
    let label = manifest.design.labels.get(point).cloned().flatten();
    label.unwrap_or_else(|| both(values(Lang::Fr).join(" · "), values(Lang::En).join(" · ")))
}

/// Draws the points side by side, each format at each of them, where they are few enough to be read.
pub fn charted(manifest: &Manifest, folder: &Path, terminal: &Terminal) -> Result<(), Error> {
    let told = |cause| Trouble::writing(&folder.join("charts"), &cause);
    // those of a smaller sweep would be of other results
    charts::clear(folder).map_err(told)?;
    let side_by_side = manifest.layout.whole().points as usize * manifest.formats.len();
    if side_by_side > MOST_CHARTED {
        return Ok(());
    }
    let design = store::read(&folder.join(DESIGN))?;
    let results = reading::side_by_side(folder, manifest, |point| name_of(manifest, &design, point))?;
    if !results.replications.is_empty() {
        charts::write_all(&results, &comparison::compare(&results), terminal.lang, folder).map_err(told)?;
    }
    Ok(())
}

/// A line for each point, a column for each format.
fn by_point(
    manifest: &Manifest,
    folder: &Path,
    means: &Means,
    (place, decimals): (usize, usize),
    terminal: &Terminal,
) -> Result<String, Error> {
    let design = store::read(&folder.join(DESIGN))?;
    let name = |point: usize| name_of(manifest, &design, point).get(terminal.lang).to_owned();
    let mut text = String::new();
    let mut head = format!("  {:<40}", say(terminal.lang, "varied.point"));
    for format in &manifest.formats {
        head += &format!(" {:>14}", cut(format.short.get(terminal.lang), 14));
    }
    text += &(head + "\n");
    for point in 0..means.failed.len() {
        let mut line = format!("  {:<40}", cut(&name(point), 40));
        for format in 0..manifest.formats.len() {
            line += &format!(" {:>14}", figure(means.mean(place, format, point), decimals, terminal));
        }
        text += &(line + "\n");
    }
    Ok(text)
}

/// A line for each format: mean over points, lowest and highest point, share of the points in which it is best.
fn by_format(
    manifest: &Manifest,
    means: &Means,
    (place, decimals): (usize, usize),
    better: Better,
    terminal: &Terminal,
) -> String {
    let heads = ["varied.mean", "varied.lowest", "varied.highest", "varied.best"];
    let mut text = format!("  {:<24}", "");
    for head in heads {
        text += &format!(" {:>12}", say(terminal.lang, head));
    }
    text += "\n";
    let best = (better != Better::Neither).then(|| means.share_best(place, better == Better::Lower));
    for (format, name) in manifest.formats.iter().enumerate() {
        let values: Vec<f64> = means.points(place, format).into_iter().filter(|v| v.is_finite()).collect();
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        let (low, high) = values.iter().fold((f64::NAN, f64::NAN), |(l, h), v| (v.min(l), v.max(h)));
        text += &format!("  {:<24}", cut(name.short.get(terminal.lang), 24));
        for value in [mean, low, high] {
            text += &format!(" {:>12}", figure(value, decimals, terminal));
        }
        let share = best.as_ref().map_or("–".to_owned(), |shares| {
            with_unit(&figure(100.0 * shares[format], 0, terminal), "%", terminal.lang)
        });
        text += &format!(" {share:>12}\n");
    }
    text
}

fn figure(value: f64, decimals: usize, terminal: &Terminal) -> String {
    if value.is_finite() { number(value, decimals, terminal.lang) } else { "–".to_owned() }
}

/// At most so many letters.
fn cut(text: &str, longest: usize) -> String {
    if text.chars().count() <= longest {
        return text.to_owned();
    }
    text.chars().take(longest - 1).chain(['…']).collect()
}
