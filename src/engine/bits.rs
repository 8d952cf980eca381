//! Masks that have a bit a person or a lane.

/// People whose bits fit a word.
pub const WORD: usize = u64::BITS as usize;

/// The numbers of the bits that are set, in order.
pub fn set(mut mask: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let bit = (mask != 0).then(|| mask.trailing_zeros() as usize);
        mask &= mask.wrapping_sub(1);
        bit
    })
}

/// A bit for each of some lanes.
#[inline(always)]
pub fn of<const N: usize>(lanes: [bool; N]) -> u64 {
    lanes.into_iter().enumerate().fold(0, |mask, (lane, is_set)| mask | u64::from(is_set) << lane)
}
