//! What other assumptions would have given: chance and knowledge apart, and when the ranking flips, from a run whose
//! parameters were drawn in their ranges.

use super::themes;
use crate::charts::{Drawn, OF_DRAWS, Size};
use crate::comparison::statistics::Interval;
use crate::discovery::{Knowledge, Known};
use crate::figures;
use crate::indicators::registry::Indicator;
use crate::report::document::{Block, Cell, Item, Row, Section, Table};
use crate::report::flips;
use crate::report::view::{REFERENCE, View};
use crate::sensitivity::decision::Decision;
use crate::words::numbers::number;

/// The section.
pub fn section(view: &View, knowledge: &Knowledge) -> Section {
    let whole = knowledge.manifest.layout.whole();
    let count = |count: u32| number(count.into(), 0, view.lang);
    let axes = knowledge.manifest.design.vary.len() as u32;
    let (draws, axes, replications) = (count(whole.points), count(axes), count(whole.replications));
    let values = [("draws", &*draws), ("axes", &*axes), ("replications", &*replications)];
    let mut blocks = vec![Block::text(view.tell("unsure.heading", &values) + ".")];
    for known in &knowledge.known {
        blocks.push(Block::Heading(known.indicator.label.get(view.lang).to_owned()));
        blocks.push(Block::Table(table(view, known.indicator, &known.decision)));
        blocks.push(Block::text(view.say("page.flips")));
        blocks.push(Block::List(flips(view, knowledge, known)));
    }
    blocks.push(Block::text(view.say("page.quasi-p")));
    blocks.extend(pictures(view, knowledge));
    super::section("when-it-flips", view.say("page.when-it-flips"), blocks)
}

fn pictures<'a>(view: &'a View, knowledge: &'a Knowledge) -> impl Iterator<Item = Block> + 'a {
    let scene = Drawn { knowledge, lang: view.lang, size: Size::default() };
    let drawn = OF_DRAWS.iter().filter(|chart| (chart.applies)(knowledge));
    drawn.map(move |chart| Block::Figure(themes::figure(chart, (chart.draw)(&scene), view.lang)))
}

fn flips(view: &View, knowledge: &Knowledge, known: &Known) -> Vec<Item> {
    let told = |flip| flips::told(flip, &knowledge.manifest, view.lang);
    known.flips.iter().map(|flip| Item { lead: String::new(), text: told(flip) + "." }).collect()
}

fn table(view: &View, indicator: &Indicator, decision: &Decision) -> Table {
    let row = |format: usize| {
        let level = &decision.levels[format];
        let against = format.checked_sub(1).map(|place| &decision.against[place]);
        let share =
            |found: Option<(f64, Interval)>| found.map_or(Cell::of("–"), |found| shares(view, found));
        let (mean, interval) = decision.regret[format].expected;
        Row::Cells(vec![
            Cell::of(view.name(format)),
            shares(view, (level.share, level.interval)),
            share(against.map(|against| against.better_knowledge)),
            share(against.map(|against| against.better_both)),
            amount(view, indicator, (mean, interval)),
        ])
    };
    let reference = [("reference", view.name(REFERENCE))];
    let unit = figures::unit_of_differences(indicator.unit, view.lang);
    Table {
        caption: view.tell("page.knowledge-caption", &[("label", indicator.label.get(view.lang))]),
        head: vec![
            view.say("page.format").to_owned(),
            view.say("page.share-of-assumptions").to_owned(),
            view.tell("page.better-in-draws", &reference),
            view.tell("page.better-in-runs", &reference),
            view.tell("page.regret", &[("unit", unit)]),
        ],
        rows: view.formats().map(row).collect(),
        words: 1,
        widths: vec![24, 19, 19, 19, 19],
        note: view.say("page.knowledge-note").to_owned(),
        ..Table::default()
    }
}

fn shares(view: &View, (share, interval): (f64, Interval)) -> Cell {
    if !share.is_finite() {
        return Cell::of("–");
    }
    let range = figures::shares(interval.low, interval.high, view.lang);
    Cell { beneath: range, ..Cell::of(figures::share(share, view.lang)) }
}

fn amount(view: &View, indicator: &Indicator, (mean, interval): (f64, Interval)) -> Cell {
    /// A regret is a small difference.
    const MORE: usize = 1;
    let text = |value: f64| number(value, indicator.unit.decimals() + MORE, view.lang);
    if mean.is_finite() {
        let beneath = view.tell("list.to", &[("low", &text(interval.low)), ("high", &text(interval.high))]);
        Cell { beneath, ..Cell::of(text(mean)) }
    } else {
        Cell::of("–")
    }
}
