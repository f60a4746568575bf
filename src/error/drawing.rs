//! How does a terminal show faults and warnings?

use std::fmt::Write;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};

use super::fault::{Fault, Place, Warning};
use crate::words::{Bilingual, Lang};

/// Narrow enough for a split screen; longer lines of a source are cut around the fault.
const WIDTH: usize = 110;

pub(super) fn faults(faults: &[Fault], lang: Lang, colour: bool) -> String {
    let mut text =
        faults.iter().take(Fault::SHOWN).map(|f| fault(f, lang, colour)).collect::<Vec<_>>().join("\n\n");
    let hidden = faults.len().saturating_sub(Fault::SHOWN);
    if hidden > 0 {
        let _ = match lang {
            Lang::Fr => write!(text, "\n\net {hidden} de plus ; corrigez d'abord les premières erreurs"),
            Lang::En => write!(text, "\n\nand {hidden} more; repair the first ones and try again"),
        };
    }
    text
}

pub(super) fn headline(message: &Bilingual, lang: Lang, colour: bool) -> String {
    let title = level(Level::ERROR, lang).primary_title(message.get(lang));
    renderer(colour).render(&[Group::with_title(title)])
}

pub(super) fn warnings(warnings: &[Warning], lang: Lang, colour: bool) -> String {
    let mut groups = [Vec::new(), Vec::new(), Vec::new()];
    for warning in warnings {
        match warning {
            Warning::Implausible { place, text } => groups[0].push((place.as_ref(), text.get(lang))),
            Warning::WithoutEffect { place, text } => groups[1].push((place.as_ref(), text.get(lang))),
            Warning::Meant { place, text } => groups[2].push((Some(place), text.get(lang))),
        }
    }
    let [implausible, idle, meant] = &groups;
    let implausible_title = match (lang, implausible.len()) {
        (Lang::Fr, 1) => "1 valeur hors de sa plage plausible, gardée telle quelle".to_owned(),
        (Lang::Fr, n) => format!("{n} valeurs hors de leur plage plausible, gardées telles quelles"),
        (Lang::En, 1) => "1 value outside its plausible range, kept as it is".to_owned(),
        (Lang::En, n) => format!("{n} values outside their plausible range, kept as they are"),
    };
    let idle_title = match (lang, idle.len()) {
        (Lang::Fr, 1) => "1 ligne sans effet".to_owned(),
        (Lang::Fr, n) => format!("{n} lignes sans effet"),
        (Lang::En, 1) => "1 line without effect".to_owned(),
        (Lang::En, n) => format!("{n} lines without effect"),
    };
    let meant_title = match lang {
        Lang::Fr => "lu comme ce qui a sans doute été voulu",
        Lang::En => "read as what was probably meant",
    };
    [(&*implausible_title, implausible), (&*idle_title, idle), (meant_title, meant)]
        .into_iter()
        .filter_map(|(title, lines)| grouped(title, lines, lang, colour))
        .collect::<Vec<_>>()
        .join("\n\n")
}

fn grouped(title: &str, lines: &[(Option<&Place>, &str)], lang: Lang, colour: bool) -> Option<String> {
    if lines.is_empty() {
        return None;
    }
    let title = level(Level::WARNING, lang).primary_title(title);
    let mut text = renderer(colour).render(&[Group::with_title(title)]);
    for (place, line) in lines {
        let _ = match place {
            None => write!(text, "\n  {line}"),
            Some(place) => match &place.source.name {
                None => {
                    let typed = &place.source.text;
                    write!(text, "\n  {line} ({})", if flag(typed).is_empty() { typed } else { "--set" })
                }
                Some(name) => {
                    let (row, column) = place.line_and_column();
                    write!(text, "\n  {line}\n    --> {name}:{row}:{column}")
                }
            },
        };
    }
    Some(text)
}

fn fault(fault: &Fault, lang: Lang, colour: bool) -> String {
    let title = level(Level::ERROR, lang).primary_title(fault.message.get(lang));
    let mut group = Group::with_title(title);
    if let Some(place) = &fault.place {
        group = group.element(snippet(place, fault.label.as_ref().map(|label| label.get(lang))));
    } else if let Some(label) = &fault.label {
        group = group.element(level(Level::NOTE, lang).message(label.get(lang)));
    }
    for help in &fault.helps {
        group = group.element(level(Level::HELP, lang).message(help.get(lang)));
    }
    renderer(colour).render(&[group])
}

/// Only the line of the fault is given to the renderer, which would otherwise search the whole file each time.
fn snippet<'a>(place: &'a Place, label: Option<&'a str>) -> Snippet<'a, Annotation<'a>> {
    let text = &place.source.text;
    let span = place.span();
    let start = text[..span.start].rfind('\n').map_or(0, |end| end + 1);
    let end = text[span.start..].find('\n').map_or(text.len(), |length| span.start + length);
    let line = text[start..end].trim_end_matches('\r');
    let marked = (span.start - start).min(line.len())..(span.end.min(end) - start).min(line.len());
    match &place.source.name {
        Some(name) => Snippet::source(line)
            .path(name)
            .line_start(place.line_and_column().0)
            .annotation(AnnotationKind::Primary.span(marked).label(label)),
        None => {
            let flag = flag(line);
            Snippet::source(format!("{flag}{line}")).line_numbering(false).annotation(
                AnnotationKind::Primary.span(marked.start + flag.len()..marked.end + flag.len()).label(label),
            )
        }
    }
}

/// What stands before a text of the command line: nothing if it says its flag itself.
fn flag(text: &str) -> &'static str {
    if text.starts_with("--") { "" } else { "--set " }
}

fn renderer(colour: bool) -> Renderer {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    renderer.term_width(WIDTH)
}

/// A no-break space stands before the colon in French.
fn level(level: Level<'static>, lang: Lang) -> Level<'static> {
    if lang == Lang::En {
        return level;
    }
    let name = if level == Level::ERROR {
        "erreur\u{a0}"
    } else if level == Level::WARNING {
        "attention\u{a0}"
    } else if level == Level::HELP {
        "aide\u{a0}"
    } else {
        "note\u{a0}"
    };
    level.with_name(name)
}
