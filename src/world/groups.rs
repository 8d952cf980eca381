//! Groups as they stand today: where they live, how lively they are, and who has joined.

use bytemuck::{Pod, Zeroable};

use crate::ids::{PlatformId, Topic};
use crate::ties::GroupGraph;

/// In a member entry: the person.
pub const MEMBER: u32 = (1 << 30) - 1;
/// In a member entry: said something this month.
pub const SPOKE: u32 = 1 << 30;
/// In a member entry and in a membership: belongs to the group (a fan may not yet).
pub const JOINED: u32 = 1 << 31;

/// One group, 16 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
pub struct GroupState {
    pub owner: u32,
    /// Members who have joined.
    pub members: u32,
    pub topic: u8,
    pub home: u8,
    pub origin: u8,
    pub history: u8,
    pub vitality: u8,
    /// Messages of the owner this month.
    pub owner_messages: u8,
    /// Day of the last session in company, modulo 2¹⁶.
    pub last: u16,
}

impl GroupState {
    pub fn topic(&self) -> Topic {
        Topic::ALL[usize::from(self.topic)]
    }

    pub fn home(&self) -> PlatformId {
        PlatformId(self.home)
    }
}

/// What a group has seen of this month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
pub struct GroupMonth {
    pub messages: u32,
    /// Members, added up day by day.
    pub member_days: u32,
}

/// All groups, listed both ways.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Groups {
    pub state: Vec<GroupState>,
    /// By group.
    pub month: Vec<GroupMonth>,
    /// Row `g` is `member_first[g]..member_first[g + 1]`.
    pub member_first: Vec<u32>,
    /// A person with [`SPOKE`] and [`JOINED`].
    pub member: Vec<u32>,
    pub of: Membership,
}

/// The groups of each person: row `i` is `first[i]..first[i + 1]`; a group with [`JOINED`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Membership {
    pub first: Vec<u32>,
    pub group: Vec<u32>,
}

impl Groups {
    pub fn row(&self, group: usize) -> std::ops::Range<usize> {
        self.member_first[group] as usize..self.member_first[group + 1] as usize
    }
}

impl Membership {
    /// The other side of the lists of members; fans have not joined.
    pub fn of(graph: &GroupGraph, people: usize) -> Membership {
        let mut first = vec![0_u32; people + 1];
        for &person in &graph.member {
            first[person as usize + 1] += 1;
        }
        for person in 0..people {
            first[person + 1] += first[person];
        }
        let mut next = first.clone();
        let mut group = vec![0; graph.member.len()];
        for g in 0..graph.topic.len() {
            let joined = if graph.topic[g] == Topic::Fan { 0 } else { JOINED };
            for &person in &graph.member[graph.member_first[g] as usize..graph.member_first[g + 1] as usize] {
                let place = &mut next[person as usize];
                group[*place as usize] = g as u32 | joined;
                *place += 1;
            }
        }
        Membership { first, group }
    }

    pub fn row(&self, person: usize) -> std::ops::Range<usize> {
        self.first[person] as usize..self.first[person + 1] as usize
    }
}
