//! Which words people read, in French and in English: one file per language, none missing in either.

pub mod numbers;

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The language of what people read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// French.
    Fr,
    /// English.
    #[default]
    En,
}

/// A short text in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
#[serde(deny_unknown_fields)]
pub struct Bilingual {
    /// The text in French.
    pub fr: String,
    /// The text in English.
    pub en: String,
}

impl Bilingual {
    /// The text in the language asked for.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Fr => &self.fr,
            Lang::En => &self.en,
        }
    }
}

/// A text that is not ours, such as another library's message, is the same in both languages.
impl From<String> for Bilingual {
    fn from(text: String) -> Bilingual {
        Bilingual { fr: text.clone(), en: text }
    }
}

/// The text of that key. A key that does not exist is a bug, which the tests of the two files catch.
pub fn say(lang: Lang, key: &str) -> &'static str {
    let texts = texts(lang);
    texts.get(key).unwrap_or_else(|| panic!("no text named `{key}` in {lang:?}"))
}

/// The text with every `{placeholder}` replaced by its value. Values are not looked into for placeholders.
pub fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, name, after)) = next_placeholder(rest) {
        let value = values.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
        debug_assert!(value.is_some(), "nothing fills `{{{name}}}` in \"{text}\"");
        filled.push_str(before);
        filled.push_str(value.unwrap_or_default());
        rest = after;
    }
    filled + rest
}

/// The placeholders of a text, in order.
pub fn placeholders(text: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut rest = text;
    while let Some((_, name, after)) = next_placeholder(rest) {
        names.push(name);
        rest = after;
    }
    names
}

/// What stands before the first placeholder, its name, what stands after it.
fn next_placeholder(text: &str) -> Option<(&str, &str, &str)> {
    let (before, opened) = text.split_once('{')?;
    let (name, after) = opened.split_once('}')?;
    Some((before, name, after))
}

/// Every text of a language by its key (`section.name`), for tests and for those who list them.
pub fn texts(lang: Lang) -> &'static BTreeMap<String, String> {
    static FRENCH: LazyLock<BTreeMap<String, String>> =
        LazyLock::new(|| read(include_str!("words/fr.toml"), french_spaces));
    static ENGLISH: LazyLock<BTreeMap<String, String>> =
        LazyLock::new(|| read(include_str!("words/en.toml"), str::to_owned));
    match lang {
        Lang::Fr => &FRENCH,
        Lang::En => &ENGLISH,
    }
}

/// What stands around the sentences of `--help` in French (`frame.name`), and the French of each English sentence
/// of it (`sentences.the sentence`).
pub fn help_in_french() -> &'static BTreeMap<String, String> {
    static HELP: LazyLock<BTreeMap<String, String>> =
        LazyLock::new(|| read(include_str!("words/help-fr.toml"), |text| typeset(Lang::Fr, text)));
    &HELP
}

fn read(file: &str, typeset: fn(&str) -> String) -> BTreeMap<String, String> {
    let sections: BTreeMap<String, BTreeMap<String, String>> = toml::from_str(file)
        .unwrap_or_else(|fault| panic!("an embedded file of words is not valid: {fault}"));
    let named = |(section, words): (String, BTreeMap<String, String>)| {
        words.into_iter().map(move |(name, text)| (format!("{section}.{name}"), typeset(&text)))
    };
    sections.into_iter().flat_map(named).collect()
}

/// The text as printers of the language set it, for what was written elsewhere: apostrophes, and the spaces of French.
pub fn typeset(lang: Lang, text: &str) -> String {
    let mut set = String::new();
    let mut before = ' ';
    for c in text.chars() {
        let is_apostrophe = c == '\'' && before.is_alphanumeric();
        set.push(if is_apostrophe { '’' } else { c });
        before = c;
    }
    match lang {
        Lang::Fr => french_spaces(&set),
        Lang::En => set,
    }
}

/// Puts the no-break spaces that French punctuation requires, so that files are written with plain spaces.
fn french_spaces(text: &str) -> String {
    let mut spaced = text.replace(" :", "\u{a0}:").replace("« ", "«\u{a0}").replace(" »", "\u{a0}»");
    for mark in [";", "!", "?", "%"] {
        spaced = spaced.replace(&format!(" {mark}"), &format!("\u{202f}{mark}"));
    }
    amounts_held(&spaced)
}

/// An amount holds together: its thousands, and its sign of the euro.
fn amounts_held(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let digit = |place: usize| letters.get(place).is_some_and(char::is_ascii_digit);
    let group = |place: usize| (0..3).all(|k| digit(place + k)) && !digit(place + 3);
    let held = |(place, letter): (usize, &char)| {
        let inside = place > 0 && digit(place - 1);
        let holds = inside && (letters.get(place + 1) == Some(&'€') || group(place + 1));
        if *letter == ' ' && holds { '\u{202f}' } else { *letter }
    };
    letters.iter().enumerate().map(held).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_with_plain_spaces_is_set_without_breaks_in_amounts() {
        let set = typeset(Lang::Fr, "l'ouvrier à 2 400 €, 12 mois ; « 5 % » : 3 personnes");
        let wanted =
            "l’ouvrier à 2\u{202f}400\u{202f}€, 12 mois\u{202f}; «\u{a0}5\u{202f}%\u{a0}»\u{a0}: 3 personnes";
        assert_eq!(set, wanted);
        assert_eq!(typeset(Lang::En, "the worker's 2 400 €"), "the worker’s 2 400 €");
    }
}
