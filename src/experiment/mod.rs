//! How one past becomes many futures: replications × formats in parallel, and the store of their results.

pub mod claim;
pub mod country;
pub mod folder;
pub mod journal;
pub mod monthly;
pub mod panics;
pub mod parallel;
pub mod record;
pub mod regional;
pub mod replication;
pub mod results;
pub mod store;
pub mod trouble;
pub mod validation;

mod files;
mod run;

pub use run::{Experiment, Failure, Plan, Progress, go_on, run, tables};
