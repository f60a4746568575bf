//! Behaviour that a calibration sets, held still: a test of a mechanism looks for what seldom happens, and must not
//! lose it to a new fit.

/// Values to put under those of a test.
pub const HELD: [&str; 10] = [
    "population.need_scale=0.22",
    "population.need_elasticity=0.6",
    "population.minimum_hours_exempt=0.25",
    "population.mission_median=0.14",
    "work.value_ratio=1.32",
    "work.stress_peer=-0.06",
    "market.contacts_per_post=8",
    "market.inertia=0.97",
    "market.value_peers=0.03",
    "market.hiring_horizon=30",
];
