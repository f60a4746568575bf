//! `mutualise compare --uncertainty knowledge|both`: parameters drawn in their ranges, the same draw for every format.

use std::path::Path;

use super::flags::{Flags, quoted};
use super::sweeping::{Among, Sweeping, There};
use super::{Answer, Terminal};
use mutualise::calibration::kept::{self, Ensemble};
use mutualise::charts;
use mutualise::comparison::statistics::Interval;
use mutualise::discovery::Knowledge;
use mutualise::error::Error;
use mutualise::experiment::folder::RunFolder;
use mutualise::experiment::trouble::Trouble;
use mutualise::indicators::registry::Indicator;
use mutualise::report::{flips, indented};
use mutualise::scenario::Scenario;
use mutualise::scenario::design::{Design, Method, assumptions};
use mutualise::sensitivity::csv::{exact, table};
use mutualise::sensitivity::decision::{Against, Decision};
use mutualise::sweep::{Manifest, Points, Shard};
use mutualise::words::numbers::number;
use mutualise::words::{Lang, fill, say, typeset};

/// Replications of each draw, where nobody says.
const REPLICATIONS: u32 = 8;
/// The file of the figures.
const FILE: &str = "uncertainty.csv";

/// The file of the boxes that were peeled.
const BOXES: &str = "conditions.csv";

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Chance and knowledge together, or knowledge alone.
    pub both: bool,
    /// Draws of the parameters.
    pub draws: u32,
    /// Where they are drawn from: the catalogue, the calibrated sets, or a file of such sets.
    pub from: &'a str,
}

/// The ranges of the catalogue.
const CATALOGUE: &str = "catalogue";
/// The calibrated sets that the program carries.
const ENSEMBLE: &str = kept::CARRIED;

/// Answers `mutualise compare --uncertainty`.
pub fn compare(
    file: Option<&str>,
    flags: &Flags,
    asked: Asked,
    terminal: &Terminal,
) -> Result<Answer, Error> {
    let flags = &flags.or_replications(REPLICATIONS);
    let scenario = &flags.resolve(file, None, terminal)?;
    let points = points(scenario, asked)?;
    let folder = match &flags.out {
        Some(path) => path.clone(),
        None => RunFolder::fresh(&scenario.name, &["uncertainty"])?.path().to_owned(),
    };
    let which = if asked.both { "both" } else { "knowledge" };
    let start: Vec<&str> = ["mutualise", "compare"].into_iter().chain(file).collect();
    let mut command = format!("{} --uncertainty {which} --draws {}", flags.reproduce(&start), asked.draws);
    if asked.from != CATALOGUE {
        command += &format!(" --drawn-from {}", quoted(asked.from));
    }
    let (shard, present) = (Shard::WHOLE, There::AsFlagged);
    let swept =
        Sweeping { scenario, flags, command, out: None, shard, present, among: Among::default(), terminal }
            .done(&folder, points)?;
    let text = if swept.merged { told(&folder, asked, terminal)? } else { String::new() };
    Ok(Answer { text, status: swept.status })
}

/// The draws: a Latin hypercube over ranges, or calibrated sets and what else the scenario varies.
fn points(scenario: &Scenario, asked: Asked) -> Result<Points, Error> {
    let varied = scenario.design.as_ref().map(|design| design.axes.clone());
    if asked.from == CATALOGUE {
        let (method, axes) = (Method::LatinHypercube, varied.unwrap_or_else(assumptions));
        let design = Design { method, points: None, seed: None, axes, listed: Vec::new() };
        return Points::of(scenario, &design, Some(asked.draws)).map_err(Error::Usage);
    }
    let ensemble = kept::named(asked.from)?;
    let mut axes = ensemble.axes();
    let others = varied.unwrap_or_default().into_iter().filter(|axis| !ensemble.paths.contains(&axis.path));
    axes.extend(others);
    let Ensemble { sets, weights, .. } = ensemble;
    Ok(Points::joint(axes, (sets, &weights), scenario.params.run.seed, asked.draws))
}

fn told(folder: &Path, asked: Asked, terminal: &Terminal) -> Result<String, Error> {
    let (lang, width) = (terminal.lang, terminal.columns());
    let knowledge = Knowledge::read(folder)?;
    let manifest = &knowledge.manifest;
    let whole = manifest.layout.whole();
    let (draws, axes, replications) =
        (whole.points.to_string(), manifest.design.vary.len().to_string(), whole.replications.to_string());
    let values = [("draws", &*draws), ("axes", &*axes), ("replications", &*replications)];
    let drawn = if manifest.design.method == ENSEMBLE { "unsure.ensemble" } else { "unsure.ranges" };
    let heading = fill(say(lang, "unsure.heading"), &values);
    let mut text = indented(&heading, 0, width) + &indented(say(lang, drawn), 0, width);
    let (mut rows, mut boxes) = (Vec::new(), Vec::new());
    for known in &knowledge.known {
        text += &of_indicator(known.indicator, &known.decision, manifest, asked, (lang, width));
        rows.extend(for_programs(known.indicator.id, &known.decision, manifest));
        text += &format!("  {}\n", say(lang, "flips.heading"));
        for flip in &known.flips {
            text += &indented(&flips::told(flip, manifest, lang), 4, width);
            boxes.extend(flips::rows(flip, known.indicator, manifest));
        }
    }
    if text.contains("quasi-p") {
        text += &("\n".to_owned() + &indented(say(lang, "page.quasi-p"), 0, width));
    }
    write(folder, BOXES, &flips::HEAD, &boxes)?;
    write(folder, FILE, &HEAD, &rows)?;
    charts::write_drawn(&knowledge, lang, folder).map_err(|cause| Trouble::writing(folder, &cause))?;
    Ok(format!("{}\n{}\n", typeset(lang, &text), folder.display()))
}

fn write(folder: &Path, name: &str, head: &[&str], rows: &[Vec<String>]) -> Result<(), Error> {
    let bytes = table(head, rows).map_err(|why| Trouble::CannotWrite(folder.join(name), why.into()))?;
    Ok(RunFolder::at(folder).write(name, &bytes)?)
}

fn percent(share: f64, lang: Lang) -> String {
    if share.is_finite() { number(100.0 * share, 0, lang) } else { "–".to_owned() }
}

fn shares(share: f64, interval: Interval, lang: Lang) -> String {
    let (low, high) = (percent(interval.low, lang), percent(interval.high, lang));
    let range = format!("[{}]", fill(say(lang, "list.to"), &[("low", &low), ("high", &high)]));
    fill(say(lang, "unsure.level"), &[("share", &percent(share, lang)), ("range", &range)])
}

/// The figures of one indicator, a line for each format.
fn of_indicator(
    indicator: &Indicator,
    decision: &Decision,
    manifest: &Manifest,
    asked: Asked,
    (lang, width): (Lang, usize),
) -> String {
    let name = |format: usize| manifest.formats[format].short.get(lang);
    let mut text = format!("\n{} ({})\n", indicator.label.get(lang), indicator.unit.text().get(lang));
    text += &indented(say(lang, "unsure.share"), 2, width);
    for (format, level) in decision.levels.iter().enumerate() {
        text += &format!("    {:<24} {}\n", name(format), shares(level.share, level.interval, lang));
    }
    text += &indented(&fill(say(lang, "unsure.difference"), &[("reference", name(0))]), 2, width);
    for (place, Against { difference, .. }) in decision.against.iter().enumerate() {
        let told = shares(difference.share, difference.interval, lang);
        text += &format!("    {:<24} {told}\n", name(place + 1));
    }
    let which = say(lang, if asked.both { "unsure.both" } else { "unsure.knowledge" });
    text += &indented(&fill(which, &[("reference", name(0))]), 2, width);
    for (place, against) in decision.against.iter().enumerate() {
        let (share, interval) = if asked.both { against.better_both } else { against.better_knowledge };
        text += &format!("    {:<24} {}\n", name(place + 1), shares(share, interval, lang));
    }
    text += &indented(say(lang, "unsure.regret"), 2, width);
    let decimals = indicator.unit.decimals() + 1;
    for (format, regret) in decision.regret.iter().enumerate() {
        let shown =
            |value: f64| if value.is_finite() { number(value, decimals, lang) } else { "–".to_owned() };
        let with_range = |(value, interval): (f64, Interval)| {
            let (low, high) = (shown(interval.low), shown(interval.high));
            let range = fill(say(lang, "list.to"), &[("low", &low), ("high", &high)]);
            format!("{} [{range}]", shown(value))
        };
        let (mean, largest) = (with_range(regret.expected), with_range(regret.largest));
        text += &format!("    {:<24} {mean}{}{largest}\n", name(format), say(lang, "list.clauses"));
    }
    if let Some(choice) = decision.minimax {
        let share = percent(decision.regret[choice].chosen, lang);
        let values = [("format", name(choice)), ("share", &share)];
        text += &format!("  {}\n", fill(say(lang, "unsure.minimax"), &values));
    }
    let points = decision.points.to_string();
    text + &format!("  {}\n", fill(say(lang, "unsure.points"), &[("points", &points)]))
}

const HEAD: [&str; 25] = [
    "indicator",
    "format",
    "draws",
    "replications",
    "variance_parameters",
    "variance_common_chance",
    "variance_specific_chance",
    "share_parameters",
    "share_low",
    "share_high",
    "difference_share_parameters",
    "difference_share_low",
    "difference_share_high",
    "better_knowledge",
    "better_knowledge_low",
    "better_knowledge_high",
    "better_both",
    "better_both_low",
    "better_both_high",
    "regret_mean",
    "regret_low",
    "regret_high",
    "regret_largest",
    "regret_largest_low",
    "regret_largest_high",
];

fn for_programs(column: &str, decision: &Decision, manifest: &Manifest) -> Vec<Vec<String>> {
    let row = |format: usize| {
        let (level, regret) = (&decision.levels[format], &decision.regret[format]);
        let against = format.checked_sub(1).map(|place| &decision.against[place]);
        let of = |value: Option<f64>| exact(value.unwrap_or(f64::NAN));
        vec![
            column.to_owned(),
            manifest.formats[format].id.clone(),
            decision.points.to_string(),
            level.parts.replications.to_string(),
            exact(level.parts.knowledge),
            exact(level.parts.common),
            exact(level.parts.specific),
            exact(level.share),
            exact(level.interval.low),
            exact(level.interval.high),
            of(against.map(|a| a.difference.share)),
            of(against.map(|a| a.difference.interval.low)),
            of(against.map(|a| a.difference.interval.high)),
            of(against.map(|a| a.better_knowledge.0)),
            of(against.map(|a| a.better_knowledge.1.low)),
            of(against.map(|a| a.better_knowledge.1.high)),
            of(against.map(|a| a.better_both.0)),
            of(against.map(|a| a.better_both.1.low)),
            of(against.map(|a| a.better_both.1.high)),
            exact(regret.expected.0),
            exact(regret.expected.1.low),
            exact(regret.expected.1.high),
            exact(regret.largest.0),
            exact(regret.largest.1.low),
            exact(regret.largest.1.high),
        ]
    };
    (0..manifest.formats.len()).map(row).collect()
}
