//! Which parameters exist: the path, meaning, unit, default, ranges and source of each. Defaults come from here only.

mod parameter;
mod unit;

use std::collections::BTreeMap;
use std::sync::OnceLock;

pub use parameter::{GRADES, Parameter, Value};

use crate::error::nearest;

/// The paths under which the terms of formats stand; their default is the neutral value.
pub const TERMS: &str = "terms";

/// Every parameter, in the order of the catalogue's file.
#[derive(Debug)]
pub struct Catalogue {
    parameters: Vec<Parameter>,
    places: BTreeMap<String, usize>,
}

impl Catalogue {
    /// The catalogue the program was built with.
    pub fn embedded() -> &'static Catalogue {
        static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
        CATALOGUE.get_or_init(|| {
            Catalogue::parse(include_str!("../scenarios/catalogue.toml"))
                .unwrap_or_else(|wrong| panic!("scenarios/catalogue.toml: {wrong}"))
        })
    }

    /// The catalogue written in `text`, or what is wrong with it.
    pub fn parse(text: &str) -> Result<Catalogue, String> {
        let parameters = parameter::parse(text)?;
        let mut places = BTreeMap::new();
        for (place, parameter) in parameters.iter().enumerate() {
            if places.insert(parameter.path.clone(), place).is_some() {
                return Err(format!("`{}` stands twice", parameter.path));
            }
        }
        let catalogue = Catalogue { parameters, places };
        match catalogue.parameters.iter().find(|p| catalogue.is_section(&p.path)) {
            Some(both) => Err(format!("`{}` is a parameter and a section at once", both.path)),
            None => Ok(catalogue),
        }
    }

    /// All parameters, the terms of formats included, in catalogue order.
    pub fn parameters(&self) -> impl Iterator<Item = &Parameter> {
        self.parameters.iter()
    }

    /// The parameters of the model, without the terms of formats.
    pub fn of_model(&self) -> impl Iterator<Item = &Parameter> {
        self.parameters().filter(|parameter| parameter.term().is_none())
    }

    /// The terms of formats.
    pub fn of_formats(&self) -> impl Iterator<Item = &Parameter> {
        self.parameters().filter(|parameter| parameter.term().is_some())
    }

    /// The parameter at a path.
    pub fn get(&self, path: &str) -> Option<&Parameter> {
        self.places.get(path).map(|&place| &self.parameters[place])
    }

    /// Whether parameters stand below this path.
    pub fn is_section(&self, path: &str) -> bool {
        let below = format!("{path}.");
        self.places.range(below.clone()..).next().is_some_and(|(first, _)| first.starts_with(&below))
    }

    /// The path most probably meant: the same key in another section, else the nearest key in the same section, else
    /// the nearest whole path.
    pub fn nearest(&self, path: &str) -> Option<&str> {
        let (section, key) = path.rsplit_once('.').unwrap_or(("", path));
        let paths = || self.parameters.iter().map(|parameter| parameter.path.as_str());
        let siblings = || paths().filter_map(|p| p.rsplit_once('.').filter(|(s, _)| *s == section));
        if let Some(sibling) = nearest(key, siblings().map(|(_, key)| key)) {
            return paths().find(|p| p.rsplit_once('.') == Some((section, sibling)));
        }
        let terms = path.starts_with("terms.");
        paths()
            .find(|p| p.rsplit_once('.').is_some_and(|(_, k)| k == key) && p.starts_with("terms.") == terms)
            .or_else(|| nearest(path, paths().filter(|p| p.starts_with("terms.") == terms)))
    }
}

/// A nested table of the catalogue's values, the given ones in place of the defaults; for the terms of formats, or for
/// the parameters of the model.
pub fn assemble<'a>(
    parameters: impl Iterator<Item = &'a Parameter>,
    given: impl Fn(&Parameter) -> Option<Value>,
) -> toml::Table {
    let mut root = toml::Table::new();
    for parameter in parameters {
        let value = given(parameter).unwrap_or_else(|| parameter.default.clone());
        let path = parameter.term().unwrap_or(&parameter.path);
        let mut table = &mut root;
        let mut steps = path.split('.').peekable();
        while let Some(step) = steps.next() {
            if steps.peek().is_none() {
                table.insert(step.to_owned(), value.to_toml());
                break;
            }
            let below =
                table.entry(step.to_owned()).or_insert_with(|| toml::Value::Table(toml::Table::new()));
            match below {
                toml::Value::Table(below) => table = below,
                _ => panic!("`{path}` passes through a value; the catalogue refuses that when it is read"),
            }
        }
    }
    root
}

/// The parameters by section, sections in the order in which the catalogue first names them.
pub fn by_section<'a>(parameters: impl Iterator<Item = &'a Parameter>) -> Vec<(&'a str, Vec<&'a Parameter>)> {
    let mut sections: Vec<(&str, Vec<&Parameter>)> = Vec::new();
    for parameter in parameters {
        let (section, _) = parameter.section_and_key();
        match sections.iter_mut().find(|(known, _)| *known == section) {
            Some((_, members)) => members.push(parameter),
            None => sections.push((section, vec![parameter])),
        }
    }
    sections
}
