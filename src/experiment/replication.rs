//! One replication: a past common to all formats, then one future for each.

use super::country;
use crate::dice::Dice;
use crate::formats::{Format, Terms};
use crate::indicators::{registry, series};
use crate::law::{Law, Rates};
use crate::month::{self, Check, Lists, Phase, PriceList, Turn, observation};
use crate::scenario::Scenario;
use crate::scenario::params::Params;
use crate::world::{World, founding};

/// What is kept of one replication under one format.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// Every column of the registry of indicators.
    pub indicators: Vec<f64>,
    /// Every monthly series: `[series][month]`.
    pub series: Vec<Vec<f64>>,
    /// In a country, every column for each region; of one without territories, nothing.
    pub regions: Vec<Vec<f64>>,
}

/// What every month of a scenario goes by: drawn up once for a replication.
pub struct Rules<'a> {
    scenario: &'a Scenario,
    rates: Rates,
    prices: PriceList,
    check: Check,
    lists: Lists,
}

impl Clone for Rules<'_> {
    fn clone(&self) -> Self {
        // the lists of a month are nobody else's
        Rules { rates: self.rates.clone(), prices: self.prices.clone(), lists: Lists::new(), ..*self }
    }
}

/// Runs one replication under every format of the scenario, in their order.
pub fn replicate(scenario: &Scenario, replication: u32, check: Check) -> Vec<Outcome> {
    replicate_heard(scenario, replication, check, &|| {})
}

/// The same; `lived` hears of each month of a country that is over, as these take long.
pub fn replicate_heard(
    scenario: &Scenario,
    replication: u32,
    check: Check,
    lived: &(dyn Fn() + Sync),
) -> Vec<Outcome> {
    if scenario.is_country() {
        return country::replicate(scenario, replication, check, lived);
    }
    let mut rules = Rules::of(scenario, check);
    let past = rules.past(replication);
    scenario.formats.iter().map(|format| outcome(&rules.future(&past, format, replication))).collect()
}

/// The world at the launch, as the status quo has made it.
pub fn common_past(scenario: &Scenario, replication: u32, check: Check) -> World {
    Rules::of(scenario, check).past(replication)
}

/// The world at the end of the period, under one format.
pub fn future(scenario: &Scenario, past: &World, format: &Format, replication: u32, check: Check) -> World {
    Rules::of(scenario, check).future(past, format, replication)
}

/// Looks at the world as the status quo makes it, at the launch and after each month.
pub fn watch(scenario: &Scenario, replication: u32, check: Check, mut look: impl FnMut(&World)) {
    let mut rules = Rules::of(scenario, check);
    let dice = Dice::new(scenario.params.run.seed, replication);
    let mut world = rules.past(replication);
    world.record.events.contacts = Some(Vec::new());
    look(&world);
    rules.advance(&mut world, &[Terms::neutral()], &dice, scenario.params.run.months, look);
}

/// Looks at what follows a past under the terms of these employers, after each month.
pub fn follow(
    scenario: &Scenario,
    past: &World,
    employers: &[Terms],
    replication: u32,
    check: Check,
    look: impl FnMut(&World),
) {
    let dice = Dice::new(scenario.params.run.seed, replication);
    let months = scenario.params.run.months;
    let mut world = past.clone();
    world.record.events.contacts = Some(Vec::new());
    Rules::of(scenario, check).advance(&mut world, employers, &dice, months, look);
}

/// The world at the end of the period under one format, with a look at it after each phase of each month, counted from
/// the launch.
pub fn follow_phases(
    scenario: &Scenario,
    past: &World,
    format: &Format,
    replication: u32,
    mut look: impl FnMut(i32, Phase, &World),
) -> World {
    let mut rules = Rules::of(scenario, Check::Never);
    let dice = Dice::new(scenario.params.run.seed, replication);
    let (employers, mut world) = (format.employers(), past.clone());
    for _ in 0..scenario.params.run.months {
        let turn = rules.turn(&world, &employers, &dice);
        month::step_seen(&mut world, &turn, |phase, world| look(turn.now, phase, world));
    }
    world
}

/// The law of the launch, which holds throughout, with what the scenario assumes where the law leaves it open.
pub fn rates_of(params: &Params) -> Rates {
    Law::embedded().at(params.run.launch_year, params.run.launch_month).assuming(&params.payroll)
}

impl Rules<'_> {
    /// Those of a scenario.
    pub fn of(scenario: &Scenario, check: Check) -> Rules<'_> {
        let rates = rates_of(&scenario.params);
        let prices = PriceList::new(&scenario.params, &rates);
        Rules { scenario, rates, prices, check, lists: Lists::new() }
    }

    fn past(&mut self, replication: u32) -> World {
        let params = &self.scenario.params;
        let dice = Dice::new(params.run.seed, replication);
        let mut world = founding::found(params, &self.rates, &dice);
        self.advance(&mut world, &[Terms::neutral()], &dice, params.run.burn_in, |_| {});
        observation::start(&mut world);
        world
    }

    fn future(&mut self, past: &World, format: &Format, replication: u32) -> World {
        let run = &self.scenario.params.run;
        let mut world = past.clone();
        let dice = Dice::new(run.seed, replication);
        self.advance(&mut world, &format.employers(), &dice, run.months, |_| {});
        world
    }

    /// So many months, with a look at the world after each.
    fn advance(
        &mut self,
        world: &mut World,
        employers: &[Terms],
        dice: &Dice,
        months: u32,
        mut look: impl FnMut(&World),
    ) {
        for _ in 0..months {
            let turn = self.turn(world, employers, dice);
            month::step(world, &turn);
            look(world);
        }
    }

    /// Whether the invariants are checked.
    pub(super) fn check(&self) -> Check {
        self.check
    }

    /// The month that has just been lived.
    pub(super) fn last_turn<'a>(
        &'a mut self,
        world: &World,
        employers: &'a [Terms],
        dice: &'a Dice,
    ) -> Turn<'a> {
        let next = self.turn(world, employers, dice);
        Turn { month: next.month - 1, now: next.now - 1, ..next }
    }

    /// The month that comes next; the lists of the last are gone.
    pub fn turn<'a>(&'a mut self, world: &World, employers: &'a [Terms], dice: &'a Dice) -> Turn<'a> {
        self.lists.reset();
        Turn {
            params: &self.scenario.params,
            events: &self.scenario.events,
            rates: &self.rates,
            prices: &self.prices,
            employers,
            pool: 0,
            terms: &employers[0],
            dice,
            lists: &self.lists,
            check: self.check,
            month: world.month,
            now: world.month as i32 - world.launch as i32,
        }
    }
}

/// What is kept of a world at the end of the period.
pub fn outcome(world: &World) -> Outcome {
    Outcome {
        indicators: registry::columns().map(|column| column.value(world)).collect(),
        series: series::collect(world),
        regions: Vec::new(),
    }
}
