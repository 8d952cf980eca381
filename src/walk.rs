//! Parallel walks over arrays that are split alike. The parts do not depend on the number of threads, and nothing is allocated.

use std::ops::Range;

use crate::ties::Tie;

/// Arrays of the same people (or groups), to be split at the same one.
pub trait Part: Send + Sized {
    /// How many people (or groups) it holds.
    fn count(&self) -> usize;
    fn split(self, at: usize) -> (Self, Self);
}

/// What is only read needs no splitting: people by number.
impl Part for Range<usize> {
    fn count(&self) -> usize {
        self.len()
    }

    fn split(self, at: usize) -> (Self, Self) {
        (self.start..self.start + at, self.start + at..self.end)
    }
}

/// Visits parts of at most `leaf` people in parallel and merges what they return.
pub fn walk<P: Part, R: Send>(part: P, leaf: usize, visit: &(impl Fn(P) -> R + Sync), merge: &(impl Fn(R, R) -> R + Sync)) -> R {
    if part.count() <= leaf {
        return visit(part);
    }
    let middle = (part.count() / 2).next_multiple_of(leaf).min(part.count() - 1);
    let (left, right) = part.split(middle);
    let (left, right) = rayon::join(|| walk(left, leaf, visit, merge), || walk(right, leaf, visit, merge));
    merge(left, right)
}

/// Consecutive rows of half-ties.
pub struct TieRows<'a> {
    /// The first person.
    pub start: usize,
    /// Where their rows begin in the whole array, and where the last one ends.
    pub first: &'a [u32],
    pub ties: &'a mut [Tie],
}

impl<'a> TieRows<'a> {
    pub fn new(first: &'a [u32], ties: &'a mut [Tie]) -> TieRows<'a> {
        TieRows { start: 0, first, ties }
    }

    /// Calls with each person, where their row begins in the whole array, and the row.
    #[inline(always)]
    pub fn for_each(self, mut visit: impl FnMut(u32, usize, &mut [Tie])) {
        let mut rest = self.ties;
        for (offset, ends) in self.first.windows(2).enumerate() {
            let (row, after) = rest.split_at_mut((ends[1] - ends[0]) as usize);
            rest = after;
            visit((self.start + offset) as u32, ends[0] as usize, row);
        }
    }
}

impl Part for TieRows<'_> {
    fn count(&self) -> usize {
        self.first.len() - 1
    }

    fn split(self, at: usize) -> (Self, Self) {
        let (left, right) = self.ties.split_at_mut((self.first[at] - self.first[0]) as usize);
        (
            TieRows { start: self.start, first: &self.first[..=at], ties: left },
            TieRows { start: self.start + at, first: &self.first[at..], ties: right },
        )
    }
}

/// How many people one task handles.
pub const LEAF: usize = 512;

/// The most of them.
pub const LARGEST_LEAF: usize = 8 * LEAF;

/// The same where each task counts in large records of its own: more in a large world, as far as that leaves enough tasks for many threads.
pub fn large_leaf(people: usize) -> usize {
    const TASKS: usize = 64;
    (people / TASKS).next_multiple_of(LEAF).clamp(LEAF, LARGEST_LEAF)
}
