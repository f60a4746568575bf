//! What people see: one registry of charts, each drawn from stored results alone.

mod axis;
mod claims;
mod composition;
mod conditions;
mod dependence;
mod differences;
mod differences_row;
mod distribution;
mod facets;
mod fans;
mod measure;
mod flows;
mod fonts;
mod matrix;
mod names;
mod palette;
mod panels;
#[cfg(feature = "pdf")]
mod pdf;
mod png;
mod registry;
mod regret;
mod retention;
mod sheet;
mod survival;
mod svg;
mod table;
mod variance;
mod who_gains;
mod write;

pub use fonts::files as letters;
pub use png::render_png;
pub use registry::{CHARTS, Chart, OF_DRAWS, OF_SENSITIVITY, OfDraws, OfSensitivity, Part, applicable, find};
pub use table::Table;
pub use write::{FOLDER, clear, write_all, write_both_widths, write_drawn, write_sensitivity};

use crate::comparison::Comparison;
use crate::discovery::{Knowledge, Known};
use crate::experiment::results::Results;
use crate::sensitivity::Sensitivity;
use crate::words::{Lang, say};

/// How wide a chart is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Size {
    /// One of two columns of an A4 page.
    Narrow,
    /// The whole width between the margins of an A4 page.
    #[default]
    Wide,
}

/// Every width.
pub const SIZES: [Size; 2] = [Size::Wide, Size::Narrow];

impl Size {
    /// The width of the chart in tenths of a millimetre, the white about it not counted.
    pub fn width(self) -> f64 {
        match self {
            Size::Narrow => 760.0,
            Size::Wide => 1660.0,
        }
    }
}

/// What is drawn, for whom.
#[derive(Clone, Copy, Debug)]
pub struct Scene<'a> {
    /// What is stored of a run.
    pub results: &'a Results,
    /// What its pairs bear.
    pub comparison: &'a Comparison,
    /// The language of titles, labels and figures.
    pub lang: Lang,
    /// How wide.
    pub size: Size,
}

/// What is drawn of a run over drawn parameters, for whom.
#[derive(Clone, Copy, Debug)]
pub struct Drawn<'a> {
    /// What it says.
    pub knowledge: &'a Knowledge,
    /// The language of titles, labels and figures.
    pub lang: Lang,
    /// How wide.
    pub size: Size,
}

impl Drawn<'_> {
    /// Indicator by indicator what `figure` says of each format, by its place and its name.
    fn spoken(&self, figure: impl Fn(&Known, usize, &str) -> String) -> String {
        let (formats, lang) = (&self.knowledge.manifest.formats, self.lang);
        let of = |known: &Known| {
            let named = formats.iter().enumerate();
            let list: Vec<String> =
                named.map(|(format, name)| figure(known, format, name.label.get(lang))).collect();
            claims::headed(known.indicator.label.get(lang), &list.join(say(lang, "chart.then")), lang) + "."
        };
        self.knowledge.known.iter().map(of).collect::<Vec<_>>().join(" ")
    }
}

/// What is drawn of a study of sensitivity, for whom.
#[derive(Clone, Copy, Debug)]
pub struct Depends<'a> {
    /// What it found.
    pub study: &'a Sensitivity,
    /// The language of titles, labels and figures.
    pub lang: Lang,
    /// How wide.
    pub size: Size,
}

/// A drawn chart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Picture {
    /// The drawing, its text as text, its letters inside.
    pub svg: String,
    /// What is drawn, as numbers.
    pub data: Table,
    /// What someone who does not see it reads instead.
    pub alt: String,
    /// The finding.
    pub title: String,
    /// The language of all that.
    pub lang: Lang,
}

impl Picture {
    /// The drawing as a page of its own size; nothing in a program built without PDF.
    pub fn pdf(&self) -> std::io::Result<Option<Vec<u8>>> {
        #[cfg(feature = "pdf")]
        return pdf::render(self).map(Some);
        #[cfg(not(feature = "pdf"))]
        Ok(None)
    }

    /// The drawing at 300 dots to the inch.
    pub fn png(&self) -> Vec<u8> {
        render_png(&self.svg)
    }
}
