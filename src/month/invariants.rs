//! What must hold at the end of every month, whatever the scenario (model, section 8).

use super::Turn;
use super::missions::least_pay;
use super::posts::NO_GAP;
use crate::formats::{self, Users};
use crate::kinds::{Profession, Status};
use crate::law::Contract;
use crate::price::least_hours;
use crate::price::pay::payroll_tax;
use crate::units::Money;
use crate::world::record::{End, Separation, Spell};
use crate::world::{Job, Workers, World, foresight, places};

/// Every violation found, in words; none in a sound world.
pub fn violations(world: &World, turn: &Turn) -> Vec<String> {
    let mut found = Vec::new();
    check_people(world, turn, &mut found);
    check_lists(world, turn, &mut found);
    check_jobs(world, turn, &mut found);
    check_structures(world, &mut found);
    check_loans(world, &mut found);
    check_waiting(world, turn, &mut found);
    for turn in turn.each() {
        check_pool(world, &turn, &mut found);
    }
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

/// What is kept in order and up to date is what a fresh look would find.
fn check_lists(world: &World, turn: &Turn, found: &mut Vec<String>) {
    let (workers, structures) = (&world.workers, &world.structures);
    let staff = (0..workers.len() as u32).filter(|&w| workers.in_ess(w as usize));
    if !staff.eq(workers.staff.iter().copied()) {
        found.push("the list of those whom the social economy employs is wrong".into());
    }
    let people = workers.identity.iter().map(|&who| foresight::of_person(who, turn.dice, turn.month));
    let ahead = foresight::Window::new(&people.collect::<Vec<_>>());
    let employers =
        structures.identity.iter().map(|&who| foresight::of_structure(who, turn.dice, turn.month));
    if ahead != *workers.ahead.window(turn.month) || !employers.eq(structures.ahead.iter().copied()) {
        found.push("what is known ahead is not what the dice say".into());
    }
    if (0..workers.len()).any(|w| !is_counted(workers, w)) {
        found.push("the months and marks of who works are wrong".into());
    }
    let mut turns: Vec<usize> = (0..structures.len()).collect();
    turns.sort_by_key(|&s| structures.identity[s]);
    if turns != structures.turns {
        found.push("the order of turn of the structures is wrong".into());
    }
}

/// Whether the marks of somebody say what their status says, and their months begin where they are kept.
fn is_counted(workers: &Workers, w: usize) -> bool {
    let year = workers.begun.len() as i32;
    let begun = (0..year).filter(|&k| places::contains(&workers.begun[k as usize], w));
    workers.at_work[w] == u32::from(workers.employed(w))
        && workers.elsewhere[w] == f64::from(u8::from(!workers.in_ess(w)))
        && places::contains(&workers.seeking, w) == (workers.status[w] == Status::Seeking)
        && places::contains(&workers.in_social_economy, w) == workers.in_ess(w)
        && places::contains(&workers.ill, w) == (workers.sick[w].away != 0.0)
        && begun.eq([workers.since[w].rem_euclid(year)])
        && workers.since[w] <= workers.clock
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
        let tax = payroll_tax(turn.rates, workers.profession[w], workers.gross_paid[w]);
        if workers.in_ess(w) && workers.payroll_tax[w] != tax {
            found.push(format!("person {w} is taxed at {:?}, not at {tax:?}", workers.payroll_tax[w]));
        }
    }
}

/// Fixed terms and missions keep within 18 months; a structure's own contracts are not below the legal minimum of
/// hours, unless its branch exempts it. A job of the pool may be, by the person's request (C. trav. L3123-7).
fn check_contract(world: &World, w: usize, turn: &Turn, found: &mut Vec<String>) {
    let workers = &world.workers;
    if !workers.in_ess(w) {
        return;
    }
    if workers.status[w] == Status::Structure {
        let least = least_hours(turn.rates, None);
        if workers.fte[w] < least - 1e-9 && !world.structures.hours_exempt[workers.employer[w] as usize] {
            found.push(format!("person {w} works {} FTE, below the legal minimum of hours", workers.fte[w]));
        }
    }
    let limit = match workers.contract[w] {
        Contract::FixedTerm | Contract::Alternance => turn.rates.max_fixed_term_months(),
        Contract::TemporaryMission => turn.rates.max_mission_months(),
        Contract::OpenEnded | Contract::OpenEndedTemporary => return,
    };
    if workers.tenure(w) > limit || workers.term[w] > limit || workers.term[w] == 0 {
        found.push(format!(
            "person {w} is under a fixed term for {} + {} months",
            workers.tenure(w),
            workers.term[w]
        ));
    }
}

/// A contract after which the post waits.
fn timed(contract: Contract) -> bool {
    matches!(contract, Contract::FixedTerm | Contract::TemporaryMission)
}

/// No fixed term or mission began this month within the waiting period of one that ran out on the same post: read from
/// what has been recorded, not from the count of months by which posts are opened (C. trav. L1244-3, L1251-36).
fn check_waiting(world: &World, turn: &Turn, found: &mut Vec<String>) {
    let (workers, events) = (&world.workers, &world.record.events);
    let longest = turn.rates.max_mission_months().max(turn.rates.max_fixed_term_months());
    let longest = turn.rates.waiting_period_months(f64::from(longest)).ceil() as i32;
    for &w in &workers.staff {
        let w = w as usize;
        let spell = workers.spell[w].map(|spell| world.record.spells[spell as usize]);
        let Some(spell) = spell.filter(|spell| spell.began == turn.now && timed(workers.contract[w])) else {
            continue;
        };
        let near =
            events.separations.iter().rev().take_while(|before| before.month + longest + 1 >= turn.now);
        for before in near.filter(|before| before.month < turn.now && before.why == End::TermEnded) {
            if !timed(before.contract)
                || workers.profession[before.worker as usize] != spell.profession
                || user_of(world, before) != Some(spell.structure)
            {
                continue;
            }
            let wait = turn.rates.waiting_period_months(f64::from(before.tenure + 1));
            let waited = f64::from(turn.now - before.month - 1);
            // another structure may have taken the place since
            let replaced = events
                .closures
                .iter()
                .any(|closure| closure.structure == spell.structure && closure.month >= before.month);
            if waited < wait - 1e-9 && !replaced {
                found.push(format!("person {w} began {waited} months into a waiting period of {wait}"));
            }
        }
    }
}

/// Where a fixed term or a mission that ended was worked.
fn user_of(world: &World, before: &Separation) -> Option<u32> {
    match before.with {
        Status::Structure => Some(before.employer),
        Status::Pool => {
            let ended = Some((before.month, before.why));
            let of = |spell: &&Spell| spell.pooled && spell.worker == before.worker && spell.ended == ended;
            world.record.spells.iter().rev().find(of).map(|spell| spell.structure)
        }
        _ => None,
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
        if job.contract == Contract::TemporaryMission && job.slices.len() > 1 {
            found.push(format!("mission {} has {} users", job.number, job.slices.len()));
        }
        let longest = turn.rates.max_open_ended_mission_months();
        let timed = |months| (1..=longest).contains(&months);
        if job.contract == Contract::OpenEndedTemporary
            && job.slices.iter().any(|slice| !timed(slice.months_left))
        {
            found.push(format!("a mission of job {} has no lawful length", job.number));
        }
        if let Some(w) = job.worker {
            check_holder(world, w as usize, job, &turn, found);
            let held = world.workers.fte[w as usize];
            if (held - job.fte).abs() > NO_GAP {
                found.push(format!("job {} employs {held} and counts {} FTE", job.number, job.fte));
            }
        }
    }
}

/// Whoever holds a job has its contract, is of its public, keeps to the length of a path and to the pay between
/// missions.
fn check_holder(world: &World, w: usize, job: &Job, turn: &Turn, found: &mut Vec<String>) {
    let workers = &world.workers;
    if workers.contract[w] != job.contract {
        found.push(format!("person {w} holds job {} under {:?}", job.number, workers.contract[w]));
    }
    if turn.terms.workers == formats::Workers::InsertionPublic && !workers.prescribed[w] {
        found.push(format!("person {w} is not of the public of job {}", job.number));
    }
    if turn.terms.path_months > 0 && workers.on_path[w] > turn.terms.path_months {
        found.push(format!("person {w} is on a path for {} months", workers.on_path[w]));
    }
    if job.contract == Contract::OpenEndedTemporary {
        let least = Money::euros(least_pay(job, turn).min(workers.pay[w]) * job.fte);
        if workers.gross_paid[w] < least {
            found.push(format!("person {w} is paid less than the minimum between missions"));
        }
    }
}

/// A pool that works at exact cost has only members whose receipts are not taxed.
fn check_pool(world: &World, turn: &Turn, found: &mut Vec<String>) {
    let pool = &world.pools[turn.pool];
    if turn.terms.users == Users::NotLiableMembers
        && (0..pool.member.len()).any(|s| pool.member[s] && world.structures.vat_liable[s])
    {
        found.push("a member of a pool exempt of VAT is liable for it".into());
    }
}

/// Whoever is lent is employed by the lender, and no longer than employed.
fn check_loans(world: &World, found: &mut Vec<String>) {
    for loan in &world.pools.loans {
        let w = loan.worker as usize;
        let fine = world.workers.status[w] == Status::Structure
            && world.workers.employer[w] == loan.lender
            && world.structures.open[loan.borrower as usize]
            && loan.fte <= world.workers.fte[w] + NO_GAP;
        if !fine {
            found.push(format!("person {w} is lent by one who may not, or to one who is gone"));
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
            let served = [structures.direct[s], structures.pooled[s], structures.surge_served[s]];
            if served.iter().any(|fte| fte[profession] < -NO_GAP) {
                found.push(format!("structure {s} is served less than nothing"));
            }
        }
        if !structures.open[s] && world.pools.has_member(s) {
            found.push(format!("structure {s} is closed and a member"));
        }
    }
}
