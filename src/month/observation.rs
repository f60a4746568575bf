//! Phase 10: what is written down of the month. It looks and changes nothing but the record.

use super::Turn;
use super::matching::users_of;
use super::people::{only_user, users};
use super::prices::Worth;
use crate::indicators::SERIES;
use crate::kinds::{PerProfession, Profession, Status};
use crate::units::{MONTHS_PER_YEAR, Money};
use crate::world::places;
use crate::world::record::{Incomes, StructureTally};
use crate::world::structures::Demand;
use crate::world::workers::is_involuntary_part_time;
use crate::world::{Pool, Record, World};

/// Writes down the month, from the launch on.
pub fn look(world: &mut World, turn: &Turn) {
    if turn.now < 0 {
        return;
    }
    world.record.months += 1;
    look_at_structures(world, turn);
    look_at_people(world, turn);
    look_at_pool(world);
    if world.record.months.is_multiple_of(MONTHS_PER_YEAR as u32) {
        close_year(world);
    }
    let values = SERIES.iter().map(|series| series.of_month(world)).collect();
    world.record.series.push(values);
}

/// Time of learners that is spent in training, by user and profession: bought, and covering nothing; no list where
/// nobody learns.
fn in_training<'a>(world: &World, turn: &Turn<'a>) -> &'a [PerProfession<f64>] {
    if turn.employers.iter().all(|terms| terms.training_share == 0.0) {
        return &[];
    }
    let hours = turn.blank::<PerProfession<f64>>(world.structures.len());
    for job in world.pools.jobs().filter(|job| job.worker.is_some() && !job.temporary) {
        let share = turn.of_job(job.number).terms.training_share;
        for slice in &job.slices {
            hours[slice.user as usize][job.profession] += slice.fte * share;
        }
    }
    hours
}

// a function of its own: together with the people there would be more columns than registers
#[inline(never)]
fn look_at_structures(world: &mut World, turn: &Turn) {
    let in_training = in_training(world, turn);
    let (structures, record) = (&world.structures, &mut world.record);
    let rows = structures.demands().zip(structures.open.iter().zip(&structures.value_ratio));
    for (s, (tally, (demand, (&open, &ratio)))) in record.structures.iter_mut().zip(rows).enumerate() {
        tally.survived &= open;
        if !open {
            continue;
        }
        tally.months += 1.0;
        tally.overload += structures.overload[s];
        tally.meetings += u32::from(turn.now > 0 && structures.last_meeting[s] == Some(turn.month));
        let idle = if in_training.is_empty() { [0.0; Profession::COUNT] } else { in_training[s].values() };
        look_at_needs(tally, &demand, idle, &Worth::of(ratio, turn));
        tally.months_sharing += u32::from(demand.pooled.iter().any(|&fte| fte > 0.0));
        tally.practice |= practised(tally.meetings, tally.months_sharing, turn);
    }
}

/// What a structure needs, what of it is covered, and what the one and the other are worth.
#[inline(always)]
fn look_at_needs(tally: &mut StructureTally, demand: &Demand, idle: [f64; Profession::COUNT], worth: &Worth) {
    let (covered, need) = (demand.covered(idle), &demand.recurrent);
    let (mut earned, mut lost) = ([0.0; Profession::COUNT], [0.0; Profession::COUNT]);
    for p in 0..Profession::COUNT {
        earned[p] = covered[p] * worth.recurrent[p];
        lost[p] = (need[p] - covered[p]) * worth.recurrent[p];
        tally.recurrent_need += need[p];
        tally.recurrent_covered += covered[p];
    }
    let (covered, need) = (demand.temporary_covered(), &demand.temporary);
    if need.iter().sum::<f64>() > 0.0 {
        for p in 0..Profession::COUNT {
            earned[p] += covered[p] * worth.temporary[p];
            lost[p] += (need[p] - covered[p]) * worth.temporary[p];
            tally.temporary_need += need[p];
            tally.temporary_covered += covered[p];
        }
    }
    // without a branch: in which professions there is a need cannot be foreseen
    let needed = |p: usize| f64::from(u8::from(demand.recurrent[p] + need[p] > 0.0));
    let of_needs = |values: [f64; Profession::COUNT]| -> [f64; Profession::COUNT] {
        std::array::from_fn(|p| values[p] * needed(p))
    };
    tally.value_earned += Money::each(of_needs(earned)).into_iter().sum::<Money>();
    tally.value_lost += Money::each(of_needs(lost)).into_iter().sum::<Money>();
}

/// Team practice comes with enough meetings or enough months of sharing.
fn practised(meetings: u32, months: u32, turn: &Turn) -> bool {
    meetings >= turn.params.club.practice_meetings || months >= turn.params.club.practice_months
}

#[inline(never)]
fn look_at_people(world: &mut World, turn: &Turn) {
    look_at_employees(world, turn);
    look_at_incomes(world);
}

/// Income is followed from the first month with the social economy on; without a branch, so that several people are done
/// at once. Without a job there are no hours.
fn look_at_incomes(world: &mut World) {
    let (workers, incomes) = (&world.workers, &mut world.record.incomes);
    for (months, &followed) in incomes.months.iter_mut().zip(&incomes.followed) {
        *months += followed;
    }
    let earned = workers.pay.iter().zip(&workers.fte).zip(&incomes.followed);
    for ((sum, squares), ((&pay, &fte), &followed)) in
        incomes.sum.iter_mut().zip(&mut incomes.squares).zip(earned)
    {
        let income = pay * fte * followed;
        *sum += income;
        *squares += income * income;
    }
}

fn look_at_employees(world: &mut World, turn: &Turn) {
    let (workers, pools, record) = (&world.workers, &world.pools, &mut world.record);
    // columns of one length, so that a place in one is known to be in all
    let n = workers.len();
    let (contract, fte, preferred) = (&workers.contract[..n], &workers.fte[..n], &workers.preferred[..n]);
    let (profession, stress, month) = (&workers.profession[..n], &workers.stress[..n], record.months);
    for w in workers.staff.iter().map(|&w| w as usize) {
        let open_ended = contract[w].is_open_ended();
        let precarious = !open_ended | is_involuntary_part_time(fte[w], preferred[w]);
        let user = only_user(pools, workers, w);
        let tally = &mut record.workers[..n][w];
        tally.ess_months += 1.0;
        tally.stress += stress[w];
        tally.stress_at_entry.get_or_insert(stress[w]);
        tally.months_shared += u32::from(user.is_none() && users_of(pools, workers, w) > 1);
        tally.practice |= practised(tally.meetings, tally.months_shared, turn);
        let before = tally.precarious.replace((month, precarious));
        record.incomes.followed[..n][w] = 1.0;
        record.employed_months[profession[w] as usize] += 1.0;
        record.open_ended_months[profession[w] as usize] += f64::from(u8::from(open_ended));
        record.precarious_months += f64::from(u8::from(precarious));
        // without a branch: of nobody can it be foreseen
        let (last, was) = before.unwrap_or((month, precarious));
        let changed = (last + 1 == month) & (was != precarious);
        record.conversions += f64::from(u8::from(changed & was));
        record.reversals += f64::from(u8::from(changed & precarious));
        match user {
            Some(s) => count_at(record, s, 1.0, open_ended),
            None => count_at_each(record, users(pools, workers, w), open_ended),
        }
    }
    places::each(&workers.ill).for_each(|w| record.months_ill += workers.sick[w].away);
}

/// Counts somebody's month, or a share of it, at a structure.
#[inline(always)]
fn count_at(record: &mut Record, s: u32, share: f64, open_ended: bool) {
    record.employed_by_structure[s as usize] += share;
    record.open_ended_by_structure[s as usize] += if open_ended { share } else { 0.0 };
}

/// The same at each of several structures, a share alike.
fn count_at_each(record: &mut Record, users: impl Iterator<Item = u32> + Clone, open_ended: bool) {
    let share = 1.0 / users.clone().count().max(1) as f64;
    users.for_each(|s| count_at(record, s, share, open_ended));
}

fn look_at_pool(world: &mut World) {
    let (pools, record) = (&world.pools, &mut world.record);
    record.members += pools.members() as f64;
    record.pool_months += f64::from(u8::from(pools.iter().any(Pool::active)));
    for job in pools.jobs() {
        let Some(w) = job.worker else { continue };
        record.pooled_fte += job.fte;
        if job.out_of_reach_alone {
            record.out_of_reach_fte += job.fte;
        }
        // secured: open-ended and, for this person, neither short nor imposed part time
        let w = w as usize;
        if world.workers.contract[w].is_open_ended() && !world.workers.involuntary_part_time(w) {
            record.secured_fte += job.fte;
        }
        debug_assert_eq!(world.workers.status[w], Status::Pool);
    }
}

/// Full cost and time covered of the year that ends, for the variation of cost from year to year.
fn close_year(world: &mut World) {
    let record = &mut world.record;
    let cost: Money = world.ledger.cost_of_posts.iter().copied().sum();
    let covered = covered_fte_months(record);
    let (before_cost, before_covered) =
        record.yearly_cost.iter().fold((Money::ZERO, 0.0), |(c, f), year| (c + year.0, f + year.1));
    record.yearly_cost.push((cost - before_cost, covered - before_covered));
}

fn covered_fte_months(record: &Record) -> f64 {
    record.structures.iter().map(|tally| tally.recurrent_covered + tally.temporary_covered).sum()
}

/// The launch: the common past is over, observation begins, every format starts from here.
pub fn start(world: &mut World) {
    let mut record = Record {
        structures: vec![Default::default(); world.structures.len()],
        workers: vec![Default::default(); world.workers.len()],
        open_ended_by_structure: vec![0.0; world.structures.len()],
        employed_by_structure: vec![0.0; world.structures.len()],
        incomes: Incomes::new(world.workers.len()),
        ..Record::default()
    };
    for s in 0..world.structures.len() {
        record.structures[s].survived = world.structures.open[s];
        record.structures[s].open_at_launch = world.structures.open[s];
    }
    for w in 0..world.workers.len() {
        record.workers[w].identity_at_launch = world.workers.identity[w];
        record.workers[w].in_ess_at_launch = world.workers.in_ess(w);
        if let Some(old) = world.workers.spell[w] {
            let spell = world.record.spells[old as usize];
            world.workers.spell[w] = Some(record.spells.len() as u32);
            record.spells.push(crate::world::record::Spell { seen_from: 0, ..spell });
        }
    }
    world.record = record;
    world.ledger.start_counting();
}
