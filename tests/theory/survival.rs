//! Constant hazard: survival is geometric.

use mutualise::maths;

use crate::measured::{MUTATION, Measured};
use crate::{case, each, end, indicator};

#[test]
fn under_a_constant_hazard_survival_is_geometric() {
    let scenario = case("geometric-survival", &[]);
    let hazard = scenario.params.mobility.personal_quit;
    let worlds = each(&scenario, |replication| {
        let world = end(&scenario, replication);
        [12, 24].map(|months| indicator(&world, &format!("retention-{months}")) / 100.0)
    });
    for (place, months) in [12, 24].into_iter().enumerate() {
        let survival = |hazard: f64| maths::pow(1.0 - hazard, f64::from(months));
        let measured = Measured::of(&worlds.iter().map(|shares| shares[place]).collect::<Vec<_>>());
        let what = format!("share still employed after {months} months");
        measured.must_be(survival(hazard), survival(MUTATION * hazard), &what);
    }
}
