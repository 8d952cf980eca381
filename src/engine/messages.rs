//! Messages put aside, sent a batch at a time: where they go, and what they do to ties and people. Draws and logarithms of many messages are worked
//! out side by side.

use bytemuck::Zeroable;

use crate::bits;
use crate::cache::look_up;
use crate::ids::{LANES, Layer, PlatformId};
use crate::metrics::record::{DELAY_PARTS, DayRecord};
use crate::rng::gate;
use crate::rules::home;
use crate::rules::talk::{self, End, Venue};
use crate::rules::venues::{self, BATCH, Choices, Contest, NO_VENUE, lanes_of, lanes_of_mut};
use crate::ties::Tie;
use crate::world::Row;

use super::people::Morning;
use super::twins::Twins;

/// Messages of one kind, in the order of ties.
#[derive(Zeroable)]
pub(super) struct Aside {
    pub len: usize,
    /// Places among the ties of the part.
    pub place: [u32; BATCH],
    pub choices: Choices,
}

/// One end of a tie of the part: its place among the ties of the part, and whose it is.
#[derive(Clone, Copy)]
pub(super) struct Speaker {
    pub place: u32,
    pub person: u32,
}

/// Where ends of ties are put aside: their places and people, and how many there are.
#[cfg(target_arch = "x86_64")]
pub(super) struct Queue<'a> {
    pub place: &'a mut [u32; BATCH],
    pub person: &'a mut [u32; BATCH],
    pub len: &'a mut usize,
}

impl Aside {
    /// For sixteen ends at a time, as [`push`](Aside::push) does it one by one.
    #[cfg(target_arch = "x86_64")]
    #[inline(always)]
    pub fn queue(&mut self) -> Queue<'_> {
        Queue { place: &mut self.place, person: &mut self.choices.person, len: &mut self.len }
    }

    /// Puts aside some ties, by their bits; there must be room for all. What they are between is looked up when their turn comes.
    #[inline(always)]
    pub fn push<const N: usize>(&mut self, ties: [u64; N], speaker: impl Fn(usize) -> Speaker) {
        let mut len = self.len;
        bits::each_set(ties, |bit| {
            // Within bounds in any case, so that they are not checked for each array.
            let at = len % BATCH;
            Speaker { place: self.place[at], person: self.choices.person[at] } = speaker(bit);
            len += 1;
        });
        self.len = len;
    }

    /// Fills in what the first ones are between. Their ties have not been written since they were put aside.
    #[inline(always)]
    pub fn meet(&mut self, neighbours: &[u32], ends: &Ends) {
        let place = &self.place[..self.len];
        look_up(neighbours, place, &mut self.choices.other);
        look_up(bytemuck::cast_slice::<Tie, u32>(ends.ties), place, &mut self.choices.tie);
    }
}

/// Messages put aside. A tie says at most one of each kind a day, and talk comes first: whether ties share is worked out before it.
#[derive(Zeroable)]
pub(super) struct Batch {
    pub talks: Aside,
    pub may_share: Aside,
    pub shares: Aside,
    twins: Twins,
    contest: Contest,
    /// Draws that round histories.
    rounding: [u32; BATCH],
    venue: [u32; BATCH],
    /// The ties as they are before the message, and then after it.
    tie: [u32; BATCH],
    /// Where each is counted, by layer and venue in six bits, and what is counted of it: its place in [`tallies`].
    tallies: [u32; BATCH],
    /// The platform that each calls its person to, as a mask.
    calls: [u32; BATCH],
    /// Messages that are handed on: their places.
    handed: [u32; BATCH],
    /// What those that might share weigh.
    weight: [u32; BATCH],
}

/// Presences of who is to answer, without and with the message's being counted at this end.
pub const TALLIES: usize = 512;

/// What is counted of a message: itself, from bit 16 on whether it is this end that counts it, and from bit 32 on the expected wait for an answer,
/// in [`DELAY_PARTS`], at most a month. The counts of a batch fit 16 bits each, and its waits 32.
pub fn tallies() -> [u64; TALLIES] {
    std::array::from_fn(|place| {
        let (presence, counts) = (place & 255, (place >> 8) as u64);
        let days = if presence == 0 { 28.0 } else { (255.0 / presence as f64 - 1.0).min(28.0) };
        1 | counts << 16 | ((days * DELAY_PARTS as f64) as u64) << 32
    })
}

impl Batch {
    /// Forgets whom messages were between. What stands after the last one is worked out too, and must not be people of another world.
    pub(super) fn forget(&mut self) {
        self.talks.choices.forget();
        self.may_share.choices.forget();
        self.shares.choices.forget();
        self.contest.forget();
    }

    /// Makes ready for the next part, whose people's messages to each other are worked out once or not.
    pub(super) fn begin(&mut self, once: bool) {
        self.twins.begin(once);
    }

    /// Whose messages are handed on, while so many people were gone through and the next ones have so many ties: see [`Twins::known`].
    #[inline(always)]
    pub(super) fn known(&mut self, people: u32, ties: usize) -> u32 {
        // A tie says at most one of each kind.
        self.twins.known(people, self.talks.len + self.may_share.len + self.shares.len + 2 * ties)
    }

    /// Writes the second ends of messages of the part.
    pub(super) fn settle(&mut self, ends: &mut Ends) {
        self.twins.settle(ends.ties);
    }

    /// Whether so many more ties, each of which may talk and share, may not find room.
    #[inline(always)]
    pub(super) fn is_full(&self, more: usize) -> bool {
        self.talks.len.max(self.may_share.len) + more > BATCH
    }
}

/// What the ties and calls of a part of the people look like while it is handled.
pub(super) struct Ends<'a> {
    pub ties: &'a mut [Tie],
    pub called: &'a mut [u8],
    /// The part's first person.
    pub start: u32,
    /// Where the part's ties begin in the whole array, and each of its people's rows.
    pub first_tie: usize,
    pub bounds: &'a [u32],
}

/// [`Morning::send_all`] for each width: once in the program, and not at each call.
#[cfg(target_arch = "x86_64")]
mod wide {
    use super::{Batch, DayRecord, Ends, Morning};

    #[inline(never)]
    #[target_feature(enable = "avx512f,avx512dq,avx512vl,avx512bw,bmi1,bmi2,lzcnt,popcnt")]
    pub fn avx512(morning: &Morning, batch: &mut Batch, are_last: bool, ends: &mut Ends, count: &mut DayRecord) {
        morning.send_all(batch, are_last, ends, count);
    }

    #[inline(never)]
    #[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
    pub fn avx2(morning: &Morning, batch: &mut Batch, are_last: bool, ends: &mut Ends, count: &mut DayRecord) {
        morning.send_all(batch, are_last, ends, count);
    }
}

impl Morning<'_> {
    /// Sends all talk that was put aside; shares wait until there are many, as many are sent quicker, or until these are the part's last messages.
    ///
    /// `VECTOR`: bits of the vectors that the machine has, in code that is compiled for them.
    #[inline(always)]
    pub(super) fn send<const VECTOR: u32>(&self, batch: &mut Batch, are_last: bool, ends: &mut Ends, count: &mut DayRecord) {
        match VECTOR {
            // SAFETY: the machine has the instructions.
            #[cfg(target_arch = "x86_64")]
            512.. => unsafe { wide::avx512(self, batch, are_last, ends, count) },
            // SAFETY: the machine has the instructions.
            #[cfg(target_arch = "x86_64")]
            256.. => unsafe { wide::avx2(self, batch, are_last, ends, count) },
            _ => self.send_all(batch, are_last, ends, count),
        }
    }

    #[inline(always)]
    fn send_all(&self, batch: &mut Batch, are_last: bool, ends: &mut Ends, count: &mut DayRecord) {
        let lacks_room = batch.shares.len + batch.may_share.len > BATCH;
        for (is_talk, is_due) in [(false, lacks_room), (true, true), (false, are_last)] {
            if !is_due {
                continue;
            }
            if is_talk {
                let Batch { may_share, shares, weight, .. } = batch;
                self.share(may_share, shares, weight, ends);
            }
            self.send_kind(batch, is_talk, ends, count);
        }
    }

    /// Sends all talk, or all shares.
    #[inline(always)]
    fn send_kind(&self, batch: &mut Batch, is_talk: bool, ends: &mut Ends, count: &mut DayRecord) {
        let Batch { talks, shares, twins, contest, rounding, venue, tie, tallies, calls, handed, .. } = batch;
        let aside = if is_talk { talks } else { shares };
        let neighbours = &self.neighbour[ends.first_tie..];
        if is_talk {
            aside.meet(neighbours, ends);
            aside.choices.share.fill(NO_VENUE);
        }
        let len = std::mem::take(&mut aside.len);
        // Whole lanes: what stands after the last message is worked out for nothing, which is less than what a short vector costs.
        let lanes = len.next_multiple_of(LANES);
        let (place, choices) = (&aside.place[..len], &mut aside.choices);
        let listed = twins.list(choices, len, ends, neighbours, handed);
        self.draw(choices, &mut rounding[..lanes], is_talk);
        if !venues::is_plain(self.today) {
            for m in 0..len {
                self.deliver(choices, m, place[m], rounding[m], ends, count);
            }
            return;
        }
        // It reaches nobody.
        choices.mine[len..lanes].fill(0);
        venues::choose(self.today, self.audiences, choices, contest, &mut venue[..lanes]);
        if is_talk {
            tie[..len].copy_from_slice(&choices.tie[..len]);
        } else {
            // Some have talked since they were put aside.
            look_up(bytemuck::cast_slice::<Tie, u32>(ends.ties), place, tie);
        }
        home::after_messages(self.today, tie, venue, rounding, len, is_talk);
        write_down(bytemuck::cast_slice_mut::<Tie, u32>(ends.ties), place, tie);
        // By layer and venue, silence last.
        let mut sent = [0_u64; 64];
        self.count(choices, len, &venue[..lanes], [&mut *tallies, &mut *calls], &mut sent, ends, count, is_talk);
        for &m in &handed[..listed] {
            let m = m as usize % BATCH;
            let (tally, presence) = (tallies[m] & 63, Row(choices.mine[m]).at((tallies[m] & 7) as usize));
            sent[tally as usize] += self.tally[usize::from(presence)];
            twins.hand_on(choices.person[m], choices.other[m], tie[m], calls[m] as u8, ends, neighbours);
        }
        self.hand_over(&sent, is_talk, count);
    }

    /// Fills in the draws of messages, and their ends' rows.
    #[inline(always)]
    fn draw(&self, choices: &mut Choices, rounding: &mut [u32], is_talk: bool) {
        let keys = &self.today.keys;
        let key = if is_talk { keys.venue } else { keys.share_venue };
        let len = rounding.len();
        let (person, other) = (&choices.person[..len], &choices.other[..len]);
        let draws = lanes_of_mut(&mut choices.pair).iter_mut().zip(lanes_of_mut(rounding));
        for ((pair, rounding), (person, other)) in draws.zip(lanes_of(person).iter().zip(lanes_of(other))) {
            for lane in 0..LANES {
                pair[lane] = key.pair(person[lane], other[lane]);
                rounding[lane] = gate(pair[lane]);
            }
        }
        self.rows.read_all(person, &mut choices.mine);
        self.rows.read_all(other, &mut choices.theirs);
    }

    /// Whom so many messages call, and what is counted of them.
    #[allow(clippy::too_many_arguments)]
    #[inline(always)]
    fn count(
        &self,
        choices: &Choices,
        len: usize,
        venue: &[u32],
        [tallies, calls]: [&mut [u32; BATCH]; 2],
        sent: &mut [u64; 64],
        ends: &mut Ends,
        count: &mut DayRecord,
        is_talk: bool,
    ) {
        let lanes = venue.len();
        let (person, other) = (&choices.person[..lanes], &choices.other[..lanes]);
        let (tallies, calls) = (&mut tallies[..lanes], &mut calls[..lanes]);
        let ends_of = person.iter().zip(other).zip(&choices.theirs);
        for (((tally, &venue), &tie), ((&person, &other), &theirs)) in tallies.iter_mut().zip(venue).zip(&choices.tie).zip(ends_of) {
            let venue = venue & 7;
            let answer = u32::from(Row(theirs).at(venue as usize)) | u32::from(person < other) << 8;
            *tally = answer << 6 | (Tie(tie).layer_code() as u32) << 3 | venue;
        }
        for (call, &venue) in calls.iter_mut().zip(venue) {
            *call = 1 << (venue & 7) & 127;
        }
        count_each(sent, self.tally, &tallies[..len], calls, person, ends);
        if !is_talk {
            for (m, &venue) in venue[..len].iter().enumerate().filter(|&(_, &venue)| venue != NO_VENUE) {
                let (content, once) = (choices.share[m] as usize, u64::from(choices.person[m] < choices.other[m]));
                count.shares[content] += once;
                count.shares_kept[content] += once * u64::from(content == venue as usize);
            }
        }
    }

    /// Counts messages by layer and venue.
    #[inline(always)]
    fn hand_over(&self, sent: &[u64; 64], is_talk: bool, count: &mut DayRecord) {
        for layer in 0..Layer::COUNT {
            for p in 0..self.today.platforms {
                let sent = sent[layer << 3 | p];
                count.messages[layer][p] += sent >> 16 & 0xffff;
                count.welfare += self.today.message_worth[layer] * i64::from(sent as u16);
                count.reply_delay[p] += sent >> 32;
            }
            if is_talk {
                count.silent[layer] += sent[layer << 3 | SILENCE] >> 16 & 0xffff;
            }
        }
    }

    /// One message, where ends may read it on different platforms: where it goes, what it does to this half of the tie, and whom it calls.
    fn deliver(&self, choices: &Choices, m: usize, place: u32, rounding: u32, ends: &mut Ends, count: &mut DayRecord) {
        let today = self.today;
        let (person, other, morning) = (choices.person[m], choices.other[m], Tie(choices.tie[m]));
        let share = (choices.share[m] != NO_VENUE).then_some(choices.share[m] as usize);
        let (mine, theirs) = (Row(choices.mine[m]), Row(choices.theirs[m]));
        let races = talk::races(today, choices.pair[m]);
        let venue =
            talk::venue(today, self.audiences, morning, [End { person, row: mine }, End { person: other, row: theirs }], share, &races);
        let layer = morning.layer_code();
        let tie = &mut ends.ties[place as usize];
        let once = u64::from(person < other);
        let Some(Venue { platform: p, read_by }) = venue else {
            if share.is_none() {
                count.silent[layer] += once;
                *tie = home::after_silence(today, *tie, rounding);
            }
            return;
        };
        count.messages[layer][p] += once;
        count.reply_delay[p] += self.tally[usize::from(theirs.at(read_by[1]))] >> 32;
        count.welfare += today.message_worth[layer];
        if let Some(content) = share {
            count.shares[content] += once;
            count.shares_kept[content] += once * u64::from(content == p);
        }
        ends.called[(person - ends.start) as usize] |= 1 << read_by[0];
        *tie = home::after_message(today, *tie, PlatformId(p as u8), rounding);
    }
}

/// Writes into a table at some places.
#[inline(always)]
fn write_down(table: &mut [u32], places: &[u32], words: &[u32]) {
    let last = places.iter().fold(0, |last, &place| place.max(last));
    assert!(places.is_empty() || (last as usize) < table.len(), "the table has all places");
    for (&place, &word) in places.iter().zip(words) {
        // SAFETY: no place is beyond the last, which the table has.
        unsafe { *table.get_unchecked_mut(place as usize) = word };
    }
}

/// Adds what is counted of each message to the sum at its place, and calls its person. Apart from the rest, so that all it needs stays in registers.
#[inline(never)]
fn count_each(sent: &mut [u64; 64], tally_of: &[u64; TALLIES], tallies: &[u32], calls: &[u32], people: &[u32], ends: &mut Ends) {
    let (called, start) = (&mut *ends.called, ends.start);
    for ((&tally, &call), &person) in tallies.iter().zip(calls).zip(people) {
        sent[(tally & 63) as usize] += tally_of[(tally >> 6) as usize % TALLIES];
        called[(person - start) as usize] |= call as u8;
    }
}

/// Where silence is counted among venues.
const SILENCE: usize = (NO_VENUE & 7) as usize;
