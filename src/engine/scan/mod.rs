//! What a person's ties say this morning: what waits at their homes, whom they see, and which talk or share today.
//!
//! Draw first, look later: a cheap draw silences most ties, and what is left is put aside.

use crate::ids::{Layer, WEIGHT_PARTS};
use crate::metrics::record::DayRecord;
use crate::rng::gate_end;
use crate::rules::gates::{self, LANES};
use crate::rules::talk;
use crate::rules::venues::NO_VENUE;
use crate::ties::Tie;
use crate::world::Row;

use super::messages::{Batch, Ends, Message};
use super::people::{Block, Morning};

mod found;
#[cfg(target_arch = "x86_64")]
pub(super) mod wide;

pub(super) use found::Found;

/// From weights in parts to a gate of 32 bits.
const GATE_SHIFT: u32 = 32 - WEIGHT_PARTS.trailing_zeros();

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

/// A person whose ties are scanned.
#[derive(Clone, Copy)]
pub(super) struct Scanned {
    /// Among the people side by side.
    pub lane: usize,
    pub person: u32,
    pub row: Row,
    /// Whether the person's ties have to be looked at, and for who sees the person too.
    pub looks: bool,
    pub is_watched: bool,
}

/// What the cheap draws say of up to [`LANES`] ties.
struct Gates {
    /// 0 for what is gone or was never there.
    weight: [u32; LANES],
    /// Lanes that talk, and that might share.
    talks: u32,
    may_share: u32,
    share: [u32; LANES],
}

/// A bit a lane, from bytes that are 0 or 1.
#[inline(always)]
fn packed(hits: &[u8; LANES]) -> u32 {
    let mut mask = 0;
    for (part, bytes) in hits.chunks_exact(8).enumerate() {
        let word = u64::from_le_bytes(bytes.try_into().expect("eight bytes"));
        // The product gathers the lowest bit of each byte in the highest byte.
        mask |= ((word.wrapping_mul(0x0102_0408_1020_4080) >> 56) as u32) << (8 * part);
    }
    mask
}

impl Morning<'_> {
    /// Finds what people want to know, and puts aside what their ties say. Their rows lie between `bounds`.
    #[inline(always)]
    pub(super) fn scan(&self, block: &Block, bounds: &[u32], ends: &mut Ends, batch: &mut Batch, found: &mut Found, count: &mut DayRecord) {
        for (lane, bounds) in bounds.windows(2).enumerate() {
            let is_among = |people: u64| people >> lane & 1 == 1;
            let (looks, is_watched) = (is_among(block.wants.any()), is_among(block.wants.watched));
            let who = Scanned { lane, person: block.person[lane], row: Row(block.row[lane]), looks, is_watched };
            let places = bounds[0] as usize - ends.first_tie..bounds[1] as usize - ends.first_tie;
            self.scan_row(who, places, ends, batch, found, count);
        }
    }

    /// The same for one person. `places` are theirs among the ties of the part.
    #[inline(always)]
    fn scan_row(
        &self,
        who: Scanned,
        places: std::ops::Range<usize>,
        ends: &mut Ends,
        batch: &mut Batch,
        found: &mut Found,
        count: &mut DayRecord,
    ) {
        let mut from = places.start;
        while from < places.end {
            let to = (from + LANES).min(places.end);
            let start = ends.first_tie + from;
            let gates = self.gates(who.person, start, &ends.ties[from..to]);
            if who.looks {
                self.look_around(who, start, &ends.ties[from..to], &gates.weight, found);
            }
            if batch.is_full(LANES) {
                self.send(batch, ends, count);
            }
            let mut speaking = gates.talks | gates.may_share;
            while speaking != 0 {
                let lane = speaking.trailing_zeros() as usize;
                speaking &= speaking - 1;
                let message = Message {
                    place: (from + lane) as u32,
                    person: who.person,
                    other: self.neighbour[start + lane],
                    tie: ends.ties[from + lane],
                    share: NO_VENUE,
                };
                if gates.talks >> lane & 1 == 1 {
                    batch.talks.push(message);
                }
                if gates.may_share >> lane & 1 == 1 {
                    let (mine, theirs) = (self.rows.opened(who.row), self.rows.opened(self.rows.read(message.other)));
                    let opened = if message.person < message.other { [mine, theirs] } else { [theirs, mine] };
                    if let Some(content) = talk::shared(self.today, message.tie, gates.weight[lane], opened, gates.share[lane]) {
                        batch.shares.push(Message { share: content as u32, ..message });
                    }
                }
            }
            from = to;
        }
    }

    /// Adds up what waits at the homes of ties, and who sees the person.
    #[inline(always)]
    fn look_around(&self, who: Scanned, start: usize, ties: &[Tie], weight: &[u32; LANES], found: &mut Found) {
        let today = self.today;
        found.is_clear = false;
        for (place, tie) in ties.iter().enumerate().filter(|&(place, _)| weight[place] > 0) {
            let other = self.rows.read(self.neighbour[start + place]);
            if today.has_bridges {
                self.wait_bridged(who, *tie, weight[place], other, found);
            } else {
                let waiting = &mut found.waiting[tie.home().index()][tie.layer_code()][who.lane];
                *waiting += u64::from(weight[place]) * u64::from(other.presence(tie.home()));
            }
            if who.is_watched && tie.layer_code() == Layer::Acquaintance.index() {
                found.see(who.lane, other, today.platforms);
            }
        }
    }

    /// Draws first and looks later: which of up to [`LANES`] ties talk today, and which might share.
    #[inline(always)]
    fn gates(&self, person: u32, start: usize, ties: &[Tie]) -> Gates {
        let today = self.today;
        let mut padded = [0; LANES];
        let neighbours: &[u32; LANES] = match self.neighbour.get(start..start + LANES) {
            Some(neighbours) => neighbours.try_into().expect("as many as lanes"),
            None => {
                padded[..ties.len()].copy_from_slice(&self.neighbour[start..start + ties.len()]);
                &padded
            }
        };
        let mut found = Gates { weight: [0; LANES], talks: 0, may_share: 0, share: [0; LANES] };
        for (weight, tie) in found.weight.iter_mut().zip(ties) {
            *weight = today.weights.of(*tie, tie.idle_days(today.day));
        }
        let own = gate_end(today.keys.gate, person);
        let ends = gates::ends(today.keys.gate, neighbours);
        let talk = gates::talks(own, &ends);
        let mut hits = [0_u8; LANES];
        for lane in 0..LANES {
            // A weight of one wraps to the greatest bound, so that it always talks.
            let bound = (found.weight[lane] << GATE_SHIFT).wrapping_sub(1);
            hits[lane] = u8::from(talk[lane] <= bound) & u8::from(found.weight[lane] > 0);
        }
        found.talks = packed(&hits);
        if !today.sharing.is_empty() {
            let mut bounds = [0_u32; LANES];
            for (bound, tie) in bounds.iter_mut().zip(ties) {
                *bound = today.share_bound[tie.layer_code()] << tie.weight_class();
            }
            found.share = gates::shares(own, &ends);
            for lane in 0..LANES {
                // Bounds are kept in the upper 24 bits, so that a weight class cannot overflow them.
                hits[lane] = u8::from(found.share[lane] >> 8 < bounds[lane]) & u8::from(found.weight[lane] > 0);
            }
            found.may_share = packed(&hits);
        }
        found
    }

    /// What waits where something can be read elsewhere.
    fn wait_bridged(&self, who: Scanned, tie: Tie, weight: u32, other: Row, found: &mut Found) {
        let (today, row) = (self.today, who.row);
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
            found.bridged[home][who.lane] += waits * (1.0 - readable);
        } else if through != home {
            found.bridged[through][who.lane] += waits * today.bridge[home][through];
        }
    }
}
