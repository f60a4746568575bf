//! What `mutualise cost` answers for a post is what the ledger moves in a month of a one-structure world.

use mutualise::experiment::replication::{common_past, future, rates_of};
use mutualise::formats::{EMBEDDED, Employer, Format};
use mutualise::kinds::{LegalForm, Need as Kind, Profession};
use mutualise::law::{Branch, Contract, Grade, Workplace};
use mutualise::month::Check;
use mutualise::price::quote::{Need, Part, Quote, User};
use mutualise::scenario::Scenario;
use mutualise::units::Money;
use mutualise::world::structures::Surge;
use mutualise::world::{Purpose, World};

use crate::case;

const FTE: f64 = 0.4;

/// The case under one format alone, its pool at work from the first month and without costs of its own.
fn scenario(format: &str, months: u32) -> Scenario {
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
    case("one-structure", &sets.iter().map(String::as_str).collect::<Vec<_>>())
}

fn last(scenario: &Scenario) -> &Format {
    scenario.formats.last().expect("a format")
}

/// The world after so many months; a format of missions meets a temporary need instead of one that lasts.
fn world(format: &str, months: u32) -> World {
    let scenario = scenario(format, months);
    let mut past = common_past(&scenario, 0, Check::EveryMonth);
    let terms = &last(&scenario).terms;
    if terms.employer != Employer::Structure && terms.offer.serves() == Kind::Temporary {
        past.structures.need[0][Profession::LogisticsQuality] = 0.0;
        past.structures.surge[0][Profession::LogisticsQuality] =
            Surge { fte: FTE, months_left: 60, waiting: 0.0 };
        // so usual a mission that it feeds an open-ended contract
        past.pools[0].mission_flow[Profession::LogisticsQuality] = 100.0;
    }
    future(&scenario, &past, last(&scenario), 0, Check::EveryMonth)
}

/// What was moved in one month once the post is filled, for a purpose.
fn moved(format: &str) -> impl Fn(Purpose) -> Money {
    let [before, after] = [8, 9].map(|months| world(format, months));
    move |purpose| after.ledger.moved(purpose) - before.ledger.moved(purpose)
}

/// The same case as a need of which the whole job is this structure's.
fn need() -> Need {
    let rates = rates_of(&scenario("status-quo", 1).params);
    Need {
        gross: Money::euros(2_700.0),
        gross_elsewhere: Vec::new(),
        fte: FTE,
        contract: Contract::OpenEnded,
        grade: Grade::Other,
        accident_rate: rates.accident_rate(Profession::LogisticsQuality),
        workplace: Workplace::AixMarseilleProvence,
        branch: Branch::General,
        users: Some(1),
        pool_fte: None,
        user: User {
            headcount: 8.0,
            form: LegalForm::Association,
            vat_liable: false,
            taxed_receipts: None,
            short_hours: None,
        },
    }
}

#[test]
fn a_direct_hire_costs_in_the_simulation_what_its_quote_says() {
    let scenario = scenario("status-quo", 1);
    let quote = Quote::direct(&need(), &rates_of(&scenario.params), &scenario.params.finance);
    let moved = moved("status-quo");
    assert_eq!(
        moved(Purpose::Pay) + moved(Purpose::Contributions),
        quote.sum(|part| part != Part::PayrollTax)
    );
    assert_eq!(moved(Purpose::PayrollTax), quote.sum(|part| part == Part::PayrollTax));
    assert!(moved(Purpose::PayrollTax) > Money::ZERO, "the case owes payroll tax");
    println!("direct hire: {} € a year", quote.total_year().as_euros());
}

#[test]
fn a_pooled_post_costs_in_the_simulation_what_its_quote_says_under_every_format() {
    let mut compared = 0;
    for (id, _) in EMBEDDED {
        let scenario = scenario(id, 1);
        let terms = &last(&scenario).terms;
        if terms.employer == Employer::LendingStructure {
            continue; // needs a second structure: tests/formats
        }
        let Some(quote) = Quote::pooled(&need(), terms, &rates_of(&scenario.params)) else { continue };
        let moved = moved(id);
        let invoice = quote.sum(|part| !matches!(part, Part::Vat | Part::Dues));
        assert!(invoice > Money::ZERO && moved(Purpose::Pay) > Money::ZERO, "{id}: nobody works");
        assert_eq!(moved(Purpose::Invoice), invoice, "{id}: invoices");
        assert_eq!(moved(Purpose::Vat), quote.sum(|part| part == Part::Vat), "{id}: VAT");
        assert_eq!(moved(Purpose::Dues), quote.sum(|part| part == Part::Dues), "{id}: dues");
        println!("{id}: {} € a year", quote.total_year().as_euros());
        compared += 1;
    }
    assert!(compared >= 10, "too few formats have a pool: {compared}");
}
