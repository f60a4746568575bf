//! The people of the professions, as columns.

use super::foresight::OfPeople;
use super::places;
use crate::kinds::{Need, PerProfession, Profession, Status, Zone};
use crate::law::Contract;
use crate::price::pay::Cost;
use crate::units::{MONTHS_PER_YEAR, Money};

/// Months of a year of the clock.
const YEAR: usize = MONTHS_PER_YEAR as usize;

/// The sickness of somebody, as far as it has gone; of the healthy all is nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sickness {
    /// Days that are over, those of this month included.
    pub past: f64,
    /// Days still to come.
    pub left: f64,
    /// The share of the month's time that is not worked.
    pub away: f64,
    /// The share of the month's pay that the employer does not owe.
    pub unpaid: f64,
}

/// The people, one row each.
#[derive(Clone, Debug, Default)]
pub struct Workers {
    /// Who holds this place: changes when an entrant replaces somebody who retired.
    pub identity: Vec<u32>,
    /// In which months luck may touch them.
    pub ahead: OfPeople,
    /// Their profession.
    pub profession: Vec<Profession>,
    /// Where they live.
    pub zone: Vec<Zone>,
    /// Skill, 0 to 1.
    pub skill: Vec<f64>,
    /// Value of a job with a mission, as log pay.
    pub mission: Vec<f64>,
    /// Taste for diversity of missions, as log pay per further user.
    pub diversity: Vec<f64>,
    /// Hours they would like to work, in full-time equivalents.
    pub preferred: Vec<f64>,
    /// Stress, 0 to 10.
    pub stress: Vec<f64>,
    /// Resource persons known.
    pub peers: Vec<f64>,
    /// What they do.
    pub status: Vec<Status>,
    /// Who employs them: place of the structure, number of the pool's job, place of the firm.
    pub employer: Vec<u32>,
    /// Their contract, if employed.
    pub contract: Vec<Contract>,
    /// Which kind of need they serve.
    pub serves: Vec<Need>,
    /// Hours worked, in full-time equivalents.
    pub fte: Vec<f64>,
    /// Gross pay for a full-time month, in euros.
    pub pay: Vec<f64>,
    /// What employing them costs in a month, all contributions included.
    pub loaded_cost: Vec<Money>,
    /// Gross pay of a month, indemnities included.
    pub gross_paid: Vec<Money>,
    /// Payroll tax of a year at that pay, before relief and abatement, from an employer who owes it.
    pub payroll_tax: Vec<Money>,
    /// Since which month of the clock they have been with their employer, or without any.
    pub since: Vec<i32>,
    /// Since which month of the clock they have had no job, if they have none: a job of less than a month is none.
    pub workless_since: Vec<i32>,
    /// Months that have passed for everybody, counted at the end of each month's mobility.
    pub clock: i32,
    /// The places of those whose `since` is so many months into a year of the clock.
    pub begun: [Vec<u64>; YEAR],
    /// The places of those who look for work.
    pub seeking: Vec<u64>,
    /// One for whoever has a job, else nothing.
    pub at_work: Vec<u32>,
    /// One for whoever has no job with the social economy, else nothing.
    pub elsewhere: Vec<f64>,
    /// The places of those whom the social economy employs.
    pub in_social_economy: Vec<u64>,
    /// The places of those who are ill.
    pub ill: Vec<u64>,
    /// Months left of a fixed term or mission; 0 if open-ended.
    pub term: Vec<u32>,
    /// Their sickness, while the social economy employs them.
    pub sick: Vec<Sickness>,
    /// Minutes of travel to work.
    pub travel: Vec<f64>,
    /// Months since the last training, capped.
    pub since_training: Vec<u32>,
    /// Whether they are far from work by what they live through (minimum income, disability), whenever out of work.
    pub far_from_work: Vec<bool>,
    /// Whether a prescriber found them eligible when they were last hired for an insertion path.
    pub prescribed: Vec<bool>,
    /// Months worked on an insertion path.
    pub on_path: Vec<u32>,
    /// Whether they have come to the end of one.
    pub through_path: Vec<bool>,
    /// Place of the open spell of employment in the record.
    pub spell: Vec<Option<u32>>,
    /// The places of those whom the social economy employs, in order: kept up to date by each hire and departure.
    pub staff: Vec<u32>,
    /// The places of each profession's people, fixed for ever.
    pub by_profession: PerProfession<Vec<u32>>,
}

impl Workers {
    /// How many people there are.
    pub fn len(&self) -> usize {
        self.status.len()
    }

    /// Whether there is nobody.
    pub fn is_empty(&self) -> bool {
        self.status.is_empty()
    }

    /// The places of those whom structures employ, in order.
    pub fn of_structures(&self) -> impl Iterator<Item = usize> + '_ {
        self.staff.iter().map(|&w| w as usize).filter(|&w| self.status[w] == Status::Structure)
    }

    /// Months with the present employer.
    #[inline]
    pub fn tenure(&self, w: usize) -> u32 {
        if self.employed(w) { (self.clock - self.since[w]) as u32 } else { 0 }
    }

    /// Months without a job.
    pub fn workless(&self, w: usize) -> u32 {
        if self.employed(w) { 0 } else { (self.clock - self.workless_since[w]) as u32 }
    }

    /// Somebody has been with their employer, or without any, for so many months.
    pub(super) fn count_from(&mut self, w: usize, months: u32) {
        let year = YEAR as i32;
        places::remove(&mut self.begun[self.since[w].rem_euclid(year) as usize], w);
        self.since[w] = self.clock - months as i32;
        places::insert(&mut self.begun[self.since[w].rem_euclid(year) as usize], w);
    }

    /// The places of those who have been with their employer, or without any, for a whole number of years.
    pub fn in_their_month(&self) -> &[u64] {
        &self.begun[self.clock.rem_euclid(YEAR as i32) as usize]
    }

    /// What somebody does from now on, and with whom.
    pub fn change_status(&mut self, w: usize, status: Status, employer: u32) {
        let (was, is) = (self.status[w].in_ess(), status.in_ess());
        (self.status[w], self.employer[w]) = (status, employer);
        places::put(&mut self.seeking, w, u64::from(status == Status::Seeking));
        self.at_work[w] = u32::from(self.employed(w));
        self.elsewhere[w] = f64::from(u8::from(!is));
        places::put(&mut self.in_social_economy, w, u64::from(is));
        if was == is {
            return;
        }
        match self.staff.binary_search(&(w as u32)) {
            Err(place) if is => self.staff.insert(place, w as u32),
            Ok(place) if !is => {
                self.staff.remove(place);
            }
            _ => {}
        }
    }

    /// How ill somebody is from now on.
    pub fn set_sick(&mut self, w: usize, sick: Sickness) {
        self.sick[w] = sick;
        places::put(&mut self.ill, w, u64::from(sick.away != 0.0));
    }

    /// The sickness of somebody: most are healthy, of whom the set of the ill says so without a look at theirs.
    #[inline(always)]
    pub fn sickness(&self, w: usize) -> Sickness {
        if places::contains(&self.ill, w) { self.sick[w] } else { Sickness::default() }
    }

    /// What a month of somebody pays and costs from now on.
    pub fn set_cost(&mut self, w: usize, cost: Cost) {
        self.gross_paid[w] = cost.gross_paid;
        self.loaded_cost[w] = cost.loaded;
        self.payroll_tax[w] = cost.payroll_tax;
    }

    /// What this month of somebody pays and costs, less what sickness leaves unpaid.
    #[inline]
    pub fn cost_due(&self, w: usize) -> Cost {
        let cost = Cost {
            gross_paid: self.gross_paid[w],
            loaded: self.loaded_cost[w],
            payroll_tax: self.payroll_tax[w],
        };
        cost.less(self.sick[w].unpaid)
    }

    /// Whether somebody is employed by the social economy, by a structure or the pool.
    pub fn in_ess(&self, w: usize) -> bool {
        self.status[w].in_ess()
    }

    /// Whether somebody is employed.
    #[inline]
    pub fn employed(&self, w: usize) -> bool {
        matches!(self.status[w], Status::Structure | Status::Pool | Status::Firm)
    }

    /// Whether somebody works fewer hours than they would like.
    pub fn involuntary_part_time(&self, w: usize) -> bool {
        is_involuntary_part_time(self.fte[w], self.preferred[w])
    }
}

/// Whether hours worked are fewer than those somebody would like.
#[inline(always)]
pub fn is_involuntary_part_time(fte: f64, preferred: f64) -> bool {
    fte + 1e-9 < preferred.min(1.0)
}
