//! Does the status quo look like the sourced facts? A file of targets, against what replications show.

use super::statistics::Summary;
use crate::error::{Error, Fault, Warning, both, nearest};
use crate::indicators::observables::{self, OBSERVABLES, Observable};
use crate::sheet::{Others, Row, Sheet};

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
    /// What was taken otherwise than it is written.
    pub doubt: Option<Warning>,
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
    let mut sheet = Sheet::read(name, text, &COLUMNS, Others::Ignored)?;
    let mut faults = std::mem::take(&mut sheet.faults);
    let mut targets = Vec::new();
    for row in sheet.rows() {
        match target(&row) {
            Ok(target) if targets.iter().any(|known: &Target| known.place == target.place) => {
                let (fr, en) =
                    ("cet observable est déjà dans le fichier", "this observable is in the file already");
                faults.push(row.fault("id", fr, en));
            }
            Ok(target) => targets.push(target),
            Err(found) => faults.extend(found),
        }
    }
    Error::if_any(faults)?;
    if targets.is_empty() {
        let text = both("ce fichier ne contient aucune cible", "this file holds no target");
        return Err(Error::fault(Fault::at(sheet.head(), text)));
    }
    Ok(targets)
}

/// One line of a file of targets.
fn target(row: &Row) -> Result<Target, Vec<Fault>> {
    let found = (observable(row), row.number("value"), row.number("low"), row.number("high"));
    let (place, value, low, high) = match found {
        (Ok(place), Ok(value), Ok(low), Ok(high)) => (place, value, low, high),
        (place, value, low, high) => {
            let faults = [place.err(), value.err(), low.err(), high.err()];
            return Err(faults.into_iter().flatten().collect());
        }
    };
    if low > high {
        let fault =
            row.fault("low", "la borne basse dépasse la borne haute", "the low end lies above the high end");
        return Err(vec![fault]);
    }
    if !(low..=high).contains(&value) {
        let (fr, en) = ("la valeur est hors de sa bande", "the value lies outside its band");
        return Err(vec![row.fault("value", fr, en)]);
    }
    // what a terminal would take for an order is not printed as one
    let text = |column: &str| row.text(column).replace(char::is_control, " ");
    let doubt = doubt(row, OBSERVABLES[place].unit);
    Ok(Target { place, fact: text("fact"), value, low, high, source: text("source"), doubt })
}

#[allow(clippy::result_large_err, reason = "faults are few and end the reading")]
fn observable(row: &Row) -> Result<usize, Fault> {
    let id = row.text("id");
    let Some(place) = observables::find(id) else {
        let known = nearest(id, OBSERVABLES.iter().map(|observable| observable.id));
        let fault = row.fault(
            "id",
            format!("aucun observable ne s'appelle « {id} »"),
            format!("no observable is named `{id}`"),
        );
        let all: Vec<&str> = OBSERVABLES.iter().map(|observable| observable.id).collect();
        return Err(fault.help(match known {
            Some(known) => {
                both(format!("vouliez-vous dire « {known} » ?"), format!("did you mean `{known}`?"))
            }
            None => {
                both(format!("observables : {}", all.join(", ")), format!("observables: {}", all.join(", ")))
            }
        }));
    };
    let (unit, given) = (OBSERVABLES[place].unit, row.text("unit"));
    if given == unit || is_meant(given, unit) {
        return Ok(place);
    }
    Err(row.fault(
        "unit",
        format!("« {id} » se compte en {unit}, pas en « {given} »"),
        format!("`{id}` is counted in {unit}, not in `{given}`"),
    ))
}

/// A rate whose period is left out.
fn is_meant(given: &str, unit: &str) -> bool {
    !given.is_empty() && unit.split_once('/').is_some_and(|(what, _)| what == given)
}

fn doubt(row: &Row, unit: &str) -> Option<Warning> {
    let given = row.text("unit");
    let text = both(
        format!("« {given} » est lu comme « {unit} » pour {}", row.text("id")),
        format!("`{given}` is read as `{unit}` for {}", row.text("id")),
    );
    is_meant(given, unit).then(|| Warning::Meant { place: row.place("unit"), text })
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
    fn what_contradicts_itself_is_refused_once() {
        let refused = |rows: &str| read("t.csv", &format!("{HEAD}{rows}")).expect_err(rows).to_string();
        let row = "unemployment_rate,a,%,7,6,9,b\n";
        assert!(refused(&format!("{row}{row}")).contains("t.csv:3:1"));
        assert!(refused("unemployment_rate,a,%,5,6,9,b\n").contains("outside its band"));
        let told = refused("unemployment_rate,a,%,7,5,6,9,b\n");
        assert!(told.contains("8 cells") && told.contains("7 columns"), "{told}");
        let told = refused("unemployment_rate,a\n");
        assert!(told.contains("2 cells") && !told.contains("is not a number"), "{told}");
        assert!(refused("weather,a,%,7,6,9,b\n").contains("quit_rate_cdi, "));
        for text in ["", "id;fact;unit;value;low;high;source\n"] {
            let told = read("t.csv", text).expect_err("no columns").to_string();
            assert_eq!(told.matches("t.csv").count(), 1, "{told}");
            assert_eq!(told.contains("separated otherwise"), !text.is_empty(), "{told}");
        }
    }

    #[test]
    fn a_period_left_out_is_meant_and_control_characters_are_not_kept() {
        let text = format!("{HEAD}quit_rate_cdi,\"a\u{1b}[31m\nb\",%,7,6,9,c\n");
        let target = read("t.csv", &text).expect("a target").remove(0);
        assert!(target.doubt.is_some());
        assert_eq!(target.fact, "a [31m b");
        assert!(read("t.csv", &format!("{HEAD}quit_rate_cdi,a,,7,6,9,c\n")).is_err());
        assert!(read("e", EMBEDDED).expect("targets").iter().all(|target| target.doubt.is_none()));
    }

    #[test]
    fn a_file_without_the_columns_or_without_targets_is_refused() {
        let told = read("t.csv", "id,fact\n").expect_err("no columns").to_string();
        assert!(told.contains("missing: `unit`"), "{told}");
        assert!(read("t.csv", HEAD).expect_err("no rows").to_string().contains("no target"));
    }
}
