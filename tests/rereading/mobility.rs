//! Phase 7: what ends a job, offers of firms, lay-offs.

use mutualise::dice::{Decision, Roll};
use mutualise::kinds::{Need, Status};
use mutualise::law::Contract;
use mutualise::maths;
use mutualise::price::pay::{grade, part_time};
use mutualise::units::Money;
use mutualise::world::founding;
use mutualise::world::structures::Strain;

use crate::choice::Offer;
use crate::pool::{Share, SharedJob};
use crate::state::{Book, Employer, Illness, Job, Territory, person};
use crate::told::line_of_hire;

impl Territory {
    pub fn move_on(&mut self, book: &Book) {
        for w in 0..self.people.len() {
            let luck = |decision| book.dice.luck(decision, self.people[w].identity, self.month, 0);
            let fate = luck(Decision::Departure).0;
            let (contact, mut rest) = luck(Decision::RecruiterContact);
            self.a_month_of(w, fate, (contact, rest.uniform()), book);
        }
        self.lay_off(book);
        self.hire_away_shared_people(book);
        self.count_months_out_of_work(book);
        self.people.iter_mut().filter_map(|person| person.job.as_mut()).for_each(|job| job.tenure += 1);
    }

    fn a_month_of(&mut self, w: usize, fate: f64, (contact, decision): (f64, f64), book: &Book) {
        let mobility = &book.params.mobility;
        if fate < mobility.retirement {
            if self.people[w].job.is_some() {
                self.end(w, "LeftLabourForce");
            }
            self.replace(w, book);
            return;
        }
        let Some(job) = self.people[w].job else {
            self.a_month_without_job(w, fate, contact, book);
            return;
        };
        match (self.fate(w, &job, fate, book), &mut self.people[w].job) {
            (Some("Converted"), Some(job)) => job.contract = Contract::OpenEnded,
            (Some(why), _) => {
                self.end(w, why);
                return;
            }
            (None, _) => {}
        }
        let odds = self.odds_of_contact(w, book);
        if contact < odds {
            self.happened.push(format!("contact month {} person {w}", self.now));
        }
        // so many in a hundred contacts bring an offer
        if contact < odds * book.params.poaching.offer_given_contact && self.poached(w, decision, book) {
            return;
        }
        if !matches!(job.at, Employer::Firm(_)) && job.term > 0 {
            self.people[w].job.as_mut().expect("a job").term -= 1;
            if job.term == 1 {
                self.end_of_term(w, job.at, book);
            }
        }
    }

    /// Hazards laid end to end from the retirement on: the one in which the luck falls strikes.
    fn fate(&self, w: usize, job: &Job, luck: f64, book: &Book) -> Option<&'static str> {
        let (mobility, work, person) = (&book.params.mobility, &book.params.work, &self.people[w]);
        let open_ended = job.contract.is_open_ended();
        let social = person.in_social_economy();
        let stress = person.stress - work.stress_base;
        let on_trial = open_ended && job.tenure < mobility.trial_months[person.profession];
        let quit = mobility.personal_quit + if job.tenure < 12 { mobility.first_year_quit } else { 0.0 };
        let strain = if social { maths::exp(mobility.quit_stress * stress) } else { 1.0 };
        let burnout = (work.burnout_base / 12.0 * maths::exp(work.burnout_stress * stress)).min(1.0);
        let hazards = [
            (mobility.leave_labour_force, true, "LeftLabourForce"),
            (mobility.trial_hazard[person.profession], on_trial, "Trial"),
            (quit * strain, open_ended, "Quit"),
            (book.params.insertion.early_break / 12.0, job.contract == Contract::Alternance, "Trial"),
            (burnout, social, "Burnout"),
            // a firm's own decisions
            (mobility.firm_layoff, !social && job.contract == Contract::OpenEnded, "Dismissed"),
            (mobility.fixed_term_end, !social && job.contract != Contract::OpenEnded, "TermEnded"),
            (mobility.fixed_term_convert, !social && job.contract != Contract::OpenEnded, "Converted"),
        ];
        let mut reached = mobility.retirement;
        for (hazard, _, why) in hazards.into_iter().filter(|(_, concerned, _)| *concerned) {
            reached += hazard;
            if luck < reached {
                return Some(why);
            }
        }
        None
    }

    fn odds_of_contact(&self, w: usize, book: &Book) -> f64 {
        let (poaching, person) = (&book.params.poaching, &self.people[w]);
        let trained = person.since_training < poaching.trained_months;
        let tilt = poaching.skilled * (person.skill - 0.5) + if trained { poaching.trained } else { 0.0 };
        (poaching.contact_rate[person.profession] * maths::exp(tilt + self.environment.tightness)).min(1.0)
    }

    /// One firm in proportion to its weight, and its pay for somebody.
    fn offer_of_a_firm(&self, w: usize, roll: &mut Roll, book: &Book) -> (usize, Offer) {
        let person = &self.people[w];
        let total = *self.firms.cumulative_weight.last().expect("a firm");
        let share = roll.uniform() * total;
        let last = self.firms.weight.len() - 1;
        let firm = self.firms.cumulative_weight.iter().position(|&sum| share < sum).unwrap_or(last);
        let spread = self.firms.pay_policy[firm] + book.params.poaching.offer_log_sd * roll.normal();
        let offer = Offer {
            pay: book.grid_of_firms(person.profession, person.skill) * maths::exp(spread),
            fte: person.preferred,
            contract: Contract::OpenEnded,
            with_a_mission: false,
            users: 1,
            travel: book.minutes(person.zone, self.firms.zone[firm]),
            stress: 0.0,
        };
        (firm, offer)
    }

    fn poached(&mut self, w: usize, decision: f64, book: &Book) -> bool {
        let mut roll = book.dice.roll(Decision::AcceptOffer, self.people[w].identity, self.month);
        let (firm, offer) = self.offer_of_a_firm(w, &mut roll, book);
        let job = self.people[w].job.expect("who is contacted has a job");
        if job.at == Employer::Firm(firm) || decision >= book.takes(&self.people[w], self.sites(w), &offer) {
            return false;
        }
        if let Employer::Structure(s) = job.at
            && self.held(w, s, &offer, decision, book)
        {
            return false;
        }
        self.end(w, "Poached");
        self.join_firm(w, firm, &offer);
        true
    }

    /// An employer with cash may raise pay, and does if that is enough.
    fn held(&mut self, w: usize, s: usize, offer: &Offer, decision: f64, book: &Book) -> bool {
        let poaching = &book.params.poaching;
        let mut roll = book.dice.roll(Decision::MatchOffer, self.people[w].identity, self.month);
        let rich = self.structures[s].cash_months >= poaching.match_cash_months;
        if !rich || !roll.happens(poaching.match_rate) {
            return false;
        }
        let mut raised = self.people[w].clone();
        raised.pay *= 1.0 + poaching.match_raise;
        if decision < book.takes(&raised, self.sites(w), offer) {
            return false;
        }
        self.people[w] = raised;
        self.reckon_cost(w, book);
        true
    }

    fn join_firm(&mut self, w: usize, firm: usize, offer: &Offer) {
        self.people[w].pay = offer.pay;
        self.people[w].out = false;
        self.people[w].job = Some(Job {
            at: Employer::Firm(firm),
            contract: offer.contract,
            serves: Need::Recurrent,
            term: 0,
            fte: offer.fte,
            travel: offer.travel,
            gross: Money::ZERO,
            loaded: Money::ZERO,
            tenure: 0,
            illness: Illness::default(),
        });
    }

    fn a_month_without_job(&mut self, w: usize, fate: f64, contact: f64, book: &Book) {
        let mobility = &book.params.mobility;
        if self.people[w].out {
            if fate < mobility.retirement + mobility.return_to_labour_force {
                let who = self.people[w].identity;
                let mut roll = book.dice.roll(Decision::ReturnByPath, who, self.month);
                self.people[w].out = false;
                self.people[w].through_path |= roll.happens(book.params.insertion.return_by_path);
            }
            return;
        }
        if fate < mobility.retirement + mobility.leave_labour_force {
            self.people[w].out = true;
            return;
        }
        if contact >= (mobility.unemployed_offer_rate * maths::exp(self.environment.tightness)).min(1.0) {
            return;
        }
        let mut roll = book.dice.roll(Decision::UnemployedOffer, self.people[w].identity, self.month);
        let decision = roll.uniform();
        let fixed_term = roll.happens(mobility.firm_fixed_term);
        let (firm, mut offer) = self.offer_of_a_firm(w, &mut roll, book);
        if fixed_term {
            offer.contract = Contract::FixedTerm;
        }
        if decision < book.takes(&self.people[w], 1, &offer) {
            self.join_firm(w, firm, &offer);
        }
    }

    /// A term that ends is made open-ended if the need lasts and the money is there; a path may end with a hire.
    fn end_of_term(&mut self, w: usize, at: Employer, book: &Book) {
        match at {
            Employer::Structure(s) => {
                let structure = &self.structures[s];
                let rich = structure.cash_months > book.params.market.afford_months;
                let job = self.people[w].job.as_mut().expect("a job");
                if job.serves == Need::Recurrent && rich && structure.strain == Strain::None {
                    job.contract = Contract::OpenEnded;
                    self.reckon_cost(w, book);
                } else {
                    let months = job.tenure + 1;
                    self.waits(s, self.people[w].profession, months, book);
                    self.end(w, "TermEnded");
                }
            }
            Employer::Pool(number) => {
                // whose user has gone is dismissed with the month
                let shared = self.shared_job(number).expect("a job held");
                let deserted = shared.contract == Contract::TemporaryMission && shared.shares.is_empty();
                if !deserted && !self.end_of_path(w, number, book) {
                    self.end(w, "TermEnded");
                }
            }
            Employer::Firm(_) => panic!("firms' terms end otherwise"),
        }
    }

    /// Somebody's job ends, with its line.
    pub fn end(&mut self, w: usize, why: &str) {
        let job = self.people[w].job.take().expect("only who has a job can lose it");
        let (with, employer) = match job.at {
            Employer::Structure(s) => (Status::Structure, s),
            Employer::Firm(f) => (Status::Firm, f),
            Employer::Pool(number) => (Status::Pool, number as usize),
        };
        if let Employer::Pool(number) = job.at {
            self.shared_job_mut(number).expect("a job held").holder = None;
        }
        self.loans.retain(|loan| loan.person != w);
        self.people[w].out = why == "Burnout" || why == "LeftLabourForce";
        self.happened.push(format!(
            "{why} month {} person {w} with {with:?} {employer} {:?} after {}",
            self.now, job.contract, job.tenure
        ));
    }

    /// The main user of a shared job may hire whoever holds it (I 1b).
    fn hire_away_shared_people(&mut self, book: &Book) {
        let conduct = &book.params.pool;
        let jobs: Vec<SharedJob> = self.pools.iter().flat_map(|pool| pool.jobs.clone()).collect();
        for job in jobs.iter().filter(|job| !job.temporary) {
            let (Some(w), Some(share)) = (job.holder, job.main_user()) else { continue };
            let user = &self.structures[share.user];
            let able = share.fte >= conduct.absorption_share
                && user.strain == Strain::None
                && user.cash_months > book.params.market.fixed_term_below;
            let mut roll = book.dice.roll(Decision::Absorption, self.people[w].identity, self.month);
            if able && roll.happens(conduct.absorption / 12.0) {
                self.take_over(w, share, book);
            }
        }
    }

    /// A user employs by itself whom it shared, open-ended, for its own share or the legal minimum of hours.
    pub fn take_over(&mut self, w: usize, share: Share, book: &Book) {
        let number = self.people[w].shared_job().expect("a shared job");
        let job = self.shared_job_mut(number).expect("a job held");
        job.shares.retain(|other| other.user != share.user);
        self.end(w, "Absorbed");
        let structure = &self.structures[share.user];
        let travel = book.minutes(self.people[w].zone, structure.zone);
        self.people[w].job = Some(Job {
            at: Employer::Structure(share.user),
            contract: Contract::OpenEnded,
            serves: Need::Recurrent,
            term: 0,
            fte: book.hours(structure, share.fte),
            travel,
            gross: Money::ZERO,
            loaded: Money::ZERO,
            tenure: 0,
            illness: Illness::default(),
        });
        self.reckon_cost(w, book);
        // from next month on
        self.happened.push(line_of_hire(self.now + 1, w, share.user, false));
    }

    /// Whether a user would employ somebody by itself for its share of a job that lasts.
    pub fn would_take_over(&self, w: usize, share: Share, book: &Book) -> bool {
        let lasts = self.people[w].job.is_some_and(|job| job.serves == Need::Recurrent);
        let user = &self.structures[share.user];
        let months = f64::from(book.params.market.hiring_horizon);
        let profession = self.people[w].profession;
        lasts
            && user.strain == Strain::None
            && book.gain(user, profession, share.fte, Contract::OpenEnded, months) > 0.0
    }

    /// A dismissal; what it costs is for the caller to charge.
    pub fn dismiss(&mut self, w: usize, book: &Book) -> Money {
        let job = self.people[w].job.expect("a job");
        let cost = if job.contract.is_open_ended() {
            let mobility = &book.params.mobility;
            let notice = book.rates.notice_months(grade(self.people[w].profession), job.tenure);
            let months = f64::from(notice) * mobility.notice_unworked + mobility.severance_contested;
            book.rates.legal_severance(job.gross, job.tenure) + job.loaded * months
        } else {
            // pay for the months left, and contributions on it as on pay, without the general reduction
            let profession = self.people[w].profession;
            let (pay, band) = (self.people[w].pay, self.band_of(job.at, book));
            let accidents = book.rates.accident_rate(profession);
            let month = book.rates.monthly_cost(&part_time(
                grade(profession),
                job.contract,
                pay,
                job.fte,
                band,
                accidents,
            ));
            (month.gross_paid() * f64::from(job.term))
                + (month.contributions_before_reduction * f64::from(job.term))
        };
        self.end(w, "Dismissed");
        cost
    }

    /// The same by an employer that goes on, and may agree with whom it parts from.
    pub fn part_with(&mut self, w: usize, book: &Book) -> Money {
        let job = self.people[w].job.expect("a job");
        let mut roll = book.dice.roll(Decision::Termination, self.people[w].identity, self.month);
        if !job.contract.is_open_ended() || !roll.happens(book.params.mobility.negotiated_share) {
            return self.dismiss(w, book);
        }
        self.end(w, "Dismissed");
        self.saw("a termination is agreed");
        let indemnity = book.rates.legal_severance(job.gross, job.tenure);
        indemnity + book.rates.negotiated_termination_contribution(indemnity)
    }

    /// Under the worst strain a structure cuts a post: the last come.
    fn lay_off(&mut self, book: &Book) {
        for s in 0..self.structures.len() {
            if self.structures[s].strain != Strain::Layoff {
                continue;
            }
            let staff = (0..self.people.len()).filter(|&w| self.people[w].structure() == Some(s));
            let tenure = |w: &usize| (self.people[*w].job.map(|job| job.tenure), self.people[*w].identity);
            if let Some(w) = staff.min_by_key(tenure) {
                let cost = self.part_with(w, book);
                self.structures[s].cash -= cost;
            }
        }
    }

    /// An entrant takes the place of somebody retired, by the engine's own founding.
    fn replace(&mut self, w: usize, book: &Book) {
        let workers = &mut self.launch.workers;
        workers.identity[w] = self.people[w].identity;
        workers.change_status(w, Status::Seeking, u32::MAX);
        founding::enter(workers, w, book.params, &book.dice);
        self.people[w] = person(&self.launch, w);
    }
}
