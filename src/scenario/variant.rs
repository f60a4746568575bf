//! How does a scenario change at one point of a design, without reading its files again?

use super::design::parameter_of;
use super::{Scenario, checks, format_file};
use crate::catalogue::{Catalogue, Value, assemble};
use crate::error::both;
use crate::words::Bilingual;

impl Scenario {
    /// The same scenario with these values in place of its own; the first contradiction or unlawful value is the
    /// error. Labels, events and sources stay as they are.
    pub fn with(&self, values: &[(&str, Value)]) -> Result<Scenario, Bilingual> {
        let mut varied = self.clone();
        let mut touched = Vec::new();
        for (path, value) in values {
            let parameter = parameter_of(path).ok_or_else(|| unlawful(path, value))?;
            if !parameter.allows(value) {
                return Err(unlawful(path, value));
            }
            match path.strip_prefix("format.").and_then(|rest| rest.split_once('.')) {
                None => drop(varied.given.insert((*path).to_owned(), value.clone())),
                Some((id, term)) => {
                    let place = self.formats.iter().position(|format| format.id == id);
                    let place = place.ok_or_else(|| unlawful(path, value))?;
                    varied.terms[place].insert(term.to_owned(), value.clone());
                    touched.push(place);
                }
            }
        }
        let table = assemble(Catalogue::embedded().of_model(), |parameter| {
            varied.given.get(&parameter.path).cloned()
        });
        varied.params = table.try_into().map_err(|wrong: toml::de::Error| misfit(&wrong))?;
        if let Some(disagreement) = checks::cross_checks(&varied.params).into_iter().next() {
            return Err(disagreement.message);
        }
        for place in touched {
            let (terms, beside) =
                format_file::terms_of(&varied.terms[place]).map_err(|wrong| misfit(&wrong))?;
            varied.formats[place].terms = terms;
            varied.formats[place].beside = beside;
        }
        Ok(varied)
    }

    /// The value that a path of a design has here.
    pub fn value_at(&self, path: &str) -> Option<Value> {
        let parameter = parameter_of(path)?;
        match path.strip_prefix("format.").and_then(|rest| rest.split_once('.')) {
            None => Some(self.value(parameter).clone()),
            Some((id, _)) => {
                let place = self.formats.iter().position(|format| format.id == id)?;
                Some(self.term(place, parameter).clone())
            }
        }
    }
}

fn unlawful(path: &str, value: &Value) -> Bilingual {
    let value = value.written();
    both(format!("« {path} » ne peut pas valoir {value}"), format!("`{path}` cannot be {value}"))
}

fn misfit(wrong: &toml::de::Error) -> Bilingual {
    both(wrong.message(), wrong.message())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variant_equals_the_scenario_resolved_with_the_same_values() {
        let base = Scenario::base();
        let id = base.formats.last().expect("formats").id.clone();
        let fee = format!("format.{id}.fee");
        let values = [
            ("pool.fee_low", Value::Float(0.05)),
            ("finance.margin", Value::Float(0.031)),
            (&*fee, Value::Float(0.09)),
        ];
        let known: Vec<(&str, Value)> =
            values.into_iter().filter(|(path, _)| parameter_of(path).is_some()).collect();
        assert!(known.len() == 3, "the paths of this test are no longer in the catalogue");
        let sets: Vec<String> =
            known.iter().map(|(path, value)| format!("{path}={}", value.written())).collect();
        let source = super::super::Source::Embedded("base".to_owned());
        let resolved = Scenario::resolve(source, &sets).expect("sound values");
        let varied = base.with(&known).expect("sound values");
        assert_eq!(varied.hash(), resolved.hash());
        assert_eq!(varied.formats, resolved.formats);
        assert_ne!(varied.hash(), base.hash());
    }

    #[test]
    fn a_contradiction_and_an_unlawful_value_are_told() {
        let base = Scenario::base();
        let upside_down = [("pool.fee_low", Value::Float(0.9)), ("pool.fee_high", Value::Float(0.1))];
        assert!(base.with(&upside_down).is_err());
        assert!(base.with(&[("finance.margin", Value::Text("much".into()))]).is_err());
    }
}
