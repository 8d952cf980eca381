//! What a person's ties say this morning: what waits at their homes, whom they see, and which talk or share today.
//!
//! Draw first, look later: a cheap draw silences most ties, and what is left is put aside.

use crate::ids::{Layer, NOWHERE, PLATFORMS_MAX, WEIGHT_PARTS};
use crate::metrics::record::DayRecord;
use crate::rng::gate_end;
use crate::rules::Today;
use crate::rules::gates::{self, LANES};
use crate::rules::talk;
use crate::rules::venues::NO_VENUE;
use crate::ties::Tie;
use crate::world::Row;

use super::messages::{Batch, Ends, Message};
use super::people::Morning;

#[cfg(target_arch = "x86_64")]
pub(super) mod wide;

/// From weights in parts to a gate of 32 bits.
const GATE_SHIFT: u32 = 32 - WEIGHT_PARTS.trailing_zeros();

/// What a person wants to know of their ties.
#[derive(Clone, Copy)]
pub(super) struct Wants {
    /// What waits, where that makes the person open.
    pub pull: bool,
    /// Acquaintances who see the person.
    pub watched: bool,
}

impl Wants {
    /// Whether the person's ties have to be looked at at all.
    #[inline(always)]
    pub(super) fn any(self) -> bool {
        self.pull || self.watched
    }
}

/// What was found.
pub(super) struct Found {
    /// Nothing was.
    pub is_clear: bool,
    /// Weight times partner's presence, by home and layer code of the tie.
    pub waiting: [[u64; 8]; PLATFORMS_MAX + 1],
    /// Vitality of groups by home and topic, of which there are fewer than eight.
    pub groups: [[u32; 8]; PLATFORMS_MAX + 1],
    /// What waits on days with bridges, where it depends on what can be read elsewhere.
    pub bridged: [f32; PLATFORMS_MAX],
    /// Acquaintances, and the sum of their presences by platform.
    pub acquaintances: u32,
    pub watching: [u32; PLATFORMS_MAX],
}

impl Default for Found {
    fn default() -> Found {
        Found {
            is_clear: true,
            waiting: [[0; 8]; PLATFORMS_MAX + 1],
            groups: [[0; 8]; PLATFORMS_MAX + 1],
            bridged: [0.0; PLATFORMS_MAX],
            acquaintances: 0,
            watching: [0; PLATFORMS_MAX],
        }
    }
}

impl Found {
    /// Makes ready for the next person in a world of so many platforms. Clearing the places of all that there could be takes 4 % of a run.
    #[inline(always)]
    pub(super) fn clear(&mut self, platforms: usize) {
        if self.is_clear {
            return;
        }
        for home in (0..platforms).chain([NOWHERE.index()]) {
            self.waiting[home] = [0; 8];
            self.groups[home] = [0; 8];
        }
        self.bridged = [0.0; PLATFORMS_MAX];
        self.acquaintances = 0;
        self.watching = [0; PLATFORMS_MAX];
        self.is_clear = true;
    }

    /// Messages a day times value that wait on a platform.
    #[inline(always)]
    pub(super) fn pull(&self, today: &Today, p: usize) -> f32 {
        let mut pull = self.bridged[p];
        for layer in 0..Layer::COUNT {
            pull += today.tie_pull[layer] * self.waiting[p][layer] as f32;
        }
        for (topic, &weight) in today.group_pull.iter().enumerate() {
            pull += weight * self.groups[p][topic] as f32;
        }
        pull
    }
}

/// A person whose ties are scanned.
#[derive(Clone, Copy)]
pub(super) struct Scanned {
    pub person: u32,
    pub row: Row,
    pub wants: Wants,
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
    /// Finds what a person wants to know, and puts aside what their ties say. `places` are the person's among the ties of the part.
    #[inline(always)]
    pub(super) fn scan(
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
            if who.wants.any() {
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
        for (lane, tie) in ties.iter().enumerate() {
            if weight[lane] == 0 {
                continue;
            }
            let other = self.rows.read(self.neighbour[start + lane]);
            if today.has_bridges {
                self.wait_bridged(who.row, *tie, weight[lane], other, found);
            } else {
                found.waiting[tie.home().index()][tie.layer_code()] += u64::from(weight[lane]) * u64::from(other.presence(tie.home()));
            }
            if who.wants.watched && tie.layer_code() == Layer::Acquaintance.index() {
                found.acquaintances += 1;
                for (p, presence) in found.watching.iter_mut().enumerate().take(today.platforms) {
                    *presence += u32::from(other.at(p));
                }
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
    fn wait_bridged(&self, row: Row, tie: Tie, weight: u32, other: Row, found: &mut Found) {
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
            found.bridged[home] += waits * (1.0 - readable);
        } else if through != home {
            found.bridged[through] += waits * today.bridge[home][through];
        }
    }
}
