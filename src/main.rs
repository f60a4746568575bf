//! `mutualise`, at a terminal.

mod cli;

use std::process::ExitCode;

use clap::Parser;
use cli::{Cli, Terminal, asked_language, in_french};
use mutualise::words::Lang;

/// What was asked is parsed, then answered; results go to standard output, messages to standard error.
fn main() -> ExitCode {
    let asked = Cli::try_parse().unwrap_or_else(|wrong| refuse(&wrong));
    let terminal = Terminal::new(asked.lang, asked.progress);
    let answered =
        asked.answer(&terminal).and_then(|answer| cli::print(&answer.text).map(|()| answer.status));
    match answered {
        Ok(status) => status.into(),
        Err(error) => {
            terminal.complain(&error);
            ExitCode::from(error.exit_code())
        }
    }
}

/// Ends with what is wrong with the command line, or with the help that it asks for.
fn refuse(wrong: &clap::Error) -> ! {
    let lang = asked_language(std::env::args()).unwrap_or_else(Terminal::usual);
    match in_french(wrong).filter(|_| lang == Lang::Fr) {
        Some(text) => {
            eprint!("{text}");
            std::process::exit(wrong.exit_code())
        }
        None => wrong.exit(),
    }
}
