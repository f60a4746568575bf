//! LP-1 as the project writes its own model: a column for each property, keyed dice, one block of them for what chance
//! decides about somebody every month, waiting times drawn at entry where a hazard is constant.

use mutualise::dice::{Decision, Dice};
use mutualise::maths;

use super::{CAPACITY, MONTHS, Output};

/// The highest monthly chance to quit, at full stress.
const QUIT_MOST: f64 = 0.041;

#[derive(Clone, Copy, PartialEq)]
enum Status {
    Employed,
    Unemployed,
    Lucrative,
}

struct World {
    dice: Dice,
    squeeze: [bool; 3],
    cash: Vec<f64>,
    /// The places of the staff, and how many there are.
    staff: Vec<[u32; CAPACITY]>,
    count: Vec<u8>,
    /// Load at the beginning of the phase of work.
    load: Vec<f64>,
    /// Structures with a vacancy, and where each stands among them.
    vacant: Vec<u32>,
    among: Vec<u32>,
    status: Vec<Status>,
    employer: Vec<u32>,
    /// The next month in which somebody out of the structures is called upon.
    due: Vec<u32>,
    wage: Vec<f64>,
    stress: Vec<f64>,
    tenure: Vec<u32>,
    stayed: Vec<bool>,
}

/// One replication.
pub fn simulate(workers: u32, replication: u32) -> Output {
    let mut world = World::found(workers, replication);
    let mut output = Output::default();
    for month in 1..=MONTHS {
        world.step(month);
        let share = |status: Status| {
            world.status.iter().filter(|&&is| is == status).count() as f64 / f64::from(workers)
        };
        if month > 48 {
            output.employed += share(Status::Employed) / 48.0;
            output.lucrative += share(Status::Lucrative) / 48.0;
        }
        if month == 12 {
            output.stayed_12 = world.stayed();
        }
    }
    output.stayed_96 = world.stayed();
    let stress = world.stress.iter().zip(&world.status).filter(|(_, status)| **status == Status::Employed);
    let (sum, n) = stress.fold((0.0, 0.0), |(sum, n), (stress, _)| (sum + stress, n + 1.0));
    output.stress = sum / n;
    output
}

impl World {
    fn found(workers: u32, replication: u32) -> World {
        let dice = Dice::new(1, replication);
        let n = workers as usize;
        let structures = n / CAPACITY;
        let wage = |w| maths::exp(0.1 * dice.roll(Decision::FoundWorker, w, 0).normal());
        World {
            squeeze: [false; 3],
            cash: vec![2.0; structures],
            staff: (0..structures as u32)
                .map(|s| std::array::from_fn(|k| s * CAPACITY as u32 + k as u32))
                .collect(),
            count: vec![CAPACITY as u8; structures],
            load: vec![1.0; structures],
            vacant: Vec::new(),
            among: vec![0; structures],
            status: vec![Status::Employed; n],
            employer: (0..workers).map(|w| w / CAPACITY as u32).collect(),
            due: vec![0; n],
            wage: (0..workers).map(wage).collect(),
            stress: vec![0.3; n],
            tenure: vec![0; n],
            stayed: vec![true; n],
            dice,
        }
    }

    fn stayed(&self) -> f64 {
        self.stayed.iter().filter(|&&stayed| stayed).count() as f64 / self.stayed.len() as f64
    }

    fn step(&mut self, month: u32) {
        self.dice.new_month();
        for sector in 0..3 {
            let change = if self.squeeze[sector] { 0.10 } else { 0.02 };
            self.squeeze[sector] ^=
                self.dice.roll(Decision::SectorCrisis, sector as u32, month).happens(change);
        }
        for s in 0..self.cash.len() {
            self.earn(s, month);
            self.load[s] = CAPACITY as f64 / f64::from(self.count[s].max(1));
        }
        for w in 0..self.status.len() {
            if self.status[w] == Status::Employed {
                self.work(w, month);
            }
        }
        for w in 0..self.status.len() {
            match self.status[w] {
                Status::Lucrative if self.due[w] == month => {
                    self.status[w] = Status::Unemployed;
                    self.search_from(w, month);
                }
                _ => {}
            }
        }
        for w in 0..self.status.len() {
            if self.status[w] == Status::Unemployed && self.due[w] == month {
                self.find(w, month);
            }
        }
    }

    fn earn(&mut self, s: usize, month: u32) {
        let [luck, who] = self.dice.two(Decision::Sales, s as u32, month);
        let loss = if self.squeeze[s % 3] { 0.30 } else { 0.0 };
        let cash = self.cash[s] + 0.05 + 0.25 * maths::normal_quantile(luck) - loss;
        self.cash[s] = cash.min(6.0);
        let count = self.count[s];
        if cash < 0.0 {
            self.cash[s] += 0.5;
            if count > 0 {
                let w = self.staff[s][(who * f64::from(count)) as usize] as usize;
                self.leave(w, Status::Unemployed);
                self.search_from(w, month);
            }
        }
    }

    fn work(&mut self, w: usize, month: u32) {
        let [push, luck] = self.dice.two(Decision::StressNoise, w as u32, month);
        let load = self.load[self.employer[w] as usize];
        self.tenure[w] += 1;
        let stress = &mut self.stress[w];
        *stress += 0.2 * (0.3 + 0.4 * (load - 1.0) - *stress) + 0.05 * maths::normal_quantile(push);
        *stress = stress.clamp(0.0, 1.0);
        let stress = *stress;
        // one number: an offer from its beginning, a quit without offer from its end, in what offers leave of it
        if luck < 0.03 {
            let mut roll = self.dice.roll(Decision::AcceptOffer, w as u32, month);
            let offer = 1.1 * maths::exp(0.2 * roll.normal());
            let odds = 5.0 * maths::ln(offer / self.wage[w]) - 1.0 + 2.0 * stress;
            if roll.happens(maths::logistic(odds)) {
                self.leave(w, Status::Lucrative);
                // the first chance to come back is this month's
                self.due[w] = month - 1 + self.dice.roll(Decision::FirmLayoff, w as u32, month).months(100.0);
            } else if roll.happens(0.002 * maths::exp(3.0 * stress)) {
                self.quit(w, month);
            }
        } else if 1.0 - luck < QUIT_MOST * 0.97 && 1.0 - luck < 0.002 * maths::exp(3.0 * stress) * 0.97 {
            self.quit(w, month);
        }
    }

    fn quit(&mut self, w: usize, month: u32) {
        self.leave(w, Status::Unemployed);
        self.search_from(w, month);
    }

    /// The first month, from this one on, in which somebody out of work searches.
    fn search_from(&mut self, w: usize, month: u32) {
        self.due[w] = month - 1 + self.dice.roll(Decision::JobSearch, w as u32, month).months(1.0 / 0.30);
    }

    fn leave(&mut self, w: usize, status: Status) {
        let s = self.employer[w] as usize;
        let last = usize::from(self.count[s]) - 1;
        let place = self.staff[s].iter().position(|&other| other == w as u32).unwrap_or(last);
        self.staff[s].swap(place, last);
        self.count[s] = last as u8;
        if last == CAPACITY - 1 {
            self.among[s] = self.vacant.len() as u32;
            self.vacant.push(s as u32);
        }
        self.status[w] = status;
        self.stayed[w] = false;
    }

    fn find(&mut self, w: usize, month: u32) {
        let mut roll = self.dice.roll(Decision::AcceptPost, w as u32, month);
        if self.vacant.is_empty() {
            self.search_from(w, month + 1);
            return;
        }
        let s = self.vacant[roll.below(self.vacant.len())] as usize;
        self.staff[s][usize::from(self.count[s])] = w as u32;
        self.count[s] += 1;
        if usize::from(self.count[s]) == CAPACITY {
            let place = self.among[s] as usize;
            self.vacant.swap_remove(place);
            if let Some(&moved) = self.vacant.get(place) {
                self.among[moved as usize] = place as u32;
            }
        }
        self.status[w] = Status::Employed;
        self.employer[w] = s as u32;
        self.wage[w] = maths::exp(0.1 * roll.normal());
        (self.stress[w], self.tenure[w]) = (0.3, 0);
    }
}
