//! What a report is made of, whatever it is written as: sections of sentences, tables and figures.

use crate::words::Lang;

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

impl Cell {
    /// A cell of plain text.
    pub fn of(text: impl Into<String>) -> Cell {
        Cell { text: text.into(), ..Cell::default() }
    }
}

impl Block {
    /// A paragraph.
    pub fn text(text: impl Into<String>) -> Block {
        Block::Text(Item { lead: String::new(), text: text.into() })
    }
}

impl Document {
    /// The same with its tables and figures numbered in reading order.
    pub fn numbered(mut self) -> Document {
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

    /// Every text a reader meets, in order.
    pub fn texts(&self) -> Vec<&str> {
        let mut texts = vec![self.title.as_str(), &self.subtitle];
        for section in &self.sections {
            texts.push(&section.title);
            section.blocks.iter().for_each(|block| block.add_texts(&mut texts));
        }
        texts
    }
}

impl Block {
    fn add_texts<'a>(&'a self, texts: &mut Vec<&'a str>) {
        match self {
            Block::Heading(text) | Block::Code(text) => texts.push(text),
            Block::Text(item) => texts.extend([item.lead.as_str(), &item.text]),
            Block::List(items) => {
                items.iter().for_each(|item| texts.extend([item.lead.as_str(), &item.text]))
            }
            Block::Figure(figure) => texts.extend([figure.caption.as_str(), &figure.alt]),
            Block::Table(table) => {
                texts.extend([table.caption.as_str(), &table.note]);
                texts.extend(table.head.iter().map(String::as_str));
                for row in &table.rows {
                    match row {
                        Row::Group(text) => texts.push(text),
                        Row::Cells(cells) => {
                            cells.iter().for_each(|cell| texts.extend([cell.text.as_str(), &cell.beneath]));
                        }
                    }
                }
            }
        }
    }
}
