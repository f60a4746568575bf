//! The text document: a whole package whose captions, heads and pictures a word processor understands.

use std::io::{Cursor, Read};

use mutualise::report::content::{self, Beside};
use mutualise::report::docx;
use mutualise::words::Lang;

use super::{markup_is_balanced, plausible, quoted};

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

fn text_of(file: &mut zip::ZipArchive<Cursor<Vec<u8>>>, name: &str) -> String {
    let mut text = String::new();
    file.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}
