//! A report in the markup of typst: calls of the layout's functions with texts as strings, so that nothing a scenario
//! says can be read as markup.

use super::document::{Block, Cell, Document, Figure, Item, Row, Section, Table};
use crate::words::{Lang, fill, say};

/// The file of the layout.
pub const LAYOUT: &str = "layout.typ";

/// The file of a drawing.
pub fn drawing(figure: &Figure) -> String {
    format!("figure-{}.svg", figure.number)
}

/// The report.
pub fn source(document: &Document) -> String {
    let lang = document.lang;
    let (code, region) = match lang {
        Lang::Fr => ("fr", "FR"),
        Lang::En => ("en", "GB"),
    };
    let sections: String = document.sections.iter().map(|section| self::section(section, lang)).collect();
    format!(
        "#import \"{LAYOUT}\": *\n#show: report.with(title: {}, subtitle: {}, contents: {}, lang: \"{code}\", region: \"{region}\")\n{sections}",
        string(&document.title),
        string(&document.subtitle),
        string(say(lang, "page.contents")),
    )
}

fn section(section: &Section, lang: Lang) -> String {
    let (lying, rest) = section.blocks.split_at(section.lying());
    let title = string(&section.title);
    let set = |blocks: &[Block]| blocks.iter().map(|block| self::block(block, lang)).collect::<String>();
    if !lying.is_empty() {
        return format!("#lying[\n#section({title})\n{}]\n{}{}", set(lying), see(rest, lang), set(rest));
    }
    let is_figure = |block: &&Block| matches!(block, Block::Figure(_));
    let first = section.blocks.iter().position(|block| is_figure(&block)).unwrap_or(section.blocks.len());
    let (before, after) = section.blocks.split_at(first);
    format!("#section({title})\n{}{}{}", set(before), see(after, lang), set(after))
}

/// On which pages stand the figures, which float to where there is room.
fn see(blocks: &[Block], lang: Lang) -> String {
    let figures = blocks.iter().filter_map(|block| match block {
        Block::Figure(figure) => Some(figure.number),
        _ => None,
    });
    let seen =
        |number: usize| format!("({number}, {}),", string(&numbered("page.figure-on-page", number, lang)));
    let list: String = figures.map(seen).collect();
    if list.is_empty() { list } else { format!("#see({list})\n") }
}

fn block(block: &Block, lang: Lang) -> String {
    match block {
        Block::Heading(text) => format!("#subsection({})\n", string(text)),
        Block::Text(item) => format!("#paragraph({})\n", self::item(item)),
        Block::List(items) => {
            format!(
                "#points({})\n",
                items.iter().map(|item| format!("({}),", self::item(item))).collect::<String>()
            )
        }
        Block::Code(text) => format!("#typed({})\n", string(text)),
        Block::Table(table) => self::table(table, lang),
        Block::Figure(figure) => self::figure(figure, lang),
    }
}

fn item(item: &Item) -> String {
    format!("{}, {}", string(&item.lead), string(&item.text))
}

fn table(table: &Table, lang: Lang) -> String {
    let head: String = table.head.iter().map(|text| string(text) + ",").collect();
    let widths: String = match table.widths[..] {
        [] => table.head.iter().map(|_| "1fr,").collect(),
        ref widths => widths.iter().map(|width| format!("{width}fr,")).collect(),
    };
    let rows: String = table.rows.iter().map(row).collect();
    format!(
        "#figures(label: {}, caption: {}, words: {}, widths: ({widths}), head: ({head}), marked: {}, whole: {}, note: {}, rows: (\n{rows}))\n",
        string(&numbered("page.table", table.number, lang)),
        string(&table.caption),
        table.words,
        table.is_marked(),
        table.is_short(),
        string(&table.note),
    )
}

fn row(row: &Row) -> String {
    match row {
        Row::Group(text) => format!("  {},\n", string(text)),
        Row::Cells(cells) => format!("  ({}),\n", cells.iter().map(cell).collect::<String>()),
    }
}

fn cell(cell: &Cell) -> String {
    let mark = cell.mark.map(|mark| mark.sign.to_string()).unwrap_or_default();
    format!("({}, {}, {}),", string(&cell.text), string(&mark), string(&cell.beneath))
}

fn figure(figure: &Figure, lang: Lang) -> String {
    let (wide, high) = figure.millimetres();
    format!(
        "#drawing({}, {}, label: {}, caption: {}, alt: {}, wide: {wide}, high: {high}, landscape: {})\n",
        string(&drawing(figure)),
        figure.number,
        string(&numbered("page.figure", figure.number, lang)),
        string(&figure.caption),
        string(&figure.alt),
        figure.is_landscape(),
    )
}

fn numbered(key: &str, number: usize, lang: Lang) -> String {
    fill(say(lang, key), &[("number", &number.to_string())])
}

/// The text as a string of the markup; control characters are of no use in it.
fn string(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_control() || *c == '\n').collect();
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_a_text_says_ends_its_string() {
        assert_eq!(string("a \"b\" \\ #c\n\u{7}d"), "\"a \\\"b\\\" \\\\ #c\\nd\"");
    }
}
