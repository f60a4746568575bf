//! Missions: by a co-operative, open-ended between them, by a private agency.

use mutualise::experiment::replication::common_past;
use mutualise::law::Contract;
use mutualise::month::{Check, Turn};
use mutualise::units::Money;
use mutualise::world::{Account, Party, Purpose, Stage, World};

use crate::{live, moved, small, worlds};

/// A territory of many temporary needs, and an agency rich enough to serve them.
fn busy(id: &str) -> Vec<String> {
    vec![
        "work.surge_rate=0.2".to_owned(),
        "work.surge_months=8".to_owned(),
        format!("format.{id}.founding_capital=1000000"),
        format!("format.{id}.setup_months=2"),
    ]
}

fn in_busy_times(id: &str, sets: &[&str]) -> Vec<World> {
    let busy = busy(id);
    let sets: Vec<&str> = busy.iter().map(String::as_str).chain(sets.iter().copied()).collect();
    worlds(id, 2, &sets)
}

#[test]
fn scic_interim_posts_its_guarantee_before_its_first_mission() {
    let scenario = small(&["formats=[\"status-quo\",\"scic-interim\"]"]);
    let floor = Money::euros(151_445.0);
    let past = common_past(&scenario, 0, Check::Never);
    let end = live(&scenario, "scic-interim", 0, &past, |world, _| {
        let pool = &world.pools[0];
        let guaranteed = pool.guaranteed == floor;
        assert!(guaranteed || pool.jobs.is_empty(), "a mission without guarantee");
    });
    assert!(moved(&[end], Purpose::Guarantee) > Money::ZERO);
    // without the money for the counter-guarantee it never opens
    let poor = ["format.scic-interim.founding_capital=0", "format.scic-interim.startup_grant=0"];
    for world in worlds("scic-interim", 2, &poor) {
        assert_eq!(world.pools[0].stage, Stage::SettingUp);
    }
    let free = [&poor[..], &["format.scic-interim.guarantee=\"none\""]].concat();
    assert!(worlds("scic-interim", 2, &free).iter().all(|world| world.pools[0].stage != Stage::SettingUp));
}

#[test]
fn scic_interim_raises_its_guarantee_with_its_turnover() {
    // so many missions that 8 % of what they are billed exceed the floor
    let busy = busy("scic-interim");
    let large = ["population.structures=300", "population.people=2250", "pool.join_base=3", "run.months=40"];
    let sets: Vec<&str> = busy.iter().map(String::as_str).chain(large).collect();
    let scenario = small(&[&["formats=[\"status-quo\",\"scic-interim\"]"], &sets[..]].concat());
    let past = common_past(&scenario, 0, Check::Never);
    let (mut before, mut raised) = (past.clone(), 0);
    live(&scenario, "scic-interim", 0, &past, |world, turn| {
        let [was, is] = [&before, world].map(|world| &world.pools[0]);
        let premium =
            |world: &World| world.ledger.moved_for(Purpose::Guarantee, Party::Pools, Party::Outside);
        if is.active() && was.active() {
            // 1.5 % a year of what is guaranteed
            let paid = (premium(world) - premium(&before)).as_euros();
            assert!((paid - was.guaranteed.as_euros() * 0.015 / 12.0).abs() < 0.01, "{paid}");
        }
        if is.years > was.years {
            let due = turn.month + turn.params.pool.invoice_delay;
            let month = is.receivables.iter().filter(|invoice| invoice.due == due);
            let turnover = was.year_billed + month.map(|invoice| invoice.amount).sum();
            let expected = was.guaranteed.as_euros().max(0.08 * turnover.as_euros());
            assert!((is.guaranteed.as_euros() - expected).abs() < 0.01, "{expected}: {:?}", is.guaranteed);
            // a fifth of it in cash
            let held = world.ledger.balance(Account::Guarantee(0)).as_euros();
            assert!((held - 0.2 * expected).abs() < 0.05, "{held} of {expected}");
            raised += u32::from(is.guaranteed > was.guaranteed);
        }
        before = world.clone();
    });
    assert!(raised > 1, "raised {raised} times: the test shows nothing");
}

#[test]
fn scic_interim_hires_no_faster_than_it_can_advance_pay() {
    let ended = |cover: &str| {
        let sets =
            ["format.scic-interim.founding_capital=60000", "format.scic-interim.startup_grant=0", cover];
        let mut sets = sets.to_vec();
        sets.extend([
            "work.surge_rate=0.2",
            "format.scic-interim.setup_months=0",
            "format.scic-interim.setup_cost=0",
            "format.scic-interim.fixed_cost=0",
            "run.months=8",
            "pool.join_base=3",
        ]);
        let worlds = worlds("scic-interim", 24, &sets);
        worlds.iter().filter(|world| world.pools[0].stage == Stage::Liquidated).count()
    };
    let (prudent, reckless) = (ended("pool.advance_cover=1.0"), ended("pool.advance_cover=0.0"));
    assert!(
        prudent == 0 && reckless > 0,
        "of 24 ended for want of cash: {prudent} with prudence, {reckless} without"
    );
}

#[test]
fn scic_cdii_pays_between_missions_and_a_mission_ends_unpaid() {
    let scenario = {
        let busy = busy("scic-cdii");
        let sets = busy.iter().map(String::as_str).chain(["pool.steady_share=1.0", "run.months=48"]);
        small(&std::iter::once("formats=[\"status-quo\",\"scic-cdii\"]").chain(sets).collect::<Vec<_>>())
    };
    let (mut idle, mut on_mission) = (0, 0);
    let mut look = |world: &World, turn: &Turn| {
        for job in world.pools[0].jobs.iter().filter(|job| job.contract == Contract::OpenEndedTemporary) {
            // pay of the month is drawn up before people join and leave
            let Some(w) = job.worker.map(|w| w as usize) else { continue };
            let full = world.workers.pay[w] * job.fte;
            let paid = world.workers.gross_paid[w].as_euros();
            let least = turn.rates.smic_month().as_euros() * job.fte;
            assert!(paid + 0.01 >= least.min(full), "{paid} is below the guaranteed pay {least}");
            assert!(paid <= full + 0.01, "no indemnity is due: {paid} of {full}");
            idle += u32::from(job.sold() == 0.0 && paid < full - 1.0);
            on_mission += u32::from(job.sold() > 0.0);
        }
    };
    for replication in 0..6 {
        let past = common_past(&scenario, replication, Check::Never);
        live(&scenario, "scic-cdii", replication, &past, &mut look);
    }
    assert!(idle > 0 && on_mission > 0, "{idle} months between missions, {on_mission} on mission");
    // the same co-operative without the open-ended contract has no time between missions to pay
    let missions =
        in_busy_times("scic-cdii", &["format.scic-cdii.offer=\"mission\"", "format.scic-cdii.max_users=1"]);
    for world in &missions {
        let open_ended = world.pools[0].jobs.iter().any(|job| job.contract == Contract::OpenEndedTemporary);
        assert!(!open_ended);
    }
}

#[test]
fn scic_cdii_hires_open_ended_only_whom_the_flow_of_missions_feeds() {
    let open_ended = |share: &str| {
        let worlds = in_busy_times("scic-cdii", &[share]);
        let jobs = worlds.iter().flat_map(|world| &world.pools[0].jobs);
        jobs.filter(|job| job.contract == Contract::OpenEndedTemporary).count()
    };
    assert_eq!(open_ended("pool.steady_share=0.0"), 0);
    assert!(open_ended("pool.steady_share=1.0") > 0);
}

#[test]
fn a_mission_ends_when_its_user_withdraws() {
    let scenario = {
        let busy = busy("scic-interim");
        let more = ["pool.leave_base=0.1", "pool.notice_months=0"];
        let sets = busy.iter().map(String::as_str).chain(more);
        small(&std::iter::once("formats=[\"status-quo\",\"scic-interim\"]").chain(sets).collect::<Vec<_>>())
    };
    let past = common_past(&scenario, 0, Check::Never);
    let end = live(&scenario, "scic-interim", 0, &past, |world, _| {
        let idle = world.pools[0].jobs.iter().filter(|job| job.worker.is_some() && job.slices.is_empty());
        assert_eq!(idle.count(), 0, "an agency keeps somebody on a mission that is over");
    });
    assert!(end.ledger.moved(Purpose::Severance) > Money::ZERO, "what is left of a mission is owed");
}

#[test]
fn private_agency_pays_its_owners_and_serves_who_is_no_member() {
    let sets = ["run.months=48"];
    let agency = in_busy_times("private-agency", &sets);
    assert!(moved(&agency, Purpose::Dividend) > Money::ZERO);
    assert!(moved(&agency, Purpose::Invoice) > Money::ZERO);
    assert!(agency.iter().all(|world| world.pools[0].member.iter().all(|member| !member)));
    let kept = in_busy_times(
        "private-agency",
        &[&sets[..], &["format.private-agency.surplus=\"reserves\""]].concat(),
    );
    assert_eq!(moved(&kept, Purpose::Dividend), Money::ZERO);
    let closed = in_busy_times("private-agency", &["format.private-agency.users=\"not-liable-members\""]);
    assert!(closed.iter().any(|world| world.pools[0].member.iter().any(|&member| member)));
}
