//! Which files the charts become: a drawing, pixels and numbers for each, whole or not at all.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::{CHARTS, Chart, Scene, Size, Table, applicable};
use crate::comparison::Comparison;
use crate::experiment::results::Results;
use crate::words::Lang;

/// The mark by which spreadsheets tell that a file is UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// How the files of a chart end: drawing, pixels, numbers, numbers for French spreadsheets.
const KINDS: [&str; 4] = ["svg", "png", "csv", "tableur.csv"];

/// Draws every chart that applies into `charts/` of the folder, and tells which files it wrote.
pub fn write_all(
    results: &Results,
    comparison: &Comparison,
    lang: Lang,
    folder: &Path,
) -> io::Result<Vec<PathBuf>> {
    let folder = folder.join("charts");
    fs::create_dir_all(&folder)?;
    let scene = Scene { results, comparison, lang, size: Size::Wide };
    let mut written = Vec::new();
    // side by side: pixels take most of the time that follows a run
    let charts: Vec<&Chart> = applicable(results).collect();
    let drawn: Vec<io::Result<Vec<File>>> = charts.par_iter().map(|chart| files(chart, &scene)).collect();
    for (chart, files) in charts.iter().zip(drawn) {
        for (kind, bytes) in files? {
            written.push(replace(&folder.join(format!("{}.{kind}", chart.id)), &bytes)?);
        }
    }
    Ok(written)
}

/// Removes the charts that were drawn into `charts/` of the folder, and nothing else that stands there.
pub fn clear(folder: &Path) -> io::Result<()> {
    let folder = folder.join("charts");
    for chart in CHARTS {
        for kind in KINDS {
            match fs::remove_file(folder.join(format!("{}.{kind}", chart.id))) {
                Err(cause) if cause.kind() != io::ErrorKind::NotFound => return Err(cause),
                _ => {}
            }
        }
    }
    Ok(())
}

/// What a file's name ends with, and what it holds.
type File = (&'static str, Vec<u8>);

fn files(chart: &Chart, scene: &Scene) -> io::Result<Vec<File>> {
    let picture = (chart.draw)(scene);
    let (pixels, csv) = (picture.png(), picture.data.to_csv()?);
    let mut files = vec![(KINDS[0], picture.svg.into_bytes()), (KINDS[1], pixels), (KINDS[2], csv)];
    if scene.lang == Lang::Fr {
        files.push((KINDS[3], picture.data.to_french_csv()?));
    }
    Ok(files)
}

/// Writes beside, then renames, so that no reader ever meets half a file.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<PathBuf> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    fs::write(&beside, bytes)?;
    fs::rename(&beside, path)?;
    Ok(path.to_owned())
}

impl Table {
    /// The table for machines: commas between cells, points in numbers.
    pub fn to_csv(&self) -> io::Result<Vec<u8>> {
        written(&self.head, &self.rows, b',', Vec::new())
    }

    /// The table for French spreadsheets: semicolons between cells, commas in numbers.
    pub fn to_french_csv(&self) -> io::Result<Vec<u8>> {
        written(&self.head, &self.with_commas(), b';', BYTE_ORDER_MARK.to_vec())
    }
}

fn written(head: &[&str], rows: &[Vec<String>], between: u8, start: Vec<u8>) -> io::Result<Vec<u8>> {
    let mut writer = csv::WriterBuilder::new().delimiter(between).from_writer(start);
    if !head.is_empty() {
        writer.write_record(head)?;
    }
    for row in rows {
        writer.write_record(row)?;
    }
    writer.into_inner().map_err(|fault| fault.into_error())
}
