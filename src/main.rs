//! `mutualise`, at a terminal.

mod cli;

use std::process::ExitCode;

use clap::Parser;
use cli::{Cli, Terminal};

/// What was asked is parsed, then answered; results go to standard output, messages to standard error.
fn main() -> ExitCode {
    let asked = Cli::parse();
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
