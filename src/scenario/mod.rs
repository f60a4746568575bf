//! (being built)

use std::path::Path;

use crate::error::Error;
use crate::words::Bilingual;

/// A compared format.
#[derive(Clone, Debug)]
pub struct Format {
    /// Its identifier.
    pub id: String,
    /// Its name.
    pub label: Bilingual,
    /// Its short name.
    pub short: Bilingual,
}

/// A checked, resolved scenario.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: Bilingual,
    /// The master seed.
    pub seed: u64,
    /// Months after the launch.
    pub months: usize,
    /// How many replications.
    pub replications: u32,
    /// The compared formats.
    pub formats: Vec<Format>,
}

/// Where a scenario comes from.
#[derive(Clone, Copy, Debug)]
pub enum Source<'a> {
    /// The one inside the program.
    Embedded(&'a str),
    /// A file.
    File(&'a Path),
}

impl Scenario {
    /// Reads and checks a scenario.
    pub fn resolve(source: Source<'_>, sets: &[String]) -> Result<Scenario, Error> {
        let name = match source {
            Source::Embedded(name) => name.to_owned(),
            Source::File(path) => {
                std::fs::read_to_string(path).map_err(|why| usage(format!("{}: {why}", path.display())))?;
                path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
            }
        };
        let text = |text: &str| Bilingual { fr: text.to_owned(), en: text.to_owned() };
        let format = |id: &str| Format { id: id.to_owned(), label: text(id), short: text(id) };
        let formats = ["status-quo", "club-rh", "ge", "scic-interim"].map(format).to_vec();
        let title = text(&name);
        let mut scenario = Scenario { name, title, seed: 1, months: 72, replications: 500, formats };
        for set in sets {
            let (path, value) = set.split_once('=').ok_or_else(|| usage(format!("{set}: no value")))?;
            let number = || value.parse::<u64>().map_err(|why| usage(format!("{set}: {why}")));
            match path {
                "run.seed" => scenario.seed = number()?,
                "run.months" => scenario.months = number()? as usize,
                "run.replications" => scenario.replications = number()? as u32,
                "formats" => scenario.formats.retain(|format| value.contains(&format!("\"{}\"", format.id))),
                _ => return Err(usage(format!("{path}: unknown parameter"))),
            }
        }
        Ok(scenario)
    }

    /// Every value, as a file.
    pub fn text(&self) -> String {
        format!("{self:?}")
    }

    /// The fingerprint of every value.
    pub fn hash(&self) -> String {
        crate::digest::sha256(self.text().as_bytes())
    }
}

fn usage(text: String) -> Error {
    Error::Usage(Bilingual { fr: text.clone(), en: text })
}
