//! What `--help` says, in the reader's language: the program's own sentences are English, and a file has them in French.

use clap::builder::{Resettable, StyledStr};
use clap::{Arg, Command, CommandFactory};

use super::Cli;
use mutualise::words::{Lang, help_in_french};

fn frame(name: &str) -> &'static str {
    &help_in_french()[&format!("frame.{name}")]
}

/// The commands and flags, explained in that language.
pub fn command(lang: Lang) -> Command {
    match lang {
        Lang::En => Cli::command(),
        Lang::Fr => {
            let mut whole = Cli::command();
            // only then has every command its own help, and the flags that stand anywhere
            whole.build();
            translated(whole)
        }
    }
}

fn translated(command: Command) -> Command {
    let (about, long) = (command.get_about().map(french), command.get_long_about().map(french));
    let command = command
        .about(resettable(about))
        .long_about(resettable(long))
        .subcommand_help_heading(frame("commands"))
        .subcommand_value_name(frame("command"))
        .help_template(frame("template"));
    command.mut_args(explained).mut_subcommands(translated)
}

fn resettable(text: Option<String>) -> Resettable<StyledStr> {
    text.map_or(Resettable::Reset, |text| Resettable::Value(text.into()))
}

fn explained(argument: Arg) -> Arg {
    let (short, long) = (argument.get_help().map(french), argument.get_long_help().map(french));
    let notes = notes(&argument);
    let noted = |text: Option<String>| text.map(|text| text + &notes);
    let heading = if argument.is_positional() { "arguments" } else { "options" };
    argument
        .help(resettable(noted(short)))
        .long_help(resettable(noted(long)))
        .help_heading(frame(heading))
        .hide_default_value(true)
        .hide_possible_values(true)
}

/// The value taken where none is given, and those that can be: clap would name them in English.
fn notes(argument: &Arg) -> String {
    let said = |key: &str, list: Vec<String>| match list.is_empty() {
        true => String::new(),
        false => format!(" [{} {}]", frame(key), list.join(", ")),
    };
    if !argument.get_action().takes_values() {
        return String::new();
    }
    let values = argument.get_possible_values().into_iter().filter(|value| !value.is_hide_set());
    let values = values.map(|value| match value.get_help() {
        Some(meaning) => format!("{} ({})", value.get_name(), french(meaning)),
        None => value.get_name().to_owned(),
    });
    let usual = argument.get_default_values().iter().map(|value| value.to_string_lossy().into_owned());
    said("values", values.collect()) + &said("default", usual.collect())
}

/// The French of a sentence; what has none stays as it is, and a test finds it.
fn french(english: &StyledStr) -> String {
    let english = english.to_string();
    help_in_french().get(&format!("sentences.{english}")).cloned().unwrap_or(english)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Every sentence of a command's help, and of the commands below it.
    fn sentences(command: &Command, found: &mut BTreeSet<String>) {
        let mut add = |text: Option<&StyledStr>| found.extend(text.map(StyledStr::to_string));
        add(command.get_about());
        add(command.get_long_about());
        for argument in command.get_arguments() {
            add(argument.get_help());
            add(argument.get_long_help());
            argument.get_possible_values().iter().for_each(|value| add(value.get_help()));
        }
        command.get_subcommands().for_each(|below| sentences(below, found));
    }

    #[test]
    fn every_sentence_of_the_help_has_its_french_and_none_is_left_over() {
        let mut whole = Cli::command();
        whole.build();
        let mut english = BTreeSet::new();
        sentences(&whole, &mut english);
        let translated: BTreeSet<String> = help_in_french()
            .keys()
            .filter_map(|key| key.strip_prefix("sentences.").map(str::to_owned))
            .collect();
        let missing: Vec<_> = english.difference(&translated).collect();
        let unused: Vec<_> = translated.difference(&english).collect();
        assert!(missing.is_empty() && unused.is_empty(), "without French: {missing:#?}; unused: {unused:#?}");
    }

    #[test]
    fn help_in_french_has_no_english_left() {
        let mut whole = command(Lang::Fr);
        let names: Vec<String> = whole.get_subcommands().map(|below| below.get_name().to_owned()).collect();
        let mut texts = vec![whole.render_long_help().to_string()];
        for name in names.iter().filter(|name| *name != "help") {
            let below = whole.find_subcommand_mut(name).expect("a command of that name");
            texts.push(below.render_long_help().to_string());
        }
        for text in texts {
            assert!(text.contains("Utilisation\u{a0}: mutualise"), "{text}");
            for english in
                ["Usage:", "Options:", "Commands:", "Print ", "default:", "Possible values", " the "]
            {
                assert!(!text.contains(english), "“{english}” in {text}");
            }
        }
    }
}
