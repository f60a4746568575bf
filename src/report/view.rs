//! What every part of the report looks at: the results, their comparison, the reader's language and terminal.

use crate::comparison::{Comparison, Contrast, Summary, Verdict};
use crate::experiment::results::Results;
use crate::indicators::Unit;
use crate::indicators::registry::{self, Indicator};
use crate::words::{Lang, fill, say};

/// The format with which the others are compared.
pub const REFERENCE: usize = 0;

/// Results, their comparison, the reader's language and how many columns a line may take.
#[derive(Clone, Copy)]
pub struct View<'a> {
    pub results: &'a Results,
    pub comparison: &'a Comparison,
    pub lang: Lang,
    pub width: usize,
}

impl<'a> View<'a> {
    /// The text of that key in the reader's language.
    pub fn say(&self, key: &str) -> &'static str {
        say(self.lang, key)
    }

    /// The text of that key with its placeholders filled.
    pub fn tell(&self, key: &str, values: &[(&str, &str)]) -> String {
        fill(self.say(key), values)
    }

    /// A format's short name.
    pub fn name(&self, format: usize) -> &'a str {
        self.results.formats[format].short.get(self.lang)
    }

    /// The formats' names in a row.
    pub fn names(&self, formats: &[usize]) -> String {
        self.list(&formats.iter().map(|format| self.name(*format).to_owned()).collect::<Vec<_>>())
    }

    /// The formats' names in a row; beyond a few, how many there are.
    pub fn names_or_count(&self, formats: &[usize]) -> String {
        /// So many names are still read.
        const READ: usize = 5;
        if formats.len() <= READ {
            return self.names(formats);
        }
        self.tell("first.many", &[("count", &formats.len().to_string())])
    }

    /// Things in a row: "a, b and c".
    pub fn list(&self, things: &[String]) -> String {
        match things {
            [] => String::new(),
            [only] => only.clone(),
            [before @ .., last] => self.tell("list.and", &[("first", &before.join(", ")), ("last", last)]),
        }
    }

    /// The places of all formats.
    pub fn formats(&self) -> std::ops::Range<usize> {
        0..self.results.formats.len()
    }

    /// Those of the indicators that are both in the registry and among the stored columns.
    pub fn stored(&self, ids: &[&str]) -> Vec<&'static Indicator> {
        ids.iter().filter(|id| self.stores(id)).filter_map(|id| registry::find(id)).collect()
    }

    /// Whether a column is stored.
    pub fn stores(&self, column: &str) -> bool {
        self.results.columns.iter().any(|stored| stored == column)
    }

    /// The distribution of a column under a format.
    pub fn summary(&self, column: &str, format: usize) -> Summary {
        let place = self.results.columns.iter().position(|stored| stored == column);
        Summary::of(place.map_or(&[], |place| &self.results.values[format][place]))
    }

    /// The value a distribution is told by: its median, or of a yes or no the share of yes.
    pub fn centre(&self, indicator: &Indicator, summary: &Summary) -> f64 {
        if indicator.unit == Unit::Replications { summary.mean } else { summary.median }
    }

    /// A format against another on a column.
    pub fn contrast(&self, column: &str, of: usize, against: usize) -> Option<Contrast> {
        self.comparison.contrast(column, of, against)
    }

    /// What may be claimed of a format against another on a column.
    pub fn verdict(&self, column: &str, of: usize, against: usize) -> Verdict {
        self.contrast(column, of, against).map_or(Verdict::Unknown, |contrast| contrast.verdict)
    }
}
