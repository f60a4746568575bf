//! What the words mean.

use crate::report::document::{Block, Item, Section};
use crate::words::{Lang, say};

/// Each word and what it means; keys of the words.
const WORDS: [(&str, &str); 20] = [
    ("glossary.fte", "glossary.fte-text"),
    ("glossary.ess", "glossary.ess-text"),
    ("glossary.ge", "glossary.ge-text"),
    ("glossary.scic", "glossary.scic-text"),
    ("glossary.forms", "glossary.forms-text"),
    ("glossary.club", "glossary.club-text"),
    ("glossary.pool", "glossary.pool-text"),
    ("glossary.structure", "glossary.structure-text"),
    ("glossary.sectors", "glossary.sectors-text"),
    ("glossary.contracts", "glossary.contracts-text"),
    ("glossary.open-ended-missions", "glossary.open-ended-missions-text"),
    ("glossary.vat", "glossary.vat-text"),
    ("glossary.payroll-tax", "glossary.payroll-tax-text"),
    ("glossary.poaching", "glossary.poaching-text"),
    ("glossary.replication", "glossary.replication-text"),
    ("glossary.median", "glossary.median-text"),
    ("glossary.difference", "glossary.difference-text"),
    ("glossary.interval", "glossary.interval-text"),
    ("glossary.clear", "glossary.clear-text"),
    ("glossary.regret", "glossary.regret-text"),
];

/// The section.
pub fn section(lang: Lang) -> Section {
    let item = |(word, text): &(&str, &str)| Item {
        lead: format!("{}.", say(lang, word)),
        text: say(lang, text).to_owned(),
    };
    super::section(
        "glossary",
        say(lang, "page.glossary"),
        vec![Block::List(WORDS.iter().map(item).collect())],
    )
}
