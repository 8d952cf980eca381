//! [`Morning::scan`] where next to no tie talks, none gets a share, and nobody wants to know more: the same bits.

use std::ops::Range;

use crate::ids::LANES;
use crate::metrics::record::DayRecord;
use crate::rng::{gate, gate_end};
use crate::rules::venues::NO_VENUE;

use super::super::bits;
use super::super::messages::{Batch, Ends, Message};
use super::super::people::{Block, Morning};
use super::{STRETCH, Stretch, note_people, talk_bound, talks_today};

/// Ties drawn for together.
const TOGETHER: usize = 32;

/// Most people of quiet worlds have no more ties.
const SHORT_ROW: usize = 16;

impl Morning<'_> {
    /// Draws for all ties and looks only where one of many passes, while none weighs more than `greatest`.
    #[allow(clippy::too_many_arguments)]
    #[inline(always)]
    pub fn scan_quiet(
        &self,
        greatest: u32,
        block: &Block,
        bounds: &[u32],
        ends: &mut Ends,
        batch: &mut Batch,
        stretch: &mut Stretch,
        count: &mut DayRecord,
    ) {
        let own: [u32; LANES] = block.person.map(|person| gate_end(self.today.keys.gate, person));
        let bound = talk_bound(greatest);
        let places = bounds[0] as usize..bounds[bounds.len() - 1] as usize;
        for start in places.clone().step_by(STRETCH) {
            let places = start..(start + STRETCH).min(places.end);
            note_people::<_, SHORT_ROW>(bounds, &places, &own, &mut stretch.own);
            let mut least = [u32::MAX; TOGETHER];
            for from in places.clone().step_by(TOGETHER) {
                let gates = self.gates(from, &stretch.own[from - start..]);
                for tie in 0..TOGETHER {
                    least[tie] = least[tie].min(gates[tie]);
                }
            }
            if least.iter().fold(u32::MAX, |least, &gate| gate.min(least)) > bound {
                continue;
            }
            for from in places.clone().step_by(TOGETHER) {
                let passes = bits::of(self.gates(from, &stretch.own[from - start..]).map(|gate| gate <= bound));
                if passes != 0 {
                    if batch.is_full(TOGETHER) {
                        self.send(batch, ends, count);
                    }
                    self.hear(block, bounds, from..(from + TOGETHER).min(places.end), passes, ends, batch);
                }
            }
        }
    }

    /// The gates of ties from a place on, whose people's parts are given; anything beyond the last tie.
    #[inline(always)]
    fn gates(&self, from: usize, own: &[u32]) -> [u32; TOGETHER] {
        let mut last = [0; TOGETHER];
        let neighbours = self.neighbours(from, &mut last);
        let own = own.first_chunk::<TOGETHER>().expect("room for all");
        let mut gates = [0; TOGETHER];
        for tie in 0..TOGETHER {
            gates[tie] = gate(own[tie].wrapping_add(gate_end(self.today.keys.gate, neighbours[tie])));
        }
        gates
    }

    /// Who stands at some places from one on; where too few are left, in `last`, with anybody after them.
    #[inline(always)]
    fn neighbours<'a>(&'a self, start: usize, last: &'a mut [u32; TOGETHER]) -> &'a [u32; TOGETHER] {
        let rest = &self.neighbour[start..];
        rest.first_chunk().unwrap_or_else(|| {
            last[..rest.len()].copy_from_slice(rest);
            last
        })
    }

    /// Puts aside the messages of those that talk among some ties; those that `passes` has a bit for may.
    #[cold]
    fn hear(&self, block: &Block, bounds: &[u32], ties: Range<usize>, passes: u64, ends: &Ends, batch: &mut Batch) {
        let today = self.today;
        for place in bits::set(passes).map(|tie| ties.start + tie).take_while(|&place| place < ties.end) {
            let person = block.person[bounds.partition_point(|&start| start as usize <= place) - 1];
            let (in_part, other) = (place - ends.first_tie, self.neighbour[place]);
            let tie = ends.ties[in_part];
            let pair = gate_end(today.keys.gate, person).wrapping_add(gate_end(today.keys.gate, other));
            if talks_today(pair, today.weights.of(tie, tie.idle_days(today.day))) {
                batch.talks.push(Message { place: in_part as u32, person, other, tie, share: NO_VENUE });
            }
        }
    }
}
