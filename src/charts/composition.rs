//! What the full cost is made of, part by part: one bar per format, for everybody and by type of employer.

use super::axis::Scale;
use super::fonts::Weight;
use super::names::Names;
use super::palette::{BASE, INK, LABEL, NAME, RULE, SMALL, WHITE};
use super::sheet::{self, Sheet, TALLEST};
use super::svg::{Anchor, Drawing, Pen, Type};
use super::{Picture, Scene, Size, Table, claims, measure};
use crate::comparison::Summary;
use crate::experiment::results::Results;
use crate::indicators::registry::{self, EMPLOYER_GROUPS, Indicator};
use crate::words::numbers::number;
use crate::words::{Lang, fill, say};

/// The cost, and its parts in the order in which bars are stacked; colours alternate in lightness for grey.
const WHOLE: &str = "cost-per-fte";
const PARTS: [(&str, &str); 8] = [
    ("cost-pay", "#1f4e79"),
    ("cost-contributions", "#9cc3e6"),
    ("cost-payroll-tax", "#7f5fb5"),
    ("cost-shared-work", "#f0b95a"),
    ("cost-vat", "#8c2d04"),
    ("cost-hiring", "#d9d9d9"),
    ("cost-endings", "#404040"),
    ("cost-membership", "#5fb39a"),
];
/// Colours on which ink is hard to read.
const DARK: [&str; 4] = ["#1f4e79", "#7f5fb5", "#8c2d04", "#404040"];
/// Types of employer shown beside everybody while formats are few.
const GROUPS: [&str; 4] = ["vat-liable", "vat-exempt", "small", "larger"];
const MOST_BY_GROUP: usize = 5;
const ROW: f64 = 62.0;
const HEAD: f64 = 58.0;

/// The means of the parts for some employers, format by format.
struct Block {
    suffix: Option<&'static str>,
    /// `means[format][part]`; nothing where the cost is not defined.
    means: Vec<Option<[f64; PARTS.len()]>>,
}

/// Where bars stand.
struct Frame<'a> {
    names: &'a Names,
    scale: Scale,
    width: f64,
    row: f64,
    lang: Lang,
}

/// Whether the parts are stored.
pub fn applies(results: &Results) -> bool {
    block(results, None).is_some_and(|block| block.means.iter().any(Option::is_some))
}

/// Draws the chart.
pub fn draw(scene: &Scene) -> Picture {
    let (results, lang, width) = (scene.results, scene.lang, scene.size.width());
    let title = registry::find(WHOLE).map_or(String::new(), |whole| claims::finding(scene, whole));
    let mut sheet = Sheet::new(scene, width, title, say(lang, "chart.composition-what"));
    let blocks = blocks(results);
    if !applies(results) {
        return sheet.nothing();
    }
    let notes = say(lang, "chart.composition-how");
    let narrow = scene.size == Size::Narrow;
    let (left, right) = if narrow { (250.0, 130.0) } else { (400.0, 160.0) };
    let key = key(&mut sheet.drawing, &blocks[0], (sheet.top + 10.0, width), lang);
    let bars = (blocks.len() * results.formats.len()) as f64;
    let room = TALLEST - key - sheet.foot_height(notes) - 90.0 - HEAD * blocks.len() as f64;
    let row = ROW.min(room / bars);
    let names = Names::fitting(&results.formats, left - 30.0, row, lang);
    let most = blocks
        .iter()
        .flat_map(|block| block.means.iter().flatten())
        .map(|parts| above(parts, 0.0))
        .fold(0.0, f64::max);
    let scale = Scale::holding([0.0, most], if narrow { 3.0 } else { 5.0 }).on(left, width - right);
    let frame = Frame { names: &names, scale, width, row, lang };
    let mut top = key;
    for block in &blocks {
        top = frame.block(&mut sheet.drawing, block, top);
    }
    sheet::tick_labels(&mut sheet.drawing, &scale, 1.0, top + 30.0, lang);
    let spoken = spoken(&blocks[0], results, lang);
    sheet.finish(top + 44.0, notes, &spoken, table(&blocks, results))
}

/// What stands above zero in a bar: a part that is paid back stands below.
fn above(parts: &[f64], from: f64) -> f64 {
    from + parts.iter().filter(|part| **part > 0.0).sum::<f64>()
}

fn blocks(results: &Results) -> Vec<Block> {
    let groups = if results.formats.len() <= MOST_BY_GROUP { &GROUPS[..] } else { &[] };
    let suffixes = std::iter::once(None).chain(groups.iter().map(|group| Some(*group)));
    suffixes.filter_map(|suffix| block(results, suffix)).collect()
}

fn block(results: &Results, suffix: Option<&'static str>) -> Option<Block> {
    let place = |id: &str| {
        let name = suffix.map_or(id.to_owned(), |suffix| format!("{id}.{suffix}"));
        results.columns.iter().position(|column| *column == name)
    };
    let places: Vec<usize> = PARTS.iter().map(|(id, _)| place(id)).collect::<Option<_>>()?;
    let means = |format: &Vec<Vec<f64>>| {
        let means: Vec<f64> = places.iter().map(|place| Summary::of(&format[*place]).mean).collect();
        <[f64; PARTS.len()]>::try_from(means).ok().filter(|means| means.iter().all(|mean| mean.is_finite()))
    };
    Some(Block { suffix, means: results.values.iter().map(means).collect() })
}

/// The parts that are worth a place in the key.
fn present(block: &Block) -> impl Iterator<Item = (usize, &'static Indicator, &'static str)> + '_ {
    let some = |part: usize| block.means.iter().flatten().any(|means| means[part].abs() >= 0.5);
    PARTS.iter().enumerate().filter_map(move |(part, (id, colour))| {
        registry::find(id).filter(|_| some(part)).map(|indicator| (part, indicator, *colour))
    })
}

/// Names the colours, in the order of the bars; tells where the names end.
fn key(drawing: &mut Drawing, block: &Block, (top, width): (f64, f64), lang: Lang) -> f64 {
    let (mut x, mut base) = (0.0, top + SMALL.size);
    for (_, indicator, colour) in present(block) {
        let label = indicator.label.get(lang);
        let wide = 32.0 + SMALL.width(label) + 30.0;
        if x + wide > width {
            (x, base) = (0.0, base + 1.5 * SMALL.size);
        }
        drawing.bar((x, base - 0.8 * SMALL.size), (x + 24.0, base + 0.1 * SMALL.size), "key", colour);
        drawing.text(label, (x + 32.0, base), Type { colour: INK, ..SMALL });
        x += wide;
    }
    base + 14.0
}

impl Frame<'_> {
    fn block(&self, drawing: &mut Drawing, block: &Block, top: f64) -> f64 {
        let first = top + HEAD;
        let bottom = first + self.row * block.means.len() as f64;
        drawing.text(&heading(block, self.lang), (0.0, first - 16.0), NAME);
        for value in self.scale.ticks() {
            let x = self.scale.at(value);
            drawing.line((x, first - 6.0), (x, bottom), if value == 0.0 { BASE } else { RULE });
        }
        for (format, means) in block.means.iter().enumerate() {
            let middle = first + self.row * (format as f64 + 0.5);
            self.names.draw_centred(drawing, format, (0.0, middle));
            match means {
                Some(means) => self.bar(drawing, means, middle),
                None => {
                    let at = (self.scale.at(0.0) + 10.0, middle + 0.36 * SMALL.size);
                    drawing.text(say(self.lang, "chart.undefined"), at, SMALL);
                }
            }
        }
        bottom
    }

    fn bar(&self, drawing: &mut Drawing, means: &[f64; PARTS.len()], middle: f64) {
        let half = 0.36 * self.row;
        let (mut paid, mut back) = (0.0, 0.0);
        for (mean, (_, colour)) in means.iter().zip(&PARTS) {
            let (from, to) = if *mean < 0.0 { (back + mean, back) } else { (paid, paid + mean) };
            if *mean < 0.0 {
                back += mean
            } else {
                paid += mean
            }
            let (left, right) = (self.scale.at(from), self.scale.at(to));
            if right - left < 0.3 {
                continue;
            }
            drawing.bar((left, middle - half), (right, middle + half), "part", colour);
            if left > self.scale.at(0.0) {
                // white between neighbours, for those who see no colour
                drawing.line((left, middle - half), (left, middle + half), Pen { width: 2.0, ..WHITE });
            }
            let text = number(*mean, 0, self.lang);
            let letters = Type { size: SMALL.size.min(1.4 * half), ..SMALL };
            if letters.width(&text) + 10.0 <= right - left && letters.size <= 2.0 * half {
                let ink = if DARK.contains(colour) { "#ffffff" } else { INK };
                let at = ((left + right) / 2.0, middle + 0.36 * letters.size);
                drawing.text(&text, at, Type { colour: ink, anchor: Anchor::Middle, ..letters });
            }
        }
        let total: f64 = means.iter().sum();
        let text = number(total, 0, self.lang);
        let euros = crate::words::numbers::with_unit(&text, "€", self.lang);
        let bold = Type { weight: Weight::Bold, size: LABEL.size.min(0.8 * self.row), ..LABEL };
        sheet::text_left(drawing, &euros, (self.width, middle + 0.36 * bold.size), bold);
    }
}

fn heading(block: &Block, lang: Lang) -> String {
    let label =
        |suffix: &str| EMPLOYER_GROUPS.iter().find(|(known, _)| *known == suffix).map(|(_, label)| label);
    match block.suffix.and_then(label) {
        Some(label) => fill(say(lang, "chart.structures"), &[("which", label.get(lang))]),
        None => say(lang, "chart.all-structures").to_owned(),
    }
}

fn spoken(block: &Block, results: &Results, lang: Lang) -> String {
    let sentence = |(format, means): (usize, &Option<[f64; PARTS.len()]>)| {
        let means = means.as_ref()?;
        let part = |(part, indicator, _): (usize, &'static Indicator, &str)| {
            let value = measure::short_value(means[part], indicator.unit, lang);
            fill(say(lang, "chart.figure"), &[("format", indicator.label.get(lang)), ("value", &value)])
        };
        let list: Vec<String> = present(block).map(part).collect();
        Some(claims::headed(results.formats[format].label.get(lang), &list.join(", "), lang) + ".")
    };
    block.means.iter().enumerate().filter_map(sentence).collect::<Vec<_>>().join(" ")
}

fn table(blocks: &[Block], results: &Results) -> Table {
    let mut table = Table::of(&["employers", "format", "part", "mean_eur_per_fte_month"]);
    for block in blocks {
        for (format, means) in block.means.iter().enumerate() {
            for (part, (id, _)) in PARTS.iter().enumerate() {
                let mean = means.as_ref().map_or(f64::NAN, |means| means[part]);
                table.push(&[block.suffix.unwrap_or("all"), &results.formats[format].id, id], &[mean]);
            }
        }
    }
    table
}
