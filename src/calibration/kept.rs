//! Sets of parameters that a calibration has kept, to draw from: each holds together, the facts say nothing of its parts
//! alone.

use std::path::Path;

use super::trouble;
use crate::catalogue::{Catalogue, Parameter, Value};
use crate::error::{Error, Fault, both};
use crate::given;
use crate::scenario::design::{Axis, Range, parameter_of};
use crate::sheet::{Others, Row, Sheet};

/// The ensemble the program carries.
pub const EMBEDDED: &str = include_str!("../../scenarios/ensemble.csv");
/// The name by which it is asked for.
pub const CARRIED: &str = "ensemble";
/// The columns that are no parameters.
const OWN: [&str; 4] = ["set", "weight", "distance", "targets_met"];

/// An ensemble of sets.
#[derive(Clone, Debug, PartialEq)]
pub struct Ensemble {
    /// The parameters, by path.
    pub paths: Vec<String>,
    /// The weight of each set.
    pub weights: Vec<f64>,
    /// The values of each set, in the order of the paths.
    pub sets: Vec<Vec<Value>>,
}

impl Ensemble {
    /// Its parameters as axes of a design, each with the values it takes in the sets.
    pub fn axes(&self) -> Vec<Axis> {
        let axis = |(place, path): (usize, &String)| {
            let parameter = parameter_of(path)?;
            Some(Axis {
                path: path.clone(),
                label: parameter.label.clone(),
                unit: parameter.unit.clone(),
                range: Range::Among(self.sets.iter().map(|set| set[place].clone()).collect()),
                group: None,
            })
        };
        self.paths.iter().enumerate().filter_map(axis).collect()
    }

    /// The values of each set for these parameters; a fault that names the first it has not.
    pub fn values_of<'a>(&self, paths: impl Iterator<Item = &'a str>) -> Result<Vec<Vec<f64>>, Error> {
        let place = |path: &'a str| self.paths.iter().position(|kept| kept == path).ok_or(path);
        let places: Result<Vec<usize>, &str> = paths.map(place).collect();
        let places = places.map_err(trouble::without)?;
        let number = |value: &Value| value.as_number().unwrap_or(f64::NAN);
        Ok(self.sets.iter().map(|set| places.iter().map(|&k| number(&set[k])).collect()).collect())
    }
}

/// The ensemble the program carries, by the name `ensemble`, or that of another calibration, by its file.
pub fn named(which: &str) -> Result<Ensemble, Error> {
    match which {
        CARRIED => read("ensemble.csv", EMBEDDED),
        file => read(file, &given::table(Path::new(file))?),
    }
}

/// Reads an ensemble as [`super::files`] writes it; every fault is reported at once.
pub fn read(name: &str, text: &str) -> Result<Ensemble, Error> {
    let mut sheet = Sheet::read(name, text, &["weight"], Others::Ignored)?;
    let mut faults = std::mem::take(&mut sheet.faults);
    let paths: Vec<String> =
        sheet.columns().filter(|column| !OWN.contains(column)).map(str::to_owned).collect();
    let mut known: Vec<(&str, &'static Parameter)> = Vec::new();
    for path in &paths {
        match parameter_of(path).filter(|parameter| is_number(parameter)) {
            Some(parameter) => known.push((path, parameter)),
            None => faults.push(unknown(&sheet, path)),
        }
    }
    let mut ensemble = Ensemble { paths: paths.clone(), weights: Vec::new(), sets: Vec::new() };
    for row in sheet.rows() {
        match weight(&row) {
            Ok(weight) => ensemble.weights.push(weight),
            Err(fault) => faults.push(fault),
        }
        let mut set = Vec::new();
        for (path, parameter) in &known {
            match value(&row, path, parameter) {
                Ok(value) => set.push(value),
                Err(fault) => faults.push(fault),
            }
        }
        ensemble.sets.push(set);
    }
    if faults.is_empty() && (ensemble.sets.is_empty() || ensemble.paths.is_empty()) {
        let text =
            both("ce fichier ne contient aucun jeu de paramètres", "this file holds no set of parameters");
        faults.push(Fault::at(sheet.head(), text));
    }
    Error::if_any(faults)?;
    Ok(ensemble)
}

fn is_number(parameter: &Parameter) -> bool {
    parameter.term().is_none() && matches!(parameter.default, Value::Float(_) | Value::Integer(_))
}

fn unknown(sheet: &Sheet, path: &str) -> Fault {
    let text = both(
        format!("aucun paramètre chiffré ne s'appelle « {path} »"),
        format!("no parameter with a number is named `{path}`"),
    );
    Fault::at(sheet.head(), text).maybe_help(
        Catalogue::embedded().nearest(path).map(|known| {
            both(format!("vouliez-vous dire « {known} » ?"), format!("did you mean `{known}`?"))
        }),
    )
}

#[allow(clippy::result_large_err, reason = "faults are few and end the reading")]
fn weight(row: &Row) -> Result<f64, Fault> {
    let weight = row.number("weight")?;
    if weight > 0.0 {
        return Ok(weight);
    }
    Err(row.fault("weight", "un poids est positif", "a weight is above zero"))
}

#[allow(clippy::result_large_err, reason = "faults are few and end the reading")]
fn value(row: &Row, path: &str, parameter: &Parameter) -> Result<Value, Fault> {
    let number = row.number(path)?;
    let value = match parameter.default {
        Value::Integer(_) if number.fract() == 0.0 => Value::Integer(number as i64),
        _ => Value::Float(number),
    };
    if parameter.allows(&value) {
        return Ok(value);
    }
    Err(row.fault(
        path,
        format!("« {path} » ne peut valoir {number}"),
        format!("`{path}` cannot be {number}"),
    ))
}
