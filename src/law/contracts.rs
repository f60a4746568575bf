//! What a contract allows and what its end costs: lengths, waiting periods, guarantees, notice, indemnities.

use super::employment::Grade;
use super::register::Rates;
use crate::units::{MONTHS_PER_YEAR, Money};

/// Days in a mean month.
const DAYS_PER_MONTH: f64 = 365.25 / MONTHS_PER_YEAR;

impl Rates {
    /// The fewest hours a week of a part-time contract (Code du travail L3123-27); a branch agreement or the
    /// person's written request may say less.
    pub fn minimum_weekly_hours(&self) -> f64 {
        self.figures.minimum_weekly_hours
    }

    /// The longest fixed-term contract, in months, renewals included (Code du travail L1242-8-1).
    pub fn max_fixed_term_months(&self) -> u32 {
        self.figures.max_fixed_term_months
    }

    /// The longest mission of temporary work, in months, renewals included (Code du travail L1251-12-1).
    pub fn max_mission_months(&self) -> u32 {
        self.figures.max_mission_months
    }

    /// The longest mission under an open-ended temporary-work contract, in months (Code du travail L1251-58-6).
    pub fn max_open_ended_mission_months(&self) -> u32 {
        self.figures.max_open_ended_mission_months
    }

    /// Months before a new mission may fill the same post: half of a short mission, a third of a longer one
    /// (Code du travail L1251-36-1). None is due under an open-ended temporary-work contract.
    pub fn waiting_period_months(&self, mission_months: f64) -> f64 {
        let f = &self.figures;
        let short = mission_months * DAYS_PER_MONTH <= f.waiting_short_mission_days;
        mission_months * if short { f.waiting_share_short } else { f.waiting_share_long }
    }

    /// The least gross pay of a full-time month between missions of an open-ended temporary-work contract, in
    /// euros: a multiple of the SMIC that rises with the grade (Code du travail L1251-58-3; branch agreement of
    /// 10 July 2013).
    pub fn pay_between_missions(&self, grade: Grade) -> Money {
        let f = &self.figures;
        let multiple = match grade {
            Grade::Executive => f.between_missions_executive,
            Grade::Technician => f.between_missions_technician,
            Grade::Other => f.between_missions_other,
        };
        self.smic_month() * multiple
    }

    /// The financial guarantee a temporary-work firm must hold, in euros: a share of last year's turnover before
    /// tax, at least the floor of the year (Code du travail L1251-49, L1251-50, R1251-12).
    pub fn temporary_work_guarantee(&self, annual_turnover: Money) -> Money {
        (annual_turnover * self.figures.guarantee_share).max(Money::euros(self.figures.guarantee_floor))
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
    use super::super::register::Law;
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

    #[test]
    fn a_guarantee_is_a_share_of_turnover_but_never_below_the_floor_of_the_year() {
        let guarantee =
            |year, turnover| Law::embedded().at(year, 7).temporary_work_guarantee(Money::euros(turnover));
        let floors = [2024, 2025, 2026].map(|year| guarantee(year, 1e6));
        assert_eq!(floors, [143_871.0, 148_475.0, 151_445.0].map(Money::euros));
        assert_eq!(guarantee(2026, 4e6), Money::euros(320_000.0));
    }

    #[test]
    fn a_short_mission_waits_half_its_length_and_a_long_one_a_third() {
        let rates = Law::embedded().at(2026, 7);
        assert_eq!(rates.waiting_period_months(0.4), 0.2);
        assert!((rates.waiting_period_months(6.0) - 2.0).abs() < 1e-12);
    }

    #[test]
    fn pay_between_missions_rises_with_the_grade() {
        let rates = Law::embedded().at(2026, 7);
        let multiples = [Grade::Other, Grade::Technician, Grade::Executive]
            .map(|grade| rates.pay_between_missions(grade).as_euros() / rates.smic_month().as_euros());
        for (found, expected) in multiples.into_iter().zip([1.0, 1.15, 1.25]) {
            assert!((found - expected).abs() < 1e-5);
        }
    }
}
