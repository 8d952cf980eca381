//! What the machine can do at most: bytes read in sequence, and rows of 8 bytes read at random, at the footprint of a world.

use rayon::ThreadPool;
use rayon::prelude::*;

use moatsim::rng::mix;

use crate::clock::{Spread, time};
use crate::report::{Figure, Report};

/// Ties of a person in the worlds that are measured.
pub const TIES: f64 = 20.0;

const SAMPLES: usize = 11;
/// Reads of a sample at least, so that it takes milliseconds.
const LEAST: usize = 1 << 24;
/// Buffers end here, far beyond any cache, so that probing never takes more memory than a world.
const MOST: usize = 1 << 27;

/// Seconds that a half-tie takes at least, by number of threads.
pub struct Bound {
    half_tie: Vec<(usize, f64)>,
}

impl Bound {
    /// Half-ties are eight bytes in sequence. Their neighbours, half of them, are read by the probe that also gathers the rows.
    pub fn measure(people: u32, pools: &[ThreadPool], report: &mut Report) -> Bound {
        let half_ties = (people as usize * TIES as usize).min(MOST);
        let sequence: Vec<u64> = (0..half_ties as u64).collect();
        let stream = |pool: &ThreadPool| seconds(pool, &sequence, |part| part.iter().fold(0, |sum: u64, word| sum.wrapping_add(*word)));
        let streams: Vec<Spread> = pools.iter().map(stream).collect();
        drop(sequence);

        let rows: Vec<u64> = (0..u64::from(people)).map(mix).collect();
        let neighbour = |place: u64| (((mix(place) >> 32) * u64::from(people)) >> 32) as u32;
        let neighbours: Vec<u32> = (0..half_ties as u64).into_par_iter().map(neighbour).collect();
        let gather = |pool: &ThreadPool| seconds(pool, &neighbours, |part| gathered(&rows, part));
        let gathers: Vec<Spread> = pools.iter().map(gather).collect();

        let mut half_tie = Vec::new();
        for ((pool, stream), gather) in pools.iter().zip(streams).zip(gathers) {
            let threads = pool.current_num_threads();
            // The best sample, so that a busy moment of the machine does not make a bound that is easy to keep.
            let seconds = stream.lowest / 2.0 + gather.lowest;
            half_tie.push((threads, seconds));
            let mut tell = |part: &str, unit, value| report.add(Figure::new("bound", part, unit, people, threads, value));
            tell("read in sequence", "GB/s", stream.rate(8e-9));
            tell("gather rows of 8 bytes", "million/s", gather.rate(1e-6));
            tell("20 half-ties read, 20 rows gathered", "ns a person-day", Spread::one(TIES * seconds * 1e9));
        }
        Bound { half_tie }
    }

    /// Nanoseconds that reading so many half-ties and gathering their rows takes on so many threads.
    pub fn nanoseconds(&self, half_ties: f64, threads: usize) -> f64 {
        let found = self.half_tie.iter().find(|(of, _)| *of == threads);
        found.expect("each pool has its bound").1 * half_ties * 1e9
    }
}

/// Seconds a word.
fn seconds<T: Sync>(pool: &ThreadPool, words: &[T], sum: impl Fn(&[T]) -> u64 + Sync) -> Spread {
    let part = words.len().div_ceil(pool.current_num_threads());
    let rounds = LEAST.div_ceil(words.len());
    let pass = || words.par_chunks(part).map(&sum).reduce(|| 0, u64::wrapping_add);
    let sample = || pool.install(|| (0..rounds).map(|_| std::hint::black_box(pass())).fold(0, u64::wrapping_add));
    std::hint::black_box(sample());
    let samples = (0..SAMPLES).map(|_| time(sample).1.wall / (rounds * words.len()) as f64);
    Spread::of(samples.collect())
}

/// The sum of the rows at some places, four at a time so that loads overlap.
fn gathered(rows: &[u64], places: &[u32]) -> u64 {
    let mut sums = [0_u64; 4];
    let (fours, rest) = places.as_chunks::<4>();
    for four in fours {
        for lane in 0..4 {
            // SAFETY: places are drawn below the number of rows.
            sums[lane] = sums[lane].wrapping_add(unsafe { *rows.get_unchecked(four[lane] as usize) });
        }
    }
    let rest = rest.iter().fold(0_u64, |sum, &place| sum.wrapping_add(rows[place as usize]));
    sums.into_iter().fold(rest, u64::wrapping_add)
}
