//! What people see: one registry of charts, each drawn from stored results alone.

mod axis;
mod claims;
mod composition;
mod differences;
mod differences_row;
mod distribution;
mod facets;
mod fans;
mod figures;
mod flows;
mod fonts;
mod matrix;
mod names;
mod palette;
mod panels;
mod png;
mod registry;
mod retention;
mod sheet;
mod survival;
mod svg;
mod table;
mod who_gains;
mod write;

pub use fonts::files as letters;
pub use png::render_png;
pub use registry::{CHARTS, Chart, applicable, find};
pub use table::Table;
pub use write::{clear, write_all};

use crate::comparison::Comparison;
use crate::experiment::results::Results;
use crate::words::Lang;

/// How wide a chart is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Size {
    /// One of two columns of an A4 page.
    Narrow,
    /// The whole width between the margins of an A4 page.
    #[default]
    Wide,
}

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

/// A drawn chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// The drawing, its text as text, its letters inside.
    pub svg: String,
    /// What is drawn, as numbers.
    pub data: Table,
    /// What someone who does not see it reads instead.
    pub alt: String,
    /// The finding.
    pub title: String,
}

impl Picture {
    /// The drawing at 300 dots to the inch.
    pub fn png(&self) -> Vec<u8> {
        render_png(&self.svg)
    }
}
