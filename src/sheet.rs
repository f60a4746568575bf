//! How is a CSV file with named columns read, so that every fault has its place?

use std::ops::Range;
use std::sync::Arc;

use crate::error::{Error, Fault, Place, SourceText, both, nearest};

/// A file of rows under named columns.
#[derive(Debug)]
pub struct Sheet {
    source: Arc<SourceText>,
    header: csv::StringRecord,
    rows: Vec<csv::StringRecord>,
    /// Faults of lines that could not be read at all.
    pub faults: Vec<Fault>,
}

/// What a sheet does with columns it does not know.
#[derive(Clone, Copy, Debug)]
pub enum Others<'a> {
    /// It passes over them.
    Ignored,
    /// Only these may stand beside the required ones.
    Among(&'a [&'a str]),
}

impl Sheet {
    /// Reads a file, whose columns stand in any order; a missing or unknown column is an error.
    pub fn read(name: &str, text: &str, required: &[&str], others: Others) -> Result<Sheet, Error> {
        let source = SourceText::file(name, text.strip_prefix('\u{feff}').unwrap_or(text));
        let mut reader =
            csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(source.text.as_bytes());
        let header = reader.headers().map_err(|_| Error::fault(unreadable(&source, 0)))?.clone();
        let mut sheet = Sheet { source, header, rows: Vec::new(), faults: Vec::new() };
        Error::if_any(sheet.wrong_columns(required, others))?;
        for record in csv_records(&sheet.source.text) {
            match record {
                Ok(record) => sheet.rows.push(record),
                Err(at) => sheet.faults.push(unreadable(&sheet.source, at)),
            }
        }
        Ok(sheet)
    }

    fn wrong_columns(&self, required: &[&str], others: Others) -> Vec<Fault> {
        let end = self.source.text.find('\n').unwrap_or(self.source.text.len());
        let expected = both(
            format!("colonnes attendues, séparées par des virgules : {}", required.join(",")),
            format!("columns expected, with commas between: {}", required.join(",")),
        );
        let missing = required.iter().filter(|wanted| !self.has(wanted)).map(|wanted| {
            let text =
                both(format!("la colonne « {wanted} » manque"), format!("the column `{wanted}` is missing"));
            Fault::at(Place::new(&self.source, 0..end), text).help(expected.clone())
        });
        // another mark between columns is one fault, whatever it hides
        if self.header.len() == 1 && self.header.get(0).is_some_and(|head| head.contains([';', '\t'])) {
            return missing.take(1).collect();
        }
        let mut faults: Vec<Fault> = missing.collect();
        for (place, name) in self.header.iter().enumerate() {
            if !name.is_empty() && self.header.iter().take(place).any(|before| before == name) {
                let text = both(
                    format!("la colonne « {name} » est là deux fois"),
                    format!("the column `{name}` is there twice"),
                );
                faults.push(Fault::at(Place::new(&self.source, self.span(0, place)), text));
            }
        }
        let Others::Among(optional) = others else { return faults };
        for (place, name) in self.header.iter().enumerate() {
            if required.contains(&name) || optional.contains(&name) {
                continue;
            }
            let known = nearest(name, required.iter().chain(optional).copied());
            let text = both(
                format!("aucune colonne ne s'appelle « {name} »"),
                format!("no column is named `{name}`"),
            );
            let fault = Fault::at(Place::new(&self.source, self.span(0, place)), text);
            faults.push(fault.maybe_help(known.map(|known| {
                both(format!("vouliez-vous dire « {known} » ?"), format!("did you mean `{known}`?"))
            })));
        }
        faults
    }

    /// Whether the file has a column of that name.
    pub fn has(&self, column: &str) -> bool {
        self.header.iter().any(|name| name == column)
    }

    /// The first line as a place, for faults that concern the whole file.
    pub fn head(&self) -> Place {
        Place::new(&self.source, 0..0)
    }

    /// The columns in their order.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.header.iter()
    }

    /// The rows in their order.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|record| Row { sheet: self, record })
    }

    /// Where a field stands, from where its row starts: commas and line ends inside quotes belong to fields.
    fn span(&self, start: usize, field: usize) -> Range<usize> {
        let text = self.source.text.get(start..).unwrap_or("");
        let (mut quoted, mut passed, mut from) = (false, 0, 0);
        for (at, byte) in text.bytes().enumerate() {
            match byte {
                b'"' => quoted = !quoted,
                b',' | b'\n' | b'\r' if !quoted => {
                    if passed == field {
                        return start + from..start + at;
                    }
                    if byte != b',' {
                        // the row has fewer fields: its end is the place
                        return start + at..start + at;
                    }
                    (passed, from) = (passed + 1, at + 1);
                }
                _ => {}
            }
        }
        start + from..start + text.len()
    }
}

/// The rows as CSV: commas between, quotes where they are needed.
pub fn written(rows: &[Vec<String>]) -> String {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    for row in rows {
        writer.write_record(row).unwrap_or_else(|fault| panic!("memory takes every row: {fault}"));
    }
    let bytes = writer.into_inner().unwrap_or_else(|fault| panic!("memory takes every row: {fault}"));
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The records of a text, or where one cannot be read.
fn csv_records(text: &str) -> Vec<Result<csv::StringRecord, usize>> {
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let at = |wrong: csv::Error| wrong.position().map_or(0, |position| position.byte() as usize);
    reader.records().map(|record| record.map_err(at)).collect()
}

fn unreadable(source: &Arc<SourceText>, at: usize) -> Fault {
    Fault::at(
        Place::new(source, at..at),
        both("cette ligne n'est pas du CSV en UTF-8", "this line is not CSV in UTF-8"),
    )
}

/// One row of a sheet.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    sheet: &'a Sheet,
    record: &'a csv::StringRecord,
}

impl<'a> Row<'a> {
    /// What stands under a column; nothing where the row ends before or the file has no such column.
    pub fn text(&self, column: &str) -> &'a str {
        let place = self.sheet.header.iter().position(|name| name == column);
        place.and_then(|place| self.record.get(place)).unwrap_or("")
    }

    /// Where it stands.
    pub fn place(&self, column: &str) -> Place {
        let start = self.record.position().map_or(0, |position| position.byte() as usize);
        let field = self.sheet.header.iter().position(|name| name == column).unwrap_or(0);
        Place::new(&self.sheet.source, self.sheet.span(start, field))
    }

    /// A fault of what stands under a column.
    pub fn fault(&self, column: &str, fr: impl Into<String>, en: impl Into<String>) -> Fault {
        Fault::at(self.place(column), both(fr, en))
    }

    /// The number under a column.
    #[allow(clippy::result_large_err, reason = "faults are few and end the reading")]
    pub fn number(&self, column: &str) -> Result<f64, Fault> {
        let field = self.text(column);
        field.parse::<f64>().ok().filter(|number| number.is_finite()).ok_or_else(|| {
            self.fault(
                column,
                format!("« {field} » n'est pas un nombre"),
                format!("`{field}` is not a number"),
            )
            .label(both(
                format!("un nombre est attendu pour « {column} », à point décimal"),
                format!("`{column}` takes a number, with a decimal point"),
            ))
        })
    }

    /// One of a few words under a column, by what it stands for.
    #[allow(clippy::result_large_err, reason = "faults are few and end the reading")]
    pub fn one_of<T: Copy>(&self, column: &str, words: &[(&str, T)]) -> Result<T, Fault> {
        let field = self.text(column);
        let found = words.iter().find(|(word, _)| word.eq_ignore_ascii_case(field));
        found.map(|(_, meaning)| *meaning).ok_or_else(|| {
            let known: Vec<_> = words.iter().map(|(word, _)| *word).collect();
            let meant = nearest(field, known.iter().copied());
            let known = known.join(", ");
            self.fault(
                column,
                format!("« {field} » n'est pas une valeur de « {column} »"),
                format!("`{field}` is no value of `{column}`"),
            )
            .label(both(format!("l'un de : {known}"), format!("one of {known}")))
            .maybe_help(meant.map(|word| {
                both(format!("vouliez-vous dire « {word} » ?"), format!("did you mean `{word}`?"))
            }))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_found_behind_quoted_commas() {
        let sheet = Sheet::read("t.csv", "a,b\n\"1, 2\",x\n", &["a", "b"], Others::Ignored).unwrap();
        let row = sheet.rows().next().unwrap();
        assert_eq!((row.text("a"), row.place("b").text()), ("1, 2", "x"));
        assert_eq!(row.place("b").line_and_column(), (2, 8));
        assert!(row.number("b").is_err());
    }

    #[test]
    fn an_unknown_column_is_told_with_the_nearest_name() {
        let others = Others::Among(&["vat_liable"]);
        let told = Sheet::read("t.csv", "a,vat_liabel\n1,2\n", &["a"], others).unwrap_err().to_string();
        assert!(told.contains("t.csv:1:3") && told.contains("did you mean `vat_liable`"), "{told}");
    }

    #[test]
    fn a_column_that_comes_twice_is_a_fault_and_another_mark_between_columns_is_one() {
        let told = Sheet::read("t.csv", "a,b,a\n1,2,3\n", &["a"], Others::Ignored).unwrap_err().to_string();
        assert!(told.contains("t.csv:1:5") && told.contains("twice"), "{told}");
        let told = Sheet::read("t.csv", "a;b;c\n1;2;3\n", &["a", "b", "c"], Others::Ignored).unwrap_err();
        let Error::Input(faults) = told else { panic!("{told}") };
        assert_eq!(faults.len(), 1);
    }

    #[test]
    fn a_row_that_is_too_short_has_its_fault_at_its_end() {
        let sheet = Sheet::read("t.csv", "a,b\n1\n2,3\n", &["a", "b"], Others::Ignored).unwrap();
        let row = sheet.rows().next().unwrap();
        assert_eq!((row.text("b"), row.place("b").line_and_column()), ("", (2, 2)));
    }
}
