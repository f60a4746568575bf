//! Secured paths: part-times add up, precarious jobs are converted and the reverse is counted too, a hire by a member is
//! a success of the job and a loss of the pool.

use mutualise::experiment::replication::common_past;
use mutualise::indicators::registry::columns;
use mutualise::kinds::{Profession, Status};
use mutualise::month::Check;
use mutualise::units::Money;
use mutualise::world::record::End;
use mutualise::world::{Purpose, World};

use crate::{at_cost, live, moved, worlds};

fn indicator(world: &World, name: &str) -> f64 {
    columns().find(|column| column.name() == name).unwrap().value(world)
}

/// Needs of three structures, one of which comes some months after the others; people would like a full time.
fn added_up(prefer: &str) -> World {
    let scenario = at_cost(&[
        "population.structures=3",
        "pool.threshold=0.8",
        "format.at-cost.max_users=3",
        "run.months=12",
        prefer,
        "population.preferred_part_time=1.0",
    ]);
    let mut past = common_past(&scenario, 0, Check::Never);
    for (s, fte) in [0.5, 0.3, 0.0].into_iter().enumerate() {
        past.structures.need[s][Profession::Support] = fte;
    }
    let mut half_way = live(
        &at_cost(&[
            "population.structures=3",
            "pool.threshold=0.8",
            "format.at-cost.max_users=3",
            "run.months=6",
            prefer,
            "population.preferred_part_time=1.0",
        ]),
        "at-cost",
        0,
        &past,
        |_, _| (),
    );
    assert_eq!(half_way.pools[0].jobs.len(), 1);
    assert!((half_way.pools[0].jobs[0].fte - 0.8).abs() < 1e-9);
    half_way.structures.need[2][Profession::Support] = 0.2;
    live(&scenario, "at-cost", 0, &half_way, |_, _| ())
}

#[test]
fn part_times_add_up_to_a_full_time_for_whoever_wants_it() {
    let full = added_up("population.preferred_hours=1.0");
    assert_eq!(full.pools[0].jobs.len(), 1);
    let job = &full.pools[0].jobs[0];
    assert!((job.fte - 1.0).abs() < 1e-9 && job.slices.len() == 3, "{job:?}");
    assert!((full.workers.fte[job.worker.unwrap() as usize] - 1.0).abs() < 1e-9);
    assert_eq!(full.record.conversions, 1.0, "an involuntary part time became a full time");
    assert_eq!(full.record.reversals, 0.0);
    // whoever chose part time keeps it
    let chosen = added_up("population.preferred_hours=0.8");
    assert!((chosen.pools[0].jobs[0].fte - 0.8).abs() < 1e-9);
    assert_eq!(chosen.record.conversions, 0.0);
}

#[test]
fn hours_cut_after_a_withdrawal_are_counted_as_a_reversal() {
    let scenario = at_cost(&[
        "population.structures=3",
        "pool.threshold=0.8",
        "format.at-cost.max_users=3",
        "pool.idle_patience=1",
        "format.at-cost.founding_capital=100000",
        "run.months=6",
    ]);
    let mut past = common_past(&scenario, 0, Check::Never);
    for (s, fte) in [0.5, 0.3, 0.2].into_iter().enumerate() {
        past.structures.need[s][Profession::Support] = fte;
    }
    let mut settled = live(&scenario, "at-cost", 0, &past, |_, _| ());
    assert!((settled.pools[0].jobs[0].fte - 1.0).abs() < 1e-9);
    settled.pools[0].jobs[0].slices.retain(|slice| slice.user != 2);
    settled.structures.need[2][Profession::Support] = 0.0;
    let cut = live(&scenario, "at-cost", 0, &settled, |_, _| ());
    assert!((cut.pools[0].jobs[0].fte - 0.8).abs() < 1e-9);
    assert_eq!((cut.record.conversions, cut.record.reversals), (0.0, 1.0));
    assert!(
        indicator(&cut, "reversal") > 0.0
            && indicator(&cut, "conversion").is_nan() | (indicator(&cut, "conversion") == 0.0)
    );
}

#[test]
fn a_hire_by_a_member_keeps_the_job_and_takes_it_from_the_pool() {
    let rich = ["format.ge.founding_capital=400000"];
    let often = worlds("ge", 4, &[&rich[..], &["pool.absorption=1.0", "pool.absorption_share=0.3"]].concat());
    let never = worlds("ge", 4, &[&rich[..], &["pool.absorption=0.0"]].concat());
    let mut hires = 0;
    for world in &often {
        for spell in &world.record.spells {
            let Some((month, End::Absorbed)) = spell.ended else { continue };
            hires += 1;
            assert!(spell.pooled);
            // the same person begins with a structure at once, open-ended: the work goes on
            let next = world
                .record
                .spells
                .iter()
                .find(|next| next.worker == spell.worker && next.began == month + 1 && !next.pooled);
            assert!(next.is_some_and(|next| next.open_ended), "{spell:?}");
        }
        assert!(indicator(world, "absorption") > 0.0);
        // neither counted among the departures nor among the dismissals
        let left = world
            .record
            .events
            .separations
            .iter()
            .filter(|one| one.with == Status::Pool && one.why == End::Absorbed);
        assert!(left.count() > 0);
    }
    assert!(hires > 0);
    let size = |worlds: &[World]| worlds.iter().map(|world| world.record.pooled_fte).sum::<f64>();
    assert!(size(&often) < size(&never), "the pool loses: {} and {} FTE-months", size(&often), size(&never));
    assert!(never.iter().all(|world| indicator(world, "absorption") == 0.0));
}

#[test]
fn opco_training_is_named_money_and_a_group_trains_more() {
    let spent = |sets: &[&str]| moved(&worlds("ge", 2, sets), Purpose::Training);
    let (usual, dear) = (spent(&[]), spent(&["work.training_cost=3200"]));
    assert!(usual > Money::ZERO && dear == usual + usual, "{usual:?} {dear:?}");
    assert_eq!(spent(&["work.training_rate=0"]), Money::ZERO);
    let rich = "format.ge.founding_capital=400000";
    let (more, less) =
        (spent(&[rich, "format.ge.training_factor=4"]), spent(&[rich, "format.ge.training_factor=0"]));
    assert!(more > less, "{more:?} {less:?}");
}

/// A pool at cost among three structures that need so much, after some months of work.
fn of_three(needs: [f64; 3], more: &[&str]) -> World {
    let sets = ["population.structures=3", "pool.threshold=0.8", "run.months=8", "pool.invoice_delay=2"];
    let users = ["format.at-cost.max_users=3", "format.at-cost.founding_capital=100000"];
    let scenario = at_cost(&[&sets[..], &users, more].concat());
    let mut past = common_past(&scenario, 0, Check::Never);
    for (s, fte) in needs.into_iter().enumerate() {
        past.structures.need[s][Profession::Support] = fte;
    }
    live(&scenario, "at-cost", 0, &past, |_, _| ())
}

#[test]
fn a_deposit_bears_what_its_user_does_not_pay() {
    let received = |months: &str| {
        let default = ["pool.invoice_default=1.0", "pool.loss_given_default=1.0", months];
        of_three([0.5, 0.3, 0.2], &default).ledger.moved(Purpose::Invoice)
    };
    // of one month's invoice nothing is paid, unless a month of it was deposited
    assert_eq!(received("format.at-cost.deposit_months=0"), Money::ZERO);
    assert!(received("format.at-cost.deposit_months=1") > Money::ZERO);
}

#[test]
fn permanents_grow_with_the_people_employed_beyond_those_within_the_fixed_cost() {
    let overheads = |included: &str| {
        let sets = ["format.at-cost.permanents_per_fte=0.5", "pool.permanent_cost=60000", included];
        of_three([0.5, 0.3, 0.2], &sets).ledger.moved(Purpose::Overheads)
    };
    // half a permanent for one full time, at 2,500 € a month
    let all = overheads("format.at-cost.permanents_included=0");
    let half = overheads("format.at-cost.permanents_included=0.25");
    assert!(all > Money::ZERO && all.as_euros() % 2_500.0 == 0.0, "{all:?}");
    assert_eq!(half + half, all);
    assert_eq!(overheads("format.at-cost.permanents_included=0.5"), Money::ZERO);
}

#[test]
fn no_job_has_more_users_than_the_format_allows() {
    let users = |most: u32| {
        let world =
            of_three([0.4, 0.3, 0.3], &[&format!("format.at-cost.max_users={most}"), "pool.threshold=0.7"]);
        assert_eq!(world.pools[0].jobs.len(), 1);
        world.pools[0].jobs[0].slices.len()
    };
    assert_eq!([2, 3].map(users), [2, 3]);
}

#[test]
fn only_jobs_of_which_nobody_could_hire_a_share_alone_are_out_of_reach() {
    // 24 hours are 0.69 of a full time
    let small = of_three([0.5, 0.3, 0.2], &[]);
    assert!(small.record.pooled_fte > 0.0);
    assert_eq!(small.record.out_of_reach_fte, small.record.pooled_fte);
    let large = of_three([0.7, 0.3, 0.0], &[]);
    assert!(large.record.pooled_fte > 0.0);
    assert_eq!(large.record.out_of_reach_fte, 0.0);
}

#[test]
fn users_pay_for_the_time_they_use_and_no_longer_than_they_use_it() {
    let world = of_three([0.5, 0.3, 0.2], &[]);
    let job = &world.pools[0].jobs[0];
    let loaded = world.workers.loaded_cost[job.worker.unwrap() as usize];
    let last = world.pools[0].receivables.iter().map(|invoice| invoice.due).max().unwrap();
    let billed = |s: u32| -> Money {
        let ours = world.pools[0].receivables.iter().filter(|one| one.user == s && one.due == last);
        ours.map(|invoice| invoice.amount).sum()
    };
    for (s, fte) in [0.5, 0.3, 0.2].into_iter().enumerate() {
        assert_eq!(billed(s as u32), loaded * fte, "the share of user {s}");
    }
    // whoever needs no more gives its time back and is billed nothing; the pool bears what it does not sell
    let scenario = at_cost(&[
        "population.structures=3",
        "pool.invoice_delay=2",
        "run.months=1",
        "pool.idle_patience=60",
        "format.at-cost.max_users=3",
    ]);
    let mut withdrawn = world.clone();
    withdrawn.pools[0].jobs[0].slices.retain(|slice| slice.user != 2);
    withdrawn.structures.need[2][Profession::Support] = 0.0;
    let after = live(&scenario, "at-cost", 0, &withdrawn, |_, _| ());
    let billed =
        |s: u32| after.pools[0].receivables.iter().filter(|one| one.user == s && one.due == last + 1).count();
    assert_eq!([0, 1, 2].map(billed), [1, 1, 0]);
    assert_eq!(after.record.pool_unsold_cost - world.record.pool_unsold_cost, loaded * 0.2);
}
