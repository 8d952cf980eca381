//! Messages: which ties talk or share today, where, and what that does to them.
//!
//! Draw first, look later: a cheap draw silences most ties. What is left is put aside and handled a batch at a time, so that draws and logarithms of
//! many messages are worked out side by side.

use crate::ids::{Layer, PLATFORMS_MAX, PlatformId, Topic, WEIGHT_PARTS};
use crate::metrics::record::DayRecord;
use crate::rng::gate_end;
use crate::rules::gates::{self, LANES};
use crate::rules::talk::{self, End, Venue};
use crate::rules::venues::{self, BATCH, Choices, NO_VENUE};
use crate::rules::{Today, home};
use crate::ties::Tie;
use crate::world::Row;

use super::people::Morning;

/// From weights in parts to a gate of 32 bits.
const GATE_SHIFT: u32 = 32 - WEIGHT_PARTS.trailing_zeros();

/// A message that has been put aside.
#[derive(Clone, Copy)]
struct Message {
    /// Place among the ties of the part, and of the person among its people.
    tie: u32,
    offset: u32,
    person: u32,
    other: u32,
    /// The tie as it was in the morning.
    morning: Tie,
    /// The platform whose content is shared.
    share: Option<u8>,
}

/// Messages put aside, in the order of ties.
pub(super) struct Batch {
    messages: [Message; BATCH],
    len: usize,
    choices: Choices,
    /// Draws that round histories.
    rounding: [u64; BATCH],
    venue: [u32; BATCH],
}

impl Batch {
    pub(super) fn new() -> Batch {
        let nothing = Message { tie: 0, offset: 0, person: 0, other: 0, morning: Tie::empty(), share: None };
        Batch { messages: [nothing; BATCH], len: 0, choices: Choices::default(), rounding: [0; BATCH], venue: [NO_VENUE; BATCH] }
    }
}

/// What the ties and calls of a part of the people look like while it is handled.
pub(super) struct Ends<'a> {
    pub ties: &'a mut [Tie],
    pub called: &'a mut [u8],
    /// Where the part's ties begin in the whole array.
    pub first_tie: usize,
}

/// Messages that wait for a person: weight times partner's presence, by home and layer of the tie; and vitality of groups by home and topic.
pub(super) struct Waiting {
    ties: [u64; 64],
    pub groups: [[u32; Topic::COUNT]; PLATFORMS_MAX + 1],
    /// What waits on days with bridges, where it depends on what can be read elsewhere.
    bridged: [f32; PLATFORMS_MAX],
}

impl Default for Waiting {
    fn default() -> Waiting {
        Waiting { ties: [0; 64], groups: [[0; Topic::COUNT]; PLATFORMS_MAX + 1], bridged: [0.0; PLATFORMS_MAX] }
    }
}

impl Waiting {
    /// Messages a day times value, by platform.
    #[inline(always)]
    pub(super) fn pull(&self, today: &Today) -> [f32; PLATFORMS_MAX] {
        let mut pull = self.bridged;
        for (p, pull) in pull.iter_mut().enumerate().take(today.platforms) {
            for layer in 0..Layer::COUNT {
                *pull += today.tie_pull[layer] * self.ties[p << 3 | layer] as f32;
            }
            for (topic, &weight) in today.group_pull.iter().enumerate() {
                *pull += weight * self.groups[p][topic] as f32;
            }
        }
        pull
    }
}

/// What the cheap draws say of up to [`LANES`] ties.
struct Scan {
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
    /// Adds up what waits at the homes of a person's ties, and puts aside what they say. `places` are the person's among the ties of the part.
    #[inline(always)]
    #[allow(clippy::too_many_arguments)]
    pub(super) fn talk(
        &self,
        person: u32,
        offset: usize,
        row: Row,
        places: std::ops::Range<usize>,
        ends: &mut Ends,
        batch: &mut Batch,
        waiting: &mut Waiting,
        count: &mut DayRecord,
    ) {
        let mut from = places.start;
        while from < places.end {
            let to = (from + LANES).min(places.end);
            let start = ends.first_tie + from;
            let scan = self.scan(person, start, &ends.ties[from..to]);
            for (lane, tie) in ends.ties[from..to].iter().enumerate() {
                if scan.weight[lane] == 0 {
                    continue;
                }
                let other = self.rows.read(self.neighbour[start + lane]);
                if self.today.has_bridges {
                    self.wait_bridged(row, *tie, scan.weight[lane], other, waiting);
                } else {
                    waiting.ties[(tie.0 & 63) as usize] += u64::from(scan.weight[lane]) * u64::from(other.presence(tie.home()));
                }
            }
            let mut speaking = scan.talks | scan.may_share;
            while speaking != 0 {
                let lane = speaking.trailing_zeros() as usize;
                speaking &= speaking - 1;
                let message = Message {
                    tie: (from + lane) as u32,
                    offset: offset as u32,
                    person,
                    other: self.neighbour[start + lane],
                    morning: ends.ties[from + lane],
                    share: None,
                };
                self.put_aside(message, row, lane, &scan, ends, batch, count);
            }
            from = to;
        }
    }

    /// Draws first and looks later: which of up to [`LANES`] ties talk today, and which might share.
    #[inline(always)]
    fn scan(&self, person: u32, start: usize, ties: &[Tie]) -> Scan {
        let today = self.today;
        let mut padded = [0; LANES];
        let neighbours: &[u32; LANES] = match self.neighbour.get(start..start + LANES) {
            Some(neighbours) => neighbours.try_into().expect("as many as lanes"),
            None => {
                padded[..ties.len()].copy_from_slice(&self.neighbour[start..start + ties.len()]);
                &padded
            }
        };
        let mut scan = Scan { weight: [0; LANES], talks: 0, may_share: 0, share: [0; LANES] };
        for (weight, tie) in scan.weight.iter_mut().zip(ties) {
            *weight = today.weights.of(*tie, tie.idle_days(today.day));
        }
        let own = gate_end(today.keys.gate, person);
        let ends = gates::ends(today.keys.gate, neighbours);
        let talk = gates::talks(own, &ends);
        let mut hits = [0_u8; LANES];
        for lane in 0..LANES {
            // A weight of one wraps to the greatest bound, so that it always talks.
            let bound = (scan.weight[lane] << GATE_SHIFT).wrapping_sub(1);
            hits[lane] = u8::from(talk[lane] <= bound) & u8::from(scan.weight[lane] > 0);
        }
        scan.talks = packed(&hits);
        if !today.sharing.is_empty() {
            let mut bounds = [0_u32; LANES];
            for (bound, tie) in bounds.iter_mut().zip(ties) {
                *bound = today.share_bound[tie.layer_code()] << tie.weight_class();
            }
            scan.share = gates::shares(own, &ends);
            for lane in 0..LANES {
                // Bounds are kept in the upper 24 bits, so that a weight class cannot overflow them.
                hits[lane] = u8::from(scan.share[lane] >> 8 < bounds[lane]) & u8::from(scan.weight[lane] > 0);
            }
            scan.may_share = packed(&hits);
        }
        scan
    }

    /// Puts aside what a tie that may talk or share today says.
    #[inline(always)]
    #[allow(clippy::too_many_arguments)]
    fn put_aside(&self, message: Message, row: Row, lane: usize, scan: &Scan, ends: &mut Ends, batch: &mut Batch, count: &mut DayRecord) {
        if batch.len + 2 > BATCH {
            self.send(batch, ends, count);
        }
        if scan.talks >> lane & 1 == 1 {
            batch.messages[batch.len] = message;
            batch.len += 1;
        }
        if scan.may_share >> lane & 1 == 1 {
            let (mine, theirs) = (self.rows.opened(row), self.rows.opened(self.rows.read(message.other)));
            let opened = if message.person < message.other { [mine, theirs] } else { [theirs, mine] };
            if let Some(content) = talk::shared(self.today, message.morning, scan.weight[lane], opened, scan.share[lane]) {
                batch.messages[batch.len] = Message { share: Some(content as u8), ..message };
                batch.len += 1;
            }
        }
    }

    /// Sends all that was put aside.
    #[inline(always)]
    pub(super) fn send(&self, batch: &mut Batch, ends: &mut Ends, count: &mut DayRecord) {
        let (today, keys) = (self.today, &self.today.keys);
        let Batch { messages, len, choices, rounding, venue } = batch;
        let len = std::mem::take(len);
        let messages = &messages[..len];
        for (m, message) in messages.iter().enumerate() {
            let is_talk = message.share.is_none();
            let (venue, round) = if is_talk { (keys.venue, keys.history) } else { (keys.share_venue, keys.share_history) };
            choices.draw[m] = venue.tie(message.person, message.other);
            choices.person[m] = message.person;
            choices.other[m] = message.other;
            rounding[m] = round.tie(message.person, message.other);
            choices.mine[m] = self.rows.read(message.person).0;
            choices.theirs[m] = self.rows.read(message.other).0;
            choices.tie[m] = message.morning.0;
            choices.share[m] = message.share.map_or(NO_VENUE, u32::from);
        }
        if !venues::is_plain(today) {
            for (m, message) in messages.iter().enumerate() {
                let races = talk::races(today, choices.draw[m]);
                let ends_of_it =
                    [End { person: message.person, row: Row(choices.mine[m]) }, End { person: message.other, row: Row(choices.theirs[m]) }];
                let found = talk::venue(today, self.audiences, message.morning, ends_of_it, message.share.map(usize::from), &races);
                let row = Row(choices.theirs[m]);
                self.deliver(message, found, row, rounding[m], ends, count);
            }
            return;
        }
        venues::choose(today, self.audiences, choices, &mut venue[..len]);
        for (m, message) in messages.iter().enumerate() {
            let p = venue[m] as usize;
            let found = (venue[m] != NO_VENUE).then_some(Venue { platform: p, read_by: [p, p] });
            self.deliver(message, found, Row(choices.theirs[m]), rounding[m], ends, count);
        }
    }

    /// One message: what it does to this half of the tie, and whom it calls.
    #[inline(always)]
    fn deliver(&self, message: &Message, venue: Option<Venue>, theirs: Row, rounding: u64, ends: &mut Ends, count: &mut DayRecord) {
        let today = self.today;
        let layer = message.morning.layer_code();
        let tie = &mut ends.ties[message.tie as usize];
        let once = u64::from(message.person < message.other);
        let Some(venue) = venue else {
            if message.share.is_none() {
                count.silent[layer] += once;
                *tie = home::after_silence(today, *tie, rounding);
            }
            return;
        };
        let p = venue.platform;
        count.messages[layer][p] += once;
        count.reply_delay[p] += u64::from(self.delay[usize::from(theirs.at(venue.read_by[1]))]);
        count.welfare += today.message_worth[layer];
        if let Some(content) = message.share.map(usize::from) {
            count.shares[content] += once;
            count.shares_kept[content] += once * u64::from(content == p);
        }
        ends.called[message.offset as usize] |= 1 << venue.read_by[0];
        *tie = home::after_message(today, *tie, PlatformId(p as u8), rounding);
    }

    /// What waits where something can be read elsewhere.
    fn wait_bridged(&self, row: Row, tie: Tie, weight: u32, other: Row, waiting: &mut Waiting) {
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
            waiting.bridged[home] += waits * (1.0 - readable);
        } else if through != home {
            waiting.bridged[through] += waits * today.bridge[home][through];
        }
    }
}
