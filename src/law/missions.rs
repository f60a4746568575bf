//! What temporary work allows and requires: lengths, waiting periods, pay between missions, guarantee.

use super::employment::{Grade, HeadcountBand};
use super::register::Rates;
use crate::units::{DAYS_PER_MONTH, Money};

impl Rates {
    /// The longest mission of temporary work, in months, renewals included, for a surge of work; other motives set other
    /// lengths (Code du travail L1251-12-1).
    pub fn max_mission_months(&self) -> u32 {
        self.figures.max_mission_months
    }

    /// The longest mission under an open-ended temporary-work contract, in months (Code du travail L1251-58-6).
    pub fn max_open_ended_mission_months(&self) -> u32 {
        self.figures.max_open_ended_mission_months
    }

    /// Months before a new mission or fixed term may fill the same post: half of a short one, a third of a longer one
    /// (Code du travail L1244-3-1, L1251-36-1). None is due under an open-ended temporary-work contract (L1251-58-4).
    pub fn waiting_period_months(&self, mission_months: f64) -> f64 {
        let f = &self.figures;
        let short = mission_months * DAYS_PER_MONTH < f.waiting_short_mission_days;
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
    /// tax, at least the floor of the year, which is also that of a first year (Code du travail L1251-49,
    /// L1251-50, R1251-12).
    pub fn temporary_work_guarantee(&self, annual_turnover: Money) -> Money {
        (annual_turnover * self.figures.guarantee_share).max(Money::euros(self.figures.guarantee_floor))
    }

    /// The headcount band of a temporary-work firm: its own staff and the people on mission count in it, in
    /// proportion to the time they are employed (CSS L130-1, R130-1).
    pub fn temporary_work_band(&self, permanents: f64, on_mission: f64) -> HeadcountBand {
        HeadcountBand::counting(permanents + on_mission)
    }
}

#[cfg(test)]
mod tests {
    use super::super::register::Law;
    use super::*;

    #[test]
    fn a_guarantee_is_a_share_of_turnover_but_never_below_the_floor_of_the_year() {
        let guarantee =
            |year, turnover| Law::embedded().at(year, 7).temporary_work_guarantee(Money::euros(turnover));
        let floors = [2024, 2025, 2026].map(|year| guarantee(year, 1e6));
        assert_eq!(floors, [143_871.0, 148_475.0, 151_445.0].map(Money::euros));
        assert_eq!(guarantee(2026, 4e6), Money::euros(320_000.0));
    }

    #[test]
    fn a_mission_of_less_than_fourteen_days_waits_half_its_length_and_a_longer_one_a_third() {
        let rates = Law::embedded().at(2026, 7);
        assert_eq!(rates.waiting_period_months(0.4), 0.2);
        let fourteen = 14.0 / DAYS_PER_MONTH;
        assert!((rates.waiting_period_months(fourteen) - fourteen / 3.0).abs() < 1e-12);
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

    #[test]
    fn people_on_mission_count_with_the_temporary_work_firm() {
        let rates = Law::embedded().at(2026, 7);
        assert_eq!(rates.temporary_work_band(2.0, 8.9), HeadcountBand::Under11);
        assert_eq!(rates.temporary_work_band(2.0, 9.0), HeadcountBand::From11To49);
        assert_eq!(rates.temporary_work_band(3.0, 47.0), HeadcountBand::From50);
    }
}
