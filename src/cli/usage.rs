//! From the words of a command line to what is asked, and what is said of words that ask for nothing.

use std::error::Error as _;
use std::ffi::OsString;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::parser::ValueSource;
use clap::{ArgMatches, CommandFactory, FromArgMatches};

use super::{Cli, Language, Terminal};
use mutualise::error::{Error, both};
use mutualise::words::Lang;

/// Flags that may stand before the command too.
const ANYWHERE: [&str; 3] = ["lang", "quiet", "progress"];

/// What is asked; or help, or the fault, has been told, and the program ends so.
pub fn asked(words: &[OsString]) -> Result<Cli, ExitCode> {
    let told = |error| refused(&error, words);
    let matches = Cli::command().try_get_matches_from(words).map_err(told)?;
    if let Some(fault) = misplaced(&matches) {
        terminal(words).complain(&fault);
        return Err(ExitCode::from(fault.exit_code()));
    }
    Cli::from_arg_matches(&matches).map_err(told)
}

/// The terminal in the language of words that could not be read as a whole.
fn terminal(words: &[OsString]) -> Terminal {
    let words: Vec<_> = words.iter().map(|word| word.to_string_lossy()).collect();
    let after = words.windows(2).filter(|pair| pair[0] == "--lang").map(|pair| &*pair[1]);
    let joined = words.iter().filter_map(|word| word.strip_prefix("--lang="));
    Terminal::new(after.chain(joined).last().and_then(|lang| match lang {
        "fr" => Some(Language::Fr),
        "en" => Some(Language::En),
        _ => None,
    }))
}

/// A flag of the default command before the name of another: it would be lost.
fn misplaced(matches: &ArgMatches) -> Option<Error> {
    let command = matches.subcommand_name()?;
    let given = |id: &str| matches.value_source(id) == Some(ValueSource::CommandLine);
    let known = Cli::command();
    let flag = known
        .get_arguments()
        .map(|argument| argument.get_id().as_str())
        .find(|id| !ANYWHERE.contains(id) && given(id))?;
    Some(Error::Usage(both(
        format!("« --{flag} » précède la commande « {command} »\nremède : mutualise {command} … --{flag} …"),
        format!("`--{flag}` stands before the command `{command}`\nremedy: mutualise {command} … --{flag} …"),
    )))
}

/// Tells help on standard output and faults on standard error, and gives the status to end with.
fn refused(error: &clap::Error, words: &[OsString]) -> ExitCode {
    let terminal = terminal(words);
    let french = terminal.lang == Lang::Fr;
    if french && error.kind() == ErrorKind::DisplayHelp {
        terminal.print("L’aide est en anglais ; les résultats et les messages sont en français.\n\n");
    }
    match french_of(error).filter(|_| french && error.use_stderr()) {
        Some(fr) => terminal.complain(&Error::Usage(both(fr, ""))),
        // nobody listening is no fault
        None => drop(error.print()),
    }
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
}

/// The fault in French: the argument, its value, what is possible. The parser has English for it.
fn french_of(error: &clap::Error) -> Option<String> {
    let one = |kind| error.get(kind).map(text).unwrap_or_default();
    let (argument, value) = (one(ContextKind::InvalidArg), one(ContextKind::InvalidValue));
    let mut lines = vec![match error.kind() {
        ErrorKind::InvalidValue if value.is_empty() => format!("« {argument} » attend une valeur"),
        ErrorKind::InvalidValue => format!("« {argument} » n’a pas de valeur « {value} »"),
        ErrorKind::ValueValidation => {
            let why = error.source().map(|why| reason(&why.to_string())).unwrap_or_default();
            format!("« {argument} » ne peut pas valoir « {value} »{why}")
        }
        ErrorKind::UnknownArgument if argument.starts_with('-') => {
            format!("il n’y a pas d’option « {argument} »")
        }
        ErrorKind::UnknownArgument => format!("« {argument} » est de trop"),
        ErrorKind::InvalidSubcommand => {
            format!("il n’y a pas de commande « {} »", one(ContextKind::InvalidSubcommand))
        }
        ErrorKind::ArgumentConflict => {
            format!("« {argument} » ne va pas avec « {} »", one(ContextKind::PriorArg))
        }
        ErrorKind::MissingRequiredArgument => format!("il manque {argument}"),
        ErrorKind::MissingSubcommand => "il manque une commande".to_owned(),
        ErrorKind::NoEquals => format!("« {argument} » veut un signe égal"),
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("« {argument} » n’a pas le nombre de valeurs voulu")
        }
        ErrorKind::InvalidUtf8 => "un mot de la ligne de commande n’est pas en UTF-8".to_owned(),
        _ => return None,
    }];
    for kind in [ContextKind::ValidValue, ContextKind::ValidSubcommand] {
        let possible = Some(one(kind)).filter(|list| !list.is_empty());
        lines.extend(possible.map(|list| format!("possible : {list}")));
    }
    for kind in [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue] {
        let meant = Some(one(kind)).filter(|name| !name.is_empty());
        lines.extend(meant.map(|name| format!("vouliez-vous dire « {name} » ?")));
    }
    let usage = one(ContextKind::Usage);
    lines.extend(usage.lines().next().map(|line| line.replacen("Usage:", "usage :", 1)));
    lines.push("toutes les options, en anglais : --help".to_owned());
    Some(lines.join("\n"))
}

fn text(value: &ContextValue) -> String {
    match value {
        ContextValue::Strings(names) => names.join(", "),
        other => other.to_string(),
    }
}

/// Why a value does not fit, where the parser's words are known.
fn reason(english: &str) -> String {
    if let Some((_, bounds)) = english.split_once(" is not in ") {
        return match bounds.split_once("..") {
            Some((low, "")) => format!(" : attendu au moins {low}"),
            Some((low, high)) => format!(" : attendu de {low} à {}", high.trim_start_matches('=')),
            None => String::new(),
        };
    }
    let known = [
        ("invalid digit", " : attendu un nombre entier"),
        ("cannot parse integer", " : attendu un nombre entier"),
        ("number too large", " : ce nombre est trop grand"),
        ("number too small", " : ce nombre est trop petit"),
        ("invalid float", " : attendu un nombre"),
    ];
    known
        .iter()
        .find(|(beginning, _)| english.starts_with(beginning))
        .map_or_else(|| format!(" ({english})"), |(_, french)| (*french).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn french(words: &[&str]) -> String {
        let error = Cli::command().try_get_matches_from(words).expect_err("a wrong command line");
        french_of(&error).unwrap_or_default()
    }

    #[test]
    fn a_fault_of_usage_names_argument_value_and_what_is_possible_in_french() {
        for (words, told) in [
            (&["mutualise", "compare", "--replications", "0"][..], "« 0 » : attendu de 1 à"),
            (&["mutualise", "compare", "--replications", "dix"], "« dix » : attendu un nombre entier"),
            (&["mutualise", "compare", "--progress", "xml"], "possible : json"),
            (&["mutualise", "compare", "--uncertainty", "knowlege"], "dire « knowledge »"),
            (&["mutualise", "compare", "--replication-count", "3"], "pas d’option « --replication-count »"),
            (&["mutualise", "comparer"], "dire « compare »"),
            (&["mutualise", "run"], "il manque <FILE>"),
            (&["mutualise", "--quiet", "--progress", "json"], "ne va pas avec"),
            (&["mutualise", "compare", "--out"], "attend une valeur"),
            (&["mutualise", "compare", "a", "b"], "« b » est de trop"),
        ] {
            let text = french(words);
            assert!(text.contains(told), "{words:?}: {text}");
            assert!(text.ends_with("--help"), "{text}");
        }
    }

    #[test]
    fn flags_that_make_sense_everywhere_stand_on_both_sides_of_the_command() {
        for words in [
            ["mutualise", "--lang", "fr", "compare"],
            ["mutualise", "--progress", "json", "compare"],
            ["mutualise", "compare", "--lang", "fr"],
        ] {
            let matches = Cli::command().try_get_matches_from(words).expect("a sound command line");
            assert!(misplaced(&matches).is_none(), "{words:?}");
        }
        let words = ["mutualise", "--seed", "3", "compare"];
        let matches = Cli::command().try_get_matches_from(words).expect("words that can be read");
        let fault = misplaced(&matches).expect("a flag that would be lost");
        assert!(fault.to_string().contains("mutualise compare … --seed"), "{fault}");
    }
}
