//! What do the results of a sweep say of each point? Means over replications, read in one pass over the table.

use std::collections::BTreeMap;
use std::path::Path;

use super::manifest::Manifest;
use super::part::DONE;
use crate::experiment::results::{FormatName, INDICATORS_FILE, Monthly, Results};
use crate::experiment::store::{StoredColumn, Values, read_groups};
use crate::experiment::trouble::Trouble;
use crate::words::{Bilingual, Lang};

/// One value of every format in one replication of one point, column by column.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// The point.
    pub point: u32,
    /// The replication.
    pub replication: u32,
    /// `values[column][format]`; nothing if the run failed.
    pub values: Option<Vec<Vec<f64>>>,
}

/// Reads some columns of the results in a sweep's folder, run by run, in the order of the table.
pub fn each_run(
    folder: &Path,
    formats: &[String],
    columns: &[String],
    mut each: impl FnMut(Run),
) -> Result<(), Trouble> {
    let path = folder.join(INDICATORS_FILE);
    let head = ["replication", "point", "format", "status"];
    let wanted = |name: &str| head.contains(&name) || columns.iter().any(|column| column == name);
    let mut open: Option<(Run, usize)> = None;
    read_groups(&path, wanted, |table| {
        let table: BTreeMap<&str, &Values> = table.iter().map(|c| (c.name.as_str(), &c.values)).collect();
        let lacking = |name: &str| Trouble::not_ours(&path, format!("no column `{name}`"));
        let whole = |name: &str| match table.get(name) {
            Some(Values::Whole(values)) => Ok(values),
            _ => Err(lacking(name)),
        };
        let (replications, points) = (whole("replication")?, whole("point")?);
        let (Some(Values::Text(ids)), Some(Values::Text(status))) =
            (table.get("format"), table.get("status"))
        else {
            return Err(lacking("format"));
        };
        let mut numbers = Vec::new();
        for column in columns {
            match table.get(column.as_str()) {
                Some(Values::Number(values)) => numbers.push(values),
                _ => return Err(lacking(column)),
            }
        }
        for row in 0..ids.len() {
            let format = formats.iter().position(|id| *id == ids[row]).ok_or_else(|| lacking("format"))?;
            let empty = || vec![vec![f64::NAN; formats.len()]; columns.len()];
            let fresh = || Run {
                point: points[row] as u32,
                replication: replications[row] as u32,
                values: (status[row] == DONE).then(empty),
            };
            let (run, seen) = open.get_or_insert_with(|| (fresh(), 0));
            if let Some(values) = &mut run.values {
                for (column, numbers) in numbers.iter().enumerate() {
                    values[column][format] = numbers[row];
                }
            }
            *seen += 1;
            if *seen == formats.len()
                && let Some((run, _)) = open.take()
            {
                each(run);
            }
        }
        Ok(())
    })
}

/// The runs of all points side by side, as if each format at each point were a format of its own: every point meets the
/// same replications, so that they are paired as formats are. `name` tells what a point is called.
pub fn side_by_side(
    folder: &Path,
    manifest: &Manifest,
    name: impl Fn(usize) -> Bilingual,
) -> Result<Results, Trouble> {
    let whole = manifest.layout.whole();
    let (points, formats) = (whole.points as usize, manifest.formats.len());
    let ids: Vec<String> = manifest.formats.iter().map(|format| format.id.clone()).collect();
    let mut found: BTreeMap<u32, Vec<Option<Vec<Vec<f64>>>>> = BTreeMap::new();
    each_run(folder, &ids, &manifest.columns, |run| {
        let at = found.entry(run.replication).or_insert_with(|| vec![None; points]);
        at[run.point as usize] = run.values;
    })?;
    // what failed at one point is compared nowhere
    found.retain(|_, at| at.iter().all(Option::is_some));
    let named = |place: usize| {
        let (at, format) = (name(place / formats), &manifest.formats[place % formats]);
        let of = |words: &Bilingual| Bilingual {
            fr: format!("{} · {}", at.fr, words.fr),
            en: format!("{} · {}", at.en, words.en),
        };
        FormatName {
            id: format!("{}@{}", format.id, place / formats),
            label: of(&format.label),
            short: of(&format.short),
        }
    };
    let value = |place: usize, column: usize, at: &Vec<Option<Vec<Vec<f64>>>>| {
        at[place / formats].as_ref().map_or(f64::NAN, |values| values[column][place % formats])
    };
    let column = |place: usize, column: usize| found.values().map(|at| value(place, column, at)).collect();
    let of_place = |place: usize| (0..manifest.columns.len()).map(|c| column(place, c)).collect();
    Ok(Results {
        formats: (0..points * formats).map(named).collect(),
        columns: manifest.columns.clone(),
        replications: found.keys().copied().collect(),
        values: (0..points * formats).map(of_place).collect(),
        monthly: Monthly::default(),
        provenance: manifest.provenance.clone(),
    })
}

/// Sums over the replications of each point.
#[derive(Clone, Debug)]
pub struct Means {
    formats: usize,
    /// `sums[column][format][point]`, and how many values each holds.
    sums: Vec<Vec<Vec<(f64, u32)>>>,
    /// Runs that failed, by point.
    pub failed: Vec<u32>,
}

impl Means {
    /// Reads the means of these columns over a sweep of so many points.
    pub fn read(
        folder: &Path,
        formats: &[String],
        columns: &[String],
        points: u32,
    ) -> Result<Means, Trouble> {
        let empty = vec![vec![vec![(0.0, 0); points as usize]; formats.len()]; columns.len()];
        let mut means = Means { formats: formats.len(), sums: empty, failed: vec![0; points as usize] };
        each_run(folder, formats, columns, |run| {
            let point = run.point as usize;
            let Some(values) = run.values else {
                means.failed[point] += 1;
                return;
            };
            for (column, values) in values.iter().enumerate() {
                for (format, value) in values.iter().enumerate().filter(|(_, value)| value.is_finite()) {
                    let (sum, count) = &mut means.sums[column][format][point];
                    *sum += value;
                    *count += 1;
                }
            }
        })?;
        Ok(means)
    }

    /// The mean of a point; NaN where nothing is defined.
    pub fn mean(&self, column: usize, format: usize, point: usize) -> f64 {
        let (sum, count) = self.sums[column][format][point];
        sum / f64::from(count)
    }

    /// The means of every point under a format.
    pub fn points(&self, column: usize, format: usize) -> Vec<f64> {
        (0..self.failed.len()).map(|point| self.mean(column, format, point)).collect()
    }

    /// In which share of the points each format has the best mean, ties shared; `lower` says which way is better.
    pub fn share_best(&self, column: usize, lower: bool) -> Vec<f64> {
        let mut shares = vec![0.0; self.formats];
        let mut counted = 0;
        for point in 0..self.failed.len() {
            let means: Vec<f64> = (0..self.formats).map(|format| self.mean(column, format, point)).collect();
            if means.iter().any(|mean| !mean.is_finite()) {
                continue;
            }
            let better = |a: f64, b: f64| if lower { a.min(b) } else { a.max(b) };
            let best = means.iter().copied().fold(means[0], better);
            let tied = means.iter().filter(|mean| **mean == best).count() as f64;
            for (share, mean) in shares.iter_mut().zip(&means) {
                *share += if *mean == best { 1.0 / tied } else { 0.0 };
            }
            counted += 1;
        }
        shares.iter().map(|share| share / f64::from(counted)).collect()
    }
}

/// A column of a table, as texts short enough for a line.
pub fn shown(column: &StoredColumn, row: usize, lang: Lang) -> String {
    match &column.values {
        Values::Text(values) => values[row].clone(),
        Values::Whole(values) => values[row].to_string(),
        Values::Number(values) => {
            let short = format!("{:.4}", values[row]);
            let short = short.trim_end_matches('0').trim_end_matches('.');
            match lang {
                Lang::Fr => short.replace('.', ","),
                Lang::En => short.to_owned(),
            }
        }
    }
}
