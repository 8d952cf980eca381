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

/// A bit for each of some lanes, sixteen or a multiple of it.
#[inline(always)]
pub fn of<const N: usize>(lanes: [bool; N]) -> u64 {
    const { assert!(N.is_multiple_of(SIXTEEN) && N <= WORD) };
    let parts = lanes.as_chunks().0.iter().enumerate();
    parts.fold(0, |mask, (part, lanes)| mask | u64::from(of_sixteen(lanes.map(u8::from))) << (SIXTEEN * part))
}

const SIXTEEN: usize = 16;

/// The lowest bits of bytes.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
fn of_sixteen(bytes: [u8; SIXTEEN]) -> u16 {
    use std::arch::x86_64::{_mm_movemask_epi8, _mm_slli_epi16};
    // SAFETY: every machine of this kind has these instructions.
    unsafe { _mm_movemask_epi8(_mm_slli_epi16::<7>(bytemuck::cast(bytes))) as u16 }
}

#[cfg(not(target_arch = "x86_64"))]
#[inline(always)]
fn of_sixteen(bytes: [u8; SIXTEEN]) -> u16 {
    bytes.iter().rev().fold(0, |mask, byte| mask << 1 | u16::from(byte & 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_lane_has_its_bit() {
        for mask in [0, 1, 0x8000, 0xb3c5_0f0f_8001_7ffe, u64::MAX] {
            let lanes: [bool; WORD] = std::array::from_fn(|lane| mask >> lane & 1 == 1);
            assert_eq!(of(lanes), mask);
            assert_eq!(of(*lanes.first_chunk::<32>().unwrap()), mask & 0xffff_ffff);
            assert!(set(of(lanes)).eq((0..WORD).filter(|&lane| lanes[lane])));
        }
    }
}
