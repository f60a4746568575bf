//! What may a scenario file hold, in the words of JSON Schema, so that an editor can help?

use serde_json::{Map, Value as Json, json};

use super::design::{METHODS, MOST_POINTS};
use super::event::{KINDS, LENGTHS, SECTORS, STARTS};
use crate::catalogue::{Catalogue, Parameter, Value};
use crate::formats;
use crate::words::Lang;

/// The schema (draft 2020-12), generated from the catalogue, described in one language.
pub fn schema(lang: Lang) -> Json {
    let catalogue = Catalogue::embedded();
    let mut properties = Map::new();
    let (extends, title, notes) = match lang {
        Lang::Fr => (
            "le scénario de départ : base, ou un fichier",
            "ce que ce scénario demande",
            "à dire aux lecteurs",
        ),
        Lang::En => (
            "the scenario to start from: base, or a file",
            "what this scenario asks",
            "what readers should know",
        ),
    };
    properties
        .insert("extends".into(), json!({ "type": "string", "description": extends, "default": "base" }));
    properties.insert("title".into(), described(words(), title));
    properties.insert("notes".into(), described(words(), notes));
    properties.insert("formats".into(), formats_list(lang));
    for parameter in catalogue.of_model() {
        place(&mut properties, &parameter.path, property(parameter, lang));
    }
    properties.insert("format".into(), terms(lang));
    properties.insert("design".into(), design(lang));
    properties.insert("event".into(), json!({ "type": "array", "items": event(lang) }));
    let source = json!({ "path": { "type": "string" }, "text": words(), "year": { "type": "integer" } });
    let mut source = closed(source);
    source["required"] = json!(["text"]);
    properties.insert("source".into(), json!({ "type": "array", "items": source }));
    let mut root = closed(Json::Object(properties));
    root["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    root["title"] = json!("mutualise scenario");
    root
}

fn closed(properties: Json) -> Json {
    json!({ "type": "object", "additionalProperties": false, "properties": properties })
}

fn described(mut schema: Json, description: &str) -> Json {
    schema["description"] = json!(description);
    schema
}

fn words() -> Json {
    let mut both = closed(json!({ "fr": { "type": "string" }, "en": { "type": "string" } }));
    both["required"] = json!(["fr", "en"]);
    json!({ "anyOf": [{ "type": "string" }, both] })
}

fn place(properties: &mut Map<String, Json>, path: &str, schema: Json) {
    match path.split_once('.') {
        None => drop(properties.insert(path.to_owned(), schema)),
        Some((section, rest)) => {
            let section = properties.entry(section).or_insert_with(|| closed(json!({})));
            if let Some(below) = section["properties"].as_object_mut() {
                place(below, rest, schema);
            }
        }
    }
}

fn property(parameter: &Parameter, lang: Lang) -> Json {
    let mut schema = match &parameter.default {
        Value::Float(default) => json!({ "type": "number", "default": default }),
        Value::Integer(default) => json!({ "type": "integer", "default": default }),
        Value::Bool(default) => json!({ "type": "boolean", "default": default }),
        Value::Text(default) => json!({ "type": "string", "default": default }),
    };
    if !parameter.choices.is_empty() {
        schema["enum"] = json!(parameter.choices);
    }
    for (key, bound) in [("minimum", parameter.min), ("maximum", parameter.max)] {
        if let Some(bound) = bound {
            schema[key] = json!(bound);
        }
    }
    schema["title"] = json!(parameter.label.get(lang));
    let plausible = match lang {
        Lang::Fr => "plausible : ",
        Lang::En => "plausible: ",
    };
    let plausible = parameter.plausible().map(|range| format!("{plausible}{}", range.get(lang)));
    let parts = [
        parameter.label.get(lang).to_owned(),
        parameter.unit.get(lang).to_owned(),
        plausible.unwrap_or_default(),
        parameter.source.get(lang).to_owned(),
    ];
    schema["description"] =
        json!(parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "));
    schema
}

fn formats_list(lang: Lang) -> Json {
    let names: Vec<_> = formats::EMBEDDED.iter().map(|(name, _)| *name).collect();
    let description = match lang {
        Lang::Fr => "les formats comparés, la référence en premier ; ou le fichier d'un format",
        Lang::En => "the formats compared, the reference first; or the file of a format",
    };
    let item = json!({ "anyOf": [{ "enum": names }, { "type": "string", "pattern": "\\.toml$" }] });
    json!({ "type": "array", "minItems": 1, "uniqueItems": true, "description": description, "items": item })
}

fn terms(lang: Lang) -> Json {
    let mut properties = Map::new();
    for text in ["label", "short", "summary"] {
        properties.insert(text.to_owned(), words());
    }
    for parameter in Catalogue::embedded().of_formats() {
        place(&mut properties, parameter.term().unwrap_or_default(), property(parameter, lang));
    }
    json!({ "type": "object", "additionalProperties": closed(Json::Object(properties)) })
}

fn design(lang: Lang) -> Json {
    let (vary, point) = match lang {
        Lang::Fr => ("ce que l'on fait varier, ou \"assumptions\"", "un point d'une liste"),
        Lang::En => ("what is varied, or \"assumptions\"", "a point of a list"),
    };
    let axis = closed(json!({
        "path": { "type": "string" },
        "low": { "type": "number" },
        "high": { "type": "number" },
        "values": { "type": "array" },
        "steps": { "type": "integer", "minimum": 2 },
        "scale": { "enum": ["linear", "log"] },
        "label": words(),
        "group": { "type": "string" },
    }));
    let axes = json!({ "type": "array", "items": { "anyOf": [{ "type": "string" }, axis] } });
    closed(json!({
        "method": { "enum": METHODS.map(|(word, _)| word) },
        "points": { "type": "integer", "minimum": 1, "maximum": MOST_POINTS },
        "seed": { "type": "integer", "minimum": 0 },
        "vary": { "description": vary, "anyOf": [{ "const": "assumptions" }, axes] },
        "point": { "type": "array", "description": point, "items": { "type": "object" } },
    }))
}

fn event(lang: Lang) -> Json {
    let (start, depth) = match lang {
        Lang::Fr => ("mois depuis le lancement ; négatif : avant", "part perdue, de 0 à 1"),
        Lang::En => ("months since launch; negative: before", "share lost, 0 to 1"),
    };
    let mut event = closed(json!({
        "label": words(),
        "kind": { "enum": KINDS.map(|(word, _)| word) },
        "sector": { "enum": SECTORS.map(|(word, _)| word) },
        "start": { "type": "integer", "minimum": STARTS.0, "maximum": STARTS.1, "description": start },
        "months": { "type": "integer", "minimum": LENGTHS.0, "maximum": LENGTHS.1 },
        "depth": { "type": "number", "minimum": 0, "maximum": 1, "description": depth },
    }));
    event["required"] = json!(["kind", "start", "months", "depth"]);
    event
}
