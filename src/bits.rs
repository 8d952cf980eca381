//! Masks that have a bit a person or a lane.

use std::{hint, iter};

/// People whose bits fit a word.
pub const WORD: usize = u64::BITS as usize;

/// The numbers of the bits that are set, in order.
pub fn set(mut mask: u64) -> impl Iterator<Item = usize> {
    iter::from_fn(move || {
        let bit = (mask != 0).then(|| mask.trailing_zeros() as usize);
        mask &= mask.wrapping_sub(1);
        bit
    })
}

/// Calls with the numbers of the bits that are set in several words, in order: without asking at each word whether it has more, where a wrong guess of
/// the machine costs more than what is done for a bit. (As an iterator the compiler would keep it apart from the code around it.)
#[inline(always)]
pub fn each_set<const N: usize>(words: [u64; N], mut visit: impl FnMut(usize)) {
    const { assert!(N.is_power_of_two()) };
    // Words without bits are left out.
    let (mut some, mut starts, mut len, mut count) = ([0; N], [0; N], 0, 0);
    for (place, &word) in words.iter().enumerate() {
        some[len % N] = word;
        starts[len % N] = place * WORD;
        len += usize::from(word != 0);
        count += word.count_ones();
    }
    let (mut at, mut word) = (0, some[0]);
    for _ in 0..count {
        visit(starts[at % N] + word.trailing_zeros() as usize);
        word &= word.wrapping_sub(1);
        let is_done = word == 0;
        at += usize::from(is_done);
        word = hint::select_unpredictable(is_done, some[at % N], word);
    }
}

/// Lists the numbers of the bits that are set in several words, in order, and how many they are: where there are many in each, which is quicker to
/// ask for than to go around.
#[inline(always)]
pub fn list<const N: usize, const ROOM: usize>(words: [u64; N], places: &mut [u32; ROOM]) -> usize {
    const { assert!(N * WORD <= ROOM) };
    let mut len = 0;
    for (word, &bits) in words.iter().enumerate() {
        for bit in set(bits) {
            places[len % ROOM] = (word * WORD + bit) as u32;
            len += 1;
        }
    }
    len
}

/// Leaves the first so many bits; words after the one in which they end have none.
#[inline(always)]
pub fn cut<const N: usize>(words: &mut [u64; N], len: usize) {
    if let Some(word) = words.get_mut(len / WORD) {
        *word &= (1 << (len % WORD)) - 1;
    }
}

/// Sets the bits of the sixteen lanes at a place, counted in sixteens.
#[inline(always)]
pub fn put(words: &mut [u64], place: usize, lanes: [bool; SIXTEEN]) {
    words[place * SIXTEEN / WORD] |= of(lanes) << (place * SIXTEEN % WORD);
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

/// Sixteen bytes added up.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
pub fn sum(bytes: [u8; SIXTEEN]) -> u32 {
    use std::arch::x86_64::{_mm_cvtsi128_si32, _mm_extract_epi16, _mm_sad_epu8, _mm_setzero_si128};
    // SAFETY: every machine of this kind has these instructions.
    unsafe {
        let halves = _mm_sad_epu8(bytemuck::cast(bytes), _mm_setzero_si128());
        (_mm_cvtsi128_si32(halves) + _mm_extract_epi16::<4>(halves)) as u32
    }
}

#[cfg(not(target_arch = "x86_64"))]
#[inline(always)]
pub fn sum(bytes: [u8; SIXTEEN]) -> u32 {
    bytes.into_iter().map(u32::from).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_added_up() {
        for (bytes, sum_of_all) in [([0; SIXTEEN], 0), ([255; SIXTEEN], 4080), (std::array::from_fn(|at| (17 * at) as u8), 2040)] {
            assert_eq!(sum(bytes), sum_of_all);
        }
    }

    #[test]
    fn each_lane_has_its_bit() {
        for mask in [0, 1, 0x8000, 0xb3c5_0f0f_8001_7ffe, u64::MAX] {
            let lanes: [bool; WORD] = std::array::from_fn(|lane| mask >> lane & 1 == 1);
            assert_eq!(of(lanes), mask);
            assert_eq!(of(*lanes.first_chunk::<32>().unwrap()), mask & 0xffff_ffff);
            let mut words = [0; 2];
            lanes.as_chunks().0.iter().enumerate().for_each(|(place, lanes)| put(&mut words, 4 + place, *lanes));
            assert_eq!(words, [0, mask]);
            assert!(set(of(lanes)).eq((0..WORD).filter(|&lane| lanes[lane])));
        }
    }

    #[test]
    fn words_are_gone_through_one_after_the_other() {
        const FULL: u64 = u64::MAX;
        for words in [[0; 4], [1, 0, 0, 1 << 63], [0, 6, 0, 0], [FULL; 4], [FULL, 0, FULL, 0], [0, 0, 0, 5]] {
            let mut bits = Vec::new();
            each_set(words, |bit| bits.push(bit));
            assert!(bits.iter().copied().eq((0..4 * WORD).filter(|&bit| words[bit / WORD] >> (bit % WORD) & 1 == 1)), "{words:?}");
            // Nothing stands after the word in which they end.
            for len in [0, 1, 70, 192, 256] {
                let mut first = words;
                first.iter_mut().skip(len / WORD + 1).for_each(|word| *word = 0);
                cut(&mut first, len);
                let kept = list(first, &mut [0; 4 * WORD]);
                assert_eq!(kept, bits.iter().filter(|&&bit| bit < len).count(), "{words:?}");
            }
            let mut listed = [0; 4 * WORD];
            let len = list(words, &mut listed);
            assert!(listed[..len].iter().map(|&bit| bit as usize).eq(bits), "{words:?}");
        }
    }
}
