//! Which terms a format may change, and which values each one takes.

use serde::Deserialize;

use crate::catalogue::{Catalogue, assemble};
use crate::kinds::Need;

/// Who employs shared workers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Employer {
    /// Each structure for itself: there is no pool.
    Structure,
    /// An association of its members.
    PoolAssociation,
    /// A co-operative.
    PoolCooperative,
    /// One structure, which lends its own people to another at cost, without profit (C. trav. L8241-1 and -2).
    LendingStructure,
    /// A commercial company, such as a private temporary-work agency.
    PoolCompany,
}

/// The contract a pool offers, which decides the needs it may serve.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Offer {
    /// An open-ended job made of several members' recurrent needs.
    OpenEnded,
    /// A temporary-work mission for one user's temporary need.
    Mission,
    /// Missions of people employed open-ended, who are paid between them (CDI intérimaire); ordinary missions besides.
    OpenEndedTemporary,
    /// A contract that alternates work with members and training, towards a hire by one of them.
    Alternance,
}

impl Offer {
    /// The kind of need it may serve: an open-ended job those that last, a mission those that pass
    /// (C. trav. L1251-5 and -6).
    pub fn serves(self) -> Need {
        match self {
            Offer::OpenEnded | Offer::Alternance => Need::Recurrent,
            Offer::Mission | Offer::OpenEndedTemporary => Need::Temporary,
        }
    }
}

/// How fractions are packed into jobs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Bundling {
    /// By hand: the largest fraction first, then whatever fits beside it.
    ByHand,
    /// By a digital platform: of all that fits beside the largest, what fills the job best.
    Platform,
}

/// How invoices bear value-added tax.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Vat {
    /// Taxed at the normal rate, on the whole invoice.
    Taxed,
    /// Exempt, as services at exact cost to members that are hardly taxed (CGI 261 B): what is billed is set right
    /// once a year, and payroll tax is due.
    ExactCost,
    /// Not taxed.
    None,
}

/// Who may be a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Users {
    /// Members.
    Members,
    /// Members, and only structures not liable for VAT may be members (CGI 261 B).
    NotLiableMembers,
    /// Any structure, without membership.
    Anyone,
}

/// Who may be employed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Workers {
    /// Anybody.
    Anyone,
    /// People far from work, whom a prescriber sends (C. trav. L5132-3).
    InsertionPublic,
}

/// What becomes of a year's surplus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Surplus {
    /// It is left where it is, and not taxed.
    None,
    /// It is taxed, and kept.
    Reserves,
    /// The legal share goes to reserves untaxed, the rest is taxed and pays capped interest on members' capital.
    Cooperative,
    /// It is taxed, and what is not needed in cash goes to the owners.
    Owners,
}

/// What members owe when the pool cannot pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Liability {
    /// Nothing.
    None,
    /// Wage and social debts, jointly and severally, shared by use (C. trav. L1253-8).
    Joint,
    /// No more than the capital they hold.
    Capital,
}

/// The capital a regulation requires.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Guarantee {
    /// None.
    None,
    /// The financial guarantee of temporary-work agencies (C. trav. L1251-49).
    TemporaryWork,
}

/// Everything a format may change, each term neutral by default.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the catalogue holds each term's label, unit, range and meaning")]
pub struct Terms {
    pub employer: Employer,
    pub offer: Offer,
    pub fee: f64,
    pub vat: Vat,
    pub users: Users,
    pub workers: Workers,
    pub surplus: Surplus,
    pub capital_interest: f64,
    pub capital_by_people: f64,
    pub liability: Liability,
    pub guarantee: Guarantee,
    pub guarantee_premium: f64,
    pub guarantee_cash: f64,
    pub yearly_dues: f64,
    pub deposit_months: f64,
    pub capital_share: f64,
    pub max_users: u32,
    pub setup_months: u32,
    pub founding_capital: f64,
    pub startup_grant: f64,
    pub startup_grant_odds: f64,
    pub setup_cost: f64,
    pub dla: f64,
    pub dla_odds: f64,
    pub pcrh: f64,
    pub pcrh_odds: f64,
    pub ptce_call: f64,
    pub ptce_call_odds: f64,
    pub fixed_cost: f64,
    pub permanents_per_fte: f64,
    pub permanents_included: f64,
    pub joining_trust: f64,
    pub training_factor: f64,
    pub aid_per_fte: f64,
    pub accompaniment_per_fte: f64,
    pub path_months: u32,
    pub training_share: f64,
    pub pay_share: f64,
    pub club_every: u32,
    pub club_size: f64,
    pub search_factor: f64,
    pub bundling: Bundling,
    pub insertion_contacts: f64,
    pub beside: String,
}

impl Terms {
    /// The terms of a format that changes nothing: every employer for itself, as in the catalogue.
    pub fn neutral() -> Terms {
        let table = assemble(Catalogue::embedded().of_formats(), |_| None);
        table.try_into().unwrap_or_else(|fault| panic!("the catalogue's terms do not read: {fault}"))
    }
}
