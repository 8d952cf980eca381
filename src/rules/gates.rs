//! The cheap draws of many ties at once.

use crate::rng::{gate, gate_end};

/// Ties handled together.
pub const LANES: usize = 32;

/// The gates of one person's ties to these neighbours; `end` is the person's own part.
#[inline(always)]
pub fn gates(key: u32, end: u32, neighbours: &[u32; LANES]) -> [u32; LANES] {
    let mut gates = [0; LANES];
    for (out, &neighbour) in gates.iter_mut().zip(neighbours) {
        *out = gate(end, gate_end(key, neighbour));
    }
    gates
}
