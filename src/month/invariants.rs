//! What must hold at the end of every month, whatever the scenario (model, section 8).

use super::Turn;
use super::posts::NO_GAP;
use crate::kinds::{Profession, Status};
use crate::law::Contract;
use crate::units::Money;
use crate::world::World;

/// Every violation found, in words; none in a sound world.
pub fn violations(world: &World, turn: &Turn) -> Vec<String> {
    let mut found = Vec::new();
    check_people(world, turn, &mut found);
    check_jobs(world, turn, &mut found);
    check_structures(world, &mut found);
    if world.ledger.total() != Money::ZERO {
        found.push(format!("the accounts sum to {:?}, not to nothing", world.ledger.total()));
    }
    found
}

/// Panics with the violations, if there are any: a replication that breaks them is a bug.
pub fn check(world: &World, turn: &Turn) {
    let found = violations(world, turn);
    assert!(found.is_empty(), "month {}: {}", turn.month, found.join("; "));
}

fn check_people(world: &World, turn: &Turn, found: &mut Vec<String>) {
    let workers = &world.workers;
    for w in 0..workers.len() {
        let fine = match workers.status[w] {
            Status::Seeking | Status::Out => workers.fte[w] == 0.0 && workers.spell[w].is_none(),
            Status::Structure => {
                world.structures.open[workers.employer[w] as usize] && workers.spell[w].is_some()
            }
            Status::Pool => {
                let job = world.pools.job(workers.employer[w]);
                job.is_some_and(|job| job.worker == Some(w as u32)) && workers.spell[w].is_some()
            }
            Status::Firm => {
                (workers.employer[w] as usize) < world.firms.weight.len() && workers.spell[w].is_none()
            }
        };
        if !fine {
            found.push(format!("person {w} is not in exactly one state ({:?})", workers.status[w]));
        }
        let numbers = [workers.skill[w], workers.stress[w], workers.peers[w], workers.pay[w], workers.fte[w]];
        if numbers.iter().any(|x| !x.is_finite())
            || !(0.0..=1.0).contains(&workers.skill[w])
            || workers.fte[w] > 1.0 + 1e-9
        {
            found.push(format!("person {w} has an impossible number among {numbers:?}"));
        }
        check_contract(world, w, turn, found);
    }
}

/// Fixed terms and missions keep within 18 months; open-ended and fixed-term hours above the legal minimum.
fn check_contract(world: &World, w: usize, turn: &Turn, found: &mut Vec<String>) {
    let workers = &world.workers;
    if !workers.in_ess(w) {
        return;
    }
    let limit = match workers.contract[w] {
        Contract::FixedTerm | Contract::Alternance => turn.rates.max_fixed_term_months(),
        Contract::TemporaryMission => turn.rates.max_mission_months(),
        Contract::OpenEnded | Contract::OpenEndedTemporary => return,
    };
    if workers.tenure[w] > limit || workers.term[w] > limit || workers.term[w] == 0 {
        found.push(format!(
            "person {w} is under a fixed term for {} + {} months",
            workers.tenure[w], workers.term[w]
        ));
    }
}

fn check_jobs(world: &World, turn: &Turn, found: &mut Vec<String>) {
    for job in world.pools.jobs() {
        let turn = turn.of_job(job.number);
        let sold = job.sold();
        if sold > job.fte + NO_GAP {
            found.push(format!("job {} sells {sold} of {} FTE", job.number, job.fte));
        }
        if job.slices.len() as u32 > turn.terms.max_users {
            found.push(format!("job {} has {} users", job.number, job.slices.len()));
        }
        if job.slices.iter().any(|slice| !world.structures.open[slice.user as usize]) {
            found.push(format!("job {} serves a closed structure", job.number));
        }
        if let Some(w) = job.worker {
            let held = world.workers.fte[w as usize];
            if (held - job.fte).abs() > NO_GAP {
                found.push(format!("job {} employs {held} and counts {} FTE", job.number, job.fte));
            }
        }
    }
}

fn check_structures(world: &World, found: &mut Vec<String>) {
    let structures = &world.structures;
    for s in 0..structures.len() {
        let numbers =
            [structures.team[s], structures.cash_months[s], structures.overload[s], structures.trust[s]];
        if numbers.iter().any(|x| !x.is_finite()) {
            found.push(format!("structure {s} has an impossible number among {numbers:?}"));
        }
        if !(0.0..=1.0).contains(&structures.trust[s])
            || !(-1e-9..=1.0 + 1e-9).contains(&structures.overload[s])
        {
            found.push(format!(
                "structure {s}: trust {} or overload {}",
                structures.trust[s], structures.overload[s]
            ));
        }
        for profession in Profession::ALL {
            if structures.need[s][profession] < 0.0 {
                found.push(format!("structure {s} has a negative need"));
            }
        }
        if !structures.open[s] && world.pools.has_member(s) {
            found.push(format!("structure {s} is closed and a member"));
        }
    }
}
