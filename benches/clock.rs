//! Processor time, which does not depend on who else uses the machine as the time of a clock does.

use std::fs;
use std::time::Instant;

/// Long against a tick of the system, by which it counts processor time.
const LONG: f64 = 0.2;

/// Seconds of processor that this thread has had since it began, where the system tells (Linux); else of the clock.
fn seconds(start: Instant) -> f64 {
    let told = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let spent = told.and_then(|text| text.split_whitespace().next()?.parse::<f64>().ok());
    spent.map_or_else(|| start.elapsed().as_secs_f64(), |nanoseconds| nanoseconds * 1e-9)
}

/// What one run takes, from as many as it needs to be counted well.
pub fn of(mut run: impl FnMut(u32)) -> f64 {
    let start = Instant::now();
    let before = seconds(start);
    let mut runs = 0;
    while runs == 0 || seconds(start) - before < LONG {
        run(runs);
        runs += 1;
    }
    (seconds(start) - before) / f64::from(runs)
}

/// The middle one.
pub fn median(mut seconds: Vec<f64>) -> f64 {
    seconds.sort_by(f64::total_cmp);
    seconds[seconds.len() / 2]
}
