//! What other assumptions would have given: chance and knowledge apart, and when the ranking flips, from a run whose
//! parameters were drawn in their ranges.

use std::path::Path;

use super::Run;
use crate::comparison::statistics::Interval;
use crate::error::Error;
use crate::indicators::Better;
use crate::indicators::registry::{self, Indicator};
use crate::report::document::{Block, Cell, Item, Row, Section, Table};
use crate::report::figures;
use crate::report::flips::Draws;
use crate::report::view::{REFERENCE, View};
use crate::sensitivity::Crossed;
use crate::sensitivity::decision::{Decision, decide};
use crate::sensitivity::outputs;
use crate::sweep::Manifest;
use crate::words::numbers::number;

/// What is told of, where it is stored.
const TOLD: [&str; 3] = ["retention-24", "cost-per-fte", "involuntary-loss-12"];

/// A run over drawn parameters, read from its folder.
#[derive(Clone, Debug)]
pub struct Knowledge {
    manifest: Manifest,
    draws: Draws,
    /// An indicator and its values under each format, by draw and replication.
    values: Vec<(&'static Indicator, Vec<Crossed>)>,
}

impl Knowledge {
    /// Reads the folder of `compare --uncertainty`.
    pub fn read(folder: &Path) -> Result<Knowledge, Error> {
        let manifest = Manifest::read(folder)?;
        let stored = TOLD.iter().filter(|told| manifest.columns.iter().any(|column| column == *told));
        let columns: Vec<String> = stored.map(|told| (*told).to_owned()).collect();
        let outputs = outputs::read(folder, &manifest, &columns)?;
        let of = |indicator: &'static Indicator| {
            let levels = outputs.iter().filter(|o| o.column == indicator.id && o.against.is_none());
            (indicator, levels.map(|output| output.runs.clone()).collect())
        };
        let values = columns.iter().filter_map(|column| registry::find(column)).map(of).collect();
        Ok(Knowledge { draws: Draws::read(folder)?, manifest, values })
    }

    /// Whether it is about the same formats as a run, in the same order.
    pub fn is_about(&self, run: &Run) -> bool {
        let ids = |formats: &[crate::experiment::results::FormatName]| -> Vec<String> {
            formats.iter().map(|format| format.id.clone()).collect()
        };
        ids(&self.manifest.formats) == ids(&run.results.formats)
    }
}

/// The section.
pub fn section(view: &View, knowledge: &Knowledge) -> Section {
    let whole = knowledge.manifest.layout.whole();
    let count = |count: u32| number(count.into(), 0, view.lang);
    let axes = knowledge.manifest.design.vary.len() as u32;
    let (draws, axes, replications) = (count(whole.points), count(axes), count(whole.replications));
    let values = [("draws", &*draws), ("axes", &*axes), ("replications", &*replications)];
    let mut blocks = vec![Block::text(view.tell("unsure.heading", &values) + ".")];
    for (indicator, levels) in &knowledge.values {
        let seed = knowledge.manifest.provenance.seed;
        let decision = decide(levels, indicator.better == Better::Lower, seed);
        blocks.push(Block::Heading(indicator.label.get(view.lang).to_owned()));
        blocks.push(Block::Table(table(view, indicator, &decision)));
        blocks.push(Block::text(view.say("page.flips")));
        blocks.push(Block::List(flips(view, knowledge, indicator, levels)));
    }
    blocks.push(Block::text(view.say("page.quasi-p")));
    super::section("when-it-flips", view.say("page.when-it-flips"), blocks)
}

fn flips(view: &View, knowledge: &Knowledge, indicator: &Indicator, levels: &[Crossed]) -> Vec<Item> {
    let reference = &levels[REFERENCE];
    let told = |format: usize| {
        let runs = (format, &levels[format]);
        knowledge.draws.flip(indicator, runs, reference, &knowledge.manifest, view.lang).text
    };
    let others = (0..levels.len()).filter(|format| *format != REFERENCE);
    others.map(|format| Item { lead: String::new(), text: told(format) + "." }).collect()
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
