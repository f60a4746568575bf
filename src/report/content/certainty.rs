//! How sure the findings are: what chance alone could do, and what the run does not say of its assumptions.

use super::Run;
use crate::experiment::record::Status;
use crate::report::document::{Block, Item, Section};
use crate::report::sure;
use crate::report::view::View;
use crate::words::numbers::number;

/// The section.
pub fn section(view: &View, run: &Run, drawn: bool) -> Section {
    let mut blocks = vec![item(view, "page.chance", sure::told(view).text())];
    blocks.extend(unfinished(view, run).map(|text| item(view, "page.unfinished", text)));
    let known = if drawn { "page.knowledge-drawn" } else { "page.knowledge-text" };
    blocks.push(item(view, "page.knowledge", view.say(known).to_owned()));
    if view.results.formats.len() > 1 {
        blocks.push(item(view, "page.many", view.say("page.many-text").to_owned()));
    }
    blocks.push(item(view, "page.spread", view.say("page.spread-text").to_owned()));
    super::section("how-sure", view.say("sure.heading"), blocks)
}

fn item(view: &View, lead: &str, text: String) -> Block {
    Block::Text(Item { lead: view.say(lead).to_owned(), text })
}

/// What is missing of a run that was interrupted, or of which some replications failed.
fn unfinished(view: &View, run: &Run) -> Option<String> {
    let count = |count: u32| number(count.into(), 0, view.lang);
    let counts = run.record.replications;
    let (done, asked, failed) = (count(counts.done), count(counts.asked), count(counts.failed));
    let values = [("done", done.as_str()), ("asked", &asked), ("failed", &failed)];
    match run.record.status {
        Status::Complete => None,
        Status::SomeFailed => Some(view.tell("page.some-failed", &values)),
        Status::Interrupted => Some(view.tell("page.interrupted", &values)),
    }
}
