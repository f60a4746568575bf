//! Which files hold the tables: indicators by format and replication, bands by format, series and month.

use std::fs;
use std::path::Path;

use super::folder::{RECORD, RunFolder};
use super::record::Record;
use super::results::{Band, FormatName, INDICATORS_FILE, MONTHLY_FILE, Monthly, Results};
use super::run::Failure;
use super::store::{self, StoredColumn, Values};
use super::trouble::Trouble;
use crate::digest::sha256;
use crate::indicators::{SERIES, Text, Unit, registry};

const DONE: &str = "done";
const FAILED: &str = "failed";

pub(super) type Notes = Vec<(String, String)>;
type Number = fn(&Band) -> f64;
const QUANTILES: [(&str, Number); 6] = [
    ("p05", |band| band.p05),
    ("p25", |band| band.p25),
    ("p50", |band| band.p50),
    ("p75", |band| band.p75),
    ("p95", |band| band.p95),
    ("mean", |band| band.mean),
];

impl Results {
    /// Writes both tables to the folder; failed replications become rows without values.
    pub fn write(&self, folder: &RunFolder, failures: &[Failure]) -> Result<(), Trouble> {
        let table = |name: &str, columns: Vec<StoredColumn>, notes: Notes| {
            let bytes = store::bytes(&columns, &notes)
                .map_err(|why| Trouble::CannotWrite(folder.path().join(name), why.into()))?;
            folder.write(name, &bytes)
        };
        table(INDICATORS_FILE, self.indicator_table(failures), indicator_notes())?;
        table(MONTHLY_FILE, self.monthly_table(), monthly_notes())
    }

    /// Reads the tables of a run folder.
    pub fn read(folder: &Path) -> Result<Results, Trouble> {
        let record = Record::read(folder)?;
        let indicators = folder.join(INDICATORS_FILE);
        let monthly = folder.join(MONTHLY_FILE);
        for (name, path) in [(INDICATORS_FILE, &indicators), (MONTHLY_FILE, &monthly)] {
            unchanged(&record, name, path)?;
        }
        let lacking = |path: &Path, what: &str| Trouble::not_ours(path, format!("no column `{what}`"));
        let mut results = indicators_of(Table(store::read(&indicators)?), &record.formats)
            .map_err(|what| lacking(&indicators, &what))?;
        results.monthly = monthly_of(Table(store::read(&monthly)?), &record.formats)
            .map_err(|what| lacking(&monthly, &what))?;
        results.provenance = record.provenance;
        Ok(results)
    }

    /// Rows by replication, then by format, so that a shorter run is the beginning of a longer one.
    fn indicator_table(&self, failures: &[Failure]) -> Vec<StoredColumn> {
        let done = self.replications.iter().enumerate().map(|(k, number)| (*number, Some(k)));
        let mut rows: Vec<(u32, Option<usize>)> =
            done.chain(failures.iter().map(|f| (f.replication, None))).collect();
        rows.sort_by_key(|(number, _)| *number);
        let rows: Vec<(u32, Option<usize>, usize)> =
            rows.iter().flat_map(|(n, k)| (0..self.formats.len()).map(move |f| (*n, *k, f))).collect();
        let status = |place: Option<usize>| if place.is_some() { DONE } else { FAILED }.to_owned();
        let mut table = vec![
            StoredColumn::new(
                "format",
                Values::Text(rows.iter().map(|r| self.formats[r.2].id.clone()).collect()),
            ),
            StoredColumn::new("replication", Values::Whole(rows.iter().map(|r| r.0 as i32).collect())),
            StoredColumn::new("status", Values::Text(rows.iter().map(|r| status(r.1)).collect())),
        ];
        table.extend(self.columns.iter().enumerate().map(|(c, name)| {
            let value = |&(_, k, f): &(_, Option<usize>, usize)| k.map_or(f64::NAN, |k| self.values[f][c][k]);
            StoredColumn::new(name, Values::Number(rows.iter().map(value).collect()))
        }));
        table
    }

    fn monthly_table(&self) -> Vec<StoredColumn> {
        let mut rows: Vec<(&str, &str, usize, &Band)> = Vec::new();
        for (format, series) in self.formats.iter().zip(&self.monthly.bands) {
            for (name, months) in self.monthly.series.iter().zip(series) {
                rows.extend(
                    months.iter().enumerate().map(|(month, band)| (&*format.id, &**name, month, band)),
                );
            }
        }
        let mut table = vec![
            StoredColumn::new("format", Values::Text(rows.iter().map(|r| r.0.to_owned()).collect())),
            StoredColumn::new("series", Values::Text(rows.iter().map(|r| r.1.to_owned()).collect())),
            StoredColumn::new("month", Values::Whole(rows.iter().map(|r| r.2 as i32).collect())),
        ];
        table.extend(QUANTILES.iter().map(|(name, number)| {
            StoredColumn::new(*name, Values::Number(rows.iter().map(|r| number(r.3)).collect()))
        }));
        table.push(StoredColumn::new(
            "defined",
            Values::Whole(rows.iter().map(|r| r.3.defined as i32).collect()),
        ));
        table
    }
}

/// Refuses a file that is not the one the record lists: one of another run, or one edited since.
fn unchanged(record: &Record, name: &str, path: &Path) -> Result<(), Trouble> {
    let bytes = fs::read(path).map_err(|cause| Trouble::reading(path, &cause))?;
    match record.files.iter().find(|file| file.path == name) {
        Some(listed) if listed.sha256 == sha256(&bytes) => Ok(()),
        Some(_) => Err(Trouble::not_ours(path, format!("SHA-256 ≠ {RECORD}"))),
        None => Err(Trouble::not_ours(path, format!("∉ {RECORD}"))),
    }
}

pub(super) fn indicator_notes() -> Notes {
    registry::columns()
        .flat_map(|column| described(&column.name(), column.indicator.unit, column.indicator.label))
        .collect()
}

fn monthly_notes() -> Notes {
    SERIES.iter().flat_map(|series| described(series.id, series.unit, series.label)).collect()
}

fn described(name: &str, unit: Unit, label: Text) -> [(String, String); 3] {
    [
        (format!("unit:{name}"), unit.schema().to_owned()),
        (format!("label.fr:{name}"), label.fr.to_owned()),
        (format!("label.en:{name}"), label.en.to_owned()),
    ]
}

/// Columns taken out of a stored table by name; what is missing is the error.
struct Table(Vec<StoredColumn>);

impl Table {
    fn take(&mut self, name: &str) -> Result<Values, String> {
        let place = self.0.iter().position(|column| column.name == name).ok_or(name)?;
        Ok(self.0.remove(place).values)
    }

    fn texts(&mut self, name: &str) -> Result<Vec<String>, String> {
        if let Values::Text(values) = self.take(name)? { Ok(values) } else { Err(name.to_owned()) }
    }

    fn wholes(&mut self, name: &str) -> Result<Vec<i32>, String> {
        if let Values::Whole(values) = self.take(name)? { Ok(values) } else { Err(name.to_owned()) }
    }

    fn numbers(&mut self, name: &str) -> Result<Vec<f64>, String> {
        if let Values::Number(values) = self.take(name)? { Ok(values) } else { Err(name.to_owned()) }
    }
}

fn indicators_of(mut table: Table, formats: &[FormatName]) -> Result<Results, String> {
    let (ids, numbers) = (table.texts("format")?, table.wholes("replication")?);
    let status = table.texts("status")?;
    let rows_of = |format: &FormatName| -> Vec<usize> {
        (0..ids.len()).filter(|row| ids[*row] == format.id && status[*row] == DONE).collect()
    };
    let rows: Vec<Vec<usize>> = formats.iter().map(rows_of).collect();
    if rows.windows(2).any(|pair| pair[0].len() != pair[1].len()) {
        return Err("format".to_owned());
    }
    let columns: Vec<String> = table.0.iter().map(|column| column.name.clone()).collect();
    let stored = columns.iter().map(|name| table.numbers(name)).collect::<Result<Vec<_>, _>>()?;
    let values =
        |rows: &Vec<usize>| stored.iter().map(|c| rows.iter().map(|row| c[*row]).collect()).collect();
    Ok(Results {
        formats: formats.to_vec(),
        columns,
        replications: rows
            .first()
            .map_or(Vec::new(), |rows| rows.iter().map(|r| numbers[*r] as u32).collect()),
        values: rows.iter().map(values).collect(),
        monthly: Monthly::default(),
        provenance: Default::default(),
    })
}

fn monthly_of(mut table: Table, formats: &[FormatName]) -> Result<Monthly, String> {
    let (ids, series, months) = (table.texts("format")?, table.texts("series")?, table.wholes("month")?);
    let defined = table.wholes("defined")?;
    let quantiles = QUANTILES.iter().map(|(name, _)| table.numbers(name)).collect::<Result<Vec<_>, _>>()?;
    let [p05, p25, p50, p75, p95, mean] = &quantiles[..] else { return Err("mean".to_owned()) };
    let mut names: Vec<String> = Vec::new();
    for name in &series {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    let mut bands = vec![vec![Vec::new(); names.len()]; formats.len()];
    for row in 0..ids.len() {
        let format = formats.iter().position(|f| f.id == ids[row]).ok_or("format")?;
        let place = names.iter().position(|name| *name == series[row]).ok_or("series")?;
        let path: &mut Vec<Band> = &mut bands[format][place];
        if months[row] as usize != path.len() {
            return Err("month".to_owned());
        }
        path.push(Band {
            p05: p05[row],
            p25: p25[row],
            p50: p50[row],
            p75: p75[row],
            p95: p95[row],
            mean: mean[row],
            defined: defined[row] as u32,
        });
    }
    Ok(Monthly { series: names, bands })
}
