//! Which files make a scenario? The one that was asked for, and those it extends, the most general first.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::document::{Content, Document};
use super::text;
use crate::error::{Fault, Place, SourceText, both, cause_of, nearest};
use crate::formats::EMBEDDED as EMBEDDED_FORMATS;
use crate::given::{self, LARGEST_SCENARIO as LARGEST};
use crate::words::Bilingual;

/// The scenarios the program carries: their names and their files. The only list of them.
pub const EMBEDDED: [(&str, &str); 2] = [
    ("base", include_str!("../../scenarios/base.toml")),
    ("france", include_str!("../../scenarios/france.toml")),
];
/// What a scenario extends that starts from the defaults of the catalogue and nothing else.
pub const CATALOGUE: &str = "catalogue";

const BASE: &str = "base";
/// Where a scenario comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A scenario the program carries.
    Embedded(String),
    /// A file.
    File(PathBuf),
    /// A text, as a resolved scenario is written.
    Text(String),
}

impl Source {
    /// What somebody means who names a scenario on the command line.
    pub fn named(name: &str) -> Source {
        let embedded = EMBEDDED.iter().any(|(known, _)| *known == name);
        if !embedded && (looks_like_a_path(name) || Path::new(name).exists()) {
            Source::File(PathBuf::from(name))
        } else {
            Source::Embedded(name.to_owned())
        }
    }

    /// The name for readers: without folder and without extension.
    pub fn name(&self) -> String {
        match self {
            Source::Embedded(name) => name.clone(),
            Source::Text(_) => "scenario".to_owned(),
            Source::File(path) => path.file_stem().unwrap_or(path.as_os_str()).to_string_lossy().into_owned(),
        }
    }

    fn extended(name: &str, folder: Option<&Path>) -> Source {
        match Source::named(name) {
            Source::Embedded(name) if folder.is_none_or(|folder| !folder.join(&name).is_file()) => {
                Source::Embedded(name)
            }
            Source::Embedded(name) if EMBEDDED.iter().any(|(known, _)| *known == name) => {
                Source::Embedded(name)
            }
            _ => Source::File(folder.map_or_else(|| PathBuf::from(name), |folder| folder.join(name))),
        }
    }

    fn shown(&self) -> String {
        match self {
            Source::Embedded(name) => name.clone(),
            Source::Text(_) => "scenario".to_owned(),
            Source::File(path) => path.display().to_string(),
        }
    }

    fn is_same_as(&self, other: &Source) -> bool {
        match (self, other) {
            (Source::File(a), Source::File(b)) => {
                a == b || matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
            }
            _ => self == other,
        }
    }
}

pub(super) fn looks_like_a_path(name: &str) -> bool {
    name.to_lowercase().ends_with(".toml") || name.contains(['/', '\\'])
}

/// The documents from the most general to the one asked for; what cannot be read is a fault where it is named.
pub(super) fn follow(source: Source, faults: &mut Vec<Fault>) -> Vec<Document> {
    let mut documents = Vec::new();
    let mut seen: Vec<Source> = Vec::new();
    let mut next = Some((source, None));
    while let Some((source, asked)) = next.take() {
        if let Some(first) = seen.iter().position(|earlier| earlier.is_same_as(&source)) {
            faults.push(cycle(&seen[first..], &source, asked));
            break;
        }
        let Some(document) = open(&source, asked, faults) else { break };
        next = parent(&source, &document, faults);
        seen.push(source);
        documents.push(document);
    }
    documents.reverse();
    documents
}

fn parent(source: &Source, document: &Document, faults: &mut Vec<Fault>) -> Option<(Source, Option<Place>)> {
    let Some(entry) = document.entries.iter().find(|entry| entry.key == "extends") else {
        let is_base = *source == Source::Embedded(BASE.to_owned());
        return (!is_base).then(|| (Source::Embedded(BASE.to_owned()), None));
    };
    if !matches!(entry.node.content, Content::Text(_)) {
        let message = both("« extends » nomme un seul scénario", "`extends` names one scenario");
        let label =
            both("attendu : extends = \"base\", ou un fichier", "expected extends = \"base\", or a file");
        faults.push(Fault::at(document.place(&entry.node.span), message).label(label));
        return None;
    }
    let name = text::plain(&entry.node, "extends", document, faults)?;
    if name == CATALOGUE {
        return None;
    }
    Some((Source::extended(&name, document.folder.as_deref()), Some(document.place(&entry.node.span))))
}

fn cycle(ring: &[Source], again: &Source, asked: Option<Place>) -> Fault {
    let names: Vec<_> = ring.iter().chain([again]).map(Source::shown).collect();
    let message = both(
        format!("ces scénarios s'étendent en rond : {}", names.join(" → ")),
        format!("these scenarios extend each other in a circle: {}", names.join(" → ")),
    );
    let help = both("l'un d'eux doit étendre \"base\"", "one of them has to extend \"base\"");
    located(asked, message).help(help)
}

fn located(place: Option<Place>, message: Bilingual) -> Fault {
    match place {
        Some(place) => Fault::at(place, message),
        None => Fault::nowhere(message),
    }
}

fn open(source: &Source, asked: Option<Place>, faults: &mut Vec<Fault>) -> Option<Document> {
    match source {
        Source::Embedded(name) => match EMBEDDED.iter().find(|(known, _)| known == name) {
            Some((_, text)) => {
                Some(Document::parse(SourceText::file(format!("<{name}>"), *text), None, faults))
            }
            None => {
                faults.push(unknown(name, asked));
                None
            }
        },
        Source::Text(text) => Some(Document::parse(SourceText::file("<text>", text.as_str()), None, faults)),
        Source::File(path) => {
            let text = read(path, asked, faults)?;
            let folder = path.parent().map(Path::to_path_buf);
            Some(Document::parse(text, folder, faults))
        }
    }
}

fn unknown(name: &str, asked: Option<Place>) -> Fault {
    let known = EMBEDDED.iter().map(|(known, _)| *known);
    let file = format!("{name}.toml");
    let meant = if Path::new(&file).is_file() { Some(file.as_str()) } else { nearest(name, known.clone()) };
    let message =
        both(format!("il n'y a pas de scénario « {name} »"), format!("there is no scenario named `{name}`"));
    let names = known.collect::<Vec<_>>().join(", ");
    // somebody who names a format wants to see that format
    let format = EMBEDDED_FORMATS.iter().any(|(id, _)| *id == name).then(|| {
        let command = format!("mutualise run {BASE} --format {name}");
        both(format!("« {name} » est un format : {command}"), format!("`{name}` is a format: {command}"))
    });
    located(asked, message).maybe_help(format).maybe_help(meant.map(text::did_you_mean)).help(both(
        format!("scénarios fournis : {names} ; un fichier se nomme par son chemin, en .toml"),
        format!("embedded scenarios: {names}; a file is named by its path, ending in .toml"),
    ))
}

/// The text of a file; what is wrong with the file is a fault where it was named.
pub(super) fn read(path: &Path, asked: Option<Place>, faults: &mut Vec<Fault>) -> Option<Arc<SourceText>> {
    let shown = path.display();
    let refused = |cause: Bilingual| {
        let message = both(
            format!("impossible de lire « {shown} » : {}", cause.fr),
            format!("cannot read `{shown}`: {}", cause.en),
        );
        located(asked.clone(), message)
    };
    let bytes = match given::bytes(path, LARGEST) {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(size)) => {
            let message = both(
                format!("« {shown} » est trop gros pour un scénario : {size} octets, au plus {LARGEST}"),
                format!("`{shown}` is too large for a scenario: {size} bytes, at most {LARGEST}"),
            );
            let help = both("vérifiez que c'est le bon fichier", "check that it is the right file");
            faults.push(located(asked, message).help(help));
            return None;
        }
        Err(cause) => {
            let neighbour = neighbour(path).filter(|_| cause.kind() == io::ErrorKind::NotFound);
            let mut fault =
                refused(cause_of(&cause)).maybe_help(neighbour.as_deref().map(text::did_you_mean));
            if path.is_dir() {
                fault = fault
                    .help(both("nommez un fichier .toml de ce dossier", "name a .toml file in that folder"));
            } else if fault.helps.is_empty() {
                fault = fault
                    .help(both("vérifiez le chemin et les droits", "check the path and the permissions"));
            }
            faults.push(fault);
            return None;
        }
    };
    match String::from_utf8(bytes) {
        Ok(text) => {
            let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
            Some(SourceText::file(shown.to_string(), text))
        }
        Err(wrong) => {
            faults.push(given::not_utf8(path, wrong.utf8_error().valid_up_to(), wrong.as_bytes()));
            None
        }
    }
}

/// The file with the nearest name in the same folder.
fn neighbour(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_str()?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut names: Vec<_> =
        fs::read_dir(folder).ok()?.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
    names.sort_unstable();
    let meant = nearest(name, names.iter().map(String::as_str))?;
    Some(path.with_file_name(meant).display().to_string())
}
