//! Which parameters matter at all? The screening of Morris (1991), with groups and the mean of absolute effects of
//! Campolongo, Cariboni and Saltelli (2007).

use super::bootstrap::interval;
use crate::comparison::statistics::{Interval, mean, variance};
use crate::dice::{self, Draw};

/// A plan of screening: each trajectory starts somewhere on a grid and moves one group after the other, once.
#[derive(Clone, Debug, PartialEq)]
pub struct Screening {
    /// The axes of each group; an axis without a group is one of its own.
    pub groups: Vec<Vec<usize>>,
    /// How many trajectories.
    pub trajectories: u32,
    /// How many values an axis takes; even, so that every value is as likely.
    pub levels: u32,
    /// The seed of the trajectories.
    pub seed: u64,
}

/// What a group does.
#[derive(Clone, Debug, PartialEq)]
pub struct Effect {
    /// Mean effect of going from one end of the range to the other; NaN for a group of several, whose effects have
    /// no common sign.
    pub mean: f64,
    /// Mean of absolute effects.
    pub absolute: f64,
    /// Its 95 % bootstrap interval over trajectories.
    pub interval: Interval,
    /// Standard deviation of the effects: interactions, and departures from a straight line.
    pub spread: f64,
    /// How many trajectories it rests on.
    pub used: usize,
    /// How many were lost to failed points.
    pub lost: usize,
}

impl Screening {
    /// Points in a trajectory.
    fn length(&self) -> u32 {
        self.groups.len() as u32 + 1
    }

    /// How many points.
    pub fn points(&self) -> u32 {
        self.trajectories * self.length()
    }

    /// How far an axis moves, as a share of its range.
    pub fn step(&self) -> f64 {
        f64::from(self.levels) / (2.0 * f64::from(self.levels - 1))
    }

    /// The place of a point on each axis, from 0 to 1.
    pub fn place(&self, point: u32) -> Vec<f64> {
        let (trajectory, moved) = (point / self.length(), point % self.length());
        let order = self.order(trajectory);
        let axes = self.groups.iter().map(Vec::len).sum();
        let mut place = vec![0.0; axes];
        for (turn, group) in order.iter().enumerate() {
            for axis in &self.groups[*group] {
                let (from, to) = self.ends(trajectory, *axis);
                place[*axis] = if (turn as u32) < moved { to } else { from };
            }
        }
        place
    }

    /// Where an axis starts in a trajectory and where it goes.
    fn ends(&self, trajectory: u32, axis: usize) -> (f64, f64) {
        let word = |nth: u64, n: usize| {
            dice::place(self.seed, Draw::Trajectory, u64::from(trajectory), 2 * axis as u64 + nth, n)
        };
        let low = word(0, (self.levels / 2) as usize) as f64 / f64::from(self.levels - 1);
        let high = low + self.step();
        if word(1, 2) == 0 { (low, high) } else { (high, low) }
    }

    /// The order in which a trajectory moves its groups.
    fn order(&self, trajectory: u32) -> Vec<usize> {
        const ORDERS: u64 = 1 << 40;
        let mut order: Vec<usize> = (0..self.groups.len()).collect();
        for last in (1..order.len()).rev() {
            let of = u64::from(trajectory);
            order.swap(last, dice::place(self.seed, Draw::Trajectory, of, ORDERS + last as u64, last + 1));
        }
        order
    }

    /// The effect of each group on `y`, one value a point, NaN where the point failed.
    pub fn effects(&self, y: &[f64]) -> Vec<Effect> {
        effects(self, |point| self.place(point), y)
    }
}

/// The effects over trajectories laid out by `place`; each step of a trajectory moves one group.
pub fn effects(plan: &Screening, place: impl Fn(u32) -> Vec<f64>, y: &[f64]) -> Vec<Effect> {
    let mut found: Vec<Vec<f64>> = vec![Vec::new(); plan.groups.len()];
    for trajectory in 0..plan.trajectories {
        for turn in 0..plan.groups.len() as u32 {
            let (before, after) = (trajectory * plan.length() + turn, trajectory * plan.length() + turn + 1);
            let (from, to) = (place(before), place(after));
            let Some(group) = plan.groups.iter().position(|axes| axes.iter().any(|a| from[*a] != to[*a]))
            else {
                continue;
            };
            let up = plan.groups[group].iter().any(|axis| to[*axis] > from[*axis]);
            let rise = (y[after as usize] - y[before as usize]) / plan.step();
            found[group].push(if up { rise } else { -rise });
        }
    }
    found.iter().enumerate().map(|(group, effects)| effect(plan, group, effects)).collect()
}

fn effect(plan: &Screening, group: usize, effects: &[f64]) -> Effect {
    let known: Vec<f64> = effects.iter().copied().filter(|effect| effect.is_finite()).collect();
    let absolute: Vec<f64> = known.iter().map(|effect| effect.abs()).collect();
    let alone = plan.groups[group].len() == 1;
    Effect {
        mean: if alone { mean(&known) } else { f64::NAN },
        absolute: mean(&absolute),
        interval: interval(absolute.len(), plan.seed, |rows| {
            rows.iter().map(|row| absolute[*row]).sum::<f64>() / rows.len() as f64
        }),
        spread: if alone { variance(&known).sqrt() } else { f64::NAN },
        used: known.len(),
        lost: effects.len() - known.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(groups: Vec<Vec<usize>>) -> Screening {
        Screening { groups, trajectories: 20, levels: 4, seed: 5 }
    }

    #[test]
    fn a_trajectory_moves_each_group_once_by_one_step_inside_the_ranges() {
        let plan = plan(vec![vec![0, 2], vec![1], vec![3]]);
        for trajectory in 0..20 {
            let mut moved = vec![0; 4];
            for turn in 0..3 {
                let (from, to) = (plan.place(trajectory * 4 + turn), plan.place(trajectory * 4 + turn + 1));
                for axis in 0..4 {
                    assert!((0.0..=1.0 + 1e-12).contains(&to[axis]));
                    if from[axis] != to[axis] {
                        moved[axis] += 1;
                        assert!(((from[axis] - to[axis]).abs() - plan.step()).abs() < 1e-12);
                    }
                }
            }
            assert_eq!(moved, [1; 4]);
        }
    }

    #[test]
    fn a_straight_line_has_its_slopes_as_effects_without_spread_and_a_failed_point_costs_two_effects() {
        let plan = plan(vec![vec![0], vec![1], vec![2]]);
        let mut y: Vec<f64> = (0..plan.points())
            .map(|point| {
                let x = plan.place(point);
                3.0 * x[0] - 2.0 * x[1]
            })
            .collect();
        let found = plan.effects(&y);
        for (effect, slope) in found.iter().zip([3.0, -2.0, 0.0]) {
            assert!((effect.mean - slope).abs() < 1e-12 && effect.spread < 1e-12 && effect.lost == 0);
        }
        y[1] = f64::NAN;
        let lost: usize = plan.effects(&y).iter().map(|effect| effect.lost).sum();
        assert_eq!(lost, 2);
        assert!(plan.effects(&y).iter().all(|effect| effect.absolute.is_finite()));
    }
}
