//! Processor time, which does not depend on who else uses the machine as the time of a clock does.

use std::fs;
use std::time::Instant;

/// Seconds of processor that this thread has had since it began, where the system tells (Linux); else of the clock.
pub fn seconds(start: Instant) -> f64 {
    let told = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let spent = told.and_then(|text| text.split_whitespace().next()?.parse::<f64>().ok());
    spent.map_or_else(|| start.elapsed().as_secs_f64(), |nanoseconds| nanoseconds * 1e-9)
}

/// What one run takes.
pub fn of(run: impl FnOnce()) -> f64 {
    let start = Instant::now();
    let before = seconds(start);
    run();
    seconds(start) - before
}

/// The middle one.
pub fn median(mut seconds: Vec<f64>) -> f64 {
    seconds.sort_by(f64::total_cmp);
    seconds[seconds.len() / 2]
}
