//! What a survey calls hires cancelled or put off is more than posts withdrawn: a structure that is short of money opens
//! none. How many associations under a cut that is, is told on the page of validation.

use mutualise::experiment::replication::watch;
use mutualise::kinds::{LegalForm, Profession};
use mutualise::month::Check;
use mutualise::scenario::{Scenario, Source};
use mutualise::world::World;
use mutualise::world::posts::Opening;
use mutualise::world::structures::Strain;

const REPLICATIONS: u32 = 60;
/// The months that are asked about.
const ASKED: usize = 12;
/// Less than this is no need uncovered: a quarter of a day a week.
const NOTHING: f64 = 0.05;

/// An association at the end of a month.
#[derive(Clone, Copy, PartialEq)]
struct Seen {
    identity: u32,
    cut: bool,
    strained: bool,
    /// Strained, in need of somebody, and without a post open for it.
    held_back: bool,
}

fn seen(world: &World, s: usize) -> Option<Seen> {
    let structures = &world.structures;
    let posted = |profession| {
        let ours = |post: &&mutualise::world::posts::Post| post.opening == Opening::Recurrent(s as u32);
        world.posts.iter().filter(ours).any(|post| post.profession == profession)
    };
    let wanting = |profession| {
        let covered = structures.direct[s][profession] + structures.pooled[s][profession];
        structures.need[s][profession] - covered > NOTHING && !posted(profession)
    };
    let strained = structures.strain[s] != Strain::None;
    (structures.open[s] && structures.form[s] == LegalForm::Association).then(|| Seen {
        identity: structures.identity[s],
        cut: world.conditions.public_crisis && structures.public_cut[s] > 0.0,
        strained,
        held_back: strained && Profession::ALL.into_iter().any(wanting),
    })
}

/// The twelve months that follow the first, if it is one association throughout and cut in one of them.
fn answers(months: &[Vec<Option<Seen>>], s: usize) -> Option<Vec<Seen>> {
    let all: Vec<Seen> = months.iter().map(|month| month[s]).collect::<Option<_>>()?;
    let one = all.iter().all(|then| then.identity == all[0].identity);
    (one && all[1..].iter().any(|then| then.cut)).then(|| all[1..].to_vec())
}

#[test]
fn associations_held_back_by_a_cut_are_counted() {
    let scenario = Scenario::resolve(Source::named("base"), &[]).unwrap();
    let [mut asked, mut strained, mut held_back] = [0.0; 3];
    for replication in 0..REPLICATIONS {
        let mut months = Vec::new();
        watch(&scenario, replication, Check::Never, |world| {
            months.push((0..world.structures.len()).map(|s| seen(world, s)).collect::<Vec<_>>());
        });
        for window in months.windows(ASKED + 1) {
            for answers in (0..window[0].len()).filter_map(|s| answers(window, s)) {
                asked += 1.0;
                strained += f64::from(u8::from(answers.iter().any(|then| then.strained)));
                held_back += f64::from(u8::from(answers.iter().any(|then| then.held_back)));
            }
        }
    }
    let (strained, held_back) = (100.0 * strained / asked, 100.0 * held_back / asked);
    let told =
        format!("{strained:.1} % of them are short of money in one of the twelve months, {held_back:.1} %");
    println!("{told}");
    let page = include_str!("../../docs/validation.md");
    assert!(page.contains(&told), "docs/validation.md does not say: {told}");
}
