//! What does covering a need cost, by each road? The rules by which months are paid and invoiced, and quotes drawn.
//!
//! Every price comes from the law's loaded cost of the very contract, hours and employer: a constant coefficient
//! would misrank the formats, because the general reduction of contributions falls with pay.

pub mod cases;
pub mod pay;
pub mod quote;

use crate::formats::{Employer, Offer, Terms, Vat};
use crate::kinds::LegalForm;
use crate::law::{Branch, Contract, Grade, HeadcountBand, PayrollTaxpayer, Rates, ShortHours};
use crate::scenario::params::{Finance, PoolConduct};
use crate::units::{FULL_TIME_WEEK, MONTHS_PER_YEAR, Money};

/// The headcount band of a pool of the usual size, whatever its size in the month.
pub fn pool_band(offer: Offer, conduct: &PoolConduct, rates: &Rates) -> HeadcountBand {
    band_of_size(offer, conduct.usual_people, conduct, rates)
}

/// The headcount band of a pool that employs so many: whom a groupement d'employeurs lends count nowhere since 2025
/// (LFSS 2025, art. 25), people on mission count in the agency.
pub fn band_of_size(offer: Offer, people: f64, conduct: &PoolConduct, rates: &Rates) -> HeadcountBand {
    let permanents = people * conduct.usual_permanents;
    match offer {
        Offer::OpenEnded | Offer::Alternance => rates.groupement_band(permanents, people),
        Offer::Mission | Offer::OpenEndedTemporary => rates.temporary_work_band(permanents, people),
    }
}

/// The contract under which a pool that makes such an offer employs.
pub fn contract_of(offer: Offer) -> Contract {
    match offer {
        Offer::OpenEnded => Contract::OpenEnded,
        Offer::Mission => Contract::TemporaryMission,
        Offer::OpenEndedTemporary => Contract::OpenEndedTemporary,
        Offer::Alternance => Contract::Alternance,
    }
}

/// The legal minimum of a part-time contract, in full-time equivalents.
pub fn least_hours(rates: &Rates, exempt: Option<ShortHours>) -> f64 {
    rates.least_weekly_hours(exempt) / FULL_TIME_WEEK
}

/// The hours an employer must buy to cover a gap by itself, in full-time equivalents: at least the legal minimum
/// unless it is exempt.
pub fn hours_bought(gap: f64, rates: &Rates, exempt: Option<ShortHours>) -> f64 {
    gap.max(least_hours(rates, exempt)).min(1.0)
}

/// The loaded cost of the part of a shared job that one user takes.
pub fn part_of_job(loaded: Money, part: f64, job: f64) -> Money {
    loaded * (part / job)
}

/// What a pool invoices for a loaded cost, before tax, at its fee or margin.
pub fn invoiced(cost: Money, rate: f64) -> Money {
    cost * (1.0 + rate)
}

/// What VAT adds to an invoice for this user, as a share of it: nothing if it recovers the tax.
pub fn vat_not_recovered(terms: &Terms, rates: &Rates, vat_liable: bool) -> f64 {
    match terms.vat {
        Vat::Taxed if !vat_liable => rates.vat_rate(),
        _ => 0.0,
    }
}

/// Payroll tax of a year on one of a structure's own team, before relief and abatement: gross pay is its share of
/// spending, without contributions.
pub fn payroll_tax_of_team(rates: &Rates, finance: &Finance) -> Money {
    let gross = finance.turnover_per_head * finance.staff_share / (1.0 + finance.team_contributions);
    let month = Money::euros(gross / MONTHS_PER_YEAR);
    let protection = rates.complementary_protection(month, Grade::Other, Branch::General);
    rates.payroll_tax_year(Money::euros(gross) + protection * MONTHS_PER_YEAR)
}

/// Payroll tax of a month on posts that join a team: what they add to the tax of the team alone, from the tax of
/// a year on each before relief and abatement (CGI 231, 1679, 1679 A).
pub fn payroll_tax_added(rates: &Rates, form: LegalForm, team: Money, added: Money) -> Money {
    let who = match form {
        LegalForm::Association => PayrollTaxpayer::Association,
        _ => PayrollTaxpayer::Other,
    };
    let with_posts = rates.payroll_tax_due(team + added, who);
    // who owes nothing with them owes nothing without
    if with_posts == Money::ZERO {
        return Money::ZERO;
    }
    (with_posts - rates.payroll_tax_due(team, who)) * (1.0 / MONTHS_PER_YEAR)
}

/// Payroll tax of a month that a pool exempt of VAT owes, from the tax of a year before relief and abatement on all
/// whom it lends (CGI 231, 1679, 1679 A).
pub fn payroll_tax_of_pool(rates: &Rates, employer: Employer, year: Money) -> Money {
    let who = match employer {
        Employer::PoolAssociation => PayrollTaxpayer::Association,
        _ => PayrollTaxpayer::Other,
    };
    rates.payroll_tax_due(year, who) * (1.0 / MONTHS_PER_YEAR)
}
