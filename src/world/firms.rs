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
    /// For equal parts of the total weight, the first firm that the part may mean.
    guide: Vec<u32>,
}

impl Firms {
    /// A power of two, so that the part of a share is exact.
    const PARTS: usize = 128;

    /// The firms of these zones, pay policies and weights, in order.
    pub fn new(zone: Vec<Zone>, pay_policy: Vec<f64>, weight: Vec<f64>) -> Firms {
        let mut sum = 0.0;
        let running = weight.iter().map(|weight| {
            sum += weight;
            sum
        });
        let cumulative_weight: Vec<f64> = running.collect();
        let mut firms = Firms { zone, pay_policy, weight, cumulative_weight, guide: Vec::new() };
        let first = |part: usize| firms.first_above(part as f64 / Firms::PARTS as f64, 0) as u32;
        firms.guide = (0..Firms::PARTS).map(first).collect();
        firms
    }

    /// The firm at that share of the total weight.
    #[inline]
    pub fn at(&self, share: f64) -> usize {
        let part = (share * Firms::PARTS as f64) as i32 as usize;
        self.first_above(share, self.guide[part.min(Firms::PARTS - 1)] as usize)
    }

    /// The first firm, from that place on, whose running sum is above a share of the total weight.
    #[inline]
    fn first_above(&self, share: f64, from: usize) -> usize {
        let (sums, last) = (&self.cumulative_weight, self.weight.len() - 1);
        let reached = share * sums[last];
        let mut place = from;
        while place < last && sums[place] <= reached {
            place += 1;
        }
        place
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dice::{Draw, share};

    #[test]
    fn the_firm_at_a_share_is_the_first_whose_sum_is_above_it() {
        for n in [1, 2, 90, 1_000] {
            let weight: Vec<f64> = (0..n).map(|f| 1.0 / f64::from(1 + f * 7 % n)).collect();
            let firms = Firms::new(vec![Zone::Aix; n as usize], vec![0.0; n as usize], weight);
            let total = firms.cumulative_weight[n as usize - 1];
            let luck = (0..5_000).map(|k| share(1, Draw::MadeUp, n as u64, k));
            for share in luck.chain([0.0, 0.5, 0.25, 1.0 - f64::EPSILON]) {
                let expected = firms.cumulative_weight.partition_point(|&sum| sum <= share * total);
                assert_eq!(firms.at(share), expected.min(n as usize - 1), "{share} of {n}");
            }
        }
    }
}
