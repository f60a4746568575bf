//! Cash as a random walk with an absorbing barrier: the probability of ruin.

use mutualise::maths;

use crate::measured::{MUTATION, Measured};
use crate::{case, each, end, indicator};

#[test]
fn structures_fail_as_often_as_a_random_walk_meets_its_barrier() {
    let scenario = case("ruin", &[]);
    let (finance, population) = (&scenario.params.finance, &scenario.params.population);
    let walk = Walk {
        height: population.cash_median + finance.credit_line,
        drift: finance.margin,
        spread: (1.0 + finance.margin) * finance.sales_sd,
        months: scenario.params.run.months,
    };
    let closed = each(&scenario, |replication| {
        1.0 - indicator(&end(&scenario, replication), "structure-survival") / 100.0
    });
    let measured = Measured::of(&closed);
    let mutated = Walk { spread: MUTATION * walk.spread, ..walk };
    measured.must_be(walk.ruin(), mutated.ruin(), "structures ruined within two years");
    // the textbook's formula is an approximation, good here to four thousandths
    let textbook = walk.ruin_by_the_textbook();
    assert!((textbook - walk.ruin()).abs() < 0.004, "{textbook} against {}", walk.ruin());
}

/// Cash in months of spending: independent normal steps, from a height above the barrier.
#[derive(Clone, Copy)]
struct Walk {
    height: f64,
    drift: f64,
    spread: f64,
    months: u32,
}

impl Walk {
    /// The probability of having been below the barrier at the end of some month: the density of those who have not is
    /// carried from month to month by the law of a step, on a grid of cells.
    fn ruin(&self) -> f64 {
        const CELLS_PER_SPREAD: f64 = 60.0;
        let cell = self.spread / CELLS_PER_SPREAD;
        let highest = self.height + 7.0 * self.spread * f64::from(self.months).sqrt();
        let cells = (highest / cell) as usize;
        let middle = |k: usize| (k as f64 + 0.5) * cell;
        let step = |by: f64| {
            let z = (by - self.drift) / self.spread;
            maths::exp(-z * z / 2.0) / (self.spread * (2.0 * std::f64::consts::PI).sqrt())
        };
        let mut density: Vec<f64> = (0..cells).map(|k| step(middle(k) - self.height)).collect();
        let reach = (8.0 * CELLS_PER_SPREAD) as usize;
        // the step from one cell's middle to another's, by the number of cells between them
        let steps: Vec<f64> =
            (0..=2 * reach).map(|k| step((k as f64 - reach as f64) * cell) * cell).collect();
        for _ in 1..self.months {
            let from = |to: usize| {
                let first = to.saturating_sub(reach);
                let near = density.iter().enumerate().take(to + reach + 1).skip(first);
                near.map(|(k, mass)| mass * steps[to + reach - k]).sum()
            };
            density = (0..cells).map(from).collect();
        }
        1.0 - density.iter().sum::<f64>() * cell
    }

    /// The law of the first passage of a Brownian motion, with the barrier lowered by 0.5826 steps because cash is looked
    /// at once a month (Siegmund 1985).
    fn ruin_by_the_textbook(&self) -> f64 {
        let barrier = self.height + 0.5826 * self.spread;
        let (travelled, scale) =
            (self.drift * f64::from(self.months), self.spread * f64::from(self.months).sqrt());
        normal((-barrier - travelled) / scale)
            + maths::exp(-2.0 * self.drift * barrier / (self.spread * self.spread))
                * normal((-barrier + travelled) / scale)
    }
}

/// The standard normal distribution, by bisection of the quantile.
fn normal(x: f64) -> f64 {
    let (mut low, mut high) = (1e-15, 1.0 - 1e-15);
    for _ in 0..60 {
        let middle = (low + high) / 2.0;
        if maths::normal_quantile(middle) < x { low = middle } else { high = middle }
    }
    (low + high) / 2.0
}
