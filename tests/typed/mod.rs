//! The program as people type it, and what it answers.
#![allow(dead_code, reason = "each test file uses its part")]

use std::path::Path;

use assert_cmd::Command;

/// The program with these arguments in that folder, in English whatever the machine speaks.
pub fn mutualise(home: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::cargo_bin("mutualise").unwrap();
    command.current_dir(home).args(arguments);
    for variable in ["LC_ALL", "LC_MESSAGES", "LANG", "RUST_BACKTRACE"] {
        command.env_remove(variable);
    }
    command
}

/// Status, standard output and standard error.
pub fn ended(command: &mut Command) -> (i32, String, String) {
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// The same of the program with these arguments in that folder.
pub fn asked(home: &Path, arguments: &[&str]) -> (i32, String, String) {
    ended(&mut mutualise(home, arguments))
}
