//! Phase 7, offers: recruiters' contacts, what firms offer, and who leaves for it (submodel 5.8).

use super::Turn;
use super::choice::{EmployerKind, Prospect, acceptance, present_utility, utility};
use super::hazards::Bounds;
use super::matching::{band, users_of};
use super::mobility::leave;
use super::people::set_pay;
use crate::dice::Decision;
use crate::kinds::{Need, Status};
use crate::law::Contract;
use crate::maths;
use crate::price::pay::Cost;
use crate::world::World;
use crate::world::employment::{self, Engagement};
use crate::world::record::{Contact, End};

/// An offer from one firm, as somebody would see it.
pub struct FirmOffer {
    firm: usize,
    /// How its pay departs from the grid, as log pay.
    spread: f64,
    /// What somebody sees of it.
    pub prospect: Prospect,
}

/// An offer from a firm drawn by weight, whose pay departs from the grid by chance.
#[inline]
pub fn firm_offer(world: &World, w: usize, [which, how_much]: [f64; 2], turn: &Turn) -> FirmOffer {
    let workers = &world.workers;
    let firm = world.firms.at(which);
    let grid = turn.prices.grids.firm[workers.profession[w]].log_pay(workers.skill[w]);
    let spread =
        world.firms.pay_policy[firm] + turn.params.poaching.offer_log_sd * maths::normal_quantile(how_much);
    let prospect = Prospect {
        log_pay: grid + spread,
        fte: workers.preferred[w],
        contract: Contract::OpenEnded,
        sector: EmployerKind::ForProfit,
        users: 1,
        travel: turn.prices.weights.travel[workers.zone[w] as usize][world.firms.zone[firm] as usize],
        stress: 0.0,
    };
    FirmOffer { firm, spread, prospect }
}

/// A recruiter may contact somebody who has a job, a contact bring an offer, and an offer end the job; returns whether
/// it does. With the luck that brings a contact comes the number that decides on the offer.
pub fn contacted(
    world: &mut World,
    w: usize,
    [luck, decision]: [f64; 2],
    bounds: &Bounds,
    turn: &Turn,
) -> bool {
    let hazard = bounds.contact_hazard(&world.workers, w, turn);
    if luck >= hazard {
        return false;
    }
    if let Some(contacts) = &mut world.record.events.contacts {
        contacts.push(Contact { month: turn.now, worker: w as u32 });
    }
    // of the luck that brings a contact a share brings an offer: where in it the luck lies is uniform
    luck < hazard * turn.params.poaching.offer_given_contact && poached(world, w, decision, turn)
}

/// An offer may become a departure, unless the employer holds on to the person.
fn poached(world: &mut World, w: usize, decision: f64, turn: &Turn) -> bool {
    let luck = turn.dice.two(Decision::AcceptOffer, world.workers.identity[w], turn.month);
    let offer = firm_offer(world, w, luck, turn);
    let same_firm = world.workers.status[w] == Status::Firm && world.workers.employer[w] == offer.firm as u32;
    if same_firm || decision >= acceptance(gain(world, w, &offer, turn), turn) {
        return false;
    }
    if world.workers.status[w] == Status::Structure && held(world, w, &offer, decision, turn) {
        return false;
    }
    if world.workers.in_ess(w) {
        leave(world, w, End::Poached, turn);
    } else {
        employment::end(&mut world.workers, &mut world.record, w, End::Poached, turn.now);
    }
    join_firm(world, w, &offer, turn);
    true
}

fn gain(world: &World, w: usize, offer: &FirmOffer, turn: &Turn) -> f64 {
    let users = users_of(&world.pools, &world.workers, w);
    utility(&world.workers, w, &offer.prospect, turn)
        - present_utility(&world.workers, w, users, turn)
        - turn.params.market.inertia
}

/// Whether an employer with cash raises the pay enough for somebody to stay.
fn held(world: &mut World, w: usize, offer: &FirmOffer, decision: f64, turn: &Turn) -> bool {
    let poaching = &turn.params.poaching;
    let s = world.workers.employer[w] as usize;
    let mut roll = turn.dice.roll(Decision::MatchOffer, world.workers.identity[w], turn.month);
    if world.structures.cash_months[s] < poaching.match_cash_months || !roll.happens(poaching.match_rate) {
        return false;
    }
    let before = world.workers.pay[w];
    let raised = before * (1.0 + poaching.match_raise);
    world.workers.pay[w] = raised;
    if decision < acceptance(gain(world, w, offer, turn), turn) {
        world.workers.pay[w] = before;
        return false;
    }
    let band = band(&world.structures, Status::Structure, s as u32, turn);
    set_pay(&mut world.workers, w, raised, band, turn);
    true
}

/// Somebody takes up an offer.
pub fn join_firm(world: &mut World, w: usize, offer: &FirmOffer, turn: &Turn) {
    let prospect = &offer.prospect;
    let engagement = Engagement {
        status: Status::Firm,
        employer: offer.firm as u32,
        structure: 0,
        contract: prospect.contract,
        serves: Need::Recurrent,
        term: 0,
        fte: prospect.fte,
        pay: turn.prices.grids.firm[world.workers.profession[w]].pay(world.workers.skill[w])
            * maths::exp(offer.spread),
        // firms are outside the ledger: only their people are followed
        cost: Cost::default(),
        travel: prospect.travel,
    };
    employment::begin(&mut world.workers, &mut world.record, w, &engagement, turn.now);
}
