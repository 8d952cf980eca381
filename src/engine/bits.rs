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

/// A bit for each of some lanes, eight or a multiple of it.
#[inline(always)]
pub fn of<const N: usize>(lanes: [bool; N]) -> u64 {
    const { assert!(N.is_multiple_of(8) && N <= WORD) };
    let bytes = lanes.as_chunks::<8>().0.iter().enumerate();
    bytes.fold(0, |mask, (part, lanes)| {
        // The product gathers the lowest bit of each byte in the highest byte.
        let word = u64::from_le_bytes(lanes.map(u8::from)).wrapping_mul(0x0102_0408_1020_4080);
        mask | (word >> 56) << (8 * part)
    })
}
