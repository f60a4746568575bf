//! Where two lives first part: the first phase whose events are not the same under both formats.

use super::life::{Event, Life, Who};

/// The first difference between two lives.
#[derive(Clone, Debug, PartialEq)]
pub struct Parting {
    /// The event.
    pub event: Event,
    /// Under which of the two formats it happened, and not under the other.
    pub under: usize,
}

/// The first event that happened under one format only, among those that `counts` admits.
pub fn parting(lives: [&Life; 2], counts: impl Fn(&Event) -> bool) -> Option<Parting> {
    let events = lives.map(|life| life.events.iter().filter(|event| counts(event)).collect::<Vec<_>>());
    let alone = |here: usize| {
        let mut others = Others::of(&events[1 - here]);
        let event = events[here].iter().find(|event| !others.take(event))?;
        Some(Parting { event: (*event).clone(), under: here })
    };
    match (alone(0), alone(1)) {
        // what a format adds says more than what it leaves out
        (Some(a), Some(b)) if moment(&a) < moment(&b) => Some(a),
        (a, b) => b.or(a),
    }
}

fn moment(parting: &Parting) -> (i32, crate::month::Phase) {
    (parting.event.month, parting.event.phase)
}

/// Whether an event happens to a pool.
pub fn of_pool(event: &Event) -> bool {
    matches!(event.who, Who::Pool(_))
}

/// Whether it happens to a structure.
pub fn of_structure(event: &Event) -> bool {
    matches!(event.who, Who::Structure(_))
}

/// Whether it happens to somebody.
pub fn of_person(event: &Event) -> bool {
    matches!(event.who, Who::Person(_))
}

/// The events of the other life, each of which answers for one.
struct Others<'a> {
    events: &'a [&'a Event],
    taken: Vec<bool>,
    from: usize,
}

impl<'a> Others<'a> {
    fn of(events: &'a [&'a Event]) -> Others<'a> {
        Others { events, taken: vec![false; events.len()], from: 0 }
    }

    /// Whether the other life has this event in the same phase too; events come in the order of time.
    fn take(&mut self, event: &Event) -> bool {
        let when = (event.month, event.phase);
        while self.events.get(self.from).is_some_and(|other| (other.month, other.phase) < when) {
            self.from += 1;
        }
        let same = (self.from..self.events.len())
            .take_while(|&place| (self.events[place].month, self.events[place].phase) == when)
            .find(|&place| !self.taken[place] && self.events[place] == event);
        same.map(|place| self.taken[place] = true).is_some()
    }
}

/// An event of a life told once for both formats, or under one only.
#[derive(Clone, Debug)]
pub struct Together<'a> {
    /// The event.
    pub event: &'a Event,
    /// Under which format alone; nothing if under both.
    pub under: Option<usize>,
}

/// Two lives of the same person or structure as one story, in the order of time.
pub fn together<'a>(lives: [&'a Life; 2], who: Who) -> Vec<Together<'a>> {
    let events = lives.map(|life| life.events.iter().filter(|event| event.concerns(who)).collect::<Vec<_>>());
    let mut story = Vec::new();
    for here in [0, 1] {
        let mut others = Others::of(&events[1 - here]);
        for &event in &events[here] {
            match (others.take(event), here) {
                (true, 0) => story.push(Together { event, under: None }),
                (true, _) => {}
                (false, _) => story.push(Together { event, under: Some(here) }),
            }
        }
    }
    // stable: within a phase the first format's come first, each life in its own order
    story.sort_by_key(|told| (told.event.month, told.event.phase));
    story
}
