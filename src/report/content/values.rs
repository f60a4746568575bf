//! How parameters and results are written into cells.

use crate::catalogue::{Parameter, Value};
use crate::comparison::{Contrast, Verdict};
use crate::figures;
use crate::indicators::Unit;
use crate::indicators::registry::Indicator;
use crate::report::document::{Cell, Mark};
use crate::report::view::{REFERENCE, View};
use crate::words::numbers::number;
use crate::words::{Lang, fill, say};

/// What a file may choose, and the key of its word.
pub const CHOICES: [(&str, &str); 24] = [
    ("none", "choice.none"),
    ("structure", "choice.structure"),
    ("pool-association", "choice.pool-association"),
    ("pool-cooperative", "choice.pool-cooperative"),
    ("pool-company", "choice.pool-company"),
    ("lending-structure", "choice.lending-structure"),
    ("open-ended", "choice.open-ended"),
    ("mission", "choice.mission"),
    ("open-ended-temporary", "choice.open-ended-temporary"),
    ("alternance", "choice.alternance"),
    ("taxed", "choice.taxed"),
    ("exact-cost", "choice.exact-cost"),
    ("members", "choice.members"),
    ("not-liable-members", "choice.not-liable-members"),
    ("anyone", "choice.anyone"),
    ("insertion-public", "choice.insertion-public"),
    ("reserves", "choice.reserves"),
    ("cooperative", "choice.cooperative"),
    ("owners", "choice.owners"),
    ("joint", "choice.joint"),
    ("capital", "choice.capital"),
    ("temporary-work", "choice.temporary-work"),
    ("by-hand", "choice.by-hand"),
    ("platform", "choice.platform"),
];

/// A parameter's value as people write it.
pub fn parameter(parameter: &Parameter, value: &Value, lang: Lang) -> String {
    match value {
        Value::Bool(true) => say(lang, "page.yes").to_owned(),
        Value::Bool(false) => say(lang, "page.no").to_owned(),
        Value::Text(text) => choice(text, lang),
        // a year or a seed is a name, not an amount
        Value::Integer(whole) if is_name(parameter) => whole.to_string(),
        Value::Integer(whole) => number(*whole as f64, 0, lang),
        Value::Float(amount) => shortest(*amount, lang),
    }
}

/// A choice in the words of the language; a name, such as that of a format's file, is its own word.
pub fn choice(text: &str, lang: Lang) -> String {
    let known = CHOICES.iter().find(|(choice, _)| *choice == text);
    known.map_or(text, |(_, key)| say(lang, key)).to_owned()
}

fn is_name(parameter: &Parameter) -> bool {
    parameter.unit.en == "year" || parameter.path == "run.seed"
}

/// A number with all its decimals and no more.
pub fn shortest(value: f64, lang: Lang) -> String {
    let decimals = value.to_string().split_once('.').map_or(0, |(_, decimals)| decimals.len());
    number(value, decimals, lang)
}

/// What is plausible of a parameter; nothing if nobody says.
pub fn plausible(parameter: &Parameter, lang: Lang) -> String {
    let end = |end: f64| if is_name(parameter) { end.to_string() } else { shortest(end, lang) };
    match (parameter.low, parameter.high) {
        // any number would do
        _ if parameter.path == "run.seed" => String::new(),
        (Some(low), Some(high)) => fill(say(lang, "list.to"), &[("low", &end(low)), ("high", &end(high))]),
        (Some(low), None) => format!("≥\u{a0}{}", end(low)),
        (None, Some(high)) => format!("≤\u{a0}{}", end(high)),
        (None, None) => String::new(),
    }
}

/// A format's median on an indicator, its verdict against the reference, and its range.
pub fn result(view: &View, indicator: &Indicator, column: &str, format: usize) -> Cell {
    let summary = view.summary(column, format);
    let text = |value: f64| number(value, indicator.unit.decimals(), view.lang);
    let ranged = summary.count > 1 && indicator.unit != Unit::Replications;
    match summary.count {
        0 => Cell::of("–"),
        _ => Cell {
            text: text(view.centre(indicator, &summary)),
            mark: (format != REFERENCE)
                .then(|| mark(view, view.verdict(column, format, REFERENCE)))
                .flatten(),
            beneath: if ranged {
                span(&text(summary.p05), &text(summary.p95), view.lang)
            } else {
                String::new()
            },
        },
    }
}

/// From one figure to another, in brackets because a dash next to a minus would be read as another.
fn span(low: &str, high: &str, lang: Lang) -> String {
    let span = || fill(say(lang, "list.span"), &[("low", low), ("high", high)]);
    // held on one line
    if low == high { String::new() } else { span().replace(' ', "\u{a0}") }
}

/// A difference with its verdict, and its interval.
pub fn difference(view: &View, indicator: &Indicator, contrast: &Contrast) -> Cell {
    let [difference, low, high] = figures::with_bounds(contrast, indicator.unit, view.lang);
    match contrast.verdict {
        Verdict::Unknown => Cell::of("–"),
        verdict => {
            Cell { text: difference, mark: mark(view, verdict), beneath: span(&low, &high, view.lang) }
        }
    }
}

/// The sign of a verdict; none where nothing may be claimed for want of replications.
pub fn mark(view: &View, verdict: Verdict) -> Option<Mark> {
    let (sign, key) = match verdict {
        Verdict::Better => ('▲', "page.better"),
        Verdict::Worse => ('▼', "page.worse"),
        Verdict::More => ('↑', "page.more"),
        Verdict::Less => ('↓', "page.less"),
        Verdict::Unclear | Verdict::Slight => ('≈', "page.alike"),
        Verdict::Same => ('=', "page.same"),
        Verdict::Unknown => return None,
    };
    Some(Mark { sign, word: view.say(key) })
}

/// What the signs of a table mean.
pub fn legend(view: &View) -> String {
    if view.results.replications.len() < 2 {
        return view.say("page.legend-alone").to_owned();
    }
    if view.results.formats.len() < 2 {
        return view.say("page.legend").to_owned();
    }
    format!("{} {}", view.say("page.legend"), legend_of_signs(view))
}

/// What the signs alone mean.
pub fn legend_of_signs(view: &View) -> String {
    view.tell("table.marks", &[("reference", view.name(REFERENCE))])
}

/// At most this many formats stand side by side, so that a table fits a page.
const SIDE_BY_SIDE: usize = 5;

/// Formats in groups that fit side by side; the reference, when asked for, comes first in each.
pub fn blocks(view: &View, with_reference: bool) -> Vec<Vec<usize>> {
    let others: Vec<usize> = view.formats().filter(|format| *format != REFERENCE).collect();
    let room = if with_reference { SIDE_BY_SIDE - 1 } else { SIDE_BY_SIDE };
    let count = others.len().div_ceil(room).max(1);
    let from = |block: usize| block * others.len() / count;
    let head: &[usize] = if with_reference { &[REFERENCE] } else { &[] };
    (0..count).map(|block| [head, &others[from(block)..from(block + 1)]].concat()).collect()
}

/// An indicator's name with its unit.
pub fn named(indicator: &Indicator, lang: Lang) -> Cell {
    let unit = indicator.unit.text().get(lang);
    Cell { text: indicator.label.get(lang).to_owned(), mark: None, beneath: unit.to_owned() }
}
