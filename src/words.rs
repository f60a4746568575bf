//! Which words people read, in French and in English: one file per language, none missing in either.

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
