//! How a drawing is written down as SVG: text stays text, and the letters travel inside the file.

use std::fmt::Write;

use super::fonts::{self, Weight};
use super::palette::Marker;

/// A place on the sheet, in tenths of a millimetre from its upper left corner.
pub type Point = (f64, f64);

/// How a stroke looks.
#[derive(Clone, Copy, Debug)]
pub struct Pen {
    /// What the stroke is, for those who read or restyle the file.
    pub class: &'static str,
    /// Its colour.
    pub colour: &'static str,
    /// Its width.
    pub width: f64,
    /// Its dashes; empty for a plain stroke.
    pub dash: &'static str,
}

/// Where a text stands from its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// To the right.
    Start,
    /// On both sides.
    Middle,
    /// To the left.
    End,
}

/// How a text looks.
#[derive(Clone, Copy, Debug)]
pub struct Type {
    /// Size of the letters.
    pub size: f64,
    /// Weight of the letters.
    pub weight: Weight,
    /// Their colour.
    pub colour: &'static str,
    /// Where the text stands from its point.
    pub anchor: Anchor,
}

impl Type {
    /// The same letters, standing elsewhere from their point.
    pub fn anchored(self, anchor: Anchor) -> Type {
        Type { anchor, ..self }
    }

    /// How wide a text in these letters is.
    pub fn width(self, text: &str) -> f64 {
        fonts::width(text, self.size, self.weight)
    }

    /// A text in lines no wider than `room`.
    pub fn wrap(self, text: &str, room: f64) -> Vec<String> {
        fonts::wrap(text, room, self.size, self.weight)
    }

    /// The same lines made about as wide as each other.
    pub fn balance(self, text: &str, room: f64) -> Vec<String> {
        fonts::balanced(text, room, self.size, self.weight)
    }
}

/// The marks of a drawing, in the order of drawing.
#[derive(Clone, Debug, Default)]
pub struct Drawing {
    body: String,
}

impl Drawing {
    /// A straight stroke.
    pub fn line(&mut self, from: Point, to: Point, pen: Pen) {
        self.curve(&[from, to], pen);
    }

    /// A stroke through the points.
    pub fn curve(&mut self, points: &[Point], pen: Pen) {
        let dash =
            if pen.dash.is_empty() { String::new() } else { format!(r#" stroke-dasharray="{}""#, pen.dash) };
        self.mark(format_args!(
            r#"<path class="{}" d="{}" fill="none" stroke="{}" stroke-width="{}"{dash}/>"#,
            pen.class,
            path(points),
            pen.colour,
            coordinate(pen.width)
        ));
    }

    /// A filled shape; `opacity` lets what is below show through.
    pub fn area(&mut self, points: &[Point], class: &str, colour: &str, opacity: f64) {
        self.mark(format_args!(
            r#"<path class="{class}" d="{}Z" fill="{colour}" fill-opacity="{opacity:.2}"/>"#,
            path(points)
        ));
    }

    /// A dot.
    pub fn dot(&mut self, at: Point, radius: f64, class: &str, colour: &str) {
        self.mark(format_args!(
            r#"<circle class="{class}" cx="{}" cy="{}" r="{}" fill="{colour}"/>"#,
            coordinate(at.0),
            coordinate(at.1),
            coordinate(radius)
        ));
    }

    /// A ring, white inside.
    pub fn ring(&mut self, at: Point, radius: f64, class: &str, colour: &str) {
        self.mark(format_args!(
            r##"<circle class="{class}" cx="{}" cy="{}" r="{}" fill="#ffffff" stroke="{colour}" stroke-width="4"/>"##,
            coordinate(at.0),
            coordinate(at.1),
            coordinate(radius - 2.0)
        ));
    }

    /// The shape of a format, edged in white so that it stands out from what it covers.
    pub fn marker(&mut self, marker: Marker, at: Point, radius: f64, colour: &str) {
        let points: Vec<Point> =
            marker.outline().iter().map(|(x, y)| (at.0 + x * radius, at.1 + y * radius)).collect();
        self.mark(format_args!(
            r##"<path class="marker" d="{}Z" fill="{colour}" stroke="#ffffff" stroke-width="2"/>"##,
            path(&points)
        ));
    }

    /// A line of text on its base line.
    pub fn text(&mut self, text: &str, at: Point, letters: Type) {
        self.write(text, at, letters, "");
    }

    /// A line of text that reads upwards.
    pub fn text_up(&mut self, text: &str, at: Point, letters: Type) {
        let turn = format!(r#" transform="rotate(-90 {} {})""#, coordinate(at.0), coordinate(at.1));
        self.write(text, at, letters, &turn);
    }

    /// A filled box with a name of its own, for those who read or restyle the file.
    pub fn bar(&mut self, from: Point, to: Point, class: &str, colour: &str) {
        self.mark(format_args!(
            r#"<rect class="{class}" x="{}" y="{}" width="{}" height="{}" fill="{colour}"/>"#,
            coordinate(from.0),
            coordinate(from.1),
            coordinate((to.0 - from.0).max(0.0)),
            coordinate((to.1 - from.1).max(0.0))
        ));
    }

    /// A band that flows from a stretch of one upright line to a stretch of another.
    pub fn flow(&mut self, from: (f64, f64, f64), to: (f64, f64, f64), class: &str, colour: &str) {
        let ((x, top, bottom), (to_x, to_top, to_bottom)) = (from, to);
        let middle = coordinate((x + to_x) / 2.0);
        let [x, top, bottom, to_x, to_top, to_bottom] =
            [x, top, bottom, to_x, to_top, to_bottom].map(coordinate);
        self.mark(format_args!(
            r#"<path class="{class}" d="M{x} {top}C{middle} {top} {middle} {to_top} {to_x} {to_top}L{to_x} {to_bottom}C{middle} {to_bottom} {middle} {bottom} {x} {bottom}Z" fill="{colour}" fill-opacity="0.75"/>"#
        ));
    }

    fn write(&mut self, text: &str, at: Point, letters: Type, turn: &str) {
        let anchor = match letters.anchor {
            Anchor::Start => "",
            Anchor::Middle => r#" text-anchor="middle""#,
            Anchor::End => r#" text-anchor="end""#,
        };
        let weight = match letters.weight {
            Weight::Regular => "",
            Weight::Bold => r#" font-weight="700""#,
        };
        self.mark(format_args!(
            r#"<text x="{}" y="{}" font-size="{}" fill="{}"{weight}{anchor}{turn}>{}</text>"#,
            coordinate(at.0),
            coordinate(at.1),
            coordinate(letters.size),
            letters.colour,
            escape(text)
        ));
    }

    fn mark(&mut self, mark: std::fmt::Arguments) {
        writeln!(self.body, "{mark}").expect("writing to a string cannot fail");
    }

    /// The whole file: the marks on a white sheet of that size, with what a screen reader says of it.
    pub fn finish(&self, size: Point, title: &str, description: &str) -> String {
        /// White about the drawing, so that nothing touches the edge of the page it is pasted into.
        const MARGIN: f64 = 20.0;
        let [wide, high] = [size.0, size.1].map(|side| side + 2.0 * MARGIN);
        let edge = coordinate(-MARGIN);
        let (wide_mm, high_mm) = (coordinate(wide / 10.0), coordinate(high / 10.0));
        let (wide, high) = (coordinate(wide), coordinate(high));
        format!(
            r##"<svg xmlns="http://www.w3.org/2000/svg" width="{wide_mm}mm" height="{high_mm}mm" viewBox="{edge} {edge} {wide} {high}" role="img" aria-labelledby="title desc" font-family="'{}',Verdana,sans-serif">
<title id="title">{}</title>
<desc id="desc">{}</desc>
<style>{}</style>
<rect x="{edge}" y="{edge}" width="{wide}" height="{high}" fill="#ffffff"/>
{}</svg>
"##,
            fonts::FAMILY,
            escape(title),
            escape(description),
            fonts::style_sheet(),
            self.body
        )
    }
}

fn path(points: &[Point]) -> String {
    let mut text = String::new();
    for (place, (x, y)) in points.iter().enumerate() {
        let step = if place == 0 { 'M' } else { 'L' };
        write!(text, "{step}{} {}", coordinate(*x), coordinate(*y)).expect("writing to a string cannot fail");
    }
    text
}

/// Hundredths of a millimetre are finer than any printer.
fn coordinate(value: f64) -> String {
    debug_assert!(value.is_finite(), "a mark must stand somewhere, not at {value}");
    let text = format!("{value:.1}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    (if text == "-0" { "0" } else { text }).to_owned()
}

/// The text with what XML reserves written out, and without the control characters it forbids.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' | '\r' => escaped.push(' '),
            '\u{fffe}' | '\u{ffff}' => {}
            character if character.is_control() => {}
            // names come from files, where the plain sign is what keyboards give
            '\'' => escaped.push('’'),
            character => escaped.push(character),
        }
    }
    escaped
}
