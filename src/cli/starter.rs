//! The file a new scenario starts from: it equals base, with what a planner changes first ready to be uncommented.

use std::fmt::Write as _;

use mutualise::catalogue::{Catalogue, Parameter, Value, by_section};
use mutualise::formats;
use mutualise::scenario::Scenario;
use mutualise::words::Lang;

/// What those who set a format up decide.
const LEVERS: [&str; 4] = ["startup_grant", "founding_capital", "yearly_dues", "fee"];
/// Then people and structures, their needs, their crises; the other sections follow.
const SECTIONS: [&str; 3] = ["population", "work", "shocks"];

/// The text of the file.
pub fn starter(title: &str, lang: Lang) -> String {
    let base = Scenario::base();
    let mut text = head(title, &base, lang) + &levers(&base, lang);
    let mut sections = by_section(Catalogue::embedded().of_model().filter(|parameter| parameter.first));
    let rank = |section: &str| {
        let top = section.split('.').next().unwrap_or(section);
        SECTIONS.iter().position(|known| *known == top).unwrap_or(SECTIONS.len())
    };
    sections.sort_by_key(|(section, _)| rank(section));
    for (section, parameters) in sections {
        let _ = write!(text, "\n[{section}]\n");
        for parameter in parameters {
            put(&mut text, parameter, parameter.section_and_key().1, &parameter.default, lang);
        }
    }
    text + event(lang)
}

fn head(title: &str, base: &Scenario, lang: Lang) -> String {
    let title = Value::Text(title.to_owned()).written();
    let compared: Vec<&str> = base.formats.iter().map(|format| format.id.as_str()).collect();
    let names = compared.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
    let others: Vec<&str> =
        formats::EMBEDDED.iter().map(|(name, _)| *name).filter(|name| !compared.contains(name)).collect();
    let others = others.join(", ");
    match lang {
        Lang::Fr => format!(
            "# Ce fichier ne dit que ce qui diffère de « base ». Retirez un « # » pour changer une valeur.\n\
             # Tous les paramètres, avec leurs sources : mutualise scenario show base\n\
             # Aide de l'éditeur : mutualise scenario schema > schema.json, puis en première ligne #:schema ./schema.json\n\
             extends = \"base\"\ntitle = {title}\n# notes = \"ce que les lecteurs doivent savoir\"\n\n\
             # Les formats comparés ; le premier est la référence.\n# formats = [{names}]\n\
             # Les autres (mutualise scenario list dit ce qu'ils sont) :\n#   {others}\n"
        ),
        Lang::En => format!(
            "# This file says only what differs from base. Remove a `#` to change a value.\n\
             # All parameters, with their sources: mutualise scenario show base\n\
             # Help in an editor: mutualise scenario schema > schema.json, then as first line #:schema ./schema.json\n\
             extends = \"base\"\ntitle = {title}\n# notes = \"what readers should know\"\n\n\
             # The formats compared; the first is the reference.\n# formats = [{names}]\n\
             # The others (mutualise scenario list says what they are):\n#   {others}\n"
        ),
    }
}

/// The levers that the compared formats use, with the values they have there.
fn levers(base: &Scenario, lang: Lang) -> String {
    let terms: Vec<&Parameter> = LEVERS
        .iter()
        .filter_map(|lever| Catalogue::embedded().of_formats().find(|term| term.term() == Some(*lever)))
        .collect();
    let mut text = String::from(match lang {
        Lang::Fr => "\n# Ce que décident ceux qui montent un format, dans ce scénario seulement.\n",
        Lang::En => "\n# What those who set a format up decide, in this scenario only.\n",
    });
    for (place, format) in base.formats.iter().enumerate() {
        let used: Vec<_> = terms.iter().filter(|term| *base.term(place, term) != term.default).collect();
        if !used.is_empty() {
            let _ = writeln!(text, "\n# {}", format.label.get(lang));
        }
        for term in used {
            let path = format!("format.{}.{}", format.id, term.term().unwrap_or_default());
            put(&mut text, term, &path, base.term(place, term), lang);
        }
    }
    text
}

/// A value under a comment that says what it is and which values are possible.
fn put(text: &mut String, parameter: &Parameter, key: &str, value: &Value, lang: Lang) {
    let (expected, plausible) = (parameter.expected(), parameter.plausible().unwrap_or_default());
    let (label, expected, plausible) = (parameter.label.get(lang), expected.get(lang), plausible.get(lang));
    let _ = match lang {
        Lang::Fr => writeln!(text, "# {label} : {expected} ; plausible : {plausible}"),
        Lang::En => writeln!(text, "# {label}: {expected}; plausible: {plausible}"),
    };
    let _ = writeln!(text, "# {key} = {}", value.written());
}

const fn event(lang: Lang) -> &'static str {
    match lang {
        Lang::Fr => {
            "\n# Un choc daté : commandes (orders), financements publics (public-funding) ou matériaux (materials).\n\
             # [[event]]\n# label = \"moratoire sur les aides\"\n# kind = \"orders\"\n# sector = \"bat\"\n\
             # start = 12   # mois depuis le lancement\n# months = 12\n# depth = 0.35 # part perdue\n"
        }
        Lang::En => {
            "\n# A dated shock: orders, public-funding or materials.\n\
             # [[event]]\n# label = \"renovation aid suspended\"\n# kind = \"orders\"\n# sector = \"bat\"\n\
             # start = 12   # months since launch\n# months = 12\n# depth = 0.35 # share lost\n"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Uncommented as a whole, all but the event is base: each value shown is the one in force.
    #[test]
    fn every_commented_value_is_the_one_in_force_and_the_levers_come_first() {
        for lang in [Lang::Fr, Lang::En] {
            let text = starter("essai", lang);
            let before_event = text.split("# [[event]]").next().unwrap_or_default();
            let uncomment = |line: &str| match line.strip_prefix("# ") {
                Some(value) if value.contains(" = ") && !value.starts_with("notes") => value.to_owned(),
                _ => line.to_owned(),
            };
            let whole: String = before_event.lines().map(|line| uncomment(line) + "\n").collect();
            for text in [&text, &whole] {
                let read = Scenario::from_text(text).expect("a sound scenario");
                assert_eq!(Scenario::differences(&Scenario::base(), &read), [], "{text}");
                assert!(read.warnings.is_empty());
            }
            let at = |word: &str| text.find(word).expect(word);
            let order = [
                "formats = ",
                "startup_grant",
                "founding_capital",
                "fee = ",
                "people = ",
                "surge_rate",
                "[shocks",
            ];
            assert!(order.is_sorted_by_key(|word| at(word)), "{text}");
        }
    }
}
