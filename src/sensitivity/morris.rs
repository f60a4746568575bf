//! Which parameters matter at all? The screening of Morris (1991), with groups and the mean of absolute effects of
//! Campolongo, Cariboni and Saltelli (2007).

use std::f64::consts::FRAC_2_PI;

use super::bootstrap::interval;
use super::crossed::Crossed;
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
    /// The mean absolute effect that chance alone would give, were the group without any; NaN where one replication
    /// cannot tell.
    pub by_chance: f64,
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

    /// The effect of each group on these runs, and what of it chance would do alone.
    pub fn effects(&self, runs: &Crossed) -> Vec<Effect> {
        let mut found = effects(self, |point| self.place(point), &runs.means());
        let noise = self.noise(runs);
        found.iter_mut().zip(noise).for_each(|(effect, by_chance)| effect.by_chance = by_chance);
        found
    }

    /// The mean absolute effect that chance alone would give to each group. Points meet the same replications, so that
    /// an effect is a mean of paired differences: the variance of these says how far chance moves it.
    fn noise(&self, runs: &Crossed) -> Vec<f64> {
        let mut variances: Vec<Vec<f64>> = vec![Vec::new(); self.groups.len()];
        for trajectory in 0..self.trajectories {
            for (turn, group) in self.order(trajectory).into_iter().enumerate() {
                let before = (trajectory * self.length()) as usize + turn;
                let pairs = runs.runs(before).iter().zip(runs.runs(before + 1));
                let differences: Vec<f64> = pairs.map(|(a, b)| b - a).filter(|d| d.is_finite()).collect();
                if differences.len() > 1 {
                    variances[group].push(variance(&differences) / differences.len() as f64);
                }
            }
        }
        // of a normal deviate the mean absolute value is √(2/π) deviations
        variances.iter().map(|of| (mean(of) * FRAC_2_PI).sqrt() / self.step()).collect()
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
        by_chance: f64::NAN,
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
        let found = effects(&plan, |point| plan.place(point), &y);
        for (effect, slope) in found.iter().zip([3.0, -2.0, 0.0]) {
            assert!((effect.mean - slope).abs() < 1e-12 && effect.spread < 1e-12 && effect.lost == 0);
        }
        y[1] = f64::NAN;
        let found = effects(&plan, |point| plan.place(point), &y);
        assert_eq!(found.iter().map(|effect| effect.lost).sum::<usize>(), 2);
        assert!(found.iter().all(|effect| effect.absolute.is_finite()));
    }

    #[test]
    fn what_chance_does_alone_is_the_effect_of_a_parameter_without_any() {
        let plan = Screening { trajectories: 400, ..plan(vec![vec![0], vec![1], vec![2]]) };
        let replications = 4;
        let mut runs = Crossed::new(plan.points(), replications);
        for point in 0..plan.points() {
            let x = plan.place(point);
            for replication in 0..replications {
                // luck common to all points, and luck of each
                let draw = |of: u64| {
                    let word = u64::from(point) << 8 | u64::from(replication);
                    dice::place(of, Draw::Resample, word, 0, 1 << 20) as f64 / f64::from(1 << 20) - 0.5
                };
                let value = 3.0 * x[0] + 100.0 * f64::from(replication) + draw(1) + draw(2) + draw(3);
                runs.set(point, replication, value);
            }
        }
        let found = plan.effects(&runs);
        for effect in &found {
            // the deviation of one run is a half: of a mean of four paired differences √(2/4)/2, by the step
            let expected = (2.0_f64 / 4.0).sqrt() / 2.0 / plan.step() * FRAC_2_PI.sqrt();
            assert!((effect.by_chance / expected - 1.0).abs() < 0.05, "{} {expected}", effect.by_chance);
        }
        for without in &found[1..] {
            assert!((without.absolute / without.by_chance - 1.0).abs() < 0.1, "{without:?}");
        }
        assert!(found[0].absolute > 5.0 * found[0].by_chance);
        // one replication says nothing of chance
        let mut alone = Crossed::new(plan.points(), 1);
        (0..plan.points()).for_each(|point| alone.set(point, 0, plan.place(point)[0]));
        assert!(plan.effects(&alone).iter().all(|effect| effect.by_chance.is_nan()));
    }
}
