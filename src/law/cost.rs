//! What an employer pays for a month of work: pay, premiums, contributions, and the reduction of contributions.

use super::contribution::Base;
use super::employment::{Branch, Contract, Employment, Grade, HeadcountBand};
use super::register::Rates;
use crate::maths;
use crate::units::{FULL_TIME_WEEK, Money};
use crate::words::Bilingual;

/// What an employer pays for one employment in one month, in euros.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MonthlyCost {
    /// Base gross pay.
    pub base: Money,
    /// Precarity premium, accrued month by month although it is paid at the end of the contract
    /// (Code du travail L1243-8, L1251-32).
    pub precarity_premium: Money,
    /// Indemnity for leave that is not taken, accrued month by month (Code du travail L1242-16, L1251-19).
    pub leave_indemnity: Money,
    /// The employer's contributions and training, before the reduction; without the health mutual.
    pub contributions_before_reduction: Money,
    /// The general decreasing reduction, a positive amount (CSS L241-13).
    pub reduction: Money,
    /// The employer's part of the health mutual (CSS L911-7).
    pub mutual: Money,
}

impl MonthlyCost {
    /// Gross pay with premium and indemnity: what contributions apply to.
    pub fn gross_paid(&self) -> Money {
        self.base + self.precarity_premium + self.leave_indemnity
    }

    /// All that the employer pays beyond gross pay, after the reduction.
    pub fn contributions(&self) -> Money {
        self.contributions_before_reduction - self.reduction + self.mutual
    }

    /// All that the employer pays.
    pub fn total(&self) -> Money {
        self.gross_paid() + self.contributions()
    }
}

/// What a line of the cost of a month is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// Base pay.
    Pay,
    /// The premium that ends a precarious contract.
    Premium,
    /// The indemnity for leave not taken.
    Leave,
    /// A contribution, training included.
    Contribution,
    /// The general decreasing reduction.
    Reduction,
    /// The health mutual.
    Mutual,
}

/// One line of the cost of a month, as on a payslip.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// What it is for.
    pub item: Item,
    /// What the line is.
    pub label: Bilingual,
    /// What the rate applies to, in euros.
    pub base: Money,
    /// The rate, as a share of the base.
    pub rate: f64,
    /// What the employer pays, in euros; negative for the reduction.
    pub amount: Money,
    /// The article that sets the rule.
    pub article: Bilingual,
}

/// What each kind of base is in a month, by the place of the kind.
struct Bases([Money; 8]);

impl Bases {
    /// Gross pay against the social-security ceiling, which is in proportion to hours (CSS R242-2), and what has been
    /// paid for complementary protection so far.
    fn new(total: Money, ceiling: f64, full_time_ceiling: f64, protection: Money) -> Bases {
        let capped = |ceilings: f64| Money::euros(total.as_euros().min(ceilings * ceiling));
        let (up_to_one, up_to_eight) = (capped(1.0), capped(8.0));
        let mut bases = Bases([Money::ZERO; 8]);
        bases.0[Base::Total as usize] = total;
        bases.0[Base::FirstSlice as usize] = up_to_one;
        bases.0[Base::SecondSlice as usize] = up_to_eight - up_to_one;
        bases.0[Base::BothSlicesIfSecond as usize] =
            if total > up_to_one { up_to_eight } else { Money::ZERO };
        bases.0[Base::UpToFourCeilings as usize] = capped(4.0);
        bases.0[Base::UpToFullTimeCeiling as usize] = total.min(Money::euros(full_time_ceiling));
        bases.0[Base::SocialProtection as usize] = protection;
        bases
    }

    fn protect(&mut self, amount: Money) {
        self.0[Base::SocialProtection as usize] += amount;
    }

    #[inline(always)]
    fn on(&self, base: Base) -> Money {
        self.0[base as usize % 8]
    }
}

impl Rates {
    /// What the employer pays for an employment in a month, in euros.
    ///
    /// The health mutual is paid once per employment: a person employed by two employers is counted twice.
    /// The computation allocates nothing.
    pub fn monthly_cost(&self, e: &Employment) -> MonthlyCost {
        let mut cost = self.pay(e);
        cost.reduction = cost.gross_paid() * self.reduction_rate(e, cost.gross_paid());
        self.each_contribution(e, cost.gross_paid(), |_, _, _, amount| {
            cost.contributions_before_reduction += amount
        });
        cost
    }

    /// The same cost line by line, in the order of a payslip; the amounts add up to the total of the month.
    pub fn lines(&self, e: &Employment) -> Vec<Line> {
        let cost = self.pay(e);
        let paid = cost.gross_paid();
        let reduction = self.reduction_rate(e, paid);
        let mut lines = vec![line(Item::Pay, pay_words(e.contract), cost.base, 1.0, cost.base)];
        let premium = self.precarity_premium_rate(e.contract);
        lines.push(line(
            Item::Premium,
            premium_words(e.contract),
            cost.base,
            premium,
            cost.precarity_premium,
        ));
        let base = cost.base + cost.precarity_premium;
        let leave = self.leave_rate(e);
        lines.push(line(Item::Leave, leave_words(e), base, leave, cost.leave_indemnity));
        self.each_contribution(e, paid, |place, base, rate, amount| {
            let contribution = &self.contributions[place];
            let (label, article) = (contribution.label.clone(), (&contribution.article).into());
            lines.push(Line { item: Item::Contribution, label, base, rate, amount, article });
        });
        lines.push(line(Item::Reduction, &REDUCTION, paid, -reduction, -(paid * reduction)));
        lines.push(line(Item::Mutual, &MUTUAL, cost.mutual, 1.0, cost.mutual));
        lines.retain(|line| line.amount != Money::ZERO);
        lines
    }

    /// What an employer pays in a month for complementary health and protection: it is added to gross pay where payroll
    /// tax is due (CGI 231; CSS L136-1-1).
    pub fn complementary_protection(&self, gross: Money, grade: Grade, branch: Branch) -> Money {
        let insured = gross.min(self.social_security_ceiling_month());
        let of_grade = self.schedule.protection(grade, branch);
        Money::euros(self.figures.mutual_month) + of_grade.iter().map(|&rate| insured * rate).sum::<Money>()
    }

    /// The precarity premium, as a share of base pay (Code du travail L1243-8, L1251-32).
    pub fn precarity_premium_rate(&self, contract: Contract) -> f64 {
        match contract {
            Contract::FixedTerm => self.figures.precarity_fixed_term,
            Contract::TemporaryMission => self.figures.precarity_mission,
            Contract::OpenEnded | Contract::OpenEndedTemporary | Contract::Alternance => 0.0,
        }
    }

    /// The indemnity for leave, as a share of base pay and premium (Code du travail L1242-16, L1251-19).
    ///
    /// For a fixed-term contract it is due on the leave that cannot be taken within it: on all of it, unless the
    /// rates were drawn up with another assumption.
    pub fn leave_indemnity_rate(&self, contract: Contract) -> f64 {
        match contract {
            Contract::FixedTerm => self.figures.leave_fixed_term,
            Contract::TemporaryMission => self.figures.leave_mission,
            Contract::OpenEnded | Contract::OpenEndedTemporary | Contract::Alternance => 0.0,
        }
    }

    /// The same for an employment: where the building trade's fund pays the leave, the employer pays none of it, and
    /// its weeks come off the pay of a mean month (Code du travail D3141-12, L3141-32).
    fn leave_rate(&self, e: &Employment) -> f64 {
        if e.leave_by_fund() {
            -self.figures.leave_weeks / WEEKS_PER_YEAR
        } else {
            self.leave_indemnity_rate(e.contract)
        }
    }

    fn pay(&self, e: &Employment) -> MonthlyCost {
        let precarity_premium = e.gross * self.precarity_premium_rate(e.contract);
        let leave_indemnity = (e.gross + precarity_premium) * self.leave_rate(e);
        let mutual = Money::euros(self.figures.mutual_month);
        MonthlyCost { base: e.gross, precarity_premium, leave_indemnity, mutual, ..MonthlyCost::default() }
    }

    /// Shows each contribution that concerns an employment, by its place, with its base, rate and amount.
    fn each_contribution(
        &self,
        e: &Employment,
        gross_paid: Money,
        mut show: impl FnMut(usize, Money, f64, Money),
    ) {
        let full_time_ceiling = self.figures.social_security_ceiling_month;
        let ceiling = full_time_ceiling * (e.weekly_hours / FULL_TIME_WEEK).min(1.0);
        let protection = Money::euros(self.figures.mutual_month);
        let mut bases = Bases::new(gross_paid, ceiling, full_time_ceiling, protection);
        for (contribution, levy) in self.schedule.of(e) {
            let base = bases.on(levy.base);
            let own = e.accident_rate.filter(|_| levy.set_by_employer);
            let rate = own.unwrap_or(levy.rate);
            let amount = base * rate;
            if levy.social_protection {
                bases.protect(amount);
            }
            show(contribution, base, rate, amount);
        }
    }

    /// The general decreasing reduction, as a share of gross pay (CSS L241-13, D241-7).
    ///
    /// `floor + delta × [½ (exit × SMIC / pay − 1)] ^ power`, at most `floor + delta`, nil from `exit` SMIC;
    /// the SMIC is that of the hours worked, and pay includes premium and leave indemnity.
    fn reduction_rate(&self, e: &Employment, gross_paid: Money) -> f64 {
        let f = &self.figures;
        // of weeks that a fund pays, the minimum wage does not count either
        let weeks = if e.leave_by_fund() { f.leave_weeks / WEEKS_PER_YEAR } else { 0.0 };
        let smic = self.smic_month().as_euros() * e.weekly_hours / FULL_TIME_WEEK * (1.0 - weeks);
        let pay = gross_paid.as_euros();
        if pay >= f.reduction_exit * smic {
            return 0.0;
        }
        let delta = match e.headcount {
            HeadcountBand::From50 => f.reduction_delta_from_50,
            HeadcountBand::Under11 | HeadcountBand::From11To49 => f.reduction_delta_under_50,
        };
        let distance = 0.5 * (f.reduction_exit * smic / pay - 1.0);
        // the grain of the coefficient is far coarser than what is lost of the last digits
        let power = maths::exp(f.reduction_power * maths::ln(distance));
        let exact = f.reduction_floor + delta * power.min(1.0);
        let factor = match e.contract {
            Contract::TemporaryMission => f.reduction_factor_mission,
            Contract::OpenEndedTemporary => f.reduction_factor_open_ended_mission,
            _ if e.leave_by_fund() => f.reduction_factor_leave_fund,
            Contract::OpenEnded | Contract::FixedTerm | Contract::Alternance => 1.0,
        };
        (exact / f.reduction_grain).round() * f.reduction_grain * factor
    }
}

/// French, English, article.
type Words = (&'static str, &'static str, &'static str);
const BASE_PAY: Words = ("Salaire de base", "Base pay", "Code du travail L3242-1");
const PAY_ON_MISSION: Words = ("Salaire de base", "Base pay", "Code du travail L1251-18");
const END_OF_TERM: Words = (
    "Indemnité de fin de contrat (précarité)",
    "End-of-contract premium (precarity)",
    "Code du travail L1243-8",
);
const END_OF_MISSION: Words =
    ("Indemnité de fin de mission", "End-of-mission premium", "Code du travail L1251-32");
const LEAVE_OF_TERM: Words = ("Indemnité de congés payés", "Leave indemnity", "Code du travail L1242-16");
const LEAVE_OF_MISSION: Words = ("Indemnité de congés payés", "Leave indemnity", "Code du travail L1251-19");
const LEAVE_BY_FUND: Words =
    ("Congés payés par la caisse", "Leave paid by the fund", "Code du travail L3141-32, D3141-12");
const REDUCTION: Words =
    ("Réduction générale dégressive", "General decreasing reduction", "CSS L241-13, D241-7");
const MUTUAL: Words = ("Complémentaire santé", "Health mutual", "CSS L911-7");

/// Weeks of a year, as pay counts them.
const WEEKS_PER_YEAR: f64 = 52.0;

fn pay_words(contract: Contract) -> &'static Words {
    match contract {
        Contract::TemporaryMission | Contract::OpenEndedTemporary => &PAY_ON_MISSION,
        Contract::OpenEnded | Contract::FixedTerm | Contract::Alternance => &BASE_PAY,
    }
}

fn premium_words(contract: Contract) -> &'static Words {
    if contract == Contract::TemporaryMission { &END_OF_MISSION } else { &END_OF_TERM }
}

fn leave_words(e: &Employment) -> &'static Words {
    match e.contract {
        _ if e.leave_by_fund() => &LEAVE_BY_FUND,
        Contract::TemporaryMission => &LEAVE_OF_MISSION,
        _ => &LEAVE_OF_TERM,
    }
}

fn line(item: Item, (fr, en, article): &Words, base: Money, rate: f64, amount: Money) -> Line {
    let label = Bilingual { fr: (*fr).into(), en: (*en).into() };
    let article = Bilingual { fr: (*article).into(), en: (*article).into() };
    Line { item, label, base, rate, amount, article }
}

#[cfg(test)]
mod tests {
    use super::super::employment::Workplace;
    use super::super::register::Law;
    use super::super::taxes::PayrollTaxpayer;
    use super::*;

    fn at_minimum_wage(contract: Contract, weekly_hours: f64) -> Employment {
        Employment {
            gross: Law::embedded().at(2026, 7).smic_month() * (weekly_hours / FULL_TIME_WEEK),
            weekly_hours,
            grade: Grade::Other,
            contract,
            headcount: HeadcountBand::Under11,
            workplace: Workplace::AixMarseilleProvence,
            employer: PayrollTaxpayer::Association,
            branch: Branch::General,
            accident_rate: None,
        }
    }

    #[test]
    fn lines_add_up_to_the_cost_of_the_month() {
        let rates = Law::embedded().at(2026, 7);
        for contract in [
            Contract::OpenEnded,
            Contract::FixedTerm,
            Contract::TemporaryMission,
            Contract::OpenEndedTemporary,
        ] {
            for headcount in [HeadcountBand::Under11, HeadcountBand::From11To49, HeadcountBand::From50] {
                for (gross, grade) in [(900.0, Grade::Other), (3_000.0, Grade::Executive)] {
                    let gross = Money::euros(gross);
                    let e = Employment { gross, grade, headcount, ..at_minimum_wage(contract, 17.5) };
                    let sum: Money = rates.lines(&e).iter().map(|line| line.amount).sum();
                    assert_eq!(sum, rates.monthly_cost(&e).total());
                }
            }
        }
    }

    #[test]
    fn the_reduction_is_whole_at_the_minimum_wage_and_nil_from_three_of_them() {
        let rates = Law::embedded().at(2026, 7);
        let low = at_minimum_wage(Contract::OpenEnded, 35.0);
        assert_eq!(rates.monthly_cost(&low).reduction, low.gross * 0.3981);
        let high = Employment { gross: low.gross * 3.0, ..low };
        assert_eq!(rates.monthly_cost(&high).reduction, Money::ZERO);
        assert_eq!(rates.monthly_cost(&Employment { gross: Money::ZERO, ..low }).reduction, Money::ZERO);
    }

    #[test]
    fn a_mission_pays_premium_and_leave_on_top_of_each_other() {
        let mission = at_minimum_wage(Contract::TemporaryMission, 35.0);
        let cost = Law::embedded().at(2026, 7).monthly_cost(&mission);
        assert!((cost.gross_paid().as_euros() - mission.gross.as_euros() * 1.21).abs() < 0.02);
    }

    #[test]
    fn a_mobility_payment_is_due_from_eleven_employees_and_only_in_its_territory() {
        let rates = Law::embedded().at(2026, 7);
        let due = |e: &Employment| rates.lines(e).iter().filter(|l| l.label.en.contains("obility")).count();
        let small = at_minimum_wage(Contract::OpenEnded, 35.0);
        let middle = Employment { headcount: HeadcountBand::From11To49, ..small };
        assert_eq!(due(&small), 0);
        assert_eq!(due(&middle), 2);
        assert_eq!(due(&Employment { workplace: Workplace::Elsewhere, ..middle }), 0);
    }

    #[test]
    fn an_employer_with_more_accidents_pays_its_own_rate() {
        let rates = Law::embedded().at(2026, 7);
        let mean = at_minimum_wage(Contract::OpenEnded, 35.0);
        let risky = Employment { accident_rate: Some(0.0608), ..mean };
        let more = rates.monthly_cost(&risky).total() - rates.monthly_cost(&mean).total();
        assert!((more.as_euros() - mean.gross.as_euros() * 0.04).abs() < 0.02);
    }

    #[test]
    fn premiums_and_leave_bear_the_name_and_the_article_of_their_contract() {
        let told = |contract| {
            let lines = Law::embedded().at(2026, 7).lines(&at_minimum_wage(contract, 35.0));
            let of = |item| lines.iter().find(|line| line.item == item).unwrap();
            [
                of(Item::Premium).label.fr.clone(),
                of(Item::Pay).article.fr.clone(),
                of(Item::Premium).article.fr.clone(),
                of(Item::Leave).article.fr.clone(),
            ]
        };
        let term = told(Contract::FixedTerm);
        assert!(term[0].contains("fin de contrat"), "{term:?}");
        assert_eq!(
            term[1..],
            ["L3242-1", "L1243-8", "L1242-16"].map(|article| format!("Code du travail {article}"))
        );
        let mission = told(Contract::TemporaryMission);
        assert_eq!(mission[0], "Indemnité de fin de mission");
        assert_eq!(
            mission[1..],
            ["L1251-18", "L1251-32", "L1251-19"].map(|article| format!("Code du travail {article}"))
        );
    }

    #[test]
    fn a_learner_bears_the_training_contribution_and_not_that_of_fixed_terms() {
        let names = |contract| -> Vec<String> {
            let lines = Law::embedded().at(2026, 7).lines(&at_minimum_wage(contract, 35.0));
            lines.into_iter().map(|line| line.label.en).filter(|label| label.contains("raining")).collect()
        };
        assert_eq!(names(Contract::Alternance), ["Vocational training"]);
        assert_eq!(names(Contract::FixedTerm).len(), 2);
    }

    #[test]
    fn an_association_owes_apprenticeship_tax_from_march_2026_and_others_before() {
        let due = |month, employer| {
            let e = Employment { employer, ..at_minimum_wage(Contract::OpenEnded, 35.0) };
            let lines = Law::embedded().at(2026, month).lines(&e);
            lines
                .iter()
                .filter(|line| line.label.en == "Apprenticeship tax")
                .map(|line| line.rate)
                .sum::<f64>()
        };
        let association = [1, 2, 3, 7].map(|month| due(month, PayrollTaxpayer::Association));
        assert_eq!(association, [0.0, 0.0, 0.0068, 0.0068]);
        assert_eq!([1, 3].map(|month| due(month, PayrollTaxpayer::Other)), [0.0068, 0.0068]);
    }

    #[test]
    fn the_building_trade_pays_a_fund_instead_of_leave_and_is_reduced_more() {
        let rates = Law::embedded().at(2026, 7);
        let general =
            Employment { gross: Money::euros(2_400.0), ..at_minimum_wage(Contract::OpenEnded, 35.0) };
        let building = Employment { branch: Branch::Building, ..general };
        let amount = |label: &str| {
            rates
                .lines(&building)
                .into_iter()
                .filter(|l| l.label.fr.contains(label))
                .map(|l| l.amount)
                .sum::<Money>()
        };
        let worked = general.gross * (47.0 / 52.0);
        let close = |found: Money, expected: f64| (found.as_euros() - expected).abs() < 0.02;
        assert!(close(amount("Salaire") + amount("Congés payés par la caisse"), worked.as_euros()));
        assert!(close(amount("Caisse de congés"), worked.as_euros() * 0.196));
        assert!(close(amount("Prévoyance des ouvriers"), worked.as_euros() * 0.0172));
        assert!(rates.monthly_cost(&building).reduction > rates.monthly_cost(&general).reduction);
        let more = rates.monthly_cost(&building).total().as_euros()
            / rates.monthly_cost(&general).total().as_euros();
        assert!((more - 1.044).abs() < 0.003, "{more}");
        // missions are outside the fund
        let mission = Employment { contract: Contract::TemporaryMission, ..general };
        let same = Employment { branch: Branch::Building, ..mission };
        assert_eq!(rates.monthly_cost(&mission), rates.monthly_cost(&same));
    }

    #[test]
    fn articles_are_told_in_the_language_of_the_reader() {
        for e in
            [at_minimum_wage(Contract::OpenEnded, 35.0), at_minimum_wage(Contract::TemporaryMission, 35.0)]
        {
            let gross = Money::euros(5_000.0);
            let e = Employment { gross, grade: Grade::Executive, headcount: HeadcountBand::From50, ..e };
            for line in Law::embedded().at(2026, 7).lines(&e) {
                assert!(!line.article.fr.contains(" of "), "{line:?}");
                assert!(!line.article.en.contains(" du 1"), "{line:?}");
            }
        }
    }
}
