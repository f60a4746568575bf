//! Results by theme: what is said of each, its charts, its figures.

use super::{section, values};
use crate::charts::{Chart, Part, Picture, Scene, Size, applicable};
use crate::comparison::is_whole;
use crate::indicators::Theme;
use crate::indicators::registry::{INDICATORS, Indicator};
use crate::report::document::{Block, Cell, Figure, Row, Section, Table};
use crate::report::sentences;
use crate::report::view::View;
use crate::words::Lang;

/// A theme: its name in links, and the indicators told in words, the one that decides first.
pub struct Told {
    pub theme: Theme,
    pub id: &'static str,
    pub indicators: &'static [&'static str],
}

/// The themes, in the order of a report.
pub const THEMES: [Told; 7] = [
    Told { theme: Theme::Retention, id: "retention", indicators: &["retention-24", "turnover"] },
    Told { theme: Theme::Cost, id: "cost", indicators: &["cost-per-fte", "net-benefit"] },
    Told {
        theme: Theme::Stability,
        id: "stability",
        indicators: &["involuntary-loss-12", "reversal", "open-ended-share", "pool-survival"],
    },
    Told { theme: Theme::Access, id: "access", indicators: &["coverage", "time-to-fill"] },
    Told { theme: Theme::WellBeing, id: "well-being", indicators: &["stress-change", "burnout"] },
    Told { theme: Theme::Network, id: "network", indicators: &["resource-persons", "team-practice-people"] },
    Told { theme: Theme::Realisation, id: "realisation", indicators: &["members", "pooled-fte-created"] },
];

/// A section for each theme of which something is stored.
pub fn sections(view: &View) -> Vec<Section> {
    if view.results.replications.is_empty() {
        return Vec::new();
    }
    THEMES.iter().filter_map(|told| theme(view, told)).collect()
}

fn theme(view: &View, told: &Told) -> Option<Section> {
    let indicators: Vec<&Indicator> =
        INDICATORS.iter().filter(|found| found.theme == told.theme && view.stores(found.id)).collect();
    if indicators.is_empty() {
        return None;
    }
    let text = sentences::Told {
        heading: String::new(),
        sentences: sentences::of_indicators(view, told.indicators),
    };
    let mut blocks = vec![Block::text(text.text())];
    blocks.extend(pictures(view, Part::Of(told.theme)).into_iter().map(Block::Figure));
    let label = told.theme.label().get(view.lang);
    for formats in values::blocks(view, true) {
        blocks.push(Block::Table(table(view, &indicators, &formats, label)));
    }
    Some(section(told.id, label, blocks))
}

fn table(view: &View, indicators: &[&Indicator], formats: &[usize], theme: &str) -> Table {
    debug_assert!(indicators.iter().all(|indicator| is_whole(indicator.id)));
    let row = |indicator: &&Indicator| {
        let cells = formats.iter().map(|format| values::result(view, indicator, indicator.id, *format));
        Row::Cells(std::iter::once(values::named(indicator, view.lang)).chain(cells).collect::<Vec<Cell>>())
    };
    let names = formats.iter().map(|format| view.name(*format).to_owned());
    Table {
        caption: view.tell("page.figures-of", &[("theme", theme)]),
        head: std::iter::once(view.say("table.indicator").to_owned()).chain(names).collect(),
        rows: indicators.iter().map(row).collect(),
        words: 1,
        widths: std::iter::once(36).chain(formats.iter().map(|_| 64 / formats.len() as u16)).collect(),
        note: values::legend(view),
        ..Table::default()
    }
}

/// The charts of a part of the report.
pub fn pictures(view: &View, part: Part) -> Vec<Figure> {
    let scene =
        Scene { results: view.results, comparison: view.comparison, lang: view.lang, size: Size::default() };
    let drawn = applicable(view.results).filter(|chart| chart.part == part);
    drawn.map(|chart| figure(chart, (chart.draw)(&scene), view.lang)).collect()
}

/// The finding is the drawing's own title: the caption says what is drawn.
pub fn figure<Applies, Draw>(chart: &Chart<Applies, Draw>, picture: Picture, lang: Lang) -> Figure {
    Figure {
        number: 0,
        id: chart.id.to_owned(),
        caption: chart.name.get(lang).to_owned(),
        alt: picture.alt,
        svg: picture.svg,
    }
}
