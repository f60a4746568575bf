//! How a spell of employment begins and ends: the only two places where somebody's status changes hands.

use super::record::{End, Record, Separation, Spell};
use super::workers::{Sickness, Workers};
use crate::kinds::{Need, Status};
use crate::law::Contract;
use crate::price::pay::Cost;

/// What somebody is engaged for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Engagement {
    /// Who employs: a structure, the pool or a firm.
    pub status: Status,
    /// Place of the structure or firm, number of the pool's job.
    pub employer: u32,
    /// The employer, or the first user of a shared job, by place.
    pub structure: u32,
    /// The contract.
    pub contract: Contract,
    /// Which kind of need the work serves.
    pub serves: Need,
    /// Months of the term; 0 if open-ended.
    pub term: u32,
    /// Hours, in full-time equivalents.
    pub fte: f64,
    /// Gross pay for a full-time month, in euros.
    pub pay: f64,
    /// What a month pays and costs.
    pub cost: Cost,
    /// Minutes of travel.
    pub travel: f64,
}

/// Somebody starts work; `now` is counted in months from the launch.
pub fn begin(workers: &mut Workers, record: &mut Record, w: usize, job: &Engagement, now: i32) {
    workers.change_status(w, job.status, job.employer);
    workers.contract[w] = job.contract;
    workers.serves[w] = job.serves;
    workers.term[w] = job.term;
    workers.fte[w] = job.fte;
    workers.pay[w] = job.pay;
    workers.set_cost(w, job.cost);
    workers.count_from(w, 0);
    workers.travel[w] = job.travel;
    workers.spell[w] = None;
    if matches!(job.status, Status::Structure | Status::Pool) {
        workers.spell[w] = Some(record.spells.len() as u32);
        record.spells.push(Spell {
            worker: w as u32,
            profession: workers.profession[w],
            structure: job.structure,
            pooled: job.status == Status::Pool,
            open_ended: job.contract.is_open_ended(),
            began: now,
            seen_from: now,
            ended: None,
        });
    }
}

/// Somebody stops working for the present employer and looks for work, until engaged anew.
pub fn end(workers: &mut Workers, record: &mut Record, w: usize, why: End, now: i32) {
    debug_assert!(workers.employed(w), "only the employed can leave");
    record.events.separations.push(Separation {
        month: now,
        worker: w as u32,
        with: workers.status[w],
        employer: workers.employer[w],
        contract: workers.contract[w],
        tenure: workers.tenure(w),
        why,
    });
    if let Some(spell) = workers.spell[w].take() {
        record.spells[spell as usize].ended = Some((now, why));
    }
    let status = match why {
        End::Burnout | End::LeftLabourForce => Status::Out,
        _ => Status::Seeking,
    };
    if workers.tenure(w) > 0 {
        workers.workless_since[w] = workers.clock;
    }
    workers.change_status(w, status, u32::MAX);
    workers.fte[w] = 0.0;
    workers.term[w] = 0;
    workers.set_sick(w, Sickness::default());
    workers.count_from(w, 0);
    workers.travel[w] = 0.0;
    workers.set_cost(w, Cost::default());
}
