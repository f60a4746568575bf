//! What the cost of a person depends on: pay, hours, contract, grade, and the employer's size and place.

use super::taxes::PayrollTaxpayer;
use crate::units::Money;

/// The contract a person works under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Contract {
    /// CDI, without limit of time.
    OpenEnded,
    /// CDD.
    FixedTerm,
    /// Mission of temporary work (intérim).
    TemporaryMission,
    /// CDI intérimaire: open-ended with a temporary-work firm, and paid between missions.
    OpenEndedTemporary,
    /// Contrat de professionnalisation: a fixed term that alternates work and training, without precarity premium
    /// (Code du travail L6325-1, L1242-3, L1243-10).
    Alternance,
}

impl Contract {
    /// Whether it has no end that is known beforehand.
    pub fn is_open_ended(self) -> bool {
        matches!(self, Contract::OpenEnded | Contract::OpenEndedTemporary)
    }
}

/// The grade a person holds in the collective agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// Cadre.
    Executive,
    /// Technician or supervisor; differs from the others only in the pay between missions.
    Technician,
    /// Worker or clerk.
    Other,
}

/// What becomes of paid leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leave {
    /// It is taken, within the time that is paid.
    Taken,
    /// It is not taken, and an indemnity is paid on top.
    PaidOnTop,
}

/// The headcount of the employer, in the bands that change its contributions.
///
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HeadcountBand {
    /// Fewer than 11 employees.
    #[serde(rename = "under_11")]
    Under11,
    /// From 11 to 49 employees.
    #[serde(rename = "from_11_to_49")]
    From11To49,
    /// 50 employees or more.
    #[serde(rename = "from_50")]
    From50,
}

/// Far below half a day: keeps sums of tenths from falling below a whole number.
const GRAIN: f64 = 1e-9;

impl HeadcountBand {
    /// The band of an employer of so many employees of its own (CSS L130-1): people it borrows from a groupement
    /// d'employeurs or from a temporary-work firm do not count with the user.
    pub fn of(employees: u32) -> HeadcountBand {
        match employees {
            0..11 => HeadcountBand::Under11,
            11..50 => HeadcountBand::From11To49,
            _ => HeadcountBand::From50,
        }
    }

    /// The band of a headcount in which part-timers count in proportion to their hours (CSS L130-1, R130-1).
    pub fn counting(employees: f64) -> HeadcountBand {
        HeadcountBand::of((employees + GRAIN) as u32)
    }
}

/// Where the work is done, which decides the mobility payments.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Workplace {
    /// The métropole of Aix-Marseille-Provence, in Région Sud.
    #[default]
    AixMarseilleProvence,
    /// A place without mobility payment.
    Elsewhere,
}

/// The branch of the employer, as far as contributions depend on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Branch {
    /// The general rules.
    #[default]
    General,
    /// The building trade, with its fund of paid leave and its own life cover.
    Building,
}

/// One person's employment for a month with one employer: all that contributions depend on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Employment {
    /// Gross base pay of the month for these hours, in euros; without precarity premium and leave indemnity.
    pub gross: Money,
    /// Hours a week in this employment; 35 is full time.
    pub weekly_hours: f64,
    /// The grade in the collective agreement.
    pub grade: Grade,
    /// The contract.
    pub contract: Contract,
    /// The employer's headcount.
    pub headcount: HeadcountBand,
    /// The place of work.
    pub workplace: Workplace,
    /// What the employer is: non-profit associations were exempt of the apprenticeship tax until February 2026.
    pub employer: PayrollTaxpayer,
    /// The employer's branch.
    pub branch: Branch,
    /// The employer's rate for work accidents, as a share of pay; `None` is the national mean.
    pub accident_rate: Option<f64>,
}

impl Employment {
    /// Whether a fund pays the leave instead of the employer: in the building trade, missions apart.
    pub(super) fn leave_by_fund(&self) -> bool {
        self.branch == Branch::Building
            && !matches!(self.contract, Contract::TemporaryMission | Contract::OpenEndedTemporary)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_employer_changes_band_at_eleven_and_at_fifty() {
        let bands = [0, 10, 11, 49, 50, 249].map(HeadcountBand::of);
        use HeadcountBand::*;
        assert_eq!(bands, [Under11, Under11, From11To49, From11To49, From50, From50]);
    }

    #[test]
    fn eleven_are_reached_by_eleven_and_not_by_ten_and_a_half() {
        let bands = [10.5, 10.9, 11.0 - 1e-12].map(HeadcountBand::counting);
        assert_eq!(bands, [HeadcountBand::Under11, HeadcountBand::Under11, HeadcountBand::From11To49]);
    }
}
