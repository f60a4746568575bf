//! Phase 2, money: what structures earn and spend besides the four professions (submodel 5.2).

use super::Turn;
use crate::dice::{Decision, Roll};
use crate::kinds::Sector;
use crate::law::Grade;
use crate::maths;
use crate::units::{MONTHS_PER_YEAR, Money};
use crate::world::record::{Events, Fewer, TeamShrinks};
use crate::world::structures::Strain;
use crate::world::{Account, Conditions, Ledger, Purpose, Structures, World};

/// Months of service.
const TWO_YEARS: u32 = 24;

/// Every open structure receives its income and pays its own team and purchases.
pub fn earn_and_spend(world: &mut World, turn: &Turn) {
    let World { structures, ledger, conditions, record, .. } = world;
    draw_luck(structures, conditions, turn);
    let months = months(structures, conditions, turn);
    let before = tighten(structures, months, turn);
    ledger.pay_each(Account::Funders, Purpose::Income, months.iter().map(|month| month.public));
    ledger.pay_each(Account::Outside, Purpose::Income, months.iter().map(|month| month.own));
    ledger.collect(Account::Workers, Purpose::Spending, months.iter().map(|month| month.staff));
    ledger.collect(Account::Outside, Purpose::Spending, months.iter().map(|month| month.purchases));
    resize_teams(structures, ledger, &mut record.events, before, turn);
}

/// How far each has tightened from now on; returns how far it had.
fn tighten<'a>(structures: &mut Structures, months: &[Month], turn: &Turn<'a>) -> &'a [Strain] {
    let before = turn.list(structures.strain.iter().copied());
    let strains = structures.strain.iter_mut().zip(months).zip(&structures.open);
    strains.filter(|&(_, &open)| open).for_each(|((strain, month), _)| *strain = month.strain);
    before
}

/// What the money of a structure hangs on this month.
#[derive(Clone, Copy)]
struct Means {
    sector: Sector,
    spending: f64,
    public_share: f64,
    scheme_share: f64,
    exposure: f64,
    public_cut: f64,
    sales_deviation: f64,
    cash_months: f64,
    cash_aim: f64,
    /// Its own team, against the normal one.
    team: f64,
}

/// The means of each structure, place by place.
#[inline(always)]
fn means(structures: &Structures) -> impl ExactSizeIterator<Item = Means> + '_ {
    let funding = structures.public_share.iter().zip(&structures.scheme_share).zip(&structures.public_cut);
    let sales = structures.sector.iter().zip(&structures.exposure).zip(&structures.sales_deviation);
    let cash = structures.spending.iter().zip(&structures.cash_months).zip(&structures.cash_aim);
    let teams = structures.team.iter().zip(&structures.team_normal);
    funding.zip(sales).zip(cash).zip(teams).map(|(((funding, sales), cash), (&team, &team_normal))| {
        let ((&public_share, &scheme_share), &public_cut) = funding;
        let ((&sector, &exposure), &sales_deviation) = sales;
        let ((&spending, &cash_months), &cash_aim) = cash;
        let team = team / team_normal;
        Means {
            sector,
            spending,
            public_share,
            scheme_share,
            exposure,
            public_cut,
            sales_deviation,
            cash_months,
            cash_aim,
            team,
        }
    })
}

/// The months of cash a structure reckons with: what it has, less what a cut of its public funding under way will take
/// in the months it looks ahead.
#[inline(always)]
fn cash_reckoned_with(means: &Means, conditions: &Conditions, turn: &Turn) -> f64 {
    let finance = &turn.params.finance;
    let lost = means.public_share * (1.0 - public_left(means, conditions));
    means.cash_months - finance.looks_ahead * (1.0 + finance.margin) * lost
}

/// How far a structure tightens, from its cash: the order in which employers react (L 7.4).
#[inline(always)]
fn strain(cash_months: f64, turn: &Turn) -> Strain {
    let finance = &turn.params.finance;
    if cash_months < finance.layoff_below {
        Strain::Layoff
    } else if cash_months < finance.cancel_below {
        Strain::Cancel
    } else if cash_months < finance.freeze_below {
        Strain::Freeze
    } else {
        Strain::None
    }
}

fn draw_luck(structures: &mut Structures, conditions: &Conditions, turn: &Turn) {
    let (sales_persistence, sales_sd) = (turn.params.finance.sales_persistence, turn.params.finance.sales_sd);
    let deviations = structures.sales_deviation.iter_mut().zip(&structures.identity).zip(&structures.open);
    for ((deviation, &identity), _) in deviations.filter(|&(_, &open)| open) {
        let [luck, _] = turn.dice.two(Decision::Sales, identity, turn.month);
        *deviation = sales_persistence * *deviation + sales_sd * maths::normal_quantile(luck);
    }
    // one draw for each public crisis, kept while it lasts
    if conditions.public_crisis && conditions.public_since == turn.month {
        for s in (0..structures.len()).filter(|&s| structures.open[s]) {
            let roll = turn.dice.roll(Decision::PublicCut, structures.identity[s], turn.month);
            structures.public_cut[s] = public_cut(roll, turn);
        }
    }
}

/// The share of public funding one structure loses in a crisis: many nothing, some a little, some much (L 7.2).
fn public_cut(mut roll: Roll, turn: &Turn) -> f64 {
    let shocks = &turn.params.shocks;
    let luck = roll.uniform();
    if luck < shocks.public_spared {
        0.0
    } else if luck < shocks.public_spared + shocks.public_light {
        shocks.public_light_depth
    } else {
        shocks.public_heavy_depth
    }
}

/// What a structure earns and spends in a month besides the four professions, and how far its cash makes it tighten.
#[derive(Clone, Copy, Debug, Default)]
struct Month {
    /// Public income.
    public: Money,
    /// Income from sales and schemes.
    own: Money,
    /// Spending on its own team.
    staff: Money,
    /// Spending on purchases.
    purchases: Money,
    /// How far it has tightened.
    strain: Strain,
}

/// The month of every structure; nothing comes and goes where one is closed.
fn months<'a>(structures: &Structures, conditions: &Conditions, turn: &Turn<'a>) -> &'a [Month] {
    let month = |(means, &open): (Means, &bool)| match open {
        true => month(&means, conditions, turn),
        false => Month::default(),
    };
    turn.list(means(structures).zip(&structures.open).map(month))
}

#[inline(always)]
fn month(means: &Means, conditions: &Conditions, turn: &Turn) -> Month {
    let (public, own) = income(means, conditions, turn);
    let (staff, purchases) = spending(means, conditions, turn);
    let [public, own, staff, purchases] = Money::each([public, own, staff, purchases]);
    let strain = strain(cash_reckoned_with(means, conditions, turn), turn);
    Month { public, own, staff, purchases, strain }
}

/// Public and own income of the month, in euros.
#[inline(always)]
fn income(means: &Means, conditions: &Conditions, turn: &Turn) -> (f64, f64) {
    let normal = means.spending * (1.0 + turn.params.finance.margin);
    let public = means.public_share * public_left(means, conditions);
    let orders = exposed(means, conditions.orders_lost[means.sector]);
    let sales_share = 1.0 - means.public_share - means.scheme_share;
    let sales = sales_share * orders * or_nothing(1.0 + means.sales_deviation);
    let schemes = means.scheme_share * orders;
    (normal * public, normal * (sales + schemes))
}

/// The share of its public funding that crises and dated events leave a structure.
#[inline(always)]
fn public_left(means: &Means, conditions: &Conditions) -> f64 {
    let cut = if conditions.public_crisis { means.public_cut } else { 0.0 };
    (1.0 - cut) * exposed(means, conditions.public_lost[means.sector])
}

/// What is left of an income that loses a share, as far as it reaches the structure.
#[inline(always)]
fn exposed(means: &Means, lost: f64) -> f64 {
    or_nothing(1.0 - lost * means.exposure)
}

/// Spending on the own team and on purchases, in euros.
#[inline(always)]
fn spending(means: &Means, conditions: &Conditions, turn: &Turn) -> (f64, f64) {
    let finance = &turn.params.finance;
    let gap = means.cash_months - means.cash_aim;
    let drift = (finance.adjustment * gap).clamp(-finance.adjustment_max, finance.adjustment_max);
    let materials = turn.params.shocks.materials_share[means.sector] * conditions.materials;
    let base = means.spending * (1.0 + drift);
    (base * finance.staff_share * means.team, base * or_nothing(1.0 - finance.staff_share + materials))
}

/// The larger of the number and nothing.
#[inline(always)]
fn or_nothing(x: f64) -> f64 {
    if x > 0.0 { x } else { 0.0 }
}

/// Under strain own teams shrink; once it is over, they are rebuilt.
fn resize_teams(
    structures: &mut Structures,
    ledger: &mut Ledger,
    events: &mut Events,
    before: &[Strain],
    turn: &Turn,
) {
    for (s, &before) in before.iter().enumerate() {
        if !structures.open[s] {
            continue;
        }
        if structures.strain[s] == Strain::None {
            let missing = structures.team_normal[s] - structures.team[s];
            structures.team[s] += turn.params.finance.rebuild_rate * missing;
            continue;
        }
        let fewer = fewer(structures, s, before, turn).into_iter().filter(|&(_, posts)| posts > 0.0);
        for (why, posts) in fewer {
            if why == Fewer::LaidOff {
                let (from, cost) = (Account::Structure(s), cost_of_lay_off(turn));
                ledger.transfer(from, Account::Workers, Purpose::Spending, cost);
            }
            structures.team[s] -= posts;
            events.teams.push(TeamShrinks { month: turn.now, structure: s as u32, posts, why });
        }
    }
}

/// By how many posts an own team shrinks under strain, and why: who leaves is not replaced; where strain becomes worse,
/// those looked for are so no longer; under the worst somebody is laid off each month. One post at least is kept.
fn fewer(structures: &Structures, s: usize, before: Strain, turn: &Turn) -> [(Fewer, f64); 3] {
    let (strain, finance) = (structures.strain[s], &turn.params.finance);
    let [left, looked_for] = turn.dice.two(Decision::TeamLeavers, structures.identity[s], turn.month);
    let monthly = structures.team[s] * finance.team_turnover / MONTHS_PER_YEAR;
    // whole people, as many as there are on average
    let whole = |expected: f64, luck: f64| (expected + luck).floor();
    let cancels = strain >= Strain::Cancel && before < Strain::Cancel;
    let under_way = if cancels { whole(monthly * finance.team_months_to_fill, looked_for) } else { 0.0 };
    let wanted = [
        (Fewer::NotReplaced, whole(monthly, left)),
        (Fewer::Cancelled, under_way),
        (Fewer::LaidOff, f64::from(u8::from(strain == Strain::Layoff))),
    ];
    let mut spare = structures.team[s] - 1.0;
    wanted.map(|(why, posts)| {
        let posts = or_nothing(posts.min(spare));
        spare -= posts;
        (why, posts)
    })
}

/// What the lay-off of one of the own team costs.
fn cost_of_lay_off(turn: &Turn) -> Money {
    let (finance, mobility) = (&turn.params.finance, &turn.params.mobility);
    let monthly = finance.turnover_per_head / MONTHS_PER_YEAR * finance.staff_share;
    // of the team no service is known: the notice is that of two years
    let notice = f64::from(turn.rates.notice_months(Grade::Other, TWO_YEARS));
    let months = notice * mobility.notice_unworked + mobility.severance_contested;
    Money::euros(monthly * months * (1.0 - mobility.negotiated_share))
}
