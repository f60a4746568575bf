//! Retention, cost and stability, one sentence each: who does best, by how much, at the price of what.

use super::figures;
use super::standing::{Standing, standing};
use super::view::{REFERENCE, View};
use crate::comparison::Verdict;
use crate::indicators::Theme;
use crate::indicators::registry::Indicator;

/// A theme's sentence: its name within a sentence, and its indicators, the one that decides first.
pub struct Headline {
    theme: Theme,
    key: &'static str,
    indicators: &'static [&'static str],
}

/// The three themes a board asks about.
const HEADLINES: [Headline; 3] = [
    Headline { theme: Theme::Retention, key: "theme.retention", indicators: &["retention-24", "turnover"] },
    Headline { theme: Theme::Cost, key: "theme.cost", indicators: &["cost-per-fte"] },
    Headline {
        theme: Theme::Stability,
        key: "theme.stability",
        indicators: &["open-ended-share", "involuntary-loss-12", "structure-survival"],
    },
];

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

/// The three sentences, warnings of trade-offs within them.
pub fn themes(view: &View) -> Vec<String> {
    let decided = decided(view);
    HEADLINES.iter().map(|headline| sentence(view, headline, &decided)).collect()
}

fn sentence(view: &View, headline: &Headline, decided: &[Decided]) -> String {
    let indicators = view.stored(headline.indicators);
    let mut clauses: Vec<String> =
        indicators.iter().enumerate().filter_map(|(place, indicator)| clause(view, indicator, place)).collect();
    if clauses.is_empty() {
        clauses.push(view.say("first.missing").to_owned());
    }
    let here = decided.iter().position(|theme| theme.key == headline.key);
    clauses.extend(here.into_iter().flat_map(|here| warnings(view, decided, here)));
    if headline.key == HEADLINES[HEADLINES.len() - 1].key {
        clauses.extend(dominated(view, decided));
    }
    let heading = headline.theme.label().get(view.lang);
    view.tell("first.heading", &[("heading", heading), ("text", &clauses.join(view.say("list.clauses")))])
}

/// What is said of one indicator; the first of a sentence also gives its range. Secondary indicators that are
/// not defined go without mention.
fn clause(view: &View, indicator: &Indicator, place: usize) -> Option<String> {
    let label = label(indicator, view, place);
    let told = |key: &str, format: usize, more: &[(&str, &str)]| {
        let (value, range) = (view.median(indicator, format), view.range(indicator, format));
        let values =
            [("label", label.as_str()), ("format", view.name(format)), ("value", &value), ("range", &range)];
        view.tell(key, &[&values, more].concat())
    };
    let text = match standing(view, indicator.id) {
        Standing::Missing if place > 0 => return None,
        Standing::Missing => return Some(view.say("first.missing").to_owned()),
        Standing::Only(format) if view.results.formats.len() == 1 => told("first.only-one", format, &[]),
        Standing::Only(format) => told("first.only", format, &[]),
        Standing::Same(format) => told("first.same", format, &[]),
        Standing::Unordered(formats) => spread_out(view, "first.figures", &label, indicator, &formats),
        Standing::Tie(formats) => spread_out(view, "first.tie", &label, indicator, &formats),
        Standing::Leads(format, rivals) => {
            let key = if place == 0 { "first.leads" } else { "first.leads-short" };
            told(key, format, &[("others", &view.names(&rivals))])
        }
        Standing::Best(format) => {
            told(if place == 0 { "first.best" } else { "first.best-short" }, format, &[])
        }
    };
    Some(against(view, indicator, place, text))
}

/// Every format's median, where no order may be claimed.
fn spread_out(view: &View, key: &str, label: &str, indicator: &Indicator, formats: &[usize]) -> String {
    let figure = |format: &usize| {
        view.tell("first.figure", &[("value", &view.median(indicator, *format)), ("format", view.name(*format))])
    };
    let figures = view.list(&formats.iter().map(figure).collect::<Vec<_>>());
    view.tell(key, &[("label", label), ("figures", &figures)])
}

/// Adds the differences from the reference; all of them for the indicator that decides, only the clear ones
/// for those that follow.
fn against(view: &View, indicator: &Indicator, place: usize, text: String) -> String {
    let others = || view.formats().filter(|format| *format != REFERENCE);
    let with = |wanted: fn(Verdict) -> bool| -> Vec<usize> {
        others().filter(|format| wanted(view.verdict(indicator.id, *format, REFERENCE))).collect()
    };
    let clear = with(Verdict::is_clear);
    if clear.is_empty() {
        return text;
    }
    let mut list: Vec<String> =
        clear.iter().enumerate().map(|(k, f)| difference(view, indicator, *f, place + k)).collect();
    if place == 0 {
        let unclear = with(|verdict| matches!(verdict, Verdict::Unclear | Verdict::Same));
        let unknown = with(|verdict| verdict == Verdict::Unknown);
        for (key, formats) in [("first.unclear", unclear), ("first.unknown", unknown)] {
            if !formats.is_empty() {
                list.push(view.tell(key, &[("formats", &view.names(&formats))]));
            }
        }
    }
    view.tell(
        "first.against",
        &[("text", &text), ("reference", view.name(REFERENCE)), ("list", &list.join(", "))],
    )
}

/// A format's difference from the reference; only the first of a sentence says what its interval is.
fn difference(view: &View, indicator: &Indicator, format: usize, place: usize) -> String {
    let Some(contrast) = view.contrast(indicator.id, format, REFERENCE) else { return String::new() };
    let key = if place == 0 { "first.difference" } else { "first.difference-short" };
    let difference = figures::difference(&contrast, indicator.unit, view.lang);
    let range = figures::interval(&contrast, indicator.unit, view.lang);
    view.tell(key, &[("format", view.name(format)), ("difference", &difference), ("range", &range)])
}

/// What the leader of another theme pays on this one, and what this one's leader pays on a theme told before.
fn warnings(view: &View, decided: &[Decided], here: usize) -> Vec<String> {
    let theme = &decided[here];
    let mut warnings = Vec::new();
    for before in &decided[..here] {
        if let Some((leader, other)) = pays(view, before, theme) {
            warnings.push(view.tell(
                "first.leader-pays",
                &[("format", view.name(leader)), ("theme", view.say(before.key)), ("other", view.name(other))],
            ));
        }
        if let Some((leader, other)) = pays(view, theme, before) {
            warnings.push(view.tell(
                "first.here-pays",
                &[("format", view.name(leader)), ("theme", view.say(before.key)), ("other", view.name(other))],
            ));
        }
    }
    warnings
}

/// The clear leader of one theme, where it is clearly worse on another than the reference, or, when it is the
/// reference, than that other theme's leader.
fn pays(view: &View, led: &Decided, paid: &Decided) -> Option<(usize, usize)> {
    let leader = led.standing.best()?;
    let other = if leader == REFERENCE { paid.standing.best()? } else { REFERENCE };
    (leader != other && view.verdict(paid.indicator.id, leader, other) == Verdict::Worse).then_some((leader, other))
}

/// Formats that another one beats clearly on every headline; one headline alone would say nothing new.
fn dominated(view: &View, decided: &[Decided]) -> Vec<String> {
    let beaten = |format: usize, other: usize| {
        decided.iter().all(|theme| view.verdict(theme.indicator.id, format, other) == Verdict::Worse)
    };
    if decided.len() < 2 {
        return Vec::new();
    }
    let themes: Vec<String> = decided.iter().map(|theme| view.say(theme.key).to_owned()).collect();
    let tell = |format: usize| {
        let other = view.formats().find(|other| *other != format && beaten(format, *other))?;
        let (format, other) = (view.name(format), view.name(other));
        Some(view.tell(
            "first.dominated",
            &[("format", format), ("other", other), ("themes", &view.list(&themes))],
        ))
    };
    view.formats().filter_map(tell).collect()
}

/// An indicator's label, with a small letter inside a sentence unless it begins with an acronym.
fn label(indicator: &Indicator, view: &View, place: usize) -> String {
    let label = indicator.label.get(view.lang);
    let mut letters = label.chars();
    match (place, letters.next(), letters.next()) {
        (1.., Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().collect::<String>() + &label[first.len_utf8()..]
        }
        _ => label.to_owned(),
    }
}
