//! LP-1 as one would write it first: a record for each agent, one sequence of random numbers.

use mutualise::maths;

use super::{CAPACITY, MONTHS, Output};

#[derive(Clone, Copy, PartialEq)]
enum Status {
    Employed(usize),
    Unemployed,
    Lucrative,
}

struct Worker {
    status: Status,
    wage: f64,
    stress: f64,
    tenure: u32,
    stayed: bool,
}

struct Structure {
    cash: f64,
    staff: Vec<usize>,
}

/// xoshiro256++ (Blackman & Vigna 2019), seeded by splitmix64.
struct Sequence([u64; 4]);

impl Sequence {
    fn new(seed: u64) -> Sequence {
        let mut state = seed;
        Sequence([(); 4].map(|()| {
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let z = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            z ^ (z >> 31)
        }))
    }

    fn word(&mut self) -> u64 {
        let s = &mut self.0;
        let word = s[0].wrapping_add(s[3]).rotate_left(23).wrapping_add(s[0]);
        let t = s[1] << 17;
        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= t;
        s[3] = s[3].rotate_left(45);
        word
    }

    fn uniform(&mut self) -> f64 {
        ((self.word() >> 12) as f64 + 0.5) / (1u64 << 52) as f64
    }

    fn happens(&mut self, probability: f64) -> bool {
        self.uniform() < probability
    }

    fn normal(&mut self) -> f64 {
        maths::normal_quantile(self.uniform())
    }

    fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.word()) * n as u128) >> 64) as usize
    }
}

struct World {
    chance: Sequence,
    squeeze: [bool; 3],
    structures: Vec<Structure>,
    workers: Vec<Worker>,
}

/// One replication.
pub fn simulate(workers: u32, replication: u32) -> Output {
    let mut world = World::found(workers as usize, replication);
    let mut output = Output::default();
    for month in 1..=MONTHS {
        world.step();
        let share = |wanted: fn(&Worker) -> bool| {
            world.workers.iter().filter(|worker| wanted(worker)).count() as f64 / f64::from(workers)
        };
        if month > 48 {
            output.employed += share(|worker| matches!(worker.status, Status::Employed(_))) / 48.0;
            output.lucrative += share(|worker| worker.status == Status::Lucrative) / 48.0;
        }
        if month == 12 {
            output.stayed_12 = share(|worker| worker.stayed);
        }
    }
    output.stayed_96 = world.workers.iter().filter(|w| w.stayed).count() as f64 / f64::from(workers);
    let employed = world.workers.iter().filter(|worker| matches!(worker.status, Status::Employed(_)));
    let (sum, n) = employed.fold((0.0, 0.0), |(sum, n), worker| (sum + worker.stress, n + 1.0));
    output.stress = sum / n;
    output
}

impl World {
    fn found(workers: usize, replication: u32) -> World {
        let mut chance = Sequence::new(u64::from(replication) + 1);
        let people = (0..workers).map(|w| Worker {
            status: Status::Employed(w / CAPACITY),
            wage: maths::exp(0.1 * chance.normal()),
            stress: 0.3,
            tenure: 0,
            stayed: true,
        });
        let people = people.collect();
        let staff = |s: usize| (s * CAPACITY..(s + 1) * CAPACITY).collect();
        let structures = (0..workers / CAPACITY).map(|s| Structure { cash: 2.0, staff: staff(s) }).collect();
        World { chance, squeeze: [false; 3], structures, workers: people }
    }

    fn separate(&mut self, w: usize, status: Status) {
        if let Status::Employed(s) = self.workers[w].status {
            self.structures[s].staff.retain(|&other| other != w);
        }
        self.workers[w].status = status;
        self.workers[w].stayed = false;
    }

    fn step(&mut self) {
        for sector in 0..3 {
            let change = if self.squeeze[sector] { 0.10 } else { 0.02 };
            self.squeeze[sector] ^= self.chance.happens(change);
        }
        for s in 0..self.structures.len() {
            let loss = if self.squeeze[s % 3] { 0.30 } else { 0.0 };
            let cash = self.structures[s].cash + 0.05 + 0.25 * self.chance.normal() - loss;
            self.structures[s].cash = cash.min(6.0);
            if cash < 0.0 {
                // the help comes whether or not there is somebody left to dismiss
                self.structures[s].cash += 0.5;
                let staff = &self.structures[s].staff;
                if !staff.is_empty() {
                    let w = staff[self.chance.below(staff.len())];
                    self.separate(w, Status::Unemployed);
                }
            }
        }
        let load: Vec<f64> = self
            .structures
            .iter()
            .map(|structure| CAPACITY as f64 / structure.staff.len().max(1) as f64)
            .collect();
        for w in 0..self.workers.len() {
            if let Status::Employed(s) = self.workers[w].status {
                self.work(w, load[s]);
            }
        }
        for w in 0..self.workers.len() {
            if self.workers[w].status == Status::Lucrative && self.chance.happens(0.01) {
                self.workers[w].status = Status::Unemployed;
            }
        }
        let free = |structure: &Structure| structure.staff.len() < CAPACITY;
        let mut vacant: Vec<usize> =
            (0..self.structures.len()).filter(|&s| free(&self.structures[s])).collect();
        for w in 0..self.workers.len() {
            if self.workers[w].status == Status::Unemployed && self.chance.happens(0.30) && !vacant.is_empty()
            {
                let place = self.chance.below(vacant.len());
                let s = vacant[place];
                self.structures[s].staff.push(w);
                if !free(&self.structures[s]) {
                    vacant.swap_remove(place);
                }
                let wage = maths::exp(0.1 * self.chance.normal());
                let stayed = self.workers[w].stayed;
                self.workers[w] =
                    Worker { status: Status::Employed(s), wage, stress: 0.3, tenure: 0, stayed };
            }
        }
    }

    fn work(&mut self, w: usize, load: f64) {
        let push = 0.05 * self.chance.normal();
        let worker = &mut self.workers[w];
        worker.tenure += 1;
        worker.stress += 0.2 * (0.3 + 0.4 * (load - 1.0) - worker.stress) + push;
        worker.stress = worker.stress.clamp(0.0, 1.0);
        let (wage, stress) = (worker.wage, worker.stress);
        if self.chance.happens(0.03) {
            let offer = 1.1 * maths::exp(0.2 * self.chance.normal());
            let odds = 5.0 * maths::ln(offer / wage) - 1.0 + 2.0 * stress;
            if self.chance.happens(maths::logistic(odds)) {
                self.separate(w, Status::Lucrative);
                return;
            }
        }
        if self.chance.happens(0.002 * maths::exp(3.0 * stress)) {
            self.separate(w, Status::Unemployed);
        }
    }
}
