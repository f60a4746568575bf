//! What stands around every chart: the finding, what is drawn, and where it comes from.

use super::axis::Scale;
use super::fonts::Weight;
use super::palette::{INK, LABEL, MUTED, NAME, POINT, SMALL, letters};
use super::svg::{Anchor, Drawing, Point, Type};
use super::{Picture, Scene, Size, Table};
use crate::experiment::results::Provenance;
use crate::sweep::Manifest;
use crate::words::numbers::number;
use crate::words::{Lang, fill, say};

/// What fills an A4 sheet on its side between margins of 1 cm.
pub const LANDSCAPE: f64 = 2730.0;
/// What a chart may take of an upright A4 sheet between margins of 2 cm, and of one on its side.
pub const TALLEST: f64 = 2530.0;
/// The same on its side.
pub const TALLEST_LANDSCAPE: f64 = 1840.0;

const TITLE: Type = letters(10.5, Weight::Bold, INK);
const SUBTITLE: Type = letters(8.0, Weight::Regular, MUTED);
const FOOT: Type = letters(6.5, Weight::Regular, MUTED);
/// Base line to base line, as a share of the size of letters.
const LEADING: f64 = 1.3;

/// What is written about a chart: the finding, what is drawn, where it comes from.
struct Texts<'a> {
    title: String,
    what: &'a str,
    foot: String,
}

/// A sheet being drawn.
pub struct Sheet {
    /// The marks so far.
    pub drawing: Drawing,
    /// How wide it is.
    pub width: f64,
    /// Where the chart itself begins.
    pub top: f64,
    lang: Lang,
    title: String,
    subtitle: String,
    foot: String,
}

impl Sheet {
    /// A sheet with its title and subtitle, ready for the chart: the finding, what is drawn, then of whom.
    pub fn new(scene: &Scene, width: f64, title: String, what: &str) -> Sheet {
        let provenance = &scene.results.provenance;
        let foot = source(provenance, scene.results.replications.len(), scene.lang);
        Sheet::of(provenance, scene.lang, width, Texts { title, what, foot })
    }

    /// The same for what was drawn over many points of the parameters.
    pub fn of_points(manifest: &Manifest, lang: Lang, width: f64, title: String, what: &str) -> Sheet {
        let foot = source_of_points(manifest, lang);
        Sheet::of(&manifest.provenance, lang, width, Texts { title, what, foot })
    }

    fn of(provenance: &Provenance, lang: Lang, width: f64, texts: Texts) -> Sheet {
        let mut drawing = Drawing::default();
        let Texts { title, what, foot } = texts;
        let subtitle = [what, &population(provenance, lang)].join(" ");
        let narrow = width < 0.6 * Size::Wide.width();
        let (heading, under) = if narrow {
            (Type { size: 9.0 * POINT, ..TITLE }, Type { size: 7.0 * POINT, ..SUBTITLE })
        } else {
            (TITLE, SUBTITLE)
        };
        let below = paragraph(&mut drawing, &heading.balance(&title, width), heading, 0.0);
        let below = paragraph(&mut drawing, &under.balance(&subtitle, width), under, below + 8.0);
        Sheet { drawing, width, top: below + 20.0, lang, title, subtitle, foot }
    }

    /// The picture that says that there is nothing to draw.
    pub fn nothing(mut self) -> Picture {
        let text = say(self.lang, "chart.no-data");
        self.drawing.text(text, (0.0, self.top + 2.0 * LABEL.size), LABEL);
        let bottom = self.top + 4.0 * LABEL.size;
        self.finish(bottom, "", text, Table::default())
    }

    /// How high the foot is under a chart with these notes.
    pub fn foot_height(&self, notes: &str) -> f64 {
        let lines = [notes, &self.foot].map(|text| FOOT.wrap(text, self.width).len());
        lines.iter().sum::<usize>() as f64 * FOOT.size * LEADING + 27.0
    }

    /// The finished picture, whose chart ends at `bottom`. `notes` say how to read it; `spoken` says in words
    /// what it shows.
    pub fn finish(mut self, bottom: f64, notes: &str, spoken: &str, data: Table) -> Picture {
        let below = paragraph(&mut self.drawing, &FOOT.wrap(notes, self.width), FOOT, bottom + 18.0);
        let below = paragraph(&mut self.drawing, &FOOT.wrap(&self.foot, self.width), FOOT, below);
        let curly = |text: &str| text.replace('\'', "’");
        let alt = curly(&[self.subtitle.as_str(), spoken].join(" "));
        let title = curly(&self.title);
        let svg = self.drawing.finish((self.width, (below + 8.0).ceil()), &title, &alt);
        Picture { svg, data, alt: [title.as_str(), &alt].join(". "), title, lang: self.lang }
    }
}

/// Draws the lines from the left edge, and tells where they end.
fn paragraph(drawing: &mut Drawing, lines: &[String], letters: Type, top: f64) -> f64 {
    let mut base = top;
    for line in lines {
        base += letters.size * LEADING;
        drawing.text(line, (0.0, base), letters);
    }
    base
}

/// A sentence on whom and which years the chart is about.
fn population(provenance: &Provenance, lang: Lang) -> String {
    let last = provenance.launch.1.max(1) as i32 - 1 + provenance.months.max(1) as i32 - 1;
    let end = (provenance.launch.0 + last / 12, (last % 12 + 1) as u32);
    let values = [
        ("structures", number(provenance.structures as f64, 0, lang)),
        ("people", number(provenance.people as f64, 0, lang)),
        ("start", date(provenance.launch, lang)),
        ("end", date(end, lang)),
    ];
    fill(say(lang, "chart.population"), &values.each_ref().map(|(name, value)| (*name, value.as_str())))
}

/// A month and its year.
pub fn date((year, month): (i32, u32), lang: Lang) -> String {
    let names: Vec<&str> = say(lang, "chart.month-names").split_whitespace().collect();
    let name = names[(month.clamp(1, 12) - 1) as usize];
    format!("{name}\u{a0}{year}")
}

fn source(provenance: &Provenance, replications: usize, lang: Lang) -> String {
    let key = if replications == 1 { "chart.source-one" } else { "chart.source" };
    let values = [
        ("title", provenance.title.get(lang).to_owned()),
        ("version", provenance.version.clone()),
        ("run", provenance.run.clone()),
        ("seed", provenance.seed.to_string()),
        ("replications", number(replications as f64, 0, lang)),
    ];
    fill(say(lang, key), &values.each_ref().map(|(name, value)| (*name, value.as_str())))
}

fn source_of_points(manifest: &Manifest, lang: Lang) -> String {
    let (provenance, whole) = (&manifest.provenance, manifest.layout.whole());
    let count = |count: u32| number(count.into(), 0, lang);
    let values = [
        ("title", provenance.title.get(lang).to_owned()),
        ("version", provenance.version.clone()),
        ("run", provenance.run.clone()),
        ("seed", provenance.seed.to_string()),
        ("points", count(whole.points)),
        ("axes", count(manifest.design.vary.len() as u32)),
        ("replications", count(whole.replications)),
    ];
    fill(say(lang, "chart.source-points"), &values.each_ref().map(|(name, value)| (*name, value.as_str())))
}

/// Writes what the ticks of a horizontal scale stand for, leaving out those that would touch.
pub fn tick_labels(drawing: &mut Drawing, scale: &Scale, unit: f64, base: f64, lang: Lang) {
    const GAP: f64 = 10.0;
    let mut taken = f64::NEG_INFINITY;
    for value in scale.ticks() {
        let text = number(value / unit, scale.decimals(), lang);
        let (x, half) = (scale.at(value), SMALL.width(&text) / 2.0);
        if x - half >= taken + GAP {
            drawing.text(&text, (x, base), SMALL.anchored(Anchor::Middle));
            taken = x + half;
        }
    }
}

/// Writes the name of a block above `base`, in as many lines as it takes.
pub fn heading(drawing: &mut Drawing, text: &str, (base, width): (f64, f64)) {
    let lines = NAME.wrap(text, width);
    let first = base - 1.1 * NAME.size * (lines.len() - 1) as f64;
    for (place, line) in lines.iter().enumerate() {
        drawing.text(line, (0.0, first + 1.1 * NAME.size * place as f64), NAME);
    }
}

/// How much higher than one line the tallest of these names stands.
pub fn beyond_one_line(texts: impl Iterator<Item = String>, width: f64) -> f64 {
    let lines = texts.map(|text| NAME.wrap(&text, width).len()).max().unwrap_or(1);
    1.1 * NAME.size * lines.saturating_sub(1) as f64
}

/// Writes the text to the left of its point.
pub fn text_left(drawing: &mut Drawing, text: &str, at: Point, letters: Type) {
    drawing.text(text, at, letters.anchored(Anchor::End));
}
