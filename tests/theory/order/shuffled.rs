//! The same world with its rows in another order: every column moves, and every place named in another follows.

use mutualise::dice::{Decision, Dice};
use mutualise::kinds::{Profession, Status};
use mutualise::world::foresight::{OfPeople, Window};
use mutualise::world::record::Incomes;
use mutualise::world::{
    Account, Job, Ledger, Opening, Pool, Pools, Purpose, Record, Structures, Workers, World, places,
};

/// Where rows go: `from[new]` is the old place, `to[old]` the new one.
struct Order {
    from: Vec<usize>,
    to: Vec<u32>,
}

impl Order {
    fn drawn(n: usize, kind: u32) -> Order {
        let dice = Dice::new(9, 0);
        let mut from: Vec<usize> = (0..n).collect();
        from.sort_by_cached_key(|&k| {
            let roll = &mut dice.roll_nth(Decision::PostOrder, k as u32, 0, kind);
            (roll.uniform() * 1e15) as u64
        });
        let mut to = vec![0; n];
        from.iter().enumerate().for_each(|(new, &old)| to[old] = new as u32);
        Order { from, to }
    }

    fn of<T: Clone>(&self, column: &[T]) -> Vec<T> {
        self.from.iter().map(|&old| column[old].clone()).collect()
    }

    fn place(&self, old: u32) -> u32 {
        self.to.get(old as usize).copied().unwrap_or(old)
    }
}

/// The world with structures and people in another order.
pub fn shuffled(world: &World) -> World {
    let structures = Order::drawn(world.structures.len(), 0);
    let workers = Order::drawn(world.workers.len(), 1);
    let mut posts = world.posts.clone();
    for post in &mut posts {
        match &mut post.opening {
            Opening::Recurrent(s) | Opening::Temporary(s) => *s = structures.place(*s),
            Opening::Pooled(_) => {}
        }
    }
    posts.reverse();
    World {
        structures: reordered_structures(&world.structures, &structures),
        workers: reordered_workers(&world.workers, &structures, &workers),
        pools: reordered_pools(&world.pools, &structures, &workers),
        ledger: reordered_ledger(&world.ledger, world.structures.len(), &structures),
        record: reordered_record(&world.record, &structures, &workers),
        posts,
        ..world.clone()
    }
}

fn reordered_structures(old: &Structures, order: &Order) -> Structures {
    let mut contacts = order.of(&old.contacts);
    for known in &mut contacts {
        known.iter_mut().for_each(|other| *other = order.place(*other));
        known.sort_unstable();
    }
    // every column by name, so that a new one cannot be forgotten here
    Structures {
        identity: order.of(&old.identity),
        ahead: order.of(&old.ahead),
        open: order.of(&old.open),
        closed_in: order.of(&old.closed_in),
        sector: order.of(&old.sector),
        form: order.of(&old.form),
        zone: order.of(&old.zone),
        vat_liable: order.of(&old.vat_liable),
        team: order.of(&old.team),
        team_normal: order.of(&old.team_normal),
        spending: order.of(&old.spending),
        public_share: order.of(&old.public_share),
        scheme_share: order.of(&old.scheme_share),
        exposure: order.of(&old.exposure),
        public_cut: order.of(&old.public_cut),
        sales_deviation: order.of(&old.sales_deviation),
        cash_aim: order.of(&old.cash_aim),
        cash_months: order.of(&old.cash_months),
        months_insolvent: order.of(&old.months_insolvent),
        strain: order.of(&old.strain),
        need: order.of(&old.need),
        surge: order.of(&old.surge),
        direct: order.of(&old.direct),
        pooled: order.of(&old.pooled),
        surge_served: order.of(&old.surge_served),
        away: order.of(&old.away),
        over_bought: order.of(&old.over_bought),
        value_ratio: order.of(&old.value_ratio),
        hours_exempt: order.of(&old.hours_exempt),
        overload: order.of(&old.overload),
        trust: order.of(&old.trust),
        trust_normal: order.of(&old.trust_normal),
        contacts,
        last_meeting: order.of(&old.last_meeting),
        turns: old.turns.iter().map(|&s| order.place(s as u32) as usize).collect(),
    }
}

fn reordered_window(old: &Window, order: &Order) -> Window {
    Window::new(&order.from.iter().map(|&w| old.of(w)).collect::<Vec<_>>())
}

/// A set of places, each where its holder is now.
fn places_of(old: &[u64], order: &Order) -> Vec<u64> {
    let mut set = vec![0; old.len()];
    places::each(old).for_each(|w| places::insert(&mut set, order.place(w as u32) as usize));
    set
}

fn reordered_workers(old: &Workers, structures: &Order, order: &Order) -> Workers {
    let employer = |w: usize| match old.status[w] {
        Status::Structure => structures.place(old.employer[w]),
        _ => old.employer[w],
    };
    // the directory of a profession keeps its order: it says who answers to which number drawn
    let mut by_profession = old.by_profession.clone();
    for profession in Profession::ALL {
        by_profession[profession].iter_mut().for_each(|w| *w = order.place(*w));
    }
    let mut staff: Vec<u32> = old.staff.iter().map(|&w| order.place(w)).collect();
    staff.sort_unstable();
    Workers {
        identity: order.of(&old.identity),
        ahead: OfPeople {
            windows: old.ahead.windows.iter().map(|window| reordered_window(window, order)).collect(),
            first: old.ahead.first,
        },
        profession: order.of(&old.profession),
        zone: order.of(&old.zone),
        skill: order.of(&old.skill),
        mission: order.of(&old.mission),
        diversity: order.of(&old.diversity),
        preferred: order.of(&old.preferred),
        stress: order.of(&old.stress),
        peers: order.of(&old.peers),
        status: order.of(&old.status),
        employer: order.from.iter().map(|&w| employer(w)).collect(),
        contract: order.of(&old.contract),
        serves: order.of(&old.serves),
        fte: order.of(&old.fte),
        pay: order.of(&old.pay),
        loaded_cost: order.of(&old.loaded_cost),
        gross_paid: order.of(&old.gross_paid),
        payroll_tax: order.of(&old.payroll_tax),
        since: order.of(&old.since),
        workless_since: order.of(&old.workless_since),
        clock: old.clock,
        begun: old.begun.clone().map(|set| places_of(&set, order)),
        seeking: places_of(&old.seeking, order),
        at_work: order.of(&old.at_work),
        elsewhere: order.of(&old.elsewhere),
        in_social_economy: places_of(&old.in_social_economy, order),
        ill: places_of(&old.ill, order),
        term: order.of(&old.term),
        sick: order.of(&old.sick),
        travel: order.of(&old.travel),
        since_training: order.of(&old.since_training),
        far_from_work: order.of(&old.far_from_work),
        prescribed: order.of(&old.prescribed),
        on_path: order.of(&old.on_path),
        through_path: order.of(&old.through_path),
        spell: order.of(&old.spell),
        staff,
        by_profession,
    }
}

fn reordered_pools(old: &Pools, structures: &Order, workers: &Order) -> Pools {
    let mut pools = old.clone();
    pools.iter_mut().for_each(|pool| *pool = reordered_pool(pool, structures, workers));
    for loan in &mut pools.loans {
        loan.worker = workers.place(loan.worker);
        (loan.lender, loan.borrower) = (structures.place(loan.lender), structures.place(loan.borrower));
    }
    pools
}

fn reordered_pool(old: &Pool, structures: &Order, workers: &Order) -> Pool {
    let moved = |job: &Job| {
        let mut job = job.clone();
        job.worker = job.worker.map(|w| workers.place(w));
        job.slices.iter_mut().for_each(|slice| slice.user = structures.place(slice.user));
        job
    };
    let mut pool = Pool {
        jobs: old.jobs.iter().map(moved).collect(),
        member: structures.of(&old.member),
        member_since: structures.of(&old.member_since),
        notice: structures.of(&old.notice),
        balance: structures.of(&old.balance),
        year_use: structures.of(&old.year_use),
        deposits: structures.of(&old.deposits),
        capital: structures.of(&old.capital),
        use_of_pool: structures.of(&old.use_of_pool),
        ..old.clone()
    };
    pool.receivables.iter_mut().for_each(|invoice| invoice.user = structures.place(invoice.user));
    pool
}

fn reordered_ledger(old: &Ledger, n: usize, order: &Order) -> Ledger {
    let mut ledger = Ledger::new(n);
    for (new, &place) in order.from.iter().enumerate() {
        let held = old.balance(Account::Structure(place));
        ledger.transfer(Account::Outside, Account::Structure(new), Purpose::Opening, held);
    }
    for account in [
        Account::Pool(0),
        Account::Deposits(0),
        Account::Guarantee(0),
        Account::Workers,
        Account::State,
        Account::Funders,
    ] {
        ledger.transfer(Account::Outside, account, Purpose::Opening, old.balance(account));
    }
    ledger.flows = old.flows;
    ledger.cost_of_posts = order.of(&old.cost_of_posts);
    ledger.cost_parts = order.of(&old.cost_parts);
    ledger
}

fn reordered_record(old: &Record, structures: &Order, workers: &Order) -> Record {
    let mut record = Record {
        structures: structures.of(&old.structures),
        workers: workers.of(&old.workers),
        open_ended_by_structure: structures.of(&old.open_ended_by_structure),
        employed_by_structure: structures.of(&old.employed_by_structure),
        incomes: Incomes {
            followed: workers.of(&old.incomes.followed),
            months: workers.of(&old.incomes.months),
            sum: workers.of(&old.incomes.sum),
            squares: workers.of(&old.incomes.squares),
        },
        ..old.clone()
    };
    for spell in &mut record.spells {
        spell.worker = workers.place(spell.worker);
        spell.structure = structures.place(spell.structure);
    }
    record
}
