//! What a need is worth to an employer, and what covering it costs by each road (submodels 5.4 and 5.13).
//!
//! Every cost comes from the law's loaded cost of the very contract, hours and employer: a constant coefficient
//! would misrank the formats, because the general reduction of contributions falls with pay.

use super::Turn;
use crate::formats::{Offer, Terms, Vat};
use crate::kinds::{PerProfession, Profession};
use crate::law::{Contract, HeadcountBand, Rates};
use crate::scenario::params::Params;
use crate::units::FULL_TIME_WEEK;
use crate::world::Structures;
use crate::world::pay::{ess_pay, monthly_cost};

/// Loaded costs of a full-time month at ordinary skill, in euros, by which employers do their sums.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PriceList {
    /// Gross pay.
    pub pay: PerProfession<f64>,
    /// An open-ended contract with a small employer.
    pub open_ended: PerProfession<f64>,
    /// A temporary-work mission, with its indemnities.
    pub mission: PerProfession<f64>,
}

impl PriceList {
    /// The price list of a scenario under the law in force.
    pub fn new(params: &Params, rates: &Rates) -> PriceList {
        let mut list = PriceList::default();
        for profession in Profession::ALL {
            let pay = ess_pay(&params.market, profession, params.market.ordinary_skill);
            let cost =
                |contract, band| monthly_cost(rates, profession, contract, pay, 1.0, band).loaded.as_euros();
            list.pay[profession] = pay;
            list.open_ended[profession] = cost(Contract::OpenEnded, HeadcountBand::Under11);
            list.mission[profession] = cost(Contract::TemporaryMission, pool_band(Offer::Mission));
        }
        list
    }
}

/// The headcount band of a pool: people lent by a GE count nowhere (LFSS 2025, art. 25), those of a
/// temporary-work agency count in the agency.
pub fn pool_band(offer: Offer) -> HeadcountBand {
    match offer {
        Offer::OpenEnded => HeadcountBand::Under11,
        Offer::Mission => HeadcountBand::From11To49,
    }
}

/// The headcount band of a structure.
pub fn structure_band(structures: &Structures, s: usize) -> HeadcountBand {
    let own: f64 = structures.direct[s].values().iter().sum();
    HeadcountBand::of((structures.team[s] + own).round() as u32)
}

/// What VAT adds to an invoice for this user: nothing if it recovers the tax.
pub fn vat_not_recovered(terms: &Terms, rates: &Rates, vat_liable: bool) -> f64 {
    match terms.vat {
        Vat::Taxed if !vat_liable => rates.vat_rate(),
        _ => 0.0,
    }
}

/// The hours a structure must buy to cover a gap by itself: at least the legal minimum unless it is exempt.
pub fn direct_hours(structures: &Structures, s: usize, gap: f64, rates: &Rates) -> f64 {
    let least = if structures.hours_exempt[s] { 0.0 } else { rates.minimum_weekly_hours() / FULL_TIME_WEEK };
    gap.max(least).min(1.0)
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

/// What a structure expects to gain in a month by hiring for a gap itself, in euros; `months` spreads the cost of
/// the hire.
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
    let (value, pay) = match contract {
        Contract::FixedTerm => {
            (temporary_value(structures, s, profession, turn), turn.prices.pay[profession])
        }
        _ => (recurrent_value(structures, s, profession, turn), turn.prices.pay[profession]),
    };
    let band = structure_band(structures, s);
    let cost = monthly_cost(turn.rates, profession, contract, pay, hours, band).loaded.as_euros();
    value * gap.min(hours) - cost - turn.params.market.hiring_cost[profession] / months.max(1.0)
}

/// What a structure expects to gain in a month from one full-time equivalent of the pool's time, in euros.
pub fn pool_gain(structures: &Structures, s: usize, profession: Profession, rate: f64, turn: &Turn) -> f64 {
    let (value, loaded) = match turn.terms.offer {
        Offer::OpenEnded => {
            (recurrent_value(structures, s, profession, turn), turn.prices.open_ended[profession])
        }
        Offer::Mission => (temporary_value(structures, s, profession, turn), turn.prices.mission[profession]),
    };
    let tax = vat_not_recovered(turn.terms, turn.rates, structures.vat_liable[s]);
    value - loaded * (1.0 + rate) * (1.0 + tax)
}
