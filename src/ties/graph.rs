//! Reading a graph of ties, and the invariants that each one holds.

use std::ops::Range;

use super::{GroupGraph, Tie, TieGraph};
use crate::cache::ask_for;

impl TieGraph {
    pub fn people(&self) -> u32 {
        self.first.len().saturating_sub(1) as u32
    }

    /// Where the row of a person lies, free slots included.
    #[inline(always)]
    pub fn row(&self, person: u32) -> Range<usize> {
        self.first[person as usize] as usize..self.first[person as usize + 1] as usize
    }

    /// Asks for the row of somebody who is looked at soon.
    #[inline(always)]
    pub fn ask_for(&self, person: u32) {
        let start = self.first[person as usize] as usize;
        ask_for(&self.neighbour, start);
        ask_for(&self.tie, start);
    }

    /// Half-ties and free slots: the length of the columns.
    pub fn half_ties(&self) -> usize {
        self.tie.len()
    }

    /// Where the ties of a person lie, without the free slots after them.
    #[inline(always)]
    pub fn known(&self, person: u32) -> Range<usize> {
        let row = self.row(person);
        let slots = self.tie[row.clone()].iter().rev().take_while(|tie| tie.is_empty()).count();
        row.start..row.end - slots
    }

    /// Ties of a person, free slots left out.
    pub fn degree(&self, person: u32) -> u32 {
        self.tie[self.row(person)].iter().filter(|tie| !tie.is_empty()).count() as u32
    }

    /// Neighbours and ties of a person, in rising order, free slots left out.
    pub fn ties_of(&self, person: u32) -> impl Iterator<Item = (u32, Tie)> + Clone + '_ {
        let row = self.row(person);
        let pairs = self.neighbour[row.clone()].iter().copied().zip(self.tie[row].iter().copied());
        pairs.filter(|(_, tie)| !tie.is_empty())
    }

    /// The tie between two people, as the first one's half holds it.
    pub fn tie_between(&self, person: u32, other: u32) -> Option<Tie> {
        let row = self.row(person);
        let neighbours = &self.neighbour[row.start..row.start + self.degree(person) as usize];
        let place = neighbours.binary_search(&other).ok()?;
        Some(self.tie[row.start + place])
    }

    /// Panics unless the graph is as it says: rows in order without doubles or self-ties, slots at the end, halves equal,
    /// communities a partition.
    pub fn check(&self) {
        let people = self.people();
        assert_eq!(self.first.first(), Some(&0), "the first row starts at 0");
        assert_eq!(self.first.last().map(|end| *end as usize), Some(self.tie.len()), "the last row ends with the ties");
        assert_eq!(self.neighbour.len(), self.tie.len(), "each half-tie has a neighbour");
        for person in 0..people {
            let ties = self.degree(person) as usize;
            let row = self.row(person);
            let (known, slots) = (row.start..row.start + ties, row.start + ties..row.end);
            assert!(self.tie[known.clone()].iter().all(|tie| !tie.is_empty()), "free slots of {person} come last");
            assert!(self.neighbour[slots].iter().all(|own| *own == person), "free slots of {person} hold its own number");
            let neighbours = &self.neighbour[known];
            assert!(neighbours.is_sorted_by(|a, b| a < b), "the row of {person} is in rising order, without doubles");
            for (other, tie) in self.ties_of(person) {
                assert!(other != person && other < people, "{person} has a tie with {other}, of {people} people");
                assert_eq!(self.tie_between(other, person), Some(tie), "both halves of {person} – {other} are equal");
            }
        }
        assert_eq!(self.community_first.last(), Some(&people), "the last community ends with the people");
        assert!(people == 0 || self.community_first[0] == 0, "the first community starts at 0");
        assert!(self.community_first.is_sorted_by(|a, b| a < b), "no community is empty");
    }
}

impl GroupGraph {
    /// How many groups there are.
    pub fn groups(&self) -> usize {
        self.topic.len()
    }

    /// Where the members of a group lie.
    #[inline(always)]
    pub fn row(&self, group: usize) -> Range<usize> {
        self.member_first[group] as usize..self.member_first[group + 1] as usize
    }

    pub fn members(&self, group: usize) -> &[u32] {
        &self.member[self.row(group)]
    }

    /// Panics unless each group has two or more members in rising order, its owner among them, all of them people.
    pub fn check(&self, people: u32) {
        assert_eq!((self.owner.len(), self.member_first.len()), (self.groups(), self.groups() + 1), "one owner and one row a group");
        assert_eq!(self.member_first[self.groups()] as usize, self.member.len(), "the last row ends with the members");
        assert!(self.topic.is_sorted(), "groups are in the order of topics");
        for group in 0..self.groups() {
            let members = self.members(group);
            assert!(members.len() >= 2, "group {group} has {} members", members.len());
            assert!(members.is_sorted_by(|a, b| a < b), "members of group {group} are in rising order");
            assert!(members[members.len() - 1] < people, "members of group {group} are people");
            assert!(members.binary_search(&self.owner[group]).is_ok(), "the owner of group {group} belongs to it");
        }
    }
}
