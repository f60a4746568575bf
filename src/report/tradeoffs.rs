//! What is paid for being best: leaders that do worse elsewhere, formats that another beats everywhere.

use super::sentences::Decided;
use super::view::{REFERENCE, View};
use crate::comparison::Verdict;

/// What the leader of a theme told before pays on this one, and what this one's leader pays on a theme told
/// before. A leader's price on a theme is told once.
pub fn warnings(view: &View, decided: &[Decided], here: usize) -> Vec<String> {
    let (before, theme) = (&decided[..here], &decided[here]);
    let led_before =
        |leader: usize, until: usize| before[..until].iter().any(|led| led.standing.best() == Some(leader));
    let mut warnings = Vec::new();
    for (place, earlier) in before.iter().enumerate() {
        if let Some((leader, other)) =
            pays(view, earlier, theme).filter(|(leader, _)| !led_before(*leader, place))
        {
            warnings.push(warning(view, leader, other, earlier, theme));
        }
        if let Some((leader, other)) =
            pays(view, theme, earlier).filter(|(leader, _)| !led_before(*leader, here))
        {
            warnings.push(warning(view, leader, other, theme, earlier));
        }
    }
    warnings
}

fn warning(view: &View, leader: usize, other: usize, led: &Decided, paid: &Decided) -> String {
    let values = [
        ("format", view.name(leader)),
        ("other", view.name(other)),
        ("theme", view.say(led.key)),
        ("paid", view.say(paid.key)),
    ];
    view.tell("first.leader-pays", &values)
}

/// The clear leader of one theme, where it is clearly worse on another than the reference, or, when it is the
/// reference, than that other theme's leader.
fn pays(view: &View, led: &Decided, paid: &Decided) -> Option<(usize, usize)> {
    let leader = led.standing.best()?;
    let other = if leader == REFERENCE { paid.standing.best()? } else { REFERENCE };
    let worse = leader != other && view.verdict(paid.indicator.id, leader, other) == Verdict::Worse;
    worse.then_some((leader, other))
}

/// Formats that another one beats clearly on every headline; one headline alone would say nothing new.
pub fn dominated(view: &View, decided: &[Decided]) -> Option<String> {
    let beaten = |format: usize, by: usize| {
        decided.iter().all(|theme| view.verdict(theme.indicator.id, format, by) == Verdict::Worse)
    };
    let told = |format: usize| {
        let by = view.formats().find(|other| *other != format && beaten(format, *other))?;
        Some(view.tell("first.dominated-by", &[("format", view.name(format)), ("other", view.name(by))]))
    };
    let list: Vec<String> = view.formats().filter_map(told).collect();
    let themes: Vec<String> = decided.iter().map(|theme| view.say(theme.key).to_owned()).collect();
    (decided.len() > 1 && !list.is_empty()).then(|| {
        view.tell("first.dominated", &[("themes", &view.list(&themes)), ("list", &view.list(&list))])
    })
}
