//! Ties that might share today, and what comes of it: listed first, so that many are worked out side by side.

use std::ops::Range;

use bytemuck::Zeroable;

use crate::bits;
use crate::engine::messages::{Message, Speaker};
use crate::engine::people::{Block, Morning};
use crate::ids::LANES;
use crate::rng::gate_again;
use crate::rules::talk;
use crate::rules::venues::NO_VENUE;
use crate::ties::Tie;

use super::{STRETCH, Stretch, TOGETHER, but, words_at};

/// Those of a stretch, whole lanes of them: what stands after the last one is no tie, and does not count.
#[derive(Zeroable)]
pub(super) struct Sharers {
    len: usize,
    /// Where they stand in the stretch, and what stands there.
    place: [u32; STRETCH],
    person: [u32; STRETCH],
    other: [u32; STRETCH],
    tie: [u32; STRETCH],
    weight: [u32; STRETCH],
    pair: [u32; STRETCH],
    /// What their ends opened yesterday.
    mine: [u32; STRETCH],
    theirs: [u32; STRETCH],
    /// The platform whose content each shares, or [`NO_VENUE`].
    content: [u32; STRETCH],
}

impl Sharers {
    pub fn len(&self) -> usize {
        self.len
    }

    /// What is put aside of some of them, a message each, and whether there is one. The stretch begins at a place among the ties of the part.
    #[inline(always)]
    pub fn messages(&self, some: Range<usize>, first: usize) -> impl Iterator<Item = (bool, Message)> {
        let ends = self.person[some.clone()].iter().zip(&self.other[some.clone()]).zip(&self.tie[some.clone()]);
        let what = self.place[some.clone()].iter().zip(&self.content[some]);
        ends.zip(what).map(move |(((&person, &other), &tie), (&place, &share))| {
            let speaker = Speaker { place: first as u32 + place, person };
            (share != NO_VENUE, Message { speaker, other, tie: Tie(tie), share })
        })
    }
}

impl Morning<'_> {
    /// Works out which ties of a stretch share what.
    #[inline(always)]
    pub(super) fn share(&self, block: &Block, neighbours: &[u32], ties: &[u32], stretch: &Stretch, sharers: &mut Sharers) {
        self.list(block, neighbours, ties, stretch, sharers);
        let Sharers { len, person, other, tie, weight, pair, mine, theirs, content, .. } = sharers;
        let (person, other, tie) = (person.as_chunks().0, other.as_chunks().0, tie.as_chunks().0);
        let (weight, pair, mine, theirs) = (weight.as_chunks().0, pair.as_chunks().0, mine.as_chunks().0, theirs.as_chunks().0);
        for (some, content) in content.as_chunks_mut().0.iter_mut().enumerate().take(len.div_ceil(LANES)) {
            let (person, other): (&[u32; LANES], &[u32; LANES]) = (&person[some], &other[some]);
            let (mine, theirs): (&[u32; LANES], &[u32; LANES]) = (&mine[some], &theirs[some]);
            // The end with the smaller number comes first.
            let (mut opened, mut gate) = ([[0; LANES]; 2], pair[some]);
            for lane in 0..LANES {
                // By masks, as the compiler would ask for each lane which one it is.
                let either = mine[lane] ^ theirs[lane];
                let is_first = u32::from(person[lane] < other[lane]).wrapping_neg();
                opened[0][lane] = theirs[lane] ^ (either & is_first);
                opened[1][lane] = mine[lane] ^ (either & is_first);
                gate[lane] = gate_again(gate[lane]);
            }
            *content = talk::shared(self.today, &tie[some], &weight[some], &opened, &gate);
        }
    }

    /// Lists those that might, with all that has to be looked up of them; without second ends, which wait for the first ones.
    #[inline(always)]
    fn list(&self, block: &Block, neighbours: &[u32], ties: &[u32], stretch: &Stretch, sharers: &mut Sharers) {
        let mine = block.columns.at(self.today.platforms);
        let mut len = 0;
        for start in (0..ties.len()).step_by(TOGETHER) {
            let firsts = but(&words_at(&stretch.may_share, start), &words_at(&stretch.is_second, start));
            bits::each_set(firsts, |bit| {
                sharers.place[len % STRETCH] = (start + bit) as u32;
                len += 1;
            });
        }
        for at in 0..len.min(STRETCH) {
            let place = sharers.place[at] as usize;
            let (of, other) = (stretch.of[place], neighbours[place]);
            sharers.person[at] = block.person[0] + u32::from(of);
            sharers.other[at] = other;
            sharers.tie[at] = ties[place];
            sharers.weight[at] = stretch.weight[place];
            sharers.pair[at] = stretch.pair[place];
            sharers.mine[at] = u32::from(mine[usize::from(of) % LANES]);
            sharers.theirs[at] = u32::from(self.rows.opened(self.rows.read(other)));
        }
        sharers.len = len;
    }
}
