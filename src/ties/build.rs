//! From ties in any order to rows: made and counted, scattered, sorted, doubles merged. Ties that are dear to make are kept from the count to the
//! scattering, those that lie ready are read twice, so that the peak of memory lies little above the finished graph: five bytes a half-tie, and four
//! and a half of what is kept, which is given back before the finished eight are there.

use std::ops::Range;
use std::sync::atomic::{AtomicU8, AtomicU32, Ordering::Relaxed};
use std::sync::{Mutex, OnceLock};

use rayon::prelude::*;

use super::{Tie, TieGraph};
use crate::error::{Error, Result};
use crate::ids::Layer;

/// What a generated tie is, in a byte: the layer above the weight class, so that the smaller of two is the closer relation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Kind(u8);

impl Kind {
    const SLOT: Kind = Kind(u8::MAX);

    pub fn new(layer: Layer) -> Kind {
        Kind::weighted(layer, 1)
    }

    pub fn weighted(layer: Layer, weight_class: u8) -> Kind {
        Kind((layer as u8) << 2 | weight_class & 3)
    }

    pub fn layer(self) -> Layer {
        Layer::ALL[usize::from(self.0 >> 2)]
    }

    fn tie(self) -> Tie {
        if self == Kind::SLOT { Tie::empty() } else { Tie::weighted(self.layer(), u32::from(self.0 & 3)) }
    }
}

/// Ties that are kept until they find their places: nine bytes each, and so four and a half a half-tie.
#[derive(Default)]
struct Kept {
    ends: Vec<[u32; 2]>,
    kinds: Vec<Kind>,
}

/// Takes one tie between two different people.
pub(super) type Emit<'a> = &'a mut dyn FnMut(u32, u32, Kind);

/// What is known before the ties are.
pub(super) struct Plan {
    pub people: u32,
    /// Free slots a person.
    pub slots: u32,
    pub community_first: Vec<u32>,
}

/// People whose rows one task sorts.
const ROWS_A_TASK: usize = 1 << 14;

impl Plan {
    /// The graph of the ties that the chunks make. Each is made once and kept until it finds its place.
    ///
    /// A pair that is tied more than once keeps its closest layer.
    pub fn build(self, chunks: usize, ties_of: impl Fn(usize, Emit<'_>) + Sync) -> Result<TieGraph> {
        // One list for all chunks, as many small ones would leave the system without their memory when they are gone.
        let kept = Mutex::new(Kept::default());
        let places: Vec<OnceLock<Range<usize>>> = (0..chunks).map(|_| OnceLock::new()).collect();
        let degrees = self.count(chunks, &|chunk: usize, emit: Emit<'_>| {
            let mut made = Kept::default();
            ties_of(chunk, &mut |a, b, what| {
                made.ends.push([a, b]);
                made.kinds.push(what);
                emit(a, b, what);
            });
            let mut kept = kept.lock().expect("nobody broke off");
            let start = kept.ends.len();
            kept.ends.extend_from_slice(&made.ends);
            kept.kinds.extend_from_slice(&made.kinds);
            places[chunk].set(start..kept.ends.len()).expect("each chunk is counted once");
        });
        let kept = kept.into_inner().expect("nobody broke off");
        self.scatter(degrees, chunks, move |chunk: usize, emit: Emit<'_>| {
            let place = places[chunk].get().cloned().unwrap_or_default();
            for (&[a, b], &what) in kept.ends[place.clone()].iter().zip(&kept.kinds[place]) {
                emit(a, b, what);
            }
        })
    }

    /// The same of ties that lie ready: `ties_of` is called twice for each chunk and must give the same ties both times.
    pub fn build_from(self, chunks: usize, ties_of: impl Fn(usize, Emit<'_>) + Sync) -> Result<TieGraph> {
        let degrees = self.count(chunks, &ties_of);
        self.scatter(degrees, chunks, ties_of)
    }

    /// Gives back what `ties_of` holds as soon as it is read.
    fn scatter(self, degrees: Vec<AtomicU32>, chunks: usize, ties_of: impl Fn(usize, Emit<'_>) + Sync) -> Result<TieGraph> {
        let (mut first, places) = self.row_starts(degrees)?;
        let half_ties = first[self.people as usize] as usize;
        // Zeros that nobody writes: memory is taken where ties find their places.
        let neighbour: Vec<AtomicU32> = bytemuck::zeroed_vec(half_ties);
        let kind: Vec<AtomicU8> = bytemuck::zeroed_vec(half_ties);
        (0..chunks).into_par_iter().for_each(|chunk| {
            let put = |from: u32, to: u32, what: Kind| {
                let place = places[from as usize].fetch_add(1, Relaxed) as usize;
                neighbour[place].store(to, Relaxed);
                kind[place].store(what.0, Relaxed);
            };
            ties_of(chunk, &mut |a, b, what| {
                put(a, b, what);
                put(b, a, what);
            });
        });
        drop(ties_of);

        // Neither map allocates: a vector that is consumed lends its memory to one of elements of the same size.
        let mut neighbour: Vec<u32> = neighbour.into_iter().map(AtomicU32::into_inner).collect();
        let mut kind: Vec<Kind> = kind.into_iter().map(|kind| Kind(kind.into_inner())).collect();
        let mut lengths: Vec<u32> = places.into_iter().map(AtomicU32::into_inner).collect();
        self.finish_rows(&first, &mut lengths, &mut neighbour, &mut kind);
        close_gaps(&mut first, &lengths, &mut neighbour, &mut kind);
        drop(lengths);
        let tie = kind.par_iter().map(|kind| kind.tie()).collect();
        Ok(TieGraph { first, neighbour, tie, community_first: self.community_first })
    }

    pub fn without_ties(self) -> Result<TieGraph> {
        self.build_from(0, |_, _| {})
    }

    fn count(&self, chunks: usize, ties_of: &(impl Fn(usize, Emit<'_>) + Sync)) -> Vec<AtomicU32> {
        let degrees: Vec<AtomicU32> = (0..self.people).map(|_| AtomicU32::new(0)).collect();
        (0..chunks).into_par_iter().for_each(|chunk| {
            ties_of(chunk, &mut |a, b, _| {
                assert!(a != b, "a tie has two ends");
                degrees[a as usize].fetch_add(1, Relaxed);
                degrees[b as usize].fetch_add(1, Relaxed);
            });
        });
        degrees
    }

    /// Where rows start; once more in place of their degrees, for ties to find their places by.
    fn row_starts(&self, mut degrees: Vec<AtomicU32>) -> Result<(Vec<u32>, Vec<AtomicU32>)> {
        let mut first = Vec::with_capacity(degrees.len() + 1);
        let mut start = 0u64;
        for degree in &mut degrees {
            first.push(start as u32);
            let degree = std::mem::replace(degree.get_mut(), start as u32);
            start += u64::from(degree) + u64::from(self.slots);
        }
        check_room(start)?;
        first.push(start as u32);
        Ok((first, degrees))
    }

    /// Sorts and merges each row and fills its free slots. `ends` holds where the ties of each row end, and becomes the rows' lengths.
    fn finish_rows(&self, first: &[u32], ends: &mut [u32], neighbour: &mut [u32], kind: &mut [Kind]) {
        let mut tasks = Vec::new();
        let (mut neighbours_left, mut kinds_left) = (neighbour, kind);
        for (task, ends) in ends.chunks_mut(ROWS_A_TASK).enumerate() {
            let start = task * ROWS_A_TASK;
            let rows = start..start + ends.len();
            let length = (first[rows.end] - first[rows.start]) as usize;
            let (neighbours, rest) = std::mem::take(&mut neighbours_left).split_at_mut(length);
            neighbours_left = rest;
            let (kinds, rest) = std::mem::take(&mut kinds_left).split_at_mut(length);
            kinds_left = rest;
            tasks.push((rows, ends, neighbours, kinds));
        }
        tasks.into_par_iter().for_each(|(rows, ends, neighbours, kinds)| {
            let origin = first[rows.start];
            let mut scratch = Vec::new();
            for (person, end) in rows.zip(ends) {
                let start = (first[person] - origin) as usize;
                let raw = start..(*end - origin) as usize;
                let kept = sort_row(&mut neighbours[raw.clone()], &mut kinds[raw], &mut scratch);
                let slots = start + kept..start + kept + self.slots as usize;
                neighbours[slots.clone()].fill(person as u32);
                kinds[slots.clone()].fill(Kind::SLOT);
                *end = (slots.end - start) as u32;
            }
        });
    }
}

/// Refuses a graph whose half-ties cannot be numbered in 32 bits.
pub(super) fn check_room(half_ties: u64) -> Result<()> {
    if half_ties <= u64::from(u32::MAX) {
        return Ok(());
    }
    Err(Error::request(format!(
        "this population would have {half_ties} half-ties (each tie counts at both ends, and so does each free slot); {} is the most that is \
         possible: ask for fewer people or fewer ties a person",
        u32::MAX
    )))
}

/// Puts a row in order and merges doubles; returns how many ties are left.
fn sort_row(neighbours: &mut [u32], kinds: &mut [Kind], scratch: &mut Vec<u64>) -> usize {
    scratch.clear();
    scratch.extend(neighbours.iter().zip(&*kinds).map(|(&neighbour, kind)| u64::from(neighbour) << 8 | u64::from(kind.0)));
    scratch.sort_unstable();
    scratch.dedup_by_key(|packed| *packed >> 8);
    for ((neighbour, kind), packed) in neighbours.iter_mut().zip(kinds).zip(&*scratch) {
        *neighbour = (packed >> 8) as u32;
        *kind = Kind(*packed as u8);
    }
    scratch.len()
}

/// Moves rows together where doubles left gaps.
fn close_gaps(first: &mut [u32], lengths: &[u32], neighbour: &mut Vec<u32>, kind: &mut Vec<Kind>) {
    let mut write = 0;
    for (start, length) in first.iter_mut().zip(lengths) {
        let (read, length) = (*start as usize, *length as usize);
        if read != write {
            neighbour.copy_within(read..read + length, write);
            kind.copy_within(read..read + length, write);
        }
        *start = write as u32;
        write += length;
    }
    *first.last_mut().expect("rows have an end") = write as u32;
    if write < neighbour.len() {
        neighbour.truncate(write);
        neighbour.shrink_to_fit();
        kind.truncate(write);
    }
}
