//! Any lawful scenario: every parameter of the catalogue, every term of some formats, a few dated shocks.

use std::fmt::Write as _;
use std::fs;

use mutualise::catalogue::{Catalogue, Parameter, Value};
use mutualise::error::Error;
use mutualise::formats::{self, Offer};
use mutualise::scenario::{KINDS, SECTORS, Scenario, Source, embedded_formats};
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

/// How many formats are lived through from one past.
const FORMATS: usize = 3;
/// The months a scenario is lived through after its launch.
pub const MONTHS: u32 = 24;
/// What is drawn within bounds narrower than the lawful ones, so that a scenario takes a second and not an hour.
const SIZES: [(&str, i64, i64); 4] = [
    ("population.structures", 1, 400),
    ("population.people", 8, 3000),
    ("population.firms", 1, 1000),
    ("run.burn_in", 0, 24),
];
/// What says how long and how often a scenario is run, not what it is.
const FIXED: [&str; 3] = ["run.months", "run.replications", "country.territories"];
/// What an open-ended offer cannot have.
const PATH: &str = "path_months";
/// The catalogue's one contradiction: drawn together, in their order.
const FEES: [&str; 2] = ["pool.fee_low", "pool.fee_high"];
/// Weights that cannot all be 0: where all of a table are drawn so, they are left as the catalogue has them.
const WEIGHTS: [&str; 3] =
    ["territory.zone_weight.", "population.sector_weight.", "population.profession_weight."];

/// A scenario somebody could have written.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// Names of the compared formats.
    pub formats: Vec<&'static str>,
    sizes: Vec<String>,
    values: Vec<Option<String>>,
    terms: Vec<Vec<Option<String>>>,
    events: Vec<String>,
}

/// Scenarios of which few, some or nearly all values are drawn: in an ordinary world one odd value goes further than
/// in a world that is all odd.
pub fn scenarios() -> impl Strategy<Value = Drawn> {
    prop_oneof![2 => of_density(0.03), 2 => of_density(0.3), 1 => of_density(0.95)]
}

fn of_density(density: f64) -> impl Strategy<Value = Drawn> {
    let catalogue = Catalogue::embedded();
    let apart = |path: &str| {
        FIXED.contains(&path) || FEES.contains(&path) || SIZES.iter().any(|(size, ..)| *size == path)
    };
    let given = |(path, parameter): (String, &'static Parameter)| {
        let line = value(parameter).prop_map(move |value| format!("{path} = {value}\n"));
        weighted(density, line)
    };
    let model = catalogue.of_model().filter(|parameter| !apart(&parameter.path));
    let values: Vec<_> = model.map(|parameter| given((parameter.path.clone(), parameter))).collect();
    let terms = || -> Vec<_> {
        let path = |term: &'static Parameter| term.term().unwrap_or(&term.path).to_owned();
        catalogue.of_formats().map(|term| given((path(term), term))).collect()
    };
    let sizes: Vec<_> = SIZES.iter().map(|size| self::size(*size)).collect();
    let names: Vec<&'static str> = formats::EMBEDDED.iter().map(|(name, _)| *name).collect();
    let terms: Vec<_> = (0..FORMATS).map(|_| terms()).collect();
    let formats = subsequence(names, 1..=FORMATS).prop_shuffle();
    let drawn = (formats, sizes, values, fees(), terms, prop::collection::vec(event(), 0..3));
    drawn.prop_map(|(formats, sizes, mut values, fees, terms, events)| {
        values.push(fees);
        WEIGHTS.iter().for_each(|table| keep_some_weight(&mut values, table));
        Drawn { formats, sizes, values, terms, events }
    })
}

fn keep_some_weight(values: &mut [Option<String>], table: &str) {
    let of_table = Catalogue::embedded().of_model().filter(|parameter| parameter.path.starts_with(table));
    let nothing = |value: &&mut Option<String>| {
        value.as_ref().is_some_and(|line| line.starts_with(table) && line.ends_with(" = 0.0\n"))
    };
    let drawn: Vec<&mut Option<String>> = values.iter_mut().filter(nothing).collect();
    if drawn.len() == of_table.count() {
        drawn.into_iter().for_each(|line| *line = None);
    }
}

/// One of the ends often, anything plausible or anything lawful otherwise.
fn value(parameter: &'static Parameter) -> BoxedStrategy<String> {
    let lawful = (parameter.min.unwrap_or_default(), parameter.max.unwrap_or_default());
    let (low, high) = (parameter.low.unwrap_or(lawful.0), parameter.high.unwrap_or(lawful.1));
    let number = prop_oneof![
        1 => Just(lawful.0),
        1 => Just(lawful.1),
        2 => low..=high,
        2 => lawful.0..=lawful.1,
    ];
    match &parameter.default {
        Value::Float(_) => number.prop_map(|number| Value::Float(number).written()).boxed(),
        Value::Integer(_) => number.prop_map(|number| (number.round() as i64).to_string()).boxed(),
        Value::Bool(_) => any::<bool>().prop_map(|claim| claim.to_string()).boxed(),
        Value::Text(_) => select(&parameter.choices[..]).prop_map(|word| Value::Text(word).written()).boxed(),
    }
}

/// Ends often, small numbers as often as large ones.
fn size((path, least, most): (&'static str, i64, i64)) -> impl Strategy<Value = String> {
    let small = least + (most - least) / 20;
    let number = prop_oneof![1 => Just(least), 1 => Just(most), 3 => least..=small, 3 => least..=most];
    number.prop_map(move |number| format!("{path} = {number}\n"))
}

fn fees() -> impl Strategy<Value = Option<String>> {
    let share = || prop_oneof![1 => Just(0.0), 1 => Just(1.0), 3 => 0.0..=1.0];
    let pair = (share(), share()).prop_map(|(a, b): (f64, f64)| {
        format!("{} = {:?}\n{} = {:?}\n", FEES[0], a.min(b), FEES[1], a.max(b))
    });
    weighted(0.3, pair)
}

fn event() -> impl Strategy<Value = String> {
    let sector = weighted(0.5, select(&SECTORS[..]));
    let length = prop_oneof![Just(1), Just(1200), 1..24];
    let depth = prop_oneof![Just(0.0), Just(1.0), 0.0..=1.0];
    (select(&KINDS[..]), sector, -30..30, length, depth).prop_map(|((kind, _), sector, start, months, depth)| {
        let sector = sector.map_or(String::new(), |(word, _)| format!("sector = \"{word}\"\n"));
        format!("[[event]]\nkind = \"{kind}\"\n{sector}start = {start}\nmonths = {months}\ndepth = {depth:?}\n")
    })
}

/// Whether a format so drawn would have a path without end, which no scenario may have.
fn contradicts(format: &str, terms: &[Option<String>]) -> bool {
    let offer = terms.iter().flatten().find_map(|line| line.strip_prefix("offer = "));
    let own = || embedded_formats().into_iter().find(|own| own.id == format).map(|own| own.terms.offer);
    match offer {
        Some(word) => word.contains("open-ended"),
        None => matches!(own(), Some(Offer::OpenEnded | Offer::OpenEndedTemporary)),
    }
}

impl Drawn {
    /// The file somebody could have written.
    pub fn text(&self) -> String {
        let mut text = format!("extends = \"base\"\nformats = {:?}\n", self.formats);
        let _ = writeln!(text, "run.months = {MONTHS}\nrun.replications = 2");
        text.extend(self.sizes.iter().map(String::as_str));
        text.extend(self.values.iter().flatten().map(String::as_str));
        for (format, terms) in self.formats.iter().zip(&self.terms) {
            let mut given: String = terms.iter().flatten().map(String::as_str).collect();
            if contradicts(format, terms) {
                let kept = terms.iter().flatten().filter(|line| !line.starts_with(PATH));
                given = kept.map(String::as_str).collect::<String>() + PATH + " = 0\n";
            }
            if !given.is_empty() {
                let _ = write!(text, "[format.{format}]\n{given}");
            }
        }
        text.extend(self.events.iter().map(String::as_str));
        text
    }

    /// The scenario, read from a file as any other.
    pub fn resolved(&self) -> Result<Scenario, Error> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("drawn.toml");
        fs::write(&path, self.text()).expect("a file");
        Scenario::resolve(Source::File(path), &[])
    }
}
