//! Which taxes weigh on employing and lending: VAT on the invoice, or payroll tax for those who pay no VAT.

use super::register::Rates;
use crate::units::Money;

/// Who owes payroll tax.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PayrollTaxpayer {
    /// A non-profit association, which has an abatement.
    Association,
    /// Any other employer that pays no VAT on at least 90 % of its receipts.
    Other,
}

/// Whose profit is taxed, as far as the reduced rate depends on it. Capital is supposed to be paid in full.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ProfitTaxpayer {
    /// Turnover of the year.
    pub turnover: Money,
    /// Share of the capital held by natural persons, or by firms so held; all of it where there is no capital, as in an
    /// association, to which the condition does not apply.
    pub held_by_people: f64,
}

impl Rates {
    /// VAT, as a share of an invoice before tax (CGI 278).
    pub fn vat_rate(&self) -> f64 {
        self.figures.vat_rate
    }

    /// Payroll tax on one employee's gross pay of a year, in euros, before relief and abatement (CGI 231).
    pub fn payroll_tax_year(&self, annual_gross: Money) -> Money {
        let f = &self.figures;
        let beyond = |threshold: f64| (annual_gross - Money::euros(threshold)).or_zero();
        annual_gross * f.payroll_tax_rate_1
            + beyond(f.payroll_tax_threshold_2) * (f.payroll_tax_rate_2 - f.payroll_tax_rate_1)
            + beyond(f.payroll_tax_threshold_3) * (f.payroll_tax_rate_3 - f.payroll_tax_rate_2)
    }

    /// Payroll tax an employer owes for a year, in euros, from the sum of its employees' tax.
    ///
    /// Nil up to a floor, relieved in part a little beyond (CGI 1679); an association then owes only what
    /// exceeds its abatement (CGI 1679 A).
    pub fn payroll_tax_due(&self, annual_sum: Money, who: PayrollTaxpayer) -> Money {
        let f = &self.figures;
        if annual_sum <= Money::euros(f.payroll_tax_floor) {
            return Money::ZERO;
        }
        let below = (Money::euros(f.payroll_tax_relief_ceiling) - annual_sum).or_zero();
        let relieved = annual_sum - below * f.payroll_tax_relief_share;
        match who {
            PayrollTaxpayer::Association => {
                (relieved - Money::euros(f.payroll_tax_association_abatement)).or_zero()
            }
            PayrollTaxpayer::Other => relieved,
        }
    }

    /// The share of its payroll tax an employer owes, from the share of its receipts taxed with VAT: all of it if
    /// nothing is taxed, nothing from nine tenths, in between the share that is not taxed (CGI 231).
    pub fn payroll_tax_share(&self, taxed_receipts: f64) -> f64 {
        if taxed_receipts >= self.figures.payroll_tax_vat_share { 0.0 } else { 1.0 - taxed_receipts }
    }
}

impl Rates {
    /// Corporate tax on a year's taxable profit, in euros: for small firms held by people a reduced rate up to a ceiling,
    /// the normal rate beyond and for others (CGI 219 I b).
    pub fn corporate_tax(&self, profit: Money, who: ProfitTaxpayer) -> Money {
        let f = &self.figures;
        let profit = profit.or_zero();
        let small = who.turnover <= Money::euros(f.corporate_tax_reduced_turnover);
        let reduced = if small && who.held_by_people >= f.corporate_tax_reduced_people {
            profit.min(Money::euros(f.corporate_tax_reduced_ceiling))
        } else {
            Money::ZERO
        };
        reduced * f.corporate_tax_reduced_rate + (profit - reduced) * f.corporate_tax_rate
    }

    /// The share of a year's surplus that a co-operative of collective interest must put to its indivisible
    /// reserves, which its taxable profit leaves out (loi 47-1775, articles 16 and 19 nonies; CGI 209 VIII).
    pub fn cooperative_reserve_share(&self) -> f64 {
        self.figures.cooperative_reserve_share
    }

    /// Years within which a provision against solidary debts must serve or be taxed after all (CGI 214-1-8°).
    pub fn solidarity_provision_years(&self) -> u32 {
        self.figures.solidarity_provision_years
    }
}

#[cfg(test)]
mod tests {
    use super::super::register::Law;
    use super::*;

    #[test]
    fn a_small_firm_held_by_people_is_taxed_at_the_reduced_rate_first() {
        let tax = |euros, turnover, held_by_people| {
            let who = ProfitTaxpayer { turnover: Money::euros(turnover), held_by_people };
            Law::embedded().at(2026, 7).corporate_tax(Money::euros(euros), who)
        };
        assert_eq!(tax(-5_000.0, 1e6, 1.0), Money::ZERO);
        assert_eq!(tax(10_000.0, 1e6, 1.0), Money::euros(1_500.0));
        assert_eq!(tax(52_500.0, 1e6, 0.75), Money::euros(6_375.0 + 2_500.0));
        assert_eq!(tax(52_500.0, 1e7, 1.0), Money::euros(6_375.0 + 2_500.0));
        assert_eq!(tax(52_500.0, 1e7 + 1.0, 1.0), Money::euros(13_125.0));
        assert_eq!(tax(10_000.0, 1e6, 0.74), Money::euros(2_500.0));
    }

    #[test]
    fn payroll_tax_weighs_more_on_higher_pay() {
        let rates = Law::embedded().at(2026, 7);
        for (smic, share) in [(1.0, 0.077), (1.6, 0.099), (2.0, 0.106), (3.0, 0.116)] {
            let year = rates.smic_month() * (12.0 * smic);
            let found = rates.payroll_tax_year(year).as_euros() / year.as_euros();
            assert!((found - share).abs() < 0.0006, "{smic} SMIC: {found} against {share}");
        }
    }

    #[test]
    fn an_association_of_fourteen_at_the_minimum_wage_owes_nothing() {
        let rates = Law::embedded().at(2026, 7);
        let each = rates.payroll_tax_year(rates.smic_month() * 12.0);
        let due = |people: f64| rates.payroll_tax_due(each * people, PayrollTaxpayer::Association);
        assert_eq!(due(14.0), Money::ZERO);
        assert!(due(15.0) > Money::ZERO);
        assert_eq!(rates.payroll_tax_due(each * 15.0, PayrollTaxpayer::Other), each * 15.0);
    }

    #[test]
    fn a_small_payroll_tax_is_waived_then_relieved() {
        let rates = Law::embedded().at(2026, 7);
        let due = |euros| rates.payroll_tax_due(Money::euros(euros), PayrollTaxpayer::Other).as_euros();
        assert_eq!([1_200.0, 1_640.0, 2_040.0].map(due), [0.0, 1_340.0, 2_040.0]);
    }

    #[test]
    fn an_employer_taxed_on_nine_tenths_of_its_receipts_owes_no_payroll_tax() {
        let share = |taxed| Law::embedded().at(2026, 7).payroll_tax_share(taxed);
        assert_eq!([0.0, 0.25, 0.9, 1.0].map(share), [1.0, 0.75, 0.0, 0.0]);
    }
}
