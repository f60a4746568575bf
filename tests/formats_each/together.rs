//! Two employers side by side, and the link from insertion paths to a pool.

use mutualise::experiment::replication::common_past;
use mutualise::law::Contract;
use mutualise::month::Check;
use mutualise::world::Stage;

use crate::{live, small, worlds};

/// Jobs of each of two pools over the months: lasting ones, temporary ones, those to learn in.
fn jobs(id: &str, sets: &[&str]) -> [[usize; 3]; 2] {
    let formats = format!("formats=[\"status-quo\",\"{id}\"]");
    let scenario = small(&[&[formats.as_str()], sets].concat());
    let mut counted = [[0; 3]; 2];
    for replication in 0..2 {
        let past = common_past(&scenario, replication, Check::Never);
        live(&scenario, id, replication, &past, |world, _| {
            for (pool, counts) in world.pools.iter().zip(&mut counted) {
                for job in pool.jobs.iter().filter(|job| job.worker.is_some()) {
                    let kind = match job.contract {
                        Contract::OpenEnded => 0,
                        Contract::Alternance => 2,
                        _ => 1,
                    };
                    assert_eq!(kind == 1, job.temporary, "{id}: a contract that may not serve this need");
                    counts[kind] += 1;
                }
            }
        });
    }
    counted
}

#[test]
fn ge_scic_interim_serves_lasting_needs_by_one_and_temporary_ones_by_the_other() {
    let sets = ["work.surge_rate=0.1", "run.months=48", "format.ge-scic-interim.founding_capital=300000"];
    let [ge, agency] = jobs("ge-scic-interim", &sets);
    assert!(ge[0] > 0 && ge[1] == 0, "the group: {ge:?}");
    assert!(agency[0] == 0 && agency[1] > 0, "the agency: {agency:?}");
    let scenario = small(&["formats=[\"status-quo\",\"ge-scic-interim\"]"]);
    let past = common_past(&scenario, 0, Check::Never);
    let end = live(&scenario, "ge-scic-interim", 0, &past, |_, _| ());
    assert_eq!(end.pools.iter().count(), 2, "two legal employers, each with its own books");
    // the GE of the pair is the GE: alone it has no agency
    let alone = worlds("ge", 1, &[]);
    assert_eq!(alone[0].pools.iter().count(), 1);
}

#[test]
fn ge_geiq_learners_are_of_the_geiq_and_the_group_employs_open_ended() {
    let sets = ["insertion.public_share=0.8", "population.unemployed=0.2", "run.months=48"];
    let [ge, geiq] = jobs("ge-geiq", &sets);
    assert!(ge[0] > 0 && ge[2] == 0, "the group: {ge:?}");
    assert!(geiq[0] == 0 && geiq[2] > 0, "the GEIQ: {geiq:?}");
}

#[test]
fn ge_geiq_hires_people_sent_at_the_end_of_a_path() {
    // posts find nobody by themselves: whom the group employs, the link has sent
    let sent = |contacts: &str| {
        let sets = [
            "market.contacts_per_post=0",
            "insertion.return_by_path=1.0",
            "population.inactive=0.4",
            "mobility.return_to_labour_force=0.2",
            "format.ge-geiq.founding_capital=400000",
            contacts,
        ];
        let worlds = worlds("ge-geiq", 2, &sets);
        assert!(worlds.iter().all(|world| world.pools[0].stage == Stage::Active));
        worlds.iter().map(|world| world.record.pooled_fte).sum::<f64>()
    };
    assert!(sent("format.ge-geiq.insertion_contacts=2.0") > 0.0);
    assert_eq!(sent("format.ge-geiq.insertion_contacts=0.0"), 0.0);
}
