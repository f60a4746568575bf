//! What does a file say, each key and each value with its place? The only reader of TOML as people write it.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::syntax;
use crate::error::{Fault, Place, SourceText};

/// A file, an embedded text or a flag, taken apart.
#[derive(Debug)]
pub struct Document {
    source: Arc<SourceText>,
    /// What relative paths in it are relative to; nothing for embedded texts.
    pub folder: Option<PathBuf>,
    /// Its top table.
    pub entries: Vec<Entry>,
    /// Whether its syntax is sound enough for its keys and values to mean what they seem to.
    pub legible: bool,
}

/// A key and its value.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key stands.
    pub key_span: Range<usize>,
    /// The value.
    pub node: Node,
}

/// A value and where it stands.
#[derive(Clone, Debug)]
pub struct Node {
    /// Where.
    pub span: Range<usize>,
    /// What.
    pub content: Content,
    /// Whether its syntax is wrong, which has been said already.
    pub broken: bool,
}

/// What a value is.
#[derive(Clone, Debug)]
pub enum Content {
    /// A text in quotes.
    Text(String),
    /// A whole number; nothing if it has too many digits.
    Integer(Option<i64>),
    /// A number with a point or an exponent; nothing if it is too large.
    Float(Option<f64>),
    /// True or false.
    Bool(bool),
    /// A date or a time of day.
    Date,
    /// A list in square brackets.
    List(Vec<Node>),
    /// A table.
    Table(Vec<Entry>),
}

impl Document {
    /// Takes a text apart; faults of syntax are added to `faults`.
    pub fn parse(source: Arc<SourceText>, folder: Option<PathBuf>, faults: &mut Vec<Fault>) -> Document {
        let (table, errors) = DeTable::parse_recoverable(&source.text);
        let mut wrong: Vec<_> =
            errors.iter().filter_map(|error| error.span()).map(|span| span.start).collect();
        wrong.sort_unstable();
        let entries = entries(table.get_ref(), &wrong);
        // a fault inside a value leaves the rest legible; one between values may have moved keys to another table
        let mut spoilt = Vec::new();
        broken_spans(&entries, &mut spoilt);
        let legible = errors.len() <= Fault::SHOWN
            && errors.iter().all(|error| {
                let start = error.span().map_or(0, |span| span.start);
                error.message().starts_with("duplicate key")
                    || spoilt.iter().any(|span| span.start <= start && start <= span.end)
            });
        syntax::describe(&source, &errors, faults);
        Document { source, folder, entries, legible }
    }

    /// The place of a span in it.
    pub fn place(&self, span: &Range<usize>) -> Place {
        Place::new(&self.source, span.clone())
    }
}

impl Node {
    /// What the value is, in the words of both languages.
    pub fn kind(&self) -> (&'static str, &'static str) {
        match &self.content {
            Content::Text(_) => ("un texte", "a text"),
            Content::Integer(_) => ("un nombre entier", "a whole number"),
            Content::Float(_) => ("un nombre", "a number"),
            Content::Bool(_) => ("une valeur vrai/faux", "a true/false value"),
            Content::Date => ("une date", "a date"),
            Content::List(_) => ("une liste", "a list"),
            Content::Table(_) => ("une section", "a section"),
        }
    }
}

fn entries(table: &DeTable<'_>, wrong: &[usize]) -> Vec<Entry> {
    let entry = |(key, value): (&Spanned<DeString<'_>>, &Spanned<DeValue<'_>>)| Entry {
        key: key.get_ref().to_string(),
        key_span: key.span(),
        node: node(value, wrong),
    };
    table.iter().map(entry).collect()
}

/// The parser bounds the depth of nesting, and with it this recursion.
fn node(value: &Spanned<DeValue<'_>>, wrong: &[usize]) -> Node {
    let span = value.span();
    let first_after = wrong.partition_point(|&start| start < span.start);
    let touched = wrong.get(first_after).is_some_and(|&start| start <= span.end);
    let content = match value.get_ref() {
        DeValue::String(text) => Content::Text(text.to_string()),
        DeValue::Integer(number) => {
            Content::Integer(i64::from_str_radix(number.as_str(), number.radix()).ok())
        }
        DeValue::Float(number) => {
            let read = number.as_str().parse::<f64>().ok();
            Content::Float(read.filter(|n| !n.is_infinite() || number.as_str().contains("inf")))
        }
        DeValue::Boolean(claim) => Content::Bool(*claim),
        DeValue::Datetime(_) => Content::Date,
        DeValue::Array(values) => Content::List(values.iter().map(|value| node(value, wrong)).collect()),
        DeValue::Table(table) => Content::Table(entries(table, wrong)),
    };
    let broken = touched && !matches!(content, Content::Table(_));
    Node { span, content, broken }
}

fn broken_spans(entries: &[Entry], spans: &mut Vec<Range<usize>>) {
    for entry in entries {
        match &entry.node.content {
            Content::Table(below) => broken_spans(below, spans),
            _ if entry.node.broken => spans.push(entry.node.span.clone()),
            _ => {}
        }
    }
}
