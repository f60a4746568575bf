//! What a need is worth to an employer, and what covering it costs by each road (submodels 5.4 and 5.13).
//!
//! The rules of price themselves stand below the world: here employers do their sums with them.

use std::cell::RefCell;

use super::Turn;
use super::choice::Weights;
use super::needs::half_days;
use crate::formats::Offer;
use crate::kinds::{PerProfession, Profession};
use crate::law::{Contract, HeadcountBand, Rates, ShortHours};
use crate::price::pay::{Grids, ess_pay, learner_pay, monthly_cost};
use crate::price::{contract_of, hours_bought, least_hours, pool_band, vat_not_recovered};
use crate::scenario::params::Params;
use crate::units::HALF_DAY;
use crate::world::Structures;

/// Loaded costs of a full-time month at ordinary skill, in euros, by which employers do their sums.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PriceList {
    /// The pay grids of both sectors.
    pub grids: Grids,
    /// What people weigh alike.
    pub weights: Weights,
    /// Gross pay.
    pub pay: PerProfession<f64>,
    /// An open-ended contract with a small employer.
    pub open_ended: PerProfession<f64>,
    /// A temporary-work mission, with its indemnities.
    pub mission: PerProfession<f64>,
    /// A month on mission under an open-ended contract of temporary work.
    pub open_ended_mission: PerProfession<f64>,
    /// What hiring for no more than the legal minimum of hours costs in a month at the very least, the cost of the hire
    /// spread: a little less, for what is lost in rounding.
    least_hire: PerProfession<f64>,
    /// A structure's own contracts, at the hours that are usual.
    direct: DirectPrices,
    /// The same at other hours, as asked for before.
    asked: RefCell<Asked>,
}

/// Answers given to employers who do their sums at hours of their own, each in a place that its question decides.
#[derive(Clone, Debug, Default, PartialEq)]
struct Asked(Vec<Option<(Question, f64)>>);

/// Profession, contract, hours to the last bit, band.
type Question = (Profession, Contract, u64, HeadcountBand);

impl Asked {
    /// How many answers are kept.
    const PLACES: usize = 1 << 10;

    /// The answer kept, or else found now.
    fn answer(&mut self, question: Question, find: impl FnOnce() -> f64) -> f64 {
        let (profession, contract, hours, band) = question;
        // the bits of the hours spread over all places by a multiplication (Knuth's), the rest side by side
        let spread = hours.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 48;
        let place =
            (spread as usize ^ (profession as usize) << 4 ^ (contract as usize) << 6 ^ (band as usize) << 2)
                % Asked::PLACES;
        self.0.resize(Asked::PLACES, None);
        match self.0[place] {
            Some((asked, answer)) if asked == question => answer,
            _ => {
                let answer = find();
                self.0[place] = Some((question, answer));
                answer
            }
        }
    }
}

/// By so much a bound is lowered that sums in another order do not pass it.
const A_LITTLE_LESS: f64 = 1.0 - 1e-9;

/// Half-days in a week: usual hours are whole numbers of them, or the legal minimum.
const HALF_DAYS: usize = 10;

/// Loaded costs in euros of the usual hours, so that employers who do the same sums every month look them up.
#[derive(Clone, Debug, Default, PartialEq)]
struct DirectPrices {
    /// The usual hours, in full-time equivalents: the legal minimum first, then so many half-days.
    hours: [f64; HALF_DAYS + 1],
    /// By band of headcount and usual hours.
    open_ended: PerProfession<[[f64; HALF_DAYS + 1]; 3]>,
    /// The same for a fixed term.
    fixed_term: PerProfession<[[f64; HALF_DAYS + 1]; 3]>,
}

impl DirectPrices {
    fn new(rates: &Rates, pay: &PerProfession<f64>) -> DirectPrices {
        let mut hours: [f64; HALF_DAYS + 1] = std::array::from_fn(|k| half_days(k as f64 * HALF_DAY));
        hours[0] = least_hours(rates, None);
        let table = |profession, contract| {
            [HeadcountBand::Under11, HeadcountBand::From11To49, HeadcountBand::From50]
                .map(|band| hours.map(|fte| loaded(rates, profession, contract, pay[profession], fte, band)))
        };
        let mut prices = DirectPrices { hours, ..DirectPrices::default() };
        for profession in Profession::ALL {
            prices.open_ended[profession] = table(profession, Contract::OpenEnded);
            prices.fixed_term[profession] = table(profession, Contract::FixedTerm);
        }
        prices
    }

    /// Where hours stand among the usual ones, if they are exactly those.
    fn place(&self, hours: f64) -> Option<usize> {
        let place = if hours == self.hours[0] { 0 } else { (hours / HALF_DAY + 0.5) as u8 };
        let place = usize::from(place);
        self.hours.get(place).is_some_and(|&usual| usual == hours).then_some(place)
    }
}

fn loaded(
    rates: &Rates,
    profession: Profession,
    contract: Contract,
    pay: f64,
    fte: f64,
    band: HeadcountBand,
) -> f64 {
    monthly_cost(rates, profession, contract, pay, fte, band).loaded.as_euros()
}

impl PriceList {
    /// The price list of a scenario under the law in force.
    pub fn new(params: &Params, rates: &Rates) -> PriceList {
        let (grids, weights) = (Grids::new(&params.market), Weights::new(params, rates));
        let mut list = PriceList { grids, weights, ..PriceList::default() };
        for profession in Profession::ALL {
            let pay = ess_pay(&params.market, profession, params.market.ordinary_skill);
            let cost = |contract, band| loaded(rates, profession, contract, pay, 1.0, band);
            list.pay[profession] = pay;
            list.open_ended[profession] = cost(Contract::OpenEnded, HeadcountBand::Under11);
            list.mission[profession] =
                cost(Contract::TemporaryMission, pool_band(Offer::Mission, &params.pool, rates));
            list.open_ended_mission[profession] =
                cost(Contract::OpenEndedTemporary, pool_band(Offer::OpenEndedTemporary, &params.pool, rates));
        }
        list.direct = DirectPrices::new(rates, &list.pay);
        let months = f64::from(params.market.hiring_horizon).max(1.0);
        for profession in Profession::ALL {
            let bands = list.direct.open_ended[profession].iter().map(|usual| usual[0]);
            let search = params.market.hiring_cost[profession] / months;
            list.least_hire[profession] = (bands.fold(f64::INFINITY, f64::min) + search) * A_LITTLE_LESS;
        }
        list
    }

    /// What a structure of that headcount pays for a month at those hours, in euros.
    #[inline]
    fn direct(
        &self,
        rates: &Rates,
        profession: Profession,
        contract: Contract,
        hours: f64,
        band: HeadcountBand,
    ) -> f64 {
        let table = match contract {
            Contract::OpenEnded => Some(&self.direct.open_ended),
            Contract::FixedTerm => Some(&self.direct.fixed_term),
            Contract::TemporaryMission | Contract::OpenEndedTemporary | Contract::Alternance => None,
        };
        match table.zip(self.direct.place(hours)) {
            Some((table, place)) => table[profession][band as usize][place],
            None => {
                let find = || loaded(rates, profession, contract, self.pay[profession], hours, band);
                self.asked.borrow_mut().answer((profession, contract, hours.to_bits(), band), find)
            }
        }
    }
}

/// The headcount band of a structure.
pub fn structure_band(structures: &Structures, s: usize) -> HeadcountBand {
    let own: f64 = structures.direct[s].values().iter().sum();
    HeadcountBand::counting(structures.team[s] + own)
}

/// The hours a structure must buy to cover a gap by itself: at least the legal minimum unless it is exempt.
pub fn direct_hours(structures: &Structures, s: usize, gap: f64, rates: &Rates) -> f64 {
    let exempt = structures.hours_exempt[s].then_some(ShortHours::BranchAgreement);
    hours_bought(gap, rates, exempt)
}

/// What a month of a full-time recurrent need covered is worth to a structure, in euros.
pub fn recurrent_value(structures: &Structures, s: usize, profession: Profession, turn: &Turn) -> f64 {
    structures.value_ratio[s] * turn.prices.open_ended[profession]
}

/// The same for a temporary need.
pub fn temporary_value(structures: &Structures, s: usize, profession: Profession, turn: &Turn) -> f64 {
    // urgent needs are worth more in the same proportion for everybody
    let work = &turn.params.work;
    recurrent_value(structures, s, profession, turn) * work.surge_value_ratio / work.value_ratio
}

/// What a month of a full-time need covered is worth to a structure, in euros, for all professions at once.
#[derive(Clone, Copy, Debug)]
pub struct Worth {
    /// See [`recurrent_value`].
    pub recurrent: [f64; Profession::COUNT],
    /// See [`temporary_value`].
    pub temporary: [f64; Profession::COUNT],
}

impl Worth {
    /// What it is to a structure whose ratio of value to loaded pay that is.
    #[inline(always)]
    pub fn of(ratio: f64, turn: &Turn) -> Worth {
        let work = &turn.params.work;
        let recurrent = turn.prices.open_ended.values().map(|price| ratio * price);
        Worth {
            recurrent,
            temporary: recurrent.map(|value| value * work.surge_value_ratio / work.value_ratio),
        }
    }
}

/// What a structure expects to gain in a month by hiring for a gap itself, in euros; `months` spreads the cost of
/// the hire.
#[inline]
pub fn direct_gain(
    structures: &Structures,
    s: usize,
    profession: Profession,
    gap: f64,
    contract: Contract,
    months: f64,
    turn: &Turn,
) -> f64 {
    let hours = direct_hours(structures, s, gap, turn.rates);
    let value = match contract {
        Contract::FixedTerm => temporary_value(structures, s, profession, turn),
        _ => recurrent_value(structures, s, profession, turn),
    };
    let band = structure_band(structures, s);
    let cost = turn.prices.direct(turn.rates, profession, contract, hours, band);
    value * gap.min(hours) - cost - turn.params.market.hiring_cost[profession] / months.max(1.0)
}

/// Whether hiring open-ended for a gap is plainly not worth it, without the sums of [`direct_gain`]: no gap below the legal
/// minimum of hours is that is worth less than the least cost of such a hire.
#[inline]
pub fn plainly_no_gain(
    structures: &Structures,
    s: usize,
    profession: Profession,
    gap: f64,
    turn: &Turn,
) -> bool {
    !structures.hours_exempt[s]
        && gap <= turn.prices.direct.hours[0]
        && recurrent_value(structures, s, profession, turn) * gap < turn.prices.least_hire[profession]
}

/// The loaded cost of a full-time month with the pool at hand under a contract, at ordinary skill, in euros.
pub fn month_cost(contract: Contract, profession: Profession, turn: &Turn) -> f64 {
    match contract {
        Contract::OpenEnded | Contract::FixedTerm => turn.prices.open_ended[profession],
        Contract::TemporaryMission => turn.prices.mission[profession],
        Contract::OpenEndedTemporary => turn.prices.open_ended_mission[profession],
        Contract::Alternance => alternance_cost(profession, turn),
    }
}

fn alternance_cost(profession: Profession, turn: &Turn) -> f64 {
    let pay = learner_pay(turn.prices.pay[profession], turn.terms.pay_share, turn.rates);
    loaded(
        turn.rates,
        profession,
        Contract::Alternance,
        pay,
        1.0,
        pool_band(turn.terms.offer, &turn.params.pool, turn.rates),
    )
}

/// What a structure expects to gain in a month from one full-time equivalent of the pool's time, in euros.
pub fn pool_gain(structures: &Structures, s: usize, profession: Profession, rate: f64, turn: &Turn) -> f64 {
    let value = match turn.terms.offer {
        Offer::OpenEnded => recurrent_value(structures, s, profession, turn),
        Offer::Mission | Offer::OpenEndedTemporary => temporary_value(structures, s, profession, turn),
        Offer::Alternance => {
            recurrent_value(structures, s, profession, turn) * (1.0 - turn.terms.training_share)
        }
    };
    let loaded = month_cost(contract_of(turn.terms.offer), profession, turn);
    let tax = vat_not_recovered(turn.terms, turn.rates, structures.vat_liable[s]);
    value - loaded * (1.0 + rate) * (1.0 + tax)
}

/// The same from an ordinary mission.
pub fn mission_gain(
    structures: &Structures,
    s: usize,
    profession: Profession,
    rate: f64,
    turn: &Turn,
) -> f64 {
    let tax = vat_not_recovered(turn.terms, turn.rates, structures.vat_liable[s]);
    let value = temporary_value(structures, s, profession, turn);
    value - turn.prices.mission[profession] * (1.0 + rate) * (1.0 + tax)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dice::Dice;
    use crate::formats::Terms;
    use crate::law::Law;
    use crate::month::Check;
    use crate::scenario::{Scenario, Source};
    use crate::world::founding;

    #[test]
    fn what_is_plainly_no_gain_is_none_by_the_sums_either() {
        let scenario = Scenario::resolve(Source::named("base"), &[]).unwrap();
        let (params, rates) = (&scenario.params, Law::embedded().at(2026, 7));
        let (prices, dice) = (PriceList::new(params, rates), Dice::new(1, 0));
        let structures = founding::found(params, rates, &dice).structures;
        let terms = Terms::neutral();
        let employers = std::slice::from_ref(&terms);
        let turn = Turn {
            params,
            events: &[],
            rates,
            prices: &prices,
            employers,
            pool: 0,
            terms: &terms,
            dice: &dice,
            lists: &super::super::Lists::new(),
            check: Check::Never,
            month: 0,
            now: 0,
        };
        let months = f64::from(params.market.hiring_horizon);
        let (mut plain, mut other) = (0, 0);
        for s in 0..structures.len() {
            for profession in Profession::ALL {
                for gap in (1..=10).map(|k| half_days(f64::from(k) * HALF_DAY)) {
                    let gain =
                        direct_gain(&structures, s, profession, gap, Contract::OpenEnded, months, &turn);
                    if plainly_no_gain(&structures, s, profession, gap, &turn) {
                        assert!(gain < 0.0, "a gap of {gap} at {s} brings {gain}");
                        plain += 1;
                    } else {
                        other += 1;
                    }
                }
            }
        }
        assert!(plain > 500 && other > 500, "{plain} plain, {other} not");
    }

    #[test]
    fn a_price_looked_up_is_that_of_the_law_at_usual_hours_and_others() {
        let scenario = Scenario::resolve(Source::named("base"), &[]).unwrap();
        let rates = Law::embedded().at(2026, 7);
        let prices = PriceList::new(&scenario.params, rates);
        let usual = (1..=HALF_DAYS).map(|k| half_days(k as f64 * HALF_DAY));
        for hours in usual.chain([least_hours(rates, None), 0.05, 0.3, 0.7 + 1e-15, 0.85]) {
            for profession in Profession::ALL {
                for contract in [Contract::OpenEnded, Contract::FixedTerm, Contract::TemporaryMission] {
                    for band in [HeadcountBand::Under11, HeadcountBand::From11To49, HeadcountBand::From50] {
                        let exact = loaded(rates, profession, contract, prices.pay[profession], hours, band);
                        // the second time it is an answer kept
                        for _ in 0..2 {
                            assert_eq!(prices.direct(rates, profession, contract, hours, band), exact);
                        }
                    }
                }
            }
        }
    }
}
