//! On which parameters does an outcome depend? Screening, shares of variance, and chance kept apart; pure statistics
//! over laid-out points and their outcomes.

pub mod bootstrap;
pub mod crossed;
pub mod csv;
pub mod decision;
pub mod morris;
pub mod outputs;
pub mod sobol;
pub mod stored;

pub use crossed::{Crossed, Parts};
pub use morris::{Effect, Screening};
pub use sobol::{Index, Indices, Saltelli};
pub use stored::Sensitivity;
