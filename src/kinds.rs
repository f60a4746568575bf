//! Which kinds of sector, profession, zone, form and status there are, and tables indexed by them.

use std::ops::{Index, IndexMut};

use serde::{Deserialize, Deserializer};

macro_rules! kinds {
    ($(#[$doc:meta])* $kind:ident, $(#[$table_doc:meta])* $table:ident, $($variant:ident $field:ident $about:literal),+) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum $kind { $(#[doc = $about] $variant),+ }

        impl $kind {
            /// All of them, in order.
            pub const ALL: [$kind; [$($kind::$variant),+].len()] = [$($kind::$variant),+];
            /// How many there are.
            pub const COUNT: usize = Self::ALL.len();
        }

        $(#[$table_doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq)]
        pub struct $table<T>([T; $kind::COUNT]);

        // in files each value has its name
        impl<'de, T: Deserialize<'de>> Deserialize<'de> for $table<T> {
            fn deserialize<D: Deserializer<'de>>(file: D) -> Result<Self, D::Error> {
                #[derive(Deserialize)]
                #[serde(deny_unknown_fields)]
                struct $table<T> { $($field: T),+ }
                let named = $table::deserialize(file)?;
                Ok(Self([$(named.$field),+]))
            }
        }

        impl<T> Index<$kind> for $table<T> {
            type Output = T;
            #[inline(always)]
            fn index(&self, kind: $kind) -> &T {
                &self.0[kind as usize]
            }
        }

        impl<T> IndexMut<$kind> for $table<T> {
            #[inline(always)]
            fn index_mut(&mut self, kind: $kind) -> &mut T {
                &mut self.0[kind as usize]
            }
        }

        impl<T: Copy> $table<T> {
            /// The values in the order of the kinds.
            #[inline(always)]
            pub fn values(&self) -> [T; $kind::COUNT] {
                self.0
            }
        }
    };
}

kinds! {
    /// The three sectors of the study.
    Sector,
    /// One value for each sector.
    PerSector,
    Enr enr "renewable energy (énergies renouvelables)",
    Bat bat "building renovation (bâtiment)",
    Ec ec "circular economy (économie circulaire)"
}

kinds! {
    /// The professions that may be shared.
    Profession,
    /// One value for each profession.
    PerProfession,
    ProjectLead project_lead "chargé·e d'affaires, responsable projets ENR-BAT (executive)",
    LogisticsQuality logistics_quality "responsable logistique & qualité EC",
    RenovationTechnician renovation_technician "technicien·ne en rénovation énergétique",
    Support support "support functions: RAF, RH, legal, technico-commercial"
}

kinds! {
    /// The employment zones of the Bouches-du-Rhône.
    Zone,
    /// One value for each zone.
    PerZone,
    Marseille marseille "Marseille",
    Aix aix "Aix-en-Provence",
    Arles arles "Arles",
    Martigues martigues "Martigues",
    Salon salon "Salon-de-Provence"
}

/// The legal form of a structure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum LegalForm {
    /// Association loi 1901.
    Association,
    /// Société coopérative de production.
    Scop,
    /// Société coopérative d'intérêt collectif.
    Scic,
    /// Commercial company with social purpose.
    Company,
}

/// What somebody does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Status {
    /// Unemployed and looking for work.
    Seeking,
    /// Employed by a structure.
    Structure,
    /// Employed by the pool.
    Pool,
    /// Employed by a for-profit firm.
    Firm,
    /// Out of the labour force for a while.
    Out,
}

impl Status {
    /// How many there are.
    pub const COUNT: usize = Status::ALL.len();
    /// All of them, in order.
    pub const ALL: [Status; 5] =
        [Status::Seeking, Status::Structure, Status::Pool, Status::Firm, Status::Out];

    /// Whether the social economy employs: a structure or the pool.
    #[inline]
    pub fn in_ess(self) -> bool {
        matches!(self, Status::Structure | Status::Pool)
    }
}

/// Which kind of need somebody's work serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Need {
    /// One that lasts.
    Recurrent,
    /// One that comes and goes.
    Temporary,
}
