//! Which segment a person belongs to.

use rayon::prelude::*;

use crate::rng::{Chance, Purpose, happens};
use crate::scenario::Population;

/// The segment of one person, with exactly the declared chances, whatever anybody else's is.
pub fn segment_of(population: &Population, chance: Chance, person: u32) -> u16 {
    let draw = chance.ever(Purpose::Segment).one(person);
    let mut below = 0.0;
    for (index, segment) in population.segments.iter().enumerate() {
        below += segment.share;
        if happens(draw, below) {
            return index as u16;
        }
    }
    // Shares that sum to a hair less than one leave a hair for the last segment that has anybody.
    population.segments.iter().rposition(|segment| segment.share > 0.0).unwrap_or(0) as u16
}

/// The segment of everybody.
pub fn segments(population: &Population, chance: Chance, people: u32) -> Vec<u8> {
    assert!(population.segments.len() <= 256, "a segment's number is kept in a byte");
    (0..people).into_par_iter().map(|person| segment_of(population, chance, person) as u8).collect()
}
