//! The posts that structures and the pool try to fill.

use crate::kinds::{Profession, Zone};
use crate::law::Contract;

/// Who opens a post, and for what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// A structure, for a recurrent need.
    Recurrent(u32),
    /// A structure, for a temporary need.
    Temporary(u32),
    /// The pool, for one of its jobs.
    Pooled(u32),
}

/// A post that is open.
#[derive(Clone, Debug, PartialEq)]
pub struct Post {
    /// Its identity for the dice: the same post has the same luck under every format.
    pub identity: u32,
    /// Who opened it.
    pub opening: Opening,
    /// The profession asked for.
    pub profession: Profession,
    /// Where the work is.
    pub zone: Zone,
    /// Hours, in full-time equivalents.
    pub fte: f64,
    /// The contract offered.
    pub contract: Contract,
    /// Months of the term; 0 if open-ended.
    pub term: u32,
    /// Users among whom the time is shared.
    pub users: u32,
    /// Raise over the pay grid, as log pay.
    pub raise: f64,
    /// People it reaches in a month.
    pub reach: f64,
    /// Months it has been open.
    pub months_open: u32,
}
