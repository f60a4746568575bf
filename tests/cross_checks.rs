//! Promise: what the formats cost agrees with sums that others have done: coefficients, VAT, break-even.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use mutualise::experiment::replication::rates_of;
use mutualise::formats::Format;
use mutualise::kinds::{LegalForm, Profession};
use mutualise::law::{Branch, Contract, Grade, Law, Rates, ShortHours, Workplace};
use mutualise::maths;
use mutualise::price::pay::{ess_pay, grade};
use mutualise::price::quote::{Need, Part, Quote, User};
use mutualise::scenario::{Scenario, embedded_formats};
use mutualise::units::{MONTHS_PER_YEAR, Money};

fn format(id: &str) -> Format {
    embedded_formats().into_iter().find(|format| format.id == id).unwrap()
}

fn rates() -> Rates {
    Law::embedded().at(2026, 7).assuming(&Scenario::base().params.payroll)
}

/// A full-time post at so many SMIC, for an association of three people that owes no payroll tax.
fn post(smic: f64, vat_liable: bool) -> Need {
    Need {
        gross: rates().smic_month() * smic,
        gross_elsewhere: Vec::new(),
        fte: 1.0,
        contract: Contract::OpenEnded,
        grade: if smic >= 2.0 { Grade::Executive } else { Grade::Other },
        accident_rate: None,
        workplace: Workplace::AixMarseilleProvence,
        branch: Branch::General,
        users: None,
        pool_fte: None,
        user: User {
            headcount: 3.0,
            form: LegalForm::Association,
            vat_liable,
            taxed_receipts: None,
            short_hours: None,
        },
    }
}

fn pooled(need: &Need, id: &str) -> Quote {
    Quote::pooled(need, &format(id).terms, &Scenario::base().params.pool, &rates()).unwrap()
}

#[test]
fn the_coefficient_of_a_groupement_with_a_fee_of_ten_per_cent_rises_with_pay_as_published() {
    assert_eq!(format("ge").terms.fee, 0.10);
    for (smic, published) in [(1.0, 1.32), (1.2, 1.51), (1.6, 1.69), (2.0, 1.78), (2.5, 1.81), (3.0, 1.84)] {
        let found = pooled(&post(smic, false), "ge").coefficient();
        println!("{smic} SMIC: {found:.3} against {published}");
        assert!((found - published).abs() < 0.006, "{smic} SMIC: {found} against {published}");
    }
}

#[test]
fn a_groupement_costs_32_per_cent_more_than_a_direct_hire_where_vat_is_lost_and_10_where_it_is_not() {
    let finance = Scenario::base().params.finance;
    for (vat_liable, published) in [(false, 0.32), (true, 0.10)] {
        for smic in [1.0, 1.6, 2.5] {
            let need = post(smic, vat_liable);
            let alone = Quote::direct(&need, &rates(), &finance).total().as_euros();
            let shared = pooled(&need, "ge").sum(|part| part != Part::Dues).as_euros();
            let more = shared / alone - 1.0;
            assert!((more - published).abs() < 5e-4, "{smic} SMIC, liable {vat_liable}: {more}");
        }
    }
}

/// Full-time equivalents of the four professions whose fees pay for so much a year.
fn break_even(id: &str, fixed: f64) -> f64 {
    let params = Scenario::base().params;
    let rates = rates_of(&params);
    let fee = |profession| {
        let pay = ess_pay(&params.market, profession, params.market.ordinary_skill);
        let need = Need {
            gross: Money::euros(pay),
            grade: grade(profession),
            accident_rate: rates.accident_rate(profession),
            ..post(1.0, true)
        };
        let quote = Quote::pooled(&need, &format(id).terms, &Scenario::base().params.pool, &rates).unwrap();
        quote.sum(|part| part == Part::Fee).as_euros() * MONTHS_PER_YEAR
    };
    let mean = Profession::ALL.map(fee).iter().sum::<f64>() / Profession::COUNT as f64;
    println!("{id}: {fixed:.0} € a year at {mean:.0} € of fee for each FTE: {:.1} FTE", fixed / mean);
    fixed / mean
}

#[test]
fn a_pool_breaks_even_at_the_size_that_others_have_reckoned() {
    let permanent = Scenario::base().params.pool.permanent_cost;
    let office = |id: &str, permanents: f64| {
        let terms = format(id).terms;
        terms.fixed_cost + (permanents - terms.permanents_included) * permanent
    };
    // a small groupement: its office and one permanent, 60-75 k€ and near 13 to 17 FTE (I 1c); the professions of the
    // study cost a little more than the 45,000 € of that reckoning
    let groupement = break_even("ge", office("ge", 1.0));
    assert!((12.0..=17.5).contains(&groupement), "{groupement}");
    // a small agency: tools, guarantee, two permanents, 25 to 35 FTE (I 4)
    let terms = format("scic-interim").terms;
    let guarantee = rates().temporary_work_guarantee(Money::ZERO).as_euros() * terms.guarantee_premium;
    let agency = break_even("scic-interim", office("scic-interim", 2.0) + guarantee);
    assert!((25.0..=35.0).contains(&agency), "{agency}");
}

/// A month of employment.
struct Payslip {
    gross: f64,
    hours: f64,
    contract: Contract,
    executive: bool,
    staff: u32,
    agency: bool,
    accidents: f64,
}

const USUAL: Payslip = Payslip {
    gross: 0.0,
    hours: 35.0,
    contract: Contract::OpenEnded,
    executive: false,
    staff: 8,
    agency: false,
    accidents: 0.0208,
};

/// What an employer in Marseille pays for it in July 2026, reckoned from the survey of institutions (I 4, 5a) as somebody
/// would who has not seen the program.
fn reckoned(slip: &Payslip) -> f64 {
    let fixed_term = slip.contract == Contract::FixedTerm;
    let mission = slip.contract == Contract::TemporaryMission;
    // 10 % of premium, 10 % of leave on both
    let paid = slip.gross * if fixed_term || mission { 1.21 } else { 1.0 };
    let (smic, ceiling) = (1_867.02 * slip.hours / 35.0, 4_005.0 * slip.hours / 35.0);
    let first = paid.min(ceiling);
    // health, autonomy, old age uncapped, family, dialogue, apprenticeship; then unemployment and wage guarantee
    let on_all = 0.13 + 0.003 + 0.0211 + 0.0525 + 0.00016 + 0.0068 + slip.accidents;
    let mut total = paid * (1.0 + on_all) + paid.min(4.0 * ceiling) * (0.04 + 0.0025);
    // old age capped, pension and general balance of both slices, technical balance
    total += first * (0.0855 + 0.0472 + 0.0129) + (paid - first) * (0.1295 + 0.0162);
    total += if paid > ceiling { paid * 0.0021 } else { 0.0 };
    // housing aid and effort; training
    total += if slip.staff >= 50 { paid * (0.005 + 0.0045) } else { first * 0.001 };
    let size = if slip.staff < 11 { 0.0055 } else { 0.01 };
    total += paid * (if slip.agency { 0.013 } else { size } + if fixed_term { 0.01 } else { 0.0 });
    // the health mutual, executives' cover up to the ceiling of a full time and Apec
    let cover = if slip.executive { paid.min(4_005.0) * 0.015 } else { 0.0 };
    total += 20.0 + cover + if slip.executive { paid.min(4.0 * ceiling) * 0.00036 } else { 0.0 };
    // mobility payments; the social levy of 8 % on complementary protection (CSS L137-15)
    total += if slip.staff >= 11 { paid * (0.02 + 0.0008) + (20.0 + cover) * 0.08 } else { 0.0 };
    if paid >= 3.0 * smic {
        return total;
    }
    let delta = if slip.staff >= 50 { 0.3821 } else { 0.3781 };
    let share = 0.02 + delta * maths::pow(0.5 * (3.0 * smic / paid - 1.0), 1.75).min(1.0);
    total - paid * (share * 1e4).round() / 1e4 * if mission { 1.1 } else { 1.0 }
}

/// Asks the program for the same payslip, hired directly or through a format.
fn quoted(slip: &Payslip, format_id: Option<&str>, vat_liable: bool) -> f64 {
    let part = slip.hours / 35.0;
    let mut need = Need {
        gross: Money::euros(slip.gross / part),
        fte: part,
        contract: if slip.contract.is_open_ended() { Contract::OpenEnded } else { Contract::FixedTerm },
        grade: if slip.executive { Grade::Executive } else { Grade::Other },
        accident_rate: Some(slip.accidents),
        users: Some(1),
        ..post(1.0, vat_liable)
    };
    need.user.headcount = f64::from(slip.staff);
    need.user.short_hours = Some(ShortHours::WrittenRequest);
    match format_id {
        Some(id) => pooled(&need, id).total().as_euros(),
        None => Quote::direct(&need, &rates(), &Scenario::base().params.finance).total().as_euros(),
    }
}

#[test]
fn payslips_and_invoices_of_many_kinds_are_those_somebody_else_reckons() {
    let near = |what: &str, found: f64, expected: f64| {
        println!("{what}: {found:.2} against {expected:.2}");
        assert!((found - expected).abs() < 0.05, "{what}: {found} against {expected}");
    };
    let half = 3.1 * 1_867.02 / 2.0;
    for staff in [8, 20, 60] {
        let executive = Payslip { gross: half, hours: 17.5, executive: true, staff, ..USUAL };
        near("an executive at 3.1 SMIC, half time", quoted(&executive, None, true), reckoned(&executive));
    }
    let beyond = Payslip { gross: 6_000.0, executive: true, staff: 60, ..USUAL };
    near("an executive beyond the ceiling", quoted(&beyond, None, true), reckoned(&beyond));
    let risky = Payslip { gross: 2_240.0, staff: 60, accidents: 0.0608, ..USUAL };
    near("a worker of an employer of sixty", quoted(&risky, None, true), reckoned(&risky));
    for (gross, hours, staff) in [(2_300.0, 35.0, 8), (1_840.0, 28.0, 30)] {
        let term = Payslip { gross, hours, staff, contract: Contract::FixedTerm, ..USUAL };
        near("a fixed term, with premium and leave", quoted(&term, None, true), reckoned(&term));
    }
    // an agency counts whom it sends: from 11; margin 10 %, 8 % and 13 %, VAT borne by who is not liable
    let mission =
        Payslip { gross: 2_500.0, staff: 20, agency: true, contract: Contract::TemporaryMission, ..USUAL };
    near("a mission of an ETTI", quoted(&mission, Some("etti"), true), reckoned(&mission) * 1.10);
    let vat = reckoned(&mission) * 1.08 * 1.20;
    near("a mission of a co-operative, VAT lost", quoted(&mission, Some("scic-interim"), false), vat);
    let pay_of_missions = [("on mission", 2_800.0), ("between missions, at the guaranteed pay", 1_867.02)];
    for (when, gross) in pay_of_missions {
        let contract = Contract::OpenEndedTemporary;
        let slip = Payslip { gross, staff: 20, agency: true, contract, ..USUAL };
        let asked = Payslip { contract: Contract::FixedTerm, ..slip };
        near(&format!("CDI-I {when}"), quoted(&asked, Some("scic-cdii"), true), reckoned(&slip) * 1.13);
    }
    // of whom a groupement lends nobody counts; a learner's pay is 85 % of the grid, dues are 150 € a year
    let learner = Payslip { gross: 2_125.0, contract: Contract::Alternance, ..USUAL };
    let asked = Payslip { gross: 2_500.0, contract: Contract::OpenEnded, ..learner };
    near("a learner of a GEIQ", quoted(&asked, Some("geiq"), true), reckoned(&learner) * 1.10 + 12.5);
    let lead = Payslip { gross: 3_500.0, executive: true, ..USUAL };
    near("a lead of a GE, VAT lost", quoted(&lead, Some("ge"), false), reckoned(&lead) * 1.32 + 12.5);
}
