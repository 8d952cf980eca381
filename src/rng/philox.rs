//! Philox4x32-10 (Salmon, Moraes, Dror and Shaw 2011): as many blocks side by side as the machine's vectors hold.

use crate::width::Width;

/// Words of a block.
pub const WORDS: usize = 4;

/// Blocks that are worked out together at most.
pub const BLOCKS: usize = 8;

/// Works out the blocks from one on, as many as there is room for or fewer; how many.
#[inline(always)]
pub fn fill(key: [u32; 2], entity: [u32; 2], block: u64, words: &mut [u32]) -> usize {
    // SAFETY: the machine has it.
    unsafe { fill_on(Width::of_this_machine(), key, entity, block, words) }
}

/// # Safety
/// The machine must have vectors of this width.
#[inline(always)]
unsafe fn fill_on(width: Width, key: [u32; 2], entity: [u32; 2], block: u64, words: &mut [u32]) -> usize {
    match width {
        // SAFETY: the caller's.
        #[cfg(target_arch = "x86_64")]
        Width::Avx512 => unsafe { wide::avx512(key, entity, block, words) },
        // SAFETY: the caller's.
        #[cfg(target_arch = "x86_64")]
        Width::Avx2 => unsafe { wide::avx2(key, entity, block, words) },
        Width::Plain => fill_by::<2>(key, entity, block, words),
    }
}

#[cfg(target_arch = "x86_64")]
mod wide {
    use super::{BLOCKS, fill_by};

    #[target_feature(enable = "avx512f,avx512dq,avx512vl,avx512bw")]
    pub fn avx512(key: [u32; 2], entity: [u32; 2], block: u64, words: &mut [u32]) -> usize {
        fill_by::<BLOCKS>(key, entity, block, words)
    }

    #[target_feature(enable = "avx2")]
    pub fn avx2(key: [u32; 2], entity: [u32; 2], block: u64, words: &mut [u32]) -> usize {
        fill_by::<4>(key, entity, block, words)
    }
}

/// The same, so many side by side: two at first where that is fewer, as many streams need no more, and then all that there is room for.
#[inline(always)]
fn fill_by<const SIDE: usize>(key: [u32; 2], entity: [u32; 2], block: u64, words: &mut [u32]) -> usize {
    let most = if block == 0 { SIDE } else { BLOCKS };
    let mut made = 0;
    for some in words.as_chunks_mut::<WORDS>().0.as_chunks_mut::<SIDE>().0.iter_mut().take(most / SIDE) {
        let mut counter = [[0; SIDE]; 4];
        for lane in 0..SIDE {
            let block = block + (made + lane) as u64;
            counter[0][lane] = block & LOW;
            counter[1][lane] = block >> 32;
            counter[2][lane] = u64::from(entity[0]);
            counter[3][lane] = u64::from(entity[1]);
        }
        let counter = rounds(counter, key);
        for (lane, words) in some.iter_mut().enumerate() {
            *words = counter.map(|word| word[lane] as u32);
        }
        made += SIDE;
    }
    made
}

const LOW: u64 = u32::MAX as u64;

/// Blocks side by side, word by word. Words lie in 64 bits, as vectors multiply them there.
#[inline(always)]
fn rounds<const SIDE: usize>(mut counter: [[u64; SIDE]; WORDS], mut key: [u32; 2]) -> [[u64; SIDE]; WORDS] {
    for _ in 0..10 {
        for lane in 0..SIDE {
            // All are below 2³² already; said so that the compiler knows.
            let first = (counter[0][lane] & LOW) * 0xd251_1f53;
            let second = (counter[2][lane] & LOW) * 0xcd9e_8d57;
            counter[0][lane] = second >> 32 ^ counter[1][lane] ^ u64::from(key[0]);
            counter[1][lane] = second & LOW;
            counter[2][lane] = first >> 32 ^ counter[3][lane] ^ u64::from(key[1]);
            counter[3][lane] = first & LOW;
        }
        key = [key[0].wrapping_add(0x9e37_79b9), key[1].wrapping_add(0xbb67_ae85)];
    }
    counter
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_vectors_make_the_blocks_that_plain_code_makes() {
        for block in [0, 8, u64::from(u32::MAX) - 3, u64::MAX - 7] {
            let made = |width| {
                let mut words = [0; BLOCKS * WORDS];
                // SAFETY: the machine has it.
                let blocks = unsafe { fill_on(width, [0x243f_6a88, 0x85a3_08d3], [0x1319_8a2e, 0x0370_7344], block, &mut words) };
                (words, blocks)
            };
            let (plain, of_plain) = made(Width::Plain);
            for width in Width::those_of_this_machine() {
                let (words, blocks) = made(width);
                let both = WORDS * blocks.min(of_plain);
                assert!(both > 0 && words[..both] == plain[..both], "blocks from {block} differ on {width:?}");
                assert!(block == 0 || blocks == BLOCKS, "{blocks} from {block} on {width:?}");
            }
        }
    }
}
