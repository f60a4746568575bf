//! Who knows whom among structures: an undirected graph in which most contacts share a zone or a sector.
//!
//! Each contact is met in one of three circles, each as likely: those of one's zone, those of one's sector,
//! everybody. So at least two contacts in three have the zone or the sector in common.

use crate::dice::{Decision, Dice, Roll};
use crate::kinds::{Sector, Zone};
use crate::world::Structures;

/// Each structure names half of the mean number of contacts, and is named as often.
pub(super) fn found(structures: &mut Structures, mean: f64, dice: &Dice) {
    let everybody: Vec<u32> = (0..structures.len() as u32).collect();
    let zones = Zone::ALL.map(|zone| members(&everybody, |s| structures.zone[s] == zone));
    let sectors = Sector::ALL.map(|sector| members(&everybody, |s| structures.sector[s] == sector));
    for s in 0..structures.len() {
        let circles = [
            zones[structures.zone[s] as usize].as_slice(),
            &sectors[structures.sector[s] as usize],
            &everybody,
        ];
        let mut roll = dice.roll(Decision::FoundContacts, structures.identity[s], 0);
        name(structures, s, mean / 2.0, circles, &mut roll);
    }
}

/// A newcomer's contacts take the place of its predecessor's.
pub(super) fn redraw(structures: &mut Structures, s: usize, mean: f64, dice: &Dice) {
    for other in std::mem::take(&mut structures.contacts[s]) {
        structures.contacts[other as usize].retain(|&contact| contact as usize != s);
    }
    let places: Vec<u32> = structures.turns.iter().map(|&place| place as u32).collect();
    let open = members(&places, |other| structures.open[other]);
    let zone = members(&open, |other| structures.zone[other] == structures.zone[s]);
    let sector = members(&open, |other| structures.sector[other] == structures.sector[s]);
    let mut roll = dice.roll(Decision::FoundContacts, structures.identity[s], 0);
    name(structures, s, mean, [&zone, &sector, &open], &mut roll);
}

fn members(among: &[u32], belongs: impl Fn(usize) -> bool) -> Vec<u32> {
    let mut members = Vec::with_capacity(among.len());
    members.extend(among.iter().copied().filter(|&s| belongs(s as usize)));
    members
}

/// Ties `s` to a number of others, whole and right on average.
fn name(structures: &mut Structures, s: usize, mean: f64, circles: [&[u32]; 3], roll: &mut Roll) {
    let number = (mean + roll.uniform()).floor() as usize;
    for _ in 0..number {
        let (circle, from) = (roll.below(circles.len()), roll.uniform());
        // a circle in which everybody is known already opens on everybody
        let found = stranger(&structures.contacts, s, circles[circle], from)
            .or_else(|| stranger(&structures.contacts, s, circles[circles.len() - 1], from));
        if let Some(other) = found {
            structures.acquaint(s, other);
        }
    }
}

/// The first in a circle, from a place drawn at random, whom `s` does not know.
fn stranger(contacts: &[Vec<u32>], s: usize, circle: &[u32], from: f64) -> Option<usize> {
    let start = (from * circle.len() as f64) as usize;
    let (before, after) = circle.split_at(start);
    let unknown = |other: &&u32| **other as usize != s && contacts[s].binary_search(other).is_err();
    after.iter().chain(before).find(unknown).map(|&other| other as usize)
}
