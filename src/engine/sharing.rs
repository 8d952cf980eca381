//! Ties that might share today, and what comes of it: put aside first, so that many are worked out side by side.

use crate::ids::LANES;
use crate::rng::{gate_again, gate_end};
use crate::rules::talk;
use crate::rules::venues::{BATCH, Choices, NO_VENUE, lanes_of, lanes_of_mut};
use crate::world::Row;

use super::messages::{Aside, Ends};
use super::people::Morning;

impl Morning<'_> {
    /// Works out which ties that might share do so, and what: it is put aside with the tie as it was in the morning, for which there must be room.
    #[inline(always)]
    pub(super) fn share(&self, may_share: &mut Aside, shares: &mut Aside, weight: &mut [u32; BATCH], ends: &Ends) {
        may_share.meet(&self.neighbour[ends.first_tie..], ends);
        let len = std::mem::take(&mut may_share.len);
        // Whole lanes: what stands after the last one is worked out for nothing.
        let lanes = len.next_multiple_of(LANES);
        self.weigh(&may_share.choices.tie[..lanes], &mut [0; BATCH], weight);
        let Choices { person, other, tie, mine, theirs, share, .. } = &mut may_share.choices;
        self.rows.read_all(&person[..lanes], mine);
        self.rows.read_all(&other[..lanes], theirs);
        let ends_of = lanes_of(&person[..lanes]).iter().zip(lanes_of(&*other)).zip(lanes_of(&*mine).iter().zip(lanes_of(&*theirs)));
        let ties = lanes_of(&*tie).iter().zip(lanes_of(&*weight));
        for ((share, ((person, other), (mine, theirs))), (tie, weight)) in lanes_of_mut(share).iter_mut().zip(ends_of).zip(ties) {
            // The end with the smaller number comes first.
            let (mut opened, mut gate) = ([[0; LANES]; 2], [0; LANES]);
            for lane in 0..LANES {
                // By masks, as the compiler would ask for each lane which one it is.
                let [mine, theirs] = [mine[lane], theirs[lane]].map(|row| u32::from(self.rows.opened(Row(row))));
                let is_first = u32::from(person[lane] < other[lane]).wrapping_neg();
                let either = (mine ^ theirs) & is_first;
                opened[0][lane] = theirs ^ either;
                opened[1][lane] = mine ^ either;
                let [mine, theirs] = [person[lane], other[lane]].map(|person| gate_end(self.today.keys.gate, person));
                gate[lane] = gate_again(mine.wrapping_add(theirs));
            }
            *share = talk::shared(self.today, tie, weight, &opened, &gate);
        }
        // Whether one shares is anybody's guess, and a wrong guess of the machine costs more than writing it down for nothing.
        for m in 0..len {
            let at = shares.len % BATCH;
            shares.place[at] = may_share.place[m];
            shares.choices.person[at] = person[m];
            shares.choices.other[at] = other[m];
            shares.choices.tie[at] = tie[m];
            shares.choices.share[at] = share[m];
            shares.len += usize::from(share[m] != NO_VENUE);
        }
    }
}
