//! What can be seen of a territory between two months, and what had to be noted as it happened.

use crate::kinds::{LegalForm, PerSector, Profession, Sector, Status};
use crate::law::Contract;
use crate::world::World;
use crate::world::posts::Opening;
use crate::world::record::{Events, Recruitment};
use crate::world::structures::Strain;

/// Employees below which an employer counts as small.
pub const SMALL: f64 = 10.0;

/// An employer as those who count know it: a structure founded anew in an empty place is another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Employer {
    /// A structure, by identity.
    Structure(u32),
    /// The pool, whichever the job.
    Pool,
    /// A firm, by place.
    Firm(u32),
}

/// What somebody has who works.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Held {
    /// With whom.
    pub employer: Employer,
    /// The contract.
    pub contract: Contract,
    /// Gross pay for a full-time month, in euros.
    pub pay: f64,
    /// Hours, in full-time equivalents.
    pub fte: f64,
    /// Months with this employer, the one that ends included.
    pub tenure: u32,
    /// The share of the month in which they were ill; of firms' people nothing is known.
    pub ill: f64,
}

impl Held {
    /// Whether the contract is open-ended.
    pub fn open_ended(&self) -> bool {
        open_ended(self.contract)
    }

    /// Whether the employer belongs to the social economy.
    pub fn in_ess(&self) -> bool {
        !matches!(self.employer, Employer::Firm(_))
    }
}

/// Whether a contract is open-ended.
pub fn open_ended(contract: Contract) -> bool {
    matches!(contract, Contract::OpenEnded | Contract::OpenEndedTemporary)
}

/// One person at the end of a month.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Person {
    /// Who: whoever replaces somebody retired is another person in the same place.
    pub identity: u32,
    /// The profession.
    pub profession: Profession,
    /// Skill, 0 to 1.
    pub skill: f64,
    /// Whether out of work and looking for it.
    pub seeking: bool,
    /// The job, if any.
    pub job: Option<Held>,
}

/// One structure at the end of a month.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// Which structure holds the place.
    pub identity: u32,
    /// Whether it is open.
    pub open: bool,
    /// Its sector.
    pub sector: Sector,
    /// Its legal form.
    pub form: LegalForm,
    /// Months of spending it has in cash.
    pub cash_months: f64,
    /// Its own team, besides the four professions.
    pub team: f64,
    /// Its employees of the four professions.
    pub staff: u32,
    /// The posts it tries to fill.
    pub vacancies: u32,
    /// How far it has tightened.
    pub strain: Strain,
    /// Whether a cut of its public funding is under way.
    pub cut: bool,
}

impl Place {
    /// Its employees, all professions together.
    pub fn headcount(&self) -> f64 {
        self.team + f64::from(self.staff)
    }
}

/// The end of a month.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Month {
    /// Everybody, by place.
    pub people: Vec<Person>,
    /// Every structure, by place.
    pub structures: Vec<Place>,
    /// Whether each sector is in a crisis.
    pub crisis: PerSector<bool>,
}

/// One replication of the status quo: `months[0]` is the launch, and what happens in month m lies between
/// `months[m]` and `months[m + 1]`.
#[derive(Clone, Debug, Default)]
pub struct Panel {
    /// The ends of months.
    pub months: Vec<Month>,
    /// What happened within months.
    pub events: Events,
    /// Days between opening and filling, one for each post filled.
    pub days_to_fill: Vec<f64>,
    /// Searches of structures that are under way at the end.
    pub searches: Vec<Recruitment>,
}

impl Panel {
    /// Adds the world as it is now.
    pub fn look(&mut self, world: &World) {
        self.months.push(Month::of(world));
        self.events.clone_from(&world.record.events);
        self.days_to_fill.clone_from(&world.record.days_to_fill);
        let now = self.months.len() as i32 - 2;
        self.searches = world.posts.iter().filter_map(|post| Recruitment::of(post, now, None)).collect();
    }

    /// Every search of a structure since the launch, those under way last.
    pub fn recruitments(&self) -> impl Iterator<Item = &Recruitment> {
        self.events.recruitments.iter().chain(&self.searches)
    }

    /// Every month's structures that are open, the launch apart, so that a year counts twelve times.
    pub fn open_structures(&self) -> impl Iterator<Item = &Place> {
        self.months.iter().skip(1).flat_map(|month| &month.structures).filter(|place| place.open)
    }

    /// Every month's people, the launch apart.
    pub fn people(&self) -> impl Iterator<Item = &Person> {
        self.months.iter().skip(1).flat_map(|month| &month.people)
    }

    /// The same person so many months later; nobody if somebody else holds the place.
    pub fn later(&self, month: usize, place: usize, months: usize) -> Option<&Person> {
        let now = self.months[month].people[place];
        let then = self.months.get(month + months)?.people.get(place)?;
        (then.identity == now.identity).then_some(then)
    }
}

impl Month {
    fn of(world: &World) -> Month {
        let people: Vec<Person> = (0..world.workers.len()).map(|w| person(world, w)).collect();
        let mut structures: Vec<Place> = (0..world.structures.len()).map(|s| place(world, s)).collect();
        for w in (0..world.workers.len()).filter(|&w| world.workers.status[w] == Status::Structure) {
            structures[world.workers.employer[w] as usize].staff += 1;
        }
        for post in &world.posts {
            if let Opening::Recurrent(s) | Opening::Temporary(s) = post.opening {
                structures[s as usize].vacancies += 1;
            }
        }
        let mut crisis = PerSector::default();
        for sector in Sector::ALL {
            crisis[sector] = world.conditions.crisis[sector].is_some();
        }
        Month { people, structures, crisis }
    }
}

fn person(world: &World, w: usize) -> Person {
    let workers = &world.workers;
    let place = workers.employer[w];
    let employer = match workers.status[w] {
        Status::Structure => Some(Employer::Structure(world.structures.identity[place as usize])),
        Status::Pool => Some(Employer::Pool),
        Status::Firm => Some(Employer::Firm(place)),
        Status::Seeking | Status::Out => None,
    };
    Person {
        identity: workers.identity[w],
        profession: workers.profession[w],
        skill: workers.skill[w],
        seeking: workers.status[w] == Status::Seeking,
        job: employer.map(|employer| Held {
            employer,
            contract: workers.contract[w],
            pay: workers.pay[w],
            fte: workers.fte[w],
            tenure: workers.tenure(w),
            ill: workers.sick[w].away,
        }),
    }
}

fn place(world: &World, s: usize) -> Place {
    let structures = &world.structures;
    Place {
        identity: structures.identity[s],
        open: structures.open[s],
        sector: structures.sector[s],
        form: structures.form[s],
        cash_months: structures.cash_months[s],
        team: structures.team[s],
        staff: 0,
        vacancies: 0,
        strain: structures.strain[s],
        cut: world.conditions.public_crisis && structures.public_cut[s] > 0.0,
    }
}
