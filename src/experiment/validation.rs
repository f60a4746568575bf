//! What does the status quo look like to those who count it? Every observable, in each replication.

use rayon::prelude::*;

use super::replication::watch;
use crate::indicators::observables::{OBSERVABLES, Panel};
use crate::month::Check;
use crate::scenario::Scenario;

/// The value of every observable, in the order of its registry, in each replication, in their order.
pub fn observe(scenario: &Scenario, check: Check) -> Vec<Vec<f64>> {
    (0..scenario.params.run.replications)
        .into_par_iter()
        .map(|replication| {
            let panel = panel(scenario, replication, check);
            OBSERVABLES.iter().map(|observable| (observable.value)(&panel)).collect()
        })
        .collect()
}

/// One replication of the status quo, month by month.
pub fn panel(scenario: &Scenario, replication: u32, check: Check) -> Panel {
    let mut panel = Panel::default();
    watch(scenario, replication, check, |world| panel.look(world));
    panel
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicators::observables;

    fn short(replications: u32) -> Scenario {
        let sets = ["run.months=12".to_owned(), format!("run.replications={replications}")];
        Scenario::resolve(crate::scenario::Source::named("base"), &sets).expect("a short base")
    }

    #[test]
    fn the_order_of_replications_is_theirs_whoever_ends_first() {
        let bits = |observed: &[Vec<f64>]| -> Vec<u64> { observed.iter().flatten().map(|value| value.to_bits()).collect() };
        let (two, three) = (observe(&short(2), Check::Never), observe(&short(3), Check::Never));
        assert_eq!(bits(&two), bits(&three[..2]));
        assert_ne!(bits(&two[..1]), bits(&two[1..]));
    }

    #[test]
    fn what_people_do_adds_up_to_everybody_a_year_later() {
        let panel = panel(&short(1), 0, Check::EveryMonth);
        let parts = ["same_employer_1y", "moved_to_other_firm_1y", "unemployed_1y", "inactive_1y"];
        let value = |id: &str| observables::find(id).map_or(f64::NAN, |place| (OBSERVABLES[place].value)(&panel));
        assert!((parts.map(value).iter().sum::<f64>() - 100.0).abs() < 1e-9);
    }
}
