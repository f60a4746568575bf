//! What does a format change? A record of terms, each with a neutral value, one reader and one sentence of meaning.

mod terms;

pub use terms::*;

use crate::kinds::Need;
use crate::words::Bilingual;

/// The formats the program carries: their names and their files. The only list of them.
pub const EMBEDDED: [(&str, &str); 16] = [
    ("status-quo", include_str!("../scenarios/formats/status-quo.toml")),
    ("club-rh", include_str!("../scenarios/formats/club-rh.toml")),
    ("clubs-engaged", include_str!("../scenarios/formats/clubs-engaged.toml")),
    ("ge", include_str!("../scenarios/formats/ge.toml")),
    ("ge-exempt", include_str!("../scenarios/formats/ge-exempt.toml")),
    ("ge-scic", include_str!("../scenarios/formats/ge-scic.toml")),
    ("ge-ptce", include_str!("../scenarios/formats/ge-ptce.toml")),
    ("ge-platform", include_str!("../scenarios/formats/ge-platform.toml")),
    ("scic-interim", include_str!("../scenarios/formats/scic-interim.toml")),
    ("scic-cdii", include_str!("../scenarios/formats/scic-cdii.toml")),
    ("ge-scic-interim", include_str!("../scenarios/formats/ge-scic-interim.toml")),
    ("geiq", include_str!("../scenarios/formats/geiq.toml")),
    ("ge-geiq", include_str!("../scenarios/formats/ge-geiq.toml")),
    ("etti", include_str!("../scenarios/formats/etti.toml")),
    ("staff-loan", include_str!("../scenarios/formats/staff-loan.toml")),
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
    /// The terms of the employer that stands beside its own, if there are two.
    pub beside: Option<Terms>,
}

impl Format {
    /// The terms of each of its employers.
    pub fn employers(&self) -> Vec<Terms> {
        std::iter::once(&self.terms).chain(&self.beside).cloned().collect()
    }

    /// The terms of the employer of its own that serves such a need; the first one if none does.
    pub fn serving(&self, need: Need) -> &Terms {
        let mut employers = std::iter::once(&self.terms).chain(&self.beside);
        employers.find(|terms| terms.offer.serves() == need).unwrap_or(&self.terms)
    }
}
