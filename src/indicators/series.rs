//! The registry of monthly series.

use super::{Text, Unit};

/// A value followed month by month from the launch.
#[derive(Clone, Copy, Debug)]
pub struct Series {
    /// Its name in files.
    pub id: &'static str,
    /// Its name for readers.
    pub label: Text,
    /// In what it is counted.
    pub unit: Unit,
}

/// Every series.
pub const SERIES: &[Series] = &[
    Series {
        id: "members",
        label: Text { fr: "Structures adhérentes", en: "Member structures" },
        unit: Unit::Count,
    },
    Series { id: "pooled-fte", label: Text { fr: "ETP mutualisés", en: "Pooled FTE" }, unit: Unit::Fte },
    Series {
        id: "pool-cash",
        label: Text { fr: "Trésorerie du dispositif", en: "Cash of the pool" },
        unit: Unit::Euros,
    },
    Series {
        id: "still-employed",
        label: Text { fr: "Encore dans le même emploi", en: "Still in the same employment" },
        unit: Unit::Percent,
    },
];

/// The series of that name, with its place.
pub fn find(id: &str) -> Option<(usize, &'static Series)> {
    SERIES.iter().enumerate().find(|(_, series)| series.id == id)
}
