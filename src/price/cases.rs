//! What do many posts cost? A file of cases, one a row, answered as the same rows with their cost and its parts.

use super::least_hours;
use super::quote::{Condition, Need, Part, Quote};
use crate::error::{Error, Fault, both, nearest};
use crate::formats::Format;
use crate::law::{Contract, Grade, Item, Rates, ShortHours};
use crate::scenario::Scenario;
use crate::sheet::{Others, Row, Sheet, written};
use crate::units::{FULL_TIME_WEEK, Money};

/// The columns a file of cases must have.
const REQUIRED: [&str; 5] = ["headcount", "executive", "contract", "weekly_hours", "gross_base_eur_month"];

/// The columns it may have: what is not said is as for all cases.
const OPTIONAL: [&str; 4] = ["id", "format", "vat_liable", "users"];

/// The last column: what a reader must know of a case, in words that do not change, with blanks between.
const NOTE: &str = "note";

/// Columns of known answers, which are passed on beside the new ones or give way to them.
const ANSWERS: [&str; 2] = ["gross_paid_eur_month", "employer_contributions_eur_month"];

/// A sum of a quote, in euros a month.
type Sum = fn(&Quote) -> Money;

/// The columns that are added, each a head and its content; the parts add up to the total, less the reduction.
const COSTS: [(&str, Sum); 10] = [
    ("total_cost_eur_month", Quote::total),
    ("pay_eur_month", |quote| quote.sum(|part| part == Part::Employment(Item::Pay))),
    ("indemnities_eur_month", |quote| {
        quote.sum(|part| matches!(part, Part::Employment(Item::Premium | Item::Leave)))
    }),
    ("contributions_before_reduction_eur_month", |quote| {
        quote.sum(|part| part == Part::Employment(Item::Contribution))
    }),
    ("reduction_eur_month", |quote| -quote.sum(|part| part == Part::Employment(Item::Reduction))),
    ("health_mutual_eur_month", |quote| quote.sum(|part| part == Part::Employment(Item::Mutual))),
    ("payroll_tax_eur_month", |quote| quote.sum(|part| part == Part::PayrollTax)),
    ("fee_eur_month", |quote| quote.sum(|part| part == Part::Fee)),
    ("vat_not_recovered_eur_month", |quote| quote.sum(|part| part == Part::Vat)),
    ("dues_eur_month", |quote| quote.sum(|part| part == Part::Dues)),
];

/// Answers a file of cases; `usual` holds what rows do not say. Every fault of the file is reported at once.
pub fn answer(
    name: &str,
    text: &str,
    usual: &Need,
    scenario: &Scenario,
    rates: &Rates,
) -> Result<String, Error> {
    let answers = ANSWERS.iter().chain(COSTS.iter().map(|(head, _)| head));
    let optional: Vec<&str> = OPTIONAL.iter().chain(answers).copied().chain([NOTE]).collect();
    let mut sheet = Sheet::read(name, text, &REQUIRED, Others::Among(&optional))?;
    let mut faults = std::mem::take(&mut sheet.faults);
    let kept: Vec<&str> = sheet
        .columns()
        .filter(|column| *column != NOTE && COSTS.iter().all(|(head, _)| head != column))
        .collect();
    let heads = kept.iter().copied().chain(COSTS.iter().map(|(head, _)| *head)).chain([NOTE]);
    let mut rows = vec![heads.map(str::to_owned).collect::<Vec<_>>()];
    for row in sheet.rows() {
        match quote(&row, usual, scenario, rates) {
            Ok((quote, note)) => {
                let given = kept.iter().map(|column| row.text(column).to_owned());
                let costs = COSTS.iter().map(|(_, sum)| format!("{:.2}", sum(&quote).as_euros()));
                rows.push(given.chain(costs).chain([note]).collect());
            }
            Err(found) => faults.extend(found),
        }
    }
    Error::if_any(faults)?;
    if rows.len() == 1 {
        let text = both("ce fichier ne contient aucun cas", "this file holds no case");
        return Err(Error::fault(Fault::at(sheet.head(), text)));
    }
    Ok(written(&rows))
}

/// What must be known of a case: that it is not lawful as it stands, or lawful only if somebody agrees.
fn note(need: &Need, quote: &Quote, exempt: bool, rates: &Rates) -> String {
    let few = quote.bought < least_hours(rates, None) - 1e-9;
    let mut notes = Vec::new();
    if need.gross < rates.smic_month() {
        notes.push("below_minimum_wage");
    }
    if few && !exempt {
        notes.push("below_24_hours");
    }
    for condition in &quote.conditions {
        match condition {
            Condition::ShortJob(_) => notes.push("below_24_hours"),
            Condition::NoMotive => notes.push("no_temporary_motive"),
            Condition::NoExemption => notes.push("no_exemption_at_exact_cost"),
            Condition::TemporaryNeeds(_) | Condition::OpenEndedMissions(_) => {
                notes.push("temporary_motive_only")
            }
            Condition::NotLiableMembers => notes.push("hardly_taxed_members_only"),
            Condition::InsertionPublic => notes.push("insertion_public_only"),
            Condition::Loan => notes.push("staff_loan_terms"),
            _ => {}
        }
    }
    notes.join(" ")
}

/// The quote of one row and its note, or what is wrong with it.
#[allow(clippy::result_large_err, reason = "faults are few and end the reading")]
fn quote(row: &Row, usual: &Need, scenario: &Scenario, rates: &Rates) -> Result<(Quote, String), Vec<Fault>> {
    let mut faults = Vec::new();
    let mut keep = |fault: Fault| faults.push(fault);
    let headcount = number_in(row, "headcount", 0.0, 1e6).map_err(&mut keep);
    let executive = row.one_of("executive", &YES_NO).map_err(&mut keep);
    let contract = row.one_of("contract", &CONTRACTS).map_err(&mut keep);
    let hours = number_in(row, "weekly_hours", 0.5, FULL_TIME_WEEK).map_err(&mut keep);
    let gross = number_in(row, "gross_base_eur_month", 1.0, 1e5).map_err(&mut keep);
    let format = format(row, scenario).map_err(&mut keep);
    let vat_liable =
        unless_said(row, "vat_liable", usual.user.vat_liable, |row, column| row.one_of(column, &YES_NO))
            .map_err(&mut keep);
    let users = unless_said(row, "users", usual.users, users).map_err(&mut keep);
    let (Ok(headcount), Ok(executive), Ok(contract), Ok(hours), Ok(gross)) =
        (headcount, executive, contract, hours, gross)
    else {
        return Err(faults);
    };
    let (Ok(format), Ok(vat_liable), Ok(users)) = (format, vat_liable, users) else { return Err(faults) };
    let fte = hours / FULL_TIME_WEEK;
    let mut need = Need { gross: Money::euros(gross / fte), fte, contract, users, ..usual.clone() };
    need.grade = if executive { Grade::Executive } else { Grade::Other };
    need.user.headcount = headcount;
    need.user.vat_liable = vat_liable;
    let exempt = need.user.short_hours.is_some();
    let pooled = format
        .and_then(|format| Quote::pooled(&need, format.serving(need.kind()), &scenario.params.pool, rates));
    let shared = pooled.is_some();
    // hired directly, the hours are those of a contract that exists
    need.user.short_hours.get_or_insert(ShortHours::BranchAgreement);
    let quote = pooled.unwrap_or_else(|| Quote::direct(&need, rates, &scenario.params.finance));
    let note = note(&need, &quote, exempt || shared, rates);
    Ok((quote, note))
}

const YES_NO: [(&str, bool); 4] = [("0", false), ("1", true), ("false", false), ("true", true)];
const CONTRACTS: [(&str, Contract); 2] = [("CDI", Contract::OpenEnded), ("CDD", Contract::FixedTerm)];

/// What a row says, or what holds for all where it says nothing.
#[allow(clippy::result_large_err, reason = "faults are few and end the reading")]
fn unless_said<T>(
    row: &Row,
    column: &str,
    usual: T,
    read: impl Fn(&Row, &str) -> Result<T, Fault>,
) -> Result<T, Fault> {
    if row.text(column).is_empty() { Ok(usual) } else { read(row, column) }
}

#[allow(clippy::result_large_err, reason = "faults are few and end the reading")]
fn users(row: &Row, column: &str) -> Result<Option<u32>, Fault> {
    let users = number_in(row, column, 1.0, 20.0)?;
    if users.fract() == 0.0 {
        return Ok(Some(users as u32));
    }
    let field = row.text(column);
    Err(row.fault(
        column,
        format!("« {field} » n'est pas un nombre entier"),
        format!("`{field}` is not a whole number"),
    ))
}

/// The format a row names, if any; one without a pool is direct hire.
#[allow(clippy::result_large_err, reason = "faults are few and end the reading")]
fn format<'a>(row: &Row, scenario: &'a Scenario) -> Result<Option<&'a Format>, Fault> {
    let id = row.text("format");
    if id.is_empty() {
        return Ok(None);
    }
    if let Some(found) = scenario.formats.iter().find(|format| format.id == id) {
        return Ok(Some(found));
    }
    let known = scenario.formats.iter().map(|format| format.id.as_str());
    let meant = nearest(id, known);
    let fault = row.fault(
        "format",
        format!("aucun format ne s'appelle « {id} »"),
        format!("no format is named `{id}`"),
    );
    Err(fault.maybe_help(
        meant.map(|id| both(format!("vouliez-vous dire « {id} » ?"), format!("did you mean `{id}`?"))),
    ))
}

#[allow(clippy::result_large_err, reason = "faults are few and end the reading")]
fn number_in(row: &Row, column: &str, low: f64, high: f64) -> Result<f64, Fault> {
    let value = row.number(column)?;
    if (low..=high).contains(&value) {
        return Ok(value);
    }
    let field = row.text(column);
    Err(row.fault(
        column,
        format!("« {field} » n'est pas entre {low} et {high}"),
        format!("`{field}` is not between {low} and {high}"),
    ))
}
