//! Chance in a row: what populations are made by.

use rand::rand_core::{Infallible, TryRng};

use super::Poisson;
use super::philox::{self, BLOCKS, WORDS};

/// As many 64-bit draws at most are seen before they are drawn.
const SEEN: usize = 16;

/// Room for the word that was left of the last blocks, for the next ones, and for what is read beyond their end and has no meaning.
const ROOM: usize = 1 + BLOCKS * WORDS + 2 * SEEN;

/// Philox4x32-10 for one entity: 2⁶⁴ blocks of four words.
#[derive(Clone, Debug)]
pub struct Stream {
    key: [u32; 2],
    entity: [u32; 2],
    block: u64,
    words: [u32; ROOM],
    /// Where those that lie ready end, and where the next of them stands.
    ready: usize,
    used: usize,
}

impl Stream {
    pub fn new(key: u64, entity: u64) -> Stream {
        let halves = |whole: u64| [whole as u32, (whole >> 32) as u32];
        Stream { key: halves(key), entity: halves(entity), block: 0, words: [0; ROOM], ready: 0, used: 0 }
    }

    /// A number in [0, 1) with 53 bits.
    pub fn unit(&mut self) -> f64 {
        (self.word64() >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0)
    }

    /// A whole number in 0..bound, without bias (Lemire 2019).
    pub fn below(&mut self, bound: u32) -> u32 {
        assert!(bound > 0, "an empty range has no number");
        loop {
            let product = u64::from(self.word()) * u64::from(bound);
            // The remainder is below the bound, and a division takes long.
            if product as u32 >= bound || product as u32 >= bound.wrapping_neg() % bound {
                return (product >> 32) as u32;
            }
        }
    }

    /// Puts things into an order in which all orders are alike (Fisher and Yates 1938).
    pub fn shuffle<T>(&mut self, things: &mut [T]) {
        for last in (1..things.len()).rev() {
            things.swap(last, self.below(last as u32 + 1) as usize);
        }
    }

    /// A standard normal (Box and Muller 1958), with the same bits on every machine.
    pub fn normal(&mut self) -> f64 {
        let radius = libm::sqrt(-2.0 * libm::log(1.0 - self.unit()));
        radius * libm::cos(std::f64::consts::TAU * self.unit())
    }

    /// A Poisson count; see [`Poisson`].
    pub fn poisson(&mut self, mean: f64) -> u32 {
        Poisson::new(mean).draw(self)
    }

    /// The next 64-bit draws, and how many of them count: as many as lie ready, but one at least. They are drawn only when [`Stream::skip`] says so.
    #[inline(always)]
    pub fn peek<const N: usize>(&mut self) -> ([u64; N], usize) {
        const { assert!(N <= SEEN) }
        if self.ready - self.used < 2 {
            self.refill();
        }
        let words: &[[u32; 2]; N] = self.words[self.used..].as_chunks().0.first_chunk().expect("there is room beyond the end");
        let draws = words.map(|[low, high]| u64::from(low) | u64::from(high) << 32);
        (draws, ((self.ready - self.used) / 2).min(N))
    }

    /// Draws what was seen, so many 64-bit draws.
    #[inline(always)]
    pub fn skip(&mut self, draws: usize) {
        debug_assert!(self.used + 2 * draws <= self.ready, "they lie ready");
        self.used += 2 * draws;
    }

    #[inline(always)]
    fn word(&mut self) -> u32 {
        if self.used == self.ready {
            self.refill();
        }
        self.used += 1;
        self.words[self.used - 1]
    }

    #[inline(always)]
    fn word64(&mut self) -> u64 {
        u64::from(self.word()) | u64::from(self.word()) << 32
    }

    /// Keeps what was not drawn, a word at most, and works out what comes next.
    #[inline(never)]
    fn refill(&mut self) {
        let kept = self.used < self.ready;
        if kept {
            self.words[0] = self.words[self.used];
        }
        self.used = usize::from(!kept);
        let blocks = philox::fill(self.key, self.entity, self.block, &mut self.words[1..=BLOCKS * WORDS]);
        self.block += blocks as u64;
        self.ready = 1 + blocks * WORDS;
    }
}

impl TryRng for Stream {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(self.word())
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.word64())
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for chunk in bytes.chunks_mut(4) {
            let word = self.word().to_le_bytes();
            chunk.copy_from_slice(&word[..chunk.len()]);
        }
        Ok(())
    }
}
