//! How far a run has come, told honestly: a bar on a terminal, a line now and then elsewhere, or JSON.

use std::io::{self, IsTerminal};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;

use super::Terminal;
use super::terminal::is_dumb;
use mutualise::experiment::Progress;

const BETWEEN_LINES: Duration = Duration::from_secs(5);
/// Of a run of hours a line a minute is enough.
const BETWEEN_LINES_AT_MOST: Duration = Duration::from_secs(60);
/// Steps of a bar for each replication.
const PARTS: u64 = 1_000;
const BETWEEN_OBJECTS: Duration = Duration::from_millis(200);

/// Tells progress on standard error.
pub struct Teller {
    terminal: Terminal,
    form: Form,
    /// When something was last told, and of how many replications among how many.
    last: Option<(Instant, (u32, u32))>,
}

enum Form {
    Nothing,
    Bar(ProgressBar),
    Lines,
    Json,
}

impl Teller {
    /// The teller that was asked for.
    pub fn new(quiet: bool, terminal: Terminal) -> Teller {
        let form = match quiet {
            true => Form::Nothing,
            _ if terminal.json => Form::Json,
            // a line that is drawn again and again takes a terminal that can
            _ if io::stderr().is_terminal() && !is_dumb() => Form::Bar(bar()),
            _ => Form::Lines,
        };
        // a run shorter than the pause needs no line
        let last = matches!(form, Form::Lines).then(|| (Instant::now(), (0, 0)));
        Teller { terminal, form, last }
    }

    /// Tells how far the run has come.
    pub fn tell(&mut self, progress: &Progress) {
        match &self.form {
            Form::Nothing => {}
            Form::Bar(bar) => {
                bar.set_length(u64::from(progress.total) * PARTS);
                bar.set_position(((f64::from(progress.over) + progress.part) * PARTS as f64) as u64);
                let Progress { over, total, .. } = progress;
                bar.set_message(format!("{over}/{total} {}", details(progress, &self.terminal)));
            }
            Form::Lines => {
                let pause = (progress.elapsed / 20).clamp(BETWEEN_LINES, BETWEEN_LINES_AT_MOST);
                if is_due(&mut self.last, progress, pause) && progress.over < progress.total {
                    let Progress { over, total, .. } = progress;
                    let details = details(progress, &self.terminal);
                    self.terminal.tell(&format!("{over}/{total} {details}"));
                }
            }
            Form::Json => {
                if is_due(&mut self.last, progress, BETWEEN_OBJECTS) {
                    self.terminal.line(&object(progress));
                }
            }
        }
    }

    /// Tells something else meanwhile.
    pub fn aside(&self, text: &str) {
        match &self.form {
            Form::Bar(bar) => bar.suspend(|| self.terminal.tell(text)),
            Form::Nothing => {}
            Form::Lines | Form::Json => self.terminal.tell(text),
        }
    }

    /// Takes the bar off the screen.
    pub fn end(self) {
        if let Form::Bar(bar) = self.form {
            bar.finish_and_clear();
        }
    }
}

/// Whether it is time to tell again: what is new after a pause, the end at once, and now and then that the
/// work goes on.
fn is_due(last: &mut Option<(Instant, (u32, u32))>, progress: &Progress, pause: Duration) -> bool {
    let now = (progress.over, progress.total);
    let ended = progress.over == progress.total;
    let due = last.is_none_or(|(when, told)| {
        let pause = if now == told { pause.max(BETWEEN_LINES) } else { pause };
        (now != told && ended) || when.elapsed() >= pause
    });
    if due {
        *last = Some((Instant::now(), now));
    }
    due
}

fn bar() -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:30} {msg}");
    ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

/// `replications · 2 failed · 41.3 a second · 12 s left`.
fn details(progress: &Progress, terminal: &Terminal) -> String {
    let mut parts = vec![terminal.choose("réplications", "replications").to_owned()];
    if progress.part > 0.0 {
        let share = (100.0 * progress.part).floor();
        parts.push(format!("{share}\u{a0}% {}", terminal.choose("de la suivante", "of the next")));
    }
    if progress.failed > 0 {
        parts.push(format!("{} {}", progress.failed, terminal.choose("en échec", "failed")));
    }
    if let (Some(rate), Some(left)) = (progress.rate(), progress.left()) {
        let seconds = left.as_secs_f64().ceil();
        // of a country it takes minutes for one, and what is left says it better
        if rate >= 0.1 {
            parts.push(match terminal.choose("fr", "en") {
                "fr" => format!("{} par seconde", format!("{rate:.1}").replace('.', ",")),
                _ => format!("{rate:.1} a second"),
            });
        }
        parts.push(format!("{} {}", duration(seconds), terminal.choose("restantes", "left")));
    }
    parts.join(" · ")
}

fn duration(seconds: f64) -> String {
    let seconds = seconds as u64;
    let minutes = seconds.div_ceil(60);
    match minutes {
        ..120 if seconds < 120 => format!("{seconds} s"),
        ..120 => format!("{minutes} min"),
        _ => format!("{} h {:02} min", minutes / 60, minutes % 60),
    }
}

/// A message among the objects.
pub fn message(text: &str) -> String {
    json!({ "message": text }).to_string()
}

fn object(progress: &Progress) -> String {
    json!({
        "done": progress.over - progress.failed,
        "failed": progress.failed,
        "total": progress.total,
        "part": progress.part,
        "rate": progress.rate(),
        "eta_seconds": progress.left().map(|left| left.as_secs_f64()),
    })
    .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_told_in_units_one_can_picture() {
        let told = [3.0, 119.0, 120.0, 121.0, 7140.0, 7141.0, 9060.0].map(duration);
        assert_eq!(told, ["3 s", "119 s", "2 min", "3 min", "119 min", "2 h 00 min", "2 h 31 min"]);
    }

    #[test]
    fn lines_come_at_a_pace_and_the_end_is_told_at_once() {
        let progress =
            |over| Progress { over, failed: 0, resumed: 0, total: 9, part: 0.0, elapsed: Duration::ZERO };
        let mut last = None;
        assert!(is_due(&mut last, &progress(0), BETWEEN_LINES));
        assert!(!is_due(&mut last, &progress(4), BETWEEN_LINES));
        assert!(is_due(&mut last, &progress(9), BETWEEN_LINES));
        assert!(!is_due(&mut last, &progress(9), Duration::ZERO), "the end is told once");
    }
}
