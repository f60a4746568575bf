//! How do documents become a scenario: laid over each other, checked alone and together, made into plain structures?

use super::chain::{self, Source};
use super::document::Document;
use super::draft::{Draft, Named};
use super::format_file::{self, Found};
use super::params::Params;
use super::values::{self, Setting};
use super::{Scenario, checks};
use crate::catalogue::{Catalogue, Value, assemble};
use crate::error::{Error, Fault, SourceText, Warning, both};
use crate::formats;

pub(super) fn resolve(source: Source, sets: &[String]) -> Result<Scenario, Error> {
    let mut faults = Vec::new();
    let name = source.name();
    let mut documents = chain::follow(source, &mut faults);
    documents.extend(sets.iter().filter_map(|set| flag(set, &mut faults)));
    let mut draft = Draft::default();
    for document in &documents {
        draft.lay(document, &mut faults);
    }
    // what is missing because its file could not be read has been said
    let readable = faults.is_empty();
    if draft.formats.is_none() && readable {
        faults.push(no_formats(&name));
    }
    let found = format_file::find(&draft, &mut faults);
    unknown_overrides(&draft, &mut faults);
    if let (Some(design), true) = (&draft.design, readable) {
        let ids: Vec<&str> = found.iter().map(|found| found.format.id.as_str()).collect();
        design.check_formats(&ids, &mut faults);
    }
    let params = if readable { params(&draft, &mut faults) } else { None };
    Error::if_any(faults)?;
    let Some(params) = params else { unreachable!("parameters that do not deserialise are faults") };
    let warnings = warnings(&draft, &found);
    Ok(Scenario {
        title: draft.title.unwrap_or_else(|| both(&name, &name)),
        name,
        notes: draft.notes,
        sources: draft.sources,
        params,
        terms: found.iter().map(Found::values).collect(),
        formats: found.into_iter().map(|found| found.format).collect(),
        design: draft.design.map(|draft| draft.design),
        events: draft.events.into_iter().map(|(event, _)| event).collect(),
        warnings,
        given: draft.values.into_iter().map(|(path, setting)| (path, setting.value)).collect(),
    })
}

/// `path=value` is a line of TOML; a shell eats quotes, so a text may come without them.
fn flag(set: &str, faults: &mut Vec<Fault>) -> Option<Document> {
    let wrong = |message| {
        let help = both(
            "par exemple --set run.replications=100 ou --set format.ge.fee=0.12",
            "for instance --set run.replications=100 or --set format.ge.fee=0.12",
        );
        Fault::at(crate::error::Place::new(&SourceText::flag(set), 0..set.len()), message).help(help)
    };
    let Some((path, value)) = set.split_once('=') else {
        faults.push(wrong(both("il manque « = valeur »", "`=value` is missing")));
        return None;
    };
    let path = path.trim();
    if path.starts_with('[')
        || path.contains(['\n', '#'])
        || ["extends", "event", "source", "design"].contains(&path)
    {
        faults.push(wrong(both(
            format!("« {path} » ne se donne que dans un fichier"),
            format!("`{path}` can only be given in a file"),
        )));
        return None;
    }
    let bare = value.trim().trim_matches('"');
    let is_word =
        bare.starts_with(|c: char| c.is_alphabetic()) && !matches!(bare, "true" | "false" | "nan" | "inf");
    let text = if path == "formats" && !value.trim_start().starts_with('[') {
        let names: Vec<_> = bare.split(',').map(|name| format!("\"{}\"", name.trim())).collect();
        format!("{path}=[{}]", names.join(", "))
    } else if is_word && bare.chars().all(|c| !c.is_control() && c != '"' && c != '\\') {
        format!("{path}=\"{bare}\"")
    } else {
        set.to_owned()
    };
    Some(Document::parse(SourceText::flag(text), None, faults))
}

fn no_formats(name: &str) -> Fault {
    let message = both(
        format!("le scénario « {name} » ne dit pas quels formats comparer"),
        format!("the scenario `{name}` does not say which formats to compare"),
    );
    Fault::nowhere(message).help(both(
        "ajoutez formats = [\"status-quo\", \"ge\"], ou extends = \"base\"",
        "add formats = [\"status-quo\", \"ge\"], or extends = \"base\"",
    ))
}

fn unknown_overrides(draft: &Draft, faults: &mut Vec<Fault>) {
    // a format whose file could not be read is named all the same: that fault has been said
    let named: Vec<String> = draft.formats.iter().flatten().map(Named::id).collect();
    for (id, given) in &draft.given {
        let known = named.contains(id)
            || formats::EMBEDDED.iter().any(|(known, _)| known == id)
            || given.label.is_some();
        if let (false, Some(place)) = (known, &given.place) {
            faults.push(format_file::unknown(id, &named, place.clone()));
        }
    }
}

fn params(draft: &Draft, faults: &mut Vec<Fault>) -> Option<Params> {
    let given = |path: &str| draft.values.get(path);
    let table = assemble(Catalogue::embedded().of_model(), |parameter| {
        given(&parameter.path).map(|setting| setting.value.clone())
    });
    let params: Params = match table.try_into() {
        Ok(params) => params,
        Err(wrong) => {
            faults.push(misfit(&wrong, draft));
            return None;
        }
    };
    for disagreement in checks::cross_checks(&params) {
        let place =
            disagreement.paths.iter().find_map(|path| given(path)).map(|setting| setting.place.clone());
        let mut fault = Fault::nowhere(disagreement.message);
        fault.place = place;
        let values: Vec<_> = disagreement.paths.iter().filter_map(|path| shown(path, draft)).collect();
        faults.push(fault.help(both(
            format!("valeurs : {}", values.join(", ")),
            format!("values: {}", values.join(", ")),
        )));
    }
    Some(params)
}

fn shown(path: &str, draft: &Draft) -> Option<String> {
    let parameter = Catalogue::embedded().get(path)?;
    let value = draft.values.get(path).map_or(&parameter.default, |setting| &setting.value);
    Some(format!("{path} = {}", value.written()))
}

/// A number that is lawful by the catalogue and does not fit the structure, such as one beyond 32 bits.
fn misfit(wrong: &toml::de::Error, draft: &Draft) -> Fault {
    let text = wrong.to_string();
    let path = text.rsplit_once("in `").map(|(_, rest)| rest.trim_end().trim_end_matches('`').to_owned());
    let path = path.unwrap_or_default();
    let message = both(
        format!("« {path} » ne convient pas ({})", wrong.message()),
        format!("`{path}` does not fit: {}", wrong.message()),
    );
    let mut fault = Fault::nowhere(message);
    fault.place = draft.values.get(&path).map(|setting| setting.place.clone());
    let default = Catalogue::embedded().get(&path).map(|parameter| parameter.default.written());
    fault.maybe_help(default.map(|value| both(format!("par défaut : {value}"), format!("default: {value}"))))
}

fn warnings(draft: &Draft, found: &[Found]) -> Vec<Warning> {
    let catalogue = Catalogue::embedded();
    let (mut warnings, mut idle) = (Vec::new(), Vec::new());
    let mut look = |parameter, shown: &str, setting: &Setting| {
        if let Some(text) = values::implausible(parameter, shown, &setting.value) {
            warnings.push(Warning::Implausible { place: Some(setting.place.clone()), text });
        }
    };
    for parameter in catalogue.of_model() {
        if let Some(setting) = draft.values.get(&parameter.path) {
            look(parameter, &parameter.path, setting);
        }
    }
    for (id, given) in &draft.given {
        for parameter in catalogue.of_formats() {
            let term = parameter.term().unwrap_or_default();
            if let Some(setting) = given.terms.get(term) {
                look(parameter, &format!("format.{id}.{term}"), setting);
            }
        }
        if !found.iter().any(|found| found.format.id == *id) {
            let text = both(
                format!("[format.{id}] : ce format n'est pas parmi ceux que l'on compare"),
                format!("[format.{id}]: this format is not among those compared"),
            );
            idle.push(Warning::WithoutEffect { place: given.place.clone(), text });
        }
    }
    idle.extend(events_outside(draft));
    warnings.append(&mut idle);
    warnings
}

fn events_outside(draft: &Draft) -> Vec<Warning> {
    let months = |path: &str| {
        let parameter = Catalogue::embedded().get(path)?;
        let value = draft.values.get(path).map_or(&parameter.default, |setting| &setting.value);
        match value {
            Value::Integer(months) => Some(*months),
            _ => None,
        }
    };
    let (Some(before), Some(after)) = (months("run.burn_in"), months("run.months")) else {
        return Vec::new();
    };
    let outside = draft.events.iter().filter(|(event, _)| !event.touches(-before, after));
    outside
        .map(|(event, place)| {
            let text = both(
                format!("« {} » tombe hors des mois simulés, de {} à {}", event.label.fr, -before, after - 1),
                format!(
                    "\"{}\" falls outside the months simulated, {} to {}",
                    event.label.en,
                    -before,
                    after - 1
                ),
            );
            Warning::WithoutEffect { place: Some(place.clone()), text }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Deserialize;

    use super::*;

    #[test]
    fn the_catalogue_and_the_structures_agree_in_both_directions() {
        let catalogue = Catalogue::embedded();
        let model: Result<Params, _> = assemble(catalogue.of_model(), |_| None).try_into();
        if let Err(wrong) = model {
            panic!(
                "scenarios/catalogue.toml and Params disagree (missing entry, or entry nobody reads): {wrong}"
            );
        }
        let terms: Result<formats::Terms, _> = assemble(catalogue.of_formats(), |_| None).try_into();
        if let Err(wrong) = terms {
            panic!(
                "scenarios/catalogue.toml and Terms disagree (missing entry, or entry nobody reads): {wrong}"
            );
        }
    }

    #[test]
    fn every_embedded_scenario_and_format_is_sound() {
        for (name, _) in chain::EMBEDDED {
            let scenario =
                Scenario::resolve(Source::Embedded(name.to_owned()), &[]).expect("a sound scenario");
            assert!(scenario.warnings.is_empty(), "{name}: {:?}", scenario.warnings);
        }
        let names: BTreeMap<_, _> = formats::EMBEDDED.into_iter().collect();
        assert_eq!(names.len(), formats::EMBEDDED.len(), "two embedded formats have one name");
        for name in names.keys() {
            assert!(
                format_file::embedded(name).is_some_and(|draft| draft.label.is_some()),
                "{name} has no label"
            );
        }
    }
    #[test]
    fn a_number_that_does_not_fit_its_structure_is_a_fault_with_its_path() {
        let table = assemble(Catalogue::embedded().of_model(), |parameter| {
            (parameter.path == "run.months").then_some(Value::Integer(99_999_999_999))
        });
        let wrong = Params::deserialize(table).expect_err("beyond 32 bits");
        let text = Error::fault(misfit(&wrong, &Draft::default())).render(crate::words::Lang::En, false);
        assert!(text.contains("`run.months`"), "{text}");
    }
}
