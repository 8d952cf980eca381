//! Every pair alike (Gilbert 1959; Erdős and Rényi 1960).

use super::build::{Kind, Plan};
use super::geometric::pick_pairs;
use super::{TieGraph, communities};
use crate::error::Result;
use crate::ids::Layer;
use crate::rng::{Chance, Purpose};

const PEOPLE_A_CHUNK: u32 = 4096;

/// Each pair is tied with probability `ties_per_person / (people − 1)`.
pub(super) fn generate(people: u32, ties_per_person: f64, layer: Layer, slots: u32, chance: Chance) -> Result<TieGraph> {
    let probability = ties_per_person / f64::from(people.saturating_sub(1).max(1));
    let plan = Plan { people, slots, community_first: communities::consecutive(people) };
    plan.build(people.div_ceil(PEOPLE_A_CHUNK) as usize, |chunk, ties| {
        let start = chunk as u32 * PEOPLE_A_CHUNK;
        let rows = start..start.saturating_add(PEOPLE_A_CHUNK).min(people);
        let mut stream = chance.stream(Purpose::PlainTies, chunk as u64);
        pick_pairs(rows, |row| 0..row, probability, &mut stream, |a, b| ties.add(a, b, Kind::new(layer)));
    })
}
