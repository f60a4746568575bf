//! What a report is made of, whatever it is written as: sections of sentences, tables and figures.

use crate::words::{Lang, typeset};

/// The width of the text on an upright page, in millimetres.
const TEXT_WIDTH: f64 = 170.0;

/// A report.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its language.
    pub lang: Lang,
    /// What it is about.
    pub title: String,
    /// Which program computed it, when.
    pub subtitle: String,
    /// Its parts, in reading order.
    pub sections: Vec<Section>,
}

/// A part of a report.
#[derive(Clone, Debug)]
pub struct Section {
    /// Its name in links.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// What it holds.
    pub blocks: Vec<Block>,
}

/// A piece of a section.
#[derive(Clone, Debug)]
pub enum Block {
    /// A heading below the section's.
    Heading(String),
    /// A paragraph, with what is said first in bold.
    Text(Item),
    /// Things one below the other.
    List(Vec<Item>),
    /// A table.
    Table(Table),
    /// A chart.
    Figure(Figure),
    /// What is to be typed.
    Code(String),
}

/// A text, and what is said before it in bold; nothing if empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// In bold.
    pub lead: String,
    /// The rest.
    pub text: String,
}

/// A table with its caption.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Its number among tables, once the document is put together.
    pub number: usize,
    /// What it shows.
    pub caption: String,
    /// The heads of its columns.
    pub head: Vec<String>,
    /// Its rows.
    pub rows: Vec<Row>,
    /// How many columns, the first ones, hold words; the others hold figures.
    pub words: usize,
    /// The share of the width each column takes; the same for all if empty.
    pub widths: Vec<u16>,
    /// What must be known to read it.
    pub note: String,
}

/// A row of a table.
#[derive(Clone, Debug)]
pub enum Row {
    /// What the rows below have in common.
    Group(String),
    /// A cell for each column.
    Cells(Vec<Cell>),
}

/// A cell of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// What is read first.
    pub text: String,
    /// A sign behind it.
    pub mark: Option<Mark>,
    /// What stands below in small letters; nothing if empty.
    pub beneath: String,
}

/// A sign, and the word of those who do not see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The sign.
    pub sign: char,
    /// The word.
    pub word: &'static str,
}

/// A chart with its caption.
#[derive(Clone, Debug)]
pub struct Figure {
    /// Its number among figures, once the document is put together.
    pub number: usize,
    /// Its name in files.
    pub id: String,
    /// What it shows.
    pub caption: String,
    /// What someone who does not see it reads instead.
    pub alt: String,
    /// The drawing.
    pub svg: String,
}

impl Section {
    /// How many of its blocks stand with its heading on a page that lies on its side: those up to its first chart, if
    /// that is drawn for one.
    pub fn lying(&self) -> usize {
        let mut figures = self.blocks.iter().enumerate().filter_map(|(place, block)| match block {
            Block::Figure(figure) => Some((place, figure)),
            _ => None,
        });
        match figures.next() {
            Some((place, figure)) if figure.is_landscape() => place + 1,
            _ => 0,
        }
    }
}

impl Table {
    /// Whether it is so short that no page may part it.
    pub fn is_short(&self) -> bool {
        const MOST: usize = 9;
        self.rows.len() <= MOST
    }

    /// Whether any cell carries a sign.
    pub fn is_marked(&self) -> bool {
        let has_mark =
            |row: &Row| matches!(row, Row::Cells(cells) if cells.iter().any(|cell| cell.mark.is_some()));
        self.rows.iter().any(has_mark)
    }
}

impl Figure {
    /// The drawing without the letters it carries, for what carries them once for all drawings.
    pub fn without_letters(&self) -> String {
        const END: &str = "</style>";
        match (self.svg.find("<style>"), self.svg.find(END)) {
            (Some(start), Some(end)) if start < end => {
                format!("{}{}", &self.svg[..start], &self.svg[end + END.len()..])
            }
            _ => self.svg.clone(),
        }
    }

    /// Whether it is drawn for a page that lies on its side.
    pub fn is_landscape(&self) -> bool {
        let (wide, high) = self.millimetres();
        wide > high && wide > TEXT_WIDTH
    }

    /// Its width and height in millimetres.
    pub fn millimetres(&self) -> (f64, f64) {
        let side = |name: &str| -> Option<f64> {
            let (_, rest) = self.svg.split_once(&format!(" {name}=\""))?;
            rest.split_once("mm\"")?.0.parse().ok()
        };
        (side("width").unwrap_or(1.0), side("height").unwrap_or(1.0))
    }
}

impl Cell {
    /// A cell of plain text.
    pub fn of(text: impl Into<String>) -> Cell {
        Cell { text: text.into(), ..Cell::default() }
    }
}

/// A signed amount is one word: its sign does not stay behind on the line above.
pub fn unbroken(text: &str) -> String {
    ['+', '\u{2212}']
        .iter()
        .fold(text.to_owned(), |text, sign| text.replace(&format!("{sign}€"), &format!("{sign}\u{2060}€")))
}

impl Block {
    /// A paragraph.
    pub fn text(text: impl Into<String>) -> Block {
        Block::Text(Item { lead: String::new(), text: text.into() })
    }
}

impl Document {
    /// The same as printers set it: the language's spaces and apostrophes, tables and figures numbered in reading
    /// order.
    pub fn finished(mut self) -> Document {
        let lang = self.lang;
        self.each_text(&mut |text| *text = typeset(lang, text));
        self.numbered()
    }

    fn numbered(mut self) -> Document {
        let (mut tables, mut figures) = (0, 0);
        for block in self.sections.iter_mut().flat_map(|section| &mut section.blocks) {
            match block {
                Block::Table(table) => {
                    tables += 1;
                    table.number = tables;
                }
                Block::Figure(figure) => {
                    figures += 1;
                    figure.number = figures;
                }
                _ => {}
            }
        }
        self
    }

    /// Its figures, in reading order.
    pub fn figures(&self) -> impl Iterator<Item = &Figure> {
        self.sections.iter().flat_map(|section| &section.blocks).filter_map(|block| match block {
            Block::Figure(figure) => Some(figure),
            _ => None,
        })
    }

    /// Every text a reader meets, in order; what is to be typed comes as it is.
    pub fn texts(&self) -> Vec<String> {
        let mut texts = Vec::new();
        self.clone().each_text(&mut |text| texts.push(text.clone()));
        texts
    }

    fn each_text(&mut self, visit: &mut dyn FnMut(&mut String)) {
        visit(&mut self.title);
        visit(&mut self.subtitle);
        for section in &mut self.sections {
            visit(&mut section.title);
            section.blocks.iter_mut().for_each(|block| block.each_text(visit));
        }
    }
}

impl Block {
    fn each_text(&mut self, visit: &mut dyn FnMut(&mut String)) {
        match self {
            Block::Code(_) => {}
            Block::Heading(text) => visit(text),
            Block::Text(item) => item.each_text(visit),
            Block::List(items) => items.iter_mut().for_each(|item| item.each_text(visit)),
            Block::Figure(figure) => {
                visit(&mut figure.caption);
                visit(&mut figure.alt);
            }
            Block::Table(table) => table.each_text(visit),
        }
    }
}

impl Item {
    fn each_text(&mut self, visit: &mut dyn FnMut(&mut String)) {
        visit(&mut self.lead);
        visit(&mut self.text);
    }
}

impl Table {
    fn each_text(&mut self, visit: &mut dyn FnMut(&mut String)) {
        visit(&mut self.caption);
        visit(&mut self.note);
        self.head.iter_mut().for_each(&mut *visit);
        for row in &mut self.rows {
            match row {
                Row::Group(text) => visit(text),
                Row::Cells(cells) => {
                    for cell in cells {
                        visit(&mut cell.text);
                        visit(&mut cell.beneath);
                    }
                }
            }
        }
    }
}
