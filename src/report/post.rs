//! What the terminal says of the cost of one post: its roads side by side, or one of them in every detail.

use std::fmt::Write as _;

use super::WIDTH;
use super::layout::{left, lines, right, wrapped};
use crate::kinds::LegalForm;
use crate::law::{Contract, Grade};
use crate::price::quote::{Condition, Entry, Need, Part, Quote};
use crate::units::{FULL_TIME_WEEK, MONTHS_PER_YEAR, Money};
use crate::words::numbers::{number, signed, with_unit};
use crate::words::{Lang, fill, say};

/// A quote and the name of its road.
#[derive(Clone, Debug)]
pub struct Road {
    /// The name in full.
    pub label: String,
    /// The name where room is short.
    pub short: String,
    /// The quote.
    pub quote: Quote,
}

/// The width of a table's labels.
const LABEL: usize = 42;
/// The width of a road's column.
const COLUMN: usize = 11;
/// How far a line stands in from its total.
const INDENT: &str = "  ";

/// Every road side by side, the first being what the others are compared with, then what comes with each.
pub fn side_by_side(need: &Need, roads: &[Road], month: (i32, u32), lang: Lang) -> String {
    let mut text = wrapped(say(lang, "cost.heading"), WIDTH) + &case(need, roads, month, lang) + "\n";
    let Some((first, others)) = roads.split_first() else { return text };
    let fit = (WIDTH - LABEL) / (COLUMN + 1);
    let blocks: Vec<Vec<&Road>> = if others.is_empty() {
        vec![vec![first]]
    } else {
        // the road the others are compared with comes back in every block
        others.chunks(fit - 1).map(|some| std::iter::once(first).chain(some).collect()).collect()
    };
    for block in blocks {
        text += &table(&block, lang);
        text.push('\n');
    }
    text + &conditions(roads, lang)
}

/// One road, each line with its base, its rate and the article that sets it.
pub fn in_detail(need: &Need, road: &Road, month: (i32, u32), lang: Lang) -> String {
    let heading = fill(say(lang, "cost.one"), &[("route", &road.label)]);
    let roads = std::slice::from_ref(road);
    let mut text = wrapped(&heading, WIDTH) + &case(need, roads, month, lang) + "\n";
    let heads = ["cost.base", "cost.rate", "cost.month", "cost.year", "cost.article"];
    let [base, rate, of_month, of_year, article] = heads.map(|key| say(lang, key));
    text += &detail("", [base, rate, of_month, of_year, article]);
    for entry in &road.quote.entries {
        let rate = with_unit(&number(entry.rate * 100.0, 3, lang), "%", lang);
        let [base, amount] = [entry.base, entry.amount].map(|amount| euros(amount, lang));
        let year = euros(entry.amount * MONTHS_PER_YEAR, lang);
        text += &detail(entry.label.get(lang), [&base, &rate, &amount, &year, &entry.article]);
    }
    let (total, year) = (euros(road.quote.total(), lang), euros(road.quote.total_year(), lang));
    text += &detail(say(lang, "cost.total-year"), ["", "", &total, &year, ""]);
    text.push('\n');
    for (key, figure) in figures(&road.quote, lang) {
        let _ = writeln!(text, "{} {}", left(say(lang, key), 58), right(&figure, COLUMN));
    }
    text + "\n" + &conditions(roads, lang)
}

fn detail(label: &str, [base, rate, month, year, article]: [&str; 5]) -> String {
    let (labels, articles) = (lines(label, 33), lines(article, 24));
    let mut text = String::new();
    for place in 0..labels.len().max(articles.len()) {
        let cell = |cells: &[String]| cells.get(place).cloned().unwrap_or_default();
        let figures = if place == 0 { [base, rate, month, year] } else { [""; 4] };
        let [base, rate, month, year] = figures;
        let line = format!(
            "{} {} {} {} {} {}",
            left(&cell(&labels), 33),
            right(base, 9),
            right(rate, 9),
            right(month, 9),
            right(year, 10),
            cell(&articles)
        );
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text
}

/// Whose need it is, and which.
fn case(need: &Need, roads: &[Road], (year, month): (i32, u32), lang: Lang) -> String {
    let user = &need.user;
    let month_names = say(lang, "chart.month-names");
    let name = month_names.split_whitespace().nth(month.saturating_sub(1) as usize).unwrap_or("");
    let choose = |claim: bool, yes, no| say(lang, if claim { yes } else { no });
    let hours = need.fte * FULL_TIME_WEEK;
    let values = [
        ("fte", number(need.fte, 2, lang)),
        ("hours", number(hours, 1, lang)),
        (
            "contract",
            choose(need.contract == Contract::OpenEnded, "cost.open-ended", "cost.fixed-term").into(),
        ),
        ("grade", choose(need.grade == Grade::Executive, "cost.executive", "cost.other").into()),
        ("gross", with_unit(&euros(need.gross, lang), "€", lang)),
        ("headcount", number(user.headcount, 0, lang)),
        ("form", choose(user.form == LegalForm::Association, "cost.association", "cost.company").into()),
        ("vat", choose(user.vat_liable, "cost.vat-liable", "cost.vat-exempt").into()),
        ("month", format!("{name} {year}")),
    ];
    let values: Vec<(&str, &str)> = values.iter().map(|(key, value)| (*key, value.as_str())).collect();
    let mut text = String::new();
    for key in ["cost.need", "cost.user", "cost.date"] {
        text += &wrapped(&fill(say(lang, key), &values), WIDTH);
    }
    if let Some(raised) = roads.iter().map(|road| road.quote.gross).find(|gross| *gross > need.gross) {
        let gross = with_unit(&euros(raised, lang), "€", lang);
        text += &wrapped(&fill(say(lang, "cost.equal"), &[("gross", &gross)]), WIDTH);
    }
    text
}

fn table(roads: &[&Road], lang: Lang) -> String {
    let heads: Vec<Vec<String>> = roads.iter().map(|road| lines(&road.short, COLUMN)).collect();
    let height = heads.iter().map(Vec::len).max().unwrap_or(0);
    let mut text = String::new();
    for place in 0..height {
        let cells: Vec<&str> = heads.iter().map(|head| head.get(place).map_or("", String::as_str)).collect();
        text += &row("", &cells);
    }
    let rule = "─".repeat(LABEL + roads.len() * (COLUMN + 1)) + "\n";
    text += &rule;
    let employment = |part: Part| matches!(part, Part::Employment(_) | Part::PayrollTax);
    let kinds = merged(roads);
    let (own, beyond): (Vec<_>, Vec<_>) = kinds.into_iter().partition(|entry| employment(entry.part));
    for entry in own {
        text += &line_of(entry, roads, lang);
    }
    text += &sums("cost.employment", roads, |quote| quote.sum(employment), lang);
    for entry in beyond {
        text += &line_of(entry, roads, lang);
    }
    text += &rule;
    text += &sums("cost.total-year", roads, Quote::total, lang);
    let monthly: Vec<String> = roads.iter().map(|road| euros(road.quote.total(), lang)).collect();
    text += &row(say(lang, "cost.total-month"), &monthly);
    let base = roads.first().map_or(1.0, |road| road.quote.total().as_euros());
    let against = |road: &&Road| signed((road.quote.total().as_euros() / base - 1.0) * 100.0, 1, lang);
    let against: Vec<String> = roads.iter().map(against).collect();
    text += &row(say(lang, "cost.against"), &against);
    let columns: Vec<[(&str, String); 4]> = roads.iter().map(|road| figures(&road.quote, lang)).collect();
    for place in 0..4 {
        let cells: Vec<&str> = columns.iter().map(|figures| figures[place].1.as_str()).collect();
        text += &row(columns.first().map_or("", |figures| say(lang, figures[place].0)), &cells);
    }
    text
}

/// What is said of a quote beyond its lines: the key of its name, and the figure.
fn figures(quote: &Quote, lang: Lang) -> [(&'static str, String); 4] {
    [
        ("cost.hours-bought", number(quote.bought * FULL_TIME_WEEK, 1, lang)),
        ("cost.hours-needed", number(quote.need * FULL_TIME_WEEK, 1, lang)),
        ("cost.per-hour", number(quote.per_hour_needed(), 2, lang)),
        ("cost.coefficient", number(quote.coefficient(), 2, lang)),
    ]
}

/// Every kind of line that some road has, in the order in which they arise.
fn merged<'a>(roads: &[&'a Road]) -> Vec<&'a Entry> {
    let mut kinds: Vec<&Entry> = Vec::new();
    for road in roads {
        let mut at = 0;
        for entry in &road.quote.entries {
            match kinds.iter().position(|known| same_kind(known, entry)) {
                Some(found) => at = found + 1,
                None => {
                    kinds.insert(at, entry);
                    at += 1;
                }
            }
        }
    }
    kinds
}

fn same_kind(a: &Entry, b: &Entry) -> bool {
    a.part == b.part && a.label == b.label
}

fn line_of(kind: &Entry, roads: &[&Road], lang: Lang) -> String {
    let cell = |road: &&Road| {
        let found: Vec<&Entry> = road.quote.entries.iter().filter(|entry| same_kind(kind, entry)).collect();
        match found.is_empty() {
            true => String::new(),
            false => euros(found.iter().map(|entry| entry.amount).sum::<Money>() * MONTHS_PER_YEAR, lang),
        }
    };
    let cells: Vec<String> = roads.iter().map(cell).collect();
    row(&format!("{INDENT}{}", kind.label.get(lang)), &cells)
}

fn sums(key: &str, roads: &[&Road], sum: impl Fn(&Quote) -> Money, lang: Lang) -> String {
    let cells: Vec<String> =
        roads.iter().map(|road| euros(sum(&road.quote) * MONTHS_PER_YEAR, lang)).collect();
    row(say(lang, key), &cells)
}

/// A line of the table; a label too long for its column takes a second line.
fn row(label: &str, cells: &[impl AsRef<str>]) -> String {
    let indent = &label[..label.len() - label.trim_start().len()];
    let mut labels = lines(label.trim_start(), LABEL - indent.len());
    let last = labels.pop().unwrap_or_default();
    let mut text: String = labels.iter().map(|label| format!("{indent}{label}\n")).collect();
    let mut line = left(&format!("{indent}{last}"), LABEL);
    for cell in cells {
        let _ = write!(line, " {}", right(cell.as_ref(), COLUMN));
    }
    let _ = writeln!(text, "{}", line.trim_end());
    text
}

/// What comes with each road.
fn conditions(roads: &[Road], lang: Lang) -> String {
    let mut text = String::new();
    for road in roads {
        for condition in &road.quote.conditions {
            let (key, name, value) = match condition {
                Condition::LegalMinimum(hours) => ("cost.legal-minimum", "hours", number(*hours, 0, lang)),
                Condition::LastingNeeds => ("cost.lasting", "", String::new()),
                Condition::TemporaryNeeds(months) => ("cost.temporary", "months", months.to_string()),
                Condition::NotLiableMembers => ("cost.not-liable-members", "", String::new()),
                Condition::InsertionPublic => ("cost.insertion", "", String::new()),
                Condition::Training(part) => {
                    ("cost.training", "share", with_unit(&number(part * 100.0, 0, lang), "%", lang))
                }
                Condition::Deposit(sum) => {
                    ("cost.deposit", "amount", with_unit(&euros(*sum, lang), "€", lang))
                }
                Condition::Capital(sum) => {
                    ("cost.capital", "amount", with_unit(&euros(*sum, lang), "€", lang))
                }
                Condition::JointLiability => ("cost.joint", "", String::new()),
            };
            text += &wrapped(&fill(say(lang, key), &[("route", &road.short), (name, &value)]), WIDTH);
        }
    }
    text + &wrapped(say(lang, "cost.without"), WIDTH)
}

/// To the cent, so that lines add up before the reader's eyes.
fn euros(amount: Money, lang: Lang) -> String {
    number(amount.as_euros(), 2, lang)
}
