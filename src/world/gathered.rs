//! Territories at the end of a period as one world: what outcomes read of them, and nothing else. It cannot live on.

use super::record::{Record, Seen, Spell};
use super::{Conditions, Firms, Ledger, Pools, Structures, Workers, World};

/// The territories as one world, their structures and people one after the other in the order given.
pub fn gathered<'a>(worlds: impl IntoIterator<Item = &'a World>) -> World {
    let mut whole = World {
        month: 0,
        launch: 0,
        conditions: Conditions::default(),
        structures: Structures::default(),
        workers: Workers::default(),
        firms: Firms::default(),
        posts: Vec::new(),
        pools: Pools::none(),
        ledger: Ledger::new(0),
        record: Record::default(),
    };
    for world in worlds {
        let before = [whole.structures.len() as u32, whole.workers.len() as u32];
        (whole.month, whole.launch) = (world.month, world.launch);
        add_people(&mut whole, world);
        add_money(&mut whole.ledger, &world.ledger);
        whole.pools.add_stages(&world.pools);
        add_record(&mut whole.record, &world.record, before);
    }
    whole
}

/// Of structures, what tells to which group they belong; of people, who they are and what they do.
fn add_people(whole: &mut World, world: &World) {
    let (structures, more) = (&mut whole.structures, &world.structures);
    structures.open.extend_from_slice(&more.open);
    structures.sector.extend_from_slice(&more.sector);
    structures.vat_liable.extend_from_slice(&more.vat_liable);
    structures.team_normal.extend_from_slice(&more.team_normal);
    structures.need.extend_from_slice(&more.need);
    whole.workers.identity.extend_from_slice(&world.workers.identity);
    whole.workers.status.extend_from_slice(&world.workers.status);
}

/// What was moved; what accounts hold is seen month by month.
fn add_money(ledger: &mut Ledger, more: &Ledger) {
    ledger.cost_of_posts.extend_from_slice(&more.cost_of_posts);
    ledger.cost_parts.extend_from_slice(&more.cost_parts);
    let sums = ledger.flows.as_flattened_mut().as_flattened_mut();
    sums.iter_mut().zip(more.flows.as_flattened().as_flattened()).for_each(|(sum, &moved)| *sum += moved);
}

/// Adds what has been observed; `before` are the structures and the people that stand before those of `more`.
fn add_record(record: &mut Record, more: &Record, before: [u32; 2]) {
    // named one by one, so that nothing that is observed is forgotten
    let Record {
        months,
        spells,
        structures,
        workers,
        incomes,
        open_ended_months,
        open_ended_by_structure,
        employed_months,
        employed_by_structure,
        precarious_months,
        conversions,
        reversals,
        burnouts,
        months_ill,
        days_to_fill,
        club_meetings,
        pool_paid,
        pool_sold,
        pool_unsold,
        pool_unsold_cost,
        out_of_reach_fte,
        pooled_fte,
        secured_fte,
        pool_months,
        members,
        yearly_cost,
        // only facts of a validation are counted from these, in one territory
        events: _,
        series,
    } = record;
    *months = more.months;
    spells.extend(more.spells.iter().map(|spell| Spell {
        structure: spell.structure + before[0],
        worker: spell.worker + before[1],
        ..*spell
    }));
    structures.extend_from_slice(&more.structures);
    workers.extend_from_slice(&more.workers);
    incomes.extend(&more.incomes);
    add_each(open_ended_months, &more.open_ended_months);
    open_ended_by_structure.extend_from_slice(&more.open_ended_by_structure);
    add_each(employed_months, &more.employed_months);
    employed_by_structure.extend_from_slice(&more.employed_by_structure);
    *precarious_months += more.precarious_months;
    *conversions += more.conversions;
    *reversals += more.reversals;
    *burnouts += more.burnouts;
    *months_ill += more.months_ill;
    days_to_fill.extend_from_slice(&more.days_to_fill);
    *club_meetings += more.club_meetings;
    *pool_paid += more.pool_paid;
    *pool_sold += more.pool_sold;
    *pool_unsold += more.pool_unsold;
    *pool_unsold_cost += more.pool_unsold_cost;
    *out_of_reach_fte += more.out_of_reach_fte;
    *pooled_fte += more.pooled_fte;
    *secured_fte += more.secured_fte;
    *pool_months += more.pool_months;
    *members += more.members;
    yearly_cost.resize(yearly_cost.len().max(more.yearly_cost.len()), Default::default());
    for (sum, year) in yearly_cost.iter_mut().zip(&more.yearly_cost) {
        *sum = (sum.0 + year.0, sum.1 + year.1);
    }
    series.resize(series.len().max(more.series.len()), Vec::new());
    for (month, seen) in series.iter_mut().zip(&more.series) {
        // what nothing was added to: a sum of nothing is a negative zero, and stays one
        month.resize(seen.len(), Seen { sum: -0.0, over: -0.0 });
        for (sum, seen) in month.iter_mut().zip(seen) {
            (sum.sum, sum.over) = (sum.sum + seen.sum, sum.over + seen.over);
        }
    }
}

fn add_each(sums: &mut [f64], more: &[f64]) {
    sums.iter_mut().zip(more).for_each(|(sum, value)| *sum += value);
}
