//! What does one post cost in a month, line by line: hired alone, or by the hour through a pool?

use super::pay::{learner_pay, part_time};
use super::{
    band_of_size, contract_of, hours_bought, invoiced, least_hours, part_of_job, payroll_tax_added,
    payroll_tax_of_pool, payroll_tax_of_team, pool_band, vat_not_recovered,
};
use crate::error::both;
use crate::formats::{Employer, Liability, Offer, Terms, Users, Vat, Workers};
use crate::kinds::{LegalForm, Need as Kind};
use crate::law::{
    Billing, Branch, Contract, Employment, Exemption, Grade, HeadcountBand, Item, Leave, Line,
    MemberActivity, PayrollTaxpayer, Rates, ShortHours, Workplace,
};
use crate::scenario::params::{Finance, PoolConduct};
use crate::units::{MONTHS_PER_YEAR, Money};
use crate::words::Bilingual;

/// A need for one post, and whose it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Need {
    /// Gross pay of a full-time month.
    pub gross: Money,
    /// The same at the other users of a shared post: the highest is due (Code du travail L1253-9).
    pub gross_elsewhere: Vec<Money>,
    /// How much of a full time is needed.
    pub fte: f64,
    /// How long: open-ended for a need that lasts, fixed-term for one that does not.
    pub contract: Contract,
    /// The grade.
    pub grade: Grade,
    /// The rate of work accidents; `None` is the national mean.
    pub accident_rate: Option<f64>,
    /// The place of work.
    pub workplace: Workplace,
    /// The branch of whoever employs.
    pub branch: Branch,
    /// How many users share a pooled job in equal parts; `None`: as many as fill a full time.
    pub users: Option<u32>,
    /// Full-time equivalents the pool employs in all, on which depends the payroll tax of an exempt one; `None`: this
    /// job alone.
    pub pool_fte: Option<f64>,
    /// Whose need it is.
    pub user: User,
}

/// A structure that needs a post.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct User {
    /// Its own employees.
    pub headcount: f64,
    /// Its legal form.
    pub form: LegalForm,
    /// Whether it is liable for VAT and so recovers it; otherwise it owes payroll tax.
    pub vat_liable: bool,
    /// The share of its receipts that is taxed with VAT, where that is neither nothing nor everything.
    pub taxed_receipts: Option<f64>,
    /// Why it may agree on fewer hours than the legal minimum.
    pub short_hours: Option<ShortHours>,
}

impl User {
    /// The share of its receipts that is taxed with VAT, and of the VAT it pays that it recovers.
    pub fn taxed_share(&self) -> f64 {
        self.taxed_receipts.unwrap_or(f64::from(u8::from(self.vat_liable)))
    }

    /// What it does, as far as services at exact cost depend on it: what an association does untaxed is supposed of
    /// general interest.
    fn activity(&self) -> MemberActivity {
        let general_interest = self.form == LegalForm::Association;
        MemberActivity { taxed_receipts: self.taxed_share(), general_interest }
    }
}

impl Need {
    /// The kind of need it is.
    pub fn kind(&self) -> Kind {
        if self.contract == Contract::OpenEnded { Kind::Recurrent } else { Kind::Temporary }
    }
}

/// What an entry of a quote is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A line of the cost of employment.
    Employment(Item),
    /// Payroll tax.
    PayrollTax,
    /// The fee or margin of a pool.
    Fee,
    /// Value-added tax that the user cannot recover.
    Vat,
    /// Membership dues.
    Dues,
}

/// One line of a quote.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// What it is for.
    pub part: Part,
    /// Its name.
    pub label: Bilingual,
    /// What the rate applies to, in a month.
    pub base: Money,
    /// The rate, as a share of the base.
    pub rate: f64,
    /// What the user bears in a month.
    pub amount: Money,
    /// The article that sets the rule.
    pub article: Bilingual,
}

/// Something that comes with a road and is no cost of a month.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Condition {
    /// More hours are bought than needed, because of the legal minimum of so many a week.
    LegalMinimum(f64),
    /// The pooled job is below the legal minimum of so many hours a week.
    ShortJob(f64),
    /// For needs that last only.
    LastingNeeds,
    /// For a temporary motive only, at most so many months, then a waiting period.
    TemporaryNeeds(u32),
    /// The same under an open-ended contract of temporary work, after which nobody waits.
    OpenEndedMissions(u32),
    /// The need lasts, and a mission may not serve it.
    NoMotive,
    /// For members not liable for VAT only.
    NotLiableMembers,
    /// This structure is taxed too much for services at exact cost.
    NoExemption,
    /// The part of the services that feeds this structure's taxed activity is taxed, and recovered.
    MixedExemption(f64),
    /// The lender asks the person, takes no profit, and charges VAT if it is liable.
    Loan,
    /// The person learns, and is paid so much for a full-time month.
    LearnerPay(Money),
    /// The pool receives aid for this post in a year, and spends on accompaniment.
    Aid(Money, Money),
    /// For people far from work only, sent by a prescriber.
    InsertionPublic,
    /// A share of the time paid goes to training.
    Training(f64),
    /// A deposit that is paid back.
    Deposit(Money),
    /// A share of capital.
    Capital(Money),
    /// Members answer together for wages and social contributions.
    JointLiability,
}

impl Condition {
    /// Whether it closes the road to this need.
    pub fn bars(&self) -> bool {
        matches!(self, Condition::NoMotive | Condition::NoExemption)
    }
}

/// What a user bears for a post in a month, by one road.
#[derive(Clone, Debug, PartialEq)]
pub struct Quote {
    /// Line by line, in the order in which they arise.
    pub entries: Vec<Entry>,
    /// The need, in full-time equivalents.
    pub need: f64,
    /// What is bought for it, in full-time equivalents.
    pub bought: f64,
    /// Gross pay of a full-time month.
    pub gross: Money,
    /// Full-time hours paid in a year.
    pub hours_paid: f64,
    /// Full-time hours of work in a year under this contract.
    pub hours_worked: f64,
    /// The share of the time paid that goes to training.
    pub training: f64,
    /// What comes with it.
    pub conditions: Vec<Condition>,
}

impl Quote {
    /// By hiring directly.
    pub fn direct(need: &Need, rates: &Rates, finance: &Finance) -> Quote {
        let user = &need.user;
        let bought = hours_bought(need.fte, rates, user.short_hours);
        let band = HeadcountBand::counting(user.headcount);
        let who = payroll_taxpayer(user.form == LegalForm::Association);
        let mut quote =
            Quote::employment(need, need.gross, need.contract, [bought, bought], (band, who), rates);
        quote.add_payroll_tax(need, rates, finance);
        if bought > need.fte {
            quote.conditions.push(Condition::LegalMinimum(rates.minimum_weekly_hours()));
        }
        quote
    }

    /// Through a pool under these terms; `None` where the format has no pool.
    pub fn pooled(need: &Need, terms: &Terms, conduct: &PoolConduct, rates: &Rates) -> Option<Quote> {
        if terms.employer == Employer::Structure {
            return None;
        }
        let contract = contract_of(terms.offer);
        let highest = rates.equal_pay(need.gross_elsewhere.iter().copied().chain([need.gross]));
        let pay = match terms.offer {
            Offer::Alternance => Money::euros(learner_pay(highest.as_euros(), terms.pay_share, rates)),
            // on mission, pay is that of the user served (C. trav. L1251-18)
            Offer::Mission | Offer::OpenEndedTemporary => need.gross,
            Offer::OpenEnded if terms.employer == Employer::LendingStructure => need.gross,
            Offer::OpenEnded => highest,
        };
        let job = match (terms.offer, need.users) {
            (Offer::Mission, _) => need.fte,
            // whoever has a CDI intérimaire is paid full time, on mission or between missions
            (Offer::OpenEndedTemporary, _) | (_, None) => 1.0,
            (_, Some(users)) => (need.fte * f64::from(users)).min(1.0),
        };
        let who = payroll_taxpayer(terms.employer == Employer::PoolAssociation);
        let band = match need.pool_fte {
            // whom a structure lends counts with it, as whom a groupement lends does not; supposed of the user's size
            _ if terms.employer == Employer::LendingStructure => HeadcountBand::counting(need.user.headcount),
            Some(people) => band_of_size(terms.offer, people.max(job), conduct, rates),
            None => pool_band(terms.offer, conduct, rates),
        };
        let mut quote = Quote::employment(need, pay, contract, [need.fte, job], (band, who), rates);
        quote.hours_worked *= 1.0 - terms.training_share;
        quote.training = terms.training_share;
        if terms.vat == Vat::ExactCost {
            quote.add_payroll_tax_of_pool(need, job, terms, rates);
        }
        quote.add_invoice(need, terms, rates);
        quote.conditions = conditions(&quote, need, terms, rates);
        if terms.employer != Employer::LendingStructure
            && terms.offer.serves() == Kind::Recurrent
            && job < least_hours(rates, need.user.short_hours)
        {
            quote.conditions.push(Condition::ShortJob(rates.minimum_weekly_hours()));
        }
        Some(quote)
    }

    /// The cost of employment, of which the user takes `part` of a job of `whole`.
    fn employment(
        need: &Need,
        pay: Money,
        contract: Contract,
        [part, whole]: [f64; 2],
        (band, employer): (HeadcountBand, PayrollTaxpayer),
        rates: &Rates,
    ) -> Quote {
        let e = part_time(need.grade, contract, pay.as_euros(), whole, band, need.accident_rate);
        let e = Employment { workplace: need.workplace, branch: need.branch, employer, ..e };
        let entry = |line: Line| Entry {
            part: Part::Employment(line.item),
            label: line.label,
            base: part_of_job(line.base, part, whole),
            rate: line.rate,
            amount: part_of_job(line.amount, part, whole),
            article: line.article,
        };
        let mut entries: Vec<Entry> = rates.lines(&e).into_iter().map(entry).collect();
        // the whole is shared, and what rounding each line to the cent leaves goes with the largest contribution
        let shared: Money = entries.iter().map(|entry| entry.amount).sum();
        let left = part_of_job(rates.monthly_cost(&e).total(), part, whole) - shared;
        let contributions =
            entries.iter_mut().filter(|entry| entry.part == Part::Employment(Item::Contribution));
        if let Some(largest) = contributions.max_by_key(|entry| entry.amount) {
            largest.amount += left;
        }
        let leave = match rates.leave_indemnity_rate(contract) {
            rate if rate > 0.0 => Leave::PaidOnTop,
            _ => Leave::Taken,
        };
        Quote {
            entries,
            need: need.fte,
            bought: part,
            gross: pay,
            hours_paid: rates.hours_paid_year(),
            hours_worked: rates.hours_worked_year(leave),
            training: 0.0,
            conditions: Vec::new(),
        }
    }

    /// Payroll tax that a pool exempt of VAT owes on all whom it lends, here for jobs like this one of so much of a full
    /// time, and bills in proportion to what they cost; the scale is that of what each person is paid.
    fn add_payroll_tax_of_pool(&mut self, need: &Need, job: f64, terms: &Terms, rates: &Rates) {
        let gross = self.gross_paid() * (job / self.bought);
        let paid = gross + rates.complementary_protection(gross, need.grade, need.branch);
        let jobs = need.pool_fte.unwrap_or(job).max(job) / job;
        let each = rates.payroll_tax_year(paid * MONTHS_PER_YEAR);
        let all = payroll_tax_of_pool(rates, terms.employer, each * jobs);
        let part = self.bought / job;
        self.add(payroll_tax(paid * part, all * (part / jobs), "CGI 231, 1679, 1679 A, 261 B"));
    }

    /// Gross pay, indemnities included, in a month.
    fn gross_paid(&self) -> Money {
        self.sum(|part| matches!(part, Part::Employment(Item::Pay | Item::Premium | Item::Leave)))
    }

    fn add_payroll_tax(&mut self, need: &Need, rates: &Rates, finance: &Finance) {
        let gross = self.gross_paid();
        let paid = gross + rates.complementary_protection(gross, need.grade, need.branch);
        let user = &need.user;
        let team = payroll_tax_of_team(rates, finance) * user.headcount;
        let added = rates.payroll_tax_year(paid * MONTHS_PER_YEAR);
        let whole = payroll_tax_added(rates, user.form, team, added);
        let amount = whole * rates.payroll_tax_share(user.taxed_share());
        self.add(payroll_tax(paid, amount, "CGI 231, 1679, 1679 A"));
    }

    fn add_invoice(&mut self, need: &Need, terms: &Terms, rates: &Rates) {
        let tax_of_pool = self.sum(|part| part == Part::PayrollTax);
        let cost = self.total() - tax_of_pool;
        let fee = invoiced(cost, terms.fee) - cost;
        let amount = cost + tax_of_pool + fee;
        let label = match contract_of(terms.offer) {
            Contract::TemporaryMission | Contract::OpenEndedTemporary => both("Marge", "Margin"),
            _ => both("Frais de gestion", "Management fee"),
        };
        let (none, rate) = (both("", ""), terms.fee);
        self.add(Entry { part: Part::Fee, label, base: cost, rate, amount: fee, article: none.clone() });
        let rate = vat_not_recovered(terms, rates, false) * (1.0 - need.user.taxed_share());
        let label = both("TVA non récupérée", "VAT not recovered");
        let article = both("CGI 256, 271, 278", "CGI 256, 271, 278");
        self.add(Entry { part: Part::Vat, label, base: amount, rate, amount: amount * rate, article });
        let dues = Money::euros(terms.yearly_dues / MONTHS_PER_YEAR);
        let label = both("Cotisation de membre", "Membership dues");
        self.add(Entry { part: Part::Dues, label, base: dues, rate: 1.0, amount: dues, article: none });
    }

    /// What costs nothing is no line.
    fn add(&mut self, entry: Entry) {
        if entry.amount != Money::ZERO {
            self.entries.push(entry);
        }
    }

    /// The sum of the parts that are asked for, in a month.
    pub fn sum(&self, wanted: impl Fn(Part) -> bool) -> Money {
        self.entries.iter().filter(|entry| wanted(entry.part)).map(|entry| entry.amount).sum()
    }

    /// What the user bears in a month.
    pub fn total(&self) -> Money {
        self.sum(|_| true)
    }

    /// What the user bears in a year.
    pub fn total_year(&self) -> Money {
        self.total() * MONTHS_PER_YEAR
    }

    /// Cost before value-added tax and dues of an hour worked, as a multiple of an hour's gross pay: the
    /// coefficient of invoices.
    pub fn coefficient(&self) -> f64 {
        let invoice = self.sum(|part| !matches!(part, Part::Vat | Part::Dues)) * MONTHS_PER_YEAR;
        let hour = self.gross.as_euros() * MONTHS_PER_YEAR / self.hours_paid;
        invoice.as_euros() / (self.hours_worked * self.bought) / hour
    }

    /// What the user bears for an hour worked on the need, in euros: hours bought beyond it serve nothing.
    pub fn per_hour_needed(&self) -> f64 {
        self.total_year().as_euros() / (self.hours_worked * self.need)
    }
}

/// The payroll tax on what is paid, whose mean rate follows from the scale and the abatement.
fn payroll_tax(paid: Money, amount: Money, article: &str) -> Entry {
    Entry {
        part: Part::PayrollTax,
        label: both("Taxe sur les salaires", "Payroll tax (taxe sur les salaires)"),
        base: paid,
        rate: amount.as_euros() / paid.as_euros(),
        amount,
        article: both(article, article),
    }
}

fn payroll_taxpayer(association: bool) -> PayrollTaxpayer {
    if association { PayrollTaxpayer::Association } else { PayrollTaxpayer::Other }
}

fn conditions(quote: &Quote, need: &Need, terms: &Terms, rates: &Rates) -> Vec<Condition> {
    let mut found = Vec::new();
    match terms.offer {
        Offer::Mission => found.push(Condition::TemporaryNeeds(rates.max_mission_months())),
        Offer::OpenEndedTemporary => {
            found.push(Condition::OpenEndedMissions(rates.max_open_ended_mission_months()));
        }
        Offer::OpenEnded | Offer::Alternance if need.kind() == Kind::Temporary => {
            found.push(Condition::LastingNeeds);
        }
        Offer::OpenEnded | Offer::Alternance => {}
    }
    if terms.offer.serves() == Kind::Temporary && need.kind() == Kind::Recurrent {
        found.push(Condition::NoMotive);
    }
    if terms.users == Users::NotLiableMembers {
        let member = need.user.activity();
        found.push(match rates.exact_cost_exemption(&[member], Billing::ExactCost) {
            Exemption::Whole => Condition::NotLiableMembers,
            Exemption::None => Condition::NoExemption,
            mixed => Condition::MixedExemption(mixed.taxed_share(member)),
        });
    }
    if terms.employer == Employer::LendingStructure {
        found.push(Condition::Loan);
    }
    if terms.offer == Offer::Alternance {
        found.push(Condition::LearnerPay(quote.gross));
    }
    if terms.aid_per_fte > 0.0 {
        let [aid, spent] =
            [terms.aid_per_fte, terms.accompaniment_per_fte].map(|sum| Money::euros(sum * need.fte));
        found.push(Condition::Aid(aid, spent));
    }
    if terms.workers == Workers::InsertionPublic {
        found.push(Condition::InsertionPublic);
    }
    if terms.training_share > 0.0 {
        found.push(Condition::Training(terms.training_share));
    }
    let invoice = quote.sum(|part| !matches!(part, Part::Vat | Part::Dues));
    if terms.deposit_months > 0.0 {
        found.push(Condition::Deposit(invoice * terms.deposit_months));
    }
    if terms.capital_share > 0.0 {
        found.push(Condition::Capital(Money::euros(terms.capital_share)));
    }
    if terms.liability == Liability::Joint {
        found.push(Condition::JointLiability);
    }
    found
}
