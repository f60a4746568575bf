//! What is said of a comparison: sentences a board can read and a table at a terminal; a whole report as a page, a
//! text document or a PDF.
//!
//! Nothing is claimed that the paired interval does not bear: where it includes zero, there is no clear difference.

pub mod content;
mod differences;
pub mod document;
pub mod docx;
mod employers;
mod figures;
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
use view::View;

/// How many columns of a terminal are used.
pub const WIDTH: usize = 100;

/// Everything the terminal says: sentences, table, what is not modelled, where the files are.
pub fn whole(results: &Results, comparison: &Comparison, folder: &Path, lang: Lang) -> String {
    let folder = folder.display().to_string();
    let told = [
        say_first(results, comparison, lang),
        table(results, comparison, lang),
        say_more(results, comparison, lang),
        layout::wrapped(say(lang, "closing.not-modelled"), WIDTH),
    ];
    // names that a scenario gives are set as printers do; a path is neither set nor wrapped, so that it can be copied
    let told = told.into_iter().filter(|part| !part.is_empty()).map(|part| typeset(lang, &part));
    let files = fill(say(lang, "closing.files"), &[("folder", &folder)]) + "\n";
    told.chain([files]).collect::<Vec<_>>().join("\n")
}

/// Retention, cost, stability and how sure, a paragraph each.
pub fn say_first(results: &Results, comparison: &Comparison, lang: Lang) -> String {
    let view = View { results, comparison, lang };
    if results.replications.is_empty() {
        return layout::wrapped(&sure::told(&view).paragraph(&view), WIDTH);
    }
    let mut told = sentences::themes(&view);
    told.push(sure::told(&view));
    told.iter().map(|told| layout::wrapped(&told.paragraph(&view), WIDTH)).collect::<Vec<_>>().join("\n")
}

/// What the other indicators of the themes add, and who gains among employers, where it is known.
pub fn say_more(results: &Results, comparison: &Comparison, lang: Lang) -> String {
    let view = View { results, comparison, lang };
    let told = [sentences::details(&view), employers::told(&view)];
    let paragraphs = told.iter().flatten().map(|told| layout::wrapped(&told.paragraph(&view), WIDTH));
    paragraphs.collect::<Vec<_>>().join("\n")
}

/// What the first replications of a run say of what a board asks about first.
pub fn glance(results: &Results, comparison: &Comparison, lang: Lang) -> String {
    table::glance(&View { results, comparison, lang })
}

/// The headline indicators by theme, one column per format, no wider than [`WIDTH`].
pub fn table(results: &Results, comparison: &Comparison, lang: Lang) -> String {
    if results.replications.is_empty() {
        return String::new();
    }
    table::written(&View { results, comparison, lang })
}
