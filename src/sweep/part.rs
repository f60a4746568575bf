//! What became of the units of a block, as the rows of a part: one for each unit and format.

use std::collections::BTreeMap;
use std::path::Path;

use super::layout::Unit;
use super::plan::Plan;
use crate::experiment::store::{self, StoredColumn, Values};
use crate::experiment::trouble::Trouble;

/// The status of a row that has values.
pub const DONE: &str = "done";
/// The status of a row that has none.
pub const FAILED: &str = "failed";
/// The columns that stand before the outcomes, in a part.
pub const HEAD: [&str; 5] = ["replication", "point", "format", "status", "failure"];

/// The outcome columns of each format, or why there are none.
pub type Ended = Result<Vec<Vec<f64>>, String>;

/// The units of a block with what became of them.
pub type Block = BTreeMap<Unit, Ended>;

/// The rows of a block.
pub fn columns(plan: &Plan, block: &Block) -> Vec<StoredColumn> {
    let formats = plan.formats.len();
    let rows =
        || block.iter().flat_map(|(unit, ended)| (0..formats).map(move |format| (unit, ended, format)));
    let text =
        |of: &dyn Fn(&Ended, usize) -> String| Values::Text(rows().map(|(_, e, f)| of(e, f)).collect());
    let status = |ended: &Ended| if ended.is_ok() { DONE } else { FAILED }.to_owned();
    let failure = |ended: &Ended| ended.as_ref().err().cloned().unwrap_or_default();
    let mut table = vec![
        Values::Whole(rows().map(|(unit, _, _)| unit.replication as i32).collect()),
        Values::Whole(rows().map(|(unit, _, _)| unit.point as i32).collect()),
        text(&|_, format| plan.formats[format].id.clone()),
        text(&|ended, _| status(ended)),
        text(&|ended, _| failure(ended)),
    ];
    table.extend((0..plan.columns.len()).map(|column| {
        let value = |ended: &Ended, format: usize| ended.as_ref().map_or(f64::NAN, |v| v[format][column]);
        Values::Number(rows().map(|(_, ended, format)| value(ended, format)).collect())
    }));
    let names = HEAD.iter().map(|name| (*name).to_owned()).chain(plan.columns.iter().cloned());
    names.zip(table).map(|(name, values)| StoredColumn::new(name, values)).collect()
}

/// Reads a part; one whose rows are not those of its block is damaged.
pub fn read(path: &Path, plan: &Plan, units: &[Unit]) -> Result<Block, Trouble> {
    let table = store::read(path)?;
    rows(table, plan)
        .filter(|block| block.keys().eq(units.iter()))
        .ok_or_else(|| Trouble::not_ours(path, "its rows are not those of its block"))
}

fn rows(table: Vec<StoredColumn>, plan: &Plan) -> Option<Block> {
    let formats = plan.formats.len();
    let expected = HEAD.iter().copied().chain(plan.columns.iter().map(String::as_str));
    if !expected.eq(table.iter().map(|column| column.name.as_str())) {
        return None;
    }
    let mut values: Vec<Values> = table.into_iter().map(|column| column.values).collect();
    let outcomes: Vec<Vec<f64>> =
        values.split_off(HEAD.len()).into_iter().map(numbers).collect::<Option<_>>()?;
    let [
        Values::Whole(replication),
        Values::Whole(point),
        Values::Text(format),
        Values::Text(status),
        Values::Text(failure),
    ] = &values[..]
    else {
        return None;
    };
    let mut block = Block::new();
    for first in (0..replication.len()).step_by(formats) {
        if (0..formats).any(|k| format.get(first + k) != Some(&plan.formats[k].id)) {
            return None;
        }
        let of = |k: usize| outcomes.iter().map(|column| column[first + k]).collect();
        let ended = match status[first].as_str() {
            DONE => Ok((0..formats).map(of).collect()),
            FAILED => Err(failure[first].clone()),
            _ => return None,
        };
        block.insert(Unit { replication: replication[first] as u32, point: point[first] as u32 }, ended);
    }
    Some(block)
}

fn numbers(values: Values) -> Option<Vec<f64>> {
    if let Values::Number(values) = values { Some(values) } else { None }
}
