//! The text document: a whole package whose captions, heads and pictures a word processor understands.

use std::io::{Cursor, Read};

use mutualise::report::content::{self, Beside};
use mutualise::report::{docx, html};
use mutualise::words::Lang;

use super::{markup_is_balanced, plausible, quoted, tables};

#[test]
fn a_text_document_is_whole_and_the_same_twice() {
    let document = content::of_one(&plausible(30, 4), Beside::default(), Lang::Fr);
    let bytes = docx::written(&document).unwrap();
    assert_eq!(bytes, docx::written(&document).unwrap());
    let mut file = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let names: Vec<String> = file.file_names().map(|name| name.unwrap().into_owned()).collect();
    for name in names.iter().filter(|name| !name.ends_with(".png")) {
        markup_is_balanced(&text_of(&mut file, name));
    }
    let body = text_of(&mut file, "word/document.xml");
    let pictures = names.iter().filter(|name| name.ends_with(".png")).count();
    assert!(pictures >= 5);
    assert_eq!(body.matches("<wp:docPr").count(), pictures);
    assert!(!body.contains("descr=\"\""), "a picture without its description");
    assert_eq!(body.matches("<w:tbl>").count(), body.matches("<w:tblHeader/>").count());
    assert_eq!(body.matches("w:val=\"Heading1\"").count(), document.sections.len());
    assert_eq!(body.matches("<w:tbl>").count(), body.matches("<w:tblCaption w:val=\"").count());
    assert!(body.contains("SEQ Tableau") && body.contains("SEQ Figure"));
    let relations = text_of(&mut file, "word/_rels/document.xml.rels");
    for reference in quoted(&body, "r:embed=\"").into_iter().chain(quoted(&body, "r:id=\"")) {
        assert!(relations.contains(&format!("Id=\"{reference}\"")), "{reference}");
    }
}

#[test]
fn the_note_of_a_table_is_its_last_row_and_the_row_before_holds_on_to_it() {
    let document = content::of_one(&plausible(30, 4), Beside::default(), Lang::En);
    let mut file = zip::ZipArchive::new(Cursor::new(docx::written(&document).unwrap())).unwrap();
    let body = text_of(&mut file, "word/document.xml");
    let mut noted = 0;
    for table in body.split("<w:tbl>").skip(1) {
        let (table, after) = table.split_once("</w:tbl>").unwrap();
        assert!(!after.contains("w:val=\"Note\""), "a note below its table");
        let rows: Vec<&str> = table.split("<w:tr>").skip(1).collect();
        let [.., before, last] = &rows[..] else { panic!("a table without rows") };
        if last.contains("w:val=\"Note\"") {
            assert!(before.contains("<w:keepNext/>"), "{before}");
            noted += 1;
        }
    }
    assert_eq!(noted, tables(&document).iter().filter(|table| !table.note.is_empty()).count());
}

#[test]
fn a_chart_wider_than_the_text_has_a_page_on_its_side() {
    let document = content::of_one(&plausible(30, 4), Beside::default(), Lang::En);
    let mut file = zip::ZipArchive::new(Cursor::new(docx::written(&document).unwrap())).unwrap();
    let body = text_of(&mut file, "word/document.xml");
    let wide = document.figures().filter(|figure| figure.is_landscape()).count();
    assert_eq!(wide, 1, "the chart of all differences");
    assert_eq!(body.matches("w:orient=\"landscape\"").count(), wide);
    assert_eq!(html::written(&document).matches("class=\"landscape\"").count(), wide);
}

fn text_of(file: &mut zip::ZipArchive<Cursor<Vec<u8>>>, name: &str) -> String {
    let mut text = String::new();
    file.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}
