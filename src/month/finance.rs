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
    tighten(structures, turn);
    draw_luck(structures, conditions, turn);
    let incomes = incomes(structures, conditions, turn);
    ledger.pay_each(Account::Funders, Purpose::Income, incomes.iter().map(|income| income.public));
    ledger.pay_each(Account::Outside, Purpose::Income, incomes.iter().map(|income| income.own));
    let spendings = spendings(structures, conditions, turn);
    ledger.collect(Account::Workers, Purpose::Spending, spendings.iter().map(|spending| spending.staff));
    ledger.collect(Account::Outside, Purpose::Spending, spendings.iter().map(|spending| spending.purchases));
    resize_teams(structures, ledger, turn);
}

fn tighten(structures: &mut Structures, turn: &Turn) {
    let states = structures.strain.iter_mut().zip(&structures.cash_months).zip(&structures.open);
    for ((state, &cash_months), &open) in states {
        if open {
            *state = strain(cash_months, turn);
        }
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

fn draw_luck(structures: &mut Structures, conditions: &Conditions, turn: &Turn) {
    let (sales_persistence, sales_sd) = (turn.params.finance.sales_persistence, turn.params.finance.sales_sd);
    let deviations = structures.sales_deviation.iter_mut().zip(&structures.identity).zip(&structures.open);
    for ((deviation, &identity), &open) in deviations {
        if open {
            let [luck, _] = turn.dice.two(Decision::Sales, identity, turn.month);
            *deviation = sales_persistence * *deviation + sales_sd * maths::normal_quantile(luck);
        }
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

/// What a structure earns in a month besides the four professions.
#[derive(Clone, Copy, Debug, Default)]
struct Income {
    /// From public funding.
    public: Money,
    /// From sales and schemes.
    own: Money,
}

/// The income of every structure; nothing comes in where one is closed.
fn incomes(structures: &Structures, conditions: &Conditions, turn: &Turn) -> Vec<Income> {
    // columns of one length, so that a place in one is known to be in all
    let n = structures.len();
    let (open, sector, exposure) =
        (&structures.open[..n], &structures.sector[..n], &structures.exposure[..n]);
    let (public_share, scheme_share) = (&structures.public_share[..n], &structures.scheme_share[..n]);
    let (public_cut, sales_deviation) = (&structures.public_cut[..n], &structures.sales_deviation[..n]);
    let spending = &structures.spending[..n];
    let margin = 1.0 + turn.params.finance.margin;
    let mut incomes = vec![Income::default(); n];
    for s in 0..n {
        if !open[s] {
            continue;
        }
        let normal = spending[s] * margin;
        let exposed = |lost: f64| or_nothing(1.0 - lost * exposure[s]);
        let cut = if conditions.public_crisis { public_cut[s] } else { 0.0 };
        let public = public_share[s] * (1.0 - cut) * exposed(conditions.public_lost[sector[s]]);
        let orders = exposed(conditions.orders_lost[sector[s]]);
        let sales_share = 1.0 - public_share[s] - scheme_share[s];
        let sales = sales_share * orders * or_nothing(1.0 + sales_deviation[s]);
        let schemes = scheme_share[s] * orders;
        incomes[s] =
            Income { public: Money::euros(normal * public), own: Money::euros(normal * (sales + schemes)) };
    }
    incomes
}

/// What a structure spends in a month besides the four professions.
#[derive(Clone, Copy, Debug, Default)]
struct Spending {
    /// On its own team.
    staff: Money,
    /// On purchases.
    purchases: Money,
}

/// The spending of every structure; nothing goes out where one is closed.
fn spendings(structures: &Structures, conditions: &Conditions, turn: &Turn) -> Vec<Spending> {
    let (finance, n) = (&turn.params.finance, structures.len());
    let (open, sector, spending) =
        (&structures.open[..n], &structures.sector[..n], &structures.spending[..n]);
    let (cash_months, cash_aim) = (&structures.cash_months[..n], &structures.cash_aim[..n]);
    let (team, team_normal) = (&structures.team[..n], &structures.team_normal[..n]);
    let mut spendings = vec![Spending::default(); n];
    for s in 0..n {
        if !open[s] {
            continue;
        }
        let gap = cash_months[s] - cash_aim[s];
        let drift = (finance.adjustment * gap).clamp(-finance.adjustment_max, finance.adjustment_max);
        let materials = turn.params.shocks.materials_share[sector[s]] * conditions.materials;
        let base = spending[s] * (1.0 + drift);
        let staff = base * finance.staff_share * (team[s] / team_normal[s]);
        let purchases = base * or_nothing(1.0 - finance.staff_share + materials);
        spendings[s] = Spending { staff: Money::euros(staff), purchases: Money::euros(purchases) };
    }
    spendings
}

/// The larger of the number and nothing.
#[inline(always)]
fn or_nothing(x: f64) -> f64 {
    if x > 0.0 { x } else { 0.0 }
}

/// Under the worst strain the team shrinks by a post a month; once it is over, the team is rebuilt.
fn resize_teams(structures: &mut Structures, ledger: &mut Ledger, turn: &Turn) {
    let teams = structures.team.iter_mut().zip(&structures.team_normal);
    let rows = teams.zip(&structures.strain).zip(&structures.open).enumerate();
    for (s, (((team, &normal), &strain), &open)) in rows {
        match strain {
            Strain::Layoff if open && *team > 1.0 => {
                let cost = cost_of_post_cut(turn);
                ledger.transfer(Account::Structure(s), Account::Workers, Purpose::Spending, cost);
                *team = (*team - 1.0).max(1.0);
            }
            Strain::None if open => *team += turn.params.finance.rebuild_rate * (normal - *team),
            _ => {}
        }
    }
}

/// What it costs to end the employment of somebody of the team.
fn cost_of_post_cut(turn: &Turn) -> Money {
    let monthly = turn.params.finance.turnover_per_head / MONTHS_PER_YEAR * turn.params.finance.staff_share;
    // of the team no service is known: the notice is that of two years
    let mobility = &turn.params.mobility;
    let notice = f64::from(turn.rates.notice_months(Grade::Other, TWO_YEARS));
    let months = notice * mobility.notice_unworked + mobility.severance_contested;
    Money::euros(monthly * months * (1.0 - mobility.negotiated_share))
}
