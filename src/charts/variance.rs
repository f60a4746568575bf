//! Chance and knowledge apart: how much of what varies is due to the assumptions, under each format and in its
//! difference from the reference.

use super::axis::Scale;
use super::fonts::Weight;
use super::names::Names;
use super::palette::{BASE, INK, LABEL, RULE, SMALL, WHITE};
use super::sheet::{Sheet, TALLEST, beyond_one_line, heading};
use super::svg::{Anchor, Drawing, Pen, Type};
use super::{Drawn, Picture, Size, Table, claims};
use crate::discovery::{Knowledge, Known};
use crate::figures;
use crate::sensitivity::decision::Shared;
use crate::words::numbers::number;
use crate::words::{Lang, fill, say};

/// Assumptions, luck common to all draws, luck that plays out differently in each; told apart by lightness too.
const PARTS: [(&str, &str); 3] = [
    ("chart.part-assumptions", "#1f4e79"),
    ("chart.part-common", "#9cc3e6"),
    ("chart.part-specific", "#dcdcdc"),
];
const ROW: f64 = 54.0;
const LOWEST_ROW: f64 = 24.0;
const HEAD: f64 = 60.0;
const GAP: f64 = 50.0;
/// Room for a share and its interval at the right of a panel.
const FIGURE: f64 = 235.0;

/// A column of bars: the key of its name, and whether it shows differences from the reference.
struct Panel {
    name: &'static str,
    differences: bool,
    from: f64,
    to: f64,
}

/// Whether a share is known.
pub fn applies(knowledge: &Knowledge) -> bool {
    knowledge.known.iter().flat_map(|known| &known.decision.levels).any(|level| level.share.is_finite())
}

/// Draws the chart.
pub fn draw(scene: &Drawn) -> Picture {
    let (knowledge, lang, width) = (scene.knowledge, scene.lang, scene.size.width());
    let formats = &knowledge.manifest.formats;
    let title = title(knowledge, lang);
    let what = say(lang, "chart.variance-what");
    let mut sheet = Sheet::of_points(&knowledge.manifest, lang, width, title, what);
    if !applies(knowledge) {
        return sheet.nothing();
    }
    let notes = say(lang, "chart.variance-how");
    let key = key(&mut sheet.drawing, (sheet.top + 10.0, width), lang);
    let blocks = knowledge.known.len() as f64;
    let heads = knowledge.known.iter().map(|known| known.indicator.label.get(lang).to_owned());
    let head = HEAD + beyond_one_line(heads, width);
    let room = (TALLEST - key - sheet.foot_height(notes) - 60.0) / blocks - head;
    let row = (room / formats.len() as f64).clamp(LOWEST_ROW, ROW);
    let left = if scene.size == Size::Narrow { 220.0 } else { 330.0 };
    let names = Names::fitting(formats, left - 20.0, row, lang);
    let panels = panels(scene.size, formats.len() > 1, (left, width));
    let mut top = key;
    for panel in &panels {
        let base = top + 0.9 * SMALL.size;
        let reference = [("reference", formats[0].short.get(lang))];
        for (line, text) in
            SMALL.wrap(&fill(say(lang, panel.name), &reference), panel.to - panel.from).iter().enumerate()
        {
            let at = (panel.from, base + 1.15 * SMALL.size * line as f64);
            sheet.drawing.text(text, at, Type { weight: Weight::Bold, ..SMALL });
        }
    }
    top += 1.4 * SMALL.size;
    for known in &knowledge.known {
        let first = top + head;
        heading(&mut sheet.drawing, known.indicator.label.get(lang), (first - 14.0, width));
        for format in 0..formats.len() {
            let middle = first + row * (format as f64 + 0.5);
            names.draw_centred(&mut sheet.drawing, format, (0.0, middle));
        }
        for panel in &panels {
            panel.draw(&mut sheet.drawing, known, (first, row), lang);
        }
        top = first + row * formats.len() as f64;
    }
    for panel in &panels {
        panel.ticks(&mut sheet.drawing, top + 34.0, lang);
    }
    sheet.finish(top + 46.0, notes, &spoken(scene), table(knowledge))
}

/// Levels, and beside them differences where there is a format to compare and room for it.
fn panels(size: Size, compared: bool, (left, width): (f64, f64)) -> Vec<Panel> {
    let both = compared && size == Size::Wide;
    let each = if both { (width - left - GAP) / 2.0 } else { width - left };
    let level = Panel { name: "chart.variance-level", differences: false, from: left, to: left + each };
    let difference =
        Panel { name: "chart.variance-difference", differences: true, from: width - each, to: width };
    if both { vec![level, difference] } else { vec![level] }
}

impl Panel {
    fn scale(&self) -> Scale {
        Scale::between(0.0, 1.0, 0.5).on(self.from, self.to - FIGURE)
    }

    fn of(&self, known: &Known, format: usize) -> Option<Shared> {
        match (self.differences, format) {
            (false, _) => known.decision.levels.get(format).copied(),
            (true, 0) => None,
            (true, _) => known.decision.against.get(format - 1).map(|against| against.difference),
        }
    }

    fn draw(&self, drawing: &mut Drawing, known: &Known, (top, row): (f64, f64), lang: Lang) {
        let scale = self.scale();
        let count = known.decision.levels.len();
        for value in scale.ticks() {
            let x = scale.at(value);
            drawing.line(
                (x, top - 4.0),
                (x, top + row * count as f64),
                if value == 0.0 { BASE } else { RULE },
            );
        }
        for format in 0..count {
            let y = top + row * (format as f64 + 0.5);
            let Some(shared) = self.of(known, format) else { continue };
            let base = y + 0.36 * LABEL.size;
            if !shared.share.is_finite() {
                drawing.text(say(lang, "chart.nothing-varies"), (self.from + 10.0, base), SMALL);
                continue;
            }
            bar(drawing, &scale, &shared, (y, 0.34 * row));
            let share = figures::share(shared.share, lang);
            let bold = Type { weight: Weight::Bold, ..LABEL };
            drawing.text(&share, (self.to - FIGURE + 92.0, base), bold.anchored(Anchor::End));
            drawing.text(&range(&shared, lang), (self.to - FIGURE + 106.0, base), SMALL);
        }
    }

    fn ticks(&self, drawing: &mut Drawing, base: f64, lang: Lang) {
        let scale = self.scale();
        for value in scale.ticks() {
            let letters = SMALL.anchored(Anchor::Middle);
            drawing.text(&figures::share(value, lang), (scale.at(value), base), letters);
        }
    }
}

/// The parts of the whole, from zero to one: what cannot be negative is not drawn so.
fn split(shared: &Shared) -> [f64; 3] {
    let [common, specific] = [shared.parts.common, shared.parts.specific].map(|part| part.max(0.0));
    let chance = 1.0 - shared.share;
    let of = |part: f64| if common + specific > 0.0 { chance * part / (common + specific) } else { 0.0 };
    [shared.share, of(common), of(specific)]
}

fn bar(drawing: &mut Drawing, scale: &Scale, shared: &Shared, (y, half): (f64, f64)) {
    let mut from = 0.0;
    for (part, (_, colour)) in split(shared).into_iter().zip(PARTS) {
        let (left, right) = (scale.at(from), scale.at((from + part).min(1.0)));
        if right - left >= 0.3 {
            drawing.bar((left, y - half), (right, y + half), "part", colour);
        }
        if from > 0.0 {
            // white between neighbours, for those who see no colour
            drawing.line((left, y - half), (left, y + half), WHITE);
        }
        from += part;
    }
    let ends = [shared.interval.low, shared.interval.high];
    if ends.iter().all(|end| end.is_finite()) {
        let [low, high] = ends.map(|end| scale.clamped(end));
        for (colour, width) in [("#ffffff", 11.0), (INK, 5.0)] {
            drawing.line((low, y), (high, y), Pen { class: "interval", colour, width, dash: "" });
        }
    }
}

fn range(shared: &Shared, lang: Lang) -> String {
    let [low, high] = [shared.interval.low, shared.interval.high].map(|share| number(100.0 * share, 0, lang));
    format!("({})", fill(say(lang, "list.to"), &[("low", &low), ("high", &high)]))
}

/// Names the parts, in the order of the bars; tells where the names end.
fn key(drawing: &mut Drawing, (top, width): (f64, f64), lang: Lang) -> f64 {
    let (mut x, mut base) = (0.0, top + SMALL.size);
    for (name, colour) in PARTS {
        let label = say(lang, name);
        let wide = 32.0 + SMALL.width(label) + 34.0;
        if x > 0.0 && x + wide - 34.0 > width {
            (x, base) = (0.0, base + 1.5 * SMALL.size);
        }
        drawing.bar((x, base - 0.8 * SMALL.size), (x + 24.0, base + 0.1 * SMALL.size), "key", colour);
        drawing.text(label, (x + 32.0, base), Type { colour: INK, ..SMALL });
        x += wide;
    }
    base + 26.0
}

/// On which indicators assumptions weigh more than chance under every format, on which less.
fn title(knowledge: &Knowledge, lang: Lang) -> String {
    let mut groups: [Vec<String>; 3] = Default::default();
    for known in &knowledge.known {
        let shares: Vec<&Shared> =
            known.decision.levels.iter().filter(|level| level.share.is_finite()).collect();
        let all = |holds: fn(&Shared) -> bool| !shares.is_empty() && shares.iter().all(|s| holds(s));
        let group = match () {
            () if all(|shared| shared.interval.low > 0.5) => 0,
            () if all(|shared| shared.interval.high < 0.5) => 1,
            () => 2,
        };
        groups[group].push(claims::quoted(known.indicator.label.get(lang), lang));
    }
    let keys = ["chart.assumptions-more", "chart.chance-more", "chart.neither-more"];
    let clauses: Vec<String> = keys
        .into_iter()
        .zip(&groups)
        .filter(|(_, labels)| !labels.is_empty())
        .map(|(key, labels)| fill(say(lang, key), &[("labels", &claims::listed(labels, lang))]))
        .collect();
    claims::headed(say(lang, "chart.variance-heading"), &clauses.join(say(lang, "chart.then")), lang)
}

fn spoken(scene: &Drawn) -> String {
    let lang = scene.lang;
    scene.spoken(|known, format, name| {
        let level = &known.decision.levels[format];
        let value = match level.share.is_finite() {
            true => [figures::share(level.share, lang), range(level, lang)].join(" "),
            false => say(lang, "chart.nothing-varies").to_owned(),
        };
        fill(say(lang, "chart.figure"), &[("format", name), ("value", &value)])
    })
}

fn table(knowledge: &Knowledge) -> Table {
    let mut table = Table::of(&[
        "indicator",
        "format",
        "of",
        "variance_assumptions",
        "variance_common_chance",
        "variance_specific_chance",
        "share_assumptions",
        "share_low",
        "share_high",
    ]);
    for known in &knowledge.known {
        for (differences, of) in [(false, "level"), (true, "difference")] {
            let panel = Panel { name: "", differences, from: 0.0, to: 1.0 };
            for (format, name) in knowledge.manifest.formats.iter().enumerate() {
                let Some(Shared { parts, share, interval }) = panel.of(known, format) else { continue };
                let variances = [parts.knowledge, parts.common, parts.specific];
                let numbers: Vec<f64> =
                    variances.into_iter().chain([share, interval.low, interval.high]).collect();
                table.push(&[known.indicator.id, &name.id, of], &numbers);
            }
        }
    }
    table
}
