//! Which parameters the model reads: the catalogue's paths as a tree of plain structures.

use serde::Deserialize;

use crate::kinds::{PerProfession, PerSector, PerZone};

macro_rules! section {
    ($(#[$doc:meta])* $name:ident { $($field:ident: $kind:ty),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Deserialize)]
        #[serde(deny_unknown_fields)]
        #[allow(missing_docs, reason = "the catalogue holds each parameter's label, unit, range and source")]
        pub struct $name { $(pub $field: $kind),+ }
    };
}

section! {
    /// Every parameter, by section.
    Params {
        run: Run, country: Country, territory: Territory, population: Population, finance: Finance, shocks: Shocks, work: Work,
        market: Market, payroll: Payroll, poaching: Poaching, mobility: Mobility, insertion: Insertion, pool: PoolConduct, club: Club,
    }
}

section! {
    /// How long, how often, from which seed.
    Run { seed: u64, replications: u32, burn_in: u32, months: u32, launch_year: i32, launch_month: u32 }
}

section! {
    /// How many territories like the one of the other sections, and what passes between them.
    Country { territories: u32, movers: f64 }
}

section! {
    /// Where people and structures are.
    Territory { zone_weight: PerZone<f64>, travel_within: f64, travel: TravelTimes }
}

section! {
    /// Minutes by car between the centres of zones.
    TravelTimes {
        marseille_aix: f64, marseille_arles: f64, marseille_martigues: f64, marseille_salon: f64, aix_arles: f64,
        aix_martigues: f64, aix_salon: f64, arles_martigues: f64, arles_salon: f64, martigues_salon: f64,
    }
}

section! {
    /// The synthetic population.
    Population {
        structures: u32, people: u32, firms: u32, sector_weight: PerSector<f64>,
        association: PerSector<f64>, scic_among_others: f64, company_among_others: f64,
        size_median: f64, size_log_sd: f64, size_max: f64,
        vat_liable_association: f64, income_public: PerSector<f64>, income_public_bat_works: f64,
        income_rep_ec: f64, income_spread: f64,
        cash_median: f64, cash_log_sd: f64,
        need_probability: NeedProbability, need_scale: f64, need_elasticity: f64, need_log_sd: f64, need_max: f64,
        minimum_hours_exempt: f64, value_log_sd: f64, contacts: f64, trust_mean: f64, trust_sd: f64,
        profession_weight: PerProfession<f64>, unemployed: f64, inactive: f64,
        experience_mean_years: f64, tenure_mean_years: f64, preferred_part_time: f64, preferred_hours: f64,
        mission_indifferent: f64, mission_low: f64, mission_median: f64, mission_log_sd: f64, mission_max: f64, firm_pay_log_sd: f64,
    }
}

section! {
    /// The odds that a structure of a sector needs a profession.
    NeedProbability { enr: PerProfession<f64>, bat: PerProfession<f64>, ec: PerProfession<f64> }
}

section! {
    /// How structures earn, spend, tighten and close.
    Finance {
        turnover_per_head: f64, margin: f64, adjustment: f64, adjustment_max: f64, sales_persistence: f64, sales_sd: f64,
        credit_line: f64, freeze_below: f64, cancel_below: f64, layoff_below: f64, insolvent_months: u32,
        looks_ahead: f64, team_turnover: f64, team_months_to_fill: f64, rebuild_rate: f64, dissolution: f64, reopen_after: u32, staff_share: f64, team_contributions: f64,
    }
}

section! {
    /// Crises of demand and of public funding.
    Shocks {
        enter: PerSector<f64>, leave: PerSector<f64>, depth: PerSector<f64>, depth_spread: f64, most_lost: f64, exposure_sd: f64,
        public_enter: f64, public_leave: f64, public_spared: f64, public_light: f64, public_light_depth: f64,
        public_heavy_depth: f64, materials_persistence: f64, materials_sd: f64, materials_share: PerSector<f64>,
        tightness_persistence: f64, tightness_sd: f64,
    }
}

section! {
    /// What covered needs earn, and what work does to people.
    Work {
        value_ratio: f64, surge_value_ratio: f64, skill_productivity: f64, ramp_months: f64, ramp_start: f64, need_drift: f64,
        surge_rate: f64, surge_size: f64, surge_months: f64,
        overload_speed: f64, stress_base: f64, stress_speed: f64, stress_noise: f64, stress_overload: f64,
        stress_isolation: f64, stress_precarity: f64, stress_extra_site: f64, stress_peer: f64, stress_shared: f64,
        peers_max: f64, isolated_when_alone: f64, colleague_ties: f64, site_ties: f64,
        sickness_rate: f64, sickness_stress: f64, sickness_days: f64, sickness_days_log_sd: f64,
        burnout_base: f64, burnout_stress: f64,
        skill_growth: f64, training_rate: f64, training_skill: f64, training_cost: f64,
    }
}

section! {
    /// Pay grid, search, matching and the value of a job.
    Market {
        firm_junior: PerProfession<f64>, firm_senior: PerProfession<f64>,
        ess_junior: PerProfession<f64>, ess_senior: PerProfession<f64>, ess_raise_max: f64, skill_half_years: f64, ordinary_skill: f64,
        contacts_per_post: f64, search_employed: f64, choice_scale: f64, reservation: f64,
        value_open_ended: f64, loss_part_time: f64, loss_site: f64, taste_diversity: f64,
        loss_travel_hour: f64, loss_stress: f64, value_peers: f64, inertia: f64, max_travel: f64,
        hiring_horizon: u32, hiring_cost: PerProfession<f64>, post_months: u32, fixed_term_months: u32, fixed_term_below: f64,
        afford_months: f64,
    }
}

section! {
    /// What the law leaves to the employer, to its branch or to its risks.
    Payroll {
        mutual_month: f64, accident_rate: PerProfession<f64>, fixed_term_leave_untaken: f64,
        open_ended_mission_reduction: f64, holiday_hours: f64,
    }
}

section! {
    /// Offers of the for-profit sector.
    Poaching {
        contact_rate: PerProfession<f64>, offer_given_contact: f64, skilled: f64, trained: f64, trained_months: u32,
        offer_log_sd: f64, match_rate: f64, match_cash_months: f64, match_raise: f64,
    }
}

section! {
    /// How else employment begins and ends.
    Mobility {
        unemployed_offer_rate: f64, firm_fixed_term: f64, fixed_term_end: f64, fixed_term_convert: f64,
        trial_months: PerProfession<u32>, trial_hazard: PerProfession<f64>, firm_layoff: f64, personal_quit: f64,
        first_year_quit: f64, quit_stress: f64, leave_labour_force: f64, return_to_labour_force: f64, retirement: f64,
        negotiated_share: f64, notice_unworked: f64, severance_contested: f64,
    }
}

section! {
    /// People far from work, and the paths that bring them back.
    Insertion {
        public_share: f64, workless_months: u32, early_break: f64, qualification: f64, hired_after: f64,
        return_by_path: f64,
    }
}

section! {
    /// How members and the pool behave, whatever the format.
    PoolConduct {
        consider_rate: f64, canvass_rate: f64, join_base: f64, join_saving: f64, join_trust: f64, join_contacts: f64, join_liability: f64,
        leave_base: f64, leave_loss: f64, balance_months: u32, entry_horizon: u32,
        threshold: f64, max_travel: f64, notice_months: u32,
        search_months: u32, idle_patience: u32, invoice_delay: u32, invoice_default: f64, loss_given_default: f64,
        permanent_cost: f64, fee_step: f64, fee_low: f64, fee_high: f64, absorption: f64, absorption_share: f64,
        trust_fill: f64, trust_failure: f64, trust_decay: f64,
        mission_contacts: f64, grant_lag: u32, deposit_recall: f64, bank_line: f64, bank_interest: f64, advance_cover: f64, steady_share: f64,
        usual_people: f64, usual_permanents: f64,
        pcrh_share: f64, rescue: f64, working_months: f64, loan_months: u32, loan_agreement: f64,
    }
}

section! {
    /// What a meeting of the Club RH does.
    Club {
        attendance: f64, attendance_trust: f64, ties: f64, trust: f64, search: f64, peers: f64, animation_cost: f64,
        practice_meetings: u32, practice_months: u32, memory_months: u32,
    }
}
