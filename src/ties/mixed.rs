//! Everybody knows equally many, spread over all: people on a circle, each tied to those at the same random distances on either side. With more
//! than a few distances such a graph is a good expander (Alon and Roichman 1994), so it stands for complete mixing.

use super::build::{Kind, Plan};
use super::{TieGraph, communities};
use crate::error::Result;
use crate::ids::Layer;
use crate::rng::{Chance, Purpose};

const PEOPLE_A_CHUNK: u32 = 4096;

/// Everybody has `ties_per_person` ties, rounded to an even number.
pub(super) fn generate(people: u32, ties_per_person: f64, layer: Layer, slots: u32, chance: Chance) -> Result<TieGraph> {
    let distances = distances(people, ties_per_person, chance);
    let plan = Plan { people, slots, community_first: communities::consecutive(people) };
    plan.build(people.div_ceil(PEOPLE_A_CHUNK) as usize, |chunk, ties| {
        let start = chunk as u32 * PEOPLE_A_CHUNK;
        for person in start..start.saturating_add(PEOPLE_A_CHUNK).min(people) {
            for distance in &distances {
                let other = (u64::from(person) + u64::from(*distance)) % u64::from(people);
                ties.add(person, other as u32, Kind::new(layer));
            }
        }
    })
}

/// Different distances below half of the circle, each giving everybody one tie on either side (Floyd's sampling, Bentley and Floyd 1987).
fn distances(people: u32, ties_per_person: f64, chance: Chance) -> Vec<u32> {
    let longest = people.saturating_sub(1) / 2;
    let wanted = (libm::round(ties_per_person / 2.0) as u32).min(longest);
    let mut stream = chance.stream(Purpose::PlainTies, 0);
    let mut chosen = std::collections::BTreeSet::new();
    for last in longest - wanted + 1..=longest {
        let drawn = 1 + stream.below(last);
        chosen.insert(if chosen.contains(&drawn) { last } else { drawn });
    }
    chosen.into_iter().collect()
}
