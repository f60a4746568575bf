//! Promise: a country is its territories, each as it would be alone but for the nation's luck and for those who cross
//! its borders; its outcomes are those of all of them together, on any number of threads.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use mutualise::dice::Dice;
use mutualise::experiment::country::{self, Country};
use mutualise::experiment::parallel;
use mutualise::experiment::replication::{Outcome, common_past, future, outcome, replicate};
use mutualise::formats::Terms;
use mutualise::indicators::registry;
use mutualise::kinds::{Profession, Status};
use mutualise::month::{Check, borders};
use mutualise::scenario::{Scenario, Source};
use mutualise::world::World;
use mutualise::world::country::{Territory, exchange, neighbours};
use mutualise::world::gathered::gathered;

const FORMATS: &str = "formats=[\"status-quo\", \"ge\", \"ge-scic\"]";

/// Small territories under a groupement, its past and its future short.
fn scenario(territories: u32, sets: &[&str]) -> Scenario {
    let small = ["population.structures=40", "population.people=300", "population.firms=30"];
    let short = ["run.burn_in=6", "run.months=12", FORMATS];
    let territories = format!("country.territories={territories}");
    let sets = small.iter().chain(&short).chain(sets).map(|set| (*set).to_owned()).chain([territories]);
    Scenario::resolve(Source::named("base"), &sets.collect::<Vec<_>>()).unwrap()
}

/// Values to the last bit; all that are undefined are alike.
fn bits(values: &[f64]) -> impl Iterator<Item = u64> + '_ {
    values.iter().map(|value| if value.is_nan() { f64::NAN.to_bits() } else { value.to_bits() })
}

/// Whether everything that is kept is the same to the last bit.
fn same(a: &[Outcome], b: &[Outcome]) -> bool {
    let rows = |outcome: &Outcome| -> Vec<Vec<u64>> {
        let all = outcome.series.iter().chain(&outcome.regions).chain([&outcome.indicators]);
        all.map(|values| bits(values).collect()).collect()
    };
    a.iter().map(rows).eq(b.iter().map(rows))
}

#[test]
fn a_country_of_one_territory_is_the_ordinary_scenario_to_the_last_bit() {
    let scenario = scenario(1, &["country.movers=1.0"]);
    for replication in [0, 3] {
        let mut alone = country::replicate(&scenario, replication, Check::EveryMonth, &|| {});
        let ordinary = replicate(&scenario, replication, Check::Never);
        for (alone, ordinary) in alone.iter_mut().zip(&ordinary) {
            let region = alone.regions.drain(..).find(|region| !region.is_empty()).unwrap();
            assert!(bits(&region).eq(bits(&ordinary.indicators)), "the one region is the country");
        }
        assert!(same(&alone, &ordinary), "replication {replication}");
    }
}

#[test]
fn a_country_is_the_same_on_any_number_of_threads_and_its_months_are_heard() {
    let scenario = scenario(6, &["country.movers=0.2"]);
    let lived = AtomicU32::new(0);
    let on = |threads| {
        let heard = || {
            lived.fetch_add(1, Relaxed);
        };
        parallel::on(threads, || country::replicate(&scenario, 1, Check::EveryMonth, &heard)).unwrap()
    };
    let one = on(1);
    assert_eq!(lived.load(Relaxed), 6 + 3 * 12);
    for threads in [2, 3, 8] {
        assert!(same(&on(threads), &one), "{threads} threads");
    }
    let other = country::replicate(&scenario, 2, Check::Never, &|| {});
    assert!(!same(&other, &one), "another replication has other luck");
}

#[test]
fn nobody_crosses_a_border_that_is_closed_and_the_first_territory_is_then_a_world_alone() {
    let country = scenario(3, &["country.movers=0.0"]);
    let past = Country::past(&country, 2, Check::Never, &|| {});
    let alone = common_past(&scenario(1, &[]), 2, Check::Never);
    assert_eq!(format!("{:?}", past.worlds()[0].workers), format!("{:?}", alone.workers));
    assert_eq!(
        past.worlds()[0].ledger.balance(mutualise::world::Account::State),
        alone.ledger.balance(mutualise::world::Account::State)
    );
    // with the borders open it is not
    let open = scenario(3, &["country.movers=0.5"]);
    let open = Country::past(&open, 2, Check::Never, &|| {});
    assert_ne!(format!("{:?}", open.worlds()[0].workers), format!("{:?}", alone.workers));
}

#[test]
fn the_nation_has_one_luck_and_each_territory_its_own() {
    let country = scenario(4, &["shocks.tightness_sd=0.2"]);
    let past = Country::past(&country, 0, Check::Never, &|| {});
    let conditions: BTreeSet<String> =
        past.worlds().iter().map(|world| format!("{:?}", world.conditions)).collect();
    assert_eq!(conditions.len(), 1, "{conditions:?}");
    assert!(past.worlds()[0].conditions.tightness != 0.0);
    let skills: BTreeSet<Vec<u64>> = past
        .worlds()
        .iter()
        .map(|world| world.workers.skill.iter().map(|skill| skill.to_bits()).collect())
        .collect();
    assert_eq!(skills.len(), 4, "no two territories have the same people");
    // nor the same luck from then on: over all territories nobody's month is drawn twice
    let seed = country.params.run.seed;
    let draws: BTreeSet<u64> = (0..4)
        .flat_map(|territory| {
            let dice = Dice::of_territory(seed, 0, territory);
            let draw = |who| dice.roll(mutualise::dice::Decision::StressNoise, who, 5).uniform().to_bits();
            (0..300).map(draw).collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(draws.len(), 4 * 300);
}

/// Two territories after some months, and a pair of job seekers of one profession.
fn two_territories() -> (Vec<Territory>, usize, usize) {
    let scenario = scenario(2, &["country.movers=0.0", "run.burn_in=18"]);
    let mut country = Country::past(&scenario, 0, Check::Never, &|| {});
    country.live(&[Terms::neutral()], 6, &|| {});
    let of = |number: u32| Dice::of_territory(scenario.params.run.seed, 0, number);
    let territories: Vec<Territory> =
        (0..2).map(|k| Territory { world: country.worlds()[k as usize].clone(), dice: of(k) }).collect();
    let seeking = |territory: &Territory, w: usize| territory.world.workers.status[w] == Status::Seeking;
    let w = (0..300).find(|&w| seeking(&territories[0], w)).unwrap();
    let profession = territories[0].world.workers.profession[w];
    let fits =
        |&v: &usize| seeking(&territories[1], v) && territories[1].world.workers.profession[v] == profession;
    let v = (0..300).rev().find(fits).unwrap();
    (territories, w, v)
}

/// What somebody is, as numbers that would not be the same by chance.
fn person(world: &World, w: usize) -> Vec<u64> {
    let workers = &world.workers;
    let numbers =
        [workers.skill[w], workers.mission[w], workers.diversity[w], workers.stress[w], workers.pay[w]];
    numbers.iter().map(|number| number.to_bits()).collect()
}

#[test]
fn whoever_crosses_a_border_takes_along_what_they_are_and_what_is_counted_of_them() {
    let (mut territories, w, v) = two_territories();
    let [a, b] = [0, 1].map(|k| territories[k].world.clone());
    let month = a.month - 1;
    let [here, there] = territories.get_disjoint_mut([0, 1]).unwrap();
    here.world.record.workers[w].met = 7.0;
    exchange((here, w), (there, v), month);
    let [c, d] = [0, 1].map(|k| &territories[k].world);
    assert_eq!((person(c, w), person(d, v)), (person(&b, v), person(&a, w)));
    assert_eq!((c.workers.zone[w], d.workers.zone[v]), (a.workers.zone[w], b.workers.zone[v]));
    assert_eq!((d.record.workers[v].met, c.record.workers[w].met), (7.0, b.record.workers[v].met));
    // nobody has had these identities, and each stays who began their tally if they were
    for (before, after, place) in [(&a, c, w), (&b, d, v)] {
        assert!(!before.workers.identity.contains(&after.workers.identity[place]));
        let others = (0..300).filter(|&other| other != place);
        assert!(others.clone().all(|other| after.workers.identity[other] == before.workers.identity[other]));
        assert!(others.clone().all(|other| person(after, other) == person(before, other)));
    }
    let stayed =
        |world: &World, w: usize| world.record.workers[w].identity_at_launch == world.workers.identity[w];
    assert_eq!((stayed(c, w), stayed(d, v)), (stayed(&b, v), stayed(&a, w)));
}

#[test]
fn as_many_cross_as_the_catalogue_says_and_nobody_is_lost() {
    let movers = 0.2;
    let scenario = scenario(6, &[&format!("country.movers={movers}"), "run.burn_in=12"]);
    let mut country = Country::past(&scenario, 0, Check::EveryMonth, &|| {});
    let (mut seekers, mut moved, months) = (0.0, 0.0, 40);
    for _ in 0..months {
        let identities = |country: &Country| -> Vec<Vec<u32>> {
            country.worlds().iter().map(|world| world.workers.identity.clone()).collect()
        };
        let before = identities(&country);
        country.live(&[Terms::neutral()], 1, &|| {});
        for (world, before) in country.worlds().iter().zip(&before) {
            let workers = &world.workers;
            for (w, &was) in before.iter().enumerate() {
                let seeking = workers.status[w] == Status::Seeking;
                seekers += f64::from(u8::from(seeking));
                // entrants are new too, but have everything before them
                moved += f64::from(u8::from(seeking && workers.identity[w] != was && workers.peers[w] > 0.0));
            }
        }
    }
    let (rate, error) = (moved / seekers, (movers * (1.0 - movers) / seekers).sqrt());
    // some who want to move find nobody to change places with, or have moved already
    assert!((0.8 * movers..movers + 4.0 * error).contains(&rate), "{rate} of {seekers}, not {movers}");
}

#[test]
fn who_moves_depends_on_nobody_s_place_in_storage() {
    let (territories, ..) = two_territories();
    let mut params = scenario(2, &[]).params;
    params.country.movers = 0.9;
    let cross = |mut territories: Vec<Territory>| -> [BTreeSet<Vec<u64>>; 2] {
        let month = territories[0].world.month;
        territories.iter().for_each(|territory| territory.dice.new_month());
        let leavers: Vec<_> =
            (0..2).map(|k| borders::leavers(&territories[k], k, 2, &params, month)).collect();
        assert!(leavers.iter().all(|leavers| leavers.len() > 5), "{leavers:?}");
        borders::cross(&mut territories, &leavers, month);
        [0, 1].map(|k| (0..300).map(|w| person(&territories[k].world, w)).collect())
    };
    let mut turned = territories.clone();
    for territory in &mut turned {
        // the lists of a profession's places, in another order: as if people were stored otherwise
        let workers = &mut territory.world.workers;
        Profession::ALL.into_iter().for_each(|profession| workers.by_profession[profession].reverse());
    }
    let [before, after] = [&territories, &turned].map(|t| cross(t.clone()));
    assert_eq!(before, after);
    assert_ne!(before[0], (0..300).map(|w| person(&territories[0].world, w)).collect::<BTreeSet<_>>());
}

#[test]
fn neighbours_are_mutual_and_nobody_is_their_own() {
    for n in 1..9 {
        for t in 0..n {
            let next = neighbours(t, n);
            assert_eq!(next.len(), (n - 1).min(2), "{t} of {n}");
            assert!(next.iter().all(|&other| other != t && neighbours(other, n).contains(&t)));
        }
    }
}

#[test]
fn what_is_gathered_of_several_worlds_is_what_they_have_together() {
    let scenario = scenario(1, &["run.months=24"]);
    let worlds: Vec<World> = (0..3)
        .map(|k| {
            let past = common_past(&scenario, k, Check::Never);
            future(&scenario, &past, &scenario.formats[2], k, Check::Never)
        })
        .collect();
    let alone: Vec<Outcome> = worlds.iter().map(outcome).collect();
    let whole = outcome(&gathered(&worlds));
    // one world gathered is itself, in every column and series
    for (world, alone) in worlds.iter().zip(&alone) {
        assert!(same(&[outcome(&gathered([world]))], std::slice::from_ref(alone)));
    }
    // twice the same world: all shares, means and curves stay, all totals double
    let twice = outcome(&gathered([&worlds[0], &worlds[0]]));
    let totals = ["expert-fte", "members", "pooled-fte-created", "pooled-fte-secured", "club-meetings"];
    for ((column, &once), &twice) in registry::columns().zip(&alone[0].indicators).zip(&twice.indicators) {
        let factor = if totals.contains(&column.indicator.id) { 2.0 } else { 1.0 };
        let same =
            once.is_nan() && twice.is_nan() || (factor * once - twice).abs() <= 1e-9 * twice.abs().max(1.0);
        assert!(same, "{}: {once} and {twice}", column.name());
    }
    // a rate of all lies between the lowest and the highest, a total is the sum
    for (c, column) in registry::columns().enumerate() {
        let values: Vec<f64> =
            alone.iter().map(|o| o.indicators[c]).filter(|value| !value.is_nan()).collect();
        let (low, high) =
            values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), &v| (l.min(v), h.max(v)));
        let (all, sum) = (whole.indicators[c], values.iter().sum::<f64>());
        let id = column.indicator.id;
        match id {
            _ if values.is_empty() => assert!(all.is_nan(), "{}", column.name()),
            _ if totals.contains(&id) => {
                assert!((all - sum).abs() < 1e-9 * sum.max(1.0), "{id}: {all}, not {sum}")
            }
            // variation of a sum is not a mean of variations; a share of two rates may lie outside both
            "cost-variation" | "public-money-per-stable-job" => {}
            _ if values.len() == 3 => {
                let room = 1e-9 * high.abs().max(1.0)
                    + if id.starts_with("retention") || id == "mean-tenure" { 2.0 } else { 0.0 };
                assert!(
                    (low - room..=high + room).contains(&all),
                    "{}: {all}, not in {low}..{high}",
                    column.name()
                );
            }
            _ => {}
        }
    }
}

fn mutualise(home: &Path, arguments: &[&str]) -> assert_cmd::assert::Assert {
    assert_cmd::Command::cargo_bin("mutualise").unwrap().current_dir(home).args(arguments).assert()
}

/// France, but few and small territories.
const FEW: [&str; 12] = [
    "--set",
    "country.territories=14",
    "--set",
    "population.structures=30",
    "--set",
    "population.people=220",
    "--set",
    "run.burn_in=6",
    "--months",
    "12",
    "--replications",
    "2",
];

#[test]
fn france_is_compared_kept_and_told_by_region() {
    let home = tempfile::tempdir().unwrap();
    for (out, threads) in [("one", "1"), ("two", "2")] {
        let run = ["compare", "france", "--check", "--quiet", "--threads", threads, "--out", out];
        mutualise(home.path(), &[&run[..], &FEW].concat()).success();
    }
    let read = |run: &str, file: &str| fs::read(home.path().join(run).join(file)).unwrap();
    for file in ["indicators.parquet", "monthly.parquet", "regions.parquet", "comparison.csv"] {
        assert_eq!(read("one", file), read("two", file), "{file}");
    }
    let record: serde_json::Value = serde_json::from_slice(&read("one", "run.json")).unwrap();
    assert_eq!(record["provenance"]["structures"], 14 * 30);
    assert_eq!(record["provenance"]["people"], 14 * 220);
    assert!(record["files"].as_array().unwrap().iter().any(|file| file["path"] == "regions.parquet"));
    let told = mutualise(home.path(), &["explain", "one"]).code(2);
    let told = String::from_utf8_lossy(&told.get_output().stderr).into_owned();
    assert!(told.contains("one territory") && told.contains("14"), "{told}");
    mutualise(home.path(), &["validate", "france", "--replications", "2"]).code(2);
}

#[test]
fn france_goes_on_after_an_interruption_with_its_regions() {
    let home = tempfile::tempdir().unwrap();
    let whole = ["compare", "france", "--quiet", "--out", "whole"];
    mutualise(home.path(), &[&whole[..], &FEW].concat()).success();
    // the journal of the first replication alone, as a kill would leave it
    let scenario = {
        let sets: Vec<String> = [
            "country.territories=14",
            "population.structures=30",
            "population.people=220",
            "run.burn_in=6",
            "run.months=12",
            "run.replications=2",
        ]
        .map(str::to_owned)
        .to_vec();
        Scenario::resolve(Source::named("france"), &sets).unwrap()
    };
    let first = replicate(&scenario, 0, Check::Never);
    assert!(first.iter().all(|outcome| outcome.regions.iter().any(|region| !region.is_empty())));
    let record: mutualise::experiment::record::Record =
        serde_json::from_slice(&fs::read(home.path().join("whole/run.json")).unwrap()).unwrap();
    let plan = mutualise::experiment::Plan {
        formats: record.formats.clone(),
        replications: 2,
        threads: 1,
        at_once: 1,
        provenance: record.provenance.clone(),
    };
    fs::create_dir(home.path().join("rest")).unwrap();
    let identity =
        mutualise::experiment::journal::Identity { scenario: scenario.resolved_toml(), ..plan.identity() };
    let mut journal =
        mutualise::experiment::journal::Journal::create(&home.path().join("rest"), &identity).unwrap();
    journal.append(0, &first).unwrap();
    drop(journal);
    let rest = ["compare", "france", "--quiet", "--out", "rest", "--resume"];
    mutualise(home.path(), &[&rest[..], &FEW].concat()).success();
    for file in ["indicators.parquet", "monthly.parquet", "regions.parquet"] {
        let read = |run: &str| fs::read(home.path().join(run).join(file)).unwrap();
        assert_eq!(read("whole"), read("rest"), "{file}");
    }
}
