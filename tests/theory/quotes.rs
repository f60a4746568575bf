//! What `mutualise cost` answers for a post is what the ledger moves in a month of a one-structure world.

use mutualise::experiment::replication::{common_past, future, rates_of};
use mutualise::formats::{EMBEDDED, Employer, Format};
use mutualise::kinds::{LegalForm, Need as Kind, Profession};
use mutualise::law::{Branch, Contract, Grade, Item, Workplace};
use mutualise::month::Check;
use mutualise::price::contract_of;
use mutualise::price::quote::{Condition, Need, Part, Quote, User};
use mutualise::scenario::Scenario;
use mutualise::units::Money;
use mutualise::world::structures::Surge;
use mutualise::world::{Purpose, World};

use crate::case;

/// Whose post it is.
#[derive(Clone, Copy)]
struct Post {
    fte: f64,
    liable: bool,
    /// A project lead at 4,200 €, who is an executive, instead of the logistics-and-quality lead at 2,700 €.
    executive: bool,
    /// Structures alike, each of which needs it.
    structures: u32,
    /// Structures that share a job.
    users: u32,
}

/// The case of the page on costs.
const USUAL: Post = Post { fte: 0.4, liable: false, executive: false, structures: 1, users: 1 };
/// The others of one structure.
const OTHERS: [Post; 2] = [Post { liable: true, ..USUAL }, Post { executive: true, ..USUAL }];
/// Two structures share a job.
const SHARED: Post = Post { structures: 2, users: 2, ..USUAL };
/// Thirty-two structures share sixteen full-time jobs: more pay than an association's abatement covers.
const MANY: Post = Post { fte: 0.5, structures: 32, users: 2, ..USUAL };
/// The same of executives, whose life cover is taxed too, and of jobs of 28 hours.
const MANY_OTHERS: [Post; 2] = [Post { executive: true, ..MANY }, Post { fte: 0.4, ..MANY }];

impl Post {
    fn profession(self) -> Profession {
        if self.executive { Profession::ProjectLead } else { Profession::LogisticsQuality }
    }

    fn sets(self) -> Vec<String> {
        let mut sets = vec![
            format!("population.need_scale={}", self.fte),
            format!("population.structures={}", self.structures),
            format!("population.people={}", 40 * self.structures),
            format!("pool.threshold={}", self.fte * f64::from(self.users)),
        ];
        if self.liable {
            sets.push("population.vat_liable_association=1.0".to_owned());
        }
        if self.executive {
            let need = "population.need_probability.ec";
            sets.extend([format!("{need}.logistics_quality=0.0"), format!("{need}.project_lead=1.0")]);
            sets.extend(["junior", "senior"].map(|level| format!("market.ess_{level}.project_lead=4200.0")));
        }
        sets
    }
}

/// The case under one format alone, its pool at work from the first month and without costs of its own.
fn scenario(post: Post, format: &str, months: u32) -> Scenario {
    let mut sets = vec![format!("formats=[\"status-quo\",\"{format}\"]"), format!("run.months={months}")];
    if format != "status-quo" {
        // one post cannot feed a pool: it has no costs of its own, so that it lives through the months compared
        let terms = ["setup_months=0", "fixed_cost=0.0", "permanents_per_fte=0.0"];
        sets.extend(terms.map(|term| format!("format.{format}.{term}")));
    } else {
        sets[0] = "formats=[\"status-quo\"]".to_owned();
    }
    // whoever is out of work may be sent on a path
    sets.extend(["insertion.public_share=1.0".to_owned()]);
    sets.extend(post.sets());
    case("one-structure", &sets.iter().map(String::as_str).collect::<Vec<_>>())
}

fn last(scenario: &Scenario) -> &Format {
    scenario.formats.last().expect("a format")
}

/// The world after so many months; a format of missions meets a temporary need instead of one that lasts.
fn world(post: Post, format: &str, months: u32) -> World {
    let scenario = scenario(post, format, months);
    let profession = post.profession();
    let mut past = common_past(&scenario, 0, Check::EveryMonth);
    let terms = &last(&scenario).terms;
    if terms.employer != Employer::Structure && terms.offer.serves() == Kind::Temporary {
        past.structures.need[0][profession] = 0.0;
        past.structures.surge[0][profession] = Surge { fte: post.fte, months_left: 60, waiting: 0.0 };
        // so usual a mission that it feeds an open-ended contract
        past.pools[0].mission_flow[profession] = 100.0;
    }
    future(&scenario, &past, last(&scenario), 0, Check::EveryMonth)
}

/// What was moved in one month once the post is filled, for a purpose.
fn moved(post: Post, format: &str) -> impl Fn(Purpose) -> Money {
    let [before, after] = [8, 9].map(|months| world(post, format, months));
    move |purpose| after.ledger.moved(purpose) - before.ledger.moved(purpose)
}

/// The same case as a need of which the whole job is this structure's.
fn need(post: Post) -> Need {
    let rates = rates_of(&scenario(post, "status-quo", 1).params);
    Need {
        gross: Money::euros(if post.executive { 4_200.0 } else { 2_700.0 }),
        gross_elsewhere: Vec::new(),
        fte: post.fte,
        contract: Contract::OpenEnded,
        grade: if post.executive { Grade::Executive } else { Grade::Other },
        accident_rate: rates.accident_rate(post.profession()),
        workplace: Workplace::AixMarseilleProvence,
        branch: Branch::General,
        users: Some(post.users),
        pool_fte: (post.structures > 1).then(|| post.fte * f64::from(post.structures)),
        user: User {
            headcount: 8.0,
            form: LegalForm::Association,
            vat_liable: post.liable,
            taxed_receipts: None,
            short_hours: None,
        },
    }
}

fn check_direct(post: Post) {
    let scenario = scenario(post, "status-quo", 1);
    let quote = Quote::direct(&need(post), &rates_of(&scenario.params), &scenario.params.finance);
    let moved = moved(post, "status-quo");
    assert!(moved(Purpose::Pay) > Money::ZERO, "nobody works");
    assert_eq!(
        moved(Purpose::Pay) + moved(Purpose::Contributions),
        quote.sum(|part| part != Part::PayrollTax)
    );
    assert_eq!(moved(Purpose::PayrollTax), quote.sum(|part| part == Part::PayrollTax));
    assert_eq!(moved(Purpose::PayrollTax) > Money::ZERO, !post.liable, "who is not liable owes payroll tax");
    println!("direct hire: {} € a year", quote.total_year().as_euros());
}

fn check_pooled(post: Post, id: &str) -> bool {
    let scenario = scenario(post, id, 1);
    let terms = &last(&scenario).terms;
    if terms.employer == Employer::LendingStructure {
        return false; // has a test of its own
    }
    let Some(quote) = Quote::pooled(&need(post), terms, &scenario.params.pool, &rates_of(&scenario.params))
    else {
        return false;
    };
    if quote.conditions.contains(&Condition::NoExemption) {
        return false; // may not join
    }
    let moved = moved(post, id);
    assert!(moved(Purpose::Pay) > Money::ZERO, "{id}: nobody works");
    let structures = f64::from(post.structures);
    // the payroll tax is shared out in proportion, each share rounded to the cent
    let rounding = if post.structures > 1 { Money::euros(0.01 * structures) } else { Money::ZERO };
    let same = |purpose, one: Money, what: &str| {
        let (moved, quoted) = (moved(purpose), one * structures);
        let apart = (moved - quoted).max(quoted - moved);
        assert!(apart <= rounding, "{id}: {what}: {moved:?} moved, {quoted:?} quoted");
    };
    same(Purpose::Invoice, quote.sum(|part| !matches!(part, Part::Vat | Part::Dues)), "invoices");
    same(Purpose::PayrollTax, quote.sum(|part| part == Part::PayrollTax), "payroll tax");
    same(Purpose::Vat, quote.sum(|part| part == Part::Vat), "VAT");
    same(Purpose::Dues, quote.sum(|part| part == Part::Dues), "dues");
    // between missions somebody is paid for more than this post
    if contract_of(terms.offer) != Contract::OpenEndedTemporary {
        let gross = |part| matches!(part, Part::Employment(Item::Pay | Item::Premium | Item::Leave));
        let rest = |part| matches!(part, Part::Employment(_)) && !gross(part);
        same(Purpose::Pay, quote.sum(gross), "pay");
        same(Purpose::Contributions, quote.sum(rest), "contributions");
    }
    println!("{id}: {} € a year", quote.total_year().as_euros());
    true
}

#[test]
fn a_direct_hire_costs_in_the_simulation_what_its_quote_says() {
    std::iter::once(USUAL).chain(OTHERS).for_each(check_direct);
}

#[test]
fn a_pooled_post_costs_in_the_simulation_what_its_quote_says_under_every_format() {
    let compared = EMBEDDED.iter().filter(|(id, _)| check_pooled(USUAL, id)).count();
    assert!(compared >= 10, "too few formats have a pool: {compared}");
}

#[test]
fn who_is_liable_and_who_needs_an_executive_pay_what_their_quotes_say_too() {
    for post in OTHERS {
        for id in ["ge", "scic-interim"] {
            assert!(check_pooled(post, id), "{id} has no quote");
        }
    }
}

#[test]
fn two_who_share_a_job_each_pay_what_their_quote_says() {
    let compared = EMBEDDED.iter().filter(|(id, _)| {
        let lasting = |format: &Format| format.terms.offer.serves() == Kind::Recurrent;
        lasting(last(&scenario(SHARED, id, 1))) && check_pooled(SHARED, id)
    });
    let compared = compared.count();
    assert!(compared >= 6, "too few formats share a job: {compared}");
}

#[test]
fn a_groupement_exempt_of_vat_bills_the_payroll_tax_beyond_its_abatement_as_quoted() {
    for post in std::iter::once(MANY).chain(MANY_OTHERS) {
        assert!(check_pooled(post, "ge-exempt"));
        let scenario = scenario(post, "ge-exempt", 1);
        let (terms, rates) = (&last(&scenario).terms, rates_of(&scenario.params));
        let quote = Quote::pooled(&need(post), terms, &scenario.params.pool, &rates).expect("a pool");
        let tax = quote.sum(|part| part == Part::PayrollTax);
        assert!(tax > Money::ZERO, "sixteen jobs are within the abatement");
    }
}

/// The world after so many months in which a structure lends another, which needs 0.4, what it employs beyond its need;
/// the borrower is not liable for VAT.
fn lent(lender_liable: bool, months: u32) -> World {
    let two = Post { structures: 2, ..USUAL };
    let [hiring, lending] = [("status-quo", 10), ("staff-loan", months)].map(|(format, months)| {
        let mut scenario = scenario(two, format, months);
        // one more site is welcome
        scenario.params.market.taste_diversity = 0.1;
        scenario
    });
    let profession = USUAL.profession();
    let mut past = common_past(&hiring, 0, Check::EveryMonth);
    past.structures.vat_liable[0] = lender_liable;
    (past.structures.need[0][profession], past.structures.need[1][profession]) = (1.0, 0.0);
    let mut hired = future(&hiring, &past, last(&hiring), 0, Check::EveryMonth);
    (hired.structures.need[0][profession], hired.structures.need[1][profession]) = (0.6, 0.4);
    hired.structures.acquaint(0, 1);
    future(&lending, &hired, last(&lending), 0, Check::EveryMonth)
}

#[test]
fn a_loan_of_staff_costs_in_the_simulation_what_its_quote_says() {
    let scenario = scenario(USUAL, "staff-loan", 1);
    let rates = rates_of(&scenario.params);
    // the lender employs a full time
    let need = Need { users: None, ..need(USUAL) };
    let terms = &last(&scenario).terms;
    let quote = Quote::pooled(&need, terms, &scenario.params.pool, &rates).expect("a road");
    let cost = quote.sum(|part| matches!(part, Part::Employment(_)));
    assert_eq!((quote.total(), cost > Money::ZERO), (cost, true), "pay and contributions, and nothing else");
    assert!(quote.conditions.contains(&Condition::Loan), "a lender liable for VAT adds it");
    for lender_liable in [false, true] {
        let [before, after] = [2, 3].map(|months| lent(lender_liable, months));
        assert_eq!(after.pools.loans.len(), 1, "nobody is lent");
        let moved = |purpose| after.ledger.moved(purpose) - before.ledger.moved(purpose);
        assert_eq!(moved(Purpose::Loan), cost, "the loan");
        let tax = if lender_liable { cost * rates.vat_rate() } else { Money::ZERO };
        assert_eq!(moved(Purpose::Vat), tax, "VAT");
    }
    println!("staff-loan: {} € a year", quote.total_year().as_euros());
}
