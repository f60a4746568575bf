//! Paths for people far from work: GEIQ and ETTI.

use mutualise::experiment::replication::common_past;
use mutualise::law::Contract;
use mutualise::month::Check;
use mutualise::units::Money;
use mutualise::world::record::End;
use mutualise::world::{Purpose, World};

use crate::{live, moved, small, worlds};

/// Many people far from work; nobody is hired by a member before the end of the path, which is short.
const FAR: [&str; 12] = [
    // shares large enough for a member to hire whoever has learned, too small to hire for from the start
    "population.need_scale=0.4",
    "work.value_ratio=1.9",
    "market.hiring_cost.project_lead=0",
    "market.hiring_cost.logistics_quality=0",
    "market.hiring_cost.renovation_technician=0",
    "market.hiring_cost.support=0",
    "insertion.public_share=0.8",
    "population.unemployed=0.2",
    "pool.absorption=0",
    "format.geiq.setup_months=2",
    "format.geiq.founding_capital=400000",
    "format.geiq.path_months=9",
];

fn hired(worlds: &[World]) -> usize {
    let spells = worlds.iter().flat_map(|world| &world.record.spells);
    spells.filter(|spell| matches!(spell.ended, Some((_, End::Absorbed)))).count()
}

#[test]
fn geiq_trains_on_a_path_that_ends_with_a_hire() {
    let scenario = small(&[&["formats=[\"status-quo\",\"geiq\"]"], &FAR[..]].concat());
    let past = common_past(&scenario, 0, Check::Never);
    let (mut learners, mut skilled) = (0, 0);
    let end = live(&scenario, "geiq", 0, &past, |world, turn| {
        for job in &world.pools[0].jobs {
            let Some(w) = job.worker.map(|w| w as usize) else { continue };
            learners += 1;
            assert_eq!(world.workers.contract[w], Contract::Alternance);
            assert!(world.workers.prescribed[w], "somebody who was not sent");
            assert!(world.workers.on_path[w] <= turn.terms.path_months, "a path too long");
        }
        skilled += world.workers.through_path.iter().filter(|&&through| through).count();
    });
    assert!(learners > 0 && skilled > 0, "{learners} learners, {skilled} qualified");
    assert!(end.ledger.moved(Purpose::Aid) > Money::ZERO);
    let hires = hired(&worlds("geiq", 3, &FAR));
    assert!(hires > 0, "no path ends with a hire");
    assert_eq!(hired(&worlds("geiq", 3, &[&FAR[..], &["insertion.hired_after=0"]].concat())), 0);
}

#[test]
fn geiq_training_takes_time_from_work_and_raises_skill() {
    let worth = |share: &str| {
        let balances =
            worlds("geiq", 2, &[&FAR[..], &[share, "pool.leave_loss=0", "pool.leave_base=0"]].concat());
        balances.iter().flat_map(|world| world.pools[0].balance.clone()).sum::<f64>()
    };
    assert!(worth("format.geiq.training_share=0.0") > worth("format.geiq.training_share=0.2"));
    // time bought for training covers no need
    let covered = |share: &str| {
        let worlds = worlds("geiq", 2, &[&FAR[..], &[share, "run.months=18"]].concat());
        let tallies = worlds.iter().flat_map(|world| &world.record.structures);
        tallies.map(|tally| tally.recurrent_covered).sum::<f64>()
    };
    assert!(covered("format.geiq.training_share=0.0") > covered("format.geiq.training_share=0.25"));
    let skill = |gain: &str| {
        let worlds = worlds("geiq", 2, &[&FAR[..], &[gain]].concat());
        let through = worlds.iter().flat_map(|world| {
            (0..world.workers.len()).filter(|&w| world.workers.on_path[w] > 0).map(|w| world.workers.skill[w])
        });
        let all: Vec<f64> = through.collect();
        all.iter().sum::<f64>() / all.len() as f64
    };
    assert!(skill("insertion.qualification=0.5") > skill("insertion.qualification=0.0"));
}

#[test]
fn etti_employs_whom_prescribers_send_and_lives_on_aid() {
    let far =
        ["insertion.public_share=0.5", "format.etti.setup_months=2", "format.etti.founding_capital=400000"];
    let busy = [&far[..], &["work.surge_rate=0.1"]].concat();
    let prescribed = |sets: &[&str]| {
        let scenario = small(&[&["formats=[\"status-quo\",\"etti\"]"], sets].concat());
        let past = common_past(&scenario, 0, Check::Never);
        let (mut all, mut sent) = (0, 0);
        live(&scenario, "etti", 0, &past, |world, _| {
            for w in world.pools[0].jobs.iter().filter_map(|job| job.worker) {
                all += 1;
                sent += u32::from(world.workers.prescribed[w as usize]);
            }
        });
        (all, sent)
    };
    let (all, sent) = prescribed(&busy);
    assert!(all > 0 && all == sent, "{sent} of {all} were sent");
    let (all, sent) = prescribed(&[&busy[..], &["format.etti.workers=\"anyone\""]].concat());
    assert!(sent < all, "with anyone admitted all {all} are of the public");
    let aid = |amount: &str| moved(&worlds("etti", 2, &[&busy[..], &[amount]].concat()), Purpose::Aid);
    assert!(aid("format.etti.aid_per_fte=4781") > Money::ZERO);
    assert_eq!(aid("format.etti.aid_per_fte=0"), Money::ZERO);
    // and is spent on accompaniment, as much for each full time
    let ends = worlds("etti", 2, &busy);
    let [spent, aid] = [Purpose::Accompaniment, Purpose::Aid].map(|purpose| moved(&ends, purpose).as_euros());
    assert!((spent / aid - 3_000.0 / 4_781.0).abs() < 1e-3, "{spent} spent of {aid}");
}
