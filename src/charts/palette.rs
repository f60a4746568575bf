//! Which colour, dash and marker a format wears: told apart by colour-blind eyes, and in grey by luminance,
//! dash and shape.

use super::fonts::Weight;
use super::svg::{Anchor, Pen, Type};

/// Colour of what is read.
pub const INK: &str = "#1a1a1a";
/// Colour of what is read second; 7:1 against white.
pub const MUTED: &str = "#595959";
/// Colour of axes and leaders.
pub const AXIS: &str = "#8c8c8c";
/// Colour of grids.
pub const GRID: &str = "#e0e0e0";

/// One typographic point, in tenths of a millimetre.
pub const POINT: f64 = 25.4 / 72.0 * 10.0;

/// Letters of that many points.
pub const fn letters(points: f64, weight: Weight, colour: &'static str) -> Type {
    Type { size: points * POINT, weight, colour, anchor: Anchor::Start }
}

/// Letters of labels.
pub const LABEL: Type = letters(8.0, Weight::Regular, INK);
/// Letters of names.
pub const NAME: Type = letters(8.0, Weight::Bold, INK);
/// Letters of axes and secondary labels.
pub const SMALL: Type = letters(7.0, Weight::Regular, MUTED);

/// A thin line of a grid.
pub const RULE: Pen = Pen { class: "grid", colour: GRID, width: 2.0, dash: "" };
/// A line of an axis.
pub const BASE: Pen = Pen { class: "axis", colour: AXIS, width: 3.0, dash: "" };

/// White between neighbours.
pub const WHITE: Pen = Pen { class: "gap", colour: "#ffffff", width: 3.0, dash: "" };

/// A shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marker {
    /// Round.
    Circle,
    /// Square on its side.
    Square,
    /// Square on its corner.
    Diamond,
    /// Triangle, corner up.
    Up,
    /// Triangle, corner down.
    Down,
    /// Upright cross.
    Plus,
    /// Slanted cross.
    Cross,
    /// Narrow upright bar.
    Bar,
}

impl Marker {
    /// Its corners about the origin, for a radius of 1.
    pub fn outline(self) -> &'static [(f64, f64)] {
        match self {
            Marker::Circle => &CIRCLE,
            Marker::Square => &[(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)],
            Marker::Diamond => &[(0.0, -1.25), (1.25, 0.0), (0.0, 1.25), (-1.25, 0.0)],
            Marker::Up => &[(0.0, -1.2), (1.15, 0.85), (-1.15, 0.85)],
            Marker::Down => &[(0.0, 1.2), (1.15, -0.85), (-1.15, -0.85)],
            Marker::Plus => &PLUS,
            Marker::Cross => &CROSS,
            Marker::Bar => &[(-0.55, -1.2), (0.55, -1.2), (0.55, 1.2), (-0.55, 1.2)],
        }
    }
}

/// Sixteen corners look round at the size of a marker.
const CIRCLE: [(f64, f64); 16] = [
    (1.0, 0.0),
    (0.924, 0.383),
    (0.707, 0.707),
    (0.383, 0.924),
    (0.0, 1.0),
    (-0.383, 0.924),
    (-0.707, 0.707),
    (-0.924, 0.383),
    (-1.0, 0.0),
    (-0.924, -0.383),
    (-0.707, -0.707),
    (-0.383, -0.924),
    (0.0, -1.0),
    (0.383, -0.924),
    (0.707, -0.707),
    (0.924, -0.383),
];
const PLUS: [(f64, f64); 12] = [
    (-0.4, -1.2),
    (0.4, -1.2),
    (0.4, -0.4),
    (1.2, -0.4),
    (1.2, 0.4),
    (0.4, 0.4),
    (0.4, 1.2),
    (-0.4, 1.2),
    (-0.4, 0.4),
    (-1.2, 0.4),
    (-1.2, -0.4),
    (-0.4, -0.4),
];
const CROSS: [(f64, f64); 12] = [
    (0.0, -0.57),
    (0.57, -1.13),
    (1.13, -0.57),
    (0.57, 0.0),
    (1.13, 0.57),
    (0.57, 1.13),
    (0.0, 0.57),
    (-0.57, 1.13),
    (-1.13, 0.57),
    (-0.57, 0.0),
    (-1.13, -0.57),
    (-0.57, -1.13),
];

/// What a format wears in every chart.
#[derive(Clone, Copy, Debug)]
pub struct Wear {
    /// Its colour.
    pub colour: &'static str,
    /// The dashes of its lines.
    pub dash: &'static str,
    /// Its shape.
    pub marker: Marker,
}

impl Wear {
    /// The pen of its curves.
    pub fn curve(self) -> Pen {
        Pen { class: "curve", colour: self.colour, width: 5.5, dash: self.dash }
    }

    /// The pen of its ranges.
    pub fn range(self) -> Pen {
        Pen { class: "range", colour: self.colour, width: 5.0, dash: "" }
    }
}

/// The wear of the format at that place: the reference in near-black, then the four best told apart in grey.
pub fn wear(format: usize) -> Wear {
    const WEARS: [Wear; 8] = [
        Wear { colour: "#1a1a1a", dash: "", marker: Marker::Circle },
        Wear { colour: "#1a72c0", dash: "26 9", marker: Marker::Square },
        Wear { colour: "#c98a00", dash: "7 7", marker: Marker::Up },
        Wear { colour: "#7d1545", dash: "26 8 6 8", marker: Marker::Diamond },
        Wear { colour: "#00876c", dash: "42 10", marker: Marker::Down },
        Wear { colour: "#7a6bd1", dash: "14 8", marker: Marker::Plus },
        Wear { colour: "#14502d", dash: "26 7 6 7 6 7", marker: Marker::Cross },
        Wear { colour: "#c2572b", dash: "3 6", marker: Marker::Bar },
    ];
    const SHIFTS: [usize; 4] = [0, 3, 5, 1];
    let first = WEARS[format % WEARS.len()];
    if format < WEARS.len() {
        return first;
    }
    // beyond eight, the colours again with the shapes and dashes of others; never those of the reference
    let others = WEARS.len() - 1;
    let (place, round) = ((format - 1) % others, (format - 1) / others);
    let shape = WEARS[1 + (place + SHIFTS[round % SHIFTS.len()]) % others];
    Wear { colour: WEARS[1 + place].colour, ..shape }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twenty_formats_are_worn_differently_and_none_like_the_reference() {
        let worn: Vec<(&str, Marker)> = (0..20).map(|k| (wear(k).colour, wear(k).marker)).collect();
        for (k, one) in worn.iter().enumerate() {
            assert!(!worn[..k].contains(one), "{k}: {one:?}");
            assert!(k == 0 || one.0 != worn[0].0, "{k}");
        }
    }
}
