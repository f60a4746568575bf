//! Promise: a sweep's results depend on its file alone, not on threads, kills, extensions, shards or machines; what is
//! not of one sweep is refused by name.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod engine;
mod program;
mod slurm;
#[path = "../typed/mod.rs"]
mod typed;
mod uncertain;

use std::fs;
use std::path::Path;

use mutualise::experiment::results::INDICATORS_FILE;
use tempfile::tempdir;
use typed::{ended, mutualise};

const DESIGN_FILE: &str = r#"
extends = "base"
formats = ["status-quo", "ge"]
[run]
months = 6
replications = 3
burn_in = 12
[population]
structures = 20
people = 150
[design]
method = "sobol"
points = 16
vary = ["finance.margin", { path = "format.ge.fee", low = 0.05, high = 0.12 }]
"#;

/// Long and large enough for a pool to open and to make a difference.
const LARGER: [&str; 6] =
    ["--months", "18", "--set", "population.structures=60", "--set", "population.people=450"];

fn home() -> tempfile::TempDir {
    let home = tempdir().unwrap();
    fs::write(home.path().join("s.toml"), DESIGN_FILE).unwrap();
    home
}

fn results(home: &Path, folder: &str) -> Vec<u8> {
    fs::read(home.join(folder).join(INDICATORS_FILE)).unwrap()
}
