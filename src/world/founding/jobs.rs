//! Who works where at the beginning. The common past forgets it, but must start from somewhere sensible.

use super::people::Career;
use crate::dice::{Decision, Dice, Roll};
use crate::kinds::{Need, Profession, Status, Zone};
use crate::law::{Contract, HeadcountBand, Rates};
use crate::maths;
use crate::price::pay::{self, Cost};
use crate::scenario::params::Params;
use crate::units::{FULL_TIME_WEEK, Money};
use crate::world::employment::{Engagement, begin};
use crate::world::{Firms, Structures, World, travel};

/// A structure and a worker may have the same identity: their rolls differ by their ordinal.
const OF_STRUCTURES: u32 = 1;

/// The headcount that decides an employer's contributions: its team and the four professions, part-timers in
/// proportion to their hours (CSS L130-1).
pub fn headcount_band(structures: &Structures, s: usize) -> HeadcountBand {
    let bought: f64 = structures.direct[s].values().iter().chain(&structures.over_bought[s].values()).sum();
    HeadcountBand::counting(structures.team[s] + bought)
}

/// Far below half a day: what sums of tenths leave of nothing.
const GRAIN: f64 = 1e-9;

/// A post of a structure, for one person.
#[derive(Clone, Copy, Debug)]
struct Seat {
    turn: f64,
    structure: usize,
    profession: Profession,
    /// Hours of the need it serves.
    served: f64,
    /// Hours contracted, not fewer than the law allows.
    fte: f64,
}

/// Gives a job to everybody who should have one: first the seats of structures, in random order, then firms.
pub(super) fn fill(world: &mut World, careers: &[Career], params: &Params, rates: &Rates, dice: &Dice) {
    let mut luck: Vec<Roll> =
        (0..careers.len() as u32).map(|w| dice.roll(Decision::FoundEmployment, w, 0)).collect();
    let mut queues = Queues::new(world, careers, params.market.choice_scale, &mut luck);
    let mut hired: Vec<(usize, Seat)> = Vec::new();
    for seat in seats(&world.structures, rates, dice) {
        let order = nearest(params, world.structures.zone[seat.structure]);
        if let Some(w) = queues.take(seat.profession, &order) {
            let s = seat.structure;
            world.structures.direct[s][seat.profession] += seat.served;
            world.structures.over_bought[s][seat.profession] += seat.fte - seat.served;
            hired.push((w, seat));
        }
    }
    let mut elsewhere: Vec<bool> = careers.iter().map(|career| career.employed).collect();
    // contributions depend on the headcount, known once every seat is filled
    for (w, seat) in hired {
        elsewhere[w] = false;
        join_structure(world, w, &seat, careers[w], params, rates);
    }
    let reach = Zone::ALL.map(|zone| Reach::new(&world.firms, params, zone));
    for w in (0..careers.len()).filter(|&w| elsewhere[w]) {
        join_firm(world, w, careers[w], &reach, &mut luck[w], params, rates);
    }
}

/// The seats worth having: each need in full-time seats and a rest, and the rest only if what it is worth pays for
/// the hours that the law makes one buy. A seat finds somebody with a chance equal to its hours, as few people
/// live on a small part of a job.
fn seats(structures: &Structures, rates: &Rates, dice: &Dice) -> Vec<Seat> {
    let minimum = rates.minimum_weekly_hours() / FULL_TIME_WEEK;
    let mut seats = Vec::new();
    for s in 0..structures.len() {
        let mut roll = dice.roll_nth(Decision::FoundEmployment, structures.identity[s], 0, OF_STRUCTURES);
        let fewest = if structures.hours_exempt[s] { 0.0 } else { minimum };
        for profession in Profession::ALL {
            let mut left = structures.need[s][profession];
            while left > GRAIN {
                let served = left.min(1.0);
                let fte = served.max(fewest);
                let (turn, found) = (roll.uniform(), roll.uniform());
                if structures.value_ratio[s] * served >= fte && found < fte {
                    seats.push(Seat { turn, structure: s, profession, served, fte });
                }
                left -= served;
            }
        }
    }
    seats.sort_by(|a, b| a.turn.total_cmp(&b.turn));
    seats
}

/// The zones from which people come to work, nearest first.
fn nearest(params: &Params, zone: Zone) -> Vec<Zone> {
    let minutes = |home: &Zone| travel(&params.territory, *home, zone);
    let mut zones = Zone::ALL.to_vec();
    zones.retain(|home| minutes(home) <= params.market.max_travel);
    zones.sort_by(|a, b| minutes(a).total_cmp(&minutes(b)));
    zones
}

/// Candidates by profession and zone, the keenest last.
struct Queues([[Vec<(f64, usize)>; Zone::COUNT]; Profession::COUNT]);

impl Queues {
    /// The order is that of a logit choice on the value of a mission: value over scale, plus Gumbel noise.
    fn new(world: &World, careers: &[Career], scale: f64, luck: &mut [Roll]) -> Queues {
        let workers = &world.workers;
        let mut queues = Queues(Default::default());
        for w in (0..careers.len()).filter(|&w| careers[w].employed) {
            let gumbel = -maths::ln(-maths::ln(luck[w].uniform()));
            let keen = workers.mission[w] / scale + gumbel;
            queues.0[workers.profession[w] as usize][workers.zone[w] as usize].push((keen, w));
        }
        for queue in queues.0.iter_mut().flatten() {
            queue.sort_by(|a, b| a.0.total_cmp(&b.0));
        }
        queues
    }

    fn take(&mut self, profession: Profession, zones: &[Zone]) -> Option<usize> {
        let of_profession = &mut self.0[profession as usize];
        zones.iter().find_map(|&zone| of_profession[zone as usize].pop()).map(|(_, w)| w)
    }
}

/// Somebody has been working for a structure for as long as their career says. Short of cash, it gave fixed terms to
/// those it hired last.
fn join_structure(world: &mut World, w: usize, seat: &Seat, career: Career, params: &Params, rates: &Rates) {
    let (s, profession, market) = (seat.structure, seat.profession, &params.market);
    let short_of_cash = world.structures.cash_months[s] < market.fixed_term_below;
    let (contract, term) = if short_of_cash && career.tenure < market.fixed_term_months {
        (Contract::FixedTerm, market.fixed_term_months - career.tenure)
    } else {
        (Contract::OpenEnded, 0)
    };
    let pay = pay::ess_pay(market, profession, world.workers.skill[w]).max(rates.smic_month().as_euros());
    let band = headcount_band(&world.structures, s);
    let job = Engagement {
        status: Status::Structure,
        employer: s as u32,
        structure: s as u32,
        contract,
        serves: Need::Recurrent,
        term,
        fte: seat.fte,
        pay,
        cost: pay::monthly_cost(rates, profession, contract, pay, seat.fte, band),
        travel: travel(&params.territory, world.workers.zone[w], world.structures.zone[s]),
    };
    engage(world, w, &job, career.tenure);
}

/// Somebody works for a firm within reach, drawn by weight; its books are not kept, so that only pay counts.
fn join_firm(
    world: &mut World,
    w: usize,
    career: Career,
    reach: &[Reach; Zone::COUNT],
    luck: &mut Roll,
    params: &Params,
    rates: &Rates,
) {
    let home = world.workers.zone[w];
    let firm = reach[home as usize].firm(luck.uniform());
    let luck_of_offer = params.poaching.offer_log_sd * luck.normal();
    let grid = pay::firm_pay(&params.market, world.workers.profession[w], world.workers.skill[w]);
    let pay =
        (grid * maths::exp(world.firms.pay_policy[firm] + luck_of_offer)).max(rates.smic_month().as_euros());
    let (contract, term, tenure) = if luck.happens(fixed_term_share(params)) {
        let months = params.market.fixed_term_months as usize;
        let served = luck.below(months) as u32;
        (Contract::FixedTerm, params.market.fixed_term_months - served, served)
    } else {
        (Contract::OpenEnded, 0, career.tenure)
    };
    let fte = world.workers.preferred[w].min(1.0);
    let job = Engagement {
        status: Status::Firm,
        employer: firm as u32,
        structure: u32::MAX,
        contract,
        serves: Need::Recurrent,
        term,
        fte,
        pay,
        cost: Cost { gross_paid: Money::euros(pay * fte), ..Cost::default() },
        travel: travel(&params.territory, home, world.firms.zone[firm]),
    };
    engage(world, w, &job, tenure);
}

/// Begins a job that began months ago.
fn engage(world: &mut World, w: usize, job: &Engagement, tenure: u32) {
    let now = -(world.launch as i32);
    begin(&mut world.workers, &mut world.record, w, job, now);
    world.workers.count_from(w, tenure);
    if let Some(spell) = world.workers.spell[w] {
        world.record.spells[spell as usize].began = now - tenure as i32;
    }
}

/// The share of fixed terms in firms that the flows in and out of them keep.
fn fixed_term_share(params: &Params) -> f64 {
    let (population, mobility) = (&params.population, &params.mobility);
    let begun = population.unemployed * mobility.unemployed_offer_rate * mobility.firm_fixed_term;
    let ended = mobility.fixed_term_end + mobility.fixed_term_convert;
    let employed = 1.0 - population.unemployed - population.inactive;
    if begun <= 0.0 { 0.0 } else { (begun / (ended * employed).max(begun)).min(1.0) }
}

/// The firms somebody living in a zone may work for, by weight.
struct Reach {
    firms: Vec<usize>,
    sums: Vec<f64>,
}

impl Reach {
    fn new(firms: &Firms, params: &Params, home: Zone) -> Reach {
        let near = |f: &usize| travel(&params.territory, home, firms.zone[*f]) <= params.market.max_travel;
        let mut within: Vec<usize> = (0..firms.zone.len()).filter(near).collect();
        if within.is_empty() {
            within = (0..firms.zone.len()).collect();
        }
        let mut sum = 0.0;
        let sums = within
            .iter()
            .map(|&f| {
                sum += firms.weight[f];
                sum
            })
            .collect();
        Reach { firms: within, sums }
    }

    fn firm(&self, share: f64) -> usize {
        let total = self.sums.last().copied().unwrap_or(0.0);
        self.firms[self.sums.partition_point(|&sum| sum <= share * total).min(self.firms.len() - 1)]
    }
}
