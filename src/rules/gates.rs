//! The cheap draws of many ties at once.

use crate::rng::{gate, gate_again, gate_end};

/// Ties handled together.
pub const LANES: usize = 32;

/// One end's part of each neighbour's gates.
#[inline(always)]
pub fn ends(key: u32, neighbours: &[u32; LANES]) -> [u32; LANES] {
    neighbours.map(|neighbour| gate_end(key, neighbour))
}

/// The draws that decide which ties talk; `own` is the person's own end.
#[inline(always)]
pub fn talks(own: u32, ends: &[u32; LANES]) -> [u32; LANES] {
    ends.map(|end| gate(own, end))
}

/// The draws that decide which ties get a share.
#[inline(always)]
pub fn shares(own: u32, ends: &[u32; LANES]) -> [u32; LANES] {
    ends.map(|end| gate_again(own, end))
}
