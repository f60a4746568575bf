//! The chains of crises: stationary share and mean spell.

use mutualise::experiment::replication::watch;
use mutualise::kinds::Sector;
use mutualise::month::Check;
use mutualise::scenario::Scenario;

use crate::measured::{MUTATION, Measured};
use crate::{case, each};

/// A chain's months: all, those in a crisis, those in a crisis that are followed by another month, and ends.
#[derive(Clone, Copy, Default)]
struct Chain {
    months: f64,
    crisis: f64,
    followed: f64,
    ends: f64,
    before: Option<bool>,
}

impl Chain {
    fn see(&mut self, crisis: bool) {
        self.months += 1.0;
        self.crisis += f64::from(u8::from(crisis));
        if self.before == Some(true) {
            self.followed += 1.0;
            self.ends += f64::from(u8::from(!crisis));
        }
        self.before = Some(crisis);
    }
}

/// The three sectors' chains, then that of public funding.
fn lived(scenario: &Scenario, replication: u32) -> [Chain; 4] {
    let mut chains = [Chain::default(); 4];
    watch(scenario, replication, Check::Never, |world| {
        let conditions = &world.conditions;
        for sector in Sector::ALL {
            chains[sector as usize].see(conditions.crisis[sector].is_some());
        }
        chains[3].see(conditions.public_crisis);
    });
    chains
}

#[test]
fn crises_are_as_frequent_and_as_long_as_their_chain_says() {
    let scenario = case("crisis-chain", &[]);
    let shocks = &scenario.params.shocks;
    let lives = each(&scenario, |replication| lived(&scenario, replication));
    let rates = Sector::ALL.map(|sector| (shocks.enter[sector], shocks.leave[sector]));
    let rates = rates.into_iter().chain([(shocks.public_enter, shocks.public_leave)]);
    for ((place, (enter, leave)), name) in rates.enumerate().zip(["enr", "bat", "ec", "public"]) {
        let of = |value: fn(&Chain) -> f64| {
            Measured::of(&lives.iter().map(|chains| value(&chains[place])).collect::<Vec<_>>())
        };
        let share = |enter: f64| enter / (enter + leave);
        let what = format!("share of months in a crisis, {name}");
        of(|chain| chain.crisis / chain.months).must_be(share(enter), share(MUTATION * enter), &what);
        let what = format!("months of a crisis, {name}");
        of(|chain| chain.followed / chain.ends).must_be(1.0 / leave, 1.0 / (MUTATION * leave), &what);
    }
}
