//! On what the results depend, from a study of sensitivity: which parameters matter, and for how much of the variance.

use super::themes;
use crate::charts::{Depends, OF_SENSITIVITY, OfSensitivity, Size};
use crate::report::document::{Block, Section};
use crate::report::view::View;
use crate::sensitivity::Sensitivity;

/// The section.
pub fn section(view: &View, study: &Sensitivity) -> Section {
    let scene = Depends { study, lang: view.lang, size: Size::default() };
    let drawn = OF_SENSITIVITY.iter().filter(|chart| (chart.applies)(study));
    let figure =
        |chart: &OfSensitivity| Block::Figure(themes::figure(chart, (chart.draw)(&scene), view.lang));
    let mut blocks = vec![Block::text(view.say("page.depends-text"))];
    blocks.extend(drawn.map(figure));
    super::section("what-it-depends-on", view.say("page.depends"), blocks)
}
