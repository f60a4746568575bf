//! Spells of sickness at a constant rate, of random length: the share of days lost is that of a renewal process.

use mutualise::maths;
use mutualise::units::DAYS_PER_MONTH;

use crate::measured::{MUTATION, Measured};
use crate::{case, each, end, indicator};

/// A spell of x months that begins on any day of a month goes through x + 1 months on average, before which somebody is well
/// for (1 - h) / h: whatever the lengths, their mean alone counts.
fn share(hazard: f64, days: f64) -> f64 {
    let lost = hazard * days / DAYS_PER_MONTH;
    lost / (1.0 + lost)
}

#[test]
fn days_of_sickness_are_as_many_as_their_rate_and_length_say() {
    let scenario = case("sickness", &[]);
    let work = &scenario.params.work;
    let spread = work.sickness_days_log_sd;
    let (hazard, days) = (work.sickness_rate / 12.0, work.sickness_days * maths::exp(spread * spread / 2.0));
    let shares = each(&scenario, |replication| indicator(&end(&scenario, replication), "absence") / 100.0);
    let measured = Measured::of(&shares);
    measured.must_be(share(hazard, days), share(MUTATION * hazard, days), "share of days of sickness");
    measured.must_refuse(share(hazard, MUTATION * days), "spells two per cent longer");
}
