//! One replication: a past common to all formats, then one future for each.

use crate::dice::Dice;
use crate::formats::{Format, Terms};
use crate::indicators::{registry, series};
use crate::law::{Law, Rates};
use crate::month::{self, Check, PriceList, Turn, observation};
use crate::scenario::Scenario;
use crate::scenario::params::Params;
use crate::world::{World, founding};

/// What is kept of one replication under one format.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Every column of the registry of indicators.
    pub indicators: Vec<f64>,
    /// Every monthly series: `[series][month]`.
    pub series: Vec<Vec<f64>>,
}

/// Runs one replication under every format of the scenario, in their order.
pub fn replicate(scenario: &Scenario, replication: u32, check: Check) -> Vec<Outcome> {
    let past = common_past(scenario, replication, check);
    scenario
        .formats
        .iter()
        .map(|format| outcome(&future(scenario, &past, format, replication, check)))
        .collect()
}

/// The world at the launch, as the status quo has made it.
pub fn common_past(scenario: &Scenario, replication: u32, check: Check) -> World {
    let dice = Dice::new(scenario.params.run.seed, replication);
    let mut world = founding::found(&scenario.params, &rates_of(&scenario.params), &dice);
    let alone = [Terms::neutral()];
    advance(scenario, &mut world, &alone, &dice, scenario.params.run.burn_in, check, |_| {});
    observation::start(&mut world);
    world
}

/// The world at the end of the period, under one format.
pub fn future(scenario: &Scenario, past: &World, format: &Format, replication: u32, check: Check) -> World {
    follow(scenario, past, &format.employers(), replication, check, |_| {})
}

/// Looks at the world as the status quo makes it, at the launch and after each month.
pub fn watch(scenario: &Scenario, replication: u32, check: Check, mut look: impl FnMut(&World)) {
    let past = common_past(scenario, replication, check);
    look(&past);
    follow(scenario, &past, &[Terms::neutral()], replication, check, look);
}

/// Looks at what follows a past under the terms of these employers, after each month.
pub fn follow(
    scenario: &Scenario,
    past: &World,
    employers: &[Terms],
    replication: u32,
    check: Check,
    look: impl FnMut(&World),
) -> World {
    let dice = Dice::new(scenario.params.run.seed, replication);
    let mut world = past.clone();
    advance(scenario, &mut world, employers, &dice, scenario.params.run.months, check, look);
    world
}

/// The law of the launch, which holds throughout, with what the scenario assumes where the law leaves it open.
pub fn rates_of(params: &Params) -> Rates {
    Law::embedded().at(params.run.launch_year, params.run.launch_month).assuming(&params.payroll)
}

/// So many months, with a look at the world after each.
fn advance(
    scenario: &Scenario,
    world: &mut World,
    employers: &[Terms],
    dice: &Dice,
    months: u32,
    check: Check,
    mut look: impl FnMut(&World),
) {
    let params = &scenario.params;
    let rates = rates_of(params);
    let prices = PriceList::new(params, &rates);
    for _ in 0..months {
        let turn = Turn {
            params,
            events: &scenario.events,
            rates: &rates,
            prices: &prices,
            employers,
            pool: 0,
            terms: &employers[0],
            dice,
            check,
            month: world.month,
            now: world.month as i32 - world.launch as i32,
        };
        month::step(world, &turn);
        look(world);
    }
}

fn outcome(world: &World) -> Outcome {
    Outcome {
        indicators: registry::columns().map(|column| column.value(world)).collect(),
        series: series::collect(world),
    }
}
