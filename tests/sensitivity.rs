//! Promise: the figures of sensitivity are those of theory where there is one, and of SALib on the same points.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![allow(clippy::disallowed_methods, reason = "no stored result depends on these sines")]

use std::f64::consts::PI;

use mutualise::sensitivity::morris::effects;
use mutualise::sensitivity::{Crossed, Indices, Saltelli, Screening};

/// Ishigami and Homma (1990) with a = 7, b = 0.1, over the unit cube.
fn ishigami(u: &[f64]) -> f64 {
    let x = |k: usize| -PI + 2.0 * PI * u[k];
    x(0).sin() + 7.0 * x(1).sin() * x(1).sin() + 0.1 * x(2).powi(4) * x(0).sin()
}

/// The g-function of Sobol' with the usual six coefficients.
const A: [f64; 6] = [0.0, 1.0, 4.5, 9.0, 99.0, 99.0];

fn g(u: &[f64]) -> f64 {
    u.iter().zip(A).map(|(u, a)| ((4.0 * u - 2.0).abs() + a) / (1.0 + a)).product()
}

/// Holds a figure to its reference, and prints both: with `--nocapture`, the table of the documentation.
fn near(found: f64, expected: f64, tolerance: f64, what: &str) {
    println!("{what}: {found:.6} against {expected:.6}");
    assert!((found - expected).abs() <= tolerance, "{what}: {found} against {expected}");
}

fn found(plan: &Saltelli, f: fn(&[f64]) -> f64) -> Indices {
    plan.indices(&(0..plan.points()).map(|point| f(&plan.place(point))).collect::<Vec<_>>())
}

#[test]
fn the_indices_of_ishigami_are_those_of_its_closed_form() {
    let (v1, v2, v13) = (
        0.5 * (1.0 + 0.1 * PI.powi(4) / 5.0).powi(2),
        49.0 / 8.0,
        0.01 * PI.powi(8) * (1.0 / 18.0 - 1.0 / 50.0),
    );
    let v = v1 + v2 + v13;
    let indices = found(&Saltelli { axes: 3, pairs: 8192, second: true, seed: 1 }, ishigami);
    near(indices.variance, v, 0.02 * v, "Ishigami, closed form, variance");
    for (axis, (first, total)) in [(v1, v1 + v13), (v2, v2), (0.0, v13)].into_iter().enumerate() {
        near(indices.first[axis].share, first / v, 0.01, "Ishigami, closed form, first");
        near(indices.total[axis].share, total / v, 0.01, "Ishigami, closed form, total");
        let interval = indices.total[axis].interval;
        assert!(interval.low <= total / v + 0.005 && total / v - 0.005 <= interval.high);
    }
    for (i, j, index) in &indices.second {
        near(
            index.share,
            if (*i, *j) == (0, 2) { v13 / v } else { 0.0 },
            0.02,
            "Ishigami, closed form, second",
        );
    }
}

#[test]
fn the_indices_of_the_g_function_are_those_of_its_closed_form() {
    let alone: Vec<f64> = A.iter().map(|a| 1.0 / (3.0 * (1.0 + a) * (1.0 + a))).collect();
    let v = alone.iter().map(|v| 1.0 + v).product::<f64>() - 1.0;
    let indices = found(&Saltelli { axes: 6, pairs: 8192, second: false, seed: 2 }, g);
    for axis in 0..6 {
        let others: f64 = (0..6).filter(|k| *k != axis).map(|k| 1.0 + alone[k]).product();
        near(indices.first[axis].share, alone[axis] / v, 0.01, "g, closed form, first");
        near(indices.total[axis].share, alone[axis] * others / v, 0.01, "g, closed form, total");
    }
}

/// Points that any language computes to the same bits: multiples of square roots of primes, their fractions.
fn weyl(row: usize, prime: f64) -> f64 {
    let x = (row + 1) as f64 * prime.sqrt();
    x - x.floor()
}

/// The outcomes of 512 pairs laid out by Weyl's points, in the order of a plan.
fn of_weyl(axes: usize, f: fn(&[f64]) -> f64) -> Vec<f64> {
    const PRIMES: [f64; 12] = [2.0, 3.0, 5.0, 7.0, 11.0, 13.0, 17.0, 19.0, 23.0, 29.0, 31.0, 37.0];
    let mut y = Vec::new();
    for row in 0..512 {
        let a: Vec<f64> = (0..axes).map(|k| weyl(row, PRIMES[k])).collect();
        let b: Vec<f64> = (0..axes).map(|k| weyl(row, PRIMES[axes + k])).collect();
        let mixed = |from: &[f64], other: &[f64], k: usize| {
            let mut point = from.to_vec();
            point[k] = other[k];
            f(&point)
        };
        y.push(f(&a));
        y.extend((0..axes).map(|k| mixed(&a, &b, k)));
        y.extend((0..axes).map(|k| mixed(&b, &a, k)));
        y.push(f(&b));
    }
    y
}

#[test]
fn on_the_same_points_the_indices_are_those_of_salib() {
    // SALib 1.6.0, sobol.analyze(calc_second_order=True), on the points of `of_weyl`
    let plan = Saltelli { axes: 3, pairs: 512, second: true, seed: 3 };
    let indices = plan.indices(&of_weyl(3, ishigami));
    let first = [0.26839329539, 0.45788283961, -0.016558423911];
    let total = [0.433763489129, 0.43799456205, 0.238540645635];
    let second = [0.01870968675, 0.28185376675, -0.028549962757];
    for axis in 0..3 {
        near(indices.first[axis].share, first[axis], 1e-9, "SALib, first");
        near(indices.total[axis].share, total[axis], 1e-9, "SALib, total");
        near(indices.second[axis].2.share, second[axis], 1e-9, "SALib, second");
    }
    // half the width of the 95 % interval: SALib takes 1.96 bootstrap deviations, here are bootstrap percentiles
    for (index, conf) in indices.first.iter().zip([0.06628167, 0.07361427, 0.07218419]) {
        let half = (index.interval.high - index.interval.low) / 2.0;
        assert!((half / conf - 1.0).abs() < 0.2, "{half} against {conf}");
    }
    let plan = Saltelli { axes: 6, pairs: 512, second: true, seed: 3 };
    let indices = plan.indices(&of_weyl(6, g));
    let first =
        [0.750485804792, 0.206698203619, -0.002237044224, 0.00730252102, 2.1934212e-05, 7.8760313e-05];
    let total =
        [0.803501101814, 0.245444144285, 0.033822583015, 0.010984948345, 0.000104997276, 0.000103091991];
    for axis in 0..6 {
        near(indices.first[axis].share, first[axis], 1e-9, "SALib, first");
        near(indices.total[axis].share, total[axis], 1e-9, "SALib, total");
    }
}

#[test]
fn on_the_same_trajectories_the_effects_are_those_of_salib() {
    // SALib 1.6.0, morris.sample(N=6, num_levels=4, seed=7) and morris.analyze, in thirds of the range
    let x: [[u8; 3]; 24] = [
        [1, 0, 0],
        [3, 0, 0],
        [3, 0, 2],
        [3, 2, 2],
        [0, 1, 2],
        [0, 3, 2],
        [0, 3, 0],
        [2, 3, 0],
        [2, 0, 3],
        [0, 0, 3],
        [0, 0, 1],
        [0, 2, 1],
        [3, 1, 1],
        [1, 1, 1],
        [1, 3, 1],
        [1, 3, 3],
        [1, 2, 3],
        [1, 0, 3],
        [3, 0, 3],
        [3, 0, 1],
        [1, 1, 3],
        [3, 1, 3],
        [3, 3, 3],
        [3, 3, 1],
    ];
    let plan = Screening { groups: vec![vec![0], vec![1], vec![2]], trajectories: 6, levels: 4, seed: 1 };
    let place = |point: u32| x[point as usize].map(|third| f64::from(third) / 3.0).to_vec();
    let y: Vec<f64> = (0..24).map(|point| ishigami(&place(point))).collect();
    let found = effects(&plan, place, &y);
    let expected = [
        (11.869918180481848, 11.869918180481848, 5.102120653285988),
        (0.0, 7.875, 8.626630280706362),
        (-2.082932034444372, 2.0829320344443736, 5.102120653285987),
    ];
    for (effect, (mean, absolute, spread)) in found.iter().zip(expected) {
        near(effect.mean, mean, 1e-9, "SALib, Morris, mu");
        near(effect.absolute, absolute, 1e-9, "SALib, Morris, mu star");
        near(effect.spread, spread, 1e-9, "SALib, Morris, sigma");
    }
    let x: [[u8; 3]; 18] = [
        [1, 1, 1],
        [3, 1, 1],
        [3, 3, 3],
        [3, 3, 2],
        [1, 3, 2],
        [1, 1, 0],
        [0, 2, 1],
        [2, 2, 1],
        [2, 0, 3],
        [2, 3, 0],
        [2, 1, 2],
        [0, 1, 2],
        [1, 1, 1],
        [1, 3, 3],
        [3, 3, 3],
        [1, 0, 2],
        [3, 0, 2],
        [3, 2, 0],
    ];
    let plan = Screening { groups: vec![vec![0], vec![1, 2]], ..plan };
    let place = |point: u32| x[point as usize].map(|third| f64::from(third) / 3.0).to_vec();
    let y: Vec<f64> = (0..18).map(|point| ishigami(&place(point))).collect();
    let found = effects(&plan, place, &y);
    near(found[0].absolute, 3.538190042704358, 1e-9, "SALib, Morris, mu star of a");
    near(found[1].absolute, 8.331728137777489, 1e-9, "SALib, Morris, mu star of the group b");
    assert!(found[1].mean.is_nan(), "a group has no sign");
}

#[test]
fn failed_points_are_counted_and_cost_only_the_pairs_they_stand_in() {
    let plan = Saltelli { axes: 3, pairs: 4096, second: false, seed: 1 };
    let mut y: Vec<f64> = (0..plan.points()).map(|point| ishigami(&plan.place(point))).collect();
    let whole = plan.indices(&y);
    // every tenth point fails
    y.iter_mut().step_by(10).for_each(|value| *value = f64::NAN);
    let holed = plan.indices(&y);
    assert_eq!((whole.failed, holed.failed), (0, y.len().div_ceil(10)));
    for axis in 0..3 {
        assert!(holed.total[axis].used < 4096 && holed.total[axis].used > 2000);
        near(holed.total[axis].share, whole.total[axis].share, 0.05, "total");
        near(holed.first[axis].share, whole.first[axis].share, 0.05, "first");
    }
}

#[test]
fn a_parameter_without_influence_has_none_and_screening_says_so() {
    let plan = Saltelli { axes: 4, pairs: 256, second: false, seed: 9 };
    let y: Vec<f64> = (0..plan.points()).map(|point| ishigami(&plan.place(point)[..3])).collect();
    assert_eq!(plan.indices(&y).total[3].share, 0.0);
    let groups = (0..4).map(|k| vec![k]).collect();
    let plan = Screening { groups, trajectories: 30, levels: 4, seed: 9 };
    let y: Vec<f64> = (0..plan.points()).map(|point| ishigami(&plan.place(point)[..3])).collect();
    let mut runs = Crossed::new(plan.points(), 1);
    y.iter().zip(0..).for_each(|(y, point)| runs.set(point, 0, *y));
    let found = plan.effects(&runs);
    assert_eq!(found[3].absolute, 0.0);
    assert!(found[..3].iter().all(|effect| effect.absolute > 1.0));
}
