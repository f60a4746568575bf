//! Phase 2, money: what structures earn and spend besides the four professions (submodel 5.2).

use super::Turn;
use crate::dice::{Decision, Roll};
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
    let before = tighten(structures, conditions, turn);
    let months = months(structures, conditions, turn);
    ledger.pay_each(Account::Funders, Purpose::Income, months.iter().map(|month| month.public));
    ledger.pay_each(Account::Outside, Purpose::Income, months.iter().map(|month| month.own));
    ledger.collect(Account::Workers, Purpose::Spending, months.iter().map(|month| month.staff));
    ledger.collect(Account::Outside, Purpose::Spending, months.iter().map(|month| month.purchases));
    resize_teams(structures, ledger, &mut record.events, &before, turn);
}

/// How far each has tightened from now on; returns how far it had.
fn tighten(structures: &mut Structures, conditions: &Conditions, turn: &Turn) -> Vec<Strain> {
    let before = structures.strain.clone();
    for s in 0..structures.len() {
        if structures.open[s] {
            structures.strain[s] = strain(cash_reckoned_with(structures, s, conditions, turn), turn);
        }
    }
    before
}

/// The months of cash a structure reckons with: what it has, less what a cut of its public funding under way will take
/// in the months it looks ahead.
fn cash_reckoned_with(structures: &Structures, s: usize, conditions: &Conditions, turn: &Turn) -> f64 {
    let finance = &turn.params.finance;
    let lost = structures.public_share[s] * (1.0 - public_left(structures, s, conditions));
    structures.cash_months[s] - finance.looks_ahead * (1.0 + finance.margin) * lost
}

/// How far a structure tightens, from its cash: the order in which employers react (L 7.4).
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

/// What a structure earns and spends in a month besides the four professions.
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
}

/// The month of every structure; nothing comes and goes where one is closed.
fn months(structures: &Structures, conditions: &Conditions, turn: &Turn) -> Vec<Month> {
    let mut months = vec![Month::default(); structures.len()];
    for (s, (month, _)) in months.iter_mut().zip(&structures.open).enumerate().filter(|&(_, (_, &open))| open)
    {
        let (public, own) = income(structures, s, conditions, turn);
        let (staff, purchases) = spending(structures, s, conditions, turn);
        let [public, own, staff, purchases] = [public, own, staff, purchases].map(Money::euros);
        *month = Month { public, own, staff, purchases };
    }
    months
}

/// Public and own income of the month, in euros.
fn income(structures: &Structures, s: usize, conditions: &Conditions, turn: &Turn) -> (f64, f64) {
    let sector = structures.sector[s];
    let normal = structures.spending[s] * (1.0 + turn.params.finance.margin);
    let public = structures.public_share[s] * public_left(structures, s, conditions);
    let orders = exposed(structures, s, conditions.orders_lost[sector]);
    let sales_share = 1.0 - structures.public_share[s] - structures.scheme_share[s];
    let sales = sales_share * orders * or_nothing(1.0 + structures.sales_deviation[s]);
    let schemes = structures.scheme_share[s] * orders;
    (normal * public, normal * (sales + schemes))
}

/// The share of its public funding that crises and dated events leave a structure.
fn public_left(structures: &Structures, s: usize, conditions: &Conditions) -> f64 {
    let cut = if conditions.public_crisis { structures.public_cut[s] } else { 0.0 };
    (1.0 - cut) * exposed(structures, s, conditions.public_lost[structures.sector[s]])
}

/// What is left of an income that loses a share, as far as it reaches the structure.
fn exposed(structures: &Structures, s: usize, lost: f64) -> f64 {
    or_nothing(1.0 - lost * structures.exposure[s])
}

/// Spending on the own team and on purchases, in euros.
fn spending(structures: &Structures, s: usize, conditions: &Conditions, turn: &Turn) -> (f64, f64) {
    let finance = &turn.params.finance;
    let gap = structures.cash_months[s] - structures.cash_aim[s];
    let drift = (finance.adjustment * gap).clamp(-finance.adjustment_max, finance.adjustment_max);
    let team = structures.team[s] / structures.team_normal[s];
    let materials = turn.params.shocks.materials_share[structures.sector[s]] * conditions.materials;
    let base = structures.spending[s] * (1.0 + drift);
    (base * finance.staff_share * team, base * or_nothing(1.0 - finance.staff_share + materials))
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
