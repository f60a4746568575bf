//! Promise: an explanation is of what happened: the parts of a difference add up to it, a life told ends where the
//! world does, nothing parts two lives before it is said to, and a run that cannot be lived again is refused.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod small_world;
mod typed;

use std::fs;
use std::path::Path;

use mutualise::experiment::record::Record;
use mutualise::explanation::{
    EXPLAINED, Employer, Event, Explanation, Life, Part, Split, What, Who, of_pool, parting, together,
};
use mutualise::formats::Format;
use mutualise::indicators::registry::{self, Group};
use mutualise::kinds::Status;
use mutualise::scenario::Scenario;
use mutualise::words::{Lang, say};
use mutualise::world::World;
use mutualise::world::pool::pool_of;
use small_world::small;
use tempfile::tempdir;
use typed::asked;

/// Formats that differ in every mechanism: fees, missions, exact cost, loans, aid, owners, two employers.
const FORMATS: &str = "formats=[\"status-quo\",\"ge\",\"scic-interim\",\"ge-exempt\",\"staff-loan\",\"geiq\",\"scic-cdii\",\"private-agency\",\"ge-scic-interim\"]";

fn format<'a>(scenario: &'a Scenario, id: &str) -> &'a Format {
    scenario.formats.iter().find(|format| format.id == id).unwrap()
}

fn explanation(scenario: &Scenario, replication: u32, ids: [&str; 2]) -> Explanation {
    Explanation::of(scenario, replication, ids.map(|id| format(scenario, id)))
}

fn assert_adds_up(whole: f64, parts: &[Part], what: &str) {
    let sum: f64 = parts.iter().map(|part| part.effect).sum();
    assert!((sum - whole).abs() < 1e-9 * (1.0 + whole.abs()), "{what}: {sum} for {whole}");
    for part in parts {
        for breakdown in &part.of_which {
            assert_adds_up(part.effect, &breakdown.parts, &format!("{what}, {}", breakdown.key));
        }
    }
}

#[test]
fn the_parts_of_a_difference_add_up_to_it() {
    let scenario = small(&[FORMATS]);
    let pairs = [
        ["status-quo", "ge"],
        ["status-quo", "scic-interim"],
        ["ge", "ge-exempt"],
        ["staff-loan", "geiq"],
        ["scic-cdii", "private-agency"],
        ["ge-scic-interim", "ge"],
    ];
    let mut told = std::collections::BTreeSet::new();
    for (replication, ids) in (0..12).zip(pairs.into_iter().cycle()) {
        let explanation = explanation(&scenario, replication, ids);
        for indicator in EXPLAINED {
            let split = explanation.split(indicator).unwrap();
            let what = format!("{indicator}, replication {replication}, {ids:?}");
            let values = explanation
                .worlds()
                .map(|world| (registry::find(indicator).unwrap().value)(world, Group::All));
            assert!(values.iter().all(|value| value.is_finite()), "{what}: not defined");
            assert_eq!(split.values, values, "{what}");
            assert_adds_up(split.difference(), &split.parts, &what);
            told.extend(split.parts.iter().filter(|part| part.effect != 0.0).map(|part| part.key));
            for below in split.parts.iter().flat_map(|part| &part.of_which) {
                told.extend(below.parts.iter().filter(|part| part.effect != 0.0).map(|part| part.key));
            }
        }
    }
    for key in [
        "explain.poached",
        "explain.resigned",
        "explain.term-ended",
        "explain.vat",
        "explain.to-pools",
        "explain.unsold-time",
        "explain.overheads",
        "explain.grants",
        "explain.uncovered",
    ] {
        assert!(told.contains(key), "{key} never mattered: {told:?}");
    }
}

#[test]
fn what_is_paid_under_each_format_adds_up_to_its_cost() {
    let scenario = small(&[FORMATS]);
    for ids in [["status-quo", "ge"], ["scic-cdii", "ge-scic-interim"]] {
        let explanation = explanation(&scenario, 3, ids);
        let split = explanation.split("cost-per-fte").unwrap();
        for k in 0..2 {
            let sum: f64 = split.parts.iter().map(|part| part.counted[k]).sum();
            assert!((sum - split.values[k]).abs() < 1e-6, "{sum} for {}", split.values[k]);
        }
        for below in split.parts.iter().flat_map(|part| part.of_which.iter().map(move |b| (part, b))) {
            for k in 0..2 {
                let sum: f64 = below.1.parts.iter().map(|part| part.counted[k]).sum();
                assert!((sum - below.0.counted[k]).abs() < 1e-6, "{}: {sum}", below.1.key);
            }
        }
    }
}

#[test]
fn neither_format_comes_first() {
    let scenario = small(&[FORMATS]);
    let (there, back) =
        (explanation(&scenario, 1, ["status-quo", "ge"]), explanation(&scenario, 1, ["ge", "status-quo"]));
    for indicator in EXPLAINED {
        let (there, back) = (there.split(indicator).unwrap(), back.split(indicator).unwrap());
        assert_eq!(there.parts.len(), back.parts.len());
        for (one, other) in there.parts.iter().zip(&back.parts) {
            assert_eq!(one.key, other.key);
            assert!((one.effect + other.effect).abs() < 1e-9, "{}", one.key);
        }
    }
}

#[test]
fn a_format_against_itself_differs_in_nothing() {
    let scenario = small(&[]);
    let explanation = explanation(&scenario, 0, ["ge", "ge"]);
    let [a, b] = explanation.branches.each_ref().map(|branch| &branch.life);
    assert!(a.events.len() > 100, "a life without events");
    assert_eq!(parting([a, b], |_| true), None);
    assert_eq!((explanation.most_different_person(), explanation.most_different_structure()), (None, None));
    for indicator in EXPLAINED {
        let Split { values, parts } = explanation.split(indicator).unwrap();
        assert_eq!(values[0], values[1]);
        assert!(parts.iter().all(|part| part.effect == 0.0));
    }
}

#[test]
fn nothing_differs_before_the_lives_part() {
    let scenario = small(&[FORMATS]);
    for (replication, id) in [(0, "ge"), (1, "scic-interim"), (2, "staff-loan")] {
        let explanation = explanation(&scenario, replication, ["status-quo", id]);
        let [a, b] = explanation.branches.each_ref().map(|branch| &branch.life);
        let first = parting([a, b], |_| true).unwrap();
        let when = (first.event.month, first.event.phase);
        let before = |life: &Life| -> Vec<Event> {
            life.events.iter().filter(|event| (event.month, event.phase) < when).cloned().collect()
        };
        assert_eq!(before(a), before(b), "{id}");
        let here = |life: &Life| {
            let same = |event: &&Event| **event == first.event;
            life.events.iter().filter(same).count()
        };
        let lives = [a, b];
        assert!(here(lives[first.under]) > here(lives[1 - first.under]), "{first:?}");
        if id == "ge" {
            assert_eq!((first.event.who, first.event.month), (Who::Pool(0), 0), "a pool is founded at once");
            assert!(first.under == 1 && of_pool(&first.event));
        }
    }
}

/// Who employs somebody in a world.
fn employer(world: &World, w: usize) -> Option<Employer> {
    match world.workers.status[w] {
        Status::Structure => {
            Some(Employer::Structure(world.structures.identity[world.workers.employer[w] as usize]))
        }
        Status::Pool => Some(Employer::Pool(pool_of(world.workers.employer[w]))),
        Status::Firm => Some(Employer::Firm),
        Status::Seeking | Status::Out => None,
    }
}

#[test]
fn a_life_lived_again_from_its_events_ends_where_the_world_does() {
    let scenario = small(&[FORMATS]);
    for id in ["ge", "scic-cdii", "ge-scic-interim"] {
        let explanation = explanation(&scenario, 4, ["status-quo", id]);
        for branch in &explanation.branches {
            let past = &explanation.past;
            for w in 0..past.workers.len() {
                let (mut now, mut there) = (employer(past, w), true);
                for event in
                    branch.life.events.iter().filter(|e| e.who == Who::Person(past.workers.identity[w]))
                {
                    match &event.what {
                        What::Hired { by, .. } => now = Some(*by),
                        What::Left { from, .. } => {
                            assert_eq!(now, Some(*from), "leaves who does not employ them: {event:?}");
                            now = None;
                        }
                        What::Retires => there = false,
                        _ => {}
                    }
                }
                let still = branch.world.workers.identity[w] == past.workers.identity[w];
                assert_eq!(there, still, "person {w} under {}", branch.format.id);
                assert!(!still || now == employer(&branch.world, w), "person {w} under {}", branch.format.id);
            }
            for s in 0..past.structures.len() {
                let who = Who::Structure(past.structures.identity[s]);
                let closes = |e: &&Event| e.who == who && matches!(e.what, What::Closes(_));
                let open = branch.world.structures.open[s]
                    && branch.world.structures.identity[s] == past.structures.identity[s];
                let expected = usize::from(past.structures.open[s] && !open);
                assert_eq!(branch.life.events.iter().filter(closes).count(), expected, "structure {s}");
            }
        }
    }
}

#[test]
fn a_story_has_each_life_whole_and_what_is_common_once() {
    let scenario = small(&[]);
    // some replication in which the pool changes somebody's life and a structure's
    let explanations = (0..8).map(|replication| explanation(&scenario, replication, ["status-quo", "ge"]));
    let differs = |explanation: &Explanation, who| {
        let lives = explanation.branches.each_ref().map(|branch| &branch.life);
        together(lives, who).iter().any(|told| told.under.is_some())
    };
    let both = |explanation: &Explanation| {
        let (person, structure) =
            (explanation.most_different_person(), explanation.most_different_structure());
        person.zip(structure).is_some_and(|(w, s)| {
            differs(explanation, Who::Person(explanation.past.workers.identity[w]))
                && differs(explanation, Who::Structure(explanation.past.structures.identity[s]))
        })
    };
    let explanation = explanations.into_iter().find(both).expect("two lives that differ in one of eight");
    let lives = explanation.branches.each_ref().map(|branch| &branch.life);
    let w = explanation.most_different_person().unwrap();
    let s = explanation.most_different_structure().unwrap();
    for who in [
        Who::Person(explanation.past.workers.identity[w]),
        Who::Structure(explanation.past.structures.identity[s]),
    ] {
        let story = together(lives, who);
        assert!(story.iter().any(|told| told.under.is_some()), "{who:?} does not differ");
        for (k, life) in lives.into_iter().enumerate() {
            let mine: Vec<&Event> = story
                .iter()
                .filter(|told| told.under.is_none_or(|u| u == k))
                .map(|told| told.event)
                .collect();
            assert_eq!(mine.len(), life.events.iter().filter(|event| event.concerns(who)).count());
        }
        assert!(story.is_sorted_by_key(|told| (told.event.month, told.event.phase)));
    }
}

#[test]
fn redundancies_have_the_reason_they_had() {
    // pools that lose money at once: whoever they employ is made redundant by their end
    let ruin = "format.ge.fixed_cost=3000000";
    let scenario = small(&[ruin, "format.ge.founding_capital=30000", "format.ge.liability=\"none\""]);
    let mut ended = 0.0;
    for replication in 0..4 {
        let explanation = explanation(&scenario, replication, ["status-quo", "ge"]);
        let split = explanation.split("retention-24").unwrap();
        let counted =
            |key: &str| split.parts.iter().find(|part| part.key == key).map_or([0.0; 2], |part| part.counted);
        let [none, some] = counted("explain.pool-ended");
        assert_eq!(none, 0.0, "no pool without one");
        ended += some;
        assert_eq!(counted("explain.unsold")[0], 0.0);
    }
    assert!(ended > 0.0, "nobody was employed when the pool ended");
}

/// A comparison of a tiny world in `run`.
fn kept(home: &Path) {
    let tiny = "extends = \"base\"\nformats = [\"status-quo\", \"ge\", \"scic-interim\"]\n[population]\nstructures = 40\npeople = 300\n[run]\nburn_in = 12\nmonths = 30\n";
    fs::write(home.join("tiny.toml"), tiny).unwrap();
    let (status, _, said) =
        asked(home, &["compare", "tiny.toml", "--quiet", "--out", "run", "--replications", "3"]);
    assert_eq!(status, 0, "{said}");
}

/// The words of a text, wherever its lines end.
fn unwrapped(text: &str) -> String {
    text.split([' ', '\n']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_run_is_explained_in_both_languages_and_faults_are_told() {
    let home = tempdir().unwrap();
    let home = home.path();
    kept(home);
    let before = fs::read_dir(home.join("run")).unwrap().count();
    let (status, english, said) =
        asked(home, &["explain", "run", "--replication", "1", "--formats", "status-quo,scic-interim"]);
    assert_eq!((status, said.as_str()), (0, ""));
    let (_, again, _) =
        asked(home, &["explain", "run", "--replication", "1", "--formats", "status-quo,scic-interim"]);
    assert_eq!(english, again);
    let words = ["explain.partings", "explain.whole", "explain.to-pools"];
    for key in words {
        assert!(unwrapped(&english).contains(say(Lang::En, key)), "{key} is missing:\n{english}");
    }
    let (status, french, _) = asked(home, &["explain", "run", "--lang", "fr", "--indicator", "net-benefit"]);
    assert_eq!(status, 0);
    for key in ["explain.partings", "explain.typical", "explain.uncovered"] {
        assert!(unwrapped(&french).contains(say(Lang::Fr, key)), "{key} is missing:\n{french}");
    }
    for text in [&english, &french] {
        assert!(!text.contains('\''), "a typewriter apostrophe: {text}");
        let wide = text.lines().find(|line| line.chars().count() > 100);
        assert!(wide.is_none(), "wider than a terminal: {wide:?}");
    }
    for (arguments, expected) in [
        (vec!["--replication", "7"], "replication 7 is not in this folder"),
        (vec!["--formats", "status-quo,etti"], "`etti` is not in this folder"),
        (vec!["--formats", "ge"], "two different formats"),
        (vec!["--person", "4000000"], "no person has the number 4000000"),
        (vec!["--structure", "4000000"], "no structure has the number"),
        (vec!["--indicator", "turnover"], "`turnover` cannot be split"),
    ] {
        let (status, out, said) = asked(home, &[&["explain", "run"][..], &arguments].concat());
        assert!(status == 2 && out.is_empty() && said.contains(expected), "{arguments:?}: {said}");
        assert!(said.contains("remedy"), "{said}");
    }
    assert_eq!(fs::read_dir(home.join("run")).unwrap().count(), before, "nothing is written");
}

#[test]
fn a_run_that_cannot_be_lived_again_is_refused() {
    let home = tempdir().unwrap();
    let home = home.path();
    kept(home);
    let mut record = Record::read(&home.join("run")).unwrap();
    let other = record.scenario.replacen("seed = ", "seed = 9", 1);
    assert_ne!(record.scenario, other, "the record has no seed");
    // signed again, as one of another version of the program would be
    record.scenario = other;
    fs::write(home.join("run/run.json"), record.signed().unwrap()).unwrap();
    let (status, out, said) = asked(home, &["explain", "run", "--replication", "0"]);
    assert!(status == 2 && out.is_empty() && said.contains("computed again"), "{said}");
}
