//! Who holds how much money, and what it was moved for: money moves only here, and every euro that leaves an
//! account enters another.

use crate::units::Money;

/// Whose money it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Account {
    /// A structure, by place.
    Structure(usize),
    /// A pool's own cash, by its place among the pools.
    Pool(usize),
    /// Members' deposits held by a pool.
    Deposits(usize),
    /// Money of a pool held as counter-guarantee.
    Guarantee(usize),
    /// All workers.
    Workers,
    /// The State and social bodies.
    State,
    /// Public and private funders.
    Funders,
    /// Everybody else: customers, suppliers, recruiters, banks.
    Outside,
}

/// What money is moved for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
#[allow(missing_docs, reason = "each name says what for")]
pub enum Purpose {
    Opening,
    Income,
    Spending,
    Value,
    Pay,
    Contributions,
    PayrollTax,
    Hiring,
    Severance,
    Contested,
    Invoice,
    Vat,
    Dues,
    Deposit,
    Capital,
    FoundingCapital,
    SolidarityCall,
    Overheads,
    Guarantee,
    Grant,
    ClubAnimation,
    Liquidation,
    Setup,
    Settlement,
    CorporateTax,
    Interest,
    Dividend,
    Rescue,
    Aid,
    Accompaniment,
    Loan,
    Agreement,
    BankInterest,
    Training,
    DepositLost,
}

impl Purpose {
    /// How many purposes there are.
    pub const COUNT: usize = Purpose::DepositLost as usize + 1;

    /// All of them, in order.
    pub const ALL: [Purpose; Purpose::COUNT] = [
        Purpose::Opening,
        Purpose::Income,
        Purpose::Spending,
        Purpose::Value,
        Purpose::Pay,
        Purpose::Contributions,
        Purpose::PayrollTax,
        Purpose::Hiring,
        Purpose::Severance,
        Purpose::Contested,
        Purpose::Invoice,
        Purpose::Vat,
        Purpose::Dues,
        Purpose::Deposit,
        Purpose::Capital,
        Purpose::FoundingCapital,
        Purpose::SolidarityCall,
        Purpose::Overheads,
        Purpose::Guarantee,
        Purpose::Grant,
        Purpose::ClubAnimation,
        Purpose::Liquidation,
        Purpose::Setup,
        Purpose::Settlement,
        Purpose::CorporateTax,
        Purpose::Interest,
        Purpose::Dividend,
        Purpose::Rescue,
        Purpose::Aid,
        Purpose::Accompaniment,
        Purpose::Loan,
        Purpose::Agreement,
        Purpose::BankInterest,
        Purpose::Training,
        Purpose::DepositLost,
    ];

    /// Which part, paid by a structure, it is of the full cost of covering its needs in the four professions.
    pub fn part(self) -> Option<Part> {
        Some(match self {
            Purpose::Pay => Part::Pay,
            Purpose::Contributions => Part::Contributions,
            Purpose::PayrollTax => Part::PayrollTax,
            Purpose::Invoice | Purpose::Settlement | Purpose::Loan => Part::SharedWork,
            Purpose::Vat => Part::Vat,
            Purpose::Hiring => Part::Hiring,
            Purpose::Severance | Purpose::Contested => Part::Endings,
            Purpose::Dues | Purpose::Agreement | Purpose::SolidarityCall | Purpose::DepositLost => {
                Part::Membership
            }
            _ => return None,
        })
    }

    /// Whether it is about the jobs and the pools, not about what structures otherwise earn and spend.
    fn is_about_jobs(self, from: Party) -> bool {
        match self {
            Purpose::Opening | Purpose::Income | Purpose::Spending | Purpose::Value => false,
            Purpose::Liquidation => from != Party::Structures,
            _ => true,
        }
    }
}

/// The parts of the full cost of posts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Gross pay.
    Pay,
    /// Employers' contributions.
    Contributions,
    /// Payroll tax.
    PayrollTax,
    /// What a pool or a lender invoices, less what it gives back.
    SharedWork,
    /// VAT that is not recovered.
    Vat,
    /// Recruitment.
    Hiring,
    /// Severance, and what contested ends cost.
    Endings,
    /// Dues, agreements, calls on members.
    Membership,
}

impl Part {
    /// How many parts there are.
    pub const COUNT: usize = Part::Membership as usize + 1;
}

/// Who pays or is paid, all of a kind together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each name says who")]
pub enum Party {
    Structures,
    Pools,
    Workers,
    State,
    Funders,
    Outside,
}

impl Party {
    /// How many kinds there are.
    pub const COUNT: usize = Party::Outside as usize + 1;

    /// All of them, in order.
    pub const ALL: [Party; Party::COUNT] =
        [Party::Structures, Party::Pools, Party::Workers, Party::State, Party::Funders, Party::Outside];
}

impl Account {
    /// The kind of who holds the account.
    fn party(self) -> Party {
        match self {
            Account::Structure(_) => Party::Structures,
            Account::Pool(_) | Account::Deposits(_) | Account::Guarantee(_) => Party::Pools,
            Account::Workers => Party::Workers,
            Account::State => Party::State,
            Account::Funders => Party::Funders,
            Account::Outside => Party::Outside,
        }
    }
}

/// The accounts and the flows since the launch.
#[derive(Clone, Debug, PartialEq)]
pub struct Ledger {
    structures: Vec<Money>,
    pools: Vec<[Money; 3]>,
    others: [Money; 4],
    /// Full cost of posts paid by each structure since the launch.
    pub cost_of_posts: Vec<Money>,
    /// The same by part, structure by structure.
    pub cost_parts: Vec<[Money; Part::COUNT]>,
    /// Sums moved since the launch: by purpose, from whom, to whom.
    pub flows: Flows,
}

/// Sums by purpose, from whom, to whom.
pub type Flows = [[[Money; Party::COUNT]; Party::COUNT]; Purpose::COUNT];

const NO_FLOWS: Flows = [[[Money::ZERO; Party::COUNT]; Party::COUNT]; Purpose::COUNT];

/// Where the account of anybody but a structure stands.
enum Place {
    /// A purse of a pool.
    Pool(usize, usize),
    /// One of those that are there once.
    Other(usize),
}

impl Ledger {
    /// Accounts for `n` structures, all empty.
    pub fn new(n: usize) -> Ledger {
        Ledger {
            structures: vec![Money::ZERO; n],
            pools: Vec::new(),
            others: [Money::ZERO; 4],
            cost_of_posts: vec![Money::ZERO; n],
            cost_parts: vec![[Money::ZERO; Part::COUNT]; n],
            flows: NO_FLOWS,
        }
    }

    /// Moves an amount from one account to another.
    #[inline]
    pub fn transfer(&mut self, from: Account, to: Account, purpose: Purpose, amount: Money) {
        *self.account(from) -= amount;
        *self.account(to) += amount;
        self.flows[purpose as usize][from.party() as usize][to.party() as usize] += amount;
        let Some(part) = purpose.part() else { return };
        if let Account::Structure(s) = from {
            self.cost_of_posts[s] += amount;
            self.cost_parts[s][part as usize] += amount;
        }
        // what an employer gets back has cost it nothing
        if let Account::Structure(s) = to {
            self.cost_of_posts[s] -= amount;
            self.cost_parts[s][part as usize] -= amount;
        }
    }

    /// Moves to each structure its amount from one other account: so many transfers at once.
    #[inline]
    pub fn pay_each(&mut self, from: Account, purpose: Purpose, amounts: impl Iterator<Item = Money>) {
        debug_assert!(purpose.part().is_none(), "{purpose:?} is no part of what structures pay back");
        let mut sum = Money::ZERO;
        for (balance, amount) in self.structures.iter_mut().zip(amounts) {
            *balance += amount;
            sum += amount;
        }
        *self.account(from) -= sum;
        self.flows[purpose as usize][from.party() as usize][Party::Structures as usize] += sum;
    }

    /// Moves from each structure its amount to one other account: so many transfers at once.
    #[inline]
    pub fn collect(&mut self, to: Account, purpose: Purpose, amounts: impl Iterator<Item = Money>) {
        let (mut sum, part) = (Money::ZERO, purpose.part());
        let costs = self.cost_of_posts.iter_mut().zip(&mut self.cost_parts);
        for ((balance, (cost, parts)), amount) in self.structures.iter_mut().zip(costs).zip(amounts) {
            *balance -= amount;
            sum += amount;
            if let Some(part) = part {
                *cost += amount;
                parts[part as usize] += amount;
            }
        }
        *self.account(to) += sum;
        self.flows[purpose as usize][Party::Structures as usize][to.party() as usize] += sum;
    }

    /// What an account holds.
    pub fn balance(&self, account: Account) -> Money {
        match account {
            Account::Structure(s) => self.structures[s],
            other => match Ledger::place(other) {
                Place::Pool(k, purse) => self.pools.get(k).map_or(Money::ZERO, |purses| purses[purse]),
                Place::Other(place) => self.others[place],
            },
        }
    }

    /// The sum moved for a purpose since the launch.
    pub fn moved(&self, purpose: Purpose) -> Money {
        self.flows[purpose as usize].iter().flatten().copied().sum()
    }

    /// The sum moved for a purpose from all of a kind to all of another, since the launch.
    pub fn moved_for(&self, purpose: Purpose, from: Party, to: Party) -> Money {
        self.flows[purpose as usize][from as usize][to as usize]
    }

    /// The sum moved for jobs and pools from all of a kind to all of another, since the launch.
    pub fn moved_between(&self, from: Party, to: Party) -> Money {
        let about_jobs = Purpose::ALL.into_iter().filter(|purpose| purpose.is_about_jobs(from));
        about_jobs.map(|purpose| self.moved_for(purpose, from, to)).sum()
    }

    /// The sum of all accounts: always nothing.
    pub fn total(&self) -> Money {
        self.structures.iter().chain(self.pools.iter().flatten()).chain(&self.others).copied().sum()
    }

    /// Forgets the flows, at the launch.
    pub fn start_counting(&mut self) {
        self.flows = NO_FLOWS;
        self.cost_of_posts.fill(Money::ZERO);
        self.cost_parts.fill(Default::default());
    }

    // where the account is written out at the call, what is left of this is one addition
    #[inline]
    fn account(&mut self, account: Account) -> &mut Money {
        match account {
            Account::Structure(s) => &mut self.structures[s],
            other => match Ledger::place(other) {
                Place::Pool(k, purse) => self.purse(k, purse),
                Place::Other(place) => &mut self.others[place],
            },
        }
    }

    fn purse(&mut self, pool: usize, purse: usize) -> &mut Money {
        if self.pools.len() <= pool {
            self.pools.resize(pool + 1, [Money::ZERO; 3]);
        }
        &mut self.pools[pool][purse]
    }

    #[inline]
    fn place(account: Account) -> Place {
        match account {
            Account::Structure(_) => unreachable!("structures have accounts of their own"),
            Account::Pool(k) => Place::Pool(k, 0),
            Account::Deposits(k) => Place::Pool(k, 1),
            Account::Guarantee(k) => Place::Pool(k, 2),
            Account::Workers => Place::Other(0),
            Account::State => Place::Other(1),
            Account::Funders => Place::Other(2),
            Account::Outside => Place::Other(3),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leaves_one_account_enters_another() {
        let mut ledger = Ledger::new(2);
        ledger.transfer(Account::Structure(1), Account::Pool(0), Purpose::Invoice, Money::euros(12.5));
        assert_eq!(ledger.balance(Account::Structure(1)), -Money::euros(12.5));
        assert_eq!(ledger.balance(Account::Pool(0)), Money::euros(12.5));
        assert_eq!(ledger.cost_of_posts[1], Money::euros(12.5));
        assert_eq!(ledger.total(), Money::ZERO);
    }

    #[test]
    fn many_transfers_at_once_are_those_transfers() {
        let (mut each, mut at_once) = (Ledger::new(3), Ledger::new(3));
        let amounts = [12.34, 0.0, -5.0].map(Money::euros);
        for (s, &amount) in amounts.iter().enumerate() {
            each.transfer(Account::Funders, Account::Structure(s), Purpose::Income, amount);
            each.transfer(Account::Structure(s), Account::Workers, Purpose::Pay, amount);
            each.transfer(Account::Structure(s), Account::Pool(1), Purpose::Deposit, amount);
        }
        at_once.pay_each(Account::Funders, Purpose::Income, amounts.into_iter());
        at_once.collect(Account::Workers, Purpose::Pay, amounts.into_iter());
        at_once.collect(Account::Pool(1), Purpose::Deposit, amounts.into_iter());
        assert_eq!(at_once, each);
        assert_ne!(at_once.moved(Purpose::Pay), Money::ZERO);
    }

    #[test]
    fn the_parts_of_the_cost_sum_to_it_and_flows_are_kept_by_kind() {
        let mut ledger = Ledger::new(2);
        let euros = Money::euros;
        ledger.transfer(Account::Structure(0), Account::Workers, Purpose::Pay, euros(100.0));
        ledger.transfer(Account::Structure(0), Account::State, Purpose::Vat, euros(20.0));
        ledger.transfer(Account::Structure(0), Account::Deposits(0), Purpose::Deposit, euros(7.0));
        ledger.transfer(Account::Structure(0), Account::Structure(1), Purpose::Loan, euros(30.0));
        ledger.transfer(Account::Outside, Account::Structure(0), Purpose::Income, euros(500.0));
        for s in 0..2 {
            assert_eq!(ledger.cost_parts[s].iter().copied().sum::<Money>(), ledger.cost_of_posts[s]);
        }
        assert_eq!(ledger.cost_parts[0][Part::SharedWork as usize], euros(30.0));
        assert_eq!(ledger.moved_between(Party::Structures, Party::Pools), euros(7.0));
        assert_eq!(ledger.moved_between(Party::Structures, Party::Structures), euros(30.0));
        assert_eq!(ledger.moved_between(Party::Outside, Party::Structures), Money::ZERO);
        assert_eq!(ledger.moved_for(Purpose::Income, Party::Outside, Party::Structures), euros(500.0));
        assert_eq!(ledger.moved(Purpose::Income), euros(500.0));
        assert!(Purpose::ALL.into_iter().enumerate().all(|(place, purpose)| purpose as usize == place));
    }
}
