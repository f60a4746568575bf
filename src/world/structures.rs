//! The employers of the social economy, as columns.

use super::foresight::OfStructure;
use crate::kinds::{LegalForm, Need, PerProfession, Profession, Sector, Zone};

/// Employees below which an employer is small: a micro-enterprise (décret n° 2008-1354, art. 3; under 10 people).
pub const SMALL: f64 = 10.0;

/// A need that comes and goes.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Surge {
    /// Its size, in full-time equivalents.
    pub fte: f64,
    /// Months it still lasts; 0 when there is none.
    pub months_left: u32,
    /// Months before another fixed term or mission may serve the same post (délai de carence).
    pub waiting: f64,
}

impl Surge {
    /// Whether time changes nothing about it: there is none, and no post waits.
    #[inline(always)]
    pub fn is_idle(&self) -> bool {
        (self.months_left == 0) & (self.waiting == 0.0)
    }

    /// A fixed term or a mission has ended: the post waits from the next month on, at whose start the needs take a month
    /// off, and no less than it had to.
    pub fn wait(&mut self, months: f64) {
        self.waiting = self.waiting.max(months + 1.0);
    }
}

/// How far a structure has tightened, in the order in which employers do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strain {
    /// Not at all.
    #[default]
    None,
    /// Leavers are not replaced.
    Freeze,
    /// Hires and pooled time are cancelled.
    Cancel,
    /// Posts are cut.
    Layoff,
}

/// A withdrawal from the pool under way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Notice {
    /// None.
    #[default]
    None,
    /// Of its pooled time, because cash is short: it stays a member.
    Time(u32),
    /// Of its membership.
    Membership(u32),
}

/// What a structure needs and what of it is served, in full-time equivalents, for all professions at once.
#[derive(Clone, Copy, Debug)]
pub struct Demand {
    /// Recurrent needs.
    pub recurrent: [f64; Profession::COUNT],
    /// Served by its own employees.
    pub direct: [f64; Profession::COUNT],
    /// Served by the pool.
    pub pooled: [f64; Profession::COUNT],
    /// Temporary needs.
    pub temporary: [f64; Profession::COUNT],
    /// Served by whomever.
    pub temporary_served: [f64; Profession::COUNT],
    /// What of the time that serves recurrent needs is not worked because people are ill.
    pub away: [f64; Profession::COUNT],
    /// The same of temporary needs.
    pub temporary_away: [f64; Profession::COUNT],
}

impl Demand {
    /// How much of each recurrent need is covered, where so much of the time bought covers nothing.
    #[inline(always)]
    pub fn covered(&self, idle: [f64; Profession::COUNT]) -> [f64; Profession::COUNT] {
        std::array::from_fn(|p| {
            lesser(self.direct[p] + self.pooled[p] - idle[p] - self.away[p], self.recurrent[p])
        })
    }

    /// The share of all needs that nobody covers.
    #[inline(always)]
    pub fn uncovered_share(&self) -> f64 {
        let (mut need, mut uncovered) = (0.0, 0.0);
        for p in 0..Profession::COUNT {
            let lasting = self.recurrent[p] - (self.direct[p] + self.pooled[p] - self.away[p]);
            let passing = self.temporary[p] - (self.temporary_served[p] - self.temporary_away[p]);
            need += self.recurrent[p] + self.temporary[p];
            uncovered += -lesser(-lasting, 0.0) - lesser(-passing, 0.0);
        }
        if need > 0.0 { uncovered / need } else { 0.0 }
    }

    /// How much of each temporary need is covered.
    #[inline(always)]
    pub fn temporary_covered(&self) -> [f64; Profession::COUNT] {
        std::array::from_fn(|p| lesser(self.temporary_served[p] - self.temporary_away[p], self.temporary[p]))
    }
}

/// The lesser of two numbers, both of which are some.
#[inline(always)]
fn lesser(a: f64, b: f64) -> f64 {
    if a < b { a } else { b }
}

/// The structures, one row each.
#[derive(Clone, Debug, Default)]
pub struct Structures {
    /// Which structure holds this place: changes when a new one replaces a closed one.
    pub identity: Vec<u32>,
    /// In which months luck may touch it.
    pub ahead: Vec<OfStructure>,
    /// Whether it is open.
    pub open: Vec<bool>,
    /// Month in which it closed.
    pub closed_in: Vec<u32>,
    /// Its sector.
    pub sector: Vec<Sector>,
    /// Its legal form.
    pub form: Vec<LegalForm>,
    /// Its employment zone.
    pub zone: Vec<Zone>,
    /// Whether it is liable for VAT and so recovers it.
    pub vat_liable: Vec<bool>,
    /// Employees of its own team, besides the four professions.
    pub team: Vec<f64>,
    /// The same in its normal state.
    pub team_normal: Vec<f64>,
    /// Spending in a normal month besides the four professions, in euros.
    pub spending: Vec<f64>,
    /// Share of its income that comes from public funding.
    pub public_share: Vec<f64>,
    /// Share of its income that comes from producer-responsibility schemes.
    pub scheme_share: Vec<f64>,
    /// How strongly a crisis of its sector reaches it.
    pub exposure: Vec<f64>,
    /// Share of public income it loses in the present public crisis.
    pub public_cut: Vec<f64>,
    /// Deviation of its sales from normal, as a share of income.
    pub sales_deviation: Vec<f64>,
    /// Months of spending it wants in cash.
    pub cash_aim: Vec<f64>,
    /// Months of spending it has in cash, at the end of last month.
    pub cash_months: Vec<f64>,
    /// Months in a row beyond its credit line.
    pub months_insolvent: Vec<u32>,
    /// How far it has tightened.
    pub strain: Vec<Strain>,
    /// Recurrent needs, in full-time equivalents, multiples of half a day.
    pub need: Vec<PerProfession<f64>>,
    /// Temporary needs.
    pub surge: Vec<PerProfession<Surge>>,
    /// Recurrent need served by its own employees.
    pub direct: Vec<PerProfession<f64>>,
    /// Recurrent need served by the pool.
    pub pooled: Vec<PerProfession<f64>>,
    /// Temporary need served, by whomever.
    pub surge_served: Vec<PerProfession<f64>>,
    /// What of both is not worked this month because people are ill, recurrent first.
    pub away: Vec<[PerProfession<f64>; 2]>,
    /// Time bought beyond the need at the founding, because of the legal minimum.
    pub over_bought: Vec<PerProfession<f64>>,
    /// What a covered recurrent need is worth to it, as a multiple of loaded pay.
    pub value_ratio: Vec<f64>,
    /// Whether its branch exempts it from the minimum of 24 hours.
    pub hours_exempt: Vec<bool>,
    /// Load on the team from needs not covered, 0 to 1.
    pub overload: Vec<f64>,
    /// Trust in co-operation, 0 to 1.
    pub trust: Vec<f64>,
    /// The same when it was founded.
    pub trust_normal: Vec<f64>,
    /// Structures it knows, by place.
    pub contacts: Vec<Vec<u32>>,
    /// Month of the last meeting it attended.
    pub last_meeting: Vec<Option<u32>>,
    /// All places in the order of identities, kept up to date whenever one of these changes.
    pub turns: Vec<usize>,
}

impl Structures {
    /// How many places there are, open or closed.
    pub fn len(&self) -> usize {
        self.open.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.open.is_empty()
    }

    /// What each structure needs and what of it is served, place by place.
    #[inline(always)]
    pub fn demands(&self) -> impl ExactSizeIterator<Item = Demand> + '_ {
        let recurrent = self.need.iter().zip(&self.direct).zip(&self.pooled);
        let temporary = self.surge.iter().zip(&self.surge_served).zip(&self.away);
        recurrent.zip(temporary).map(|(((need, direct), pooled), ((surge, surge_served), away))| Demand {
            recurrent: need.values(),
            direct: direct.values(),
            pooled: pooled.values(),
            temporary: surge.values().map(|surge| surge.fte),
            temporary_served: surge_served.values(),
            away: away[Need::Recurrent as usize].values(),
            temporary_away: away[Need::Temporary as usize].values(),
        })
    }

    /// The places of open structures, in order.
    pub fn open_ones(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.len()).filter(|&s| self.open[s])
    }

    /// All places in the order of identities: whatever depends on who comes first follows it, never storage.
    pub fn in_turn(&self) -> Vec<usize> {
        debug_assert!(self.turns.len() == self.len(), "every structure has its turn");
        debug_assert!(
            self.turns.is_sorted_by_key(|&s| self.identity[s]),
            "turns are in the order of identities"
        );
        self.turns.clone()
    }

    /// Draws up the order of turn, once the identities are known.
    pub fn order_turns(&mut self) {
        let identity = &self.identity;
        self.turns.sort_by_key(|&s| identity[s]);
    }

    /// The same where one place alone has another identity than before.
    pub fn take_turn_anew(&mut self, s: usize) {
        self.turns.retain(|&other| other != s);
        let place = self.turns.partition_point(|&other| self.identity[other] < self.identity[s]);
        self.turns.insert(place, s);
    }

    /// The same of those at work: a number drawn among them means the same structure wherever it is stored.
    pub fn open_in_turn(&self) -> impl Iterator<Item = usize> + '_ {
        self.turns.iter().copied().filter(|&s| self.open[s])
    }

    /// Two structures get to know each other, if they do not yet; contacts stay in the order of places.
    pub fn acquaint(&mut self, s: usize, other: usize) {
        for (of, with) in [(s, other as u32), (other, s as u32)] {
            if let Err(place) = self.contacts[of].binary_search(&with) {
                self.contacts[of].insert(place, with);
            }
        }
    }
}
