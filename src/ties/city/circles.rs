//! Circles: sets of people within which a share of all pairs is tied. Households, families, groups of friends and teams are circles, which
//! is what makes friends of friends friends (Feld 1981).

use std::ops::Range;

use crate::rng::Stream;

/// Largest community that remembers its pairs. In a larger one chance meets a pair twice so rarely that the merge at the end may do it.
const REMEMBERED_MAX: usize = 2048;

/// Who is tied with whom in one community, as a square of bits.
#[derive(Default)]
pub(super) struct Tied {
    start: u32,
    /// Zero where nothing is remembered.
    size: usize,
    bits: Vec<u64>,
}

impl Tied {
    pub fn clear(&mut self, members: &Range<u32>) {
        self.start = members.start;
        self.size = if members.len() <= REMEMBERED_MAX { members.len() } else { 0 };
        self.bits.clear();
        self.bits.resize((self.size * self.size).div_ceil(64), 0);
    }

    pub fn holds(&self, a: u32, b: u32) -> bool {
        self.place(a, b).is_some_and(|place| self.bits[place / 64] >> (place % 64) & 1 == 1)
    }

    pub fn mark(&mut self, a: u32, b: u32) {
        if let Some(place) = self.place(a, b) {
            self.bits[place / 64] |= 1 << (place % 64);
        }
    }

    fn place(&self, a: u32, b: u32) -> Option<usize> {
        let (low, high) = (a.min(b) - self.start, a.max(b) - self.start);
        (self.size > 0).then(|| low as usize * self.size + high as usize)
    }
}

/// Ties about `wanted` of the pairs, each of those not yet tied with the same probability; returns how many too few there are on average.
pub(super) fn tie_share(
    pairs: impl Iterator<Item = (u32, u32)> + Clone,
    wanted: f64,
    tied: &mut Tied,
    stream: &mut Stream,
    mut tie: impl FnMut(u32, u32),
) -> f64 {
    let free = pairs.clone().filter(|(a, b)| !tied.holds(*a, *b)).count() as f64;
    let probability = wanted / free.max(1.0);
    for (a, b) in pairs {
        if !tied.holds(a, b) && stream.unit() < probability {
            tied.mark(a, b);
            tie(a, b);
        }
    }
    (wanted - free).max(0.0)
}

/// All pairs within each circle.
pub(super) fn pairs<'a>(members: &'a [u32], circles: &'a [Range<usize>]) -> impl Iterator<Item = (u32, u32)> + Clone + 'a {
    circles.iter().flat_map(move |circle| {
        let circle = &members[circle.clone()];
        (1..circle.len()).flat_map(move |i| (0..i).map(move |j| (circle[j], circle[i])))
    })
}

/// Cuts 0..count into circles of sizes between half and one and a half times `size`.
pub(super) fn cut(count: usize, size: f64, stream: &mut Stream) -> Vec<Range<usize>> {
    let mut circles = Vec::new();
    let mut start = 0;
    while start < count {
        let length = libm::round(size * (0.5 + stream.unit())).max(2.0) as usize;
        let end = start.saturating_add(length).min(count);
        circles.push(start..end);
        start = end;
    }
    circles
}
