//! Phases 1, 2, 5 and 8: the environment, income and spending, needs, what work earns and costs, closures.

use mutualise::dice::{Decision, Roll};
use mutualise::kinds::{LegalForm, Need, Profession, Sector};
use mutualise::law::{Contract, Grade, HeadcountBand, PayrollTaxpayer};
use mutualise::maths;
use mutualise::price::pay::{Cost, monthly_cost};
use mutualise::scenario::EventKind;
use mutualise::units::Money;
use mutualise::world::Opening;
use mutualise::world::founding;
use mutualise::world::record::Fewer;
use mutualise::world::structures::{Strain, Surge};

use crate::state::{Book, Employer, Person, Structure, Territory, structure};
use crate::told::line_of_team;

/// Half a day a week, and the nearest multiple of it.
pub fn half_days(fte: f64) -> f64 {
    (fte / 0.1).round() * 0.1
}

impl Structure {
    /// The band of headcount: the team and the people counted last; eleven are reached by eleven, not by less.
    pub fn band(&self) -> HeadcountBand {
        let headcount = self.team + self.own.values().iter().sum::<f64>();
        // a sum of tenths may fall short of a whole number by its rounding
        HeadcountBand::of((headcount + 1e-9).floor() as u32)
    }
}

impl Book<'_> {
    /// The month's cost of a post with a structure of that band.
    pub fn cost(
        &self,
        profession: Profession,
        contract: Contract,
        pay: f64,
        fte: f64,
        band: HeadcountBand,
    ) -> Cost {
        monthly_cost(self.rates, profession, contract, pay, fte, band)
    }

    /// What a full-time month of a recurrent need is worth to a structure.
    pub fn value(&self, structure: &Structure, profession: Profession) -> f64 {
        let pay = self.grid_of_the_social_economy(profession, self.params.market.ordinary_skill);
        let loaded = self.cost(profession, Contract::OpenEnded, pay, 1.0, HeadcountBand::Under11).loaded;
        structure.value_ratio * loaded.as_euros()
    }

    /// The same of a temporary need.
    pub fn urgent_value(&self, structure: &Structure, profession: Profession) -> f64 {
        let work = &self.params.work;
        self.value(structure, profession) * work.surge_value_ratio / work.value_ratio
    }

    /// Payroll tax of a year at a month's pay, on which what the employer pays for health and, for executives, for life
    /// cover (1.5 % up to the ceiling) is added.
    pub fn tax_on(&self, profession: Profession, gross: Money) -> Money {
        let cover = match profession {
            Profession::ProjectLead => gross.min(self.rates.social_security_ceiling_month()) * 0.015,
            _ => Money::ZERO,
        };
        let health = Money::euros(self.params.payroll.mutual_month);
        self.rates.payroll_tax_year((gross + health + cover) * 12.0)
    }

    fn productivity(&self, person: &Person, tenure: u32) -> f64 {
        let work = &self.params.work;
        let settled = (f64::from(tenure) / work.ramp_months.max(1.0)).min(1.0);
        let ramp = work.ramp_start + (1.0 - work.ramp_start) * settled;
        let skill = 1.0 + work.skill_productivity * (person.skill - self.params.market.ordinary_skill);
        ramp * skill * person.at_work()
    }
}

/// Hours that somebody works for a need.
struct Work {
    hours: f64,
    person: usize,
    /// Whether they are another employer's.
    shared: bool,
}

impl Territory {
    pub fn change_environment(&mut self, book: &Book) {
        let (shocks, month, now) = (&book.params.shocks, self.month, self.now);
        let environment = &mut self.environment;
        for sector in Sector::ALL {
            let mut roll = book.dice.roll(Decision::SectorCrisis, sector as u32, month);
            if environment.crisis[sector].is_some() {
                if roll.happens(shocks.leave[sector]) {
                    environment.crisis[sector] = None;
                }
            } else if roll.happens(shocks.enter[sector]) {
                let spread = shocks.depth_spread;
                let depth = shocks.depth[sector] * maths::exp(spread * roll.normal() - spread * spread / 2.0);
                environment.crisis[sector] = Some(depth.min(shocks.most_lost));
            }
        }
        let mut roll = book.dice.roll(Decision::PublicCrisis, 0, month);
        if environment.public_crisis {
            environment.public_crisis = !roll.happens(shocks.public_leave);
        } else if roll.happens(shocks.public_enter) {
            (environment.public_crisis, environment.public_since) = (true, month);
        }
        let push = book.dice.roll(Decision::Materials, 0, month).normal();
        environment.materials_walk =
            shocks.materials_persistence * environment.materials_walk + shocks.materials_sd * push;
        let push = book.dice.roll(Decision::Tightness, 0, month).normal();
        environment.tightness =
            shocks.tightness_persistence * environment.tightness + shocks.tightness_sd * push;
        environment.materials = environment.materials_walk;
        for sector in Sector::ALL {
            let least = 1.0 - shocks.most_lost;
            let (mut orders, mut public) = (1.0 - environment.crisis[sector].unwrap_or(0.0), 1.0_f64);
            for event in book.events.iter().filter(|event| event.under_way(now)) {
                let hit = event.sector.is_none_or(|only| only == sector);
                match event.kind {
                    EventKind::Orders if hit => orders = (orders * (1.0 - event.depth)).max(least),
                    EventKind::PublicFunding if hit => public = (public * (1.0 - event.depth)).max(least),
                    EventKind::Materials if sector == Sector::Enr => environment.materials += event.depth,
                    _ => {}
                }
            }
            environment.orders_lost[sector] = 1.0 - orders;
            environment.public_lost[sector] = 1.0 - public;
        }
    }

    pub fn earn_and_spend(&mut self, book: &Book) {
        let (finance, shocks) = (&book.params.finance, &book.params.shocks);
        let environment = &self.environment;
        for (place, s) in self.structures.iter_mut().enumerate().filter(|(_, s)| s.open) {
            let push = book.dice.roll(Decision::Sales, s.identity, self.month).normal();
            s.sales_deviation = finance.sales_persistence * s.sales_deviation + finance.sales_sd * push;
            if environment.public_crisis && environment.public_since == self.month {
                let luck = book.dice.roll(Decision::PublicCut, s.identity, self.month).uniform();
                s.public_cut = if luck < shocks.public_spared {
                    0.0
                } else if luck < shocks.public_spared + shocks.public_light {
                    shocks.public_light_depth
                } else {
                    shocks.public_heavy_depth
                };
            }
            let normal = s.spending * (1.0 + finance.margin);
            let left = |lost: f64| (1.0 - lost * s.exposure).max(0.0);
            let orders = left(environment.orders_lost[s.sector]);
            let cut = if environment.public_crisis { s.public_cut } else { 0.0 };
            let granted = (1.0 - cut) * left(environment.public_lost[s.sector]);
            let public = s.public_share * granted;
            // whoever knows that funding is cut knows what will be missing
            let missing = normal * s.public_share * (1.0 - granted) / s.spending;
            let before = s.strain;
            s.strain = match s.cash_months - missing * finance.looks_ahead {
                cash if cash < finance.layoff_below => Strain::Layoff,
                cash if cash < finance.cancel_below => Strain::Cancel,
                cash if cash < finance.freeze_below => Strain::Freeze,
                _ => Strain::None,
            };
            let sales = (1.0 - s.public_share - s.scheme_share) * orders * (1.0 + s.sales_deviation).max(0.0);
            let schemes = s.scheme_share * orders;

            let drift = finance.adjustment * (s.cash_months - s.cash_aim);
            let spent = s.spending * (1.0 + drift.clamp(-finance.adjustment_max, finance.adjustment_max));
            let staff = spent * finance.staff_share * (s.team / s.team_normal);
            let materials = shocks.materials_share[s.sector] * environment.materials;
            let purchases = spent * (1.0 - finance.staff_share + materials).max(0.0);
            s.cash += Money::euros(normal * public) + Money::euros(normal * (sales + schemes));
            s.cash -= Money::euros(staff) + Money::euros(purchases);

            let dice = book.dice.roll(Decision::TeamLeavers, s.identity, self.month);
            let lost = tighten_team(s, before, dice, book);
            for (why, posts) in lost.into_iter().filter(|(_, posts)| *posts > 0.0) {
                self.happened.push(line_of_team(why, self.now, place, posts));
            }
        }
    }

    pub fn change_needs(&mut self, book: &Book) {
        let (work, population) = (&book.params.work, &book.params.population);
        for s in self.structures.iter_mut().filter(|s| s.open) {
            let (luck, mut roll) = book.dice.luck(Decision::NeedDrift, s.identity, self.month, 0);
            let needed = s.need.values().map(|need| if need > 0.0 { 1.0 } else { 0.0 });
            if luck < work.need_drift && needed.contains(&1.0) {
                let profession = Profession::ALL[roll.weighted(&needed)];
                let step = if roll.happens(0.5) { 0.1 } else { -0.1 };
                s.need[profession] = half_days((s.need[profession] + step).clamp(0.1, population.need_max));
            }
            for profession in Profession::ALL {
                let surge = &mut s.surge[profession];
                surge.months_left = surge.months_left.saturating_sub(1);
                if surge.months_left > 0 {
                    continue;
                }
                *surge = Surge::default();
                if s.need[profession] > 0.0 {
                    let (luck, mut roll) =
                        book.dice.luck(Decision::Surge, s.identity, self.month, profession as u32);
                    if luck < work.surge_rate {
                        let size = -maths::ln(roll.uniform()) * work.surge_size;
                        surge.fte = half_days(size.clamp(0.1, 1.0));
                        surge.months_left = roll.months(work.surge_months);
                    }
                }
            }
        }
    }

    /// The hours that serve one need of a structure: of its own people, lent to it, or shared.
    pub fn serving(&self, s: usize, profession: Profession, need: Need) -> f64 {
        self.work(s, profession, need).iter().map(|work| work.hours).sum()
    }

    /// The same, the hours of those ill deducted.
    pub fn worked(&self, s: usize, profession: Profession, need: Need) -> f64 {
        let work = self.work(s, profession, need);
        work.iter().map(|work| work.hours * self.people[work.person].at_work()).sum()
    }

    /// Who works how many hours for one need of a structure.
    fn work(&self, s: usize, profession: Profession, need: Need) -> Vec<Work> {
        let mut all = Vec::new();
        for (w, person) in self.people.iter().enumerate() {
            let Some(job) = person.job.filter(|_| person.profession == profession) else { continue };
            match job.at {
                Employer::Structure(at) => {
                    let lent = self.loans.iter().find(|loan| loan.person == w);
                    if at == s && job.serves == need {
                        let hours = job.fte - lent.map_or(0.0, |loan| loan.fte);
                        all.push(Work { hours, person: w, shared: false });
                    }
                    if let Some(loan) = lent.filter(|loan| loan.borrower == s && need == Need::Recurrent) {
                        all.push(Work { hours: loan.fte, person: w, shared: true });
                    }
                }
                Employer::Pool(number) if job.serves == need => {
                    let shares = &self.shared_job(number).expect("a job held").shares;
                    let hours: f64 =
                        shares.iter().filter(|share| share.user == s).map(|share| share.fte).sum();
                    if hours > 0.0 {
                        all.push(Work { hours, person: w, shared: true });
                    }
                }
                _ => {}
            }
        }
        all
    }

    /// Structures count who works for their recurrent needs.
    pub fn count(&mut self) {
        for s in 0..self.structures.len() {
            for profession in Profession::ALL {
                let work = self.work(s, profession, Need::Recurrent);
                let hours = |shared| work.iter().filter(|w| w.shared == shared).map(|w| w.hours).sum();
                self.structures[s].own[profession] = hours(false);
                self.structures[s].shared[profession] = hours(true);
            }
        }
    }

    pub fn work_and_pay(&mut self, book: &Book) {
        self.count();
        for s in 0..self.structures.len() {
            if !self.structures[s].open {
                continue;
            }
            let value = Money::euros(self.earned(s, book));
            let staff: Vec<&Person> = self.people.iter().filter(|p| p.structure() == Some(s)).collect();
            let due = |of: Option<Money>, p: &Person| of.expect("who works has a job") * p.share_due();
            let paid: Money = staff.iter().map(|p| due(p.job.map(|job| job.loaded), p)).sum();
            let tax_on = |p: &Person| p.job.map(|job| book.tax_on(p.profession, job.gross));
            let taxes = staff.iter().map(|p| due(tax_on(p), p));
            let tax = payroll_tax(&self.structures[s], &taxes.collect::<Vec<_>>(), book);
            self.structures[s].cash += value - paid - tax;
        }
        for k in 0..self.pools.len() {
            self.pay_shared_people(k, book);
        }
    }

    /// What the work done for a structure is worth; hours beyond a need earn nothing.
    fn earned(&self, s: usize, book: &Book) -> f64 {
        let structure = &self.structures[s];
        let mut value = 0.0;
        for profession in Profession::ALL {
            for need in [Need::Recurrent, Need::Temporary] {
                let (wanted, worth) = match need {
                    Need::Recurrent => (structure.need[profession], book.value(structure, profession)),
                    Need::Temporary => {
                        (structure.surge[profession].fte, book.urgent_value(structure, profession))
                    }
                };
                let work = self.work(s, profession, need);
                let hours: f64 = work.iter().map(|work| work.hours).sum();
                let productive = work.iter().map(|work| {
                    let person = &self.people[work.person];
                    let tenure = person.job.map_or(0, |job| job.tenure);
                    let training =
                        person.shared_job().map_or(0.0, |number| book.terms_of(number).training_share);
                    work.hours * (1.0 - training) * book.productivity(person, tenure)
                });
                let productive: f64 = productive.sum();
                if hours > 0.0 {
                    value += productive * (wanted / hours).min(1.0) * worth;
                }
            }
        }
        value
    }

    pub fn close_books(&mut self, book: &Book) {
        let finance = &book.params.finance;
        for s in self.in_turn() {
            if !self.structures[s].open {
                if self.structures[s].closed_in + finance.reopen_after <= self.month {
                    self.found_anew(s, book);
                }
                continue;
            }
            let structure = &mut self.structures[s];
            structure.cash_months = structure.cash.as_euros() / structure.spending;
            structure.months_insolvent =
                if structure.cash_months < -finance.credit_line { structure.months_insolvent + 1 } else { 0 };
            structure.trust += book.params.pool.trust_decay * (structure.trust_normal - structure.trust);
            let (luck, _) = book.dice.luck(Decision::Dissolution, structure.identity, self.month, 0);
            let insolvent = structure.months_insolvent >= finance.insolvent_months;
            if insolvent || luck < finance.dissolution / 12.0 {
                let why = if insolvent { "Insolvent" } else { "Dissolved" };
                self.close(s, insolvent, why, book);
            }
        }
    }

    fn close(&mut self, s: usize, insolvent: bool, why: &str, book: &Book) {
        for w in 0..self.people.len() {
            if self.people[w].structure() == Some(s) {
                let cost = self.dismiss(w, book);
                if !insolvent {
                    self.structures[s].cash -= cost;
                }
            }
        }
        let ours = |by| matches!(by, Opening::Recurrent(e) | Opening::Temporary(e) if e as usize == s);
        self.posts.retain(|post| !ours(post.by));
        for k in 0..self.pools.len() {
            self.settle_with_closed(k, s, insolvent, book);
        }
        self.happened.push(format!("{why} month {} structure {s}", self.now));
        let structure = &mut self.structures[s];
        (structure.open, structure.closed_in, structure.cash) = (false, self.month, Money::ZERO);
        (structure.surge, structure.no_mission_before) = Default::default();
        structure.months_insolvent = 0;
    }

    /// Newcomers are founded by the engine's own founding, which has tests of its own.
    fn found_anew(&mut self, s: usize, book: &Book) {
        let world = &mut self.launch;
        world.structures.identity[s] = self.structures[s].identity;
        world.structures.open.iter_mut().zip(&self.structures).for_each(|(open, s)| *open = s.open);
        for (contacts, s) in world.structures.contacts.iter_mut().zip(&self.structures) {
            *contacts = s.contacts.iter().map(|&other| other as u32).collect();
        }
        founding::refound_structure(&mut world.structures, &mut world.ledger, s, book.params, &book.dice);
        self.structures[s] = structure(world, s);
        for (s, contacts) in self.structures.iter_mut().zip(&world.structures.contacts) {
            s.contacts = contacts.iter().map(|&other| other as usize).collect();
        }
        // what its predecessor has used is no debt of its own
        for pool in &mut self.pools {
            pool.with[s].used_this_year = Money::ZERO;
        }
        let generation = self.structures[s].identity / self.structures.len() as u32;
        self.happened.push(format!("founded structure {s} for the {generation}th time"));
    }
}

/// In ordinary times the own team grows back. Under strain those who leave are missed, those looked for in place of earlier
/// leavers are no longer once hires are cancelled, and in the worst case one is sent away; one always stays.
fn tighten_team(s: &mut Structure, before: Strain, mut dice: Roll, book: &Book) -> Vec<(Fewer, f64)> {
    let finance = &book.params.finance;
    if s.strain == Strain::None {
        s.team += finance.rebuild_rate * (s.team_normal - s.team);
        return Vec::new();
    }
    let leavers = s.team * finance.team_turnover / 12.0;
    let (first, second) = (dice.uniform(), dice.uniform());
    let mut lost = vec![(Fewer::NotReplaced, (leavers + first).floor())];
    if matches!(s.strain, Strain::Cancel | Strain::Layoff) && matches!(before, Strain::None | Strain::Freeze)
    {
        lost.push((Fewer::Cancelled, (leavers * finance.team_months_to_fill + second).floor()));
    }
    if s.strain == Strain::Layoff {
        lost.push((Fewer::LaidOff, 1.0));
    }
    for (why, posts) in &mut lost {
        *posts = posts.min((s.team - 1.0).max(0.0));
        s.team -= *posts;
        if *why == Fewer::LaidOff && *posts > 0.0 {
            let month = finance.turnover_per_head / 12.0 * finance.staff_share;
            let mobility = &book.params.mobility;
            let notice = f64::from(book.rates.notice_months(Grade::Other, 24));
            let months = notice * mobility.notice_unworked + mobility.severance_contested;
            s.cash -= Money::euros(month * months * (1.0 - mobility.negotiated_share));
        }
    }
    lost
}

/// What the posts add to a structure's payroll tax of a month.
fn payroll_tax(structure: &Structure, taxes: &[Money], book: &Book) -> Money {
    if structure.vat_liable || taxes.is_empty() {
        return Money::ZERO;
    }
    let (finance, rates) = (&book.params.finance, book.rates);
    let added: Money = taxes.iter().copied().sum();
    let pay = finance.turnover_per_head * finance.staff_share / (1.0 + finance.team_contributions);
    let insured = Money::euros(book.params.payroll.mutual_month) * 12.0;
    let team = rates.payroll_tax_year(Money::euros(pay) + insured) * structure.team;
    let who = match structure.form {
        LegalForm::Association => PayrollTaxpayer::Association,
        _ => PayrollTaxpayer::Other,
    };
    (rates.payroll_tax_due(team + added, who) - rates.payroll_tax_due(team, who)) * (1.0 / 12.0)
}
