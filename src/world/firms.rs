//! The for-profit firms that hire the same people, as columns.

use crate::kinds::Zone;

/// The firms, one row each.
#[derive(Clone, Debug, Default)]
pub struct Firms {
    /// Where the firm is.
    pub zone: Vec<Zone>,
    /// How its pay departs from the market's, as log pay.
    pub pay_policy: Vec<f64>,
    /// How many hires it makes, against the others.
    pub weight: Vec<f64>,
    /// Running sum of the weights, for drawing one.
    pub cumulative_weight: Vec<f64>,
}

impl Firms {
    /// The firm at that share of the total weight.
    pub fn at(&self, share: f64) -> usize {
        let total = self.cumulative_weight.last().copied().unwrap_or(0.0);
        self.cumulative_weight.partition_point(|&sum| sum <= share * total).min(self.weight.len() - 1)
    }
}
