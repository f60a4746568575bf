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

/// The same as sets of kinds, one bit for each: every hire asks about every contribution.
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
    /// Whether it may concern such people, whatever their contract and place.
    pub fn may_concern(&self, grade: Grade, branch: Branch) -> bool {
        (self.grades >> grade as u8) & (self.branches >> branch as u8) & 1 == 1
    }

    pub fn concerns(&self, e: &Employment) -> bool {
        let all = (self.contracts >> e.contract as u8)
            & (self.grades >> e.grade as u8)
            & (self.headcounts >> e.headcount as u8)
            & (self.workplaces >> e.workplace as u8)
            & (self.employers >> e.employer as u8)
            & (self.branches >> e.branch as u8);
        all & 1 == 1
    }
}

/// What a rate is applied to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Base {
    Total,
    FirstSlice,
    SecondSlice,
    BothSlicesIfSecond,
    UpToFourCeilings,
    UpToFullTimeCeiling,
    SocialProtection,
}
