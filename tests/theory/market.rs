//! The labour market: two states, and the pay that on-the-job search leads to.

use mutualise::experiment::replication::watch;
use mutualise::experiment::validation::panel;
use mutualise::indicators::observables::{self, OBSERVABLES, Panel};
use mutualise::kinds::{Profession, Status};
use mutualise::maths;
use mutualise::month::Check;
use mutualise::price::pay::firm_pay;
use mutualise::scenario::Scenario;
use mutualise::world::World;

use crate::measured::{MUTATION, Measured};
use crate::{case, each};

fn observable(panel: &Panel, id: &str) -> f64 {
    (OBSERVABLES[observables::find(id).expect("a known observable")].value)(panel) / 100.0
}

#[test]
fn unemployment_is_what_flows_in_and_out_of_work_keep() {
    let scenario = case("two-state-market", &[]);
    let mobility = &scenario.params.mobility;
    let (lost, found) = (mobility.firm_layoff, mobility.unemployed_offer_rate);
    let seen = each(&scenario, |replication| {
        let panel = panel(&scenario, replication, Check::Never);
        [observable(&panel, "unemployment_rate"), observable(&panel, "unemployed_to_job_quarter")]
    });
    let of = |place: usize| Measured::of(&seen.iter().map(|seen| seen[place]).collect::<Vec<_>>());
    let rate = |lost: f64| lost / (lost + found);
    of(0).must_be(rate(lost), rate(MUTATION * lost), "share out of work");
    // three months of a two-state chain
    let quarter = |found: f64| found / (lost + found) * (1.0 - maths::pow(1.0 - lost - found, 3.0));
    of(1).must_be(quarter(found), quarter(MUTATION * found), "job seekers with a job three months later");
}

/// Months between two looks at the same people, long enough for the first to be almost forgotten.
const APART: u32 = 6;

/// At the firms nearest to these shares of the offers, the pay earned is compared.
const SHARES: [f64; 4] = [0.3, 0.5, 0.7, 0.9];

#[test]
fn pay_follows_the_law_of_burdett_and_mortensen() {
    let scenario = case("burdett-mortensen", &[]);
    let lost = scenario.params.mobility.firm_layoff;
    // a recruiter reaches only those who keep their job this month
    let met = (1.0 - lost) * scenario.params.poaching.contact_rate[Profession::Support];
    let law = |offered: f64, met: f64| lost * offered / (lost + met * (1.0 - offered));
    let seen = each(&scenario, |replication| earned(&scenario, replication));
    for (place, share) in SHARES.into_iter().enumerate() {
        let against = |met: f64| {
            let apart = seen.iter().map(|points| points[place].1 - law(points[place].0, met));
            Measured::of(&apart.collect::<Vec<_>>())
        };
        let offered = Measured::of(&seen.iter().map(|points| points[place].0).collect::<Vec<_>>()).mean;
        let what = format!("share paid no more than {offered:.2} of offers, less the formula");
        against(met).must_agree(0.0, &what);
        // few earn little, so that only the better paid half tells of an error of two per cent
        if share > 0.6 {
            against(MUTATION * met).must_refuse(0.0, &what);
        }
    }
    let out = Measured::of(&seen.iter().map(|points| points[SHARES.len()].1).collect::<Vec<_>>());
    let found = scenario.params.mobility.unemployed_offer_rate;
    out.must_agree(lost / (lost + found), "share out of work");
}

/// For a firm near each of the shares, that of the offers and that of the employed that pay no more than it does; then
/// the share out of work.
fn earned(scenario: &Scenario, replication: u32) -> Vec<(f64, f64)> {
    let mut sums = vec![(0.0, 0.0); SHARES.len() + 1];
    let mut looks = 0.0;
    watch(scenario, replication, Check::Never, |world| {
        if (world.month - world.launch).is_multiple_of(APART) {
            looks += 1.0;
            for (sum, now) in sums.iter_mut().zip(look(world, scenario)) {
                sum.0 += now.0;
                sum.1 += now.1;
            }
        }
    });
    sums.into_iter().map(|(offered, earned)| (offered / looks, earned / looks)).collect()
}

fn look(world: &World, scenario: &Scenario) -> Vec<(f64, f64)> {
    let (workers, firms) = (&world.workers, &world.firms);
    let total: f64 = firms.weight.iter().sum();
    let offered = |policy: f64| {
        let no_more = (0..firms.weight.len()).filter(|&f| firms.pay_policy[f] <= policy);
        no_more.map(|f| firms.weight[f]).sum::<f64>() / total
    };
    // pay above the grid of the person's profession and skill, in log pay
    let above = |w: usize| {
        let grid = firm_pay(&scenario.params.market, workers.profession[w], workers.skill[w]);
        maths::ln(workers.pay[w] / grid)
    };
    let employed: Vec<f64> =
        (0..workers.len()).filter(|&w| workers.status[w] == Status::Firm).map(above).collect();
    let nearest = |share: f64| {
        let apart = |policy: &f64| (offered(*policy) - share).abs();
        firms.pay_policy.iter().copied().min_by(|a, b| apart(a).total_cmp(&apart(b))).expect("a firm")
    };
    const ROUNDING: f64 = 1e-9;
    let mut points: Vec<(f64, f64)> = SHARES
        .into_iter()
        .map(nearest)
        .map(|policy| {
            let no_more = employed.iter().filter(|&&above| above <= policy + ROUNDING).count();
            (offered(policy), no_more as f64 / employed.len() as f64)
        })
        .collect();
    let seeking = workers.status.iter().filter(|&&status| status == Status::Seeking).count();
    points.push((1.0, seeking as f64 / workers.len() as f64));
    points
}
