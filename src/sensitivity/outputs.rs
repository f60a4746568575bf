//! Which outcomes is an analysis about? Each indicator under each format, and its difference from the reference, read
//! from the results of a sweep.

use std::path::Path;

use super::crossed::Crossed;
use crate::experiment::trouble::Trouble;
use crate::sweep::Manifest;
use crate::sweep::reading::each_run;

/// An indicator under a format, or its paired difference from another.
#[derive(Clone, Debug)]
pub struct Output {
    /// The column.
    pub column: String,
    /// The place of the format.
    pub format: usize,
    /// The place of the format it is compared with; nothing for the level itself.
    pub against: Option<usize>,
    /// Its runs.
    pub runs: Crossed,
}

/// Reads the outputs of some columns: each format's level, then each other format's difference from the reference.
pub fn read(folder: &Path, manifest: &Manifest, columns: &[String]) -> Result<Vec<Output>, Trouble> {
    let whole = manifest.layout.whole();
    let formats: Vec<String> = manifest.formats.iter().map(|format| format.id.clone()).collect();
    let empty = || Crossed::new(whole.points, whole.replications);
    let mut outputs = Vec::new();
    for column in columns {
        for format in 0..formats.len() {
            outputs.push(Output { column: column.clone(), format, against: None, runs: empty() });
        }
        for format in 1..formats.len() {
            outputs.push(Output { column: column.clone(), format, against: Some(0), runs: empty() });
        }
    }
    each_run(folder, &formats, columns, |run| {
        let Some(values) = run.values else { return };
        for output in &mut outputs {
            let Some(place) = columns.iter().position(|column| *column == output.column) else { continue };
            let of = |format: usize| values[place][format];
            let value = of(output.format) - output.against.map_or(0.0, of);
            output.runs.set(run.point, run.replication, value);
        }
    })?;
    Ok(outputs)
}
