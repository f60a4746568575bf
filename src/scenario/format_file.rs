//! Where does a format come from: the program, a file of the user's, or the scenario itself?

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::chain;
use super::checks::terms_checks;
use super::document::{Document, Entry};
use super::draft::{Draft, FormatDraft, Named};
use super::text;
use crate::catalogue::{Catalogue, Value, assemble};
use crate::error::{Error, Fault, Place, SourceText, both, nearest};
use crate::formats::{EMBEDDED, Format, Terms};

/// No employer stands beside.
const ALONE: &str = "none";

/// A format with the terms that were given.
pub(super) struct Found {
    pub format: Format,
    pub draft: FormatDraft,
}

/// Every format the scenario names, in its order.
pub(super) fn find(draft: &Draft, faults: &mut Vec<Fault>) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for named in draft.formats.iter().flatten() {
        let Some((id, mut format)) = origin(named, draft, faults) else { continue };
        if found.iter().any(|earlier| earlier.format.id == id) {
            let message = both(
                format!("le format « {id} » est demandé deux fois"),
                format!("the format `{id}` is asked for twice"),
            );
            faults.push(Fault::at(named.place.clone(), message).help(both(
                "deux fichiers de même nom ? renommez-en un",
                "two files of the same name? rename one of them",
            )));
            continue;
        }
        if let Some(over) = draft.given.get(&id) {
            format.lay_draft(over);
        }
        if let Some(format) = complete(&id, &named.place, &format, faults) {
            found.push(format);
        }
    }
    found
}

/// The formats the program carries, as their files have them.
pub fn embedded_formats() -> Vec<Format> {
    let place = Place::new(&SourceText::flag("formats"), 0..7);
    let format = |(id, _): &(&str, &str)| {
        let mut faults = Vec::new();
        let found = complete(id, &place, &embedded(id)?, &mut faults);
        assert!(faults.is_empty(), "the embedded format `{id}`: {}", Error::Input(faults));
        found.map(|found| found.format)
    };
    EMBEDDED.iter().filter_map(format).collect()
}

/// An embedded format by its name; the embedded files are tested to be sound.
pub(super) fn embedded(id: &str) -> Option<FormatDraft> {
    let (_, text) = EMBEDDED.iter().find(|(known, _)| *known == id)?;
    let mut faults = Vec::new();
    let source = SourceText::file(format!("<formats/{id}>"), *text);
    let draft = draft_of(&Document::parse(source, None, &mut faults), &mut faults);
    assert!(faults.is_empty(), "the embedded format `{id}`: {}", Error::Input(faults));
    Some(draft)
}

fn origin(named: &Named, draft: &Draft, faults: &mut Vec<Fault>) -> Option<(String, FormatDraft)> {
    if chain::looks_like_a_path(&named.name) {
        let path = named.folder.as_ref().map_or_else(|| PathBuf::from(&named.name), |f| f.join(&named.name));
        let id = named.id();
        let source = chain::read(&path, Some(named.place.clone()), faults)?;
        let earlier = faults.len();
        let document = Document::parse(source, None, faults);
        let format = draft_of(&document, faults);
        return (faults.len() == earlier).then_some((id, format));
    }
    if let Some(format) = embedded(&named.name) {
        return Some((named.name.clone(), format));
    }
    // a format may also be defined where it is used: its section then has a label
    if draft.given.get(&named.name).is_some_and(|given| given.label.is_some()) {
        return Some((named.name.clone(), FormatDraft::default()));
    }
    let own: Vec<String> = draft.formats.iter().flatten().map(Named::id).collect();
    faults.push(unknown(&named.name, &own, named.place.clone()));
    None
}

/// A format that is neither the scenario's own (`named`) nor the program's.
pub(super) fn unknown(name: &str, named: &[String], place: Place) -> Fault {
    let known = || EMBEDDED.iter().map(|(known, _)| *known);
    let meant = nearest(name, named.iter().map(String::as_str).filter(|own| *own != name).chain(known()));
    let message =
        both(format!("il n'y a pas de format « {name} »"), format!("there is no format named `{name}`"));
    let all = known().collect::<Vec<_>>().join(", ");
    Fault::at(place, message).maybe_help(meant.map(text::did_you_mean)).help(both(
        format!("formats fournis : {all} ; un format à vous se nomme par son fichier, « mon-format.toml »"),
        format!("embedded formats: {all}; a format of yours is named by its file, `my-format.toml`"),
    ))
}

impl Named {
    /// The name its section has: its own, or that of its file.
    pub fn id(&self) -> String {
        if chain::looks_like_a_path(&self.name) {
            identifier(Path::new(&self.name))
        } else {
            self.name.clone()
        }
    }
}

/// The name of a file of a format, in the letters that names of formats have.
fn identifier(path: &Path) -> String {
    path.file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || c == '-' || c == '_' { c.to_ascii_lowercase() } else { '-' })
        .collect()
}

fn draft_of(document: &Document, faults: &mut Vec<Fault>) -> FormatDraft {
    let mut draft = FormatDraft::default();
    if !document.legible {
        return draft;
    }
    if let Some(entry) = document.entries.iter().find(|entry| entry.key == "extends") {
        draft = extended(entry, document, faults);
    }
    for entry in &document.entries {
        if entry.key == "extends" {
            continue;
        }
        if entry.key == "terms" {
            for term in text::section(entry, "terms", document, faults).unwrap_or_default() {
                draft.term(term, &format!("terms.{}", term.key), document, faults);
            }
        } else if !draft.texts(entry, document, faults) {
            let keys = ["extends", "label", "short", "summary", "terms"];
            let message = both(
                format!("un fichier de format n'a pas de clé « {} »", entry.key),
                format!("a format's file has no key `{}`", entry.key),
            );
            let is_term = Catalogue::embedded().get(&format!("terms.{}", entry.key)).is_some();
            let help = if is_term {
                Some(both("ce terme se place sous [terms]", "this term stands below [terms]"))
            } else {
                nearest(&entry.key, keys).map(text::did_you_mean)
            };
            let all = keys.join(", ");
            faults.push(
                Fault::at(document.place(&entry.key_span), message)
                    .maybe_help(help)
                    .help(both(format!("clés : {all}"), format!("keys: {all}"))),
            );
        }
    }
    draft
}

/// What a format's file starts from: another format that the program carries, its texts left aside.
fn extended(entry: &Entry, document: &Document, faults: &mut Vec<Fault>) -> FormatDraft {
    let Some(name) = text::plain(&entry.node, "extends", document, faults) else {
        return FormatDraft::default();
    };
    match embedded(&name) {
        Some(base) => FormatDraft { terms: base.terms, ..FormatDraft::default() },
        None => {
            faults.push(unknown(&name, &[], document.place(&entry.node.span)));
            FormatDraft::default()
        }
    }
}

fn complete(id: &str, place: &Place, draft: &FormatDraft, faults: &mut Vec<Fault>) -> Option<Found> {
    let Some(label) = draft.label.clone() else {
        let message =
            both(format!("le format « {id} » n'a pas de nom"), format!("the format `{id}` has no label"));
        faults.push(Fault::at(place.clone(), message).help(both(
            "ajoutez label = { fr = \"…\", en = \"…\" } en tête de son fichier",
            "add label = { fr = \"…\", en = \"…\" } at the top of its file",
        )));
        return None;
    };
    let catalogue = Catalogue::embedded();
    let given = |term: &str| draft.terms.get(term).map(|setting| setting.value.clone());
    let table = assemble(catalogue.of_formats(), |parameter| given(parameter.term().unwrap_or_default()));
    let terms: Terms = match table.try_into() {
        Ok(terms) => terms,
        Err(wrong) => {
            let message = both(
                format!("les termes du format « {id} » ne conviennent pas : {wrong}"),
                format!("the terms of the format `{id}` do not fit: {wrong}"),
            );
            faults.push(Fault::at(place.clone(), message));
            return None;
        }
    };
    for disagreement in terms_checks(&terms) {
        let set = disagreement.paths.iter().find_map(|term| draft.terms.get(*term));
        let place = set.map_or(place, |setting| &setting.place).clone();
        faults.push(Fault::at(place, disagreement.message).help(both(
            "remède : offer = \"mission\" ou \"alternance\", ou path_months = 0",
            "remedy: offer = \"mission\" or \"alternance\", or path_months = 0",
        )));
    }
    let format = Format {
        id: id.to_owned(),
        short: draft.short.clone().unwrap_or_else(|| label.clone()),
        summary: draft.summary.clone().unwrap_or_default(),
        label,
        beside: terms_beside(&terms.beside),
        terms,
    };
    Some(Found { format, draft: draft.clone() })
}

/// The terms with these values in place of the neutral ones, and those of the employer beside.
pub(super) fn terms_of(given: &BTreeMap<String, Value>) -> Result<(Terms, Option<Terms>), toml::de::Error> {
    let table =
        assemble(Catalogue::embedded().of_formats(), |p| given.get(p.term().unwrap_or_default()).cloned());
    let terms: Terms = table.try_into()?;
    let beside = terms_beside(&terms.beside);
    Ok((terms, beside))
}

/// The terms of the employer that stands beside another: those of its own file.
fn terms_beside(name: &str) -> Option<Terms> {
    let draft = embedded(name).filter(|_| name != ALONE)?;
    let given = |term: &str| draft.terms.get(term).map(|setting| setting.value.clone());
    let table = assemble(Catalogue::embedded().of_formats(), |p| given(p.term().unwrap_or_default()));
    table.try_into().ok()
}

impl Found {
    /// The terms that were given.
    pub fn values(&self) -> BTreeMap<String, Value> {
        self.draft.terms.iter().map(|(term, setting)| (term.clone(), setting.value.clone())).collect()
    }
}
