//! From run folders to reports: a page, a text document, a PDF; nothing is simulated.

use std::io;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::{Answer, Status, Terminal};
use mutualise::error::Error;
use mutualise::experiment::folder::RunFolder;
use mutualise::experiment::trouble::Trouble;
use mutualise::report::content::{self, Run};
use mutualise::report::document::Document;
use mutualise::report::{docx, html};

/// Arguments of `mutualise report`.
#[derive(Args, Debug)]
pub struct ReportArgs {
    /// Folders of runs; with several, they are set side by side and the first is the reference
    #[arg(required = true, value_name = "RUN")]
    runs: Vec<PathBuf>,
    /// What to write [default: all that this program can]
    #[arg(long = "format", value_enum, value_delimiter = ',', value_name = "FORM")]
    forms: Vec<Form>,
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
}

impl Form {
    const fn file(self) -> &'static str {
        match self {
            Form::Html => "report.html",
            Form::Docx => "report.docx",
        }
    }
}

/// Answers `mutualise report`.
pub fn run(args: &ReportArgs, terminal: &Terminal) -> Result<Answer, Error> {
    let runs = args.runs.iter().map(|folder| Run::read(folder)).collect::<Result<Vec<_>, _>>()?;
    let document = match &runs[..] {
        [run] => content::of_one(run, terminal.lang),
        several => content::of_several(several, terminal.lang),
    };
    let path = args.out.clone().unwrap_or_else(|| place(&args.runs));
    std::fs::create_dir_all(&path).map_err(|cause| Trouble::writing(&path, &cause))?;
    let folder = RunFolder::at(&path);
    let forms = if args.forms.is_empty() { Form::value_variants() } else { &args.forms };
    let mut text = String::new();
    let mut names = Vec::new();
    for form in forms {
        let bytes = bytes(*form, &document)
            .map_err(|why| Trouble::CannotWrite(path.join(form.file()), why.to_string()))?;
        folder.write(form.file(), &bytes)?;
        names.push(form.file().to_owned());
        text += &format!("{}\n", path.join(form.file()).display());
    }
    folder.enlist(&names)?;
    Ok(Answer { text, status: Status::Done })
}

fn bytes(form: Form, document: &Document) -> io::Result<Vec<u8>> {
    match form {
        Form::Html => Ok(html::written(document).into_bytes()),
        Form::Docx => docx::written(document),
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
