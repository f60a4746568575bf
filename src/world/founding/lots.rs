//! The luck of a founding: one number uniform on (0, 1) for each trait, and the laws that turn it into a value.

use std::ops::Index;

use crate::dice::Roll;
use crate::maths;

/// One number for each of N traits of somebody.
#[derive(Clone, Debug)]
pub(super) struct Lot<const N: usize> {
    value: [f64; N],
    /// Where in its stratum each number falls, once it is spread.
    within: [f64; N],
}

impl<const N: usize> Lot<N> {
    pub(super) fn draw(roll: &mut Roll) -> Lot<N> {
        Lot { value: [(); N].map(|()| roll.uniform()), within: [(); N].map(|()| roll.uniform()) }
    }

    /// Gives a trait the number of another, so that spreading it keeps the other's order.
    pub(super) fn take(&mut self, of: usize, from: usize) {
        self.value[of] = self.value[from];
    }
}

impl<const N: usize> Index<usize> for Lot<N> {
    type Output = f64;
    fn index(&self, of: usize) -> &f64 {
        &self.value[of]
    }
}

/// Spreads a trait evenly within each group: the numbers keep their order, which is random, and the n of a group
/// fall one into each n-th of (0, 1).
pub(super) fn spread<const N: usize>(lots: &mut [Lot<N>], of: usize, group: impl Fn(usize) -> u8) {
    let mut order: Vec<(u8, f64, usize)> =
        lots.iter().enumerate().map(|(who, lot)| (group(who), lot[of], who)).collect();
    order.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.cmp(&b.2)));
    for members in order.chunk_by(|a, b| a.0 == b.0) {
        for (rank, &(_, _, who)) in members.iter().enumerate() {
            let share = (rank as f64 + lots[who].within[of]) / members.len() as f64;
            // rounding must not bring the last one to 1, where quantiles are infinite
            lots[who].value[of] = share.min(1.0 - f64::EPSILON);
        }
    }
}

/// The place whose share of the total weight holds `u`.
pub(super) fn place_in(weights: &[f64], u: f64) -> usize {
    let mut left = u * weights.iter().sum::<f64>();
    for (place, weight) in weights.iter().enumerate() {
        left -= weight;
        if left < 0.0 {
            return place;
        }
    }
    weights.len() - 1
}

/// The quantile of a normal law.
pub(super) fn normal(mean: f64, sd: f64, u: f64) -> f64 {
    mean + sd * maths::normal_quantile(u)
}

/// The quantile of a lognormal law.
pub(super) fn lognormal(median: f64, log_sd: f64, u: f64) -> f64 {
    median * maths::exp(normal(0.0, log_sd, u))
}

/// The quantile of an exponential law.
pub(super) fn exponential(mean: f64, u: f64) -> f64 {
    -mean * maths::ln(1.0 - u)
}

/// The quantile of a uniform law on `middle` ± `spread`.
pub(super) fn around(middle: f64, spread: f64, u: f64) -> f64 {
    middle + spread * (u + u - 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dice::{Decision, Dice};

    #[test]
    fn a_group_of_ten_has_one_in_each_tenth() {
        let dice = Dice::new(1, 1);
        let mut lots: Vec<Lot<1>> =
            (0..30).map(|who| Lot::draw(&mut dice.roll(Decision::FoundFirm, who, 0))).collect();
        spread(&mut lots, 0, |who| (who % 3) as u8);
        for group in 0..3 {
            let mut tenths: Vec<usize> =
                (0..30).filter(|who| who % 3 == group).map(|who| (lots[who][0] * 10.0) as usize).collect();
            tenths.sort_unstable();
            assert_eq!(tenths, (0..10).collect::<Vec<_>>());
        }
    }
}
