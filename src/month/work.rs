//! Phase 5: which needs are covered, what that earns, what employers pay (submodels 5.2 and 5.3).

use super::prices::{recurrent_value, temporary_value};
use super::{Turn, missions};
use crate::formats::Vat;
use crate::kinds::{Need, PerProfession, Profession, Status};
use crate::price::pay::taxed_pay;
use crate::price::{payroll_tax_added, payroll_tax_of_pool, payroll_tax_of_team};
use crate::units::{MONTHS_PER_YEAR, Money};
use crate::world::pool::pool_of;
use crate::world::{Account, Purpose, Structures, Workers, World};

/// Counts what covers the needs of every structure, from its own employees and from the pool's jobs.
pub fn count(world: &mut World) {
    let (structures, workers) = (&mut world.structures, &world.workers);
    for column in [&mut structures.direct, &mut structures.pooled, &mut structures.surge_served] {
        column.iter_mut().for_each(|served| *served = PerProfession::default());
    }
    for w in workers.of_structures() {
        let (s, profession) = (workers.employer[w] as usize, workers.profession[w]);
        match workers.serves[w] {
            Need::Recurrent => structures.direct[s][profession] += workers.fte[w],
            Need::Temporary => structures.surge_served[s][profession] += workers.fte[w],
        }
    }
    for loan in &world.pools.loans {
        let profession = workers.profession[loan.worker as usize];
        structures.direct[loan.lender as usize][profession] -= loan.fte;
        structures.pooled[loan.borrower as usize][profession] += loan.fte;
    }
    for job in world.pools.jobs().filter(|job| job.worker.is_some()) {
        for slice in &job.slices {
            let s = slice.user as usize;
            match job.temporary {
                false => structures.pooled[s][job.profession] += slice.fte,
                true => structures.surge_served[s][job.profession] += slice.fte,
            }
        }
    }
}

/// Counts again after the hires of the month, and what is bought beyond the need.
pub fn cover(world: &mut World, _turn: &Turn) {
    count(world);
    let structures = &mut world.structures;
    for s in 0..structures.len() {
        for profession in Profession::ALL {
            let served = structures.direct[s][profession] + structures.pooled[s][profession];
            structures.over_bought[s][profession] = (served - structures.need[s][profession]).max(0.0);
        }
    }
}

/// Covered needs earn their value; employers pay their people.
pub fn earn_and_pay(world: &mut World, turn: &Turn) {
    earn(world, turn);
    for turn in turn.each() {
        missions::pay_between(world, &turn);
    }
    pay(world);
    pay_payroll_tax(world, turn);
    for turn in turn.each().filter(|turn| turn.terms.vat == Vat::ExactCost) {
        pay_payroll_tax_of_pool(world, &turn);
    }
}

/// How productive somebody is: less while new, more with skill, not at all while ill.
pub fn productivity(workers: &Workers, w: usize, turn: &Turn) -> f64 {
    let work = &turn.params.work;
    let settled = (f64::from(workers.tenure[w]) / work.ramp_months.max(1.0)).min(1.0);
    let ramp = work.ramp_start + (1.0 - work.ramp_start) * settled;
    let skill = 1.0 + work.skill_productivity * (workers.skill[w] - turn.params.market.ordinary_skill);
    ramp * skill * (1.0 - workers.sick[w].away)
}

fn earn(world: &mut World, turn: &Turn) {
    let mut productive = vec![[PerProfession::<f64>::default(); 2]; world.structures.len()];
    let workers = &world.workers;
    for w in workers.of_structures() {
        let s = workers.employer[w] as usize;
        let each = productivity(workers, w, turn);
        let mut own = workers.fte[w];
        if let Some(loan) = world.pools.loan_of(w) {
            own -= loan.fte;
            productive[loan.borrower as usize][Need::Recurrent as usize][workers.profession[w]] +=
                loan.fte * each;
        }
        productive[s][workers.serves[w] as usize][workers.profession[w]] += own * each;
    }
    for job in world.pools.jobs() {
        let Some(w) = job.worker else { continue };
        let at_work = 1.0 - turn.of_job(job.number).terms.training_share;
        let each = productivity(workers, w as usize, turn) * at_work;
        for slice in &job.slices {
            let kind = if job.temporary { Need::Temporary } else { Need::Recurrent };
            productive[slice.user as usize][kind as usize][job.profession] += slice.fte * each;
        }
    }
    for (s, hours) in productive.iter().enumerate() {
        if world.structures.open[s] {
            let value = Money::euros(value_earned(&world.structures, s, hours, turn));
            world.ledger.transfer(Account::Outside, Account::Structure(s), Purpose::Value, value);
        }
    }
}

/// What covered needs of a structure are worth this month; hours beyond the need earn nothing.
fn value_earned(structures: &Structures, s: usize, productive: &[PerProfession<f64>; 2], turn: &Turn) -> f64 {
    let mut value = 0.0;
    for profession in Profession::ALL {
        let (lasting, passing) = (productive[0][profession], productive[1][profession]);
        if lasting > 0.0 {
            let hours = structures.direct[s][profession] + structures.pooled[s][profession];
            let useful = useful_share(hours, structures.need[s][profession]);
            value += lasting * useful * recurrent_value(structures, s, profession, turn);
        }
        if passing > 0.0 {
            let hours = structures.surge_served[s][profession];
            let useful = useful_share(hours, structures.surge[s][profession].fte);
            value += passing * useful * temporary_value(structures, s, profession, turn);
        }
    }
    value
}

fn useful_share(hours: f64, need: f64) -> f64 {
    if hours > need { need / hours } else { 1.0 }
}

fn pay(world: &mut World) {
    for k in 0..world.workers.staff.len() {
        let w = world.workers.staff[k] as usize;
        let payer = match world.workers.status[w] {
            Status::Structure => Account::Structure(world.workers.employer[w] as usize),
            Status::Pool => Account::Pool(pool_of(world.workers.employer[w])),
            _ => continue,
        };
        let (gross, loaded) = world.workers.pay_due(w);
        world.ledger.transfer(payer, Account::Workers, Purpose::Pay, gross);
        world.ledger.transfer(payer, Account::State, Purpose::Contributions, loaded - gross);
        if let Account::Pool(k) = payer {
            world.pools[k].year_gross += gross;
            world.record.pool_paid += world.workers.fte[w] * (1.0 - world.workers.sick[w].away);
        }
    }
}

/// Taxe sur les salaires: due by employers not liable for VAT, by associations only above their abatement.
///
/// The tax on the own team alone is part of ordinary spending; what counts here is what the posts add to it.
fn pay_payroll_tax(world: &mut World, turn: &Turn) {
    let mut added = vec![Money::ZERO; world.structures.len()];
    let workers = &world.workers;
    for w in workers.of_structures() {
        let s = workers.employer[w] as usize;
        if !world.structures.vat_liable[s] {
            let taxed = taxed_pay(turn.rates, workers.profession[w], workers.pay_due(w).0);
            added[s] += turn.rates.payroll_tax_year(taxed * MONTHS_PER_YEAR);
        }
    }
    let each = payroll_tax_of_team(turn.rates, &turn.params.finance);
    for s in (0..added.len()).filter(|&s| added[s] > Money::ZERO) {
        let team = each * world.structures.team[s];
        let monthly = payroll_tax_added(turn.rates, world.structures.form[s], team, added[s]);
        world.ledger.transfer(Account::Structure(s), Account::State, Purpose::PayrollTax, monthly);
    }
}

/// A pool exempt of VAT owes payroll tax on the people it lends, and bills it to their users (CGI 231, 1679 A);
/// the tax on its permanents is part of what they cost.
fn pay_payroll_tax_of_pool(world: &mut World, turn: &Turn) {
    let (workers, rates) = (&world.workers, turn.rates);
    let (mut year, mut loaded) = (Money::ZERO, Money::ZERO);
    for w in world.pools[turn.pool].jobs.iter().filter_map(|job| job.worker) {
        let due = workers.pay_due(w as usize);
        let taxed = taxed_pay(rates, workers.profession[w as usize], due.0);
        year += rates.payroll_tax_year(taxed * MONTHS_PER_YEAR);
        loaded += due.1;
    }
    let due = payroll_tax_of_pool(rates, turn.terms.employer, year);
    world.ledger.transfer(Account::Pool(turn.pool), Account::State, Purpose::PayrollTax, due);
    world.pools[turn.pool].tax_share =
        if loaded > Money::ZERO { due.as_euros() / loaded.as_euros() } else { 0.0 };
}
