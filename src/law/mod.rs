//! French rules with dates.

/// The contract somebody works under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contract {
    /// CDI.
    OpenEnded,
    /// CDD.
    FixedTerm,
    /// Mission.
    TemporaryMission,
}
