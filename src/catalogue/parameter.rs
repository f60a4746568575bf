//! What is known of one parameter, and how its values read and print.

use serde::Deserialize;

use super::TERMS;
use crate::error::both;
use crate::words::{Bilingual, Lang};

/// The grades of a source, from the strongest to an assumption.
pub const GRADES: [&str; 5] = ["A", "A°", "B", "C", "D"];

/// A value of one of the four kinds a parameter may have.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A number.
    Float(f64),
    /// A whole number.
    Integer(i64),
    /// True or false.
    Bool(bool),
    /// A word, usually one of a few.
    Text(String),
}

impl Value {
    /// The value as a TOML file has it; read again, it is the same to the last bit.
    pub fn written(&self) -> String {
        match self {
            Value::Float(number) => format!("{number:?}"),
            Value::Integer(number) => number.to_string(),
            Value::Bool(claim) => claim.to_string(),
            Value::Text(text) => quoted(text),
        }
    }

    /// The number, if it is one.
    pub fn as_number(&self) -> Option<f64> {
        match self {
            Value::Float(number) => Some(*number),
            Value::Integer(number) => Some(*number as f64),
            Value::Bool(_) | Value::Text(_) => None,
        }
    }

    pub(super) fn to_toml(&self) -> toml::Value {
        match self {
            Value::Float(number) => toml::Value::Float(*number),
            Value::Integer(number) => toml::Value::Integer(*number),
            Value::Bool(claim) => toml::Value::Boolean(*claim),
            Value::Text(text) => toml::Value::String(text.clone()),
        }
    }
}

/// One entry of the catalogue.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Where it stands, such as `finance.margin`.
    pub path: String,
    /// What it is.
    pub label: Bilingual,
    /// The unit of its number; empty if it has none.
    pub unit: Bilingual,
    /// Its value where nobody says otherwise; its kind is the parameter's kind.
    pub default: Value,
    /// The lowest plausible value.
    pub low: Option<f64>,
    /// The highest plausible value.
    pub high: Option<f64>,
    /// The lowest lawful value.
    pub min: Option<f64>,
    /// The highest lawful value.
    pub max: Option<f64>,
    /// The lawful words.
    pub choices: Vec<String>,
    /// Where the default comes from.
    pub source: Bilingual,
    /// Of which year it is.
    pub year: Option<i64>,
    /// How good the source is: one of [`GRADES`].
    pub grade: String,
    /// Whether a planner changes it first.
    pub first: bool,
}

impl Parameter {
    /// The name of the term, if this is a term of formats.
    pub fn term(&self) -> Option<&str> {
        self.path.strip_prefix(TERMS)?.strip_prefix('.')
    }

    /// Whether it says how long, how often and how widely a scenario is lived, not what the model is.
    pub fn is_of_experiment(&self) -> bool {
        ["run.", "country."].iter().any(|section| self.path.starts_with(section))
    }

    /// The section it stands in and its key there.
    pub fn section_and_key(&self) -> (&str, &str) {
        self.path.rsplit_once('.').unwrap_or(("", &self.path))
    }

    /// What may stand there: kind, lawful range and unit.
    pub fn expected(&self) -> Bilingual {
        let kind = match self.default {
            Value::Float(_) => both("un nombre", "a number"),
            Value::Integer(_) => both("un nombre entier", "a whole number"),
            Value::Bool(_) => both("true ou false", "true or false"),
            Value::Text(_) if self.choices.is_empty() => {
                both("un texte entre guillemets", "a text in quotes")
            }
            Value::Text(_) => {
                let choices: Vec<_> = self.choices.iter().map(|choice| format!("\"{choice}\"")).collect();
                let choices = choices.join(", ");
                both(format!("l'un de : {choices}"), format!("one of {choices}"))
            }
        };
        let range = self.lawful();
        let unit = |lang| match self.unit.get(lang) {
            "" => String::new(),
            unit => format!(" ({unit})"),
        };
        both(
            format!("{}{}{}", kind.fr, range.fr, unit(Lang::Fr)),
            format!("{}{}{}", kind.en, range.en, unit(Lang::En)),
        )
    }

    /// The plausible range in words, if there is one.
    pub fn plausible(&self) -> Option<Bilingual> {
        let words = match (self.low, self.high) {
            (Some(low), Some(high)) => both(format!("{low} à {high}"), format!("{low} to {high}")),
            (Some(low), None) => both(format!("au moins {low}"), format!("at least {low}")),
            (None, Some(high)) => both(format!("au plus {high}"), format!("at most {high}")),
            (None, None) => return None,
        };
        Some(words)
    }

    /// Whether the value lies in the lawful range.
    pub fn allows(&self, value: &Value) -> bool {
        match value {
            Value::Text(text) => self.choices.is_empty() || self.choices.contains(text),
            Value::Bool(_) => true,
            Value::Float(_) | Value::Integer(_) => {
                value.as_number().is_some_and(|n| within(n, self.min, self.max))
            }
        }
    }

    /// Whether the value lies in the plausible range.
    pub fn finds_plausible(&self, value: &Value) -> bool {
        value.as_number().is_none_or(|number| within(number, self.low, self.high))
    }

    fn lawful(&self) -> Bilingual {
        match (self.min, self.max) {
            (Some(min), Some(max)) => both(format!(" de {min} à {max}"), format!(" from {min} to {max}")),
            (Some(min), None) => both(format!(" d'au moins {min}"), format!(", at least {min}")),
            (None, Some(max)) => both(format!(" d'au plus {max}"), format!(", at most {max}")),
            (None, None) => both("", ""),
        }
    }
}

/// On one line, whatever the text holds: the escapes of JSON are those of TOML, but for one character.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string().replace('\u{7f}', "\\u007F")
}

fn within(number: f64, low: Option<f64>, high: Option<f64>) -> bool {
    number.is_finite() && low.is_none_or(|low| number >= low) && high.is_none_or(|high| number <= high)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    parameter: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    path: String,
    label: Bilingual,
    #[serde(default)]
    unit: Option<Words>,
    default: toml::Value,
    low: Option<f64>,
    high: Option<f64>,
    min: Option<f64>,
    max: Option<f64>,
    #[serde(default)]
    choices: Vec<String>,
    #[serde(default)]
    source: Option<Words>,
    year: Option<i64>,
    grade: String,
    #[serde(default)]
    first: bool,
}

/// What reads alike in both languages, or has a known translation, is given once.
#[derive(Deserialize)]
#[serde(untagged)]
enum Words {
    Once(String),
    Both(Bilingual),
}

pub(super) fn parse(text: &str) -> Result<Vec<Parameter>, String> {
    let file: File = toml::from_str(text).map_err(|wrong| wrong.to_string())?;
    file.parameter.into_iter().map(parameter).collect()
}

fn parameter(entry: Entry) -> Result<Parameter, String> {
    let default = match entry.default {
        toml::Value::Float(number) => Value::Float(number),
        toml::Value::Integer(number) => Value::Integer(number),
        toml::Value::Boolean(claim) => Value::Bool(claim),
        toml::Value::String(text) => Value::Text(text),
        other => return Err(format!("`{}`: a default cannot be a {}", entry.path, other.type_str())),
    };
    let unit = match entry.unit {
        None => Bilingual::default(),
        Some(Words::Both(words)) => words,
        Some(Words::Once(word)) => super::unit::words(&word)
            .ok_or_else(|| format!("`{}`: the unit `{word}` has no French; give {{ fr, en }}", entry.path))?,
    };
    let source = match entry.source {
        None => Bilingual::default(),
        Some(Words::Both(words)) => words,
        Some(Words::Once(reference)) => both(&reference, &reference),
    };
    let parameter = Parameter {
        path: entry.path,
        label: entry.label,
        unit,
        default,
        low: entry.low,
        high: entry.high,
        min: entry.min,
        max: entry.max,
        choices: entry.choices,
        source,
        year: entry.year,
        grade: entry.grade,
        first: entry.first,
    };
    check(&parameter).map_err(|wrong| format!("`{}`: {wrong}", parameter.path))?;
    Ok(parameter)
}

fn check(parameter: &Parameter) -> Result<(), String> {
    let bare = |step: &str| {
        !step.is_empty() && step.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
    };
    if !parameter.path.contains('.') || !parameter.path.split('.').all(bare) {
        return Err("a path is a section and a key, of plain letters, digits and _".to_owned());
    }
    if !GRADES.contains(&parameter.grade.as_str()) {
        return Err(format!("the grade `{}` is none of {GRADES:?}", parameter.grade));
    }
    if !parameter.choices.is_empty() && !matches!(parameter.default, Value::Text(_)) {
        return Err("only a text has choices".to_owned());
    }
    if !parameter.allows(&parameter.default) {
        return Err(format!("the default {} is not lawful", parameter.default.written()));
    }
    if !parameter.finds_plausible(&parameter.default) && parameter.term().is_none() {
        return Err(format!("the default {} is not plausible", parameter.default.written()));
    }
    let ranges = [(parameter.low, parameter.high), (parameter.min, parameter.max)];
    if ranges.iter().any(|range| matches!(range, (Some(low), Some(high)) if low > high)) {
        return Err("a range is upside down".to_owned());
    }
    let (lowest, highest) =
        (parameter.min.unwrap_or(f64::NEG_INFINITY), parameter.max.unwrap_or(f64::INFINITY));
    if parameter.low.is_some_and(|low| low < lowest) || parameter.high.is_some_and(|high| high > highest) {
        return Err("the plausible range leaves the lawful one".to_owned());
    }
    let assumed = parameter.grade == "D" && parameter.default.as_number().is_some();
    if assumed && (parameter.low.is_none() || parameter.high.is_none()) {
        return Err("an assumption (grade D) needs low and high".to_owned());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::Catalogue;

    fn entry(rest: &str) -> String {
        format!("[[parameter]]\npath = \"a.b\"\nlabel = {{ fr = \"x\", en = \"x\" }}\n{rest}\n")
    }

    #[test]
    fn an_assumption_without_its_range_is_refused() {
        let wrong = Catalogue::parse(&entry("default = 1.0\ngrade = \"D\"")).expect_err("no range");
        assert!(wrong.contains("needs low and high"), "{wrong}");
        assert!(Catalogue::parse(&entry("default = 1.0\nlow = 0\nhigh = 2\ngrade = \"D\"")).is_ok());
    }

    #[test]
    fn a_default_outside_its_own_ranges_is_refused() {
        assert!(Catalogue::parse(&entry("default = 3.0\nmax = 2\ngrade = \"A\"")).is_err());
        assert!(Catalogue::parse(&entry("default = \"c\"\nchoices = [\"a\"]\ngrade = \"A\"")).is_err());
    }

    #[test]
    fn a_mistyped_path_finds_its_section_and_its_key() {
        let text = entry("default = 1.0\ngrade = \"A\"")
            + &entry("default = 1.0\ngrade = \"A\"").replace("a.b", "c.long_key");
        let catalogue = Catalogue::parse(&text).expect("a sound catalogue");
        assert_eq!(catalogue.nearest("a.long_key"), Some("c.long_key"));
        assert_eq!(catalogue.nearest("c.lnog_key"), Some("c.long_key"));
        assert_eq!(catalogue.nearest("c.nothing_like_it"), None);
    }

    #[test]
    fn a_planner_finds_a_handful_of_values_to_change_first() {
        let first = Catalogue::embedded().of_model().filter(|parameter| parameter.first).count();
        assert!(
            (5..=15).contains(&first),
            "{first} parameters of scenarios/catalogue.toml have `first = true`"
        );
    }

    #[test]
    fn a_unit_without_french_is_refused() {
        let wrong = Catalogue::parse(&entry("default = 1.0\nunit = \"furlongs\"\ngrade = \"A\""))
            .expect_err("no French");
        assert!(wrong.contains("has no French"), "{wrong}");
        let both = "default = 1.0\nunit = { fr = \"x\", en = \"y\" }\ngrade = \"A\"";
        assert!(Catalogue::parse(&entry(both)).is_ok());
    }
}
