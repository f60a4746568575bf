//! What the figures rest on: what the scenario chose, then the assumptions on which conclusions hang most.

use super::{Run, values};
use crate::catalogue::{Catalogue, Parameter, Value};
use crate::report::document::{Block, Cell, Row, Section, Table};
use crate::report::view::View;
use crate::scenario::Scenario;

/// A conclusion and the parameters on which it hangs most.
#[derive(Clone, Copy, Debug)]
pub struct Driver {
    /// The conclusion, as a key of the words.
    pub conclusion: &'static str,
    /// The parameters, by path.
    pub hangs_on: &'static [&'static str],
}

/// The conclusions with what they hang on, as the page on limits has them.
pub const DRIVERS: [Driver; 4] = [
    Driver {
        conclusion: "hangs.ge",
        hangs_on: &[
            "pool.join_base",
            "work.value_ratio",
            "population.need_scale",
            "pool.consider_rate",
            "pool.join_saving",
            "pool.join_contacts",
        ],
    },
    Driver {
        conclusion: "hangs.stress",
        hangs_on: &[
            "work.stress_overload",
            "work.stress_isolation",
            "work.stress_peer",
            "work.sickness_stress",
        ],
    },
    Driver { conclusion: "hangs.club", hangs_on: &["club.attendance", "club.ties"] },
    Driver {
        conclusion: "hangs.missions",
        hangs_on: &["work.surge_rate", "work.surge_size", "work.surge_months"],
    },
];

/// The section.
pub fn section(view: &View, run: &Run) -> Section {
    let blocks = match &run.scenario {
        None => vec![Block::text(unreadable(view, run))],
        Some(scenario) => {
            let mut blocks = vec![Block::text(view.say("page.assumptions-text"))];
            blocks.extend(chosen(view, scenario).map(Block::Table));
            blocks.push(Block::Table(that_matter(view, scenario)));
            blocks.push(Block::text(grades(view)));
            blocks
        }
    };
    super::section("assumptions", view.say("page.assumptions"), blocks)
}

/// Why the assumptions cannot be listed.
fn unreadable(view: &View, run: &Run) -> String {
    view.tell("page.unreadable", &[("version", &run.results.provenance.version)])
}

/// How many entries of the catalogue there are, and how many are assumptions.
fn grades(view: &View) -> String {
    let catalogue = Catalogue::embedded();
    let all = catalogue.parameters().count();
    let assumed = catalogue.parameters().filter(|parameter| parameter.grade == "D").count();
    view.tell("page.grades", &[("total", &all.to_string()), ("assumed", &assumed.to_string())])
}

/// The values in which the scenario leaves the defaults.
fn chosen(view: &View, scenario: &Scenario) -> Option<Table> {
    let changed = scenario.values().filter(|(parameter, value)| parameter.default != **value);
    let row = |(parameter, value): (&Parameter, &Value)| {
        let text = |value: &Value| Cell::of(values::parameter(parameter, value, view.lang));
        Row::Cells(vec![name(view, parameter), text(value), text(&parameter.default)])
    };
    let rows: Vec<Row> = changed.map(row).collect();
    (!rows.is_empty()).then(|| Table {
        caption: view.say("page.chosen").to_owned(),
        head: ["page.parameter", "page.here", "page.default"].map(|key| view.say(key).to_owned()).into(),
        rows,
        words: 1,
        widths: vec![60, 20, 20],
        ..Table::default()
    })
}

/// A parameter by its meaning, with its path and unit below.
pub fn name(view: &View, parameter: &Parameter) -> Cell {
    named(view, parameter, &parameter.path)
}

/// A parameter by its meaning, with its unit below and what its file calls it there.
pub fn named(view: &View, parameter: &Parameter, key: &str) -> Cell {
    let unit = parameter.unit.get(view.lang);
    let beneath = if unit.is_empty() { key.to_owned() } else { format!("{key}, {unit}") };
    Cell { text: parameter.label.get(view.lang).to_owned(), mark: None, beneath }
}

fn that_matter(view: &View, scenario: &Scenario) -> Table {
    let mut rows = Vec::new();
    for driver in &DRIVERS {
        rows.push(Row::Group(view.say(driver.conclusion).to_owned()));
        let found = driver.hangs_on.iter().filter_map(|path| Catalogue::embedded().get(path));
        rows.extend(found.map(|parameter| row(view, scenario, parameter, name(view, parameter))));
    }
    Table {
        caption: view.say("page.that-matter").to_owned(),
        note: view.say("page.range-note").to_owned(),
        ..table(view, rows)
    }
}

/// The table of assumptions with these rows.
pub fn table(view: &View, rows: Vec<Row>) -> Table {
    let head = ["page.parameter", "page.source", "page.value", "page.range", "page.grade"];
    Table {
        head: head.map(|key| view.say(key).to_owned()).into(),
        rows,
        words: 2,
        widths: vec![33, 34, 12, 13, 8],
        ..Table::default()
    }
}

/// A parameter with its value here, its plausible range, its source and the grade of it.
pub fn row(view: &View, scenario: &Scenario, parameter: &Parameter, name: Cell) -> Row {
    let year = parameter.year.map(|year| format!(" ({year})")).unwrap_or_default();
    Row::Cells(vec![
        name,
        Cell::of(format!("{}{year}", parameter.source.get(view.lang))),
        Cell::of(value(view, scenario, parameter)),
        Cell::of(values::plausible(parameter, view.lang)),
        Cell::of(parameter.grade.clone()),
    ])
}

/// The value of a parameter; of a term, that of each format in which it is not neutral.
fn value(view: &View, scenario: &Scenario, parameter: &Parameter) -> String {
    if parameter.term().is_none() {
        return values::parameter(parameter, scenario.value(parameter), view.lang);
    }
    let of = |(place, format): (usize, &crate::formats::Format)| {
        let value = scenario.term(place, parameter);
        let text = || values::parameter(parameter, value, view.lang);
        (*value != parameter.default).then(|| format!("{} ({})", format.short.get(view.lang), text()))
    };
    scenario.formats.iter().enumerate().filter_map(of).collect::<Vec<_>>().join(view.say("list.clauses"))
}
