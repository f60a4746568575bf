//! `mutualise validate`: the status quo against sourced facts.

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use clap::{Args, value_parser};

use super::flags::Manner;
use super::progress::Teller;
use super::{Answer, Status, Terminal};
use mutualise::comparison::targets::{self, Finding};
use mutualise::error::Error;
use mutualise::experiment::{Failure, validation};
use mutualise::given;
use mutualise::scenario::{Scenario, Source};
use mutualise::words::numbers::number;
use mutualise::words::{Lang, fill, say};
use unicode_width::UnicodeWidthStr;

/// Seeds are kept below 2⁵³, so that every language that reads JSON reads them exactly.
pub const LARGEST_SEED: u64 = (1 << 53) - 1;

/// Check the status quo against sourced facts; ends with status 1 when a fact is missed
#[derive(Debug, Args)]
pub struct ValidateArgs {
    /// Scenario file, or the name of an embedded scenario
    #[arg(default_value = "base", value_name = "FILE")]
    file: String,
    /// A CSV file of facts, with the columns id,fact,unit,value,low,high,source [default: those embedded]
    #[arg(long, value_name = "FILE")]
    targets: Option<PathBuf>,
    /// How many replications
    #[arg(long, default_value_t = 100, value_name = "N", value_parser = value_parser!(u32).range(1..))]
    replications: u32,
    /// Master seed: the same seed gives the same results
    #[arg(long, value_name = "N", value_parser = value_parser!(u64).range(0..=LARGEST_SEED))]
    seed: Option<u64>,
    /// Change one value of the scenario; may be repeated
    #[arg(long = "set", value_name = "PATH=VALUE")]
    sets: Vec<String>,
    /// Print a JSON array instead of the table
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    manner: Manner,
}

/// Simulates and prints; 0 when every fact is met, 1 when one is missed.
pub fn run(args: ValidateArgs, terminal: &Terminal) -> Result<Answer, Error> {
    let lang = terminal.lang;
    let targets = match &args.targets {
        None => targets::read("validation_targets.csv", targets::EMBEDDED)?,
        Some(path) => {
            let text = given::table(path)?;
            targets::read(&path.display().to_string(), &text)?
        }
    };
    let mut sets = args.sets;
    sets.push(format!("run.replications={}", args.replications));
    sets.extend(args.seed.map(|seed| format!("run.seed={seed}")));
    let scenario = Scenario::resolve(Source::named(&args.file), &sets)?;
    scenario.one_territory()?;
    if !args.manner.quiet {
        let doubts = targets.iter().filter_map(|target| target.doubt.clone());
        terminal.warn(&scenario.warnings.iter().cloned().chain(doubts).collect::<Vec<_>>());
    }
    let mut teller = Teller::new(args.manner.quiet, *terminal);
    let never = AtomicBool::new(false);
    let watched = validation::watched(&scenario, args.manner.threads(), &never, |p| teller.tell(p));
    teller.end();
    let (replications, failures) = watched?;
    tell_failures(&failures, terminal);
    let findings = targets::judge(targets, &replications);
    let text = if args.json { json(&findings) } else { table(&findings, replications.len(), lang) };
    let status = match failures.is_empty() {
        false => Status::SomeFailed,
        true if findings.iter().all(Finding::passes) => Status::Done,
        true => Status::Missed,
    };
    Ok(Answer { text, status })
}

fn tell_failures(failures: &[Failure], terminal: &Terminal) {
    let head = terminal.choose("échec de la réplication", "failed: replication");
    for Failure { replication, message, place } in failures {
        terminal.tell(&format!("{head} {replication}: {message} ({place})"));
    }
}

/// A fact takes two lines of at most 100 columns: its name and figures, then its words.
fn table(findings: &[Finding], replications: usize, lang: Lang) -> String {
    let head = ["fact", "value", "band", "simulated", "verdict"].map(|word| heading(word, lang).to_owned());
    let mut text = line(&head);
    for finding in findings {
        text += &line(&row(finding, lang));
        let target = &finding.target;
        let words = match lang {
            Lang::En => &target.fact,
            Lang::Fr => target.observable().label.fr,
        };
        text += &format!("  {words}\n");
    }
    let passed = findings.iter().filter(|finding| finding.passes()).count().to_string();
    let (total, replications) = (findings.len().to_string(), replications.to_string());
    let values = [("passed", &*passed), ("total", &*total), ("replications", &*replications)];
    text + "\n" + &fill(say(lang, "validate.summary"), &values) + "\n"
}

fn heading(column: &str, lang: Lang) -> &'static str {
    match column {
        "fact" => say(lang, "validate.fact"),
        "value" => say(lang, "validate.value"),
        "band" => say(lang, "validate.band"),
        "simulated" => say(lang, "validate.simulated"),
        _ => say(lang, "validate.verdict"),
    }
}

fn row(finding: &Finding, lang: Lang) -> [String; 5] {
    let (target, simulated) = (&finding.target, &finding.simulated);
    let shown = |value: f64| number(value, target.observable().decimals(), lang);
    let span =
        |low: f64, high: f64| fill(say(lang, "list.to"), &[("low", &shown(low)), ("high", &shown(high))]);
    let found = match simulated.count {
        0 => say(lang, "validate.undefined").to_owned(),
        _ => format!("{} [{}]", shown(simulated.median), span(simulated.p05, simulated.p95)),
    };
    let verdict = if finding.passes() { say(lang, "validate.pass") } else { say(lang, "validate.miss") };
    let id = format!("{} ({})", target.observable().id, target.observable().unit);
    [id, shown(target.value), span(target.low, target.high), found, verdict.to_owned()]
}

/// The name to the left, figures to the right, each in its column.
fn line(cells: &[String; 5]) -> String {
    const WIDTHS: [usize; 5] = [42, 6, 15, 26, 7];
    let pad = |cell: &str, width: usize| " ".repeat(width.saturating_sub(cell.width()));
    let [id, figures @ ..] = cells;
    let mut text = format!("{id}{}", pad(id, WIDTHS[0]));
    for (cell, width) in figures.iter().zip(&WIDTHS[1..]) {
        text += &format!(" {}{cell}", pad(cell, *width));
    }
    text.trim_end().to_owned() + "\n"
}

fn json(findings: &[Finding]) -> String {
    let rows: Vec<serde_json::Value> = findings
        .iter()
        .map(|finding| {
            let (target, simulated) = (&finding.target, &finding.simulated);
            serde_json::json!({
                "id": target.observable().id,
                "fact": target.fact,
                "unit": target.observable().unit,
                "value": target.value,
                "low": target.low,
                "high": target.high,
                "source": target.source,
                "replications": simulated.count,
                "median": simulated.median,
                "p05": simulated.p05,
                "p95": simulated.p95,
                "pass": finding.passes(),
            })
        })
        .collect();
    format!("{:#}\n", serde_json::Value::Array(rows))
}
