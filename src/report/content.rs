//! What a report says: from a run's stored results to a document, without simulating.

mod annex;
mod assumptions;
mod certainty;
mod compared;
mod depends;
mod findings;
mod glossary;
mod knowledge;
mod limits;
mod origin;
mod several;
mod themes;
mod values;
mod who_gains;

use std::path::Path;

use super::WIDTH;
use super::document::{Block, Document, Section};
use super::view::View;
use crate::comparison::{Comparison, compare};
use crate::experiment::record::Record;
use crate::experiment::results::Results;
use crate::experiment::trouble::Trouble;
use crate::scenario::Scenario;
use crate::sensitivity::Sensitivity;
use crate::words::Lang;

pub use crate::discovery::Knowledge;
pub use assumptions::{DRIVERS, Driver};
pub use limits::LIMITS;
pub use values::CHOICES;

/// A run, read from its folder.
#[derive(Clone, Debug)]
pub struct Run {
    /// Its results.
    pub results: Results,
    /// Its paired statistics.
    pub comparison: Comparison,
    /// How it came about.
    pub record: Record,
    /// Its scenario; nothing if this program cannot read it, such as one of another version.
    pub scenario: Option<Scenario>,
}

impl Run {
    /// Reads a run folder.
    pub fn read(folder: &Path) -> Result<Run, Trouble> {
        let record = Record::read(folder)?;
        Ok(Run::of(Results::read(folder)?, record))
    }

    /// A run of these results.
    pub fn of(results: Results, record: Record) -> Run {
        let scenario = Scenario::from_text(&record.scenario).ok();
        Run { comparison: compare(&results), results, record, scenario }
    }

    fn view(&self, lang: Lang) -> View<'_> {
        View { results: &self.results, comparison: &self.comparison, lang, width: WIDTH }
    }
}

/// What was computed beside a run, with other assumptions.
#[derive(Clone, Copy, Debug, Default)]
pub struct Beside<'a> {
    /// Drawn parameters: chance and knowledge apart, and when the ranking flips.
    pub knowledge: Option<&'a Knowledge>,
    /// On which parameters results depend.
    pub study: Option<&'a Sensitivity>,
}

/// The report on one run, with what other assumptions would have given, where that was computed.
pub fn of_one(run: &Run, beside: Beside, lang: Lang) -> Document {
    let view = run.view(lang);
    let mut sections = vec![findings::section(&view), compared::section(&view, run)];
    sections.extend(themes::sections(&view));
    sections.extend(who_gains::section(&view));
    sections.push(certainty::section(&view, run, beside.knowledge.is_some()));
    sections.extend(beside.knowledge.map(|knowledge| knowledge::section(&view, knowledge)));
    sections.extend(beside.study.map(|study| depends::section(&view, study)));
    sections.push(assumptions::section(&view, run));
    sections.push(limits::section(lang));
    sections.push(origin::section(lang, &[run]));
    sections.push(glossary::section(lang));
    sections.extend(annex::sections(&view, run));
    let title = run.results.provenance.title.get(lang).to_owned();
    Document { lang, title, subtitle: origin::subtitle(run, lang), sections }.finished()
}

/// The report on several runs, side by side; the first is what the others are compared with.
pub fn of_several(runs: &[Run], lang: Lang) -> Document {
    several::document(runs, lang).finished()
}

/// A section with that name in links and that heading.
fn section(id: &str, title: &str, blocks: Vec<Block>) -> Section {
    Section { id: id.to_owned(), title: title.to_owned(), blocks }
}
