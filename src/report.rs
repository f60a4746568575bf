//! (being built)

use std::path::Path;

use crate::comparison::Comparison;
use crate::experiment::results::Results;
use crate::words::Lang;

/// Everything the terminal says.
pub fn whole(results: &Results, _comparison: &Comparison, folder: &Path, _lang: Lang) -> String {
    format!("{} replications, kept in {}\n", results.replications.len(), folder.display())
}
