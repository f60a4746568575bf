//! The structures of a new world, and those that replace closed ones.

use super::contacts;
use super::lots::{Lot, around, lognormal, normal, place_in, spread};
use crate::dice::{Decision, Dice};
use crate::kinds::{LegalForm, PerProfession, Profession, Sector, Zone};
use crate::maths;
use crate::scenario::params::{Params, Population};
use crate::units::{HALF_DAY, MONTHS_PER_YEAR};
use crate::world::Structures;
use crate::world::structures::{Strain, Surge};

const SECTOR: usize = 0;
const ZONE: usize = 1;
const SIZE: usize = 2;
const FORM: usize = 3;
const VAT: usize = 4;
const PUBLIC: usize = 5;
const SCHEME: usize = 6;
const EXPOSURE: usize = 7;
const CASH: usize = 8;
const VALUE: usize = 9;
const EXEMPT: usize = 10;
const TRUST: usize = 11;
/// Only orders structures of one sector by size.
const SIZE_IN_SECTOR: usize = 12;
const TRAITS: usize = 13;

/// Whether each profession is needed, then how much of it.
const NEEDS: usize = 2 * Profession::COUNT;

/// The luck of one structure.
struct Luck {
    traits: Lot<TRAITS>,
    needs: Lot<NEEDS>,
}

/// What is drawn for one structure.
struct Newcomer {
    identity: u32,
    zone: Zone,
    sector: Sector,
    form: LegalForm,
    vat_liable: bool,
    team: f64,
    public_share: f64,
    scheme_share: f64,
    exposure: f64,
    cash_aim: f64,
    value_ratio: f64,
    hours_exempt: bool,
    trust: f64,
    need: PerProfession<f64>,
}

pub(super) fn found(params: &Params, dice: &Dice) -> Structures {
    let population = &params.population;
    let n = population.structures;
    let mut traits: Vec<Lot<TRAITS>> = (0..n).map(|s| traits_of(s, dice)).collect();
    let mut needs: Vec<Lot<NEEDS>> = (0..n).map(|s| needs_of(s, dice)).collect();
    for of in [SECTOR, ZONE, EXPOSURE, VALUE, EXEMPT, TRUST] {
        spread(&mut traits, of, |_| 0);
    }
    let sector: Vec<Sector> = traits.iter().map(|lot| sector(population, lot)).collect();
    for of in [FORM, SIZE_IN_SECTOR] {
        spread(&mut traits, of, |s| sector[s] as u8);
    }
    // sizes are spread over all, in an order that is itself spread by sector: no sector is made of large
    // structures, and so of most needs, by chance
    for lot in &mut traits {
        lot.take(SIZE, SIZE_IN_SECTOR);
    }
    spread(&mut traits, SIZE, |_| 0);
    for of in 0..NEEDS {
        spread(&mut needs, of, |s| sector[s] as u8);
    }
    let form: Vec<LegalForm> =
        traits.iter().zip(&sector).map(|(lot, &sector)| form(population, sector, lot)).collect();
    // the facts on cash and on value-added tax are about associations, those on income about both kinds
    let is_association = |s: usize| u8::from(form[s] == LegalForm::Association);
    for of in [VAT, CASH] {
        spread(&mut traits, of, is_association);
    }
    for of in [PUBLIC, SCHEME] {
        spread(&mut traits, of, |s| 2 * sector[s] as u8 + is_association(s));
    }
    let mut structures = blank(n as usize);
    for (s, (traits, needs)) in traits.into_iter().zip(needs).enumerate() {
        let zone = zone(params, &traits);
        settle(&mut structures, s, describe(params, s as u32, zone, &Luck { traits, needs }), params);
    }
    structures.order_turns();
    contacts::found(&mut structures, population.contacts, dice);
    structures
}

pub(super) fn refound(structures: &mut Structures, s: usize, params: &Params, dice: &Dice) {
    let identity = structures.identity[s] + structures.len() as u32;
    let luck = Luck { traits: traits_of(identity, dice), needs: needs_of(identity, dice) };
    let newcomer = describe(params, identity, structures.zone[s], &luck);
    settle(structures, s, newcomer, params);
    structures.take_turn_anew(s);
}

fn traits_of(identity: u32, dice: &Dice) -> Lot<TRAITS> {
    Lot::draw(&mut dice.roll(Decision::FoundStructure, identity, 0))
}

fn needs_of(identity: u32, dice: &Dice) -> Lot<NEEDS> {
    Lot::draw(&mut dice.roll(Decision::FoundNeed, identity, 0))
}

fn describe(params: &Params, identity: u32, zone: Zone, luck: &Luck) -> Newcomer {
    let (population, lot) = (&params.population, &luck.traits);
    let sector = sector(population, lot);
    let form = form(population, sector, lot);
    let (public_share, scheme_share) = income(population, sector, form, lot);
    let team = size(population, lot);
    Newcomer {
        identity,
        zone,
        sector,
        form,
        vat_liable: form != LegalForm::Association || lot[VAT] < population.vat_liable_association,
        team,
        public_share,
        scheme_share,
        exposure: normal(1.0, params.shocks.exposure_sd, lot[EXPOSURE]).max(0.0),
        cash_aim: lognormal(population.cash_median, population.cash_log_sd, lot[CASH]),
        value_ratio: lognormal(params.work.value_ratio, population.value_log_sd, lot[VALUE]),
        hours_exempt: lot[EXEMPT] < population.minimum_hours_exempt,
        trust: normal(population.trust_mean, population.trust_sd, lot[TRUST]).clamp(0.0, 1.0),
        need: needs(population, sector, team, &luck.needs),
    }
}

fn sector(population: &Population, lot: &Lot<TRAITS>) -> Sector {
    Sector::ALL[place_in(&population.sector_weight.values(), lot[SECTOR])]
}

fn zone(params: &Params, lot: &Lot<TRAITS>) -> Zone {
    Zone::ALL[place_in(&params.territory.zone_weight.values(), lot[ZONE])]
}

/// Whole employees. What the law gives below one counts as one, which keeps the share below ten of the source;
/// a law cut at one would lose it.
fn size(population: &Population, lot: &Lot<TRAITS>) -> f64 {
    let law = lognormal(population.size_median, population.size_log_sd, lot[SIZE]);
    law.round().min(population.size_max).max(1.0)
}

fn form(population: &Population, sector: Sector, lot: &Lot<TRAITS>) -> LegalForm {
    let association = population.association[sector];
    let (scic, company) = (population.scic_among_others, population.company_among_others);
    let others = [scic, company, (1.0 - scic - company).max(0.0)].map(|share| (1.0 - association) * share);
    match place_in(&[association, others[0], others[1], others[2]], lot[FORM]) {
        0 => LegalForm::Association,
        1 => LegalForm::Scic,
        2 => LegalForm::Company,
        _ => LegalForm::Scop,
    }
}

/// The shares of public funding and of producer-responsibility schemes in income; the rest is sales. In building
/// renovation associations advise, mostly on public money, and the others do works.
fn income(population: &Population, sector: Sector, form: LegalForm, lot: &Lot<TRAITS>) -> (f64, f64) {
    let works = sector == Sector::Bat && form != LegalForm::Association;
    let middle = if works { population.income_public_bat_works } else { population.income_public[sector] };
    let spread = population.income_spread;
    let public = around(middle, spread, lot[PUBLIC]).clamp(0.0, 1.0);
    let scheme = match sector {
        Sector::Ec => around(population.income_rep_ec, spread, lot[SCHEME]).clamp(0.0, 1.0),
        Sector::Enr | Sector::Bat => 0.0,
    };
    let whole = (public + scheme).max(1.0);
    (public / whole, scheme / whole)
}

fn needs(population: &Population, sector: Sector, team: f64, lot: &Lot<NEEDS>) -> PerProfession<f64> {
    let odds = match sector {
        Sector::Enr => &population.need_probability.enr,
        Sector::Bat => &population.need_probability.bat,
        Sector::Ec => &population.need_probability.ec,
    };
    let usual = population.need_scale * maths::pow(team, population.need_elasticity);
    let mut need = PerProfession::default();
    for (p, profession) in Profession::ALL.into_iter().enumerate() {
        if lot[p] < odds[profession] {
            let amount = lognormal(usual, population.need_log_sd, lot[Profession::COUNT + p]);
            need[profession] = half_days(amount.min(population.need_max)).max(HALF_DAY);
        }
    }
    need
}

/// The nearest whole number of half-days a week.
fn half_days(fte: f64) -> f64 {
    let per_fte = (1.0 / HALF_DAY).round();
    (fte * per_fte).round() / per_fte
}

/// Puts a newcomer in its place, with nothing behind it.
fn settle(structures: &mut Structures, s: usize, new: Newcomer, params: &Params) {
    structures.identity[s] = new.identity;
    structures.open[s] = true;
    structures.closed_in[s] = 0;
    structures.sector[s] = new.sector;
    structures.form[s] = new.form;
    structures.zone[s] = new.zone;
    structures.vat_liable[s] = new.vat_liable;
    structures.team[s] = new.team;
    structures.team_normal[s] = new.team;
    structures.spending[s] = new.team * params.finance.turnover_per_head / MONTHS_PER_YEAR;
    structures.public_share[s] = new.public_share;
    structures.scheme_share[s] = new.scheme_share;
    structures.exposure[s] = new.exposure;
    structures.cash_aim[s] = new.cash_aim;
    structures.cash_months[s] = new.cash_aim;
    structures.need[s] = new.need;
    structures.value_ratio[s] = new.value_ratio;
    structures.hours_exempt[s] = new.hours_exempt;
    structures.trust[s] = new.trust;
    structures.trust_normal[s] = new.trust;
    clear(structures, s);
}

/// Forgets what a former holder of the place lived through; its contacts are redrawn elsewhere.
fn clear(structures: &mut Structures, s: usize) {
    structures.public_cut[s] = 0.0;
    structures.sales_deviation[s] = 0.0;
    structures.months_insolvent[s] = 0;
    structures.strain[s] = Strain::None;
    structures.surge[s] = PerProfession::default();
    structures.direct[s] = PerProfession::default();
    structures.pooled[s] = PerProfession::default();
    structures.surge_served[s] = PerProfession::default();
    structures.away[s] = Default::default();
    structures.over_bought[s] = PerProfession::default();
    structures.overload[s] = 0.0;
    structures.last_meeting[s] = None;
}

fn blank(n: usize) -> Structures {
    let none = PerProfession::<f64>::default();
    Structures {
        identity: vec![0; n],
        ahead: vec![Default::default(); n],
        open: vec![false; n],
        closed_in: vec![0; n],
        sector: vec![Sector::Enr; n],
        form: vec![LegalForm::Association; n],
        zone: vec![Zone::Marseille; n],
        vat_liable: vec![false; n],
        team: vec![0.0; n],
        team_normal: vec![0.0; n],
        spending: vec![0.0; n],
        public_share: vec![0.0; n],
        scheme_share: vec![0.0; n],
        exposure: vec![0.0; n],
        public_cut: vec![0.0; n],
        sales_deviation: vec![0.0; n],
        cash_aim: vec![0.0; n],
        cash_months: vec![0.0; n],
        months_insolvent: vec![0; n],
        strain: vec![Strain::None; n],
        need: vec![none; n],
        surge: vec![PerProfession::<Surge>::default(); n],
        direct: vec![none; n],
        pooled: vec![none; n],
        surge_served: vec![none; n],
        away: vec![[none; 2]; n],
        over_bought: vec![none; n],
        value_ratio: vec![0.0; n],
        hours_exempt: vec![false; n],
        overload: vec![0.0; n],
        trust: vec![0.0; n],
        trust_normal: vec![0.0; n],
        contacts: vec![Vec::new(); n],
        last_meeting: vec![None; n],
        turns: (0..n).collect(),
    }
}
