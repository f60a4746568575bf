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
