//! `mutualise cost`: what one post costs its employer and its users, line by line, under each format.

use std::path::PathBuf;

use clap::{Args, ValueEnum, value_parser};

use super::told::Told;
use super::{Answer, Status, Terminal};
use mutualise::error::{Error, both, nearest};
use mutualise::experiment::replication::rates_of;
use mutualise::formats;
use mutualise::given;
use mutualise::kinds::{LegalForm, Profession};
use mutualise::law::{Branch, Contract, Grade, Law, Rates, ShortHours, Workplace};
use mutualise::price::cases;
use mutualise::price::pay::{ess_pay, grade};
use mutualise::price::quote::{Need, Quote, User};
use mutualise::report::post::{Dated, Road, in_detail, side_by_side};
use mutualise::scenario::{Scenario, Source};
use mutualise::units::{FULL_TIME_WEEK, Money};
use mutualise::words::{Bilingual, say, typeset};

/// The scenario that answers when none is named, with every format the program carries.
const DEFAULT_SCENARIO: &str = "base";

/// What one post costs, line by line, hired directly and under each format
#[derive(Debug, Args)]
pub struct CostArgs {
    /// Scenario file, or the name of an embedded scenario [default: base, with every format]
    #[arg(value_name = "FILE")]
    file: Option<String>,
    /// Gross pay of a full-time month, in euros [default: what the profession earns]
    #[arg(long, value_name = "EUROS", value_parser = amount, allow_hyphen_values = true)]
    gross: Option<f64>,
    /// Hours a week that are needed; 35 is full time
    #[arg(long, value_name = "HOURS", value_parser = weekly_hours, default_value = "35", allow_hyphen_values = true)]
    hours: f64,
    /// A need that lasts, or one that does not
    #[arg(long, value_enum, default_value_t = Length::Cdi)]
    contract: Length,
    /// The profession, which sets the grade, the risk of accidents and, without --gross, the pay
    #[arg(long, value_enum)]
    profession: Option<Job>,
    /// Executive (cadre), whatever the profession
    #[arg(long)]
    executive: bool,
    /// The structure's own employees; part-timers count in proportion to their hours
    #[arg(long, value_name = "N", default_value = "8", value_parser = employees, allow_hyphen_values = true)]
    headcount: f64,
    /// Legal form, on which the abatement of payroll tax depends
    #[arg(long, value_enum, default_value_t = Form::Association)]
    form: Form,
    /// Whether the structure is liable for VAT, and so recovers it
    #[arg(long, value_name = "true|false", default_value_t = false, action = clap::ArgAction::Set)]
    vat_liable: bool,
    /// The share of its receipts taxed with VAT, where that is neither none nor all
    #[arg(long, value_name = "SHARE", value_parser = part, conflicts_with = "vat_liable")]
    taxed_receipts: Option<f64>,
    /// How many users share the pooled job in equal parts [default: as many as fill a full time]
    #[arg(long, value_name = "N", value_parser = value_parser!(u32).range(1..=20))]
    users: Option<u32>,
    /// Full-time equivalents the pool employs in all, on which depends the payroll tax of a pool exempt of VAT
    /// [default: this job alone]
    #[arg(long, value_name = "N", value_parser = full_times)]
    pool_fte: Option<f64>,
    /// Full-time gross pay for the same post at another user; may be repeated, and the highest is due
    #[arg(long, value_name = "EUROS", value_parser = amount)]
    gross_elsewhere: Vec<f64>,
    /// Why the structure may hire for fewer than 24 hours a week
    #[arg(long, value_enum, value_name = "WHY")]
    short_hours: Option<Why>,
    /// Rate of work accidents, as a share of pay [default: that of the profession, else the national mean]
    #[arg(long, value_name = "SHARE", value_parser = share)]
    accident_rate: Option<f64>,
    /// The place of work, on which mobility payments depend
    #[arg(long, value_enum, default_value_t = Where::AixMarseille)]
    workplace: Where,
    /// The employer's branch, on which contributions and paid leave depend
    #[arg(long, value_enum, default_value_t = Trade::General)]
    branch: Trade,
    /// Rates of that month [default: those of the launch]
    #[arg(long, value_name = "YYYY-MM", value_parser = month)]
    month: Option<(i32, u32)>,
    /// Yearly growth of amounts in the law after its last known row, as a share; 0 is constant euros
    #[arg(long, value_name = "SHARE", value_parser = growth, requires = "month", allow_hyphen_values = true)]
    indexation: Option<f64>,
    /// These formats only, and one alone in every detail; may be repeated, and status-quo is direct hire
    #[arg(long, value_name = "ID")]
    format: Vec<String>,
    /// Change one value of the scenario; may be repeated
    #[arg(long, value_name = "PATH=VALUE")]
    set: Vec<String>,
    /// Many cases, one a row, answered as CSV; hours and gross pay are then those of the contract
    #[arg(long, value_name = "FILE", conflicts_with_all = ["gross", "profession", "format", "gross_elsewhere", "hours", "contract", "executive", "headcount"])]
    csv: Option<PathBuf>,
}

/// How long a need lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Length {
    /// Open-ended
    Cdi,
    /// Fixed term
    Cdd,
}

/// A profession, as a flag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Job {
    /// Project manager (chargé d'affaires, responsable de projets)
    ProjectLead,
    /// Logistics and quality lead (responsable logistique et qualité)
    LogisticsQuality,
    /// Energy-renovation technician (technicien en rénovation énergétique)
    RenovationTechnician,
    /// Support functions (fonctions support)
    Support,
}

/// A legal form, as far as taxes depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Association loi 1901
    Association,
    /// Co-operative (Scop, Scic)
    Cooperative,
    /// Company
    Company,
}

/// Why hours may be short.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Why {
    /// An agreement of the branch
    Branch,
    /// The person asks for it in writing
    Request,
    /// A student under 26
    Student,
    /// A path of insertion
    Insertion,
    /// Seven days at most
    SevenDays,
    /// In place of somebody absent
    Replacement,
}

/// A place of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Where {
    /// The métropole of Aix-Marseille-Provence
    AixMarseille,
    /// A place without mobility payment
    Elsewhere,
}

/// A branch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Trade {
    /// The general rules
    General,
    /// Building trade (bâtiment): fund of paid leave, life cover of the branch
    Btp,
}

/// Does what was asked.
pub fn run(args: &CostArgs, terminal: &Terminal) -> Result<Answer, Error> {
    let scenario = args.scenario()?;
    terminal.warn(&scenario.warnings);
    let (dated, rates) = args.rates(&scenario)?;
    let text = match &args.csv {
        Some(path) => {
            let text = given::table(path)?;
            let usual = args.need(&rates, Money::ZERO);
            cases::answer(&path.display().to_string(), &text, &usual, &scenario, &rates)?
        }
        None => {
            let need = args.need(&rates, args.full_time_gross(&scenario)?);
            let roads = args.roads(&need, &scenario, &rates, terminal)?;
            let direct = Quote::direct(&need, &rates, &scenario.params.finance);
            let told = match &roads[..] {
                [road] if !args.format.is_empty() => in_detail(&need, road, dated, terminal.lang),
                _ => side_by_side(&need, &roads, &direct, dated, terminal.lang),
            };
            typeset(terminal.lang, &told)
        }
    };
    Ok(Answer { text, status: Status::Done })
}

impl CostArgs {
    /// The scenario, with every embedded format if no file says which.
    fn scenario(&self) -> Result<Scenario, Error> {
        let mut sets = self.set.clone();
        if self.file.is_none() && !sets.iter().any(|set| set.starts_with("formats=")) {
            let names: Vec<String> =
                formats::EMBEDDED.iter().map(|(name, _)| format!("\"{name}\"")).collect();
            sets.insert(0, format!("formats=[{}]", names.join(",")));
        }
        Scenario::resolve(Source::named(self.file.as_deref().unwrap_or(DEFAULT_SCENARIO)), &sets)
    }

    /// The law of the month asked for, and when that is; no month from before its rates are known.
    fn rates(&self, scenario: &Scenario) -> Result<(Dated, Rates), Error> {
        let (run, law) = (&scenario.params.run, Law::embedded());
        let month = self.month.unwrap_or((run.launch_year, run.launch_month));
        if let Some(first) = law.known_from().filter(|first| month < *first) {
            let [asked, first] = [month, first].map(|(year, month)| format!("{year}-{month:02}"));
            return Err(Error::Usage(both(
                format!("les taux de {asked} ne sont pas connus : le premier mois connu est {first}"),
                format!("the rates of {asked} are not known: the first known month is {first}"),
            )));
        }
        let growth = self.indexation.unwrap_or(0.0);
        let rates = match self.month {
            None => rates_of(&scenario.params),
            Some((year, month)) => {
                let factor = law.growth_since_last_row(year, month, growth);
                law.at(year, month).assuming(&scenario.params.payroll).grown(factor)
            }
        };
        let last = law.last_row().filter(|last| month > *last);
        Ok((Dated { month, last, growth, minimum_wage: rates.smic_month() }, rates))
    }

    fn full_time_gross(&self, scenario: &Scenario) -> Result<Money, Error> {
        let market = &scenario.params.market;
        match (self.gross, self.profession) {
            (Some(gross), _) => Ok(Money::euros(gross)),
            (None, Some(job)) => Ok(Money::euros(ess_pay(market, job.into(), market.ordinary_skill))),
            (None, None) => Err(Error::Usage(both(
                "il manque le salaire : donnez --gross EUROS (brut à temps plein), --profession ou --csv FICHIER",
                "the pay is missing: give --gross EUROS (gross, full time), --profession, or --csv FILE",
            ))),
        }
    }

    fn need(&self, rates: &Rates, gross: Money) -> Need {
        let profession = self.profession.map(Profession::from);
        let usual = profession.map_or(Grade::Other, grade);
        Need {
            gross,
            gross_elsewhere: self.gross_elsewhere.iter().map(|gross| Money::euros(*gross)).collect(),
            fte: self.hours / FULL_TIME_WEEK,
            contract: match self.contract {
                Length::Cdi => Contract::OpenEnded,
                Length::Cdd => Contract::FixedTerm,
            },
            grade: if self.executive { Grade::Executive } else { usual },
            accident_rate: self.accident_rate.or(profession.and_then(|job| rates.accident_rate(job))),
            workplace: match self.workplace {
                Where::AixMarseille => Workplace::AixMarseilleProvence,
                Where::Elsewhere => Workplace::Elsewhere,
            },
            branch: match self.branch {
                Trade::General => Branch::General,
                Trade::Btp => Branch::Building,
            },
            users: self.users,
            pool_fte: self.pool_fte,
            user: User {
                headcount: self.headcount,
                form: self.form.into(),
                vat_liable: self.vat_liable,
                taxed_receipts: self.taxed_receipts,
                short_hours: self.short_hours.map(ShortHours::from),
            },
        }
    }

    /// Direct hire, then every format that has a pool; or the one that is asked for.
    fn roads(
        &self,
        need: &Need,
        scenario: &Scenario,
        rates: &Rates,
        terminal: &Terminal,
    ) -> Result<Vec<Road>, Error> {
        let lang = terminal.lang;
        let direct = || {
            let name = say(lang, "cost.direct").to_owned();
            let quote = Quote::direct(need, rates, &scenario.params.finance);
            Road { label: name.clone(), short: name, quote }
        };
        let road = |format: &formats::Format| {
            let quote = Quote::pooled(need, format.serving(need.kind()), &scenario.params.pool, rates)?;
            let [label, short] = [&format.label, &format.short].map(|name| name.get(lang).to_owned());
            Some(Road { label, short, quote })
        };
        if self.format.is_empty() {
            return Ok(std::iter::once(direct()).chain(scenario.formats.iter().filter_map(road)).collect());
        }
        let asked = |id: &String| match scenario.formats.iter().find(|format| format.id == *id) {
            Some(format) => Ok(road(format).unwrap_or_else(direct)),
            None => Err(Error::Usage(unknown_format(id, scenario))),
        };
        let mut names: Vec<&String> = Vec::new();
        for id in &self.format {
            if !names.contains(&id) {
                names.push(id);
            }
        }
        names.into_iter().map(asked).collect()
    }
}

fn unknown_format(id: &str, scenario: &Scenario) -> Bilingual {
    let known: Vec<&str> = scenario.formats.iter().map(|format| format.id.as_str()).collect();
    let meant = nearest(id, known.iter().copied());
    let (fr, en) = match meant {
        Some(meant) => (format!("vouliez-vous dire « {meant} » ?"), format!("did you mean `{meant}`?")),
        None => {
            let known = known.join(", ");
            (format!("formats : {known}"), format!("formats: {known}"))
        }
    };
    both(format!("aucun format ne s'appelle « {id} » ; {fr}"), format!("no format is named `{id}`; {en}"))
}

impl From<Job> for Profession {
    fn from(job: Job) -> Profession {
        match job {
            Job::ProjectLead => Profession::ProjectLead,
            Job::LogisticsQuality => Profession::LogisticsQuality,
            Job::RenovationTechnician => Profession::RenovationTechnician,
            Job::Support => Profession::Support,
        }
    }
}

impl From<Form> for LegalForm {
    fn from(form: Form) -> LegalForm {
        match form {
            Form::Association => LegalForm::Association,
            Form::Cooperative => LegalForm::Scop,
            Form::Company => LegalForm::Company,
        }
    }
}

impl From<Why> for ShortHours {
    fn from(why: Why) -> ShortHours {
        match why {
            Why::Branch => ShortHours::BranchAgreement,
            Why::Request => ShortHours::WrittenRequest,
            Why::Student => ShortHours::Student,
            Why::Insertion => ShortHours::Insertion,
            Why::SevenDays => ShortHours::SevenDays,
            Why::Replacement => ShortHours::Replacement,
        }
    }
}

/// A number in a range, both ends included.
fn number_in(text: &str, low: f64, high: f64, [fr, en]: [&str; 2]) -> Result<f64, Told> {
    match text.parse::<f64>() {
        Ok(value) if (low..=high).contains(&value) => Ok(value),
        _ => Err(Told(both(
            format!("un nombre de {low} à {high}{fr} est attendu, à point décimal"),
            format!("expected a number from {low} to {high}{en}, with a decimal point"),
        ))),
    }
}

fn amount(text: &str) -> Result<f64, Told> {
    number_in(text, 1.0, 100_000.0, [" (euros par mois)", " (euros a month)"])
}

fn full_times(text: &str) -> Result<f64, Told> {
    number_in(text, 0.1, 100_000.0, [" (équivalents temps plein)", " (full-time equivalents)"])
}

fn employees(text: &str) -> Result<f64, Told> {
    number_in(text, 0.0, 100_000.0, [" (salariés)", " (employees)"])
}

fn weekly_hours(text: &str) -> Result<f64, Told> {
    number_in(text, 0.5, FULL_TIME_WEEK, [" (heures par semaine)", " (hours a week)"])
}

fn share(text: &str) -> Result<f64, Told> {
    number_in(text, 0.0, 0.2, [" (une part : 0.0208 pour 2,08 %)", " (a share: 0.0208 is 2.08%)"])
}

fn part(text: &str) -> Result<f64, Told> {
    number_in(text, 0.0, 1.0, [" (une part : 0.3 pour 30 %)", " (a share: 0.3 is 30%)"])
}

fn growth(text: &str) -> Result<f64, Told> {
    number_in(text, -0.1, 0.2, [" (une part par an : 0.02 pour 2 %)", " (a share a year: 0.02 is 2%)"])
}

fn month(text: &str) -> Result<(i32, u32), Told> {
    let parts =
        text.split_once('-').and_then(|(year, month)| Some((year.parse().ok()?, month.parse().ok()?)));
    parts.filter(|(year, month)| (2000..=2100).contains(year) && (1..=12).contains(month)).ok_or_else(|| {
        Told(both(
            "une année et un mois sont attendus, comme 2026-07",
            "expected a year and a month, such as 2026-07",
        ))
    })
}
