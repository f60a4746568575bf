//! What a calibration keeps: the plan, the last generation (its checkpoint), the story of all, and what they say.
//!
//! | file | holds |
//! |---|---|
//! | `plan.csv` | `what,value`: everything that must be the same to go on |
//! | `history.csv` | a row for each generation |
//! | `population.csv` | the last generation whole: the checkpoint |
//! | `ensemble.csv` | its sets that meet every target, or all where none does: `set,weight,distance,targets_met`, then a column for each parameter, by path |
//! | `identifiability.csv` | what the ensemble says of each parameter |
//! | `fit.csv` | each target under the best set and over the ensemble |
//! | `fitted.toml` | the best set as a scenario |

use std::fs;
use std::path::Path;

use super::identify::identify;
use super::{Generation, Particle, Plan, met, misfit};
use crate::comparison::statistics::Summary;
use crate::error::Error;
use crate::experiment::folder::RunFolder;
use crate::experiment::trouble::Trouble;
use crate::scenario::Scenario;
use crate::sheet::{Others, Sheet, written};

const PLAN: &str = "plan.csv";
const HISTORY: &str = "history.csv";
const POPULATION: &str = "population.csv";
/// Columns of the population that are no parameter and no target.
const OF_PARTICLE: [&str; 5] = ["generation", "tried", "tolerance", "weight", "distance"];
/// What stands before the name of a target, so that no parameter is taken for one.
const OBSERVED: &str = "observed:";

/// The folder of a calibration.
#[derive(Debug)]
pub struct Kept {
    folder: RunFolder,
    history: Vec<Vec<String>>,
}

/// Shortest decimal that reads back as the same number.
fn exact(value: f64) -> String {
    format!("{value:?}")
}

fn plan_rows(plan: &Plan) -> Result<Vec<Vec<String>>, Error> {
    let scenario = Scenario::resolve(plan.source.clone(), &plan.sets)?;
    let pair = |what: &str, value: String| vec![what.to_owned(), value];
    let mut rows = vec![
        pair("what", "value".to_owned()),
        pair("version", env!("CARGO_PKG_VERSION").to_owned()),
        pair("scenario", scenario.hash()),
        pair("particles", plan.particles.to_string()),
        pair("replications", plan.replications.to_string()),
        pair("seed", plan.seed.to_string()),
    ];
    for free in &plan.free {
        rows.push(pair(&free.path, format!("{} to {}", exact(free.low), exact(free.high))));
    }
    for target in &plan.targets {
        let band = [target.value, target.low, target.high].map(exact).join(" in ");
        rows.push(pair(&format!("{OBSERVED}{}", target.observable().id), band));
    }
    Ok(rows)
}

impl Kept {
    /// A new folder; one that holds a calibration already is refused.
    pub fn fresh(path: &Path, plan: &Plan) -> Result<Kept, Error> {
        if path.join(PLAN).exists() {
            return Err(Trouble::Occupied(path.to_owned()).into());
        }
        fs::create_dir_all(path).map_err(|cause| Trouble::writing(path, &cause))?;
        let folder = RunFolder::claimed(path)?;
        folder.write(PLAN, written(&plan_rows(plan)?).as_bytes())?;
        let head = ["generation", "tried", "kept", "tolerance", "best", "most_targets_met"];
        Ok(Kept { folder, history: vec![head.map(str::to_owned).to_vec()] })
    }

    /// The folder of an interrupted calibration of the same plan, and the generation it had reached.
    pub fn resumed(path: &Path, plan: &Plan) -> Result<(Kept, Option<Generation>), Error> {
        let there = rows(path, PLAN)?;
        let here = plan_rows(plan)?;
        if let Some((there, here)) = there.iter().zip(&here).find(|(there, here)| there != here) {
            let (what, there, here) = (here[0].clone(), there[1].clone(), here[1].clone());
            return Err(Trouble::OtherRun { folder: path.to_owned(), what, there, here }.into());
        }
        if there.len() != here.len() {
            let (there, here) = (there.len().to_string(), here.len().to_string());
            let what = "parameters and targets".to_owned();
            return Err(Trouble::OtherRun { folder: path.to_owned(), what, there, here }.into());
        }
        if !path.join(POPULATION).exists() {
            fs::remove_file(path.join(PLAN)).map_err(|cause| Trouble::writing(path, &cause))?;
            return Ok((Kept::fresh(path, plan)?, None));
        }
        let last = population(path, plan)?;
        let mut history = rows(path, HISTORY)?;
        // the population is written last: a row of the story beyond it is of a generation that was not kept
        history.truncate(1 + last.number as usize);
        Ok((Kept { folder: RunFolder::claimed(path)?, history }, Some(last)))
    }

    /// Keeps a generation.
    pub fn keep(&mut self, plan: &Plan, generation: &Generation) -> Result<(), Error> {
        let most =
            generation.particles.iter().map(|particle| met(&plan.targets, particle)).max().unwrap_or(0);
        self.history.push(vec![
            generation.number.to_string(),
            generation.tried.to_string(),
            generation.particles.len().to_string(),
            exact(generation.tolerance),
            exact(generation.best().distance),
            format!("{most} of {}", plan.targets.len()),
        ]);
        self.folder.write(HISTORY, written(&self.history).as_bytes())?;
        self.folder.write(POPULATION, written(&population_rows(plan, generation)).as_bytes())?;
        Ok(())
    }

    /// Writes what the last generation says.
    pub fn conclude(&self, plan: &Plan, last: &Generation) -> Result<(), Error> {
        self.folder.write("ensemble.csv", written(&ensemble_rows(plan, last)).as_bytes())?;
        self.folder.write("identifiability.csv", written(&identified_rows(plan, last)).as_bytes())?;
        self.folder.write("fit.csv", written(&fit_rows(plan, last)).as_bytes())?;
        self.folder.write("fitted.toml", fitted(plan, last).as_bytes())?;
        Ok(())
    }
}

fn rows(path: &Path, name: &str) -> Result<Vec<Vec<String>>, Error> {
    let file = path.join(name);
    let text = fs::read_to_string(&file).map_err(|_| Trouble::NothingToResume(path.to_owned()))?;
    let sheet = Sheet::read(&file.display().to_string(), &text, &[], Others::Ignored)?;
    let columns: Vec<String> = sheet.columns().map(str::to_owned).collect();
    let mut rows = vec![columns.clone()];
    rows.extend(sheet.rows().map(|row| columns.iter().map(|column| row.text(column).to_owned()).collect()));
    Ok(rows)
}

fn population_rows(plan: &Plan, generation: &Generation) -> Vec<Vec<String>> {
    let mut head: Vec<String> = OF_PARTICLE.map(str::to_owned).to_vec();
    head.extend(plan.free.iter().map(|free| free.path.clone()));
    head.extend(plan.targets.iter().map(|target| format!("{OBSERVED}{}", target.observable().id)));
    let row = |particle: &Particle| {
        let mut row = vec![generation.number.to_string(), generation.tried.to_string()];
        row.extend([generation.tolerance, particle.weight, particle.distance].map(exact));
        row.extend(particle.values.iter().chain(&particle.observed).copied().map(exact));
        row
    };
    std::iter::once(head).chain(generation.particles.iter().map(row)).collect()
}

fn population(path: &Path, plan: &Plan) -> Result<Generation, Error> {
    let file = path.join(POPULATION);
    let text = fs::read_to_string(&file).map_err(|cause| Trouble::reading(&file, &cause))?;
    let mut required: Vec<String> = OF_PARTICLE.map(str::to_owned).to_vec();
    required.extend(plan.free.iter().map(|free| free.path.clone()));
    required.extend(plan.targets.iter().map(|target| format!("{OBSERVED}{}", target.observable().id)));
    let required: Vec<&str> = required.iter().map(String::as_str).collect();
    let sheet = Sheet::read(&file.display().to_string(), &text, &required, Others::Ignored)?;
    let (mut generation, mut faults) =
        (Generation { number: 0, tried: 0, tolerance: 0.0, particles: Vec::new() }, Vec::new());
    for row in sheet.rows() {
        // an observable that is not defined is written NaN
        let mut number = |column: &str| match row.text(column) {
            "NaN" => f64::NAN,
            _ => row.number(column).unwrap_or_else(|fault| {
                faults.push(fault);
                0.0
            }),
        };
        generation.number = number("generation") as u32;
        generation.tried = number("tried") as usize;
        generation.tolerance = number("tolerance");
        let (weight, distance) = (number("weight"), number("distance"));
        let mut rest: Vec<f64> = required[OF_PARTICLE.len()..].iter().map(|column| number(column)).collect();
        let observed = rest.split_off(plan.free.len());
        generation.particles.push(Particle { values: rest, weight, distance, observed });
    }
    Error::if_any(faults)?;
    if generation.particles.is_empty() || generation.number == 0 {
        return Err(Trouble::not_ours(&file, "no generation").into());
    }
    Ok(generation)
}

/// The sets that meet every target; all of them where none does.
pub fn acceptable<'a>(plan: &Plan, last: &'a Generation) -> Vec<&'a Particle> {
    let all = plan.targets.len();
    let good: Vec<&Particle> =
        last.particles.iter().filter(|particle| met(&plan.targets, particle) == all).collect();
    if good.is_empty() { last.particles.iter().collect() } else { good }
}

fn ensemble_rows(plan: &Plan, last: &Generation) -> Vec<Vec<String>> {
    let mut head: Vec<String> = ["set", "weight", "distance", "targets_met"].map(str::to_owned).to_vec();
    head.extend(plan.free.iter().map(|free| free.path.clone()));
    let mut rows = vec![head];
    let sets = acceptable(plan, last);
    let all: f64 = sets.iter().map(|particle| particle.weight).sum();
    for (k, particle) in sets.into_iter().enumerate() {
        let mut row = vec![k.to_string(), exact(particle.weight / all), exact(particle.distance)];
        row.push(met(&plan.targets, particle).to_string());
        row.extend(particle.values.iter().copied().map(exact));
        rows.push(row);
    }
    rows
}

fn identified_rows(plan: &Plan, last: &Generation) -> Vec<Vec<String>> {
    let widths: Vec<f64> = plan.free.iter().map(|free| free.high - free.low).collect();
    let head = ["path", "low", "high", "mean", "deviation", "narrowed", "varies_with", "correlation"];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for (free, known) in plan.free.iter().zip(identify(last, &widths)) {
        let with = known.with.map_or_else(String::new, |place| plan.free[place].path.clone());
        rows.push(vec![
            free.path.clone(),
            exact(free.low),
            exact(free.high),
            format!("{:.6}", known.mean),
            format!("{:.6}", known.deviation),
            format!("{:.2}", known.narrowed),
            with,
            format!("{:.2}", known.correlation),
        ]);
    }
    rows
}

fn fit_rows(plan: &Plan, last: &Generation) -> Vec<Vec<String>> {
    let head = ["id", "value", "low", "high", "best", "best_misfit", "p05", "median", "p95"];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    let best = last.best();
    for (k, target) in plan.targets.iter().enumerate() {
        let over: Vec<f64> = last.particles.iter().map(|particle| particle.observed[k]).collect();
        let over = Summary::of(&over);
        let mut row = vec![target.observable().id.to_owned()];
        row.extend([target.value, target.low, target.high].map(exact));
        row.extend([best.observed[k], misfit(target, best.observed[k])].map(|value| format!("{value:.3}")));
        row.extend([over.p05, over.median, over.p95].map(|value| format!("{value:.3}")));
        rows.push(row);
    }
    rows
}

fn fitted(plan: &Plan, last: &Generation) -> String {
    let mut text = format!(
        "# The set of least misfit: {} of {} targets met by the median of {} replications.\nextends = \"base\"\n",
        met(&plan.targets, last.best()),
        plan.targets.len(),
        plan.replications
    );
    let mut open = "";
    let mut pairs: Vec<(&str, &str, f64)> = plan
        .free
        .iter()
        .zip(&last.best().values)
        .map(|(free, &value)| {
            let (section, key) = free.path.rsplit_once('.').unwrap_or(("", &free.path));
            (section, key, value)
        })
        .collect();
    pairs.sort_by(|a, b| a.0.cmp(b.0));
    for (section, key, value) in pairs {
        if section != open {
            text += &format!("\n[{section}]\n");
            open = section;
        }
        text += &format!("{key} = {value:?}\n");
    }
    text
}
