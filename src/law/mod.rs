//! French rules with dates: contributions, payroll tax, VAT, contracts, indemnities.
//!
//! The rates are data, each with its date, its article and its source; the code holds only the shape of the
//! rules. To change or to add a rate is to add a dated row.
//!
//! Not modelled: the bonus or penalty on unemployment insurance, apprentices, the hiring aids, thresholds of headcount kept over five years,
//! and the premium-free fixed-term contracts (season, custom, or an open-ended offer at the end).

mod register;
mod employment;
mod contribution;
mod schedule;
mod cost;
mod taxes;
mod contracts;
mod missions;
mod sickness;
mod sharing;

pub use contracts::{BrokenTerm, ShortHours};
pub use cost::{Item, Line, MonthlyCost};
pub use employment::{Branch, Contract, Employment, Grade, HeadcountBand, Leave, Workplace};
pub use register::{DatedRow, Law, Rates};
pub use sharing::{Billing, Exemption, MemberActivity};
pub use taxes::{PayrollTaxpayer, ProfitTaxpayer};
