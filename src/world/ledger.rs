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
}

impl Purpose {
    /// How many purposes there are.
    pub const COUNT: usize = Purpose::Training as usize + 1;

    /// Whether, paid by a structure, it is part of the full cost of covering its needs in the four professions.
    #[inline]
    pub fn is_cost_of_posts(self) -> bool {
        matches!(
            self,
            Purpose::Pay
                | Purpose::Contributions
                | Purpose::PayrollTax
                | Purpose::Hiring
                | Purpose::Severance
                | Purpose::Contested
                | Purpose::Invoice
                | Purpose::Settlement
                | Purpose::Loan
                | Purpose::Agreement
                | Purpose::Vat
                | Purpose::Dues
                | Purpose::SolidarityCall
        )
    }
}

/// The accounts and the flows since the launch.
#[derive(Clone, Debug)]
pub struct Ledger {
    structures: Vec<Money>,
    pools: Vec<[Money; 3]>,
    others: [Money; 4],
    /// Full cost of posts paid by each structure since the launch.
    pub cost_of_posts: Vec<Money>,
    /// Sums moved since the launch, by purpose.
    pub flows: [Money; Purpose::COUNT],
}

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
            flows: [Money::ZERO; Purpose::COUNT],
        }
    }

    /// Moves an amount from one account to another.
    #[inline]
    pub fn transfer(&mut self, from: Account, to: Account, purpose: Purpose, amount: Money) {
        *self.account(from) -= amount;
        *self.account(to) += amount;
        self.flows[purpose as usize] += amount;
        if let Account::Structure(s) = from
            && purpose.is_cost_of_posts()
        {
            self.cost_of_posts[s] += amount;
        }
        // what an employer gets back has cost it nothing
        if let Account::Structure(s) = to
            && purpose.is_cost_of_posts()
        {
            self.cost_of_posts[s] -= amount;
        }
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
        self.flows[purpose as usize]
    }

    /// The sum of all accounts: always nothing.
    pub fn total(&self) -> Money {
        self.structures.iter().chain(self.pools.iter().flatten()).chain(&self.others).copied().sum()
    }

    /// Forgets the flows, at the launch.
    pub fn start_counting(&mut self) {
        self.flows = [Money::ZERO; Purpose::COUNT];
        self.cost_of_posts.fill(Money::ZERO);
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
}
