//! What stands around every chart: the finding, what is drawn, and where it comes from.

use super::fonts::Weight;
use super::palette::{INK, LABEL, MUTED, letters, wear};
use super::svg::{Anchor, Drawing, Point, Type};
use super::{Picture, Table};
use crate::experiment::results::{FormatName, Provenance, Results};
use crate::words::numbers::number;
use crate::words::{Lang, fill, say};

/// One A4 column between margins of 2 cm.
pub const COLUMN: f64 = 1700.0;
/// An A4 sheet on its side between margins of 1 cm.
pub const LANDSCAPE: Point = (2770.0, 1900.0);

const TITLE: Type = letters(10.5, Weight::Bold, INK);
const SUBTITLE: Type = letters(8.0, Weight::Regular, MUTED);
const FOOT: Type = letters(6.5, Weight::Regular, MUTED);
/// Base line to base line, as a share of the size of letters.
const LEADING: f64 = 1.3;

/// A sheet being drawn.
pub struct Sheet {
    /// The marks so far.
    pub drawing: Drawing,
    /// How wide it is.
    pub width: f64,
    /// Where the chart itself begins.
    pub top: f64,
    /// The language of what people read.
    pub lang: Lang,
    title: String,
    subtitle: String,
    foot: String,
}

impl Sheet {
    /// A sheet with its title and subtitle, ready for the chart.
    pub fn new(width: f64, title: String, subtitle: String, results: &Results, lang: Lang) -> Sheet {
        let mut drawing = Drawing::default();
        let below = paragraph(&mut drawing, &title, TITLE, width, 0.0, 4);
        let below = paragraph(&mut drawing, &subtitle, SUBTITLE, width, below + 8.0, 5);
        let foot = source(&results.provenance, results.replications.len(), lang);
        Sheet { drawing, width, top: below + 20.0, lang, title, subtitle, foot }
    }

    /// How high the foot is under a chart with these notes.
    pub fn foot_height(&self, notes: &str) -> f64 {
        let lines = [notes, &self.foot].map(|text| FOOT.wrap(text, self.width, 6).len());
        lines.iter().sum::<usize>() as f64 * FOOT.size * LEADING + 26.0
    }

    /// The finished picture, whose chart ends at `bottom`. `notes` say how to read it; `spoken` says in words
    /// what it shows.
    pub fn finish(mut self, bottom: f64, notes: &str, spoken: &str, data: Table) -> Picture {
        let below = paragraph(&mut self.drawing, notes, FOOT, self.width, bottom + 18.0, 6);
        let below = paragraph(&mut self.drawing, &self.foot, FOOT, self.width, below, 6);
        let alt = [self.subtitle.as_str(), spoken].join(" ");
        let svg = self.drawing.finish((self.width, (below + 8.0).ceil()), &self.title, &alt);
        Picture { svg, data, alt: [self.title.as_str(), &alt].join(". "), title: self.title }
    }
}

/// Draws the text from the left edge, and tells where it ends.
fn paragraph(drawing: &mut Drawing, text: &str, letters: Type, width: f64, top: f64, most: usize) -> f64 {
    let mut base = top;
    for line in letters.wrap(text, width, most) {
        base += letters.size * LEADING;
        drawing.text(&line, (0.0, base), letters);
    }
    base
}

/// A sentence on whom and which years the chart is about.
pub fn population(provenance: &Provenance, lang: Lang) -> String {
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

/// The format's names beside its marker, its top left corner at `at`: the short one, then the full one if it
/// says more. Tells how high both are.
pub fn name(
    drawing: &mut Drawing,
    formats: &[FormatName],
    format: usize,
    at: Point,
    room: f64,
    lang: Lang,
) -> f64 {
    const MARKER: f64 = 34.0;
    let (short, full) = (formats[format].short.get(lang), formats[format].label.get(lang));
    let bold = Type { weight: Weight::Bold, ..LABEL };
    let base = at.1 + 0.8 * LABEL.size;
    let wear = wear(format);
    drawing.marker(wear.marker, (at.0 + 11.0, base - 0.36 * LABEL.size), 10.0, wear.colour);
    drawing.text(&bold.cut(short, room - MARKER), (at.0 + MARKER, base), bold);
    let mut lines = 0.0;
    if full != short {
        for line in FOOT.wrap(full, room - MARKER, 2) {
            lines += 1.0;
            drawing.text(&line, (at.0 + MARKER, base + lines * FOOT.size * 1.2), FOOT);
        }
    }
    LABEL.size + lines * FOOT.size * 1.2
}

/// Writes the text to the left of its point.
pub fn text_left(drawing: &mut Drawing, text: &str, at: Point, letters: Type) {
    drawing.text(text, at, letters.anchored(Anchor::End));
}
