//! What happens to whom, month by month: the differences between a moment and the next, as dated events.

use super::moment::{Moment, Person, Structure, Wanted};
use crate::kinds::{Profession, Status};
use crate::law::Contract;
use crate::month::Phase;
use crate::units::Money;
use crate::world::pool::pool_of;
use crate::world::posts::Opening;
use crate::world::record::{End, Why};
use crate::world::structures::{Notice, Strain};
use crate::world::{Stage, World};

/// Whom an event happens to. People and structures go by their identity, which no newcomer takes over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Somebody.
    Person(u32),
    /// A structure.
    Structure(u32),
    /// A pool, by place.
    Pool(usize),
}

/// Who employs somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Employer {
    /// A structure, by identity.
    Structure(u32),
    /// A pool, by place.
    Pool(usize),
    /// A for-profit firm.
    Firm,
}

/// What happens.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "each name says what")]
pub enum What {
    Hired { by: Employer, contract: Contract, fte: f64, pay: f64 },
    Left { from: Employer, why: End },
    MadeOpenEnded,
    Pay { from: f64, to: f64 },
    Hours { from: f64, to: f64 },
    WorksFor(Vec<u32>),
    GivesUpLooking,
    LooksAgain,
    Retires,
    PostOpened { profession: Profession, fte: f64, temporary: bool },
    PostGivenUp { profession: Profession, fte: f64, temporary: bool },
    Joins(usize),
    GivesNotice { pool: usize, of_time_only: bool },
    TakesNoticeBack(usize),
    Leaves(usize),
    Shares { profession: Profession, from: f64, to: f64 },
    Tightens(Strain),
    MeetsOthers,
    CalledOn(Money),
    Closes(Why),
    Founded,
    SettingUp,
    Opens,
    Liquidated,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Months since the launch.
    pub month: i32,
    /// In which phase of the month.
    pub phase: Phase,
    /// To whom.
    pub who: Who,
    /// What.
    pub what: What,
}

impl Event {
    /// Whether it belongs to the life of somebody or something: its own, or a hire or a departure there.
    pub fn concerns(&self, who: Who) -> bool {
        let there = match (&self.what, who) {
            (What::Hired { by, .. }, Who::Structure(s)) => *by == Employer::Structure(s),
            (What::Left { from, .. }, Who::Structure(s)) => *from == Employer::Structure(s),
            _ => false,
        };
        self.who == who || there
    }
}

/// Everything that happened since the launch.
#[derive(Clone, Debug, Default)]
pub struct Life {
    /// The events, in order.
    pub events: Vec<Event>,
    /// Who employs each person at the end of each month: `[month][person]`.
    pub employers: Vec<Vec<Option<Employer>>>,
    /// Needs covered of each structure in each month, in full-time equivalents: `[month][structure]`.
    pub covered: Vec<Vec<f64>>,
}

/// Writes down a life as it is lived.
#[derive(Debug)]
pub(super) struct Recorder {
    before: Moment,
    covered: Vec<f64>,
    life: Life,
}

impl Recorder {
    pub fn new(past: &World) -> Recorder {
        Recorder { before: Moment::of(past), covered: covered(past), life: Life::default() }
    }

    pub fn life(self) -> Life {
        self.life
    }

    pub fn look(&mut self, now: i32, phase: Phase, world: &World) {
        let after = Moment::of(world);
        let mut told = Told { month: now, phase, events: &mut self.life.events };
        told.pools(&self.before, &after);
        told.structures(&self.before, &after, world);
        told.posts(&self.before, &after);
        told.people(&self.before, &after, world);
        if phase == Phase::Observation {
            let employers = after.people.iter().map(|person| employer(person, &after));
            self.life.employers.push(employers.collect());
            let so_far = covered(world);
            let month = so_far.iter().zip(&self.covered).map(|(now, before)| now - before);
            self.life.covered.push(month.collect());
            self.covered = so_far;
        }
        self.before = after;
    }
}

/// Full-time months covered so far, structure by structure.
fn covered(world: &World) -> Vec<f64> {
    world.record.structures.iter().map(|tally| tally.recurrent_covered + tally.temporary_covered).collect()
}

fn employer(person: &Person, at: &Moment) -> Option<Employer> {
    match person.status {
        Status::Structure => Some(Employer::Structure(at.structures[person.employer as usize].identity)),
        Status::Pool => Some(Employer::Pool(pool_of(person.employer))),
        Status::Firm => Some(Employer::Firm),
        Status::Seeking | Status::Out => None,
    }
}

/// Where the events of one phase go.
struct Told<'a> {
    month: i32,
    phase: Phase,
    events: &'a mut Vec<Event>,
}

impl Told<'_> {
    fn tell(&mut self, who: Who, what: What) {
        self.events.push(Event { month: self.month, phase: self.phase, who, what });
    }

    fn pools(&mut self, before: &Moment, after: &Moment) {
        for (k, &stage) in after.pools.iter().enumerate() {
            if before.pools.get(k).copied().unwrap_or_default() != stage {
                match stage {
                    Stage::None => {}
                    Stage::SettingUp => self.tell(Who::Pool(k), What::SettingUp),
                    Stage::Active => self.tell(Who::Pool(k), What::Opens),
                    Stage::Liquidated => self.tell(Who::Pool(k), What::Liquidated),
                }
            }
        }
    }

    fn structures(&mut self, before: &Moment, after: &Moment, world: &World) {
        for (s, (was, is)) in before.structures.iter().zip(&after.structures).enumerate() {
            if was.identity != is.identity {
                self.tell(Who::Structure(is.identity), What::Founded);
                continue;
            }
            let who = Who::Structure(is.identity);
            self.membership(who, was, is);
            self.sharing(who, was, is);
            if is.strain != was.strain && is.open {
                self.tell(who, What::Tightens(is.strain));
            }
            if is.has_met && !was.has_met {
                self.tell(who, What::MeetsOthers);
            }
            // dues and agreements are paid in other phases
            if self.phase == Phase::Accounts && is.membership > was.membership {
                self.tell(who, What::CalledOn(is.membership - was.membership));
            }
            let closures = &world.record.events.closures[before.closures..];
            if let Some(closure) = closures.iter().find(|closure| closure.structure as usize == s) {
                self.tell(who, What::Closes(closure.why));
            }
        }
    }

    fn membership(&mut self, who: Who, was: &Structure, is: &Structure) {
        for (k, &(member, notice)) in is.member.iter().enumerate() {
            let (was_member, was_notice) = was.member.get(k).copied().unwrap_or_default();
            match (was_member, member) {
                (false, true) => self.tell(who, What::Joins(k)),
                (true, false) => self.tell(who, What::Leaves(k)),
                _ => {}
            }
            if !(was_member && member) {
                continue;
            }
            match (was_notice, notice) {
                (Notice::None, Notice::Time(_)) => {
                    self.tell(who, What::GivesNotice { pool: k, of_time_only: true });
                }
                (Notice::None | Notice::Time(_), Notice::Membership(_)) => {
                    self.tell(who, What::GivesNotice { pool: k, of_time_only: false });
                }
                (Notice::Time(_) | Notice::Membership(_), Notice::None) => {
                    self.tell(who, What::TakesNoticeBack(k));
                }
                _ => {}
            }
        }
    }

    fn sharing(&mut self, who: Who, was: &Structure, is: &Structure) {
        /// Less than the smallest share there is.
        const NOTHING: f64 = 1e-6;
        for profession in Profession::ALL {
            let (from, to) = (was.shared[profession], is.shared[profession]);
            if (from - to).abs() > NOTHING {
                self.tell(who, What::Shares { profession, from, to });
            }
        }
    }

    fn posts(&mut self, before: &Moment, after: &Moment) {
        for (number, post) in &after.posts {
            if !before.posts.contains_key(number) {
                let (who, temporary) = opened_by(post, after);
                let (profession, fte) = (post.profession, post.fte);
                self.tell(who, What::PostOpened { profession, fte, temporary });
            }
        }
        let gone = before.posts.iter().filter(|(number, _)| !after.posts.contains_key(number));
        for (_, post) in gone.filter(|(_, post)| !filled(post, before, after)) {
            let (who, temporary) = opened_by(post, before);
            let (profession, fte) = (post.profession, post.fte);
            self.tell(who, What::PostGivenUp { profession, fte, temporary });
        }
    }

    fn people(&mut self, before: &Moment, after: &Moment, world: &World) {
        let separations = &world.record.events.separations[before.separations..];
        let whys = |w: usize| separations.iter().find(|one| one.worker as usize == w).map(|one| one.why);
        for (w, (was, is)) in before.people.iter().zip(&after.people).enumerate() {
            let who = Who::Person(was.identity);
            let changed = was.identity != is.identity;
            let (from, to) = (employer(was, before), employer(is, after));
            let moved = changed || (was.status, was.employer) != (is.status, is.employer);
            if !moved {
                self.same_employer(who, was, is, after);
                continue;
            }
            if let (Some(from), Some(why)) = (from, whys(w)) {
                self.tell(who, What::Left { from, why });
            }
            if changed {
                self.tell(who, What::Retires);
                continue;
            }
            match (to, is.status, was.status) {
                (Some(by), ..) => {
                    let (contract, fte, pay) = (is.contract, is.fte, is.pay);
                    self.tell(who, What::Hired { by, contract, fte, pay });
                    if !is.users.is_empty() {
                        self.tell(who, What::WorksFor(identities(&is.users, after)));
                    }
                }
                (None, Status::Out, Status::Seeking) => self.tell(who, What::GivesUpLooking),
                (None, Status::Seeking, Status::Out) => self.tell(who, What::LooksAgain),
                _ => {}
            }
        }
    }

    fn same_employer(&mut self, who: Who, was: &Person, is: &Person, after: &Moment) {
        if !is.contract.eq(&was.contract) && is.contract.is_open_ended() {
            self.tell(who, What::MadeOpenEnded);
        }
        if is.pay != was.pay && is.pay > 0.0 {
            self.tell(who, What::Pay { from: was.pay, to: is.pay });
        }
        if is.fte != was.fte {
            self.tell(who, What::Hours { from: was.fte, to: is.fte });
        }
        if is.users != was.users {
            self.tell(who, What::WorksFor(identities(&is.users, after)));
        }
    }
}

fn identities(users: &[u32], at: &Moment) -> Vec<u32> {
    users.iter().map(|&s| at.structures[s as usize].identity).collect()
}

fn opened_by(post: &Wanted, at: &Moment) -> (Who, bool) {
    match post.opening {
        Opening::Recurrent(s) => (Who::Structure(at.structures[s as usize].identity), false),
        Opening::Temporary(s) => (Who::Structure(at.structures[s as usize].identity), true),
        Opening::Pooled(number) => (Who::Pool(pool_of(number)), false),
    }
}

/// Whether somebody of the profession was engaged by who had opened the post.
fn filled(post: &Wanted, before: &Moment, after: &Moment) -> bool {
    let (status, employer) = match post.opening {
        Opening::Recurrent(s) | Opening::Temporary(s) => (Status::Structure, s),
        Opening::Pooled(number) => (Status::Pool, number),
    };
    before.people.iter().zip(&after.people).any(|(was, is)| {
        let there = (is.status, is.employer) == (status, employer);
        let new = (was.status, was.employer) != (status, employer) || was.identity != is.identity;
        there && new && is.profession == post.profession && is.fte == post.fte
    })
}
