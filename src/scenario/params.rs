//! Which parameters does the model read?

use serde::Deserialize;

macro_rules! section {
    ($(#[$doc:meta])* $name:ident { $($field:ident: $kind:ty),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Deserialize)]
        #[serde(deny_unknown_fields)]
        #[allow(missing_docs, reason = "the catalogue holds each parameter's label, unit, range and source")]
        pub struct $name { $(pub $field: $kind),+ }
    };
}

section! {
    /// Every parameter, by section.
    Params { run: Run, population: Population, finance: Finance, shocks: Shocks, poaching: Poaching, pool: PoolConduct }
}
section! {
    /// How long, how often, from which seed.
    Run { seed: u64, replications: u32, burn_in: u32, months: u32, launch_year: i32 }
}
section! {
    /// The synthetic population.
    Population { structures: u32, people: u32, cash_median: f64 }
}
section! {
    /// How structures earn and spend.
    Finance { margin: f64, credit_line: f64 }
}
section! {
    /// Crises.
    Shocks { depth: PerSector }
}
section! {
    /// One value for each sector.
    PerSector { enr: f64, bat: f64, ec: f64 }
}
section! {
    /// Offers of the for-profit sector.
    Poaching { match_rate: f64, trained_months: u32 }
}
section! {
    /// How the pool behaves.
    PoolConduct { fee_low: f64, fee_high: f64 }
}
