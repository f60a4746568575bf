//! How a folder is kept to one process at a time: a file in it, locked by the system for as long as the process lives.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU32, Ordering};

use super::trouble::Trouble;

/// The file's name. One that nobody holds is what a killed process has left.
pub const CLAIM: &str = ".lock";

/// Claims of this process, so that no two have the same text.
static TAKEN: AtomicU32 = AtomicU32::new(0);

/// The right to write in a folder, given up when dropped and by the system when the process is killed.
#[derive(Debug)]
pub struct Claim {
    path: PathBuf,
    /// Held for its lock.
    file: Option<File>,
}

impl Claim {
    /// Takes a folder that exists; refused while another process has it.
    pub fn take(folder: &Path) -> Result<Claim, Trouble> {
        let path = folder.join(CLAIM);
        let failed = |cause: io::Error| Trouble::writing(folder, &cause);
        let own = format!("{}\n{}\n", process::id(), TAKEN.fetch_add(1, Ordering::Relaxed));
        loop {
            let opened = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
            let mut file = opened.map_err(failed)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    return Err(Trouble::UnderWay { folder: folder.to_owned(), by: holder(&path) });
                }
                // a file system without locks: as good as it gets
                Err(TryLockError::Error(cause)) if cause.kind() == io::ErrorKind::Unsupported => {}
                Err(TryLockError::Error(cause)) => return Err(failed(cause)),
            }
            let signed =
                file.set_len(0).and_then(|()| file.rewind()).and_then(|()| file.write_all(own.as_bytes()));
            signed.inspect_err(|_| drop(fs::remove_file(&path))).map_err(failed)?;
            // whoever held it before may have removed the file between its opening and its locking
            if fs::read_to_string(&path).is_ok_and(|text| text == own) || cfg!(windows) {
                return Ok(Claim { path, file: Some(file) });
            }
        }
    }

    /// Whether a process has been killed that held the folder.
    pub fn was_left(folder: &Path) -> bool {
        folder.join(CLAIM).exists()
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        // removed while it is still locked: nobody else's is removed
        let _ = fs::remove_file(&self.path);
        drop(self.file.take());
    }
}

/// The number of the process that holds a claim, as it wrote it.
fn holder(path: &Path) -> String {
    let mut text = String::new();
    let _ = File::open(path).and_then(|file| file.take(20).read_to_string(&mut text));
    text.lines().next().filter(|line| !line.is_empty()).unwrap_or("?").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_held_once_and_free_again_when_given_up() {
        let home = tempfile::tempdir().unwrap();
        let claim = Claim::take(home.path()).unwrap();
        let Err(Trouble::UnderWay { by, .. }) = Claim::take(home.path()) else { panic!("held twice") };
        assert_eq!(by, process::id().to_string());
        drop(claim);
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
        drop(Claim::take(home.path()).unwrap());
    }

    #[test]
    fn what_a_killed_process_left_holds_nobody_back() {
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join(CLAIM), "12345678901234567890\nlonger than ours").unwrap();
        let claim = Claim::take(home.path()).unwrap();
        assert!(fs::read_to_string(home.path().join(CLAIM)).unwrap().starts_with(&process::id().to_string()));
        drop(claim);
    }
}
