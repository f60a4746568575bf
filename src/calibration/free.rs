//! Which parameters are free, and in which ranges: a list of paths; ranges are the catalogue's plausible ones.

use crate::catalogue::{Catalogue, Value};
use crate::error::{Error, Fault, both};
use crate::sheet::{Others, Sheet};

/// The list the program carries.
pub const EMBEDDED: &str = include_str!("../../scenarios/free_parameters.csv");

/// A free parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct Free {
    /// Its path in the catalogue.
    pub path: String,
    /// The lower end of its range.
    pub low: f64,
    /// The upper end of its range.
    pub high: f64,
    /// Whether it takes whole numbers only.
    pub whole: bool,
}

impl Free {
    /// The nearest value it can take.
    pub fn nearest(&self, value: f64) -> f64 {
        let within = value.clamp(self.low, self.high);
        if self.whole { within.round() } else { within }
    }

    /// A value as scenarios write it: the shortest decimal that reads back as the same number.
    pub fn written(&self, value: f64) -> String {
        if self.whole { format!("{value:.0}") } else { format!("{value:?}") }
    }
}

/// Reads a list of paths, with `low` and `high` where the range is to be another; every fault is reported at once.
pub fn read(name: &str, text: &str) -> Result<Vec<Free>, Error> {
    let mut sheet = Sheet::read(name, text, &["path"], Others::Among(&["low", "high"]))?;
    let mut faults = std::mem::take(&mut sheet.faults);
    let mut list: Vec<Free> = Vec::new();
    for row in sheet.rows() {
        match free(&row) {
            Ok(free) if list.iter().any(|known| known.path == free.path) => {
                let (fr, en) =
                    ("ce paramètre est déjà dans la liste", "this parameter is in the list already");
                faults.push(row.fault("path", fr, en));
            }
            Ok(free) => list.push(free),
            Err(found) => faults.push(found),
        }
    }
    Error::if_any(faults)?;
    if list.is_empty() {
        let text = both("ce fichier ne nomme aucun paramètre", "this file names no parameter");
        return Err(Error::fault(Fault::at(sheet.head(), text)));
    }
    Ok(list)
}

#[allow(clippy::result_large_err, reason = "faults are few and end the reading")]
fn free(row: &crate::sheet::Row) -> Result<Free, Fault> {
    let path = row.text("path");
    let catalogue = Catalogue::embedded();
    let Some(parameter) = catalogue.get(path).filter(|parameter| parameter.term().is_none()) else {
        let fault = row.fault(
            "path",
            format!("aucun paramètre ne s'appelle « {path} »"),
            format!("no parameter is named `{path}`"),
        );
        return Err(fault.maybe_help(catalogue.nearest(path).map(|known| {
            both(format!("vouliez-vous dire « {known} » ?"), format!("did you mean `{known}`?"))
        })));
    };
    let end = |column: &str, usual: Option<f64>| match (row.text(column), usual) {
        ("", Some(usual)) => Ok(usual),
        ("", None) => Err(row.fault(
            "path",
            format!("« {path} » n'a pas de plage plausible : donnez « low » et « high »"),
            format!("`{path}` has no plausible range: give `low` and `high`"),
        )),
        _ => row.number(column),
    };
    let (low, high) = (end("low", parameter.low)?, end("high", parameter.high)?);
    let lawful = parameter.min.is_none_or(|min| low >= min) && parameter.max.is_none_or(|max| high <= max);
    let varies =
        matches!(parameter.default, Value::Float(_) | Value::Integer(_)) && !parameter.is_of_experiment();
    if low >= high || !lawful || !varies {
        return Err(row.fault(
            "path",
            format!("« {path} » ne peut varier de {low} à {high}"),
            format!("`{path}` cannot vary from {low} to {high}"),
        ));
    }
    Ok(Free { path: path.to_owned(), low, high, whole: matches!(parameter.default, Value::Integer(_)) })
}
