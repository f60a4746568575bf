//! The table of headline indicators: one column per format, median above, range below, a mark against the reference.

use super::layout::{left, lines, right, width};
use super::view::{REFERENCE, View};
use super::{WIDTH, layout};
use crate::comparison::{Verdict, is_whole, quantile};
use crate::indicators::registry::Indicator;
use crate::indicators::Theme;
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

/// Between two columns.
const GAP: usize = 2;
/// The least width that labels need to be read without effort.
const LEAST_LABEL: usize = 24;
/// The greatest width of the units, which are wrapped beyond it.
const MOST_UNIT: usize = 14;

/// A row: its lines of label and of unit, and each format's median with its mark, above its range.
struct Row {
    theme: Theme,
    label: &'static str,
    unit: &'static str,
    cells: Vec<[String; 2]>,
}

/// The widths of a block's columns, which are shared by its rows.
struct Widths {
    label: usize,
    unit: usize,
    format: usize,
}

/// The table, in as many blocks as the formats need, and its key.
pub fn written(view: &View) -> String {
    let mut indicators = view.stored(&ROWS);
    indicators.sort_by_key(|indicator| indicator.theme);
    let rows: Vec<Row> = indicators.iter().map(|indicator| row(view, indicator)).collect();
    if rows.is_empty() {
        return String::new();
    }
    let blocks: Vec<String> = blocks(view, &rows).iter().map(|formats| block(view, &rows, formats)).collect();
    blocks.join("\n") + "\n" + &key(view)
}

fn row(view: &View, indicator: &'static Indicator) -> Row {
    let cells = view.formats().map(|format| cell(view, indicator, format)).collect();
    Row {
        theme: indicator.theme,
        label: indicator.label.get(view.lang),
        unit: indicator.unit.text().get(view.lang),
        cells,
    }
}

/// The median followed by its mark, and the range.
fn cell(view: &View, indicator: &Indicator, format: usize) -> [String; 2] {
    let summary = view.summary(indicator.id, format);
    if summary.count == 0 {
        return ["–".to_owned() + "  ", String::new()];
    }
    let text = |value: f64| number(value, indicator.unit.decimals(), view.lang);
    let median = format!("{} {}", text(summary.median), mark(view, indicator, format));
    if summary.count == 1 {
        return [median, String::new()];
    }
    // A dash next to a minus would be read as another.
    let dash = if summary.p05 < 0.0 { "…" } else { "–" };
    [median, format!("{}{dash}{}", text(summary.p05), text(summary.p95))]
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
        Verdict::Unclear => '≈',
        Verdict::Same => '=',
        Verdict::Unknown => ' ',
    }
}

/// The formats of each block: the reference comes first in all of them, since marks speak of it; the others are
/// shared out evenly.
fn blocks(view: &View, rows: &[Row]) -> Vec<Vec<usize>> {
    let all: Vec<usize> = view.formats().collect();
    let others = &all[1..];
    let room = WIDTH - LEAST_LABEL - GAP - unit_width(view, rows);
    let fits = (room / (GAP + format_width(rows, &all))).saturating_sub(1).max(1);
    let count = others.len().div_ceil(fits).max(1);
    let each = others.len().div_ceil(count).max(1);
    if others.is_empty() {
        return vec![all];
    }
    others.chunks(each).map(|part| [&[REFERENCE], part].concat()).collect()
}

fn unit_width(view: &View, rows: &[Row]) -> usize {
    let widest = |text: &str| lines(text, MOST_UNIT).iter().map(|line| width(line)).max().unwrap_or(0);
    rows.iter().map(|row| widest(row.unit)).chain([widest(view.say("table.unit"))]).max().unwrap_or(0)
}

fn format_width(rows: &[Row], formats: &[usize]) -> usize {
    let cells = rows.iter().flat_map(|row| formats.iter().flat_map(|format| &row.cells[*format]));
    cells.map(|text| width(text)).max().unwrap_or(0).max(LEAST_FORMAT)
}

/// The least width of a format's column, for names to be read.
const LEAST_FORMAT: usize = 9;

fn block(view: &View, rows: &[Row], formats: &[usize]) -> String {
    let (unit, format) = (unit_width(view, rows), format_width(rows, formats));
    let room = WIDTH - GAP - unit - formats.len() * (GAP + format);
    let labels = rows.iter().map(|row| width(row.label) + 2).max().unwrap_or(0);
    let widths = Widths { label: labels.clamp(LEAST_LABEL, room.max(LEAST_LABEL)), unit, format };
    let names: Vec<Vec<String>> = formats.iter().map(|f| lines(view.name(*f), widths.format)).collect();
    let mut text = record(&widths, view.say("table.indicator"), view.say("table.unit"), &names);
    let full = widths.label + GAP + unit + formats.len() * (GAP + format);
    text += &("─".repeat(full) + "\n");
    let mut theme = None;
    for row in rows {
        if theme != Some(row.theme) {
            theme = Some(row.theme);
            text += &(row.theme.label().get(view.lang).to_owned() + "\n");
        }
        let cells: Vec<Vec<String>> = formats.iter().map(|format| row.cells[*format].to_vec()).collect();
        text += &record(&widths, row.label, row.unit, &cells);
    }
    text
}

/// One row on as many lines as its tallest cell takes.
fn record(widths: &Widths, label: &str, unit: &str, cells: &[Vec<String>]) -> String {
    let labels: Vec<String> = lines(label, widths.label - 2);
    let units = lines(unit, widths.unit);
    let height = cells.iter().map(Vec::len).chain([labels.len(), units.len()]).max().unwrap_or(0);
    let at = |texts: &[String], line: usize| texts.get(line).cloned().unwrap_or_default();
    let mut text = String::new();
    for line in 0..height {
        let mut written = "  ".to_owned() + &left(&at(&labels, line), widths.label - 2);
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
fn key(view: &View) -> String {
    let mut notes = Vec::new();
    if view.results.replications.len() > 1 {
        notes.push(view.say("table.legend").to_owned());
        if view.results.formats.len() > 1 {
            notes.push(view.tell("table.marks", &[("reference", view.name(REFERENCE))]));
        }
    }
    notes.extend(pairing(view));
    let names: Vec<String> = view.formats().filter_map(|format| full_name(view, format)).collect();
    if !names.is_empty() {
        notes.push(names.join(view.say("list.clauses")) + ".");
    }
    notes.iter().map(|note| layout::wrapped(note, WIDTH)).collect()
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
