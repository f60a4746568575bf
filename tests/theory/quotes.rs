//! What `mutualise cost` answers for a post is what the ledger moves in a month of a one-structure world.

use mutualise::experiment::replication::{common_past, future, rates_of};
use mutualise::formats::{EMBEDDED, Employer, Format};
use mutualise::kinds::{LegalForm, Need as Kind, Profession};
use mutualise::law::{Branch, Contract, Grade, Workplace};
use mutualise::month::Check;
use mutualise::price::quote::{Condition, Need, Part, Quote, User};
use mutualise::scenario::Scenario;
use mutualise::units::Money;
use mutualise::world::structures::Surge;
use mutualise::world::{Purpose, World};

use crate::case;

const FTE: f64 = 0.4;

/// Whose post it is.
#[derive(Clone, Copy)]
struct Post {
    liable: bool,
    /// A project lead at 4,200 €, who is an executive, instead of the logistics-and-quality lead at 2,700 €.
    executive: bool,
}

/// The case of the page on costs.
const USUAL: Post = Post { liable: false, executive: false };
/// The others.
const OTHERS: [Post; 2] = [Post { liable: true, executive: false }, Post { liable: false, executive: true }];

impl Post {
    fn profession(self) -> Profession {
        if self.executive { Profession::ProjectLead } else { Profession::LogisticsQuality }
    }

    fn sets(self) -> Vec<String> {
        let mut sets = Vec::new();
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
        past.structures.surge[0][profession] = Surge { fte: FTE, months_left: 60, waiting: 0.0 };
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
        fte: FTE,
        contract: Contract::OpenEnded,
        grade: if post.executive { Grade::Executive } else { Grade::Other },
        accident_rate: rates.accident_rate(post.profession()),
        workplace: Workplace::AixMarseilleProvence,
        branch: Branch::General,
        users: Some(1),
        pool_fte: None,
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
        return false; // needs a second structure: tests/formats_each
    }
    let Some(quote) = Quote::pooled(&need(post), terms, &scenario.params.pool, &rates_of(&scenario.params))
    else {
        return false;
    };
    if quote.conditions.contains(&Condition::NoExemption) {
        return false; // may not join
    }
    let moved = moved(post, id);
    let invoice = quote.sum(|part| !matches!(part, Part::Vat | Part::Dues));
    assert!(invoice > Money::ZERO && moved(Purpose::Pay) > Money::ZERO, "{id}: nobody works");
    assert_eq!(moved(Purpose::Invoice), invoice, "{id}: invoices");
    assert_eq!(moved(Purpose::Vat), quote.sum(|part| part == Part::Vat), "{id}: VAT");
    assert_eq!(moved(Purpose::Dues), quote.sum(|part| part == Part::Dues), "{id}: dues");
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
