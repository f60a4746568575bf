//! How pools and contracts end: who pays what is owed, who has what back.

use mutualise::dice::Dice;
use mutualise::experiment::replication::{Rules, common_past};
use mutualise::month::accounts::headroom;
use mutualise::month::{Check, pool_end};
use mutualise::scenario::Scenario;
use mutualise::units::Money;
use mutualise::world::pool::Invoice;
use mutualise::world::structures::Strain;
use mutualise::world::{Account, Party, Purpose, Stage, World};

use crate::{format, live, small, worlds};

/// A month in which the pool of a format ends.
struct Ending {
    replication: u32,
    before: World,
    after: World,
}

impl Ending {
    /// What was moved for a purpose between two kinds of account.
    fn moved(&self, purpose: Purpose, from: Party, to: Party) -> Money {
        let of = |world: &World| world.ledger.moved_for(purpose, from, to);
        of(&self.after) - of(&self.before)
    }
}

/// The ends of the pool of a scenario's second format, in some replications.
fn endings(scenario: &Scenario, replications: u32) -> Vec<Ending> {
    let id = &scenario.formats[1].id;
    let mut found = Vec::new();
    for replication in 0..replications {
        let past = common_past(scenario, replication, Check::Never);
        let mut before = past.clone();
        live(scenario, id, replication, &past, |after, _| {
            if [&before, after].map(|world| world.pools[0].stage) == [Stage::Active, Stage::Liquidated] {
                found.push(Ending { replication, before: before.clone(), after: after.clone() });
            }
            before = after.clone();
        });
    }
    assert!(!found.is_empty(), "no pool of {id} ends: the test shows nothing");
    found
}

#[test]
fn members_and_founders_have_the_same_part_of_their_capital_back() {
    // the counter-guarantee that comes back pays for some of it
    let scenario = small(&[
        "formats=[\"status-quo\",\"scic-interim\"]",
        "pool.leave_base=0",
        "pool.leave_loss=0",
        "pool.join_base=3",
        "run.months=60",
    ]);
    let mut in_part = 0;
    for end in endings(&scenario, 6) {
        let pool = &end.before.pools[0];
        let back = |purpose, to| end.moved(purpose, Party::Pools, to).as_euros();
        let capital: Money = pool.capital.iter().copied().sum();
        let members = back(Purpose::Capital, Party::Structures) / capital.as_euros();
        let founders = back(Purpose::Liquidation, Party::Funders) / pool.founding_capital.as_euros();
        assert!((members - founders).abs() < 1e-3, "members {members}, founders {founders}");
        in_part += u32::from(members > 0.01 && members < 0.99);
    }
    assert!(in_part > 0, "nobody has a part back: the test shows nothing");
}

#[test]
fn what_a_member_cannot_pay_of_wages_and_contributions_is_asked_of_the_others() {
    let sets = ["format.ge.fixed_cost=150000", "format.ge.deposit_months=0", "pool.absorption=0"];
    let scenario = small(&[&["formats=[\"status-quo\",\"ge\"]"], &sets[..]].concat());
    let mut month = scenario.clone();
    month.params.run.months = 1;
    let called = |before: &World, after: &World| {
        after.ledger.moved(Purpose::SolidarityCall) - before.ledger.moved(Purpose::SolidarityCall)
    };
    let cash = |world: &World, s: usize| world.ledger.balance(Account::Structure(s));
    let mut shown = 0;
    for end in endings(&scenario, 6) {
        let all = called(&end.before, &end.after);
        let pool = &end.before.pools[0];
        let members = (0..pool.member.len()).filter(|&s| pool.member[s]);
        let Some(most) = members.max_by(|&a, &b| pool.use_of_pool[a].total_cmp(&pool.use_of_pool[b])) else {
            continue;
        };
        if all == Money::ZERO {
            continue;
        }
        // the same month, in which these have so much less
        let again = |poor: &[usize], less: Money| {
            let mut before = end.before.clone();
            for &s in poor {
                before.ledger.transfer(Account::Structure(s), Account::Outside, Purpose::Opening, less);
            }
            let after = live(&month, "ge", end.replication, &before, |_, _| ());
            (called(&before, &after), after)
        };
        let much = Money::euros(1e7);
        let (without, after) = again(&[most], much);
        assert_eq!(without, all, "the others pay for who has nothing");
        // who has half of its part pays that, and the others the rest
        let part = cash(&after, most) + much - cash(&end.after, most);
        let line = Money::euros(end.before.structures.spending[most] * scenario.params.finance.credit_line);
        let (half, after) = again(&[most], cash(&end.after, most) + line + part * 0.5);
        assert_eq!(half, all, "the others pay the rest of {part:?}");
        assert_eq!(cash(&after, most), -line);
        // who joins in the month is asked too
        let everybody: Vec<usize> = (0..pool.member.len()).collect();
        assert_eq!(again(&everybody, much).0, Money::ZERO);
        shown += u32::from(part > Money::ZERO);
    }
    assert!(shown > 0, "nobody is called: the test shows nothing");
}

#[test]
fn what_is_left_of_a_mission_that_is_broken_off_bears_contributions() {
    let sets = [
        "work.surge_rate=0.2",
        "work.surge_months=8",
        "format.scic-interim.founding_capital=1000000",
        "format.scic-interim.setup_months=2",
        "pool.leave_base=0.1",
        "pool.notice_months=0",
    ];
    let of = |to| {
        let worlds = worlds("scic-interim", 2, &sets);
        worlds.iter().map(|world| world.ledger.moved_for(Purpose::Severance, Party::Pools, to)).sum::<Money>()
    };
    let (people, state) = (of(Party::Workers).as_euros(), of(Party::State).as_euros());
    assert!(people > 10_000.0, "hardly a mission is broken off: {people} €");
    // the rates of a payslip from 11 employees without the general reduction: 43 to 47 % of gross pay (I 5b)
    let share = state / people;
    assert!((0.43..0.49).contains(&share), "contributions are {share} of what is left of missions");
}

/// Whether a groupement without cash goes on: its users are rich, `case` says how they fare and what it owes.
fn goes_on(sets: &[&str], case: impl Fn(&mut World, usize)) -> bool {
    let many =
        ["formats=[\"status-quo\",\"ge\"]", "run.months=24", "pool.join_base=3", "work.value_ratio=2.0"];
    let scenario = small(&[&many[..], sets].concat());
    let past = common_past(&scenario, 2, Check::Never);
    let mut world = live(&scenario, "ge", 2, &past, |_, _| ());
    let employers = format(&scenario, "ge").employers();
    let (mut rules, dice) = (Rules::of(&scenario, Check::Never), Dice::new(scenario.params.run.seed, 2));
    let turn = rules.turn(&world, &employers, &dice);
    let users: Vec<usize> =
        (0..world.structures.len()).filter(|&s| world.pools[0].use_of_pool[s] > 0.0).collect();
    assert!(world.pools[0].stage == Stage::Active && users.len() > 3, "{} users", users.len());
    world.pools[0].grants.clear();
    for &s in &users {
        let rich = Money::euros(1e6);
        world.ledger.transfer(Account::Outside, Account::Structure(s), Purpose::Grant, rich);
        (world.pools[0].balance[s], world.structures.strain[s]) = (0.0, Strain::None);
    }
    let idle = headroom(&world, &turn) + Money::euros(1.0);
    world.ledger.transfer(Account::Pool(0), Account::Outside, Purpose::Overheads, idle);
    for (nth, &s) in users.iter().enumerate() {
        // most of them: two of three
        if nth % 3 != 0 {
            case(&mut world, s);
        }
    }
    pool_end::face_debts(&mut world, &turn);
    world.pools[0].stage == Stage::Active
}

#[test]
fn members_vote_by_what_going_on_brings_each_beyond_what_it_would_bear_anyway() {
    let nothing = |_: &mut World, _: usize| ();
    let worse = |world: &mut World, s: usize| world.pools[0].balance[s] = -1.0;
    let short = |world: &mut World, s: usize| world.structures.strain[s] = Strain::Cancel;
    // what is lost falls on deposits and jointly liable members in either case: no reason to let it go
    assert!(goes_on(&[], nothing), "most lose nothing by going on");
    assert!(!goes_on(&[], worse), "most are better off without it");
    assert!(!goes_on(&[], short), "most are short of money");
    assert!(!goes_on(&["format.ge.liability=\"capital\""], nothing), "nobody is liable");
    // late invoices are nothing lost: to pay before them must be worth it by itself
    let late = |brings: f64| {
        move |world: &mut World, s: usize| {
            let amount = Money::euros(20_000.0);
            world.pools[0].receivables.push(Invoice { user: s as u32, amount, due: world.month + 2 });
            world.ledger.transfer(Account::Pool(0), Account::Outside, Purpose::Overheads, amount);
            world.pools[0].balance[s] = brings;
        }
    };
    assert!(!goes_on(&[], late(0.0)), "most would pay for nothing");
    assert!(goes_on(&[], late(20_000.0)), "a year of it is worth it to most");
}
