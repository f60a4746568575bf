//! Which terms may a format change?

use serde::Deserialize;

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
}

/// Everything a format may change, each term neutral by default.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the catalogue holds each term's label, unit, range and meaning")]
pub struct Terms {
    pub employer: Employer,
    pub fee: f64,
    pub margin: f64,
    pub max_users: u32,
    pub startup_grant: f64,
    pub club_every: u32,
}
