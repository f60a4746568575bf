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
    let groups: Vec<u8> = (0..lots.len()).map(group).collect();
    let numbers: Vec<f64> = lots.iter().map(|lot| lot[of]).collect();
    for of_group in 0..=groups.iter().copied().max().unwrap_or(0) {
        let members: Vec<u32> =
            (0..lots.len() as u32).filter(|&who| groups[who as usize] == of_group).collect();
        for (rank, who) in in_order(&numbers, &members).into_iter().enumerate() {
            let lot = &mut lots[who as usize];
            let share = (rank as f64 + lot.within[of]) / members.len() as f64;
            // rounding must not bring the last one to 1, where quantiles are infinite
            lot.value[of] = share.min(1.0 - f64::EPSILON);
        }
    }
}

/// Some people in the order of their numbers, which lie in [0, 1), those of equal numbers in the order of places.
///
/// As many drawers as people, each for an equal part of the numbers: most hold one or two, and few are out of order.
fn in_order(numbers: &[f64], members: &[u32]) -> Vec<u32> {
    let drawer = |who: u32| ((numbers[who as usize] * members.len() as f64) as usize).min(members.len() - 1);
    let mut next = vec![0u32; members.len() + 1];
    members.iter().for_each(|&who| next[drawer(who) + 1] += 1);
    let mut begun = 0;
    next.iter_mut().for_each(|place| {
        begun += *place;
        *place = begun;
    });
    let mut order = vec![0; members.len()];
    for &who in members {
        let place = &mut next[drawer(who)];
        order[*place as usize] = who;
        *place += 1;
    }
    for k in 1..order.len() {
        let who = order[k];
        let mut place = k;
        while place > 0 && numbers[order[place - 1] as usize] > numbers[who as usize] {
            order[place] = order[place - 1];
            place -= 1;
        }
        order[place] = who;
    }
    order
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
    fn people_in_order_are_those_of_a_stable_sort() {
        let dice = Dice::new(5, 1);
        let luck = |who: u32| dice.roll(Decision::FoundFirm, who, 0).uniform();
        // some crowded together, some alike
        let numbers: Vec<f64> = (0..300).map(luck).map(|u| if u < 0.5 { u * u } else { u }).collect();
        let numbers: Vec<f64> = numbers.iter().map(|u| if *u < 0.1 { 0.05 } else { *u }).collect();
        let members: Vec<u32> = (0..300).filter(|who| who % 3 != 1).collect();
        let mut sorted = members.clone();
        sorted.sort_by(|&a, &b| numbers[a as usize].total_cmp(&numbers[b as usize]));
        assert_eq!(in_order(&numbers, &members), sorted);
        assert_eq!(in_order(&numbers, &[7]), [7]);
        assert!(in_order(&numbers, &[]).is_empty());
    }

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
