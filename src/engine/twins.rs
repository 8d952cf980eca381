//! Messages between people of one part, worked out once. Both ends of a tie come to the same, so the second end takes what was found at the first one.

use bytemuck::Zeroable;

use crate::bits;
use crate::cache::look_up;
use crate::rules::venues::BATCH;
use crate::ties::Tie;
use crate::walk::LARGEST_LEAF;

#[cfg(target_arch = "x86_64")]
use super::messages::Queue;
use super::messages::Speaker;

/// Messages of a kind that are remembered of a part: four a person of the largest one.
pub(super) const ROOM: usize = 1 << 14;

/// So many messages of a person are looked through at once.
const WINDOW: usize = 16;

/// Messages of one kind that a part sent, and second ends that wait for them. People are numbered from the part's first one on.
#[derive(Zeroable)]
pub(super) struct Twins {
    /// Of all who come before this one, all messages are remembered.
    known: u32,
    count: usize,
    /// Of each, from place [`WINDOW`] on: whose it was, to whom, the tie after it, and where it is counted.
    person: [u16; WINDOW + ROOM],
    other: [u32; WINDOW + ROOM],
    tie: [u32; WINDOW + ROOM],
    counted: [u8; WINDOW + ROOM],
    /// How many there were up to the last one of each person; 0 of those who had none.
    end: [u16; LARGEST_LEAF],
    /// Second ends that might have a message: their places among the ties of the part, whose they are, and who is at the first end.
    place: [u32; BATCH],
    waiting: [u32; BATCH],
    first: [u32; BATCH],
    len: usize,
}

/// A second end, and who is at the first one.
#[derive(Clone, Copy)]
pub(super) struct Twin {
    pub end: Speaker,
    pub first: u32,
}

/// What a message came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sent {
    pub tie: Tie,
    /// Layer and venue, as they are counted.
    pub counted: u8,
}

impl Twins {
    /// Makes ready for the next part of so many people, where messages are worked out once or not.
    #[inline(always)]
    pub fn begin(&mut self, people: usize, once: bool) {
        self.known = if once && people <= LARGEST_LEAF { u32::MAX } else { 0 };
        self.count = 0;
        self.end[..people.min(LARGEST_LEAF)].fill(0);
    }

    /// Of how many people messages are remembered, while so many were gone through and so many more messages wait or may come.
    #[inline(always)]
    pub fn known(&mut self, people: u32, more: usize) -> u32 {
        if self.count + more > ROOM {
            self.known = self.known.min(people);
        }
        self.known
    }

    /// How many second ends wait.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Where second ends wait, for sixteen at a time.
    #[cfg(target_arch = "x86_64")]
    #[inline(always)]
    pub fn queue(&mut self) -> Queue<'_> {
        Queue { place: &mut self.place, person: &mut self.waiting, len: &mut self.len }
    }

    /// Lets the second ends of some ties wait, by their bits; there must be room for all.
    #[inline(always)]
    pub fn push<const N: usize>(&mut self, ties: [u64; N], end: impl Fn(usize) -> Speaker) {
        let mut len = self.len;
        bits::each_set(ties, |bit| {
            let Speaker { place, person } = end(bit);
            (self.place[len % BATCH], self.waiting[len % BATCH]) = (place, person);
            len += 1;
        });
        self.len = len;
    }

    /// Remembers messages that were sent, in the order of people, as far as there is room.
    #[inline(always)]
    pub fn remember(&mut self, start: u32, person: &[u32], other: &[u32], tie: &[u32], counted: &[u32]) {
        if self.known == 0 {
            return;
        }
        let len = person.len().min(ROOM - self.count);
        let places = WINDOW + self.count..WINDOW + self.count + len;
        for (remembered, &person) in self.person[places.clone()].iter_mut().zip(person) {
            *remembered = (person - start) as u16;
        }
        self.other[places.clone()].copy_from_slice(&other[..len]);
        self.tie[places.clone()].copy_from_slice(&tie[..len]);
        for (remembered, &counted) in self.counted[places].iter_mut().zip(counted) {
            *remembered = (counted & 63) as u8;
        }
        for (m, &person) in person[..len].iter().enumerate() {
            self.end[(person - start) as usize % LARGEST_LEAF] = (self.count + m + 1) as u16;
        }
        self.count += len;
    }

    /// Takes the second ends that wait, whose other ends stand among the neighbours of the part.
    #[inline(always)]
    pub fn take(&mut self, neighbours: &[u32]) -> usize {
        look_up(neighbours, &self.place[..self.len], &mut self.first);
        std::mem::take(&mut self.len)
    }

    /// One of those that waited, and what its message came to, if there was one.
    #[inline(always)]
    pub fn answer(&self, start: u32, waited: usize) -> (Twin, Option<Sent>) {
        let waited = waited % BATCH;
        let twin = Twin { end: Speaker { place: self.place[waited], person: self.waiting[waited] }, first: self.first[waited] };
        let (person, first) = (twin.end.person, (twin.first - start) as u16);
        let end = usize::from(self.end[usize::from(first) % LARGEST_LEAF]).min(ROOM);
        let mut is_it = [false; WINDOW];
        let window = self.person[end..end + WINDOW].iter().zip(&self.other[end..end + WINDOW]);
        for (is_it, (&writer, &other)) in is_it.iter_mut().zip(window) {
            *is_it = (other == person) & (writer == first);
        }
        let found = bits::of(is_it);
        let sent = if found != 0 {
            Some(self.sent((end + found.trailing_zeros() as usize) % (WINDOW + ROOM)))
        } else if self.person[end] == first {
            self.search(first, person, end)
        } else {
            None
        };
        (twin, sent)
    }

    #[inline(always)]
    fn sent(&self, at: usize) -> Sent {
        Sent { tie: Tie(self.tie[at]), counted: self.counted[at] }
    }

    /// The same where a person may have more messages than are looked through at once.
    #[cold]
    #[inline(never)]
    fn search(&self, first: u16, person: u32, end: usize) -> Option<Sent> {
        let mut messages = (WINDOW..WINDOW + end).rev().take_while(|&at| self.person[at] == first);
        messages.find(|&at| self.other[at] == person).map(|at| self.sent(at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: u32 = 1_000;

    /// Whom each person writes: some nobody, some more than are looked through at once.
    fn written(person: u32) -> impl Iterator<Item = u32> {
        (1..=person * 7 % 60).map(move |step| START + person + 3 * step)
    }

    /// What comes of a message.
    fn sent(person: u32, other: u32) -> Sent {
        Sent { tie: Tie(person << 16 | (other - START)), counted: ((person + other) % 64) as u8 }
    }

    /// Remembers what so many people write, person by person, and asks for each message of those of whom all is remembered.
    fn check(people: u32) -> u32 {
        let mut twins: Box<Twins> = bytemuck::zeroed_box();
        twins.begin(people as usize, true);
        for person in 0..people {
            let others: Vec<u32> = written(person).collect();
            twins.known(person, others.len());
            let (ties, counted): (Vec<u32>, Vec<u32>) =
                others.iter().map(|&other| sent(person, other)).map(|sent| (sent.tie.0, u32::from(sent.counted) | 5 << 6)).unzip();
            twins.remember(START, &vec![START + person; others.len()], &others, &ties, &counted);
        }
        let known = twins.known(people, 0).min(people);
        for person in 0..known {
            for other in START + person + 1..START + person + 190 {
                twins.push([1], |_| Speaker { place: 0, person: other });
                assert_eq!(twins.take(&[START + person]), 1);
                let (twin, answer) = twins.answer(START, 0);
                assert_eq!((twin.end.person, twin.first), (other, START + person));
                assert_eq!(
                    answer,
                    written(person).find(|&written| written == other).map(|other| sent(person, other)),
                    "{person} to {other}"
                );
            }
        }
        known
    }

    #[test]
    fn second_ends_get_what_first_ends_came_to() {
        assert_eq!(check(400), 400);
    }

    #[test]
    fn who_finds_no_room_is_not_remembered() {
        let known = check(700);
        assert!((400..700).contains(&known), "{known} are remembered");
    }

    #[test]
    fn nobody_is_remembered_where_messages_are_worked_out_twice() {
        let mut twins: Box<Twins> = bytemuck::zeroed_box();
        twins.begin(400, false);
        assert_eq!(twins.known(400, 0), 0);
        twins.begin(LARGEST_LEAF + 1, true);
        assert_eq!(twins.known(1, 0), 0);
    }
}
