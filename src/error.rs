//! What can a user repair: every fault with its file, its place, the offending value and the remedy, in both languages.

mod drawing;
mod fault;
mod nearest;

use std::fmt;
use std::io;

pub use fault::{Fault, Place, SourceText, Warning};
pub use nearest::nearest;

use crate::words::{Bilingual, Lang};

/// A text in both languages, French first as in the catalogue.
pub fn both(fr: impl Into<String>, en: impl Into<String>) -> Bilingual {
    Bilingual { fr: fr.into(), en: en.into() }
}

/// Something a user can repair; a bug panics instead.
#[derive(Clone, Debug)]
pub enum Error {
    /// Faults in what was given: scenarios, formats, `--set`.
    Input(Vec<Fault>),
    /// A file that could not be read.
    File {
        /// The file, as the user named it.
        path: String,
        /// Why it failed.
        cause: Bilingual,
    },
    /// A command that asks for something that cannot be done.
    Usage(Bilingual),
}

impl Error {
    /// A single fault.
    pub fn fault(fault: Fault) -> Error {
        Error::Input(vec![fault])
    }

    /// Nothing, or every fault at once.
    pub fn if_any(faults: Vec<Fault>) -> Result<(), Error> {
        if faults.is_empty() { Ok(()) } else { Err(Error::Input(faults)) }
    }

    /// The status the program ends with: bad usage or bad input is 2.
    pub fn exit_code(&self) -> u8 {
        2
    }

    /// The whole message as a terminal shows it, without a last line break.
    pub fn render(&self, lang: Lang, colour: bool) -> String {
        match self {
            Error::Input(faults) => drawing::faults(faults, lang, colour),
            Error::File { path, cause } => drawing::headline(&not_read(path, cause), lang, colour),
            Error::Usage(message) => drawing::headline(message, lang, colour),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.render(Lang::En, false))
    }
}

impl std::error::Error for Error {}

/// Warnings of one kind are grouped into one message; nothing if there are none.
pub fn render_warnings(warnings: &[Warning], lang: Lang, colour: bool) -> String {
    drawing::warnings(warnings, lang, colour)
}

/// Why the system refused, in words; what has no words of ours is the system's own, with its number.
pub fn cause_of(cause: &io::Error) -> Bilingual {
    use io::ErrorKind as Kind;
    match cause.kind() {
        Kind::NotFound => both("ce fichier ou ce dossier n'existe pas", "no such file or folder"),
        Kind::PermissionDenied => both("accès refusé", "permission denied"),
        Kind::AlreadyExists => both(
            "un fichier ou un dossier de ce nom existe déjà",
            "a file or folder of that name exists already",
        ),
        Kind::IsADirectory => both("c'est un dossier, pas un fichier", "it is a folder, not a file"),
        Kind::NotADirectory => both("ce n'est pas un dossier", "it is not a folder"),
        Kind::DirectoryNotEmpty => both("ce dossier n'est pas vide", "the folder is not empty"),
        Kind::StorageFull | Kind::QuotaExceeded => both("le disque est plein", "the disk is full"),
        Kind::ReadOnlyFilesystem => both("le disque est en lecture seule", "the disk is read-only"),
        Kind::FileTooLarge => both("le fichier deviendrait trop gros", "the file would become too large"),
        Kind::InvalidFilename => {
            both("ce nom est trop long ou n'est pas permis", "the name is too long or not allowed")
        }
        Kind::ResourceBusy | Kind::ExecutableFileBusy => {
            both("un autre programme s'en sert", "another program is using it")
        }
        Kind::NotSeekable => both("c'est un tube, pas un fichier", "it is a pipe, not a file"),
        Kind::UnexpectedEof => both("le fichier s'arrête trop tôt", "the file ends too early"),
        Kind::InvalidData => both("ce n'est pas du texte en UTF-8", "it is not UTF-8 text"),
        Kind::OutOfMemory => both("il n'y a plus de mémoire", "there is no memory left"),
        Kind::TimedOut => both("le disque ne répond pas", "the disk does not answer"),
        Kind::Unsupported => both("ce système ne le permet pas", "this system does not allow it"),
        Kind::StaleNetworkFileHandle => {
            both("le dossier partagé n'est plus là", "the shared folder is no longer there")
        }
        _ => match cause.raw_os_error() {
            Some(number) => both(format!("le système refuse (erreur {number})"), cause.to_string()),
            None => cause.to_string().into(),
        },
    }
}

fn not_read(path: &str, cause: &Bilingual) -> Bilingual {
    both(
        format!("impossible de lire « {path} » : {}\nremède : vérifiez le chemin et les droits", cause.fr),
        format!("cannot read `{path}`: {}\nremedy: check the path and the permissions", cause.en),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_shows_path_line_and_column_and_underlines_the_text() {
        let source = SourceText::file("étude.toml", "a = 1\né = 33 # trop\n");
        let fault = Fault::at(Place::new(&source, 11..13), both("trop grand", "too large"))
            .label(both("attendu : 1 à 5", "expected 1 to 5"))
            .help(both("écrivez 3", "write 3"));
        let english = Error::fault(fault.clone()).render(Lang::En, false);
        assert!(english.contains("étude.toml:2:5"), "{english}");
        assert!(english.contains("^^ expected 1 to 5"), "{english}");
        let french = Error::fault(fault).render(Lang::Fr, false);
        assert!(french.contains("erreur"), "{french}");
        assert!(french.contains("aide"), "{french}");
    }

    #[test]
    fn the_systems_usual_refusals_are_said_in_both_languages() {
        // the numbers of a Unix system: no such file, access, exists, not a folder, a folder, too large, full, read-only, busy
        for number in [2, 13, 17, 20, 21, 27, 28, 30, 16] {
            let cause = io::Error::from_raw_os_error(number);
            let words = cause_of(&cause);
            assert_ne!(words.fr, words.en, "{cause}");
            assert!(!words.fr.contains("os error"), "{cause}: {}", words.fr);
        }
        assert_eq!(cause_of(&io::Error::other("odd")), "odd".to_owned().into());
    }

    #[test]
    fn beyond_twenty_faults_only_their_number_is_told() {
        let source = SourceText::file("f.toml", "a = 1");
        let fault = Fault::at(Place::new(&source, 0..1), both("non", "no"));
        let text = Error::Input(vec![fault; 25]).render(Lang::En, false);
        assert_eq!(text.matches("f.toml:1:1").count(), 20);
        assert!(text.contains("and 5 more"), "{text}");
    }

    #[test]
    fn a_place_beyond_the_text_or_inside_a_letter_is_moved_not_fatal() {
        let source = SourceText::file("f.toml", "é");
        for span in [1..2, 0..900, 900..901, 2..2] {
            let fault = Fault::at(Place::new(&source, span), both("non", "no"));
            assert!(Error::fault(fault).render(Lang::En, true).contains("f.toml"));
        }
    }
}
