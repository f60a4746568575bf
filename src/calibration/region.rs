//! Where do all lines meet their bands? An even walk through that part of the ranges.
//!
//! The region is cut out by planes; the walk is hit-and-run (Smith 1984, *Operations Research* 32(6)): a direction
//! drawn evenly, then a point drawn evenly on the chord. Where no point is known that meets all bands, planes stand as
//! far out as the walk's own worst one, and are drawn in as it comes nearer.

use super::emulator::{Line, dot};
use crate::comparison::targets::Target;
use crate::dice::Roll;

/// Steps in search of a point that meets all bands.
const SEARCH: usize = 20_000;
/// How much further bands are stretched that cannot be met together, in half-bands, so that there is room to walk.
const ROOM: f64 = 0.25;
/// Steps between two draws, for each parameter: enough to forget the last.
const STEPS_PER_PARAMETER: usize = 10;

/// How often a place is drawn anew where it cannot be kept.
const TRIES: usize = 200;

/// Draws until the place may be kept; the last one if none of many may.
pub fn kept<'a>(
    mut draw: impl FnMut() -> Vec<f64> + 'a,
    keep: &'a dyn Fn(&[f64]) -> bool,
) -> impl FnMut() -> Vec<f64> + 'a {
    move || {
        let mut point = draw();
        for _ in 1..TRIES {
            if keep(&point) {
                break;
            }
            point = draw();
        }
        point
    }
}

/// One side of a band: the product with a point stays below the bound.
struct Plane {
    normal: Vec<f64>,
    bound: f64,
    /// Half the width of the band.
    scale: f64,
}

/// The part of the ranges, each −½ to ½, in which lines meet their bands.
pub struct Region {
    planes: Vec<Plane>,
}

impl Region {
    /// The region of these targets; one without a line cuts nothing off.
    pub fn of(lines: &[Option<Line>], targets: &[Target]) -> Region {
        let mut planes = Vec::new();
        for (line, target) in lines.iter().zip(targets) {
            let Some(line) = line else { continue };
            let half = (target.high - target.low) / 2.0;
            let scale = if half > 0.0 { half } else { 1.0 };
            let below = line.slopes.iter().map(|slope| -slope).collect();
            planes.push(Plane { normal: line.slopes.clone(), bound: target.high - line.middle, scale });
            planes.push(Plane { normal: below, bound: line.middle - target.low, scale });
        }
        Region { planes }
    }

    /// How far a point is out at worst, in half-bands; nothing inside.
    fn slack(&self, point: &[f64]) -> f64 {
        let out = |plane: &Plane| (dot(&plane.normal, point) - plane.bound) / plane.scale;
        self.planes.iter().map(out).fold(0.0, f64::max)
    }

    /// So many points that may be kept, drawn one after the other, and how far bands had to be stretched.
    pub fn draw(
        &self,
        start: &[f64],
        count: usize,
        roll: &mut Roll,
        keep: &dyn Fn(&[f64]) -> bool,
    ) -> (Vec<Vec<f64>>, f64) {
        let (mut point, mut slack) = (start.to_vec(), self.slack(start));
        for _ in 0..SEARCH {
            if slack <= 0.0 {
                break;
            }
            self.step(&mut point, slack, roll);
            slack = slack.min(self.slack(&point));
        }
        if slack > 0.0 {
            slack += ROOM;
        }
        let draw = || {
            (0..STEPS_PER_PARAMETER * start.len()).for_each(|_| self.step(&mut point, slack, roll));
            point.clone()
        };
        let mut draw = kept(draw, keep);
        ((0..count).map(|_| draw()).collect(), slack)
    }

    /// Moves within the ranges and the planes, these further out by so many half-bands.
    fn step(&self, point: &mut [f64], slack: f64, roll: &mut Roll) {
        let direction: Vec<f64> = point.iter().map(|_| roll.normal()).collect();
        let (mut back, mut ahead) = (f64::NEG_INFINITY, f64::INFINITY);
        let mut cut = |room: f64, speed: f64| {
            if speed > 0.0 {
                ahead = ahead.min(room.max(0.0) / speed);
            } else if speed < 0.0 {
                back = back.max(room.max(0.0) / speed);
            }
        };
        for (at, speed) in point.iter().zip(&direction) {
            cut(0.5 - at, *speed);
            cut(0.5 + at, -speed);
        }
        for plane in &self.planes {
            let room = plane.bound + slack * plane.scale - dot(&plane.normal, point);
            cut(room, dot(&plane.normal, &direction));
        }
        let far = back + roll.uniform() * (ahead - back);
        for (at, speed) in point.iter_mut().zip(&direction) {
            *at = (*at + far * speed).clamp(-0.5, 0.5);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::comparison::targets::{EMBEDDED, read};
    use crate::dice::{Decision, Dice};

    fn band(low: f64, high: f64) -> Target {
        let mut target = read("embedded", EMBEDDED).expect("targets").remove(0);
        (target.low, target.high) = (low, high);
        target
    }

    /// Half a square, cut along its diagonal: a third of the way on average, and nothing beyond.
    #[test]
    fn draws_are_even_in_a_triangle() {
        let line = Line { middle: 0.0, slopes: vec![1.0, 1.0] };
        let region = Region::of(&[Some(line), None], &[band(-5.0, 0.0), band(0.0, 1.0)]);
        let dice = Dice::new(5, 1);
        let mut roll = dice.roll(Decision::Calibration, 0, 0);
        // the start is out of the region, which is found
        let (points, slack) = region.draw(&[0.4, 0.4], 20_000, &mut roll, &|_| true);
        assert!(slack <= 0.0, "{slack}");
        assert!(
            points.iter().all(|point| point[0] + point[1] <= 1e-9 && point.iter().all(|at| at.abs() <= 0.5))
        );
        for place in 0..2 {
            let mean = points.iter().map(|point| point[place]).sum::<f64>() / points.len() as f64;
            assert!((mean + 1.0 / 6.0).abs() < 0.01, "{mean}");
        }
        let corner = points.iter().filter(|point| point[0] < -0.25 && point[1] < -0.25).count();
        assert!((corner as f64 / points.len() as f64 - 0.125).abs() < 0.01, "{corner}");
    }

    #[test]
    fn bands_that_cannot_be_met_together_are_stretched_no_further_than_they_must_be() {
        let line = |slope: f64| Some(Line { middle: 0.0, slopes: vec![slope, 0.0] });
        // the first asks for 0.3 at least, the second for 0.1 at most: 0.2 is half a band of 0.2 out of each
        let region = Region::of(&[line(1.0), line(1.0)], &[band(0.3, 0.7), band(-0.3, 0.1)]);
        let dice = Dice::new(5, 1);
        let mut roll = dice.roll(Decision::Calibration, 0, 0);
        let (points, slack) = region.draw(&[-0.4, 0.1], 200, &mut roll, &|_| true);
        assert!((slack - 0.5 - ROOM).abs() < 1e-2, "{slack}");
        assert!(points.iter().all(|point| (point[0] - 0.2).abs() < 0.052));
        assert!(points.iter().any(|point| point[1] > 0.4) && points.iter().any(|point| point[1] < -0.4));
    }
}
