//! Phase 9: the Club RH, where employers and their people meet (submodel 5.16).

use super::Turn;
use super::people::users;
use crate::dice::Decision;
use crate::units::{MONTHS_PER_YEAR, Money};
use crate::world::{Account, Purpose, Structures, World};

/// In its months, those who come make ties, gain trust and learn who is looking for work.
pub fn meet(world: &mut World, turn: &Turn) {
    let every = turn.terms.club_every;
    if every == 0 || turn.now < 0 || !(turn.now as u32).is_multiple_of(every) {
        return;
    }
    let present = attendance(&world.structures, turn);
    world.record.club_meetings += 1;
    let cost = turn.params.club.animation_cost * turn.terms.club_size * f64::from(every) / MONTHS_PER_YEAR;
    world.ledger.transfer(Account::Funders, Account::Outside, Purpose::ClubAnimation, Money::euros(cost));
    for &s in present {
        let structures = &mut world.structures;
        structures.last_meeting[s] = Some(turn.month);
        structures.trust[s] = (structures.trust[s] + turn.params.club.trust).min(1.0);
        make_ties(structures, s, present, turn);
    }
    bring_people(world, present, turn);
}

fn attendance<'a>(structures: &Structures, turn: &Turn<'a>) -> &'a [usize] {
    let club = &turn.params.club;
    let comes = |&s: &usize| {
        let drawn = club.attendance + club.attendance_trust * (structures.trust[s] - 0.5);
        let odds = (drawn * turn.terms.club_size).clamp(0.0, 1.0);
        turn.dice.roll(Decision::ClubAttendance, structures.identity[s], turn.month).happens(odds)
    };
    turn.some(structures.open_in_turn().filter(comes))
}

/// Each structure present gets to know some of the others.
fn make_ties(structures: &mut Structures, s: usize, present: &[usize], turn: &Turn) {
    if present.len() < 2 {
        return;
    }
    let mut roll = turn.dice.roll(Decision::ClubTies, structures.identity[s], turn.month);
    let ties = turn.params.club.ties;
    let number = ties.floor() as usize + usize::from(roll.happens(ties.fract()));
    for _ in 0..number {
        let other = present[roll.below(present.len())];
        if other != s {
            structures.acquaint(s, other);
        }
    }
}

/// People of the professions come with the employers they work for.
fn bring_people(world: &mut World, present: &[usize], turn: &Turn) {
    let here = turn.blank::<bool>(world.structures.len());
    present.iter().for_each(|&s| here[s] = true);
    for k in 0..world.workers.staff.len() {
        let w = world.workers.staff[k] as usize;
        if users(&world.pools, &world.workers, w).any(|s| here[s as usize]) {
            world.workers.peers[w] += turn.params.club.peers;
            let tally = &mut world.record.workers[w];
            tally.met += turn.params.club.peers;
            tally.meetings += 1;
        }
    }
}
