//! Where the figures come from, and how to compute them again.

use super::Run;
use crate::report::document::{Block, Cell, Row, Section, Table};
use crate::words::numbers::number;
use crate::words::{Lang, fill, say};

/// Program, date and run, under the title.
pub fn subtitle(run: &Run, lang: Lang) -> String {
    let provenance = &run.results.provenance;
    let day = day(&run.record.times.ended, lang);
    let values = [("version", provenance.version.as_str()), ("run", &provenance.run), ("date", &day)];
    fill(say(lang, "page.subtitle"), &values)
}

/// The day of a time as machines write it, as people write it; the record has the second.
fn day(time: &str, lang: Lang) -> String {
    let date = time.split('T').next().unwrap_or_default();
    let parts: Vec<i32> = date.split('-').filter_map(|part| part.parse().ok()).collect();
    match parts[..] {
        [year, month, day] => {
            let month = super::compared::date((year, u32::try_from(month).unwrap_or(1)), 0, lang);
            format!("{day}\u{a0}{month}")
        }
        _ => date.to_owned(),
    }
}

/// The section, on each of the runs.
pub fn section(lang: Lang, runs: &[&Run]) -> Section {
    let mut blocks = vec![Block::text(say(lang, "page.origin-text"))];
    for run in runs {
        if runs.len() > 1 {
            blocks.push(Block::Heading(run.results.provenance.run.clone()));
        }
        blocks.push(Block::Code(run.record.reproduce.clone()));
        blocks.push(Block::Table(facts(lang, run)));
    }
    super::section("origin", say(lang, "page.origin"), blocks)
}

fn facts(lang: Lang, run: &Run) -> Table {
    let (record, provenance) = (&run.record, &run.results.provenance);
    let count = |count: u32| number(count.into(), 0, lang);
    let commit = record.program.commit.as_deref().map(|commit| format!(" ({commit})")).unwrap_or_default();
    let host = &record.host;
    let threads = count(host.threads.try_into().unwrap_or(u32::MAX));
    let rows = [
        ("page.program", format!("{} {}{commit}", record.program.name, provenance.version)),
        ("page.run", provenance.run.clone()),
        ("page.ended", record.times.ended.clone()),
        ("page.seed", provenance.seed.to_string()),
        ("page.hash", provenance.hash.clone()),
        ("page.asked", count(record.replications.asked)),
        ("page.done", count(record.replications.done)),
        ("page.failed", count(record.replications.failed)),
        (
            "page.machine",
            fill(say(lang, "page.host"), &[("os", &host.os), ("arch", &host.arch), ("threads", &threads)]),
        ),
    ];
    let row = |(key, text): (&str, String)| Row::Cells(vec![Cell::of(say(lang, key)), Cell::of(text)]);
    Table {
        caption: say(lang, "page.facts").to_owned(),
        head: ["page.fact", "page.value"].map(|key| say(lang, key).to_owned()).into(),
        rows: rows.into_iter().map(row).collect(),
        words: 2,
        widths: vec![32, 68],
        ..Table::default()
    }
}
