//! Messages between people of one part, worked out once. Both ends of a tie come to the same, so the first end hands on to the second one what a
//! message came to. The second half of the tie is written when all of the part were gone through, as it is read until then as it was in the morning.

use bytemuck::Zeroable;

use crate::bits;
use crate::cache::ask_for;
use crate::ids::LANES;
use crate::rules::venues::{BATCH, Choices, lanes_of};
use crate::ties::Tie;

use super::messages::Ends;

/// Messages that are handed on in a part: four a person of the largest one.
pub(super) const ROOM: usize = 1 << 14;

/// So many ties of a row are looked through at once: most have no more.
const WINDOW: usize = 32;

/// Second ends of messages that a part sent. People are numbered from the part's first one on.
#[derive(Zeroable)]
pub(super) struct Twins {
    /// All who come before this one hand on their messages.
    known: u32,
    len: usize,
    /// Places among the ties of the part, and the ties after the message.
    place: [u32; ROOM],
    tie: [u32; ROOM],
}

impl Twins {
    /// Makes ready for the next part, where messages are worked out once or not.
    #[inline(always)]
    pub fn begin(&mut self, once: bool) {
        self.known = if once { u32::MAX } else { 0 };
    }

    /// How many people hand on their messages, while so many were gone through and so many messages wait or may come of the next ones.
    #[inline(always)]
    pub fn known(&mut self, people: u32, more: usize) -> u32 {
        if self.len + more > ROOM {
            self.known = self.known.min(people);
        }
        self.known
    }

    /// Lists which of the first messages are handed on, and asks for the rows of those who get them. How many.
    #[inline(always)]
    pub fn list(&self, choices: &Choices, len: usize, ends: &Ends, neighbours: &[u32], handed: &mut [u32; BATCH]) -> usize {
        if self.known == 0 {
            return 0;
        }
        let (start, people) = (ends.start, ends.called.len() as u32);
        let pairs = lanes_of(&choices.person[..len.next_multiple_of(LANES)]).iter().zip(lanes_of(&choices.other));
        let mut is_handed = [0; BATCH / bits::WORD];
        for (some, (person, other)) in pairs.enumerate() {
            let mut is_one = [false; LANES];
            for lane in 0..LANES {
                let [person, other] = [person[lane], other[lane]].map(|whom| whom.wrapping_sub(start));
                is_one[lane] = (person < self.known) & (person < other) & (other < people);
            }
            bits::put(&mut is_handed, some, is_one);
        }
        // What stands after the last message is none.
        bits::cut(&mut is_handed, len);
        let listed = bits::list(is_handed, handed);
        for &m in &handed[..listed] {
            let row = row_of(choices.other[m as usize % BATCH], ends);
            ask_for(neighbours, row);
            ask_for(neighbours, row + WINDOW / 2);
            ask_for(neighbours, row + WINDOW - 1);
        }
        listed
    }

    /// Hands on what a message of a person to one of the part came to: the tie after it, and whom it calls where.
    #[inline(always)]
    pub fn hand_on(&mut self, person: u32, other: u32, tie: u32, call: u8, ends: &mut Ends, neighbours: &[u32]) {
        let row = row_of(other, ends);
        let at = self.len % ROOM;
        self.place[at] = (row + place_of(&neighbours[row..], person)) as u32;
        self.tie[at] = tie;
        self.len += 1;
        ends.called[(other - ends.start) as usize] |= call;
    }

    /// Writes the second ends of ties: of a tie that said several things, in the order in which they were said.
    pub fn settle(&mut self, ties: &mut [Tie]) {
        let len = std::mem::take(&mut self.len);
        for (&place, &tie) in self.place[..len].iter().zip(&self.tie) {
            ties[place as usize] = Tie(tie);
        }
    }
}

/// Where the row of one of the part's people begins among its ties.
#[inline(always)]
fn row_of(person: u32, ends: &Ends) -> usize {
    ends.bounds[(person - ends.start) as usize] as usize - ends.first_tie
}

/// Where a tie to somebody stands in a row that holds one, and after which other rows stand: the first place that names them, as [`World::check`] has it.
/// Places that were always free name the row's own person, and those that a tie has left stand behind.
///
/// [`World::check`]: crate::world::World::check
#[inline(always)]
fn place_of(row: &[u32], person: u32) -> usize {
    let mut at = 0;
    while let Some(window) = row[at..].first_chunk::<WINDOW>() {
        let found = bits::of(window.map(|other| other == person));
        if found != 0 {
            return at + found.trailing_zeros() as usize;
        }
        at += WINDOW;
    }
    at + row[at..].iter().position(|&other| other == person).expect("a tie has two ends")
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: u32 = 1_000;

    /// Where the rows of so many people begin, and whom they know: some of them more than are looked through at once. The part's ties begin at place 7.
    fn rows(people: u32) -> (Vec<u32>, Vec<u32>) {
        let knows = |a: u32, b: u32| a != b && [a, b].iter().any(|person| person.is_multiple_of(9)) | (a + b).is_multiple_of(5);
        let (mut bounds, mut neighbours) = (vec![7], vec![]);
        for person in 0..people {
            neighbours.extend((0..people).filter(|&other| knows(person, other)).map(|other| START + other));
            // A free place.
            neighbours.push(START + person);
            bounds.push(7 + neighbours.len() as u32);
        }
        (bounds, neighbours)
    }

    fn said(person: u32, other: u32) -> u32 {
        person << 16 | (other - START)
    }

    #[test]
    fn second_ends_get_what_first_ends_came_to() {
        const PEOPLE: u32 = 100;
        let (bounds, neighbours) = rows(PEOPLE);
        let (mut ties, mut called) = (vec![Tie(0); neighbours.len()], vec![0; PEOPLE as usize]);
        let mut ends = Ends { ties: &mut ties, called: &mut called, start: START, first_tie: 7, bounds: &bounds };
        let mut twins: Box<Twins> = bytemuck::zeroed_box();
        let mut said_later = Vec::new();
        for person in 0..PEOPLE {
            for place in bounds[person as usize] - 7..bounds[person as usize + 1] - 7 {
                let (person, other) = (START + person, neighbours[place as usize]);
                if person < other {
                    twins.hand_on(person, other, u32::MAX, 1, &mut ends, &neighbours);
                    twins.hand_on(person, other, said(person, other), 4, &mut ends, &neighbours);
                } else if person > other {
                    said_later.push((place as usize, said(other, person)));
                }
            }
        }
        assert!(ends.ties.iter().all(|tie| tie.0 == 0), "nothing is written before its time");
        twins.settle(ends.ties);
        let written: Vec<(usize, u32)> = ties.iter().enumerate().filter(|(_, tie)| tie.0 != 0).map(|(place, tie)| (place, tie.0)).collect();
        assert_eq!(written, said_later);
        assert_eq!((called[0], &called[1..]), (0, &[5; PEOPLE as usize - 1][..]));
        twins.settle(&mut []);
    }

    #[test]
    fn messages_are_handed_on_to_those_of_the_part_who_come_later() {
        let (bounds, neighbours) = rows(20);
        let (mut ties, mut called) = (vec![Tie(0); neighbours.len()], vec![0; 20]);
        let ends = Ends { ties: &mut ties, called: &mut called, start: START, first_tie: 7, bounds: &bounds };
        let mut twins: Box<Twins> = bytemuck::zeroed_box();
        let mut choices: Box<Choices> = bytemuck::zeroed_box();
        let pairs = [(0, 1), (1, 0), (5, 19), (5, 20), (4, 4), (6, u32::MAX), (19, 3), (18, 19), (0, 2)];
        for (m, (person, other)) in pairs.into_iter().enumerate() {
            (choices.person[m], choices.other[m]) = (START + person, START.wrapping_add(other));
        }
        let listed = |twins: &Twins| {
            let mut handed = [0; BATCH];
            let count = twins.list(&choices, pairs.len() - 1, &ends, &neighbours, &mut handed);
            handed[..count].to_vec()
        };
        twins.begin(false);
        assert!(listed(&twins).is_empty());
        twins.begin(true);
        assert_eq!(listed(&twins), [0, 2, 7]);
        twins.known(5, ROOM + 1);
        assert_eq!(listed(&twins), [0]);
    }

    #[test]
    fn who_may_find_no_room_hands_nothing_on() {
        let mut twins: Box<Twins> = bytemuck::zeroed_box();
        twins.begin(false);
        assert_eq!(twins.known(400, 0), 0);
        twins.begin(true);
        assert_eq!(twins.known(400, ROOM), u32::MAX);
        twins.len = 10;
        assert_eq!(twins.known(400, ROOM - 10), u32::MAX);
        assert_eq!(twins.known(416, ROOM - 9), 416);
        assert_eq!(twins.known(432, 0), 416, "who handed nothing on is waited for by nobody");
        twins.settle(&mut [Tie(0); 1]);
        twins.begin(true);
        assert_eq!(twins.known(0, 0), u32::MAX);
    }
}
