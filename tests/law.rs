//! The cost of employment agrees with the reference cases of July 2026 and with published orders of magnitude.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use mutualise::law::{Contract, Employment, Grade, HeadcountBand, Law, MonthlyCost, Rates, Workplace};
use mutualise::units::Money;

fn july_2026() -> &'static Rates {
    Law::embedded().at(2026, 7)
}

fn full_time(smic: f64, headcount: HeadcountBand) -> Employment {
    Employment {
        gross: july_2026().smic_month() * smic,
        weekly_hours: 35.0,
        grade: if smic >= 2.0 { Grade::Executive } else { Grade::Other },
        contract: Contract::OpenEnded,
        headcount,
        workplace: Workplace::AixMarseilleProvence,
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
    fn cost(&self) -> MonthlyCost {
        july_2026().monthly_cost(&Employment {
            gross: Money::euros(self.gross_base_eur_month),
            weekly_hours: self.weekly_hours,
            grade: if self.executive == 1 { Grade::Executive } else { Grade::Other },
            contract: if self.contract == "CDD" { Contract::FixedTerm } else { Contract::OpenEnded },
            headcount: HeadcountBand::of(self.headcount),
            workplace: Workplace::Elsewhere,
            accident_rate: None,
        })
    }
}

#[test]
fn the_cost_of_a_month_reproduces_every_reference_case() {
    let mut reader = csv::Reader::from_path("tests/data/employer_cost_2026_07.csv").unwrap();
    let cases: Vec<Case> = reader.deserialize().map(Result::unwrap).collect();
    assert_eq!(cases.len(), 401);
    let mut worst_cents = [0.0_f64; 4];
    let mut worst_share = 0.0_f64;
    for case in &cases {
        let cost = case.cost();
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
fn a_fixed_term_contract_costs_more_than_an_open_ended_one() {
    let lasting = full_time(1.6, HeadcountBand::Under11);
    let short = Employment { contract: Contract::FixedTerm, ..lasting };
    assert!(july_2026().monthly_cost(&short).total() > july_2026().monthly_cost(&lasting).total());
}
