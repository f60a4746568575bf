//! What would a candidate show? For each target a straight line through the candidates nearest to the facts.

/// The least number of candidates for each coefficient of a line.
const CANDIDATES_PER_COEFFICIENT: usize = 3;
/// What steadies lines through few candidates, as a share of their number.
const RIDGE: f64 = 1e-3;

/// An observable as a linear function of coordinates, each −½ to ½ across its range.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Its value in the middle of all ranges.
    pub middle: f64,
    /// Its change across each range.
    pub slopes: Vec<f64>,
}

/// Of candidates in the order of their misfit, how many a line is fitted to: the nearer half, if it is enough.
pub fn nearest(candidates: usize, parameters: usize) -> usize {
    (candidates / 2).max(CANDIDATES_PER_COEFFICIENT * (parameters + 1)).min(candidates)
}

impl Line {
    /// Least squares; nothing without a point.
    pub fn through(points: &[(&[f64], f64)]) -> Option<Line> {
        let size = points.first()?.0.len() + 1;
        let (mut matrix, mut right) = (vec![vec![0.0; size]; size], vec![0.0; size]);
        for (coordinates, value) in points {
            let term = |k: usize| if k == 0 { 1.0 } else { coordinates[k - 1] };
            for (row, line) in matrix.iter_mut().enumerate() {
                right[row] += term(row) * value;
                line.iter_mut().enumerate().for_each(|(column, cell)| *cell += term(row) * term(column));
            }
        }
        // the value in the middle is not held back
        for (k, row) in matrix.iter_mut().enumerate().skip(1) {
            row[k] += RIDGE * points.len() as f64;
        }
        let mut solution = solve(matrix, right);
        let slopes = solution.split_off(1);
        Some(Line { middle: solution[0], slopes })
    }
}

/// The sum of products.
pub fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Solves a symmetric, positive definite system by Cholesky's method.
fn solve(mut matrix: Vec<Vec<f64>>, mut right: Vec<f64>) -> Vec<f64> {
    let size = right.len();
    for row in 0..size {
        for column in 0..=row {
            let done = dot(&matrix[row][..column], &matrix[column][..column]);
            let left = matrix[row][column] - done;
            matrix[row][column] = if row == column { left.sqrt() } else { left / matrix[column][column] };
        }
        right[row] = (right[row] - dot(&matrix[row][..row], &right[..row])) / matrix[row][row];
    }
    for row in (0..size).rev() {
        let below: f64 = (row + 1..size).map(|k| matrix[k][row] * right[k]).sum();
        right[row] = (right[row] - below) / matrix[row][row];
    }
    right
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_found_again_but_for_what_steadies_it() {
        let places: Vec<[f64; 2]> =
            (0..400).map(|k| [f64::from(k % 20) / 20.0 - 0.475, f64::from(k / 20) / 20.0 - 0.475]).collect();
        let points: Vec<(&[f64], f64)> =
            places.iter().map(|place| (&place[..], 3.0 + 2.0 * place[0] - 4.0 * place[1])).collect();
        let line = Line::through(&points).expect("a line");
        // the variance of an even spread is a twelfth: a ridge of a thousandth takes a 12 in 1,000 off slopes
        assert!((line.middle - 3.0).abs() < 1e-9, "{line:?}");
        assert!((line.slopes[0] - 2.0).abs() < 0.03 && (line.slopes[1] + 4.0).abs() < 0.06, "{line:?}");
        assert_eq!(Line::through(&[]), None);
    }

    #[test]
    fn systems_are_solved() {
        let matrix = vec![vec![4.0, 2.0, 0.6], vec![2.0, 5.0, 1.0], vec![0.6, 1.0, 3.0]];
        let right: Vec<f64> = matrix.iter().map(|row| dot(row, &[1.0, -2.0, 3.0])).collect();
        let solved = solve(matrix, right);
        assert!(solved.iter().zip([1.0, -2.0, 3.0]).all(|(a, b)| (a - b).abs() < 1e-12), "{solved:?}");
    }

    #[test]
    fn lines_are_drawn_through_the_nearer_half_unless_it_is_too_few() {
        assert_eq!([nearest(400, 9), nearest(40, 9), nearest(20, 9)], [200, 30, 20]);
    }
}
