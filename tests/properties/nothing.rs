//! When is there nothing to measure? Then an indicator is no number, and only then.

use mutualise::indicators::series;
use mutualise::units::Money;
use mutualise::world::World;
use mutualise::world::pool::Stage;
use mutualise::world::record::{Seen, StructureTally};

/// Why there is nothing, when that is, and what is not defined then.
type Nothing = (&'static str, fn(&World) -> bool, &'static [&'static str]);

/// Indicators of the whole population; those not named are always numbers.
const INDICATORS: [Nothing; 20] = [
    (
        "no structure is ever open",
        |world| all(world, |tally| tally.months) == 0.0,
        &[
            "net-benefit",
            "uncovered-loss",
            "overload",
            "team-practice-structures",
            "flow-structures-workers",
            "flow-structures-state",
            "flow-structures-others",
            "flow-structures-pool",
            "flow-structures-structures",
            "flow-pool-workers",
            "flow-pool-state",
            "flow-pool-others",
            "flow-pool-structures",
            "flow-funders-pool",
            "flow-funders-others",
            "flow-others-pool",
        ],
    ),
    (
        "none is open at the launch",
        |world| !world.record.structures.iter().any(|tally| tally.open_at_launch),
        &["structure-survival"],
    ),
    ("nothing is needed", |world| needed(world, true) + needed(world, false) == 0.0, &["coverage"]),
    ("nothing is needed for long", |world| needed(world, true) == 0.0, &["coverage-recurrent"]),
    ("nothing is needed for a time", |world| needed(world, false) == 0.0, &["coverage-temporary"]),
    (
        "no need is covered",
        |world| all(world, |tally| tally.recurrent_covered + tally.temporary_covered) <= 0.0,
        &[
            "cost-per-fte",
            "cost-pay",
            "cost-contributions",
            "cost-payroll-tax",
            "cost-shared-work",
            "cost-vat",
            "cost-hiring",
            "cost-endings",
            "cost-membership",
        ],
    ),
    (
        "needs are covered in fewer than two years, or for nothing",
        |world| {
            let years = || world.record.yearly_cost.iter().filter(|year| year.1 > 0.0);
            years().count() < 2 || years().all(|year| year.0 == Money::ZERO)
        },
        &["cost-variation"],
    ),
    (
        "nobody is at work at the end of any month",
        |world| employed(world) == 0.0,
        &["burnout", "absence", "poached", "involuntary-loss-12", "open-ended-share", "resource-persons"],
    ),
    (
        "nobody is employed open-ended",
        |world| world.record.open_ended_months.iter().sum::<f64>() == 0.0,
        &["turnover"],
    ),
    ("nobody's job is precarious", |world| world.record.precarious_months == 0.0, &["conversion"]),
    ("everybody's job is", |world| employed(world) == world.record.precarious_months, &["reversal"]),
    (
        "nobody is employed at the launch",
        |world| !world.record.workers.iter().any(|tally| tally.in_ess_at_launch),
        &["stay-in-ess"],
    ),
    (
        "nobody works there ever",
        |world| world.record.workers.iter().all(|tally| tally.ess_months == 0.0),
        &["team-practice-people"],
    ),
    (
        "nobody is followed for a year who earns something",
        |world| {
            let incomes = &world.record.incomes;
            !incomes.months.iter().zip(&incomes.sum).any(|(&months, &sum)| months >= 12.0 && sum > 0.0)
        },
        &["income-variation"],
    ),
    (
        "nobody is at work in the first month, or in one of the last year",
        |world| {
            let (fte, _) = series::find("employed-fte").expect("a series");
            let idle = |month: &Vec<Seen>| month[fte].sum == 0.0;
            let months = &world.record.series;
            months.first().is_none_or(idle) || months[months.len().saturating_sub(12)..].iter().any(idle)
        },
        &["stress-change"],
    ),
    ("no post is filled", |world| world.record.days_to_fill.is_empty(), &["time-to-fill"]),
    (
        "there is no pool",
        |world| world.pools.iter().all(|pool| pool.stage == Stage::None),
        &["pool-survival"],
    ),
    ("it has no members", |world| world.record.members == 0.0, &["solidarity-calls"]),
    ("it employs nobody", |world| world.record.pooled_fte == 0.0, &["absorption"]),
    (
        "it employs nobody for good and as long as they like",
        |world| world.record.secured_fte == 0.0,
        &["public-money-per-stable-job"],
    ),
];

/// How long employment lasts, and the months of tenure in each of which somebody must have been seen.
const LASTING: [(&str, i32); 4] =
    [("retention-12", 12), ("retention-24", 24), ("retention-36", 36), ("mean-tenure", 35)];

/// Observables, by what is lacking in worlds of a single structure or of nobody at work.
const OBSERVABLES: [(&str, &[&str]); 13] = [
    (
        "no open association",
        &[
            "association_exit",
            "insolvency_associations",
            "cash_below_3_months",
            "cash_up_to_6_months",
            "cash_12_months_or_more",
        ],
    ),
    ("no open co-operative", &["cooperative_exit"]),
    (
        "no association under a cut for a year",
        &["not_replaced_after_cut", "cancelled_hires_after_cut", "layoffs_after_cut"],
    ),
    ("no open structure", &["structures_under_10", "jobs_in_structures_under_10"]),
    (
        "nobody and no post in one of two sizes, or in all",
        &["ess_vacancy_rate", "small_to_large_vacancy_ratio"],
    ),
    ("no crisis that can be followed for a year", &["headcount_12m_after_sector_shock"]),
    (
        "nobody with an open-ended contract, of that standing or in that sector",
        &[
            "quit_rate_cdi",
            "first_year_quit_ratio",
            "cdi_to_unemployment_quarter",
            "ess_turnover",
            "absence_rate",
        ],
    ),
    ("nobody with a term", &["cdd_to_cdi_quarter"]),
    (
        "nobody hired who can be followed for a year",
        &["cdi_broken_1y_executives", "cdi_broken_1y_technicians"],
    ),
    (
        "nobody at work who can be followed for a year",
        &[
            "same_employer_1y",
            "moved_to_other_firm_1y",
            "unemployed_1y",
            "inactive_1y",
            "contacted_by_recruiter_quarter",
        ],
    ),
    (
        "nobody seeking, or nobody in the labour force, or always as many",
        &["unemployed_to_job_quarter", "unemployment_rate", "vacancy_unemployment_slope"],
    ),
    (
        "no search that can be followed, or none that ends",
        &[
            "recruitment_filled",
            "recruitment_abandoned",
            "time_to_fill_median_days",
            "time_to_fill_p75_over_median",
        ],
    ),
    ("nobody of that profession on one side of the comparison", &["wage_gap_executives", "wage_gap_others"]),
];

fn all(world: &World, of: fn(&StructureTally) -> f64) -> f64 {
    world.record.structures.iter().map(of).sum()
}

fn needed(world: &World, lasting: bool) -> f64 {
    all(world, if lasting { |tally| tally.recurrent_need } else { |tally| tally.temporary_need })
}

fn employed(world: &World) -> f64 {
    world.record.employed_months.iter().sum()
}

/// Whether somebody was seen in each month of tenure up to that one.
fn seen(world: &World, months: i32) -> bool {
    let last = world.record.months as i32;
    (1..=months).all(|tenure| {
        world.record.spells.iter().any(|spell| {
            let until = spell.ended.map_or(last, |(month, _)| month + 1);
            spell.seen_from - spell.began < tenure && tenure <= until - spell.began
        })
    })
}

/// What is wrong with an indicator of the whole population: no number though there is something to measure, or one of
/// nothing.
pub fn wrong(world: &World, id: &str, value: f64) -> Option<String> {
    let measured = LASTING
        .iter()
        .find(|lasting| lasting.0 == id)
        .map(|&(_, months)| (seen(world, months), "nobody is seen in a month of tenure"));
    let of = |nothing: &&Nothing| nothing.2.contains(&id);
    let measured =
        measured.or_else(|| INDICATORS.iter().find(of).map(|nothing| (!nothing.1(world), nothing.0)));
    let (something, otherwise) = measured.unwrap_or((true, "never"));
    (value.is_nan() == something).then(|| format!("{id} is {value}, and it is not defined when: {otherwise}"))
}

/// Whether an observable may have nothing to measure.
pub fn may_be_undefined(observable: &str) -> bool {
    OBSERVABLES.iter().any(|(_, ids)| ids.contains(&observable))
}
