//! How a comparison is stored for machines: one row per column and pair of formats, comma and point.

use std::io::Write;

use super::{Comparison, PairRow, indicator_of};
use crate::indicators::Better;

/// A cell's content, from the comparison and one of its rows.
type Cell = fn(&Comparison, &PairRow) -> String;

/// Every stored column: its head and its content in one place, so that neither can be moved without the other.
/// Values, differences and standard deviation are in the row's `unit`; shares lie between 0 and 1.
const CELLS: &[(&str, Cell)] = &[
    ("column", |_, row| row.column.clone()),
    ("unit", |_, row| indicator_of(&row.column).map_or("", |found| found.unit.schema()).to_owned()),
    ("better", |_, row| direction(&row.column).to_owned()),
    ("format_a", |comparison, row| comparison.formats[row.a].id.clone()),
    ("format_b", |comparison, row| comparison.formats[row.b].id.clone()),
    ("replications", |comparison, _| comparison.replications.to_string()),
    ("pairs", |_, row| row.pairs.to_string()),
    ("median_a", |_, row| number(row.median_a)),
    ("p05_a", |_, row| number(row.p05_a)),
    ("p95_a", |_, row| number(row.p95_a)),
    ("sd_a", |_, row| number(row.spread_a)),
    ("median_b", |_, row| number(row.median_b)),
    ("p05_b", |_, row| number(row.p05_b)),
    ("p95_b", |_, row| number(row.p95_b)),
    ("mean_difference_b_minus_a", |_, row| number(row.difference)),
    ("difference_low_95", |_, row| number(row.low)),
    ("difference_high_95", |_, row| number(row.high)),
    ("p_b_better_share", |_, row| number(row.p_better)),
    ("p_b_better_low_95_share", |_, row| number(row.p_better_low)),
    ("p_b_better_high_95_share", |_, row| number(row.p_better_high)),
    ("pairing_worth_replications", |_, row| number(row.pairing_worth)),
];

impl Comparison {
    /// Writes the comparison, head first.
    pub fn to_csv(&self, to: impl Write) -> csv::Result<()> {
        let mut writer = csv::Writer::from_writer(to);
        writer.write_record(CELLS.iter().map(|(head, _)| head))?;
        for row in &self.rows {
            writer.write_record(CELLS.iter().map(|(_, cell)| cell(self, row)))?;
        }
        writer.flush()?;
        Ok(())
    }
}

/// The shortest text that reads back as the same number; nothing for what is not defined.
fn number(value: f64) -> String {
    if value.is_finite() { value.to_string() } else { String::new() }
}

fn direction(column: &str) -> &'static str {
    match indicator_of(column).map(|indicator| indicator.better) {
        Some(Better::Higher) => "higher",
        Some(Better::Lower) => "lower",
        Some(Better::Neither) | None => "",
    }
}
