//! Loans of staff between structures, at cost (C. trav. L8241-1 and -2; model, section 6).

use mutualise::dice::Decision;
use mutualise::formats::Employer as Legal;
use mutualise::kinds::{Need, Profession};
use mutualise::law::Contract;
use mutualise::maths;
use mutualise::price::part_of_job;
use mutualise::units::Money;
use mutualise::world::Purpose;
use mutualise::world::structures::Strain;

use crate::money::half_days;
use crate::posts::NO_GAP;
use crate::state::{Book, Purse, Territory};

#[derive(Clone, Copy, Debug)]
pub struct Loan {
    pub person: usize,
    pub lender: usize,
    pub borrower: usize,
    pub fte: f64,
    pub months_left: u32,
}

impl Territory {
    /// Loans that are over end; who has time to spare lends it to whom it knows and who gains most.
    pub fn arrange_loans(&mut self, book: &Book) {
        if book.terms[0].employer != Legal::LendingStructure {
            return;
        }
        // what was counted at the beginning of the phase, all loans still running
        for mut loan in std::mem::take(&mut self.loans) {
            loan.months_left -= 1;
            let profession = self.people[loan.person].profession;
            let gap = |s: usize| self.structures[s].gap(profession);
            let needed_back = gap(loan.lender) >= loan.fte - NO_GAP;
            let needed_no_more = gap(loan.borrower) <= -NO_GAP;
            if loan.months_left > 0 && !needed_back && !needed_no_more {
                self.loans.push(loan);
            }
        }
        self.count();
        for lender in self.in_turn() {
            for profession in Profession::ALL {
                if let Some(loan) = self.best_loan(lender, profession, book)
                    && self.consents(&loan, book)
                {
                    let fee = Money::euros(book.params.pool.loan_agreement);
                    let borrower = Purse::Structure(loan.borrower);
                    self.give(borrower, Purse::Elsewhere, Purpose::Agreement, fee);
                    self.loans.push(loan);
                    self.count_loan(&loan);
                    self.saw("a loan is agreed");
                }
            }
        }
    }

    fn count_loan(&mut self, loan: &Loan) {
        let profession = self.people[loan.person].profession;
        self.structures[loan.lender].own[profession] -= loan.fte;
        self.structures[loan.borrower].shared[profession] += loan.fte;
    }

    fn best_loan(&self, lender: usize, profession: Profession, book: &Book) -> Option<Loan> {
        let beyond = -self.structures[lender].gap(profession);
        if !self.structures[lender].open || beyond <= NO_GAP {
            return None;
        }
        // half-days that are there, whatever lies between two of them
        let spare = half_days(beyond - NO_GAP + 1e-9);
        let person = self.whom_to_lend(lender, profession)?;
        let most = spare.min(self.people[person].job.expect("a job").fte);
        let mut best: Option<(f64, Loan)> = None;
        for &borrower in &self.structures[lender].contacts {
            let fte = most.min(half_days(self.structures[borrower].gap(profession)));
            let months_left = book.params.pool.loan_months;
            let loan = Loan { person, lender, borrower, fte, months_left };
            if let Some(gain) = self.gain_from_loan(&loan, profession, book)
                && best.is_none_or(|(other, _)| gain > other)
            {
                best = Some((gain, loan));
            }
        }
        best.map(|(_, loan)| loan)
    }

    /// The longest-serving, and the first among equals, of those who serve lasting needs open-ended and are not lent yet.
    fn whom_to_lend(&self, lender: usize, profession: Profession) -> Option<usize> {
        let free = (0..self.people.len()).filter(|&w| {
            let person = &self.people[w];
            person.structure() == Some(lender)
                && person.profession == profession
                && person
                    .job
                    .is_some_and(|job| job.contract == Contract::OpenEnded && job.serves == Need::Recurrent)
                && self.loans.iter().all(|loan| loan.person != w)
        });
        let key = |&w: &usize| {
            let tenure = self.people[w].job.map_or(0, |job| job.tenure);
            (std::cmp::Reverse(tenure), self.people[w].identity)
        };
        free.min_by_key(key)
    }

    fn gain_from_loan(&self, loan: &Loan, profession: Profession, book: &Book) -> Option<f64> {
        let borrower = &self.structures[loan.borrower];
        let minutes = book.minutes(self.structures[loan.lender].zone, borrower.zone);
        if !borrower.open
            || loan.fte <= NO_GAP
            || borrower.strain != Strain::None
            || borrower.cash_months <= book.params.market.afford_months
            || minutes > book.params.pool.max_travel
        {
            return None;
        }
        let (amount, tax) = self.price_of_loan(loan, book);
        let drafting = book.params.pool.loan_agreement / f64::from(book.params.pool.loan_months.max(1));
        let gain = book.value(borrower, profession) * loan.fte - (amount + tax).as_euros() - drafting;
        let months = f64::from(book.params.market.hiring_horizon);
        let alone = book.gain(borrower, profession, loan.fte, Contract::OpenEnded, months);
        (gain > 0.0 && gain >= alone).then_some(gain)
    }

    /// Exact cost of the time, and the VAT that a borrower cannot recover from a lender who is liable.
    fn price_of_loan(&self, loan: &Loan, book: &Book) -> (Money, Money) {
        let job = self.people[loan.person].job.expect("who is lent has a job");
        let amount = part_of_job(job.loaded, loan.fte, job.fte);
        let taxed = self.structures[loan.lender].vat_liable && !self.structures[loan.borrower].vat_liable;
        (amount, if taxed { amount * book.rates.vat_rate() } else { Money::ZERO })
    }

    fn consents(&self, loan: &Loan, book: &Book) -> bool {
        let person = &self.people[loan.person];
        let change = book.worth_of_present(person, 2) - book.worth_of_present(person, 1);
        let odds = maths::logistic(change / book.params.market.choice_scale);
        book.dice.roll(Decision::LoanConsent, person.identity, self.month).happens(odds)
    }

    /// Nobody is lent by whom they have left, nor to or by one who has closed.
    pub fn end_loans_without_employer(&mut self) {
        let (people, structures) = (&self.people, &self.structures);
        self.loans.retain(|loan| {
            people[loan.person].structure() == Some(loan.lender)
                && structures[loan.lender].open
                && structures[loan.borrower].open
        });
    }

    pub fn pay_for_loans(&mut self, book: &Book) {
        self.end_loans_without_employer();
        for loan in self.loans.clone() {
            let (amount, tax) = self.price_of_loan(&loan, book);
            // nobody is billed for time that nobody has worked
            let at_work = self.people[loan.person].at_work();
            let (amount, tax) = (amount * at_work, tax * at_work);
            let borrower = Purse::Structure(loan.borrower);
            self.give(borrower, Purse::Structure(loan.lender), Purpose::Loan, amount);
            self.give(borrower, Purse::Elsewhere, Purpose::Vat, tax);
        }
    }
}
