//! What people weigh, feel, learn and meet: with the mechanism at nothing and made strong, in the same replications.

use mutualise::kinds::Status;
use mutualise::world::World;

use crate::{GE, STATUS_QUO, at_the_end, falls, indicator, rises};

/// The mean of a column over those who work in the social economy.
fn of_staff(column: impl Fn(&World) -> &Vec<f64> + Sync + Send) -> impl Fn(&World) -> f64 + Sync + Send {
    move |world| {
        let staff = &world.workers.staff;
        staff.iter().map(|&w| column(world)[w as usize]).sum::<f64>() / staff.len() as f64
    }
}

fn stress(world: &World) -> &Vec<f64> {
    &world.workers.stress
}

fn skill(world: &World) -> &Vec<f64> {
    &world.workers.skill
}

/// So well endowed that the pool lives whatever happens to it.
const RICH: &str = "format.ge.founding_capital=1000000";

#[test]
fn who_gives_value_to_a_mission_comes_to_the_social_economy_and_stays() {
    let mission = ["population.mission_median=0.01", "population.mission_median=0.5"];
    let [little, much] = indicator("time-to-fill", &[STATUS_QUO], mission);
    falls(&much, &little, "time to fill a post");
    let [little, much] = indicator("stay-in-ess", &[STATUS_QUO], mission);
    rises(&much, &little, "people who stay in the social economy");
}

#[test]
fn the_more_job_seekers_there_are_the_sooner_a_post_is_filled() {
    let seekers = ["population.unemployed=0.02", "population.unemployed=0.3"];
    // whoever works does not look around, and recruiters leave job seekers where they are
    let alone = [STATUS_QUO, "market.search_employed=0", "mobility.unemployed_offer_rate=0"];
    let [few, many] = indicator("time-to-fill", &alone, seekers);
    falls(&many, &few, "time to fill a post");
}

#[test]
fn people_at_work_who_look_around_fill_posts_too() {
    let search = ["market.search_employed=0", "market.search_employed=0.5"];
    let [nobody, many] = indicator("coverage", &[STATUS_QUO], search);
    rises(&many, &nobody, "needs covered");
}

#[test]
fn a_taste_for_several_users_fills_shared_jobs_and_a_dislike_of_further_sites_empties_them() {
    let rich = [GE, RICH];
    let [none, strong] =
        indicator("pooled-fte-created", &rich, ["market.taste_diversity=0", "market.taste_diversity=1"]);
    rises(&strong, &none, "pooled jobs with a taste for diversity");
    let [none, strong] =
        indicator("pooled-fte-created", &rich, ["market.loss_site=0", "market.loss_site=0.3"]);
    falls(&strong, &none, "pooled jobs where a further site is disliked");
}

#[test]
fn whoever_works_alone_is_under_more_stress() {
    let isolation = ["work.stress_isolation=0", "work.stress_isolation=3"];
    let [none, strong] = at_the_end(&[STATUS_QUO], isolation, of_staff(stress));
    rises(&strong, &none, "stress of isolation");
    let peers = ["work.stress_peer=0", "work.stress_peer=-1"];
    let [none, strong] = at_the_end(&[STATUS_QUO], peers, of_staff(stress));
    falls(&strong, &none, "stress of those who know peers");
}

#[test]
fn whoever_has_a_precarious_job_is_under_more_stress() {
    let precarity = ["work.stress_precarity=0", "work.stress_precarity=3"];
    // employers short of cash for two years offer fixed terms
    let [none, strong] = at_the_end(&[STATUS_QUO, "market.fixed_term_below=24"], precarity, of_staff(stress));
    rises(&strong, &none, "stress of precarity");
}

#[test]
fn needs_that_nobody_covers_overload_people_and_burn_them_out() {
    let overload = ["work.stress_overload=0", "work.stress_overload=8"];
    let [none, strong] = at_the_end(&[STATUS_QUO], overload, of_staff(stress));
    rises(&strong, &none, "stress of overload");
    let [none, strong] = indicator("burnout", &[STATUS_QUO], overload);
    rises(&strong, &none, "burnouts of the overloaded");
}

#[test]
fn people_under_stress_resign_and_burn_out() {
    let tense = [STATUS_QUO, "work.stress_overload=8"];
    let [deaf, strong] =
        indicator("turnover", &tense, ["mobility.quit_stress=0", "mobility.quit_stress=0.8"]);
    rises(&strong, &deaf, "turnover where stress makes people resign");
    let [deaf, strong] = indicator("burnout", &tense, ["work.burnout_stress=0", "work.burnout_stress=1.0"]);
    rises(&strong, &deaf, "burnouts where stress makes them");
}

#[test]
fn a_load_that_is_shared_weighs_less() {
    let of_pool = |world: &World| {
        let workers = &world.workers;
        let pooled = (0..workers.len()).filter(|&w| workers.status[w] == Status::Pool);
        let stress: Vec<f64> = pooled.map(|w| workers.stress[w]).collect();
        stress.iter().sum::<f64>() / stress.len() as f64
    };
    let shared = ["work.stress_shared=0", "work.stress_shared=-3"];
    let [none, strong] = at_the_end(&[GE, RICH], shared, of_pool);
    falls(&strong, &none, "stress in a pool");
}

#[test]
fn an_open_ended_contract_and_the_hours_one_wants_keep_people() {
    let fixed_terms = [STATUS_QUO, "market.fixed_term_below=24"];
    let contract = ["market.value_open_ended=0", "market.value_open_ended=0.8"];
    let [none, strong] = indicator("poached", &fixed_terms, contract);
    rises(&strong, &none, "people on fixed terms drawn away by an open-ended contract");
    let hours = ["market.loss_part_time=0", "market.loss_part_time=0.8"];
    let [none, strong] = indicator("poached", &[STATUS_QUO], hours);
    rises(&strong, &none, "people on imposed part time drawn away by more hours");
}

#[test]
fn experience_and_training_raise_skill() {
    let growth = ["work.skill_growth=0", "work.skill_growth=0.05"];
    let [none, strong] = at_the_end(&[STATUS_QUO], growth, of_staff(skill));
    rises(&strong, &none, "skill with experience");
    let training = ["work.training_skill=0", "work.training_skill=0.5"];
    let [none, strong] = at_the_end(&[STATUS_QUO, "work.training_rate=1"], training, of_staff(skill));
    rises(&strong, &none, "skill with training");
}

#[test]
fn recruiters_call_the_newly_trained_and_the_skilled_first() {
    let often = [STATUS_QUO, "work.training_rate=1"];
    let [none, strong] = indicator("poached", &often, ["poaching.trained=0", "poaching.trained=2"]);
    rises(&strong, &none, "people poached after a training");
    let of_those_called = |world: &World| {
        let calls = world.record.events.contacts.as_ref().expect("they are asked for");
        calls.iter().map(|call| world.workers.skill[call.worker as usize]).sum::<f64>() / calls.len() as f64
    };
    let [none, strong] =
        at_the_end(&[STATUS_QUO], ["poaching.skilled=0", "poaching.skilled=3"], of_those_called);
    rises(&strong, &none, "skill of those whom recruiters call");
}

#[test]
fn better_pay_elsewhere_draws_people_away_and_a_raise_brings_them() {
    let grid = |pay: [u32; 2]| {
        let [junior, senior] = pay;
        ["project_lead", "logistics_quality", "renovation_technician", "support"].map(|profession| {
            [
                format!("market.firm_junior.{profession}={junior}"),
                format!("market.firm_senior.{profession}={senior}"),
            ]
        })
    };
    let poached = |pay| {
        let sets = grid(pay).concat();
        let sets: Vec<&str> = [STATUS_QUO].into_iter().chain(sets.iter().map(String::as_str)).collect();
        crate::values(&crate::small(&sets), 0, "poached")
    };
    rises(&poached([4_000, 6_000]), &poached([2_000, 2_500]), "people poached by dearer firms");
    let raise = ["market.ess_raise_max=0", "market.ess_raise_max=0.6"];
    let [none, strong] = indicator("coverage", &[STATUS_QUO, "work.value_ratio=1.5"], raise);
    rises(&strong, &none, "needs covered where the pay of a post unanswered may be raised");
}

#[test]
fn colleagues_and_new_sites_are_resource_persons_met() {
    for ties in ["colleague", "site"] {
        let values = [0, 6].map(|met| format!("work.{ties}_ties={met}"));
        let [none, many] = indicator("resource-persons", &[STATUS_QUO], [&values[0], &values[1]]);
        rises(&many, &none, "resource persons met");
    }
}
