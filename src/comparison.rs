//! (being built)

use std::io::Write;

use crate::experiment::results::Results;

/// The paired statistics.
pub struct Comparison {
    rows: Vec<(String, String, f64)>,
}

/// Compares every format with the first.
pub fn compare(results: &Results) -> Comparison {
    let mut rows = Vec::new();
    for (c, column) in results.columns.iter().enumerate() {
        for f in 1..results.formats.len() {
            let pairs = results.values[f][c].iter().zip(&results.values[0][c]);
            let sum: f64 = pairs.map(|(b, a)| b - a).sum();
            let mean = sum / results.replications.len() as f64;
            rows.push((column.clone(), results.formats[f].id.clone(), mean));
        }
    }
    Comparison { rows }
}

impl Comparison {
    /// Writes the comparison.
    pub fn to_csv(&self, mut to: impl Write) -> csv::Result<()> {
        writeln!(to, "column,format,mean_difference")?;
        for (column, format, mean) in &self.rows {
            writeln!(to, "{column},{format},{mean}")?;
        }
        Ok(())
    }
}
