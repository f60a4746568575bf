//! A report as one page: nothing outside it is needed, no script, and it prints.

use std::fmt::Write;

use super::document::{Block, Cell, Document, Figure, Item, Mark, Row, Section, Table, unbroken};
use crate::words::{Lang, fill, say};

/// How the page looks, in light and dark and on paper.
pub const STYLE: &str = include_str!("html/style.css");

/// The report as a page.
pub fn written(document: &Document) -> String {
    let lang = document.lang;
    let code = match lang {
        Lang::Fr => "fr",
        Lang::En => "en",
    };
    let sections: String = document.sections.iter().map(|section| self::section(section, lang)).collect();
    let title = escaped(&document.title);
    format!(
        "<!doctype html>\n<html lang=\"{code}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#content\">{skip}</a>\n\
         <header><h1>{title}</h1>\n<p>{subtitle}</p></header>\n{contents}\
         <main id=\"content\" tabindex=\"-1\">\n{sections}</main>\n<footer><p>{subtitle}</p></footer>\n</body>\n</html>\n",
        skip = escaped(say(lang, "page.skip")),
        subtitle = escaped(&document.subtitle),
        contents = contents(document),
    )
}

/// The list of sections, each a link.
fn contents(document: &Document) -> String {
    let link =
        |section: &Section| format!("<li><a href=\"#{}\">{}</a></li>\n", section.id, escaped(&section.title));
    let links: String = document.sections.iter().map(link).collect();
    let heading = escaped(say(document.lang, "page.contents"));
    format!(
        "<nav aria-labelledby=\"contents\">\n<h2 id=\"contents\">{heading}</h2>\n<ol>\n{links}</ol>\n</nav>\n"
    )
}

fn section(section: &Section, lang: Lang) -> String {
    let set = |blocks: &[Block]| blocks.iter().map(|block| self::block(block, lang)).collect::<String>();
    let (id, title) = (&section.id, escaped(&section.title));
    let (lying, rest) = section.blocks.split_at(section.lying());
    let mut first = format!("<h2 id=\"{id}\">{title}</h2>\n{}", set(lying));
    if !lying.is_empty() {
        first = format!("<div class=\"landscape\">\n{first}</div>\n");
    }
    format!("<section aria-labelledby=\"{id}\">\n{first}{}</section>\n", set(rest))
}

fn block(block: &Block, lang: Lang) -> String {
    match block {
        Block::Heading(text) => format!("<h3>{}</h3>\n", escaped(text)),
        Block::Text(item) => format!("<p>{}</p>\n", self::item(item)),
        Block::List(items) => {
            let items: String = items.iter().map(|item| format!("<li>{}</li>\n", self::item(item))).collect();
            format!("<ul>\n{items}</ul>\n")
        }
        Block::Table(table) => self::table(table, lang),
        Block::Figure(figure) => self::figure(figure, lang),
        Block::Code(text) => format!("<pre tabindex=\"0\"><code>{}</code></pre>\n", escaped(text)),
    }
}

fn item(item: &Item) -> String {
    let text = escaped(&item.text);
    if item.lead.is_empty() { text } else { format!("<strong>{}</strong> {text}", escaped(&item.lead)) }
}

/// A table that scrolls by itself where the page is narrow, and can be reached by the keyboard to do so.
fn table(table: &Table, lang: Lang) -> String {
    let number = table.number;
    let caption = caption("page.table", number, &table.caption, lang);
    let heads: String = table
        .head
        .iter()
        .enumerate()
        .map(|(place, head)| format!("<th scope=\"col\"{}>{}</th>", kind(table, place), escaped(head)))
        .collect();
    let mut body = String::new();
    for row in &table.rows {
        match row {
            Row::Group(text) => {
                let _ = write!(
                    body,
                    "</tbody>\n<tbody>\n<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"{}\">{}</th></tr>\n",
                    table.head.len(),
                    escaped(text)
                );
            }
            Row::Cells(cells) => {
                let cells: String =
                    cells.iter().enumerate().map(|(place, cell)| self::cell(table, place, cell)).collect();
                let _ = writeln!(body, "<tr>{cells}</tr>");
            }
        }
    }
    let body = format!("<tbody>\n{body}</tbody>\n").replace("<tbody>\n</tbody>\n", "");
    let kept = if table.is_short() { "scroll short" } else { "scroll" };
    let note = if table.note.is_empty() {
        String::new()
    } else {
        format!("<p class=\"note\">{}</p>\n", escaped(&table.note))
    };
    format!(
        "<div class=\"{kept}\" role=\"region\" aria-labelledby=\"table-{number}\" tabindex=\"0\">\n<table>\n\
         <caption id=\"table-{number}\">{caption}</caption>\n<thead>\n<tr>{heads}</tr>\n</thead>\n{body}</table>\n</div>\n{note}"
    )
}

fn cell(table: &Table, place: usize, cell: &Cell) -> String {
    let mark = match cell.mark {
        Some(mark) => self::mark(mark),
        // figures of a column stay one below the other
        None if place >= table.words && table.is_marked() => " <span class=\"mark\"></span>".to_owned(),
        None => String::new(),
    };
    let beneath = if cell.beneath.is_empty() {
        String::new()
    } else {
        format!("<br><small>{}</small>", escaped(&cell.beneath))
    };
    let (tag, scope) = if place == 0 { ("th", " scope=\"row\"") } else { ("td", "") };
    format!("<{tag}{scope}{}>{}{mark}{beneath}</{tag}>", kind(table, place), escaped(&cell.text))
}

/// A sign for those who see, a word for those who listen.
fn mark(mark: Mark) -> String {
    let Mark { sign, word } = mark;
    format!(
        " <span class=\"mark\" aria-hidden=\"true\">{sign}</span><span class=\"spoken\"> ({})</span>",
        escaped(word)
    )
}

fn kind(table: &Table, place: usize) -> &'static str {
    if place < table.words { "" } else { " class=\"figure\"" }
}

fn figure(figure: &Figure, lang: Lang) -> String {
    let Figure { number, id, alt, .. } = figure;
    let caption = caption("page.figure", *number, &figure.caption, lang);
    let drawing = inlined(figure);
    format!(
        "<figure id=\"figure-{id}\">\n<div class=\"sheet\" role=\"group\" aria-labelledby=\"caption-{id}\" tabindex=\"0\">{drawing}</div>\n\
         <figcaption><span id=\"caption-{id}\">{caption}</span>\n\
         <details><summary>{summary}</summary><p>{alt}</p></details></figcaption>\n</figure>\n",
        summary = escaped(say(lang, "page.described")),
        alt = escaped(alt),
    )
}

/// The drawing as a part of the page: the letters are the page's, and names are its own.
fn inlined(figure: &Figure) -> String {
    let number = figure.number;
    figure
        .without_letters()
        .replace("\"title\"", &format!("\"title-{number}\""))
        .replace("\"desc\"", &format!("\"desc-{number}\""))
        .replace("\"title desc\"", &format!("\"title-{number} desc-{number}\""))
}

fn caption(key: &str, number: usize, text: &str, lang: Lang) -> String {
    let numbered = fill(say(lang, key), &[("number", &number.to_string())]);
    format!("<b>{}</b> {}", escaped(&numbered), escaped(text))
}

/// The text with what HTML reserves written out.
fn escaped(text: &str) -> String {
    unbroken(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
