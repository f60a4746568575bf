//! Who gains: differences from the reference by type of employer and by profession.

use super::{themes, values};
use crate::charts::Part;
use crate::comparison::Verdict;
use crate::indicators::registry::{EMPLOYER_GROUPS, Indicator, PROFESSION_GROUPS};
use crate::report::document::{Block, Cell, Item, Row, Section, Table};
use crate::report::employers;
use crate::report::view::{REFERENCE, View};

/// The indicators by which it is told.
const JUDGED_BY: [&str; 4] = ["cost-per-fte", "net-benefit", "coverage", "retention-24"];

/// The section; nothing if no indicator is split or nothing can be compared.
pub fn section(view: &View) -> Option<Section> {
    let item = |text: String| Item { text, ..Item::default() };
    let told = employers::told(view).map(|told| Block::List(told.each().map(item).collect()));
    let tables: Vec<Block> = values::blocks(view, false)
        .iter()
        .filter_map(|formats| table(view, formats))
        .map(Block::Table)
        .collect();
    let pictures = themes::pictures(view, Part::WhoGains).into_iter().map(Block::Figure);
    (!tables.is_empty()).then(|| {
        let blocks = told.into_iter().chain(pictures).chain(tables).collect();
        super::section("who-gains", view.say("page.who-gains"), blocks)
    })
}

fn table(view: &View, formats: &[usize]) -> Option<Table> {
    let rows: Vec<Row> =
        view.stored(&JUDGED_BY).iter().flat_map(|indicator| rows(view, indicator, formats)).collect();
    let names = formats.iter().map(|format| view.name(*format).to_owned());
    (!rows.is_empty()).then(|| Table {
        caption: view.tell("page.differences-by", &[("reference", view.name(REFERENCE))]),
        head: std::iter::once(view.say("page.type").to_owned()).chain(names).collect(),
        rows,
        words: 1,
        widths: std::iter::once(40).chain(formats.iter().map(|_| 60 / formats.len() as u16)).collect(),
        note: format!("{} {}", view.say("page.differences-note"), values::legend_of_signs(view)),
        ..Table::default()
    })
}

/// The indicator as a heading, and a row for each type for which some format can be compared.
fn rows(view: &View, indicator: &Indicator, formats: &[usize]) -> Vec<Row> {
    let groups = EMPLOYER_GROUPS.iter().chain(&PROFESSION_GROUPS);
    let rows: Vec<Row> = groups
        .filter_map(|(suffix, label)| row(view, indicator, suffix, label.get(view.lang), formats))
        .collect();
    if rows.is_empty() {
        return rows;
    }
    let unit = crate::figures::unit_of_differences(indicator.unit, view.lang);
    let head = format!("{} ({unit})", indicator.label.get(view.lang));
    std::iter::once(Row::Group(head)).chain(rows).collect()
}

fn row(view: &View, indicator: &Indicator, suffix: &str, label: &str, formats: &[usize]) -> Option<Row> {
    let column = format!("{}.{suffix}", indicator.id);
    let contrasts: Vec<_> =
        formats.iter().map(|format| view.contrast(&column, *format, REFERENCE)).collect::<Option<_>>()?;
    if contrasts.iter().all(|contrast| contrast.verdict == Verdict::Unknown) {
        return None;
    }
    let cells = contrasts.iter().map(|contrast| values::difference(view, indicator, contrast));
    Some(Row::Cells(std::iter::once(Cell::of(label)).chain(cells).collect()))
}
