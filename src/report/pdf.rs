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

#[cfg(test)]
mod tests {
    use typst::layout::{Frame, FrameItem};

    use super::*;
    use crate::report::document::{Block, Cell, Row, Section, Table};
    use crate::words::Lang;

    fn figure(high: u32) -> Block {
        figure_of(170, high)
    }

    fn figure_of(wide: u32, high: u32) -> Block {
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{wide}mm\" height=\"{high}mm\" viewBox=\"0 0 {wide} {high}\">\
             <rect width=\"{wide}\" height=\"{high}\"/></svg>"
        );
        let [id, caption, alt] = ["id", "caption", "alt"].map(str::to_owned);
        Block::Figure(Figure { number: 0, id, caption, alt, svg })
    }

    fn table(rows: usize) -> Block {
        let row = Row::Cells(vec![Cell::of("row"), Cell::of("1")]);
        let [head, value, note] = ["head", "value", "note"].map(str::to_owned);
        let rows = vec![row; rows];
        Block::Table(Table { head: vec![head, value], rows, words: 1, note, ..Table::default() })
    }

    /// Sections with charts low and tall, and tables short and long.
    fn document() -> Document {
        let charts: [&[u32]; 6] = [&[90, 90], &[200], &[60, 150, 95, 200], &[], &[120, 40], &[100]];
        let blocks = |place: usize, high: &[u32]| -> Vec<Block> {
            let figures = high.iter().map(|high| figure(*high));
            std::iter::once(Block::text("said")).chain(figures).chain([table(7 + 17 * place % 40)]).collect()
        };
        let section = |(place, high): (usize, &&[u32])| Section {
            id: format!("s{place}"),
            title: format!("Section<{place}>"),
            blocks: blocks(place, high),
        };
        let sections = charts.iter().enumerate().map(section).collect();
        let [title, subtitle] = ["title", "subtitle"].map(str::to_owned);
        Document { lang: Lang::En, title, subtitle, sections }.finished()
    }

    /// The letters of a frame, without its white.
    fn letters_of(frame: &Frame) -> String {
        let of = |item: &FrameItem| match item {
            FrameItem::Group(group) => letters_of(&group.frame),
            FrameItem::Text(text) => text.text.split_whitespace().collect(),
            _ => String::new(),
        };
        frame.items().map(|(_, item)| of(item)).collect()
    }

    fn pages(document: &Document) -> Vec<String> {
        let pages: PagedDocument = typst::compile(&Desk::of(document).unwrap()).output.unwrap();
        pages.pages().iter().map(|page| letters_of(&page.frame)).collect()
    }

    #[test]
    fn a_chart_stands_where_its_section_says_near_it_and_before_the_next_one() {
        let document = document();
        let pages = pages(&document);
        // beyond the first page, which lists the sections
        let page_of = |text: &str| 1 + pages.iter().rposition(|page| page.contains(text)).unwrap();
        let whole = pages.concat();
        for (place, section) in document.sections.iter().enumerate() {
            let mut before = page_of(&section.title);
            for block in &section.blocks {
                let Block::Figure(figure) = block else { continue };
                let stands = page_of(&format!("Figure{}.", figure.number));
                let (_, said) = whole.split_once(&format!("Figure{},p.", figure.number)).unwrap();
                let said: String = said.chars().take_while(char::is_ascii_digit).collect();
                assert_eq!(said, stands.to_string(), "figure {}", figure.number);
                assert!(
                    (before..=before + 1).contains(&stands),
                    "figure {} strays to {stands}",
                    figure.number
                );
                before = stands;
            }
            let next = document.sections.get(place + 1).map_or(pages.len(), |next| page_of(&next.title));
            assert!(before <= next, "{} goes on below the next heading", section.title);
        }
    }

    #[test]
    fn a_chart_wider_than_the_text_stands_with_its_heading_on_a_page_on_its_side() {
        let mut document = document();
        document.sections[2].blocks = vec![Block::text("said"), figure_of(277, 188), table(30)];
        let document = document.finished();
        let pages: PagedDocument = typst::compile(&Desk::of(&document).unwrap()).output.unwrap();
        let on_their_side: Vec<String> = pages
            .pages()
            .iter()
            .filter(|page| page.frame.width() > page.frame.height())
            .map(|page| letters_of(&page.frame))
            .collect();
        let [page] = &on_their_side[..] else { panic!("{} pages on their side", on_their_side.len()) };
        let number = document.sections[2].blocks.iter().find_map(|block| match block {
            Block::Figure(figure) => Some(figure.number),
            _ => None,
        });
        assert!(page.contains(&document.sections[2].title) && !page.contains("row1"), "{page}");
        assert!(page.contains(&format!("Figure{}.", number.unwrap())), "{page}");
    }

    #[test]
    fn what_must_be_known_to_read_a_table_stands_with_rows_of_it() {
        for rows in 5..60 {
            let mut document = document();
            document.sections.truncate(1);
            document.sections[0].blocks = vec![figure(120), table(rows)];
            for page in pages(&document.finished()) {
                assert!(!page.contains("note") || page.contains("row1"), "{rows} rows: {page}");
            }
        }
    }
}
