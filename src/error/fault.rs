//! Where is a fault, what is wrong there, what was expected, and what repairs it?

use std::ops::Range;
use std::sync::Arc;

use crate::words::Bilingual;

/// A text somebody wrote, by the name they know it under.
#[derive(Debug, PartialEq, Eq)]
pub struct SourceText {
    /// The file as the user named it; nothing for a flag of the command line.
    pub name: Option<String>,
    /// What was written.
    pub text: String,
}

impl SourceText {
    /// The text of a file.
    pub fn file(name: impl Into<String>, text: impl Into<String>) -> Arc<SourceText> {
        Arc::new(SourceText { name: Some(name.into()), text: text.into() })
    }

    /// What a flag `--set` was given; or another flag with its value, as it was typed.
    pub fn flag(text: impl Into<String>) -> Arc<SourceText> {
        Arc::new(SourceText { name: None, text: text.into() })
    }
}

/// A stretch of a source.
#[derive(Clone, Debug)]
pub struct Place {
    /// The source.
    pub source: Arc<SourceText>,
    /// The stretch, in bytes, on the boundaries of letters and inside the text.
    span: Range<usize>,
}

impl Place {
    /// The stretch `span` of `source`, moved inside the text and outwards to whole letters.
    pub fn new(source: &Arc<SourceText>, span: Range<usize>) -> Place {
        let text = &source.text;
        let is_between_letters = |at: &usize| text.is_char_boundary(*at);
        let start = (0..=span.start.min(text.len())).rev().find(is_between_letters).unwrap_or(0);
        let end = (span.end.clamp(start, text.len())..=text.len()).find(is_between_letters).unwrap_or(start);
        Place { source: Arc::clone(source), span: start..end }
    }

    /// The stretch, in bytes.
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// What stands there.
    pub fn text(&self) -> &str {
        &self.source.text[self.span()]
    }

    /// Line and column, counted from one, the column in letters.
    pub fn line_and_column(&self) -> (usize, usize) {
        let before = &self.source.text[..self.span.start];
        let line_start = before.rfind('\n').map_or(0, |end| end + 1);
        (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
    }
}

/// Something wrong in what was given.
#[derive(Clone, Debug)]
pub struct Fault {
    /// Where; nothing when there is no text to point at, as for a file that does not exist.
    pub place: Option<Place>,
    /// What is wrong, as one sentence.
    pub message: Bilingual,
    /// What was expected there.
    pub label: Option<Bilingual>,
    /// What repairs it.
    pub helps: Vec<Bilingual>,
}

impl Fault {
    /// How many faults are shown; beyond, only their number is told.
    pub const SHOWN: usize = 20;

    /// A fault with a place.
    pub fn at(place: Place, message: Bilingual) -> Fault {
        Fault { place: Some(place), message, label: None, helps: Vec::new() }
    }

    /// A fault without one.
    pub fn nowhere(message: Bilingual) -> Fault {
        Fault { place: None, message, label: None, helps: Vec::new() }
    }

    /// The same, saying what was expected.
    pub fn label(mut self, label: Bilingual) -> Fault {
        self.label = Some(label);
        self
    }

    /// The same, with a remedy.
    pub fn help(mut self, help: Bilingual) -> Fault {
        self.helps.push(help);
        self
    }

    /// The same, with a remedy if there is one.
    pub fn maybe_help(mut self, help: Option<Bilingual>) -> Fault {
        self.helps.extend(help);
        self
    }
}

/// Something lawful that deserves a look.
#[derive(Clone, Debug)]
pub enum Warning {
    /// A value outside the range in which the parameter is plausible.
    Implausible {
        /// Where it was set.
        place: Option<Place>,
        /// Which value, and which ones are plausible.
        text: Bilingual,
    },
    /// Something taken for what was meant, which is not what is written.
    Meant {
        /// Where it was written.
        place: Place,
        /// What it is, and what it is taken for.
        text: Bilingual,
    },
    /// Something written that changes nothing.
    WithoutEffect {
        /// Where it was written.
        place: Option<Place>,
        /// What it is, and why it has no effect.
        text: Bilingual,
    },
}
