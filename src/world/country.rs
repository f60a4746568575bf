//! What a country is made of: territories side by side, each a world of its own with luck of its own.

use std::mem::swap;

use super::foresight::foresee_newcomer;
use super::record::WorkerTally;
use super::{Workers, World};
use crate::dice::Dice;
use crate::kinds::Status;

/// One territory of a country; its place among the others is its number.
#[derive(Clone, Debug)]
pub struct Territory {
    /// Its structures, people, pools.
    pub world: World,
    /// Its luck, and the nation's.
    pub dice: Dice,
}

/// The territories next to one: those on either side of it, the last beside the first; none of one that is alone.
pub fn neighbours(territory: usize, territories: usize) -> Vec<usize> {
    let (before, after) = ((territory + territories - 1) % territories, (territory + 1) % territories);
    match territories {
        1 => Vec::new(),
        2 => vec![after],
        _ => vec![before, after],
    }
}

/// Two job seekers of one profession exchange places: each takes with them what they are and what is counted of them,
/// and finds the home and the neighbourhood of the other. Newcomers to a place have a new identity, as entrants have.
pub fn exchange(here: (&mut Territory, usize), there: (&mut Territory, usize), month: u32) {
    let ((a, w), (b, v)) = (here, there);
    let tallies = (&mut a.world.record.workers[w], &mut b.world.record.workers[v]);
    let known = [
        is_still_there(tallies.0, a.world.workers.identity[w]),
        is_still_there(tallies.1, b.world.workers.identity[v]),
    ];
    swap(tallies.0, tallies.1);
    a.world.record.incomes.exchange(w, &mut b.world.record.incomes, v);
    swap_persons((&mut a.world.workers, w), (&mut b.world.workers, v));
    welcome(a, w, known[1], month);
    welcome(b, v, known[0], month);
}

/// Whether a tally is still that of the person with whom it began.
fn is_still_there(tally: &WorkerTally, identity: u32) -> bool {
    tally.identity_at_launch == identity
}

/// Gives a place's newcomer an identity nobody has had, and looks ahead for them.
fn welcome(territory: &mut Territory, w: usize, known: bool, month: u32) {
    let Territory { world, dice } = territory;
    let before = world.workers.identity[w];
    world.workers.identity[w] += world.workers.len() as u32;
    // whose tally began with somebody else belongs to nobody who is here
    world.record.workers[w].identity_at_launch = if known { world.workers.identity[w] } else { u32::MAX };
    foresee_newcomer(&mut world.workers, w, before, dice, month);
}

/// What is somebody's own changes places; what belongs to the place stays, and what only the employed have is alike.
fn swap_persons(here: (&mut Workers, usize), there: (&mut Workers, usize)) {
    let ((a, w), (b, v)) = (here, there);
    debug_assert!(a.status[w] == Status::Seeking && b.status[v] == Status::Seeking, "only job seekers move");
    debug_assert!(
        a.profession[w] == b.profession[v] && a.clock == b.clock,
        "of one profession, in one month"
    );
    // named one by one, so that no column is forgotten
    let Workers {
        identity: _,
        ahead: _,
        profession: _,
        zone: _,
        skill,
        mission,
        diversity,
        preferred,
        stress,
        peers,
        status: _,
        employer: _,
        contract,
        serves,
        fte: _,
        pay,
        loaded_cost: _,
        gross_paid: _,
        payroll_tax: _,
        since: _,
        workless_since,
        clock: _,
        begun: _,
        seeking: _,
        in_social_economy: _,
        ill: _,
        at_work: _,
        elsewhere: _,
        term: _,
        sick: _,
        travel: _,
        since_training,
        far_from_work,
        prescribed,
        on_path,
        through_path,
        spell: _,
        staff: _,
        by_profession: _,
    } = a;
    swap(&mut skill[w], &mut b.skill[v]);
    swap(&mut mission[w], &mut b.mission[v]);
    swap(&mut diversity[w], &mut b.diversity[v]);
    swap(&mut preferred[w], &mut b.preferred[v]);
    swap(&mut stress[w], &mut b.stress[v]);
    swap(&mut peers[w], &mut b.peers[v]);
    swap(&mut contract[w], &mut b.contract[v]);
    swap(&mut serves[w], &mut b.serves[v]);
    swap(&mut pay[w], &mut b.pay[v]);
    swap(&mut since_training[w], &mut b.since_training[v]);
    swap(&mut far_from_work[w], &mut b.far_from_work[v]);
    swap(&mut workless_since[w], &mut b.workless_since[v]);
    swap(&mut prescribed[w], &mut b.prescribed[v]);
    swap(&mut on_path[w], &mut b.on_path[v]);
    swap(&mut through_path[w], &mut b.through_path[v]);
    // the clocks of all territories go alike
    let months = |of: &Workers, w: usize| (of.clock - of.since[w]) as u32;
    let (here_for, there_for) = (months(a, w), months(b, v));
    a.count_from(w, there_for);
    b.count_from(v, here_for);
}
