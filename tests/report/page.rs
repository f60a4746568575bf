//! The page for browsers: whole, alone, and open to everyone.

use std::collections::{BTreeMap, BTreeSet};

use mutualise::report::content::{self, Beside};
use mutualise::report::html;
use mutualise::words::Lang;

use super::{plausible, quoted};

#[test]
fn the_page_needs_nothing_from_outside_and_no_script() {
    let page = html::written(&content::of_one(&plausible(30, 4), Beside::default(), Lang::Fr));
    assert!(!page.contains("<script") && !page.contains("onload") && !page.contains("<link"));
    for start in ["src=\"", "href=\"", "url("] {
        for (place, _) in page.match_indices(start) {
            let target = &page[place + start.len()..];
            assert!(target.starts_with('#'), "{}", &target[..target.len().min(60)]);
        }
    }
    assert!(page.len() < 3_000_000, "letters are carried once, if at all: {} bytes", page.len());
}

#[test]
fn what_is_said_to_listeners_only_makes_no_page_wider_than_its_screen() {
    let page = html::written(&content::of_one(&plausible(30, 4), Beside::default(), Lang::Fr));
    let rule = |name: &str| page.split_once(&format!("\n{name} {{")).unwrap().1.split('}').next().unwrap();
    // words placed apart from the text would stand outside of the part that scrolls
    assert!(rule(".spoken").contains("position: absolute"));
    assert!(rule(".scroll").contains("position: relative"), "{}", rule(".scroll"));
}

#[test]
fn an_amount_does_not_leave_its_sign_on_the_line_above() {
    let page = html::written(&content::of_one(&plausible(30, 4), Beside::default(), Lang::En));
    let told: String = page.split("<svg").map(|part| part.rsplit("</svg>").next().unwrap()).collect();
    assert!(told.contains("+\u{2060}€") && !told.contains("+€") && !told.contains("\u{2212}€"));
}

#[test]
fn the_page_can_be_found_ones_way_in_without_seeing_it() {
    let page = html::written(&content::of_one(&plausible(30, 4), Beside::default(), Lang::Fr));
    assert!(page.starts_with("<!doctype html>\n<html lang=\"fr\">"));
    for landmark in ["<header>", "<nav aria-labelledby", "<main id=\"content\"", "<footer>"] {
        assert_eq!(page.matches(landmark).count(), 1, "{landmark}");
    }
    let mut level = 0;
    for (place, _) in page.match_indices("<h") {
        let Some(found) = page[place + 2..].chars().next().and_then(|c| c.to_digit(10)) else { continue };
        assert!(found <= level + 1, "a heading of level {found} below one of level {level}");
        level = found;
    }
    assert_eq!(page.matches("<h1").count(), 1);
    let ids = quoted(&page, " id=\"");
    let distinct: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), distinct.len(), "a name stands twice");
    for attribute in [" href=\"#", " aria-labelledby=\""] {
        for name in quoted(&page, attribute).iter().flat_map(|names| names.split(' ')) {
            assert!(distinct.contains(name), "nothing is called {name}");
        }
    }
    assert_eq!(page.matches("<svg").count(), page.matches("role=\"img\"").count());
    for scrolls in ["<div class=\"sheet\"", "<div class=\"scroll\"", "<pre"] {
        let reached = |tag: &str| tag.split('>').next().unwrap().contains(" tabindex=\"0\"");
        assert!(page.split(scrolls).skip(1).all(reached), "{scrolls} is out of reach of the keyboard");
    }
    assert_eq!(page.matches("<table").count(), page.matches("<caption").count());
    for sign in ['▲', '▼'] {
        let cell = format!("aria-hidden=\"true\">{sign}</span><span class=\"spoken\"> (");
        let spoken = page.matches(&cell).count();
        let shown = page.matches(&format!(">{sign}</span>")).count();
        assert!(spoken > 0 && spoken == shown, "{sign} is shown {shown} times and spoken {spoken} times");
    }
}

#[test]
fn letters_stand_out_from_what_is_behind_them_in_light_and_dark_and_on_paper() {
    let blocks: Vec<&str> =
        html::STYLE.split(":root {").skip(1).map(|b| b.split('}').next().unwrap()).collect();
    assert_eq!(blocks.len(), 3, "light, dark and paper");
    for block in blocks {
        let colours: BTreeMap<&str, f64> = block
            .split(';')
            .filter_map(|line| line.trim().strip_prefix("--")?.split_once(": #"))
            .map(|(name, colour)| (name, luminance(colour)))
            .collect();
        for behind in ["paper", "band"] {
            for letters in ["ink", "quiet", "link", "mark"] {
                let (a, b) = (colours[letters], colours[behind]);
                let contrast = (a.max(b) + 0.05) / (a.min(b) + 0.05);
                assert!(contrast >= 4.5, "{letters} on {behind}: {contrast:.1}");
            }
        }
        let (a, b) = (colours["rule"], colours["paper"]);
        assert!((a.max(b) + 0.05) / (a.min(b) + 0.05) > 1.3, "rules can be seen");
    }
}

/// The relative luminance of WCAG 2.2.
fn luminance(colour: &str) -> f64 {
    let part = |place: usize| {
        let value = f64::from(u8::from_str_radix(&colour[place..place + 2], 16).unwrap()) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { mutualise::maths::pow((value + 0.055) / 1.055, 2.4) }
    };
    0.2126 * part(0) + 0.7152 * part(2) + 0.0722 * part(4)
}
