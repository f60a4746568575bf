//! Phase 5: which needs are covered, what that earns, what employers pay (submodels 5.2 and 5.3).

use super::prices::Worth;
use super::{Turn, missions};
use crate::formats::Vat;
use crate::kinds::{Need, PerProfession, Profession, Status};
use crate::price::pay::Cost;
use crate::price::{payroll_tax_added, payroll_tax_of_pool, payroll_tax_of_team};
use crate::units::Money;
use crate::world::places;
use crate::world::pool::pool_of;
use crate::world::structures::Demand;
use crate::world::{Account, Purpose, World};

/// Counts what covers the needs of every structure, from its own employees and from the pool's jobs.
pub fn count(world: &mut World) {
    let (structures, workers) = (&mut world.structures, &world.workers);
    let n = structures.len();
    for column in [&mut structures.direct, &mut structures.pooled, &mut structures.surge_served] {
        column.clear();
        column.resize(n, PerProfession::default());
    }
    // columns of one length, so that a place in one is known to be in all
    let n = workers.len();
    let (status, employer, serves) = (&workers.status[..n], &workers.employer[..n], &workers.serves[..n]);
    let (profession, fte) = (&workers.profession[..n], &workers.fte[..n]);
    for w in workers.staff.iter().map(|&w| w as usize).filter(|&w| status[w] == Status::Structure) {
        let (s, profession) = (employer[w] as usize, profession[w]);
        match serves[w] {
            Need::Recurrent => structures.direct[s][profession] += fte[w],
            Need::Temporary => structures.surge_served[s][profession] += fte[w],
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

/// Covered needs earn their value; employers pay their people and the taxes on pay.
pub fn earn_and_pay(world: &mut World, turn: &Turn) {
    for turn in turn.each() {
        missions::pay_between(world, &turn);
    }
    let labour = labour_of_structures(world, turn);
    earn(world, labour, turn);
    pay(world, labour);
    pay_people_of_pools(world);
    pay_payroll_tax(world, labour, turn);
    for turn in turn.each().filter(|turn| turn.terms.vat == Vat::ExactCost) {
        pay_payroll_tax_of_pool(world, &turn);
    }
}

/// What a month of work comes to at a structure, everybody added up.
#[derive(Clone, Copy, Debug, Default)]
struct Labour {
    /// Productive hours on recurrent needs, in full-time equivalents, whoever employs.
    lasting: PerProfession<f64>,
    /// The same on temporary needs.
    passing: PerProfession<f64>,
    /// What its own employees are paid and cost.
    cost: Cost,
}

impl Labour {
    #[inline(always)]
    fn productive(&mut self, need: Need) -> &mut PerProfession<f64> {
        match need {
            Need::Recurrent => &mut self.lasting,
            Need::Temporary => &mut self.passing,
        }
    }
}

/// How productive somebody is: less while new, more with skill.
#[inline]
fn productivity(tenure: u32, skill: f64, turn: &Turn) -> f64 {
    let work = &turn.params.work;
    let settled = (f64::from(tenure) / work.ramp_months.max(1.0)).min(1.0);
    let ramp = work.ramp_start + (1.0 - work.ramp_start) * settled;
    ramp * (1.0 + work.skill_productivity * (skill - turn.params.market.ordinary_skill))
}

fn labour_of_structures<'a>(world: &World, turn: &Turn<'a>) -> &'a [Labour] {
    let labour = turn.blank::<Labour>(world.structures.len());
    let workers = &world.workers;
    // columns of one length, so that a place in one is known to be in all
    let n = workers.len();
    let (status, employer, serves) = (&workers.status[..n], &workers.employer[..n], &workers.serves[..n]);
    let (profession, fte) = (&workers.profession[..n], &workers.fte[..n]);
    let (skill, since) = (&workers.skill[..n], &workers.since[..n]);
    let (gross_paid, loaded_cost) = (&workers.gross_paid[..n], &workers.loaded_cost[..n]);
    let payroll_tax = &workers.payroll_tax[..n];
    for w in workers.staff.iter().map(|&w| w as usize).filter(|&w| status[w] == Status::Structure) {
        let (s, sick) = (employer[w] as usize, workers.sickness(w));
        let at_work = 1.0 - sick.away;
        let each = productivity((workers.clock - since[w]) as u32, skill[w], turn) * at_work;
        let mut own = fte[w];
        if let Some(loan) = world.pools.loan_of(w) {
            own -= loan.fte;
            labour[loan.borrower as usize].lasting[profession[w]] += loan.fte * each;
        }
        let at = &mut labour[s];
        at.productive(serves[w])[profession[w]] += own * each;
        let cost = Cost { gross_paid: gross_paid[w], loaded: loaded_cost[w], payroll_tax: payroll_tax[w] };
        at.cost += cost.less(sick.unpaid);
    }
    for job in world.pools.jobs() {
        let Some(w) = job.worker.map(|w| w as usize) else { continue };
        let at_work = (1.0 - turn.of_job(job.number).terms.training_share) * (1.0 - workers.sickness(w).away);
        let each = productivity(workers.tenure(w), skill[w], turn) * at_work;
        let need = if job.temporary { Need::Temporary } else { Need::Recurrent };
        for slice in &job.slices {
            labour[slice.user as usize].productive(need)[job.profession] += slice.fte * each;
        }
    }
    labour
}

fn earn(world: &mut World, labour: &[Labour], turn: &Turn) {
    let structures = &world.structures;
    let rows = structures.demands().zip(labour).zip(structures.open.iter().zip(&structures.value_ratio));
    let values = rows.map(|((demand, labour), (&open, &ratio))| match open {
        true => Money::euros(value_earned(&demand, labour, &Worth::of(ratio, turn))),
        false => Money::ZERO,
    });
    world.ledger.pay_each(Account::Outside, Purpose::Value, values);
}

/// What covered needs of a structure are worth this month; hours beyond the need earn nothing.
#[inline(always)]
fn value_earned(demand: &Demand, labour: &Labour, worth: &Worth) -> f64 {
    let (lasting, passing) = (labour.lasting.values(), labour.passing.values());
    let (mut earned, mut passing_earned) = ([0.0; Profession::COUNT], [0.0; Profession::COUNT]);
    // all professions at once: those without anybody at work add nothing
    for p in 0..Profession::COUNT {
        let hours = demand.direct[p] + demand.pooled[p];
        earned[p] = lasting[p] * useful_share(hours, demand.recurrent[p]) * worth.recurrent[p];
    }
    if passing.iter().sum::<f64>() > 0.0 {
        for p in 0..Profession::COUNT {
            let hours = demand.temporary_served[p];
            passing_earned[p] = passing[p] * useful_share(hours, demand.temporary[p]) * worth.temporary[p];
        }
    }
    earned.iter().zip(passing_earned).fold(0.0, |value, (lasting, passing)| value + lasting + passing)
}

#[inline]
fn useful_share(hours: f64, need: f64) -> f64 {
    if hours > need { need / hours } else { 1.0 }
}

/// Structures pay their own people, and contributions on that.
fn pay(world: &mut World, labour: &[Labour]) {
    let costs = labour.iter().map(|labour| labour.cost);
    let contributions = costs.clone().map(|cost| cost.loaded - cost.gross_paid);
    world.ledger.collect(Account::Workers, Purpose::Pay, costs.map(|cost| cost.gross_paid));
    world.ledger.collect(Account::State, Purpose::Contributions, contributions);
}

/// Pools do the same.
fn pay_people_of_pools(world: &mut World) {
    let workers = &world.workers;
    for w in workers.staff.iter().map(|&w| w as usize).filter(|&w| workers.status[w] == Status::Pool) {
        let k = pool_of(workers.employer[w]);
        let Cost { gross_paid: gross, loaded, .. } = workers.cost_due(w);
        let payer = Account::Pool(k);
        world.ledger.transfer(payer, Account::Workers, Purpose::Pay, gross);
        world.ledger.transfer(payer, Account::State, Purpose::Contributions, loaded - gross);
        world.pools[k].year_gross += gross;
        world.record.pool_paid += workers.fte[w] * (1.0 - workers.sick[w].away);
    }
}

/// Taxe sur les salaires: due by employers not liable for VAT, by associations only above their abatement.
///
/// The tax on the own team alone is part of ordinary spending; what counts here is what the posts add to it.
fn pay_payroll_tax(world: &mut World, labour: &[Labour], turn: &Turn) {
    let structures = &world.structures;
    let each = payroll_tax_of_team(turn.rates, &turn.params.finance);
    let rows = labour.iter().map(|labour| labour.cost.payroll_tax).zip(&structures.vat_liable);
    let owing = places::those(rows.map(|(tax, &vat_liable)| !vat_liable & (tax != Money::ZERO)));
    for s in places::each(&owing) {
        let (team, added) = (each * structures.team[s], labour[s].cost.payroll_tax);
        let monthly = payroll_tax_added(turn.rates, structures.form[s], team, added);
        world.ledger.transfer(Account::Structure(s), Account::State, Purpose::PayrollTax, monthly);
    }
}

/// A pool exempt of VAT owes payroll tax on the people it lends, and bills it to their users (CGI 231, 1679 A);
/// the tax on its permanents is part of what they cost.
fn pay_payroll_tax_of_pool(world: &mut World, turn: &Turn) {
    let (workers, rates) = (&world.workers, turn.rates);
    let (mut year, mut loaded) = (Money::ZERO, Money::ZERO);
    for w in world.pools[turn.pool].jobs.iter().filter_map(|job| job.worker) {
        let due = workers.cost_due(w as usize);
        year += due.payroll_tax;
        loaded += due.loaded;
    }
    let due = payroll_tax_of_pool(rates, turn.terms.employer, year);
    world.ledger.transfer(Account::Pool(turn.pool), Account::State, Purpose::PayrollTax, due);
    world.pools[turn.pool].tax_share =
        if loaded > Money::ZERO { due.as_euros() / loaded.as_euros() } else { 0.0 };
}
