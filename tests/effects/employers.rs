//! What befalls employers: crises of a sector, dearer materials, cuts of funding, the legal minimum of hours.

use mutualise::error::both;
use mutualise::kinds::Sector;
use mutualise::scenario::{Event, EventKind};
use mutualise::world::World;

use crate::{STATUS_QUO, at_the_end, ends, falls, indicator, rises, small};

/// The share of the structures of a sector, or of the others, that have stayed open.
fn surviving(sector: Sector, of_it: bool) -> impl Fn(&World) -> f64 + Sync + Send {
    move |world| {
        let structures = &world.structures;
        let those = (0..structures.len()).filter(|&s| (structures.sector[s] == sector) == of_it);
        let open: Vec<bool> = those.map(|s| world.record.structures[s].survived).collect();
        open.iter().filter(|&&open| open).count() as f64 / open.len() as f64
    }
}

/// The same with a shock of two years, hitting one sector or all.
fn after(
    kind: EventKind,
    sector: Option<Sector>,
    depth: f64,
    measure: impl Fn(&World) -> f64 + Sync + Send,
) -> Vec<f64> {
    let mut scenario = small(&[STATUS_QUO]);
    let label = both("un choc", "a shock");
    scenario.events = vec![Event { label, kind, sector, start: 1, months: 24, depth }];
    ends(&scenario, measure)
}

#[test]
fn a_sector_has_crises_of_its_own() {
    let [hit, spared] = [true, false].map(|of_it| {
        let calm = ends(&small(&[STATUS_QUO]), surviving(Sector::Ec, of_it));
        let struck = after(EventKind::Orders, Some(Sector::Ec), 0.8, surviving(Sector::Ec, of_it));
        (calm, struck)
    });
    falls(&hit.1, &hit.0, "structures of the sector that are still open");
    let loss = |(calm, struck): &(Vec<f64>, Vec<f64>)| -> Vec<f64> {
        calm.iter().zip(struck).map(|(calm, struck)| calm - struck).collect()
    };
    rises(&loss(&hit), &loss(&spared), "what the sector loses beyond the others");
}

#[test]
fn dearer_materials_and_cuts_of_funding_close_structures() {
    let open = |world: &World| {
        let all = &world.record.structures;
        all.iter().filter(|tally| tally.survived).count() as f64 / all.len() as f64
    };
    let calm = ends(&small(&[STATUS_QUO]), open);
    falls(&after(EventKind::Materials, None, 0.5, open), &calm, "structures open after dearer materials");
    falls(&after(EventKind::PublicFunding, None, 0.8, open), &calm, "structures open after a cut of funding");
}

#[test]
fn the_legal_minimum_of_24_hours_leaves_small_needs_uncovered() {
    let exempt = ["population.minimum_hours_exempt=0", "population.minimum_hours_exempt=1"];
    let [bound, free] = indicator("coverage-recurrent", &[STATUS_QUO], exempt);
    rises(&free, &bound, "recurrent needs covered by who need not buy 24 hours");
}

#[test]
fn needs_come_in_half_days() {
    let apart = |world: &World| {
        let needs = world.structures.need.iter().flat_map(|need| need.values());
        needs.map(|need| (need * 10.0 - (need * 10.0).round()).abs()).fold(0.0, f64::max)
    };
    let [steady, drifting] = at_the_end(&[STATUS_QUO], ["work.need_drift=0", "work.need_drift=0.5"], apart);
    assert!(steady.iter().chain(&drifting).all(|apart| *apart < 1e-9), "a need is no multiple of half a day");
    let fractions = |world: &World| {
        let needs = world.structures.need.iter().flat_map(|need| need.values());
        needs.filter(|need| (0.05..0.95).contains(need)).count() as f64
    };
    let many = ends(&small(&[STATUS_QUO]), fractions);
    assert!(many.iter().all(|&fractions| fractions > 20.0), "hardly anybody needs a fraction: {many:?}");
}

#[test]
fn a_fixed_term_whose_need_lasts_becomes_open_ended_and_is_counted() {
    let cash = ["market.fixed_term_below=0", "market.fixed_term_below=12"];
    let [never, often] = at_the_end(&[STATUS_QUO], cash, |world| world.record.conversions);
    rises(&often, &never, "conversions of fixed terms");
}
