//! What people see: one registry of charts, each drawn from stored results alone.

mod axis;
mod claims;
mod cost;
mod differences;
mod differences_row;
mod figures;
mod fonts;
mod monthly;
mod palette;
mod png;
mod retention;
mod sheet;
mod stability;
mod svg;
mod write;

pub use png::render_png;
pub use write::write_all;

use crate::comparison::Comparison;
use crate::experiment::results::Results;
use crate::words::Lang;

/// A chart.
#[derive(Clone, Copy, Debug)]
pub struct Chart {
    /// Its name in files.
    pub id: &'static str,
    /// Draws it.
    pub draw: fn(&Results, &Comparison, Lang) -> Picture,
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

/// Rows of a CSV file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// The names of the columns.
    pub head: Vec<&'static str>,
    /// The cells, row by row.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// A table without rows.
    fn of(head: &[&'static str]) -> Table {
        Table { head: head.to_vec(), rows: Vec::new() }
    }

    /// Adds a row: names, then numbers, of which those not defined leave their cell empty.
    fn push(&mut self, names: &[&str], numbers: &[f64]) {
        debug_assert_eq!(names.len() + numbers.len(), self.head.len(), "a row has a cell for each column");
        let cell = |number: &f64| if number.is_finite() { number.to_string() } else { String::new() };
        let names = names.iter().map(|name| (*name).to_owned());
        self.rows.push(names.chain(numbers.iter().map(cell)).collect());
    }
}

/// Every chart, in the order of a report.
pub const CHARTS: &[Chart] = &[
    Chart { id: "retention", draw: retention::draw },
    Chart { id: "cost", draw: cost::draw },
    Chart { id: "stability", draw: stability::draw },
    Chart { id: "monthly", draw: monthly::draw },
    Chart { id: "differences", draw: differences::draw },
];
