//! From run folders to reports: a page, a text document, a PDF; nothing is simulated.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::{Args, ValueEnum};

use super::progress::Teller;
use super::{Answer, Status, Terminal};
use mutualise::error::Error;
use mutualise::experiment::Progress;
use mutualise::experiment::folder::RunFolder;
use mutualise::experiment::trouble::Trouble;
use mutualise::report::content::{self, Run};
use mutualise::report::document::Document;
use mutualise::report::html;

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
}

impl Form {
    const fn file(self) -> &'static str {
        match self {
            Form::Html => "report.html",
        }
    }
}

/// Answers `mutualise report`.
pub fn run(args: &ReportArgs, terminal: &Terminal) -> Result<Answer, Error> {
    let forms = if args.forms.is_empty() { Form::value_variants() } else { &args.forms };
    let mut steps = Steps::new(args.runs.len() + forms.len(), terminal);
    let mut runs = Vec::new();
    for folder in &args.runs {
        runs.push(Run::read(folder)?);
        steps.one_more();
    }
    let document = match &runs[..] {
        [run] => content::of_one(run, terminal.lang),
        several => content::of_several(several, terminal.lang),
    };
    let path = args.out.clone().unwrap_or_else(|| place(&args.runs));
    std::fs::create_dir_all(&path).map_err(|cause| Trouble::writing(&path, &cause))?;
    let folder = RunFolder::at(&path);
    let mut text = String::new();
    let mut names = Vec::new();
    for form in forms {
        folder.write(form.file(), &bytes(*form, &document))?;
        names.push(form.file().to_owned());
        text += &format!("{}\n", path.join(form.file()).display());
        steps.one_more();
    }
    folder.enlist(&names)?;
    Ok(Answer { text, status: Status::Done })
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
        let progress =
            Progress { over: 0, failed: 0, resumed: 0, total: total as u32, elapsed: Duration::ZERO };
        teller.tell(&progress);
        Steps { progress, since: Instant::now(), teller }
    }

    fn one_more(&mut self) {
        self.progress.over += 1;
        self.progress.elapsed = self.since.elapsed();
        self.teller.tell(&self.progress);
    }
}

fn bytes(form: Form, document: &Document) -> Vec<u8> {
    match form {
        Form::Html => html::written(document).into_bytes(),
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
