//! What the world is made of: state as columns, behaviour nowhere.

pub mod country;
pub mod employment;
pub mod firms;
pub mod foresight;
pub mod founding;
pub mod gathered;
pub mod ledger;
pub mod places;
pub mod pool;
pub mod posts;
pub mod record;
pub mod structures;
pub mod workers;

use crate::kinds::{PerSector, Zone};
use crate::scenario::params::Territory;

pub use firms::Firms;
pub use ledger::{Account, Ledger, Part, Party, Purpose};
pub use pool::{Job, Loan, Pool, Pools, Stage};
pub use posts::{Opening, Post};
pub use record::Record;
pub use structures::Structures;
pub use workers::Workers;

/// Everything that changes from month to month.
#[derive(Clone, Debug)]
pub struct World {
    /// Months since the beginning of the common past.
    pub month: u32,
    /// The month of the launch.
    pub launch: u32,
    /// What the environment is like this month.
    pub conditions: Conditions,
    /// The employers of the social economy.
    pub structures: Structures,
    /// The people of the professions.
    pub workers: Workers,
    /// The for-profit firms that hire them too.
    pub firms: Firms,
    /// Posts that structures and the pool try to fill.
    pub posts: Vec<Post>,
    /// The shared employers.
    pub pools: Pools,
    /// Who holds how much money.
    pub ledger: Ledger,
    /// What has been observed since the launch.
    pub record: Record,
}

/// The environment in a month, recomputed from the scenario, never accumulated into it.
#[derive(Clone, Debug, Default)]
pub struct Conditions {
    /// Whether each sector is in a crisis, and how deep.
    pub crisis: PerSector<Option<f64>>,
    /// Whether public funding is in a crisis.
    pub public_crisis: bool,
    /// The month in which the present public crisis began.
    pub public_since: u32,
    /// Share of exposed income lost, by sector, crises and dated events together.
    pub orders_lost: PerSector<f64>,
    /// Share of public income lost through dated events, by sector.
    pub public_lost: PerSector<f64>,
    /// Deviation of material costs from their base, as a share.
    pub materials: f64,
    /// Deviation of material costs that chance alone brings.
    pub materials_walk: f64,
    /// Labour-market tightness: the log of a factor on recruiters' contacts.
    pub tightness: f64,
}

/// Minutes of travel between two zones.
#[inline]
pub fn travel(territory: &Territory, from: Zone, to: Zone) -> f64 {
    use Zone::{Aix, Arles, Marseille, Martigues, Salon};
    let times = &territory.travel;
    match (from.min(to), from.max(to)) {
        (a, b) if a == b => territory.travel_within,
        (Marseille, Aix) => times.marseille_aix,
        (Marseille, Arles) => times.marseille_arles,
        (Marseille, Martigues) => times.marseille_martigues,
        (Marseille, Salon) => times.marseille_salon,
        (Aix, Arles) => times.aix_arles,
        (Aix, Martigues) => times.aix_martigues,
        (Aix, Salon) => times.aix_salon,
        (Arles, Martigues) => times.arles_martigues,
        (Arles, Salon) => times.arles_salon,
        _ => times.martigues_salon,
    }
}
