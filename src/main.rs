//! `mutualise`, at a terminal.

mod cli;

use std::process::ExitCode;

use cli::{Terminal, asked};

/// What was asked is parsed, then answered; results go to standard output, messages to standard error.
fn main() -> ExitCode {
    let words: Vec<_> = std::env::args_os().collect();
    let asked = match asked(&words) {
        Ok(asked) => asked,
        Err(status) => return status,
    };
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
