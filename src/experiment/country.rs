//! One replication of a country: its territories month by month, side by side on the threads there are.
//!
//! Within a month a territory depends on no other, save through what the dice say of the nation; between months people
//! cross the borders, one territory after the other. So results do not depend on the number of threads.

use rayon::prelude::*;

use super::panics::{Caught, caught};
use super::replication::{Outcome, Rules, outcome, rates_of};
use crate::dice::Dice;
use crate::formats::Terms;
use crate::kinds::PerProfession;
use crate::month::{self, Check, borders, invariants, observation};
use crate::scenario::Scenario;
use crate::scenario::regions::{regions, share_out};
use crate::world::country::Territory;
use crate::world::gathered::gathered;
use crate::world::{World, founding};

/// Into so many shares the territories are cut at most, each of which is lived on one thread.
const SHARES: usize = 64;

/// A country under the rules of a scenario.
pub struct Country<'a> {
    /// The rules of each share, because a price list remembers what it was asked.
    rules: Vec<Rules<'a>>,
    territories: Vec<Territory>,
}

/// What a country begins with and keeps: structures, and people of each profession.
type Census = Vec<(usize, PerProfession<usize>)>;

/// Runs one replication under every format of the scenario, in their order; `lived` hears of each month that is over.
pub fn replicate(
    scenario: &Scenario,
    replication: u32,
    check: Check,
    lived: &(dyn Fn() + Sync),
) -> Vec<Outcome> {
    let past = Country::past(scenario, replication, check, lived);
    let regions = Regions::of(scenario);
    let future = |employers: Vec<Terms>| {
        let mut country = past.branch();
        country.live(&employers, scenario.params.run.months, lived);
        regions.outcome(&country.worlds())
    };
    scenario.formats.iter().map(|format| future(format.employers())).collect()
}

impl<'a> Country<'a> {
    /// A new country, at the beginning of the common past.
    pub fn found(scenario: &'a Scenario, replication: u32, check: Check) -> Country<'a> {
        let (params, rates) = (&scenario.params, rates_of(&scenario.params));
        let territory = |number| {
            let dice = Dice::of_territory(params.run.seed, replication, number);
            Territory { world: founding::found(params, &rates, &dice), dice }
        };
        let territories: Vec<_> = (0..params.country.territories).into_par_iter().map(territory).collect();
        let shares = territories.chunks(together(territories.len())).len();
        Country { rules: vec![Rules::of(scenario, check); shares], territories }
    }

    /// The country at the launch, as the status quo has made it.
    pub fn past(
        scenario: &'a Scenario,
        replication: u32,
        check: Check,
        lived: &(dyn Fn() + Sync),
    ) -> Country<'a> {
        let mut country = Country::found(scenario, replication, check);
        country.live(&[Terms::neutral()], scenario.params.run.burn_in, lived);
        country.each(|_, _, territory| observation::start(&mut territory.world));
        country
    }

    /// The same country once more, to live under another format.
    pub fn branch(&self) -> Country<'a> {
        let worlds: Vec<World> = self.worlds().into_par_iter().cloned().collect();
        let dice = self.territories.iter().map(|territory| territory.dice.clone());
        let territories = worlds.into_iter().zip(dice).map(|(world, dice)| Territory { world, dice });
        Country { rules: self.rules.clone(), territories: territories.collect() }
    }

    /// Its territories, in order.
    pub fn worlds(&self) -> Vec<&World> {
        self.territories.iter().map(|territory| &territory.world).collect()
    }

    /// So many months under the terms of these employers, each of which every territory has for itself.
    pub fn live(&mut self, employers: &[Terms], months: u32, lived: &(dyn Fn() + Sync)) {
        let (before, of) = (self.census(), self.territories.len());
        for _ in 0..months {
            let month = self.territories.first().map_or(0, |territory| territory.world.month);
            let leavers = self.each(|rules, number, territory| {
                let turn = rules.turn(&territory.world, employers, &territory.dice);
                month::step(&mut territory.world, &turn);
                borders::leavers(territory, number, of, turn.params, turn.month)
            });
            borders::cross(&mut self.territories, &leavers, month);
            if self.rules.iter().any(|rules| rules.check() == Check::EveryMonth) {
                self.check(employers, &before);
            }
            lived();
        }
    }

    /// Does something in every territory, knowing its number, and gives what came of it, in their order.
    fn each<T: Send>(&mut self, work: impl Fn(&mut Rules, usize, &mut Territory) -> T + Sync) -> Vec<T> {
        let together = together(self.territories.len());
        let share = |(share, (rules, territories)): (usize, (&mut Rules, &mut [Territory]))| {
            let one = |(k, territory): (usize, &mut Territory)| {
                let number = share * together + k;
                caught(|| work(rules, number, territory)).map_err(|wrong| in_territory(number, wrong))
            };
            territories.iter_mut().enumerate().map(one).collect::<Vec<Result<T, Caught>>>()
        };
        let shares = self.rules.par_iter_mut().zip(self.territories.par_chunks_mut(together));
        let all: Vec<_> = shares.enumerate().map(share).collect();
        all.into_iter().flatten().map(|done| done.unwrap_or_else(|wrong| wrong.again())).collect()
    }

    fn census(&self) -> Census {
        let count = |territory: &Territory| {
            let (structures, people) = (&territory.world.structures, &territory.world.workers);
            let mut by_profession = PerProfession::default();
            people.profession.iter().for_each(|&profession| by_profession[profession] += 1);
            (structures.len(), by_profession)
        };
        self.territories.iter().map(count).collect()
    }

    /// Those who have crossed the borders have left every territory sound, and as many as they were.
    fn check(&mut self, employers: &[Terms], before: &Census) {
        assert!(self.census() == *before, "structures or people were lost or made at the borders");
        self.each(|rules, _, territory| {
            let mut identities = territory.world.workers.identity.clone();
            identities.sort_unstable();
            assert!(identities.is_sorted_by(|a, b| a < b), "two people have one identity, and one luck");
            let turn = rules.last_turn(&territory.world, employers, &territory.dice);
            invariants::check(&territory.world, &turn);
        });
    }
}

/// How many territories make a share.
fn together(territories: usize) -> usize {
    territories.div_ceil(SHARES).max(1)
}

/// A bug, with the territory in which it was met.
fn in_territory(number: usize, wrong: Caught) -> Caught {
    Caught { message: format!("territory {number}: {}", wrong.message), ..wrong }
}

/// Which territories each region has.
struct Regions(Vec<Vec<usize>>);

impl Regions {
    fn of(scenario: &Scenario) -> Regions {
        let all = regions();
        let of = share_out(scenario.params.country.territories as usize, &all);
        let own = |region: usize| (0..of.len()).filter(|&territory| of[territory] == region).collect();
        Regions((0..all.len()).map(own).collect())
    }

    /// What is kept of a country at the end of the period, and of each region that has a part in it.
    fn outcome(&self, worlds: &[&World]) -> Outcome {
        let region = |own: &Vec<usize>| match own[..] {
            [] => Vec::new(),
            _ => outcome(&gathered(own.iter().map(|&territory| worlds[territory]))).indicators,
        };
        let regions = self.0.par_iter().map(region).collect();
        Outcome { regions, ..outcome(&gathered(worlds.iter().copied())) }
    }
}
