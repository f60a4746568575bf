//! What do the files say together? Keys over keys, the child over the parent; every fault on the way is kept.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::design_section::{self, DesignDraft};
use super::document::{Content, Document, Entry, Node};
use super::event::{self, Event};
use super::text;
use super::values::{self, Setting};
use crate::catalogue::{Catalogue, TERMS};
use crate::error::{Fault, Place, both, nearest};
use crate::words::Bilingual;

/// A source that a scenario gives for its own values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// The parameter it is about, if it is about one.
    pub path: Option<String>,
    /// The source.
    pub text: Bilingual,
    /// Its year.
    pub year: Option<i64>,
}

/// A format by the name a scenario gives it.
#[derive(Clone, Debug)]
pub(super) struct Named {
    pub name: String,
    pub place: Place,
    pub folder: Option<PathBuf>,
}

/// What files say of one format.
#[derive(Clone, Debug, Default)]
pub(super) struct FormatDraft {
    pub label: Option<Bilingual>,
    pub short: Option<Bilingual>,
    pub summary: Option<Bilingual>,
    pub terms: BTreeMap<String, Setting>,
    pub place: Option<Place>,
}

/// What files say of a scenario.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub title: Option<Bilingual>,
    pub notes: Option<Bilingual>,
    pub sources: Vec<Citation>,
    pub formats: Option<Vec<Named>>,
    pub values: BTreeMap<String, Setting>,
    pub given: BTreeMap<String, FormatDraft>,
    pub events: Vec<(Event, Place)>,
    pub design: Option<DesignDraft>,
}

const KEYS: [&str; 8] = ["extends", "title", "notes", "formats", "source", "format", "event", "design"];

impl Draft {
    /// Lays a document over what is there.
    pub fn lay(&mut self, document: &Document, faults: &mut Vec<Fault>) {
        if !document.legible {
            return;
        }
        for entry in &document.entries {
            let node = &entry.node;
            match entry.key.as_str() {
                "extends" => {}
                "title" => {
                    self.title = text::bilingual(node, "title", document, faults).or(self.title.take())
                }
                "notes" => {
                    self.notes = text::bilingual(node, "notes", document, faults).or(self.notes.take())
                }
                "formats" => self.formats = names(node, document, faults).or(self.formats.take()),
                "source" => self.sources.extend(citations(node, document, faults)),
                "event" => self.events.extend(event::read(node, document, faults)),
                "design" => {
                    self.design = design_section::read(entry, document, faults).or(self.design.take())
                }
                "format" => self.formats_of(entry, document, faults),
                key => self.parameters(key, entry, document, faults),
            }
        }
    }

    /// Lays one parameter, section of parameters or terms of formats, as a point of a design sets them.
    pub fn set(&mut self, entry: &Entry, document: &Document, faults: &mut Vec<Fault>) {
        match entry.key.as_str() {
            "format" => self.formats_of(entry, document, faults),
            key => self.parameters(key, entry, document, faults),
        }
    }

    /// Everything that was set, by the paths `--set` takes.
    pub fn settings(&self) -> impl Iterator<Item = (String, &Setting)> {
        let terms = self.given.iter().flat_map(|(id, draft)| {
            draft.terms.iter().map(move |(term, setting)| (format!("format.{id}.{term}"), setting))
        });
        self.values.iter().map(|(path, setting)| (path.clone(), setting)).chain(terms)
    }

    fn formats_of(&mut self, entry: &Entry, document: &Document, faults: &mut Vec<Fault>) {
        for format in text::section(entry, "format", document, faults).unwrap_or_default() {
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
            if format.key.is_empty() || !format.key.chars().all(plain) {
                let message = both(
                    format!("« {} » ne peut pas être le nom d'un format", format.key),
                    format!("`{}` cannot be the name of a format", format.key),
                );
                faults.push(Fault::at(document.place(&format.key_span), message).help(both(
                    "un nom a des minuscules sans accent, des chiffres et des tirets : mon-ge",
                    "a name has plain small letters, digits and hyphens: my-ge",
                )));
                continue;
            }
            let shown = format!("format.{}", format.key);
            let Some(entries) = text::section(format, &shown, document, faults) else { continue };
            let draft = self.given.entry(format.key.clone()).or_default();
            draft.place = Some(document.place(&format.key_span));
            draft.lay(entries, &shown, document, faults);
        }
    }

    fn parameters(&mut self, path: &str, entry: &Entry, document: &Document, faults: &mut Vec<Fault>) {
        let catalogue = Catalogue::embedded();
        let known = catalogue.get(path).filter(|parameter| parameter.term().is_none());
        if let Some(parameter) = known {
            match values::read(parameter, path, &entry.node, document) {
                Some(Ok(setting)) => drop(self.values.insert(path.to_owned(), setting)),
                Some(Err(fault)) => faults.push(fault),
                None => {}
            }
        } else if catalogue.is_section(path) && path != TERMS {
            for below in text::section(entry, path, document, faults).unwrap_or_default() {
                self.parameters(&format!("{path}.{}", below.key), below, document, faults);
            }
        } else {
            faults.push(unknown(path, entry, document, faults.len()));
        }
    }
}

impl FormatDraft {
    /// Lays what another file says of the same format over this.
    pub fn lay_draft(&mut self, over: &FormatDraft) {
        let over = over.clone();
        self.label = over.label.or(self.label.take());
        self.short = over.short.or(self.short.take());
        self.summary = over.summary.or(self.summary.take());
        self.terms.extend(over.terms);
    }

    /// Reads terms and texts standing side by side, as in `[format.ge]`.
    pub fn lay(&mut self, entries: &[Entry], shown: &str, document: &Document, faults: &mut Vec<Fault>) {
        for entry in entries {
            if !self.texts(entry, document, faults) {
                self.term(entry, &format!("{shown}.{}", entry.key), document, faults);
            }
        }
    }

    /// Reads one of the texts, and says whether it was one.
    pub fn texts(&mut self, entry: &Entry, document: &Document, faults: &mut Vec<Fault>) -> bool {
        let field = match entry.key.as_str() {
            "label" => &mut self.label,
            "short" => &mut self.short,
            "summary" => &mut self.summary,
            _ => return false,
        };
        *field = text::bilingual(&entry.node, &entry.key, document, faults);
        true
    }

    /// Reads a term.
    pub fn term(&mut self, entry: &Entry, shown: &str, document: &Document, faults: &mut Vec<Fault>) {
        let catalogue = Catalogue::embedded();
        let Some(parameter) = catalogue.get(&format!("{TERMS}.{}", entry.key)) else {
            let terms = || catalogue.of_formats().filter_map(|parameter| parameter.term());
            let meant = if faults.len() < Fault::SHOWN { nearest(&entry.key, terms()) } else { None };
            let message = both(
                format!("un format n'a pas de terme « {} »", entry.key),
                format!("a format has no term named `{}`", entry.key),
            );
            let all = terms().collect::<Vec<_>>().join(", ");
            let help = match meant {
                Some(meant) => text::did_you_mean(meant),
                None => both(format!("termes : {all}"), format!("terms: {all}")),
            };
            faults.push(Fault::at(document.place(&entry.key_span), message).help(help));
            return;
        };
        match values::read(parameter, shown, &entry.node, document) {
            Some(Ok(setting)) => drop(self.terms.insert(entry.key.clone(), setting)),
            Some(Err(fault)) => faults.push(fault),
            None => {}
        }
    }
}

/// A remedy costs a search, so only the faults that are shown get one.
fn unknown(path: &str, entry: &Entry, document: &Document, earlier: usize) -> Fault {
    let is_section = matches!(entry.node.content, Content::Table(_));
    let (fr, en) = if is_section { ("de section", "section") } else { ("de paramètre", "parameter") };
    let message = both(format!("il n'y a pas {fr} « {path} »"), format!("there is no {en} named `{path}`"));
    let fault = Fault::at(document.place(&entry.key_span), message);
    if earlier >= Fault::SHOWN {
        return fault;
    }
    let key = path.rsplit('.').next().unwrap_or(path);
    if path == TERMS {
        return fault.help(both(
            "les termes se donnent par format : [format.ge]",
            "terms are given for each format: [format.ge]",
        ));
    }
    if path.contains('.') && KEYS.contains(&key) {
        return fault.help(both(
            format!("« {key} » se place en tête de fichier, avant la première [section]"),
            format!("`{key}` stands at the top of the file, before the first [section]"),
        ));
    }
    let catalogue = Catalogue::embedded();
    let near = if is_section {
        near_section(path)
    } else {
        catalogue.nearest(path).filter(|near| !near.starts_with(TERMS)).map(str::to_owned)
    };
    let near = near.or_else(|| nearest(path, KEYS).map(str::to_owned));
    match near {
        Some(near) => fault.help(text::did_you_mean(&near)),
        None => fault.help(both(
            "tous les paramètres : mutualise scenario show base",
            "all parameters: mutualise scenario show base",
        )),
    }
}

fn near_section(path: &str) -> Option<String> {
    let mut sections: Vec<&str> = Catalogue::embedded().of_model().map(|p| p.section_and_key().0).collect();
    sections.extend(["format", "event", "source"]);
    sections.dedup();
    nearest(path, sections).map(str::to_owned)
}

fn names(node: &Node, document: &Document, faults: &mut Vec<Fault>) -> Option<Vec<Named>> {
    let wrong = |span, message| {
        let label = both(
            "attendu : une liste de formats, la référence en premier",
            "expected a list of formats, the reference first",
        );
        Fault::at(document.place(span), message).label(label).help(both(
            "par exemple formats = [\"status-quo\", \"ge\"]",
            "for instance formats = [\"status-quo\", \"ge\"]",
        ))
    };
    let Content::List(nodes) = &node.content else {
        if !node.broken {
            let (fr, en) = node.kind();
            faults.push(wrong(
                &node.span,
                both(format!("« formats » reçoit {fr}"), format!("`formats` is given {en}")),
            ));
        }
        return None;
    };
    if nodes.is_empty() && !node.broken {
        faults.push(wrong(&node.span, both("aucun format n'est demandé", "no format is asked for")));
        return None;
    }
    let mut named: Vec<Named> = Vec::new();
    for node in nodes {
        let place = document.place(&node.span);
        match &node.content {
            _ if node.broken => {}
            Content::Text(name) if named.iter().any(|earlier| earlier.name == *name) => {
                let message = both(
                    format!("le format « {name} » est demandé deux fois"),
                    format!("the format `{name}` is asked for twice"),
                );
                faults.push(Fault::at(place, message).help(both("retirez-le ici", "remove it here")));
            }
            Content::Text(name) => {
                named.push(Named { name: name.clone(), place, folder: document.folder.clone() })
            }
            _ => {
                let (fr, en) = node.kind();
                let message = both(
                    format!("un format se donne par son nom, pas par {fr}"),
                    format!("a format is given by its name, not by {en}"),
                );
                faults.push(wrong(&node.span, message));
            }
        }
    }
    Some(named)
}

fn citations(node: &Node, document: &Document, faults: &mut Vec<Fault>) -> Vec<Citation> {
    let Content::List(nodes) = &node.content else {
        let message = both("les sources se donnent par [[source]]", "sources are given by `[[source]]`");
        faults.push(Fault::at(document.place(&node.span), message));
        return Vec::new();
    };
    nodes.iter().filter_map(|node| citation(node, document, faults)).collect()
}

fn citation(node: &Node, document: &Document, faults: &mut Vec<Fault>) -> Option<Citation> {
    let Content::Table(entries) = &node.content else { return None };
    let (mut path, mut words, mut year) = (None, None, None);
    for entry in entries {
        match (entry.key.as_str(), &entry.node.content) {
            ("path", Content::Text(text)) => {
                let catalogue = Catalogue::embedded();
                if catalogue.get(text).is_none()
                    && !catalogue.is_section(text)
                    && !text.starts_with("format.")
                {
                    let place = document.place(&entry.node.span);
                    let message = both(
                        format!("il n'y a pas de paramètre « {text} »"),
                        format!("there is no parameter named `{text}`"),
                    );
                    faults.push(
                        Fault::at(place, message).maybe_help(catalogue.nearest(text).map(text::did_you_mean)),
                    );
                }
                path = Some(text.clone());
            }
            ("text", _) => words = text::bilingual(&entry.node, "source.text", document, faults),
            ("year", Content::Integer(Some(number @ 0..=9999))) => year = Some(*number),
            _ if entry.node.broken => {}
            (key, _) => {
                let message = both(
                    format!("« {key} » d'une source ne se lit pas"),
                    format!("`{key}` of a source cannot be read"),
                );
                faults.push(Fault::at(document.place(&entry.key_span), message).help(both(
                    "une source a : path, text (entre guillemets), year (une année)",
                    "a source has: path, text (in quotes), year (a year)",
                )));
            }
        }
    }
    if words.is_none() {
        let message = both("il manque « text » à cette source", "this source lacks `text`");
        faults
            .push(Fault::at(document.place(&node.span), message).help(both("text = \"…\"", "text = \"…\"")));
    }
    Some(Citation { path, text: words?, year })
}
