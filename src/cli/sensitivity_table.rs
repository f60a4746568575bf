//! What the figures of sensitivity say, as tables for people and for programs.

use mutualise::comparison::statistics::Interval;
use mutualise::indicators::registry;
use mutualise::report::indented;
use mutualise::scenario::design::Axis;
use mutualise::sensitivity::csv::{exact, table};
use mutualise::sensitivity::outputs::Output;
use mutualise::sensitivity::{Effect, Indices};
use mutualise::sweep::Manifest;
use mutualise::words::numbers::number;
use mutualise::words::{Lang, fill, say};

/// How many parameters are told for each outcome; the files have all.
const TOLD: usize = 8;
const LABEL: usize = 52;

/// What the screening found.
pub struct Screened {
    /// What varied.
    pub axes: Vec<Axis>,
    /// The axes of each group.
    pub groups: Vec<Vec<usize>>,
    /// The effects of the groups on each output.
    pub outputs: Vec<(Output, Vec<Effect>)>,
}

/// What the shares of variance are.
pub struct Split {
    /// What varied.
    pub axes: Vec<Axis>,
    /// The indices of the axes for each output.
    pub outputs: Vec<(Output, Indices)>,
}

impl Screened {
    /// The axes of the groups that matter most to any output, as many as asked for, in the order of the axes. What an
    /// effect exceeds that of chance alone by counts as a share of the largest on the same output; a group without any
    /// effect counts for nothing.
    pub fn kept(&self, most: usize) -> Vec<usize> {
        let score = |group: usize| {
            let of = |(_, effects): &(Output, Vec<Effect>)| {
                let Effect { absolute, by_chance, .. } = effects[group];
                let largest =
                    effects.iter().map(|e| e.absolute).filter(|a| a.is_finite()).fold(0.0, f64::max);
                let beyond = absolute - if by_chance.is_finite() { by_chance } else { 0.0 };
                if absolute > 0.0 { beyond / largest } else { f64::NEG_INFINITY }
            };
            self.outputs.iter().map(of).fold(f64::NEG_INFINITY, f64::max)
        };
        let mut order: Vec<(usize, f64)> =
            (0..self.groups.len()).map(|group| (group, score(group))).collect();
        order.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let mut kept = Vec::new();
        for (group, score) in order {
            let axes = &self.groups[group];
            if score.is_finite() && (kept.is_empty() || kept.len() + axes.len() <= most) {
                kept.extend(axes);
            }
        }
        kept.sort_unstable();
        kept
    }

    fn name(&self, group: usize, lang: Lang) -> String {
        let first = &self.axes[self.groups[group][0]];
        match &first.group {
            Some(name) => name.clone(),
            None => first.label.get(lang).to_owned(),
        }
    }

    fn path(&self, group: usize) -> String {
        let first = &self.axes[self.groups[group][0]];
        first.group.clone().unwrap_or_else(|| first.path.clone())
    }
}

/// The name of an output: its indicator, its format, and what it is compared with.
fn title(output: &Output, manifest: &Manifest, lang: Lang) -> String {
    let label = registry::find(&output.column).map_or(&*output.column, |indicator| indicator.label.get(lang));
    let name = |format: usize| manifest.formats[format].short.get(lang);
    match output.against {
        None => format!("{label} – {}", name(output.format)),
        Some(other) => {
            let values = [("format", name(output.format)), ("other", name(other))];
            format!("{label} – {}", fill(say(lang, "depends.difference"), &values))
        }
    }
}

fn cut(text: &str, longest: usize) -> String {
    if text.chars().count() <= longest {
        return text.to_owned();
    }
    text.chars().take(longest - 1).chain(['…']).collect()
}

fn figure(value: f64, decimals: usize, lang: Lang) -> String {
    if value.is_finite() { number(value, decimals, lang) } else { "–".to_owned() }
}

fn range(interval: Interval, decimals: usize, lang: Lang) -> String {
    let (low, high) = (figure(interval.low, decimals, lang), figure(interval.high, decimals, lang));
    format!("[{}]", fill(say(lang, "list.to"), &[("low", &low), ("high", &high)]))
}

fn decimals(output: &Output) -> usize {
    registry::find(&output.column).map_or(2, |indicator| indicator.unit.decimals() + 1)
}

/// The screening for people: what matters most to each output.
pub fn screened(screened: &Screened, manifest: &Manifest, (lang, width): (Lang, usize)) -> String {
    let mut text = indented(say(lang, "depends.screening"), 0, width);
    for (output, effects) in &screened.outputs {
        let mut order: Vec<usize> = (0..effects.len()).filter(|g| effects[*g].absolute > 0.0).collect();
        order.sort_by(|a, b| effects[*b].absolute.total_cmp(&effects[*a].absolute));
        text += &format!("\n{}\n", title(output, manifest, lang));
        let without = effects.len() - order.len();
        for group in order.into_iter().take(TOLD) {
            let effect = &effects[group];
            let (places, name) = (decimals(output), cut(&screened.name(group, lang), LABEL));
            let absolute = figure(effect.absolute, places, lang);
            let spread = figure(effect.spread, places, lang);
            let by_chance = figure(effect.by_chance, places, lang);
            let by_chance = fill(say(lang, "depends.by-chance"), &[("effect", &by_chance)]);
            text += &format!(
                "  {name:<LABEL$} {absolute:>9} {} σ {spread}{by_chance}\n",
                range(effect.interval, places, lang)
            );
        }
        let lost: usize = effects.iter().map(|effect| effect.lost).sum();
        let (without, lost) = (without.to_string(), lost.to_string());
        let values = [("count", &*without), ("lost", &*lost)];
        text += &format!("  {}{}\n", fill(say(lang, "depends.without"), &values), partial(output, lang));
    }
    text
}

/// The shares of variance for people.
pub fn split(split: &Split, manifest: &Manifest, (lang, width): (Lang, usize)) -> String {
    let mut text = "\n".to_owned() + &indented(say(lang, "depends.shares"), 0, width);
    for (output, indices) in &split.outputs {
        text += &format!("\n{}\n", title(output, manifest, lang));
        let mut order: Vec<usize> = (0..split.axes.len()).collect();
        order.sort_by(|a, b| indices.total[*b].share.total_cmp(&indices.total[*a].share));
        for axis in order.into_iter().take(TOLD) {
            let (first, total) = (&indices.first[axis], &indices.total[axis]);
            let name = cut(split.axes[axis].label.get(lang), LABEL);
            let told = |index: &mutualise::sensitivity::Index| {
                format!("{} {}", figure(index.share, 2, lang), range(index.interval, 2, lang))
            };
            text += &format!("  {name:<LABEL$} {:>24} {:>24}\n", told(total), told(first));
        }
        text += &format!("  {}{}\n", chance(output, indices, lang), partial(output, lang));
    }
    text
}

/// The points whose mean rests on fewer replications, where there are any.
fn partial(output: &Output, lang: Lang) -> String {
    match output.runs.partial() {
        0 => String::new(),
        points => fill(say(lang, "depends.partial"), &[("points", &points.to_string())]),
    }
}

/// Chance, apart from the parameters.
fn chance(output: &Output, indices: &Indices, lang: Lang) -> String {
    let parts = output.runs.parts();
    let percent =
        |share: f64| if share.is_finite() { number(100.0 * share, 0, lang) } else { "–".to_owned() };
    let (run, blur) = (percent(1.0 - parts.share()), percent(parts.blur()));
    let (replications, failed) = (parts.replications.to_string(), indices.failed.to_string());
    let values = [("run", &*run), ("blur", &*blur), ("replications", &*replications), ("failed", &*failed)];
    fill(say(lang, "depends.chance"), &values)
}

fn named(output: &Output, manifest: &Manifest) -> Vec<String> {
    let id = |format: usize| manifest.formats[format].id.clone();
    vec![output.column.clone(), id(output.format), output.against.map(id).unwrap_or_default()]
}

fn with(mut head: Vec<String>, more: Vec<String>) -> Vec<String> {
    head.extend(more);
    head
}

/// The screening for programs.
pub fn screened_csv(screened: &Screened, manifest: &Manifest) -> Result<Vec<u8>, String> {
    let head = [
        "indicator",
        "format",
        "against",
        "parameter",
        "label",
        "members",
        "effect",
        "absolute",
        "absolute_low",
        "absolute_high",
        "spread",
        "used",
        "lost",
        "by_chance",
    ];
    let mut rows = Vec::new();
    for (output, effects) in &screened.outputs {
        for (group, effect) in effects.iter().enumerate() {
            let more = vec![
                screened.path(group),
                screened.name(group, Lang::En),
                screened.groups[group].len().to_string(),
                exact(effect.mean),
                exact(effect.absolute),
                exact(effect.interval.low),
                exact(effect.interval.high),
                exact(effect.spread),
                effect.used.to_string(),
                effect.lost.to_string(),
                exact(effect.by_chance),
            ];
            rows.push(with(named(output, manifest), more));
        }
    }
    table(&head, &rows)
}

/// The shares of variance for programs.
pub fn split_csv(split: &Split, manifest: &Manifest) -> Result<Vec<u8>, String> {
    let head = [
        "indicator",
        "format",
        "against",
        "parameter",
        "label",
        "first",
        "first_low",
        "first_high",
        "total",
        "total_low",
        "total_high",
        "used",
    ];
    let mut rows = Vec::new();
    for (output, indices) in &split.outputs {
        for (place, axis) in split.axes.iter().enumerate() {
            let (first, total) = (&indices.first[place], &indices.total[place]);
            let more = vec![
                axis.path.clone(),
                axis.label.en.clone(),
                exact(first.share),
                exact(first.interval.low),
                exact(first.interval.high),
                exact(total.share),
                exact(total.interval.low),
                exact(total.interval.high),
                total.used.to_string(),
            ];
            rows.push(with(named(output, manifest), more));
        }
    }
    table(&head, &rows)
}

/// The shares of pairs for programs.
pub fn pairs_csv(split: &Split, manifest: &Manifest) -> Result<Vec<u8>, String> {
    let head = [
        "indicator",
        "format",
        "against",
        "parameter",
        "other",
        "second",
        "second_low",
        "second_high",
        "used",
    ];
    let mut rows = Vec::new();
    for (output, indices) in &split.outputs {
        for (i, j, index) in &indices.second {
            let more = vec![
                split.axes[*i].path.clone(),
                split.axes[*j].path.clone(),
                exact(index.share),
                exact(index.interval.low),
                exact(index.interval.high),
                index.used.to_string(),
            ];
            rows.push(with(named(output, manifest), more));
        }
    }
    table(&head, &rows)
}

/// Chance for programs.
pub fn chance_csv(split: &Split, manifest: &Manifest) -> Result<Vec<u8>, String> {
    let head = [
        "indicator",
        "format",
        "against",
        "points",
        "replications",
        "failed_points",
        "partial_points",
        "variance_parameters",
        "variance_common_chance",
        "variance_specific_chance",
        "share_parameters",
        "blur_of_means",
    ];
    let rows: Vec<Vec<String>> = split
        .outputs
        .iter()
        .map(|(output, indices)| {
            let parts = output.runs.parts();
            let more = vec![
                parts.points.to_string(),
                parts.replications.to_string(),
                indices.failed.to_string(),
                output.runs.partial().to_string(),
                exact(parts.knowledge),
                exact(parts.common),
                exact(parts.specific),
                exact(parts.share()),
                exact(parts.blur()),
            ];
            with(named(output, manifest), more)
        })
        .collect();
    table(&head, &rows)
}
