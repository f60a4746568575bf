//! A file somebody names: is it a file, of a reasonable size, and text?

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use crate::error::{Error, Fault, Place, SourceText, both, cause_of};

/// A scenario is a page, a table some thousand rows; more is a file given by mistake, or one that does not end.
pub const LARGEST_SCENARIO: u64 = 1 << 20;
/// The same for tables.
const LARGEST_TABLE: u64 = 1 << 24;

/// The bytes of a file, or their number when it is larger than `largest`. Of a pipe no more is read than that.
pub fn bytes(path: &Path, largest: u64) -> io::Result<Result<Vec<u8>, u64>> {
    let about = fs::metadata(path)?;
    if about.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if waits_for_ever(path, &about) {
        return Err(io::ErrorKind::NotSeekable.into());
    }
    if about.len() > largest {
        return Ok(Err(about.len()));
    }
    // a pipe has no length of its own
    let mut bytes = Vec::new();
    fs::File::open(path)?.take(largest + 1).read_to_end(&mut bytes)?;
    Ok(if bytes.len() as u64 > largest { Err(bytes.len() as u64) } else { Ok(bytes) })
}

/// A pipe with a name of its own may have nobody who writes to it; those that a shell hands over do have somebody.
#[cfg(unix)]
fn waits_for_ever(path: &Path, about: &fs::Metadata) -> bool {
    use std::os::unix::fs::FileTypeExt;
    let handed_over = ["/dev/", "/proc/"].iter().any(|folder| path.starts_with(folder));
    about.file_type().is_fifo() && !handed_over
}

#[cfg(not(unix))]
fn waits_for_ever(_: &Path, _: &fs::Metadata) -> bool {
    false
}

/// The text of a table, such as a file of facts.
pub fn table(path: &Path) -> Result<String, Error> {
    let shown = path.display().to_string();
    match bytes(path, LARGEST_TABLE) {
        Ok(Ok(bytes)) => String::from_utf8(bytes).map_err(|wrong| {
            Error::fault(not_utf8(path, wrong.utf8_error().valid_up_to(), wrong.as_bytes()))
        }),
        Ok(Err(_)) => {
            let message = both(
                format!("« {shown} » est trop gros pour un tableau : plus de {LARGEST_TABLE} octets"),
                format!("`{shown}` is too large for a table: more than {LARGEST_TABLE} bytes"),
            );
            let help = both("vérifiez que c'est le bon fichier", "check that it is the right file");
            Err(Error::fault(Fault::nowhere(message).help(help)))
        }
        Err(cause) => Err(Error::File { path: shown, cause: cause_of(&cause) }),
    }
}

/// A file in another encoding, with the place of the first byte that is not UTF-8.
pub fn not_utf8(path: &Path, valid_up_to: usize, bytes: &[u8]) -> Fault {
    let shown = path.display();
    let source = SourceText::file(shown.to_string(), String::from_utf8_lossy(bytes));
    let message = both(format!("« {shown} » n'est pas en UTF-8"), format!("`{shown}` is not UTF-8 text"));
    let place = Place::new(&source, valid_up_to..valid_up_to + '\u{fffd}'.len_utf8());
    Fault::at(place, message).label(both("premier octet illisible", "first byte that cannot be read")).help(
        both(
            "enregistrez le fichier sous l'encodage UTF-8 (menu « Enregistrer sous » de l'éditeur)",
            "save the file with the encoding UTF-8 (the editor's \"Save as\" menu)",
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_end_is_not_read_to_its_end() {
        let endless = Path::new("/dev/zero");
        if endless.exists() {
            assert_eq!(bytes(endless, 10).unwrap(), Err(11));
            assert!(table(endless).unwrap_err().to_string().contains("too large"));
        }
        assert!(table(Path::new("nowhere.csv")).unwrap_err().to_string().contains("no such file"));
    }
}
