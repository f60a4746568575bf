//! Everybody's state and everything that happened, a line each, told by both readings in the same words.

use mutualise::kinds::{PerProfession, Profession, Status};
use mutualise::law::Contract;
use mutualise::units::{DAYS_PER_MONTH, Money};
use mutualise::world::pool::Pool as EnginesPool;
use mutualise::world::record::Fewer;
use mutualise::world::structures::{Notice, Strain, Surge};
use mutualise::world::{Account, Opening, Purpose, World};

use crate::pool::Pool;
use crate::state::{Employer, Territory};

/// What money is moved for that a second reading counts: all that pools, loans and the club set going.
const COUNTED: [Purpose; 24] = [
    Purpose::Invoice,
    Purpose::Vat,
    Purpose::Dues,
    Purpose::Deposit,
    Purpose::Capital,
    Purpose::FoundingCapital,
    Purpose::SolidarityCall,
    Purpose::Overheads,
    Purpose::Guarantee,
    Purpose::Grant,
    Purpose::ClubAnimation,
    Purpose::Setup,
    Purpose::Settlement,
    Purpose::CorporateTax,
    Purpose::Interest,
    Purpose::Dividend,
    Purpose::Rescue,
    Purpose::Aid,
    Purpose::Accompaniment,
    Purpose::Loan,
    Purpose::Agreement,
    Purpose::BankInterest,
    Purpose::Training,
    Purpose::DepositLost,
];

impl Territory {
    /// Everybody's state, a line each.
    pub fn told(&self) -> Vec<String> {
        let structures = self.structures.iter().map(|s| {
            let line = line_of_structure(
                s.identity,
                s.open,
                s.cash,
                s.cash_months,
                s.strain,
                s.team,
                &s.need,
                &s.surge,
                s.overload,
                s.trust,
            );
            let contacts: Vec<usize> = s.contacts.iter().copied().collect();
            format!("{line} knows {contacts:?} met {:?}", s.last_meeting)
        });
        let people = self.people.iter().map(|p| {
            let job = p.job.map(|job| {
                let at = match job.at {
                    Employer::Structure(s) => format!("structure {s}"),
                    Employer::Firm(f) => format!("firm {f}"),
                    Employer::Pool(number) => format!("shared job {number}"),
                };
                (at, job.contract, job.fte, job.tenure, job.term, job.loaded)
            });
            let line =
                line_of_person(p.identity, p.out, job, p.pay, p.skill, p.stress, p.peers, p.since_training);
            let illness = p.job.map(|job| job.illness).unwrap_or_default();
            line + &line_of_path(p.workless, p.on_path, p.through_path)
                + &line_of_illness(illness.missed, illness.rest)
        });
        let posts = self.posts.iter().map(|post| {
            line_of_post(post.by, post.profession, post.fte, post.contract, post.term, post.months_open)
        });
        let mut posts: Vec<String> = posts.collect();
        posts.sort();
        let pools = self.pools.iter().flat_map(Pool::told);
        let loans = self
            .loans
            .iter()
            .map(|loan| line_of_loan(loan.person, loan.lender, loan.borrower, loan.fte, loan.months_left));
        let money = COUNTED.map(|purpose| line_of_money(purpose, self.moved[purpose as usize]));
        structures.chain(people).chain(posts).chain(pools).chain(loans).chain(money).collect()
    }
}

impl Pool {
    fn told(&self) -> Vec<String> {
        let mut lines = vec![format!(
            "pool {:?} opens {} cash {} set aside {} guaranteed {} fee {:.9} tax {:.9} worth {} losses {} reserves {} provisions {:?} years {} grants {:?}",
            self.stage,
            self.opens,
            self.cash.as_euros(),
            self.set_aside.as_euros(),
            self.guaranteed.as_euros(),
            self.fee + OFF_THE_TIE,
            self.tax_share + OFF_THE_TIE,
            self.worth_before.as_euros(),
            self.losses.as_euros(),
            self.reserves.as_euros(),
            self.provisions,
            self.years,
            self.grants,
        )];
        lines.extend(self.with.iter().enumerate().map(|(s, with)| {
            line_of_member(s, with.member, with.notice, with.balance, with.deposit, with.capital)
        }));
        lines.extend(self.jobs.iter().map(|job| {
            let shares = job.shares.iter().map(|share| (share.user, share.fte, share.months)).collect();
            line_of_job(job.number, job.profession, job.holder, job.fte, shares, job.idle, job.contract)
        }));
        let invoices = self.invoices.iter().map(|owed| (owed.user, owed.amount, owed.due));
        lines.extend(lines_of_invoices(invoices.collect()));
        lines
    }
}

/// The same, told by the engine's columns.
pub fn told(world: &World) -> Vec<String> {
    let (columns, workers) = (&world.structures, &world.workers);
    let structures = (0..columns.len()).map(|s| {
        let line = line_of_structure(
            columns.identity[s],
            columns.open[s],
            world.ledger.balance(Account::Structure(s)),
            columns.cash_months[s],
            columns.strain[s],
            columns.team[s],
            &columns.need[s],
            &columns.surge[s],
            columns.overload[s],
            columns.trust[s],
        );
        format!("{line} knows {:?} met {:?}", columns.contacts[s], columns.last_meeting[s])
    });
    let people = (0..workers.len()).map(|w| {
        let at = match workers.status[w] {
            Status::Structure => Some("structure"),
            Status::Firm => Some("firm"),
            Status::Pool => Some("shared job"),
            _ => None,
        };
        let job = at.map(|at| {
            let loaded = workers.loaded_cost[w];
            let at = format!("{at} {}", workers.employer[w]);
            (at, workers.contract[w], workers.fte[w], workers.tenure(w), workers.term[w], loaded)
        });
        let line = line_of_person(
            workers.identity[w],
            workers.status[w] == Status::Out,
            job,
            workers.pay[w],
            workers.skill[w],
            workers.stress[w],
            workers.peers[w],
            workers.since_training[w],
        );
        let sick = workers.sick[w];
        line + &line_of_path(workers.workless(w), workers.on_path[w], workers.through_path[w])
            + &line_of_illness(sick.away * DAYS_PER_MONTH, sick.left)
    });
    let posts = world.posts.iter().map(|post| {
        line_of_post(post.opening, post.profession, post.fte, post.contract, post.term, post.months_open)
    });
    let mut posts: Vec<String> = posts.collect();
    posts.sort();
    let pools = world.pools.iter().enumerate().flat_map(|(k, pool)| told_of_pool(world, k, pool));
    let loans = world.pools.loans.iter().map(|loan| {
        let (person, lender, borrower) = (loan.worker as usize, loan.lender as usize, loan.borrower as usize);
        line_of_loan(person, lender, borrower, loan.fte, loan.months_left)
    });
    let money = COUNTED.map(|purpose| line_of_money(purpose, world.ledger.moved(purpose)));
    structures.chain(people).chain(posts).chain(pools).chain(loans).chain(money).collect()
}

fn told_of_pool(world: &World, k: usize, pool: &EnginesPool) -> Vec<String> {
    let deposits: Money = pool.deposits.iter().copied().sum();
    assert_eq!(deposits, world.ledger.balance(Account::Deposits(k)), "deposits of pool {k}");
    let mut lines = vec![format!(
        "pool {:?} opens {} cash {} set aside {} guaranteed {} fee {:.9} tax {:.9} worth {} losses {} reserves {} provisions {:?} years {} grants {:?}",
        pool.stage,
        pool.opens,
        world.ledger.balance(Account::Pool(k)).as_euros(),
        world.ledger.balance(Account::Guarantee(k)).as_euros(),
        pool.guaranteed.as_euros(),
        pool.rate + OFF_THE_TIE,
        pool.tax_share + OFF_THE_TIE,
        pool.worth.as_euros(),
        pool.losses.as_euros(),
        pool.reserves.as_euros(),
        pool.provisions,
        pool.years,
        pool.grants,
    )];
    lines.extend((0..pool.member.len()).map(|s| {
        let (deposit, capital) = (pool.deposits[s], pool.capital[s]);
        line_of_member(s, pool.member[s], pool.notice[s], pool.balance[s], deposit, capital)
    }));
    lines.extend(pool.jobs.iter().map(|job| {
        let shares = job.slices.iter().map(|slice| (slice.user as usize, slice.fte, slice.months_left));
        let (holder, idle) = (job.worker.map(|w| w as usize), job.idle_months);
        line_of_job(job.number, job.profession, holder, job.fte, shares.collect(), idle, job.contract)
    }));
    let invoices = pool.receivables.iter().map(|owed| (owed.user as usize, owed.amount, owed.due));
    lines.extend(lines_of_invoices(invoices.collect()));
    lines
}

/// What the engine has written down of the events since the launch, and what its spells and newcomers tell.
pub fn happened(world: &World, first: &[u32]) -> Vec<String> {
    let events = &world.record.events;
    let separations = events.separations.iter().map(|end| {
        format!(
            "{:?} month {} person {} with {:?} {} {:?} after {}",
            end.why, end.month, end.worker, end.with, end.employer, end.contract, end.tenure
        )
    });
    let closures = events
        .closures
        .iter()
        .map(|closure| format!("{:?} month {} structure {}", closure.why, closure.month, closure.structure));
    let contacts = events
        .contacts
        .iter()
        .flatten()
        .map(|contact| format!("contact month {} person {}", contact.month, contact.worker));
    let hires = world.record.spells.iter().filter(|spell| spell.began >= 0);
    let hires = hires.map(|spell| {
        line_of_hire(spell.began, spell.worker as usize, spell.structure as usize, spell.pooled)
    });
    let given_up = (0..events.posts_given_up).map(|_| "given-up".to_owned());
    let count = world.structures.len() as u32;
    let founded = (0..count).flat_map(|s| {
        let generations = world.structures.identity[s as usize] / count;
        (first[s as usize] / count + 1..=generations)
            .map(move |generation| format!("founded structure {s} for the {generation}th time"))
    });
    let teams = events
        .teams
        .iter()
        .map(|shrinks| line_of_team(shrinks.why, shrinks.month, shrinks.structure as usize, shrinks.posts));
    let separations = separations.chain(teams);
    separations.chain(closures).chain(contacts).chain(hires).chain(given_up).chain(founded).collect()
}

/// Two readings may differ in the last bit of a sum: a number half-way between two decimals must not show it.
const OFF_THE_TIE: f64 = 1.7e-11;

#[allow(clippy::too_many_arguments, reason = "a line with as many columns")]
fn line_of_structure(
    identity: u32,
    open: bool,
    cash: Money,
    cash_months: f64,
    strain: Strain,
    team: f64,
    need: &PerProfession<f64>,
    surge: &PerProfession<Surge>,
    overload: f64,
    trust: f64,
) -> String {
    let [cash_months, team, overload, trust] = [cash_months, team, overload, trust].map(|x| x + OFF_THE_TIE);
    let needs = need.values().map(|fte| format!("{fte:.9}"));
    let surges = surge.values().map(|surge| format!("{:.9} for {}", surge.fte, surge.months_left));
    format!(
        "structure {identity} open {open} cash {} for {cash_months:.9} months {strain:?} team {team:.9} needs {needs:?} and {surges:?} overload {overload:.9} trust {trust:.9}",
        cash.as_euros()
    )
}

#[allow(clippy::too_many_arguments, reason = "a line with as many columns")]
fn line_of_person(
    identity: u32,
    out: bool,
    job: Option<(String, Contract, f64, u32, u32, Money)>,
    pay: f64,
    skill: f64,
    stress: f64,
    peers: f64,
    since_training: u32,
) -> String {
    let [pay, skill, stress, peers] = [pay, skill, stress, peers].map(|x| x + OFF_THE_TIE);
    let job = job.map(|(at, contract, fte, tenure, term, loaded)| {
        format!(
            "at {at} {contract:?} {fte:.9} FTE for {tenure} months, {term} left, costs {}",
            loaded.as_euros()
        )
    });
    format!(
        "person {identity} out {out} {job:?} pay {pay:.6} skill {skill:.9} stress {stress:.9} knows {peers:.9} trained {since_training} ago"
    )
}

fn line_of_path(workless: u32, on_path: u32, through_path: bool) -> String {
    format!(" workless {workless} on a path {on_path} through {through_path}")
}

fn line_of_illness(missed: f64, rest: f64) -> String {
    let [missed, rest] = [missed, rest].map(|days| days + OFF_THE_TIE);
    format!(" ill for {missed:.9} days of the month, {rest:.9} more")
}

fn line_of_post(
    by: Opening,
    profession: Profession,
    fte: f64,
    contract: Contract,
    term: u32,
    months_open: u32,
) -> String {
    format!(
        "post {by:?} of {profession:?} for {fte:.9} FTE, {contract:?} of {term} months, open {months_open}"
    )
}

pub fn line_of_team(why: Fewer, month: i32, structure: usize, posts: f64) -> String {
    format!("{why:?} month {month} structure {structure} {:.9} posts", posts + OFF_THE_TIE)
}

pub fn line_of_hire(month: i32, person: usize, by: usize, shared: bool) -> String {
    let what = if shared { "shared" } else { "hired" };
    format!("{what} month {month} person {person} by {by}")
}

fn line_of_member(
    s: usize,
    member: bool,
    notice: Notice,
    balance: f64,
    deposit: Money,
    capital: Money,
) -> String {
    let (deposit, capital) = (deposit.as_euros(), capital.as_euros());
    let balance = balance + OFF_THE_TIE;
    format!("user {s} member {member} {notice:?} balance {balance:.6} deposit {deposit} capital {capital}")
}

fn line_of_job(
    number: u32,
    profession: Profession,
    holder: Option<usize>,
    fte: f64,
    shares: Vec<(usize, f64, u32)>,
    idle: u32,
    contract: Contract,
) -> String {
    let shares = shares.iter().map(|(user, fte, months)| format!("{fte:.9} to {user} for {months}"));
    let shares: Vec<String> = shares.collect();
    format!(
        "shared job {number} of {profession:?} {contract:?} held by {holder:?} {fte:.9} FTE {shares:?} idle {idle}"
    )
}

/// In no order that counts.
fn lines_of_invoices(mut invoices: Vec<(usize, Money, u32)>) -> Vec<String> {
    invoices.sort();
    invoices.iter().map(|(user, amount, due)| format!("{user} owes {} in {due}", amount.as_euros())).collect()
}

fn line_of_loan(person: usize, lender: usize, borrower: usize, fte: f64, months: u32) -> String {
    format!("{lender} lends {borrower} person {person} for {fte:.9} FTE, {months} months")
}

fn line_of_money(purpose: Purpose, sum: Money) -> String {
    format!("for {purpose:?} {}", sum.as_euros())
}
