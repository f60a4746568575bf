//! An event in plain words, and who it happens to.

use super::Explanation;
use super::life::{Employer, Event, What, Who};
use crate::indicators::registry::{EMPLOYER_GROUPS, PROFESSION_GROUPS};
use crate::kinds::{LegalForm, Profession, Sector, Zone};
use crate::law::Contract;
use crate::month::Phase;
use crate::units::FULL_TIME_WEEK;
use crate::words::numbers::{number, with_unit};
use crate::words::{Lang, fill, say};
use crate::world::record::{End, Why};
use crate::world::structures::Strain;

/// The phase, as the table of contents of a month names it.
pub fn phase(phase: Phase, lang: Lang) -> &'static str {
    say(
        lang,
        match phase {
            Phase::Environment => "explain.phase-environment",
            Phase::Needs => "explain.phase-needs",
            Phase::Membership => "explain.phase-membership",
            Phase::Posts => "explain.phase-posts",
            Phase::Hiring => "explain.phase-hiring",
            Phase::Work => "explain.phase-work",
            Phase::People => "explain.phase-people",
            Phase::Mobility => "explain.phase-mobility",
            Phase::Accounts => "explain.phase-accounts",
            Phase::Club => "explain.phase-club",
            Phase::Observation => "explain.phase-observation",
        },
    )
}

/// Who it is, by number.
pub fn who(who: Who, lang: Lang) -> String {
    let numbered = |key: &str, number: u32| fill(say(lang, key), &[("number", &number.to_string())]);
    match who {
        Who::Person(number) => numbered("explain.person", number),
        Who::Structure(number) => numbered("explain.structure", number),
        Who::Pool(0) => say(lang, "explain.pool").to_owned(),
        Who::Pool(_) => say(lang, "explain.pool-beside").to_owned(),
    }
}

fn employer(employer: Employer, lang: Lang) -> String {
    match employer {
        Employer::Structure(number) => who(Who::Structure(number), lang),
        Employer::Pool(place) => who(Who::Pool(place), lang),
        Employer::Firm => say(lang, "explain.firm").to_owned(),
    }
}

fn profession(of: Profession, lang: Lang) -> &'static str {
    PROFESSION_GROUPS[of as usize].1.get(lang)
}

fn contract(contract: Contract, lang: Lang) -> &'static str {
    say(
        lang,
        match contract {
            Contract::OpenEnded => "explain.open-ended",
            Contract::FixedTerm => "explain.fixed-term",
            Contract::TemporaryMission => "explain.mission",
            Contract::OpenEndedTemporary => "explain.open-ended-temporary",
            Contract::Alternance => "explain.alternance",
        },
    )
}

/// Hours a week: what people know of their job.
fn hours(fte: f64, lang: Lang) -> String {
    with_unit(&number(fte * FULL_TIME_WEEK, 1, lang), "h", lang)
}

fn euros(amount: f64, lang: Lang) -> String {
    with_unit(&number(amount, 0, lang), "€", lang)
}

fn why_left(why: End, lang: Lang) -> &'static str {
    say(
        lang,
        match why {
            End::Poached => "explain.left-poached",
            End::MovedWithinEss => "explain.left-moved",
            End::Absorbed => "explain.left-absorbed",
            End::Quit => "explain.left-quit",
            End::Trial => "explain.left-trial",
            End::TermEnded => "explain.left-term",
            End::Dismissed => "explain.left-dismissed",
            End::Burnout => "explain.left-burnout",
            End::LeftLabourForce => "explain.left-labour-force",
        },
    )
}

fn tightens(strain: Strain) -> &'static str {
    match strain {
        Strain::None => "explain.strain-none",
        Strain::Freeze => "explain.strain-freeze",
        Strain::Cancel => "explain.strain-cancel",
        Strain::Layoff => "explain.strain-layoff",
    }
}

/// What happened, in the life that is told: a hire is also something that happens to the employer.
pub fn what(event: &Event, told_of: Who, lang: Lang) -> String {
    let person = who(event.who, lang);
    match &event.what {
        What::Hired { contract: of, fte, pay, .. } if event.who != told_of => {
            let (hours, pay) = (hours(*fte, lang), euros(*pay, lang));
            let values =
                [("person", &*person), ("contract", contract(*of, lang)), ("hours", &hours), ("pay", &pay)];
            fill(say(lang, "explain.takes-on"), &values)
        }
        What::Left { why, .. } if event.who != told_of => {
            fill(say(lang, "explain.loses"), &[("person", &person), ("why", why_left(*why, lang))])
        }
        _ => happening(event, lang),
    }
}

/// Whether a reader can see that anything changed: pay may move by less than a euro.
pub fn is_seen(event: &Event, lang: Lang) -> bool {
    !matches!(&event.what, What::Pay { from, to } if euros(*from, lang) == euros(*to, lang))
}

fn happening(event: &Event, lang: Lang) -> String {
    let plain = |key: &str| say(lang, key).to_owned();
    let with = |key: &str, values: &[(&str, &str)]| fill(say(lang, key), values);
    let pool = |place: usize| who(Who::Pool(place), lang);
    match &event.what {
        What::Hired { by, contract: of, fte, pay } => {
            let (by, of) = (employer(*by, lang), contract(*of, lang));
            let (hours, pay) = (hours(*fte, lang), euros(*pay, lang));
            with("explain.hired", &[("by", &by), ("contract", of), ("hours", &hours), ("pay", &pay)])
        }
        What::Left { from, why } => {
            with("explain.leaves", &[("from", &employer(*from, lang)), ("why", why_left(*why, lang))])
        }
        What::MadeOpenEnded => plain("explain.made-open-ended"),
        What::Pay { from, to } => {
            with("explain.paid", &[("from", &euros(*from, lang)), ("to", &euros(*to, lang))])
        }
        What::Hours { from, to } => {
            with("explain.works", &[("from", &hours(*from, lang)), ("to", &hours(*to, lang))])
        }
        What::WorksFor(users) if users.is_empty() => plain("explain.for-nobody"),
        What::WorksFor(users) => {
            let list: Vec<String> = users.iter().map(u32::to_string).collect();
            with("explain.for", &[("list", &list.join(", "))])
        }
        What::GivesUpLooking => plain("explain.gives-up"),
        What::LooksAgain => plain("explain.looks-again"),
        What::Retires => plain("explain.retires"),
        What::PostOpened { profession: of, fte, temporary } => {
            let key = if *temporary { "explain.post-temporary" } else { "explain.post-opened" };
            with(key, &[("profession", profession(*of, lang)), ("hours", &hours(*fte, lang))])
        }
        What::PostGivenUp { profession: of, fte, .. } => {
            let values = [("profession", profession(*of, lang)), ("hours", &hours(*fte, lang))];
            with("explain.post-given-up", &values)
        }
        What::Joins(place) => with("explain.joins", &[("pool", &pool(*place))]),
        What::GivesNotice { pool: place, of_time_only } => {
            let key = if *of_time_only { "explain.notice-time" } else { "explain.notice" };
            with(key, &[("pool", &pool(*place))])
        }
        What::TakesNoticeBack(place) => with("explain.notice-back", &[("pool", &pool(*place))]),
        What::Leaves(place) => with("explain.leaves-pool", &[("pool", &pool(*place))]),
        What::Shares { profession: of, from, to } => {
            let values = [
                ("profession", profession(*of, lang)),
                ("from", &*hours(*from, lang)),
                ("to", &*hours(*to, lang)),
            ];
            with("explain.shares", &values)
        }
        What::Tightens(strain) => plain(tightens(*strain)),
        What::MeetsOthers => plain("explain.meets"),
        What::CalledOn(amount) => with("explain.called", &[("amount", &euros(amount.as_euros(), lang))]),
        What::Closes(Why::Insolvent) => plain("explain.insolvent"),
        What::Closes(Why::Dissolved) => plain("explain.dissolved"),
        What::Founded => plain("explain.founded"),
        What::SettingUp => plain("explain.setting-up"),
        What::Opens => plain("explain.opens"),
        What::Liquidated => plain("explain.liquidated"),
    }
}

/// Somebody at the launch: profession, place, employer.
pub fn introduce_person(explanation: &Explanation, w: usize, lang: Lang) -> String {
    let (past, workers) = (&explanation.past, &explanation.past.workers);
    let at = match workers.status[w] {
        crate::kinds::Status::Structure => {
            let number = past.structures.identity[workers.employer[w] as usize];
            employer(Employer::Structure(number), lang)
        }
        crate::kinds::Status::Firm => employer(Employer::Firm, lang),
        _ => say(lang, "explain.nobody").to_owned(),
    };
    let name = who(Who::Person(workers.identity[w]), lang);
    let of = profession(workers.profession[w], lang);
    let values =
        [("person", &*name), ("profession", of), ("zone", zone(workers.zone[w])), ("employer", &*at)];
    fill(say(lang, "explain.this-person"), &values)
}

/// A structure at the launch: sector, form, place, size, tax.
pub fn introduce_structure(explanation: &Explanation, s: usize, lang: Lang) -> String {
    let structures = &explanation.past.structures;
    let group = |place: usize| EMPLOYER_GROUPS[place].1.get(lang);
    let sector = match structures.sector[s] {
        Sector::Enr => group(2),
        Sector::Bat => group(3),
        Sector::Ec => group(4),
    };
    let form = match structures.form[s] {
        LegalForm::Association => say(lang, "explain.association"),
        LegalForm::Scop => say(lang, "explain.scop"),
        LegalForm::Scic => say(lang, "explain.scic"),
        LegalForm::Company => say(lang, "explain.company"),
    };
    let vat = if structures.vat_liable[s] { "explain.vat-liable" } else { "explain.vat-exempt" };
    let name = who(Who::Structure(structures.identity[s]), lang);
    let team = number(structures.team_normal[s], 0, lang);
    let values = [
        ("structure", &*name),
        ("sector", sector),
        ("form", form),
        ("zone", zone(structures.zone[s])),
        ("team", &team),
        ("vat", say(lang, vat)),
    ];
    fill(say(lang, "explain.this-structure"), &values)
}

/// A zone has one name in all languages.
fn zone(zone: Zone) -> &'static str {
    match zone {
        Zone::Marseille => "Marseille",
        Zone::Aix => "Aix-en-Provence",
        Zone::Arles => "Arles",
        Zone::Martigues => "Martigues",
        Zone::Salon => "Salon-de-Provence",
    }
}
