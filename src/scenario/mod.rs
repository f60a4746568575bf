//! How do files become a checked, resolved scenario?

mod chain;
mod checks;
pub mod design;
mod design_section;
mod document;
mod draft;
mod event;
mod format_file;
pub mod params;
pub mod regions;
mod resolve;
mod schema;
mod syntax;
mod text;
mod values;
mod variant;
mod written;

use std::collections::BTreeMap;

pub use chain::{EMBEDDED, Source};
pub use checks::Disagreement;
pub use draft::Citation;
pub use event::{Event, EventKind, KINDS, SECTORS};
pub use format_file::embedded_formats;
pub use params::Params;
pub use schema::schema;
pub use written::Difference;

use crate::catalogue::{Catalogue, Parameter, Value};
use crate::error::{Error, Warning, both};
use crate::formats::Format;
use crate::words::Bilingual;

/// Everything a run needs to know, checked.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// The name of its file.
    pub name: String,
    /// What it asks.
    pub title: Bilingual,
    /// What its author wants readers to know.
    pub notes: Option<Bilingual>,
    /// The sources its author gives.
    pub sources: Vec<Citation>,
    /// Every parameter.
    pub params: Params,
    /// The formats to compare; the first is the reference.
    pub formats: Vec<Format>,
    /// The dated shocks.
    pub events: Vec<Event>,
    /// What a sweep varies, if the file says.
    pub design: Option<design::Design>,
    /// What is lawful and deserves a look.
    pub warnings: Vec<Warning>,
    /// Only the values that were given; the catalogue has the others.
    given: BTreeMap<String, Value>,
    /// The terms given for each format, in the order of the formats.
    terms: Vec<BTreeMap<String, Value>>,
}

impl Scenario {
    /// Reads, lays the child over its parents and `sets` over all, checks; every fault is reported at once.
    pub fn resolve(source: Source, sets: &[String]) -> Result<Scenario, Error> {
        resolve::resolve(source, sets)
    }

    /// The scenario of a text that [`Scenario::resolved_toml`] wrote.
    pub fn from_text(text: &str) -> Result<Scenario, Error> {
        resolve::resolve(Source::Text(text.to_owned()), &[])
    }

    /// The scenario the program compares when it is asked for none.
    pub fn base() -> Scenario {
        let base = Source::Embedded("base".to_owned());
        Scenario::resolve(base, &[]).unwrap_or_else(|wrong| panic!("the embedded base scenario: {wrong}"))
    }

    /// Whether it has several territories.
    pub fn is_country(&self) -> bool {
        self.params.country.territories > 1
    }

    /// Refuses a country, for what looks inside one territory.
    pub fn one_territory(&self) -> Result<(), Error> {
        if !self.is_country() {
            return Ok(());
        }
        let territories = self.params.country.territories;
        Err(Error::Usage(both(
            format!(
                "ceci regarde un seul territoire, et ce scénario en a {territories}\nremède : --set country.territories=1, ou un scénario sans [country]"
            ),
            format!(
                "this looks at one territory, and this scenario has {territories}\nremedy: --set country.territories=1, or a scenario without [country]"
            ),
        )))
    }

    /// How many structures and how many people there are in all of its territories.
    pub fn population(&self) -> (usize, usize) {
        let in_all = |each: u32| each as usize * self.params.country.territories as usize;
        (in_all(self.params.population.structures), in_all(self.params.population.people))
    }

    /// The value of a parameter of the model.
    pub fn value<'a>(&'a self, parameter: &'a Parameter) -> &'a Value {
        self.given.get(&parameter.path).unwrap_or(&parameter.default)
    }

    /// The value of a term in one of the formats, by their order.
    pub fn term<'a>(&'a self, format: usize, parameter: &'a Parameter) -> &'a Value {
        let term = parameter.term().unwrap_or(&parameter.path);
        self.terms[format].get(term).unwrap_or(&parameter.default)
    }

    /// The complete scenario as a file: every parameter in the catalogue's order, every term, every event. Read again,
    /// it is the same scenario.
    pub fn resolved_toml(&self) -> String {
        written::resolved(self)
    }

    /// The SHA-256 of [`Scenario::resolved_toml`], in hexadecimal.
    pub fn hash(&self) -> String {
        written::hash(&self.resolved_toml())
    }

    /// Where two scenarios differ, in the catalogue's order, then formats and events.
    pub fn differences(a: &Scenario, b: &Scenario) -> Vec<Difference> {
        written::differences(a, b)
    }

    /// Where two resolved scenarios differ first, its value in each; nothing where one cannot be read, or neither differs.
    pub fn first_difference(a: &str, b: &str) -> Option<(String, String, String)> {
        let (a, b) = (Scenario::from_text(a).ok()?, Scenario::from_text(b).ok()?);
        let first = Scenario::differences(&a, &b).into_iter().next()?;
        let shown = |value: Option<String>| value.unwrap_or_else(|| "–".to_owned());
        Some((first.path, shown(first.a), shown(first.b)))
    }

    /// The parameters of the model with their values here.
    pub fn values(&self) -> impl Iterator<Item = (&'static Parameter, &Value)> {
        Catalogue::embedded()
            .of_model()
            .map(|parameter| (parameter, self.given.get(&parameter.path).unwrap_or(&parameter.default)))
    }
}
