//! Where does every euro and every hour go?

mod small_world;

use mutualise::experiment::replication::{common_past, future};
use mutualise::kinds::Status;
use mutualise::month::Check;
use mutualise::units::Money;
use mutualise::world::pool::Stage;
use mutualise::world::{Account, World};
use small_world::small;

/// Every format's world at the end of some replications, its invariants checked every month on the way.
fn worlds() -> Vec<World> {
    let scenario = small(&["run.months=60"]);
    let mut worlds = Vec::new();
    for replication in 0..4 {
        let past = common_past(&scenario, replication, Check::EveryMonth);
        worlds.extend(
            scenario
                .formats
                .iter()
                .map(|format| future(&scenario, &past, format, replication, Check::EveryMonth)),
        );
    }
    worlds
}

#[test]
fn money_and_hours_are_conserved_in_every_month_under_every_format() {
    for world in worlds() {
        assert_eq!(world.ledger.total(), Money::ZERO);
        let record = &world.record;
        assert!(
            (record.pool_sold + record.pool_unsold - record.pool_paid).abs()
                < 1e-6 * record.pool_paid.max(1.0),
            "sold {} and unsold {} of {} FTE-months paid",
            record.pool_sold,
            record.pool_unsold,
            record.pool_paid
        );
    }
}

#[test]
fn a_liquidated_pool_leaves_nothing_behind() {
    let mut liquidated = 0;
    for world in worlds().iter().filter(|world| world.pools[0].stage == Stage::Liquidated) {
        liquidated += 1;
        for account in [Account::Pool(0), Account::Deposits(0), Account::Guarantee(0)] {
            assert_eq!(world.ledger.balance(account), Money::ZERO, "{account:?}");
        }
        assert!(world.pools[0].jobs.is_empty() && world.pools[0].receivables.is_empty());
        assert!(world.workers.status.iter().all(|status| *status != Status::Pool));
        assert!(world.pools[0].member.iter().all(|member| !member));
    }
    assert!(liquidated > 0, "no pool was liquidated in these replications: the test shows nothing");
}
