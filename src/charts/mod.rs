//! (being built)

use std::path::Path;

use crate::comparison::Comparison;
use crate::error::Error;
use crate::experiment::results::Results;
use crate::words::Lang;

/// Draws every chart into the folder.
pub fn write_all(_: &Results, _: &Comparison, _: Lang, folder: &Path) -> Result<(), Error> {
    let _ = std::fs::create_dir_all(folder);
    Ok(())
}
