//! Staff lent between structures: at cost, by consent, for a time.

use mutualise::experiment::replication::common_past;
use mutualise::month::Check;
use mutualise::price::part_of_job;
use mutualise::units::Money;
use mutualise::world::Purpose;

use crate::{live, moved, small, worlds};

/// A territory in which many structures employ more than they need.
const SPARE: [&str; 4] =
    ["work.need_drift=0.3", "population.contacts=8", "run.months=36", "work.sickness_rate=0"];

#[test]
fn staff_loan_is_billed_at_cost_and_ends_with_its_months() {
    let scenario = small(&[&["formats=[\"status-quo\",\"staff-loan\"]"], &SPARE[..]].concat());
    let (mut lent, mut longest) = (0, 0);
    for replication in 0..3 {
        let past = common_past(&scenario, replication, Check::Never);
        let end = live(&scenario, "staff-loan", replication, &past, |world, turn| {
            lent += world.pools.loans.len();
            for loan in &world.pools.loans {
                longest = longest.max(turn.params.pool.loan_months - loan.months_left);
            }
        });
        // the sum billed in a month is the loaded cost of the time lent, and not a cent more, but where somebody left or had
        // a raise after pay
        let (mut months, mut to_the_cent) = (0, 0);
        let mut before = Money::ZERO;
        live(&scenario, "staff-loan", replication, &past, |world, _| {
            let paid = world.ledger.moved(Purpose::Loan);
            let month = paid - before;
            before = paid;
            let still: Money = world
                .pools
                .loans
                .iter()
                .map(|loan| {
                    let w = loan.worker as usize;
                    part_of_job(world.workers.loaded_cost[w], loan.fte, world.workers.fte[w])
                })
                .sum();
            assert!(month > Money::ZERO || still == Money::ZERO, "somebody is lent for nothing");
            months += u32::from(still > Money::ZERO);
            to_the_cent += u32::from(still > Money::ZERO && month == still);
        });
        assert!(4 * to_the_cent > months, "billed at cost in {to_the_cent} months of {months}");
        assert_eq!(end.ledger.moved(Purpose::Invoice), Money::ZERO, "nobody charges a fee");
    }
    assert!(lent > 20, "hardly anybody is lent: {lent}");
    assert!(longest <= scenario.params.pool.loan_months, "a loan outlived its agreement");
}

#[test]
fn staff_loan_needs_the_consent_of_the_person_and_a_lending_employer() {
    let lent = |sets: &[&str]| moved(&worlds("staff-loan", 3, &[&SPARE[..], sets].concat()), Purpose::Loan);
    assert!(lent(&[]) > Money::ZERO);
    // a further site so hated that nobody agrees (C. trav. L8241-2)
    let hated = ["market.loss_site=0.5", "market.taste_diversity=0.0", "market.choice_scale=0.01"];
    assert!(lent(&hated).as_euros() < 0.05 * lent(&[]).as_euros(), "{:?} of {:?}", lent(&hated), lent(&[]));
    assert_eq!(lent(&["format.staff-loan.employer=\"structure\""]), Money::ZERO);
}
