//! Blocks of consecutive people, denser inside than between (Holland, Laskey and Leinhardt 1983).

use std::ops::Range;

use super::build::{Kind, Plan};
use super::geometric::pick_pairs;
use super::{TieGraph, communities};
use crate::error::Result;
use crate::ids::Layer;
use crate::rng::{Chance, Purpose};

const PEOPLE_A_CHUNK: u32 = 4096;

/// Blocks are equal within one person. Where a block is too small for its share of ties, all of its people know each other and the rest of
/// the share is lost; where there is a single block, all ties are inside.
pub(super) struct Blocks {
    people: u32,
    block_first: Vec<u32>,
    ties_inside: f64,
    /// Probability of a tie between two people of different blocks.
    across: f64,
    chance: Chance,
}

/// How many people the smallest block has.
pub fn block_people(people: u32, block_size: u32) -> u32 {
    people / communities::rounded_count(people, block_size).max(1)
}

impl Blocks {
    pub fn new(people: u32, ties_per_person: f64, block_size: u32, inside: f64, chance: Chance) -> Blocks {
        let count = communities::rounded_count(people, block_size);
        let block_first = communities::equal(people, count);
        let strangers = f64::from(people) - f64::from(people) / f64::from(count.max(1));
        let (ties_inside, ties_across) = match count {
            0 | 1 => (ties_per_person, 0.0),
            count if count == people => (0.0, ties_per_person),
            _ => (ties_per_person * inside, ties_per_person * (1.0 - inside)),
        };
        Blocks { people, block_first, ties_inside, across: ties_across / strangers.max(1.0), chance }
    }

    pub fn generate(&self, layer: Layer, slots: u32) -> Result<TieGraph> {
        let plan = Plan { people: self.people, slots, community_first: self.block_first.clone() };
        plan.build(self.people.div_ceil(PEOPLE_A_CHUNK) as usize, |chunk, ties| {
            let start = chunk as u32 * PEOPLE_A_CHUNK;
            let rows = start..start.saturating_add(PEOPLE_A_CHUNK).min(self.people);
            let mut stream = self.chance.stream(Purpose::PlainTies, chunk as u64);
            let mut block = self.block_of(rows.start);
            while self.block(block).start < rows.end {
                let people = self.block(block);
                let rows_here = people.start.max(rows.start)..people.end.min(rows.end);
                let inside = self.ties_inside / f64::from((people.len() as u32 - 1).max(1));
                let tie = |a, b| ties.add(a, b, Kind::new(layer));
                pick_pairs(rows_here, |row| people.start..row, inside, &mut stream, tie);
                block += 1;
                if block + 1 == self.block_first.len() {
                    break;
                }
            }
            let before = |row| 0..self.block(self.block_of(row)).start;
            pick_pairs(rows, before, self.across, &mut stream, |a, b| ties.add(a, b, Kind::new(layer)));
        })
    }

    fn block(&self, block: usize) -> Range<u32> {
        self.block_first[block]..self.block_first[block + 1]
    }

    fn block_of(&self, person: u32) -> usize {
        self.block_first.partition_point(|first| *first <= person) - 1
    }
}
