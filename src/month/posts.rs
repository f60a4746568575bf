//! Phase 4, opening: which posts are given up, which are opened, by structures and by the pool (submodel 5.4).

use super::Turn;
use super::bundling::{self, Want};
use super::needs::half_days;
use super::prices::{direct_gain, direct_hours, mission_gain, plainly_no_gain, pool_gain};
use super::work;
use crate::formats::Offer;
use crate::kinds::{Need, PerProfession, Profession};
use crate::law::Contract;
use crate::units::HALF_DAY;
use crate::world::places::{self, Places};
use crate::world::posts::{Opening, Post};
use crate::world::record::{Outcome, Recruitment};
use crate::world::structures::{Demand, Strain, Surge};
use crate::world::{Structures, World};

/// Less than this is no gap: half of half a day.
pub const NO_GAP: f64 = HALF_DAY / 2.0;

/// Posts grow older; those too old, no longer wanted or no longer affordable are given up.
pub fn withdraw(world: &mut World, turn: &Turn) {
    work::count(world);
    let (structures, pools, events) = (&world.structures, &world.pools, &mut world.record.events);
    let before = world.posts.len();
    world.posts.retain_mut(|post| {
        post.months_open += 1;
        match post.opening {
            Opening::Recurrent(s) | Opening::Temporary(s) => {
                let over = given_up(structures, s as usize, post, turn);
                let search = over.and_then(|_| Recruitment::of(post, turn.now, over));
                events.recruitments.extend(search);
                over.is_none()
            }
            Opening::Pooled(number) => pools.job(number).is_some_and(|job| {
                if job.contract == Contract::TemporaryMission {
                    let surge = job.slices.first().map_or_else(Surge::default, |slice| {
                        structures.surge[slice.user as usize][job.profession]
                    });
                    post.term = post.term.min(surge.months_left);
                    post.term > 0 && surge.waiting <= 0.0
                } else {
                    let conduct = &turn.params.pool;
                    !job.slices.is_empty() && post.months_open <= conduct.search_months
                }
            }),
        }
    });
    events.posts_given_up += (before - world.posts.len()) as u32;
    drop_abandoned_jobs(world);
}

/// Why a structure gives up one of its posts, if it does; a term does not outlast the need.
fn given_up(structures: &Structures, s: usize, post: &mut Post, turn: &Turn) -> Option<Outcome> {
    let temporary = matches!(post.opening, Opening::Temporary(_));
    if temporary {
        post.term = post.term.min(structures.surge[s][post.profession].months_left);
    }
    let allowed = may_begin(structures, s, post.profession, post.contract);
    let wanted = || match temporary {
        true => post.term > 0,
        false => recurrent_gap(structures, s, post.profession) > NO_GAP,
    };
    if !structures.open[s] {
        Some(Outcome::Closed)
    } else if structures.strain[s] >= Strain::Cancel {
        Some(Outcome::Unaffordable)
    } else if !temporary && post.months_open > turn.params.market.post_months {
        Some(Outcome::TooLong)
    } else if !wanted() {
        Some(Outcome::NotWanted)
    } else if !allowed {
        Some(Outcome::NotAllowed)
    } else {
        None
    }
}

/// Whether such a contract may begin: neither a fixed term nor a mission within the waiting period of the same post
/// (C. trav. L1244-3, L1251-36).
fn may_begin(structures: &Structures, s: usize, profession: Profession, contract: Contract) -> bool {
    contract != Contract::FixedTerm || structures.surge[s][profession].waiting <= 0.0
}

/// A job of the pool without holder and without post is undone: its users' needs are open again.
fn drop_abandoned_jobs(world: &mut World) {
    let posts = &world.posts;
    for pool in world.pools.iter_mut() {
        pool.jobs.retain(|job| {
            job.worker.is_some() || posts.iter().any(|post| post.opening == Opening::Pooled(job.number))
        });
    }
}

/// Structures and the pool open posts for what is uncovered.
pub fn open(world: &mut World, turn: &Turn) {
    let uncovered = turn.list(world.structures.demands().map(|demand| Uncovered::of(&demand)));
    let in_turn = world.structures.turns.iter();
    let asking = turn.list(in_turn.map(|&s| uncovered[s].if_so(able(&world.structures, s, turn))));
    let beginning = Beginning::of(world, turn);
    let mut wants = Vec::new();
    // the pool numbers its jobs as they come, and their luck follows the number
    for (k, profession, need) in Uncovered::each(asking) {
        let s = world.structures.turns[k];
        wants.extend(match need {
            Need::Recurrent => open_recurrent(world, s, profession, &beginning, turn),
            Need::Temporary => open_temporary(world, s, profession, &beginning, turn),
        });
    }
    for turn in turn.each() {
        let ours: Vec<Want> = wants.iter().filter(|want| want.pool == turn.pool).copied().collect();
        let unserved = bundling::bundle(world, ours, &turn);
        for want in &unserved {
            serve_otherwise(world, want, &turn);
        }
    }
}

/// Whether a structure has the means to open posts.
fn able(structures: &Structures, s: usize, turn: &Turn) -> bool {
    structures.open[s]
        & (structures.strain[s] == Strain::None)
        & (structures.cash_months[s] > turn.params.market.afford_months)
}

/// Which needs of a structure nobody covers: for each profession two bits, for the recurrent and the temporary one.
#[derive(Clone, Copy, Debug, Default)]
struct Uncovered(u8);

impl Uncovered {
    #[inline(always)]
    fn of(demand: &Demand) -> Uncovered {
        let mut bits = 0;
        for p in 0..Profession::COUNT {
            let recurrent = demand.recurrent[p] - demand.direct[p] - demand.pooled[p] > NO_GAP;
            let temporary = demand.temporary[p] - demand.temporary_served[p] > NO_GAP;
            bits |= (u8::from(recurrent) | u8::from(temporary) << 1) << (2 * p);
        }
        Uncovered(bits)
    }

    /// These where a claim is true, else none; without a branch.
    fn if_so(self, claim: bool) -> Uncovered {
        Uncovered(self.0 * u8::from(claim))
    }

    /// Each of them, structure by structure, in the order of professions, with the place of the structure among these:
    /// as one set of bits, in which there is nothing to go wrong in guessing who has how many.
    fn each(all: &[Uncovered]) -> impl Iterator<Item = (usize, Profession, Need)> {
        const NEEDS: usize = 2 * Profession::COUNT;
        let words = places::of_bytes(all.iter().map(|uncovered| uncovered.0)).into_iter();
        words.enumerate().flat_map(|(nth, word)| Places::of(word, nth)).map(|place| {
            let need = if place % 2 == 0 { Need::Recurrent } else { Need::Temporary };
            (place / NEEDS, Profession::ALL[place % NEEDS / 2], need)
        })
    }
}

/// Recurrent need that nobody covers; negative if more is covered than needed.
pub fn recurrent_gap(structures: &Structures, s: usize, profession: Profession) -> f64 {
    structures.need[s][profession] - structures.direct[s][profession] - structures.pooled[s][profession]
}

/// What stands at the beginning of the phase, in which each structure is asked once: the posts that it has open already,
/// and the pools.
struct Beginning<'a> {
    /// For what each structure has posts open.
    attended: &'a [Attended],
    /// The turns of the pools at work.
    pools: &'a [Turn<'a>],
}

/// The needs for which a structure has posts open.
#[derive(Clone, Copy, Debug, Default)]
struct Attended {
    /// Recurrent need, in full-time equivalents: own posts.
    posted: PerProfession<f64>,
    /// The same: jobs of the pool that nobody holds.
    pooled: PerProfession<f64>,
    /// Whether a post or a mission is there for a temporary need.
    temporary: PerProfession<bool>,
}

impl<'a> Beginning<'a> {
    fn of(world: &World, turn: &Turn<'a>) -> Beginning<'a> {
        let attended = turn.blank::<Attended>(world.structures.len());
        for post in &world.posts {
            match post.opening {
                Opening::Recurrent(s) => attended[s as usize].posted[post.profession] += post.fte,
                Opening::Temporary(s) => attended[s as usize].temporary[post.profession] = true,
                Opening::Pooled(_) => {}
            }
        }
        for job in world.pools.jobs() {
            for slice in &job.slices {
                let user = &mut attended[slice.user as usize];
                if job.temporary {
                    user.temporary[job.profession] = true;
                } else if job.worker.is_none() {
                    user.pooled[job.profession] += slice.fte;
                }
            }
        }
        let at_work = |turn: &Turn| world.pools[turn.pool].active();
        Beginning { attended, pools: turn.some(turn.each().filter(at_work)) }
    }
}

/// Need not covered and for which no post is open yet.
fn unattended_gap(structures: &Structures, s: usize, profession: Profession, beginning: &Beginning) -> f64 {
    let attended = &beginning.attended[s];
    recurrent_gap(structures, s, profession) - attended.posted[profession] - attended.pooled[profession]
}

/// A structure hires alone or asks the pool, whichever it expects to gain more from, or neither.
fn open_recurrent(
    world: &mut World,
    s: usize,
    profession: Profession,
    beginning: &Beginning,
    turn: &Turn,
) -> Option<Want> {
    let gap = unattended_gap(&world.structures, s, profession, beginning).min(1.0);
    if gap <= NO_GAP {
        return None;
    }
    let structures = &world.structures;
    let asked = best_pool(world, s, profession, Need::Recurrent, beginning.pools);
    if asked.is_none() && plainly_no_gain(structures, s, profession, gap, turn) {
        return None;
    }
    let months = f64::from(turn.params.market.hiring_horizon);
    let alone = direct_gain(structures, s, profession, gap, Contract::OpenEnded, months, turn);
    if let Some((pool, gain)) = asked {
        let shared = gap * gain;
        if shared > 0.0 && shared >= alone {
            let fte = half_days(gap);
            return Some(Want { user: s as u32, profession, fte, months: 0, pool, alone });
        }
    }
    if alone > 0.0 {
        post_directly(world, s, profession, gap, turn);
    }
    None
}

/// Of the pools at work, the one that a structure gains most from asking for that kind of work, and the gain of a month
/// of full time.
#[inline]
fn best_pool(
    world: &World,
    s: usize,
    profession: Profession,
    need: Need,
    pools: &[Turn],
) -> Option<(usize, f64)> {
    let mut best: Option<(usize, f64)> = None;
    for turn in pools.iter().filter(|turn| turn.terms.offer.serves() == need) {
        let pool = &world.pools[turn.pool];
        if pool.serves(s, turn.terms.users) {
            let gain = pool_gain(&world.structures, s, profession, pool.charge(), turn);
            if best.is_none_or(|(_, other)| gain > other) {
                best = Some((turn.pool, gain));
            }
        }
    }
    best
}

fn post_directly(world: &mut World, s: usize, profession: Profession, gap: f64, turn: &Turn) {
    let structures = &world.structures;
    let identity = |k| post_identity(structures.identity[s], profession, k);
    let taken = |k| world.posts.iter().any(|post| post.identity == identity(k));
    let Some(free) = (0..TEMPORARY).find(|&k| !taken(k)) else { return };
    let market = &turn.params.market;
    let careful = structures.cash_months[s] < market.fixed_term_below;
    let (contract, term) =
        if careful { (Contract::FixedTerm, market.fixed_term_months) } else { (Contract::OpenEnded, 0) };
    if !may_begin(structures, s, profession, contract) {
        return;
    }
    world.posts.push(Post {
        identity: identity(free),
        opening: Opening::Recurrent(s as u32),
        profession,
        zone: structures.zone[s],
        fte: direct_hours(structures, s, gap, turn.rates),
        contract,
        term,
        users: 1,
        raise: 0.0,
        reach: reach(structures, s, turn),
        months_open: 0,
    });
}

/// A structure's posts of one profession are numbered from 0; this number is the one for its temporary need.
const TEMPORARY: u32 = 7;

/// The identity of a structure's post, the same under every format.
fn post_identity(structure: u32, profession: Profession, number: u32) -> u32 {
    (structure * Profession::COUNT as u32 + profession as u32) * (TEMPORARY + 1) + number
}

/// People a structure's post reaches in a month: more after a meeting of the Club RH.
fn reach(structures: &Structures, s: usize, turn: &Turn) -> f64 {
    let recent = structures.last_meeting[s].is_some_and(|m| turn.month - m <= turn.params.club.memory_months);
    let network = if recent { turn.params.club.search } else { 0.0 };
    turn.params.market.contacts_per_post * (1.0 + network)
}

/// A fraction that made no job of the pool: a temporary one may still be an ordinary mission, any other a post of the
/// structure's own.
fn serve_otherwise(world: &mut World, want: &Want, turn: &Turn) {
    let (s, profession) = (want.user as usize, want.profession);
    if want.months == 0 {
        if want.alone > 0.0 {
            post_directly(world, s, profession, want.fte, turn);
        }
        return;
    }
    let charge = world.pools[turn.pool].charge();
    let mission = want.fte * mission_gain(&world.structures, s, profession, charge, turn);
    let worth_it =
        world.structures.surge[s][profession].waiting <= 0.0 && mission > 0.0 && mission >= want.alone;
    let served = worth_it && bundling::open_mission(world, s, profession, want.fte, turn);
    if !served && want.alone > 0.0 {
        post_for_a_time(world, s, profession, want.fte, turn);
    }
}

/// A temporary need is served by a mission, by a fixed-term contract, or not at all.
fn open_temporary(
    world: &mut World,
    s: usize,
    profession: Profession,
    beginning: &Beginning,
    turn: &Turn,
) -> Option<Want> {
    let structures = &world.structures;
    let surge = structures.surge[s][profession];
    if surge.months_left == 0 {
        return None;
    }
    let gap = surge.fte - structures.surge_served[s][profession];
    if gap <= NO_GAP || beginning.attended[s].temporary[profession] {
        return None;
    }
    let months = f64::from(surge.months_left);
    let alone = direct_gain(structures, s, profession, gap, Contract::FixedTerm, months, turn);
    if let Some((pool, gain)) = best_pool(world, s, profession, Need::Temporary, beginning.pools) {
        let (shared, of_pool) = (gap * gain, turn.of(pool));
        let worth_it = shared > 0.0 && shared >= alone;
        match of_pool.terms.offer {
            Offer::OpenEndedTemporary if worth_it => {
                let months = surge.months_left.min(turn.rates.max_open_ended_mission_months());
                let fte = half_days(gap.min(1.0));
                return Some(Want { user: s as u32, profession, fte, months, pool, alone });
            }
            Offer::Mission
                if worth_it
                    && surge.waiting <= 0.0
                    && bundling::open_mission(world, s, profession, gap, &of_pool) =>
            {
                return None;
            }
            _ => {}
        }
    }
    if alone > 0.0 {
        post_for_a_time(world, s, profession, gap, turn);
    }
    None
}

fn post_for_a_time(world: &mut World, s: usize, profession: Profession, gap: f64, turn: &Turn) {
    let structures = &world.structures;
    let surge = structures.surge[s][profession];
    if !may_begin(structures, s, profession, Contract::FixedTerm) {
        return;
    }
    world.posts.push(Post {
        identity: post_identity(structures.identity[s], profession, TEMPORARY),
        opening: Opening::Temporary(s as u32),
        profession,
        zone: structures.zone[s],
        fte: direct_hours(structures, s, gap, turn.rates),
        contract: Contract::FixedTerm,
        term: surge.months_left.min(turn.rates.max_fixed_term_months()),
        users: 1,
        raise: 0.0,
        reach: reach(structures, s, turn),
        months_open: 0,
    });
}
