//! What a contract requires and what its end costs: hours, length, notice, indemnities.

use super::employment::{Employment, Grade};
use super::register::Rates;
use crate::units::{MONTHS_PER_YEAR, Money};

/// Why a part-time contract may be shorter than the legal minimum (Code du travail L3123-7, L3123-19, L5132-6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShortHours {
    /// An agreement of the branch sets fewer hours.
    BranchAgreement,
    /// The person asks for it in writing: for personal reasons, or to add up several jobs.
    WrittenRequest,
    /// A student under 26.
    Student,
    /// Somebody on a path of insertion.
    Insertion,
    /// A contract of seven days at most.
    SevenDays,
    /// A fixed term or a mission in place of somebody absent.
    Replacement,
}

/// What is owed for a term that the employer breaks off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BrokenTerm {
    /// To the person.
    pub damages: Money,
    /// Of the employer on them.
    pub contributions: Money,
}

impl Rates {
    /// The fewest hours a week of a part-time contract (Code du travail L3123-27); a branch agreement or the
    /// person's written request may say less.
    pub fn minimum_weekly_hours(&self) -> f64 {
        self.figures.minimum_weekly_hours
    }

    /// The fewest hours a week that may be agreed, given why fewer than the legal minimum would be lawful; each
    /// exemption leaves the hours free.
    pub fn least_weekly_hours(&self, exempt: Option<ShortHours>) -> f64 {
        if exempt.is_some() { 0.0 } else { self.minimum_weekly_hours() }
    }

    /// The longest fixed-term contract, in months, renewals included (Code du travail L1242-8-1).
    pub fn max_fixed_term_months(&self) -> u32 {
        self.figures.max_fixed_term_months
    }

    /// The legal indemnity of a dismissal, in euros, from the monthly gross pay and the months of service: a
    /// quarter of a month a year up to ten years, a third beyond, nil before eight months of service, complete
    /// months counted in proportion (Code du travail L1234-9, R1234-2).
    pub fn legal_severance(&self, monthly_gross: Money, tenure_months: u32) -> Money {
        let f = &self.figures;
        if tenure_months < f.severance_from_months {
            return Money::ZERO;
        }
        let years = f64::from(tenure_months) / MONTHS_PER_YEAR;
        let beyond = (years - f.severance_beyond_years).max(0.0);
        monthly_gross * ((years - beyond) * f.severance_share + beyond * f.severance_share_beyond)
    }

    /// What an employer owes that breaks off a fixed term or a mission with so many months left, in euros: to the person
    /// what would have been paid (Code du travail L1243-4, L1251-26), and contributions on it.
    ///
    /// It bears them like pay, for it is not among the indemnities that are exempt (CSS L242-1, CGI 80 duodecies). No hour
    /// is worked for it, so that the general reduction, which goes by the minimum wage of hours, reduces none of it; the
    /// health mutual is not due.
    pub fn broken_term(&self, e: &Employment, months: u32) -> BrokenTerm {
        let month = self.monthly_cost(e);
        let left = f64::from(months);
        BrokenTerm {
            damages: month.gross_paid() * left,
            contributions: month.contributions_before_reduction * left,
        }
    }

    /// The employer's contribution on the indemnity of a negotiated termination (rupture conventionnelle), in
    /// euros; the indemnity is supposed to be within what is exempt of contributions (CSS L137-12).
    pub fn negotiated_termination_contribution(&self, indemnity: Money) -> Money {
        indemnity * self.figures.negotiated_termination_rate
    }

    /// The notice of a dismissal, in months (Code du travail L1234-1); for executives the length usual in branch
    /// agreements. Before six months of service the law leaves it to agreement and custom: counted as none.
    pub fn notice_months(&self, grade: Grade, tenure_months: u32) -> u32 {
        let f = &self.figures;
        match grade {
            Grade::Executive => f.notice_executive_months,
            _ if tenure_months >= f.notice_long_from_months => f.notice_long_months,
            _ if tenure_months >= f.notice_from_months => f.notice_months,
            _ => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::employment::{Branch, Contract, HeadcountBand, Workplace};
    use super::super::register::Law;
    use super::super::taxes::PayrollTaxpayer;
    use super::*;

    #[test]
    fn two_years_at_one_point_six_minimum_wages_give_about_1490_euros() {
        let rates = Law::embedded().at(2026, 7);
        let severance = rates.legal_severance(rates.smic_month() * 1.6, 24).as_euros();
        assert!((severance - 1_490.0).abs() < 5.0, "{severance}");
    }

    #[test]
    fn severance_starts_at_eight_months_and_grows_faster_after_ten_years() {
        let severance = |months| Law::embedded().at(2026, 7).legal_severance(Money::euros(1_200.0), months);
        assert_eq!(severance(7), Money::ZERO);
        assert_eq!(severance(8), Money::euros(200.0));
        assert_eq!(severance(120), Money::euros(3_000.0));
        assert_eq!(severance(132), Money::euros(3_400.0));
    }

    #[test]
    fn what_is_left_of_a_broken_term_bears_contributions_and_no_reduction() {
        let rates = Law::embedded().at(2026, 7);
        let e = Employment {
            gross: rates.smic_month(),
            weekly_hours: 35.0,
            grade: Grade::Other,
            contract: Contract::FixedTerm,
            headcount: HeadcountBand::Under11,
            workplace: Workplace::Elsewhere,
            employer: PayrollTaxpayer::Association,
            branch: Branch::General,
            accident_rate: Some(0.0208),
        };
        let owed = rates.broken_term(&e, 3);
        // pay with premium and leave; 13 + 5.25 + 8.55 + 2.11 + 0.3 + 4 + 0.25 + 4.72 + 1.29 + 2.08 + 0.1 + 0.016 + 0.55 + 1 + 0.68 %,
        // of which old age, pension and housing aid stop at the ceiling, above what is paid here
        let damages = 1_867.02 * 1.21 * 3.0;
        assert!((owed.damages.as_euros() - damages).abs() < 0.1, "{owed:?}");
        let share = owed.contributions.as_euros() / owed.damages.as_euros();
        assert!((share - 0.43896).abs() < 1e-4, "{share}");
        assert_eq!(rates.broken_term(&e, 0), BrokenTerm::default());
    }

    #[test]
    fn a_negotiated_termination_costs_more_from_2026() {
        let cost =
            |year| Law::embedded().at(year, 1).negotiated_termination_contribution(Money::euros(1_000.0));
        assert_eq!([2025, 2026].map(cost), [300.0, 400.0].map(Money::euros));
    }

    #[test]
    fn notice_lengthens_with_service_and_grade() {
        let rates = Law::embedded().at(2026, 7);
        assert_eq!([5, 6, 23, 24].map(|months| rates.notice_months(Grade::Other, months)), [0, 1, 1, 2]);
        assert_eq!(rates.notice_months(Grade::Executive, 12), 3);
    }
}
