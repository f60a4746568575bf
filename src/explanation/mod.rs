//! Why do two formats differ in one replication? The events of both lives, where they part, and the difference of an
//! indicator split by mechanism.

mod cost;
mod life;
mod moment;
mod parting;
mod retention;
mod sentences;
mod split;
mod telling;

pub use life::{Employer, Event, Life, What, Who};
pub use parting::{Parting, Together, of_person, of_pool, of_structure, parting, together};
pub use split::{Breakdown, EXPLAINED, Part, Split};
pub use telling::{Asked, told};

use crate::experiment::replication::{common_past, follow_phases};
use crate::formats::Format;
use crate::month::{Check, Phase};
use crate::scenario::Scenario;
use crate::world::World;
use life::Recorder;

/// What followed from one past under one format.
#[derive(Clone, Debug)]
pub struct Branch {
    /// The format.
    pub format: Format,
    /// The world at the end of the period.
    pub world: World,
    /// What happened.
    pub life: Life,
}

/// One replication under two formats.
#[derive(Clone, Debug)]
pub struct Explanation {
    /// The world at the launch.
    pub past: World,
    /// The first format, then the one held against it.
    pub branches: [Branch; 2],
}

impl Explanation {
    /// Lives a replication under two of the scenario's formats.
    pub fn of(scenario: &Scenario, replication: u32, formats: [&Format; 2]) -> Explanation {
        let past = common_past(scenario, replication, Check::Never);
        let branches = formats.map(|format| {
            let mut recorder = Recorder::new(&past);
            let look = |now: i32, phase: Phase, world: &World| recorder.look(now, phase, world);
            let world = follow_phases(scenario, &past, format, replication, look);
            Branch { format: format.clone(), world, life: recorder.life() }
        });
        Explanation { past, branches }
    }

    /// The two worlds at the end of the period.
    pub fn worlds(&self) -> [&World; 2] {
        [&self.branches[0].world, &self.branches[1].world]
    }

    /// The difference of an indicator, split by mechanism; nothing if it is not one of [`EXPLAINED`].
    pub fn split(&self, indicator: &str) -> Option<Split> {
        split::split(indicator, self.worlds())
    }

    /// The person whose employment differs in most months, the first of equals; nobody if all live the same.
    pub fn most_different_person(&self) -> Option<usize> {
        let [a, b] = [0, 1].map(|k| &self.branches[k].life.employers);
        let differ = |w: usize| a.iter().zip(b).filter(|(a, b)| a[w] != b[w]).count() as f64;
        largest((0..self.past.workers.len()).map(differ))
    }

    /// The structure whose needs are covered most differently, in full-time months, the first of equals.
    pub fn most_different_structure(&self) -> Option<usize> {
        let covered = self.branches.each_ref().map(|branch| &branch.life.covered);
        let differ =
            |s: usize| -> f64 { covered[0].iter().zip(covered[1]).map(|(a, b)| (a[s] - b[s]).abs()).sum() };
        largest((0..self.past.structures.len()).map(differ))
    }
}

fn largest(values: impl Iterator<Item = f64>) -> Option<usize> {
    let mut best: Option<(usize, f64)> = None;
    for (place, value) in values.enumerate() {
        if value > best.map_or(0.0, |(_, largest)| largest) {
            best = Some((place, value));
        }
    }
    best.map(|(place, _)| place)
}
