//! What is wrong with a command line, in the reader's language: clap itself speaks English alone.

use std::error::Error as _;
use std::fmt;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use mutualise::words::{Bilingual, Lang};

/// Why a value is refused, in both languages.
#[derive(Clone, Debug)]
pub struct Told(pub Bilingual);

impl fmt::Display for Told {
    fn fmt(&self, to: &mut fmt::Formatter) -> fmt::Result {
        to.write_str(self.0.get(Lang::En))
    }
}

impl std::error::Error for Told {}

/// The language that these arguments ask for, before they are parsed.
pub fn asked_language(arguments: &[String]) -> Option<Lang> {
    values_of("--lang", arguments).find_map(|value| match value {
        "fr" => Some(Lang::Fr),
        "en" => Some(Lang::En),
        _ => None,
    })
}

/// Whether these arguments ask for an object a line, before they are parsed.
pub fn asks_for_objects(arguments: &[String]) -> bool {
    values_of("--progress", arguments).any(|value| value == "json")
}

/// What a flag is given, behind a blank or behind `=`.
fn values_of<'a>(flag: &'a str, arguments: &'a [String]) -> impl Iterator<Item = &'a str> {
    arguments.iter().enumerate().filter_map(move |(place, argument)| match argument.strip_prefix(flag)? {
        "" => arguments.get(place + 1).map(String::as_str),
        rest => rest.strip_prefix('='),
    })
}

/// A refusal of the command line in French; nothing where clap's own words must do.
pub fn in_french(wrong: &clap::Error) -> Option<String> {
    let said = |kind| wrong.get(kind).map(text_of);
    let argument = said(ContextKind::InvalidArg);
    let value = said(ContextKind::InvalidValue).unwrap_or_default();
    let sentence = match wrong.kind() {
        ErrorKind::ValueValidation => {
            let why = wrong.source().and_then(|cause| match cause.downcast_ref::<Told>() {
                Some(told) => Some(told.0.fr.clone()),
                None => reason(&cause.to_string()),
            });
            let why = why.map(|why| format!(" : {why}")).unwrap_or_default();
            format!("la valeur « {value} » ne convient pas à « {} »{why}", argument?)
        }
        ErrorKind::InvalidValue if value.is_empty() => format!("il manque une valeur à « {} »", argument?),
        ErrorKind::InvalidValue => format!("la valeur « {value} » ne convient pas à « {} »", argument?),
        ErrorKind::UnknownArgument => format!("argument inattendu : « {} »", argument?),
        ErrorKind::InvalidSubcommand => {
            format!("aucune commande ne s'appelle « {} »", said(ContextKind::InvalidSubcommand)?)
        }
        ErrorKind::ArgumentConflict => {
            let other = said(ContextKind::PriorArg)?;
            format!("« {} » et « {other} » ne vont pas ensemble", argument?)
        }
        ErrorKind::MissingRequiredArgument => format!("il manque : {}", argument?),
        ErrorKind::MissingSubcommand => "il manque une commande".to_owned(),
        ErrorKind::TooManyValues | ErrorKind::WrongNumberOfValues | ErrorKind::TooFewValues => {
            format!("« {} » n'a pas le nombre de valeurs attendu", argument?)
        }
        _ => return None,
    };
    let mut text = format!("erreur : {sentence}\n");
    if let Some(known) = said(ContextKind::ValidValue).filter(|known| !known.is_empty()) {
        text += &format!("  valeurs possibles : {known}\n");
    }
    let meant = [ContextKind::SuggestedArg, ContextKind::SuggestedValue, ContextKind::SuggestedSubcommand];
    if let Some(meant) = meant.into_iter().find_map(said) {
        text += &format!("  vouliez-vous dire « {meant} » ?\n");
    }
    if let Some(known) = said(ContextKind::ValidSubcommand).filter(|known| !known.is_empty()) {
        text += &format!("  commandes possibles : {known}\n");
    }
    let usage = said(ContextKind::Usage).unwrap_or_default();
    if let Some(line) = usage.lines().next() {
        text += &line.replacen("Usage:", "  usage :", 1);
        text.push('\n');
    }
    Some(text + "\nPour en savoir plus : --help\n")
}

/// Why clap refuses a number, where its words are known.
fn reason(english: &str) -> Option<String> {
    if let Some((_, bounds)) = english.split_once(" is not in ") {
        let (low, high) = bounds.split_once("..")?;
        return Some(match high.trim_start_matches('=') {
            "" => format!("attendu au moins {low}"),
            high => format!("attendu de {low} à {high}"),
        });
    }
    let known = [
        ("invalid digit", "attendu un nombre entier"),
        ("cannot parse integer", "attendu un nombre entier"),
        ("number too large", "ce nombre est trop grand"),
        ("number too small", "ce nombre est trop petit"),
        ("invalid float", "attendu un nombre"),
    ];
    known.iter().find(|(beginning, _)| english.starts_with(beginning)).map(|(_, french)| (*french).to_owned())
}

fn text_of(value: &ContextValue) -> String {
    match value {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join(", "),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_found_before_the_arguments_are_parsed() {
        let words = |line: &str| line.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let asked = |line: &str| asked_language(&words(line));
        assert_eq!(asked("cost --lang fr --gross x"), Some(Lang::Fr));
        assert_eq!(asked("cost --gross x --lang=en"), Some(Lang::En));
        assert_eq!(asked("cost --lang"), None);
        assert!(asks_for_objects(&words("cost --gross x --progress=json")));
        assert!(!asks_for_objects(&words("cost --progress xml json")));
    }
}
