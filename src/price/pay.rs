//! What a job pays and costs: the pay grid of each sector, and the law's loaded cost on top.

use std::ops::AddAssign;

use crate::kinds::{PerProfession, Profession};
use crate::law::{Branch, Contract, Employment, Grade, HeadcountBand, PayrollTaxpayer, Rates, Workplace};
use crate::maths;
use crate::scenario::params::Market;
use crate::units::{FULL_TIME_WEEK, MONTHS_PER_YEAR, Money};

/// Gross pay for a full-time month on the grid of the social economy, in euros.
pub fn ess_pay(market: &Market, profession: Profession, skill: f64) -> f64 {
    on_grid(market.ess_junior[profession], market.ess_senior[profession], skill)
}

/// Gross pay for a full-time month on the for-profit grid, in euros.
pub fn firm_pay(market: &Market, profession: Profession, skill: f64) -> f64 {
    on_grid(market.firm_junior[profession], market.firm_senior[profession], skill)
}

/// Pay grows by the same share for each step of skill; the senior level is that of full skill.
fn on_grid(junior: f64, senior: f64, skill: f64) -> f64 {
    Grid::new(junior, senior).pay(skill)
}

/// The pay of one profession by skill.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Grid {
    junior: f64,
    log_junior: f64,
    /// What full skill adds, in log pay.
    rise: f64,
}

impl Grid {
    fn new(junior: f64, senior: f64) -> Grid {
        Grid { junior, log_junior: maths::ln(junior), rise: maths::ln(senior / junior) }
    }

    /// Gross pay for a full-time month, in euros.
    #[inline]
    pub fn pay(&self, skill: f64) -> f64 {
        self.junior * maths::exp(self.rise * skill)
    }

    /// Its logarithm.
    #[inline]
    pub fn log_pay(&self, skill: f64) -> f64 {
        self.log_junior + self.rise * skill
    }
}

/// The grids of a labour market, drawn up once.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Grids {
    /// Of the social economy: see [`ess_pay`].
    pub ess: PerProfession<Grid>,
    /// Of for-profit firms: see [`firm_pay`].
    pub firm: PerProfession<Grid>,
}

impl Grids {
    /// Those of a market.
    pub fn new(market: &Market) -> Grids {
        let mut grids = Grids::default();
        for profession in Profession::ALL {
            grids.ess[profession] = Grid::new(market.ess_junior[profession], market.ess_senior[profession]);
            grids.firm[profession] =
                Grid::new(market.firm_junior[profession], market.firm_senior[profession]);
        }
        grids
    }
}

/// A learner is paid a share of the grid, and at least the minimum wage (C. trav. L6325-8 and -9).
pub fn learner_pay(grid: f64, share: f64, rates: &Rates) -> f64 {
    if share < 1.0 { (grid * share).max(rates.smic_month().as_euros()) } else { grid }
}

/// The grade of a profession: project leads are executives (I 1b, 5a).
pub fn grade(profession: Profession) -> Grade {
    match profession {
        Profession::ProjectLead => Grade::Executive,
        _ => Grade::Other,
    }
}

/// What payroll tax is due on for a month at that gross pay.
pub fn taxed_pay(rates: &Rates, profession: Profession, gross: Money) -> Money {
    gross + rates.complementary_protection(gross, grade(profession), Branch::General)
}

/// Payroll tax of a year of months at that gross pay, before relief and abatement.
pub fn payroll_tax(rates: &Rates, profession: Profession, gross: Money) -> Money {
    rates.payroll_tax_year(taxed_pay(rates, profession, gross) * MONTHS_PER_YEAR)
}

/// What one month of employment pays and costs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    /// Gross pay, indemnities included.
    pub gross_paid: Money,
    /// The same with the employer's contributions.
    pub loaded: Money,
    /// Payroll tax of a year at that pay, before relief and abatement, from an employer who owes it.
    pub payroll_tax: Money,
}

impl Cost {
    /// What is due of it where that share is left unpaid.
    #[inline(always)]
    pub fn less(self, unpaid: f64) -> Cost {
        if unpaid == 0.0 { self } else { self.share(1.0 - unpaid) }
    }

    /// That part of it.
    #[inline(never)]
    pub fn share(self, part: f64) -> Cost {
        Cost {
            gross_paid: self.gross_paid * part,
            loaded: self.loaded * part,
            payroll_tax: self.payroll_tax * part,
        }
    }
}

impl AddAssign for Cost {
    fn add_assign(&mut self, other: Cost) {
        self.gross_paid += other.gross_paid;
        self.loaded += other.loaded;
        self.payroll_tax += other.payroll_tax;
    }
}

/// Part of a full-time employment at `pay` gross for a full-time month, at the usual place.
pub fn part_time(
    grade: Grade,
    contract: Contract,
    pay: f64,
    fte: f64,
    headcount: HeadcountBand,
    accident_rate: Option<f64>,
) -> Employment {
    Employment {
        gross: Money::euros(pay * fte),
        weekly_hours: FULL_TIME_WEEK * fte,
        grade,
        contract,
        headcount,
        accident_rate,
        workplace: Workplace::default(),
        // no rate depends on it since March 2026
        employer: PayrollTaxpayer::Association,
        branch: Branch::General,
    }
}

/// The cost of a month's employment at `pay` gross for a full-time month and `fte` of full time.
pub fn monthly_cost(
    rates: &Rates,
    profession: Profession,
    contract: Contract,
    pay: f64,
    fte: f64,
    band: HeadcountBand,
) -> Cost {
    let accidents = rates.accident_rate(profession);
    let cost = rates.monthly_cost(&part_time(grade(profession), contract, pay, fte, band, accidents));
    let gross_paid = cost.gross_paid();
    let payroll_tax = payroll_tax(rates, profession, gross_paid);
    Cost { gross_paid, loaded: cost.total(), payroll_tax }
}
