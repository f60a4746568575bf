//! Runs side by side: first what differs between them, then each theme, the first run being the reference.

use super::themes::{THEMES, Told};
use super::{Run, glossary, limits, origin, values};
use crate::catalogue::Catalogue;
use crate::comparison::{Comparison, compare};
use crate::experiment::results::{FormatName, Monthly, Results};
use crate::figures;
use crate::indicators::Better;
use crate::indicators::registry::{INDICATORS, Indicator};
use crate::report::WIDTH;
use crate::report::document::{Block, Cell, Document, Item, Row, Section, Table};
use crate::report::view::View;
use crate::scenario::Scenario;
use crate::words::{Bilingual, Lang, fill, say};

/// One format as every run computed it: a column for each run, paired by replication.
struct Shared {
    name: FormatName,
    results: Results,
    comparison: Comparison,
}

/// The report.
pub fn document(runs: &[Run], lang: Lang) -> Document {
    let names = names(runs);
    let shared = shared(runs, &names);
    let mut sections = vec![what_differs(runs, &names, lang)];
    if shared.is_empty() {
        sections[0].blocks.push(Block::text(say(lang, "page.nothing-shared")));
    } else {
        sections.push(findings(&shared, lang));
        sections.extend(THEMES.iter().filter_map(|told| theme(&shared, &names, told, lang)));
    }
    sections.push(limits::section(lang));
    sections.push(origin::section(lang, &runs.iter().collect::<Vec<_>>()));
    sections.push(glossary::section(lang));
    let title = fill(say(lang, "page.side-by-side"), &[("runs", &names.join(", "))]);
    let subtitle = fill(say(lang, "page.subtitle-several"), &[("version", env!("CARGO_PKG_VERSION"))]);
    Document { lang, title, subtitle, sections }
}

/// The runs' names, told apart by a number where two folders are called the same.
fn names(runs: &[Run]) -> Vec<String> {
    let name = |run: &Run| run.results.provenance.run.clone();
    let of = |(place, run): (usize, &Run)| match runs[..place].iter().filter(|r| name(r) == name(run)).count()
    {
        0 => name(run),
        before => format!("{} ({})", name(run), before + 1),
    };
    runs.iter().enumerate().map(of).collect()
}

/// What differs from the first run: the program, the seed, the number of replications, then every value.
fn what_differs(runs: &[Run], names: &[String], lang: Lang) -> Section {
    let mut blocks = vec![Block::text(fill(say(lang, "page.runs-text"), &[("first", &names[0])]))];
    for (run, name) in runs.iter().zip(names).skip(1) {
        let caption = fill(say(lang, "page.differs"), &[("run", name), ("first", &names[0])]);
        match (&runs[0].scenario, &run.scenario) {
            (Some(first), Some(other)) => {
                let rows = differing(first, other, lang);
                if rows.is_empty() {
                    let text = fill(say(lang, "page.same-scenario"), &[("run", name), ("first", &names[0])]);
                    blocks.push(Block::text(text));
                } else {
                    let head = [say(lang, "page.parameter").to_owned(), names[0].clone(), name.clone()];
                    blocks.push(Block::Table(Table {
                        caption,
                        head: head.into(),
                        rows,
                        words: 1,
                        widths: vec![50, 25, 25],
                        ..Table::default()
                    }));
                }
            }
            _ => blocks.push(Block::text(fill(say(lang, "page.not-comparable"), &[("run", name)]))),
        }
        let (here, first) = (&run.results.provenance.version, &runs[0].results.provenance.version);
        if here != first {
            let values = [("run", name.as_str()), ("version", here), ("other", first)];
            blocks.push(Block::text(fill(say(lang, "page.other-version"), &values)));
        }
    }
    super::section("what-differs", say(lang, "page.what-differs"), blocks)
}

fn differing(first: &Scenario, other: &Scenario, lang: Lang) -> Vec<Row> {
    let row = |difference: crate::scenario::Difference| {
        let unit = difference.unit.get(lang);
        let path = &difference.path;
        let beneath = if unit.is_empty() { path.clone() } else { format!("{path}, {unit}") };
        let name = Cell { text: difference.label.get(lang).to_owned(), mark: None, beneath };
        let text =
            |value: Option<String>| Cell::of(value.map_or("–".to_owned(), |text| written(path, &text, lang)));
        Row::Cells(vec![name, text(difference.a), text(difference.b)])
    };
    Scenario::differences(first, other).into_iter().map(row).collect()
}

/// A value as people write it, from how a file has it.
fn written(path: &str, text: &str, lang: Lang) -> String {
    let known = Catalogue::embedded().get(path);
    match text.parse::<f64>() {
        Ok(number) if known.is_none_or(|parameter| parameter.unit.en != "year" && path != "run.seed") => {
            values::shortest(number, lang)
        }
        _ => values::choice(text.trim_matches('"'), lang),
    }
}

/// The formats that every run has, with the replications they share.
fn shared(runs: &[Run], names: &[String]) -> Vec<Shared> {
    let in_all = |id: &str| runs.iter().all(|run| run.results.formats.iter().any(|format| format.id == id));
    runs[0]
        .results
        .formats
        .iter()
        .filter(|format| in_all(&format.id))
        .map(|format| join(runs, names, format))
        .collect()
}

fn join(runs: &[Run], names: &[String], format: &FormatName) -> Shared {
    let everywhere = |number: &u32| runs.iter().all(|run| run.results.replications.contains(number));
    let replications: Vec<u32> = runs[0].results.replications.iter().copied().filter(everywhere).collect();
    let stored = |column: &String| runs.iter().all(|run| run.results.columns.contains(column));
    let columns: Vec<String> =
        runs[0].results.columns.iter().filter(|column| stored(column)).cloned().collect();
    let values =
        runs.iter().map(|run| columns.iter().map(|c| values_of(run, format, c, &replications)).collect());
    let named = |name: &String| {
        let both = Bilingual { fr: name.clone(), en: name.clone() };
        FormatName { id: format.id.clone(), label: both.clone(), short: both }
    };
    let results = Results {
        formats: names.iter().map(named).collect(),
        values: values.collect(),
        columns,
        replications,
        monthly: Monthly::default(),
        provenance: runs[0].results.provenance.clone(),
    };
    Shared { name: format.clone(), comparison: compare(&results), results }
}

/// A column of a format in a run, in those replications.
fn values_of(run: &Run, format: &FormatName, column: &str, replications: &[u32]) -> Vec<f64> {
    let results = &run.results;
    let found = || {
        let format = results.formats.iter().position(|known| known.id == format.id)?;
        let column = results.columns.iter().position(|known| known == column)?;
        let at = |number: &u32| results.replications.iter().position(|known| known == number);
        let values = &results.values[format][column];
        Some(replications.iter().map(|number| at(number).map_or(f64::NAN, |k| values[k])).collect())
    };
    found().unwrap_or_default()
}

impl Shared {
    fn view(&self, lang: Lang) -> View<'_> {
        View { results: &self.results, comparison: &self.comparison, lang, width: WIDTH }
    }
}

/// What changes clearly from the first run to another: how far on the indicator that decides each theme, and on which
/// others.
fn findings(shared: &[Shared], lang: Lang) -> Section {
    let mut items = Vec::new();
    for told in &THEMES {
        let indicator = shared[0].view(lang).stored(told.indicators).first().copied();
        let Some(indicator) = indicator else { continue };
        let sentences: Vec<String> =
            shared.iter().flat_map(|shared| each_clear(shared, indicator, lang, "page.changes")).collect();
        let text = if sentences.is_empty() {
            fill(say(lang, "page.no-change"), &[("label", indicator.label.get(lang))])
        } else {
            fill(
                say(lang, "page.changed"),
                &[("label", indicator.label.get(lang)), ("list", &sentences.join(say(lang, "list.clauses")))],
            ) + "."
        };
        let others = others(shared, indicator, lang);
        items.push(Item {
            lead: format!("{}.", told.theme.label().get(lang)),
            text: [text].into_iter().chain(others).collect::<Vec<_>>().join(" "),
        });
    }
    super::section("findings", say(lang, "page.findings"), vec![Block::List(items)])
}

/// The other indicators of a theme that change clearly for the better or the worse, and under which format.
fn others(shared: &[Shared], decides: &Indicator, lang: Lang) -> Option<String> {
    let ones = INDICATORS.iter().filter(|one| one.theme == decides.theme && one.id != decides.id);
    let judged = ones.filter(|one| one.better != Better::Neither);
    let told = |one: &Indicator| {
        let changes = shared.iter().flat_map(|shared| each_clear(shared, one, lang, "page.changes-briefly"));
        let list = changes.collect::<Vec<_>>().join(", ");
        let values = [("label", one.label.get(lang)), ("list", &list)];
        (!list.is_empty()).then(|| fill(say(lang, "page.change-of"), &values))
    };
    let list: Vec<String> = judged.filter_map(told).collect();
    let text = fill(say(lang, "page.also-changed"), &[("list", &list.join(say(lang, "list.clauses")))]);
    (!list.is_empty()).then_some(text)
}

/// How an indicator changes clearly from the first run to each other one under a format, in the words of that key.
fn each_clear(shared: &Shared, indicator: &Indicator, lang: Lang, key: &str) -> Vec<String> {
    let view = shared.view(lang);
    let told = |run: usize| {
        let contrast = view.contrast(indicator.id, run, 0).filter(|contrast| contrast.verdict.is_clear())?;
        let (difference, range) = figures::difference_and_interval(&contrast, indicator.unit, lang);
        let values = [
            ("format", shared.name.short.get(lang)),
            ("run", view.name(run)),
            ("difference", &difference),
            ("range", &range),
            ("verdict", values::mark(&view, contrast.verdict).map_or("", |mark| mark.word)),
        ];
        Some(view.tell(key, &values))
    };
    view.formats().skip(1).filter_map(told).collect()
}

/// The indicators of a theme: under each, a row for each format and a column for each run.
fn theme(shared: &[Shared], names: &[String], told: &Told, lang: Lang) -> Option<Section> {
    let theme_of = |indicator: &&Indicator| indicator.theme == told.theme;
    let mut rows = Vec::new();
    for indicator in INDICATORS.iter().filter(theme_of) {
        let of_format = |shared: &Shared| {
            let view = shared.view(lang);
            let cells: Vec<Cell> =
                view.formats().map(|run| values::result(&view, indicator, indicator.id, run)).collect();
            let defined = view.formats().any(|run| view.summary(indicator.id, run).count > 0);
            let name = Cell::of(shared.name.short.get(lang));
            defined.then(|| Row::Cells(std::iter::once(name).chain(cells).collect()))
        };
        let found: Vec<Row> = shared.iter().filter_map(of_format).collect();
        if !found.is_empty() {
            let unit = indicator.unit.text().get(lang);
            let label = indicator.label.get(lang);
            rows.push(Row::Group(if unit.is_empty() {
                label.to_owned()
            } else {
                format!("{label} ({unit})")
            }));
            rows.extend(found);
        }
    }
    let label = told.theme.label().get(lang);
    let signs = fill(say(lang, "page.marks-of-runs"), &[("reference", &names[0])]);
    let note = format!("{} {signs}", say(lang, "page.legend"));
    (!rows.is_empty()).then(|| {
        let table = Table {
            caption: fill(say(lang, "page.figures-of"), &[("theme", label)]),
            head: std::iter::once(say(lang, "page.format").to_owned()).chain(names.iter().cloned()).collect(),
            rows,
            words: 1,
            widths: std::iter::once(30).chain(names.iter().map(|_| 70 / names.len() as u16)).collect(),
            note,
            ..Table::default()
        };
        super::section(told.id, label, vec![Block::Table(table)])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_reads_as_people_write_it() {
        assert_eq!(written("run.seed", "20260701", Lang::Fr), "20260701");
        assert_eq!(written("run.replications", "12000", Lang::Fr), "12\u{202f}000");
        assert_eq!(written("format.ge.fee", "0.12", Lang::Fr), "0,12");
        assert_eq!(written("format.ge.offer", "\"open-ended\"", Lang::Fr), "CDI");
    }
}
