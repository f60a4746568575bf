//! `mutualise calibrate`: the assumed parameters fitted to sourced facts, generation after generation.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use clap::{Args, value_parser};

use super::flags::{Manner, quoted};
use super::interrupt;
use super::progress::Teller;
use super::validate::LARGEST_SEED;
use super::{Answer, Status, Terminal};
use mutualise::calibration::files::Kept;
use mutualise::calibration::free::{self, Free};
use mutualise::calibration::identify::identify;
use mutualise::calibration::kept;
use mutualise::calibration::{Candidate, Plan, check, ensemble, met, next, size};
use mutualise::comparison::targets::{self, Target};
use mutualise::error::Error;
use mutualise::experiment::Progress;
use mutualise::given;
use mutualise::scenario::{Scenario, Source};
use mutualise::words::numbers::number;
use mutualise::words::{fill, say};

/// Fit the assumed parameters to sourced facts: an ensemble of acceptable sets
#[derive(Debug, Args)]
pub struct CalibrateArgs {
    /// Scenario file, or the name of an embedded scenario
    #[arg(default_value = "base", value_name = "FILE")]
    file: String,
    /// A CSV file of facts, with the columns id,fact,unit,value,low,high,source [default: those embedded]
    #[arg(long, value_name = "FILE")]
    targets: Option<PathBuf>,
    /// A CSV file of free parameters, with the column path and, for another range, low and high [default: those embedded]
    #[arg(long, value_name = "FILE")]
    free: Option<PathBuf>,
    /// Begin with the sets of an earlier calibration, simulated anew, not with even draws: `ensemble` (those the program
    /// carries), or an ensemble.csv
    #[arg(long, value_name = "FILE")]
    from: Option<String>,
    /// Parameter sets tried in each generation; the first of even draws tries four times as many
    #[arg(long, default_value_t = 100, value_name = "N", value_parser = value_parser!(u32).range(4..=10_000))]
    candidates: u32,
    /// Generations in all
    #[arg(long, default_value_t = 6, value_name = "N", value_parser = value_parser!(u32).range(1..=1_000))]
    generations: u32,
    /// Replications of each candidate
    #[arg(long, default_value_t = 20, value_name = "N", value_parser = value_parser!(u32).range(2..))]
    replications: u32,
    /// Seed of the candidates; that of replications stands in the scenario
    #[arg(long, default_value_t = 1, value_name = "N", value_parser = value_parser!(u64).range(0..=LARGEST_SEED))]
    seed: u64,
    /// Change one value of the scenario; may be repeated
    #[arg(long = "set", value_name = "PATH=VALUE")]
    sets: Vec<String>,
    /// Folder of the results
    #[arg(long, value_name = "DIR", default_value = "output/calibration")]
    out: PathBuf,
    /// Go on with the calibration that --out holds; more --generations lengthen one that is finished
    #[arg(long)]
    resume: bool,
    #[command(flatten)]
    manner: Manner,
}

/// Searches, keeps each generation, and prints what the last one says.
pub fn run(args: &CalibrateArgs, terminal: Terminal) -> Result<Answer, Error> {
    let plan = plan(args)?;
    // faults of the scenario and of the ranges are told before anything is written
    let scenario = Scenario::resolve(plan.source.clone(), &plan.sets)?;
    scenario.one_territory()?;
    if !args.manner.quiet {
        let doubts = plan.targets.iter().filter_map(|target| target.doubt.clone());
        terminal.warn(&scenario.warnings.iter().cloned().chain(doubts).collect::<Vec<_>>());
    }
    check(&plan)?;
    let mut kept = match args.resume {
        true => Kept::resumed(&args.out, &plan)?,
        false => Kept::fresh(&args.out, &plan)?,
    };
    let again = fill(say(terminal.lang, "calibrate.resume"), &[("command", &again(args))]);
    let stop = interrupt::listen(terminal, &again);
    let far = Far::of(&plan, &kept, args, terminal);
    while kept.generations() < args.generations {
        let began = Instant::now();
        let drawn = args.manner.on(|| next(&plan, &kept.candidates, stop, || far.one_more()))??;
        let Some(generation) = drawn else { break };
        let stretched = generation.stretched;
        kept.keep(&plan, generation)?;
        far.aside(&told(&plan, &kept, stretched, began.elapsed().as_secs_f64(), terminal));
    }
    far.end();
    let status = if kept.generations() < args.generations { Status::Interrupted } else { Status::Done };
    if status == Status::Interrupted {
        let kept = kept.generations().to_string();
        terminal.tell(&fill(say(terminal.lang, "calibrate.interrupted"), &[("kept", &kept)]));
        terminal.tell(&again);
    }
    if kept.candidates.is_empty() {
        return Ok(Answer { text: String::new(), status });
    }
    kept.conclude(&plan)?;
    Ok(Answer { text: summary(&plan, &kept.candidates, &args.out, terminal), status })
}

/// The command that goes on.
fn again(args: &CalibrateArgs) -> String {
    let shown = |path: &Path| path.display().to_string();
    let mut words = vec!["mutualise calibrate".to_owned(), quoted(&args.file)];
    let mut add = |flag: &str, value: Option<String>| {
        words.extend(value.map(|value| format!("{flag} {}", quoted(&value))));
    };
    add("--targets", args.targets.as_deref().map(shown));
    add("--free", args.free.as_deref().map(shown));
    add("--from", args.from.clone());
    add("--candidates", Some(args.candidates.to_string()));
    add("--generations", Some(args.generations.to_string()));
    add("--replications", Some(args.replications.to_string()));
    add("--seed", Some(args.seed.to_string()));
    args.sets.iter().for_each(|set| add("--set", Some(set.clone())));
    add("--out", Some(shown(&args.out)));
    words.push("--resume".to_owned());
    words.join(" ")
}

/// How far a calibration has come, in replications; candidates are simulated on several threads.
struct Far {
    telling: Mutex<(Progress, Teller)>,
    since: Instant,
    each: u32,
}

impl Far {
    fn of(plan: &Plan, kept: &Kept, args: &CalibrateArgs, terminal: Terminal) -> Far {
        let runs = |upto: u32| -> u32 {
            let candidates: usize = (1..=upto).map(|generation| size(plan, generation)).sum();
            (candidates as u32).saturating_mul(plan.replications)
        };
        let over = runs(kept.generations());
        let total = runs(args.generations.max(kept.generations()));
        let elapsed = Duration::ZERO;
        let progress = Progress { over, failed: 0, resumed: over, total, part: 0.0, elapsed };
        let mut teller = Teller::new(args.manner.quiet, terminal);
        teller.tell(&progress);
        Far { telling: Mutex::new((progress, teller)), since: Instant::now(), each: plan.replications }
    }

    fn lock(&self) -> MutexGuard<'_, (Progress, Teller)> {
        self.telling.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One more candidate is done.
    fn one_more(&self) {
        let (progress, teller) = &mut *self.lock();
        progress.over += self.each;
        progress.elapsed = self.since.elapsed();
        teller.tell(progress);
    }

    fn aside(&self, text: &str) {
        self.lock().1.aside(text);
    }

    fn end(self) {
        self.telling.into_inner().unwrap_or_else(PoisonError::into_inner).1.end();
    }
}

fn plan(args: &CalibrateArgs) -> Result<Plan, Error> {
    let free = read(args.free.as_deref(), "free_parameters.csv", free::EMBEDDED, free::read)?;
    let known = match &args.from {
        Some(which) => kept::named(which)?.values_of(free.iter().map(|free| &*free.path))?,
        None => Vec::new(),
    };
    Ok(Plan {
        source: Source::named(&args.file),
        sets: args.sets.clone(),
        targets: read(args.targets.as_deref(), "validation_targets.csv", targets::EMBEDDED, targets::read)?,
        free,
        known,
        candidates: args.candidates as usize,
        replications: args.replications,
        seed: args.seed,
    })
}

fn read<T>(
    path: Option<&Path>,
    name: &str,
    embedded: &str,
    parse: fn(&str, &str) -> Result<T, Error>,
) -> Result<T, Error> {
    let Some(path) = path else { return parse(name, embedded) };
    let text = given::table(path)?;
    parse(&path.display().to_string(), &text)
}

/// One line for a generation.
fn told(plan: &Plan, kept: &Kept, stretched: f64, seconds: f64, terminal: Terminal) -> String {
    let lang = terminal.lang;
    let last: Vec<usize> = kept
        .candidates
        .iter()
        .filter(|candidate| candidate.generation == kept.generations())
        .map(|candidate| met(&plan.targets, candidate))
        .collect();
    let all = plan.targets.len();
    let values = [
        ("number", &*kept.generations().to_string()),
        ("tried", &*last.len().to_string()),
        ("good", &*last.iter().filter(|&&met| met == all).count().to_string()),
        ("total", &*all.to_string()),
        ("most", &*last.iter().max().unwrap_or(&0).to_string()),
        ("seconds", &*number(seconds, 0, lang)),
    ];
    let mut text = fill(say(lang, "calibrate.generation"), &values);
    if stretched > 0.0 {
        text += &fill(say(lang, "calibrate.stretched"), &[("stretched", &number(stretched, 2, lang))]);
    }
    text
}

/// The facts under the best set, and what is known of each parameter.
fn summary(plan: &Plan, candidates: &[Candidate], out: &Path, terminal: Terminal) -> String {
    let lang = terminal.lang;
    let sets = ensemble(plan, candidates);
    let best = sets[0];
    let mut text = format!("{}\n", say(lang, "calibrate.facts"));
    for (target, &observed) in plan.targets.iter().zip(&best.observed) {
        text += &fact(target, observed, terminal);
    }
    let meets_all = met(&plan.targets, best) == plan.targets.len();
    let told = say(lang, if meets_all { "calibrate.ensemble" } else { "calibrate.no_ensemble" });
    text += &format!("\n{}\n", fill(told, &[("count", &sets.len().to_string())]));
    text += &format!("\n{}\n", say(lang, "calibrate.parameters"));
    for ((free, known), &value) in plan.free.iter().zip(identify(&sets, &plan.free)).zip(&best.values) {
        let Free { path, low, high, .. } = free;
        let (value, narrowed) = (number(value, 5, lang), number(known.narrowed, 2, lang));
        text += &format!("  {path:<46} {value:>11}  [{low} – {high}]  {narrowed}\n");
    }
    text + &format!("\n{}\n", fill(say(lang, "calibrate.files"), &[("folder", &out.display().to_string())]))
}

fn fact(target: &Target, observed: f64, terminal: Terminal) -> String {
    let shown = |value: f64| number(value, 2, terminal.lang);
    let verdict = match (target.low..=target.high).contains(&observed) {
        true => say(terminal.lang, "validate.pass"),
        false => say(terminal.lang, "validate.miss"),
    };
    let (id, low, high) = (target.observable().id, shown(target.low), shown(target.high));
    format!("  {id:<30} {:>8}  [{low} – {high}]  {verdict}\n", shown(observed))
}
