//! What an employer keeps up of the pay of somebody ill, and how long the health insurance pays.

use super::register::Rates;
use crate::units::{MONTHS_PER_YEAR, Money};

impl Rates {
    /// What an employer owes for the days `from` to `to` of a sickness, in days of full pay: from a year of service and
    /// after seven days, nine tenths of the pay for thirty days and two thirds for thirty more, each longer with
    /// service, less the daily allowance of the health insurance (Code du travail L1226-1, D1226-1 to -3). Days paid
    /// within the last twelve months are not counted together (D1226-4), and agreements that give more are left out.
    pub fn sick_pay(&self, from: f64, to: f64, monthly_gross: Money, tenure_months: u32) -> f64 {
        let f = &self.figures;
        if tenure_months < f.sick_pay_from_months || to <= f.sick_pay_waiting_days {
            return 0.0;
        }
        let years = f64::from(tenure_months - f.sick_pay_from_months) / MONTHS_PER_YEAR;
        let more = (years / f64::from(f.sick_pay_more_years)).floor() * f.sick_pay_more_days;
        let length = (f.sick_pay_days + more).min(f.sick_pay_most_days);
        let [first, second, end] = [0.0, 1.0, 2.0].map(|parts| f.sick_pay_waiting_days + parts * length);
        let within = |begin: f64, end: f64| (to.min(end) - from.max(begin)).max(0.0);
        let allowance = self.daily_allowance(monthly_gross);
        within(first, second) * (f.sick_pay_share - allowance).max(0.0)
            + within(second, end) * (f.sick_pay_share_later - allowance).max(0.0)
    }

    /// The daily allowance of the health insurance, as a share of pay: half of it, up to a ceiling (CSS R323-4, R323-5).
    fn daily_allowance(&self, monthly_gross: Money) -> f64 {
        let (f, gross) = (&self.figures, monthly_gross.as_euros());
        let ceiling = self.smic_month().as_euros() * f.daily_allowance_ceiling;
        if gross <= ceiling { f.daily_allowance_share } else { f.daily_allowance_share * ceiling / gross }
    }

    /// For how many days of a sickness the health insurance pays its allowance at most, long illnesses apart (CSS R323-1).
    pub fn longest_daily_allowance(&self) -> f64 {
        self.figures.daily_allowance_longest_days
    }
}

#[cfg(test)]
mod tests {
    use super::super::register::Law;

    fn kept_up(from: f64, to: f64, smic: f64, tenure: u32) -> f64 {
        let rates = Law::embedded().at(2026, 7);
        rates.sick_pay(from, to, rates.smic_month() * smic, tenure)
    }

    #[test]
    fn nothing_is_owed_before_a_year_of_service_nor_in_the_first_seven_days() {
        assert_eq!(kept_up(0.0, 60.0, 1.2, 11), 0.0);
        assert_eq!(kept_up(0.0, 7.0, 1.2, 12), 0.0);
    }

    #[test]
    fn pay_is_made_up_to_nine_tenths_then_to_two_thirds() {
        // half of it is the allowance up to 1.4 SMIC, a quarter at twice that
        assert!((kept_up(0.0, 37.0, 1.2, 12) - 30.0 * 0.4).abs() < 1e-9);
        assert!((kept_up(0.0, 100.0, 1.2, 12) - 30.0 * (0.4 + 1.0 / 6.0)).abs() < 1e-9);
        assert!((kept_up(0.0, 37.0, 2.8, 12) - 30.0 * 0.65).abs() < 1e-4);
    }

    #[test]
    fn it_lasts_ten_days_longer_for_each_five_years_and_months_add_up() {
        assert!((kept_up(0.0, 100.0, 1.2, 72) - 40.0 * (0.4 + 1.0 / 6.0)).abs() < 1e-9);
        let [whole, parts] =
            [kept_up(0.0, 90.0, 1.6, 30), kept_up(0.0, 20.0, 1.6, 30) + kept_up(20.0, 90.0, 1.6, 30)];
        assert!((whole - parts).abs() < 1e-9);
    }
}
