//! The first page: what was found, in sentences and in four numbers.

use super::values;
use crate::indicators::registry::Indicator;
use crate::report::document::{Block, Cell, Item, Row, Section, Table};
use crate::report::sentences::{self, Told};
use crate::report::view::View;
use crate::report::{employers, sure};

/// The four numbers of the first page.
const FOUR: [&str; 4] = ["retention-24", "cost-per-fte", "involuntary-loss-12", "coverage"];

/// What the section holds.
fn blocks(view: &View, four: &[&'static Indicator]) -> Vec<Block> {
    let mut blocks: Vec<Block> = sentences::themes(view).iter().map(paragraph).collect();
    blocks.push(paragraph(&sure::told(view)));
    // by which an employer judges first; the rest stands in a section of its own
    let employers = employers::told(view).map(Told::first);
    blocks.extend([sentences::details(view), employers].iter().flatten().map(paragraph));
    if !four.is_empty() {
        blocks.push(Block::Table(numbers(view, four)));
    }
    blocks
}

/// The first section of a report.
pub fn section(view: &View) -> Section {
    let blocks = if view.results.replications.is_empty() {
        vec![paragraph(&sure::told(view))]
    } else {
        blocks(view, &view.stored(&FOUR))
    };
    super::section("findings", view.say("page.findings"), blocks)
}

/// What is said under a heading, as a paragraph.
pub fn paragraph(told: &Told) -> Block {
    Block::Text(Item { lead: format!("{}.", told.heading), text: told.text() })
}

/// One row for each format, one column for each number.
fn numbers(view: &View, four: &[&'static Indicator]) -> Table {
    let head = |indicator: &&Indicator| {
        format!("{} ({})", indicator.label.get(view.lang), indicator.unit.text().get(view.lang))
    };
    let row = |format: usize| {
        let name = Cell::of(view.results.formats[format].label.get(view.lang));
        let cells = four.iter().map(|indicator| values::result(view, indicator, indicator.id, format));
        Row::Cells(std::iter::once(name).chain(cells).collect())
    };
    Table {
        caption: view.say("page.four-numbers").to_owned(),
        head: std::iter::once(view.say("page.format").to_owned()).chain(four.iter().map(head)).collect(),
        rows: view.formats().map(row).collect(),
        words: 1,
        widths: vec![28, 18, 18, 18, 18],
        note: values::legend(view),
        ..Table::default()
    }
}
