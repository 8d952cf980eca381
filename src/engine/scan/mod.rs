//! What people's ties say this morning: what waits at their homes, whom they see, and which talk or share today.
//!
//! Draw first, look later: a cheap draw silences most ties, and what is left is put aside. Ties of people side by side are gone through as one list,
//! step by step, in plain loops that the compiler makes vectors of.

use std::hint;
use std::ops::Range;

use crate::bits;
use crate::cache::{ask_for, ask_for_each, look_up};
use crate::ids::{LANES, Layer, WEIGHT_PARTS};
use crate::metrics::record::DayRecord;
use crate::rng::{gate, gate_again, gate_end};
use crate::rules::Today;
use crate::rules::venues::{self, BATCH};
use crate::rules::weight::{Weights, classed, of_layer};
use crate::ties::Tie;
use crate::world::Row;

use super::messages::{Batch, Ends, Speaker};
use super::people::{Block, Morning};

#[cfg(target_arch = "x86_64")]
mod eight;
mod found;
#[cfg(target_arch = "x86_64")]
mod wide;

pub(super) use found::Found;

/// Asks for sixteen ties from a place of the part on, or for what comes after it.
#[inline(always)]
fn ask_for_ties(morning: &Morning, ends: &Ends, place: usize) {
    ask_for(morning.neighbour, ends.first_tie + place);
    ask_for(ends.ties, place);
}

/// From weights in parts to a gate of 32 bits.
const GATE_SHIFT: u32 = 32 - WEIGHT_PARTS.trailing_zeros();

/// Ties gone through together. What waits of so many fits 32 bits, in which the widest code adds it up: 1024 · 255 · 2¹⁴ < 2³².
pub(super) const STRETCH: usize = 1024;

/// Most rows are no longer than this.
const ROW: usize = 32;

/// What people side by side want to know of their ties: a bit each.
#[derive(Clone, Copy)]
pub(super) struct Wants {
    /// What waits, where that makes the person open.
    pub pull: u64,
    /// Acquaintances who see the person.
    pub watched: u64,
}

impl Wants {
    pub const NOTHING: Wants = Wants { pull: 0, watched: 0 };

    /// Those whose ties have to be looked at at all.
    #[inline(always)]
    pub(super) fn any(self) -> u64 {
        self.pull | self.watched
    }
}

/// What is worked out of a stretch of ties, a place each.
pub(super) struct Stretch {
    /// The lane of each tie's person.
    pub(super) of: [u8; STRETCH + ROW],
    /// What both ends' parts of the gates come to.
    pair: [u32; STRETCH],
    /// Where the weight is looked up, and the weight: 0 for what is gone or was never there.
    weight_at: [u32; STRETCH],
    weight: [u32; STRETCH],
    /// Where the neighbour's presence at the tie's home is read, and where what waits there is added up.
    presence_at: [u32; STRETCH],
    sum_at: [u32; STRETCH],
    /// What is true of ties, as bytes on the way to bits.
    is_true: [bool; STRETCH],
    /// Ties that talk, and that might share: a bit each.
    talks: Bits,
    may_share: Bits,
    /// Second ends of ties, to which the first ends hand on what is said.
    is_second: Bits,
}

type Bits = [u64; STRETCH / bits::WORD];

/// Ties whose messages are put aside together.
const TOGETHER: usize = WORDS * bits::WORD;
const WORDS: usize = 4;
const _: () = assert!(TOGETHER <= BATCH && STRETCH.is_multiple_of(TOGETHER));

/// The bits of so many ties from one on, which is a multiple of as many.
#[inline(always)]
fn words_at(bits: &Bits, start: usize) -> [u64; WORDS] {
    bits.as_chunks().0[start / TOGETHER]
}

/// The lanes of the people whose ties they are.
#[inline(always)]
fn lanes_at(stretch: &Stretch, start: usize) -> &[u8; TOGETHER] {
    stretch.of[start..].first_chunk().expect("a stretch is a multiple of as many")
}

/// What is true of the ones and not of the others.
#[inline(always)]
fn but(some: &[u64; WORDS], others: &[u64; WORDS]) -> [u64; WORDS] {
    std::array::from_fn(|word| some[word] & !others[word])
}

#[inline(always)]
fn count_of(words: &[u64; WORDS]) -> usize {
    words.iter().map(|word| word.count_ones()).sum::<u32>() as usize
}

impl Stretch {
    pub const ZERO: Stretch = Stretch {
        of: [0; STRETCH + ROW],
        pair: [0; STRETCH],
        weight_at: [0; STRETCH],
        weight: [0; STRETCH],
        presence_at: [0; STRETCH],
        sum_at: [0; STRETCH],
        is_true: [false; STRETCH],
        talks: [0; STRETCH / bits::WORD],
        may_share: [0; STRETCH / bits::WORD],
        is_second: [0; STRETCH / bits::WORD],
    };

    /// Forgets what was drawn for whatever stands after the last tie.
    #[inline(always)]
    fn cut(&mut self, len: usize) {
        bits::cut(&mut self.talks, len);
        bits::cut(&mut self.may_share, len);
    }

    /// Packs what is true of the first ties.
    #[inline(always)]
    fn packed(is_true: &mut [bool; STRETCH], ties: usize) -> Bits {
        let words = ties.div_ceil(bits::WORD);
        is_true[ties..words * bits::WORD].fill(false);
        let mut packed = [0; STRETCH / bits::WORD];
        for (word, is_true) in packed.iter_mut().zip(&is_true.as_chunks::<{ bits::WORD }>().0[..words]) {
            *word = bits::of(*is_true);
        }
        packed
    }
}

/// Whether a tie talks, by what both ends' parts of the gates come to.
#[inline(always)]
fn talks_today(pair: u32, weight: u32) -> bool {
    // A weight of one wraps to the greatest bound, so that it always talks.
    (gate(pair) <= (weight << GATE_SHIFT).wrapping_sub(1)) & (weight > 0)
}

/// Notes whose each tie of a stretch is.
#[inline(always)]
pub(super) fn name_people(bounds: &[u32], stretch: &Range<usize>, of: &mut [u8; STRETCH + ROW]) {
    let first = bounds[0] as usize;
    if first + STRETCH < bounds[bounds.len() - 1] as usize {
        return name_people_of_many(bounds, stretch, of);
    }
    for (lane, bounds) in bounds.windows(2).enumerate() {
        let (mut at, end) = (bounds[0] as usize - first, bounds[1] as usize - first);
        loop {
            // What is written beyond a row's end is the next person's to write again.
            *of[at..].first_chunk_mut::<ROW>().expect("room for a row") = [lane as u8; ROW];
            at += ROW;
            if at >= end {
                break;
            }
        }
    }
}

/// The same where people have more ties than a stretch.
#[cold]
fn name_people_of_many(bounds: &[u32], stretch: &Range<usize>, of: &mut [u8; STRETCH + ROW]) {
    for (lane, bounds) in bounds.windows(2).enumerate() {
        let (start, end) = ((bounds[0] as usize).max(stretch.start), (bounds[1] as usize).min(stretch.end));
        for at in (start..end).step_by(ROW) {
            *of[at - stretch.start..].first_chunk_mut::<ROW>().expect("room for a row") = [lane as u8; ROW];
        }
    }
}

/// Draws first and looks later: which ties talk today, and which might share.
#[inline(always)]
fn draw_gates(today: &Today, first: u32, neighbours: &[u32], ties: &[u32], stretch: &mut Stretch) {
    let len = ties.len();
    let Stretch { of, pair, weight, is_true, talks, may_share, is_second, .. } = stretch;
    *is_second = Bits::default();
    let (of, pair, weight) = (&of[..len], &mut pair[..len], &weight[..len]);
    let key = today.keys.gate;
    for ((pair, &of), &neighbour) in pair.iter_mut().zip(of).zip(neighbours) {
        *pair = gate_end(key, first + u32::from(of)).wrapping_add(gate_end(key, neighbour));
    }
    for ((is_true, &pair), &weight) in is_true.iter_mut().zip(&*pair).zip(weight) {
        *is_true = talks_today(pair, weight);
    }
    *talks = Stretch::packed(is_true, len);
    if today.sharing.is_empty() {
        *may_share = Bits::default();
        return;
    }
    for (((is_true, &pair), &weight), &tie) in is_true.iter_mut().zip(&*pair).zip(weight).zip(ties) {
        let bound = of_layer(&today.share_bound, 0, Tie(tie).layer_code()) << Tie(tie).weight_class();
        // Bounds are kept in the upper 24 bits, so that a weight class cannot overflow them.
        *is_true = (gate_again(pair) >> 8 < bound) & (weight > 0);
    }
    *may_share = Stretch::packed(is_true, len);
}

/// Which ties are those of acquaintances who see somebody who is watched.
#[inline(always)]
fn seen(watched: u32, ties: &[u32], stretch: &mut Stretch) -> Bits {
    let Stretch { of, weight, is_true, .. } = stretch;
    for (((is_true, &tie), &of), &weight) in is_true.iter_mut().zip(ties).zip(&*of).zip(&*weight) {
        let is_acquainted = Tie(tie).layer_code() == Layer::Acquaintance.index();
        *is_true = (watched >> of & 1 == 1) & is_acquainted & (weight > 0);
    }
    Stretch::packed(is_true, ties.len())
}

/// One of some ties, the first of which stands at a place among the ties of the part, and whose lanes these are.
#[inline(always)]
fn speaker(block: &Block, of: &[u8; TOGETHER], first: usize, bit: usize) -> Speaker {
    Speaker { place: (first + bit) as u32, person: block.person[0] + u32::from(of[bit % TOGETHER]) }
}

impl Morning<'_> {
    /// Whether messages between people of a part are worked out once.
    pub(super) fn sends_once<const VECTOR: u32>(&self) -> bool {
        VECTOR >= 256 && venues::is_plain(self.today)
    }

    /// Finds what people want to know, and puts aside what their ties say. Their rows lie between `bounds`.
    ///
    /// `VECTOR`: bits of the vectors that the machine has, in code that is compiled for them.
    #[inline(always)]
    pub(super) fn scan<const VECTOR: u32>(
        &self,
        block: &Block,
        bounds: &[u32],
        ends: &mut Ends,
        batch: &mut Batch,
        found: &mut Found,
        count: &mut DayRecord,
    ) {
        if self.today.nobody_talks() && block.wants.any() == 0 {
            return;
        }
        #[cfg(target_arch = "x86_64")]
        if VECTOR >= 512 && wide::is_enough(self.today) {
            // SAFETY: the machine has the instructions.
            unsafe { wide::scan(self, block, bounds, ends, batch, found, count) };
            return;
        }
        self.scan_plain::<VECTOR>(block, bounds, ends, batch, found, count);
    }

    /// The same step by step over all ties.
    #[inline(always)]
    fn scan_plain<const VECTOR: u32>(
        &self,
        block: &Block,
        bounds: &[u32],
        ends: &mut Ends,
        batch: &mut Batch,
        found: &mut Found,
        count: &mut DayRecord,
    ) {
        let looks = block.wants.any() != 0;
        found.is_clear &= !looks;
        let places = bounds[0] as usize..bounds[bounds.len() - 1] as usize;
        let known = batch.known(block.person[0] - ends.start, places.len());
        for start in places.clone().step_by(STRETCH) {
            let len = (places.end - start).min(STRETCH);
            let first = start - ends.first_tie;
            // Whole lanes, if the part has so many: what stands after the last tie is worked out for nothing, which is less than what a rest costs.
            // How many there are is hidden from the compiler, which would work it out anew for each of the loops below.
            let whole = hint::black_box(len.next_multiple_of(LANES).min(ends.ties.len() - first));
            assert!(whole <= STRETCH, "a stretch is no longer");
            let stretch = start..start + len;
            let neighbours = &self.neighbour[start..start + whole];
            let ties: &[u32] = bytemuck::cast_slice(&ends.ties[first..first + whole]);
            // The next people have about as many.
            for ahead in (len..2 * len).step_by(LANES) {
                ask_for_ties(self, ends, first + ahead);
            }
            name_people(bounds, &stretch, &mut found.stretch.of);
            if looks && self.today.has_bridges {
                self.weigh(ties, &mut found.stretch.weight_at, &mut found.stretch.weight);
                self.look_around_bridged(block, neighbours, &ties[..len], found);
            } else if looks {
                self.find_presences(neighbours, ties, &mut found.stretch);
                self.look_around(ties, len, found);
            } else {
                self.weigh_fresh(ties, &mut found.stretch);
            }
            if block.wants.watched != 0 {
                self.see::<VECTOR>(block, neighbours, ties, len, found);
            }
            if self.today.nobody_talks() {
                continue;
            }
            match VECTOR {
                #[cfg(target_arch = "x86_64")]
                256.. => {
                    // SAFETY: the machine has the instructions.
                    unsafe { eight::draw_gates(self.today, [block.person[0], ends.start, known], neighbours, ties, &mut found.stretch) };
                }
                _ => draw_gates(self.today, block.person[0], neighbours, ties, &mut found.stretch),
            }
            found.stretch.cut(len);
            if !looks {
                self.draw_again(ties, &mut found.stretch);
            }
            self.put_aside::<VECTOR>(block, first..first + whole, &found.stretch, batch, ends, count);
        }
    }

    /// Weighs the ties that would talk if they were fresh, and leaves only those that do.
    fn draw_again(&self, ties: &[u32], stretch: &mut Stretch) {
        let today = self.today;
        for (word, talks) in stretch.talks.iter_mut().take(ties.len().div_ceil(bits::WORD)).enumerate() {
            for bit in bits::set(*talks) {
                let place = word * bits::WORD + bit;
                let tie = Tie(ties[place]);
                let weight = today.weights.of(tie, tie.idle_days(today.day));
                stretch.weight[place] = weight;
                *talks &= !(u64::from(!talks_today(stretch.pair[place], weight)) << bit);
            }
        }
    }

    /// What ties weigh at most, while nobody looks at them.
    #[inline(always)]
    fn weigh_fresh(&self, ties: &[u32], stretch: &mut Stretch) {
        for (weight, &tie) in stretch.weight.iter_mut().zip(ties) {
            *weight = classed(of_layer(self.today.weights.by_layer(), 0, Tie(tie).layer_code()), Tie(tie).weight_class());
        }
    }

    /// What ties weigh, by way of where it is looked up.
    #[inline(always)]
    pub(super) fn weigh(&self, ties: &[u32], places: &mut [u32], weights: &mut [u32]) {
        Weights::find_places(ties, self.today.day, places);
        look_up(self.today.weights.by_class(), &places[..ties.len()], weights);
    }

    /// Finds where neighbours' presences stand, and in a large world asks for them ahead.
    #[inline(always)]
    fn find_presences(&self, neighbours: &[u32], ties: &[u32], stretch: &mut Stretch) {
        let (bytes, stride) = self.rows.padded();
        let presence_at = &mut stretch.presence_at[..ties.len()];
        for ((place, &neighbour), &tie) in presence_at.iter_mut().zip(neighbours).zip(ties) {
            *place = neighbour * stride as u32 + (tie >> Tie::HOME_AT & 7);
        }
        ask_for_each(bytes, presence_at.iter().map(|&place| place as usize));
    }

    /// What ties weigh, and what waits at the homes of the first of them.
    #[inline(always)]
    fn look_around(&self, ties: &[u32], len: usize, found: &mut Found) {
        let stretch = &mut found.stretch;
        Weights::find_places(ties, self.today.day, &mut stretch.weight_at);
        for ((sum_at, &tie), &of) in stretch.sum_at.iter_mut().zip(ties).zip(&stretch.of) {
            *sum_at = Found::place(Tie(tie).home_and_layer(), of);
        }
        found.add_up(self.today.weights.by_class(), self.rows.padded().0, len);
        // What stands after the last tie waits for nobody, but is drawn for.
        let stretch = &mut found.stretch;
        look_up(self.today.weights.by_class(), &stretch.weight_at[len..ties.len()], &mut stretch.weight[len..]);
    }

    /// What waits at the homes of ties where something can be read elsewhere.
    fn look_around_bridged(&self, block: &Block, neighbours: &[u32], ties: &[u32], found: &mut Found) {
        for (place, (&tie, &neighbour)) in ties.iter().zip(neighbours).enumerate() {
            let (lane, weight) = (usize::from(found.stretch.of[place]), found.stretch.weight[place]);
            if weight > 0 {
                self.wait_bridged(lane, self.rows.read(block.person[lane]), Tie(tie), weight, self.rows.read(neighbour), found);
            }
        }
    }

    /// Notes which acquaintances see those who are watched.
    #[inline(always)]
    fn see<const VECTOR: u32>(&self, block: &Block, neighbours: &[u32], ties: &[u32], len: usize, found: &mut Found) {
        let watched = block.wants.watched as u32;
        let mut seen = match VECTOR {
            // SAFETY: the machine has the instructions.
            #[cfg(target_arch = "x86_64")]
            256.. => unsafe { eight::seen(watched, ties, &found.stretch) },
            _ => seen(watched, ties, &mut found.stretch),
        };
        bits::cut(&mut seen, len);
        for (word, seen) in seen.into_iter().enumerate() {
            for place in bits::set(seen).map(|bit| word * bits::WORD + bit) {
                found.see(usize::from(found.stretch.of[place]), self.rows.read(neighbours[place]), self.today.platforms);
            }
        }
    }

    /// Puts aside the messages of ties that speak. The stretch lies at `places` among the ties of the part.
    #[inline(always)]
    fn put_aside<const VECTOR: u32>(
        &self,
        block: &Block,
        places: Range<usize>,
        stretch: &Stretch,
        batch: &mut Batch,
        ends: &mut Ends,
        count: &mut DayRecord,
    ) {
        let first = places.start;
        for start in (0..places.len()).step_by(TOGETHER) {
            let is_second = words_at(&stretch.is_second, start);
            let [talk, share] = [&stretch.talks, &stretch.may_share].map(|ties| but(&words_at(ties, start), &is_second));
            if batch.is_full(count_of(&talk).max(count_of(&share))) {
                self.send::<VECTOR>(batch, false, ends, count);
            }
            let of = lanes_at(stretch, start);
            batch.talks.push(talk, |bit| speaker(block, of, first + start, bit));
            batch.may_share.push(share, |bit| speaker(block, of, first + start, bit));
        }
    }

    /// What waits where something can be read elsewhere, for the person in a lane.
    fn wait_bridged(&self, lane: usize, row: Row, tie: Tie, weight: u32, other: Row, found: &mut Found) {
        let today = self.today;
        let home = tie.home().index();
        if home >= today.platforms {
            return;
        }
        let mut readable = 0.0_f32;
        let mut through = home;
        for &q in &today.order {
            let share = today.bridge[home][q] * f32::from(row.at(q)) / 255.0;
            if q != home && today.open >> q & 1 == 1 && share > readable {
                readable = share;
                through = q;
            }
        }
        let waits = today.tie_pull[tie.layer_code()] * (weight * u32::from(other.at(home))) as f32;
        if row.at(home) > 0 {
            found.bridged[home][lane] += waits * (1.0 - readable);
        } else if through != home {
            found.bridged[through][lane] += waits * today.bridge[home][through];
        }
    }
}
