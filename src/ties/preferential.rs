//! Newcomers tie themselves to those who have many ties (Barabási and Albert 1999).

use super::build::{Kind, Plan, TieList};
use super::{TieGraph, communities};
use crate::error::Result;
use crate::ids::Layer;
use crate::rng::{Chance, Purpose, Stream};

/// Each newcomer brings `ties_per_person / 2` ties (with a broken number, the whole number below or above it), to different people, each
/// chosen with probability proportional to the ties they have. The first comers all know each other.
pub(super) fn generate(people: u32, ties_per_person: f64, layer: Layer, slots: u32, chance: Chance) -> Result<TieGraph> {
    let ends = grow(people, ties_per_person / 2.0, &mut chance.stream(Purpose::PlainTies, 0));
    let plan = Plan { people, slots, community_first: communities::consecutive(people) };
    plan.build_from(TieList::alike(ends, Kind::new(layer)))
}

/// Whoever has d ties stands d times among the ends, so a uniform end is a preferential choice (Batagelj and Brandes 2005).
fn grow(people: u32, ties_a_newcomer: f64, stream: &mut Stream) -> Vec<[u32; 2]> {
    let mut ties: Vec<[u32; 2]> = Vec::new();
    let mut known = Vec::new();
    for newcomer in 1..people {
        let whole = ties_a_newcomer as u32;
        let brings = whole + u32::from(stream.unit() < ties_a_newcomer - f64::from(whole));
        if newcomer <= brings {
            ties.extend((0..newcomer).map(|earlier| [newcomer, earlier]));
            continue;
        }
        known.clear();
        while known.len() < brings as usize {
            let candidate = match ties.len() as u32 {
                0 => stream.below(newcomer),
                ties_so_far => ties[stream.below(ties_so_far) as usize][stream.below(2) as usize],
            };
            if !known.contains(&candidate) {
                known.push(candidate);
            }
        }
        ties.extend(known.iter().map(|known| [newcomer, *known]));
    }
    ties
}
