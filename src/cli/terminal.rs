//! What a terminal is told, in which language, in colour or not; standard output carries results only.

use std::env;
use std::io::{self, ErrorKind, IsTerminal, Write};

use clap::ValueEnum;
use console::Term;

use super::progress;

use mutualise::error::{Error, Warning, both, cause_of, render_warnings};
use mutualise::report::{LEAST_WIDTH, WIDTH};
use mutualise::words::Lang;

/// A language, as a flag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Language {
    /// French
    Fr,
    /// English
    En,
}

/// How progress is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ProgressForm {
    /// One JSON object a line
    Json,
}

/// Where answers go.
#[derive(Clone, Copy, Debug)]
pub struct Terminal {
    /// The language of results and messages.
    pub lang: Lang,
    /// Whether standard error is for a program: an object a line.
    pub json: bool,
    colour: bool,
}

impl Terminal {
    /// The terminal of this process; without a flag, its environment tells the language.
    pub fn new(language: Option<Language>, progress: Option<ProgressForm>) -> Terminal {
        let lang = match language {
            Some(Language::Fr) => Lang::Fr,
            Some(Language::En) => Lang::En,
            None => Terminal::usual(),
        };
        let unwanted = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) || is_dumb();
        let json = progress == Some(ProgressForm::Json);
        Terminal { lang, json, colour: io::stderr().is_terminal() && !unwanted && !json }
    }

    /// The language where no flag says it.
    pub fn usual() -> Lang {
        environment(|name| env::var(name).ok())
    }

    /// How many columns results may take: as many as a narrow terminal has, and the same number everywhere else.
    pub fn columns(&self) -> usize {
        columns_of(&Term::stdout())
    }

    /// How many columns messages may take.
    pub fn columns_of_messages(&self) -> usize {
        columns_of(&Term::stderr())
    }

    /// One of two texts, by language.
    pub fn choose<'a>(&self, fr: &'a str, en: &'a str) -> &'a str {
        match self.lang {
            Lang::Fr => fr,
            Lang::En => en,
        }
    }

    /// Prints a message.
    pub fn tell(&self, text: &str) {
        if self.json {
            self.line(&progress::message(text.trim()));
        } else {
            self.line(text);
        }
    }

    /// Prints a line as it is; a closed standard error is nobody listening.
    pub fn line(&self, text: &str) {
        let _ = writeln!(io::stderr(), "{text}");
    }

    /// Prints what is lawful and deserves a look.
    pub fn warn(&self, warnings: &[Warning]) {
        if !warnings.is_empty() {
            self.tell(&render_warnings(warnings, self.lang, self.colour));
        }
    }

    /// Prints a fault with its remedy.
    pub fn complain(&self, error: &Error) {
        self.tell(&error.render(self.lang, self.colour));
    }
}

/// Whether the terminal shows lines one after the other and nothing else.
pub fn is_dumb() -> bool {
    env::var_os("TERM").is_some_and(|value| value == "dumb")
}

fn columns_of(screen: &Term) -> usize {
    let found = screen.is_term().then(|| screen.size_checked()).flatten();
    found.map_or(WIDTH, |(_, columns)| usize::from(columns).clamp(LEAST_WIDTH, WIDTH))
}

/// Prints results. Whoever reads may stop reading, as `head` does; what could not be written otherwise is an error.
pub fn print(text: &str) -> Result<(), Error> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(cause) if cause.kind() != ErrorKind::BrokenPipe => {
            let why = cause_of(&cause);
            Err(Error::Usage(both(
                format!(
                    "les résultats ne peuvent pas être écrits sur la sortie standard : {}\nremède : libérez de la place ou envoyez-les ailleurs, puis relancez la commande ; ce qui est dans un dossier y reste",
                    why.fr
                ),
                format!(
                    "the results cannot be written to standard output: {}\nremedy: free some space or send them elsewhere, then repeat the command; what a folder holds stays there",
                    why.en
                ),
            )))
        }
        _ => Ok(()),
    }
}

/// The language of the environment: the first variable that is set decides, as for every program.
fn environment(variable: impl Fn(&str) -> Option<String>) -> Lang {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(variable).find(|v| !v.is_empty());
    if set.is_some_and(|value| value.to_lowercase().starts_with("fr")) { Lang::Fr } else { Lang::En }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_tells_the_language_and_english_is_the_rest() {
        let lang = |name: &'static str, value: &'static str| {
            environment(move |asked| (asked == name).then(|| value.to_owned()))
        };
        assert_eq!(lang("LANG", "fr_FR.UTF-8"), Lang::Fr);
        assert_eq!(lang("LC_ALL", "C"), Lang::En);
        assert_eq!(lang("TERM", "fr"), Lang::En);
    }
}
