//! Which file holds the regions of a country: every indicator by region, format and replication.

use super::files::indicator_notes;
use super::folder::RunFolder;
use super::journal::Done;
use super::replication::Outcome;
use super::run::Plan;
use super::store::{self, StoredColumn, Values};
use super::trouble::Trouble;
use crate::indicators::registry;
use crate::scenario::regions::{Region, regions};

/// The file of the regions.
pub const REGIONS_FILE: &str = "regions.parquet";

/// A row of the table: replication, format, region, and the values of every column.
type Row<'a> = (u32, &'a str, &'a Region, &'a [f64]);

/// Writes the table to the folder of a country's run; without regions there is none.
pub fn write(plan: &Plan, done: &Done, folder: &RunFolder) -> Result<(), Trouble> {
    let regions = regions();
    let rows: Vec<Row> = done.iter().flat_map(|(k, outcomes)| rows(*k, outcomes, plan, &regions)).collect();
    if rows.is_empty() {
        return Ok(());
    }
    let bytes = store::bytes(&table(&rows), &indicator_notes())
        .map_err(|why| Trouble::CannotWrite(folder.path().join(REGIONS_FILE), why.into()))?;
    folder.write(REGIONS_FILE, &bytes)
}

/// Those of one replication, by format, then by region; a region without territories has none.
fn rows<'a>(
    replication: u32,
    outcomes: &'a [Outcome],
    plan: &'a Plan,
    regions: &'a [Region],
) -> Vec<Row<'a>> {
    let of_format = |(format, outcome): (&'a super::results::FormatName, &'a Outcome)| {
        let known = regions.iter().zip(&outcome.regions).filter(|(_, values)| !values.is_empty());
        known.map(move |(region, values)| (replication, &*format.id, region, &**values))
    };
    plan.formats.iter().zip(outcomes).flat_map(of_format).collect()
}

fn table(rows: &[Row]) -> Vec<StoredColumn> {
    let texts = |text: fn(&Row) -> String| Values::Text(rows.iter().map(text).collect());
    let mut table = vec![
        StoredColumn::new("format", texts(|row| row.1.to_owned())),
        StoredColumn::new("replication", Values::Whole(rows.iter().map(|row| row.0 as i32).collect())),
        StoredColumn::new("code", texts(|row| row.2.code.clone())),
        StoredColumn::new("region", texts(|row| row.2.name.clone())),
    ];
    table.extend(registry::columns().enumerate().map(|(c, column)| {
        StoredColumn::new(column.name(), Values::Number(rows.iter().map(|row| row.3[c]).collect()))
    }));
    table
}
