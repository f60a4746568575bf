//! From the words of a command line to what is asked, and what is said of words that ask for nothing.

use std::ffi::OsString;
use std::process::ExitCode;

use clap::parser::ValueSource;
use clap::{ArgMatches, CommandFactory, FromArgMatches};

use super::told::{asked_language, asks_for_objects, in_french};
use super::{Cli, Language, ProgressForm, Terminal, help};
use mutualise::error::{Error, both};
use mutualise::words::Lang;

/// Flags that may stand before the command too.
const ANYWHERE: [&str; 3] = ["lang", "quiet", "progress"];

/// What is asked; or help, or the fault, has been told, and the program ends so.
pub fn asked(words: &[OsString]) -> Result<Cli, ExitCode> {
    let told = |error| refused(&error, words);
    let known = help::command(terminal(words).lang);
    let matches = known.try_get_matches_from(words).map_err(told)?;
    if let Some(fault) = misplaced(&matches) {
        terminal(words).complain(&fault);
        return Err(ExitCode::from(fault.exit_code()));
    }
    Cli::from_arg_matches(&matches).map_err(told)
}

/// The terminal that words ask for which could not be read as a whole.
fn terminal(words: &[OsString]) -> Terminal {
    let words: Vec<String> = words.iter().map(|word| word.to_string_lossy().into_owned()).collect();
    let flag = asked_language(&words).map(|lang| match lang {
        Lang::Fr => Language::Fr,
        Lang::En => Language::En,
    });
    Terminal::new(flag, asks_for_objects(&words).then_some(ProgressForm::Json))
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
    match in_french(error).filter(|_| terminal.lang == Lang::Fr && error.use_stderr()) {
        Some(text) => terminal.tell(text.trim_end()),
        None if terminal.json && error.use_stderr() => terminal.tell(&error.to_string()),
        // nobody listening is no fault
        None => drop(error.print()),
    }
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn french(words: &[&str]) -> String {
        let error = Cli::command().try_get_matches_from(words).expect_err("a wrong command line");
        in_french(&error).unwrap_or_default()
    }

    #[test]
    fn a_fault_of_usage_names_argument_value_and_what_is_possible_in_french() {
        for (words, told) in [
            (&["mutualise", "compare", "--replications", "0"][..], "attendu de 1 à"),
            (&["mutualise", "compare", "--replications", "dix"], "attendu un nombre entier"),
            (&["mutualise", "compare", "--progress", "xml"], "possibles : json"),
            (&["mutualise", "compare", "--uncertainty", "knowlege"], "dire « knowledge »"),
            (&["mutualise", "compare", "--replication-count", "3"], "inattendu : « --replication-count"),
            (&["mutualise", "comparer"], "dire « compare »"),
            (&["mutualise", "run"], "il manque : <FILE>"),
            (&["mutualise", "--quiet", "--progress", "json"], "ne vont pas ensemble"),
            (&["mutualise", "compare", "--out"], "il manque une valeur"),
            (&["mutualise", "compare", "a", "b"], "argument inattendu : « b »"),
        ] {
            let text = french(words);
            assert!(text.contains(told), "{words:?}: {text}");
            assert!(text.trim_end().ends_with("--help"), "{text}");
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
