//! The invariants of a world, re-derived from scratch. Used by tests and by the reference.

use crate::ids::{NOWHERE, Topic};

use super::{JOINED, MEMBER, World};

impl World {
    /// Panics where an invariant does not hold: presence is 0 exactly when not installed, both halves of a tie are equal and each the first place that
    /// names its other end, homes are platforms, and the two lists of memberships agree.
    pub fn check(&self) {
        for person in 0..self.people() {
            let row = self.rows.read(person as u32);
            for p in 0..self.platforms {
                let app = self.app[(person, p)];
                assert_eq!(row.at(p) > 0, app.is_installed(), "presence of person {person} on platform {p}");
            }
        }
        self.check_ties();
        self.check_groups();
    }

    fn check_ties(&self) {
        for person in 0..self.people() {
            for place in self.graph.first[person] as usize..self.graph.first[person + 1] as usize {
                let (tie, other) = (self.graph.tie[place], self.graph.neighbour[place] as usize);
                if tie.is_empty() {
                    continue;
                }
                assert!(tie.home() == NOWHERE || tie.home().index() < self.platforms, "home of tie {person}–{other}");
                let row = self.graph.first[other] as usize..self.graph.first[other + 1] as usize;
                let first = row.clone().find(|&far| self.graph.neighbour[far] as usize == person);
                let mut back = row.filter(|&far| self.graph.neighbour[far] as usize == person && !self.graph.tie[far].is_empty());
                let far = back.next().unwrap_or_else(|| panic!("tie {person}–{other} has one half"));
                assert_eq!(self.graph.tie[far], tie, "halves of tie {person}–{other}");
                assert!(back.next().is_none(), "tie {person}–{other} is double");
                // Places that ties left may name the same person, and stand behind: who looks for a tie takes the first place that names its other end.
                assert_eq!(first, Some(far), "tie {person}–{other} has an empty place before it");
            }
        }
    }

    fn check_groups(&self) {
        for (g, state) in self.groups.state.iter().enumerate() {
            let joined: Vec<u32> =
                self.groups.member[self.groups.row(g)].iter().filter(|&&entry| entry & JOINED != 0).map(|entry| entry & MEMBER).collect();
            assert_eq!(joined.len() as u32, state.members, "members of group {g}");
            assert!(state.topic() == Topic::Fan || joined.contains(&state.owner), "owner of group {g}");
            for person in joined {
                let memberships = &self.groups.of.group[self.groups.of.row(person as usize)];
                assert!(memberships.contains(&(g as u32 | JOINED)), "membership of {person} in group {g}");
            }
        }
    }
}
