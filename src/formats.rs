//! (being built)

use crate::words::Bilingual;

/// A compared format.
#[derive(Clone, Debug)]
pub struct Format {
    /// Its identifier.
    pub id: String,
    /// Its name.
    pub label: Bilingual,
    /// Its short name.
    pub short: Bilingual,
}
