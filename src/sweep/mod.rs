//! Runs over the points of a design: which points, in which order, kept in blocks that survive a kill, in shards that
//! are merged to the bytes of one machine.

pub mod layout;
pub mod manifest;
pub mod merge;
pub mod part;
pub mod plan;
pub mod points;
pub mod reading;
pub mod slurm;
pub mod sobol;

mod run;

pub use layout::{Shard, Stage, Unit};
pub use manifest::Manifest;
pub use plan::Plan;
pub use points::Points;
pub use run::{Again, run};
