//! A value measured over replications, with its Monte Carlo standard error.

/// Standard errors within which a measure must agree with its formula.
pub const TOLERANCE: f64 = 4.0;
/// An error of the mechanism that must be seen.
pub const MUTATION: f64 = 1.02;

/// What the reader is told.
pub const CHAPTER: &str = include_str!("../../docs/verification.md");

/// The mean over replications and its standard error.
#[derive(Clone, Copy, Debug)]
pub struct Measured {
    pub mean: f64,
    pub error: f64,
}

impl Measured {
    pub fn of(values: &[f64]) -> Measured {
        let n = values.len() as f64;
        assert!(n >= 30.0, "too few replications for a standard error: {n}");
        let mean = values.iter().sum::<f64>() / n;
        let variance = values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / (n - 1.0);
        Measured { mean, error: (variance / n).sqrt() }
    }

    fn errors_from(&self, expected: f64) -> f64 {
        (self.mean - expected).abs() / self.error
    }

    /// Panics unless the measure agrees with the formula, refuses the formula with one input two per cent off, and is in
    /// the table of the chapter.
    pub fn must_be(&self, expected: f64, mutated: f64, what: &str) {
        self.must_agree(expected, what);
        self.must_refuse(mutated, what);
    }

    /// Panics unless the measure agrees with the formula and is in the table of the chapter.
    pub fn must_agree(&self, expected: f64, what: &str) {
        let (mean, tolerance) = (self.mean, TOLERANCE * self.error);
        println!("{what}: {mean:.5} against {expected:.5} ± {tolerance:.5}");
        self.agree(expected, what);
        let row = format!("| {mean:.5} | {expected:.5} | {tolerance:.5} |");
        assert!(CHAPTER.contains(&row), "{what}: docs/verification.md does not say {row}");
    }

    fn agree(&self, expected: f64, what: &str) {
        let off = self.errors_from(expected);
        assert!(off <= TOLERANCE, "{what}: {self:?} against {expected} ({off:.1} errors)");
    }

    /// Panics unless the measure refuses a value that is wrong.
    pub fn must_refuse(&self, wrong: f64, what: &str) {
        let off = self.errors_from(wrong);
        assert!(off > TOLERANCE, "{what}: {self:?} does not refuse {wrong} ({off:.1} errors)");
    }
}

#[test]
fn a_measure_agrees_with_its_mean_and_refuses_what_is_far() {
    let values: Vec<f64> = (0..100).map(|k| f64::from(k % 10)).collect();
    let measured = Measured::of(&values);
    assert_eq!(measured.mean, 4.5);
    measured.agree(4.5, "a mean");
    measured.must_refuse(6.0, "a mean");
    assert!(std::panic::catch_unwind(|| measured.agree(6.0, "a mean")).is_err());
    // right, and told nowhere
    assert!(std::panic::catch_unwind(|| measured.must_agree(4.5, "a mean")).is_err());
    assert!(std::panic::catch_unwind(|| measured.must_refuse(4.6, "a mean")).is_err());
}
