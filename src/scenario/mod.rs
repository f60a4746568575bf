//! Files become a checked, resolved scenario.

pub mod params;
