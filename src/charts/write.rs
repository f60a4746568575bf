//! Which files the charts become: a drawing, pixels and numbers for each, whole or not at all.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::registry::{OfDraws, OfSensitivity};
use super::{
    CHARTS, Chart, Depends, Drawn, OF_DRAWS, OF_SENSITIVITY, Picture, SIZES, Scene, Size, Table, applicable,
};
use crate::comparison::Comparison;
use crate::discovery::Knowledge;
use crate::experiment::results::Results;
use crate::sensitivity::Sensitivity;
use crate::words::Lang;

/// The folder of the charts, in that of what they are drawn from.
pub const FOLDER: &str = "charts";
/// The mark by which spreadsheets tell that a file is UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// How the files of a chart end: drawing, pixels, vectors for print where the program was built with them, numbers,
/// numbers for French spreadsheets; then the drawing for one column of two.
const KINDS: [&str; 8] =
    ["svg", "png", "pdf", "csv", "tableur.csv", "column.svg", "column.png", "column.pdf"];

/// A picture to be drawn: its name, for which width, how.
struct Task<'a> {
    id: &'static str,
    size: Size,
    draw: Box<dyn Fn() -> Picture + Sync + 'a>,
}

/// Draws every chart of a run that applies into `charts/` of the folder, as wide as a page, and tells which files it
/// wrote.
pub fn write_all(
    results: &Results,
    comparison: &Comparison,
    lang: Lang,
    folder: &Path,
) -> io::Result<Vec<PathBuf>> {
    write(of_run(results, comparison, lang, &[Size::Wide]), lang, folder)
}

/// The same for a page and, where it fits, for one column of two.
pub fn write_both_widths(
    results: &Results,
    comparison: &Comparison,
    lang: Lang,
    folder: &Path,
) -> io::Result<Vec<PathBuf>> {
    write(of_run(results, comparison, lang, &SIZES), lang, folder)
}

/// Draws every chart of a run over drawn parameters that applies into `charts/` of its folder, in both widths.
pub fn write_drawn(knowledge: &Knowledge, lang: Lang, folder: &Path) -> io::Result<Vec<PathBuf>> {
    let charts = OF_DRAWS.iter().filter(|chart| (chart.applies)(knowledge));
    let task = |(chart, size): (&'static OfDraws, Size)| {
        let draw = Box::new(move || (chart.draw)(&Drawn { knowledge, lang, size }));
        Task { id: chart.id, size, draw }
    };
    let few = knowledge.manifest.formats.len();
    let tasks = charts.flat_map(|chart| chart.sizes(few).map(move |size| (chart, size))).map(task).collect();
    write(tasks, lang, folder)
}

/// Draws every chart of a study of sensitivity that applies into `charts/` of its folder, in both widths.
pub fn write_sensitivity(study: &Sensitivity, lang: Lang, folder: &Path) -> io::Result<Vec<PathBuf>> {
    let charts = OF_SENSITIVITY.iter().filter(|chart| (chart.applies)(study));
    let task = |(chart, size): (&'static OfSensitivity, Size)| {
        let draw = Box::new(move || (chart.draw)(&Depends { study, lang, size }));
        Task { id: chart.id, size, draw }
    };
    let tasks = charts.flat_map(|chart| chart.sizes(1).map(move |size| (chart, size))).map(task).collect();
    write(tasks, lang, folder)
}

fn of_run<'a>(results: &'a Results, comparison: &'a Comparison, lang: Lang, sizes: &[Size]) -> Vec<Task<'a>> {
    let task = |(chart, size): (&'static Chart, Size)| {
        let draw = Box::new(move || (chart.draw)(&Scene { results, comparison, lang, size }));
        Task { id: chart.id, size, draw }
    };
    let few = results.formats.len();
    let wished = |chart: &'static Chart| {
        chart
            .sizes(few)
            .filter(|size| sizes.contains(size))
            .map(move |size| (chart, size))
            .collect::<Vec<_>>()
    };
    applicable(results).flat_map(wished).map(task).collect()
}

/// Draws the pictures and writes their files.
fn write(tasks: Vec<Task>, lang: Lang, folder: &Path) -> io::Result<Vec<PathBuf>> {
    let folder = folder.join(FOLDER);
    fs::create_dir_all(&folder)?;
    let mut written = Vec::new();
    // side by side: pixels take most of the time that follows a run
    let drawn: Vec<io::Result<Vec<File>>> = tasks.par_iter().map(|task| files(task, lang)).collect();
    for (task, files) in tasks.iter().zip(drawn) {
        for (kind, bytes) in files? {
            written.push(replace(&folder.join(format!("{}.{kind}", task.id)), &bytes)?);
        }
    }
    Ok(written)
}

/// Removes the charts that were drawn into `charts/` of the folder, and nothing else that stands there.
pub fn clear(folder: &Path) -> io::Result<()> {
    let folder = folder.join(FOLDER);
    let ids = CHARTS.iter().map(|chart| chart.id);
    let ids = ids.chain(OF_DRAWS.iter().map(|c| c.id)).chain(OF_SENSITIVITY.iter().map(|c| c.id));
    for id in ids {
        for kind in KINDS {
            match fs::remove_file(folder.join(format!("{id}.{kind}"))) {
                Err(cause) if cause.kind() != io::ErrorKind::NotFound => return Err(cause),
                _ => {}
            }
        }
    }
    Ok(())
}

/// What a file's name ends with, and what it holds.
type File = (&'static str, Vec<u8>);

fn files(task: &Task, lang: Lang) -> io::Result<Vec<File>> {
    let picture = (task.draw)();
    let [svg, png, pdf] = match task.size {
        Size::Wide => [KINDS[0], KINDS[1], KINDS[2]],
        Size::Narrow => [KINDS[5], KINDS[6], KINDS[7]],
    };
    let mut files = vec![(png, picture.png())];
    files.extend(picture.pdf()?.map(|bytes| (pdf, bytes)));
    if task.size == Size::Wide {
        files.push((KINDS[3], picture.data.to_csv()?));
        if lang == Lang::Fr {
            files.push((KINDS[4], picture.data.to_french_csv()?));
        }
    }
    files.push((svg, picture.svg.into_bytes()));
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
