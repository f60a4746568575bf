//! What the law says of sharing people: equal pay, who counts them, VAT at exact cost, what may be set aside.

use super::employment::HeadcountBand;
use super::register::Rates;
use crate::units::Money;

/// What a member of a grouping does, as far as VAT on the services it receives depends on it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MemberActivity {
    /// Share of its receipts that is taxed with VAT.
    pub taxed_receipts: f64,
    /// Whether what is not taxed is so because it is not taxable or of general interest.
    pub general_interest: bool,
}

/// How a grouping bills its members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Billing {
    /// Each member's exact part of the common expenses, without profit.
    ExactCost,
    /// A flat rate or a coefficient, which leaves a result.
    FlatRate,
}

/// How far a grouping's services escape VAT.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exemption {
    /// Not at all.
    None,
    /// All services are exempt.
    Whole,
    /// Those that feed activities which are not taxed, member by member.
    Mixed,
}

impl Exemption {
    /// The share of what a member is billed that is taxed: under the mixed rule, what feeds its taxed activity,
    /// supposed in proportion to its receipts.
    pub fn taxed_share(self, member: MemberActivity) -> f64 {
        match self {
            Exemption::None => 1.0,
            Exemption::Whole => 0.0,
            Exemption::Mixed => member.taxed_receipts,
        }
    }
}

impl Rates {
    /// Whether what a grouping bills its members is exempt of VAT (CGI 261 B).
    ///
    /// Services at exact cost are, if each member taken alone is taxed on less than a fifth of its receipts
    /// (BOI-TVA-CHAMP-30-10-40). Beyond, only if the members are not taxable or exempt as of general interest, and
    /// then only for what feeds activities that are not taxed (rescrit BOI-RES-000082 of 10 February and
    /// 9 March 2021). A grouping exempt in whole or in part owes payroll tax.
    pub fn exact_cost_exemption(&self, members: &[MemberActivity], billing: Billing) -> Exemption {
        let below = |member: &MemberActivity| member.taxed_receipts < self.figures.exemption_taxed_receipts;
        let wholly_taxed = |member: &MemberActivity| member.taxed_receipts >= 1.0;
        if billing == Billing::FlatRate || members.iter().all(wholly_taxed) {
            Exemption::None
        } else if members.iter().all(below) {
            Exemption::Whole
        } else if members.iter().all(|member| member.general_interest || wholly_taxed(member)) {
            Exemption::Mixed
        } else {
            Exemption::None
        }
    }

    /// The least gross pay of somebody lent to several users, from what each pays in the same post: the highest
    /// (Code du travail L1253-9 for a groupement d'employeurs; L1251-18 and L1251-43 for a temporary-work firm,
    /// user by user).
    pub fn equal_pay(&self, at_users: impl IntoIterator<Item = Money>) -> Money {
        at_users.into_iter().max().unwrap_or(Money::ZERO)
    }

    /// The headcount band of a groupement d'employeurs: since January 2025 the people it lends count neither in it
    /// nor at the user, save for the rating of work accidents, so that its permanents alone do
    /// (LFSS 2025, article 25).
    pub fn groupement_band(&self, permanents: f64, lent: f64) -> HeadcountBand {
        HeadcountBand::counting(permanents + lent * f64::from(self.figures.groupement_counts_lent))
    }

    /// What a groupement d'employeurs may set aside free of tax in a year against the debts its members answer
    /// for together, in euros, from its gross pay of the year (CGI 214-1-8°).
    pub fn solidarity_provision_limit(&self, annual_gross: Money) -> Money {
        let f = &self.figures;
        (annual_gross * f.solidarity_provision_share).max(Money::euros(f.solidarity_provision_floor))
    }
}

#[cfg(test)]
mod tests {
    use super::super::register::Law;
    use super::*;

    fn exemption(members: &[(f64, bool)], billing: Billing) -> Exemption {
        let members: Vec<_> = members
            .iter()
            .map(|&(taxed_receipts, general_interest)| MemberActivity { taxed_receipts, general_interest })
            .collect();
        Law::embedded().at(2026, 7).exact_cost_exemption(&members, billing)
    }

    #[test]
    fn services_at_exact_cost_to_members_hardly_taxed_are_exempt() {
        assert_eq!(exemption(&[(0.0, false), (0.19, false)], Billing::ExactCost), Exemption::Whole);
        assert_eq!(exemption(&[(0.0, false), (0.20, false)], Billing::ExactCost), Exemption::None);
    }

    #[test]
    fn a_flat_rate_ends_the_exemption() {
        assert_eq!(exemption(&[(0.0, true)], Billing::FlatRate), Exemption::None);
    }

    #[test]
    fn a_grouping_of_general_interest_is_taxed_only_on_what_feeds_taxed_activities() {
        let mixed = exemption(&[(0.0, true), (0.6, true), (1.0, false)], Billing::ExactCost);
        assert_eq!(mixed, Exemption::Mixed);
        let share =
            |taxed_receipts| mixed.taxed_share(MemberActivity { taxed_receipts, general_interest: true });
        assert_eq!([0.0, 0.6, 1.0].map(share), [0.0, 0.6, 1.0]);
    }

    #[test]
    fn firms_that_recover_vat_have_nothing_to_exempt() {
        assert_eq!(exemption(&[(1.0, true), (1.0, true)], Billing::ExactCost), Exemption::None);
    }

    #[test]
    fn shared_pay_is_that_of_the_user_who_pays_most() {
        let pay = [2_500.0, 2_900.0, 2_700.0].map(Money::euros);
        assert_eq!(Law::embedded().at(2026, 7).equal_pay(pay), Money::euros(2_900.0));
    }

    #[test]
    fn people_lent_by_a_groupement_count_nowhere_since_2025() {
        let band = |year, permanents| Law::embedded().at(year, 7).groupement_band(permanents, 60.0);
        assert_eq!(band(2024, 3.0), HeadcountBand::From50);
        assert_eq!(band(2025, 3.0), HeadcountBand::Under11);
        assert_eq!(band(2026, 11.0), HeadcountBand::From11To49);
    }

    #[test]
    fn a_small_groupement_may_set_aside_the_floor() {
        let rates = Law::embedded().at(2026, 7);
        assert_eq!(rates.solidarity_provision_limit(Money::euros(1e5)), Money::euros(1e4));
        assert_eq!(rates.solidarity_provision_limit(Money::euros(1e6)), Money::euros(2e4));
    }
}
