//! Files that once broke a reader, or nearly: one folder for each reader, one file for each fault.

use std::fs;
use std::path::Path;

use mutualise::experiment::panics::caught;

use crate::readers::READERS;

#[test]
fn what_once_broke_a_reader_breaks_it_no_more() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/faults/corpus");
    let mut read = 0;
    for entry in fs::read_dir(&corpus).unwrap() {
        let folder = entry.unwrap().path();
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        let reader =
            READERS.iter().find(|(known, _)| *known == name).unwrap_or_else(|| panic!("no reader {name}"));
        for file in fs::read_dir(&folder).unwrap() {
            let path = file.unwrap().path();
            let bytes = fs::read(&path).unwrap();
            let outcome = caught(|| (reader.1)(&bytes));
            assert!(outcome.is_ok(), "{}: {:?}", path.display(), outcome.err());
            read += 1;
        }
    }
    assert!(read >= 10, "{read} files");
}
