//! Under which conditions does something happen? Scenario discovery by patient rule induction (Friedman and Fisher 1999,
//! as Bryant and Lempert 2010 use it): from all draws, slices are peeled off until those that are left are nearly all
//! cases of interest.

pub mod knowledge;

pub use knowledge::{Flip, Knowledge, Known, Rarer};

use crate::comparison::statistics::binomial_at_least;

/// The share of the draws in a box that one peel takes off.
const PEEL: f64 = 0.05;
/// The smallest share of all draws that a box may hold.
const SMALLEST: f64 = 0.05;

/// The values of a parameter over the draws.
#[derive(Clone, Debug, PartialEq)]
pub enum Column {
    /// Numbers; yes/no as 1 and 0.
    Numbers(Vec<f64>),
    /// Words.
    Words(Vec<String>),
}

/// A condition on a parameter.
#[derive(Clone, Debug, PartialEq)]
pub enum Limit {
    /// At least so much.
    AtLeast(f64),
    /// At most so much.
    AtMost(f64),
    /// Not this word.
    Not(String),
}

/// A condition on a parameter, and how likely it would look as good by chance.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// The place of the parameter.
    pub column: usize,
    /// What it has to be.
    pub limit: Limit,
    /// The quasi-p value: how likely the density of the box would be as high or higher if this condition did nothing.
    pub quasi_p: f64,
}

/// A box on the peeling trajectory.
#[derive(Clone, Debug, PartialEq)]
pub struct Peeled {
    /// Its conditions, one for each side of each restricted parameter.
    pub conditions: Vec<Condition>,
    /// Draws inside.
    pub inside: usize,
    /// Cases of interest inside.
    pub cases: usize,
    /// The share of all cases of interest that are inside.
    pub coverage: f64,
    /// The share of the draws inside that are cases of interest.
    pub density: f64,
    /// The share of all draws that are inside.
    pub mass: f64,
}

/// The boxes from the whole to the smallest, each inside the one before; the first has no condition.
pub fn peel(columns: &[Column], interest: &[bool]) -> Vec<Peeled> {
    let all: Vec<usize> = (0..interest.len()).collect();
    let mut limits: Vec<(usize, Limit)> = Vec::new();
    let mut inside = all;
    let mut trajectory = vec![peeled(columns, interest, &limits, &inside)];
    while let Some((next, left)) = best(columns, interest, &limits, &inside) {
        if (left.len() as f64) < SMALLEST * interest.len() as f64 {
            break;
        }
        (limits, inside) = (next, left);
        trajectory.push(peeled(columns, interest, &limits, &inside));
    }
    trajectory
}

/// The box that balances coverage and density best (the largest harmonic mean), without the conditions that could well be
/// chance.
pub fn choose(columns: &[Column], interest: &[bool], trajectory: &[Peeled]) -> Option<Peeled> {
    const CHANCE: f64 = 0.05;
    let balance = |b: &Peeled| 2.0 * b.coverage * b.density / (b.coverage + b.density);
    let best = trajectory.iter().filter(|b| b.cases > 0).max_by(|a, b| balance(a).total_cmp(&balance(b)))?;
    let mut chosen = best.clone();
    while let Some(worst) = chosen
        .conditions
        .iter()
        .enumerate()
        .filter(|(_, condition)| condition.quasi_p > CHANCE)
        .max_by(|a, b| a.1.quasi_p.total_cmp(&b.1.quasi_p))
        .map(|(place, _)| place)
    {
        let mut limits: Vec<(usize, Limit)> =
            chosen.conditions.iter().map(|c| (c.column, c.limit.clone())).collect();
        limits.remove(worst);
        let inside: Vec<usize> = (0..interest.len())
            .filter(|row| limits.iter().all(|limit| holds(columns, limit, *row)))
            .collect();
        chosen = peeled(columns, interest, &limits, &inside);
    }
    Some(chosen)
}

type Candidate = (Vec<(usize, Limit)>, Vec<usize>);

/// The peel that raises the density most for each draw it takes off; of equals, the one that restricts the fewest
/// parameters.
fn best(
    columns: &[Column],
    interest: &[bool],
    limits: &[(usize, Limit)],
    inside: &[usize],
) -> Option<Candidate> {
    let before = density(interest, inside);
    let mut best: Option<((f64, usize), Candidate)> = None;
    for (place, column) in columns.iter().enumerate() {
        for limit in candidates(column, inside) {
            let limit = (place, limit);
            let left: Vec<usize> =
                inside.iter().copied().filter(|row| holds(columns, &limit, *row)).collect();
            if left.is_empty() || left.len() == inside.len() {
                continue;
            }
            let gain = (density(interest, &left) - before) / (inside.len() - left.len()) as f64;
            let next = with(limits, limit);
            let free = columns.len() - restricted(&next);
            let better = best.as_ref().is_none_or(|(score, _)| (gain, free) > *score);
            if gain > 0.0 && better {
                best = Some(((gain, free), (next, left)));
            }
        }
    }
    best.map(|(_, candidate)| candidate)
}

fn restricted(limits: &[(usize, Limit)]) -> usize {
    let mut columns: Vec<usize> = limits.iter().map(|(column, _)| *column).collect();
    columns.sort_unstable();
    columns.dedup();
    columns.len()
}

/// A limit in place of a wider one on the same side.
fn with(limits: &[(usize, Limit)], more: (usize, Limit)) -> Vec<(usize, Limit)> {
    let same = |(column, limit): &(usize, Limit)| {
        *column == more.0
            && matches!(
                (limit, &more.1),
                (Limit::AtLeast(_), Limit::AtLeast(_)) | (Limit::AtMost(_), Limit::AtMost(_))
            )
    };
    limits.iter().filter(|limit| !same(limit)).cloned().chain([more.clone()]).collect()
}

/// The peels a column offers: its upper end, its lower end; or each word.
fn candidates(column: &Column, inside: &[usize]) -> Vec<Limit> {
    match column {
        Column::Numbers(values) => {
            let mut sorted: Vec<f64> = inside.iter().map(|row| values[*row]).collect();
            sorted.sort_by(f64::total_cmp);
            vec![Limit::AtMost(cut(&sorted, 1.0 - PEEL)), Limit::AtLeast(cut(&sorted, PEEL))]
        }
        Column::Words(words) => {
            let mut found: Vec<&String> = inside.iter().map(|row| &words[*row]).collect();
            found.sort_unstable();
            found.dedup();
            found.into_iter().map(|word| Limit::Not(word.clone())).collect()
        }
    }
}

/// A place between two different values near a quantile, so that equal values stay together.
fn cut(sorted: &[f64], quantile: f64) -> f64 {
    let place = (sorted.len() - 1) as f64 * quantile;
    let (mut below, mut above) = (place.floor() as usize, place.ceil() as usize);
    while sorted[below] == sorted[above] {
        if quantile > 0.5 && below > 0 {
            below -= 1;
        } else if quantile <= 0.5 && above < sorted.len() - 1 {
            above += 1;
        } else {
            break;
        }
    }
    (sorted[below] + sorted[above]) / 2.0
}

/// Whether a draw meets a condition.
fn holds(columns: &[Column], (place, limit): &(usize, Limit), row: usize) -> bool {
    match (&columns[*place], limit) {
        (Column::Numbers(values), Limit::AtLeast(least)) => values[row] >= *least,
        (Column::Numbers(values), Limit::AtMost(most)) => values[row] <= *most,
        (Column::Words(words), Limit::Not(word)) => words[row] != *word,
        _ => true,
    }
}

fn count(interest: &[bool], rows: &[usize]) -> usize {
    rows.iter().filter(|row| interest[**row]).count()
}

fn density(interest: &[bool], rows: &[usize]) -> f64 {
    count(interest, rows) as f64 / rows.len() as f64
}

fn peeled(columns: &[Column], interest: &[bool], limits: &[(usize, Limit)], inside: &[usize]) -> Peeled {
    let (cases, all) = (count(interest, inside), interest.iter().filter(|case| **case).count());
    let condition = |place: usize| {
        let without: Vec<usize> = (0..interest.len())
            .filter(|row| {
                limits.iter().enumerate().all(|(k, limit)| k == place || holds(columns, limit, *row))
            })
            .collect();
        Condition {
            column: limits[place].0,
            limit: limits[place].1.clone(),
            quasi_p: binomial_at_least(cases, inside.len(), density(interest, &without)),
        }
    };
    Peeled {
        conditions: (0..limits.len()).map(condition).collect(),
        inside: inside.len(),
        cases,
        coverage: cases as f64 / all as f64,
        density: cases as f64 / inside.len() as f64,
        mass: inside.len() as f64 / interest.len() as f64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Points that any language computes to the same bits.
    fn weyl(row: usize, prime: f64) -> f64 {
        let x = (row + 1) as f64 * prime.sqrt();
        x - x.floor()
    }

    fn example() -> (Vec<Column>, Vec<bool>) {
        let column = |prime: f64| (0..500).map(|row| weyl(row, prime)).collect::<Vec<_>>();
        let (a, b, c, hidden) = (column(2.0), column(3.0), column(5.0), column(7.0));
        let interest =
            (0..500).map(|k| (a[k] > 0.6 && b[k] < 0.5 && hidden[k] < 0.85) || hidden[k] > 0.97).collect();
        (vec![Column::Numbers(a), Column::Numbers(b), Column::Numbers(c)], interest)
    }

    #[test]
    fn the_trajectory_is_that_of_the_ema_workbench() {
        // ema_workbench 2.5.3, Prim(x, y, threshold=0.5, peel_alpha=0.05, mass_min=0.05), peeling without pasting
        let (columns, interest) = example();
        let trajectory = peel(&columns, &interest);
        assert_eq!(trajectory.len(), 36);
        for (place, n, k) in [
            (0, 500, 101),
            (1, 475, 100),
            (10, 295, 95),
            (14, 239, 91),
            (20, 173, 90),
            (30, 100, 88),
            (35, 76, 70),
        ] {
            assert_eq!((trajectory[place].inside, trajectory[place].cases), (n, k), "box {place}");
        }
        assert!((trajectory[20].coverage - 0.8910891089).abs() < 1e-9);
        assert!((trajectory[20].density - 0.5202312139).abs() < 1e-9);
        let of = |place: usize, column: usize, upper: bool| {
            trajectory[place]
                .conditions
                .iter()
                .find(|c| c.column == column && matches!(c.limit, Limit::AtMost(_)) == upper)
                .unwrap()
        };
        assert!(
            matches!(of(20, 0, false).limit, Limit::AtLeast(x) if (x - 0.31327522309616995).abs() < 1e-12)
        );
        assert!(matches!(of(20, 1, true).limit, Limit::AtMost(x) if (x - 0.5056603370573214).abs() < 1e-12));
        for (place, column, upper, quasi_p) in [
            (20, 0, false, 2.2492265578058654e-05),
            (20, 1, true, 1.2942083153183364e-11),
            (35, 0, false, 1.497962130154452e-23),
            (35, 2, false, 0.28189865466514313),
            (35, 2, true, 0.5118521626138359),
        ] {
            let found = of(place, column, upper).quasi_p;
            assert!((found / quasi_p - 1.0).abs() < 1e-6, "{found} against {quasi_p}");
        }
    }

    #[test]
    fn the_chosen_box_finds_the_conditions_and_leaves_out_what_is_chance() {
        let (columns, interest) = example();
        let chosen = choose(&columns, &interest, &peel(&columns, &interest)).unwrap();
        assert_eq!(chosen.conditions.len(), 2);
        for condition in &chosen.conditions {
            match (condition.column, &condition.limit) {
                (0, Limit::AtLeast(x)) => assert!((x - 0.6).abs() < 0.05, "{x}"),
                (1, Limit::AtMost(x)) => assert!((x - 0.5).abs() < 0.05, "{x}"),
                other => panic!("{other:?}"),
            }
        }
        assert!(chosen.density > 0.8 && chosen.coverage > 0.8);
    }

    #[test]
    fn words_are_peeled_one_by_one() {
        let words = ["red", "green", "blue"].map(str::to_owned);
        let column = Column::Words((0..300).map(|k| words[k % 3].clone()).collect());
        let noise = Column::Numbers((0..300).map(|row| weyl(row, 2.0)).collect());
        let interest: Vec<bool> = (0..300).map(|k| k % 3 == 2).collect();
        let chosen =
            choose(&[column.clone(), noise.clone()], &interest, &peel(&[column, noise], &interest)).unwrap();
        let limits: Vec<&Limit> = chosen.conditions.iter().map(|c| &c.limit).collect();
        assert_eq!(limits, [&Limit::Not("green".into()), &Limit::Not("red".into())]);
        assert_eq!((chosen.coverage, chosen.density), (1.0, 1.0));
    }
}
