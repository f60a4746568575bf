//! When the ranking flips: the draws of the parameters on the two axes that restrict the box most, and the box.

use super::axis::Scale;
use super::palette::{AXIS, BASE, MUTED, NAME, RULE, SMALL, wear};
use super::sheet::{self, Sheet, TALLEST};
use super::svg::{Anchor, Drawing, Pen};
use super::{Drawn, Picture, Size, Table, claims, measure};
use crate::discovery::{Column, Flip, Knowledge, Known, Limit, Peeled, Rarer};
use crate::figures;
use crate::sweep::manifest::AxisRecord;
use crate::words::numbers::{number, with_unit};
use crate::words::{Lang, fill, say, typeset};

/// Rules drawn at most: the best, by the harmonic mean of coverage and density.
const MOST: usize = 6;
/// Panels side by side.
const ABREAST: usize = 2;
const GAP: f64 = 60.0;
/// A panel is at most so high.
const PANEL: f64 = 560.0;
/// Room for the figures of the upright axis.
const LEFT: f64 = 120.0;
/// Base line to base line.
const LINE: f64 = 1.2;
/// The tint of a box.
const BOX: &str = "#e3eef9";

/// A rule: of which indicator, its draws, its box.
struct Rule<'a> {
    known: &'a Known,
    flip: &'a Flip,
    chosen: &'a Peeled,
    across: Side,
    up: Side,
}

/// An axis of a panel: the parameter, or the difference itself where one parameter is all that the box restricts.
struct Side {
    column: Option<usize>,
    values: Vec<f64>,
    low: f64,
    high: f64,
}

/// Whether a rule was found whose conditions are limits of numbers.
pub fn applies(knowledge: &Knowledge) -> bool {
    !rules(knowledge).is_empty()
}

/// Draws the chart.
pub fn draw(scene: &Drawn) -> Picture {
    let (knowledge, lang, width) = (scene.knowledge, scene.lang, scene.size.width());
    let rules = rules(knowledge);
    let what = say(lang, "chart.conditions-what");
    let title = title(&rules, knowledge, lang);
    let mut sheet = Sheet::of_points(&knowledge.manifest, lang, width, title, what);
    if rules.is_empty() {
        return sheet.nothing();
    }
    let notes = say(lang, "chart.conditions-how");
    let most = if scene.size == Size::Narrow { 1 } else { ABREAST };
    let abreast = rules.len().min(most);
    let each = (width - GAP * (abreast - 1) as f64) / abreast as f64;
    let texts: Vec<[Vec<String>; 3]> =
        rules.iter().map(|rule| rule.texts(knowledge, (each, rules.len() == 1), lang)).collect();
    let around = |texts: &[Vec<String>; 3]| {
        LINE * (NAME.size * texts[0].len() as f64 + SMALL.size * (texts[1].len() + texts[2].len()) as f64)
            + 2.5 * SMALL.size
            + 60.0
    };
    let rows = rules.len().div_ceil(abreast) as f64;
    let taken: f64 = texts.chunks(abreast).map(|row| row.iter().map(around).fold(0.0, f64::max)).sum();
    let room = (TALLEST - sheet.top - sheet.foot_height(notes) - taken - 20.0) / rows;
    let height = room.clamp(160.0, PANEL);
    let mut top = sheet.top + 10.0;
    for (row, texts) in rules.chunks(abreast).zip(texts.chunks(abreast)) {
        let taken = texts.iter().map(around).fold(0.0, f64::max);
        let heads = texts.iter().map(head_height).fold(0.0, f64::max);
        for (place, (rule, texts)) in row.iter().zip(texts).enumerate() {
            let from = place as f64 * (each + GAP);
            let frame = Frame { from, to: from + each, top: top + heads, height, lang };
            frame.draw(&mut sheet.drawing, rule, texts, knowledge);
        }
        top += taken + height;
    }
    let spoken = rules.iter().map(|rule| rule.told(knowledge, lang) + ".").collect::<Vec<_>>().join(" ");
    sheet.finish(top, notes, &spoken, table(&rules, knowledge))
}

fn head_height(texts: &[Vec<String>; 3]) -> f64 {
    LINE * (NAME.size * texts[0].len() as f64 + SMALL.size * (texts[1].len() + 1) as f64) + 20.0
}

/// The best rules, by what they find and how purely.
fn rules(knowledge: &Knowledge) -> Vec<Rule<'_>> {
    let of_known = |known| knowledge_rules(knowledge, known);
    let mut rules: Vec<Rule> = knowledge.known.iter().flat_map(of_known).collect();
    let worth = |rule: &Rule| {
        let Peeled { coverage, density, .. } = rule.chosen;
        2.0 * coverage * density / (coverage + density)
    };
    rules.sort_by(|a, b| worth(b).total_cmp(&worth(a)));
    rules.truncate(MOST);
    rules
}

fn knowledge_rules<'a>(knowledge: &'a Knowledge, known: &'a Known) -> Vec<Rule<'a>> {
    let rule = |flip: &'a Flip| {
        let chosen = flip.chosen.as_ref()?;
        let columns = flip.at(&knowledge.draws);
        let mut axes: Vec<(usize, f64)> = Vec::new();
        for condition in &chosen.conditions {
            if !matches!(columns[condition.column], Column::Numbers(_)) {
                continue;
            }
            match axes.iter_mut().find(|(column, _)| *column == condition.column) {
                Some((_, quasi_p)) => *quasi_p = quasi_p.min(condition.quasi_p),
                None => axes.push((condition.column, condition.quasi_p)),
            }
        }
        // the least likely by chance restrict most
        axes.sort_by(|a, b| a.1.total_cmp(&b.1));
        let across = Side::of(&columns, axes.first()?.0, chosen)?;
        let difference = || Side {
            column: None,
            values: flip.differences.clone(),
            low: f64::NEG_INFINITY,
            high: f64::INFINITY,
        };
        let second = axes.get(1).and_then(|(column, _)| Side::of(&columns, *column, chosen));
        Some(Rule { known, flip, chosen, across, up: second.unwrap_or_else(difference) })
    };
    known.flips.iter().filter_map(rule).collect()
}

impl Side {
    fn of(columns: &[Column], column: usize, chosen: &Peeled) -> Option<Side> {
        let Column::Numbers(values) = &columns[column] else { return None };
        let (mut low, mut high) = (f64::NEG_INFINITY, f64::INFINITY);
        for condition in chosen.conditions.iter().filter(|condition| condition.column == column) {
            match condition.limit {
                Limit::AtLeast(least) => low = low.max(least),
                Limit::AtMost(most) => high = high.min(most),
                Limit::Not(_) => {}
            }
        }
        Some(Side { column: Some(column), values: values.clone(), low, high })
    }

    fn scale(&self, ticks: f64) -> Scale {
        Scale::holding(self.values.iter().copied(), ticks)
    }

    /// Its name: the parameter's, or the indicator's difference.
    fn name(&self, knowledge: &Knowledge, rule: &Rule, lang: Lang) -> String {
        match self.axis(knowledge) {
            Some(axis) => {
                let unit = if axis.unit.en == "share" { "%" } else { axis.unit.get(lang) };
                measure::with_name(&typeset(lang, axis.label.get(lang)), &typeset(lang, unit), lang)
            }
            None => {
                let indicator = rule.known.indicator;
                let unit = figures::short_unit_of_differences(indicator.unit, lang);
                let reference = knowledge.manifest.formats[0].short.get(lang);
                let difference = fill(say(lang, "chart.conditions-difference"), &[("reference", reference)]);
                measure::with_name(&difference, unit, lang)
            }
        }
    }

    fn axis<'a>(&self, knowledge: &'a Knowledge) -> Option<&'a AxisRecord> {
        self.column.map(|column| &knowledge.manifest.design.vary[column])
    }

    /// A value as it stands on the axis: a share in per cent.
    fn tick(&self, value: f64, scale: &Scale, knowledge: &Knowledge, lang: Lang) -> String {
        match self.axis(knowledge) {
            Some(axis) if axis.unit.en == "share" => {
                number(100.0 * value, scale.decimals().saturating_sub(2), lang)
            }
            _ => number(value, scale.decimals(), lang),
        }
    }
}

impl Rule<'_> {
    /// What the rule says, as a sentence.
    fn told(&self, knowledge: &Knowledge, lang: Lang) -> String {
        let formats = &knowledge.manifest.formats;
        let case = match self.flip.rarer {
            Rarer::Better => "flips.better",
            Rarer::Worse => "flips.worse",
            Rarer::NoBetter => "flips.no-better",
        };
        let percent = |share: f64| with_unit(&number(100.0 * share, 0, lang), "%", lang);
        let base = self.flip.count() as f64 / self.flip.rows.len() as f64;
        let values = [
            ("label", self.known.indicator.label.get(lang).to_owned()),
            ("format", formats[self.flip.format].short.get(lang).to_owned()),
            ("other", formats[0].short.get(lang).to_owned()),
            ("case", say(lang, case).to_owned()),
            ("density", percent(self.chosen.density)),
            ("base", percent(base)),
        ];
        fill(
            say(lang, "chart.conditions-rule"),
            &values.each_ref().map(|(name, value)| (*name, value.as_str())),
        )
    }

    /// Every condition of the box.
    fn conditions(&self, knowledge: &Knowledge, lang: Lang) -> String {
        let one = |condition: &crate::discovery::Condition| {
            let axis = &knowledge.manifest.design.vary[condition.column];
            let (sign, value) = match &condition.limit {
                Limit::AtLeast(least) => ("≥", axis.written(*least, lang)),
                Limit::AtMost(most) => ("≤", axis.written(*most, lang)),
                Limit::Not(word) => ("≠", word.clone()),
            };
            format!("{} {sign}\u{a0}{value}", typeset(lang, axis.label.get(lang)))
        };
        let list: Vec<String> = self.chosen.conditions.iter().map(one).collect();
        claims::headed(say(lang, "chart.conditions-box"), &list.join(say(lang, "chart.then")), lang)
    }

    /// The head, what the box is, and the name of the level axis, each in lines.
    fn texts(&self, knowledge: &Knowledge, (width, alone): (f64, bool), lang: Lang) -> [Vec<String>; 3] {
        let name = self.across.name(knowledge, self, lang);
        let told = self.told(knowledge, lang);
        [
            // the title tells an only rule already
            if alone { Vec::new() } else { NAME.wrap(&told, width) },
            SMALL.wrap(&self.conditions(knowledge, lang), width),
            SMALL.wrap(&name, width - LEFT),
        ]
    }
}

/// Where a panel stands.
struct Frame {
    from: f64,
    to: f64,
    top: f64,
    height: f64,
    lang: Lang,
}

impl Frame {
    fn draw(&self, drawing: &mut Drawing, rule: &Rule, texts: &[Vec<String>; 3], knowledge: &Knowledge) {
        let lang = self.lang;
        let [head, conditions, name] = texts;
        let up = rule.up.name(knowledge, rule, lang);
        let lines = SMALL.wrap(&up, self.to - self.from);
        let mut base = self.top - 14.0 - LINE * SMALL.size * (lines.len() - 1) as f64;
        let above = base - LINE * SMALL.size;
        for line in &lines {
            drawing.text(line, (self.from, base), SMALL);
            base += LINE * SMALL.size;
        }
        let mut base = above - LINE * SMALL.size * (conditions.len() - 1) as f64 - 4.0;
        let first = base - LINE * NAME.size * head.len() as f64;
        for line in conditions {
            drawing.text(line, (self.from, base), SMALL);
            base += LINE * SMALL.size;
        }
        for (place, line) in head.iter().enumerate() {
            drawing.text(line, (self.from, first + LINE * NAME.size * place as f64), NAME);
        }
        let (left, bottom) = (self.from + LEFT, self.top + self.height);
        let across = rule.across.scale(4.0).on(left, self.to - 12.0);
        let upwards = rule.up.scale(4.0).on(bottom - 10.0, self.top + 10.0);
        self.boxed(drawing, rule, &across, &upwards);
        self.grid(drawing, rule, (&across, &upwards), knowledge);
        self.draws(drawing, rule, &across, &upwards);
        let mut base = bottom + 2.6 * SMALL.size;
        for line in name {
            let at = ((left + self.to) / 2.0, base);
            drawing.text(line, at, SMALL.anchored(Anchor::Middle));
            base += LINE * SMALL.size;
        }
    }

    /// The box, which goes to the edge of the frame where it has no limit.
    fn boxed(&self, drawing: &mut Drawing, rule: &Rule, across: &Scale, up: &Scale) {
        let (left, right) = (across.clamped(rule.across.low), across.clamped(rule.across.high));
        let (low, high) = (up.clamped(rule.up.low), up.clamped(rule.up.high));
        let corners = [(left, high), (right, high), (right, low), (left, low)];
        drawing.area(&corners, "box", BOX, 1.0);
        let pen = Pen { class: "limit", colour: MUTED, width: 3.5, dash: "10 6" };
        let limits = [
            (rule.across.low, (left, high), (left, low)),
            (rule.across.high, (right, high), (right, low)),
            (rule.up.low, (left, low), (right, low)),
            (rule.up.high, (left, high), (right, high)),
        ];
        for (limit, from, to) in limits {
            if limit.is_finite() {
                drawing.line(from, to, pen);
            }
        }
    }

    fn grid(
        &self,
        drawing: &mut Drawing,
        rule: &Rule,
        (across, up): (&Scale, &Scale),
        knowledge: &Knowledge,
    ) {
        let ((low, high), bottom) = (across.ends(), self.top + self.height);
        for value in up.ticks() {
            let y = up.at(value);
            let zero = rule.up.column.is_none() && value == 0.0;
            drawing.line((across.at(low), y), (across.at(high), y), if zero { BASE } else { RULE });
            let text = rule.up.tick(value, up, knowledge, self.lang);
            sheet::text_left(drawing, &text, (self.from + LEFT - 12.0, y + 0.36 * SMALL.size), SMALL);
        }
        drawing.line((across.at(low), bottom), (across.at(high), bottom), BASE);
        for value in across.ticks() {
            let x = across.at(value);
            drawing.line((x, bottom), (x, bottom + 7.0), BASE);
            let text = rule.across.tick(value, across, knowledge, self.lang);
            drawing.text(&text, (x, bottom + 1.4 * SMALL.size), SMALL.anchored(Anchor::Middle));
        }
    }

    /// Cases are filled, the others are rings.
    fn draws(&self, drawing: &mut Drawing, rule: &Rule, across: &Scale, up: &Scale) {
        let wear = wear(rule.flip.format);
        let places = rule.across.values.iter().zip(&rule.up.values).zip(&rule.flip.cases);
        for filled in [false, true] {
            for ((x, y), case) in places.clone().filter(|(_, case)| **case == filled) {
                let at = (across.at(*x), up.at(*y));
                match case {
                    true => drawing.marker(wear.marker, at, 11.0, wear.colour),
                    false => drawing.ring(at, 8.0, "other", AXIS),
                }
            }
        }
    }
}

/// The rule that finds most, most purely.
fn title(rules: &[Rule], knowledge: &Knowledge, lang: Lang) -> String {
    let heading = say(lang, "chart.conditions-heading");
    match rules.first() {
        Some(best) => claims::headed(heading, &best.told(knowledge, lang), lang),
        None => claims::headed(heading, say(lang, "chart.conditions-none"), lang),
    }
}

fn table(rules: &[Rule], knowledge: &Knowledge) -> Table {
    let mut table =
        Table::of(&["indicator", "format", "against", "across", "up", "is_case", "inside", "x", "y"]);
    for rule in rules {
        let formats = &knowledge.manifest.formats;
        let path = |side: &Side| side.axis(knowledge).map_or("difference", |axis| axis.path.as_str());
        let inside = |x: f64, y: f64| {
            (rule.across.low..=rule.across.high).contains(&x) && (rule.up.low..=rule.up.high).contains(&y)
        };
        let places = rule.across.values.iter().zip(&rule.up.values).zip(&rule.flip.cases);
        for ((x, y), case) in places {
            let names = [
                rule.known.indicator.id,
                &formats[rule.flip.format].id,
                &formats[0].id,
                path(&rule.across),
                path(&rule.up),
                &case.to_string(),
                &inside(*x, *y).to_string(),
            ];
            table.push(&names, &[*x, *y]);
        }
    }
    table
}
