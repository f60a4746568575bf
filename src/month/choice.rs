//! How people weigh a job against another: utility in log pay, choice by logit (submodel 5.6).

use super::Turn;
use crate::kinds::{Status, Zone};
use crate::law::{Contract, Rates};
use crate::maths;
use crate::scenario::params::Params;
use crate::world::{Workers, travel};

/// What somebody sees of a job.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prospect {
    /// Gross pay for a full-time month in euros, its logarithm.
    pub log_pay: f64,
    /// Hours, in full-time equivalents.
    pub fte: f64,
    /// The contract.
    pub contract: Contract,
    /// Whether the employer belongs to the social economy.
    pub sector: EmployerKind,
    /// Users among whom the time is shared.
    pub users: u32,
    /// Minutes of travel.
    pub travel: f64,
    /// Stress above the ordinary, in points.
    pub stress: f64,
}

/// The two kinds of employer, as people see them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmployerKind {
    /// Structures and the pool.
    SocialEconomy,
    /// For-profit firms.
    ForProfit,
}

/// The utility of a job to somebody, in log pay: each term reads as a share of pay.
#[inline]
pub fn utility(workers: &Workers, w: usize, job: &Prospect, turn: &Turn) -> f64 {
    let market = &turn.params.market;
    let hours = job.fte.min(workers.preferred[w]);
    let further_users = f64::from(job.users.saturating_sub(1));
    let mut utility =
        job.log_pay + log_of_hours(hours) + turn.prices.weights.indemnities[job.contract as usize];
    if job.contract.is_open_ended() {
        utility += market.value_open_ended;
    }
    if job.fte + 1e-9 < workers.preferred[w] {
        utility -= market.loss_part_time;
    }
    if job.sector == EmployerKind::SocialEconomy {
        let peers = workers.peers[w].min(turn.params.work.peers_max);
        utility += workers.mission[w] + market.value_peers * peers / 10.0;
    }
    utility += further_users * (workers.diversity[w] - market.loss_site);
    let hours_on_the_road = 2.0 * job.travel / 60.0;
    utility - market.loss_travel_hour * hours_on_the_road - market.loss_stress * job.stress
}

/// The logarithm of hours in full-time equivalents: nothing for a full time.
#[inline]
fn log_of_hours(hours: f64) -> f64 {
    if hours == 1.0 { 0.0 } else { maths::ln(hours) }
}

/// What is weighed alike by everybody, in log pay, drawn up once.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Weights {
    /// What precarity premium and leave indemnity add to pay, by contract.
    indemnities: [f64; 5],
    /// The share of the market's pay for which job seekers hold out.
    reservation: f64,
    /// Minutes of travel from zone to zone.
    pub travel: [[f64; Zone::COUNT]; Zone::COUNT],
}

impl Weights {
    /// Those of a scenario under the law in force.
    pub fn new(params: &Params, rates: &Rates) -> Weights {
        let reservation = maths::ln(params.market.reservation);
        let travel = Zone::ALL.map(|from| Zone::ALL.map(|to| travel(&params.territory, from, to)));
        let mut weights = Weights { reservation, travel, ..Weights::default() };
        let others = [Contract::FixedTerm, Contract::TemporaryMission, Contract::OpenEndedTemporary];
        for contract in others.into_iter().chain([Contract::Alternance]) {
            let premium = 1.0 + rates.precarity_premium_rate(contract);
            let paid = premium * (1.0 + rates.leave_indemnity_rate(contract));
            weights.indemnities[contract as usize] = maths::ln(paid);
        }
        weights
    }
}

/// The utility of the job somebody has.
#[inline]
pub fn present_utility(workers: &Workers, w: usize, users: u32, turn: &Turn) -> f64 {
    let sector = match workers.status[w] {
        Status::Firm => EmployerKind::ForProfit,
        _ => EmployerKind::SocialEconomy,
    };
    let present = Prospect {
        log_pay: maths::ln(workers.pay[w]),
        fte: workers.fte[w],
        contract: workers.contract[w],
        sector,
        users,
        travel: workers.travel[w],
        stress: workers.stress[w] - turn.params.work.stress_base,
    };
    utility(workers, w, &present, turn)
}

/// What a job seeker holds out for, in log pay.
#[inline]
pub fn reservation_utility(workers: &Workers, w: usize, turn: &Turn) -> f64 {
    let log_pay = turn.prices.grids.firm[workers.profession[w]].log_pay(workers.skill[w]);
    log_pay + turn.prices.weights.reservation + log_of_hours(workers.preferred[w])
}

/// The probability that somebody prefers an offer, by logit.
#[inline]
pub fn acceptance(gain: f64, turn: &Turn) -> f64 {
    maths::logistic(gain / turn.params.market.choice_scale)
}
