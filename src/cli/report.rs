//! From run folders to reports: a page, a text document, a PDF; nothing is simulated.

use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::{Args, ValueEnum};

use super::progress::Teller;
use super::{Answer, Status, Terminal};
use mutualise::charts;
use mutualise::error::Error;
use mutualise::experiment::Progress;
use mutualise::experiment::folder::{RECORD, RunFolder};
use mutualise::experiment::trouble::Trouble;
use mutualise::report::content::{self, Beside, Knowledge, Run};
use mutualise::report::document::Document;
#[cfg(feature = "pdf")]
use mutualise::report::pdf;
use mutualise::report::{docx, html};
use mutualise::sensitivity::Sensitivity;
use mutualise::sensitivity::stored::{SCREENING_TABLE, SHARES_TABLE};
use mutualise::sweep::manifest::MANIFEST;
use mutualise::words::{Bilingual, Lang, fill, say};

/// Arguments of `mutualise report`.
#[derive(Args, Debug)]
pub struct ReportArgs {
    /// Folders of runs; with several, they are set side by side and the first is the reference
    #[arg(required = true, value_name = "RUN")]
    runs: Vec<PathBuf>,
    /// What to write [default: all that this program can]
    #[arg(long = "format", value_enum, value_delimiter = ',', value_name = "FORM")]
    forms: Vec<Form>,
    /// Folder of a `compare --uncertainty` over the same formats: adds what other assumptions would give
    #[arg(long, value_name = "FOLDER")]
    uncertainty: Option<PathBuf>,
    /// Folder of a `sensitivity` over the same formats: adds on which parameters the results depend
    #[arg(long, value_name = "FOLDER")]
    sensitivity: Option<PathBuf>,
    /// Where to write [default: the run folder; with several, a folder beside the first]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// As what a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    /// A page for a browser, complete in itself
    Html,
    /// A text document for a word processor
    Docx,
    /// A typeset document to print; only in programs built with the feature `pdf`
    Pdf,
    /// Each chart as files of its own, for a page and for one column of two
    Charts,
}

/// What this program can write.
#[cfg(feature = "pdf")]
const BUILT: [Form; 4] = [Form::Html, Form::Docx, Form::Pdf, Form::Charts];
/// What this program can write.
#[cfg(not(feature = "pdf"))]
const BUILT: [Form; 3] = [Form::Html, Form::Docx, Form::Charts];

impl Form {
    const fn file(self) -> &'static str {
        match self {
            Form::Html => "report.html",
            Form::Docx => "report.docx",
            Form::Pdf => "report.pdf",
            Form::Charts => charts::FOLDER,
        }
    }
}

/// Answers `mutualise report`.
pub fn run(args: &ReportArgs, terminal: &Terminal) -> Result<Answer, Error> {
    let asked = if args.forms.is_empty() { &BUILT[..] } else { &args.forms };
    let (mut forms, unbuilt): (Vec<Form>, Vec<Form>) =
        asked.iter().copied().partition(|form| BUILT.contains(form));
    if args.runs.len() > 1 {
        if args.forms.contains(&Form::Charts) {
            return Err(unfit("page.charts-of-one", &[]));
        }
        forms.retain(|form| *form != Form::Charts);
    }
    let mut steps = Steps::new(args.runs.len() + forms.len(), terminal);
    let mut runs = Vec::new();
    for folder in &args.runs {
        refuse_others(folder)?;
        runs.push(Run::read(folder)?);
        steps.one_more();
    }
    let document = document(args, &runs, terminal.lang)?;
    let path = args.out.clone().unwrap_or_else(|| place(&args.runs));
    std::fs::create_dir_all(&path).map_err(|cause| Trouble::writing(&path, &cause))?;
    let folder = RunFolder::at(&path);
    let mut text = String::new();
    let mut names = Vec::new();
    for form in forms {
        let told = |why: io::Error| Trouble::CannotWrite(path.join(form.file()), why.to_string().into());
        if form == Form::Charts {
            names.extend(drawn_apart(&runs[0], terminal.lang, &path).map_err(told)?);
        } else {
            folder.write(form.file(), &bytes(form, &document).map_err(told)?)?;
            names.push(form.file().to_owned());
        }
        text += &format!("{}\n", path.join(form.file()).display());
        steps.one_more();
    }
    folder.enlist(&names)?;
    if unbuilt.is_empty() {
        return Ok(Answer { text, status: Status::Done });
    }
    terminal.tell(say(terminal.lang, "page.no-pdf"));
    Ok(Answer { text, status: Status::Unbuilt })
}

/// Says of a folder that holds something else than a run what it holds, and how to report that.
fn refuse_others(folder: &Path) -> Result<(), Error> {
    let holds = |names: &[&str]| names.iter().any(|name| folder.join(name).is_file());
    let key = match folder {
        _ if folder.is_file() => "page.is-file",
        _ if holds(&[RECORD]) => return Ok(()),
        _ if holds(&[MANIFEST]) => "page.is-sweep",
        _ if holds(&[SCREENING_TABLE, SHARES_TABLE]) => "page.is-study",
        _ => return Ok(()),
    };
    Err(unfit(key, &[("folder", &folder.display().to_string())]))
}

fn document(args: &ReportArgs, runs: &[Run], lang: Lang) -> Result<Document, Error> {
    match runs {
        [run] => {
            let knowledge = args.uncertainty.as_ref().map(|folder| drawn(folder, run)).transpose()?;
            let study = args.sensitivity.as_ref().map(|folder| studied(folder, run)).transpose()?;
            let beside = Beside { knowledge: knowledge.as_ref(), study: study.as_ref() };
            Ok(content::of_one(run, beside, lang))
        }
        _ if args.uncertainty.is_some() || args.sensitivity.is_some() => Err(unfit("page.one-run", &[])),
        several => Ok(content::of_several(several, lang)),
    }
}

/// Draws the charts of a run as files of their own, and tells their names below the folder.
fn drawn_apart(run: &Run, lang: Lang, folder: &Path) -> io::Result<Vec<String>> {
    let written = charts::write_both_widths(&run.results, &run.comparison, lang, folder)?;
    let name = |path: &PathBuf| Some(format!("{}/{}", charts::FOLDER, path.file_name()?.to_str()?));
    Ok(written.iter().filter_map(name).collect())
}

/// The study of sensitivity, if it is about the formats of the report.
fn studied(folder: &Path, run: &Run) -> Result<Sensitivity, Error> {
    let name = folder.display().to_string();
    match Sensitivity::read(folder)? {
        None => Err(unfit("page.no-study", &[("folder", &name)])),
        Some(study) if study.is_about(&run.results.formats) => Ok(study),
        Some(_) => Err(unfit("page.other-formats", &[("folder", &name)])),
    }
}

/// The run over drawn parameters, if it is about the formats of the report.
fn drawn(folder: &Path, run: &Run) -> Result<Knowledge, Error> {
    let name = folder.display().to_string();
    if !folder.join(MANIFEST).is_file() {
        return Err(unfit("page.no-draws", &[("folder", &name)]));
    }
    let knowledge = Knowledge::read(folder)?;
    if knowledge.is_about(&run.results.formats) {
        Ok(knowledge)
    } else {
        Err(unfit("page.other-formats", &[("folder", &name)]))
    }
}

fn unfit(key: &str, values: &[(&str, &str)]) -> Error {
    let told = |lang| fill(say(lang, key), values);
    Error::Usage(Bilingual { fr: told(Lang::Fr), en: told(Lang::En) })
}

/// Runs read and files written, told to programs alone: people wait for no report.
struct Steps {
    progress: Progress,
    since: Instant,
    teller: Teller,
}

impl Steps {
    fn new(total: usize, terminal: &Terminal) -> Steps {
        let mut teller = Teller::new(!terminal.json, *terminal);
        let (total, elapsed) = (total as u32, Duration::ZERO);
        let progress = Progress { over: 0, failed: 0, resumed: 0, total, part: 0.0, elapsed };
        teller.tell(&progress);
        Steps { progress, since: Instant::now(), teller }
    }

    fn one_more(&mut self) {
        self.progress.over += 1;
        self.progress.elapsed = self.since.elapsed();
        self.teller.tell(&self.progress);
    }
}

fn bytes(form: Form, document: &Document) -> io::Result<Vec<u8>> {
    match form {
        Form::Html => Ok(html::written(document).into_bytes()),
        Form::Docx => docx::written(document),
        #[cfg(feature = "pdf")]
        Form::Pdf => pdf::written(document),
        #[cfg(not(feature = "pdf"))]
        Form::Pdf => Err(io::ErrorKind::Unsupported.into()),
        Form::Charts => Err(io::ErrorKind::IsADirectory.into()),
    }
}

/// The run's own folder; for several, one beside the first, named after all.
fn place(runs: &[PathBuf]) -> PathBuf {
    match runs {
        [only] => only.clone(),
        _ => {
            /// Longer names are refused by some systems.
            const LONGEST: usize = 120;
            let name = |run: &PathBuf| run.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let joined: String =
                runs.iter().map(name).collect::<Vec<_>>().join("-").chars().take(LONGEST).collect();
            runs[0].parent().unwrap_or(Path::new("")).join(format!("report-{joined}"))
        }
    }
}
