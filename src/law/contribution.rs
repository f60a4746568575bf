//! What a contribution is: a rate, what it applies to, and whom it concerns.

use serde::Deserialize;

use super::employment::{Branch, Contract, Employment, Grade, HeadcountBand, Workplace};
use super::taxes::PayrollTaxpayer;
use crate::words::Bilingual;

/// One contribution of the employer, and whom it concerns.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Contribution {
    pub label: Bilingual,
    pub article: Article,
    pub base: Base,
    /// Whom it concerns.
    #[serde(default)]
    pub only: Only,
    /// The rate is the employer's own, if known.
    #[serde(default)]
    pub set_by_employer: bool,
    /// It pays for complementary protection, on which a levy is due.
    #[serde(default)]
    pub social_protection: bool,
    /// The rate in force; filled from the dated rows.
    #[serde(skip)]
    pub rate: f64,
}

/// An article as the file names it: codes of law are written alike in both languages, agreements are not.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Article {
    Same(String),
    Each(Bilingual),
}

impl From<&Article> for Bilingual {
    fn from(article: &Article) -> Bilingual {
        match article {
            Article::Same(text) => Bilingual { fr: text.clone(), en: text.clone() },
            Article::Each(texts) => texts.clone(),
        }
    }
}

/// The employments a contribution concerns, as the file names them; an empty criterion is all of them.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Named {
    contracts: Vec<Contract>,
    grades: Vec<Grade>,
    headcounts: Vec<HeadcountBand>,
    workplaces: Vec<Workplace>,
    employers: Vec<PayrollTaxpayer>,
    branches: Vec<Branch>,
}

/// The same as sets of kinds, one bit for each.
#[derive(Clone, Debug, Deserialize)]
#[serde(from = "Named")]
pub(super) struct Only {
    contracts: u8,
    grades: u8,
    headcounts: u8,
    workplaces: u8,
    employers: u8,
    branches: u8,
}

impl Default for Only {
    fn default() -> Only {
        Named::default().into()
    }
}

impl From<Named> for Only {
    fn from(named: Named) -> Only {
        fn set(kinds: impl ExactSizeIterator<Item = u8>) -> u8 {
            if kinds.len() == 0 { u8::MAX } else { kinds.fold(0, |set, kind| set | 1 << kind) }
        }
        Only {
            contracts: set(named.contracts.into_iter().map(|kind| kind as u8)),
            grades: set(named.grades.into_iter().map(|kind| kind as u8)),
            headcounts: set(named.headcounts.into_iter().map(|kind| kind as u8)),
            workplaces: set(named.workplaces.into_iter().map(|kind| kind as u8)),
            employers: set(named.employers.into_iter().map(|kind| kind as u8)),
            branches: set(named.branches.into_iter().map(|kind| kind as u8)),
        }
    }
}

impl Only {
    /// Whether it may concern people of a grade and branch, by their number, whatever their contract and place.
    pub fn may_concern(&self, grade_and_branch: usize) -> bool {
        (self.grades >> (grade_and_branch / 2)) & (self.branches >> (grade_and_branch % 2)) & 1 == 1
    }

    pub fn concerns(&self, kinds: Kinds) -> bool {
        let all = (self.contracts >> kinds.contract)
            & (self.grades >> kinds.grade)
            & (self.headcounts >> kinds.headcount)
            & (self.workplaces >> kinds.workplace)
            & (self.employers >> kinds.employer)
            & (self.branches >> kinds.branch);
        all & 1 == 1
    }
}

/// The kinds of an employment on which it depends what concerns it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Kinds {
    contract: u8,
    grade: u8,
    headcount: u8,
    workplace: u8,
    employer: u8,
    branch: u8,
}

impl Kinds {
    /// How many numbers there are; a few stand for no kind.
    pub const NUMBERS: usize = 1 << 10;
    /// The same of a grade and a branch alone.
    pub const GRADES_AND_BRANCHES: usize = 1 << 3;

    pub fn of(e: &Employment) -> Kinds {
        Kinds {
            contract: e.contract as u8,
            grade: e.grade as u8,
            headcount: e.headcount as u8,
            workplace: e.workplace as u8,
            employer: e.employer as u8,
            branch: e.branch as u8,
        }
    }

    /// Three bits for the contract, two each for grade and headcount, one for each of the others.
    pub fn number(self) -> usize {
        let sizes =
            usize::from(self.contract) << 4 | usize::from(self.grade) << 2 | usize::from(self.headcount);
        let places = usize::from(self.workplace) << 2 | usize::from(self.employer) << 1;
        sizes << 3 | places | usize::from(self.branch)
    }

    pub fn numbered(number: usize) -> Kinds {
        let bits = |from: u32, n: u32| (number >> from & ((1 << n) - 1)) as u8;
        Kinds {
            contract: bits(7, 3),
            grade: bits(5, 2),
            headcount: bits(3, 2),
            workplace: bits(2, 1),
            employer: bits(1, 1),
            branch: bits(0, 1),
        }
    }

    /// The number of a grade and a branch.
    pub fn of_grade_and_branch(grade: Grade, branch: Branch) -> usize {
        (grade as usize) << 1 | branch as usize
    }
}

/// What a rate is applied to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub(super) enum Base {
    Total,
    FirstSlice,
    SecondSlice,
    BothSlicesIfSecond,
    UpToFourCeilings,
    UpToFullTimeCeiling,
    SocialProtection,
}
