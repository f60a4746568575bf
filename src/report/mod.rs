//! What is said of a comparison: sentences a board can read and a table at a terminal; a whole report as a page, a
//! text document or a PDF.
//!
//! Nothing is claimed that the paired interval does not bear: where it includes zero, there is no clear difference.

pub mod content;
mod differences;
pub mod document;
pub mod docx;
mod employers;
pub mod flips;
pub mod html;
mod layout;
#[cfg(feature = "pdf")]
pub mod pdf;
pub mod post;
mod sentences;
mod standing;
mod sure;
mod table;
mod tradeoffs;
#[cfg(feature = "pdf")]
mod typeset;
mod view;

use std::path::Path;

use crate::comparison::Comparison;
use crate::experiment::results::Results;
use crate::words::{Lang, fill, say, typeset};
pub use layout::{hanging, indented};
use view::View;

/// How many columns of a terminal are used at most.
pub const WIDTH: usize = 100;
/// How many columns sentences take at least, however narrow the terminal.
pub const LEAST_WIDTH: usize = 40;

/// Everything the terminal says: sentences, table, what is not modelled, where the files are.
pub fn whole(
    results: &Results,
    comparison: &Comparison,
    folder: &Path,
    (lang, width): (Lang, usize),
) -> String {
    let folder = folder.display().to_string();
    let view = View { results, comparison, lang, width };
    let told =
        [first(&view), all_of(&view), more(&view), layout::wrapped(say(lang, "closing.not-modelled"), width)];
    // names that a scenario gives are set as printers do; a path is neither set nor wrapped, so that it can be copied
    let told = told.into_iter().filter(|part| !part.is_empty()).map(|part| typeset(lang, &part));
    let files = fill(say(lang, "closing.files"), &[("folder", &folder)]) + "\n";
    told.chain([files]).collect::<Vec<_>>().join("\n")
}

/// Retention, cost, stability and how sure, a paragraph each.
pub fn say_first(results: &Results, comparison: &Comparison, lang: Lang) -> String {
    first(&View { results, comparison, lang, width: WIDTH })
}

fn first(view: &View) -> String {
    if view.results.replications.is_empty() {
        return layout::wrapped(&sure::told(view).paragraph(view), view.width);
    }
    let mut told = sentences::themes(view);
    told.push(sure::told(view));
    told.iter().map(|told| layout::wrapped(&told.paragraph(view), view.width)).collect::<Vec<_>>().join("\n")
}

/// What the other indicators of the themes add, and who gains among employers, where it is known.
pub fn say_more(results: &Results, comparison: &Comparison, lang: Lang) -> String {
    more(&View { results, comparison, lang, width: WIDTH })
}

fn more(view: &View) -> String {
    let told = [sentences::details(view), employers::told(view)];
    let paragraphs = told.iter().flatten().map(|told| layout::wrapped(&told.paragraph(view), view.width));
    paragraphs.collect::<Vec<_>>().join("\n")
}

/// What the first replications of a run say of what a board asks about first.
pub fn glance(results: &Results, comparison: &Comparison, lang: Lang, width: usize) -> String {
    typeset(lang, &table::glance(&View { results, comparison, lang, width }))
}

/// The headline indicators by theme, one column per format, no wider than [`WIDTH`].
pub fn table(results: &Results, comparison: &Comparison, lang: Lang) -> String {
    all_of(&View { results, comparison, lang, width: WIDTH })
}

fn all_of(view: &View) -> String {
    if view.results.replications.is_empty() { String::new() } else { table::written(view) }
}
