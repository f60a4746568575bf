//! A report as a text document, for authors to paste from: styles, captions that Word numbers, tables whose heads are
//! repeated on each page, pictures with what they show in words.

use std::fmt::Write as _;
use std::io::{self, Cursor, Write as _};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::document::{Block, Cell, Document, Figure, Item, Row, Section, Table, unbroken};
use crate::charts::render_png;
use crate::words::{Lang, fill, say};

const STYLES: &str = include_str!("docx/styles.xml");
const NUMBERING: &str = include_str!("docx/numbering.xml");
const SETTINGS: &str = include_str!("docx/settings.xml");
const FOOTER: &str = include_str!("docx/footer.xml");
const CONTENT_TYPES: &str = include_str!("docx/content_types.xml");
const PACKAGE: &str = include_str!("docx/package.rels");
const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
const NAMESPACES: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture""#;

/// Twentieths of a point across the text: A4 less margins of 2 cm.
const TEXT_WIDTH: usize = 9638;
/// The same in the unit of pictures, and the most of a page's height that one may take.
const PICTURE: (u64, u64) = (6_120_000, 7_560_000);
/// The same of a page that lies on its side.
const PICTURE_LANDSCAPE: (u64, u64) = (9_252_000, 4_680_000);

/// The report as the bytes of a file.
pub fn written(document: &Document) -> io::Result<Vec<u8>> {
    let code = code(document.lang);
    let mut file = ZipWriter::new(Cursor::new(Vec::new()));
    let mut put = |name: &str, bytes: &[u8]| -> io::Result<()> {
        // without a date, so that the same report is the same bytes
        file.start_file(name, SimpleFileOptions::default().last_modified_time(zip::DateTime::default()))?;
        file.write_all(bytes)
    };
    put("[Content_Types].xml", CONTENT_TYPES.as_bytes())?;
    put("_rels/.rels", PACKAGE.as_bytes())?;
    put("docProps/core.xml", properties(document, code).as_bytes())?;
    put("word/document.xml", body(document).as_bytes())?;
    put("word/styles.xml", STYLES.replace("LANG", code).as_bytes())?;
    put("word/numbering.xml", NUMBERING.as_bytes())?;
    put("word/settings.xml", SETTINGS.replace("LANG", code).as_bytes())?;
    put("word/footer.xml", FOOTER.as_bytes())?;
    put("word/_rels/document.xml.rels", relations(document).as_bytes())?;
    for figure in document.figures() {
        put(&format!("word/media/figure-{}.png", figure.number), &render_png(&figure.svg))?;
    }
    Ok(file.finish()?.into_inner())
}

fn code(lang: Lang) -> &'static str {
    match lang {
        Lang::Fr => "fr-FR",
        Lang::En => "en-GB",
    }
}

fn properties(document: &Document, code: &str) -> String {
    format!(
        r#"{HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{}</dc:title><dc:creator>mutualise</dc:creator><dc:language>{code}</dc:language></cp:coreProperties>"#,
        escaped(&document.title)
    )
}

fn relations(document: &Document) -> String {
    const KIND: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let part =
        |name: &str| format!(r#"<Relationship Id="{name}" Type="{KIND}/{name}" Target="{name}.xml"/>"#);
    let parts: String = ["styles", "numbering", "settings", "footer"].map(part).concat();
    let picture = |figure: &Figure| {
        let number = figure.number;
        format!(
            r#"<Relationship Id="figure{number}" Type="{KIND}/image" Target="media/figure-{number}.png"/>"#
        )
    };
    let pictures: String = document.figures().map(picture).collect();
    format!(
        r#"{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{parts}{pictures}</Relationships>"#
    )
}

fn body(document: &Document) -> String {
    let sections: String = document
        .sections
        .iter()
        .enumerate()
        .map(|(place, section)| self::section(section, place, document.lang))
        .collect();
    format!(
        r#"{HEAD}<w:document {NAMESPACES}><w:body>{}{}{}{sections}{}</w:body></w:document>"#,
        paragraph("Title", &run(&document.title, "")),
        paragraph("Subtitle", &run(&document.subtitle, "")),
        contents(document),
        pages(UPRIGHT),
    )
}

/// The size of an upright page, and of one that lies on its side.
const UPRIGHT: &str = r#"<w:pgSz w:w="11906" w:h="16838"/>"#;
const LANDSCAPE: &str = r#"<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>"#;

/// What the pages are like up to here.
fn pages(size: &str) -> String {
    format!(
        r#"<w:sectPr><w:footerReference w:type="default" r:id="footer"/>{size}<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>"#
    )
}

/// The table of contents as a field that Word brings up to date; until then, links.
fn contents(document: &Document) -> String {
    let mut text = paragraph("TOCHeading", &run(say(document.lang, "page.contents"), ""));
    let last = document.sections.len().saturating_sub(1);
    for (place, section) in document.sections.iter().enumerate() {
        let link = format!(
            r#"<w:hyperlink w:anchor="section{place}" w:history="1">{}</w:hyperlink>"#,
            run(&section.title, "")
        );
        let start = if place == 0 { field_start(r#" TOC \o "1-1" \h \z \u "#) } else { String::new() };
        let end = if place == last { FIELD_END } else { "" };
        text += &paragraph("TOC1", &format!("{start}{link}{end}"));
    }
    text
}

const FIELD_END: &str = r#"<w:r><w:fldChar w:fldCharType="end"/></w:r>"#;

fn field_start(instruction: &str) -> String {
    format!(
        r#"<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">{}</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>"#,
        escaped(instruction)
    )
}

fn section(section: &Section, place: usize, lang: Lang) -> String {
    let title = format!(
        r#"<w:bookmarkStart w:id="{place}" w:name="section{place}"/>{}<w:bookmarkEnd w:id="{place}"/>"#,
        run(&section.title, "")
    );
    let (lying, rest) = section.blocks.split_at(section.lying());
    let set = |blocks: &[Block]| blocks.iter().map(|block| self::block(block, lang)).collect::<String>();
    let heading = paragraph("Heading1", &title);
    match lying {
        [before @ .., Block::Figure(last)] => {
            let upright = ending("TableEnd", "", UPRIGHT);
            format!("{upright}{heading}{}{}{}", set(before), on_its_side(last, lang), set(rest))
        }
        _ => heading + &set(rest),
    }
}

fn block(block: &Block, lang: Lang) -> String {
    match block {
        Block::Heading(text) => paragraph("Heading2", &run(text, "")),
        Block::Text(item) => paragraph("Normal", &self::item(item)),
        Block::List(items) => items.iter().map(|item| paragraph("ListBullet", &self::item(item))).collect(),
        Block::Code(text) => paragraph("Code", &run(text, "")),
        Block::Table(table) => self::table(table, lang),
        Block::Figure(figure) => self::figure(figure, lang),
    }
}

fn item(item: &Item) -> String {
    let text = run(&item.text, "");
    if item.lead.is_empty() { text } else { run(&format!("{} ", item.lead), "<w:b/>") + &text }
}

/// "Table 3. ...", the number being a field, so that pasted captions are numbered anew.
fn caption(key: &str, name: &str, number: usize, text: &str, lang: Lang) -> String {
    let label = fill(say(lang, key), &[("number", "\u{0}")]);
    let (before, after) = label.split_once('\u{0}').unwrap_or((&label, ""));
    let field = field_start(&format!(" SEQ {name} \\* ARABIC "));
    let number = run(&number.to_string(), "");
    let inner =
        format!("{}{field}{number}{FIELD_END}{}", run(before, ""), run(&format!("{after} {text}"), ""));
    paragraph("Caption", &inner)
}

fn table(table: &Table, lang: Lang) -> String {
    let columns = table.head.len();
    let total: usize = table.widths.iter().map(|width| usize::from(*width)).sum();
    let width = |place: usize| match table.widths.get(place) {
        Some(width) if total > 0 => TEXT_WIDTH * usize::from(*width) / total,
        _ => TEXT_WIDTH / columns.max(1),
    };
    let grid: String = (0..columns).map(|place| format!(r#"<w:gridCol w:w="{}"/>"#, width(place))).collect();
    let head: String = (0..columns)
        .map(|place| {
            let text = run(&table.head[place], "<w:b/>");
            cell_of(&in_cell(&text, place >= table.words, true), width(place), 1, "")
        })
        .collect();
    let head = format!(r#"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>"#);
    let rows = table.rows.iter().enumerate();
    let rows: String =
        rows.map(|(place, row)| self::row(table, row, &width, is_kept(table, place))).collect();
    let note = if table.note.is_empty() { String::new() } else { note(&table.note, columns) };
    let properties = format!(
        r#"<w:tblPr><w:tblW w:w="{TEXT_WIDTH}" w:type="dxa"/><w:tblBorders><w:top w:val="single" w:sz="8" w:color="1B1B1F"/><w:bottom w:val="single" w:sz="8" w:color="1B1B1F"/><w:insideH w:val="single" w:sz="4" w:color="C9C9D1"/></w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar><w:tblLook w:firstRow="1" w:noHBand="1" w:noVBand="1"/><w:tblCaption w:val="{}"/></w:tblPr>"#,
        escaped(&table.caption)
    );
    let name = if lang == Lang::Fr { "Tableau" } else { "Table" };
    format!(
        "{}<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{head}{rows}{note}</w:tbl>{}",
        caption("page.table", name, table.number, &table.caption, lang),
        // two tables that touch would become one
        paragraph("TableEnd", ""),
    )
}

/// Whether a row stays on the page of the next one: a short table is not parted, and neither the first rows of a long
/// one nor its last ones with the note stand alone.
fn is_kept(table: &Table, place: usize) -> bool {
    const TOGETHER: usize = 3;
    let last = if table.note.is_empty() { table.rows.len() } else { table.rows.len() + 1 };
    let after = last - 1 - place;
    after > 0 && (table.is_short() || place + 1 < TOGETHER || after < TOGETHER)
}

/// What must be known to read a table, as its last row: a paragraph below may be left alone on the next page.
fn note(text: &str, columns: usize) -> String {
    let open = r#"<w:tcBorders><w:top w:val="single" w:sz="8" w:color="1B1B1F"/><w:bottom w:val="nil"/></w:tcBorders>"#;
    let cell = cell_of(&paragraph("Note", &run(text, "")), TEXT_WIDTH, columns, open);
    format!("<w:tr><w:trPr><w:cantSplit/></w:trPr>{cell}</w:tr>")
}

fn row(table: &Table, row: &Row, width: &dyn Fn(usize) -> usize, keep: bool) -> String {
    let cells: String = match row {
        Row::Group(text) => {
            let shade = r#"<w:shd w:val="clear" w:color="auto" w:fill="F1F1F5"/>"#;
            cell_of(&in_cell(&run(text, "<w:b/>"), false, true), TEXT_WIDTH, table.head.len(), shade)
        }
        Row::Cells(cells) => {
            let cell = |(place, cell): (usize, &Cell)| {
                cell_of(&self::cell(cell, place >= table.words, keep), width(place), 1, "")
            };
            cells.iter().enumerate().map(cell).collect()
        }
    };
    format!("<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>")
}

fn cell(cell: &Cell, right: bool, keep: bool) -> String {
    let mark = cell.mark.map(|mark| run(&format!("\u{a0}{}", mark.sign), "<w:b/>")).unwrap_or_default();
    let first = in_cell(&(run(&cell.text, "") + &mark), right, keep);
    let small = r#"<w:color w:val="55555E"/><w:sz w:val="15"/>"#;
    let beneath = if cell.beneath.is_empty() {
        String::new()
    } else {
        in_cell(&run(&cell.beneath, small), right, keep)
    };
    first + &beneath
}

/// A paragraph of a cell; `keep` holds it on the page of the next row.
fn in_cell(runs: &str, right: bool, keep: bool) -> String {
    let side = if right { r#"<w:jc w:val="right"/>"# } else { "" };
    let keep = if keep { "<w:keepNext/>" } else { "" };
    format!(r#"<w:p><w:pPr><w:pStyle w:val="Cell"/>{keep}{side}</w:pPr>{runs}</w:p>"#)
}

fn cell_of(paragraphs: &str, width: usize, span: usize, more: &str) -> String {
    let span = if span > 1 { format!(r#"<w:gridSpan w:val="{span}"/>"#) } else { String::new() };
    format!(r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{more}</w:tcPr>{paragraphs}</w:tc>"#)
}

fn figure(figure: &Figure, lang: Lang) -> String {
    caption_of(figure, lang) + &paragraph("Picture", &drawing(figure, PICTURE))
}

/// The last of a page that lies on its side.
fn on_its_side(figure: &Figure, lang: Lang) -> String {
    caption_of(figure, lang) + &ending("Picture", &drawing(figure, PICTURE_LANDSCAPE), LANDSCAPE)
}

fn caption_of(figure: &Figure, lang: Lang) -> String {
    caption("page.figure", "Figure", figure.number, &figure.caption, lang)
}

fn drawing(figure: &Figure, room: (u64, u64)) -> String {
    let number = figure.number;
    let (wide, high) = picture_size(figure, room);
    let alt = escaped(&figure.alt);
    format!(
        r#"<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{wide}" cy="{high}"/><wp:docPr id="{number}" name="{id}" descr="{alt}"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="{number}" name="{id}.png" descr="{alt}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="figure{number}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"#,
        id = escaped(&figure.id),
    )
}

/// A paragraph after which pages change; those up to it are of this size.
fn ending(style: &str, runs: &str, size: &str) -> String {
    format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/>{}</w:pPr>{runs}</w:p>"#, pages(size))
}

/// The size of a picture on the page, from that of its drawing.
fn picture_size(figure: &Figure, room: (u64, u64)) -> (u64, u64) {
    let (wide, high) = figure.millimetres();
    let scale = (room.0 as f64 / wide).min(room.1 as f64 / high);
    ((wide * scale) as u64, (high * scale) as u64)
}

fn paragraph(style: &str, runs: &str) -> String {
    format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>"#)
}

fn run(text: &str, properties: &str) -> String {
    let mut run = String::from("<w:r>");
    if !properties.is_empty() {
        let _ = write!(run, "<w:rPr>{properties}</w:rPr>");
    }
    let _ = write!(run, r#"<w:t xml:space="preserve">{}</w:t></w:r>"#, escaped(text));
    run
}

/// The text with what XML reserves written out, and without the control characters it forbids.
fn escaped(text: &str) -> String {
    let allowed = |c: &char| !c.is_control() || ['\n', '\t'].contains(c);
    let text: String = text.chars().filter(allowed).collect();
    unbroken(&text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
