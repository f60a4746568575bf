//! Retention, cost and stability, one sentence each: who does best, by how much, at the price of what.

use super::differences::{self, Detail};
use super::standing::{Standing, standing};
use super::tradeoffs;
use super::view::View;
use crate::figures;
use crate::indicators::registry::Indicator;
use crate::indicators::{Theme, Unit};

/// A theme's sentence: its name within a sentence, and its indicators, the one that decides first.
struct Headline {
    theme: Theme,
    key: &'static str,
    indicators: &'static [&'static str],
}

/// The three themes a board asks about.
const HEADLINES: [Headline; 3] = [
    Headline { theme: Theme::Retention, key: "theme.retention", indicators: &["retention-24"] },
    Headline { theme: Theme::Cost, key: "theme.cost", indicators: &["cost-per-fte", "net-benefit"] },
    Headline {
        theme: Theme::Stability,
        key: "theme.stability",
        indicators: &["involuntary-loss-12", "reversal", "open-ended-share", "pool-survival"],
    },
];

/// A heading and what is said under it, a sentence each, without full stops.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub heading: String,
    pub sentences: Vec<String>,
}

impl Told {
    /// The sentences with their capitals and full stops.
    pub fn each(&self) -> impl Iterator<Item = String> {
        self.sentences.iter().map(|text| with_first(text, |letter| letter.to_uppercase().collect()) + ".")
    }

    /// The sentences one after the other.
    pub fn text(&self) -> String {
        self.each().collect::<Vec<_>>().join(" ")
    }

    /// The same heading with its first sentence alone.
    pub fn first(mut self) -> Told {
        self.sentences.truncate(1);
        self
    }

    /// The heading and the sentences as one paragraph.
    pub fn paragraph(&self, view: &View) -> String {
        view.tell("first.heading", &[("heading", &self.heading), ("text", &self.text())])
    }
}

/// A headline whose deciding indicator is stored, and how formats stand on it.
pub struct Decided {
    /// The theme's name within a sentence, as a key.
    pub key: &'static str,
    /// The indicator that decides.
    pub indicator: &'static Indicator,
    /// How formats stand on it.
    pub standing: Standing,
}

/// The headlines that can be told.
pub fn decided(view: &View) -> Vec<Decided> {
    let decide = |headline: &Headline| {
        let indicator = view.stored(headline.indicators).first().copied()?;
        Some(Decided { key: headline.key, indicator, standing: standing(view, indicator.id) })
    };
    HEADLINES.iter().filter_map(decide).collect()
}

/// The three themes, each with what decides it and what its leader pays elsewhere.
pub fn themes(view: &View) -> Vec<Told> {
    let decided = decided(view);
    let mut bodies: Vec<Vec<String>> =
        HEADLINES.iter().map(|headline| first_clauses(view, headline)).collect();
    for (body, headline) in bodies.iter_mut().zip(&HEADLINES) {
        let here = decided.iter().position(|theme| theme.key == headline.key);
        body.extend(here.into_iter().flat_map(|here| tradeoffs::warnings(view, &decided, here)));
    }
    let told = |(headline, sentences): (&Headline, Vec<String>)| Told {
        heading: headline.theme.label().get(view.lang).to_owned(),
        sentences,
    };
    HEADLINES.iter().zip(bodies).map(told).collect()
}

/// What is said first of a theme: the indicator that decides, and how often pools last.
fn first_clauses(view: &View, headline: &Headline) -> Vec<String> {
    let stored = view.stored(headline.indicators);
    let first = stored.iter().enumerate().filter(|(place, indicator)| *place == 0 || lasts(indicator));
    let ids: Vec<&str> = first.map(|(_, indicator)| indicator.id).collect();
    let clauses = of_indicators(view, &ids);
    if clauses.is_empty() { vec![view.say("first.missing").to_owned()] } else { clauses }
}

/// What the other indicators of the themes add, and which formats another one outdoes everywhere.
pub fn details(view: &View) -> Option<Told> {
    let others = |headline: &Headline| {
        let stored = view.stored(headline.indicators);
        let ids: Vec<&str> = stored
            .iter()
            .skip(1)
            .filter(|indicator| !lasts(indicator))
            .map(|indicator| indicator.id)
            .collect();
        following(view, &ids)
    };
    let mut sentences: Vec<String> = HEADLINES.iter().flat_map(others).collect();
    sentences.extend(tradeoffs::dominated(view, &decided(view)));
    let heading = view.say("details.heading").to_owned();
    (!sentences.is_empty()).then_some(Told { heading, sentences })
}

/// Whether an indicator tells in which share of replications something lasts.
fn lasts(indicator: &Indicator) -> bool {
    indicator.unit == Unit::Replications
}

/// What is said of indicators, the first of which decides.
pub fn of_indicators(view: &View, indicators: &[&str]) -> Vec<String> {
    let details = std::iter::once(Detail::Deciding).chain(std::iter::repeat(Detail::Following));
    let told = view.stored(indicators).into_iter().zip(details);
    told.flat_map(|(indicator, detail)| clauses_of(view, indicator, detail)).collect()
}

/// What is said of indicators none of which decides.
fn following(view: &View, indicators: &[&str]) -> Vec<String> {
    let stored = view.stored(indicators).into_iter();
    stored.flat_map(|indicator| clauses_of(view, indicator, Detail::Following)).collect()
}

/// What is said of one indicator; nothing if it is not defined.
fn clauses_of(view: &View, indicator: &Indicator, detail: Detail) -> Vec<String> {
    let standing = standing(view, indicator.id);
    let (key, format) = match &standing {
        Standing::Missing => return Vec::new(),
        // how often each one lasts is what a board asks: who never does is named too
        _ if lasts(indicator) => {
            let defined = |format: &usize| view.summary(indicator.id, *format).count > 0;
            let formats: Vec<usize> = view.formats().filter(defined).collect();
            return vec![figures_of_all(view, "first.figures", indicator, &formats)];
        }
        Standing::Only(format) if view.results.formats.len() == 1 => ("first.only-one", *format),
        Standing::Only(format) => ("first.only", *format),
        Standing::Same(format) => ("first.same", *format),
        Standing::Leads(format, _) => ("first.leads", *format),
        Standing::Best(format) => ("first.best", *format),
        Standing::Unordered(formats) => {
            return vec![figures_of_all(view, "first.figures", indicator, formats)];
        }
        Standing::Tie(formats) => {
            let text = figures_of_all(view, "first.tie", indicator, formats);
            return differences::added(view, indicator, &standing, detail, text);
        }
    };
    let text = view.tell(
        key,
        &[
            ("label", &label(view, indicator)),
            ("format", view.name(format)),
            ("value", &value(view, indicator, format, detail)),
        ],
    );
    differences::added(view, indicator, &standing, detail, text)
}

/// The median; for the indicator that decides, also where nine replications out of ten lie.
fn value(view: &View, indicator: &Indicator, format: usize, detail: Detail) -> String {
    let summary = view.summary(indicator.id, format);
    let value = figures::value(view.centre(indicator, &summary), indicator.unit, view.lang);
    if detail == Detail::Following || summary.count < 2 || indicator.unit == Unit::Replications {
        return value;
    }
    let range = figures::range(summary.p05, summary.p95, indicator.unit, view.lang);
    view.tell("first.value", &[("value", &value), ("range", &range)])
}

/// Every format's median, where no order may be claimed.
fn figures_of_all(view: &View, key: &str, indicator: &Indicator, formats: &[usize]) -> String {
    let figure = |format: &usize| {
        let centre = view.centre(indicator, &view.summary(indicator.id, *format));
        let value = figures::short_value(centre, indicator.unit, view.lang);
        view.tell("first.figure", &[("value", &value), ("format", view.name(*format))])
    };
    let figures = view.list(&formats.iter().map(figure).collect::<Vec<_>>());
    view.tell(key, &[("label", &label(view, indicator)), ("figures", &figures)])
}

/// An indicator's label as it stands inside a sentence: with a small letter, unless it begins with an acronym.
pub fn label(view: &View, indicator: &Indicator) -> String {
    let label = indicator.label.get(view.lang);
    if label.chars().nth(1).is_some_and(char::is_uppercase) {
        return label.to_owned();
    }
    with_first(label, |letter| letter.to_lowercase().collect())
}

fn with_first(text: &str, change: fn(char) -> String) -> String {
    let mut letters = text.chars();
    letters.next().map(change).unwrap_or_default() + letters.as_str()
}
