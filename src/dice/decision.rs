//! What chance decides, and how seldom luck in it is low.

/// What is decided by chance. Append only: a decision's number is part of every address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u16)]
#[allow(missing_docs, reason = "each name says what is decided")]
pub enum Decision {
    FoundStructure = 1,
    FoundNeed,
    FoundContacts,
    FoundWorker,
    FoundFirm,
    FoundEmployment,
    SectorCrisis,
    PublicCrisis,
    PublicCut,
    CrisisDepth,
    Materials,
    Tightness,
    Sales,
    NeedDrift,
    Surge,
    Dissolution,
    Join,
    Leave,
    PostOrder,
    PostContact,
    PostShare,
    JobSearch,
    AcceptPost,
    SkillSeen,
    RecruiterContact,
    OfferFirm,
    AcceptOffer,
    MatchOffer,
    UnemployedOffer,
    FixedTermEnd,
    Trial,
    FirmLayoff,
    FirmContract,
    LeaveLabourForce,
    ReturnToLabourForce,
    Retirement,
    Burnout,
    StressNoise,
    Training,
    Absorption,
    InvoiceDefault,
    ClubAttendance,
    ClubTies,
    PersonalQuit,
    StartupGrant,
    WorkTies,
    LayoffChoice,
    Departure,
    NamedAid,
    InsertionPublic,
    ReturnByPath,
    HiredAfterPath,
    SentAfterPath,
    LoanConsent,
    Calibration,
    Termination,
    ChangeTerritory,
    Sickness,
    TeamLeavers,
}

impl Decision {
    /// How many times the chance of low luck is halved, for what seldom happens; 0 for what is not drawn ahead.
    #[inline(always)]
    pub(super) const fn halvings(self) -> u32 {
        match self {
            Decision::RecruiterContact | Decision::Sickness => 2,
            Decision::Departure => 3,
            Decision::Surge | Decision::Training => 4,
            Decision::NeedDrift => 5,
            Decision::Dissolution => 6,
            _ => 0,
        }
    }

    /// How many times more it is halved for the lowest luck, where that is known ahead too; else 0.
    #[inline(always)]
    pub(super) const fn further_halvings(self) -> u32 {
        match self {
            Decision::RecruiterContact => 1,
            _ => 0,
        }
    }

    /// Below this, luck is low.
    pub const fn low(self) -> f64 {
        1.0 / (1u64 << self.halvings()) as f64
    }

    /// Below this, luck is lowest; nothing where that is not known ahead.
    pub const fn lowest(self) -> f64 {
        match self.further_halvings() {
            0 => 0.0,
            further => self.low() / (1u64 << further) as f64,
        }
    }
}
