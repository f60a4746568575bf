//! What the law asks of every contract, seen in months of small territories and missed where it is broken on purpose.

use std::cell::Cell;

use mutualise::experiment::replication::common_past;
use mutualise::kinds::Status;
use mutualise::law::Contract;
use mutualise::month::Check;
use mutualise::month::invariants::violations;
use mutualise::world::Purpose;
use mutualise::world::record::{End, Separation};

use super::{live, moved, small, worlds};

const TEMPORARY: [&str; 3] = ["formats=[\"status-quo\"]", "work.surge_rate=0.2", "work.surge_months=4.0"];

#[test]
fn a_post_waits_after_a_fixed_term_and_the_invariants_see_who_does_not() {
    let scenario = small(&TEMPORARY);
    let (waited, seen) = (Cell::new(false), Cell::new(false));
    live(&scenario, "status-quo", 0, &common_past(&scenario, 0, Check::Never), |world, turn| {
        // in the month of the end the wait counts one more; beyond, posts wait without any mission
        let waits = |s: usize| world.structures.surge[s].values().iter().any(|surge| surge.waiting > 0.0);
        waited.set(waited.get() || (0..world.structures.len()).any(waits));
        let workers = &world.workers;
        let fixed = workers.of_structures().find(|&w| workers.contract[w] == Contract::FixedTerm);
        let Some((w, spell)) = fixed.and_then(|w| Some((w, workers.spell[w]?))) else { return };
        if turn.now < 2 || seen.get() {
            return;
        }
        assert!(violations(world, turn).is_empty());
        let mut broken = world.clone();
        broken.record.spells[spell as usize].began = turn.now;
        broken.record.events.separations.push(Separation {
            month: turn.now - 1,
            worker: w as u32,
            with: Status::Structure,
            employer: workers.employer[w],
            contract: Contract::FixedTerm,
            tenure: 5,
            why: End::TermEnded,
        });
        let told = violations(&broken, turn);
        assert!(told.iter().any(|fault| fault.contains("waiting period")), "{told:?}");
        seen.set(true);
    });
    assert!(waited.get() && seen.get(), "no fixed term ended, or none was held");
}

#[test]
fn hours_below_the_legal_minimum_are_seen() {
    let scenario = small(&["formats=[\"status-quo\"]", "run.months=2"]);
    let seen = Cell::new(false);
    live(&scenario, "status-quo", 0, &common_past(&scenario, 0, Check::Never), |world, turn| {
        let workers = &world.workers;
        let bound = |w: &usize| !world.structures.hours_exempt[workers.employer[*w] as usize];
        let w = workers.of_structures().find(bound).unwrap();
        assert!(violations(world, turn).is_empty());
        let mut broken = world.clone();
        broken.workers.fte[w] = 0.5;
        let told = violations(&broken, turn);
        assert!(told.iter().any(|fault| fault.contains("legal minimum of hours")), "{told:?}");
        seen.set(true);
    });
    assert!(seen.get());
}

#[test]
fn ends_by_agreement_cost_a_contribution_and_no_notice() {
    let hard = ["population.cash_median=0.6", "finance.sales_sd=0.2"];
    let of = |more: &[&str]| worlds("status-quo", 3, &[&hard[..], more].concat());
    let dismissed = of(&["mobility.negotiated_share=0.0"]);
    let agreed = of(&["mobility.negotiated_share=1.0"]);
    assert!(moved(&dismissed, Purpose::Severance).as_euros() > 0.0);
    // closures still dismiss
    let contested = |worlds: &[_]| moved(worlds, Purpose::Contested).as_euros();
    assert!(contested(&agreed) < contested(&dismissed), "{} {}", contested(&agreed), contested(&dismissed));
    let share = |worlds: &[_]| moved(worlds, Purpose::Severance).as_euros();
    assert!(share(&agreed) > 0.0);
    let worked = of(&["mobility.negotiated_share=0.0", "mobility.notice_unworked=0.0"]);
    assert!(contested(&worked) < contested(&dismissed), "a notice that is worked costs nothing more");
}
