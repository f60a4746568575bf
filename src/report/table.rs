//! The table of headline indicators: one column per format, median above, range below, a mark against the reference.

use super::layout;
use super::layout::{left, lines, right, width};
use super::view::{REFERENCE, View};
use crate::comparison::{Summary, Verdict, is_whole, quantile};
use crate::indicators::registry::Indicator;
use crate::indicators::{Theme, Unit};
use crate::words::numbers::number;

/// The indicators of the table, where they are stored; the registry says their theme.
const ROWS: [&str; 14] = [
    "retention-24",
    "turnover",
    "cost-per-fte",
    "public-money-per-stable-job",
    "net-benefit",
    "open-ended-share",
    "involuntary-loss-12",
    "structure-survival",
    "pool-survival",
    "coverage",
    "stress-change",
    "team-practice-people",
    "members",
    "pooled-fte-created",
];

/// Of these, what is shown while a run goes on.
const FIRST: [&str; 3] = ["retention-24", "cost-per-fte", "involuntary-loss-12"];

/// Between two columns.
const GAP: usize = 2;
/// The least width that labels need to be read without effort.
const LEAST_LABEL: usize = 24;
/// The greatest width of the units, which are wrapped beyond it.
const MOST_UNIT: usize = 14;
/// The least width of a format's column, for names to be read.
const LEAST_FORMAT: usize = 9;
/// How far an indicator stands in from its theme.
const INDENT: usize = 2;

/// A row: its lines of label and of unit, and each format's median with its mark, above its range.
struct Row {
    theme: Theme,
    label: &'static str,
    unit: &'static str,
    cells: Vec<Vec<String>>,
}

/// The widths of a block's columns, which are shared by its rows.
struct Widths {
    label: usize,
    unit: usize,
    format: usize,
}

/// The table, in as many blocks as the formats need, and its key.
pub fn written(view: &View) -> String {
    rows_written(view, &ROWS)
}

/// The same for what a board asks about first.
pub fn glance(view: &View) -> String {
    rows_written(view, &FIRST)
}

fn rows_written(view: &View, ids: &[&'static str]) -> String {
    let mut indicators = view.stored(ids);
    indicators.sort_by_key(|indicator| indicator.theme);
    let rows: Vec<Row> = indicators.iter().map(|indicator| row(view, indicator)).collect();
    if rows.is_empty() {
        return String::new();
    }
    let blocks = blocks(view, &rows);
    let widths = widths(view, &rows, &blocks);
    let texts: Vec<String> = blocks.iter().map(|formats| block(view, &rows, formats, &widths)).collect();
    texts.join("\n") + "\n" + &key(view, &indicators)
}

fn row(view: &View, indicator: &'static Indicator) -> Row {
    let summaries: Vec<Summary> = view.formats().map(|format| view.summary(indicator.id, format)).collect();
    // A dash next to a minus would be read as another.
    let dash = if summaries.iter().any(|summary| summary.p05 < 0.0) { "…" } else { "–" };
    let cells = summaries.iter().enumerate();
    Row {
        theme: indicator.theme,
        label: indicator.label.get(view.lang),
        unit: indicator.unit.text().get(view.lang),
        cells: cells.map(|(format, summary)| cell(view, indicator, format, summary, dash)).collect(),
    }
}

/// The median followed by its mark, then the range if more than one replication gives it.
fn cell(view: &View, indicator: &Indicator, format: usize, summary: &Summary, dash: &str) -> Vec<String> {
    let text = |value: f64| number(value, indicator.unit.decimals(), view.lang);
    let median = || format!("{} {}", text(view.centre(indicator, summary)), mark(view, indicator, format));
    match summary.count {
        0 => vec!["–  ".to_owned()],
        1 => vec![median()],
        _ if indicator.unit == Unit::Replications => vec![median()],
        _ => vec![median(), format!("{}{dash}{}", text(summary.p05), text(summary.p95))],
    }
}

fn mark(view: &View, indicator: &Indicator, format: usize) -> char {
    if format == REFERENCE {
        return ' ';
    }
    match view.verdict(indicator.id, format, REFERENCE) {
        Verdict::Better => '▲',
        Verdict::Worse => '▼',
        Verdict::More => '↑',
        Verdict::Less => '↓',
        Verdict::Unclear | Verdict::Slight => '≈',
        Verdict::Same => '=',
        Verdict::Unknown => ' ',
    }
}

/// The formats of each block: the reference comes first in all of them, since marks speak of it; the others are
/// shared out evenly.
fn blocks(view: &View, rows: &[Row]) -> Vec<Vec<usize>> {
    let others: Vec<usize> = view.formats().filter(|format| *format != REFERENCE).collect();
    let room = view.width.saturating_sub(LEAST_LABEL + GAP + unit_width(view, rows));
    let fits = (room / (GAP + format_width(rows))).saturating_sub(1).max(1);
    let count = others.len().div_ceil(fits).max(1);
    let from = |block: usize| block * others.len() / count;
    let part = |block: usize| [&[REFERENCE], &others[from(block)..from(block + 1)]].concat();
    (0..count).map(part).collect()
}

/// The widths of the widest block, so that all blocks look alike.
fn widths(view: &View, rows: &[Row], blocks: &[Vec<usize>]) -> Widths {
    let (unit, format) = (unit_width(view, rows), format_width(rows));
    let columns = blocks.iter().map(Vec::len).max().unwrap_or(1);
    let room = view.width.saturating_sub(GAP + unit + columns * (GAP + format));
    let labels = rows.iter().map(|row| width(row.label) + INDENT).max().unwrap_or(0);
    Widths { label: labels.clamp(LEAST_LABEL, room.max(LEAST_LABEL)), unit, format }
}

fn unit_width(view: &View, rows: &[Row]) -> usize {
    let widest = |text: &str| lines(text, MOST_UNIT).iter().map(|line| width(line)).max().unwrap_or(0);
    rows.iter().map(|row| widest(row.unit)).chain([widest(view.say("table.unit"))]).max().unwrap_or(0)
}

fn format_width(rows: &[Row]) -> usize {
    let cells = rows.iter().flat_map(|row| row.cells.iter().flatten());
    cells.map(|text| width(text)).max().unwrap_or(0).max(LEAST_FORMAT)
}

fn block(view: &View, rows: &[Row], formats: &[usize], widths: &Widths) -> String {
    let names: Vec<Vec<String>> = formats.iter().map(|f| lines(view.name(*f), widths.format)).collect();
    let names: Vec<&[String]> = names.iter().map(Vec::as_slice).collect();
    let mut text = record(widths, view.say("table.indicator"), view.say("table.unit"), &names);
    let full = widths.label + GAP + widths.unit + formats.len() * (GAP + widths.format);
    text += &("─".repeat(full) + "\n");
    let mut theme = None;
    for row in rows {
        if theme != Some(row.theme) {
            theme = Some(row.theme);
            text += &(row.theme.label().get(view.lang).to_owned() + "\n");
        }
        let cells: Vec<&[String]> = formats.iter().map(|format| row.cells[*format].as_slice()).collect();
        text += &record(widths, row.label, row.unit, &cells);
    }
    text
}

/// One row on as many lines as its tallest cell takes.
fn record(widths: &Widths, label: &str, unit: &str, cells: &[&[String]]) -> String {
    let labels: Vec<String> = lines(label, widths.label - INDENT);
    let units = lines(unit, widths.unit);
    let height = cells.iter().map(|cell| cell.len()).chain([labels.len(), units.len()]).max().unwrap_or(0);
    let at = |texts: &[String], line: usize| texts.get(line).cloned().unwrap_or_default();
    let mut text = String::new();
    for line in 0..height {
        let mut written = " ".repeat(INDENT) + &left(&at(&labels, line), widths.label - INDENT);
        written += &(" ".repeat(GAP) + &left(&at(&units, line), widths.unit));
        for cell in cells {
            written += &(" ".repeat(GAP) + &right(&at(cell, line), widths.format));
        }
        text += written.trim_end();
        text.push('\n');
    }
    text
}

/// What marks and lines mean, the formats' full names, and what pairing was worth.
fn key(view: &View, indicators: &[&Indicator]) -> String {
    let mut notes = Vec::new();
    if view.results.replications.len() > 1 {
        notes.push(view.say("table.legend").to_owned());
        if view.results.formats.len() > 1 {
            notes.push(view.tell("table.marks", &[("reference", view.name(REFERENCE))]));
        }
    }
    notes.extend(partial(view, indicators));
    if indicators.iter().any(|indicator| indicator.id == "retention-24") && view.results.formats.len() > 1 {
        notes.push(view.say("table.retention").to_owned());
    }
    notes.extend(pairing(view));
    let names: Vec<String> = view.formats().filter_map(|format| full_name(view, format)).collect();
    if !names.is_empty() {
        notes.push(names.join(view.say("list.clauses")) + ".");
    }
    notes.iter().map(|note| layout::wrapped(note, view.width)).collect()
}

/// The indicators that some format defines in some replications only: what they say is said of a selection.
fn partial(view: &View, indicators: &[&Indicator]) -> Option<String> {
    let total = view.results.replications.len();
    let of = |indicator: &&Indicator| {
        let counts = view.formats().map(|format| (format, view.summary(indicator.id, format).count));
        let shares: Vec<String> = counts
            .filter(|(_, count)| (1..total).contains(count))
            .map(|(format, count)| share(view, format, count))
            .collect();
        let values = [("label", indicator.label.get(view.lang)), ("formats", &shares.join(", "))];
        (!shares.is_empty()).then(|| view.tell("table.part", &values))
    };
    let parts: Vec<String> = indicators.iter().filter_map(of).collect();
    let list = parts.join(view.say("list.clauses"));
    (!parts.is_empty()).then(|| view.tell("table.partial", &[("list", &list)]))
}

fn share(view: &View, format: usize, count: usize) -> String {
    let text = |count: usize| number(count as f64, 0, view.lang);
    let (count, total) = (text(count), text(view.results.replications.len()));
    view.tell("table.share", &[("format", view.name(format)), ("count", &count), ("total", &total)])
}

fn full_name(view: &View, format: usize) -> Option<String> {
    let (short, label) = (view.name(format), view.results.formats[format].label.get(view.lang));
    (short != label).then(|| view.tell("table.name", &[("short", short), ("label", label)]))
}

fn pairing(view: &View) -> Option<String> {
    let rows = view.comparison.rows.iter().filter(|row| is_whole(&row.column));
    let mut worth: Vec<f64> = rows.map(|row| row.pairing_worth).filter(|worth| worth.is_finite()).collect();
    worth.sort_by(f64::total_cmp);
    let median = number(quantile(&worth, 0.5), 1, view.lang);
    (!worth.is_empty()).then(|| view.tell("table.pairing", &[("worth", &median)]))
}
