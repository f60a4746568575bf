//! What is not modelled.

use crate::report::document::{Block, Item, Section};
use crate::words::{Lang, say};

/// Each limit: what it is called, and what it means; keys of the words.
pub const LIMITS: [(&str, &str); 15] = [
    ("limits.prices", "limits.prices-text"),
    ("limits.firms", "limits.firms-text"),
    ("limits.one-job", "limits.one-job-text"),
    ("limits.professions", "limits.professions-text"),
    ("limits.sickness", "limits.sickness-text"),
    ("limits.negotiation", "limits.negotiation-text"),
    ("limits.customers", "limits.customers-text"),
    ("limits.space", "limits.space-text"),
    ("limits.country", "limits.country-text"),
    ("limits.vat", "limits.vat-text"),
    ("limits.budgets", "limits.budgets-text"),
    ("limits.rescue", "limits.rescue-text"),
    ("limits.closed", "limits.closed-text"),
    ("limits.building", "limits.building-text"),
    ("limits.pay-slips", "limits.pay-slips-text"),
];

/// The section.
pub fn section(lang: Lang) -> Section {
    let item = |(lead, text): &(&str, &str)| Item {
        lead: format!("{}.", say(lang, lead)),
        text: say(lang, text).to_owned(),
    };
    let blocks =
        vec![Block::text(say(lang, "page.limits-text")), Block::List(LIMITS.iter().map(item).collect())];
    super::section("limits", say(lang, "page.limits"), blocks)
}
