//! A report as a PDF: typeset by typst, its letters inside, bookmarks, tags for those who listen; PDF/UA-1 wherever
//! its checks pass.

use std::fmt::Display;
use std::io;

use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use super::document::{Document, Figure};
use super::typeset;
use crate::charts::letters;

/// What the document calls the file of its layout.
const LAYOUT: (&str, &str) = (typeset::LAYOUT, include_str!("pdf/layout.typ"));
const MAIN: &str = "report.typ";

/// The report as the bytes of a file.
pub fn written(document: &Document) -> io::Result<Vec<u8>> {
    let desk = Desk::of(document)?;
    let pages: PagedDocument = typst::compile(&desk).output.map_err(|faults| told(&faults))?;
    let accessible = PdfStandards::new(&[PdfStandard::Ua_1]).map_err(|fault| failed(fault.message()))?;
    // a picture or a heading that fails a check costs the claim, not the report
    typst_pdf::pdf(&pages, &options(accessible))
        .or_else(|_| typst_pdf::pdf(&pages, &options(PdfStandards::default())))
        .map_err(|faults| told(&faults))
}

/// Without a date, so that the same report is the same bytes.
fn options(standards: PdfStandards) -> PdfOptions {
    PdfOptions { standards, creator: Smart::Custom(Some("mutualise".to_owned())), ..PdfOptions::default() }
}

fn told(faults: &[SourceDiagnostic]) -> io::Error {
    failed(faults.iter().map(|fault| fault.message.to_string()).collect::<Vec<_>>().join("; "))
}

fn failed(message: impl Display) -> io::Error {
    io::Error::other(message.to_string())
}

/// Everything typst may read: the report, its layout, its drawings and our letters; nothing of the machine.
struct Desk {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    main: FileId,
    sources: Vec<Source>,
    drawings: Vec<(FileId, Bytes)>,
}

impl Desk {
    fn of(document: &Document) -> io::Result<Desk> {
        let fonts: Vec<Font> = letters().into_iter().flat_map(|file| Font::iter(Bytes::new(file))).collect();
        let drawing = |figure: &Figure| -> io::Result<(FileId, Bytes)> {
            Ok((place(&typeset::drawing(figure))?, Bytes::from_string(figure.without_letters())))
        };
        let main = place(MAIN)?;
        let layout = place(LAYOUT.0)?;
        Ok(Desk {
            library: LazyHash::new(
                Library::builder().with_features([Feature::A11yExtras].into_iter().collect()).build(),
            ),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            main,
            sources: vec![
                Source::new(main, typeset::source(document)),
                Source::new(layout, LAYOUT.1.to_owned()),
            ],
            drawings: document.figures().map(drawing).collect::<io::Result<_>>()?,
        })
    }
}

fn place(name: &str) -> io::Result<FileId> {
    let path = VirtualPath::new(name).map_err(|_| failed(format!("not a path: {name}")))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

fn missing(id: FileId) -> FileError {
    FileError::NotFound(id.get().vpath().get_without_slash().into())
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.sources.iter().find(|source| source.id() == id).cloned().ok_or_else(|| missing(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.drawings
            .iter()
            .find(|(known, _)| *known == id)
            .map(|(_, drawing)| drawing.clone())
            .ok_or_else(|| missing(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
