//! What a calibration keeps: the plan, all candidates (its checkpoint), the story of its generations, and what they say.
//!
//! | file | holds |
//! |---|---|
//! | `plan.csv` | `what,value`: everything that must be the same to go on |
//! | `history.csv` | a row for each generation, with a SHA-256 over it, its candidates and those before |
//! | `candidates.csv` | every candidate, with what was observed: the checkpoint |
//! | `ensemble.csv` | those that meet every target, or the nearest where none does: `set,weight,distance,targets_met`, then a column for each parameter, by path |
//! | `identifiability.csv` | what the ensemble says of each parameter |
//! | `fit.csv` | each target under the best set and over the ensemble |
//! | `fitted.toml` | the best set as a scenario |

use std::fs;
use std::path::Path;

use super::free::Free;
use super::identify::identify;
use super::{Candidate, Generation, Plan, by_misfit, ensemble, met, misfit, trouble};
use crate::comparison::statistics::Summary;
use crate::digest::sha256;
use crate::error::Error;
use crate::experiment::folder::RunFolder;
use crate::experiment::trouble::Trouble;
use crate::given;
use crate::scenario::Scenario;
use crate::sheet::{Others, Sheet, written};

const PLAN: &str = "plan.csv";
const HISTORY: &str = "history.csv";
const CANDIDATES: &str = "candidates.csv";
/// Every file but the plan: what must not be overwritten unasked. The last four are its results.
const FILES: [&str; 6] =
    [HISTORY, CANDIDATES, "ensemble.csv", "identifiability.csv", "fit.csv", "fitted.toml"];
/// The columns of the story; the last is a digest.
const HEAD: [&str; 7] =
    ["generation", "candidates", "stretched", "meet_all", "most_targets_met", "least_misfit", "sha256"];
/// What stands before the name of a target, so that no parameter is taken for one.
const OBSERVED: &str = "observed:";

/// The folder of a calibration.
#[derive(Debug)]
pub struct Kept {
    folder: RunFolder,
    history: Vec<Vec<String>>,
    /// Every candidate so far, in the order in which they were drawn.
    pub candidates: Vec<Candidate>,
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
        pair("candidates", plan.candidates.to_string()),
        pair("replications", plan.replications.to_string()),
        pair("seed", plan.seed.to_string()),
    ];
    if !plan.known.is_empty() {
        let sets = plan.known.iter().map(|set| set.iter().copied().map(exact).collect()).collect::<Vec<_>>();
        rows.push(pair("from", sha256(written(&sets).as_bytes())));
    }
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
        // a plan alone is of a calibration that was stopped before it kept anything
        if FILES.iter().any(|name| path.join(name).exists()) {
            return Err(trouble::occupied(path));
        }
        Kept::begun(path, plan)
    }

    fn begun(path: &Path, plan: &Plan) -> Result<Kept, Error> {
        fs::create_dir_all(path).map_err(|cause| Trouble::writing(path, &cause))?;
        let folder = RunFolder::claimed(path)?;
        folder.write(PLAN, written(&plan_rows(plan)?).as_bytes()).map_err(trouble::writing)?;
        Ok(Kept { folder, history: vec![HEAD.map(str::to_owned).to_vec()], candidates: Vec::new() })
    }

    /// The folder of an interrupted calibration of the same plan, its files as they were written.
    pub fn resumed(path: &Path, plan: &Plan) -> Result<Kept, Error> {
        let holds = |name: &str| path.join(name).exists();
        if !holds(PLAN) {
            let any = FILES.iter().any(|name| holds(name));
            return Err(if any { trouble::missing(path, PLAN) } else { trouble::nothing(path) });
        }
        same_plan(path, &rows(path, PLAN)?, &plan_rows(plan)?)?;
        let history = if holds(HISTORY) { rows(path, HISTORY)? } else { Vec::new() };
        if !holds(CANDIDATES) {
            // a row of the story is written before its candidates: the first may be of a generation that was not kept
            let later = history.len() > 2 || FILES[2..].iter().any(|name| holds(name));
            return if later { Err(trouble::missing(path, CANDIDATES)) } else { Kept::begun(path, plan) };
        }
        if history.is_empty() {
            return Err(trouble::missing(path, HISTORY));
        }
        let candidates = candidates(path, plan)?;
        let history = sealed(path, plan, history, &candidates)?;
        Ok(Kept { folder: RunFolder::claimed(path)?, history, candidates })
    }

    /// How many generations are kept.
    pub fn generations(&self) -> u32 {
        self.candidates.last().map_or(0, |last| last.generation)
    }

    /// Keeps a generation.
    pub fn keep(&mut self, plan: &Plan, generation: Generation) -> Result<(), Error> {
        let (drawn, all) = (&generation.candidates, plan.targets.len());
        let number = self.generations() + 1;
        let nearest = by_misfit(plan, drawn);
        let mut row = vec![
            number.to_string(),
            drawn.len().to_string(),
            format!("{:.3}", generation.stretched),
            drawn.iter().filter(|candidate| met(&plan.targets, candidate) == all).count().to_string(),
            nearest.first().map_or(0, |best| met(&plan.targets, best)).to_string(),
            exact(drawn.iter().map(|candidate| candidate.distance).fold(f64::INFINITY, f64::min)),
        ];
        row.push(seal(plan, self.history.last(), &row, drawn));
        self.history.push(row);
        self.candidates.extend(generation.candidates);
        let candidates = written(&candidate_rows(plan, &self.candidates));
        self.folder.write(HISTORY, written(&self.history).as_bytes()).map_err(trouble::writing)?;
        self.folder.write(CANDIDATES, candidates.as_bytes()).map_err(trouble::writing)?;
        Ok(())
    }

    /// Writes what the candidates say.
    pub fn conclude(&self, plan: &Plan) -> Result<(), Error> {
        let sets = ensemble(plan, &self.candidates);
        let files = [
            written(&ensemble_rows(plan, &sets)),
            written(&identified_rows(plan, &sets)),
            written(&fit_rows(plan, &sets)),
            fitted(plan, sets[0]),
        ];
        for (name, text) in FILES[2..].iter().zip(files) {
            self.folder.write(name, text.as_bytes()).map_err(trouble::writing)?;
        }
        Ok(())
    }
}

/// Everything that must be the same to go on is.
fn same_plan(path: &Path, there: &[Vec<String>], here: &[Vec<String>]) -> Result<(), Error> {
    if let Some((there, here)) = there.iter().zip(here).find(|(there, here)| there != here) {
        let cell = |row: &[String], k: usize| row.get(k).cloned().unwrap_or_default();
        return Err(trouble::other(path, &cell(here, 0), &cell(there, 1), &cell(here, 1)));
    }
    if there.len() != here.len() {
        let (there, here) = (there.len().to_string(), here.len().to_string());
        return Err(trouble::other(path, "parameters and targets", &there, &here));
    }
    Ok(())
}

/// What tells whether a generation, its row of the story, or anything before it was changed: a SHA-256 over them.
fn seal(plan: &Plan, before: Option<&Vec<String>>, row: &[String], drawn: &[Candidate]) -> String {
    let before = before.and_then(|before| before.last()).map_or("", String::as_str);
    let rows = written(&candidate_rows(plan, drawn));
    sha256(format!("{before}\n{}\n{rows}", row.join(",")).as_bytes())
}

/// The story of these candidates; a row beyond them is of a generation that was not kept.
fn sealed(
    path: &Path,
    plan: &Plan,
    mut history: Vec<Vec<String>>,
    candidates: &[Candidate],
) -> Result<Vec<Vec<String>>, Error> {
    let mut generations = 0;
    for drawn in candidates.chunk_by(|a, b| a.generation == b.generation) {
        generations += 1;
        let Some((own, row)) = history.get(generations).and_then(|row| row.split_last()) else {
            let fr = format!("la génération {generations} manque");
            let en = format!("generation {generations} is missing");
            return Err(trouble::changed(&path.join(HISTORY), &fr, &en));
        };
        if *own != seal(plan, history.get(generations - 1), row, drawn) {
            let (count, known) = (drawn.len(), row.get(1).map_or("", String::as_str));
            let fr = format!(
                "l’empreinte de la génération {generations} dans {HISTORY} ({known} candidats) ne lui correspond pas ({count})"
            );
            let en = format!(
                "the digest of generation {generations} in {HISTORY} ({known} candidates) does not fit it ({count})"
            );
            return Err(trouble::changed(&path.join(CANDIDATES), &fr, &en));
        }
    }
    history.truncate(1 + generations);
    Ok(history)
}

fn rows(path: &Path, name: &str) -> Result<Vec<Vec<String>>, Error> {
    let file = path.join(name);
    let mut sheet = Sheet::read(&file.display().to_string(), &given::table(&file)?, &[], Others::Ignored)?;
    Error::if_any(std::mem::take(&mut sheet.faults))?;
    let columns: Vec<String> = sheet.columns().map(str::to_owned).collect();
    let mut rows = vec![columns.clone()];
    rows.extend(sheet.rows().map(|row| columns.iter().map(|column| row.text(column).to_owned()).collect()));
    Ok(rows)
}

/// The columns of the candidates: two of their own, then parameters, then targets.
fn candidate_columns(plan: &Plan) -> Vec<String> {
    let mut columns = vec!["generation".to_owned(), "distance".to_owned()];
    columns.extend(plan.free.iter().map(|free| free.path.clone()));
    columns.extend(plan.targets.iter().map(|target| format!("{OBSERVED}{}", target.observable().id)));
    columns
}

fn values<'a>(free: &'a [Free], candidate: &'a Candidate) -> impl Iterator<Item = String> + 'a {
    free.iter().zip(&candidate.values).map(|(free, &value)| free.written(value))
}

fn candidate_rows(plan: &Plan, candidates: &[Candidate]) -> Vec<Vec<String>> {
    let row = |candidate: &Candidate| {
        let mut row = vec![candidate.generation.to_string(), exact(candidate.distance)];
        row.extend(values(&plan.free, candidate));
        row.extend(candidate.observed.iter().copied().map(exact));
        row
    };
    std::iter::once(candidate_columns(plan)).chain(candidates.iter().map(row)).collect()
}

fn candidates(path: &Path, plan: &Plan) -> Result<Vec<Candidate>, Error> {
    let file = path.join(CANDIDATES);
    let text = given::table(&file)?;
    let columns = candidate_columns(plan);
    let required: Vec<&str> = columns.iter().map(String::as_str).collect();
    let mut sheet = Sheet::read(&file.display().to_string(), &text, &required, Others::Ignored)?;
    let (mut candidates, mut faults) = (Vec::new(), std::mem::take(&mut sheet.faults));
    for row in sheet.rows() {
        // an observable that is not defined is written NaN
        let mut numbers = required.iter().map(|column| match row.text(column) {
            "NaN" => f64::NAN,
            _ => row.number(column).unwrap_or_else(|fault| {
                faults.push(fault);
                0.0
            }),
        });
        let (generation, distance) = (numbers.next().unwrap_or(0.0) as u32, numbers.next().unwrap_or(0.0));
        let mut values: Vec<f64> = numbers.collect();
        let observed = values.split_off(plan.free.len());
        candidates.push(Candidate { generation, values, distance, observed });
    }
    Error::if_any(faults)?;
    lawful(&file, plan, &candidates)?;
    // the same numbers could be written otherwise, but not by this program
    if text != written(&candidate_rows(plan, &candidates)) {
        return Err(trouble::changed(&file, "quelqu’un l’a réécrit", "somebody has written it anew"));
    }
    Ok(candidates)
}

/// Generations follow each other from the first, and every value lies in its range.
fn lawful(file: &Path, plan: &Plan, candidates: &[Candidate]) -> Result<(), Error> {
    let numbers: Vec<u32> = candidates.iter().map(|candidate| candidate.generation).collect();
    let follow = |pair: &[u32]| pair[1] == pair[0] || pair[1] == pair[0] + 1;
    if numbers.first() != Some(&1) || !numbers.windows(2).all(follow) {
        let (fr, en) = ("les générations ne se suivent pas", "generations do not follow each other");
        return Err(trouble::changed(file, fr, en));
    }
    let outside = candidates.iter().find_map(|candidate| {
        let mut pairs = plan.free.iter().zip(&candidate.values);
        pairs.find(|(free, value)| !(free.low..=free.high).contains(value))
    });
    let Some((free, value)) = outside else { return Ok(()) };
    let (path, low, high) = (&free.path, free.low, free.high);
    Err(trouble::changed(
        file,
        &format!("{path} y vaut {value}, hors de sa plage de {low} à {high}"),
        &format!("{path} is {value} there, outside its range of {low} to {high}"),
    ))
}

fn ensemble_rows(plan: &Plan, sets: &[&Candidate]) -> Vec<Vec<String>> {
    let mut head: Vec<String> = ["set", "weight", "distance", "targets_met"].map(str::to_owned).to_vec();
    head.extend(plan.free.iter().map(|free| free.path.clone()));
    let mut rows = vec![head];
    for (k, &set) in sets.iter().enumerate() {
        let mut row = vec![k.to_string(), exact(1.0 / sets.len() as f64), exact(set.distance)];
        row.push(met(&plan.targets, set).to_string());
        row.extend(values(&plan.free, set));
        rows.push(row);
    }
    rows
}

fn identified_rows(plan: &Plan, sets: &[&Candidate]) -> Vec<Vec<String>> {
    let head = ["path", "low", "high", "mean", "deviation", "narrowed", "varies_with", "correlation"];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for (free, known) in plan.free.iter().zip(identify(sets, &plan.free)) {
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

fn fit_rows(plan: &Plan, sets: &[&Candidate]) -> Vec<Vec<String>> {
    let head = ["id", "value", "low", "high", "best", "best_misfit", "p05", "median", "p95"];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for (k, target) in plan.targets.iter().enumerate() {
        let over: Vec<f64> = sets.iter().map(|set| set.observed[k]).collect();
        let (best, over) = (sets[0].observed[k], Summary::of(&over));
        let mut row = vec![target.observable().id.to_owned()];
        row.extend([target.value, target.low, target.high].map(exact));
        row.extend([best, misfit(target, best)].map(|value| format!("{value:.3}")));
        row.extend([over.p05, over.median, over.p95].map(|value| format!("{value:.3}")));
        rows.push(row);
    }
    rows
}

fn fitted(plan: &Plan, best: &Candidate) -> String {
    let mut text = format!(
        "# The set of least misfit: {} of {} targets met by the median of {} replications.\nextends = \"base\"\n",
        met(&plan.targets, best),
        plan.targets.len(),
        plan.replications
    );
    let mut pairs: Vec<(&str, &str, String)> = plan
        .free
        .iter()
        .zip(values(&plan.free, best))
        .map(|(free, value)| {
            let (section, key) = free.path.rsplit_once('.').unwrap_or(("", &free.path));
            (section, key, value)
        })
        .collect();
    pairs.sort_by(|a, b| a.0.cmp(b.0));
    let mut open = "";
    for (section, key, value) in pairs {
        if section != open {
            text += &format!("\n[{section}]\n");
            open = section;
        }
        text += &format!("{key} = {value}\n");
    }
    text
}
