//! Which rates are in force at a date: the dated rows, read once, and the rates of each period.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use serde::Deserialize;

use super::contribution::{Article, Contribution};
use super::employment::Leave;
use super::schedule::Schedule;
use crate::kinds::{PerProfession, Profession};
use crate::maths;
use crate::scenario::params::Payroll;
use crate::units::{FULL_TIME_WEEK, MONTHS_PER_YEAR, Money};
use crate::words::Bilingual;

/// The law: every dated row, and the rates in force in each period between two changes.
#[derive(Clone, Debug)]
pub struct Law {
    rows: Vec<DatedRow>,
    periods: Vec<Rates>,
}

/// One row of the law: a value, the month it took effect, and where it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct DatedRow {
    /// The entry, such as `smic_hour`.
    pub name: String,
    /// What the value is counted in.
    pub unit: String,
    /// The article that sets the rule.
    pub article: Bilingual,
    /// The year and the month (1 to 12) from which the value is known to hold.
    pub from: (i32, u32),
    /// The value.
    pub value: f64,
    /// How well it is known: A (law, official statistic or official rule code), A° (article not re-read), B, C, D.
    pub grade: String,
    /// Where the value was read.
    pub source: String,
}

/// The rates in force at a date.
#[derive(Clone, Debug)]
pub struct Rates {
    pub(super) from: (i32, u32),
    pub(super) figures: Figures,
    pub(super) contributions: Arc<[Contribution]>,
    pub(super) schedule: Arc<Schedule>,
    accident_rate: Option<PerProfession<f64>>,
}

/// The values that are not contributions; each is the entry of the same name in the rates file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Figures {
    pub smic_hour: f64,
    pub social_security_ceiling_month: f64,
    pub reduction_floor: f64,
    pub reduction_delta_under_50: f64,
    pub reduction_delta_from_50: f64,
    pub reduction_exit: f64,
    pub reduction_power: f64,
    pub reduction_grain: f64,
    pub reduction_factor_mission: f64,
    pub reduction_factor_open_ended_mission: f64,
    pub reduction_factor_leave_fund: f64,
    pub precarity_fixed_term: f64,
    pub precarity_mission: f64,
    pub leave_fixed_term: f64,
    pub leave_mission: f64,
    pub mutual_month: f64,
    pub vat_rate: f64,
    pub payroll_tax_rate_1: f64,
    pub payroll_tax_rate_2: f64,
    pub payroll_tax_rate_3: f64,
    pub payroll_tax_threshold_2: f64,
    pub payroll_tax_threshold_3: f64,
    pub payroll_tax_association_abatement: f64,
    pub payroll_tax_vat_share: f64,
    pub payroll_tax_floor: f64,
    pub payroll_tax_relief_ceiling: f64,
    pub payroll_tax_relief_share: f64,
    pub solidarity_provision_share: f64,
    pub solidarity_provision_floor: f64,
    pub solidarity_provision_years: u32,
    pub corporate_tax_rate: f64,
    pub corporate_tax_reduced_rate: f64,
    pub corporate_tax_reduced_ceiling: f64,
    pub corporate_tax_reduced_turnover: f64,
    pub corporate_tax_reduced_people: f64,
    pub cooperative_reserve_share: f64,
    pub exemption_taxed_receipts: f64,
    pub groupement_counts_lent: u32,
    pub leave_weeks: f64,
    pub holiday_hours: f64,
    pub minimum_weekly_hours: f64,
    pub max_fixed_term_months: u32,
    pub max_mission_months: u32,
    pub max_open_ended_mission_months: u32,
    pub waiting_short_mission_days: f64,
    pub waiting_share_short: f64,
    pub waiting_share_long: f64,
    pub between_missions_other: f64,
    pub between_missions_technician: f64,
    pub between_missions_executive: f64,
    pub guarantee_share: f64,
    pub guarantee_floor: f64,
    pub severance_from_months: u32,
    pub severance_share: f64,
    pub severance_share_beyond: f64,
    pub severance_beyond_years: f64,
    pub negotiated_termination_rate: f64,
    pub notice_from_months: u32,
    pub notice_months: u32,
    pub notice_long_from_months: u32,
    pub notice_long_months: u32,
    pub notice_executive_months: u32,
    pub sick_pay_from_months: u32,
    pub sick_pay_waiting_days: f64,
    pub sick_pay_days: f64,
    pub sick_pay_more_days: f64,
    pub sick_pay_more_years: u32,
    pub sick_pay_most_days: f64,
    pub sick_pay_share: f64,
    pub sick_pay_share_later: f64,
    pub daily_allowance_share: f64,
    pub daily_allowance_ceiling: f64,
    pub daily_allowance_longest_days: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    figure: BTreeMap<String, FigureEntry>,
    contribution: Vec<ContributionEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FigureEntry {
    unit: String,
    article: Article,
    rows: Vec<Row>,
}

#[derive(Deserialize)]
struct ContributionEntry {
    name: String,
    rows: Vec<Row>,
    #[serde(flatten)]
    contribution: Contribution,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    from: String,
    value: toml::Value,
    grade: String,
    source: String,
}

impl Law {
    /// The law as known in July 2026, delivered with the program.
    pub fn embedded() -> &'static Law {
        static LAW: OnceLock<Law> = OnceLock::new();
        LAW.get_or_init(|| {
            Law::parse(include_str!("rates.toml")).unwrap_or_else(|e| panic!("the embedded rates: {e}"))
        })
    }

    /// The rates in force in a month (1 to 12) of a year.
    ///
    /// After the last dated row the last one holds, in euros of that month, and before the first row of an entry
    /// the first one does: both are assumptions. The contributions and the reduction are known from January 2026.
    pub fn at(&self, year: i32, month: u32) -> &Rates {
        let begun = self.periods.partition_point(|rates| rates.from <= (year, month));
        &self.periods[begun.saturating_sub(1)]
    }

    /// By how much amounts in euros have grown by a month, if they grow by that share a year once the last dated
    /// row is past.
    pub fn growth_since_last_row(&self, year: i32, month: u32, growth: f64) -> f64 {
        let last = self.last_row().unwrap_or((year, month));
        let months = f64::from((year - last.0) * 12 + month as i32 - last.1 as i32).max(0.0);
        maths::pow(1.0 + growth, months / MONTHS_PER_YEAR)
    }

    /// The month of the last dated row: later months are the same law carried on.
    pub fn last_row(&self) -> Option<(i32, u32)> {
        self.rows.iter().map(|row| row.from).max()
    }

    /// The first month of which every entry has a row: before it some rates are those of later.
    pub fn known_from(&self) -> Option<(i32, u32)> {
        let mut first: BTreeMap<&str, (i32, u32)> = BTreeMap::new();
        for row in &self.rows {
            let begun = first.entry(&row.name).or_insert(row.from);
            *begun = row.from.min(*begun);
        }
        first.into_values().max()
    }

    /// Every dated row with its article and source, for those who check.
    pub fn rows(&self) -> &[DatedRow] {
        &self.rows
    }

    fn parse(text: &str) -> Result<Law, String> {
        let file: File = toml::from_str(text).map_err(|e| e.to_string())?;
        let rows = file.dated_rows()?;
        let mut starts: Vec<_> = rows.iter().map(|row| row.from).collect();
        starts.sort_unstable();
        starts.dedup();
        let periods = starts.into_iter().map(|from| file.rates_from(from)).collect::<Result<_, _>>()?;
        Ok(Law { rows, periods })
    }
}

impl Figures {
    /// The amounts in euros.
    fn amounts(&mut self) -> [&mut f64; 12] {
        [
            &mut self.smic_hour,
            &mut self.social_security_ceiling_month,
            &mut self.mutual_month,
            &mut self.payroll_tax_threshold_2,
            &mut self.payroll_tax_threshold_3,
            &mut self.payroll_tax_association_abatement,
            &mut self.payroll_tax_floor,
            &mut self.payroll_tax_relief_ceiling,
            &mut self.solidarity_provision_floor,
            &mut self.corporate_tax_reduced_ceiling,
            &mut self.corporate_tax_reduced_turnover,
            &mut self.guarantee_floor,
        ]
    }
}

impl Rates {
    /// The same law, with what it leaves to the employer, to its branch or to its risks as a scenario assumes it.
    pub fn assuming(&self, payroll: &Payroll) -> Rates {
        let mut rates = self.clone();
        rates.figures.mutual_month = payroll.mutual_month;
        rates.figures.leave_fixed_term *= payroll.fixed_term_leave_untaken;
        rates.figures.reduction_factor_open_ended_mission = payroll.open_ended_mission_reduction;
        rates.figures.holiday_hours = payroll.holiday_hours;
        rates.accident_rate = Some(payroll.accident_rate);
        rates
    }

    /// The same law with its amounts in euros so many times larger; rates and lengths stay.
    pub fn grown(mut self, factor: f64) -> Rates {
        self.figures.amounts().into_iter().for_each(|amount| *amount *= factor);
        self
    }

    /// The rate of work accidents of a profession, as a share of pay; `None` is the national mean
    /// (CSS L242-5, D242-6-1).
    pub fn accident_rate(&self, profession: Profession) -> Option<f64> {
        self.accident_rate.map(|rates| rates[profession])
    }

    /// The year and the month (1 to 12) from which these rates hold together.
    pub fn from(&self) -> (i32, u32) {
        self.from
    }

    /// The minimum wage of an hour, in euros (Code du travail L3231-2).
    pub fn smic_hour(&self) -> Money {
        Money::euros(self.figures.smic_hour)
    }

    /// The minimum wage of a full-time month of 35 × 52 / 12 hours, in euros (Code du travail L3231-2).
    pub fn smic_month(&self) -> Money {
        Money::euros(self.figures.smic_hour * FULL_TIME_MONTH)
    }

    /// Hours paid in a full-time year.
    pub fn hours_paid_year(&self) -> f64 {
        FULL_TIME_MONTH * MONTHS_PER_YEAR
    }

    /// Hours worked in a year of full-time pay: those paid, less public holidays and, if leave is taken rather
    /// than paid on top, less leave (Code du travail L3133-1, L3141-3).
    pub fn hours_worked_year(&self, leave: Leave) -> f64 {
        let paid = self.hours_paid_year() - self.figures.holiday_hours;
        match leave {
            Leave::Taken => paid - self.figures.leave_weeks * FULL_TIME_WEEK,
            Leave::PaidOnTop => paid,
        }
    }

    /// The social-security ceiling of a full-time month, in euros (CSS D242-17).
    pub fn social_security_ceiling_month(&self) -> Money {
        Money::euros(self.figures.social_security_ceiling_month)
    }
}

/// Hours of a full-time month: 35 × 52 / 12.
const FULL_TIME_MONTH: f64 = FULL_TIME_WEEK * 52.0 / MONTHS_PER_YEAR;

impl File {
    fn dated_rows(&self) -> Result<Vec<DatedRow>, String> {
        let figures = self.figure.iter().map(|(name, f)| (name, &f.unit, &f.article, &f.rows));
        let share = String::from("share of the base");
        let contributions =
            self.contribution.iter().map(|c| (&c.name, &share, &c.contribution.article, &c.rows));
        let mut dated = Vec::new();
        for (name, unit, article, rows) in figures.chain(contributions) {
            for row in rows {
                dated.push(DatedRow {
                    name: name.clone(),
                    unit: unit.clone(),
                    article: article.into(),
                    from: month_of(&row.from)?,
                    value: number(&row.value)?,
                    grade: row.grade.clone(),
                    source: row.source.clone(),
                });
            }
        }
        Ok(dated)
    }

    fn rates_from(&self, from: (i32, u32)) -> Result<Rates, String> {
        let mut values = toml::Table::new();
        for (name, figure) in &self.figure {
            let row = in_force(name, &figure.rows, from)?;
            values.insert(name.clone(), row.value.clone());
        }
        let figures = Figures::deserialize(values).map_err(|e| e.to_string())?;
        let mut contributions = Vec::with_capacity(self.contribution.len());
        for entry in &self.contribution {
            let rate = number(&in_force(&entry.name, &entry.rows, from)?.value)?;
            contributions.push(Contribution { rate, ..entry.contribution.clone() });
        }
        let schedule = Arc::new(Schedule::new(&contributions));
        Ok(Rates { from, figures, contributions: contributions.into(), schedule, accident_rate: None })
    }
}

/// The last row begun at a date, else the first.
fn in_force<'a>(name: &str, rows: &'a [Row], date: (i32, u32)) -> Result<&'a Row, String> {
    let mut last = rows.first().ok_or(format!("{name} has no row"))?;
    let mut before = month_of(&last.from)?;
    for row in &rows[1..] {
        let from = month_of(&row.from)?;
        if from <= before {
            return Err(format!("the rows of {name} are not in the order of their dates"));
        }
        before = from;
        if from <= date {
            last = row;
        }
    }
    Ok(last)
}

fn month_of(text: &str) -> Result<(i32, u32), String> {
    let parts = text.split_once('-').and_then(|(y, m)| Some((y.parse().ok()?, m.parse().ok()?)));
    parts.filter(|(_, m)| (1..=12).contains(m)).ok_or(format!("`{text}` is not a year and a month"))
}

fn number(value: &toml::Value) -> Result<f64, String> {
    match value {
        toml::Value::Integer(whole) => Ok(*whole as f64),
        toml::Value::Float(number) => Ok(*number),
        other => Err(format!("`{other}` is not a number")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_minimum_wage_follows_its_dates() {
        let smic = |year, month| Law::embedded().at(year, month).smic_hour();
        assert_eq!(smic(2026, 5), Money::euros(12.02));
        assert_eq!(smic(2026, 6), Money::euros(12.31));
        assert_eq!(smic(2031, 1), Money::euros(12.31));
        assert_eq!(Law::embedded().at(2026, 7).smic_month(), Money::euros(1867.02));
    }

    #[test]
    fn every_rate_is_known_from_january_2026_and_carried_on_after_june() {
        assert_eq!(Law::embedded().known_from(), Some((2026, 1)));
        assert_eq!(Law::embedded().last_row(), Some((2026, 6)));
    }

    #[test]
    fn every_row_cites_an_article_a_source_and_a_grade() {
        for row in Law::embedded().rows() {
            assert!(
                !row.article.fr.is_empty()
                    && !row.article.en.is_empty()
                    && !row.source.is_empty()
                    && !row.unit.is_empty(),
                "{row:?}"
            );
            assert!(!row.article.fr.contains(" of "), "{row:?}");
            assert!(["A", "A°", "B", "C", "D"].contains(&row.grade.as_str()), "{row:?}");
        }
    }

    #[test]
    fn a_rate_of_2027_is_a_dated_row() {
        let text = include_str!("rates.toml").replace(
            r#"{ from = "2026-06", value = 12.31,"#,
            r#"{ from = "2027-01", value = 12.5, grade = "D", source = "test" }, { from = "2028-01", value = 13,"#,
        );
        let law = Law::parse(&text).unwrap();
        assert_eq!(law.at(2026, 12).smic_hour(), Money::euros(12.02));
        assert_eq!(law.at(2027, 6).smic_hour(), Money::euros(12.5));
        assert_eq!(law.at(2028, 1).smic_hour(), Money::euros(13.0));
    }

    #[test]
    fn every_amount_in_euros_grows_and_nothing_else_does() {
        let rates = Law::embedded().at(2026, 7);
        let as_told = |rates: &Rates| -> BTreeMap<String, String> {
            let told = format!("{:#?}", rates.figures);
            let lines = told.lines().filter_map(|line| line.trim().trim_end_matches(',').split_once(": "));
            lines.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
        };
        let (now, grown) = (as_told(rates), as_told(&rates.clone().grown(2.0)));
        for row in Law::embedded().rows().iter().filter(|row| now.contains_key(&row.name)) {
            let grows = now[&row.name] != grown[&row.name];
            assert_eq!(grows, row.unit.starts_with('€'), "{} in {}", row.name, row.unit);
        }
    }

    #[test]
    fn rows_out_of_order_are_refused() {
        let text = include_str!("rates.toml").replacen("2026-06", "2023-06", 1);
        assert!(Law::parse(&text).unwrap_err().contains("smic_hour"));
    }
}
