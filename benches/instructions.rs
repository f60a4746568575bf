//! How many instructions does a replication take? The count does not depend on who else uses the machine, so a gate
//! can hold it: more than three hundredths above what `benches/instructions.txt` says fails, less asks for a new line.
//!
//! `cargo bench --bench instructions` counts with valgrind (callgrind); without valgrind it says so and passes. With
//! `-- --profile FILE` it leaves the counts of every function in FILE, for `callgrind_annotate --inclusive=yes`.

use std::process::{Command, ExitCode};

use mutualise::experiment::replication::{rates_of, replicate};
use mutualise::month::Check;
use mutualise::scenario::{Scenario, Source};

/// What is counted: so many replications of the base scenario, all its formats.
const REPLICATIONS: u32 = 2;
/// How far the count may be from the baseline.
const TOLERANCE: f64 = 0.03;
/// The mark by which the program knows that it is being counted.
const COUNTED: &str = "MUTUALISE_INSTRUCTIONS_COUNTED";

fn main() -> ExitCode {
    let scenario = Scenario::resolve(Source::named("base"), &[]).expect("the base scenario is sound");
    if std::env::var_os(COUNTED).is_some() {
        // the law is read once for all runs of a program
        rates_of(&scenario.params);
        for replication in 0..REPLICATIONS {
            std::hint::black_box(replicate(&scenario, replication, Check::Never));
        }
        return ExitCode::SUCCESS;
    }
    let Some(instructions) = count() else {
        println!("instructions: not counted, for want of valgrind");
        return ExitCode::SUCCESS;
    };
    let run = &scenario.params.run;
    let months = run.burn_in + scenario.formats.len() as u32 * run.months;
    let worker_months = f64::from(REPLICATIONS * months * scenario.params.population.people);
    let each = instructions / worker_months;
    let baseline: f64 = include_str!("instructions.txt").trim().parse().expect("the baseline is a number");
    let change = each / baseline - 1.0;
    println!("instructions per worker-month: {each:.1}, baseline {baseline:.1}, {:+.1} %", 100.0 * change);
    if change > TOLERANCE {
        println!("too many; if there is a reason, write {each:.1} into benches/instructions.txt and say it");
        return ExitCode::FAILURE;
    }
    if change < -TOLERANCE {
        println!("fewer: write {each:.1} into benches/instructions.txt, or the gain may be lost unseen");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

/// Instructions between the first and the last line of `replicate_heard`, as callgrind counts them; none without valgrind.
fn count() -> Option<f64> {
    let profile = std::env::args().skip_while(|word| word != "--profile").nth(1);
    let here = std::env::current_exe().expect("a program knows where it is");
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--toggle-collect=*replication::replicate_heard"])
        .arg(format!("--callgrind-out-file={}", profile.as_deref().unwrap_or("/dev/null")))
        .arg(here)
        .env(COUNTED, "yes")
        .output()
        .ok()?;
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "valgrind failed:\n{told}");
    let collected =
        told.lines().find_map(|line| line.split_once("Collected :")).map(|(_, number)| number.trim());
    Some(collected.and_then(|number| number.parse().ok()).expect("callgrind says how much it collected"))
}
