//! How one past becomes many futures: replications × formats in parallel, and the store of their results.

pub mod replication;
pub mod results;
pub mod validation;
