//! The cost of employment agrees with the reference cases of July 2026 and with published orders of magnitude.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use mutualise::catalogue::Catalogue;
use mutualise::kinds::Profession;
use mutualise::law::{
    Branch, Contract, Employment, Grade, HeadcountBand, Law, Leave, MonthlyCost, PayrollTaxpayer, Rates,
    Workplace,
};
use mutualise::scenario::Scenario;
use mutualise::scenario::params::Payroll;
use mutualise::units::Money;

fn july_2026() -> &'static Rates {
    Law::embedded().at(2026, 7)
}

/// The law of July 2026 as the reference cases read it: a fixed term's leave is all taken within the contract.
fn as_in_the_reference_cases() -> Rates {
    let mut payroll = Scenario::base().params.payroll;
    payroll.fixed_term_leave_untaken = 0.0;
    july_2026().assuming(&payroll)
}

fn full_time(smic: f64, headcount: HeadcountBand) -> Employment {
    Employment {
        gross: july_2026().smic_month() * smic,
        weekly_hours: 35.0,
        grade: if smic >= 2.0 { Grade::Executive } else { Grade::Other },
        contract: Contract::OpenEnded,
        headcount,
        workplace: Workplace::AixMarseilleProvence,
        employer: PayrollTaxpayer::Other,
        branch: Branch::General,
        accident_rate: None,
    }
}

#[derive(serde::Deserialize)]
struct Case {
    headcount: u32,
    executive: u8,
    contract: String,
    weekly_hours: f64,
    gross_base_eur_month: f64,
    gross_paid_eur_month: f64,
    reduction_eur_month: f64,
    employer_contributions_eur_month: f64,
    total_cost_eur_month: f64,
}

impl Case {
    // the reference cases lie where no mobility payment is due
    fn cost(&self, rates: &Rates) -> MonthlyCost {
        rates.monthly_cost(&Employment {
            gross: Money::euros(self.gross_base_eur_month),
            weekly_hours: self.weekly_hours,
            grade: if self.executive == 1 { Grade::Executive } else { Grade::Other },
            contract: if self.contract == "CDD" { Contract::FixedTerm } else { Contract::OpenEnded },
            headcount: HeadcountBand::of(self.headcount),
            workplace: Workplace::Elsewhere,
            employer: PayrollTaxpayer::Other,
            branch: Branch::General,
            accident_rate: None,
        })
    }
}

#[test]
fn the_cost_of_a_month_reproduces_every_reference_case() {
    let mut reader = csv::Reader::from_path("tests/data/employer_cost_2026_07.csv").unwrap();
    let cases: Vec<Case> = reader.deserialize().map(Result::unwrap).collect();
    assert_eq!(cases.len(), 401);
    let rates = as_in_the_reference_cases();
    let mut worst_cents = [0.0_f64; 4];
    let mut worst_share = 0.0_f64;
    for case in &cases {
        let cost = case.cost(&rates);
        let pairs = [
            (cost.gross_paid(), case.gross_paid_eur_month),
            (cost.reduction, case.reduction_eur_month),
            (cost.contributions(), case.employer_contributions_eur_month),
            (cost.total(), case.total_cost_eur_month),
        ];
        for (worst, (found, expected)) in worst_cents.iter_mut().zip(pairs) {
            *worst = worst.max((found.as_euros() - expected).abs() * 100.0);
        }
        let share = (cost.total().as_euros() / case.total_cost_eur_month - 1.0).abs();
        worst_share = worst_share.max(share);
    }
    println!("worst deviation, in cents: gross paid, reduction, contributions, total: {worst_cents:.1?}");
    println!("worst deviation of the total: {:.5} %", worst_share * 100.0);
    assert!(worst_share < 0.001, "{worst_share}");
    assert!(worst_cents.iter().all(|cents| *cents < 10.0), "{worst_cents:?}");
}

#[test]
fn the_net_employer_rate_rises_from_4_to_45_per_cent_of_pay() {
    let published = [
        (1.0, 0.042, 0.067),
        (1.2, 0.189, 0.215),
        (1.4, 0.275, 0.300),
        (1.6, 0.327, 0.352),
        (1.8, 0.360, 0.385),
        (2.0, 0.396, 0.422),
        (2.5, 0.422, 0.447),
        (3.0, 0.445, 0.471),
    ];
    for (smic, small, middle) in published {
        // the published table leaves out the social levy due from 11 employees (about 0.1 point)
        for (band, expected, margin) in
            [(HeadcountBand::Under11, small, 0.001), (HeadcountBand::From11To49, middle, 0.002)]
        {
            let cost = july_2026().monthly_cost(&full_time(smic, band));
            let found = cost.contributions().as_euros() / cost.gross_paid().as_euros();
            println!("{smic} SMIC, {band:?}: {found:.4} against {expected}");
            assert!((found - expected).abs() < margin, "{smic} SMIC, {band:?}: {found} against {expected}");
        }
    }
}

#[test]
fn the_coefficient_of_a_groupement_rises_with_pay() {
    let (worked_hours, paid_hours, fee) = (1_575.0, 1_820.0, 0.10);
    for (smic, expected) in [(1.0, 1.32), (1.2, 1.51), (1.6, 1.69), (2.0, 1.78), (2.5, 1.81), (3.0, 1.84)] {
        let cost = july_2026().monthly_cost(&full_time(smic, HeadcountBand::Under11));
        let loaded = cost.total().as_euros() / cost.base.as_euros();
        let found = loaded * (1.0 + fee) * paid_hours / worked_hours;
        assert!((found / expected - 1.0).abs() < 0.01, "{smic} SMIC: {found} against {expected}");
    }
}

#[test]
fn the_coefficient_of_temporary_work_agrees_with_the_published_calculation() {
    for (smic, expected) in [(1.0, 1.46), (1.2, 1.59), (1.6, 1.70), (2.0, 1.74), (2.5, 1.78)] {
        let mission = Employment {
            contract: Contract::TemporaryMission,
            accident_rate: Some(0.03),
            grade: Grade::Other,
            ..full_time(smic, HeadcountBand::From11To49)
        };
        let cost = july_2026().monthly_cost(&mission);
        let found = cost.total().as_euros() / cost.base.as_euros();
        assert!((found - expected).abs() < 0.006, "{smic} SMIC: {found} against {expected}");
    }
}

#[test]
fn a_fixed_term_whose_leave_is_not_taken_pays_1_21_times_an_open_ended_contract() {
    let lasting = full_time(1.6, HeadcountBand::Under11);
    let short = Employment { contract: Contract::FixedTerm, ..lasting };
    let paid = |rates: &Rates, e| rates.monthly_cost(e).gross_paid().as_euros() / lasting.gross.as_euros();
    assert!((paid(july_2026(), &short) - 1.21).abs() < 1e-4);
    assert!((paid(&as_in_the_reference_cases(), &short) - 1.10).abs() < 1e-4);
    let mut half = Scenario::base().params.payroll;
    half.fixed_term_leave_untaken = 0.5;
    assert!((paid(&july_2026().assuming(&half), &short) - 1.10 * 1.05).abs() < 1e-4);
}

#[test]
fn the_assumptions_of_the_catalogue_are_those_of_the_rates_where_both_speak() {
    let base = Scenario::base().params.payroll;
    let (bare, assumed) = (july_2026(), july_2026().assuming(&base));
    for contract in
        [Contract::OpenEnded, Contract::FixedTerm, Contract::TemporaryMission, Contract::OpenEndedTemporary]
    {
        let e = Employment { contract, ..full_time(1.4, HeadcountBand::From11To49) };
        assert_eq!(bare.monthly_cost(&e), assumed.monthly_cost(&e), "{contract:?}");
    }
    assert_eq!(bare.hours_worked_year(Leave::Taken), assumed.hours_worked_year(Leave::Taken));
}

/// What of the law is an assumption, and the parameter that takes its place, with a range.
const ASSUMED: [(&str, &str); 3] = [
    ("holiday_hours", "payroll.holiday_hours"),
    ("mutual_month", "payroll.mutual_month"),
    ("reduction_factor_open_ended_mission", "payroll.open_ended_mission_reduction"),
];

#[test]
fn a_row_of_the_law_that_is_an_assumption_is_a_parameter_with_a_range() {
    let rows = Law::embedded().rows().iter();
    let assumed: Vec<&str> = rows.filter(|row| row.grade == "D").map(|row| row.name.as_str()).collect();
    assert_eq!(assumed, ASSUMED.map(|(row, _)| row));
    for (row, path) in ASSUMED {
        let found = Catalogue::embedded().parameters().find(|parameter| parameter.path == path);
        let parameter = found.unwrap_or_else(|| panic!("{path} stands for {row}"));
        assert!(parameter.low < parameter.high, "{path} has no range");
    }
    // each of them moves what it should
    let with = |change: fn(&mut Payroll)| {
        let mut payroll = Scenario::base().params.payroll;
        change(&mut payroll);
        july_2026().assuming(&payroll)
    };
    let usual = with(|_| ());
    assert!(
        with(|payroll| payroll.holiday_hours += 7.0).hours_worked_year(Leave::Taken)
            < usual.hours_worked_year(Leave::Taken)
    );
    let e = Employment { contract: Contract::OpenEndedTemporary, ..full_time(1.4, HeadcountBand::Under11) };
    let total = |rates: &Rates| rates.monthly_cost(&e).total();
    assert!(total(&with(|payroll| payroll.mutual_month += 10.0)) > total(&usual));
    assert!(total(&with(|payroll| payroll.open_ended_mission_reduction = 1.1)) < total(&usual));
}

#[test]
fn a_full_time_year_holds_1575_hours_of_work_and_1750_where_leave_is_paid_on_top() {
    assert_eq!(july_2026().hours_worked_year(Leave::Taken), 1_575.0);
    assert_eq!(july_2026().hours_worked_year(Leave::PaidOnTop), 1_750.0);
}

#[test]
fn professions_exposed_to_accidents_cost_more() {
    let rates = july_2026().assuming(&Scenario::base().params.payroll);
    let e = full_time(1.6, HeadcountBand::Under11);
    let cost = |profession| {
        let accident_rate = rates.accident_rate(profession);
        rates.monthly_cost(&Employment { accident_rate, ..e }).total()
    };
    assert_eq!(cost(Profession::LogisticsQuality), rates.monthly_cost(&e).total());
    assert!(cost(Profession::Support) < cost(Profession::LogisticsQuality));
    assert!(cost(Profession::RenovationTechnician) > cost(Profession::LogisticsQuality));
    assert_eq!(july_2026().accident_rate(Profession::Support), None);
}

#[test]
fn the_minimum_wage_of_january_and_of_june_2026_are_both_there() {
    let smic = |year, month| Law::embedded().at(year, month).smic_month();
    assert_eq!(smic(2026, 1), Money::euros(1_823.03));
    assert_eq!(smic(2026, 6), Money::euros(1_867.02));
}

#[test]
fn beyond_the_last_row_the_law_holds_in_constant_euros_or_is_indexed_as_asked() {
    let later = Law::embedded().at(2036, 6);
    assert_eq!(later.smic_hour(), july_2026().smic_hour());
    let indexed = |year, month, growth| {
        let law = Law::embedded();
        law.at(year, month).clone().grown(law.growth_since_last_row(year, month, growth))
    };
    assert_eq!(indexed(2036, 6, 0.0).smic_hour(), later.smic_hour());
    // what has a date in the rows is not touched
    assert_eq!(indexed(2026, 1, 0.02).smic_hour(), Money::euros(12.02));
    let indexed = indexed(2028, 6, 0.02);
    assert_eq!(indexed.smic_month(), Money::euros(12.31 * 1.0404 * 35.0 * 52.0 / 12.0));
    assert_eq!(indexed.vat_rate(), july_2026().vat_rate());
    // an employer whose pay is indexed too pays the same share of it, rounding apart
    let e = full_time(1.4, HeadcountBand::Under11);
    let then = Employment { gross: indexed.smic_month() * 1.4, ..e };
    let share = |rates: &Rates, e| rates.monthly_cost(e).contributions().as_euros() / e.gross.as_euros();
    assert!((share(&indexed, &then) - share(july_2026(), &e)).abs() < 2e-4);
}
