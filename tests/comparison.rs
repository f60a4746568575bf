//! Paired statistics say what theory says they should: coverage, worth of pairing, shares, and silence where the
//! sample bears no answer.

mod made_up;

use made_up::draws::normal;
use made_up::{column, results};
use mutualise::comparison::{Comparison, PairRow, Verdict, compare};
use mutualise::experiment::results::Results;

/// One indicator under two formats, replication by replication.
fn two(indicator: &str, a: &[f64], b: &[f64]) -> Results {
    let mut made_up = results(a.len(), &[column("turnover", 0.0, 0.0, &[0.0, 0.0])]);
    made_up.columns = vec![indicator.to_owned()];
    made_up.values = vec![vec![a.to_vec()], vec![b.to_vec()]];
    made_up
}

fn only_row(results: &Results) -> PairRow {
    let mut rows = compare(results).rows;
    assert_eq!(rows.len(), 1);
    rows.remove(0)
}

/// Pairs of normal numbers with correlation `rho`, the second `shift` higher, in as many columns as asked for.
fn correlated(columns: usize, pairs: usize, rho: f64, shift: f64) -> Results {
    let mut made_up = results(pairs, &[column("turnover", 0.0, 0.0, &[0.0, 0.0])]);
    let at = |c: usize, k: usize| (c * pairs + k) as u64;
    let first = |c: usize, k: usize| normal(11, at(c, k));
    let second =
        |c: usize, k: usize| shift + rho * first(c, k) + (1.0 - rho * rho).sqrt() * normal(12, at(c, k));
    made_up.columns = (0..columns).map(|c| format!("made-up-{c}")).collect();
    made_up.values = vec![
        (0..columns).map(|c| (0..pairs).map(|k| first(c, k)).collect()).collect(),
        (0..columns).map(|c| (0..pairs).map(|k| second(c, k)).collect()).collect(),
    ];
    made_up
}

#[test]
fn the_interval_holds_the_true_difference_in_95_experiments_out_of_100() {
    for (pairs, rho) in [(5, 0.9), (20, 0.8), (20, -0.3), (200, 0.5)] {
        let shift = 0.4;
        let rows = compare(&correlated(1000, pairs, rho, shift)).rows;
        let held = rows.iter().filter(|row| row.low <= shift && shift <= row.high).count();
        assert!((930..=970).contains(&held), "{held} of 1000 with {pairs} pairs and correlation {rho}");
    }
}

#[test]
fn one_pair_is_worth_what_correlation_says() {
    // var(b − a) = 2 (1 − rho) where both have variance 1, so that pairing is worth 1 / (1 − rho).
    for rho in [-0.5, 0.0, 0.5, 0.9, 0.99] {
        let worth = compare(&correlated(1, 40_000, rho, 1.0)).rows[0].pairing_worth;
        let expected = 1.0 / (1.0 - rho);
        assert!((worth / expected - 1.0).abs() < 0.03, "{worth} against {expected} with correlation {rho}");
    }
}

#[test]
fn the_share_of_better_replications_agrees_with_the_normal_law() {
    let correlated = correlated(1, 40_000, 0.5, 0.5);
    let mut named = correlated.clone();
    // b − a has mean 0.5 and variance 1, so that b is above a with probability Φ(0.5) = 0.6915.
    for (indicator, expected) in [("coverage", 0.6915), ("turnover", 0.3085)] {
        named.columns = vec![indicator.to_owned()];
        let row = only_row(&named);
        assert!((row.p_better - expected).abs() < 0.01, "{} against {expected}", row.p_better);
        assert!(row.p_better_low < row.p_better && row.p_better < row.p_better_high);
    }
}

#[test]
fn ties_count_half_and_a_description_is_neither_better_nor_worse() {
    let (a, b) = ([1.0, 1.0, 1.0, 1.0], [0.0, 1.0, 1.0, 2.0]);
    assert_eq!(only_row(&two("turnover", &a, &b)).p_better, 0.5);
    assert_eq!(only_row(&two("turnover", &a, &[0.0, 0.0, 1.0, 2.0])).p_better, 0.625);
    assert!(only_row(&two("members", &a, &b)).p_better.is_nan());
    assert!(only_row(&two("not-in-the-registry", &a, &b)).p_better.is_nan());
}

#[test]
fn quantiles_and_differences_are_those_of_the_sample() {
    let row = only_row(&two("turnover", &[1.0, 2.0, 3.0, 4.0, 5.0], &[3.0, 3.0, 5.0, 5.0, 9.0]));
    assert_eq!((row.median_a, row.p05_a, row.p95_a), (3.0, 1.2, 4.8));
    assert_eq!((row.median_b, row.difference, row.pairs), (5.0, 2.0, 5));
    // Differences 2, 1, 2, 1, 4: standard deviation √1.5, Student's 2.7764 on 4 degrees of freedom.
    let half = 2.776_445_105 * (1.5_f64 / 5.0).sqrt();
    assert!((row.low - (2.0 - half)).abs() < 1e-6 && (row.high - (2.0 + half)).abs() < 1e-6);
}

#[test]
fn an_indicator_that_a_format_does_not_define_is_compared_nowhere() {
    let row = only_row(&two("turnover", &[f64::NAN; 4], &[1.0, 2.0, 3.0, 4.0]));
    assert_eq!(row.pairs, 0);
    assert_eq!(row.median_b, 2.5);
    for empty in
        [row.median_a, row.difference, row.low, row.high, row.p_better, row.p_better_low, row.pairing_worth]
    {
        assert!(empty.is_nan());
    }
}

#[test]
fn only_replications_in_which_both_are_defined_are_paired() {
    let nan = f64::NAN;
    let row = only_row(&two("turnover", &[1.0, nan, 3.0, 4.0], &[2.0, 9.0, nan, 7.0]));
    assert_eq!((row.pairs, row.difference), (2, 2.0));
    assert_eq!(row.median_b, 7.0, "a format's own distribution keeps all it defines");
}

#[test]
fn one_replication_gives_a_difference_without_an_interval() {
    let row = only_row(&two("turnover", &[10.0], &[8.0]));
    assert_eq!((row.difference, row.pairs), (-2.0, 1));
    assert!(row.low.is_nan() && row.high.is_nan() && row.spread_a.is_nan() && row.pairing_worth.is_nan());
    assert_eq!(row.forwards().verdict, Verdict::Unknown);
    assert!(row.p_better_low > 0.0 && row.p_better_low < 0.3, "one success is not a certainty");
}

#[test]
fn where_nothing_varies_nothing_infinite_is_claimed() {
    let same = only_row(&two("turnover", &[0.1, 0.2, 0.3], &[0.1, 0.2, 0.3]));
    assert_eq!((same.low, same.high, same.p_better), (0.0, 0.0, 0.5));
    assert!(same.pairing_worth.is_nan());
    assert_eq!(same.forwards().verdict, Verdict::Same);
    let shifted = only_row(&two("turnover", &[0.1, 0.2, 0.3], &[0.4, 0.5, 0.6]));
    assert!(shifted.pairing_worth.is_nan(), "{}", shifted.pairing_worth);
    assert_eq!(shifted.forwards().verdict, Verdict::Slight);
    let far = only_row(&two("turnover", &[0.1, 0.2, 0.3], &[4.0, 5.0, 6.0]));
    assert_eq!(far.forwards().verdict, Verdict::Worse);
    let constant = only_row(&two("turnover", &[5.0; 3], &[5.0; 3]));
    assert!(constant.pairing_worth.is_nan() && constant.spread_a == 0.0);
}

#[test]
fn a_format_against_another_is_the_mirror_of_the_other_against_it() {
    let comparison = compare(&made_up::plausible(60, 4));
    for row in &comparison.rows {
        let forwards = comparison.contrast(&row.column, row.b, row.a).expect("the pair is compared");
        let backwards = comparison.contrast(&row.column, row.a, row.b).expect("the pair is compared");
        if forwards.verdict != Verdict::Unknown {
            assert_eq!((forwards.difference, forwards.low), (-backwards.difference, -backwards.high));
        }
        let mirrored = match forwards.verdict {
            Verdict::Better => Verdict::Worse,
            Verdict::Worse => Verdict::Better,
            Verdict::More => Verdict::Less,
            Verdict::Less => Verdict::More,
            other => other,
        };
        assert_eq!(backwards.verdict, mirrored);
    }
}

#[test]
fn adding_a_format_changes_no_comparison_of_the_others() {
    let few = compare(&made_up::plausible(40, 3));
    let many = compare(&made_up::plausible(40, 4));
    let kept: Vec<&PairRow> = many.rows.iter().filter(|row| row.b < 3).collect();
    assert_eq!(csv_of(&few).lines().count(), kept.len() + 1);
    let many_csv = csv_of(&many);
    assert!(csv_of(&few).lines().all(|line| many_csv.contains(line)));
}

fn csv_of(comparison: &Comparison) -> String {
    let mut bytes = Vec::new();
    comparison.to_csv(&mut bytes).expect("memory takes every byte");
    String::from_utf8(bytes).expect("a comparison is text")
}

#[test]
fn the_csv_has_a_cell_for_every_head_and_reads_back_the_same_numbers() {
    let comparison = compare(&made_up::plausible(25, 4));
    let text = csv_of(&comparison);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let heads = reader.headers().expect("a head").clone();
    let place = |head: &str| heads.iter().position(|found| found == head).expect("a known head");
    let records: Vec<csv::StringRecord> =
        reader.records().map(|record| record.expect("as many cells")).collect();
    assert_eq!(records.len(), comparison.rows.len());
    for (record, row) in records.iter().zip(&comparison.rows) {
        assert_eq!(record[place("column")], row.column);
        assert_eq!(record[place("format_b")], comparison.formats[row.b].id);
        assert_eq!(record[place("pairs")], row.pairs.to_string());
        for (head, value) in [
            ("median_a", row.median_a),
            ("mean_difference_b_minus_a", row.difference),
            ("difference_high_95", row.high),
            ("p_b_better_share", row.p_better),
            ("pairing_worth_replications", row.pairing_worth),
        ] {
            let cell = &record[place(head)];
            assert_eq!(cell.is_empty(), !value.is_finite(), "{head} of {}", row.column);
            assert!(cell.is_empty() || cell.parse() == Ok(value));
        }
    }
    assert!(!text.contains("NaN") && !text.contains("inf"));
}

#[test]
fn the_csv_says_units_and_directions() {
    let text = csv_of(&compare(&made_up::plausible(5, 2)));
    assert!(text.contains("\ncost-per-fte.small,eur_per_fte_month,lower,status-quo,club-rh,5,5,"), "{text}");
    assert!(text.contains("\nmembers,count,,status-quo,club-rh,5,5,"));
}
