//! What does a run over drawn parameters say of each indicator? Chance and knowledge apart, regret, and the draws in
//! which the ranking flips.

use std::path::Path;

use super::{Column, Peeled, choose, peel};
use crate::comparison::BOARD;
use crate::error::Error;
use crate::experiment::results::FormatName;
use crate::experiment::store::{self, Values};
use crate::indicators::Better;
use crate::indicators::registry::{self, Indicator};
use crate::sensitivity::Crossed;
use crate::sensitivity::decision::{Decision, decide};
use crate::sensitivity::outputs;
use crate::sweep::Manifest;
use crate::sweep::manifest::DESIGN;

/// Below so many draws of the rarer side there is nothing to learn from.
const FEWEST: usize = 8;

/// A run over drawn parameters, read from its folder.
#[derive(Clone, Debug)]
pub struct Knowledge {
    /// What was drawn and run.
    pub manifest: Manifest,
    /// The values of each parameter, in the order in which the manifest names them.
    pub draws: Vec<Column>,
    /// The indicators of a board, where they are stored.
    pub known: Vec<Known>,
}

/// What is known of an indicator.
#[derive(Clone, Debug)]
pub struct Known {
    /// The indicator.
    pub indicator: &'static Indicator,
    /// Shares of variance and regret.
    pub decision: Decision,
    /// Every format but the reference, in order.
    pub flips: Vec<Flip>,
}

/// The rarer of what a format may do against the reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rarer {
    /// Better.
    Better,
    /// Worse.
    Worse,
    /// No better: a pool that never opens leaves everything as it was.
    NoBetter,
}

/// When a format does the rarer of better and worse than the reference.
#[derive(Clone, Debug)]
pub struct Flip {
    /// The format.
    pub format: usize,
    /// What is rarer.
    pub rarer: Rarer,
    /// The draws of which the difference is known.
    pub rows: Vec<usize>,
    /// The mean difference from the reference in each of them.
    pub differences: Vec<f64>,
    /// Which of them are cases of it.
    pub cases: Vec<bool>,
    /// The boxes that were peeled; none where cases are too few to learn from.
    pub trajectory: Vec<Peeled>,
    /// The box that is told, where it has conditions.
    pub chosen: Option<Peeled>,
}

impl Knowledge {
    /// Reads the folder of `compare --uncertainty`.
    pub fn read(folder: &Path) -> Result<Knowledge, Error> {
        let manifest = Manifest::read(folder)?;
        let stored = BOARD.iter().filter(|told| manifest.columns.iter().any(|column| column == *told));
        let columns: Vec<String> = stored.map(|told| (*told).to_owned()).collect();
        let outputs = outputs::read(folder, &manifest, &columns)?;
        let draws = draws(folder)?;
        let of = |indicator: &'static Indicator| {
            let levels = outputs.iter().filter(|o| o.column == indicator.id && o.against.is_none());
            let levels: Vec<Crossed> = levels.map(|output| output.runs.clone()).collect();
            Known::of(indicator, &levels, &draws, manifest.provenance.seed)
        };
        let known = columns.iter().filter_map(|column| registry::find(column)).map(of).collect();
        Ok(Knowledge { manifest, draws, known })
    }

    /// Whether it is about these formats, in the same order.
    pub fn is_about(&self, formats: &[FormatName]) -> bool {
        let ids = |formats: &[FormatName]| -> Vec<String> {
            formats.iter().map(|format| format.id.clone()).collect()
        };
        ids(&self.manifest.formats) == ids(formats)
    }
}

/// The draws of a sweep's folder.
fn draws(folder: &Path) -> Result<Vec<Column>, Error> {
    let column = |values: Values| match values {
        Values::Number(values) => Column::Numbers(values),
        Values::Whole(values) => Column::Numbers(values.into_iter().map(f64::from).collect()),
        Values::Text(values) => Column::Words(values),
    };
    // number and label of a point are no parameters
    let table = store::read(&folder.join(DESIGN))?;
    Ok(table.into_iter().skip(2).map(|stored| column(stored.values)).collect())
}

impl Known {
    /// What the runs of each format say over these draws; the first format is the reference.
    pub fn of(indicator: &'static Indicator, levels: &[Crossed], draws: &[Column], seed: u64) -> Known {
        let decision = decide(levels, indicator.better == Better::Lower, seed);
        let flip = |format: usize| {
            let means = levels[format].minus(&levels[0]).means();
            Flip::of(indicator, format, &means, draws)
        };
        Known { indicator, decision, flips: (1..levels.len()).map(flip).collect() }
    }
}

impl Flip {
    fn of(indicator: &Indicator, format: usize, means: &[f64], draws: &[Column]) -> Flip {
        let rows: Vec<usize> = (0..means.len()).filter(|draw| means[*draw].is_finite()).collect();
        let differences: Vec<f64> = rows.iter().map(|draw| means[*draw]).collect();
        let sign = if indicator.better == Better::Lower { -1.0 } else { 1.0 };
        let better: Vec<bool> = differences.iter().map(|difference| sign * difference > 0.0).collect();
        let wins = better.iter().filter(|wins| **wins).count();
        let rare_is_better = 2 * wins < rows.len();
        let cases: Vec<bool> = better.iter().map(|wins| *wins == rare_is_better).collect();
        let ties = differences.contains(&0.0);
        let rarer = match (rare_is_better, ties) {
            (true, _) => Rarer::Better,
            (false, false) => Rarer::Worse,
            (false, true) => Rarer::NoBetter,
        };
        let mut flip = Flip { format, rarer, rows, differences, cases, trajectory: Vec::new(), chosen: None };
        if flip.count() >= FEWEST {
            let columns = flip.at(draws);
            flip.trajectory = peel(&columns, &flip.cases);
            flip.chosen = choose(&columns, &flip.cases, &flip.trajectory)
                .filter(|chosen| !chosen.conditions.is_empty());
        }
        flip
    }

    /// How many draws are cases.
    pub fn count(&self) -> usize {
        self.cases.iter().filter(|case| **case).count()
    }

    /// The draws of which the difference is known.
    pub fn at(&self, draws: &[Column]) -> Vec<Column> {
        let picked = |column: &Column| match column {
            Column::Numbers(values) => Column::Numbers(self.rows.iter().map(|row| values[*row]).collect()),
            Column::Words(values) => {
                Column::Words(self.rows.iter().map(|row| values[*row].clone()).collect())
            }
        };
        draws.iter().map(picked).collect()
    }
}
