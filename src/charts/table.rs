//! The numbers behind a chart, for machines and for French spreadsheets.

/// Rows of a CSV file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// The names of the columns.
    pub head: Vec<&'static str>,
    /// The cells, row by row.
    pub rows: Vec<Vec<String>>,
    /// How many columns, the first ones, hold names.
    names: usize,
}

impl Table {
    /// A table without rows.
    pub(super) fn of(head: &[&'static str]) -> Table {
        Table { head: head.to_vec(), rows: Vec::new(), names: head.len() }
    }

    /// Adds a row: names, then numbers, of which those not defined leave their cell empty.
    pub(super) fn push(&mut self, names: &[&str], numbers: &[f64]) {
        debug_assert_eq!(names.len() + numbers.len(), self.head.len(), "a row has a cell for each column");
        let cell = |number: &f64| if number.is_finite() { number.to_string() } else { String::new() };
        self.names = names.len();
        let names = names.iter().map(|name| (*name).to_owned());
        self.rows.push(names.chain(numbers.iter().map(cell)).collect());
    }

    /// The rows with a decimal comma, as French spreadsheets read numbers.
    pub(super) fn with_commas(&self) -> Vec<Vec<String>> {
        let cell = |(place, cell): (usize, &String)| match place < self.names {
            true => cell.clone(),
            false => cell.replace('.', ","),
        };
        self.rows.iter().map(|row| row.iter().enumerate().map(cell).collect()).collect()
    }
}
