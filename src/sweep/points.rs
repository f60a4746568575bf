//! Which points does a design have? Each is a pure function of the design and of its number.

use crate::catalogue::Value;
use crate::dice::{self, Draw};
use crate::error::both;
use crate::scenario::Scenario;
use crate::scenario::design::{Axis, Design, Listed, METHODS, Method, Range};
use crate::words::Bilingual;

use super::sobol;

/// How many points a design has that does not say.
const DEFAULT_POINTS: u32 = 64;

/// The points of a design.
#[derive(Clone, Debug)]
pub struct Points {
    /// What varies; a point has one value for each.
    pub axes: Vec<Axis>,
    seed: u64,
    count: u32,
    kind: Kind,
}

#[derive(Clone, Debug)]
enum Kind {
    Grid,
    List(Vec<(Option<Bilingual>, Vec<Value>)>),
    /// `slices[axis][point]`.
    LatinHypercube(Vec<Vec<u32>>),
    Sobol,
    Joint(Joint),
    Given(Given),
}

/// Axes whose values come together, in sets; what else varies comes from a Latin hypercube.
#[derive(Clone, Debug)]
struct Joint {
    /// The values of each set, on the first axes.
    sets: Vec<Vec<Value>>,
    /// The running sum of the weights of the sets.
    cumulative: Vec<f64>,
    /// `slices[k][point]`: the choice of the set, then the other axes.
    slices: Vec<Vec<u32>>,
}

/// Points of the unit cube that an analysis has laid out, by their number.
#[derive(Clone)]
pub struct Given {
    /// Its name in files.
    pub name: &'static str,
    /// The place of a point on each axis, from 0 to 1.
    pub place: std::sync::Arc<dyn Fn(u32) -> Vec<f64> + Send + Sync>,
}

impl std::fmt::Debug for Given {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(self.name)
    }
}

impl Points {
    /// The points of the scenario's design; `count` overrides the number the file gives.
    pub fn of(scenario: &Scenario, design: &Design, count: Option<u32>) -> Result<Points, Bilingual> {
        let seed = design.seed.unwrap_or(scenario.params.run.seed);
        let wanted = count.or(design.points).unwrap_or(DEFAULT_POINTS);
        let axes = design.axes.clone();
        let (count, kind) = match design.method {
            Method::Grid => (grid_size(&axes)?, Kind::Grid),
            Method::List => {
                let points: Vec<_> =
                    design.listed.iter().map(|listed| complete(scenario, &axes, listed)).collect();
                (points.len() as u32, Kind::List(points))
            }
            Method::LatinHypercube => {
                let slices = (0..axes.len()).map(|axis| shuffled(wanted, seed, axis)).collect();
                (wanted, Kind::LatinHypercube(slices))
            }
            Method::Sobol if axes.len() > sobol::dimensions() => return Err(too_many(axes.len())),
            Method::Sobol => (wanted, Kind::Sobol),
        };
        Ok(Points { axes, seed, count, kind })
    }

    /// Points whose first axes take their values together, in one of the weighted sets; the other axes are drawn from a
    /// Latin hypercube. No more points than there are sets where nothing else varies: they would be the same again.
    pub fn joint(
        axes: Vec<Axis>,
        (sets, weights): (Vec<Vec<Value>>, &[f64]),
        seed: u64,
        count: u32,
    ) -> Points {
        let others = axes.len() - sets.first().map_or(0, Vec::len);
        let count = if others == 0 { count.min(sets.len() as u32) } else { count };
        let sum = |sum: &mut f64, weight: &f64| {
            *sum += weight;
            Some(*sum)
        };
        let cumulative = weights.iter().scan(0.0, sum).collect();
        let slices = (0..=others).map(|axis| shuffled(count, seed, axis)).collect();
        Points { axes, seed, count, kind: Kind::Joint(Joint { sets, cumulative, slices }) }
    }

    /// Points that an analysis lays out.
    pub fn given(axes: Vec<Axis>, seed: u64, count: u32, given: Given) -> Points {
        Points { axes, seed, count, kind: Kind::Given(given) }
    }

    /// How many.
    pub fn count(&self) -> u32 {
        self.count
    }

    /// The seed they are drawn with.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// The name of the method in files.
    pub fn method(&self) -> &'static str {
        let word = |method| METHODS.iter().find(|(_, known)| *known == method).map_or("", |(word, _)| *word);
        match &self.kind {
            Kind::Grid => word(Method::Grid),
            Kind::List(_) => word(Method::List),
            Kind::LatinHypercube(_) => word(Method::LatinHypercube),
            Kind::Sobol => word(Method::Sobol),
            Kind::Joint(_) => "ensemble",
            Kind::Given(given) => given.name,
        }
    }

    /// The name somebody gave a point.
    pub fn label(&self, point: u32) -> Option<&Bilingual> {
        match &self.kind {
            Kind::List(points) => points[point as usize].0.as_ref(),
            _ => None,
        }
    }

    /// The names of all points, where somebody gave any.
    pub fn labels(&self) -> Vec<Option<Bilingual>> {
        match &self.kind {
            Kind::List(points) if points.iter().any(|(label, _)| label.is_some()) => {
                points.iter().map(|(label, _)| label.clone()).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The values of a point, one for each axis.
    pub fn point(&self, point: u32) -> Vec<Value> {
        let at = |place: &dyn Fn(usize) -> f64| -> Vec<Value> {
            self.axes.iter().enumerate().map(|(k, axis)| axis.range.at(place(k))).collect()
        };
        match &self.kind {
            Kind::Grid => self.on_grid(point),
            Kind::List(points) => points[point as usize].1.clone(),
            Kind::LatinHypercube(slices) => at(&|axis| self.in_slice(slices, axis, point)),
            Kind::Joint(joint) => {
                let place = self.in_slice(&joint.slices, 0, point);
                let total = joint.cumulative.last().copied().unwrap_or(1.0);
                let set = joint.cumulative.partition_point(|&sum| sum <= place * total);
                let mut values = joint.sets[set.min(joint.sets.len() - 1)].clone();
                let others = self.axes[values.len()..].iter().enumerate();
                let drawn = others.map(|(k, axis)| axis.range.at(self.in_slice(&joint.slices, k + 1, point)));
                values.extend(drawn.collect::<Vec<_>>());
                values
            }
            Kind::Sobol => at(&|axis| sobol::coordinate(point, axis, self.seed)),
            Kind::Given(given) => {
                let places = (given.place)(point);
                at(&|axis| places[axis])
            }
        }
    }

    /// The place of a point on an axis cut into slices, somewhere in its own.
    fn in_slice(&self, slices: &[Vec<u32>], axis: usize, point: u32) -> f64 {
        let within = dice::share(self.seed, Draw::WithinSlice, axis as u64, u64::from(point));
        (f64::from(slices[axis][point as usize]) + within) / f64::from(self.count)
    }

    /// The values of a point by path, as a scenario takes them.
    pub fn settings(&self, point: u32) -> Vec<(&str, Value)> {
        self.axes.iter().map(|axis| axis.path.as_str()).zip(self.point(point)).collect()
    }

    /// The last axis changes fastest, as the digits of a number do.
    fn on_grid(&self, point: u32) -> Vec<Value> {
        let mut rest = point as usize;
        let mut values: Vec<Value> = Vec::new();
        for axis in self.axes.iter().rev() {
            let Range::Among(among) = &axis.range else { unreachable!("a grid has values on every axis") };
            values.push(among[rest % among.len()].clone());
            rest /= among.len();
        }
        values.reverse();
        values
    }
}

fn grid_size(axes: &[Axis]) -> Result<u32, Bilingual> {
    let sizes = axes.iter().map(|axis| match &axis.range {
        Range::Among(values) => values.len() as u128,
        _ => unreachable!("a grid has values on every axis"),
    });
    let size = sizes.fold(1_u128, |product, size| product.saturating_mul(size));
    let most = crate::scenario::design::MOST_POINTS as u128;
    u32::try_from(size).ok().filter(|size| u128::from(*size) <= most).ok_or_else(|| {
        both(
            format!("cette grille a {size} points, au plus {most}\nremède : moins de valeurs, ou method = \"sobol\""),
            format!("this grid has {size} points, at most {most}\nremedy: fewer values, or method = \"sobol\""),
        )
    })
}

fn too_many(axes: usize) -> Bilingual {
    let most = sobol::dimensions();
    both(
        format!(
            "{axes} paramètres varient, la suite de Sobol' en permet {most}\nremède : method = \"latin-hypercube\""
        ),
        format!(
            "{axes} parameters vary, the Sobol' sequence allows {most}\nremedy: method = \"latin-hypercube\""
        ),
    )
}

/// A listed point sets some values; the scenario has the others.
fn complete(scenario: &Scenario, axes: &[Axis], listed: &Listed) -> (Option<Bilingual>, Vec<Value>) {
    let value = |axis: &Axis| {
        let own = || scenario.value_at(&axis.path);
        let value = listed.values.get(&axis.path).cloned().or_else(own);
        value.unwrap_or_else(|| unreachable!("the paths of a design are checked when it is read"))
    };
    (listed.label.clone(), axes.iter().map(value).collect())
}

/// A random order of the slices (Fisher and Yates, as Durstenfeld has it).
fn shuffled(count: u32, seed: u64, axis: usize) -> Vec<u32> {
    let mut order: Vec<u32> = (0..count).collect();
    for last in (1..order.len()).rev() {
        let other = dice::place(seed, Draw::Slice, axis as u64, last as u64, last + 1);
        order.swap(last, other);
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axis(path: &str, range: Range) -> Axis {
        Axis { path: path.to_owned(), label: both("x", "x"), unit: Bilingual::default(), range, group: None }
    }

    fn points(method: Method, axes: Vec<Axis>, count: u32) -> Points {
        let design = Design { method, points: Some(count), seed: Some(3), axes, listed: Vec::new() };
        Points::of(&Scenario::base(), &design, None).unwrap()
    }

    fn unit() -> Range {
        Range::Between { low: 0.0, high: 1.0, logarithmic: false }
    }

    #[test]
    fn a_grid_meets_every_combination_once() {
        let whole = |values: &[i64]| Range::Among(values.iter().copied().map(Value::Integer).collect());
        let grid = points(Method::Grid, vec![axis("a.b", whole(&[1, 2])), axis("a.c", whole(&[5, 6, 7]))], 9);
        let all: Vec<Vec<f64>> =
            (0..grid.count()).map(|p| grid.point(p).iter().filter_map(Value::as_number).collect()).collect();
        assert_eq!(all, [[1., 5.], [1., 6.], [1., 7.], [2., 5.], [2., 6.], [2., 7.]]);
    }

    #[test]
    fn a_latin_hypercube_meets_each_slice_of_each_axis_once() {
        let axes =
            vec![axis("a.b", unit()), axis("a.c", unit()), axis("a.d", Range::Whole { low: 1, high: 3 })];
        let cube = points(Method::LatinHypercube, axes, 30);
        for k in 0..2 {
            let mut slices: Vec<usize> =
                (0..30).map(|p| (cube.point(p)[k].as_number().unwrap() * 30.0) as usize).collect();
            slices.sort_unstable();
            assert_eq!(slices, (0..30).collect::<Vec<_>>());
        }
        let ones = (0..30).filter(|p| cube.point(*p)[2] == Value::Integer(1)).count();
        assert_eq!(ones, 10, "whole numbers are equally likely");
    }

    #[test]
    fn joint_values_come_in_sets_each_as_often_as_it_weighs() {
        let numbers = |values: [f64; 2]| values.map(Value::Float).to_vec();
        let sets = vec![numbers([1.0, 10.0]), numbers([2.0, 20.0]), numbers([3.0, 30.0])];
        let axes = || vec![axis("a.b", unit()), axis("a.c", unit()), axis("a.d", unit())];
        let drawn = Points::joint(axes(), (sets.clone(), &[1.0, 2.0, 1.0]), 5, 40);
        let points: Vec<Vec<Value>> = (0..drawn.count()).map(|p| drawn.point(p)).collect();
        let of = |set: &Vec<Value>| points.iter().filter(|point| point[..2] == set[..]).count();
        assert_eq!(sets.iter().map(of).collect::<Vec<_>>(), [10, 20, 10]);
        let mut slices: Vec<usize> =
            points.iter().map(|p| (p[2].as_number().unwrap() * 40.0) as usize).collect();
        slices.sort_unstable();
        assert_eq!(slices, (0..40).collect::<Vec<_>>(), "what else varies is a Latin hypercube");
        // alone, no set is met twice
        let alone = Points::joint(axes()[..2].to_vec(), (sets.clone(), &[1.0; 3]), 5, 40);
        let mut met: Vec<f64> = (0..alone.count()).filter_map(|p| alone.point(p)[0].as_number()).collect();
        met.sort_by(f64::total_cmp);
        assert_eq!(met, [1.0, 2.0, 3.0]);
    }

    #[test]
    fn a_longer_sobol_sequence_begins_with_the_shorter_one() {
        let axes = || {
            vec![
                axis("a.b", unit()),
                axis("a.c", Range::Between { low: 1.0, high: 100.0, logarithmic: true }),
            ]
        };
        let (short, long) = (points(Method::Sobol, axes(), 8), points(Method::Sobol, axes(), 64));
        assert!((0..8).all(|p| short.point(p) == long.point(p)));
        let below_ten = (0..64).filter(|p| long.point(*p)[1].as_number().unwrap() < 10.0).count();
        assert_eq!(below_ten, 32, "evenly by ratios");
    }
}
