//! What of a world can be told from one moment to the next: who is employed where, who is a member, what is open.

use std::collections::BTreeMap;

use crate::kinds::{PerProfession, Profession, Status};
use crate::law::Contract;
use crate::units::Money;
use crate::world::posts::Opening;
use crate::world::structures::{Notice, Strain};
use crate::world::{Part, Stage, World};

/// Somebody's place on the labour market.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    pub identity: u32,
    pub profession: Profession,
    pub status: Status,
    pub employer: u32,
    pub contract: Contract,
    pub fte: f64,
    pub pay: f64,
    /// The structures they work for, if that is not their employer alone.
    pub users: Vec<u32>,
}

/// A structure as others see it.
#[derive(Clone, Debug, PartialEq)]
pub struct Structure {
    pub identity: u32,
    pub open: bool,
    pub strain: Strain,
    /// For each pool, whether it is a member and has given notice.
    pub member: Vec<(bool, Notice)>,
    /// Time of people shared or lent, by profession.
    pub shared: PerProfession<f64>,
    /// Whether it has been to the Club RH.
    pub has_met: bool,
    /// What membership has cost so far.
    pub membership: Money,
}

/// A post that is open.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wanted {
    pub opening: Opening,
    pub profession: Profession,
    pub fte: f64,
}

/// All of it at one moment.
#[derive(Clone, Debug)]
pub struct Moment {
    pub people: Vec<Person>,
    pub structures: Vec<Structure>,
    pub pools: Vec<Stage>,
    pub posts: BTreeMap<u32, Wanted>,
    /// How many separations and closures have been written down.
    pub separations: usize,
    pub closures: usize,
}

impl Moment {
    pub fn of(world: &World) -> Moment {
        let posts = world.posts.iter().map(|post| {
            (post.identity, Wanted { opening: post.opening, profession: post.profession, fte: post.fte })
        });
        Moment {
            people: (0..world.workers.len()).map(|w| person(world, w)).collect(),
            structures: structures(world),
            pools: world.pools.iter().map(|pool| pool.stage).collect(),
            posts: posts.collect(),
            separations: world.record.events.separations.len(),
            closures: world.record.events.closures.len(),
        }
    }
}

fn person(world: &World, w: usize) -> Person {
    let workers = &world.workers;
    let employed = workers.employed(w);
    let users = match workers.status[w] {
        Status::Pool => world
            .pools
            .job(workers.employer[w])
            .map_or_else(Vec::new, |job| job.slices.iter().map(|slice| slice.user).collect()),
        Status::Structure => world.pools.loan_of(w).map(|loan| loan.borrower).into_iter().collect(),
        _ => Vec::new(),
    };
    Person {
        identity: workers.identity[w],
        profession: workers.profession[w],
        status: workers.status[w],
        employer: if employed { workers.employer[w] } else { u32::MAX },
        contract: if employed { workers.contract[w] } else { Contract::OpenEnded },
        fte: workers.fte[w],
        pay: if employed { workers.pay[w] } else { 0.0 },
        users,
    }
}

fn structures(world: &World) -> Vec<Structure> {
    let (structures, ledger) = (&world.structures, &world.ledger);
    let mut seen: Vec<Structure> = (0..structures.len())
        .map(|s| Structure {
            identity: structures.identity[s],
            open: structures.open[s],
            strain: structures.strain[s],
            member: world.pools.iter().map(|pool| (pool.member[s], pool.notice[s])).collect(),
            shared: PerProfession::default(),
            has_met: structures.last_meeting[s].is_some(),
            membership: ledger.cost_parts[s][Part::Membership as usize],
        })
        .collect();
    for job in world.pools.jobs().filter(|job| job.worker.is_some()) {
        for slice in &job.slices {
            seen[slice.user as usize].shared[job.profession] += slice.fte;
        }
    }
    for loan in &world.pools.loans {
        let profession = world.workers.profession[loan.worker as usize];
        seen[loan.borrower as usize].shared[profession] += loan.fte;
    }
    seen
}
