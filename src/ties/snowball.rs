//! A group's members: from its owner on, whom they know along the ties that suit the topic, and so on until the group is full.

use std::num::NonZeroU32;

use super::TieGraph;
use crate::ids::Layer;
use crate::rng::{GATE_SPREAD, Stream};

/// Which ties a group grows along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Circle {
    /// Household and near kin.
    Family,
    /// Classmates and their friends.
    Class,
    /// Colleagues.
    Work,
    /// Half found through any tie, half from anywhere.
    Interest,
}

const ANY: u8 = 0b1_1111;

impl Circle {
    /// Sets of layers, tried in turn: the next one where the former reach nobody new.
    fn layers(self) -> &'static [u8] {
        const KIN: u8 = 1 << Layer::Kin as u8;
        const FRIEND: u8 = 1 << Layer::Friend as u8;
        const WORK: u8 = 1 << Layer::Work as u8;
        match self {
            Circle::Family => &[KIN, KIN | FRIEND, ANY],
            Circle::Class => &[FRIEND | WORK, ANY],
            Circle::Work => &[WORK, FRIEND | WORK, ANY],
            Circle::Interest => &[ANY],
        }
    }

    /// Whether a person has a tie of the first of these sets.
    pub fn has_ties(self, ties: &TieGraph, person: u32) -> bool {
        ties.tie[ties.row(person)].iter().any(|tie| self.layers()[0] >> tie.layer_code() & 1 == 1)
    }
}

/// Tries to find a member at random, for each member.
const TRIES: u32 = 8;

/// A group that grows.
pub(super) struct Snowball<'a> {
    ties: &'a TieGraph,
    /// In the order of joining.
    joined: Vec<u32>,
    /// The same by their numbers, hashed: at least as many free places, a power of two of them in all.
    places: Vec<Option<NonZeroU32>>,
    stream: Stream,
}

impl<'a> Snowball<'a> {
    /// A group of so many people.
    fn new(ties: &'a TieGraph, owner: u32, size: usize, stream: Stream) -> Snowball<'a> {
        let places = vec![None; 2 * size.next_power_of_two()];
        let mut snowball = Snowball { ties, joined: Vec::with_capacity(size), places, stream };
        snowball.join(owner);
        snowball
    }

    /// Fills all of the room, in rising order. Where ties do not reach enough people, those who live next to the owner fill it up.
    pub fn fill(ties: &'a TieGraph, owner: u32, circle: Circle, stream: Stream, room: &mut [u32]) {
        let mut snowball = Snowball::new(ties, owner, room.len(), stream);
        snowball.grow_along(circle, room.len());
        room.copy_from_slice(&snowball.joined);
        room.sort_unstable();
    }

    fn grow_along(&mut self, circle: Circle, size: usize) {
        if circle == Circle::Interest {
            self.gather(size);
        }
        for layers in circle.layers() {
            self.grow(*layers, size);
        }
        let owner = self.joined[0];
        let people = self.ties.people();
        let mut next = owner;
        while self.joined.len() < size {
            next = if next + 1 == people { 0 } else { next + 1 };
            self.join(next);
        }
    }

    /// Members bring all whom they know along these layers, first come first.
    fn grow(&mut self, layers: u8, size: usize) {
        let mut next = 0;
        while self.joined.len() < size && next < self.joined.len() {
            let person = self.joined[next];
            next += 1;
            if let Some(&after) = self.joined.get(next) {
                self.ties.ask_for(after);
            }
            // Free slots have no say in who belongs to what: a scenario whose strangers may meet has the same groups as one where they may not.
            let row = self.ties.known(person);
            if row.is_empty() {
                continue;
            }
            // From a random place on, so that a large row does not favour low numbers.
            let turn = self.stream.below(row.len() as u32) as usize;
            for place in (row.start + turn..row.end).chain(row.start..row.start + turn) {
                if layers >> self.ties.tie[place].layer_code() & 1 == 1 {
                    self.join(self.ties.neighbour[place]);
                    if self.joined.len() == size {
                        return;
                    }
                }
            }
        }
    }

    /// Members are found by a tie of a member or from anywhere, with equal chances.
    fn gather(&mut self, size: usize) {
        for _ in 0..TRIES as usize * size {
            if self.joined.len() == size {
                return;
            }
            let found = if self.stream.below(2) == 0 { self.known_by_a_member() } else { self.stream.below(self.ties.people()) };
            self.join(found);
        }
    }

    /// Somebody whom a member knows; the member itself where that is nobody.
    fn known_by_a_member(&mut self) -> u32 {
        let member = self.joined[self.stream.below(self.joined.len() as u32) as usize];
        let row = self.ties.known(member);
        if row.is_empty() {
            return member;
        }
        self.ties.neighbour[row.start + self.stream.below(row.len() as u32) as usize]
    }

    /// Adds somebody who does not belong to it yet.
    fn join(&mut self, person: u32) {
        let (key, last) = (NonZeroU32::MIN.saturating_add(person), self.places.len() - 1);
        let mut place = (person.wrapping_mul(GATE_SPREAD) >> 16) as usize & last;
        while let Some(other) = self.places[place] {
            if other == key {
                return;
            }
            place = (place + 1) & last;
        }
        self.places[place] = Some(key);
        self.joined.push(person);
    }
}
