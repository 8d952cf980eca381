//! People side by side as they stand in arrays by person: nearly always [`LANES`] of them, and fewer at the end.

use crate::bits;
use crate::ids::LANES;

/// What an array holds of the people from one on; of those who are missing, nothing.
#[inline(always)]
pub fn from<T: Copy + Default>(all: &[T], first: usize) -> [T; LANES] {
    let rest = &all[first..];
    rest.first_chunk().copied().unwrap_or_else(|| {
        let mut lanes = [T::default(); LANES];
        lanes[..rest.len()].copy_from_slice(rest);
        lanes
    })
}

/// The reverse.
#[inline(always)]
pub fn put<T: Copy>(all: &mut [T], first: usize, lanes: [T; LANES]) {
    let rest = &mut all[first..];
    if let Some(rest) = rest.first_chunk_mut() {
        *rest = lanes;
    } else {
        let count = rest.len();
        rest.copy_from_slice(&lanes[..count]);
    }
}

/// Sets the bits of masks beside those that are set.
#[inline(always)]
pub fn add(all: &mut [u8], first: usize, lanes: [u8; LANES]) {
    let before = from(all, first);
    put(all, first, std::array::from_fn(|lane| before[lane] | lanes[lane]));
}

/// So many of them, a bit each.
#[inline(always)]
pub const fn mask(count: usize) -> u64 {
    (1 << count) - 1
}

/// Whether any lane differs.
#[inline(always)]
pub fn differ(some: &[u8; LANES], others: &[u8; LANES]) -> bool {
    let mut differs = [false; LANES];
    for lane in 0..LANES {
        differs[lane] = some[lane] != others[lane];
    }
    bits::of(differs) != 0
}
