//! Phase 2, money: what structures earn and spend besides the four professions (submodel 5.2).

use super::Turn;
use crate::dice::{Decision, Roll};
use crate::law::Grade;
use crate::maths;
use crate::units::{MONTHS_PER_YEAR, Money};
use crate::world::structures::Strain;
use crate::world::{Account, Conditions, Ledger, Purpose, Structures};

/// Months of service.
const TWO_YEARS: u32 = 24;

/// Every open structure receives its income and pays its own team and purchases.
pub fn earn_and_spend(
    structures: &mut Structures,
    ledger: &mut Ledger,
    conditions: &Conditions,
    turn: &Turn,
) {
    for s in 0..structures.len() {
        if !structures.open[s] {
            continue;
        }
        structures.strain[s] = strain(structures.cash_months[s], turn);
        draw_luck(structures, s, conditions, turn);
        let (public, own) = income(structures, s, conditions, turn);
        let (staff, purchases) = spending(structures, s, conditions, turn);
        let account = Account::Structure(s);
        ledger.transfer(Account::Funders, account, Purpose::Income, Money::euros(public));
        ledger.transfer(Account::Outside, account, Purpose::Income, Money::euros(own));
        ledger.transfer(account, Account::Workers, Purpose::Spending, Money::euros(staff));
        ledger.transfer(account, Account::Outside, Purpose::Spending, Money::euros(purchases));
        resize_team(structures, ledger, s, turn);
    }
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

fn draw_luck(structures: &mut Structures, s: usize, conditions: &Conditions, turn: &Turn) {
    let (identity, finance) = (structures.identity[s], &turn.params.finance);
    let [luck, _] = turn.dice.two(Decision::Sales, identity, turn.month);
    let push = maths::normal_quantile(luck);
    let deviation = &mut structures.sales_deviation[s];
    *deviation = finance.sales_persistence * *deviation + finance.sales_sd * push;
    // one draw for each public crisis, kept while it lasts
    if conditions.public_crisis && conditions.public_since == turn.month {
        let roll = turn.dice.roll(Decision::PublicCut, identity, turn.month);
        structures.public_cut[s] = public_cut(roll, turn);
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

/// Public and own income of the month, in euros.
fn income(structures: &Structures, s: usize, conditions: &Conditions, turn: &Turn) -> (f64, f64) {
    let sector = structures.sector[s];
    let normal = structures.spending[s] * (1.0 + turn.params.finance.margin);
    let exposed = |lost: f64| (1.0 - lost * structures.exposure[s]).max(0.0);
    let cut = if conditions.public_crisis { structures.public_cut[s] } else { 0.0 };
    let public = structures.public_share[s] * (1.0 - cut) * exposed(conditions.public_lost[sector]);
    let orders = exposed(conditions.orders_lost[sector]);
    let sales_share = 1.0 - structures.public_share[s] - structures.scheme_share[s];
    let sales = sales_share * orders * (1.0 + structures.sales_deviation[s]).max(0.0);
    let schemes = structures.scheme_share[s] * orders;
    (normal * public, normal * (sales + schemes))
}

/// Spending on the own team and on purchases, in euros.
fn spending(structures: &Structures, s: usize, conditions: &Conditions, turn: &Turn) -> (f64, f64) {
    let finance = &turn.params.finance;
    let gap = structures.cash_months[s] - structures.cash_aim[s];
    let drift = (finance.adjustment * gap).clamp(-finance.adjustment_max, finance.adjustment_max);
    let team = structures.team[s] / structures.team_normal[s];
    let materials = turn.params.shocks.materials_share[structures.sector[s]] * conditions.materials;
    let base = structures.spending[s] * (1.0 + drift);
    (base * finance.staff_share * team, base * (1.0 - finance.staff_share + materials).max(0.0))
}

/// Under the worst strain the team shrinks by a post a month; once it is over, the team is rebuilt.
fn resize_team(structures: &mut Structures, ledger: &mut Ledger, s: usize, turn: &Turn) {
    let team = &mut structures.team[s];
    let normal = structures.team_normal[s];
    match structures.strain[s] {
        Strain::Layoff if *team > 1.0 => {
            let monthly =
                turn.params.finance.turnover_per_head / MONTHS_PER_YEAR * turn.params.finance.staff_share;
            // of the team no service is known: the notice is that of two years
            let mobility = &turn.params.mobility;
            let notice = f64::from(turn.rates.notice_months(Grade::Other, TWO_YEARS));
            let months = notice * mobility.notice_unworked + mobility.severance_contested;
            let cost = Money::euros(monthly * months * (1.0 - mobility.negotiated_share));
            ledger.transfer(Account::Structure(s), Account::Workers, Purpose::Spending, cost);
            *team = (*team - 1.0).max(1.0);
        }
        Strain::None => *team += turn.params.finance.rebuild_rate * (normal - *team),
        _ => {}
    }
}
