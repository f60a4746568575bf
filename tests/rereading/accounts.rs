//! Phases 5 and 8, the money of pools: pay, invoices, deposits, dues, the month (submodels 5.13 to 5.15).

use mutualise::dice::Decision;
use mutualise::formats::{Employer as Legal, Vat};
use mutualise::kinds::{PerProfession, Profession};
use mutualise::law::{Contract, PayrollTaxpayer};
use mutualise::price::pay::grade;
use mutualise::price::{invoiced, part_of_job, vat_not_recovered};
use mutualise::units::Money;
use mutualise::world::Purpose;

use crate::pool::{Invoice, SharedJob};
use crate::posts::NO_GAP;
use crate::state::{Book, Employer, Purse, Territory};

impl Territory {
    /// The gross pay and loaded cost of a month, by holder of a job of a pool.
    fn held_jobs(&self, k: usize) -> Vec<(usize, SharedJob)> {
        let jobs = self.pools[k].jobs.iter();
        jobs.filter_map(|job| job.holder.map(|w| (w, job.clone()))).collect()
    }

    /// A pool pays its people, the minimum between missions included, and payroll tax where it is exempt of VAT.
    pub fn pay_shared_people(&mut self, k: usize, book: &Book) {
        let terms = &book.terms[k];
        let (mut paid, mut taxed) = (Money::ZERO, Money::ZERO);
        for (w, shared) in self.held_jobs(k) {
            if shared.contract == Contract::OpenEndedTemporary {
                self.pay_between_missions(w, &shared, book);
            }
            let (person, job) = (&self.people[w], self.people[w].job.expect("a holder"));
            let share = person.share_due();
            self.pools[k].cash -= job.loaded * share;
            self.pools[k].year.gross += job.gross * share;
            paid += job.loaded * share;
            taxed += book.tax_on(person.profession, job.gross) * share;
        }
        if terms.vat == Vat::ExactCost {
            let who = match terms.employer {
                Legal::PoolAssociation => PayrollTaxpayer::Association,
                _ => PayrollTaxpayer::Other,
            };
            let due = book.rates.payroll_tax_due(taxed, who) * (1.0 / 12.0);
            let pool = &mut self.pools[k];
            pool.cash -= due;
            pool.tax_share = if paid > Money::ZERO { due.as_euros() / paid.as_euros() } else { 0.0 };
        }
    }

    /// Full pay for the time on mission, the guaranteed minimum for the rest.
    fn pay_between_missions(&mut self, w: usize, shared: &SharedJob, book: &Book) {
        let (pay, profession) = (self.people[w].pay, shared.profession);
        let on_mission = (shared.sold() / shared.fte).min(1.0);
        let least = book.rates.pay_between_missions(grade(profession)).as_euros().min(pay);
        let month = on_mission * pay + (1.0 - on_mission) * least;
        let band = self.band_of(Employer::Pool(shared.number), book);
        let cost = book.cost(profession, shared.contract, month, shared.fte, band);
        let job = self.people[w].job.as_mut().expect("a holder");
        (job.gross, job.loaded) = (cost.gross_paid, cost.loaded);
    }

    /// Whoever was paid is billed; users draw up their balance, bring up their deposit, pay their dues.
    pub fn bill(&mut self, book: &Book) {
        for k in 0..self.pools.len() {
            if self.pools[k].active() {
                self.bill_for(k, book);
            }
        }
    }

    fn bill_for(&mut self, k: usize, book: &Book) {
        let terms = &book.terms[k];
        let mut billed = vec![(Money::ZERO, 0.0); self.structures.len()];
        let mut on_mission = PerProfession::<f64>::default();
        for (w, shared) in self.held_jobs(k) {
            self.invoice(k, w, &shared, &mut billed, book);
            if shared.temporary {
                on_mission[shared.profession] += shared.sold();
            }
        }
        for profession in Profession::ALL {
            let usual = &mut self.pools[k].usual_missions[profession];
            *usual += (on_mission[profession] - *usual) / 12.0;
        }
        let conduct = &book.params.pool;
        for (s, (amount, value)) in billed.into_iter().enumerate() {
            let structure = &mut self.structures[s];
            let with = &mut self.pools[k].with[s];
            if with.member {
                let tax = vat_not_recovered(terms, book.rates, structure.vat_liable);
                let cost = amount.as_euros() * (1.0 + tax) + terms.yearly_dues / 12.0;
                with.balance += (value - cost - with.balance) / f64::from(conduct.balance_months);
                if value > 0.0 {
                    structure.trust = (structure.trust + conduct.trust_fill).min(1.0);
                }
            }
            if !structure.open {
                continue;
            }
            let (member, missing) = (with.member, (amount * terms.deposit_months - with.deposit).or_zero());
            self.give(Purse::Structure(s), Purse::Deposit(k, s), Purpose::Deposit, missing);
            if member {
                let dues = Money::euros(terms.yearly_dues / 12.0);
                self.give(Purse::Structure(s), Purse::Pool(k), Purpose::Dues, dues);
                self.pools[k].year.other -= dues;
            }
        }
    }

    fn invoice(&mut self, k: usize, w: usize, shared: &SharedJob, billed: &mut [(Money, f64)], book: &Book) {
        let (terms, charge, profession) = (&book.terms[k], self.pools[k].charge(), shared.profession);
        let (person, loaded) = (&self.people[w], self.people[w].job.expect("a holder").loaded);
        let (paid, at_work) = (loaded * person.share_due(), person.at_work());
        // users pay for the time on mission, at its full price
        let cost_of_job = if shared.contract == Contract::OpenEndedTemporary {
            let band = self.band_of(Employer::Pool(shared.number), book);
            book.cost(profession, shared.contract, self.people[w].pay, shared.fte, band).loaded
        } else {
            loaded
        };
        let mut sold = Money::ZERO;
        for share in &shared.shares {
            let s = share.user;
            let structure = &self.structures[s];
            let worth = if shared.temporary {
                book.urgent_value(structure, profession)
            } else {
                book.value(structure, profession)
            };
            // nobody is billed for time that nobody has worked
            let cost = part_of_job(cost_of_job, share.fte, shared.fte) * at_work;
            let amount = invoiced(cost, charge);
            billed[s].0 += amount;
            billed[s].1 += worth * share.fte * at_work * (1.0 - terms.training_share);
            let pool = &mut self.pools[k];
            pool.invoices.push(Invoice { user: s, amount, due: self.month + book.params.pool.invoice_delay });
            pool.year.billed += amount;
            pool.with[s].used += share.fte;
            pool.with[s].used_this_year += cost;
            sold += cost;
        }
        let pool = &mut self.pools[k];
        pool.year.sold += sold;
        pool.year.other += (paid - sold).or_zero() * (1.0 + pool.tax_share);
        let job = pool.jobs.iter_mut().find(|job| job.number == shared.number).expect("the job billed");
        job.worked += 1;
    }

    /// A user pays the pool, and the tax it cannot recover.
    pub fn pay_invoice(&mut self, k: usize, s: usize, amount: Money, book: &Book) {
        self.give(Purse::Structure(s), Purse::Pool(k), Purpose::Invoice, amount);
        let tax = vat_not_recovered(&book.terms[k], book.rates, self.structures[s].vat_liable);
        self.give(Purse::Structure(s), Purse::Elsewhere, Purpose::Vat, amount * tax);
    }

    /// Invoices that fall due are paid, some in part.
    pub fn collect_invoices(&mut self, book: &Book) {
        let conduct = &book.params.pool;
        for k in 0..self.pools.len() {
            if !self.pools[k].active() {
                continue;
            }
            for s in 0..self.structures.len() {
                let due = |owed: &Invoice| owed.user == s && owed.due <= self.month;
                let owed: Money =
                    self.pools[k].invoices.iter().filter(|owed| due(owed)).map(|owed| owed.amount).sum();
                let month = self.month;
                self.pools[k].invoices.retain(|owed| owed.user != s || owed.due > month);
                if owed == Money::ZERO {
                    continue;
                }
                let who = self.structures[s].identity;
                let mut roll = book.dice.roll_nth(Decision::InvoiceDefault, who, self.month, k as u32);
                let mut lost = Money::ZERO;
                if roll.happens(conduct.invoice_default) {
                    self.saw("an invoice is not paid");
                    lost = (owed - self.draw_deposit(k, s, owed)) * conduct.loss_given_default;
                }
                self.pay_invoice(k, s, owed - lost, book);
                self.pools[k].year.other += lost;
            }
            self.give_deposits_back(k, book);
        }
    }

    /// No member any more, and its last invoice behind it, that of the year's exact cost included.
    fn give_deposits_back(&mut self, k: usize, book: &Book) {
        for s in 0..self.structures.len() {
            let pool = &self.pools[k];
            let with = &pool.with[s];
            let awaits_the_year = book.terms[k].vat == Vat::ExactCost && with.used_this_year != Money::ZERO;
            let owes = pool.invoices.iter().filter(|owed| owed.user == s).count() > 0;
            if with.deposit != Money::ZERO && !(with.member || owes || awaits_the_year) {
                self.draw_deposit(k, s, with.deposit);
                self.saw("a deposit comes back after the last invoice");
            }
        }
    }

    /// What a user owes comes from its deposit first: the money is its own again, and it pays with it.
    pub fn draw_deposit(&mut self, k: usize, s: usize, owed: Money) -> Money {
        let drawn = owed.min(self.pools[k].with[s].deposit);
        self.give(Purse::Deposit(k, s), Purse::Structure(s), Purpose::Deposit, drawn);
        drawn
    }

    /// A structure that closes pays what it owes, with its deposit first; of the rest an insolvent one pays little.
    pub fn settle_with_closed(&mut self, k: usize, s: usize, insolvent: bool, book: &Book) {
        let owed: Money =
            self.pools[k].invoices.iter().filter(|owed| owed.user == s).map(|owed| owed.amount).sum();
        self.pools[k].invoices.retain(|owed| owed.user != s);
        let rest = owed - self.draw_deposit(k, s, owed);
        let lost = if insolvent { rest * book.params.pool.loss_given_default } else { Money::ZERO };
        self.pay_invoice(k, s, owed - lost, book);
        self.pools[k].year.other += lost;
        self.draw_deposit(k, s, self.pools[k].with[s].deposit);
        self.release(k, s);
        if self.pools[k].with[s].member {
            self.end_membership(k, s);
        }
    }

    pub fn close_months_of_pools(&mut self, book: &Book) {
        for k in 0..self.pools.len() {
            if !self.pools[k].active() {
                continue;
            }
            self.pay_overheads(k, book);
            self.end_missions(k, book);
            self.give_up_unsold_time(k, book);
            self.post_again(k, book);
            let months = self.month + 1 - self.pools[k].opens;
            if months.is_multiple_of(12) {
                self.close_year(k, book);
            }
            self.face_debts(k, book);
        }
    }

    fn pay_overheads(&mut self, k: usize, book: &Book) {
        let terms = &book.terms[k];
        let employed = self.pools[k].employed();
        let permanents = (terms.permanents_per_fte * employed - terms.permanents_included).max(0.0);
        let overheads = permanents * book.params.pool.permanent_cost + terms.fixed_cost;
        let overheads = Money::euros(overheads / 12.0);
        let premium = self.pools[k].guaranteed * (terms.guarantee_premium / 12.0);
        let aid = Money::euros(terms.aid_per_fte * employed / 12.0);
        let advisers = Money::euros(terms.accompaniment_per_fte * employed / 12.0);
        self.give(Purse::Pool(k), Purse::Elsewhere, Purpose::Overheads, overheads);
        self.give(Purse::Pool(k), Purse::Elsewhere, Purpose::Guarantee, premium);
        let interest = (-self.pools[k].cash).or_zero() * (book.params.pool.bank_interest / 12.0);
        self.give(Purse::Pool(k), Purse::Elsewhere, Purpose::BankInterest, interest);
        self.give(Purse::Elsewhere, Purse::Pool(k), Purpose::Aid, aid);
        self.give(Purse::Pool(k), Purse::Elsewhere, Purpose::Accompaniment, advisers);
        self.pools[k].year.other += overheads + premium + interest + advisers - aid;
    }

    /// A mission whose holder has gone is over, and the same post must wait; those of somebody employed open-ended
    /// end with their months or with the need, and nobody need wait.
    fn end_missions(&mut self, k: usize, book: &Book) {
        self.end_missions_without_user(k, book);
        let structures = &self.structures;
        for job in self.pools[k].jobs.iter_mut().filter(|job| job.contract == Contract::OpenEndedTemporary) {
            for share in &mut job.shares {
                share.months = share.months.saturating_sub(1);
            }
            let lasts = |s: usize| structures[s].surge[job.profession].months_left > 0;
            job.shares.retain(|share| share.months > 0 && lasts(share.user));
        }
        let posts = &self.posts;
        let sought = |number| posts.iter().any(|p| p.by == mutualise::world::Opening::Pooled(number));
        let over = |job: &SharedJob| job.temporary && job.holder.is_none() && !sought(job.number);
        let ended: Vec<SharedJob> = self.pools[k].jobs.iter().filter(|job| over(job)).cloned().collect();
        self.pools[k].jobs.retain(|job| !over(job));
        for job in ended.iter().filter(|job| job.contract == Contract::TemporaryMission) {
            if let Some(share) = job.shares.first() {
                self.waits(share.user, job.profession, job.worked, book);
            }
        }
    }

    /// A mission ends when its user has withdrawn; what was left of it is owed (C. trav. L1251-26 and -27).
    fn end_missions_without_user(&mut self, k: usize, book: &Book) {
        for (w, shared) in self.held_jobs(k) {
            if shared.contract == Contract::TemporaryMission && shared.shares.is_empty() {
                let cost = self.part_with(w, book);
                self.pools[k].cash -= cost;
                self.pools[k].year.other += cost;
                self.saw("a mission ends with its user");
            }
        }
    }

    /// Time unsold too long: fewer hours if enough is left for a lawful contract, else a dismissal.
    fn give_up_unsold_time(&mut self, k: usize, book: &Book) {
        let least = book.rates.minimum_weekly_hours() / 35.0;
        for (w, shared) in self.held_jobs(k) {
            let sold = shared.sold();
            let unsold = if shared.contract == Contract::OpenEndedTemporary {
                sold < NO_GAP
            } else {
                shared.fte - sold > NO_GAP
            };
            let idle = if unsold { shared.idle + 1 } else { 0 };
            let job = self.shared_job_mut(shared.number).expect("the same job");
            job.idle = idle;
            if idle <= book.params.pool.idle_patience {
                continue;
            }
            if sold + NO_GAP >= least {
                (job.fte, job.idle) = (sold, 0);
                self.people[w].job.as_mut().expect("a holder").fte = sold;
                self.reckon_cost(w, book);
                self.saw("hours are cut");
            } else {
                let cost = self.part_with(w, book);
                self.pools[k].cash -= cost;
                self.pools[k].year.other += cost;
                self.pools[k].jobs.retain(|job| job.number != shared.number);
                self.saw("unsold time is made redundant");
            }
        }
    }

    /// A lasting job whose holder has left is posted again for what is sold of it, if that still makes a job.
    fn post_again(&mut self, k: usize, book: &Book) {
        for job in self.pools[k].jobs.clone() {
            let sought = self.posts.iter().any(|p| p.by == mutualise::world::Opening::Pooled(job.number));
            if job.holder.is_some() || job.temporary || sought {
                continue;
            }
            let sold = job.sold();
            if sold + NO_GAP < book.params.pool.threshold {
                self.pools[k].jobs.retain(|other| other.number != job.number);
                self.saw("a shared job is undone");
                continue;
            }
            let again = self.shared_job_mut(job.number).expect("the same job");
            (again.fte, again.idle) = (sold.min(1.0), 0);
            self.post_job(job.number, self.term_of_jobs(k, book), 1.0, k, book);
            self.saw("a shared job is posted again");
        }
    }

    /// The loaded wages of a month.
    pub fn wages(&self, k: usize) -> Money {
        let holders = self.pools[k].jobs.iter().filter_map(|job| job.holder);
        holders.filter_map(|w| self.people[w].job).map(|job| job.loaded).sum()
    }
}
