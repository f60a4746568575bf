//! Results depend neither on the order in which things are stored nor on the order and names in which formats are asked
//! for.

mod shuffled;

use mutualise::experiment::replication::{common_past, future, replicate};
use mutualise::kinds::Status;
use mutualise::month::Check;
use mutualise::scenario::{Scenario, Source};
use mutualise::world::{Account, World};

use shuffled::shuffled;

fn small(sets: &[&str]) -> Scenario {
    let size = ["population.structures=60", "population.people=450", "run.burn_in=12", "run.months=60"];
    let sets: Vec<String> = size.iter().chain(sets).map(|set| (*set).to_owned()).collect();
    Scenario::resolve(Source::named("base"), &sets).unwrap_or_else(|wrong| panic!("{wrong}"))
}

/// A sum in another order may differ in its last bit: a number half-way between two decimals must not show it.
const OFF_THE_TIE: f64 = 1.7e-11;

/// What can be told of a structure without saying where it stands.
fn structure(world: &World, s: usize) -> String {
    let structures = &world.structures;
    let mut contacts: Vec<u32> =
        structures.contacts[s].iter().map(|&other| structures.identity[other as usize]).collect();
    contacts.sort_unstable();
    format!(
        "{} open {} member {} need {:?} team {:.9} trust {:.9} overload {:.9} surge {:?} cash {:?} deposit {:?} knows {contacts:?}",
        structures.identity[s],
        structures.open[s],
        world.pools.has_member(s),
        structures.need[s],
        structures.team[s],
        structures.trust[s],
        structures.overload[s] + OFF_THE_TIE,
        structures.surge[s],
        world.ledger.balance(Account::Structure(s)),
        world.pools.iter().map(|pool| pool.deposits[s]).collect::<Vec<_>>(),
    )
}

/// The same of a person.
fn person(world: &World, w: usize) -> String {
    let workers = &world.workers;
    let employer = match workers.status[w] {
        Status::Structure => world.structures.identity[workers.employer[w] as usize],
        _ => workers.employer[w],
    };
    format!(
        "{} {:?} of {employer} {:?} {:.9} FTE pay {:.9} tenure {} skill {:.9} stress {:.9} knows {:.9}",
        workers.identity[w],
        workers.status[w],
        workers.contract[w],
        workers.fte[w],
        workers.pay[w],
        workers.tenure(w),
        workers.skill[w],
        workers.stress[w],
        workers.peers[w],
    )
}

/// Everybody, in an order that does not depend on storage.
fn told(world: &World) -> Vec<String> {
    let structures = (0..world.structures.len()).map(|s| structure(world, s));
    let people = (0..world.workers.len()).map(|w| person(world, w));
    let pool = [Account::Pool(0), Account::Pool(1), Account::Deposits(0), Account::State, Account::Outside]
        .map(|account| format!("{account:?} {:?}", world.ledger.balance(account)));
    let mut all: Vec<String> = structures.chain(people).chain(pool).collect();
    all.sort();
    all
}

/// Whom two descriptions are of, and the words in which they differ.
fn unlike(a: &str, b: &str) -> String {
    let words = a.split(' ').zip(b.split(' ')).filter(|(a, b)| a != b).map(|(a, b)| format!("{a} or {b}"));
    let whom: Vec<&str> = a.split(' ').take(2).collect();
    format!("{}: {}", whom.join(" "), words.collect::<Vec<_>>().join(", "))
}

#[test]
fn a_world_stored_in_another_order_lives_the_same_life_under_every_format() {
    let scenario = small(&[]);
    for replication in 0..12 {
        let past = common_past(&scenario, replication, Check::Never);
        let other = shuffled(&past);
        assert_ne!(past.structures.identity, other.structures.identity);
        assert_eq!(told(&past), told(&other), "the shuffle itself");
        for format in &scenario.formats {
            let life = |past| told(&future(&scenario, past, format, replication, Check::EveryMonth));
            let (straight, turned) = (life(&past), life(&other));
            let apart: Vec<String> =
                straight.iter().zip(&turned).filter(|(a, b)| a != b).map(|(a, b)| unlike(a, b)).collect();
            let shown = apart.iter().take(5).cloned().collect::<Vec<_>>().join("\n");
            assert!(
                apart.is_empty(),
                "{} in replication {replication}: {} differ\n{shown}",
                format.id,
                apart.len()
            );
        }
    }
}

#[test]
fn a_format_gives_the_same_whatever_it_is_called_and_compared_with() {
    let straight = small(&[]);
    let mut turned = straight.clone();
    turned.formats.reverse();
    for (k, format) in turned.formats.iter_mut().enumerate() {
        format.id = format!("format-{k}");
    }
    let mut backwards = replicate(&turned, 3, Check::Never);
    backwards.reverse();
    let bits = |outcomes: &[mutualise::experiment::replication::Outcome]| -> Vec<Vec<u64>> {
        outcomes.iter().map(|one| one.indicators.iter().map(|value| value.to_bits()).collect()).collect()
    };
    assert_eq!(bits(&replicate(&straight, 3, Check::Never)), bits(&backwards));
}
