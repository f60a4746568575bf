//! Which files the charts become: a drawing, pixels and numbers for each, whole or not at all.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{CHARTS, Table, render_png};
use crate::comparison::Comparison;
use crate::experiment::results::Results;
use crate::words::Lang;

/// Draws every chart into `charts/` of the folder, and tells which files it wrote.
pub fn write_all(
    results: &Results,
    comparison: &Comparison,
    lang: Lang,
    folder: &Path,
) -> io::Result<Vec<PathBuf>> {
    let folder = folder.join("charts");
    fs::create_dir_all(&folder)?;
    let mut written = Vec::new();
    for chart in CHARTS {
        let picture = (chart.draw)(results, comparison, lang);
        let files = [
            ("svg", picture.svg.clone().into_bytes()),
            ("png", render_png(&picture.svg)),
            ("csv", csv_bytes(&picture.data)?),
        ];
        for (kind, bytes) in files {
            written.push(replace(&folder.join(format!("{}.{kind}", chart.id)), &bytes)?);
        }
    }
    Ok(written)
}

/// Writes beside, then renames, so that no reader ever meets half a file.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<PathBuf> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    fs::write(&beside, bytes)?;
    fs::rename(&beside, path)?;
    Ok(path.to_owned())
}

fn csv_bytes(table: &Table) -> io::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&table.head)?;
    for row in &table.rows {
        writer.write_record(row)?;
    }
    writer.into_inner().map_err(|fault| fault.into_error())
}
