//! Panels drawn by hand, and what anyone counts in them.

use mutualise::indicators::observables::{Employer, Held, Month, Panel, Person, Place};
use mutualise::kinds::{LegalForm, PerSector, Profession, Sector, Status};
use mutualise::law::Contract;
use mutualise::world::record::{
    Closure, Contact, End, Fewer, Outcome, Recruitment, Separation, TeamShrinks, Why,
};
use mutualise::world::structures::Strain;

/// Days in a month.
const MONTH: f64 = 365.25 / 12.0;

/// A life, a sign a month: `A` open-ended with structure 0, `B` with structure 1; `a` `b` the same with a term; `1` to `9`
/// open-ended in that firm; `?` looks for work; `.` does not; `+` is somebody else, retired people's place being taken.
fn life(months: &str, tenure: u32) -> Vec<Person> {
    let (mut identity, mut tenure, mut before) = (0, tenure, None);
    let mut person = |sign: char| {
        let employer = match sign {
            'A' | 'B' | 'a' | 'b' => Some(Employer::Structure(sign.to_ascii_uppercase() as u32 - 'A' as u32)),
            '1'..='9' => Some(Employer::Firm(sign as u32)),
            _ => None,
        };
        tenure = if before.is_none_or(|before| before == employer) { tenure } else { 0 };
        before = Some(employer);
        tenure += 1;
        identity += u32::from(sign == '+');
        let contract = if sign.is_lowercase() { Contract::FixedTerm } else { Contract::OpenEnded };
        Person {
            identity,
            profession: Profession::ProjectLead,
            skill: 0.5,
            seeking: sign == '?',
            job: employer.map(|employer| Held {
                employer,
                contract,
                pay: 2_000.0,
                fte: 1.0,
                tenure,
                ill: 0.0,
            }),
        }
    };
    months.chars().map(&mut person).collect()
}

/// A panel of such lives, and of two open structures of five people each.
fn panel(lives: &[Vec<Person>]) -> Panel {
    let structures = [0, 1].map(|identity| Place { identity, ..place(5.0) }).to_vec();
    let month = |k: usize| Month {
        people: lives.iter().map(|life| life[k]).collect(),
        structures: structures.clone(),
        crisis: PerSector::default(),
    };
    Panel { months: (0..lives[0].len()).map(month).collect(), ..Panel::default() }
}

/// Somebody who works throughout, of no interest.
fn idle(months: usize) -> Vec<Vec<Person>> {
    vec![life(&"1".repeat(months), 100)]
}

fn place(team: f64) -> Place {
    Place {
        identity: 0,
        open: true,
        sector: Sector::Enr,
        form: LegalForm::Association,
        cash_months: 5.0,
        team,
        staff: 0,
        vacancies: 0,
        strain: Strain::None,
        cut: false,
    }
}

/// A panel of one month seen, where these structures are.
fn places(places: &[Place]) -> Panel {
    let mut panel = panel(&idle(2));
    panel.months.iter_mut().for_each(|month| month.structures = places.to_vec());
    panel
}

fn ended(month: i32, worker: u32, contract: Contract, tenure: u32, why: End) -> Separation {
    Separation { month, worker, with: Status::Structure, employer: 0, contract, tenure, why }
}

fn of(profession: Profession, mut life: Vec<Person>) -> Vec<Person> {
    life.iter_mut().for_each(|person| person.profession = profession);
    life
}

fn paid(pay: f64, mut life: Vec<Person>) -> Vec<Person> {
    life.iter_mut().for_each(|person| person.job.as_mut().unwrap().pay = pay);
    life
}

/// Two people of the social economy, half of whom is ill for half a month, then a tenth of the other; one leaves; of a
/// firm's people nobody knows.
fn illness() -> Panel {
    let mut panel = panel(&[life("AAAA", 5), life("AAA?", 5), life("1111", 5)]);
    let mut ill = |month: usize, who: usize, share: f64| {
        panel.months[month].people[who].job.as_mut().unwrap().ill = share;
    };
    ill(0, 0, 1.0);
    ill(1, 0, 0.5);
    ill(2, 1, 0.1);
    ill(2, 2, 1.0);
    panel
}

/// 36 months at risk, 11 of them in a first year, one resignation that counts, in the first year.
fn resignations() -> Panel {
    let leaver = "A".repeat(13) + &"?".repeat(12);
    let mut panel = panel(&[life(&leaver, 0), life(&"1".repeat(25), 100), life(&"a".repeat(25), 0)]);
    panel.events.separations = vec![
        ended(11, 0, Contract::OpenEnded, 11, End::Quit),
        ended(11, 1, Contract::OpenEnded, 40, End::Dismissed),
        ended(11, 2, Contract::FixedTerm, 3, End::Quit),
    ];
    panel
}

/// Six hires of executives in the two months that can be followed: one leaves before a year, one changes employer
/// within it, one goes before anybody looks. Of two technicians, one stays.
fn first_years() -> Panel {
    let mut panel = panel(&[
        life(&("?".to_owned() + &"A".repeat(12) + "?"), 0),
        life(&("?".to_owned() + &"A".repeat(11) + "??"), 0),
        life(&("??".to_owned() + &"A".repeat(5) + "2222222"), 0),
        life(&("??".to_owned() + &"A".repeat(12)), 0),
        life(&("?".to_owned() + &"a".repeat(5) + "????????"), 0),
        life(&("???".to_owned() + &"A".repeat(11)), 0),
        life(&"?".repeat(14), 0),
        life(&("?".to_owned() + &"1".repeat(13)), 0),
        of(Profession::LogisticsQuality, life(&("?".to_owned() + &"A".repeat(13)), 0)),
        of(Profession::RenovationTechnician, life(&("?".to_owned() + &"A".repeat(6) + "???????"), 0)),
        of(Profession::Support, life(&("?".to_owned() + &"A".repeat(6) + "???????"), 0)),
    ]);
    panel.events.separations = vec![ended(0, 6, Contract::OpenEnded, 0, End::Trial)];
    panel
}

/// In a year, structure A loses one of four and finds another; people with a term and structure B, which closes,
/// are not looked at.
fn turnover() -> Panel {
    let stays = "A".repeat(13);
    let mut panel = panel(&[
        life(&stays, 50),
        life(&stays, 50),
        life(&stays, 50),
        life(&("A".repeat(7) + "111111"), 50),
        life(&("?".repeat(7) + "AAAAAA"), 0),
        life("?aaaaaaaaaaaa", 0),
        life(&("BBB".to_owned() + &"?".repeat(10)), 0),
    ]);
    panel.months[12].structures[1].open = false;
    panel
}

/// Five people who work: after a year one is where they were, one elsewhere, one unemployed, one inactive, one retired.
fn a_year() -> Panel {
    panel(&[
        life(&"A".repeat(13), 9),
        life("AAAAAA??11111", 9),
        life("AAAAAAAAAAA??", 9),
        life("AAAAAAAAAAA..", 9),
        life("AAAAAAA+11111", 9),
        life("?AAAAAAAAAAAA", 9),
    ])
}

/// A quarter: two of three unemployed find a job, one in four leaves an open-ended contract for unemployment, one in
/// two passes from a term to an open-ended contract.
fn a_quarter() -> Panel {
    panel(&[
        life("??AA", 0),
        life("?a?1", 0),
        life("????", 0),
        life("AAA?", 0),
        life("AAAA", 0),
        life("111A", 0),
        life("BBB.", 0),
        life("aaA1", 0),
        life("bbbb", 0),
    ])
}

fn pay() -> Panel {
    let team = |profession| {
        move |(pay, with): (f64, char)| of(profession, paid(pay, life(&with.to_string().repeat(2), 9)))
    };
    let leads = [(2_700.0, 'A'), (9_000.0, 'A'), (1_000.0, 'B'), (3_000.0, '1'), (3_000.0, '2')];
    let support = [(1_800.0, 'A'), (2_000.0, '1')];
    let logistics = [(2_200.0, 'A'), (2_200.0, 'B'), (2_200.0, 'B'), (2_000.0, '1')];
    let mut lives: Vec<Vec<Person>> = leads.into_iter().map(team(Profession::ProjectLead)).collect();
    lives.extend(support.into_iter().map(team(Profession::Support)));
    lives.extend(logistics.into_iter().map(team(Profession::LogisticsQuality)));
    panel(&lives)
}

fn search(opened: i32, structure: u32, ended: Option<(i32, Outcome)>) -> Recruitment {
    Recruitment { opened, structure, profession: Profession::ProjectLead, ended }
}

/// Over 13 months five posts can be followed for six: one filled at once, one after five months, one given up after
/// four, one filled after eight, one still open. One is too young, one of before the launch, one of another profession.
fn recruitment() -> Panel {
    let mut panel = panel(&idle(14));
    panel.events.recruitments = vec![
        search(0, 0, Some((2, Outcome::Filled))),
        search(1, 0, Some((6, Outcome::Filled))),
        search(2, 0, Some((6, Outcome::TooLong))),
        search(4, 0, Some((12, Outcome::Filled))),
        search(7, 0, Some((7, Outcome::Filled))),
        search(-1, 0, Some((7, Outcome::Filled))),
        Recruitment { profession: Profession::Support, ..search(0, 0, Some((0, Outcome::Closed))) },
    ];
    panel.searches = vec![search(5, 0, None)];
    panel.days_to_fill = vec![MONTH; 3];
    panel
}

/// 2 posts open and 18 people in small structures, 1 and 99 in a large one; a closed one counts nowhere.
fn vacancies() -> Panel {
    let small = Place { staff: 9, vacancies: 1, ..place(0.0) };
    let large = Place { staff: 99, vacancies: 1, ..place(50.0) };
    places(&[small, small, large, Place { open: false, ..small }])
}

/// Unemployment doubles while the vacancy rate halves.
fn beveridge() -> Panel {
    let mut panel =
        panel(&[life("?????", 0), life("11?1?", 9), life("1?1??", 9), life("11111", 9), life("11111", 9)]);
    for month in &mut panel.months {
        let unemployed = month.people.iter().filter(|one| one.seeking).count() as f64;
        let vacant = 12.0 / unemployed;
        month.structures = vec![Place { staff: 100 - vacant as u32, vacancies: vacant as u32, ..place(0.0) }];
    }
    panel
}

/// Of four executives in work, one has been contacted in the quarter, twice; one before it had been asked about, in
/// the month that follows; of a technician and of somebody out of work nothing is asked.
fn contacts() -> Panel {
    let mut panel = panel(&[
        life("AAAA", 9),
        life("1111", 9),
        life("1111", 9),
        life("1111", 9),
        of(Profession::Support, life("1111", 9)),
        life("111?", 9),
    ]);
    let met = |(month, worker)| Contact { month, worker };
    panel.events.contacts = Some([(0, 0), (2, 0), (3, 1), (1, 4), (1, 5)].map(met).to_vec());
    panel
}

fn cash() -> Panel {
    let with = |cash_months: f64| Place { cash_months, ..place(5.0) };
    let scop = Place { form: LegalForm::Scop, ..with(1.0) };
    let closed = Place { open: false, ..with(1.0) };
    places(&[
        with(-1.0),
        with(2.9),
        with(3.0),
        with(6.0),
        with(6.1),
        with(11.9),
        with(12.0),
        with(40.0),
        scop,
        closed,
    ])
}

/// Nine in one and ten in the other, one of the four professions among them.
fn sizes() -> Panel {
    places(&[Place { staff: 1, ..place(8.0) }, place(9.9), Place { staff: 1, ..place(9.0) }])
}

/// Of two associations one is closed in the sixth month: 18 months open in a year. A Scop dissolves in the last.
fn closures() -> Panel {
    let mut panel = panel(&idle(13));
    let scop = Place { form: LegalForm::Scop, ..place(5.0) };
    for (k, month) in panel.months.iter_mut().enumerate() {
        month.structures =
            vec![place(5.0), Place { open: k < 6, ..place(5.0) }, Place { open: k < 12, ..scop }];
    }
    panel.events.closures = vec![
        Closure { month: 5, structure: 1, why: Why::Insolvent },
        Closure { month: 11, structure: 2, why: Why::Dissolved },
    ];
    panel
}

/// A year of eight associations under a cut, and of three that are not asked. 0 replaces whoever leaves, later, by the
/// post it still holds open, and in time for one who leaves in the last month; 1 loses two of one profession and hires
/// one, and one of another profession; 2 hired before somebody left; 3 withdraws a post for want of money, 4 for want of
/// candidates; 5 lays off; 6 does each to its own team; 7 sees a term end.
fn cuts() -> Panel {
    let mut lives: Vec<Vec<Person>> = idle(13);
    lives.push(of(Profession::Support, life(&"1".repeat(13), 100)));
    let mut panel = panel(&lives);
    let cut = Place { cut: true, ..place(5.0) };
    for (k, month) in panel.months.iter_mut().enumerate() {
        month.structures = vec![cut; 11];
        // a cut of one month is a cut
        month.structures[7].cut = k == 3;
        month.structures[8].cut = false;
        month.structures[9].form = LegalForm::Scic;
        month.structures[10].identity = u32::from(k > 6);
    }
    let gone = |month: i32, worker: u32, employer: u32, contract: Contract, why: End| Separation {
        employer,
        ..ended(month, worker, contract, 9, why)
    };
    let left = |month: i32, employer: u32| gone(month, 0, employer, Contract::OpenEnded, End::Quit);
    panel.events.separations = vec![
        left(1, 0),
        left(4, 0),
        left(11, 0),
        left(1, 1),
        left(2, 1),
        left(6, 2),
        gone(3, 0, 5, Contract::OpenEnded, End::Dismissed),
        gone(3, 0, 7, Contract::FixedTerm, End::TermEnded),
        left(2, 8),
        gone(2, 0, 9, Contract::OpenEnded, End::Dismissed),
        gone(2, 0, 10, Contract::OpenEnded, End::Dismissed),
    ];
    panel.events.recruitments = vec![
        search(2, 0, Some((3, Outcome::Filled))),
        search(3, 1, Some((5, Outcome::Filled))),
        Recruitment { profession: Profession::Support, ..search(3, 1, Some((5, Outcome::Filled))) },
        search(2, 2, Some((3, Outcome::Filled))),
        search(2, 3, Some((5, Outcome::Unaffordable))),
        search(2, 4, Some((8, Outcome::TooLong))),
        search(2, 8, Some((5, Outcome::Unaffordable))),
    ];
    panel.searches = vec![search(9, 0, None)];
    let shrinks = |month: i32, structure: u32, why: Fewer| TeamShrinks { month, structure, posts: 1.0, why };
    panel.events.teams = vec![
        shrinks(1, 6, Fewer::NotReplaced),
        shrinks(2, 6, Fewer::Cancelled),
        shrinks(3, 6, Fewer::LaidOff),
        shrinks(12, 7, Fewer::LaidOff),
        shrinks(3, 8, Fewer::NotReplaced),
    ];
    panel
}

/// Twenty people on the eve of a crisis of renewable energy: a year after it 12 are left where there were 15, and a
/// structure founded in the place of one of five has six.
fn shock() -> Panel {
    let mut panel = panel(&idle(15));
    for (k, month) in panel.months.iter_mut().enumerate() {
        let late = k >= 13;
        let founded_since = Place { identity: 7, ..place(6.0) };
        let spared = Place { sector: Sector::Ec, ..place(if late { 1.0 } else { 10.0 }) };
        month.structures = vec![
            place(if late { 12.0 } else { 15.0 }),
            if late { founded_since } else { place(5.0) },
            spared,
            Place { open: late, ..place(50.0) },
        ];
        month.crisis[Sector::Enr] = k >= 2;
    }
    panel
}

/// Each observable, a panel, and what anyone counts in it.
pub fn known() -> Vec<(&'static str, Panel, f64)> {
    vec![
        ("quit_rate_cdi", resignations(), 100.0 * 12.0 / 36.0),
        ("first_year_quit_ratio", resignations(), 36.0 / 11.0),
        ("cdi_broken_1y_executives", first_years(), 100.0 * 3.0 / 6.0),
        ("cdi_broken_1y_technicians", first_years(), 50.0),
        ("ess_turnover", turnover(), 100.0 / 4.0),
        ("same_employer_1y", a_year(), 20.0),
        ("moved_to_other_firm_1y", a_year(), 20.0),
        ("unemployed_1y", a_year(), 20.0),
        ("inactive_1y", a_year(), 40.0),
        ("unemployed_to_job_quarter", a_quarter(), 100.0 * 2.0 / 3.0),
        ("cdi_to_unemployment_quarter", a_quarter(), 25.0),
        ("cdd_to_cdi_quarter", a_quarter(), 50.0),
        ("unemployment_rate", panel(&[life("?11", 0), life("1?.", 0), life("1?1", 0)]), 100.0 * 2.0 / 5.0),
        ("wage_gap_executives", pay(), -10.0),
        ("wage_gap_others", pay(), (-10.0 + 3.0 * 10.0) / 4.0),
        ("time_to_fill_median_days", recruitment(), MONTH),
        ("time_to_fill_p75_over_median", recruitment(), 1.25),
        ("recruitment_filled", recruitment(), 100.0 * 6.0 / 20.0),
        ("recruitment_abandoned", recruitment(), 100.0 * 3.0 / 20.0),
        ("ess_vacancy_rate", vacancies(), 100.0 * 3.0 / 120.0),
        ("small_to_large_vacancy_ratio", vacancies(), (2.0 / 20.0) / (1.0 / 100.0)),
        ("vacancy_unemployment_slope", beveridge(), -1.0),
        ("contacted_by_recruiter_quarter", contacts(), 25.0),
        ("cash_below_3_months", cash(), 25.0),
        ("cash_up_to_6_months", cash(), 50.0),
        ("cash_12_months_or_more", cash(), 25.0),
        ("structures_under_10", sizes(), 100.0 * 2.0 / 3.0),
        ("jobs_in_structures_under_10", sizes(), 100.0 * 18.9 / 28.9),
        ("insolvency_associations", closures(), 100.0 * 12.0 / 18.0),
        ("association_exit", closures(), 100.0 * 12.0 / 18.0),
        ("cooperative_exit", closures(), 100.0),
        ("not_replaced_after_cut", cuts(), 100.0 * 3.0 / 8.0),
        ("cancelled_hires_after_cut", cuts(), 100.0 * 2.0 / 8.0),
        ("layoffs_after_cut", cuts(), 100.0 * 2.0 / 8.0),
        ("absence_rate", illness(), 100.0 * 0.6 / 5.0),
        ("headcount_12m_after_sector_shock", shock(), 60.0),
    ]
}
