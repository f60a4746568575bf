//! In which order are the runs of a sweep done, and which belong to one block?
//!
//! A unit is one replication of one point, under every format. Units go by replication, then by point, so that an
//! interrupted sweep has about as many replications of every point. A block is so many units in that order, kept in
//! one part. An extension adds a stage: what it adds comes after, and what exists keeps its place.

use serde::{Deserialize, Serialize};

/// So many points, each replicated so many times.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stage {
    /// The points, from 0.
    pub points: u32,
    /// The replications of each, from 0.
    pub replications: u32,
}

/// The units of a sweep.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout {
    /// Each holds all units of those before it.
    pub stages: Vec<Stage>,
    /// Units in a block.
    pub block: u32,
}

/// A replication of a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unit {
    /// The replication.
    pub replication: u32,
    /// The point.
    pub point: u32,
}

impl Stage {
    fn units(self) -> u64 {
        u64::from(self.points) * u64::from(self.replications)
    }

    fn holds(self, other: Stage) -> bool {
        self.points >= other.points && self.replications >= other.replications
    }
}

impl Layout {
    /// A sweep in one stage. The size of a block follows from that of the sweep, so that parts are neither too many
    /// nor too long to lose.
    pub fn new(stage: Stage) -> Layout {
        const SMALLEST: u64 = 16;
        const MOST_BLOCKS: u64 = 2000;
        let block = stage.units().div_ceil(MOST_BLOCKS).max(SMALLEST) as u32;
        Layout { stages: vec![stage], block }
    }

    /// The whole, which is the last stage.
    pub fn whole(&self) -> Stage {
        self.stages.last().copied().unwrap_or(Stage { points: 0, replications: 0 })
    }

    /// The same with one more stage; nothing if that would take away, or add nothing.
    pub fn extended(&self, stage: Stage) -> Option<Layout> {
        let grows = stage.holds(self.whole()) && stage != self.whole();
        let stages = self.stages.iter().copied().chain([stage]).collect();
        grows.then_some(Layout { stages, block: self.block })
    }

    /// All units.
    pub fn units(&self) -> u64 {
        self.whole().units()
    }

    /// How many blocks.
    pub fn blocks(&self) -> u32 {
        (0..self.stages.len()).map(|stage| self.blocks_of(stage)).sum()
    }

    /// The blocks of a stage, numbered from the first to the one after the last.
    pub fn range_of(&self, stage: usize) -> std::ops::Range<u32> {
        let first = (0..stage).map(|earlier| self.blocks_of(earlier)).sum();
        first..first + self.blocks_of(stage)
    }

    /// The units of a block, in their order.
    pub fn block(&self, block: u32) -> Vec<Unit> {
        let mut first = 0;
        for stage in 0..self.stages.len() {
            let blocks = self.blocks_of(stage);
            if block < first + blocks {
                let start = u64::from(block - first) * u64::from(self.block);
                let end = self.added(stage).min(start + u64::from(self.block));
                return (start..end).map(|place| self.unit(stage, place)).collect();
            }
            first += blocks;
        }
        Vec::new()
    }

    fn before(&self, stage: usize) -> Stage {
        stage.checked_sub(1).map_or(Stage { points: 0, replications: 0 }, |before| self.stages[before])
    }

    /// The units a stage adds.
    fn added(&self, stage: usize) -> u64 {
        self.stages[stage].units() - self.before(stage).units()
    }

    fn blocks_of(&self, stage: usize) -> u32 {
        self.added(stage).div_ceil(u64::from(self.block)) as u32
    }

    /// The unit at a place among those a stage adds: first the new points of replications that exist, then new
    /// replications of all points.
    fn unit(&self, stage: usize, place: u64) -> Unit {
        let (before, now) = (self.before(stage), self.stages[stage]);
        let new_points = u64::from(now.points - before.points);
        let aside = new_points * u64::from(before.replications);
        if place < aside {
            let (replication, point) = (place / new_points, place % new_points);
            return Unit { replication: replication as u32, point: before.points + point as u32 };
        }
        let (replication, point) =
            ((place - aside) / u64::from(now.points), (place - aside) % u64::from(now.points));
        Unit { replication: before.replications + replication as u32, point: point as u32 }
    }
}

/// One of several parts of a sweep, computed apart: every so many blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shard {
    /// Which, from 1.
    pub number: u32,
    /// Of how many.
    pub of: u32,
}

impl Shard {
    /// The whole sweep.
    pub const WHOLE: Shard = Shard { number: 1, of: 1 };

    /// Whether a block is its to compute.
    pub fn has(self, block: u32) -> bool {
        block % self.of == self.number - 1
    }

    /// As `--shard` takes it.
    pub fn parse(text: &str) -> Result<Shard, String> {
        let parsed = text.split_once('/').and_then(|(number, of)| {
            Some(Shard { number: number.trim().parse().ok()?, of: of.trim().parse().ok()? })
        });
        parsed
            .filter(|shard| shard.number >= 1 && shard.number <= shard.of)
            .ok_or_else(|| "expected I/N with I from 1 to N, such as 2/8".to_owned())
    }
}

impl std::fmt::Display for Shard {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}/{}", self.number, self.of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(layout: &Layout) -> Vec<Unit> {
        (0..layout.blocks()).flat_map(|block| layout.block(block)).collect()
    }

    #[test]
    fn every_unit_stands_once_whatever_the_extensions() {
        let mut layout = Layout { stages: vec![Stage { points: 5, replications: 3 }], block: 4 };
        for (points, replications) in [(5, 4), (9, 4), (11, 8)] {
            let earlier = all(&layout);
            layout = layout.extended(Stage { points, replications }).unwrap();
            let mut units = all(&layout);
            assert_eq!(units[..earlier.len()], earlier, "what exists keeps its place");
            units.sort_unstable();
            let expected: Vec<Unit> = (0..replications)
                .flat_map(|replication| (0..points).map(move |point| Unit { replication, point }))
                .collect();
            assert_eq!(units, expected);
        }
        assert_eq!(layout.extended(Stage { points: 10, replications: 9 }), None);
    }

    #[test]
    fn shards_share_the_blocks_out() {
        let layout = Layout::new(Stage { points: 100, replications: 3 });
        for block in 0..layout.blocks() {
            assert_eq!((1..=4).filter(|number| Shard { number: *number, of: 4 }.has(block)).count(), 1);
        }
        assert!(Shard::parse("0/3").is_err() && Shard::parse("4/3").is_err() && Shard::parse("3").is_err());
        assert_eq!(Shard::parse("2/3").unwrap().to_string(), "2/3");
    }

    #[test]
    fn an_interrupted_sweep_has_about_as_many_replications_of_every_point() {
        let layout = Layout::new(Stage { points: 7, replications: 50 });
        let done: Vec<Unit> = (0..layout.blocks() / 2).flat_map(|block| layout.block(block)).collect();
        let of = |point: u32| done.iter().filter(|unit| unit.point == point).count();
        let counts: Vec<usize> = (0..7).map(of).collect();
        assert!(counts.iter().max().unwrap() - counts.iter().min().unwrap() <= 1, "{counts:?}");
    }
}
