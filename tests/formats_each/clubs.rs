//! No pool: the status quo, the Club RH alone, and made larger.

use mutualise::experiment::replication::replicate;
use mutualise::kinds::Status;
use mutualise::month::Check;
use mutualise::world::{Purpose, Stage};

use crate::{moved, small, worlds};

/// All indicators of the last of two formats, to the bit.
fn bits(formats: &str, sets: &[&str]) -> Vec<u64> {
    let scenario = small(&[&[formats], sets].concat());
    let outcomes = replicate(&scenario, 0, Check::Never);
    outcomes.last().unwrap().indicators.iter().map(|value| value.to_bits()).collect()
}

#[test]
fn status_quo_shares_nothing() {
    for world in worlds("status-quo", 2, &[]) {
        assert!(world.pools.iter().all(|pool| pool.stage == Stage::None));
        assert!(world.workers.status.iter().all(|&status| status != Status::Pool));
        assert_eq!(world.record.club_meetings, 0);
    }
}

#[test]
fn club_rh_meets_every_other_month_and_is_the_status_quo_without_meetings() {
    let met = worlds("club-rh", 2, &[]);
    assert!(met.iter().all(|world| world.record.club_meetings == 18), "36 months");
    assert!(met.iter().all(|world| world.record.structures.iter().any(|tally| tally.practice)));
    let never = ["format.club-rh.club_every=0"];
    assert_eq!(bits("formats=[\"status-quo\",\"club-rh\"]", &never), bits("formats=[\"status-quo\"]", &[]));
}

#[test]
fn clubs_engaged_are_a_larger_club_rh_and_no_other() {
    let (club, clubs) = (worlds("club-rh", 2, &[]), worlds("clubs-engaged", 2, &[]));
    let twice =
        moved(&clubs, Purpose::ClubAnimation).as_euros() / moved(&club, Purpose::ClubAnimation).as_euros();
    assert!((twice - 2.0).abs() < 1e-4, "animation costs {twice} times as much");
    let attended = |worlds: &[mutualise::world::World]| -> u32 {
        worlds.iter().flat_map(|world| &world.record.structures).map(|tally| tally.meetings).sum()
    };
    assert!(attended(&clubs) > attended(&club) * 3 / 2, "{} {}", attended(&clubs), attended(&club));
    assert_eq!(
        bits("formats=[\"status-quo\",\"clubs-engaged\"]", &["format.clubs-engaged.club_size=1"]),
        bits("formats=[\"status-quo\",\"club-rh\"]", &[])
    );
}
