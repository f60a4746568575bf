//! What the terminal says of the cost of one post: its roads side by side, or one of them in every detail.

use std::fmt::Write as _;

use super::WIDTH;
use super::layout::{left, lines, right, wrapped};
use crate::kinds::LegalForm;
use crate::law::{Branch, Contract, Grade};
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

/// Of when the rates are that quotes are drawn by.
#[derive(Clone, Copy, Debug)]
pub struct Dated {
    /// The year and month asked for.
    pub month: (i32, u32),
    /// The month of the last known row, where that is earlier.
    pub last: Option<(i32, u32)>,
    /// Yearly growth of amounts since.
    pub growth: f64,
    /// The minimum wage of a full-time month.
    pub minimum_wage: Money,
}

/// The width of a table's labels.
const LABEL: usize = 42;
/// The width of a road's column.
const COLUMN: usize = 11;
/// How far a line stands in from its total.
const INDENT: &str = "  ";

/// Every road side by side, against direct hire whether or not it is among them, then what comes with each.
pub fn side_by_side(need: &Need, roads: &[Road], direct: &Quote, dated: Dated, lang: Lang) -> String {
    let mut text = wrapped(say(lang, "cost.heading"), WIDTH) + &case(need, roads, dated, lang) + "\n";
    let Some((first, others)) = roads.split_first() else { return text };
    let fit = (WIDTH - LABEL) / (COLUMN + 1);
    let blocks: Vec<Vec<&Road>> = if others.is_empty() {
        vec![vec![first]]
    } else {
        // the first road comes back in every block
        others.chunks(fit - 1).map(|some| std::iter::once(first).chain(some).collect()).collect()
    };
    for block in blocks {
        text += &table(&block, direct, lang);
        text.push('\n');
    }
    if roads.iter().all(|road| road.quote != *direct) {
        let amount = with_unit(&euros(direct.total_year(), lang), "€", lang);
        text += &wrapped(&fill(say(lang, "cost.direct-unseen"), &[("amount", &amount)]), WIDTH);
    }
    text + &conditions(roads, lang)
}

/// One road, each line with its base, its rate and the article that sets it.
pub fn in_detail(need: &Need, road: &Road, dated: Dated, lang: Lang) -> String {
    let heading = fill(say(lang, "cost.one"), &[("route", &road.label)]);
    let roads = std::slice::from_ref(road);
    let mut text = wrapped(&heading, WIDTH) + &case(need, roads, dated, lang) + "\n";
    let heads = ["cost.base", "cost.rate", "cost.month", "cost.year", "cost.article"];
    let [base, rate, of_month, of_year, article] = heads.map(|key| say(lang, key));
    text += &detail("", [base, rate, of_month, of_year, article]);
    for entry in &road.quote.entries {
        let rate = with_unit(&number(entry.rate * 100.0, 3, lang), "%", lang);
        let [base, amount] = [entry.base, entry.amount].map(|amount| euros(amount, lang));
        let year = euros(entry.amount * MONTHS_PER_YEAR, lang);
        text += &detail(entry.label.get(lang), [&base, &rate, &amount, &year, entry.article.get(lang)]);
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
fn case(need: &Need, roads: &[Road], dated: Dated, lang: Lang) -> String {
    let user = &need.user;
    let choose = |claim: bool, yes, no| say(lang, if claim { yes } else { no });
    let vat = match user.taxed_receipts {
        Some(share) => {
            let share = with_unit(&number(share * 100.0, 0, lang), "%", lang);
            fill(say(lang, "cost.vat-partly"), &[("share", &share)])
        }
        None => choose(user.vat_liable, "cost.vat-liable", "cost.vat-exempt").to_owned(),
    };
    let values = [
        ("fte", number(need.fte, 2, lang)),
        ("hours", number(need.fte * FULL_TIME_WEEK, 1, lang)),
        (
            "contract",
            choose(need.contract == Contract::OpenEnded, "cost.open-ended", "cost.fixed-term").into(),
        ),
        ("grade", choose(need.grade == Grade::Executive, "cost.executive", "cost.other").into()),
        ("gross", with_unit(&euros(need.gross, lang), "€", lang)),
        ("team", team(user.headcount, lang)),
        ("form", choose(user.form == LegalForm::Association, "cost.association", "cost.company").into()),
        ("vat", vat),
    ];
    let values: Vec<(&str, &str)> = values.iter().map(|(key, value)| (*key, value.as_str())).collect();
    let mut text = String::new();
    for key in ["cost.need", "cost.user"] {
        text += &wrapped(&fill(say(lang, key), &values), WIDTH);
    }
    text += &wrapped(&date(dated, lang), WIDTH);
    if need.branch == Branch::Building {
        text += &wrapped(say(lang, "cost.building"), WIDTH);
    }
    let highest = need.gross_elsewhere.iter().copied().max().unwrap_or(need.gross);
    if highest > need.gross && roads.iter().any(|road| road.quote.gross != need.gross) {
        let gross = with_unit(&euros(highest, lang), "€", lang);
        text += &wrapped(&fill(say(lang, "cost.equal"), &[("gross", &gross)]), WIDTH);
    }
    if need.gross < dated.minimum_wage {
        let smic = with_unit(&euros(dated.minimum_wage, lang), "€", lang);
        let values = [("smic", smic.as_str()), ("month", &month_of(dated.month, lang))];
        text += &wrapped(&fill(say(lang, "cost.below-minimum"), &values), WIDTH);
    }
    text
}

fn team(headcount: f64, lang: Lang) -> String {
    let decimals = usize::from(headcount.fract() != 0.0);
    let key = match headcount {
        none if none <= 0.0 => "cost.team-none",
        // French counts up to two in the singular, English one alone
        one if one == 1.0 || (lang == Lang::Fr && one < 2.0) => "cost.team-one",
        _ => "cost.team-many",
    };
    fill(say(lang, key), &[("headcount", &number(headcount, decimals, lang))])
}

fn month_of((year, month): (i32, u32), lang: Lang) -> String {
    let names = say(lang, "chart.month-names");
    let name = names.split_whitespace().nth(month.saturating_sub(1) as usize).unwrap_or("");
    format!("{name} {year}")
}

/// Of when the rates are, and how those of later months were had.
fn date(dated: Dated, lang: Lang) -> String {
    let month = month_of(dated.month, lang);
    let Some(last) = dated.last else { return fill(say(lang, "cost.date"), &[("month", &month)]) };
    let last = month_of(last, lang);
    if dated.growth == 0.0 {
        return fill(say(lang, "cost.date-constant"), &[("last", &last), ("month", &month)]);
    }
    let growth = with_unit(&number(dated.growth * 100.0, 1, lang), "%", lang);
    let values = [("last", last.as_str()), ("month", &month), ("growth", &growth)];
    fill(say(lang, "cost.date-grown"), &values)
}

fn table(roads: &[&Road], direct: &Quote, lang: Lang) -> String {
    let barred = |road: &Road| road.quote.conditions.iter().any(Condition::bars);
    let head = |road: &&Road| {
        let mut head = lines(&road.short, COLUMN);
        head.extend(barred(road).then(|| format!("({})", say(lang, "cost.barred"))));
        head
    };
    let heads: Vec<Vec<String>> = roads.iter().map(head).collect();
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
    let base = direct.total().as_euros();
    let against = |road: &&Road| match barred(road) {
        true => say(lang, "cost.barred").to_owned(),
        false => signed((road.quote.total().as_euros() / base - 1.0) * 100.0, 1, lang),
    };
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
        ("cost.hours-needed", number(quote.need * (1.0 - quote.training) * FULL_TIME_WEEK, 1, lang)),
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
            let amount = |sum: &Money| with_unit(&euros(*sum, lang), "€", lang);
            let per_cent = |share: &f64| with_unit(&number(share * 100.0, 0, lang), "%", lang);
            let (key, values) = match condition {
                Condition::LegalMinimum(hours) => {
                    ("cost.legal-minimum", vec![("hours", number(*hours, 0, lang))])
                }
                Condition::ShortJob(hours) => ("cost.short-job", vec![("hours", number(*hours, 0, lang))]),
                Condition::LastingNeeds => ("cost.lasting", vec![]),
                Condition::TemporaryNeeds(months) => ("cost.temporary", vec![("months", months.to_string())]),
                Condition::OpenEndedMissions(months) => {
                    ("cost.open-ended-missions", vec![("months", months.to_string())])
                }
                Condition::NoMotive => ("cost.no-motive", vec![]),
                Condition::NotLiableMembers => ("cost.not-liable-members", vec![]),
                Condition::NoExemption => ("cost.no-exemption", vec![]),
                Condition::MixedExemption(taxed) => {
                    ("cost.mixed-exemption", vec![("share", per_cent(taxed))])
                }
                Condition::Loan => ("cost.loan", vec![]),
                Condition::LearnerPay(sum) => ("cost.learner-pay", vec![("amount", amount(sum))]),
                Condition::Aid(aid, spent) => {
                    ("cost.aid", vec![("aid", amount(aid)), ("spent", amount(spent))])
                }
                Condition::InsertionPublic => ("cost.insertion", vec![]),
                Condition::Training(part) => ("cost.training", vec![("share", per_cent(part))]),
                Condition::Deposit(sum) => ("cost.deposit", vec![("amount", amount(sum))]),
                Condition::Capital(sum) => ("cost.capital", vec![("amount", amount(sum))]),
                Condition::JointLiability => ("cost.joint", vec![]),
            };
            let mut all = vec![("route", road.short.as_str())];
            all.extend(values.iter().map(|(name, value)| (*name, value.as_str())));
            text += &wrapped(&fill(say(lang, key), &all), WIDTH);
        }
    }
    text + &wrapped(say(lang, "cost.without"), WIDTH)
}

/// To the cent, so that lines add up before the reader's eyes.
fn euros(amount: Money, lang: Lang) -> String {
    number(amount.as_euros(), 2, lang)
}
