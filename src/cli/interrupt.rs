//! How Ctrl-C is answered: once, the replications under way are the last; twice, the program ends at once.

use std::sync::atomic::{AtomicBool, Ordering};

use super::Terminal;

static STOP: AtomicBool = AtomicBool::new(false);
const INTERRUPTED: i32 = 130;

/// Raised when the user has asked to stop. Without the system's leave to listen, Ctrl-C ends the program as it
/// ends any other, and the journal keeps what is done. `resume` is the command that goes on.
pub fn listen(terminal: Terminal, resume: &str) -> &'static AtomicBool {
    let resume = resume.to_owned();
    let _ = ctrlc::set_handler(move || {
        if STOP.swap(true, Ordering::Relaxed) {
            terminal.tell(&resume);
            std::process::exit(INTERRUPTED);
        }
        terminal.tell(terminal.choose(
            "\ninterrompu : les réplications en cours se terminent (Ctrl-C encore pour quitter sur-le-champ)",
            "\ninterrupted: the replications under way come to their end (Ctrl-C again to quit at once)",
        ));
    });
    &STOP
}
