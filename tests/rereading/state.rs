//! A territory as a list of people and a list of structures, read from the engine's columns once, at the launch.

use mutualise::dice::Dice;
use mutualise::kinds::{LegalForm, Need, PerProfession, PerSector, Profession, Sector, Status, Zone};
use mutualise::law::{Contract, Rates};
use mutualise::scenario::Event;
use mutualise::scenario::params::Params;
use mutualise::units::Money;
use mutualise::world::structures::{Strain, Surge};
use mutualise::world::{Account, Firms, Opening, World};

/// What a month is played by.
pub struct Book<'a> {
    pub params: &'a Params,
    pub events: &'a [Event],
    pub rates: &'a Rates,
    pub dice: Dice,
}

/// A job.
#[derive(Clone, Copy, Debug)]
pub struct Job {
    pub at: Employer,
    pub contract: Contract,
    pub serves: Need,
    pub term: u32,
    pub fte: f64,
    pub travel: f64,
    pub gross: Money,
    pub loaded: Money,
    pub tenure: u32,
}

/// With whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Employer {
    Structure(usize),
    Firm(usize),
}

#[derive(Clone, Debug)]
pub struct Person {
    pub identity: u32,
    pub profession: Profession,
    pub zone: Zone,
    pub skill: f64,
    pub mission: f64,
    pub preferred: f64,
    pub stress: f64,
    pub peers: f64,
    pub pay: f64,
    pub since_training: u32,
    pub job: Option<Job>,
    /// Without a job: whether out of the labour force.
    pub out: bool,
}

impl Person {
    /// The structure somebody works for, if any.
    pub fn structure(&self) -> Option<usize> {
        match self.job?.at {
            Employer::Structure(s) => Some(s),
            Employer::Firm(_) => None,
        }
    }
}

#[derive(Clone, Debug)]
pub struct Structure {
    pub identity: u32,
    pub open: bool,
    pub closed_in: u32,
    pub sector: Sector,
    pub form: LegalForm,
    pub zone: Zone,
    pub vat_liable: bool,
    pub team: f64,
    pub team_normal: f64,
    pub spending: f64,
    pub public_share: f64,
    pub scheme_share: f64,
    pub exposure: f64,
    pub public_cut: f64,
    pub sales_deviation: f64,
    pub cash_aim: f64,
    pub cash_months: f64,
    pub cash: Money,
    pub months_insolvent: u32,
    pub strain: Strain,
    pub need: PerProfession<f64>,
    pub surge: PerProfession<Surge>,
    pub value_ratio: f64,
    pub hours_exempt: bool,
    pub overload: f64,
    pub trust: f64,
    pub trust_normal: f64,
    /// Hours of its own people for recurrent needs, when it last counted them.
    pub counted: PerProfession<f64>,
}

#[derive(Clone, Debug)]
pub struct Post {
    pub structure: usize,
    pub number: u32,
    pub temporary: bool,
    pub profession: Profession,
    pub fte: f64,
    pub contract: Contract,
    pub term: u32,
    pub months_open: u32,
}

#[derive(Clone, Debug, Default)]
pub struct Environment {
    pub crisis: PerSector<Option<f64>>,
    pub public_crisis: bool,
    pub public_since: u32,
    pub materials_walk: f64,
    pub materials: f64,
    pub tightness: f64,
    pub orders_lost: PerSector<f64>,
    pub public_lost: PerSector<f64>,
}

pub struct Territory {
    pub month: u32,
    pub now: i32,
    pub environment: Environment,
    pub structures: Vec<Structure>,
    pub people: Vec<Person>,
    pub firms: Firms,
    pub posts: Vec<Post>,
    /// Everything that happened, a line each.
    pub happened: Vec<String>,
    /// Which structures there were at the launch.
    pub first: Vec<u32>,
    /// A world in which newcomers are founded.
    pub launch: World,
}

impl Territory {
    pub fn read(world: &World) -> Territory {
        let conditions = &world.conditions;
        Territory {
            month: world.month,
            now: 0,
            environment: Environment {
                crisis: conditions.crisis,
                public_crisis: conditions.public_crisis,
                public_since: conditions.public_since,
                materials_walk: conditions.materials_walk,
                tightness: conditions.tightness,
                ..Environment::default()
            },
            structures: (0..world.structures.len()).map(|s| structure(world, s)).collect(),
            people: (0..world.workers.len()).map(|w| person(world, w)).collect(),
            firms: world.firms.clone(),
            posts: world.posts.iter().map(|post| read_post(world, post)).collect(),
            happened: Vec::new(),
            first: world.structures.identity.clone(),
            launch: world.clone(),
        }
    }

    /// The schedule of a month (model, section 4), without a pool and without a club.
    pub fn live_a_month(&mut self, book: &Book) {
        book.dice.new_month();
        self.change_environment(book);
        self.earn_and_spend(book);
        self.change_needs(book);
        self.withdraw_posts(book);
        self.open_posts(book);
        self.fill_posts(book);
        self.work_and_pay(book);
        self.experience(book);
        self.move_on(book);
        self.close_books(book);
        self.month += 1;
        self.now += 1;
    }

    /// Everybody's state, a line each.
    pub fn told(&self) -> Vec<String> {
        let structures = self.structures.iter().map(|s| {
            line_of_structure(
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
            )
        });
        let people = self.people.iter().map(|p| {
            let job = p.job.map(|job| {
                let at = match job.at {
                    Employer::Structure(s) => format!("structure {s}"),
                    Employer::Firm(f) => format!("firm {f}"),
                };
                (at, job.contract, job.fte, job.tenure, job.term, job.loaded)
            });
            line_of_person(p.identity, p.out, job, p.pay, p.skill, p.stress, p.peers, p.since_training)
        });
        let posts = self.posts.iter().map(|post| {
            format!(
                "post {} of {:?} for {:.9} FTE, {:?} of {} months, open {}",
                post.structure, post.profession, post.fte, post.contract, post.term, post.months_open
            )
        });
        let mut posts: Vec<String> = posts.collect();
        posts.sort();
        structures.chain(people).chain(posts).collect()
    }
}

/// The same, told by the engine's columns.
pub fn told(world: &World) -> Vec<String> {
    let (columns, workers) = (&world.structures, &world.workers);
    let structures = (0..columns.len()).map(|s| {
        line_of_structure(
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
        )
    });
    let people = (0..workers.len()).map(|w| {
        let at = match workers.status[w] {
            Status::Structure => Some("structure"),
            Status::Firm => Some("firm"),
            _ => None,
        };
        let job = at.map(|at| {
            let loaded = workers.loaded_cost[w];
            let at = format!("{at} {}", workers.employer[w]);
            (at, workers.contract[w], workers.fte[w], workers.tenure[w], workers.term[w], loaded)
        });
        line_of_person(
            workers.identity[w],
            workers.status[w] == Status::Out,
            job,
            workers.pay[w],
            workers.skill[w],
            workers.stress[w],
            workers.peers[w],
            workers.since_training[w],
        )
    });
    let posts = world.posts.iter().map(|post| {
        let read = read_post(world, post);
        format!(
            "post {} of {:?} for {:.9} FTE, {:?} of {} months, open {}",
            read.structure, read.profession, read.fte, read.contract, read.term, read.months_open
        )
    });
    let mut posts: Vec<String> = posts.collect();
    posts.sort();
    structures.chain(people).chain(posts).collect()
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
        .map(|contact| format!("contact month {} person {}", contact.month, contact.worker));
    let hires = world.record.spells.iter().filter(|spell| spell.began >= 0);
    let hires = hires
        .map(|spell| format!("hired month {} person {} by {}", spell.began, spell.worker, spell.structure));
    let given_up = (0..events.posts_given_up).map(|_| "given-up".to_owned());
    let count = world.structures.len() as u32;
    let founded = (0..count).flat_map(|s| {
        let generations = world.structures.identity[s as usize] / count;
        (first[s as usize] / count + 1..=generations)
            .map(move |generation| format!("founded structure {s} for the {generation}th time"))
    });
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

fn read_post(world: &World, post: &mutualise::world::Post) -> Post {
    let (structure, temporary) = match post.opening {
        Opening::Recurrent(s) => (s as usize, false),
        Opening::Temporary(s) => (s as usize, true),
        Opening::Pooled(_) => panic!("there is no pool in the status quo"),
    };
    // eight numbers for each structure and profession
    let first = (world.structures.identity[structure] * 4 + post.profession as u32) * 8;
    Post {
        structure,
        number: post.identity - first,
        temporary,
        profession: post.profession,
        fte: post.fte,
        contract: post.contract,
        term: post.term,
        months_open: post.months_open,
    }
}

pub fn structure(world: &World, s: usize) -> Structure {
    let columns = &world.structures;
    Structure {
        identity: columns.identity[s],
        open: columns.open[s],
        closed_in: columns.closed_in[s],
        sector: columns.sector[s],
        form: columns.form[s],
        zone: columns.zone[s],
        vat_liable: columns.vat_liable[s],
        team: columns.team[s],
        team_normal: columns.team_normal[s],
        spending: columns.spending[s],
        public_share: columns.public_share[s],
        scheme_share: columns.scheme_share[s],
        exposure: columns.exposure[s],
        public_cut: columns.public_cut[s],
        sales_deviation: columns.sales_deviation[s],
        cash_aim: columns.cash_aim[s],
        cash_months: columns.cash_months[s],
        cash: world.ledger.balance(Account::Structure(s)),
        months_insolvent: columns.months_insolvent[s],
        strain: columns.strain[s],
        need: columns.need[s],
        surge: columns.surge[s],
        value_ratio: columns.value_ratio[s],
        hours_exempt: columns.hours_exempt[s],
        overload: columns.overload[s],
        trust: columns.trust[s],
        trust_normal: columns.trust_normal[s],
        counted: columns.direct[s],
    }
}

pub fn person(world: &World, w: usize) -> Person {
    let workers = &world.workers;
    let at = match workers.status[w] {
        Status::Structure => Some(Employer::Structure(workers.employer[w] as usize)),
        Status::Firm => Some(Employer::Firm(workers.employer[w] as usize)),
        Status::Pool => panic!("there is no pool in the status quo"),
        Status::Seeking | Status::Out => None,
    };
    Person {
        identity: workers.identity[w],
        profession: workers.profession[w],
        zone: workers.zone[w],
        skill: workers.skill[w],
        mission: workers.mission[w],
        preferred: workers.preferred[w],
        stress: workers.stress[w],
        peers: workers.peers[w],
        pay: workers.pay[w],
        since_training: workers.since_training[w],
        job: at.map(|at| Job {
            at,
            contract: workers.contract[w],
            serves: workers.serves[w],
            term: workers.term[w],
            fte: workers.fte[w],
            travel: workers.travel[w],
            gross: workers.gross_paid[w],
            loaded: workers.loaded_cost[w],
            tenure: workers.tenure[w],
        }),
        out: workers.status[w] == Status::Out,
    }
}
