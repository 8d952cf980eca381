//! A ring whose ties are partly thrown elsewhere (Watts and Strogatz 1998).

use super::build::{Kind, Plan};
use super::{TieGraph, communities};
use crate::error::Result;
use crate::ids::Layer;
use crate::rng::{Chance, DayKey, Purpose, happens};

const PEOPLE_A_CHUNK: u32 = 4096;
/// Tries to throw a tie to somebody new before it stays where it is.
const TRIES: u32 = 64;

/// Everybody knows the nearest people on a ring. With an odd or broken number of ties, a share of people know one more to their right.
///
/// The end of a thrown tie avoids whom the thrower knows by the ring or has thrown to. That two people throw to each other is merged; it
/// costs fewer than one tie in `people / ties_per_person`.
pub(super) struct SmallWorld {
    people: u32,
    /// Ring neighbours on each side that everybody has.
    sure: u32,
    /// Share of people who have one more to their right.
    more: f64,
    rewired: f64,
    key: DayKey,
}

/// Tags of the draws of a ring tie: its number on the ring, with one of these above it.
const EXISTS: u32 = 1 << 30;
const THROWN: u32 = 1 << 31;

impl SmallWorld {
    pub fn new(people: u32, ties_per_person: f64, rewired: f64, chance: Chance) -> SmallWorld {
        let reach = (ties_per_person / 2.0).clamp(0.0, f64::from(people / 2));
        let sure = reach as u32;
        SmallWorld { people, sure, more: reach - f64::from(sure), rewired, key: chance.ever(Purpose::PlainTies) }
    }

    pub fn generate(&self, layer: Layer, slots: u32) -> Result<TieGraph> {
        let plan = Plan { people: self.people, slots, community_first: communities::consecutive(self.people) };
        plan.build(self.people.div_ceil(PEOPLE_A_CHUNK) as usize, |chunk, ties| {
            let start = chunk as u32 * PEOPLE_A_CHUNK;
            let mut thrown = Vec::new();
            for person in start..start.saturating_add(PEOPLE_A_CHUNK).min(self.people) {
                thrown.clear();
                for step in 1..=self.sure + 1 {
                    if !self.exists(person, step) {
                        continue;
                    }
                    let end = self.end(person, step, &mut thrown);
                    ties.add(person, end, Kind::new(layer));
                }
            }
        })
    }

    /// Whether the ring has a tie from a person to the one `step` to the right.
    fn exists(&self, person: u32, step: u32) -> bool {
        match step {
            0 => false,
            step if step <= self.sure => true,
            step => step == self.sure + 1 && happens(self.key.tagged(person, EXISTS | step), self.more),
        }
    }

    fn is_thrown(&self, person: u32, step: u32) -> bool {
        // Where everybody knows everybody, there is nowhere to throw to.
        2 * self.sure < self.people - 1 && happens(self.key.tagged(person, THROWN | step), self.rewired)
    }

    fn end(&self, person: u32, step: u32, thrown: &mut Vec<u32>) -> u32 {
        let stays = self.right_of(person, step);
        if !self.is_thrown(person, step) {
            return stays;
        }
        let draw = self.key.tagged(person, step);
        for attempt in 0..TRIES {
            let candidate = ((u128::from(DayKey::with(draw, attempt)) * u128::from(self.people)) >> 64) as u32;
            if candidate != person && !thrown.contains(&candidate) && !self.knows_by_ring(person, candidate) {
                thrown.push(candidate);
                return candidate;
            }
        }
        stays
    }

    fn right_of(&self, person: u32, step: u32) -> u32 {
        ((u64::from(person) + u64::from(step)) % u64::from(self.people)) as u32
    }

    /// Whether two people are tied by the ring, and the tie has stayed.
    fn knows_by_ring(&self, a: u32, b: u32) -> bool {
        let rightward = if b >= a { b - a } else { self.people - a + b };
        let stayed = |from: u32, step: u32| self.exists(from, step) && !self.is_thrown(from, step);
        stayed(a, rightward) || stayed(b, self.people - rightward)
    }
}
