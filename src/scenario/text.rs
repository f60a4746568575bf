//! How do texts in one or two languages read from a file?

use super::document::{Content, Document, Entry, Node};
use crate::error::{Fault, both};
use crate::words::Bilingual;

/// A text: plain, and then the same in both languages, or `{ fr = "…", en = "…" }`.
pub(super) fn bilingual(
    node: &Node,
    shown: &str,
    document: &Document,
    faults: &mut Vec<Fault>,
) -> Option<Bilingual> {
    if node.broken {
        return None;
    }
    if let Content::Text(text) = &node.content {
        return Some(both(text, text));
    }
    if let Content::Table(entries) = &node.content {
        let word = |key: &str| match entries
            .iter()
            .find(|entry| entry.key == key)
            .map(|entry| &entry.node.content)
        {
            Some(Content::Text(text)) => Some(text.clone()),
            _ => None,
        };
        let stranger = entries.iter().any(|entry| entry.key != "fr" && entry.key != "en");
        if let (Some(fr), Some(en), false) = (word("fr"), word("en"), stranger) {
            return Some(Bilingual { fr, en });
        }
    }
    let message = both(
        format!("« {shown} » n'est pas un texte dans les deux langues"),
        format!("`{shown}` is not a text in both languages"),
    );
    let (one, two) = ("\"…\"", "{ fr = \"…\", en = \"…\" }");
    faults.push(
        Fault::at(document.place(&node.span), message)
            .label(both(format!("attendu : {one} ou {two}"), format!("expected {one} or {two}"))),
    );
    None
}

/// A text without translation.
pub(super) fn plain(
    node: &Node,
    shown: &str,
    document: &Document,
    faults: &mut Vec<Fault>,
) -> Option<String> {
    match &node.content {
        _ if node.broken => None,
        Content::Text(text) => Some(text.clone()),
        _ => {
            let (fr, en) = node.kind();
            let message = both(format!("« {shown} » reçoit {fr}"), format!("`{shown}` is given {en}"));
            let label = both("attendu : un texte entre guillemets", "expected a text in quotes");
            faults.push(Fault::at(document.place(&node.span), message).label(label));
            None
        }
    }
}

/// What a section holds, or a fault if it is none.
pub(super) fn section<'a>(
    entry: &'a Entry,
    shown: &str,
    document: &Document,
    faults: &mut Vec<Fault>,
) -> Option<&'a [Entry]> {
    match &entry.node.content {
        Content::Table(entries) => Some(entries),
        _ if entry.node.broken => None,
        _ => {
            let (fr, en) = entry.node.kind();
            let message = both(
                format!("« {shown} » est une section et reçoit {fr}"),
                format!("`{shown}` is a section and is given {en}"),
            );
            faults.push(Fault::at(document.place(&entry.node.span), message).help(both(
                format!("ouvrez la section par [{shown}]"),
                format!("open the section with [{shown}]"),
            )));
            None
        }
    }
}

/// The nearest known name, as a remedy.
pub(super) fn did_you_mean(name: &str) -> Bilingual {
    both(format!("vouliez-vous dire « {name} » ?"), format!("did you mean `{name}`?"))
}

/// A text short enough to stand in a sentence.
pub(super) fn cut(text: &str) -> String {
    const LONGEST: usize = 40;
    let line = text.lines().next().unwrap_or("");
    if line.chars().count() > LONGEST {
        line.chars().take(LONGEST).chain(['…']).collect()
    } else {
        line.to_owned()
    }
}
