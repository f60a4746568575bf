//! Which contributions concern which employments, drawn up once for all of them: every hire and every review asks.

use super::contribution::{Base, Contribution, Kinds};
use super::employment::{Branch, Employment, Grade};

/// What a contribution takes of pay, without its words.
#[derive(Clone, Copy, Debug)]
pub(super) struct Levy {
    pub base: Base,
    pub rate: f64,
    pub set_by_employer: bool,
    pub social_protection: bool,
}

/// The places of the contributions that concern each kind of employment.
#[derive(Clone, Debug)]
pub(super) struct Schedule {
    levies: Vec<Levy>,
    /// Kind by kind, in the order of a payslip.
    places: Vec<u8>,
    /// Where those of each kind begin, and after the last kind the end.
    begins: Vec<u32>,
    /// The rates of complementary protection, by grade and branch.
    protection: [Vec<f64>; Kinds::GRADES_AND_BRANCHES],
}

impl Schedule {
    pub fn new(contributions: &[Contribution]) -> Schedule {
        let levies = contributions.iter().map(|contribution| Levy {
            base: contribution.base,
            rate: contribution.rate,
            set_by_employer: contribution.set_by_employer,
            social_protection: contribution.social_protection,
        });
        let (mut places, mut begins) = (Vec::new(), vec![0]);
        for kinds in (0..Kinds::NUMBERS).map(Kinds::numbered) {
            let concerned = (0..contributions.len()).filter(|&k| contributions[k].only.concerns(kinds));
            places.extend(concerned.map(|k| k as u8));
            begins.push(places.len() as u32);
        }
        let protection = std::array::from_fn(|number| {
            let of = contributions.iter().filter(|contribution| contribution.social_protection);
            of.filter(|contribution| contribution.only.may_concern(number)).map(|c| c.rate).collect()
        });
        Schedule { levies: levies.collect(), places, begins, protection }
    }

    /// What concerns an employment: the place of each contribution and its levy, in the order of a payslip.
    pub fn of(&self, e: &Employment) -> impl Iterator<Item = (usize, &Levy)> {
        let number = Kinds::of(e).number();
        let places = self.begins[number] as usize..self.begins[number + 1] as usize;
        self.places[places].iter().map(|&k| (usize::from(k), &self.levies[usize::from(k)]))
    }

    /// The rates that pay for complementary protection, whatever the contract and the place.
    pub fn protection(&self, grade: Grade, branch: Branch) -> &[f64] {
        &self.protection[Kinds::of_grade_and_branch(grade, branch)]
    }
}

#[cfg(test)]
mod tests {
    use super::super::employment::{Contract, HeadcountBand, Workplace};
    use super::super::register::Law;
    use super::super::taxes::PayrollTaxpayer;
    use super::*;
    use crate::units::Money;

    #[test]
    fn what_is_drawn_up_is_what_each_contribution_says_of_itself() {
        let rates = Law::embedded().at(2026, 7);
        let any = Employment {
            gross: Money::euros(2_000.0),
            weekly_hours: 35.0,
            grade: Grade::Other,
            contract: Contract::OpenEnded,
            headcount: HeadcountBand::Under11,
            workplace: Workplace::Elsewhere,
            employer: PayrollTaxpayer::Other,
            branch: Branch::General,
            accident_rate: None,
        };
        let contracts = [Contract::OpenEnded, Contract::FixedTerm, Contract::TemporaryMission];
        let contracts = contracts.into_iter().chain([Contract::OpenEndedTemporary, Contract::Alternance]);
        let mut all = Vec::from_iter(contracts.map(|contract| Employment { contract, ..any }));
        let grades = [Grade::Executive, Grade::Technician, Grade::Other];
        all = all.iter().flat_map(|&e| grades.map(|grade| Employment { grade, ..e })).collect();
        let bands = [HeadcountBand::Under11, HeadcountBand::From11To49, HeadcountBand::From50];
        all = all.iter().flat_map(|&e| bands.map(|headcount| Employment { headcount, ..e })).collect();
        let places = [Workplace::AixMarseilleProvence, Workplace::Elsewhere];
        all = all.iter().flat_map(|&e| places.map(|workplace| Employment { workplace, ..e })).collect();
        let payers = [PayrollTaxpayer::Association, PayrollTaxpayer::Other];
        all = all.iter().flat_map(|&e| payers.map(|employer| Employment { employer, ..e })).collect();
        let branches = [Branch::General, Branch::Building];
        all = all.iter().flat_map(|&e| branches.map(|branch| Employment { branch, ..e })).collect();
        assert_eq!(all.len(), 360);
        for e in all {
            let found: Vec<usize> = rates.schedule.of(&e).map(|(k, _)| k).collect();
            let concerns = |k: &usize| rates.contributions[*k].only.concerns(Kinds::of(&e));
            let expected: Vec<usize> = (0..rates.contributions.len()).filter(concerns).collect();
            assert_eq!(found, expected, "{e:?}");
            for (k, levy) in rates.schedule.of(&e) {
                assert_eq!(levy.rate, rates.contributions[k].rate);
            }
        }
    }
}
