//! Between months: job seekers who move to a neighbouring territory. The only thing that passes from one to another.

use std::collections::BTreeSet;

use crate::dice::Decision;
use crate::kinds::{Profession, Status};
use crate::scenario::params::Params;
use crate::world::country::{Territory, exchange, neighbours};

/// Somebody who wants to move, and what they will draw next.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Leaver {
    /// Their place.
    worker: usize,
    /// The territory they want to go to.
    to: usize,
    /// Whom they change places with: a share of those who may.
    with: f64,
}

/// The job seekers of a territory who want to move at the end of a month, in the order of identities.
///
/// Whoever moves changes places with somebody, so that only half of the movers want to.
pub fn leavers(territory: &Territory, number: usize, of: usize, params: &Params, month: u32) -> Vec<Leaver> {
    let next = neighbours(number, of);
    if next.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for profession in Profession::ALL {
        for worker in seekers(territory, profession) {
            let identity = territory.world.workers.identity[worker];
            let mut roll = territory.dice.roll(Decision::ChangeTerritory, identity, month);
            if roll.happens(params.country.movers / 2.0) {
                found.push(Leaver { worker, to: next[roll.below(next.len())], with: roll.uniform() });
            }
        }
    }
    found
}

/// Those who want to move change places with a job seeker of their profession where they go, if there is one, territory
/// by territory; nobody moves twice in a month.
pub fn cross(territories: &mut [Territory], leavers: &[Vec<Leaver>], month: u32) {
    let mut moved: BTreeSet<(usize, usize)> = BTreeSet::new();
    for (from, leavers) in leavers.iter().enumerate() {
        for leaver in leavers {
            if moved.contains(&(from, leaver.worker)) {
                continue;
            }
            let profession = territories[from].world.workers.profession[leaver.worker];
            let mut others = seekers(&territories[leaver.to], profession);
            others.retain(|&other| !moved.contains(&(leaver.to, other)));
            if others.is_empty() {
                continue;
            }
            let other = others[(leaver.with * others.len() as f64) as usize];
            let Ok([here, there]) = territories.get_disjoint_mut([from, leaver.to]) else {
                unreachable!("a neighbour is another territory")
            };
            exchange((here, leaver.worker), (there, other), month);
            moved.extend([(from, leaver.worker), (leaver.to, other)]);
        }
    }
}

/// The places of those of a profession who look for work, in the order of identities.
fn seekers(territory: &Territory, profession: Profession) -> Vec<usize> {
    let workers = &territory.world.workers;
    let of_profession = workers.by_profession[profession].iter().map(|&w| w as usize);
    let mut seekers: Vec<usize> = of_profession.filter(|&w| workers.status[w] == Status::Seeking).collect();
    seekers.sort_by_key(|&w| workers.identity[w]);
    seekers
}
