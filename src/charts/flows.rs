//! Where the money goes: who pays whom for jobs and pool, one picture of flows per format.

use super::axis::spread;
use super::palette::{INK, NAME, SMALL, wear};
use super::sheet::{Sheet, TALLEST};
use super::svg::{Anchor, Drawing, Point, Type};
use super::{Picture, Scene, Table, claims, measure};
use crate::comparison::Summary;
use crate::experiment::results::Results;
use crate::figures;
use crate::indicators::registry;
use crate::words::numbers::{number, with_unit};
use crate::words::{Lang, fill, say};

/// A kind of payer or payee, its column, its colour, the key of its name.
struct Party {
    column: usize,
    colour: &'static str,
    key: &'static str,
}

const PARTIES: [Party; 7] = [
    Party { column: 0, colour: "#1f4e79", key: "chart.party-structures" },
    Party { column: 0, colour: "#5fb39a", key: "chart.party-funders" },
    Party { column: 1, colour: "#e0a030", key: "chart.party-pool" },
    Party { column: 2, colour: "#7d1545", key: "chart.party-workers" },
    Party { column: 2, colour: "#9cc3e6", key: "chart.party-state" },
    Party { column: 2, colour: "#8c8c8c", key: "chart.party-others" },
    Party { column: 2, colour: "#5c85ad", key: "chart.party-back" },
];
/// The flows drawn: indicator, from whom, to whom, by place among the parties. What flows from structure to
/// structure or back to them enters on the right.
const FLOWS: [(&str, usize, usize); 12] = [
    ("flow-structures-workers", 0, 3),
    ("flow-structures-state", 0, 4),
    ("flow-structures-others", 0, 5),
    ("flow-structures-structures", 0, 6),
    ("flow-structures-pool", 0, 2),
    ("flow-funders-pool", 1, 2),
    ("flow-funders-others", 1, 5),
    ("flow-pool-workers", 2, 3),
    ("flow-pool-state", 2, 4),
    ("flow-pool-others", 2, 5),
    ("flow-pool-structures", 2, 6),
    // what a closed pool leaves unpaid is borne by third parties
    ("flow-others-pool", 1, 2),
];
/// The last of the flows has no party of its own on the left and is only told in the numbers.
const DRAWN: usize = FLOWS.len() - 1;
/// Thinner flows would be hairlines.
const LEAST: f64 = 1.0;
/// With more formats than this, only the reference and those with money in a pool are drawn.
const MOST: usize = 8;
/// The pool, by place among the parties.
const POOL: usize = 2;
/// Panels side by side, and what parts them.
const ABREAST: usize = 2;
const GAP: f64 = 40.0;
/// A panel, if the page leaves room for it.
const PANEL: f64 = 420.0;
/// Above a panel for its format's name, below it for the pool's.
const HEAD: f64 = 52.0;
const UNDER: f64 = 40.0;
/// Room for the names of those who pay, and of those who are paid.
const PAYERS: f64 = 258.0;
const PAID: f64 = 240.0;
/// Between two parties of a column, for their names not to touch.
const APART: f64 = 29.0;
const BAR: f64 = 16.0;

/// The mean flows under one format, in euros per structure and year.
struct Flows {
    format: usize,
    means: [f64; FLOWS.len()],
}

/// Whether the flows are stored.
pub fn applies(results: &Results) -> bool {
    !flows(results).is_empty()
}

/// Draws the chart.
pub fn draw(scene: &Scene) -> Picture {
    let (results, lang, width) = (scene.results, scene.lang, scene.size.width());
    let flows = flows(results);
    let mut sheet = Sheet::new(scene, width, title(&flows, results, lang), say(lang, "chart.flows-what"));
    if flows.is_empty() {
        return sheet.nothing();
    }
    let notes = notes(&flows, results, lang);
    let notes = notes.as_str();
    let panel_width = (width - GAP * (ABREAST - 1) as f64) / ABREAST as f64;
    let rows = flows.len().div_ceil(ABREAST) as f64;
    let room = TALLEST - sheet.top - sheet.foot_height(notes) - 20.0;
    let height = (room / rows - HEAD - UNDER).min(PANEL);
    let most = flows.iter().map(Flows::tallest).fold(1.0, f64::max);
    let scale = (height - 4.0 * APART) / most;
    for (place, flows) in flows.iter().enumerate() {
        let x = (place % ABREAST) as f64 * (panel_width + GAP);
        let top = sheet.top + HEAD + (place / ABREAST) as f64 * (height + HEAD + UNDER);
        let (wear, base) = (wear(flows.format), top - 18.0);
        sheet.drawing.marker(wear.marker, (x + 11.0, base - 0.36 * NAME.size), 10.0, wear.colour);
        sheet.drawing.text(results.formats[flows.format].short.get(lang), (x + 34.0, base), NAME);
        flows.draw(&mut sheet.drawing, (x, top), (panel_width, height), scale, lang);
    }
    let bottom = sheet.top + rows * (height + HEAD + UNDER);
    let spoken = flows.iter().map(|flows| flows.spoken(results, lang)).collect::<Vec<_>>().join(" ");
    sheet.finish(bottom, notes, &spoken, table(&flows, results))
}

fn flows(results: &Results) -> Vec<Flows> {
    let places: Option<Vec<usize>> =
        FLOWS.iter().map(|(id, _, _)| results.columns.iter().position(|column| column == id)).collect();
    let Some(places) = places else { return Vec::new() };
    let of = |(format, values): (usize, &Vec<Vec<f64>>)| {
        let means: Vec<f64> = places.iter().map(|place| Summary::of(&values[*place]).mean).collect();
        let means = <[f64; FLOWS.len()]>::try_from(means).ok()?;
        means.iter().all(|mean| mean.is_finite()).then_some(Flows { format, means })
    };
    let all: Vec<Flows> = results.values.iter().enumerate().filter_map(of).collect();
    if all.len() <= MOST {
        return all;
    }
    all.into_iter().filter(|flows| flows.format == 0 || flows.through(POOL) >= LEAST).collect()
}

/// How to read the flows, and who is left out.
fn notes(flows: &[Flows], results: &Results, lang: Lang) -> String {
    let how = say(lang, "chart.flows-how").to_owned();
    let drawn = |format: &usize| flows.iter().any(|flows| flows.format == *format);
    let left: Vec<&str> = (0..results.formats.len())
        .filter(|format| !drawn(format))
        .map(|format| results.formats[format].short.get(lang))
        .collect();
    if left.is_empty() {
        return how;
    }
    [how, fill(say(lang, "chart.monthly-flat"), &[("formats", &left.join(", "))])].join(" ")
}

/// Through how many euros a year passes the pool of the format in which most does.
fn title(flows: &[Flows], results: &Results, lang: Lang) -> String {
    let heading = say(lang, "chart.flows-heading");
    let through = |flows: &Flows| flows.sum(|(_, _, to)| to == POOL);
    let most = flows.iter().max_by(|a, b| through(a).total_cmp(&through(b)));
    match most.filter(|flows| through(flows) >= LEAST) {
        Some(most) => {
            let share = 100.0 * through(most) / most.sum(|(_, from, _)| from < 2);
            let values = [
                ("share", figures::value(share, crate::indicators::Unit::Percent, lang)),
                ("format", results.formats[most.format].short.get(lang).to_owned()),
            ];
            let text = fill(
                say(lang, "chart.flows-most"),
                &values.each_ref().map(|(name, value)| (*name, value.as_str())),
            );
            claims::headed(heading, &text, lang)
        }
        None => claims::headed(heading, say(lang, "chart.monthly-none"), lang),
    }
}

impl Flows {
    fn drawn(&self) -> impl Iterator<Item = (f64, usize, usize)> + '_ {
        let drawn = self.means.iter().zip(&FLOWS).take(DRAWN);
        drawn.map(|(mean, (_, from, to))| (*mean, *from, *to)).filter(|(mean, _, _)| *mean >= LEAST)
    }

    fn sum(&self, of: impl Fn((f64, usize, usize)) -> bool) -> f64 {
        self.drawn().filter(|flow| of(*flow)).map(|flow| flow.0).sum()
    }

    /// What enters or leaves a party, whichever is more.
    fn through(&self, party: usize) -> f64 {
        self.sum(|(_, from, _)| from == party).max(self.sum(|(_, _, to)| to == party))
    }

    fn tallest(&self) -> f64 {
        let column = |column: usize| -> f64 {
            (0..PARTIES.len()).filter(|p| PARTIES[*p].column == column).map(|p| self.through(p)).sum()
        };
        (0..3).map(column).fold(0.0, f64::max)
    }

    fn draw(&self, drawing: &mut Drawing, (x, top): Point, (width, height): Point, scale: f64, lang: Lang) {
        let (first, last) = (x + PAYERS, x + width - PAID - BAR);
        let columns = [first, first + 0.45 * (last - first), last];
        let tops = self.tops(top, height, scale);
        let (mut left, mut right) = (tops, tops);
        for (mean, from, to) in self.drawn() {
            let thick = mean * scale;
            let start = (columns[PARTIES[from].column] + BAR, left[from], left[from] + thick);
            let end = (columns[PARTIES[to].column], right[to], right[to] + thick);
            drawing.flow(start, end, "flow", PARTIES[from].colour);
            left[from] += thick;
            right[to] += thick;
        }
        let present: Vec<usize> = (0..PARTIES.len()).filter(|party| self.through(*party) >= LEAST).collect();
        for party in &present {
            let (from, at) = (columns[PARTIES[*party].column], tops[*party]);
            let end = at + (self.through(*party) * scale).max(2.0);
            drawing.bar((from, at), (from + BAR, end), "party", PARTIES[*party].colour);
        }
        for (column, &left) in columns.iter().enumerate() {
            let members: Vec<usize> =
                present.iter().copied().filter(|party| PARTIES[*party].column == column).collect();
            let middle = |party: &usize| tops[*party] + self.through(*party) * scale / 2.0;
            let wished: Vec<f64> = members.iter().map(middle).collect();
            let places = spread(&wished, 0.85 * APART, top, top + height);
            for (party, place) in members.iter().zip(places) {
                let (key, through) = (PARTIES[*party].key, self.through(*party));
                named(drawing, (key, column), through, (left, place, top + height), lang);
            }
        }
    }

    /// Where the parties' bars begin: left and right from the top, the pool below what passes it by.
    fn tops(&self, top: f64, height: f64, scale: f64) -> [f64; PARTIES.len()] {
        let mut tops = [top; PARTIES.len()];
        for column in [0, 2] {
            let mut y = top;
            for party in (0..PARTIES.len()).filter(|party| PARTIES[*party].column == column) {
                tops[party] = y;
                let through = self.through(party);
                if through >= LEAST {
                    y += through * scale + APART;
                }
            }
        }
        tops[POOL] = top + height - (self.through(POOL) * scale).max(2.0);
        tops
    }

    fn spoken(&self, results: &Results, lang: Lang) -> String {
        let figure = |(mean, (id, _, _)): (&f64, &(&str, usize, usize))| {
            let indicator = registry::find(id).filter(|_| *mean >= LEAST)?;
            let value = measure::short_value(*mean, indicator.unit, lang);
            Some(fill(say(lang, "chart.figure"), &[("format", indicator.label.get(lang)), ("value", &value)]))
        };
        let list: Vec<String> = self.means.iter().zip(&FLOWS).filter_map(figure).collect();
        claims::headed(results.formats[self.format].label.get(lang), &list.join(", "), lang) + "."
    }
}

/// Writes a party's name and what passes through it: outside of the flows, or below for the pool.
fn named(
    drawing: &mut Drawing,
    (key, column): (&str, usize),
    through: f64,
    (x, middle, bottom): (f64, f64, f64),
    lang: Lang,
) {
    let letters = Type { colour: INK, ..SMALL };
    let euros = with_unit(&number(through, 0, lang), "€", lang);
    let text = [say(lang, key), &euros].join(" ");
    let base = middle + 0.36 * letters.size;
    match column {
        0 => drawing.text(&text, (x - 10.0, base), letters.anchored(Anchor::End)),
        2 => drawing.text(&text, (x + BAR + 10.0, base), letters),
        _ => {
            let below = bottom + 1.15 * letters.size;
            drawing.text(&text, (x + BAR / 2.0, below), letters.anchored(Anchor::Middle));
        }
    }
}

fn table(flows: &[Flows], results: &Results) -> Table {
    let mut table = Table::of(&["format", "flow", "mean_eur_per_structure_year"]);
    for flows in flows {
        for (mean, (id, _, _)) in flows.means.iter().zip(&FLOWS) {
            table.push(&[&results.formats[flows.format].id, id], &[*mean]);
        }
    }
    table
}
