//! What did a study of sensitivity find? Its tables, read from its folder.

use std::path::Path;

use crate::comparison::statistics::Interval;
use crate::error::Error;
use crate::experiment::results::FormatName;
use crate::experiment::trouble::Trouble;
use crate::given;
use crate::sheet::{Others, Row, Sheet};
use crate::sweep::Manifest;
use crate::sweep::manifest::{AxisRecord, MANIFEST};
use crate::words::Bilingual;

/// The folders of the two steps.
pub const SCREENING: &str = "morris";
/// The second.
pub const SHARES: &str = "sobol";
/// Their tables.
pub const SCREENING_TABLE: &str = "morris.csv";
/// The second.
pub const SHARES_TABLE: &str = "sobol.csv";

/// A study, read from its folder.
#[derive(Clone, Debug)]
pub struct Sensitivity {
    /// What the screening found, if it was done.
    pub screening: Option<Step>,
    /// What the variance was shared out to, if it was.
    pub shares: Option<Step>,
}

/// A step of a study.
#[derive(Clone, Debug)]
pub struct Step {
    /// What varied and was run.
    pub manifest: Manifest,
    /// Each outcome.
    pub outcomes: Vec<Outcome>,
}

/// What an indicator under a format, or its difference from another, depends on.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The indicator.
    pub column: String,
    /// The format.
    pub format: usize,
    /// The format it is compared with.
    pub against: Option<usize>,
    /// Each parameter or group, in the order of the table.
    pub estimates: Vec<Estimate>,
}

/// How much depends on a parameter, or on a group of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimate {
    /// Its path, or the name of the group.
    pub path: String,
    /// Its name for readers.
    pub label: Bilingual,
    /// Mean absolute effect, or share of the variance with all interactions.
    pub value: f64,
    /// Its interval.
    pub interval: Interval,
    /// Share of the variance alone; NaN for a screening.
    pub alone: f64,
}

impl Sensitivity {
    /// Reads the folder of `mutualise sensitivity`; nothing if it holds no study.
    pub fn read(folder: &Path) -> Result<Option<Sensitivity>, Error> {
        let screening = ["absolute", "absolute_low", "absolute_high"];
        let shares = ["total", "total_low", "total_high"];
        let screening = Step::read(folder, (SCREENING, SCREENING_TABLE), screening)?;
        let shares = Step::read(folder, (SHARES, SHARES_TABLE), shares)?;
        let found = screening.is_some() || shares.is_some();
        Ok(found.then_some(Sensitivity { screening, shares }))
    }

    /// Whether it is about these formats, in the same order.
    pub fn is_about(&self, formats: &[FormatName]) -> bool {
        let ids = |formats: &[FormatName]| -> Vec<String> {
            formats.iter().map(|format| format.id.clone()).collect()
        };
        self.screening.iter().chain(&self.shares).all(|step| ids(&step.manifest.formats) == ids(formats))
    }
}

impl Step {
    fn read(folder: &Path, (step, table): (&str, &str), figures: [&str; 3]) -> Result<Option<Step>, Error> {
        let (path, sweep) = (folder.join(table), folder.join(step));
        if !path.is_file() || !sweep.join(MANIFEST).is_file() {
            return Ok(None);
        }
        let mut manifest = Manifest::read(&sweep)?;
        // a step is known by its study
        let study = folder.file_name().unwrap_or_default().to_string_lossy();
        manifest.provenance.run = format!("{study}/{step}");
        let text = given::table(&path)?;
        let named = ["indicator", "format", "against", "parameter", "label"];
        let required: Vec<&str> = named.into_iter().chain(figures).collect();
        let sheet = Sheet::read(&path.display().to_string(), &text, &required, Others::Ignored)?;
        let mut outcomes: Vec<Outcome> = Vec::new();
        for row in sheet.rows() {
            let place =
                |column: &str| manifest.formats.iter().position(|format| format.id == row.text(column));
            let strange = || Trouble::NotOurs(path.clone(), row.text("format").to_owned());
            let (format, against) = (place("format").ok_or_else(strange)?, place("against"));
            let column = row.text("indicator").to_owned();
            let same = |o: &&mut Outcome| (&o.column, o.format, o.against) == (&column, format, against);
            let estimate = estimate(&row, figures, &manifest.design.vary);
            match outcomes.iter_mut().find(same) {
                Some(outcome) => outcome.estimates.push(estimate),
                None => outcomes.push(Outcome { column, format, against, estimates: vec![estimate] }),
            }
        }
        Ok(Some(Step { manifest, outcomes }))
    }
}

fn estimate(row: &Row, [value, low, high]: [&str; 3], axes: &[AxisRecord]) -> Estimate {
    // an empty cell is a figure that is not defined
    let number = |column: &str| row.number(column).unwrap_or(f64::NAN);
    let path = row.text("parameter");
    let named = axes.iter().find(|axis| axis.path == path).map(|axis| axis.label.clone());
    Estimate {
        path: path.to_owned(),
        label: named.unwrap_or_else(|| row.text("label").to_owned().into()),
        value: number(value),
        interval: Interval { low: number(low), high: number(high) },
        alone: number("first"),
    }
}
