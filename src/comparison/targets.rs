//! Does the status quo look like the sourced facts? A file of targets, against what replications show.

use std::ops::Range;
use std::sync::Arc;

use super::statistics::Summary;
use crate::error::{Error, Fault, Place, SourceText, both, nearest};
use crate::indicators::observables::{self, OBSERVABLES, Observable};

/// The targets the program knows of itself.
pub const EMBEDDED: &str = include_str!("../../scenarios/validation_targets.csv");

/// The columns of a file of targets.
const COLUMNS: [&str; 7] = ["id", "fact", "unit", "value", "low", "high", "source"];

/// A sourced fact and the band in which the model is to find it.
#[derive(Clone, Debug)]
pub struct Target {
    /// The place of its observable in the registry.
    pub place: usize,
    /// What was found, in the words of the file.
    pub fact: String,
    /// The value found.
    pub value: f64,
    /// The lower end of the band.
    pub low: f64,
    /// The upper end of the band.
    pub high: f64,
    /// Who found it, when.
    pub source: String,
}

/// A target and what the model shows of it.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The target.
    pub target: Target,
    /// The observable over replications.
    pub simulated: Summary,
}

impl Target {
    /// The observable it is about.
    pub fn observable(&self) -> &'static Observable {
        &OBSERVABLES[self.place]
    }
}

impl Finding {
    /// Whether the median over replications lies in the band.
    pub fn passes(&self) -> bool {
        (self.target.low..=self.target.high).contains(&self.simulated.median)
    }
}

/// Sets each target against the observables of the replications.
pub fn judge(targets: Vec<Target>, replications: &[Vec<f64>]) -> Vec<Finding> {
    let judged = |target: Target| {
        let values: Vec<f64> = replications.iter().map(|observed| observed[target.place]).collect();
        Finding { simulated: Summary::of(&values), target }
    };
    targets.into_iter().map(judged).collect()
}

/// Reads a file of targets; every fault is reported at once.
pub fn read(name: &str, text: &str) -> Result<Vec<Target>, Error> {
    let source = SourceText::file(name, text.strip_prefix('\u{feff}').unwrap_or(text));
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(source.text.as_bytes());
    let columns = columns(&mut reader, &source)?;
    let (mut targets, mut faults) = (Vec::new(), Vec::new());
    for record in reader.records() {
        match record {
            Ok(record) => match (Row { source: &source, record: &record, columns }).target() {
                Ok(target) => targets.push(target),
                Err(found) => faults.extend(found),
            },
            Err(wrong) => {
                let at = wrong.position().map_or(0, |position| position.byte() as usize);
                faults.push(unreadable(&source, at));
            }
        }
    }
    Error::if_any(faults)?;
    if targets.is_empty() {
        return Err(Error::fault(Fault::at(
            Place::new(&source, 0..0),
            both("ce fichier ne contient aucune cible", "this file holds no target"),
        )));
    }
    Ok(targets)
}

fn unreadable(source: &Arc<SourceText>, at: usize) -> Fault {
    Fault::at(
        Place::new(source, at..at),
        both("cette ligne n'est pas du CSV en UTF-8", "this line is not CSV in UTF-8"),
    )
}

/// Where each of [`COLUMNS`] stands in the file.
fn columns(reader: &mut csv::Reader<&[u8]>, source: &Arc<SourceText>) -> Result<[usize; 7], Error> {
    let header = reader.headers().map_err(|_| Error::fault(unreadable(source, 0)))?.clone();
    let end = source.text.find('\n').unwrap_or(source.text.len());
    let mut places = [0; 7];
    let mut faults = Vec::new();
    for (place, wanted) in places.iter_mut().zip(COLUMNS) {
        match header.iter().position(|name| name == wanted) {
            Some(found) => *place = found,
            None => faults.push(
                Fault::at(
                    Place::new(source, 0..end),
                    both(
                        format!("la colonne « {wanted} » manque"),
                        format!("the column `{wanted}` is missing"),
                    ),
                )
                .help(both(
                    format!("colonnes attendues : {}", COLUMNS.join(",")),
                    format!("columns expected: {}", COLUMNS.join(",")),
                )),
            ),
        }
    }
    Error::if_any(faults).map(|()| places)
}

/// One line of a file of targets.
struct Row<'a> {
    source: &'a Arc<SourceText>,
    record: &'a csv::StringRecord,
    columns: [usize; 7],
}

impl Row<'_> {
    fn target(&self) -> Result<Target, Vec<Fault>> {
        let found = (self.observable(), self.number(3), self.number(4), self.number(5));
        let (place, value, low, high) = match found {
            (Ok(place), Ok(value), Ok(low), Ok(high)) => (place, value, low, high),
            (place, value, low, high) => {
                let faults = [place.err(), value.err(), low.err(), high.err()];
                return Err(faults.into_iter().flatten().collect());
            }
        };
        if low > high {
            let text = both("la borne basse dépasse la borne haute", "the low end lies above the high end");
            return Err(vec![Fault::at(self.place(4), text)]);
        }
        let text = |column: usize| self.field(column).to_owned();
        Ok(Target { place, fact: text(1), value, low, high, source: text(6) })
    }

    fn field(&self, column: usize) -> &str {
        self.record.get(self.columns[column]).unwrap_or("")
    }

    /// Where the field stands: the line is searched, because quotes may shift it.
    fn place(&self, column: usize) -> Place {
        let start = self.record.position().map_or(0, |position| position.byte() as usize);
        let text = &self.source.text;
        let line = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or("");
        let field = self.field(column);
        let before = self.columns[column];
        let from = line
            .match_indices(',')
            .nth(before.saturating_sub(1))
            .filter(|_| before > 0)
            .map_or(0, |(at, _)| at);
        let span: Range<usize> = match line.get(from..).and_then(|rest| rest.find(field)) {
            Some(at) => start + from + at..start + from + at + field.len(),
            None => start..start + line.len(),
        };
        Place::new(self.source, span)
    }

    #[allow(clippy::result_large_err, reason = "faults are few and end the reading")]
    fn number(&self, column: usize) -> Result<f64, Fault> {
        let field = self.field(column);
        field.parse::<f64>().ok().filter(|number| number.is_finite()).ok_or_else(|| {
            Fault::at(
                self.place(column),
                both(format!("« {field} » n'est pas un nombre",), format!("`{field}` is not a number")),
            )
            .label(both(
                format!("un nombre est attendu pour « {} », à point décimal", COLUMNS[column]),
                format!("`{}` takes a number, with a decimal point", COLUMNS[column]),
            ))
        })
    }

    #[allow(clippy::result_large_err, reason = "faults are few and end the reading")]
    fn observable(&self) -> Result<usize, Fault> {
        let id = self.field(0);
        let Some(place) = observables::find(id) else {
            let known = nearest(id, OBSERVABLES.iter().map(|observable| observable.id));
            return Err(Fault::at(
                self.place(0),
                both(
                    format!("aucun observable ne s'appelle « {id} »"),
                    format!("no observable is named `{id}`"),
                ),
            )
            .maybe_help(known.map(|known| {
                both(format!("vouliez-vous dire « {known} » ?"), format!("did you mean `{known}`?"))
            })));
        };
        let unit = OBSERVABLES[place].unit;
        if self.field(2) == unit {
            return Ok(place);
        }
        Err(Fault::at(
            self.place(2),
            both(
                format!("« {id} » se compte en {unit}, pas en « {} »", self.field(2)),
                format!("`{id}` is counted in {unit}, not in `{}`", self.field(2)),
            ),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "id,fact,unit,value,low,high,source\n";

    #[test]
    fn the_embedded_targets_are_read() {
        let targets = read("embedded", EMBEDDED).expect("the embedded targets");
        assert_eq!(targets.len(), EMBEDDED.lines().count() - 1);
        assert_eq!(targets[0].observable().id, "quit_rate_cdi");
        assert_eq!((targets[0].value, targets[0].low, targets[0].high), (10.5, 8.0, 13.0));
        assert!(targets.iter().all(|target| target.low <= target.value && target.value <= target.high));
    }

    #[test]
    fn a_target_passes_when_the_median_over_replications_lies_in_its_band() {
        let text = format!("{HEAD}unemployment_rate,\"a, b\",%,7.9,6,9,somebody\n");
        let target = read("t.csv", &text).expect("a target").remove(0);
        assert_eq!(target.fact, "a, b");
        let observed = |value: f64| vec![value; OBSERVABLES.len()];
        let passes = |values: [f64; 3]| judge(vec![target.clone()], &values.map(observed))[0].passes();
        assert!(passes([1.0, 9.0, 20.0]));
        assert!(!passes([1.0, 9.1, 9.2]));
        assert!(!passes([f64::NAN; 3]));
    }

    #[test]
    fn every_fault_of_a_file_is_told_with_its_place_and_a_remedy() {
        let text = format!(
            "{HEAD}unemployment_rat,a,%,x,6,9,b\nunemployment_rate,a,days,7,6,9,b\nquit_rate_cdi,a,%/year,7,9,6,b\n"
        );
        let told = read("t.csv", &text).expect_err("four faults").to_string();
        for part in [
            "did you mean `unemployment_rate`",
            "`x` is not a number",
            "t.csv:2:22",
            "t.csv:3:21",
            "counted in %",
            "t.csv:4:",
            "above the high end",
        ] {
            assert!(told.contains(part), "{part} in {told}");
        }
    }

    #[test]
    fn a_file_without_the_columns_or_without_targets_is_refused() {
        assert!(
            read("t.csv", "id,fact\n").expect_err("no columns").to_string().contains("`unit` is missing")
        );
        assert!(read("t.csv", HEAD).expect_err("no rows").to_string().contains("no target"));
    }
}
