//! From ties in any order to rows: counted, put into place, sorted, doubles merged. Each thread goes through all ties and takes the ends of its own
//! part of the people, so nobody waits for anybody. The peak of memory lies little above the finished graph: five bytes a half-tie, and four and a half
//! of the list, which is given back before the finished eight are there.

use std::sync::Mutex;

use rayon::prelude::*;

use super::{Tie, TieGraph};
use crate::error::{Error, Result};
use crate::ids::Layer;

/// What a generated tie is, in a byte: the layer above the weight class, so that the smaller of two is the closer relation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, bytemuck::Zeroable)]
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

/// Ties in any order: nine bytes each, and so four and a half a half-tie.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct TieList {
    ends: Vec<[u32; 2]>,
    kinds: Vec<Kind>,
}

impl TieList {
    /// Ties that are all of one kind.
    pub fn alike(ends: Vec<[u32; 2]>, kind: Kind) -> TieList {
        TieList { kinds: vec![kind; ends.len()], ends }
    }

    /// Adds a tie between two different people.
    #[inline(always)]
    pub fn add(&mut self, a: u32, b: u32, kind: Kind) {
        self.ends.push([a, b]);
        self.kinds.push(kind);
    }

    pub fn ends(&self) -> &[[u32; 2]] {
        &self.ends
    }

    fn append(&mut self, other: &TieList) {
        self.ends.extend_from_slice(&other.ends);
        self.kinds.extend_from_slice(&other.kinds);
    }
}

/// What is known before the ties are.
pub(super) struct Plan {
    pub people: u32,
    /// Free slots a person.
    pub slots: u32,
    pub community_first: Vec<u32>,
}

/// People whose rows one task sorts.
const ROWS_A_TASK: usize = 1 << 14;

/// Parts of the people at most that each go through all ties.
const PARTS_MAX: usize = 16;

/// Rows of consecutive people.
struct Rows<'a> {
    first_person: usize,
    /// Where the first one starts.
    origin: u32,
    /// Where the ties of each row end so far; in the end, how many there are.
    ends: &'a mut [u32],
    neighbours: &'a mut [u32],
    kinds: &'a mut [Kind],
}

impl Plan {
    /// The graph of the ties that the chunks make, in any order.
    pub fn build(self, chunks: usize, make: impl Fn(usize, &mut TieList) + Sync) -> Result<TieGraph> {
        // One list for all chunks, as many small ones would leave the system without their memory when they are gone.
        let made = Mutex::new(TieList::default());
        (0..chunks).into_par_iter().for_each(|chunk| {
            let mut ties = TieList::default();
            make(chunk, &mut ties);
            made.lock().expect("nobody broke off").append(&ties);
        });
        self.build_from(made.into_inner().expect("nobody broke off"))
    }

    /// The graph of these ties. A pair that is tied more than once keeps its closest layer.
    pub fn build_from(self, ties: TieList) -> Result<TieGraph> {
        let mut first = self.row_starts(&self.degrees(&ties))?;
        let half_ties = first[self.people as usize] as usize;
        // Zeros that nobody writes: memory is taken where ties find their places.
        let mut neighbour: Vec<u32> = bytemuck::zeroed_vec(half_ties);
        let mut kind: Vec<Kind> = bytemuck::zeroed_vec(half_ties);
        let people = self.people as usize;
        let mut ends = first[..people].to_vec();
        // Parts with as many half-ties each.
        let bounds = (1..parts()).map(|part| first.partition_point(|&start| (start as usize) < half_ties * part / parts()));
        let bounds: Vec<usize> = bounds.chain([people]).collect();
        rows(&first, &bounds, &mut ends, &mut neighbour, &mut kind).into_par_iter().for_each(|part| part.put(&ties));
        drop(ties);

        let bounds: Vec<usize> = (ROWS_A_TASK..people).step_by(ROWS_A_TASK).chain([people]).collect();
        rows(&first, &bounds, &mut ends, &mut neighbour, &mut kind).into_par_iter().for_each(|rows| rows.finish(&first, self.slots));
        close_gaps(&mut first, &ends, &mut neighbour, &mut kind);
        drop(ends);
        let tie = kind.par_iter().map(|kind| kind.tie()).collect();
        Ok(TieGraph { first, neighbour, tie, community_first: self.community_first })
    }

    /// How many ties each has, doubles counted.
    fn degrees(&self, ties: &TieList) -> Vec<u32> {
        let mut degrees = vec![0; self.people as usize];
        let size = degrees.len().div_ceil(parts()).max(1);
        degrees.par_chunks_mut(size).enumerate().for_each(|(part, degrees)| {
            let start = (part * size) as u32;
            for &[a, b] in &ties.ends {
                assert!(a != b, "a tie has two ends");
                for end in [a, b] {
                    if let Some(degree) = degrees.get_mut(end.wrapping_sub(start) as usize) {
                        *degree += 1;
                    }
                }
            }
        });
        degrees
    }

    /// Where rows start, and where the last one ends.
    fn row_starts(&self, degrees: &[u32]) -> Result<Vec<u32>> {
        let mut first = Vec::with_capacity(degrees.len() + 1);
        let mut start = 0u64;
        for &degree in degrees {
            first.push(start as u32);
            start += u64::from(degree) + u64::from(self.slots);
        }
        check_room(start)?;
        first.push(start as u32);
        Ok(first)
    }
}

/// As many as threads, within bounds.
fn parts() -> usize {
    rayon::current_num_threads().min(PARTS_MAX)
}

/// The rows up to each of the bounds, of which the last is the number of people.
fn rows<'a>(
    first: &[u32],
    bounds: &[usize],
    mut ends: &'a mut [u32],
    mut neighbours: &'a mut [u32],
    mut kinds: &'a mut [Kind],
) -> Vec<Rows<'a>> {
    let starts = [0].into_iter().chain(bounds.iter().copied());
    let cut = |(start, &end): (usize, &usize)| {
        let length = (first[end] - first[start]) as usize;
        Rows {
            first_person: start,
            origin: first[start],
            ends: ends.split_off_mut(..end - start).expect("all people have ends"),
            neighbours: neighbours.split_off_mut(..length).expect("all rows have room"),
            kinds: kinds.split_off_mut(..length).expect("all rows have room"),
        }
    };
    starts.zip(bounds).map(cut).collect()
}

impl Rows<'_> {
    /// Puts the ties of these people into their rows.
    fn put(self, ties: &TieList) {
        let start = self.first_person as u32;
        for (&[a, b], &kind) in ties.ends.iter().zip(&ties.kinds) {
            for (from, to) in [(a, b), (b, a)] {
                if let Some(end) = self.ends.get_mut(from.wrapping_sub(start) as usize) {
                    let place = (*end - self.origin) as usize;
                    self.neighbours[place] = to;
                    self.kinds[place] = kind;
                    *end += 1;
                }
            }
        }
    }

    /// Sorts and merges each row and fills its free slots. Where ties end becomes how many there are.
    fn finish(self, first: &[u32], slots: u32) {
        let mut scratch = Vec::new();
        for (row, end) in self.ends.iter_mut().enumerate() {
            let person = self.first_person + row;
            let start = (first[person] - self.origin) as usize;
            let raw = start..(*end - self.origin) as usize;
            let kept = sort_row(&mut self.neighbours[raw.clone()], &mut self.kinds[raw], &mut scratch);
            let free = start + kept..start + kept + slots as usize;
            self.neighbours[free.clone()].fill(person as u32);
            self.kinds[free.clone()].fill(Kind::SLOT);
            *end = (free.end - start) as u32;
        }
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
