//! One format without comparison: medians and ranges of its indicators.

use super::flags::Flags;
use super::job::Job;
use super::{Answer, Terminal, single};
use mutualise::error::Error;
use mutualise::experiment::results::{Band, Results};
use mutualise::indicators::registry::{Column, Group};
use mutualise::indicators::{Unit, registry};
use mutualise::scenario::Scenario;
use mutualise::words::{Bilingual, Lang};

/// How much of a label is shown, so that a line stays within 100 columns.
const LABEL_WIDTH: usize = 40;

/// Answers `mutualise run`.
pub fn run(file: &str, format: Option<&str>, flags: &Flags, terminal: &Terminal) -> Result<Answer, Error> {
    let scenario = &flags.resolve(Some(file), format, terminal)?;
    let [only] = &scenario.formats[..] else { return Err(choose_one(scenario)) };
    if let Some(replication) = flags.replication {
        return single::replication(scenario, replication, flags, terminal);
    }
    let mut start = vec!["mutualise", "run", file];
    start.extend(format.iter().flat_map(|id| ["--format", id]));
    let job = Job { scenario, flags, start: &start, rule: None, terminal };
    job.done(|results, folder| {
        let title = only.label.get(terminal.lang);
        Ok(format!("{title}\n\n{}\n{}\n", table(results, terminal), folder.path().display()))
    })
}

fn choose_one(scenario: &Scenario) -> Error {
    let ids: Vec<&str> = scenario.formats.iter().map(|format| format.id.as_str()).collect();
    let ids = ids.join(", ");
    Error::Usage(Bilingual {
        fr: format!("ce scénario compare plusieurs formats\nremède : choisissez-en un avec --format : {ids}"),
        en: format!("this scenario compares several formats\nremedy: choose one with --format: {ids}"),
    })
}

fn table(results: &Results, terminal: &Terminal) -> String {
    let head = [terminal.choose("médiane", "median"), "5 %", "95 %"].map(str::to_owned);
    let mut text = line("", &head, "");
    for (place, column) in registry::columns().enumerate() {
        if column.group == Group::All {
            text += &row(&column, &results.values[0][place], terminal.lang);
        }
    }
    text
}

fn row(column: &Column, values: &[f64], lang: Lang) -> String {
    let band = Band::of(values.iter().copied());
    let unit = column.indicator.unit;
    let cells = [band.p50, band.p05, band.p95].map(|value| number(value, unit, lang));
    line(column.indicator.label.get(lang), &cells, unit.text().get(lang))
}

fn line(label: &str, cells: &[String; 3], unit: &str) -> String {
    let label: String = label.chars().take(LABEL_WIDTH).collect();
    let [median, low, high] = cells;
    let line = format!("{label:<LABEL_WIDTH$} {median:>10} {low:>10} {high:>10}  {unit}");
    format!("{}\n", line.trim_end())
}

fn number(value: f64, unit: Unit, lang: Lang) -> String {
    let text = if value.is_nan() { "–".to_owned() } else { format!("{value:.*}", unit.decimals()) };
    if lang == Lang::Fr { text.replace('.', ",") } else { text }
}
