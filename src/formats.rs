//! What does a format change? A record of terms, each with a neutral value, one reader and one sentence of meaning.

mod terms;

pub use terms::*;

use crate::words::Bilingual;

/// The formats the program carries: their names and their files. The only list of them.
pub const EMBEDDED: [(&str, &str); 10] = [
    ("status-quo", include_str!("../scenarios/formats/status-quo.toml")),
    ("club-rh", include_str!("../scenarios/formats/club-rh.toml")),
    ("ge", include_str!("../scenarios/formats/ge.toml")),
    ("ge-exempt", include_str!("../scenarios/formats/ge-exempt.toml")),
    ("ge-scic", include_str!("../scenarios/formats/ge-scic.toml")),
    ("scic-interim", include_str!("../scenarios/formats/scic-interim.toml")),
    ("scic-cdii", include_str!("../scenarios/formats/scic-cdii.toml")),
    ("geiq", include_str!("../scenarios/formats/geiq.toml")),
    ("etti", include_str!("../scenarios/formats/etti.toml")),
    ("private-agency", include_str!("../scenarios/formats/private-agency.toml")),
];

/// A way to employ people together, as a scenario compares it.
#[derive(Clone, Debug, PartialEq)]
pub struct Format {
    /// Its name in files and tables of results.
    pub id: String,
    /// Its name for readers.
    pub label: Bilingual,
    /// The same where room is short.
    pub short: Bilingual,
    /// One sentence on it.
    pub summary: Bilingual,
    /// What it changes.
    pub terms: Terms,
}

impl Format {
    /// The terms of each of its employers.
    pub fn employers(&self) -> Vec<Terms> {
        vec![self.terms.clone()]
    }
}
