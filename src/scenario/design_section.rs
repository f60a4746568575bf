//! How does the section `[design]` of a scenario read?

use std::collections::BTreeMap;

use super::design::{
    Axis, Design, Listed, METHODS, MOST_POINTS, Method, Range, assumptions, default_range, parameter_of,
    stepped,
};
use super::document::{Content, Document, Entry, Node};
use super::draft::Draft;
use super::{text, values};
use crate::catalogue::{Catalogue, Parameter, TERMS, Value};
use crate::error::{Fault, Place, both, nearest};

/// The word that stands for every numeric assumption of the catalogue.
const ASSUMPTIONS: &str = "assumptions";
/// What a sweep sets itself.
const OWN: [&str; 2] = ["run.seed", "run.replications"];

/// A design as read, with the places of what only the whole scenario can check.
#[derive(Debug)]
pub(super) struct DesignDraft {
    pub design: Design,
    pub places: Vec<(String, Place)>,
}

/// Reads the section; nothing where its faults leave no design.
pub(super) fn read(entry: &Entry, document: &Document, faults: &mut Vec<Fault>) -> Option<DesignDraft> {
    let entries = text::section(entry, "design", document, faults)?;
    let earlier = faults.len();
    let mut draft = DesignDraft {
        design: Design {
            method: Method::Sobol,
            points: None,
            seed: None,
            axes: Vec::new(),
            listed: Vec::new(),
        },
        places: Vec::new(),
    };
    let mut method = None;
    for entry in entries {
        let node = &entry.node;
        match entry.key.as_str() {
            _ if node.broken => {}
            "method" => method = method_of(node, document, faults),
            "points" => {
                draft.design.points =
                    whole(node, "points", 1, MOST_POINTS, document, faults).map(|n| n as u32)
            }
            "seed" => {
                draft.design.seed = whole(node, "seed", 0, i64::MAX >> 10, document, faults).map(|n| n as u64)
            }
            "vary" => vary(node, document, &mut draft, faults),
            "point" => points(node, document, &mut draft, faults),
            _ => faults.push(unknown_key(entry, document)),
        }
    }
    if method.is_none() && faults.len() == earlier {
        method = Some(if draft.design.listed.is_empty() { Method::Sobol } else { Method::List });
    }
    draft.design.method = method?;
    if faults.len() == earlier {
        check(entry, &draft.design, document, faults);
    }
    (faults.len() == earlier).then_some(draft)
}

/// What can only be said of the whole section.
fn check(entry: &Entry, design: &Design, document: &Document, faults: &mut Vec<Fault>) {
    let place = || document.place(&entry.key_span);
    if design.axes.is_empty() && design.listed.is_empty() {
        let message = both("ce plan ne fait rien varier", "this design varies nothing");
        faults.push(Fault::at(place(), message).help(both(
            "ajoutez vary = [\"section.paramètre\"], ou [[design.point]]",
            "add vary = [\"section.parameter\"], or [[design.point]]",
        )));
    } else if (design.method == Method::List) == design.listed.is_empty() {
        let message = both(
            "« list » va avec [[design.point]], et les autres méthodes avec « vary »",
            "`list` goes with [[design.point]], and the other methods with `vary`",
        );
        faults.push(Fault::at(place(), message).help(both("retirez l'un des deux", "remove one of the two")));
    }
    if design.method == Method::Grid {
        for axis in design.axes.iter().filter(|axis| !matches!(axis.range, Range::Among(_))) {
            let message = both(
                format!("une grille ne sait pas quelles valeurs prend « {} »", axis.path),
                format!("a grid does not know which values `{}` takes", axis.path),
            );
            faults.push(Fault::at(place(), message).help(both(
                format!("{{ path = \"{}\", steps = 5 }}, ou values = [ … ]", axis.path),
                format!("{{ path = \"{}\", steps = 5 }}, or values = [ … ]", axis.path),
            )));
        }
    }
}

fn method_of(node: &Node, document: &Document, faults: &mut Vec<Fault>) -> Option<Method> {
    let word = text::plain(node, "design.method", document, faults)?;
    let found = METHODS.iter().find(|(known, _)| *known == word).map(|(_, method)| *method);
    if found.is_none() {
        let names = METHODS.map(|(known, _)| known);
        let message =
            both(format!("il n'y a pas de méthode « {word} »"), format!("there is no method named `{word}`"));
        let all = names.join(", ");
        faults.push(
            Fault::at(document.place(&node.span), message)
                .label(both(format!("attendu : {all}"), format!("expected {all}")))
                .maybe_help(nearest(&word, names).map(text::did_you_mean)),
        );
    }
    found
}

fn whole(
    node: &Node,
    key: &str,
    least: i64,
    most: i64,
    document: &Document,
    faults: &mut Vec<Fault>,
) -> Option<i64> {
    if let Content::Integer(Some(number)) = &node.content
        && (least..=most).contains(number)
    {
        return Some(*number);
    }
    let message = both(
        format!("« {key} » ne peut pas valoir {}", text::cut(document.place(&node.span).text())),
        format!("`{key}` cannot be {}", text::cut(document.place(&node.span).text())),
    );
    faults.push(Fault::at(document.place(&node.span), message).label(both(
        format!("attendu : un nombre entier de {least} à {most}"),
        format!("expected a whole number from {least} to {most}"),
    )));
    None
}

fn unknown_key(entry: &Entry, document: &Document) -> Fault {
    let keys = ["method", "points", "seed", "vary", "point"];
    let message = both(
        format!("un plan n'a pas de clé « {} »", entry.key),
        format!("a design has no key `{}`", entry.key),
    );
    let all = keys.join(", ");
    Fault::at(document.place(&entry.key_span), message)
        .maybe_help(nearest(&entry.key, keys).map(text::did_you_mean))
        .help(both(format!("clés : {all}"), format!("keys: {all}")))
}

fn vary(node: &Node, document: &Document, draft: &mut DesignDraft, faults: &mut Vec<Fault>) {
    if matches!(&node.content, Content::Text(word) if word == ASSUMPTIONS) {
        draft.design.axes.extend(assumptions());
        return;
    }
    let Content::List(nodes) = &node.content else {
        let message = both("« vary » est une liste de paramètres", "`vary` is a list of parameters");
        faults.push(Fault::at(document.place(&node.span), message).help(both(
            format!("vary = [\"finance.margin\", \"format.ge.fee\"], ou vary = \"{ASSUMPTIONS}\""),
            format!("vary = [\"finance.margin\", \"format.ge.fee\"], or vary = \"{ASSUMPTIONS}\""),
        )));
        return;
    };
    for node in nodes.iter().filter(|node| !node.broken) {
        let axis = match &node.content {
            Content::Text(path) => Some((path.clone(), node, &[][..])),
            Content::Table(entries) => entries.iter().find(|entry| entry.key == "path").and_then(|entry| {
                let path = text::plain(&entry.node, "path", document, faults)?;
                Some((path, &entry.node, &entries[..]))
            }),
            _ => None,
        };
        let Some((path, named, entries)) = axis else {
            let message = both(
                "un axe est un chemin, ou { path = \"…\", low = …, high = … }",
                "an axis is a path, or { path = \"…\", low = …, high = … }",
            );
            faults.push(Fault::at(document.place(&node.span), message));
            continue;
        };
        let place = document.place(&named.span);
        if draft.design.axes.iter().any(|axis| axis.path == path) {
            let message = both(format!("« {path} » varie deux fois"), format!("`{path}` is varied twice"));
            faults.push(Fault::at(place, message).help(both("retirez-le ici", "remove it here")));
        } else if let Some(axis) = axis_of(&path, &place, entries, document, faults) {
            draft.places.push((path, place));
            draft.design.axes.push(axis);
        }
    }
}

fn axis_of(
    path: &str,
    place: &Place,
    entries: &[Entry],
    document: &Document,
    faults: &mut Vec<Fault>,
) -> Option<Axis> {
    let Some(parameter) = parameter_of(path).filter(|_| !OWN.contains(&path)) else {
        faults.push(unknown_path(path, place.clone()));
        return None;
    };
    let mut axis = Axis {
        path: path.to_owned(),
        label: parameter.label.clone(),
        unit: parameter.unit.clone(),
        range: Range::Among(Vec::new()),
        group: None,
    };
    let earlier = faults.len();
    let (mut low, mut high, mut steps, mut given, mut logarithmic) = (None, None, None, None, false);
    for entry in entries {
        let node = &entry.node;
        let mut value = |node: &Node| match values::read(parameter, path, node, document)? {
            Ok(setting) => Some(setting.value),
            Err(fault) => {
                faults.push(fault);
                None
            }
        };
        match entry.key.as_str() {
            "path" => {}
            "low" => low = value(node).and_then(|v| v.as_number()),
            "high" => high = value(node).and_then(|v| v.as_number()),
            "values" if matches!(&node.content, Content::List(nodes) if !nodes.is_empty()) => {
                let Content::List(nodes) = &node.content else { continue };
                given = Some(nodes.iter().filter_map(value).collect::<Vec<_>>());
            }
            "steps" => steps = whole(node, "steps", 2, 10_000, document, faults),
            "label" => {
                if let Some(label) = text::bilingual(node, "label", document, faults) {
                    axis.label = label;
                }
            }
            "group" => axis.group = text::plain(node, "group", document, faults),
            "scale" if matches!(&node.content, Content::Text(word) if word == "log" || word == "linear") => {
                logarithmic = matches!(&node.content, Content::Text(word) if word == "log");
            }
            key => {
                let keys = ["path", "low", "high", "values", "steps", "label", "group", "scale"];
                let message = both(
                    format!("« {key} » d'un axe ne se lit pas"),
                    format!("`{key}` of an axis cannot be read"),
                );
                faults.push(
                    Fault::at(document.place(&entry.key_span), message)
                        .maybe_help(nearest(key, keys).filter(|near| *near != key).map(text::did_you_mean))
                        .help(both(
                            format!("un axe a : {} ; scale est \"log\" ou \"linear\"", keys.join(", ")),
                            format!("an axis has: {}; scale is \"log\" or \"linear\"", keys.join(", ")),
                        )),
                );
            }
        }
    }
    if faults.len() > earlier {
        return None;
    }
    let range = match given {
        Some(values) => Some(Range::Among(values)),
        None => bounded(parameter, low, high, logarithmic),
    };
    let Some(range) = range else {
        let message = both(
            format!("le catalogue n'a pas d'étendue pour « {path} »"),
            format!("the catalogue has no range for `{path}`"),
        );
        faults.push(Fault::at(place.clone(), message).help(both(
            format!("{{ path = \"{path}\", low = …, high = … }}, ou values = [ … ]"),
            format!("{{ path = \"{path}\", low = …, high = … }}, or values = [ … ]"),
        )));
        return None;
    };
    if let Some(message) = senseless(&range) {
        faults.push(Fault::at(place.clone(), message));
        return None;
    }
    axis.range = match steps {
        Some(steps) => stepped(&range, steps),
        None => range,
    };
    Some(axis)
}

fn bounded(parameter: &Parameter, low: Option<f64>, high: Option<f64>, logarithmic: bool) -> Option<Range> {
    let (low, high) = (low.or(parameter.low), high.or(parameter.high));
    match &parameter.default {
        Value::Float(_) => Some(Range::Between { low: low?, high: high?, logarithmic }),
        Value::Integer(_) => Some(Range::Whole { low: low?.ceil() as i64, high: high?.floor() as i64 }),
        Value::Bool(_) | Value::Text(_) => default_range(parameter),
    }
}

fn senseless(range: &Range) -> Option<crate::words::Bilingual> {
    let empty = match range {
        Range::Between { low, high, .. } => low >= high,
        Range::Whole { low, high } => low >= high,
        Range::Among(values) => values.is_empty(),
    };
    if empty {
        return Some(both(
            "l'étendue est vide : low doit être sous high",
            "the range is empty: low must be below high",
        ));
    }
    let logarithm = matches!(range, Range::Between { low, logarithmic: true, .. } if *low <= 0.0);
    logarithm.then(|| {
        both("une échelle logarithmique commence au-dessus de 0", "a logarithmic scale starts above 0")
    })
}

fn unknown_path(path: &str, place: Place) -> Fault {
    if OWN.contains(&path) {
        let message = both(
            format!("« {path} » ne se fait pas varier : un plan d'expériences le fixe lui-même"),
            format!("`{path}` cannot be varied: a sweep sets it itself"),
        );
        return Fault::at(place, message);
    }
    let catalogue = Catalogue::embedded();
    let message = both(
        format!("il n'y a pas de paramètre « {path} »"),
        format!("there is no parameter named `{path}`"),
    );
    let near = match path.strip_prefix("format.").and_then(|rest| rest.split_once('.')) {
        Some((format, term)) => nearest(term, catalogue.of_formats().filter_map(|p| p.term()))
            .map(|term| format!("format.{format}.{term}")),
        None => catalogue.nearest(path).filter(|near| !near.starts_with(TERMS)).map(str::to_owned),
    };
    Fault::at(place, message).maybe_help(near.as_deref().map(text::did_you_mean)).help(both(
        "tous les paramètres : mutualise scenario show base ; un terme : format.ge.fee",
        "all parameters: mutualise scenario show base; a term: format.ge.fee",
    ))
}

fn points(node: &Node, document: &Document, draft: &mut DesignDraft, faults: &mut Vec<Fault>) {
    let Content::List(nodes) = &node.content else {
        let message =
            both("les points se donnent par [[design.point]]", "points are given by [[design.point]]");
        faults.push(Fault::at(document.place(&node.span), message));
        return;
    };
    for node in nodes {
        let Content::Table(entries) = &node.content else { continue };
        let (mut label, mut set) = (None, Draft::default());
        let earlier = faults.len();
        for entry in entries {
            match entry.key.as_str() {
                "label" => label = text::bilingual(&entry.node, "label", document, faults),
                _ => set.set(entry, document, faults),
            }
        }
        let mut values = BTreeMap::new();
        for (path, setting) in set.settings() {
            if let Some(own) = OWN.iter().find(|own| **own == path) {
                faults.push(unknown_path(own, setting.place.clone()));
            }
            draft.places.push((path.clone(), setting.place.clone()));
            values.insert(path, setting.value.clone());
        }
        // a value that was refused is a fault of its own
        if values.is_empty() && faults.len() == earlier {
            let message = both("ce point ne change rien", "this point changes nothing");
            faults.push(
                Fault::at(document.place(&node.span), message)
                    .help(both("par exemple finance.margin = 0.02", "for instance finance.margin = 0.02")),
            );
        }
        for path in values.keys() {
            if !draft.design.axes.iter().any(|axis| axis.path == *path)
                && let Some(parameter) = parameter_of(path)
            {
                draft.design.axes.push(Axis {
                    path: path.clone(),
                    label: parameter.label.clone(),
                    unit: parameter.unit.clone(),
                    range: Range::Among(Vec::new()),
                    group: None,
                });
            }
        }
        draft.design.listed.push(Listed { label, values });
    }
}

impl DesignDraft {
    /// Paths of terms whose format is not compared are faults.
    pub fn check_formats(&self, known: &[&str], faults: &mut Vec<Fault>) {
        for (path, place) in &self.places {
            let format = path.strip_prefix("format.").and_then(|rest| rest.split_once('.')).map(|(id, _)| id);
            if let Some(id) = format.filter(|id| !known.contains(id)) {
                let message = both(
                    format!("« {path} » : le format « {id} » n'est pas parmi ceux que l'on compare"),
                    format!("`{path}`: the format `{id}` is not among those compared"),
                );
                let all = known.join(", ");
                faults.push(
                    Fault::at(place.clone(), message)
                        .maybe_help(nearest(id, known.iter().copied()).map(text::did_you_mean))
                        .help(both(format!("formats : {all}"), format!("formats: {all}"))),
                );
            }
        }
    }
}
