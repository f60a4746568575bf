//! Phase 7: offers and poaching, resignations, ends of contract, lay-offs, entries (submodels 5.7 and 5.8).

use super::choice::{acceptance, reservation_utility, utility};
use super::hazards::{Bounds, burnout_hazard};
use super::luck::Throws;
use super::matching::{band, vacate};
use super::offers::{contacted, firm_offer, join_firm};
use super::people::set_pay;
use super::{Turn, insertion, missions};
use crate::dice::Decision;
use crate::kinds::{Need, Status};
use crate::law::{BrokenTerm, Contract};
use crate::maths;
use crate::price::pay::{grade, part_time};
use crate::units::{MONTHS_PER_YEAR, Money};
use crate::world::employment::{self, Engagement};
use crate::world::places::{self, Places};
use crate::world::pool::Job;
use crate::world::record::End;
use crate::world::structures::Strain;
use crate::world::{Account, Purpose, Workers, World, foresight, founding, travel};

/// Everybody's month on the labour market.
pub fn part(world: &mut World, turn: &Turn) {
    let bounds = Bounds::of(world, turn);
    let on_term = on_term(&world.workers, turn);
    let (mut fates, mut contacts) = (Throws::none(), Throws::none());
    // the month of most people: nothing but time passes
    for (nth, &on_term) in on_term.iter().enumerate() {
        throw_fates(&mut fates, &world.workers, nth, &bounds, turn);
        throw_contacts(&mut contacts, &world.workers, nth, &bounds, turn);
        for w in Places::of(fates.touched() | contacts.touched() | on_term, nth) {
            // the luck that is worst, where it is good enough for the month
            let (fate, call) = (fates.luck(w), contacts.of(w));
            match world.workers.status[w] {
                Status::Structure | Status::Pool => ess_month(world, w, fate, call, &bounds, turn),
                Status::Firm => firm_month(world, w, fate, call, &bounds, turn),
                Status::Seeking => seek(world, w, fate, call, turn),
                Status::Out => come_back(world, w, fate, turn),
            }
        }
    }
    lay_off(world, turn);
    absorb(world, turn);
    insertion::count_months(world, turn);
    world.workers.clock += 1;
}

/// Those whose fixed term with the social economy runs, by place.
fn on_term<'a>(workers: &Workers, turn: &Turn<'a>) -> &'a [u64] {
    let set = turn.blank(places::words_for(workers.len()));
    for w in workers.staff.iter().map(|&w| w as usize) {
        places::put(set, w, u64::from(workers.term[w] > 0));
    }
    set
}

/// The luck of a word of people with what may end a job or bring one.
fn throw_fates(fates: &mut Throws, workers: &Workers, nth: usize, bounds: &Bounds, turn: &Turn) {
    let low = workers.ahead.window(turn.month).departure.of_month(turn.month)[nth];
    let people = if bounds.seldom { low } else { places::all(workers.len())[nth] };
    let limit = |w: usize| bounds.fate(workers.status[w]);
    fates.throw(
        Decision::Departure,
        Places::of(people, nth),
        [low, 0],
        &workers.identity,
        limit,
        (turn.dice, turn.month),
    );
}

/// Their luck with recruiters; with it comes the number that decides on an offer.
fn throw_contacts(contacts: &mut Throws, workers: &Workers, nth: usize, bounds: &Bounds, turn: &Turn) {
    let ahead = workers.ahead.window(turn.month);
    let [low, lowest] = [&ahead.contact, &ahead.offer].map(|set| set.of_month(turn.month)[nth]);
    let people = match (bounds.seldom, bounds.lowest) {
        // firms make their offers to job seekers more often than to others
        (true, true) => lowest | low & workers.seeking[nth],
        (true, false) => low,
        (false, _) => places::all(workers.len())[nth],
    };
    let limit = |w: usize| bounds.contact(workers, w, turn);
    contacts.throw(
        Decision::RecruiterContact,
        Places::of(people, nth),
        [low, lowest],
        &workers.identity,
        limit,
        (turn.dice, turn.month),
    );
}

/// Hazards laid end to end on the unit interval: one uniform number decides which of them strikes, if any.
struct Fates {
    luck: f64,
    reached: f64,
}

impl Fates {
    fn strikes(&mut self, hazard: f64) -> bool {
        let from = self.reached;
        self.reached += hazard;
        debug_assert!(hazard >= 0.0, "a hazard of {hazard}");
        (from..self.reached).contains(&self.luck)
    }
}

/// The end that chance brings to an employment this month, offers and firms' own decisions apart.
fn fate_of_the_employed(world: &World, w: usize, fates: &mut Fates, turn: &Turn) -> Option<End> {
    let (workers, mobility) = (&world.workers, &turn.params.mobility);
    let profession = workers.profession[w];
    if fates.strikes(mobility.leave_labour_force) {
        return Some(End::LeftLabourForce);
    }
    let open_ended = workers.contract[w].is_open_ended();
    if open_ended
        && workers.tenure(w) < mobility.trial_months[profession]
        && fates.strikes(mobility.trial_hazard[profession])
    {
        return Some(End::Trial);
    }
    let first_year = if workers.tenure(w) < 12 { mobility.first_year_quit } else { 0.0 };
    let stress = workers.stress[w] - turn.params.work.stress_base;
    let strain = if workers.in_ess(w) { maths::exp(mobility.quit_stress * stress) } else { 1.0 };
    if open_ended && fates.strikes((mobility.personal_quit + first_year) * strain) {
        return Some(End::Quit);
    }
    let learns = workers.contract[w] == Contract::Alternance;
    if learns && fates.strikes(turn.params.insertion.early_break / MONTHS_PER_YEAR) {
        return Some(End::Trial);
    }
    if workers.in_ess(w) && fates.strikes(burnout_hazard(stress, turn)) {
        return Some(End::Burnout);
    }
    None
}

fn retires(luck: f64, turn: &Turn) -> bool {
    luck < turn.params.mobility.retirement
}

/// A recruiter's contact: the luck that brings it, and the number that decides on an offer.
type Call = [f64; 2];

fn ess_month(world: &mut World, w: usize, fate: f64, call: Option<Call>, bounds: &Bounds, turn: &Turn) {
    if retires(fate, turn) {
        leave(world, w, End::LeftLabourForce, turn);
        succeed(&mut world.workers, w, turn);
        return;
    }
    let mut fates = Fates { luck: fate, reached: turn.params.mobility.retirement };
    if fate < bounds.fate(world.workers.status[w])
        && let Some(why) = fate_of_the_employed(world, w, &mut fates, turn)
    {
        leave(world, w, why, turn);
        return;
    }
    if call.is_some_and(|call| contacted(world, w, call, bounds, turn)) {
        return;
    }
    approach_end_of_term(world, w, turn);
}

/// A month less of a fixed term with the social economy.
#[inline(always)]
fn approach_end_of_term(world: &mut World, w: usize, turn: &Turn) {
    if world.workers.term[w] > 0 && world.workers.in_ess(w) {
        world.workers.term[w] -= 1;
        if world.workers.term[w] == 0 {
            end_of_term(world, w, turn);
        }
    }
}

/// Somebody leaves the social economy's payroll; a dismissal is paid for elsewhere.
pub fn leave(world: &mut World, w: usize, why: End, turn: &Turn) {
    vacate(&mut world.pools, &world.workers, w);
    if why == End::Burnout {
        world.record.burnouts += 1.0;
    }
    employment::end(&mut world.workers, &mut world.record, w, why, turn.now);
}

/// A fixed term ends: made open-ended where the need lasts and the money is there, else over.
fn end_of_term(world: &mut World, w: usize, turn: &Turn) {
    let workers = &world.workers;
    let s = workers.employer[w] as usize;
    let stays = workers.status[w] == Status::Structure
        && workers.serves[w] == Need::Recurrent
        && world.structures.strain[s] == Strain::None
        && world.structures.cash_months[s] > turn.params.market.afford_months;
    if !stays {
        // a mission whose user has withdrawn ends with that, at the end of the month, and not by its term
        if world.workers.status[w] == Status::Pool
            && (missions::has_no_user(&world.pools, &world.workers, w)
                || insertion::ends_with_a_hire(world, w, turn))
        {
            return;
        }
        if world.workers.status[w] == Status::Structure {
            // the same post waits before another fixed term or mission (C. trav. L1244-3)
            let months = turn.rates.waiting_period_months(f64::from(world.workers.tenure(w) + 1));
            world.structures.surge[s][world.workers.profession[w]].wait(months);
        }
        leave(world, w, End::TermEnded, turn);
        return;
    }
    world.workers.contract[w] = Contract::OpenEnded;
    let (pay, band) = (world.workers.pay[w], band(&world.structures, Status::Structure, s as u32, turn));
    set_pay(&mut world.workers, w, pay, band, turn);
    if let Some(spell) = world.workers.spell[w] {
        world.record.spells[spell as usize].open_ended = true;
    }
}

fn firm_month(world: &mut World, w: usize, fate: f64, call: Option<Call>, bounds: &Bounds, turn: &Turn) {
    if retires(fate, turn) {
        employment::end(&mut world.workers, &mut world.record, w, End::LeftLabourForce, turn.now);
        succeed(&mut world.workers, w, turn);
        return;
    }
    if fate < bounds.fate(Status::Firm) {
        let mut fates = Fates { luck: fate, reached: turn.params.mobility.retirement };
        let why = fate_of_the_employed(world, w, &mut fates, turn)
            .or_else(|| decision_of_a_firm(&mut world.workers, w, &mut fates, turn));
        if let Some(why) = why {
            employment::end(&mut world.workers, &mut world.record, w, why, turn.now);
            return;
        }
    }
    if let Some(call) = call {
        contacted(world, w, call, bounds, turn);
    }
}

/// A firm lets somebody go, or makes a fixed term open-ended.
fn decision_of_a_firm(workers: &mut Workers, w: usize, fates: &mut Fates, turn: &Turn) -> Option<End> {
    let mobility = &turn.params.mobility;
    if workers.contract[w] == Contract::OpenEnded {
        return fates.strikes(mobility.firm_layoff).then_some(End::Dismissed);
    }
    if fates.strikes(mobility.fixed_term_end) {
        return Some(End::TermEnded);
    }
    if fates.strikes(mobility.fixed_term_convert) {
        workers.contract[w] = Contract::OpenEnded;
    }
    None
}

/// An entrant takes the place of who has retired.
fn succeed(workers: &mut Workers, w: usize, turn: &Turn) {
    let before = workers.identity[w];
    founding::enter(workers, w, turn.params, turn.dice);
    foresight::foresee_newcomer(workers, w, before, turn.dice, turn.month);
}

/// A job seeker meets offers of firms here; those of the social economy were met in phase 4.
fn seek(world: &mut World, w: usize, fate: f64, call: Option<Call>, turn: &Turn) {
    let mobility = &turn.params.mobility;
    if retires(fate, turn) {
        succeed(&mut world.workers, w, turn);
        return;
    }
    let mut fates = Fates { luck: fate, reached: mobility.retirement };
    if fates.strikes(mobility.leave_labour_force) {
        world.workers.change_status(w, Status::Out, u32::MAX);
        return;
    }
    if call.is_none() {
        return;
    }
    let mut roll = turn.dice.roll(Decision::UnemployedOffer, world.workers.identity[w], turn.month);
    let decision = roll.uniform();
    let fixed_term = roll.happens(mobility.firm_fixed_term);
    let mut offer = firm_offer(world, w, [roll.uniform(), roll.uniform()], turn);
    if fixed_term {
        offer.prospect.contract = Contract::FixedTerm;
    }
    let gain =
        utility(&world.workers, w, &offer.prospect, turn) - reservation_utility(&world.workers, w, turn);
    if decision < acceptance(gain, turn) {
        join_firm(world, w, &offer, turn);
    }
}

fn come_back(world: &mut World, w: usize, fate: f64, turn: &Turn) {
    let mobility = &turn.params.mobility;
    if retires(fate, turn) {
        succeed(&mut world.workers, w, turn);
        return;
    }
    let mut fates = Fates { luck: fate, reached: mobility.retirement };
    if fates.strikes(mobility.return_to_labour_force) {
        world.workers.change_status(w, Status::Seeking, u32::MAX);
        let mut roll = turn.dice.roll(Decision::ReturnByPath, world.workers.identity[w], turn.month);
        world.workers.through_path[w] |= roll.happens(turn.params.insertion.return_by_path);
    }
}

/// A structure under the worst strain cuts one of its posts in the professions each month, the last come first.
fn lay_off(world: &mut World, turn: &Turn) {
    let last_come = turn.blank::<Option<u32>>(world.structures.len());
    let workers = &world.workers;
    for w in workers.of_structures() {
        let s = workers.employer[w] as usize;
        let later = |other: u32| {
            let other = other as usize;
            (workers.tenure(w), workers.identity[w]) < (workers.tenure(other), workers.identity[other])
        };
        if world.structures.strain[s] == Strain::Layoff && last_come[s].is_none_or(later) {
            last_come[s] = Some(w as u32);
        }
    }
    for (s, &mut w) in last_come.iter_mut().enumerate() {
        if let Some(w) = w {
            part_with(world, w as usize, Account::Structure(s), turn);
        }
    }
}

/// An employer that goes on ends somebody's contract: by agreement (rupture conventionnelle) or by a dismissal.
pub fn part_with(world: &mut World, w: usize, payer: Account, turn: &Turn) {
    let mut roll = turn.dice.roll(Decision::Termination, world.workers.identity[w], turn.month);
    let agreed =
        world.workers.contract[w].is_open_ended() && roll.happens(turn.params.mobility.negotiated_share);
    if !agreed {
        dismiss(world, w, payer, turn);
        return;
    }
    // no notice and no dispute, but a contribution on the indemnity (CSS L137-12)
    let indemnity = turn.rates.legal_severance(world.workers.gross_paid[w], world.workers.tenure(w));
    let contribution = turn.rates.negotiated_termination_contribution(indemnity);
    world.ledger.transfer(payer, Account::Workers, Purpose::Severance, indemnity);
    world.ledger.transfer(payer, Account::State, Purpose::Severance, contribution);
    leave(world, w, End::Dismissed, turn);
}

/// An economic dismissal: legal severance, the notice that is paid without work, and what disputes cost; or what is left
/// of a fixed term, which no economic reason ends.
pub fn dismiss(world: &mut World, w: usize, payer: Account, turn: &Turn) {
    if world.workers.contract[w].is_open_ended() {
        let (severance, contested) = cost_of_dismissal(&world.workers, w, turn);
        world.ledger.transfer(payer, Account::Workers, Purpose::Severance, severance);
        world.ledger.transfer(payer, Account::Outside, Purpose::Contested, contested);
    } else {
        let owed = left_of_term(world, w, turn);
        world.ledger.transfer(payer, Account::Workers, Purpose::Severance, owed.damages);
        world.ledger.transfer(payer, Account::State, Purpose::Severance, owed.contributions);
    }
    leave(world, w, End::Dismissed, turn);
}

fn cost_of_dismissal(workers: &Workers, w: usize, turn: &Turn) -> (Money, Money) {
    let mobility = &turn.params.mobility;
    let severance = turn.rates.legal_severance(workers.gross_paid[w], workers.tenure(w));
    let notice = turn.rates.notice_months(grade(workers.profession[w]), workers.tenure(w));
    let months = f64::from(notice) * mobility.notice_unworked + mobility.severance_contested;
    (severance, workers.loaded_cost[w] * months)
}

/// What is left of somebody's fixed term or mission.
fn left_of_term(world: &World, w: usize, turn: &Turn) -> BrokenTerm {
    let workers = &world.workers;
    let (profession, contract) = (workers.profession[w], workers.contract[w]);
    let band = band(&world.structures, workers.status[w], workers.employer[w], turn);
    let accidents = turn.rates.accident_rate(profession);
    let job = part_time(grade(profession), contract, workers.pay[w], workers.fte[w], band, accidents);
    turn.rates.broken_term(&job, workers.term[w])
}

/// A member may hire the shared worker it uses most: a success for the job, a loss for the pool.
fn absorb(world: &mut World, turn: &Turn) {
    let conduct = &turn.params.pool;
    let most_used = |job: &Job| {
        let most = job.slices.iter().max_by(|a, b| a.fte.total_cmp(&b.fte))?;
        Some((job.worker?, most.user, most.fte))
    };
    let lasting = world.pools.jobs().filter(|job| !job.temporary);
    for &mut (w, s, share) in turn.some(lasting.filter_map(most_used)) {
        let (w, s) = (w as usize, s as usize);
        let mut roll = turn.dice.roll(Decision::Absorption, world.workers.identity[w], turn.month);
        let able = share >= conduct.absorption_share
            && world.structures.strain[s] == Strain::None
            && world.structures.cash_months[s] > turn.params.market.fixed_term_below;
        if able && roll.happens(conduct.absorption / MONTHS_PER_YEAR) {
            hire_shared_worker(world, w, s, share, turn);
        }
    }
}

/// A shared worker becomes a member's own, open-ended, at no less than the legal minimum of hours.
pub fn hire_shared_worker(world: &mut World, w: usize, s: usize, share: f64, turn: &Turn) {
    let structures = &world.structures;
    let fte = super::prices::direct_hours(structures, s, share, turn.rates);
    let profession = world.workers.profession[w];
    let pay = world.workers.pay[w];
    let band = super::prices::structure_band(structures, s);
    let cost = crate::price::pay::monthly_cost(turn.rates, profession, Contract::OpenEnded, pay, fte, band);
    let engagement = Engagement {
        status: Status::Structure,
        employer: s as u32,
        structure: s as u32,
        contract: Contract::OpenEnded,
        serves: Need::Recurrent,
        term: 0,
        fte,
        pay,
        cost,
        travel: travel(&turn.params.territory, world.workers.zone[w], structures.zone[s]),
    };
    if let Some(job) = world.pools.job_mut(world.workers.employer[w]) {
        // the member's own share goes with the person; the others stay with the job
        job.slices.retain(|slice| slice.user as usize != s);
    }
    leave(world, w, End::Absorbed, turn);
    // this month's chances were met in the old job: those of the new one begin with the next
    employment::begin(&mut world.workers, &mut world.record, w, &engagement, turn.now + 1);
}
