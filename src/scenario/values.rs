//! Is a value of the kind its parameter wants, lawful, plausible?

use super::document::{Content, Document, Node};
use super::format_file;
use super::text;
use crate::catalogue::{Parameter, Value};
use crate::error::{Fault, Place, both};
use crate::words::{Bilingual, Lang};

/// A value somebody set, and where.
#[derive(Clone, Debug)]
pub(super) struct Setting {
    pub value: Value,
    pub place: Place,
}

/// The value written in `node` for `parameter`, or the fault in it; nothing for what its syntax already spoils.
pub(super) fn read(
    parameter: &Parameter,
    shown: &str,
    node: &Node,
    document: &Document,
) -> Option<Result<Setting, Fault>> {
    if node.broken {
        return None;
    }
    let place = document.place(&node.span);
    let value = match (&parameter.default, &node.content) {
        (Value::Float(_), Content::Float(Some(number))) => Value::Float(*number),
        (Value::Float(_), Content::Integer(Some(number))) => Value::Float(*number as f64),
        (Value::Integer(_), Content::Integer(Some(number))) => Value::Integer(*number),
        (Value::Bool(_), Content::Bool(claim)) => Value::Bool(*claim),
        (Value::Text(_), Content::Text(text)) => Value::Text(text.clone()),
        _ => return Some(Err(wrong_kind(parameter, shown, node, place))),
    };
    if parameter.allows(&value) {
        Some(Ok(Setting { value, place }))
    } else {
        Some(Err(unlawful(parameter, shown, &value, place)))
    }
}

/// What deserves a look in a lawful value.
pub(super) fn implausible(parameter: &Parameter, shown: &str, value: &Value) -> Option<Bilingual> {
    if parameter.finds_plausible(value) {
        return None;
    }
    let plausible = parameter.plausible()?;
    let line = |lang, word: &str| {
        let unit = match parameter.unit.get(lang) {
            "" => String::new(),
            unit => format!(" {unit}"),
        };
        let source = match parameter.source.get(lang) {
            "" => String::new(),
            source => format!(" ({source})"),
        };
        let label = parameter.label.get(lang);
        format!("{shown} = {}{word}{}{unit}{source} · {label}", value.written(), plausible.get(lang))
    };
    Some(both(line(Lang::Fr, " ; plausible : "), line(Lang::En, "; plausible: ")))
}

fn wrong_kind(parameter: &Parameter, shown: &str, node: &Node, place: Place) -> Fault {
    let (fr, en) = node.kind();
    let (fr, en) = match &node.content {
        Content::Integer(None) | Content::Float(None) => {
            ("un nombre trop grand", "a number too large to hold")
        }
        _ => (fr, en),
    };
    let expected = parameter.expected();
    let fault =
        Fault::at(place, both(format!("« {shown} » reçoit {fr}"), format!("`{shown}` is given {en}")))
            .label(both(format!("attendu : {}", expected.fr), format!("expected {}", expected.en)));
    fault.maybe_help(conversion(parameter, node)).help(now(parameter, shown))
}

/// The same value in the kind that is wanted, where that is plain.
fn conversion(parameter: &Parameter, node: &Node) -> Option<Bilingual> {
    let write = |text: String| Some(both(format!("écrivez {text}"), format!("write {text}")));
    // what would be refused next is no remedy
    let lawful = |number: f64| Some(number).filter(|number| parameter.allows(&Value::Float(*number)));
    match (&parameter.default, &node.content) {
        (Value::Float(_) | Value::Integer(_), Content::Text(text)) => {
            let number = text.trim().replace(',', ".");
            let read = number.parse::<f64>().ok()?;
            lawful(read)?;
            let (fr, en) = (format!("sans guillemets : {number}"), format!("without quotes: {number}"));
            Some(both(fr, en))
        }
        (Value::Integer(_), Content::Float(Some(number))) => write(lawful(number.round())?.to_string()),
        (Value::Bool(_), Content::Integer(Some(number))) => write((*number != 0).to_string()),
        (Value::Bool(_), Content::Text(text)) => match text.to_lowercase().as_str() {
            "true" | "vrai" | "oui" | "yes" => write("true".to_owned()),
            "false" | "faux" | "non" | "no" => write("false".to_owned()),
            _ => None,
        },
        _ => None,
    }
}

fn unlawful(parameter: &Parameter, shown: &str, value: &Value, place: Place) -> Fault {
    let expected = parameter.expected();
    let written = text::cut(place.text());
    let not_finite = value.as_number().is_some_and(|number| !number.is_finite());
    let message = match value {
        Value::Text(text) => both(
            format!("« {shown} » n'a pas de valeur « {text} »"),
            format!("`{shown}` has no value `{text}`"),
        ),
        _ if not_finite => both(
            format!("« {shown} » doit être un nombre fini"),
            format!("`{shown}` must be a finite number"),
        ),
        _ => both(
            format!("« {shown} » ne peut pas valoir {written}"),
            format!("`{shown}` cannot be {written}"),
        ),
    };
    let fault = Fault::at(place, message)
        .label(both(format!("attendu : {}", expected.fr), format!("expected {}", expected.en)));
    let meant = match value {
        Value::Text(text) => {
            crate::error::nearest(text, parameter.choices.iter().map(String::as_str)).map(|meant| {
                both(format!("vouliez-vous dire \"{meant}\" ?"), format!("did you mean \"{meant}\"?"))
            })
        }
        _ => as_share(parameter, value),
    };
    fault.maybe_help(meant).help(now(parameter, shown))
}

/// Percentages written where a share from 0 to 1 is wanted.
fn as_share(parameter: &Parameter, value: &Value) -> Option<Bilingual> {
    let number = value.as_number()?;
    let unit = &parameter.unit.en;
    let a_share = unit.starts_with("share") || unit.starts_with("per ");
    if !a_share || parameter.max != Some(1.0) || !(1.0..=100.0).contains(&number) {
        return None;
    }
    let share = (number * 1e6).round() / 1e8;
    Some(both(format!("{number} % s'écrit {share}"), format!("{number} % is written {share}")))
}

/// What the value is, and which one stands there if nobody sets it: for a term, that of the format it is set for.
fn now(parameter: &Parameter, shown: &str) -> Bilingual {
    let written = default_of(parameter, shown).written();
    let (fr, en) = match parameter.plausible() {
        Some(range) => (format!(" ; plausible : {}", range.fr), format!("; plausible: {}", range.en)),
        None => (String::new(), String::new()),
    };
    both(
        format!("{} ; par défaut {written}{fr}", parameter.label.fr),
        format!("{}; default {written}{en}", parameter.label.en),
    )
}

fn default_of(parameter: &Parameter, shown: &str) -> Value {
    let format = shown.strip_prefix("format.").and_then(|rest| rest.split('.').next());
    let term = parameter.term().zip(format).and_then(|(term, id)| {
        format_file::embedded(id)?.terms.get(term).map(|setting| setting.value.clone())
    });
    term.unwrap_or_else(|| parameter.default.clone())
}
