//! How pools and contracts end: who pays what is owed, who has what back.

use mutualise::experiment::replication::common_past;
use mutualise::month::Check;
use mutualise::scenario::Scenario;
use mutualise::units::Money;
use mutualise::world::{Account, Party, Purpose, Stage, World};

use crate::{live, small, worlds};

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
