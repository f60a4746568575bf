//! (being built)

use crate::words::{Bilingual, Lang};

/// Something a user can repair; a bug panics instead.
#[derive(Clone, Debug)]
pub enum Error {
    /// A command that asks for something that cannot be done.
    Usage(Bilingual),
}

impl Error {
    /// The status the program ends with.
    pub fn exit_code(&self) -> u8 {
        2
    }

    /// The whole message as a terminal shows it.
    pub fn render(&self, lang: Lang, _colour: bool) -> String {
        let Error::Usage(text) = self;
        format!("error: {}", text.get(lang))
    }
}

/// What is lawful and deserves a look.
#[derive(Clone, Debug)]
pub struct Warning;

/// Warnings of one kind are grouped into one message; nothing if there are none.
pub fn render_warnings(_: &[Warning], _: Lang, _colour: bool) -> String {
    String::new()
}
