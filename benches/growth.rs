//! How does time grow with people, structures, formats, replications, territories and threads?
//!
//! `cargo bench --bench growth` prints a table; with `-- --figure FILE` it draws it too. Processor time where the
//! system tells it (Linux), which does not depend on who else uses the machine; the gain of threads is in wall time.

#[path = "clock.rs"]
mod clock;

use std::fmt::Write as _;
use std::fs;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use mutualise::experiment::parallel::{self, News};
use mutualise::experiment::replication::replicate;
use mutualise::maths;
use mutualise::month::Check;
use mutualise::scenario::{Scenario, Source};

/// Each point is the median of so many runs.
const RUNS: usize = 5;
/// Months of a run: shorter than the default, so that large worlds do not take all day.
const MONTHS: [&str; 2] = ["run.burn_in=12", "run.months=24"];
/// Formats, in the order in which they are added.
const FORMATS: [&str; 8] =
    ["status-quo", "club-rh", "ge", "scic-interim", "ge-scic", "geiq", "staff-loan", "etti"];

/// One line of growth: what is varied, its values, and seconds at each.
struct Growth {
    title: &'static str,
    of: &'static str,
    points: Vec<(f64, f64)>,
}

fn main() {
    let all = [people(), structures(), formats(), replications(), territories(), threads()];
    for growth in &all {
        println!("\n{}", growth.title);
        for (value, seconds) in &growth.points {
            let each = seconds / value;
            println!("{value:>9} {}: {:>9.2} ms, {:>9.3} ms for each", growth.of, seconds * 1e3, each * 1e3);
        }
        println!("time grows as {} to the power {:.2}", growth.of, growth.power());
    }
    let figure = std::env::args().skip_while(|word| word != "--figure").nth(1);
    if let Some(path) = figure {
        fs::write(&path, drawing(&all)).expect("the figure can be written");
    }
}

impl Growth {
    /// The slope of the line through the logarithms, by least squares.
    fn power(&self) -> f64 {
        let logs: Vec<(f64, f64)> = self.points.iter().map(|(x, y)| (maths::ln(*x), maths::ln(*y))).collect();
        let n = logs.len() as f64;
        let (mx, my) = (logs.iter().map(|p| p.0).sum::<f64>() / n, logs.iter().map(|p| p.1).sum::<f64>() / n);
        let covariance: f64 = logs.iter().map(|p| (p.0 - mx) * (p.1 - my)).sum();
        covariance / logs.iter().map(|p| (p.0 - mx) * (p.0 - mx)).sum::<f64>()
    }
}

fn scenario(sets: &[String]) -> Scenario {
    let sets: Vec<String> = MONTHS.iter().map(|set| (*set).to_owned()).chain(sets.iter().cloned()).collect();
    Scenario::resolve(Source::named("base"), &sets).unwrap_or_else(|wrong| panic!("{wrong}"))
}

/// The median of several measures of so many replications, which differ from run to run.
fn replications_of(scenario: &Scenario, n: u32) -> f64 {
    let run = |k: u32| {
        for replication in 0..n {
            std::hint::black_box(replicate(scenario, k * n + replication, Check::Never));
        }
    };
    run(0);
    clock::median((0..RUNS).map(|_| clock::of(run)).collect())
}

fn people() -> Growth {
    let point = |people: u32| {
        let sets = [
            format!("population.people={people}"),
            format!("population.structures={}", people * 2 / 15),
            format!("population.firms={}", people / 10),
        ];
        (f64::from(people), replications_of(&scenario(&sets), 1))
    };
    let points = [225, 450, 900, 1_800, 3_600, 7_200, 14_400].map(point).to_vec();
    Growth { title: "people, with structures and firms in proportion", of: "people", points }
}

fn structures() -> Growth {
    let point =
        |n: u32| (f64::from(n), replications_of(&scenario(&[format!("population.structures={n}")]), 1));
    let points = [30, 60, 120, 240, 480].map(point).to_vec();
    Growth { title: "structures, 900 people", of: "structures", points }
}

fn formats() -> Growth {
    let point = |n: usize| {
        let names: Vec<String> = FORMATS[..n].iter().map(|id| format!("\"{id}\"")).collect();
        (n as f64, replications_of(&scenario(&[format!("formats=[{}]", names.join(","))]), 1))
    };
    let points = [1, 2, 4, 8].map(point).to_vec();
    Growth { title: "formats, from one past", of: "formats", points }
}

fn replications() -> Growth {
    let scenario = scenario(&[]);
    let points = [1, 2, 4, 8, 16].map(|n| (f64::from(n), replications_of(&scenario, n))).to_vec();
    Growth { title: "replications, one thread", of: "replications", points }
}

/// Of a country, in wall time: its territories are lived on all threads, of which this one is none.
fn territories() -> Growth {
    let point = |n: u32| {
        let scenario = scenario(&[format!("country.territories={n}")]);
        let seconds = (0..RUNS as u32).map(|k| {
            let start = Instant::now();
            std::hint::black_box(replicate(&scenario, k, Check::Never));
            start.elapsed().as_secs_f64()
        });
        (f64::from(n), clock::median(seconds.collect()))
    };
    let points = [2, 8, 32, 128].map(point).to_vec();
    Growth { title: "territories of a country, 900 people in each, wall time", of: "territories", points }
}

/// In wall time: threads share the work.
fn threads() -> Growth {
    let (scenario, stop) = (scenario(&[]), AtomicBool::new(false));
    let numbers: Vec<u32> = (0..32).collect();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let point = |threads: usize| {
        let seconds = (0..RUNS)
            .map(|_| {
                let start = Instant::now();
                let work = |k| replicate(&scenario, k, Check::Never);
                let outcome = parallel::each(&numbers, (threads, threads), &stop, work, |_: News<_>| Ok(()));
                outcome.expect("nothing fails");
                start.elapsed().as_secs_f64()
            })
            .collect();
        (threads as f64, clock::median(seconds))
    };
    let counts = [1, 2, 4, 8].into_iter().filter(|&threads| threads <= cores);
    Growth {
        title: "threads, 32 replications, wall time",
        of: "threads",
        points: counts.map(point).collect(),
    }
}

const PANEL: (f64, f64) = (230.0, 190.0);
const MARGIN: (f64, f64) = (52.0, 34.0);

/// So many panels stand side by side.
const ABREAST: usize = 3;

/// The lines, both axes in logarithms: a straight line of slope 1 is time in proportion, in grey.
fn drawing(all: &[Growth]) -> String {
    let (width, height) = (PANEL.0 * ABREAST as f64, PANEL.1 * all.len().div_ceil(ABREAST) as f64);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-family=\"sans-serif\" \
         font-size=\"10\"><rect width=\"{width}\" height=\"{height}\" fill=\"white\"/>\n"
    );
    for (k, growth) in all.iter().enumerate() {
        let (x, y) = ((k % ABREAST) as f64 * PANEL.0, (k / ABREAST) as f64 * PANEL.1);
        let _ = writeln!(svg, "<g transform=\"translate({x} {y})\">{}</g>", panel(growth));
    }
    svg + "</svg>\n"
}

fn panel(growth: &Growth) -> String {
    let (first, last) = (growth.points[0], growth.points[growth.points.len() - 1]);
    let ideal = match growth.of {
        "threads" => first.1 * first.0 / last.0,
        _ => first.1 * last.0 / first.0,
    };
    let values = || growth.points.iter().map(|point| point.1).chain([ideal]);
    let (low, high) = (values().fold(f64::INFINITY, f64::min), values().fold(0.0, f64::max));
    let (wide, tall) = (PANEL.0 - MARGIN.0 - 20.0, PANEL.1 - 2.0 * MARGIN.1);
    let x = |value: f64| MARGIN.0 + wide * maths::ln(value / first.0) / maths::ln(last.0 / first.0);
    let y = |seconds: f64| MARGIN.1 + tall * (1.0 - maths::ln(seconds / low) / maths::ln(high / low));
    let write = |x: f64, y: f64, anchor: &str, words: String| {
        format!("<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{words}</text>\n")
    };
    let middle = MARGIN.0 + wide / 2.0;
    let mut text =
        write(middle, 16.0, "middle", format!("{}: time to the power {:.2}", growth.of, growth.power()));
    let _ = writeln!(
        text,
        "<line x1=\"{:.1}\" y1=\"{:.1}\" x2=\"{:.1}\" y2=\"{:.1}\" stroke=\"#bbbbbb\" stroke-width=\"2\"/>",
        x(first.0),
        y(first.1),
        x(last.0),
        y(ideal)
    );
    let place = |point: &(f64, f64)| (x(point.0), y(point.1));
    let line: Vec<String> = growth.points.iter().map(place).map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
    let _ = writeln!(text, "<polyline points=\"{}\" fill=\"none\" stroke=\"#1a6faf\"/>", line.join(" "));
    for (k, point) in growth.points.iter().enumerate() {
        let (x, y) = place(point);
        let _ = writeln!(text, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3\" fill=\"#1a6faf\"/>");
        // every other one, so that they do not touch
        if (growth.points.len() - 1 - k).is_multiple_of(2) || growth.points.len() < 5 {
            text += &write(x, PANEL.1 - MARGIN.1 + 18.0, "middle", point.0.to_string());
        }
    }
    for seconds in [low, high] {
        text += &write(MARGIN.0 - 10.0, y(seconds) + 3.0, "end", format!("{:.0} ms", seconds * 1e3));
    }
    text
}
