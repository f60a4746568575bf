//! (being built)

use std::path::PathBuf;

use crate::error::{Error, Warning};
use crate::formats::Format;
use crate::words::Bilingual;

/// Every parameter.
#[derive(Clone, Debug)]
pub struct Params {
    /// How long, how often, from which seed.
    pub run: Run,
    /// The synthetic population.
    pub population: Population,
}

/// How long, how often, from which seed.
#[derive(Clone, Debug)]
pub struct Run {
    /// The master seed.
    pub seed: u64,
    /// How many replications.
    pub replications: u32,
    /// Months after the launch.
    pub months: u32,
    /// The year of the launch.
    pub launch_year: i32,
}

/// The synthetic population.
#[derive(Clone, Debug)]
pub struct Population {
    /// How many structures.
    pub structures: u32,
    /// How many people.
    pub people: u32,
}

/// A checked, resolved scenario.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: Bilingual,
    /// Every parameter.
    pub params: Params,
    /// The compared formats.
    pub formats: Vec<Format>,
    /// What deserves a look.
    pub warnings: Vec<Warning>,
}

/// Where a scenario comes from.
#[derive(Clone, Debug)]
pub enum Source {
    /// The one inside the program.
    Embedded(String),
    /// A file.
    File(PathBuf),
}

impl Source {
    /// What somebody means who names a scenario on the command line.
    pub fn named(name: &str) -> Source {
        if name == "base" { Source::Embedded(name.to_owned()) } else { Source::File(PathBuf::from(name)) }
    }
}

impl Scenario {
    /// Reads and checks a scenario.
    pub fn resolve(source: Source, sets: &[String]) -> Result<Scenario, Error> {
        let name = match source {
            Source::Embedded(name) => name,
            Source::File(path) => {
                std::fs::read_to_string(&path).map_err(|why| usage(format!("{}: {why}", path.display())))?;
                path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
            }
        };
        let text = |text: &str| Bilingual { fr: text.to_owned(), en: text.to_owned() };
        let format = |id: &str| Format { id: id.to_owned(), label: text(id), short: text(id) };
        let formats = ["status-quo", "club-rh", "ge", "scic-interim"].map(format).to_vec();
        let run = Run { seed: 1, replications: 500, months: 72, launch_year: 2027 };
        let params = Params { run, population: Population { structures: 120, people: 900 } };
        let mut scenario = Scenario { title: text(&name), name, params, formats, warnings: Vec::new() };
        for set in sets {
            let (path, value) = set.split_once('=').ok_or_else(|| usage(format!("{set}: no value")))?;
            let number = || value.parse::<u64>().map_err(|why| usage(format!("{set}: {why}")));
            match path {
                "run.seed" => scenario.params.run.seed = number()?,
                "run.months" => scenario.params.run.months = number()? as u32,
                "run.replications" => scenario.params.run.replications = number()? as u32,
                "formats" => scenario.formats.retain(|format| value.contains(&format!("\"{}\"", format.id))),
                _ => return Err(usage(format!("{path}: unknown parameter"))),
            }
        }
        Ok(scenario)
    }

    /// Every value, as a file.
    pub fn resolved_toml(&self) -> String {
        format!("{self:?}")
    }

    /// The fingerprint of every value.
    pub fn hash(&self) -> String {
        crate::digest::sha256(self.resolved_toml().as_bytes())
    }
}

fn usage(text: String) -> Error {
    Error::Usage(Bilingual { fr: text.clone(), en: text })
}
