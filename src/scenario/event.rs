//! What happens at a date of its own: a dated shock, and how it reads from a file.

use super::document::{Content, Document, Node};
use super::text;
use crate::error::{Fault, Place, both, nearest};
use crate::kinds::Sector;
use crate::words::Bilingual;

/// What a dated shock takes away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// Orders of customers.
    Orders,
    /// Public funding.
    PublicFunding,
    /// Margin, through dearer materials.
    Materials,
}

/// A dated shock.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Its name for readers.
    pub label: Bilingual,
    /// What it takes away.
    pub kind: EventKind,
    /// The sector it hits; nothing for all of them.
    pub sector: Option<Sector>,
    /// When it begins, in months since launch; before launch if negative.
    pub start: i32,
    /// How long it lasts, in months.
    pub months: u32,
    /// The share lost, 0 to 1.
    pub depth: f64,
}

/// The kinds, by the words of files.
pub const KINDS: [(&str, EventKind); 3] = [
    ("orders", EventKind::Orders),
    ("public-funding", EventKind::PublicFunding),
    ("materials", EventKind::Materials),
];
/// The sectors, by the words of files.
pub const SECTORS: [(&str, Sector); 3] = [("enr", Sector::Enr), ("bat", Sector::Bat), ("ec", Sector::Ec)];
/// The first and last month an event may begin in.
pub const STARTS: (i64, i64) = (-240, 1200);
/// The shortest and the longest event, in months.
pub const LENGTHS: (i64, i64) = (1, 1200);

const FIELDS: [&str; 6] = ["label", "kind", "sector", "start", "months", "depth"];

impl Event {
    /// Whether it is under way so many months after the launch.
    pub fn under_way(&self, now: i32) -> bool {
        (i64::from(self.start)..i64::from(self.start) + i64::from(self.months)).contains(&i64::from(now))
    }

    /// Whether any of its months lies between two months, the last excluded.
    pub fn touches(&self, from: i64, until: i64) -> bool {
        let start = i64::from(self.start);
        start < until && start + i64::from(self.months) > from
    }
}

/// The word of files for a value.
pub(super) fn word_of<T: PartialEq>(words: &[(&'static str, T)], value: &T) -> &'static str {
    words.iter().find(|(_, known)| known == value).map_or("", |(word, _)| word)
}

/// The events of `[[event]]`, each with its place.
pub(super) fn read(node: &Node, document: &Document, faults: &mut Vec<Fault>) -> Vec<(Event, Place)> {
    let Content::List(nodes) = &node.content else {
        let message = both("les événements se donnent par [[event]]", "events are given by `[[event]]`");
        faults.push(
            Fault::at(document.place(&node.span), message)
                .help(both("doublez les crochets : [[event]]", "double the brackets: [[event]]")),
        );
        return Vec::new();
    };
    nodes
        .iter()
        .filter_map(|node| Some((event(node, document, faults)?, document.place(&node.span))))
        .collect()
}

fn event(node: &Node, document: &Document, faults: &mut Vec<Fault>) -> Option<Event> {
    let Content::Table(entries) = &node.content else {
        let message = both("un événement est une section [[event]]", "an event is a section `[[event]]`");
        faults.push(Fault::at(document.place(&node.span), message));
        return None;
    };
    for entry in entries.iter().filter(|entry| !FIELDS.contains(&entry.key.as_str())) {
        let meant = nearest(&entry.key, FIELDS).map(text::did_you_mean);
        let message = both(
            format!("un événement n'a pas de champ « {} »", entry.key),
            format!("an event has no field `{}`", entry.key),
        );
        faults.push(
            Fault::at(document.place(&entry.key_span), message).maybe_help(meant).help(both(
                format!("champs : {}", FIELDS.join(", ")),
                format!("fields: {}", FIELDS.join(", ")),
            )),
        );
    }
    let mut fields = Fields { node, document, faults };
    let label =
        fields.optional("label").map(|node| text::bilingual(node, "event.label", document, fields.faults));
    let kind = fields.required("kind").map(|node| fields.choice("kind", node, &KINDS));
    let sector = fields.optional("sector").map(|node| fields.choice("sector", node, &SECTORS));
    let start = fields.required("start").map(|node| fields.whole("start", node, STARTS));
    let months = fields.required("months").map(|node| fields.whole("months", node, LENGTHS));
    let depth = fields.required("depth").map(|node| fields.share("depth", node));
    let kind = kind.flatten()?;
    let sector = match sector {
        Some(None) => return None,
        Some(some) => some,
        None => None,
    };
    let label = match label {
        Some(label) => label?,
        None => default_label(kind),
    };
    let (start, months) = (start.flatten()?, months.flatten()?);
    Some(Event { label, kind, sector, start: start as i32, months: months as u32, depth: depth.flatten()? })
}

fn default_label(kind: EventKind) -> Bilingual {
    match kind {
        EventKind::Orders => both("chute des commandes", "fall of orders"),
        EventKind::PublicFunding => both("baisse des financements publics", "cut of public funding"),
        EventKind::Materials => both("hausse des matériaux", "dearer materials"),
    }
}

struct Fields<'a, 'f> {
    node: &'a Node,
    document: &'a Document,
    faults: &'f mut Vec<Fault>,
}

impl<'a> Fields<'a, '_> {
    fn optional(&self, field: &str) -> Option<&'a Node> {
        match &self.node.content {
            Content::Table(entries) => {
                entries.iter().find(|entry| entry.key == field).map(|entry| &entry.node)
            }
            _ => None,
        }
    }

    fn required(&mut self, field: &str) -> Option<&'a Node> {
        let node = self.optional(field);
        if node.is_none() {
            let (fr, en) = expected(field);
            let message =
                both(format!("il manque « {field} » à cet événement"), format!("this event lacks `{field}`"));
            let help = both(format!("{field} = … : {fr}"), format!("{field} = …: {en}"));
            self.faults.push(Fault::at(self.document.place(&self.node.span), message).help(help));
        }
        node
    }

    fn choice<T: Clone>(&mut self, field: &str, node: &Node, words: &[(&'static str, T)]) -> Option<T> {
        let Content::Text(text) = &node.content else {
            self.refuse(field, node, None);
            return None;
        };
        let known = words.iter().find(|(word, _)| word == text).map(|(_, value)| value.clone());
        if known.is_none() {
            self.refuse(field, node, nearest(text, words.iter().map(|(word, _)| *word)));
        }
        known
    }

    fn whole(&mut self, field: &str, node: &Node, (from, to): (i64, i64)) -> Option<i64> {
        match node.content {
            Content::Integer(Some(number)) if (from..=to).contains(&number) => Some(number),
            _ => {
                self.refuse(field, node, None);
                None
            }
        }
    }

    fn share(&mut self, field: &str, node: &Node) -> Option<f64> {
        let number = match node.content {
            Content::Float(Some(number)) => Some(number),
            Content::Integer(Some(number)) => Some(number as f64),
            _ => None,
        };
        let lawful = number.filter(|number| (0.0..=1.0).contains(number));
        if lawful.is_none() {
            self.refuse(field, node, None);
        }
        lawful
    }

    fn refuse(&mut self, field: &str, node: &Node, meant: Option<&str>) {
        if node.broken {
            return;
        }
        let place = self.document.place(&node.span);
        let (fr, en) = expected(field);
        let message = both(
            format!("« {field} » de cet événement ne peut pas valoir {}", text::cut(place.text())),
            format!("`{field}` of this event cannot be {}", text::cut(place.text())),
        );
        let help = match (&node.content, field) {
            (Content::Date, "start") => Some(both(
                "comptez les mois depuis le lancement : start = 12 commence un an après",
                "count months from launch: start = 12 begins one year after",
            )),
            (Content::Integer(Some(percent @ 2..=100)), "depth") => {
                let share = *percent as f64 / 100.0;
                Some(both(format!("{percent} % s'écrit {share}"), format!("{percent} % is written {share}")))
            }
            _ => meant.map(text::did_you_mean),
        };
        let label = both(format!("attendu : {fr}"), format!("expected {en}"));
        self.faults.push(Fault::at(place, message).label(label).maybe_help(help));
    }
}

fn expected(field: &str) -> (String, String) {
    let listed =
        |words: Vec<&str>| words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(", ");
    match field {
        "kind" => {
            let words = listed(KINDS.iter().map(|(word, _)| *word).collect());
            (format!("l'un de : {words}"), format!("one of {words}"))
        }
        "sector" => {
            let words = listed(SECTORS.iter().map(|(word, _)| *word).collect());
            (
                format!("l'un de : {words} (sans ce champ, tous)"),
                format!("one of {words} (without it, all of them)"),
            )
        }
        "start" => (
            format!("un nombre entier de {} à {} (mois depuis le lancement)", STARTS.0, STARTS.1),
            format!("a whole number from {} to {} (months since launch)", STARTS.0, STARTS.1),
        ),
        "months" => (
            format!("un nombre entier de {} à {} (mois)", LENGTHS.0, LENGTHS.1),
            format!("a whole number from {} to {} (months)", LENGTHS.0, LENGTHS.1),
        ),
        _ => ("un nombre de 0 à 1 (part perdue)".to_owned(), "a number from 0 to 1 (share lost)".to_owned()),
    }
}
